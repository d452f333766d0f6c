"""What is written where the system is narrower than Linux: on Windows, and on disks without hard links or locks."""

from __future__ import annotations

import ast
import errno
import os
import subprocess
import sys
from datetime import date

import pytest
from batches import row, write_list
from edits import review_every_fact
from running import ROOT

from drafter.files import atomic
from drafter.files.atomic import locked, name_new, write_atomically

DAY = ("--date", "2018-07-10")
MESSAGE = (
    "From: Asha Patel <asha@example.org>\nTo: mp@example.org\nSubject: Accountable care\nDate: Mon, 9 Jul 2018 09:00:00 +0100\n"
    "Message-ID: <1@example.org>\nContent-Type: text/plain; charset=utf-8\n\nDear Ms Marsh,\n\nWho will be accountable for an "
    "accountable care organisation?\n\nAsha Patel\n1 Long Row, Westmere, WV1 9ZZ\n"
)  # fmt: skip
COMMANDS = (
    ("draft", "--topic", "staff", "--to", "Mrs A Patel", *DAY, "-o", "letters/a.docx"),
    ("approve", "letters/a.docx", "--by", "R Okafor"),
    ("batch", "people.csv", "-o", "letters/july", *DAY),
    ("batch", "people.csv", "-o", "july.zip", *DAY),
    ("mail", "sort", "inbox", "-o", "sorted"),
)
SCRIPT = (
    "import sys; sys.path.insert(0, {tests!r}); import as_windows; from running import run_drafter\n"
    "for words in {commands!r}:\n"
    "    ran = run_drafter(*words); assert ran.code == 0, (words, ran.err)\n"
)


def test_an_office_works_where_no_open_file_can_be_renamed_or_deleted(office):
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    write_list(office / "people.csv", [row(number) for number in range(3)])
    (office / "inbox").mkdir()
    (office / "inbox" / "1.eml").write_text(MESSAGE)
    dead = office / "letters" / ".drafter-0123456789ab"
    dead.parent.mkdir()
    for path in (dead, dead.with_name(f"{dead.name}.lock")):
        path.write_text("half")
    script = SCRIPT.format(tests=str(ROOT / "tests"), commands=COMMANDS)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    assert len(list((office / "letters" / "july").glob("*.docx"))) == 3
    left = [path for path in office.rglob("*") if path.name.startswith(".drafter-") or ".unfinished" in path.name]
    assert left == []
    waits = [path.name for path in office.glob("**/approving/*") if path.name != ".lock"]
    assert waits == []


def test_a_disk_without_hard_links_takes_a_new_file_and_leaves_one_that_is_there(tmp_path, monkeypatch):
    def link(source, target):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "letter.md"
    assert write_atomically(path, b"whole", "letter.md", replace=False) is None
    problem = write_atomically(path, b"other", "letter.md", replace=False)
    assert problem is not None
    assert problem.rule == "file-exists"
    assert path.read_bytes() == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["letter.md"]


def test_a_name_that_cannot_be_given_is_not_taken(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "replace", refuse)
    (tmp_path / "made").write_bytes(b"whole")
    with pytest.raises(PermissionError):
        name_new(tmp_path / "made", tmp_path / "letter.md")
    assert [one.name for one in tmp_path.iterdir()] == ["made"]


def test_a_disk_without_locks_is_written_to(tmp_path, monkeypatch):
    def no_locks(handle, *, wait=False):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(atomic, "hold", no_locks)
    with locked(tmp_path):
        assert write_atomically(tmp_path / "a.md", b"a", "a.md", replace=False) is None
    assert {one.name for one in tmp_path.iterdir()} == {".lock", "a.md"}


NARROW = {
    "fcntl", "msvcrt", "os.link", "os.fchmod", "os.sync", "os.getuid", "os.O_CLOEXEC", "os.O_NOFOLLOW", "os.O_NONBLOCK",
}  # fmt: skip


def test_what_only_some_systems_have_is_asked_for_in_one_place():
    found = {}
    for path in sorted((ROOT / "drafter").rglob("*.py")):
        text = path.read_text("utf-8")
        if any(name.removeprefix("os.") in text for name in NARROW):
            tree = ast.parse(text)
            used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            used |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            found[path.name] = used & NARROW
    assert {name: used for name, used in found.items() if used} == {
        "atomic.py": {"os.link", "os.fchmod", "os.sync", "os.getuid"},
        "spool.py": {"os.link"},  # and a copy where there are none
        "privacy.py": {"os.O_NOFOLLOW"},  # where folders can be opened
    }
