"""The fact base in time: what holds on a day, what is history by then, and what waits for a person's eyes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drafter.facts.model import Fact, FactBase, Source
from drafter.facts.reviews import Review, State, last_review, state_of

# The fact base on one day: what holds, and what is history by then.


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


# What waits for a person's eyes, and in which order.
#
# A fact waits while nobody has reviewed it, or not as it is now, or while its ``review_by`` has passed and nobody has
# looked since. A review on that day or later settles it for good: whoever wants it looked at again sets a later
# ``review_by``, which is a change, and reviews the fact after that. A fact that was withdrawn waits for nothing.


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact that waits: ``overdue`` where the day by which it was to be looked at has passed without."""

    fact: Fact
    state: State
    overdue: bool
    topics: tuple[str, ...]


def waiting(
    base: FactBase, reviews: Sequence[Review], topics: Mapping[str, tuple[str, ...]], day: date
) -> list[Waiting]:
    """What waits on a day. ``topics`` are those whose letters depend on a fact.

    Overdue facts come first, since letters may be saying what holds no more; then those on which the letters of most
    topics depend; then the oldest.
    """
    last = {review.fact: review for review in reviews}
    found = _waiting(base, last, topics, day)
    return sorted(found, key=lambda w: (not w.overdue, -len(w.topics), w.fact.start, w.fact.id))


def _waiting(
    base: FactBase, last: Mapping[str, Review], topics: Mapping[str, tuple[str, ...]], day: date
) -> Iterator[Waiting]:
    for fact in base.facts.values():
        if fact.withdrawn is not None:
            continue
        reviews = [last[fact.id]] if fact.id in last else []
        state = state_of(fact, reviews)
        late = overdue(fact, last_review(fact, reviews), day)
        if late or state is not State.REVIEWED:
            yield Waiting(fact, state, late, topics.get(fact.id, ()))


def overdue(fact: Fact, seen: Review | None, day: date) -> bool:
    """Whether by a day the fact should have been looked at again, and nobody has; ``seen`` is its last review."""
    due = fact.review_by
    return due is not None and due < day and (seen is None or seen.on < due)
