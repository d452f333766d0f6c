"""A document paragraph by paragraph: what is drawn from each, or why nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from drafter.documents.texts import Text
from drafter.factbase.model import Fact, Source


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph: the facts that quote it, or the reason why none does; neither where nobody accounted for it."""

    number: int
    text: str
    facts: tuple[str, ...]
    reason: str

    @property
    def accounted_for(self) -> bool:
        """Whether something is drawn from it, or it is known why nothing is."""
        return bool(self.facts or self.reason)


def coverage(text: Text, source: Source, facts: Iterable[Fact]) -> tuple[Row, ...]:
    """The rows of a document, in its order."""
    quoting: dict[int, list[str]] = defaultdict(list)
    for fact in facts:
        for number in dict.fromkeys(c.paragraph for c in fact.cites if c.source == source.id):
            quoting[number].append(fact.id)
    reasons = {number: f"unused: {why}" for numbers, why in source.unused for number in numbers}
    reasons |= dict.fromkeys((number for number, _ in source.sections), "heading")
    reasons |= dict.fromkeys(source.furniture, "furniture")
    return tuple(
        Row(number, block, tuple(quoting[number]), "" if quoting[number] else reasons.get(number, ""))
        for number, block in enumerate(text.blocks, 1)
    )
