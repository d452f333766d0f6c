"""An e-mail's page in Chromium, and the letter that goes with it in LibreOffice."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.tools

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
WAYS = ("light", "large", "narrow", "large narrow", "paper")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages of two final copies, ordinary and in large print, and the letter that is attached."""
    from letters import sample_letter
    from shipped import ROOT

    from drafter.formats import WRITERS
    from drafter.formats.copies import Copy
    from drafter.letter.mailing import Mailbox, Mailing

    place = tmp_path_factory.mktemp("emails")
    letter = replace(
        sample_letter(),
        sender=Mailbox("Eleanor Marsh MP", "em@example.org"),
        mailing=Mailing("a@example.com"),
        attached=".docx",
    )
    letterhead = (ROOT / "templates" / "letterhead.docx").read_bytes()
    for name, large in (("page", False), ("large", True)):
        form = WRITERS[".eml"](letter, letterhead, Copy.FINAL, large_print=large)
        mail = message_from_bytes(form.filled(letter.particulars), policy=default)
        (place / f"{name}.html").write_text(mail.get_body(("html",)).get_content(), "utf-8")
        (attached,) = mail.iter_attachments()
        (place / f"{name}.docx").write_bytes(attached.get_content())
    broken = (place / "page.html").read_text("utf-8")
    (place / "broken.html").write_text(broken.replace("</body>", '<img src="https://www.example.org/x.png"></body>'))
    return place


@pytest.fixture(scope="module")
def seen(parts: Path) -> dict[str, Any]:
    """What Chromium and axe made of the pages."""
    from test_sheet import run

    (parts / "home").mkdir(mode=0o700)
    files = (parts / "page.html", parts / "large.html", parts / "broken.html")
    found: dict[str, Any] = json.loads(run(parts, "node", HERE / "sheet.mjs", *files, parts))
    return found


def test_the_attached_letter_opens_in_libreoffice(parts: Path) -> None:
    from programs import pages, to_pdf

    text = " ".join("".join(pages(to_pdf(parts / "page.docx"))).split())
    assert "Dear Mrs Patel," in text
    assert "DRAFT" not in text


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing_and_nothing_is_asked_for(seen: dict[str, Any], way: str) -> None:
    # A letter has no landmarks: of the rules for those of whole websites nothing is asked.
    found = [one for one in seen["axe"][way]["violations"] if "region" not in str(one) and "landmark" not in str(one)]
    assert found == []
    page = seen["as_it_is"][way]
    assert (page["requests"], page["said"]) == ([], [])
    assert page["too_wide"] <= 0


def test_what_would_be_fetched_is_seen(seen: dict[str, Any]) -> None:
    assert seen["axe"]["broken"]["violations"]
