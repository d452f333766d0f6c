"""A text as words that can be compared: each with its place, and a stop where a sentence ends."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(r"(?P<word>[^\W_]+(?:'[^\W_]+)?|[£&])|(?P<stop>[.?!;:\n]+)|(?P<pause>[,()]+)")
_INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
STOP: Final = "\n"


class Token(NamedTuple):
    """A word of a text: as it is compared, where it stands, and whether a comma parts it from the one before."""

    word: str
    start: int
    end: int
    parted: bool = False


def straight(text: str) -> str:
    """A text with straight apostrophes, and without hyphens; every letter keeps its place."""
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("-", " ")


def tokens(text: str) -> list[Token]:
    """The words of a text, with a stop where a sentence ends; "A.C.O." is one word."""
    # Every letter keeps its place.
    plain = _INITIALS.sub(lambda match: match[0].replace(".", "").ljust(len(match[0])), straight(text))
    small = plain.isascii()  # then no letter becomes two, and all are made small at once
    plain = plain.lower() if small else plain
    found = []
    parted = False
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        if kind == "pause":
            parted = True
            continue
        start, end = match.span()
        word = STOP if kind == "stop" else plain[start:end]
        found.append(Token(word if small else word.casefold(), start, end, parted))
        parted = False
    return found
