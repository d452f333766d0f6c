"""Sources as CSL-JSON, which citation programs read: pandoc's citeproc, Zotero and others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from drafter.facts.edtf import Issued
from drafter.facts.model import SOURCE_TYPES, Source

Names = Callable[[str], list[dict[str, str]]]


def as_csl(sources: Iterable[Source], names: Names) -> list[dict[str, Any]]:
    """One item for each source. ``names`` turns an author's name into CSL's form: a person's parts, or one literal."""
    return [_item(source, names) for source in sources]


def _item(source: Source, names: Names) -> dict[str, Any]:
    webpage = source.type == "webpage"
    item = {
        "id": source.id,
        "type": SOURCE_TYPES[source.type].csl,
        "genre": SOURCE_TYPES[source.type].genre,
        "title": source.title,
        "author": names(source.author) if source.author else [],
        "publisher": source.publisher,
        # The publisher of a web page is its site, which styles print as the container.
        "container-title": source.publisher if webpage else "",
        "issued": {"date-parts": date_parts(source.issued)},
        "number": source.number,
        "URL": source.url,
        "language": "en-GB",
        "note": _note(source),
    }
    return {name: value for name, value in item.items() if value}


def date_parts(issued: Issued) -> list[list[int]]:
    """A day, a month or both ends of an interval, only as precise as it is known."""
    return [[int(part) for part in end.split("-")] for end in issued.text.split("/")]


def _note(source: Source) -> str:
    """The details for which CSL has no field, one on each line. Citation styles do not print them for these types."""
    lines = [
        ("drafter type", source.type),
        ("stated in the document", ", ".join(source.stated) or "nothing"),
        ("known from", source.known_from),
        ("sha256 of the text", source.sha256),
    ]
    return "\n".join(f"{name}: {value}" for name, value in lines if value)
