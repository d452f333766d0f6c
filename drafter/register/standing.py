"""Whether the facts that a letter relied on still stand."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from drafter.factbase.day import Day
from drafter.factbase.edtf import day_in_words
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.model import Fact
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


def fallen(said: SaidFact, day: Day) -> Iterator[Fallen]:
    """In which ways a fact does not stand on a day, the gravest first. What was said as history cannot be overtaken."""
    fact = day.facts.get(said.fact)
    if fact is None:
        yield Fallen(said.fact, Change.GONE, "is no longer in the fact base")
        return
    if fact.withdrawn is not None:
        why = f"was withdrawn on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}"
        yield Fallen(fact.id, Change.WITHDRAWN, why)
    if fingerprint(fact) != said.fingerprint:
        what = "its words were changed since" if fact.statement != said.statement else "what it rests on was changed"
        yield Fallen(fact.id, Change.CHANGED, f"is not what it was: {what}")
    if said.held and fact.withdrawn is None:
        yield from _overtaken(fact, day)


def _overtaken(fact: Fact, day: Day) -> Iterator[Fallen]:
    successor = day.facts.get(fact.superseded_by)
    holding = day.holding.get(fact.series) if fact.series else None
    if successor is not None and day.sayable(successor):
        since = day_in_words(successor.start)
        yield Fallen(fact.id, Change.SUPERSEDED, f"was superseded by '{successor.id}', since {since}")
    elif holding is not None and holding is not fact and holding.start >= fact.start:
        since = day_in_words(holding.start)
        yield Fallen(fact.id, Change.FOLLOWED, f"was followed by '{holding.id}' in its series, since {since}")
    elif fact.until is not None and fact.until < day.date:
        yield Fallen(fact.id, Change.ENDED, f"held until {day_in_words(fact.until)} only")
    elif fact.review_by is not None and fact.review_by < day.date:
        why = f"was to be looked at again by {day_in_words(fact.review_by)}"
        yield Fallen(fact.id, Change.PAST_REVIEW, why)
