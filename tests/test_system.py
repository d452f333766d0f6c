"""What the system says when it refuses, in words that help; names that Windows does not take; the user's editor."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest
from running import run_drafter

from drafter.cli.facts import change
from drafter.cli.facts.change import command_line, editor_of_user, split_command
from drafter.cli.mail.common import _unusable
from drafter.facts.cache import FactsFolder
from drafter.files import atomic, system
from drafter.files.atomic import make_private, open_no_link, take_place, write_atomically
from drafter.files.system import is_odd_name, reason_of
from drafter.sources.details import propose_id

ODD = (
    "con", "CON", "Nul.docx", "aux.tar.gz", "com1", "LPT9.txt", "COM¹.md", "con .txt", "a:b.docx", "what?.md", 'say "no".md',
    "a|b", "tab\there", "ends.", "ends ", "...",
)  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_names_that_windows_does_not_take(name, tmp_path, monkeypatch):
    assert is_odd_name(name)
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    problem = write_atomically(tmp_path / name, b"whole", name, replace=False)
    assert problem is not None
    assert problem.message == f"cannot be written: '{name}' is a name that Windows does not take"
    (tmp_path / "made").touch()
    for refused in (  # whoever makes a file
        lambda: take_place(tmp_path / "made", tmp_path / name),
        lambda: open_no_link(tmp_path / name, os.O_WRONLY | os.O_CREAT),
        lambda: make_private(tmp_path / name),
    ):
        with pytest.raises(OSError, match="does not take"):
            refused()
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


@pytest.mark.parametrize(
    "name", ["console.docx", "Conrad Nullman.docx", "2018-07-10-con.docx", ".lock", "a.b.c", "com10", "Ñoño.md"]
)
def test_names_that_it_takes(name):
    assert not is_odd_name(name)


def test_no_id_is_one_that_windows_keeps_for_itself(office):
    facts = Path("facts/aco/staff.yaml")
    facts.write_text(facts.read_text("utf-8").replace("- id: ", "- id: nul\n  #", 1), "utf-8")
    assert (
        "'nul' cannot be an id; files are called after ids, and Windows keeps this name for itself [odd-id]"
        in "".join(map(str, FactsFolder(office / "facts", "facts").load().problems))
    )
    assert propose_id({"publisher": "Con", "title": ""}, ()) == "con-document"


@pytest.mark.usefixtures("office")
def test_a_document_is_given_no_such_id():
    Path("note.txt").write_text("A bus is a vehicle.\n", "utf-8")
    given = ("--type", "report", "--title", "A", "--author", "B", "--publisher", "C", "--issued", "2018-04")
    speaks = ("--speaker", "the report", "--side", "independent", "--id", "nul")
    ran = run_drafter("sources", "add", "note.txt", *given, *speaks)
    assert ran.code == 2
    assert "--id: error: 'nul' cannot be an id; files are called after ids" in ran.err


def refusal(kind: type[OSError], number: int, path: Path, **more: int) -> OSError:
    failure = kind(number, os.strerror(number), str(path))
    for name, value in more.items():
        setattr(failure, name, value)
    return failure


def test_what_windows_means_is_said(tmp_path, monkeypatch):
    there = tmp_path / "letter.docx"
    there.touch()
    refused = refusal(PermissionError, errno.EACCES, there)
    monkeypatch.setattr(system, "ON_WINDOWS", False)
    assert reason_of(refused) == "permission denied"
    monkeypatch.setattr(system, "ON_WINDOWS", True)
    assert reason_of(refused) == "is open in another program, such as Word: close it there"
    assert reason_of(refusal(PermissionError, errno.EACCES, tmp_path / "none", winerror=32)).startswith("is open")
    assert reason_of(refusal(PermissionError, errno.EACCES, tmp_path / "none")) == "permission denied"
    assert reason_of(refusal(PermissionError, errno.EACCES, tmp_path)) == "is a directory"
    assert "259 characters" in reason_of(refusal(FileNotFoundError, errno.ENOENT, tmp_path / ("a" * 250)))
    assert reason_of(refusal(FileNotFoundError, errno.ENOENT, tmp_path / "a")) == "no such file or directory"
    assert reason_of(ValueError("Odd")) == "odd"


def test_a_file_that_a_scanner_has_open_for_a_moment_is_waited_for(tmp_path, monkeypatch):
    refusals, replace = [1, 1, 1], os.replace

    def busy(source, target):
        if refusals:
            refusals.pop()
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source), 32, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", busy)
    monkeypatch.setattr(atomic, "ON_WINDOWS", True)
    assert write_atomically(tmp_path / "a.md", b"whole", "a.md", replace=True) is None
    assert (tmp_path / "a.md").read_bytes() == b"whole"
    refusals[:] = [1] * 1000
    problem = write_atomically(tmp_path / "a.md", b"other", "a.md", replace=True)
    assert problem is not None
    assert (tmp_path / "a.md").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("notepad", ["notepad"]),
        ("code --wait", ["code", "--wait"]),
        (r"C:\Windows\notepad.exe", [r"C:\Windows\notepad.exe"]),
        (
            r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst',
            [r"C:\Program Files\Notepad++\notepad++.exe", "-multiInst"],
        ),
        ("'half", ["'half"]),
        ('""', []),
    ],
)
def test_an_editor_is_named_as_people_do_on_windows(text, expected):
    assert split_command(text, on_windows=True) == expected


@pytest.mark.parametrize("on_windows", [True, False])
def test_an_editor_in_a_folder_with_spaces_needs_no_quotation_marks(on_windows, tmp_path):
    editor = tmp_path / "Program Files" / "edit"
    editor.parent.mkdir()
    editor.touch()
    assert split_command(f"{editor} --wait -x", on_windows=on_windows) == [str(editor), "--wait", "-x"]
    assert split_command(f'"{editor}"', on_windows=on_windows) == [str(editor)]


def test_the_first_editor_that_is_there(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(change.shutil, "which", lambda name: rf"C:\Windows\{name}.exe" if name == "notepad" else None)
    assert editor_of_user() == [r"C:\Windows\notepad.exe"]
    assert command_line(editor_of_user(), Path("f.yaml"), 7) == [r"C:\Windows\notepad.exe", "f.yaml"]
    monkeypatch.setenv("EDITOR", r"C:\Apps\Code.CMD --wait")
    monkeypatch.setattr(change, "split_command", lambda text: split_command(text, on_windows=True))
    assert command_line(editor_of_user(), Path("f.yaml"), 7)[1:] == ["--wait", "--goto", "f.yaml:7"]
    monkeypatch.setenv("VISUAL", "notepad++")
    assert command_line(editor_of_user(), Path("f.yaml"), 7) == [
        "notepad++",
        "-multiInst",
        "-nosession",
        "-n7",
        "f.yaml",
    ]


def test_what_the_system_refuses_is_named(office, monkeypatch):
    """Whoever may not read a file is told which, and that a permission is missing."""

    def refused(path: Path) -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("drafter.cli.lazy.LazyGroup.invoke", lambda *_: refused(office / "letters" / "a.docx"))
    ran = run_drafter("privacy")
    assert ran.code == 1
    where = Path("letters", "a.docx")
    assert ran.err.startswith(f"drafter: error: {where}: permission denied; this user lacks a permission on it")


def test_what_windows_only_calls_a_missing_permission_is_none(office, monkeypatch):
    def refused() -> object:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(office / "office.yaml"))

    monkeypatch.setattr("drafter.cli.lazy.LazyGroup.invoke", lambda *_: refused())
    monkeypatch.setattr("drafter.cli.reason_of", lambda _: "another program has it open")
    assert run_drafter("privacy").err == "drafter: error: office.yaml: another program has it open\n"


def test_nobody_is_told_to_delete_a_sorting_that_they_may_not_read(office, monkeypatch):
    Path("sorted").mkdir()
    Path("sorted/post.sqlite").write_bytes(b"")
    failure = sqlite3.OperationalError("unable to open database file")
    assert "delete it" in _unusable("sorted", failure).hint
    monkeypatch.setattr(os, "access", lambda path, _: Path(path).name != "post.sqlite")
    assert _unusable("sorted", failure).hint == "this user lacks a permission on it, or on its folder"
