"""Personal data is its owner's alone, whatever the umask; nothing of a killed run stays; names come from a file, too."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from batches import row, write_list
from edits import review_every_fact
from running import ROOT, run_drafter

from drafter.files.atomic import hold, make_private, sweep, temporary_folder, write_atomically

DAY = ("--date", "2018-07-10")
MESSAGE = (
    "From: Asha Patel <asha@example.org>\nTo: mp@example.org\nSubject: Accountable care\nDate: Mon, 9 Jul 2018 09:00:00 +0100\n"
    "Message-ID: <1@example.org>\nContent-Type: text/plain; charset=utf-8\n\nDear Ms Marsh,\n\nWho will be accountable for an "
    "accountable care organisation?\n\nAsha Patel\n1 Long Row, Westmere, WV1 9ZZ\n"
)  # fmt: skip


@pytest.mark.parametrize("mask", [0o000, 0o777 & ~0o700])
def test_everything_that_holds_personal_data_is_its_owners_alone(mask, office):
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    write_list(office / "people.csv", [row(number) for number in range(3)])
    (office / "inbox").mkdir()
    (office / "inbox" / "1.eml").write_text(MESSAGE)
    before = {path for path in office.rglob("*") if path.name != ".lock"}
    umask = os.umask(mask)
    try:
        for words in (
            ("draft", "--topic", "staff", "--to", "Mrs A Patel", *DAY, "-o", "letters/a.docx"),
            ("draft", "--topic", "staff", "--to", "Mrs A Patel", *DAY),
            ("review", "letters/a.docx", "--sheet", "sheet.html"),
            ("approve", "letters/a.docx", "--by", "R Okafor"),
            ("batch", "people.csv", "-o", "letters/july", *DAY, "--print", "print.docx"),
            ("batch", "people.csv", "-o", "july.zip", *DAY),
            ("approve", "letters/july", "--by", "R Okafor", "--print", "final.docx"),
            ("letters", "export", "-o", "letters.csv", "--names"),
            ("mail", "sort", "inbox", "-o", "sorted"),
        ):
            ran = run_drafter(*words)
            assert ran.code == 0, (words, ran.err)
        key = (office / "sorted" / "messages.csv").read_text("utf-8-sig").splitlines()[1].split(",")
        found = next(cell for cell in key if run_drafter("mail", "show", "sorted", cell).code == 0 and len(cell) > 4)
        ran = run_drafter("mail", "decide", "sorted", found, "--by-hand", "--by", "R Okafor")
        assert ran.code == 0, ran.err
    finally:
        os.umask(umask)
    made = [path for path in office.rglob("*") if path not in before and path.name != ".lock"]
    modes = {str(path.relative_to(office)): stat.S_IMODE(path.stat().st_mode) for path in made}
    assert len(modes) > 30
    assert {name: oct(mode) for name, mode in modes.items() if mode not in (0o600, 0o700)} == {}
    assert {name for name, mode in modes.items() if mode == 0o700} == {
        name for name in modes if (office / name).is_dir()
    }


def test_a_file_that_was_for_all_is_its_owners_when_it_is_written_anew(tmp_path):
    path = tmp_path / "letter.md"
    path.write_text("old")
    path.chmod(0o644)
    assert write_atomically(path, b"new", "letter.md", replace=True) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o640)
    assert write_atomically(path, b"facts", "facts.yaml", replace=True, shared=True) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_folder_that_is_there_keeps_its_rights(tmp_path):
    (tmp_path / "letters").mkdir(mode=0o755)
    make_private(tmp_path / "letters" / "a" / "b")
    assert [oct(stat.S_IMODE((tmp_path / name).stat().st_mode)) for name in ("letters", "letters/a", "letters/a/b")] == [
        "0o755", "0o700", "0o700",
    ]  # fmt: skip
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        make_private(tmp_path / "file")


def test_what_dead_runs_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path):
    dead, alive, other = tmp_path / ".drafter-dead", tmp_path / ".drafter-alive", tmp_path / "drafter-mine"
    for path in (dead, alive, other):
        path.write_text("a letter")
    (tmp_path / "elsewhere").write_text("precious")
    (tmp_path / ".drafter-link").symlink_to("elsewhere")
    (tmp_path / ".drafter-folder").mkdir()
    lock, left = tmp_path / ".drafter-alive.lock", tmp_path / ".drafter-gone.lock"
    left.touch()
    with lock.open("wb") as held:
        assert hold(held.fileno())
        assert write_atomically(tmp_path / "new.md", b"new", "new.md", replace=False) is None
        names = {path.name for path in tmp_path.iterdir()}
        assert names == {
            ".drafter-alive", ".drafter-alive.lock", ".drafter-folder", ".drafter-link", "drafter-mine", "elsewhere", "new.md",
        }  # fmt: skip
    sweep(tmp_path)
    assert not alive.exists()
    assert not lock.exists()
    assert (tmp_path / "elsewhere").read_text() == "precious"


def test_a_run_killed_while_it_writes_leaves_a_file_that_the_next_one_clears(tmp_path):
    script = (
        "import os, signal; from pathlib import Path; from drafter.files.atomic import write_whole\n"
        "write_whole(Path('letter.md'), lambda f: (f.write(b'half'), f.flush(), os.kill(os.getpid(), signal.SIGKILL)),"
        " 'letter.md', replace=False)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, check=False)
    left, lock = sorted(tmp_path.iterdir())
    assert left.name.startswith(".drafter-")
    assert lock.name == f"{left.name}.lock"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (left, lock)] == [0o600, 0o600]
    assert write_atomically(tmp_path / "other.md", b"x", "other.md", replace=False) is None
    assert [path.name for path in tmp_path.iterdir()] == ["other.md"]


def test_desks_of_dead_runs_are_cleared(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / "drafter-desk-dead"
    dead.mkdir()
    for name in ("held", "letter.odt"):
        (dead / name).write_text("a letter")
    with temporary_folder() as mine:
        assert not dead.exists()
        with temporary_folder() as another:
            assert mine.is_dir()
            assert another != mine
        assert stat.S_IMODE(mine.stat().st_mode) == 0o700
    assert not list(tmp_path.iterdir())


DRAFT = ("draft", "--topic", "staff", *DAY, "-o", "-")


def test_a_name_and_an_address_come_from_files(office):
    Path("name.txt").write_bytes(b"\xef\xbb\xbfMrs Asha Patel\r\n")
    Path("address.txt").write_bytes(b"1 Long Row\r\nWestmere\r\nWV1 9ZZ\r\n")
    typed = run_drafter(*DRAFT, "--to", "Mrs Asha Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ")
    assert run_drafter(*DRAFT, "--to-file", "name.txt", "--address-file", "address.txt").out == typed.out
    assert run_drafter(*DRAFT, "--to-file", "-", "--address-file", "address.txt", typed="Mrs Asha Patel\n").out == typed.out  # fmt: skip
    whole = "Mrs Asha Patel\n1 Long Row\nWestmere\nWV1 9ZZ\n"
    for options in (("--to-file", "-", "--address-file", "-"), ("--to", "-", "--address", "-")):
        assert run_drafter(*DRAFT, *options, typed=whole).out == typed.out


@pytest.mark.parametrize(
    ("options", "typed", "said"),
    [
        (("--to", "A B", "--to-file", "name.txt"), "", "--to and --to-file both say who is answered; leave one of them out"),
        (("--to", "A B", "--address", "x", "--address-file", "-"), "x", "--address and --address-file both say where; leave one of them out"),
        (("--to-file", "two.txt"), "", "--to-file: 'two.txt' has more than one line; a name is one, and an address goes elsewhere"),
        (("--to-file", "empty.txt"), "", "--to-file: 'empty.txt' says nothing"),
        (("--to-file", "latin.txt"), "", "--to-file: 'latin.txt' is not UTF-8 text; save it with encoding UTF-8"),
        (("--to-file", "long.txt"), "", "--to-file: 'long.txt' is longer than any name or address"),
        (("--to-file", "-", "--address-file", "-"), "Mrs A Patel\n", "--to-file and --address-file: standard input has one line, which is the name; what --address-file asks for comes after it"),
        (("--to-file", "-"), "\n", "--to-file: standard input says nothing"),
    ],
)  # fmt: skip
def test_wrong_combinations_are_one_line_each(options, typed, said, office):
    Path("name.txt").write_text("A B\n")
    Path("two.txt").write_text("A B\n1 Long Row\n")
    Path("empty.txt").write_text("\n")
    Path("latin.txt").write_bytes("Zoë".encode("latin-1"))
    Path("long.txt").write_text("x" * 20_000)
    ran = run_drafter(*DRAFT, *options, typed=typed)
    assert (ran.code, ran.err, ran.out) == (2, f"drafter: error: {said}\n", b"")


def test_a_file_that_is_not_there_is_told(office):
    ran = run_drafter(*DRAFT, "--to-file", "nowhere.txt")
    assert (ran.code, ran.err) == (
        2, "--to-file: error: 'nowhere.txt' cannot be read: no such file or directory [unreadable-file]\n",
    )  # fmt: skip


def test_a_sorting_that_was_killed_at_its_beginning_is_begun_again(office):
    (office / "inbox").mkdir()
    (office / "inbox" / "1.eml").write_text(MESSAGE)
    (office / "sorted").mkdir()
    for name in (".gitignore", ".drafter-0123456789ab"):
        (office / "sorted" / name).write_text("*\n")
    assert run_drafter("mail", "sort", "inbox", "-o", "sorted").code == 0
    assert not (office / "sorted" / ".drafter-0123456789ab").exists()
    (office / "other").mkdir()
    (office / "other" / "mine.txt").write_text("mine\n")
    assert "[not-a-sorting]" in run_drafter("mail", "sort", "inbox", "-o", "other").err
