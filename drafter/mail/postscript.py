"""What people add below their signature: behind "PS", or simply so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from drafter.mail.addresses import ends_with_postcode
from drafter.mail.people import signed_by
from drafter.mail.prose import is_of_signature, reads_on

_POSTSCRIPT: Final = re.compile(r"\s*p\.?\s?p?\.?\s?s\b\.?\s*[:.\-\u2013]*\s*(?=\S)", re.IGNORECASE)
_MARKS: Final = 10  # postscripts; who writes more has written a letter of them
_MOST: Final = 3  # paragraphs below a signature


def without_postscripts(lines: Sequence[str], closes: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The lines without what was added behind the signature, and that. ``closes``: whether a line is closing words."""
    kept, said = _marked(list(lines))
    kept, below = _below(kept, closes)
    return kept, [*below, *said]


def _marked(lines: list[str]) -> tuple[list[str], list[str]]:
    """Those that begin with "PS", in their order."""
    said: list[str] = []
    for _ in range(_MARKS):
        at = next((at for at in range(len(lines) - 1, 0, -1) if _POSTSCRIPT.match(lines[at])), None)
        if at is None:
            break
        end = at + 1
        while end < len(lines) and lines[end].strip() and not is_of_signature(lines[end]):
            end += 1
        said = ["", _POSTSCRIPT.sub("", lines[at], count=1), *lines[at + 1 : end], *said]
        lines = [*lines[:at], *lines[end:]]
    return lines, said


def _below(lines: list[str], closes: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """Paragraphs that stand below closing words and a name."""
    said: list[str] = []
    kept = list(lines)
    for _ in range(_MOST):
        while kept and not kept[-1].strip():
            kept.pop()
        start = len(kept)
        while start > 0 and kept[start - 1].strip():
            start -= 1
        block = kept[start:]
        if not block or not reads_on(block) or any(map(is_of_signature, block)):
            break
        said = ["", *block, *said]
        kept = kept[:start]
    else:
        return list(lines), []  # so many are no afterthought: what looks like closing words above them is none
    return (kept, said) if said and _is_signed(kept, closes) else (list(lines), [])


def _is_signed(lines: Sequence[str], closes: Callable[[str], bool]) -> bool:
    """Whether lines end with closing words, a name, and no more than belongs to it."""
    filled = [line.strip() for line in lines if line.strip()][-8:]
    for at, line in enumerate(filled[:-1]):
        if closes(line) and signed_by(filled[at + 1].split(",")[0]):
            return all(map(is_of_signature, filled[at + 1 :]))
    # Without closing words: a name, and below it an address with its postcode.
    block: list[str] = []
    for line in reversed([line.strip() for line in lines]):
        if not line and block:
            break
        block = [line, *block] if line else block
    return 1 < len(block) < 8 and ends_with_postcode(block[-1]) and signed_by(block[0].split(",")[0]) is not None
