"""Registers and disks that fail: what is said, and that nothing is lost or looks approved that is not."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bounded import resource
from registers import Place, approval, copy_of, in_file, problems_of, rules_of, sound

from drafter.problems import ProblemsFound
from drafter.register.address import Address, address_of
from drafter.register.model import RegisterEntry
from drafter.register.spool import FinalCopy, approve_all, recover
from drafter.register.store import open_register


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "office"
    (folder / "letters").mkdir(parents=True)
    place = in_file(folder)
    with place.open() as register:
        approved = approve_all(register, [place.final(n) for n in range(1, 41)], place.spool)
        assert not approved.problems
    return place


def in_child(work: Callable[[], object]) -> str:
    """What something prints by its return, in a process that may spoil itself."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            text = str(work())
        except BaseException as failure:  # noqa: BLE001 - the test sees it
            text = f"{type(failure).__name__}: {failure}"
        os.write(writing, text.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


def test_a_register_cut_off_anywhere_is_damaged_and_never_new(place):
    whole = place.address.path.read_bytes()
    chance = random.Random(1)
    sizes = {0, 1, 99, 100, 4096, len(whole) // 4096 // 2 * 4096, len(whole) - 4096, len(whole) - 1}
    for size in sorted(sizes | {chance.randrange(len(whole)) for _ in range(20)}):
        place.address.path.write_bytes(whole[:size])
        assert rules_of(place.open) == rules_of(place.find) == ["damaged-register"], size
    place.address.path.write_bytes(whole)
    sound(place)


def test_bytes_that_turned_are_found_or_did_not_matter(place):
    with place.open() as register:
        before = list(register.letters().entries)
    whole = place.address.path.read_bytes()
    chance = random.Random(2)
    found = 0
    for _ in range(60):
        spoiled = bytearray(whole)
        start = chance.randrange(len(whole))
        spoiled[start : start + 20] = bytes(chance.randrange(256) for _ in spoiled[start : start + 20])
        place.address.path.write_bytes(spoiled)
        rules = rules_of(_verified, place, before)
        assert set(rules) <= {"damaged-register", "altered-letter", "altered-fact", "wrong-head", "wrong-key",
                              "newer-register", "missing-letter"}  # fmt: skip
        found += bool(rules)
    assert found > 15  # much of a small file is empty


def _verified(place: Place, letters: list[RegisterEntry]) -> None:
    with place.open() as register:
        problems = register.verify()
        if problems:
            raise ProblemsFound(problems)
        assert list(register.letters().entries) == letters


def test_a_register_that_another_process_holds_is_told(place):
    holder = sqlite3.connect(place.address.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with place.open(patience=0.1) as register:
            assert register.total() == 40  # reading goes on
            assert [str(p) for p in problems_of(register.enter, [approval(99)])] == [
                (
                    "register/letters.sqlite: error: another process has the register and does not let go of it; try again "
                    "[register-locked]"
                )
            ]
            approved = approve_all(register, [place.final(99)], place.spool)
            assert [p.rule for p in approved.problems] == ["register-locked"]
        holder.execute("ROLLBACK")
        holder.execute("BEGIN EXCLUSIVE")
        assert rules_of(place.open, patience=0.1) == ["register-locked"]
    finally:
        holder.close()
    assert len(sound(place)) == 40


@contextmanager
def on_own_disk(size: str) -> Iterator[Path]:
    """A small file system of its own; the test is skipped where none may be mounted."""
    folder = Path(tempfile.mkdtemp())
    try:
        if (
            os.getuid()
            or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
            ).returncode
        ):
            pytest.skip("no file system can be mounted here")
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
    finally:
        folder.rmdir()


def test_a_full_disk_approves_nothing_and_loses_nothing():
    with on_own_disk("300k") as folder:
        place = in_file(folder)
        place.letters.mkdir()
        with place.open() as register:
            approve_all(register, [place.final(1)], place.spool)
            (folder / "filler").write_bytes(bytes(80_000))
            rules: list[str] = []
            for number in range(2, 40):
                data = copy_of(number) * 400
                final = FinalCopy(_approval_of(number, data), data, place.letters / f"letter-{number}.md")
                rules += [p.rule for p in approve_all(register, [final], place.spool).problems]
                assert not recover(place.spool, register)
                count = register.total()
            assert set(rules) <= {"unwritable-file", "register-full", "register-unwritten"}
            assert rules
        assert 1 < count < 39
        (folder / "filler").unlink()
        assert len(sound(place)) == count


def test_a_bound_on_the_size_of_files_is_a_full_disk(place):
    def work() -> list[str]:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        with place.open() as register:
            resource.setrlimit(resource.RLIMIT_FSIZE, (place.address.path.stat().st_size, resource.RLIM_INFINITY))
            rules = []
            for number in range(100, 160):
                rules += [p.rule for p in approve_all(register, [place.final(number)], place.spool).problems]
            return sorted(set(rules))

    assert in_child(work) in {"['register-unwritten']", "['register-full']"}
    with place.open() as register:
        assert not recover(place.spool, register)
    assert len(sound(place)) >= 40


def _approval_of(number: int, data: bytes) -> object:
    import hashlib

    return approval(number, sha256=hashlib.sha256(data).hexdigest())


def test_a_register_on_a_read_only_disk_can_be_read_and_says_why_it_cannot_be_written():
    with on_own_disk("4m") as folder:
        place = in_file(folder)
        place.letters.mkdir()
        with place.open() as register:
            register.enter([approval(1)])
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        with place.open() as register:
            assert register.verify() == []
            assert [str(p) for p in problems_of(register.enter, [approval(2)])] == [
                "register/letters.sqlite: error: the register cannot be written [read-only-register]"
            ]
            assert [p.rule for p in approve_all(register, [place.final(2)], place.spool).problems] == [
                "unwritable-file"
            ]


def test_a_register_of_somebody_else_can_be_read_by_who_has_the_key():
    """As nobody, since the superuser may write everything."""
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        place = in_file(folder)
        with place.open() as register:
            register.enter([approval(1)])
        for path, mode in ((place.keys.path, 0o444), (place.address.path, 0o444), (folder / "register", 0o555)):
            path.chmod(mode)

        def work() -> list[str]:
            if not os.getuid():
                os.setgid(65534)
                os.setuid(65534)
            with place.open() as register:
                return [str(register.total()), *rules_of(register.enter, [approval(2)])]

        assert in_child(work) == "['1', 'read-only-register']"
        place.keys.path.chmod(0o000)
        if not os.getuid():
            assert "[odd-key-file]" in in_child(work)
    finally:
        (folder / "register").chmod(0o700)
        shutil.rmtree(folder)


def test_a_server_that_is_away_is_told_without_its_password(tmp_path):
    from drafter import office as offices

    shutil.copy(Path(__file__).parent.parent / "office.yaml", tmp_path)
    office = offices.open_office(tmp_path)
    url = "postgresql://office:geheim@127.0.0.1:1/drafter?sslpassword=geheim"
    address = address_of(office, url)
    found = problems_of(open_register, address, in_file(tmp_path).keys, patience=2)
    assert [str(p) for p in found] == [
        (
            "postgresql://127.0.0.1:1/drafter: error: the register's server does not answer; try again when it does "
            "[register-away]"
        )
    ]
    assert "geheim" not in repr(address)
    for odd in ("mysql://office:geheim@host/x", "geheim", "sqlite://", "sqlite:///:memory:", "sqlite:///a?mode=ro",
                "postgresql://office:geheim@host:port/x", "postgresql://[office:geheim@host/x"):  # fmt: skip
        problems = problems_of(address_of, office, odd)
        assert [p.rule for p in problems] == ["odd-register"], odd
        assert "geheim" not in str(problems)


def test_an_address_in_the_offices_file_counts_from_its_folder_and_holds_no_password(tmp_path):
    from drafter import office as offices

    text = (Path(__file__).parent.parent / "office.yaml").read_text("utf-8")
    for setting, rules in (
        ("register: sqlite:///kept/letters.sqlite\nkeep_names: yes\n", []),
        ("register: postgresql://office:geheim@host/drafter\n", ["password-in-file"]),
        ("register: postgresql://host/drafter?user=x&password=geheim\n", ["password-in-file"]),
        ("keep_names: perhaps\n", ["wrong-type"]),
    ):
        (tmp_path / "office.yaml").write_text(text + setting, "utf-8")
        office, problems = offices.load(tmp_path)
        assert [p.rule for p in problems] == rules
        assert "geheim" not in f"{problems}{office}"
        if not rules:
            assert office is not None
            assert address_of(office) == Address("kept/letters.sqlite", tmp_path / "kept" / "letters.sqlite")
            assert office.keep_names


class TestPlacing:
    def test_a_copy_gets_another_name_where_its_own_is_taken(self, place):
        (place.letters / "letter-50.md").write_text("mine\n")
        with place.open() as register:
            approved = approve_all(register, [place.final(50)], place.spool)
        assert [path.name for path in approved.paths] == ["letter-50-2.md"]
        assert [str(p).partition("letters/")[2] for p in approved.problems] == [
            "letter-50.md: warning: is there already; the final copy is 'letter-50-2.md' beside it [file-exists]"
        ]
        assert (place.letters / "letter-50.md").read_text() == "mine\n"
        assert (place.letters / "letter-50-2.md").read_bytes() == copy_of(50)
        (place.letters / "letter-50.md").unlink()
        sound(place)

    def test_a_draft_may_be_replaced_and_an_approved_letter_never(self, place):
        (place.letters / "letter-50.md").write_text("the draft\n")
        with place.open() as register:
            first = approve_all(register, [place.final(50, replace=True)], place.spool)
            second = approve_all(register, [place.final(51, "letter-50.md", replace=True)], place.spool)
        assert [p.name for p in (*first.paths, *second.paths)] == ["letter-50.md", "letter-50-2.md"]
        assert first.problems == ()
        assert [p.rule for p in second.problems] == ["file-exists"]
        sound(place)

    def test_several_are_approved_together_or_not_at_all(self, place):
        with place.open() as register:
            approved = approve_all(register, [place.final(60), place.final(1)], place.spool)
            assert [p.rule for p in approved.problems] == ["already-approved"]
            assert approved.entries == approved.paths == ()
            wrong = place.final(61)
            wrong = FinalCopy(wrong.approval, b"other", wrong.target)
            assert [p.rule for p in approve_all(register, [wrong], place.spool).problems] == ["unusable-approval"]
        assert len(sound(place)) == 40

    def test_a_copy_whose_folder_cannot_be_made_waits_until_it_can(self, place):
        (place.letters / "later").write_text("a file where a folder should be\n")
        with place.open() as register:
            approved = approve_all(register, [place.final(70, "later/letter.md"), place.final(71)], place.spool)
            assert [e.number for e in approved.entries] == [41, 42]
            assert [p.rule for p in approved.problems] == ["unwritable-file"]
            assert (place.letters / "letter-71.md").exists()
            assert [p.rule for p in recover(place.spool, register)] == ["unwritable-file"]
            (place.letters / "later").unlink()
            found = recover(place.spool, register)
            assert [p.rule for p in found][:1] == ["recovered"]
            assert recover(place.spool, register) == []
        assert (place.letters / "later" / "letter.md").read_bytes() == copy_of(70)

    def test_another_disk_is_no_obstacle(self, place):
        with on_own_disk("1m") as folder, place.open() as register:
            target = folder / "letter.md"
            final = FinalCopy(approval(80), copy_of(80), target)
            approved = approve_all(register, [final], place.spool)
            assert approved.problems == ()
            assert target.read_bytes() == copy_of(80)
            assert [path.name for path in folder.iterdir()] == ["letter.md"]
            draft = folder / "draft.md"
            draft.write_text("draft")
            assert (
                approve_all(register, [FinalCopy(approval(81), copy_of(81), draft, replace=True)], place.spool)[2] == ()
            )
            assert draft.read_bytes() == copy_of(81)

    def test_what_waits_and_what_is_placed_is_for_nobody_else(self, place, monkeypatch):
        seen: dict[str, str] = {}
        from drafter.register.store import Register

        real = Register.enter

        def watched(self, approvals):
            for path in [place.spool.folder, *place.spool.folder.rglob("*")]:
                if path.name != ".lock":
                    seen[path.name.partition(".")[2] or ("run" if len(path.name) == 16 else path.name)] = oct(
                        path.stat().st_mode & 0o777
                    )
            return real(self, approvals)

        monkeypatch.setattr(Register, "enter", watched)
        mask = os.umask(0o027)
        try:
            with place.open() as register:
                approve_all(register, [place.final(90)], place.spool)
        finally:
            os.umask(mask)
        assert seen == {"approving": "0o700", "run": "0o700", "held": "0o600", "md": "0o600", "json": "0o600"}
        assert oct((place.letters / "letter-90.md").stat().st_mode & 0o777) == "0o600"

    def test_a_copy_that_was_altered_while_it_waited_is_not_placed(self, place):
        with place.open() as register, place.spool.batch() as batch:
            from drafter.register.spool import SpooledCopy

            copy = SpooledCopy(approval(91).sha256, ".md", place.letters / "x.md", False)
            batch.put(copy, b"altered")
            batch.seal([copy], register.key)
        with place.open() as register:
            register.enter([approval(91)])
            assert [p.rule for p in recover(place.spool, register)] == ["altered-copy"]
            assert not (place.letters / "x.md").exists()

    def test_a_run_that_is_alive_is_left_alone(self, place):
        with place.open() as register, place.spool.batch() as batch:
            assert recover(place.spool, register) == []
            assert batch.folder.is_dir()
        with place.open() as register:
            assert recover(place.spool, register) == []
        assert not batch.folder.exists()

    def test_a_spool_that_no_run_wrote_is_told(self, place):
        folder = place.spool.folder / ("ab" * 8)
        folder.mkdir(parents=True)
        (folder / "held").touch()
        (folder / "batch.json").write_text("[[1]]")
        with place.open() as register:
            assert [p.rule for p in recover(place.spool, register)] == ["odd-spool"]


def test_faults_are_a_program_that_prints_figures(tmp_path):
    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, here / "faults.py", tmp_path, "-", "random", "2", "7"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("2 kills at random: ")
