"""A new office: its file says what was said, whatever the script; its folder is written whole or not at all."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from struct import pack

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from running import ROOT, run_drafter

from drafter.cli.asking import repeated
from drafter.cli.completion import how_in
from drafter.cli.init import Asked
from drafter.english.names import initials_of
from drafter.new_office import (
    IGNORE_TEXT,
    OfficeAnswers,
    backup_name,
    found_office,
    in_the_way,
    office_text,
    read_address,
    read_constituency,
    read_email,
    read_member,
    read_office,
    read_party,
    read_side,
    read_subjects,
    read_telephone,
    read_website,
)
from drafter.office import OfficeSide
from drafter.problems import UnusableAnswer

SAID = OfficeAnswers("Jo Lee MP", "Westmere", (("Westminster", ("House of Commons",)),), subjects=("aco",))
TYPED = st.text(max_size=60) | st.sampled_from(
    ["Siân O'Neill MP", 'Jo "Jay" Lee: MP', "- Lee", "yes", "1e3 Lee", "Łukasz Żółć", "محمد علي", "李明", "# Lee", "{{ Lee }}", "a: b", "|", "Lee\n  x: y"]
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(TYPED, TYPED, st.lists(TYPED, max_size=3), TYPED, TYPED, st.sampled_from(OfficeSide))
def test_the_file_says_what_was_said(member, constituency, addresses, telephone, party, side):
    places: dict[str, tuple[str, ...]] = {}
    try:
        for typed in addresses:
            name, lines = read_address(typed, places.keys())
            places[name] = lines
        said = OfficeAnswers(
            read_member(member), read_constituency(constituency), tuple(places.items()), read_telephone(telephone),
            side=side, party=read_party(party, side), subjects=("aco",),
        )  # fmt: skip
    except UnusableAnswer:
        return
    office, problems = read_office(said, Path("x"), "")
    assert problems == []
    assert office is not None
    assert (office.member, office.constituency) == (said.member, said.constituency)
    assert (office.addresses, office.telephone) == (said.addresses, said.telephone)
    assert (office.side, office.party) == (said.side, said.party)
    assert office.signs_as == (said.member, f"Member of Parliament for {said.constituency}")
    assert (office.subjects, office.position, office.decisions) == (("aco",), "none", ())


def test_nothing_of_the_shipped_office_is_in_a_new_one():
    text = office_text(SAID)
    for theirs in ("Marsh", "Westmere Vale", "Market Row", "7946", "example.org"):
        assert theirs not in text


@pytest.mark.parametrize(
    ("read", "typed", "is_read"),
    [
        (read_member, " The Rt Hon  Siân O\u2019Neill KC MP ", "The Rt Hon Siân O\u2019Neill KC MP"),
        (read_member, "jo@example.org", None),
        (read_member, "x" * 200, None),
        (read_member, "...", None),
        (read_constituency, "Member of Parliament for Ynys Môn", "Ynys Môn"),
        (read_constituency, "  ", None),
        (read_telephone, "", ""),
        (read_telephone, "none", None),
        (read_telephone, "Office: 01248 999 001 (weekdays)", "Office: 01248 999 001 (weekdays)"),
        (read_email, "jo.lee@example.org", "jo.lee@example.org"),
        (read_email, "jo.lee at example.org", None),
        (read_website, "www.example.org/jo", "www.example.org/jo"),
        (read_website, "https://example.org", "https://example.org"),
        (read_website, "jo@example.org", None),
        (read_website, "javascript:alert(1)", None),
        (read_side, "Government", OfficeSide.GOVERNMENT),
        (read_side, "", OfficeSide.NONE),
        (read_side, "labour", None),
        (read_address, "14, Market Row, Westmere, WV1 9ZZ", ("constituency", ("14 Market Row", "Westmere", "WV1 9ZZ"))),
        (read_address, "House of Commons, London SW1A 0AA", ("Westminster", ("House of Commons", "London SW1A 0AA"))),
        (read_address, "Swyddfa Môn:\n1 Stryd Fawr\nLlangefni", ("Swyddfa Môn", ("1 Stryd Fawr", "Llangefni"))),
        (read_address, "a:", None),
        (read_address, ", , 14", None),
    ],
)  # fmt: skip
def test_answers_are_read_or_refused(read, typed, is_read):
    if is_read is None:
        with pytest.raises(UnusableAnswer):
            read(typed)
    else:
        assert read(typed) == is_read


def test_answers_that_depend_on_others():
    assert read_address("1 A Row, B", {"constituency"})[0] == "constituency 2"
    with pytest.raises(UnusableAnswer, match="already"):
        read_address("B: 1 A Row, B", {"b"})
    with pytest.raises(UnusableAnswer):
        read_party("", OfficeSide.OPPOSITION)
    assert read_party("", OfficeSide.GOVERNMENT) == ""
    assert read_party("labour", OfficeSide.OPPOSITION) == "Labour"
    with pytest.raises(
        UnusableAnswer, match="'Conservatve' is no party that drafter knows; did you mean 'Conservative'"
    ):
        read_party("Conservatve", OfficeSide.GOVERNMENT)
    assert read_subjects((), ("aco", "parking")) == ("aco", "parking")
    assert read_subjects(("parking", "parking"), ("aco", "parking")) == ("parking",)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Eleanor Marsh MP", "EM"), ("Rt Hon Dr Łukasz Żak KC MP", "ŁŻ"), ("Llŷr ap Gwilym", "LG"), ("Marsh", "M"),
        ("Mr P. O'Brien", "PO"), ("李明 MP", "李"), ("محمد علي MP", "م"), ("ELEANOR MARSH MP", "EM"), ("'...", ""),
    ],
)  # fmt: skip
def test_initials(name, initials):
    assert initials_of(name) == initials


# The folder.


def test_a_folder_that_holds_nobodys_work_is_used_and_nothing_in_it_changes(tmp_path):
    for harmless in (".git", ".venv"):
        (tmp_path / harmless).mkdir()
    (tmp_path / "README.md").write_text("mine")
    assert found_office(SAID, tmp_path, "x", lambda _: b"paper") == []
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / "templates" / "letterhead.docx").read_bytes() == b"paper"
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == [".git", ".gitignore", ".venv", "README.md", "facts", "letters", "office.yaml", "templates", "texts"]
    assert (tmp_path / "letters").stat().st_mode & 0o077 == 0 or os.name == "nt"
    assert [problem.rule for problem in in_the_way(tmp_path, "x")] == ["folder-not-empty"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("fails", ["office.yaml", "facts", "new"])
def test_what_fails_halfway_leaves_nothing(tmp_path, monkeypatch, there, fails):
    folder = tmp_path / "new"
    if there:
        folder.mkdir()
    rename = Path.rename

    def failing(self, target):
        if Path(target).name == fails:
            raise PermissionError(13, "Permission denied", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    problems = found_office(SAID, folder, "new", lambda _: b"paper")
    if (fails == "new") == there:
        assert problems == []
        return
    assert [str(problem) for problem in problems] == [
        "new: error: cannot be written: permission denied; nothing was written [unwritable-file]"
    ]
    assert [str(path) for path in tmp_path.rglob("*")] == ([str(folder)] if there else [])


def test_backups_are_numbered(tmp_path):
    path = tmp_path / "letterhead.docx"
    for name in ("letterhead-old-1.docx", "letterhead-old-2.docx"):
        assert backup_name(path).name == name
        backup_name(path).touch()


def test_version_control_ignores_in_a_new_office_what_it_ignores_here():
    own = (ROOT / ".gitignore").read_text("utf-8").partition("node_modules/\n")[2]
    here = {line for line in own.splitlines() if not line.startswith(("#", "!"))}
    assert {line for line in IGNORE_TEXT.splitlines() if not line.startswith(("#", "!"))} == here


# The command, at a terminal.


def png(width: int, height: int) -> bytes:
    """A picture in one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\x20\x40\x80" * width) * height
    head = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_what_is_wrong_is_asked_for_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    typed = (
        "\nJo Lee MP\nWestmere\nHouse of Commons, London SW1A 0AA\nx:\nWestmere: 1 A Row, Westmere\n\nno\n\n\nwww.example.org\n"
        "opp\nopposition\n\nLabour\ny\n"
    )
    ran = run_drafter("init", "new office", typed=typed)
    assert ran.code == 0
    assert "Accountable Care Organisations (aco), which came with drafter\n" in ran.err
    assert re.findall(r"  (\S.*)\n", ran.err)[:5] == [
        "the member's name is needed, as it stands on letters: 'Jo Lee MP'",
        "an address has a place in it: 'Westmere: 14 Market Row, Westmere, WV1 9ZZ'",
        "a telephone number has digits in it: '020 7946 0182'",
        "'opp' is no side; known: government, opposition, none",
        "the party is needed where the side is opposition: 'Labour'",
    ]
    assert '  cd "new office"\n' in ran.text
    assert "drafter completion fish | source" in ran.text
    text = (tmp_path / "new office" / "office.yaml").read_text("utf-8")
    assert re.search(r"(?m)^party: Labour$", text)


def test_a_mistyped_side_says_nothing_against_the_party(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = ("--member", "Jo Lee", "--constituency", "W", "--yes", "--side", "oposition", "--party")
    side = "--side: error: 'oposition' is no side; did you mean 'opposition'? [unusable-answer]\n"
    assert run_drafter("init", "new", *given, "Labour").err == side
    party = "--party: error: 'Labor' is no party that drafter knows; did you mean 'Labour'? [unusable-answer]\n"
    assert run_drafter("init", "new", *given, "Labor").err == side + party


def test_a_no_or_the_end_of_the_input_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = ("--member", "Jo Lee", "--constituency", "W", "--address", "W: 1 A Row", "--telephone", "", "--email", "")
    assert run_drafter("init", "new", *given, "--side", "none", typed="\nn\n").code == 1
    assert run_drafter("init", "new", typed="Jo Lee\n").code == 1
    assert list(tmp_path.iterdir()) == []


def test_an_answer_at_the_terminal_may_be_left_out_with_yes(monkeypatch):
    asked = Asked(asks=False, may_lack=True)
    assert asked.answer("--email", None, "E-mail", read_email, "") == ""
    assert asked.answer("--member", None, "Member", read_member, "", needed=True) == ""
    assert [problem.where.path for problem in asked.problems] == ["--member"]
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(click.Abort):
        repeated("Member", read_member)


def test_the_office_has_its_own_picture(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("arms.png").write_bytes(png(30, 20))
    ran = run_drafter("init", "new", "--member", "Jo Lee", "--constituency", "W", "--yes", "--emblem", "arms.png")
    assert ran.code == 0
    kept = Path("new/templates/letterhead.docx").read_bytes()
    text = Path("new/office.yaml").read_text("utf-8")
    Path("new/office.yaml").write_text(text.replace("# telephone:", "telephone: 020 7946 0001"), "utf-8")
    ran = run_drafter("--office", "new", "letterhead")
    assert (ran.code, "its emblem is a picture" in ran.text) == (0, True)
    assert Path("new/templates/letterhead-old-1.docx").read_bytes() == kept
    assert "its emblem is the initials" in run_drafter("--office", "new", "letterhead", "--initials").text


@pytest.mark.parametrize(
    ("environ", "told"),
    [
        ({"SHELL": "/bin/bash"}, "into ~/.bashrc:"),
        ({"SHELL": "C:\\Git\\bin\\bash.exe"}, "into ~/.bashrc:"),
        ({"PSModulePath": "x"}, "into $PROFILE:"),
        ({"SHELL": "/bin/tcsh"}, "'drafter completion' says"),
        ({}, "'drafter completion' says"),
    ],
)
def test_how_completion_is_switched_on(environ, told):
    assert told in how_in(environ)


def test_help_waits_for_no_library_of_words():
    code = "import sys; sys.argv = ['drafter', 'init', '--help']\nfrom drafter.cli import main\ntry: main()\nfinally: print('docx' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.stdout.endswith("False\n")
