"""What the rules look at: the facts, templates, texts and lock of a whole office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from drafter.facts.model import Fact, FactBase
from drafter.facts.places import FieldPlaces
from drafter.frozen import dataclass
from drafter.letter.templates import Templates
from drafter.office import Office
from drafter.problems import Where
from drafter.sources.quotations import DocumentText


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything of an office's that rules look at: facts, templates, the available texts, and the lock of the
    quotations.

    ``borne_out`` are the words of each fact's claim, by its id, that the lock found elsewhere in its document.
    """

    base: FactBase
    templates: Templates
    office: Office
    texts: Mapping[str, DocumentText]
    lock: str
    places: FieldPlaces
    borne_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def cite(self, fact: Fact, number: int, key: str) -> Where:
        """The place of a field of a fact's citation."""
        return self.places.of(fact, "cites", number, key)

    def claim(self, fact: Fact) -> Where:
        """The place of a fact's claim."""
        return self.places.of(fact, "claim")
