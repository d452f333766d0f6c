"""An mbox: its messages one by one, of which no more than one is in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import IO, Final

from drafter.mail.model import Raw

LARGEST: Final = 30_000_000  # bytes of one message, with what is attached to it
_PIECE: Final = 1 << 20
_LONGEST: Final = 1_000  # bytes of a line that begins a message
# What begins a message: "From ", who sent it ("-" where nobody says), and a day with its time and year, which
# programs write in several orders.
_FROM: Final = re.compile(
    rb"From \S.*?\s(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+(?:[A-Z][a-z]{2}\s+[0-9]{1,2}|[0-9]{1,2}\s+[A-Z][a-z]{2})\s"
    rb"(?=.*\b[0-9]{1,2}:[0-9]{2}\b)(?=.*\b(?:19|20)[0-9]{2}\b)"
)
_HEADER: Final = re.compile(rb"[!-9;-~]{1,60}:|>From ")


def begins_as_mbox(path: Path) -> bool:
    """Whether a file's first line begins a message. Raises OSError."""
    with path.open("rb") as file:
        return _may_begin(file.readline(_LONGEST))


def in_mbox(path: Path, name: str) -> Iterator[Raw]:
    """The messages of an mbox; of one that is too large nothing. Raises OSError."""
    with path.open("rb") as file:
        held = bytearray()
        number, size, blank = 0, 0, True
        for line, following in pairwise(chain(_lines(file), (b"",))):
            # In the midst of a file, a line like these is the letter's own unless headers follow.
            if blank and _may_begin(line) and (not number or _HEADER.match(following)):
                if number:
                    yield _message(name, number, held, size)
                number, held, size = number + 1, bytearray(), 0
            elif number:
                size += len(line)
                if size <= LARGEST:
                    # A line of the letter's own that began with "From " was given a sign before it.
                    held += line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line
                else:
                    held.clear()
            elif line.strip():
                yield Raw(name, ".eml", b"", "is not an mbox: its first line does not begin a message")
                return
            blank = not line.strip()
        if number:
            yield _message(name, number, held, size)
        else:
            yield Raw(name, ".eml", b"", "is empty")


def too_large(size: int) -> str:
    """Why a message of so many bytes is not read; empty where it is."""
    return f"has {size // 1_000_000} MB, more than any letter" if size > LARGEST else ""


def _may_begin(line: bytes) -> bool:
    return line.startswith(b"From ") and len(line) <= _LONGEST and bool(_FROM.match(line))


def _message(name: str, number: int, held: bytearray, size: int) -> Raw:
    fault = too_large(size)
    return Raw(f"{name}#{number}", ".eml", b"" if fault else bytes(held), fault)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; one without an end comes in pieces, so that none fills the memory."""
    while line := file.readline(_PIECE):
        yield line
