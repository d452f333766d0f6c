"""Sources as CSL-JSON, which citation programs read: pandoc's citeproc, Zotero and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from drafter.facts.edtf import Issued
from drafter.facts.model import Source

# CSL 1.0.2 knows no parliamentary answer. 'bill', 'hearing' and 'legislation' are other things, and styles print them
# without number or publisher; a 'report' is printed whole, and its genre says what it is. So is a briefing paper.
_TYPES = {"parliamentary-answer": "report", "briefing": "report", "report": "report", "webpage": "webpage"}
_GENRES = {"parliamentary-answer": "Answer to written question", "briefing": "Briefing paper"}

Names = Callable[[str], list[dict[str, str]]]


def as_csl(sources: Iterable[Source], names: Names) -> list[dict[str, Any]]:
    """One item for each source. ``names`` reads an author's name into CSL's: a person's parts, or one literal."""
    return [_item(source, names) for source in sources]


def _item(source: Source, names: Names) -> dict[str, Any]:
    webpage = source.type == "webpage"
    item = {
        "id": source.id,
        "type": _TYPES[source.type],
        "genre": _GENRES.get(source.type, ""),
        "title": source.title,
        "author": names(source.author) if source.author else [],
        "publisher": source.publisher,
        # Where a web page stands is its publisher; styles print it as the container.
        "container-title": source.publisher if webpage else "",
        "issued": {"date-parts": date_parts(source.issued)},
        "number": source.number,
        "URL": source.url,
        "language": "en-GB",
        "note": _note(source),
    }
    return {name: value for name, value in item.items() if value}


def date_parts(issued: Issued) -> list[list[int]]:
    """A day, a month or both ends of an interval, no more precise than it is known."""
    return [[int(part) for part in end.split("-")] for end in issued.text.split("/")]


def _note(source: Source) -> str:
    """What CSL has no field for, a line each; citation styles do not print it for these types."""
    lines = [
        ("drafter type", source.type),
        ("stated in the document", ", ".join(source.stated) or "nothing"),
        ("known from", source.known_from),
        ("sha256 of the text", source.sha256),
    ]
    return "\n".join(f"{name}: {value}" for name, value in lines if value)
