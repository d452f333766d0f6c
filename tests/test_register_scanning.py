"""Every letter held against its seal at once: the quick way says what the slow one says, and nothing is remembered
but bytes that were found sound.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import FACTS, approval, in_file

from drafter.frozen import dataclass
from drafter.register import store, verify
from drafter.register.keys import Key
from drafter.register.model import Accepted
from drafter.register.rows import row_hash

TEXT = st.text(st.sampled_from('ab,[]{}"\\\0\n\x7f\x80é\u202e😀 '), max_size=4)
PLAIN = (7, *"abcde", '["x"]', *"fghijk", "[]", "l", 0, "m")
ROW = st.tuples(st.integers(-1, 10**12), *[TEXT] * 14, st.integers(-1, 9), TEXT)
# One odd text hides among plain ones. Where all are odd, the quick way would give up for any of them.
ODD = st.builds(lambda at, text: (*PLAIN[:at], text, *PLAIN[at + 1 :]), st.integers(1, 14), TEXT)


@dataclass(frozen=True)
class Recording(Key):
    """A key that keeps what it has sealed."""

    sealed: list[str] = field(default_factory=list)

    def seal_text(self, text):
        self.sealed.append(text)
        return super().seal_text(text)


def quickly(row, *later, said=None, seals=None):
    """What the quick way holds against a letter's seal; None where it cannot tell."""
    key = Recording(b"key")
    verify.is_quickly_sealed(key, [*row, *later, "seal", ""], said, [], seals or {}, "")
    return key.sealed[0] if key.sealed else None


def exactly(row, *later, facts=()):
    """What is sealed when a letter is entered."""
    key = Recording(b"key")
    row_hash(key, dict(zip(verify.COLUMNS, (*row, *later), strict=False)), facts, [])
    return key.sealed[0]


@given(ROW | ODD, TEXT, TEXT, TEXT, TEXT)
def test_a_row_is_written_as_json_writes_it_or_not_at_all(row, letterhead, seen, acts, corrects_fact):
    later = (letterhead, seen, acts, corrects_fact)
    assert quickly(row, *later) in {None, exactly(row, *later)}


@pytest.mark.parametrize(
    "later",
    [
        ("", "", "", ""),
        ("", "n", "", ""),
        ("", "", '["I did."]', ""),
        ("", "", "", "a-fact"),
        ("l", "n", '["I did."]', "b"),
    ],
)
def test_a_plain_row_is_written_at_once(later):
    assert quickly(PLAIN, *later) == exactly(PLAIN, *later)
    assert quickly((True, *PLAIN[1:]), *later) is None


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 9), st.integers(-1, 2)), max_size=5, unique_by=lambda f: f[0])
)
def test_so_are_its_facts(facts):
    """Whatever the database holds: places with gaps, words that are not known, what is neither held nor history."""
    facts.sort()
    versions = {id_: f"{id_:064x}" for id_ in range(5)}
    seals = {f"{id_ * 2 + held}": f'"{seal}",{held}]' for id_, seal in versions.items() for held in (0, 1)}
    places = [place for place, _, _ in facts]
    held = [held for _, _, held in facts]
    how_held = min(held, default=0), max(held, default=0)
    said = (",".join(str(v * 2 + h) for _, v, h in facts), max(places, default=0), sum(places), len(facts), *how_held)
    text = quickly(PLAIN, "", "", "", "", said=said if facts else None, seals=seals)
    exact = exactly(
        PLAIN, "", "", "", "", facts=[(place, versions.get(version), held) for place, version, held in facts]
    )
    assert text in {None, exact}
    if (
        set(held) <= {0, 1}
        and places == list(range(len(facts)))
        and all(version in versions for _, version, _ in facts)
    ):
        assert text == exact


@pytest.fixture
def place(tmp_path: Path):
    place = in_file(tmp_path / "office")
    said = [FACTS[:1], (), FACTS, FACTS[::-1] * 2]
    odd = [
        {"subject": 'an "odd" é\\'},
        {"name": "Ann"},
        {"accepted": (Accepted("x", "\x7f"),)},
        {"acts": ("I \u201cdid\u201d.", "I will.")},
    ]
    with place.open() as register:
        register.enter([approval(n, facts=said[n % 4], **odd[n % 4]) for n in range(9)])
    return place


def test_letters_of_every_kind_are_sound(place, monkeypatch):
    exact = []
    real = verify._exactly
    monkeypatch.setattr(
        verify, "_exactly", lambda connection, numbers: exact.append(numbers) or real(connection, numbers)
    )
    monkeypatch.setattr(verify, "_AT_ONCE", 2)
    with place.open() as register:
        assert register.verify() == []
    # Only those in which JSON writes a text otherwise are looked at fact by fact.
    assert [number for numbers in exact for number in numbers] == [1, 5, 9]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letter_facts SET held = 2 WHERE letter = 3 AND place = 0",
        "UPDATE letter_facts SET place = 7 WHERE letter = 3 AND place = 0",
        "UPDATE letter_facts SET version = version + 1, held = held - 2 WHERE letter = 3 AND place = 0",
        "UPDATE letter_facts SET version = -1 WHERE letter = 3 AND place = 0",
        "UPDATE letter_facts SET version = 9223372036854775807 WHERE letter = 3 AND place = 0",
        "UPDATE letters SET name = 'Bob' WHERE number = 3",
        "UPDATE letters SET topics = '[' WHERE number = 3",
        "UPDATE letters SET seen = 'x' WHERE number = 3",
        "UPDATE letters SET acts = '[\"x\"]' WHERE number = 3",
    ],
)  # fmt: skip
def test_what_was_altered_is_told_though_all_was_sound_before(place, statement):
    with place.open() as register:
        assert register.altered() == []
    with closing(sqlite3.connect(place.address.path)) as database:
        database.execute("PRAGMA ignore_check_constraints = ON")
        assert database.execute(statement).rowcount == 1
        database.commit()
    with place.open() as register:
        assert "letter 3 was altered after it was entered" in [problem.message for problem in register.altered()]


def test_bytes_that_were_sound_are_not_verified_again(place, monkeypatch):
    with place.open() as register:
        assert register.altered() == []
    monkeypatch.setattr(verify, "verify_register", lambda *_, **__: pytest.fail("was verified again"))
    with place.open() as register:
        assert register.altered() == []
    monkeypatch.undo()
    with place.open() as register:
        register.enter([approval(20)])
        monkeypatch.setattr(verify, "verify_register", lambda *_, **__: iter(["once more"]))
        assert register.altered() == ["once more"]


@pytest.mark.parametrize("fact", [one.fact for one in FACTS])
def test_a_recall_finds_the_same_in_a_file_that_is_vouched_for_without_a_look_at_any_seal(place, monkeypatch, fact):
    with place.open() as register:
        register.enter([approval(20, corrects=3), approval(21, subject='caf\xe9 "B"')])
    with place.open() as register:
        relied, correcting, altered = register.recalled(fact)  # verifies all, and remembers it
        assert relied == register.relied_on(fact)
        assert [entry.corrects for entry in correcting.entries] == [3]
        assert altered == []
    for name in ("is_quickly_sealed", "is_sound"):
        monkeypatch.setattr(store, name, lambda *_: pytest.fail("a seal was looked at"))
    with place.open() as register:
        again, corrections, altered = register.recalled(fact)
    assert (again, altered) == (relied, [])
    assert [entry.number for entry in corrections.entries] == [entry.number for entry in correcting.entries]


@pytest.mark.parametrize("before", [True, False])
def test_a_recall_refuses_what_was_altered(place, before):
    fact = FACTS[0].fact
    if before:
        with place.open() as register:
            assert register.recalled(fact)[2] == []
    assert place.tamper("UPDATE letters SET approved_by = 'Eve' WHERE number = 3") == 1
    with place.open() as register:
        relied, _, altered = register.recalled(fact)
    told = ["letter 3 was altered after it was entered"]
    assert [problem.message for problem in relied.refused] == [problem.message for problem in altered] == told
    assert 3 not in {entry.number for entry in relied.entries}


def test_whoever_opens_it_between_the_first_letter_and_its_record_finds_nothing_wrong(tmp_path, monkeypatch):
    new = in_file(tmp_path)
    with new.open() as register:
        monkeypatch.setattr(store.heads, "remember", lambda *_: None)  # as if that process had not come to it yet
        register.enter([approval(1)])
        with new.open() as other:
            assert other.wrong == ()


def test_what_is_remembered_is_believed_by_its_seal_only(place):
    mark = place.keys.path.with_name("verified")
    with place.open() as register:
        assert register.altered() == []
    said = json.loads(mark.read_text())
    place.tamper("UPDATE letters SET approved_by = 'Eve' WHERE number = 3")
    digest = hashlib.sha256(place.address.path.read_bytes()).hexdigest()
    for text in (json.dumps({**said, "sha256": digest}), json.dumps({"sha256": digest}), "[" * 100_000, "\xff", "[]"):
        mark.write_text(text, "latin-1")
        with place.open() as register:
            assert [problem.message for problem in register.altered()] == ["letter 3 was altered after it was entered"]
    mark.unlink()
    mark.mkdir()  # what cannot be remembered is verified again
    place.tamper("UPDATE letters SET approved_by = 'Tom Field' WHERE number = 3")
    with place.open() as register:
        assert register.altered() == []


def test_a_register_on_no_driver_that_copies_is_verified_where_it_lies(place, monkeypatch):
    monkeypatch.setattr(verify, "_LARGEST", 0)
    with place.open() as register:
        assert register.altered() == []
    assert not place.keys.path.with_name("verified").exists()
    assert place.tamper("DELETE FROM letter_facts WHERE letter = 3 AND place = 0") == 1
    with place.open() as register:
        assert [problem.message for problem in register.altered()] == ["letter 3 was altered after it was entered"]


def test_rows_of_letters_that_are_not_there_are_counted(place):
    for letter in (-1, 12, 13):
        place.tamper(f"INSERT INTO letter_facts VALUES ({letter}, 0, 1, 1)")
    place.tamper("INSERT INTO exceptions VALUES (0, 0, 'a', 'b')")
    with place.open() as register:
        told = {problem.message for problem in register.verify()}
    assert "letter_facts has 3 rows of letters that are not there" in told
    assert "exceptions has 1 row of letters that are not there" in told


SHAPES = {
    "CREATE TABLE notes (a)": "holds a table, 'notes', that drafter did not make",
    "CREATE VIRTUAL TABLE found USING fts5(a)": "holds a table, 'found', that drafter did not make",
    "CREATE INDEX i ON letters (subject)": "holds an index, 'i', that drafter did not make",
    "CREATE INDEX letters_by_dat ON letters (letter_date) WHERE number > 3": "holds an index, 'letters_by_dat', that",
    "ALTER TABLE letters ADD COLUMN more TEXT": "the table 'letters', or an index of it, is not as drafter made it",
    "DROP INDEX letters_by_date": "the table 'letters', or an index of it, is not as drafter made it",
    "DROP INDEX letters_by_date; CREATE INDEX letters_by_date ON letters (letter_date) WHERE number > 3": "'letters', or",
    "DROP INDEX letters_by_date; CREATE INDEX letters_by_date ON letters (letter_date COLLATE NOCASE)": "'letters', or",
    "DROP INDEX letters_by_date; CREATE INDEX letters_by_date ON letters (lower(letter_date))": "'letters', or",
    "DROP INDEX letters_by_date; CREATE INDEX letters_by_date ON letters (letter_date DESC)": "'letters', or",
    "ANALYZE": "holds a table, 'sqlite_stat1', that drafter did not make",
    (
        "PRAGMA foreign_keys = OFF; CREATE TABLE other AS SELECT * FROM letter_facts; DROP TABLE letter_facts;"
        "ALTER TABLE other RENAME TO letter_facts"
    ): "the table 'letter_facts', or an index of it, is not as drafter made it",
}  # fmt: skip


@pytest.mark.parametrize("statements", SHAPES)
def test_what_drafter_did_not_make_in_the_file_is_told(place, statements):
    with place.open() as register:
        assert register.verify() == []
    with closing(sqlite3.connect(place.address.path)) as database:
        database.executescript(statements)
    with place.open() as register:
        problems = register.verify()
    assert {problem.rule for problem in problems} == {"odd-register"}
    assert SHAPES[statements] in problems[0].message
