"""What was read out of a file: its paragraphs, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

DETAILS = ("type", "title", "author", "publisher", "issued", "number", "url")


class Refused(Exception):
    """Why a file cannot be read, as a problem says it; never leaves this room."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


@dataclass(frozen=True, slots=True)
class Detail:
    """A proposal, and where in the file it was found ('paragraph 3', 'the page's own data')."""

    value: str
    place: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as read. ``blocks`` are its paragraphs, one line each, counted from 1.

    ``kind`` is the file's (``pdf``). ``found`` are proposals by the names in ``DETAILS``, ``issued`` as EDTF text;
    what was not found is not in it. ``furniture`` are numbers of blocks that seem to be nobody's statement, and
    ``counted_from`` the block that a reader would seem to call paragraph 1; both are proposals too. ``notes`` are
    sentences about the reading that a person should know; ``doubtful`` the pages whose columns may be read in a wrong
    order, from 1.
    """

    kind: str
    blocks: tuple[str, ...]
    found: Mapping[str, Detail] = field(default_factory=dict)
    furniture: tuple[int, ...] = ()
    counted_from: int = 1
    notes: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()

    @property
    def stated(self) -> tuple[str, ...]:
        """The details that the document's own text or data states; a ``type`` is our word, never the document's."""
        return tuple(name for name in DETAILS if name in self.found and name != "type")

    def as_json(self) -> dict[str, Any]:
        """For ``from_json``, across a pipe."""
        return asdict(self)


def from_json(value: dict[str, Any]) -> Extracted:
    """What ``as_json`` made."""
    return Extracted(
        kind=value["kind"],
        blocks=tuple(value["blocks"]),
        found={name: Detail(**detail) for name, detail in value["found"].items()},
        furniture=tuple(value["furniture"]),
        counted_from=value["counted_from"],
        notes=tuple(value["notes"]),
        doubtful=tuple(value["doubtful"]),
    )
