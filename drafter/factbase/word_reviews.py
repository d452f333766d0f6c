"""Who looked at which of the letters' own words: ``facts/word-reviews.yaml``, to which entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter import located_yaml
from drafter.factbase import grown
from drafter.factbase.append import append
from drafter.factbase.reviews import Seal, folded, unsealed
from drafter.fields import Fields, entries
from drafter.files import locked
from drafter.problems import Problem, Where

FILE = "word-reviews.yaml"
_HEADING = (
    "# Who looked at which of the letters' own words. Written by 'drafter words review', which only adds at the end.\n"
)
_LABEL = "words"
_SHIPPED = Path(__file__).with_name("read_words.txt")


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
    seal: str = ""

    def is_sealed(self, seal: Seal) -> bool:
        """Whether it was entered by the office's own program, and is as it was entered."""
        return self.seal == seal(_LABEL, _sealed(self.words, self.fingerprint, self.by, self.on, self.note))


def shipped_words() -> frozenset[str]:
    """The fingerprints of the words that come with the program: its authors read each, and stand for it."""
    return frozenset(_SHIPPED.read_text(encoding="ascii").split())


def read_word_reviews(folder: Path, name: str, seal: Seal | None = None) -> tuple[list[WordReview], list[Problem]]:
    """The reviews in a folder of facts, in the order of the file; none where there is no file.

    With ``seal``, which the office's key makes, those count only that bear it.
    """
    path, name = folder / FILE, f"{name}/{FILE}"
    if not path.exists():
        return [], []
    document, problems = grown.read(path, name)
    if document is None:
        return [], problems
    found = [one for one in (_review(fields) for fields in entries(document, problems)) if one is not None]
    if seal is not None:
        typed = [one for one in found if not one.is_sealed(seal)]
        found = [one for one in found if one not in typed]
        problems += unsealed([(one.where, f"\u201c{one.text[:40]}\u201d") for one in typed], name)
    return found, sorted(problems)


def _review(fields: Fields) -> WordReview | None:
    before = len(fields.problems)
    fields.allow(("words", "text", "fingerprint", "by", "on", "note", "seal"))
    on = fields.day("on", required=True)
    review = WordReview(
        words=fields.text("words", required=True),
        text=fields.text("text", required=True),
        fingerprint=fields.text("fingerprint", required=True),
        by=fields.text("by", required=True),
        on=on or date.min,
        note=fields.text("note"),
        where=fields.entry,
        seal=fields.text("seal"),
    )
    return review if len(fields.problems) == before else None


def _sealed(words: str, fingerprint: str, by: str, on: date, note: str) -> list[str]:
    """What a seal seals. The fingerprint stands for the text."""
    return [words, fingerprint, by, on.isoformat(), note]


def append_word_review(
    folder: Path,
    name: str,
    words: str,
    text: str,
    fingerprint: str,
    by: str,
    on: date,
    note: str = "",
    seal: Seal | None = None,
) -> list[Problem]:
    """Enter that a person stands for a wording as it is."""
    by, note = folded(by), folded(note)
    fields: dict[str, located_yaml.Value] = {
        "words": words,
        "text": text,
        "fingerprint": fingerprint,
        "by": by,
        "on": on.isoformat(),
        "note": note or None,
        "seal": seal(_LABEL, _sealed(words, fingerprint, by, on, note)) if seal is not None else None,
    }
    with locked(folder):
        return append(folder / FILE, f"{name}/{FILE}", [fields], _HEADING)
