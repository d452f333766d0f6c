"""Files that only grow: an entry is whole, or it is told; nothing that was cut is believed as shorter text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from running import run_drafter
from shipped import base

from drafter.facts.log import append_versions, read_log
from drafter.facts.model import REVIEWS
from drafter.facts.reviews import append_review, append_word_review, read_reviews, read_word_reviews
from drafter.files import growing
from drafter.files.growing import append
from drafter.inbox.decisions import KNOWN, Do, decide, read_message_decisions
from drafter.problems import errors

ON = date(2018, 7, 10)
FACTS = list(base().facts.values())
OLD = (
    "# Who looked at which fact, and in which words. Written by 'drafter facts review', which only adds at the end.\n"
    "\n- fact: {}\n  fingerprint: 04d4eddf2c6ffbcf\n  by: Ann\n  on: 2018-05-05\n  claim: It was so\n  quotes: [so]\n"
)


def cuts(path: Path):
    """The file at every length that is shorter than it is."""
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        yield size
    path.write_bytes(whole)


def test_a_file_of_reviews_that_was_cut_anywhere_is_told_or_has_whole_entries_only(tmp_path):
    for fact in FACTS[:3]:
        assert append_review(tmp_path, "facts", fact, "Ann Lee", ON, "a note: of # some words") == []
    whole, _ = read_reviews(tmp_path, "facts")
    silent = []
    for size in cuts(tmp_path / REVIEWS):
        found, problems = read_reviews(tmp_path, "facts")
        if not problems:
            assert found == whole[: len(found)], size
            silent.append(len(found))
    assert silent
    assert set(silent) <= {0, 1, 2, 3}
    assert len(silent) < 12  # where an entry ends, and in the line feeds behind


def test_a_log_that_was_cut_is_told(tmp_path):
    assert append_versions(tmp_path, "facts", [("edited", fact) for fact in FACTS[:2]], "Ann", ON) == []
    whole, _ = read_log(tmp_path, "facts")
    for size in cuts(tmp_path / "log.yaml"):
        found, problems = read_log(tmp_path, "facts")
        assert problems or found == whole[: len(found)], size


def test_words_in_an_entry_that_was_cut_are_stood_for_by_nobody(tmp_path):
    for n in range(2):
        assert append_word_review(tmp_path, "facts", "courtesy", f"Thank you {n}.", f"{n:016x}", "Ann", ON, "so") == []
    marks = [f"{n:016x}" for n in range(2)]
    assert [one.fingerprint for one in read_word_reviews(tmp_path, "facts")[0]] == marks
    for size in cuts(tmp_path / "word-reviews.yaml"):
        found, told = read_word_reviews(tmp_path, "facts")
        # With an error nothing goes on that needs them; without, there are whole entries only.
        assert errors(told) or [one.fingerprint for one in found] in (marks, marks[:1], []), size


def test_decisions_that_were_cut_anywhere_are_told(tmp_path):
    said = {"do": "answer", "name": "Mrs A Reader", "by": "R Okafor", "on": "2018-07-10"}
    assert decide(tmp_path, "sorted", ["aaaa1111"], ["bbbb2222"], said) == []
    assert decide(tmp_path, "sorted", ["cccc3333"], [], {**said, "do": "leave"}) == []
    decisions, problems = read_message_decisions(tmp_path, "sorted", base())
    assert not problems
    assert decisions.messages["aaaa1111"].name == "Mrs A Reader"
    assert decisions.messages["cccc3333"].do is Do.LEAVE
    size_of = (tmp_path / "decisions.yaml").stat().st_size
    for size in cuts(tmp_path / "decisions.yaml"):
        _, problems = read_message_decisions(tmp_path, "sorted", base())
        assert problems or size == size_of - 1, size  # but for the last line feed
        assert (decide(tmp_path, "sorted", ["dddd4444"], [], said) != []) or size == size_of - 1
        if not problems:
            break


def test_decisions_are_told_that_are_gone_or_others(tmp_path):
    said = {"do": "answer", "by": "R Okafor", "on": "2018-07-10"}
    assert decide(tmp_path, "sorted", ["aaaa1111", "bbbb2222"], [], said) == []
    path = tmp_path / "decisions.yaml"
    whole = path.read_text()
    path.unlink()
    (problem,) = read_message_decisions(tmp_path, "sorted", base())[1]
    assert str(problem) == (
        "sorted/decisions.yaml: error: 2 of the 2 decisions that were entered are missing; restore the file from a "
        "backup; to decide all anew, sort the post into another folder [lost-decisions]"
    )
    path.write_text(whole.replace("do: answer", "do: leave"))
    assert [p.rule for p in read_message_decisions(tmp_path, "sorted", base())[1]] == ["cut-entry", "cut-entry"]  # fmt: skip
    path.write_text(whole)
    (tmp_path / KNOWN).write_text("")
    assert [p.where.path for p in read_message_decisions(tmp_path, "sorted", base())[1]] == [f"sorted/{KNOWN}"]
    (tmp_path / KNOWN).unlink()  # as an earlier drafter left it
    assert read_message_decisions(tmp_path, "sorted", base())[1] == []


def test_a_run_that_was_killed_between_the_two_files_lost_nothing(tmp_path):
    said = {"do": "answer", "by": "R Okafor", "on": "2018-07-10"}
    assert decide(tmp_path, "sorted", ["aaaa1111"], [], said) == []
    known = (tmp_path / KNOWN).read_bytes()
    assert decide(tmp_path, "sorted", ["bbbb2222"], [], said) == []
    (tmp_path / KNOWN).write_bytes(known)
    decisions, problems = read_message_decisions(tmp_path, "sorted", base())
    assert not problems
    assert set(decisions.messages) == {"aaaa1111", "bbbb2222"}
    assert decide(tmp_path, "sorted", ["cccc3333"], [], said) == []
    assert (tmp_path / KNOWN).read_bytes() != known


def test_a_file_of_an_earlier_drafter_is_read_and_brought_up_by_the_next_entry(tmp_path):
    path = tmp_path / REVIEWS
    path.write_text(OLD.format(FACTS[0].id), "utf-8")
    before, problems = read_reviews(tmp_path, "facts")
    assert (len(before), problems) == (1, [])
    assert append_review(tmp_path, "facts", FACTS[1], "Bo", ON) == []
    assert path.read_text("utf-8").count("\n  check: ") == 2
    found, problems = read_reviews(tmp_path, "facts")
    assert problems == []
    assert [(r.fact, r.by, r.claim) for r in found] == [(FACTS[0].id, "Ann", "It was so"), (FACTS[1].id, "Bo", FACTS[1].claim)]  # fmt: skip
    text = path.read_text("utf-8")
    path.write_text(text.replace("It was so", "It was not so"))
    assert [(p.rule, p.where.line) for p in read_reviews(tmp_path, "facts")[1]] == [("cut-entry", 3)]


def test_an_old_entry_without_the_end_of_its_line_is_told(tmp_path):
    (tmp_path / REVIEWS).write_text(OLD.format(FACTS[0].id)[:-3], "utf-8")
    assert {p.rule for p in read_reviews(tmp_path, "facts")[1]} & {"cut-entry", "broken-yaml"}


def test_old_entries_between_braces_stay_and_are_added_to(tmp_path):
    path = tmp_path / "list.yaml"
    path.write_text("# mine\n- {a: b, c: d}\n", "utf-8")
    assert append(path, "list.yaml", [{"a": "x"}], "# heading\n") == []
    document, problems = growing.read_growing(path, "list.yaml")
    assert document is not None
    assert (document.root, problems) == ([{"a": "b", "c": "d"}, {"a": "x"}], [])


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_how_lines_end_counts_for_nothing(ending, tmp_path):
    path = tmp_path / "list.yaml"
    assert append(path, "list.yaml", [{"a": "x " * 90, "b": ["1", "2"]}], "# heading\n") == []
    path.write_bytes(path.read_bytes().replace(b"\n", ending.encode()))
    assert growing.read_growing(path, "list.yaml")[1] == []
    assert append(path, "list.yaml", [{"a": "y"}], "# heading\n") == []
    assert growing.read_growing(path, "list.yaml")[1] == []


def test_every_command_that_reads_them_tells(office):
    (office / "facts" / REVIEWS).write_bytes(b"")
    for words in (("facts", "queue"), ("check",)):
        ran = run_drafter(*words)
        assert "facts/reviews.yaml: error: holds nothing, where something was entered" in ran.err + ran.text, words
        assert ran.code == 1, words
    ran = run_drafter("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "-")
    assert "facts/reviews.yaml: warning: holds nothing" in ran.err
    (office / "facts" / REVIEWS).unlink()
    (office / "facts" / "log.yaml").write_bytes(b"")
    for words in (("facts", "log", FACTS[0].id), ("check",)):
        assert "facts/log.yaml: error: holds nothing" in run_drafter(*words).err, words
    (office / "facts" / "log.yaml").unlink()
    (office / "facts" / "word-reviews.yaml").write_bytes(b"")
    assert run_drafter("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-07-10", "-o", "a.md").code == 0
    for words in (("words", "list"), ("review", "a.md"), ("approve", "a.md", "--by", "A B")):
        ran = run_drafter(*words)
        assert "facts/word-reviews.yaml: error: holds nothing" in ran.err, words
        assert ran.code == 1
