"""What a letterhead says, line by line, held against office.yaml: no letter goes out on another member's paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from drafter import ooxml
from drafter.documents.quotations import fold
from drafter.formats.drawn import drawn_in
from drafter.letter.returned import Drawn
from drafter.office import Office
from drafter.problems import Problem, Where

RULE: Final = "other-letterhead"
HINT: Final = "put it right in Word; or name it in office.yaml, by its field or among 'letterhead_says'"
_AROUND = re.compile(r"word/(?:header|footer)\d{0,3}\.xml")
_PAGE = re.compile(r"\bpage\b[ \d]*(?:\bof\b[ \d]*)?|\bdraft\b")
# What names a detail without being one.
_LABELS = re.compile(
    r"\b(?:tel(?:ephone)?|phone|t|e-?mail|e|web(?:site)?|w|fax|mp|member of parliament(?: for)?|house of commons"
    r"|constituency|westminster|parliamentary|office(?: of)?|address|www|https?|the|and|at|for|of)\b"
)
_SAYS = re.compile(r"[^\W_]")
_MOST = 40  # letters of a line that is told
_MOST_PARTS, _MOST_XML, _MOST_UNPACKED = 1_000, 3_000_000, 50_000_000


def odd_letterhead(data: bytes, office: Office, where: Where) -> list[Problem]:
    """An error for each line of a letterhead that is none of the office's; nothing where it cannot be read."""
    return [Problem(where, RULE, _message(line), HINT) for line in strange(lines_of(data), office)]


def lines_of(data: bytes) -> tuple[str, ...]:
    """What a letterhead says, line by line; nothing where it cannot be read, which is told where it is used."""
    lines = (line for tree in _around(data) for line in ooxml.lines_of(tree))
    return tuple(dict.fromkeys(line for line in lines if _SAYS.search(line)))


def drawn_on(data: bytes) -> tuple[Drawn, ...]:
    """What is drawn on a letterhead; nothing where it cannot be read."""
    return tuple(one for tree in _around(data) for one in drawn_in(tree))


def _around(data: bytes) -> list[Element]:
    """A letterhead's headers and footers."""
    try:
        parts, _ = ooxml.unpack(
            data, lambda name: bool(_AROUND.fullmatch(name)), what="letterhead", most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED, most_xml=_MOST_XML,
        )  # fmt: skip
        return [ooxml.parse(parts[name]) for name in sorted(parts)]
    except (ooxml.NotWord, *ooxml.BROKEN):
        return []


def odd_around(lines: Iterable[str], office: Office, where: Where) -> Iterator[Problem]:
    """The same of the headers and footers of a letter that came back."""
    for line in strange(lines, office):
        yield Problem(where, RULE, f"its paper says {_message(line).removeprefix('says ')}", HINT)


def _message(line: str) -> str:
    shown = line if len(line) <= _MOST else f"{line[: _MOST - 3].rstrip()}..."
    return f"says '{shown}', which office.yaml does not have"


def strange(lines: Iterable[str], office: Office) -> list[str]:
    """The lines that hold something else than the office's own details, each once."""
    return [line for line in dict.fromkeys(lines) if _SAYS.search(_left_of(line, office))]


def _left_of(line: str, office: Office) -> str:
    """What is left of a line once the office's details and their labels are taken away."""
    text = _PAGE.sub(" ", " ".join(fold(line).casefold().split()))
    for detail in _details(office):
        text = re.sub(rf"(?<!\w){re.escape(detail)}(?!\w)", " ", text)
    return _LABELS.sub(" ", text)


@lru_cache(maxsize=4)
def _details(office: Office) -> tuple[str, ...]:
    """The office's details in small letters, the longest first."""
    named = [name for name, _ in office.addresses]
    every = (*office.details, *office.signs_as, *named, *office.letterhead_says, office.party)
    folded = {" ".join(fold(one).casefold().split()) for one in every if one}
    return tuple(sorted(folded, key=lambda one: (-len(one), one)))
