"""Batches made: the same whatever makes them, gone on with after any stop, and nobody sees another's data."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from batches import files, row, strangers, words_in, write_list
from running import run_drafter

from drafter import engines
from drafter.batch import sinks
from drafter.batch.journal import Journal
from drafter.batch.sinks import UNFINISHED
from drafter.batch.texts import LETTERS
from drafter.problems import ProblemsFound

DAY = ("--date", "2018-07-10")
MANY = 757


def names(count: int) -> list[str]:
    return [row(number)[0].split()[-1] for number in range(count)]


@pytest.fixture
def people(office: Path) -> int:
    write_list(office / "people.csv", [row(number) for number in range(MANY)])
    return MANY


def batch(*args: str):
    return run_drafter("batch", "people.csv", *DAY, *args)


@pytest.mark.parametrize("format_", ["docx", "md"])
def test_each_letter_is_the_one_that_draft_makes(format_, office):
    rows = [row(number) for number in range(6)]
    rows[4] = ("Zoë Ó Brien and Dr Søren Łukasz", "", "staff", "")
    write_list(office / "people.csv", rows)
    assert batch("-o", "letters", "--format", format_).code == 0
    for number, (name, address, topics, reference) in enumerate(rows, 1):
        chosen = [part for topic in topics.split(", ") for part in ("--topic", topic)]
        ran = run_drafter("draft", *chosen, "--to", name, "--address", address, "--reference", reference, *DAY,
                          "-o", f"one.{format_}", "--force")  # fmt: skip
        assert ran.code == 0, ran.err
        assert Path(f"one.{format_}").read_bytes() == Path(f"letters/{number:04}.{format_}").read_bytes()


def test_no_file_holds_anybody_else(office, people):
    assert batch("-o", "letters").code == 0
    assert batch("-o", "letters.zip", "--format", "md").code == 0
    everybody = names(people)
    for path in (Path("letters"), Path("letters.zip")):
        seen = 0
        for name, data in files(path):
            assert not strangers(name, "", everybody)
            if name == "manifest.csv":
                assert not strangers(data.decode(), "", everybody)
                continue
            own = everybody[int(name.split(".")[0]) - 1]
            text = words_in(name, data)
            assert own in text
            assert not strangers(text, own, everybody), name
            seen += 1
        assert seen == people


def test_the_manifest_has_a_hash_for_every_letter(office, people):
    assert batch("-o", "letters").code == 0
    made = dict(files(Path("letters")))
    told = list(csv.DictReader(io.StringIO(made.pop("manifest.csv").decode("utf-8"))))
    assert [line["file"] for line in told] == sorted(made)
    assert all(line["sha256"] == hashlib.sha256(made[line["file"]]).hexdigest() for line in told)
    assert [int(line["row"]) for line in told] == list(range(2, people + 2))


def test_processes_make_what_one_makes(office, people):
    assert batch("-o", "one").code == 0
    assert batch("-o", "two", "--workers", "2").code == 0
    assert list(files(Path("one"))) == list(files(Path("two")))
    assert batch("-o", "one.zip").code == 0
    assert batch("-o", "two.zip", "--workers", "2").code == 0
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()
    inside = dict(files(Path("one.zip")))
    assert inside == dict(files(Path("one")))


def _cut(monkeypatch, piece: int) -> None:
    """Make the run stop when it has made so many pieces."""

    def stops(function, pieces):
        for number, made in enumerate(map(function, pieces)):
            if number == piece:
                raise KeyboardInterrupt
            yield made

    monkeypatch.setattr("drafter.cli.batch.here", stops)
    monkeypatch.setattr(os, "_exit", lambda code: (_ for _ in ()).throw(SystemExit(code)))


@pytest.mark.parametrize("target", ["letters", "letters.zip"])
def test_a_run_that_is_stopped_is_gone_on_with(target, office, people, monkeypatch):
    assert batch("-o", f"whole-{target}").code == 0
    for piece in (0, 1, 1):
        with monkeypatch.context() as patch:
            _cut(patch, piece)
            ran = batch("-o", target)
            assert ran.code == 1
            assert "goes on" in ran.err
        assert not Path(target).exists()
    unfinished = Path(target + UNFINISHED)
    assert unfinished.exists()
    # What the disk had not kept of the last piece is made again.
    broken = unfinished / f"{LETTERS * 2:04}.docx" if unfinished.is_dir() else unfinished
    broken.write_bytes(broken.read_bytes()[:-10])
    ran = batch("-o", target)
    assert ran.code == 0, ran.err
    assert f"{LETTERS} of them by a run before" in ran.text
    assert list(files(Path(target))) == list(files(Path(f"whole-{target}")))
    assert not unfinished.exists()
    assert {path.name for path in office.iterdir()} >= {target}
    assert not [path for path in office.iterdir() if UNFINISHED in path.name]


def test_another_list_does_not_go_on_with_an_unfinished_batch(office, people, monkeypatch):
    with monkeypatch.context() as patch:
        _cut(patch, 1)
        batch("-o", "letters")
    write_list(office / "people.csv", [row(number + 1) for number in range(MANY)])
    ran = batch("-o", "letters")
    assert ran.code == 1
    assert "[other-batch]" in ran.err
    assert batch("-o", "letters", "--afresh").code == 0
    assert len(list(files(Path("letters")))) == MANY + 1
    ran = batch("-o", "letters")
    assert "made already" in ran.text
    write_list(office / "people.csv", [row(0)])
    assert "[file-exists]" in batch("-o", "letters").err


def test_who_goes_on_the_day_after_means_the_same_letters(office, people, monkeypatch, time_machine):
    time_machine.move_to("2018-07-10 23:00Z", tick=False)
    with monkeypatch.context() as patch:
        _cut(patch, 1)
        run_drafter("batch", "people.csv", "-o", "letters.zip")
    time_machine.move_to("2018-07-11 08:00Z", tick=False)
    ran = run_drafter("batch", "people.csv", "-o", "letters.zip")
    assert "by a run before" in ran.text, ran.err
    first = dict(files(Path("letters.zip")))["0001.docx"]
    assert "10 July 2018" in words_in("a.docx", first)


@pytest.mark.parametrize("target", ["letters", "letters.zip"])
def test_a_run_that_is_killed_at_any_moment_loses_and_doubles_nothing(target, office, people):
    assert batch("-o", f"whole-{target}").code == 0
    code = "from drafter.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", "people.csv", *DAY, "-o", target]
    for wait in (0.5, 0.6, 0.7, 0.8, 0.9):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert Path(target).exists() <= (process.returncode in (0, -signal.SIGKILL))
    ran = batch("-o", target)
    assert ran.code == 0, ran.err
    assert list(files(Path(target))) == list(files(Path(f"whole-{target}")))


def test_a_disk_that_fills_half_way_through_a_zip(office, people):
    """A limit on the size of files does what a full disk does."""
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (900_000, 900_000));"
        "from drafter.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "batch", "people.csv", *DAY, "-o", "letters.zip"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "[unwritable-file]" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not Path("letters.zip").exists()
    assert batch("-o", "letters.zip").code == 0
    assert len(list(files(Path("letters.zip")))) == people + 1


def test_a_disk_that_fills_half_way_through_a_folder(office, people, monkeypatch):
    """As a full disk does: it takes half of a file, and then nothing."""
    room = 400
    left = [room]
    write = os.write

    def full(handle: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, data[: len(data) // 2] if left[0] == 0 else data)

    with monkeypatch.context() as patch:
        patch.setattr("drafter.batch.sinks.os.write", full)
        ran = batch("-o", "letters")
    assert ran.code == 1
    assert ran.err.endswith(
        "letters: error: cannot be written: no space left on device; what is made is kept beside it; "
        "the same command goes on from there [unwritable-file]\n"
    )
    assert not Path("letters").exists()
    ran = batch("-o", "letters")
    assert f"{(room - 1) // LETTERS * LETTERS} of them by a run before" in ran.text
    assert len(list(files(Path("letters")))) == people + 1


def _dies_once(piece):
    """Kill the worker at the second piece, once; a file says that it was done."""
    mark = Path(piece[1])
    if piece[0] == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGTERM)
    return piece[0]


def _dies_always(piece):
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_killed_worker_is_replaced_and_its_piece_made_again(tmp_path):
    pieces = [(number, str(tmp_path / "died")) for number in range(9)]
    assert list(engines.over_processes(2)(_dies_once, pieces)) == list(range(9))
    assert (tmp_path / "died").exists()


def test_workers_that_always_die_are_told_of():
    with pytest.raises(ProblemsFound) as found:
        list(engines.over_processes(1)(_dies_always, [1, 2]))
    assert found.value.problems[0].rule == "killed-worker"


def test_two_runs_at_once_do_not_meddle(office, people, monkeypatch):
    with monkeypatch.context() as patch:
        _cut(patch, 1)
        batch("-o", "letters")
    held = Journal.open(Path("letters" + UNFINISHED) / ".journal", "letters", {})
    try:
        ran = batch("-o", "letters")
    finally:
        held.close()
    assert ran.code == 1
    assert "[busy-batch]" in ran.err


def test_a_batch_is_known_by_its_letters_not_by_its_list(office):
    write_list(office / "people.csv", [row(0), row(1)])
    assert batch("-o", "letters").code == 0
    write_list(
        office / "people.csv",
        [(*row(0), "a remark"), (*row(1), "")],
        (*("name", "address", "topics", "reference"), "notes"),
    )
    assert "made already" in batch("-o", "letters").text


def test_workers_go_when_the_run_that_they_work_for_is_killed(office, people):
    code = "from drafter.cli import main; main()"
    write_list(office / "people.csv", [row(number) for number in range(4_000)])
    command = [sys.executable, "-c", code, "batch", "people.csv", *DAY, "-o", "letters", "--workers", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children: list[str] = []
    while run.poll() is None and len(children) < 3:  # two workers, and what keeps their semaphores
        children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    time.sleep(0.5)
    run.kill()
    run.wait()
    deadline = time.monotonic() + 600
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]


def test_nobody_is_told_less_for_a_longer_name(office):
    topics = "privatisation, scrutiny, patients"
    names_ = ("Mrs Ann Hill", "Megan St John-Hale", "Prof Sir Bartholomew van den Berg-Hughes", "Mr and Mrs J. Osei")
    write_list(office / "people.csv", [(name, "1 Long Row, Westmere, WV1 9ZZ", topics, "") for name in names_])
    assert "text 1: 4 letters" in batch("-o", "letters").text


def test_what_took_the_name_of_a_zip_meanwhile_is_left_alone(office, people, monkeypatch):
    finish = sinks.finish_zip

    def meddled(*args):
        finish(*args)
        Path("letters.zip").write_bytes(b"precious")

    with monkeypatch.context() as patch:
        patch.setattr(sinks, "finish_zip", meddled)
        ran = batch("-o", "letters.zip")
    assert ran.code == 1
    assert "[unwritable-file]" in ran.err
    assert Path("letters.zip").read_bytes() == b"precious"
    Path("letters.zip").unlink()
    assert batch("-o", "letters.zip").code == 0
    assert zipfile.ZipFile("letters.zip").testzip() is None


def test_a_zip_that_has_its_name_already_leaves_nothing_beside_it(office, people):
    assert batch("-o", "letters.zip").code == 0
    os.link("letters.zip", "letters.zip" + UNFINISHED)  # as a run killed between the two has it
    assert "made already" in batch("-o", "letters.zip").text
    assert sorted(path.name for path in Path().glob("letters*")) == ["letters.zip"]


@pytest.mark.parametrize("more", [(), ("--preview",)])
def test_a_batch_that_waits_for_a_decision_is_not_made(more, office):
    heads = ("name", "address", "topics", "wants")
    rows = [(*row(number)[:2], "staff", "sign-edm-660" if number % 2 else "") for number in range(5)]
    write_list(office / "people.csv", [*rows, (*row(6)[:2], "", "meet")], heads)
    before = {path for path in office.rglob("*") if path.is_file()}
    ran = batch("-o", "letters", *more)
    assert ran.code == 1
    assert ran.text == ""
    told = [line for line in ran.err.splitlines() if "error" in line]
    asked = "'sign-edm-660' (sign Early Day Motion 660) and 'meet' (meet you)"
    assert told == [
        (
            f"people.csv: error: nobody has decided on {asked}, which 3 letters answer; nothing is written; "
            "'drafter office decide sign-edm-660' enters it [undecided]"
        )
    ]
    assert {path for path in office.rglob("*") if path.is_file()} == before
    assert run_drafter("office", "decide", "sign-edm-660", "--done", "2018-01-16").code == 0
    assert "nobody has decided on 'meet' (meet you), which one letter answers" in batch("-o", "letters").err
    assert run_drafter("office", "decide", "meet", "--will", "--on", "2018-02-01").code == 0
    ran = batch("-o", "letters", "--format", "md")
    assert ran.code == 0, ran.err
    assert "staff; wants sign-edm-660; standard" in ran.text
    assert "I signed Early Day Motion 660 on 16 January." in Path("letters/0002.md").read_text("utf-8")
    first = Path("letters/0001.md").read_text("utf-8")  # whoever wants nothing is told of it last
    assert first.index("[^staff-may-work-differently]") < first.index("I signed Early Day Motion 660 on 16 January.")
    assert "meet you" not in first
