"""What waits for a person's eyes, and in which order.

A fact waits while nobody has reviewed it, or not as it is now, or while its ``review_by`` has passed and nobody has
looked since. A review on that day or later settles it for good: whoever wants it looked at again sets a later
``review_by``, which is a change, and reviews the fact after that. A fact that was withdrawn waits for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from drafter.factbase.model import Fact, FactBase
from drafter.factbase.reviews import Review, State, last_review, state_of


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
