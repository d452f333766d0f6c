"""Sources as CSL-JSON, which citation programs read: pandoc's citeproc, Zotero and others."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from drafter.english.names import read_name
from drafter.facts.edtf import Issued
from drafter.facts.model import SOURCE_TYPES, Source

_PARTY: Final = re.compile(r"\s*\([^()]*\)\Z")  # "Mike Gapes MP (Labour)": styles have no field for the party
_AND: Final = re.compile(r", | and | & ")


def as_csl(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """One item for each source."""
    return [_item(source) for source in sources]


def _item(source: Source) -> dict[str, Any]:
    webpage = source.type == "webpage"
    item = {
        "id": source.id,
        "type": SOURCE_TYPES[source.type].csl,
        "genre": SOURCE_TYPES[source.type].genre,
        "title": source.title,
        "author": csl_names(source.author) if source.author else [],
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


def csl_names(author: str) -> list[dict[str, str]]:
    """An author as CSL's names. A person's name is split into its parts. An institution's, or an unsure one, stays
    whole.
    """
    people = [_person(name) for name in _AND.split(author)]
    return [person for person in people if person] if all(people) else [{"literal": author}]


def _person(name: str) -> dict[str, str]:
    name = _PARTY.sub("", name)
    greeting = read_name(name).greeting
    words = greeting.split()
    # Without a title, the greeting of a person is the name itself. "Sport England" and "King's Fund" are no people.
    plain = all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]{2,})*|[A-Z]\.?", word) for word in words)
    capitals = any(len(word) > 1 and word.isupper() for word in words)
    if not 2 <= len(words) <= 3 or not name.startswith(greeting) or not plain or capitals:
        return {}
    person = {"family": words[-1], "given": " ".join(words[:-1])}
    letters = name.removeprefix(greeting).strip(" ,")
    if not all(word.isupper() for word in letters.replace(",", " ").split()):
        return {}
    return {**person, "suffix": letters} if letters else person
