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
