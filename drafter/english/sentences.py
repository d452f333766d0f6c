"""Where sentences end: after a full stop, a question mark or an exclamation mark that ends no abbreviation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from drafter.patterns import late_pattern

CLOSERS: Final = "\"'\u201d\u2019)\\]"
"""What may close a sentence behind its full stop, as letters of a class in a pattern."""

OPENERS: Final = "\"'\u201c\u2018(\\["
"""What may stand before the first letter of a sentence, likewise."""

BEGINS: Final = "A-Z0-9\u00c0-\u00de"
"""What a sentence begins with, likewise."""

ENDS: Final = late_pattern(rf"[.?!\u2026][{CLOSERS}]*\Z")
_BEGINS: Final = late_pattern(rf"[{OPENERS}]*[{BEGINS}]")
_BARE: Final = late_pattern(r"^\W+|\W+$")
_ABBREVIATED: Final = frozenset(
    "mr mrs ms dr st e.g i.e prof rev cf hon rt col gen lt sir p pp para paras art vol ed eds".split()
)
_NUMBERED: Final = frozenset(("no", "nos"))  # "No. 5" goes on, "No. Then" does not


def between(begins: str = BEGINS, ends: str = "") -> str:
    """The pattern of the text between two sentences: closing marks and white space.

    ``begins`` are the letters with which the next sentence may begin. ``ends`` is a pattern of what must stand before
    the full stop. With it the full stop is part of the match; without it the full stop stands before the match.
    """
    stop = rf"(?<={ends})[.?!]+" if ends else "(?<=[.?!])"
    return rf"{stop}[{CLOSERS}]*\s+(?=[{OPENERS}]*[{begins}])"


_BETWEEN: Final = late_pattern(between())


def sentences_in(text: str) -> Iterator[str]:
    """The sentences of a text, each with its closing marks, and with white space folded."""
    at = 0
    text = text.strip()
    for match in _BETWEEN.finditer(text):
        yield " ".join((text[at : match.start()] + match[0].strip()).split())
        at = match.end()
    if text[at:]:
        yield " ".join(text[at:].split())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand in it, each with its closing marks. An abbreviation ends none."""
    found, at = [], len(text) - len(text.lstrip())
    for match in _BETWEEN.finditer(text):
        words, following = text[at : match.start()].split(), text[match.end() :].split(maxsplit=1)
        if not runs_on(words[-1] if words else "", following[0]):
            found.append((at, match.start() + len(match[0].rstrip())))
            at = match.end()
    end = len(text.rstrip())
    return [*found, (at, end)] if at < end else found


def may_end(word: str, following: str) -> bool:
    """Whether a sentence may end with a word, according to its marks and the following word, if there is one."""
    if not following:
        return True
    return bool(ENDS.search(word) and _BEGINS.match(following)) and not runs_on(word, following)


def runs_on(word: str, following: str) -> bool:
    """Whether the full stop of a word belongs to an abbreviation: "Mr. Hill", "No. 5", "J. Hill"."""
    bare = _BARE.sub("", word).casefold()
    if bare in _NUMBERED:
        return _BARE.sub("", following)[:1].isdigit()
    return bare in _ABBREVIATED or (len(bare) == 1 and bare.isalpha() and bare != "i")


def is_several(text: str) -> bool:
    """Whether a text is more than one sentence, whatever letter the next one begins with."""
    words = text.split()
    return any(
        ENDS.search(word) and not (word.endswith(".") and runs_on(word, following))
        for word, following in pairwise(words)
    )
