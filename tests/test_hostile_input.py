"""Names, addresses and places that were typed to break something, or by somebody unlucky."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from bounded import resource
from running import ROOT, run_drafter

NASTY = [
    "{{ 9*9 }}",
    "{% for x in y %}",
    "Smith & Sons <b>Ltd</b>",
    'O\'Brien "Bobby"; DROP TABLE',
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u202c",
    "مريم الخوري",
    "Zoë \U0001f600 Ødegård",
    "a\x00b\x07c\x1b[31md",
    "x\ue0003\ue004",
    "x" * 200,
]


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_a_nasty_name_is_data(name, office):
    ran = run_drafter("draft", "--topic", "staff", "--to", name, "--address", name, "--reference", name,
                      "--date", "2018-07-10", "-o", "letter.docx")  # fmt: skip
    assert ran.code == 0, ran.err
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(Path("letter.docx").read_bytes())).paragraphs)
    if "{{" in name:
        assert "{{ 9*9 }}" in text
        assert "81" not in text
    if "&" in name:
        assert "Smith & Sons <b>Ltd</b>" in text
    ran = run_drafter("draft", "--topic", "staff", "--to", name, "--date", "2018-07-10", "-o", "-")
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert not any(ord(c) < 32 and c != "\n" for c in ran.text)


@pytest.mark.parametrize("name", ["", " ", "\x00", "...", "x" * 10_000, "\u200b"])
def test_a_name_that_is_none_is_refused_in_one_line(name, office):
    ran = run_drafter("draft", "--topic", "staff", "--to", name, "--date", "2018-07-10", "-o", "letter.md")
    assert ran.code == 2
    assert ran.err.startswith("--to: error: ")
    assert ran.err.count("\n") == 1
    assert not Path("letter.md").exists()


def test_what_is_no_text_is_refused_in_one_line(office):
    ran = run_drafter("draft", "--topic", "staff", "--to", "\ud800lone", "-o", "letter.md")
    assert (ran.code, ran.err) == (2, "drafter: error: what was typed is not UTF-8 text\n")


def test_no_personal_data_in_what_is_printed_or_in_file_names(office):
    ran = run_drafter("draft", "--topic", "staff", "--to", "Mrs Quillfeather", "--address", "9 Nettle Row, Westmere",
                      "--date", "2026-11-23")  # fmt: skip
    assert ran.code == 0
    assert "Quillfeather" not in ran.text + ran.err
    assert "Nettle" not in ran.text + ran.err
    assert [p.name for p in (office / "letters").iterdir()] == ["2026-11-23-staff.docx"]


def test_a_reference_cannot_leave_the_letters_folder(office):
    ran = run_drafter("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-07-10", "--reference", "../../up")
    assert ran.text == "letters/2018-07-10-up.docx\n"


def drafter(
    *args: str, cwd: Path, limit: int | None = None, stdout: object = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    def small_files() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "drafter", *args],
        cwd=cwd, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True, preexec_fn=small_files, check=False,
    )  # fmt: skip


REQUEST = ("draft", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-07-10")


def test_a_disk_that_is_full_leaves_no_half_letter(office):
    ran = drafter(*REQUEST, "-o", "letter.docx", cwd=office, limit=4096)
    assert ran.returncode == 1
    assert "letter.docx: error: cannot be written: file too large [unwritable-file]" in ran.stderr
    assert [p.name for p in office.iterdir() if "letter" in p.name] == []


def test_standard_output_that_is_full_is_told(office):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = drafter(*REQUEST, "-o", "-", cwd=office, stdout=full)
    assert ran.returncode == 1
    assert "no space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_that_is_none(office):
    ran = run_drafter(*REQUEST, "-o", "office.yaml/x/letter.docx")
    assert ran.code == 1
    assert "cannot be written" in ran.err


def test_a_letter_is_replaced_whole_or_not_at_all(office):
    Path("letter.md").write_text("precious", "utf-8")
    assert run_drafter(*REQUEST, "-o", "letter.md").code == 1
    assert Path("letter.md").read_text("utf-8") == "precious"
    ran = drafter(*REQUEST, "-o", "letter.md", "--force", cwd=office, limit=100)
    assert ran.returncode == 1
    assert Path("letter.md").read_text("utf-8") == "precious"
    assert run_drafter(*REQUEST, "-o", "letter.md", "--force").code == 0
    assert Path("letter.md").read_text("utf-8").startswith("---\n")


def test_the_office_may_be_named_and_is_found_from_below(office, monkeypatch, tmp_path):
    monkeypatch.chdir(office / "facts" / "aco")
    assert run_drafter("facts", "list").code == 0
    monkeypatch.chdir(tmp_path)
    assert run_drafter("--office", "office", "topics").code == 0
    assert run_drafter("topics").code == 2


def test_problems_are_named_from_where_the_user_stands(office, monkeypatch):
    (office / "facts" / "aco" / "new.yaml").write_text("- id: x\n", "utf-8")
    monkeypatch.chdir(office / "letters" if (office / "letters").exists() else office / "templates")
    assert "../facts/aco/new.yaml:1:3: error:" in run_drafter("check").err


def test_a_name_keeps_its_letters_whatever_the_locale(office):
    environment = {
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PATH": os.environ["PATH"],
    }
    ran = subprocess.run(
        [sys.executable, "-m", "drafter", *REQUEST[:3], "--to", "Mrs Zoë Brontë", "--date", "2018-07-10", "-o", "-"],
        cwd=office, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0
    assert "Dear Mrs Brontë," in ran.stdout.decode("utf-8")


def test_another_offices_letterhead_is_an_error(office, uncomposed):
    path = office / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("Eleanor Marsh MP", "Kim Lee MP"), "utf-8")
    ran = run_drafter("check")
    assert ran.code == 1
    assert "does not bear the name of 'Kim Lee MP', the member in office.yaml" in ran.err


def test_a_folder_that_is_not_there_is_not_made_for_a_letter(office):
    ran = run_drafter(*REQUEST, "-o", "nowhere/letter.docx")
    assert ran.code == 1
    assert "there is no folder 'nowhere'" in ran.err
    assert not Path("nowhere").exists()


def test_an_act_that_was_not_entered_is_refused_when_drafting(office):
    (office / "templates" / "aco" / "positions" / "mine.md.j2").write_text("I signed the motion.\n", "utf-8")
    ran = run_drafter(*REQUEST, "--position", "mine", "-o", "-")
    assert ran.code == 1
    assert "templates/aco/positions/mine.md.j2:1:1: error: 'I signed' claims an act of the member's" in ran.err


def test_a_misspelt_default_position_is_the_offices_error(office):
    path = office / "office.yaml"
    path.write_text(path.read_text("utf-8").replace("position: none", "position: goverment"), "utf-8")
    ran = run_drafter(*REQUEST, "-o", "-")
    assert (ran.code, ran.err.split(":")[0]) == (1, "office.yaml")


def test_every_topic_that_was_asked_is_answered_however_brief(office):
    ran = run_drafter("draft", "--topic", "patients", "--topic", "staff", "--to", "Kim Lee", "--date", "2018-02-01",
                      "--length", "brief", "-o", "-")  # fmt: skip
    assert "is elsewhere in this letter" not in ran.text
