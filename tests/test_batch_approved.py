"""A batch reviewed by its texts and approved whole: a row for every letter, or none."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from batches import files, row, strangers, words_in, write_list
from documents import edit
from edits import review_every_fact
from running import run_drafter

DAY = ("--date", "2018-07-10")
COUNT = 30


def with_a_batch(office: Path) -> None:
    review_every_fact(office, "R Okafor", date(2026, 11, 1))
    write_list(office / "people.csv", [row(number) for number in range(COUNT)])
    for target in ("letters/july", "july.zip"):
        assert run_drafter("batch", "people.csv", "-o", target, *DAY).code == 0


@pytest.fixture
def drafted(once: Callable[..., Path]) -> Path:
    """An office all of whose facts are reviewed, and a batch of three texts, as a folder and as a ZIP."""
    return once(with_a_batch)


def approve(*args: str):
    return run_drafter("approve", *args, "--by", "R Okafor")


def register() -> list[dict]:
    ran = run_drafter("letters", "list", "--json")
    return json.loads(ran.text)


def test_each_text_is_reviewed_once_with_its_members_counted(drafted):
    ran = run_drafter("review", "letters/july")
    assert ran.code == 0, ran.text
    heads = [line for line in ran.text.splitlines() if line.startswith("text ")]
    assert heads == [
        "text 1 of 3, 10 letters, the first 0001.docx: staff; standard: 0 errors, 0 questions, 1 note",
        "text 2 of 3, 10 letters, the first 0002.docx: funding; standard: 0 errors, 0 questions, 1 note",
        "text 3 of 3, 10 letters, the first 0003.docx: staff, funding; standard: 0 errors, 0 questions, 1 note",
    ]
    said = ran.text.splitlines()
    assert said[-2] == "30 letters of 3 texts: 0 errors, 0 questions, 3 notes"  # each is dated long ago
    assert said[-1].startswith("seen: ")
    assert ran.text.count("[old-date]") == 1  # and not once for each text
    assert "(and in 2 more texts)" in ran.text
    assert run_drafter("review", "july.zip").text == ran.text.replace("letters/july", "july.zip")


@pytest.mark.parametrize("source", ["letters/july", "july.zip"])
def test_every_letter_has_its_row_and_its_final_copy(source, drafted):
    ran = approve(source)
    assert ran.code == 0, ran.err
    assert ran.text.endswith(f"letters/approved/july: {COUNT} letters, 1 to {COUNT}, approved by R Okafor\n")
    rows = register()
    made = {name: data for name, data in files(Path("letters/approved/july")) if name.endswith(".docx")}
    assert len(rows) == len(made) == COUNT
    assert {one["sha256"] for one in rows} == {hashlib.sha256(data).hexdigest() for data in made.values()}
    assert sorted(one["reference"] for one in rows) == sorted(row(number)[3] for number in range(COUNT))
    everybody = [row(number)[0].split()[-1] for number in range(COUNT)]
    for name, data in made.items():
        own = everybody[int(name[:4]) - 1]
        text = words_in(name, data)
        assert own in text
        assert "DRAFT" not in text
        assert not strangers(text, own, everybody)
    assert run_drafter("letters", "verify").code == 0


def test_a_final_copy_is_the_one_that_a_letter_alone_has(drafted):
    assert approve("letters/july").code == 0
    together = dict(files(Path("letters/approved/july")))
    shutil.rmtree("register")
    assert "[register-gone]" in approve("letters/july/0007.docx", "-o", "alone.docx").err
    shutil.rmtree("letters/approved")
    assert approve("letters/july/0007.docx", "-o", "alone.docx").code == 0
    assert Path("alone.docx").read_bytes() == together["0007.docx"]


def test_a_letter_that_was_edited_is_a_text_of_its_own(drafted):
    edit(Path("letters/july/0002.docx"), "- save money\n+ lose money\n")
    ran = run_drafter("review", "letters/july")
    assert ran.code == 1
    assert "text 2 of 4, 0002.docx: funding; standard: 1 error, 0 questions, 1 note\n" in ran.text
    assert "text 3 of 4, 10 letters, the first 0003.docx" in ran.text
    ran = approve("letters/july")
    assert ran.code == 1
    assert "not approved" in ran.err
    assert not Path("letters/approved").exists()
    assert not Path("register").exists() or register() == []


def test_nobody_is_approved_twice(drafted):
    assert approve("letters/july/0004.docx").code == 0
    ran = approve("letters/july")
    assert ran.code == 1
    assert (
        f"error: '0004.docx' is approved already: number 1, by R Okafor on {today()}; 'drafter letters show 1'; "
        "the others can be approved once it is taken out of their folder [already-approved]\n"
    ) in ran.err
    assert len(register()) == 1
    assert not Path("letters/approved/july").exists() or not list(Path("letters/approved/july").iterdir())


def test_what_is_no_letter_is_left_out_and_what_is_damaged_is_told(drafted):
    Path("letters/july/~$0001.docx").write_bytes(b"Word's own")
    assert run_drafter("review", "letters/july").code == 0
    damaged = Path("letters/july/0003.docx")
    damaged.write_bytes(damaged.read_bytes()[:500])
    ran = run_drafter("review", "letters/july")
    assert ran.code == 1
    assert "letters/july/0003.docx: error: " in ran.err


def test_it_is_one_transaction(drafted):
    """The database refuses the twentieth row: none is there, no final copy either, and the next run enters them all."""
    assert run_drafter("draft", "--topic", "staff", "--to", "Mr Tom Fox", *DAY, "-o", "one.md").code == 0
    assert approve("one.md").code == 0
    with closing(sqlite3.connect("register/letters.sqlite")) as database:
        database.execute("CREATE UNIQUE INDEX one ON letters (CASE WHEN number >= 20 THEN 0 ELSE number END)")
    ran = approve("letters/july")
    assert ran.code == 1
    assert "register/letters.sqlite: error: " in ran.err
    assert len(register()) == 1
    assert not list(Path("letters/approved").rglob("*.docx"))
    with closing(sqlite3.connect("register/letters.sqlite")) as database:
        database.execute("DROP INDEX one")
    assert approve("letters/july").code == 0
    assert len(register()) == COUNT + 1


def test_killed_at_any_moment_all_are_there_or_none(drafted):
    chance = random.Random(2018)
    command = [sys.executable, "-m", "drafter", "approve", "letters/july", "--by", "R Okafor"]
    for _ in range(8):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(chance.uniform(0.2, 0.8))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        rows = register()  # any command puts in order what a killed one left
        made = (
            {path.name for path in Path("letters/approved").rglob("*.docx")}
            if Path("letters/approved").exists()
            else set()
        )
        assert len(rows) == len(made)
        assert len(rows) in (0, COUNT)
        if rows:
            break
    ran = approve("letters/july")
    assert (ran.code == 0) or "approved already" in ran.err
    assert len(register()) == COUNT
    assert run_drafter("letters", "verify").code == 0


def test_the_facts_of_a_batch_are_reviewed_one_after_another(office):
    write_list(office / "people.csv", [row(number) for number in range(4)])
    assert run_drafter("batch", "people.csv", "-o", "july", *DAY).code == 0
    ran = run_drafter("facts", "review", "--for", "july", "--by", "R Okafor", typed="yes\n" * 100)
    assert ran.code == 0, ran.err
    assert f"1 of {ran.text.count('entered: ')}\n" in ran.text
    assert run_drafter("facts", "review", "--for", "july", "--by", "R Okafor").text.startswith(
        "july: no fact of it waits"
    )
    ran = run_drafter("review", "july")
    assert "[unreviewed]" not in ran.text


def test_what_is_approved_already_is_told_once_and_can_still_be_printed(drafted):
    Path("all.docx").write_bytes(b"precious")
    assert "[file-exists]" in approve("letters/july", "--print", "all.docx").err
    assert not Path("register").exists() or register() == []  # before anything is entered
    assert approve("letters/july").code == 0
    ran = approve("letters/july")
    assert ran.code == 1
    assert (
        ran.err.partition("\n")[2]
        == f"letters/july: all {COUNT} letters are approved already: number 1, by R Okafor on {today()}\n"
    )
    ran = approve("letters/july", "--print", "later.docx")
    assert ran.code == 0, ran.err
    text = words_in("later.docx", Path("later.docx").read_bytes())
    assert all(row(number)[0].split()[-1] in text for number in range(COUNT))


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_who_has_no_address_is_not_printed(drafted):
    write_list(Path("few.csv"), [row(0), ("Zebedee Nowhere", "", "staff", ""), row(2)])
    ran = run_drafter("batch", "few.csv", "-o", "few", "--print", "few.docx", *DAY)
    assert ran.code == 0
    assert "one letter has no postal address, and cannot be printed for the post [no-address]" in ran.err
    text = words_in("few.docx", Path("few.docx").read_bytes())
    assert "Nowhere" not in text
    assert row(0)[0].split()[-1] in text
    inside = run_drafter("batch", "few.csv", "-o", "few", "--print", "few/all.docx", *DAY)
    assert inside.code == 2
    assert not Path("few/all.docx").exists()


@pytest.mark.parametrize(
    "name", ["/tmp/drafter-victim.docx", "../../victim.docx", "..\\..\\victim.docx", "july/0001.docx"]
)
def test_an_archive_does_not_say_where_a_copy_goes(name, drafted):
    with zipfile.ZipFile("s.zip", "w") as archive:
        archive.writestr(name, Path("letters/july/0001.docx").read_bytes())
    before = set(Path().rglob("*.docx"))
    assert approve("s.zip").code == 0
    made = set(Path().rglob("*.docx")) - before
    assert {path.parent for path in made} == {Path("letters/approved/s")}
    assert not Path("/tmp/drafter-victim.docx").exists()


def test_letters_are_held_against_their_manifest(drafted):
    folder = Path("letters/july")
    (folder / "0003.docx").unlink()
    first, second = (folder / name for name in ("0001.docx", "0002.docx"))
    both = first.read_bytes(), second.read_bytes()
    first.write_bytes(both[1])
    second.write_bytes(both[0])
    shutil.copy(folder / "0005.docx", folder / "extra.docx")
    said = run_drafter("review", "letters/july").err
    assert (
        "letters/july: warning: '0003.docx' is not there; it is neither reviewed nor approved [missing-letter]" in said
    )
    assert "'extra.docx' is not of this batch, by its manifest [added-letter]" in said
    assert "'0001.docx' holds the letter of another file, by its manifest, and so 2 more [moved-letter]" in said
    ran = run_drafter("batch", "people.csv", "-o", "letters/july", *DAY)
    assert ran.code == 1
    assert "is made, but 1 of its letters are not there any more: 0003.docx" in ran.err
