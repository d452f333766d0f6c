"""What a register does, whichever database it is in: run by two test modules, each with a fixture ``place``."""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from interleaved import at_each_step
from registers import FACTS, Place, approval, in_file, problems_of, rules_of, sound

from drafter.formats import WRITERS
from drafter.problems import ProblemsFound
from drafter.register.copies import held_against_copies
from drafter.register.database import OutcomeUnknown
from drafter.register.keys import Key, KeyPlace
from drafter.register.model import Constituent
from drafter.register.spool import approve_all, recover
from drafter.register.store import LetterQuery, open_register

FAULTS = Path(__file__).parent / "faults.py"


def run_faults(place: Place, *args: str) -> str:
    """What ``faults.py`` prints, in a process of its own."""
    command = [sys.executable, str(FAULTS), str(place.folder), place.address.url or "-", *args]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Behaviour:
    def test_what_is_entered_is_what_is_read(self, place):
        with place.open() as register:
            entered = register.enter([approval(n, corrects=n // 3) for n in range(1, 4)])
            hashed = register.constituent("MRS. ASHA  PATEL", "wv19zz")
            assert [e.number for e in entered] == [1, 2, 3]
            assert [replace(approval(e.number, corrects=e.number // 3), constituent=hashed) for e in entered] == [
                type(approval(1))(**{f: getattr(e, f) for f in approval(1).__dataclass_fields__}) for e in entered
            ]
            assert list(register.letters().entries) == entered[::-1]
            assert [e.previous for e in entered] == ["", entered[0].hash, entered[1].hash]
            assert register.by_number(2) == register.by_sha256(entered[1].sha256) == entered[1]
            assert register.by_reference("EM/3").entries == (entered[2],)
            assert register.by_number(4) is register.by_number(0) is register.by_number(10**30) is None
            assert register.by_sha256("") is register.by_sha256("%") is None
            assert register.verify() == []
            assert register.total() == 3

    def test_letters_are_found_by_all_that_is_asked_for(self, place):
        with place.open() as register:
            register.enter([approval(n) for n in range(1, 5)])
            register.enter([approval(5, by="Ruth", constituent=Constituent("Mr O'Neil", "WV1 9ZZ"), corrects=2)])

            def found(**wanted: object) -> list[int]:
                return [entry.number for entry in register.letters(LetterQuery(**wanted)).entries]

            assert found() == [5, 4, 3, 2, 1]
            assert found(since=date(2019, 4, 4), until=date(2019, 4, 5)) == [4, 3]
            assert found(topics=("parking",)) == [5, 3, 1]
            assert found(topics=("park",)) == found(topics=("%",)) == found(topics=("_taff",)) == []
            assert found(by="Ruth") == found(corrects=2) == [5]
            assert found(fact="car-parks-charged") == [5, 3, 1]
            assert found(fact="car-parks-charged", fingerprint="other") == []
            assert found(constituents=(register.constituent("mrs asha patel", "WV19ZZ"),)) == [4, 3, 2, 1]
            assert found(constituents=(register.constituent("Mr O\u2019Neil", "wv1 9zz"),)) == [5]
            assert [e.number for e in register.relied_on("car-parks-free").entries] == [5, 4, 3, 2, 1]
            assert register.relied_on("car-parks-free", "00000000000000a1") == register.relied_on("car-parks-free")
            assert register.relied_on("car-parks-free", "00000000000000a2").entries == ()
            assert register.counts(["car-parks-charged", "none"]) == {"car-parks-charged": 3, "none": 0}

    def test_words_that_changed_are_told_apart(self, place):
        with place.open() as register:
            newer = (FACTS[0]._replace(fingerprint="00000000000000a2", statement="Parking was made free."),)
            register.enter([approval(1), approval(2, facts=newer)])
            assert [e.number for e in register.relied_on("car-parks-free", "00000000000000a2").entries] == [2]
            found = register.by_number(2)
            assert found is not None
            assert found.facts == newer
            # The same fingerprint with other words is no clash either: each letter has its own.
            register.enter([approval(3, facts=(newer[0]._replace(statement="Free."),))])
            assert [e.facts[0].statement for e in register.relied_on("car-parks-free").entries] == [
                "Free.",
                "Parking was made free.",
                "Parking was made free in March 2019.",
            ]
            assert register.verify() == []

    def test_a_copy_is_approved_once_and_a_batch_as_a_whole(self, place):
        with place.open() as register:
            register.enter([approval(1)])
            found = problems_of(register.enter, [approval(2), approval(1), approval(3, corrects=9)])
            assert [(p.rule, p.message, p.hint) for p in found] == [
                (
                    "already-approved",
                    "this letter is approved already: number 1, by Tom Field on 2019-04-01",
                    "'drafter letters show 1'",
                ),
                ("unknown-letter", "there is no letter 9 in the register, which this one is said to correct", ""),
            ]
            assert rules_of(register.enter, [approval(4), approval(4)]) == ["already-approved"]
            assert register.total() == 1
            assert register.enter([]) == []

    @pytest.mark.parametrize(
        "given",
        [{"by": "a\0b"}, {"subject": "\ud800"}, {"sha256": "ABC"}, {"topics": ("\0",)}],
        ids=["nul", "surrogate", "sha256", "topic"],
    )
    def test_what_cannot_be_kept_is_refused_before_anything_is_entered(self, place, given):
        with place.open() as register:
            assert rules_of(register.enter, [approval(1), approval(2, **given)]) == ["unusable-approval"]
            assert register.total() == 0

    def test_names_are_kept_apart_and_purged_without_breaking_the_chain(self, place):
        with place.open() as register:
            register.enter([approval(n, name="Mrs Asha Patel") for n in range(1, 4)])
            assert register.names_before(date(2019, 4, 4)) == register.purge(date(2019, 4, 4)) == 2
            assert [e.name for e in register.letters().entries] == ["Mrs Asha Patel", "", ""]
            assert register.verify() == []
            assert register.purge(date(2019, 4, 4)) == 0
            assert register.purge(date(2000, 1, 1)) == 0
            register.enter([approval(4)])
            assert register.verify() == []
        place.tamper("UPDATE letters SET name = '' WHERE number = 3")
        with place.open() as register:
            assert [p.message for p in register.verify()] == ["letter 3 was altered after it was entered"]
        place.tamper("UPDATE letters SET name = 'Mr Bell' WHERE number = 1")
        with place.open() as register:
            assert [p.message for p in register.verify()] == [
                "letter 1 was altered after it was entered",
                "letter 3 was altered after it was entered",
            ]

    def test_altered_missing_and_cut_off_rows_are_told(self, place):
        with place.open() as register:
            register.enter([approval(n) for n in range(1, 8)])
        for table in ("letter_facts", "exceptions"):
            place.tamper(f"DELETE FROM {table} WHERE letter in (3, 4, 7)")
        assert place.tamper("DELETE FROM letters WHERE number in (3, 4, 7)") == 3
        place.tamper("UPDATE letters SET subject = 'Bus fares' WHERE number = 2")
        place.tamper("UPDATE fact_versions SET statement = 'Free for ever.' WHERE fact = 'car-parks-free'")
        with place.open() as register:
            assert [f"{p.message} [{p.rule}]" for p in register.verify()] == [
                "the words kept of the fact 'car-parks-free' were altered after they were entered [altered-fact]",
                "letter 2 was altered after it was entered [altered-letter]",
                "letters 3 to 4 are missing [missing-letter]",
                "the last letters are missing: there is none after 6, and 7 were entered [wrong-head]",
            ]
            # Nothing is built upon it.
            assert rules_of(register.enter, [approval(8)]) == ["wrong-head"]
            assert rules_of(register.purge, date(2030, 1, 1)) == ["wrong-head"]

    def test_rows_added_past_drafter_are_told(self, place):
        with place.open() as register:
            register.enter([approval(1)])
        columns = list(("approved_at approved_by letter_date reference subject topics position length kind "
                   "constituent name name_seal warnings version corrects previous hash").split())  # fmt: skip
        place.tamper(
            f"INSERT INTO letters (number, sha256, {', '.join(columns)}) "
            f"SELECT 2, '{'0' * 64}', {', '.join(columns)} FROM letters"
        )
        place.tamper("INSERT INTO exceptions VALUES (9, 0, 'a', 'b')")
        with place.open() as register:
            assert [f"{p.message} [{p.rule}]" for p in register.verify()] == [
                "letter 2 was altered after it was entered [altered-letter]",
                "the register does not end with the letter that was entered last [wrong-head]",
                "exceptions has 1 row of letters that are not there [altered-letter]",
            ]

    def test_another_key_and_none_are_refused(self, place, tmp_path):
        with place.open() as register:
            register.enter([approval(1)])
        other = KeyPlace(tmp_path / "nowhere" / "key", "register/key", given="ab" * 32)
        gone = KeyPlace(tmp_path / "nowhere" / "key", "register/key")
        odd = KeyPlace(tmp_path / "nowhere" / "key", "register/key", given="ab")
        assert [str(p) for k in (other, gone, odd) for p in problems_of(open_register, place.address, k)] == [
            (
                "DRAFTER_REGISTER_KEY: error: this is not the key that the register was made with; copy the key of the "
                "office's other place here, or set DRAFTER_REGISTER_KEY [wrong-key]"
            ),
            (
                "register/key: error: the register's key is not here; copy the key of the office's other place here, or set "
                "DRAFTER_REGISTER_KEY [missing-key]"
            ),
            (
                "DRAFTER_REGISTER_KEY: error: a key is 64 digits and letters from a to f, and this is none; copy the key of "
                "the office's other place here, or set DRAFTER_REGISTER_KEY [odd-key-file]"
            ),
        ]
        assert not gone.path.exists()
        same = KeyPlace(tmp_path / "nowhere" / "key", "x", given=place.keys.path.read_text())
        with open_register(place.address, same) as register:
            assert register.verify() == []

    def test_a_newer_register_is_left_alone(self, place):
        place.open().close()
        place.tamper("UPDATE register_version SET version_num = '9999'")
        assert rules_of(place.open) == rules_of(place.find) == ["newer-register"]

    def test_eight_processes_enter_at_once_into_a_new_register(self, place):
        run_faults(place, "at-once", "8", "6")
        entries = sound(place)
        assert len(entries) == 48
        assert {entry.by for entry in entries} == {f"Process {n}" for n in range(8)}

    def test_whatever_others_enter_meanwhile_nothing_is_found_wrong(self, place):
        """A letter that comes between two looks at the register is no sign that it is an older one."""
        numbers = itertools.count(1)
        with place.open() as other:

            def enter() -> None:
                assert approve_all(other, [place.final(next(numbers))], place.spool).problems == ()

            def look() -> None:
                with place.open() as register:
                    assert register.wrong == ()
                    found, _ = held_against_copies(place.letters, "letters", register, WRITERS)
                    assert [p.rule for p in found if p.rule != "missing-copy"] == []

            assert at_each_step(enter, look) > 10
        assert len(sound(place)) == next(numbers) - 1

    def test_whoever_makes_it_first_nobody_finds_it_gone(self, place):
        def enter() -> None:
            with place.open() as other:
                assert other.wrong == ()
                assert approve_all(other, [place.final(1)], place.spool).problems == ()

        def make() -> None:
            with place.open() as register:
                assert register.wrong == ()

        assert at_each_step(enter, make, anew=place.drop) > 10

    def test_a_process_killed_at_any_moment_leaves_both_or_neither(self, place):
        printed = run_faults(place, "random", "25", "1")
        assert printed.startswith("25 kills at random")
        sound(place)

    def test_a_process_killed_at_each_step_leaves_both_or_neither(self, place):
        printed = run_faults(place, "steps", "3")
        assert int(printed.split()[0]) >= 10, printed
        sound(place)

    def test_an_approval_whose_outcome_nobody_knows_is_settled_later(self, place, monkeypatch):
        """The commit went through, and the answer did not come; or it did not go through."""
        for number, committed in ((1, True), (2, False)):
            with place.open() as register:
                real = type(register).enter

                def broken(self, approvals, *, real=real, committed=committed):
                    if committed:
                        real(self, approvals)
                    raise OutcomeUnknown(problems_of(place_away))

                monkeypatch.setattr(type(register), "enter", broken)
                monkeypatch.setattr(type(register), "settled", lambda self, digests: place_away())
                approved = approve_all(register, [place.final(number)], place.spool)
                assert not approved.entries
                assert [p.rule for p in approved.problems] == ["register-away", "outcome-unknown"]
                assert not (place.letters / f"letter-{number}.md").exists()
                # The register still does not answer: all is left.
                assert [p.rule for p in recover(place.spool, register)] == ["register-away", "outcome-unknown"]
                assert [p.rule for p in recover(place.spool, None)] == ["outcome-unknown"]
                monkeypatch.undo()
                found = recover(place.spool, register)
                assert [p.rule for p in found] == (["recovered"] if committed else ["broken-off"])
        assert [entry.number for entry in sound(place)] == [1]

    def test_a_broken_answer_is_settled_at_once_where_the_register_answers(self, place, monkeypatch):
        with place.open() as register:
            real = type(register).enter

            def broken(self, approvals):
                real(self, approvals)
                raise OutcomeUnknown(problems_of(place_away))

            monkeypatch.setattr(type(register), "enter", broken)
            approved = approve_all(register, [place.final(1)], place.spool)
            assert [e.number for e in approved.entries] == [1]
            assert approved.problems == ()
        sound(place)


def place_away() -> None:
    from drafter.problems import Problem, Where

    raise ProblemsFound([Problem(Where("register"), "register-away", "away")])


def test_a_key_seals_each_thing_for_itself():
    key = Key(bytes(32))
    assert key.seal("a", "b") != key.seal("b", "b") != key.seal("b", "a")
    assert len({key.constituent(Constituent("A B", "C")), key.constituent(Constituent("A", "B C"))}) == 2
    assert key.constituent(Constituent("", "WV1 9ZZ")) == ""
    assert key.constituent(Constituent("Zoë Quill", "x")) == key.constituent(Constituent("ZOE  QUILL.", "X"))
    assert "00" not in repr(key)


__all__ = ["Behaviour", "in_file", "run_faults"]
