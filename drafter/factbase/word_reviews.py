"""Who looked at which of the letters' own words: ``facts/word-reviews.yaml``, to which entries are only ever added."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter import located_yaml
from drafter.factbase.append import append
from drafter.fields import Fields, entries
from drafter.files import locked
from drafter.problems import Problem, Where

FILE = "word-reviews.yaml"
_HEADING = (
    "# Who looked at which of the letters' own words. Written by 'drafter words review', which only adds at the end.\n"
)
_FINGERPRINT = re.compile(r"^  fingerprint: \"?([0-9a-f]{16})\"?[ \t\r]*$", re.MULTILINE)


@dataclass(frozen=True)
class WordReview:
    """That a person looked at a wording and stands for it. ``words`` is its kind, ``text`` as it was on the day."""

    words: str
    text: str
    fingerprint: str
    by: str
    on: date
    note: str
    where: Where


def read_word_reviews(folder: Path, name: str) -> tuple[list[WordReview], list[Problem]]:
    """The reviews in a folder of facts, in the order of the file; none where there is no file."""
    path, name = folder / FILE, f"{name}/{FILE}"
    if not path.exists():
        return [], []
    document, problems = located_yaml.read(path, name)
    if document is None:
        return [], problems
    found = [one for one in (_review(fields) for fields in entries(document, problems)) if one is not None]
    return found, sorted(problems)


def reviewed_words(folder: Path) -> frozenset[str]:
    """The fingerprints of all wordings that somebody stands for: what a review of a letter needs, and no more.

    The file grows for years, so that its lines are merely looked through; 'drafter check' reads it whole.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(_FINGERPRINT.findall(text))


def _review(fields: Fields) -> WordReview | None:
    before = len(fields.problems)
    fields.allow(("words", "text", "fingerprint", "by", "on", "note"))
    on = fields.day("on", required=True)
    review = WordReview(
        words=fields.text("words", required=True),
        text=fields.text("text", required=True),
        fingerprint=fields.text("fingerprint", required=True),
        by=fields.text("by", required=True),
        on=on or date.min,
        note=fields.text("note"),
        where=fields.entry,
    )
    return review if len(fields.problems) == before else None


def append_word_review(
    folder: Path, name: str, words: str, text: str, fingerprint: str, by: str, on: date, note: str = ""
) -> list[Problem]:
    """Enter that a person stands for a wording as it is."""
    fields: dict[str, located_yaml.Value] = {
        "words": words,
        "text": text,
        "fingerprint": fingerprint,
        "by": by,
        "on": on.isoformat(),
        "note": note or None,
    }
    with locked(folder):
        return append(folder / FILE, f"{name}/{FILE}", [fields], _HEADING)
