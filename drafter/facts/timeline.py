"""The fact base in time: does a fact stand on a day, since when, on whose word, and what is to be said against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase, Source, fingerprint

if TYPE_CHECKING:  # only who has reviews needs to read their file
    from drafter.facts.reviews import Review
    from drafter.problems import Problem


class Status(StrEnum):
    """How a fact stands on a day, the gravest first. Only what ``HOLDS`` may be relied on without more ado."""

    WITHDRAWN = "withdrawn"
    NOT_YET = "not yet begun"
    SUPERSEDED = "superseded"  # by the fact that it names
    FOLLOWED = "followed"  # by a newer fact of its series
    ENDED = "ended"
    UNVERIFIED = "not verified"
    OVERDUE = "overdue"
    UNREVIEWED = "never reviewed"
    CHANGED = "changed since it was reviewed"
    HOLDS = "holds"


# What was true once and has passed: it may still be told as history.
PASSED: Final = frozenset((Status.SUPERSEDED, Status.FOLLOWED, Status.ENDED))

LastReview = Callable[[Fact], "Review | None"]
LookedUp = Callable[[Fact], Iterable["Problem"]]  # what is wrong with a fact's quotations, by the lock


def nobody_looked(_: Fact) -> Review | None:
    """The reviews of those who have none at hand."""
    return None


def last_of(reviews: Iterable[Review]) -> LastReview:
    """The last review of each fact, in whatever words. ``reviews`` are in the order of their file."""
    last = {review.fact: review for review in reviews}
    return lambda fact: last.get(fact.id)


def _not_looked_up(_: Fact) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True, eq=False)
class Timeline:
    """The fact base on one day: what a letter of this date may say, and how each fact stands.

    Nothing is worked out before it is asked for, and of a fact only what is asked. Without reviews every fact is one
    that nobody has reviewed. Without a look-up in the lock, quotations count as verified.
    """

    date: date
    base: FactBase
    last_review: LastReview = nobody_looked
    looked_up: LookedUp = _not_looked_up

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact, by id."""
        return self.base.facts

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every document, by id."""
        return self.base.sources

    @cached_property
    def holding(self) -> Mapping[str, Fact]:
        """The newest fact of each series that had begun, by the series' name, even where it has ended."""
        found: dict[str, Fact] = {}
        for name, facts in in_series(self.base.facts.values()).items():
            begun = [fact for fact in facts if fact.start <= self.date]
            if begun:
                found[name] = max(begun, key=lambda fact: fact.start)
        return found

    def of(self, fact: Fact) -> FactStatus:
        """How a fact stands on this day."""
        return FactStatus(fact, self)

    def in_time(self, fact: Fact) -> Status:
        """What time has made of a fact, whoever looked at it: it holds, or has not begun, has passed, was withdrawn."""
        if fact.withdrawn is not None:
            return Status.WITHDRAWN
        if fact.start > self.date:
            return Status.NOT_YET
        follower = self.in_place_of(fact)
        if follower is not None:
            return Status.SUPERSEDED if follower.id == fact.superseded_by else Status.FOLLOWED
        if fact.until is not None and fact.until < self.date:
            return Status.ENDED
        strange = bool(fact.series) and fact.series not in self.holding  # a fact of another fact base
        return Status.ENDED if strange else Status.HOLDS

    def sayable(self, fact: Fact) -> bool:
        """Whether a letter of this date may cite the fact at all, even as history."""
        return fact.start <= self.date and fact.withdrawn is None

    def holds(self, fact: Fact) -> bool:
        """Whether the fact is what holds: begun, not ended, and of its series the newest."""
        return self.in_time(fact) is Status.HOLDS

    def is_history(self, fact: Fact) -> bool:
        """Whether the fact held once and no longer does."""
        return self.in_time(fact) in PASSED

    def in_place_of(self, fact: Fact) -> Fact | None:
        """What took a fact's place by this day: what superseded it, or what holds of its series; it may not hold."""
        named = self.facts.get(fact.superseded_by) if fact.superseded_by else None
        if named is not None and self.sayable(named):
            return named
        holding = self.holding.get(fact.series) if fact.series else None
        # By its id: the fact may have been read another time.
        return holding if holding is not None and holding.id != fact.id else None


@dataclass(frozen=True, eq=False)
class FactStatus:
    """How one fact stands on a day. Each question is answered when it is first asked."""

    fact: Fact
    timeline: Timeline

    @cached_property
    def in_time(self) -> Status:
        """What time has made of the fact: withdrawn, not yet begun, superseded, followed, ended; or it holds."""
        return self.timeline.in_time(self.fact)

    @property
    def holds(self) -> bool:
        """Whether it may be told as what holds, whoever looked at it."""
        return self.in_time is Status.HOLDS

    @cached_property
    def follower(self) -> Fact | None:
        """What took its place by this day; ``None`` where nothing did."""
        return self.timeline.in_place_of(self.fact) if self.in_time in PASSED else None

    @cached_property
    def review(self) -> Review | None:
        """Its last review: on whose word it stands."""
        return self.timeline.last_review(self.fact)

    @cached_property
    def reviewed(self) -> Status:
        """What its review is worth: never reviewed, changed since; or it holds.

        Only the last review counts: words that came back after others were reviewed were left for a reason.
        """
        if self.review is None:
            return Status.UNREVIEWED
        return Status.HOLDS if self.review.fingerprint == fingerprint(self.fact) else Status.CHANGED

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been looked at again by this day, and nobody has.

        A review on the day set for it, or later, settles it for good. Whoever wants it looked at once more sets a
        later ``review_by``; that is a change, and so asks for a review.
        """
        due = self.fact.review_by
        if due is None or not is_due(self.fact, self.timeline.date):
            return False
        return self.review is None or self.review.on < due

    @property
    def waits(self) -> bool:
        """Whether it waits for a person's eyes. A fact that was withdrawn waits for nothing."""
        if self.in_time is Status.WITHDRAWN:
            return False
        return self.reviewed is not Status.HOLDS or self.is_overdue

    @cached_property
    def unverified(self) -> tuple[Problem, ...]:
        """What is wrong with its quotations: never looked up, or changed since. The places are the fact's."""
        return tuple(self.timeline.looked_up(self.fact))

    @cached_property
    def against(self) -> tuple[Status, ...]:
        """All that stands against it on this day, the gravest first; empty where it holds and may be relied on."""
        found = (
            self.in_time,
            Status.UNVERIFIED if self.unverified else Status.HOLDS,
            Status.OVERDUE if self.is_overdue else Status.HOLDS,
            self.reviewed,
        )
        return tuple(status for status in found if status is not Status.HOLDS)

    @property
    def status(self) -> Status:
        """The one word for it: the gravest of what stands against it, or that it holds."""
        return self.against[0] if self.against else Status.HOLDS

    @property
    def since(self) -> date:
        """The day since which it is what time has made of it; of an end, the last day on which it held."""
        if self.fact.withdrawn is not None:
            return self.fact.withdrawn.on
        if self.follower is not None:
            return self.follower.start
        return self.fact.until if self.in_time is Status.ENDED and self.fact.until else self.fact.start

    def why(self, status: Status) -> str:
        """What a status means for this fact, in words that follow its name in a sentence."""
        due = self.fact.review_by
        match status:
            case Status.WITHDRAWN if self.fact.withdrawn is not None:
                return f"was withdrawn on {day_in_words(self.fact.withdrawn.on)}: {self.fact.withdrawn.reason}"
            case Status.NOT_YET:
                return f"does not hold yet: it begins on {day_in_words(self.fact.start)}"
            case Status.SUPERSEDED | Status.FOLLOWED | Status.ENDED:
                return f"no longer holds: {self._passing()}"
            case Status.OVERDUE if due is not None:
                return f"was to be looked at again by {day_in_words(due)}, and nobody has"
            case Status.HOLDS:
                return "still stands"
        return f"was {status}"

    def _passing(self) -> str:
        if self.follower is not None:
            return f"'{self.follower.id}' took its place on {day_in_words(self.follower.start)}"
        return f"it ended on {day_in_words(self.fact.until)}" if self.fact.until else "time has moved on"


def on(
    base: FactBase, day: date, last_review: LastReview = nobody_looked, looked_up: LookedUp = _not_looked_up
) -> Timeline:
    """The fact base as it stood on a day."""
    return Timeline(day, base, last_review, looked_up)


def is_due(fact: Fact, day: date) -> bool:
    """Whether the day by which a fact was to be looked at again has passed, whoever has looked at it since."""
    return fact.review_by is not None and fact.review_by < day


def first_day(base: FactBase) -> date | None:
    """The first day on which anything could be said; ``None`` for an empty fact base."""
    return min((fact.start for fact in base.facts.values()), default=None)


def in_series(facts: Iterable[Fact]) -> Mapping[str, list[Fact]]:
    """The facts of each series that were not withdrawn, by the series' name, in the order in which they came."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.series and fact.withdrawn is None:
            found[fact.series].append(fact)
    return found


def successors(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """What took a fact's place, what took the place of that, and so on; a circle ends with the fact met again."""
    seen = {fact.id}
    step = facts.get(fact.superseded_by)
    while step is not None:
        yield step
        if step.id in seen:
            return
        seen.add(step.id)
        step = facts.get(step.superseded_by)


class Waiting(NamedTuple):
    """A fact that waits for a person's eyes, and the topics whose letters depend on it."""

    stands: FactStatus
    topics: tuple[str, ...]


def waiting(timeline: Timeline, topics: Mapping[str, tuple[str, ...]]) -> list[Waiting]:
    """What waits on a day to be reviewed. ``topics`` are those whose letters depend on a fact, by its id.

    Overdue facts come first, since letters may be saying what holds no more. Then come those on which the letters of
    most topics depend, and then the oldest.
    """
    every = map(timeline.of, timeline.facts.values())
    found = [Waiting(stands, topics.get(stands.fact.id, ())) for stands in every if stands.waits]
    return sorted(found, key=lambda w: (not w.stands.is_overdue, -len(w.topics), w.stands.fact.start, w.stands.fact.id))
