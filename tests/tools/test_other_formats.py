"""A draft saved in another program's format: it is reviewed and approved as the Word file that it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from edits import REQUEST, review_every_fact
from programs import convert
from running import run_drafter

pytestmark = pytest.mark.tools
KINDS = {".odt": "odt:writer8", ".rtf": "rtf:Rich Text Format", ".doc": "doc:MS Word 97"}


@pytest.fixture
def saved(office: Path) -> Path:
    """The draft, in the office's folder."""
    review_every_fact(office)
    assert run_drafter(*REQUEST, "-o", "letter.docx", "--clean").code == 0
    return office / "letter.docx"


@pytest.mark.parametrize("ending", KINDS)
def test_a_draft_in_another_format_is_the_letter_that_it_was(saved: Path, ending: str) -> None:
    convert(saved, KINDS[ending], saved.parent)
    saved.unlink()
    ran = run_drafter("review", f"letter{ending}")
    assert (ran.code, "0 errors, 0 questions" in ran.text) == (0, True), ran.text + ran.err
    approved = run_drafter("approve", f"letter{ending}", "--by", "R Okafor")
    assert approved.code == 0, approved.err
    assert (saved.parent / "letters" / "approved" / "letter.docx").is_file()


def test_what_is_no_letter_is_one_clear_problem(saved: Path) -> None:
    (saved.parent / "broken.odt").write_bytes(b"PK\x03\x04 nothing of the kind")
    ran = run_drafter("review", "broken.odt")
    assert ran.code == 1
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
