"""Second versions of files that programs which synchronise folders leave, and other programs' own files, by their names."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from batches import row, write_list
from edits import review_every_fact
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter
from shipped import DAYS

from drafter.facts.cache import FactsFolder
from drafter.files.atomic import name_new
from drafter.files.synced import copies_of, is_of_a_program, original_of

MARKS = (
    " (Ann's conflicted copy 2026-11-29)", " (Ann O’Hara's conflicted copy 2026-11-29 (1))", " (conflicted copy 2026-11-29 101112)",
    " (PC2's conflicting copy 2026-11-29)", " (Case Conflict)", " (Ann's case conflict 2)", " (Selective Sync Conflict)",
    ".sync-conflict-20261129-101112-ABCDEFG", ".sync-conflict-20261129-101112", "_conflict-20261129-101112",
    "_PC2_Nov-29-101112-2026_Conflict", " (SFConflict ann@example.org 2026-11-29-10-11-12)", ".Conflict", ".Conflict(2)", " [Conflict]",
    " [conflicted] (2)",
)  # fmt: skip
COUNTED = (" (1)", " (12)", " 2", " - Copy", " - Copy (3)", " copy", " copy 2")
COMPUTERS = ("-PC2", "-DESKTOP-7F3K2L1", "-Anns-MacBook-Pro", "-pc2", "-WESTMERE")
NAMES = (
    "staff.yaml",
    "letters.sqlite",
    "key",
    "last",
    "quotations.lock",
    "staff.md.j2",
    "reply.docx",
    "july (final).docx",
)


def marked(name: str, mark: str) -> str:
    stem, dot, ending = name.partition(".")
    return f"{stem}{mark}{dot}{ending}"


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_program_adds_to_a_name_the_original_is_known(name):
    for mark in MARKS:
        assert original_of(marked(name, mark)) == name, mark
    for mark in COUNTED:
        assert original_of(marked(name, mark), {name}) == name, mark
        assert original_of(marked(name, mark)) == ""
    for mark in COMPUTERS:
        assert original_of(marked(name, mark), {name}, by_computer=True) == name, mark
        assert original_of(marked(name, mark), {name}) == ""


@given(
    st.text("abcxyz019-", min_size=1, max_size=20),
    st.sampled_from((".yaml", ".docx", ".md.j2")),
    st.sampled_from(MARKS),
)
def test_an_id_is_never_taken_for_a_copy_and_its_copy_always(stem, ending, mark):
    assert original_of(stem + ending) == ""
    assert original_of(stem + mark + ending) == stem + ending


@pytest.mark.parametrize(
    "name",
    [
        "letters.sqlite-journal",
        "letters.sqlite-wal",
        "reviews-old.yaml",
        "armed conflict.yaml",
        "a copy of it.docx",
        "x (2018).yaml",
    ],
)
def test_other_names_are_none(name):
    assert original_of(name, {name, "letters.sqlite", "reviews.yaml", "x.yaml"}, by_computer=True) in {"", name}


def test_other_programs_keep_their_own_files_beside():
    assert all(
        map(
            is_of_a_program,
            ("~$reply.docx", ".~lock.reply.docx#", "._staff.yaml", ".DS_Store", "desktop.ini", "Thumbs.db"),
        )
    )
    assert not any(map(is_of_a_program, NAMES))


def test_copies_are_those_of_the_files_that_are_asked_for(tmp_path):
    for name in ("reviews.yaml", "reviews-PC2.yaml", "log (1).yaml", "other.yaml", "other-PC2.yaml"):
        (tmp_path / name).touch()
    found = [(path.name, of) for path, of in copies_of(tmp_path, "reviews.yaml", "log.yaml")]
    assert found == [("log (1).yaml", "log.yaml"), ("reviews-PC2.yaml", "reviews.yaml")]
    assert list(copies_of(tmp_path / "none", "log.yaml")) == []


@pytest.mark.parametrize("mark", [MARKS[0], MARKS[7], " (1)", "-PC2"])
def test_a_second_version_of_facts_is_told_once_and_not_read(mark, office):
    copy = office / "facts" / "aco" / f"staff{mark}.yaml"
    shutil.copy(office / "facts" / "aco" / "staff.yaml", copy)
    (copy.parent / "._staff.yaml").write_bytes(b"\0\x05\x16\x07")
    loaded = FactsFolder(office / "facts", "facts").load()
    assert [(one.where.path, one.rule) for one in loaded.problems] == [(f"facts/aco/{copy.name}", "conflict-copy")]
    assert "'staff.yaml'" in str(loaded.problems[0])


def test_facts_that_are_only_called_like_a_copy_are_facts(office):
    staff = (office / "facts" / "aco" / "staff.yaml").read_text("utf-8")
    (office / "facts" / "aco" / "staff-NHS1.yaml").write_text(staff.replace("- id: ", "- id: other-"), "utf-8")
    problems = FactsFolder(office / "facts", "facts").load().problems
    assert "conflict-copy" not in {one.rule for one in problems}


def test_nobody_gets_two_letters_since_a_file_is_there_twice(office):
    write_list(Path("people.csv"), [row(number) for number in range(2)])
    assert run_drafter("batch", "people.csv", "-o", "letters/july", "--date", DAYS[4].isoformat()).code == 0
    first = min(Path("letters/july").glob("*.docx"))
    first.with_name(f"~${first.name[2:]}").write_bytes(b"\x08Ann Okafor")
    assert "conflict-copy" not in run_drafter("review", "letters/july").err
    shutil.copy(first, first.with_name(f"{first.stem} (1).docx"))
    ran = run_drafter("approve", "letters/july", "--by", "R Okafor")
    assert ran.code == 1
    assert f"letters/july/{first.stem} (1).docx: error: is a second '{first.name}'" in ran.err


@pytest.mark.parametrize(
    "number", [errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOTSUP, errno.EIO, errno.EXDEV, errno.ENOSYS]
)
def test_a_disk_may_refuse_hard_links_by_any_number(number, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refuse)
    made = tmp_path / "made"
    made.write_bytes(b"whole")
    name_new(made, tmp_path / "letter.md")
    made.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        name_new(made, tmp_path / "letter.md")
    assert (tmp_path / "letter.md").read_bytes() == b"whole"


def test_a_letter_is_approved_where_hard_links_are_refused(office, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "link", refuse)
    review_every_fact(office, "R Okafor", DAYS[4])
    day = ("--date", DAYS[4].isoformat())
    assert run_drafter("draft", "--topic", "staff", "--to", "Mrs A Patel", *day, "-o", "letters/a.md").code == 0
    Path("register/letters-PC2.sqlite").touch()
    ran = run_drafter("approve", "letters/a.md", "--by", "R Okafor")
    assert ran.code == 0, ran.err
    assert [path.suffix for path in Path("letters/approved").iterdir()] == [".md"]
    assert "register/letters-PC2.sqlite: warning: is a second 'letters.sqlite'" in ran.err


def test_check_names_every_second_version(office, uncomposed):
    (office / "register").mkdir()
    for name in (
        "office-PC2.yaml", "facts/sources (1).yaml", "facts/reviews-PC2.yaml", "facts/log (Ann's conflicted copy 2026-11-29).yaml",
        "facts/aco/words-PC2.yaml", "templates/aco/staff-PC2.md.j2", "register/key (1)", "register/last.sync-conflict-20261129-101112-AB",
    ):  # fmt: skip
        (office / name).write_text("", "utf-8")
    (office / "register" / "key").write_text("", "utf-8")
    (office / "facts" / "reviews.yaml").touch()
    told = [line for line in run_drafter("check").err.splitlines() if "[conflict-copy]" in line]
    assert [line.partition(":")[0] for line in told] == [
        "facts/aco/words-PC2.yaml", "facts/log (Ann's conflicted copy 2026-11-29).yaml", "facts/reviews-PC2.yaml",
        "facts/sources (1).yaml", "office-PC2.yaml", "register/key (1)", "register/last.sync-conflict-20261129-101112-AB",
        "templates/aco/staff-PC2.md.j2",
    ]  # fmt: skip
    assert "copy the entries that only this one has" in next(line for line in told if "reviews" in line)
    ran = run_drafter("letters", "verify")
    assert ran.code == 1
    assert ran.err.count("[conflict-copy]") == 2


@pytest.mark.parametrize("line", ["", "letterhead:\n"])
def test_where_no_letterhead_is_named_nothing_is_a_copy_of_it(office, uncomposed, line):
    path = office / "office.yaml"
    text = "".join(each for each in path.read_text("utf-8").splitlines(True) if not each.startswith("letterhead:"))
    for written in (text + line, line):
        path.write_text(written, "utf-8")
        ran = run_drafter("check")
        assert ran.code == 1
        assert "'letterhead' is missing" in ran.err
        assert "conflict-copy" not in ran.err
        assert "unreadable-file" not in ran.err


def test_a_letterhead_beside_office_yaml_hides_no_copy_of_office_yaml(office, uncomposed):
    path = office / "office.yaml"
    shutil.copy(office / "templates" / "letterhead.docx", office / "paper.docx")
    path.write_text(path.read_text("utf-8").replace("templates/letterhead.docx", "paper.docx"), "utf-8")
    shutil.copy(path, office / "office-PC2.yaml")
    ran = run_drafter("check")
    assert "office-PC2.yaml: error: is a second 'office.yaml'" in ran.err
