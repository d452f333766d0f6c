"""Passages of a letter that open with words such as "on another matter", and go on to other business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from drafter.english.lists import lists
from drafter.inbox.cues import straight

_LISTS: Final = lists("passing")
_FIRM: Final = _LISTS.pattern("another matter")
_LOOSE: Final = _LISTS.pattern("one more thing")
_OPENS: Final = re.compile(
    rf"(?:\A|(?<=[.?!;:\n]))[ \t]*(?:\d[.)] )?(?:(?:and|but|also|finally|lastly|just),? )*"
    rf"(?:(?P<firm>{_FIRM})|{_LOOSE})(?!\w)",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_LEAST: Final = 4  # words that say something after the opening words; with fewer, these stand over the next paragraph
SHOWN: Final = 100  # letters of a passage or a question that is quoted


class Aside(NamedTuple):
    """A passage that says it is on something else. ``start`` and ``end`` are places in the text. ``firm`` is whether
    its opening words leave no doubt: "on another matter" does, "one more thing" may go on with the same.
    """

    start: int
    end: int
    firm: bool


def asides(text: str) -> Iterator[Aside]:
    """The passages of a text that open as other business, each to the end of its paragraph."""
    at = 0
    plain = straight(text)
    while opening := _OPENS.search(plain, at):
        end = _paragraph(text, opening.end())
        if len(text[opening.end() : end].split()) < _LEAST:
            end = _paragraph(text, len(text) - len(text[end:].lstrip()))
        yield Aside(opening.start(), end, opening["firm"] is not None)
        at = max(end, opening.end())


def _paragraph(text: str, at: int) -> int:
    """Where the paragraph of a place ends."""
    found = _PARAGRAPH.search(text, at)
    return found.start() if found else len(text)


def quoted(text: str) -> str:
    """What somebody wrote, in one line and not too long for a problem or a table."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]} \u2026"
