"""What is written where the system is narrower than Linux: on Windows, and on disks without hard links or locks."""

from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from batches import row, write_list
from edits import review_every_fact
from running import ROOT, run_drafter

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
    "import sys; sys.path.insert(0, {tests!r}); import narrowed; from running import run_drafter\n"
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
    monkeypatch.setattr(os, "rename", refuse)
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


REFUSED = """
import contextlib, importlib, os, pathlib, subprocess, sys

@contextlib.contextmanager
def refused(kind=OSError):
    try:
        yield
    except kind:
        return
    raise AssertionError(f"line {sys._getframe(2).f_lineno}: was not refused")

handle = os.open("text", os.O_RDWR | os.O_CREAT)
os.write(handle, b"a\\n")
assert pathlib.Path("text").read_bytes() == b"a\\r\\n"
for change in (lambda: os.unlink("text"), lambda: os.replace("text", "b"), lambda: pathlib.Path("text").rename("b")):
    with refused(PermissionError): change()
pathlib.Path("made").write_bytes(b"made")
with refused(PermissionError): os.replace("made", "text")
os.close(handle)
os.replace("made", "text")
handle = os.open("bytes", os.O_RDWR | os.O_CREAT | os.O_BINARY)
os.write(handle, b"a\\n")
os.fsync(handle)
os.close(handle)
assert pathlib.Path("bytes").read_bytes() == b"a\\n"
with open("bytes", "rb") as file, refused(): os.fsync(file)
for name in ("CON", "nul.txt", "a:b", "ends.", "a?"):
    with refused(): open(name, "w")
    with refused(): os.mkdir(name)
    with refused(): os.replace("bytes", name)
pathlib.Path("BYTES").write_bytes(b"same")
assert pathlib.Path("bytes").read_bytes() == b"same" and sorted(os.listdir()) == ["bytes", "text"]
with refused(PermissionError): open(".")
with refused(PermissionError): os.open(".", os.O_RDONLY)
with refused(): os.link("bytes", "linked")
for name in ("fcntl", "resource", "pwd"):
    with refused(ImportError): importlib.import_module(name)
with refused(AttributeError): os.fork
with refused(AttributeError): os.getuid
import signal
with refused(AttributeError): signal.SIGKILL
subprocess.run([sys.executable, "-P", "-c", "import os; os.O_BINARY"], check=True)
"""


def test_the_narrow_system_refuses_what_windows_does(tmp_path):
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "tests" / "narrow"), str(ROOT / "tests"), str(ROOT))),
    }
    ran = subprocess.run(
        [sys.executable, "-c", REFUSED], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""


def test_the_suite_runs_on_every_system_by_the_command_that_people_use():
    made = re.search(r"^test: .*\n\t\$\(BIN\)/(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert made is not None
    work = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))
    (job,) = work["jobs"].values()
    assert {name.partition("-")[0] for name in job["strategy"]["matrix"]["os"]} == {"ubuntu", "macos", "windows"}
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands == ['python -m pip install -e ".[dev]"', made[1]]
    assert all(re.fullmatch(r"actions/[a-z-]+@v[0-9]+", step["uses"]) for step in job["steps"] if "uses" in step)
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text("utf-8")
        assert f"`{made[1]}`" in text
        assert '`pip install -e ".[dev]"`' in text
    assert "make windows" in (ROOT / ".ci" / "run").read_text("utf-8")


NARROW = {
    "fcntl", "msvcrt", "os.link", "os.fchmod", "os.sync", "os.getuid", "os.O_CLOEXEC", "os.O_NOFOLLOW", "os.O_NONBLOCK",
    "os.fork", "os.name", "os.open", "os.rename", "os.replace", "resource", "sys.platform",
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
        "atomic.py": {"fcntl", "os.link", "os.fchmod", "os.sync", "os.getuid", "os.open", "os.replace"},
        "child.py": {"resource"},  # where there are limits
        "privacy.py": {"os.O_NOFOLLOW", "os.open"},  # where folders can be opened
        "spool.py": {"os.link"},  # and a copy where there are none
        "moving.py": {"os.rename"},  # of whole folders
        "subjects.py": {"os.rename"},  # of a whole folder
        "system.py": {"os.name"},
    }


def test_whatever_an_editor_puts_before_a_text_the_office_reads_as_before(office):
    """Notepad saves UTF-8 with a mark at its beginning, and lines with its own ends."""
    review_every_fact(office, "R Okafor")
    before = run_drafter("draft", "--topic", "staff", "--to", "Mrs A Patel", "--date", "2018-07-10", "-o", "a.md")
    checked = run_drafter("check")
    for path in [*office.rglob("*.yaml"), *office.rglob("*.j2"), office / "facts" / "quotations.lock"]:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        path.write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert run_drafter("check") == checked
    after = run_drafter("draft", "--topic", "staff", "--to", "Mrs A Patel", "--date", "2018-07-10", "-o", "b.md")
    assert (after.code, after.err) == (before.code, before.err)
    assert Path("a.md").read_bytes() == Path("b.md").read_bytes()
    assert " 0 errors, 0 questions" in run_drafter("review", "b.md").text


@pytest.mark.parametrize(
    ("letter", "mark"),
    [
        ("letter.docx", ".~lock.letter.docx#"), ("letter.docx", "~$letter.docx"), ("letters-1.docx", "~$tters-1.docx"),
        ("a letter.docx", "~$letter.docx"), ("letter1.docx", "~$etter1.docx"), ("letter.md", ".~lock.letter.md#"),
    ],
)  # fmt: skip
def test_a_letter_that_is_open_elsewhere_is_not_replaced(letter, mark, office):
    draft = ("draft", "--topic", "staff", "--to", "Mrs A Patel", *DAY, "-o", letter)
    assert run_drafter(*draft).code == 0
    before = Path(letter).read_bytes()
    Path(mark).write_bytes(b",ann,pc2,;")
    ran = run_drafter(*draft, "--force")
    assert (ran.code, Path(letter).read_bytes()) == (1, before)
    assert f"{letter}: error: cannot be written: is open in another program, such as Word or LibreOffice" in ran.err
    assert f"delete '{mark}'" in ran.err
    assert (
        f"{letter}: warning: is open in another program, and is read as it was saved last"
        in run_drafter("review", letter).err
    )
    Path(mark).unlink()
    assert run_drafter(*draft, "--force").code == 0
    assert "[open-elsewhere]" not in run_drafter("review", letter).err
