"""Contractions, and days of a month, as they are written out: "do not" for "don't", "16 January" for "16th January"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from drafter.english.lists import lists
from drafter.patterns import late_pattern

_WORDING: Final = lists("wording")


def _pairs(phrases: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(short, tuple(full.split())) for short, _, full in (phrase.partition(" = ") for phrase in phrases)]


CONTRACTIONS: Final[Mapping[str, tuple[str, ...]]] = dict(_pairs(_WORDING.phrases("contractions")))
"""The words that each contraction stands for, in lower case."""

BEFORE_NOT: Final = _WORDING.words("before not")
"""The verbs that may stand before "n't"."""


def _either() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for short, full in _pairs(_WORDING.phrases("either way")):
        found[short].append(full)
    return {short: tuple(ways) for short, ways in found.items()}


EITHER_WAY: Final = _either()
"""The contractions that can be read in two ways, each with both."""

_SHORT: Final = late_pattern(r"\b(?:[a-z]+'[a-z]+|cannot)\b")
_NEGATED: Final = late_pattern(r"\b[a-z]+n't\b", re.IGNORECASE)
_DIGIT: Final = late_pattern(r"\d")
ORDINAL: Final = late_pattern(r"(\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE)
"""The day of a month with its ending."""

_MONTH: Final = f"(?:{'|'.join(sorted(lists('claims').words('months')))})"
_DAY: Final = late_pattern(
    rf"\b{ORDINAL.pattern}(?: of)?(?= {_MONTH}\b)|\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)


def written_out(text: str) -> str:
    """A text with its contractions and the days of months written out, so that it can be compared.

    It has straight apostrophes, and is in lower case. A contraction that can be read in two ways stays.
    """
    if "'" in text or "cannot" in text:
        text = _SHORT.sub(lambda match: _in_full(match[0]), text)
    if _DIGIT.search(text) is None:
        return text
    return _DAY.sub(lambda match: f"{match['day']} {match['month']}" if match["month"] else match[1], text)


def negations_written_out(text: str) -> str:
    """A text, with straight apostrophes, whose negations are written out: "do not" for "don't". Capitals stay."""
    return _NEGATED.sub(lambda match: match[0][:1] + _in_full(match[0].lower())[1:], text)


def _in_full(word: str) -> str:
    if word in CONTRACTIONS:
        return " ".join(CONTRACTIONS[word])
    return f"{word[:-3]} not" if word.endswith("n't") and word[:-3] in BEFORE_NOT else word
