"""What somebody may do who can write to the office's folder: the first command that touches it tells."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import made
import pytest
import time_machine
from documents import edit
from edits import review_every_fact
from running import run_drafter

from drafter.files import growing

DAY = ("--date", "2018-07-10")
FACT = "staff-may-work-differently"
LOOKS = (
    ("letters", "list"),
    ("letters", "show", "2"),
    ("letters", "export"),
    ("letters", "verify"),
    ("recall", FACT),
)


def looks(number: int) -> tuple[tuple[str, ...], ...]:
    """Two of the commands, in turn; with DRAFTER_EVERY=1 all of them."""
    chosen = LOOKS[number % len(LOOKS)], LOOKS[(number + 2) % len(LOOKS)]
    return LOOKS if os.environ.get("DRAFTER_EVERY") else chosen


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where an office with three approved letters is kept, once it is made."""
    return tmp_path_factory.mktemp("approved") / "office"


@pytest.fixture
def three(office: Path, kept: Path) -> Path:
    """An office in which three letters were approved, and of which the first is kept as it was after one."""
    if not kept.exists():
        review_every_fact(office)
        for number in (1, 2, 3):
            file = f"l{number}.docx"
            draft = ("draft", "--topic", "staff", "--length", "brief", "--to", f"Mr T Fox {number}", *DAY, "-o", file)
            assert run_drafter(*draft).code == 0
            assert run_drafter("approve", file, "--by", "R Okafor").code == 0
            if number == 1:
                shutil.copytree(office / "register", office / "older")
        shutil.copytree(office, kept)
    else:
        shutil.rmtree(office)
        shutil.copytree(kept, office)
        os.chdir(office)  # the folder that it was is gone
    return office


def sql(*statements: str) -> None:
    with closing(sqlite3.connect("register/letters.sqlite")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


FORGED = {
    "another approver": "UPDATE letters SET approved_by = 'Eve' WHERE number = 2",
    "another day": "UPDATE letters SET letter_date = '2018-01-01' WHERE number = 2",
    "another copy": f"UPDATE letters SET sha256 = '{'0' * 64}' WHERE number = 2",
    "another topic": "UPDATE letters SET topics = '[\"funding\"]' WHERE number = 2",
    "topics that are none": "UPDATE letters SET topics = '[' WHERE number = 2",
    "another time": "UPDATE letters SET approved_at = '2018-07-10T00:00:00.000000+00:00' WHERE number = 2",
    "a time that is none": "UPDATE letters SET approved_at = 'x' WHERE number = 2",
    "another constituent": "UPDATE letters SET constituent = '' WHERE number = 2",
    "a name": "UPDATE letters SET name = 'Eve' WHERE number = 2",
    "another hash": f"UPDATE letters SET hash = '{'1' * 64}' WHERE number = 2",
    "a correction that is none": "UPDATE letters SET corrects = 1 WHERE number = 2",
    "a correction of another fact": "UPDATE letters SET corrects_fact = 'another' WHERE number = 2",
    "as history": "UPDATE letter_facts SET held = 0 WHERE letter = 2",
    "a fact less": "DELETE FROM letter_facts WHERE letter = 2 AND place = 0",
    "a fact more": "INSERT INTO letter_facts SELECT 2, 9, version, 1 FROM letter_facts WHERE letter = 2 LIMIT 1",
    "an exception": "INSERT INTO exceptions VALUES (2, 0, 'no-source', 'because')",
    "words of a fact": "UPDATE fact_versions SET statement = 'nobody will lose a job'",
    "the fact of words": f"UPDATE fact_versions SET fact = '{FACT}-2' WHERE fact = '{FACT}'",
}


@pytest.mark.parametrize("what", FORGED)
def test_a_row_that_was_altered_is_refused_by_name_and_the_others_go_on(three: Path, what: str) -> None:
    sql(FORGED[what])
    for command in looks(list(FORGED).index(what)):
        ran = run_drafter(*command)
        assert ran.code == 1, command
        assert "Traceback" not in ran.err
        assert "altered" in ran.err, command
        if "words" not in what:  # which all letters have
            assert "letter 2 was altered after it was entered" in ran.err or command[1] == "verify", command
    ran = run_drafter("letters", "list", "--json")
    assert '"number": 2' not in ran.text
    assert ('"number": 3' in ran.text) == ("words" not in what)
    ran = run_drafter("letters", "check", "letters/approved/l2.docx")
    assert ran.code == 1
    assert "approved: letter" not in ran.text.replace("not approved", "")


INSERTED = (
    "INSERT INTO letters SELECT 4, approved_at, 'Eve', letter_date, '', subject, topics, position, length, kind,"
    f" '{'2' * 64}', constituent, name, name_seal, warnings, version, corrects, hash, '{'3' * 64}', '', '', '', '' FROM letters"
    " WHERE number = 3"
)
WHOLE: dict[str, tuple[Callable[[], object], str]] = {
    "a letter put at the end": (lambda: sql(INSERTED), "wrong-head"),
    "the last letter taken away": (
        lambda: sql("DELETE FROM letter_facts WHERE letter = 3", "DELETE FROM letters WHERE number = 3"),
        "wrong-head",
    ),
    "a letter taken out": (
        lambda: sql("DELETE FROM letter_facts WHERE letter = 2", "DELETE FROM letters WHERE number = 2"),
        "wrong-head",
    ),
    "all letters taken away": (lambda: sql("DELETE FROM letter_facts", "DELETE FROM letters"), "wrong-head"),
    "another head": (
        lambda: sql("UPDATE meta SET value = replace(value, '3', '2') WHERE name = 'head'"),
        "wrong-head",
    ),
    "no head": (lambda: sql("DELETE FROM meta WHERE name = 'head'"), "wrong-head"),
    "a trigger": (
        lambda: sql("CREATE TRIGGER t AFTER INSERT ON letters BEGIN DELETE FROM letters WHERE number = 1; END"),
        "odd-register",
    ),
    "a view": (lambda: sql("CREATE VIEW v AS SELECT * FROM letters"), "odd-register"),
    "a view in a table's place": (
        lambda: sql("ALTER TABLE letters RENAME TO others", "CREATE VIEW letters AS SELECT * FROM others"),
        "odd-register",
    ),
    "the register gone": (lambda: Path("register/letters.sqlite").unlink(), "register-gone"),
    "all of it gone": (lambda: shutil.rmtree("register"), "register-gone"),
    "the key gone": (lambda: Path("register/key").unlink(), "missing-key"),
    "another key": (lambda: Path("register/key").write_text("ab" * 32), "wrong-key"),
    "a key that is none": (lambda: Path("register/key").write_text("ab"), "odd-key-file"),
    "an older register": (lambda: shutil.copy("older/letters.sqlite", "register/letters.sqlite"), "older-register"),
    "what remembers altered": (lambda: Path("register/last").write_text('{"total": 1, "hash": ""}'), "wrong-head"),
    "what remembers damaged": (lambda: Path("register/last").write_bytes(b"\xff"), "wrong-head"),
    "an empty file": (lambda: Path("register/letters.sqlite").write_bytes(b""), "damaged-register"),
    "another program's file": (lambda: Path("register/letters.sqlite").write_text("x" * 9999), "damaged-register"),
}


@pytest.mark.parametrize("what", WHOLE)
def test_what_is_not_whole_is_told_at_once_and_nothing_is_approved(three: Path, what: str) -> None:
    tamper, rule = WHOLE[what]
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    tamper()
    for command in looks(list(WHOLE).index(what)):
        ran = run_drafter(*command)
        assert ran.code == 1, command
        assert f"[{rule}]" in ran.err, (command, ran.err)
        assert "Traceback" not in ran.err
    ran = run_drafter("approve", "next.docx", "--by", "R Okafor")
    assert ran.code == 1
    assert f"[{rule}]" in ran.err or "[unsealed-review]" in ran.err  # by another key no review is sealed either
    assert not Path("letters/approved/next.docx").exists()


HIDDEN = {
    ("recall", FACT): "DELETE FROM letter_facts WHERE letter = 2",
    ("letters", "list", "--fact", FACT): f"UPDATE fact_versions SET fact = 'x' WHERE fact = '{FACT}'",
    ("letters", "list", "--topic", "staff"): "UPDATE letters SET topics = '[]' WHERE number = 2",
    ("letters", "list", "--since", "2018-07-01"): "UPDATE letters SET letter_date = '2001-01-01' WHERE number = 2",
    ("letters", "list", "--by", "R Okafor"): "UPDATE letters SET approved_by = 'Eve' WHERE number = 2",
    ("letters", "check", "letters/approved/l2.docx"): "UPDATE letters SET sha256 = 'x' WHERE number = 2",
    ("letters", "show", "2"): "UPDATE letters SET number = 12 WHERE number = 2",
}


@pytest.mark.parametrize("command", HIDDEN, ids=" ".join)
def test_a_row_that_was_altered_out_of_a_look_is_told(three: Path, command: tuple[str, ...]) -> None:
    sql("PRAGMA foreign_keys = OFF", HIDDEN[command])
    ran = run_drafter(*command)
    assert ran.code == 1
    assert "altered" in ran.err or "missing" in ran.err or "[wrong-head]" in ran.err, ran.err
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    told = run_drafter("approve", "next.docx", "--by", "R Okafor").err
    assert "altered" in told or "missing" in told or "[wrong-head]" in told


def test_a_letterhead_that_shows_something_else_is_not_as_seen(three: Path) -> None:
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    digest = seen("next.docx")
    path = Path("templates/letterhead.docx")
    whole = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        styles = archive.read("word/styles.xml")
    path.write_bytes(made.with_part(whole, "word/styles.xml", styles.replace(b"</w:styles>", b"<!-- x --></w:styles>")))
    ran = run_drafter("approve", "next.docx", "--by", "R Okafor", "--seen", digest)
    assert "the letterhead is another" in ran.err
    path.write_bytes(whole)
    office = Path("office.yaml")
    office.write_text(f"{office.read_text('utf-8')}\ncitations: none\n", "utf-8")
    ran = run_drafter("approve", "next.docx", "--by", "R Okafor", "--seen", digest)
    assert "the way of citing is another" in ran.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize(
    "name", ["register/last", "register/key", "facts/reviews.yaml", "templates/letterhead.docx", "l3.docx"]
)
def test_a_pipe_in_place_of_a_file_is_told_and_not_waited_for(three: Path, name: str) -> None:
    Path(name).unlink()
    os.mkfifo(name)
    ran = run_drafter("approve", "l3.docx", "--by", "R Okafor")
    assert ran.code == 1
    assert "error: " in ran.err
    assert "fault in drafter" not in ran.err


def test_all_of_it_gone_but_its_key_does_not_begin_again(three: Path) -> None:
    for path in ("register/letters.sqlite", "register/last"):
        Path(path).unlink()
    shutil.rmtree("letters/approved")
    assert "[register-gone]" in run_drafter("approve", "l3.docx", "--by", "R Okafor").err


def test_an_older_register_as_a_whole_shows_by_what_it_lacks_and_by_a_receipt(three: Path) -> None:
    receipt = run_drafter("letters", "receipt").text.strip()
    assert " 3 letters in the register; receipt 3-" in receipt
    assert run_drafter("letters", "verify", "--receipt", receipt).code == 0
    shutil.rmtree("register")
    shutil.copytree("older", "register")
    ran = run_drafter("letters", "list")
    assert "letters/approved: warning: holds 3 final copies, and the register 1 letter" in ran.err
    shutil.rmtree("letters/approved")
    assert run_drafter("letters", "verify").code == 0  # nothing here remembers the others
    ran = run_drafter("letters", "verify", "--receipt", receipt)
    assert ran.code == 1
    assert "letter 3 is not in it as it was" in ran.err


def test_receipts_are_kept_in_a_file_or_a_folder(three: Path) -> None:
    Path("elsewhere").mkdir()
    for _ in range(2):
        assert run_drafter("letters", "receipt", "-o", "elsewhere").code == 0
    assert Path("elsewhere/receipts.txt").read_text("utf-8").count("receipt 3-") == 2
    assert run_drafter("letters", "verify", "--receipt", "elsewhere/receipts.txt").code == 0
    Path("mine.txt").write_text("my own", "utf-8")
    ran = run_drafter("letters", "receipt", "-o", "mine.txt")
    assert "[file-exists]" in ran.err
    assert Path("mine.txt").read_text("utf-8") == "my own"
    assert "[odd-receipt]" in run_drafter("letters", "verify", "--receipt", "mine.txt").err


def test_without_what_remembers_the_last_letter_nothing_is_approved_until_somebody_looked(three: Path) -> None:
    Path("register/last").unlink()
    ran = run_drafter("letters", "list")
    assert ran.code == 0
    assert "register/last: warning: " in ran.err
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    ran = run_drafter("approve", "next.docx", "--by", "R Okafor")
    assert ran.code == 1
    assert "[no-witness]" in ran.err
    assert run_drafter("letters", "verify").code == 0
    assert "[no-witness]" not in run_drafter("letters", "list").err
    assert run_drafter("approve", "next.docx", "--by", "R Okafor").code == 0


COPIES: dict[str, tuple[Callable[[Path], object], str]] = {
    "altered": (lambda path: path.write_bytes(path.read_bytes() + b"x"), "altered-copy"),
    "another letter's": (lambda path: shutil.copy("l2.docx", path), "altered-copy"),
    "put there": (lambda path: shutil.copy("l2.docx", path.with_name("more.docx")), "altered-copy"),
    "a link": (lambda path: (path.unlink(), path.symlink_to("/etc/hostname")), "altered-copy"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "altered-copy"),
}


@pytest.mark.parametrize("what", COPIES)
def test_final_copies_are_looked_at_too(three: Path, what: str) -> None:
    tamper, rule = COPIES[what]
    tamper(Path("letters/approved/l2.docx"))
    ran = run_drafter("letters", "verify")
    assert ran.code == 1
    assert f"[{rule}]" in ran.err


def test_a_copy_that_is_gone_is_told_and_made_again(three: Path) -> None:
    copy = Path("letters/approved/l2.docx")
    whole = copy.read_bytes()
    copy.unlink()
    ran = run_drafter("letters", "verify")
    assert "the final copy of letter 2 is not here" in ran.err
    assert (
        run_drafter("letters", "restore", "l2.docx").text
        == f"{Path.cwd()}/letters/approved/l2.docx: letter 2, as it was approved\n"
    )
    assert copy.read_bytes() == whole
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    stray = copy.with_name(".drafter-0123456789ab")  # of a run that was killed when the copy was in its place
    stray.touch()
    assert run_drafter("letters", "restore", "l2.docx").code == 0
    assert not stray.exists()
    copy.write_bytes(whole[:100])
    assert "[file-exists]" in run_drafter("letters", "restore", "l2.docx").err
    assert run_drafter("letters", "restore", "l2.docx", "--force").code == 0
    assert copy.read_bytes() == whole
    # An approved letter is never replaced.
    assert (
        "[file-exists]" in run_drafter("letters", "restore", "l2.docx", "-o", "letters/approved/l1.docx", "--force").err
    )
    other = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "other.docx")
    assert run_drafter(*other).code == 0
    ran = run_drafter("letters", "restore", "other.docx", "-o", "again.docx")
    assert ran.code == 1
    assert "makes no final copy that the register knows" in ran.err
    assert not Path("again.docx").exists()


def test_nothing_is_made_again_through_a_link(three: Path) -> None:
    copy = Path("letters/approved/l2.docx")
    whole = copy.read_bytes()
    copy.rename("kept.docx")
    copy.symlink_to(Path("kept.docx").resolve())
    assert "[file-exists]" in run_drafter("letters", "restore", "l2.docx").err
    assert run_drafter("letters", "restore", "l2.docx", "--force").code == 0
    assert not copy.is_symlink()
    assert copy.read_bytes() == whole
    copy.unlink()
    copy.parent.rename("others")
    copy.parent.symlink_to("../others")
    ran = run_drafter("letters", "restore", "l2.docx")
    assert "[planted-link]" in ran.err
    assert not Path("others/l2.docx").exists()


def test_a_clock_that_went_back_is_told(three: Path) -> None:
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    with time_machine.travel("2018-07-10 09:00", tick=False):
        ran = run_drafter("approve", "next.docx", "--by", "R Okafor")
    assert "which is still to come" in ran.err
    assert "[clock-back]" in ran.err
    assert ran.code == 0


def rewritten(path: Path, change: Callable[[str], str]) -> None:
    """Entries changed by somebody who can work out their checks."""
    text = path.read_text("utf-8")
    entries = "\n".join(growing.checked(change(entry.text)) for entry in growing.entries_in(text))
    path.write_text(f"{text.splitlines()[0]}\n\n{entries}", "utf-8")


def test_a_review_that_was_typed_into_the_file_is_none(three: Path) -> None:
    path = Path("facts/reviews.yaml")
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    assert run_drafter("review", "next.docx").code == 0
    rewritten(path, lambda entry: re.sub(r"(?m)^  seal: .*\n?", "", entry))
    ran = run_drafter("review", "next.docx")
    assert ran.code == 1
    assert "[unsealed-review]" in ran.err
    assert f"nobody has reviewed '{FACT}'" in ran.err
    assert "[unreviewed]" in run_drafter("approve", "next.docx", "--by", "R Okafor").err
    ran = run_drafter("office", "seal", "--by", "R Okafor", typed="yes\n")
    assert ran.code == 0, ran.err
    assert run_drafter("review", "next.docx").code == 0
    assert run_drafter("office", "seal", "--by", "R Okafor").text == "every review that counts is sealed\n"
    whole = path.read_bytes()
    for word, other in (("by: R Okafor", "by: Eve"), ("sealed later", "sealed"), ("on: 2", "on: 1")):
        rewritten(path, lambda entry, word=word, other=other: entry.replace(word, other))
        assert "[unreviewed]" in run_drafter("review", "next.docx").err, word
        path.write_bytes(whole)
    # Without the key no seal can be looked at, and the register says that it is missing.
    Path("register/key").unlink()
    assert "[missing-key]" in run_drafter("approve", "next.docx", "--by", "R Okafor").err


def test_who_acts_is_one_of_the_office_s_people(three: Path) -> None:
    office = Path("office.yaml")
    office.write_text(f"{office.read_text('utf-8')}\npeople: [R Okafor, Ann Lee]\n", "utf-8")
    commands = (
        ("approve", "l1.docx", "--by", "R Okafo"),
        ("facts", "review", FACT, "--by", "Eve"),
        ("words", "review", "--by", "Eve"),
        ("facts", "withdraw", FACT, "--by", "Eve", "--reason", "x"),
        ("office", "seal", "--by", "Eve"),
    )
    for command in commands:
        ran = run_drafter(*command)
        assert ran.code == 2, command
        assert "is none of the people in office.yaml" in ran.err
        assert "[unknown-person]" in ran.err
    assert "did you mean 'R Okafor'" in run_drafter(*commands[0]).err
    assert "[unknown-person]" not in run_drafter("words", "review", "--by", "ann lee").err


def seen(file: str) -> str:
    return json.loads(run_drafter("review", file, "--json").text)["seen"]


def test_what_is_approved_is_what_was_seen(three: Path) -> None:
    draft = ("draft", "--topic", "staff", "--length", "brief", "--to", "Mrs E Ray", *DAY, "-o", "next.docx")
    assert run_drafter(*draft).code == 0
    digest = seen("next.docx")
    assert f"seen: {digest}" in run_drafter("review", "next.docx").text
    assert run_drafter("review", "next.docx", "--sheet", "sheet.html").code == 0
    assert digest in Path("sheet.html").read_text("utf-8")
    before = Path("next.docx").read_bytes()
    edit(Path("next.docx"), "- those who work in\n+ all who work in\n")
    ran = run_drafter("approve", "next.docx", "--by", "R Okafor", "--seen", digest)
    assert ran.code == 1
    assert "[not-as-seen]" in ran.err
    assert re.search(r": \d+:\d+ is another;", ran.err), ran.err
    Path("next.docx").write_bytes(before)
    for file, word, other in (
        ("facts/aco/staff.yaml", "may mean that staff work differently", "may well mean that staff work differently"),
        ("templates/letterhead.docx", "", ""),
    ):
        path = Path(file)
        whole = path.read_bytes()
        if word:
            path.write_bytes(whole.replace(word.encode(), other.encode()))
        else:
            path.write_bytes(made.with_part(whole, "word/header1.xml", header_saying(whole, "Working for you")))
            office = Path("office.yaml")
            office.write_text(f"{office.read_text('utf-8')}\nletterhead_says: [Working for you]\n", "utf-8")
        if path.read_bytes() != whole:
            ran = run_drafter("approve", "next.docx", "--by", "R Okafor", "--seen", digest)
            assert "[not-as-seen]" in ran.err, file
        if word:
            path.write_bytes(whole)
    assert "the letterhead is another" in ran.err
    assert (
        "nobody has reviewed the line of the letterhead \u201cWorking for you\u201d"
        in run_drafter("review", "next.docx").err
    )
    assert run_drafter("words", "review", "--by", "Ann Lee", typed="yes\n").code == 0
    assert run_drafter("approve", "next.docx", "--by", "R Okafor", "--seen", seen("next.docx")).code == 0
    shown = json.loads(run_drafter("letters", "show", "4", "--json").text)[0]
    first = json.loads(run_drafter("letters", "show", "1", "--json").text)[0]
    assert shown["seen"] == seen("next.docx")
    assert len(shown["letterhead"]) == 64
    assert shown["letterhead"] != first["letterhead"]


def header_saying(letterhead: bytes, line: str) -> bytes:
    """The letterhead's first header with a line more."""
    with zipfile.ZipFile(io.BytesIO(letterhead)) as archive:
        name = next(name for name in archive.namelist() if name.startswith("word/header"))
        header = archive.read(name)
    more = f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p></w:hdr>".encode()
    return header.replace(b"</w:hdr>", more)


def test_a_register_of_the_first_version_is_brought_up_and_keeps_its_seals(three: Path) -> None:
    sql(
        "ALTER TABLE letters DROP COLUMN letterhead",
        "ALTER TABLE letters DROP COLUMN seen",
        "ALTER TABLE letters DROP COLUMN acts",
        "ALTER TABLE letters DROP COLUMN corrects_fact",
        "UPDATE register_version SET version_num = '0001'",
    )
    ran = run_drafter("letters", "verify")  # these were entered with both, which are lost
    assert "letter 1 was altered" in ran.err
    assert "Traceback" not in ran.err
