"""Words that people typed, as one harmless line; and long lists of words as one pattern."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_BROKEN: Final = re.compile(r" *\n *")


def any_of(words: str) -> str:
    """A pattern for any one of these, which are divided by bars. Each is a pattern; lines may be broken at a bar."""
    return f"(?:{_BROKEN.sub('', words.strip())})"


# Characters that show as nothing, although their Unicode categories are not those of invisible characters.
BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

# Visible characters of the category Cf: the Arabic, Syriac and Kaithi number signs.
SEEN: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")

MOST_MARKS: Final = 30  # no language puts more marks on one letter (Unicode Standard Annex 15, stream-safe text)


def clean_line(text: str) -> str:
    """What a person typed, as one harmless line: NFC, without invisible characters."""
    if text.isprintable() and (text.isascii() or _is_clean(text)):  # true of most, and then nothing needs changing
        return " ".join(text.split())
    folded = "".join(" " if letter.isspace() else letter for letter in text if _is_kept(letter))
    # Marks are thinned out before composing, whose time grows with the square of their number; and after, because one
    # character may become two.
    return _thinned(" ".join(unicodedata.normalize("NFC", _thinned(folded)).split()))


def _is_clean(text: str) -> bool:
    """Whether a text without invisible characters is in NFC and has no marks that could be too many."""
    return (
        BLANKS.isdisjoint(text) and not any(map(unicodedata.combining, text)) and unicodedata.is_normalized("NFC", text)
    )


@lru_cache(maxsize=10_000)
def _is_kept(letter: str) -> bool:
    if letter.isspace() or letter in SEEN:
        return True
    noncharacter = 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE
    return not (noncharacter or letter in BLANKS or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"))


def _thinned(text: str) -> str:
    """The text with no more marks on any letter than languages use."""
    kept = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
