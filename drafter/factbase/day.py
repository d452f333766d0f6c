"""The fact base on one day: what holds, and what is history by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from drafter.factbase.model import Fact, FactBase, Source


@dataclass(frozen=True)
class Day:
    """What a letter of this date may say. ``holding`` maps a series to the fact of it that holds, if one does."""

    date: date
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    holding: Mapping[str, Fact]

    def sayable(self, fact: Fact) -> bool:
        """Whether a letter of this date may cite the fact at all, be it as history."""
        return fact.start <= self.date and fact.withdrawn is None

    def holds(self, fact: Fact) -> bool:
        """Whether the fact is what holds: begun, not ended, and of its series the newest."""
        if not self.sayable(fact) or (fact.until is not None and fact.until < self.date):
            return False
        successor = self.facts.get(fact.superseded_by)
        if successor is not None and self.sayable(successor):
            return False
        holding = self.holding.get(fact.series)  # by its id: the fact may have been read another time
        return not fact.series or (holding is not None and holding.id == fact.id)

    def in_place_of(self, fact: Fact) -> Fact | None:
        """What took a fact's place by this day: what superseded it, or what holds of its series; it may not hold."""
        named = self.facts.get(fact.superseded_by)
        if named is not None and self.sayable(named):
            return named
        holding = self.holding.get(fact.series) if fact.series else None
        return holding if holding is not None and holding.id != fact.id else None

    def is_history(self, fact: Fact) -> bool:
        """Whether the fact held once and no longer does."""
        return self.sayable(fact) and not self.holds(fact)


def on(base: FactBase, day: date) -> Day:
    """The fact base as it stood on a day. A series gives its newest fact that had begun, even where it has ended."""
    holding: dict[str, Fact] = {}
    for fact in base.facts.values():
        if fact.series and fact.start <= day and fact.withdrawn is None:
            rival = holding.get(fact.series)
            if rival is None or rival.start < fact.start:
                holding[fact.series] = fact
    return Day(day, base.facts, base.sources, holding)


def first_day(base: FactBase) -> date | None:
    """The first day on which anything could be said; ``None`` for an empty fact base."""
    return min((fact.start for fact in base.facts.values()), default=None)
