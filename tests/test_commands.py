"""Documents of commands that are run: what stands in ``tests/commands``, and in the walks of the docs, is what users see.

Each starts from a copy of the shipped office; how a document is written is told in ``documents.py``. The golden option
writes the outputs anew.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from documents import run_document

HERE = Path(__file__).parent
WALKS = (
    "a-subject-of-your-own.md", "an-office-of-your-own.md", "answers-by-email.md", "editing-the-facts.md",
    "from-draft-to-signature.md",
)  # fmt: skip
DOCUMENTS = [*sorted((HERE / "commands").glob("*.md")), *(HERE.parent / "docs" / name for name in WALKS)]


COMPOSING = {
    "a-subject-of-your-own",
    "bad-facts",
    "bad-templates",
}  # in which 'check' finds what shows only in letters that it composes


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d.stem for d in DOCUMENTS])
def test_document(document, office, golden, monkeypatch, request):
    if document.stem not in COMPOSING:
        request.getfixturevalue("uncomposed")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv("SHELL", "/bin/bash")
    getattr(time, "tzset", lambda: None)()  # Windows has none
    golden(document, run_document(document.read_text("utf-8"), office))


def test_the_walk_from_draft_to_signature_reaches_its_end():
    """Whoever follows it has a letter approved, recalled and corrected: a golden file would hold a broken walk too."""
    text = (Path(__file__).parent.parent / "docs" / "from-draft-to-signature.md").read_text("utf-8")
    for reached in (
        "letters/approved/letter.docx: letter 1, approved by R Okafor",
        "1 letter in the register, each as it was entered, and none missing",
        "corrected by 2",
        "letter 3 of 8 October 2018",
    ):
        assert reached in text, reached
    assert "[no-exception]" not in text
    assert "[unreadable-file]" not in text
