"""Whether the facts that a letter relied on still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import StrEnum
from typing import NamedTuple

from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, fingerprint
from drafter.facts.reviews import Review, last_review
from drafter.facts.timeline import Day, overdue
from drafter.register.model import SaidFact


class Change(StrEnum):
    """What can have become of a fact since a letter said it."""

    GONE = "gone"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    FOLLOWED = "followed"
    ENDED = "ended"
    PAST_REVIEW = "past-review"


class Fallen(NamedTuple):
    """One way in which a fact does not stand any more; ``why`` follows the fact's name in a sentence."""

    fact: str
    change: Change
    why: str


def fallen(said: SaidFact, day: Day, reviews: Collection[Review]) -> Iterator[Fallen]:
    """In which ways a fact does not stand on a day, the gravest first. What was said as history cannot be overtaken."""
    fact = day.facts.get(said.fact)
    if fact is None:
        yield Fallen(said.fact, Change.GONE, "is no longer in the fact base")
        return
    if fact.withdrawn is not None:
        why = f"was withdrawn on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}"
        yield Fallen(fact.id, Change.WITHDRAWN, why)
    if fingerprint(fact) != said.fingerprint:
        words = plain(fact.claim) != said.statement
        what = "its words were changed since" if words else "what it rests on, or how it is told, was changed"
        yield Fallen(fact.id, Change.CHANGED, f"is not what it was: {what}")
    if said.held and fact.withdrawn is None:
        yield from _overtaken(fact, day, last_review(fact, reviews))


def _overtaken(fact: Fact, day: Day, seen: Review | None) -> Iterator[Fallen]:
    follower = None if day.holds(fact) else day.in_place_of(fact)
    if follower is not None and follower.id == fact.superseded_by:
        since = day_in_words(follower.start)
        yield Fallen(fact.id, Change.SUPERSEDED, f"was superseded by '{follower.id}', since {since}")
    elif follower is not None:
        since = day_in_words(follower.start)
        yield Fallen(fact.id, Change.FOLLOWED, f"was followed by '{follower.id}' in its series, since {since}")
    elif fact.until is not None and fact.until < day.date:
        yield Fallen(fact.id, Change.ENDED, f"held until {day_in_words(fact.until)} only")
    elif overdue(fact, seen, day.date) and fact.review_by is not None:
        why = f"was to be looked at again by {day_in_words(fact.review_by)}, and nobody has"
        yield Fallen(fact.id, Change.PAST_REVIEW, why)
