"""What a document's text says of itself: proposals for its entry, each with the paragraph it was found in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from drafter.documents.dates import dates_in, only_date
from drafter.documents.extracted import Detail, Extracted
from drafter.documents.furniture import answered_between, furniture_of
from drafter.documents.quotations import fold

_HEAD = 40  # blocks from the beginning in which a document speaks of itself
_SHORT = 150  # letters of the longest block that could be a title or hold a date of issue
_LABELS = {
    "title": re.compile(r"title\s*:\s*(.+)", re.IGNORECASE),
    "author": re.compile(r"(?:[Aa]uthors?|Written by)\s*:\s*(.+)|[Bb]y ((?:[A-Z][\w.'’-]+ ?){2,4})"),
    "publisher": re.compile(r"(?:publisher\s*:|published by)\s*(.+)", re.IGNORECASE),
}
_ISSUED = re.compile(r"(?:(?:publication|issue) date|date of (?:publication|issue)|(?:first )?published|issued)\b")
_NOT_ISSUED = re.compile(r"\b(?:asked|tabled|updated|accessed|retrieved|printed|revised|due|review)\b", re.IGNORECASE)
_NUMBERS = (
    re.compile(r"\b((?:CBP|CDP|SN|LLN)[- ]?\d{3,5})\b"),
    re.compile(r"\b(?:UIN|[Ww]ritten [Qq]uestion|Question number)\s*:?\s*(?:no\.? ?)?(\d{3,6})\b"),
    re.compile(r"\b((?:HC|HL|Cm|CP|Cmnd) \d{1,4}(?:-[IVX]+)?)\b"),
)
_ASKED_OF = re.compile(r"Question (?:to|for) (?:the )?(.+?):?")
_LIBRARY = "House of Commons Library"
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: [\w.'’-]+){1,5}")


def with_details(
    kind: str, blocks: tuple[str, ...], own: Mapping[str, str], place: str, notes: Iterable[str]
) -> Extracted:
    """The document with its proposals. ``own`` are those from the file's own data, which ``place`` names."""
    found = {name: Detail(value, place) for name, value in own.items() if value}
    answer = dict(_answer(blocks))
    # A page's data name its own maker and day, a written answer's text the minister and the day of the answer.
    found = {**found, **answer}
    head = [(number, block) for number, block in enumerate(blocks[:_HEAD], 1) if len(block) <= _SHORT]
    for name, value, number in [*_labelled(head), *_dated(head), *_numbered(blocks), *_titled(blocks)]:
        found.setdefault(name, Detail(value, f"paragraph {number}"))
    if "publisher" not in found:
        for number, block in head:
            if _LIBRARY in block:
                found["publisher"] = Detail(_LIBRARY, f"paragraph {number}")
    type_ = _type(kind, found, bool(answer))
    if type_:
        found["type"] = Detail(type_, "proposed")
    title = found["title"].value if "title" in found else ""
    furniture, counted_from = furniture_of(blocks, title)
    return Extracted(kind, blocks, found, furniture, counted_from, tuple(notes))


def states(document: Extracted, name: str, value: str) -> bool:
    """Whether a detail that a person gave stands in the document itself: as whole words, or as the same date."""
    if name in document.found and document.found[name].value == value:
        return True
    if name == "issued":
        return any(value in dates_in(block) for block in document.blocks)
    wanted = fold(value).casefold()
    said = (fold(block).casefold() for block in document.blocks)
    return any(re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", block) for block in said if wanted in block)


def _answer(blocks: Sequence[str]) -> Iterator[tuple[str, Detail]]:
    """A written answer: who answered, on which day, for which department."""
    first, last = answered_between(blocks)
    day = only_date(blocks[last - 1]) if last else ""
    if not day:
        return
    yield "issued", Detail(day, f"paragraph {last}")
    for number in range(first + 1, last):
        if _NAME.fullmatch(blocks[number - 1]) and not blocks[number - 1].endswith("Portrait"):
            yield "author", Detail(blocks[number - 1], f"paragraph {number}")
            break
    for number, block in enumerate(blocks[: first - 1], 1):
        asked = _ASKED_OF.fullmatch(block)
        if asked:
            yield "publisher", Detail(asked[1], f"paragraph {number}")


def _labelled(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    for number, block in head:
        for name, label in _LABELS.items():
            match = label.fullmatch(block)
            if match:
                yield name, next(group for group in match.groups() if group).strip(), number


def _dated(head: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """The day of issue: what is called so first, then a date that stands in a line almost by itself."""
    for number, block in head:
        if _ISSUED.match(block.casefold()) and (date := only_date(block)):
            yield "issued", date, number
    for number, block in head:
        if len(block) <= 60 and not _NOT_ISSUED.search(block) and (date := only_date(block)):
            yield "issued", date, number


def _numbered(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    for pattern in _NUMBERS:
        for number, block in enumerate(blocks[:15], 1):
            match = pattern.search(block)
            if match and len(block) <= _SHORT:
                yield "number", match[1], number


def _titled(blocks: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The first line, where it is short, is no sentence and is not furniture."""
    furniture, _ = furniture_of(blocks)
    for number, block in enumerate(blocks[:3], 1):
        if number not in furniture:
            if len(blocks) > 1 and len(block) <= _SHORT and not block.endswith((".", ",", ";", ":")):
                yield "title", block, number
            return


def _type(kind: str, found: Mapping[str, Detail], answer: bool) -> str:
    if answer:
        return "parliamentary-answer"
    number = found["number"].value if "number" in found else ""
    if number.startswith(("CBP", "CDP", "SN", "LLN")) or (
        "publisher" in found and found["publisher"].value == _LIBRARY
    ):
        return "briefing"
    return {"html": "webpage", "pdf": "report", "docx": "report"}.get(kind, "")
