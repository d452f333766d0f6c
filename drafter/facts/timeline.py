"""The fact base in time: whether a fact stands on a day, since when, by whose review, and what stands against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase, Source, fingerprint
from drafter.frozen import NamedTuple, dataclass

if TYPE_CHECKING:  # only callers with reviews need to read their file
    from drafter.facts.reviews import FactReview
    from drafter.problems import Problem


class Status(StrEnum):
    """How a fact stands on a day, the most serious first. Only a fact that ``HOLDS`` needs no further check."""

    WITHDRAWN = "withdrawn"
    NOT_YET = "not yet begun"
    SUPERSEDED = "superseded"  # by the fact that its entry names
    FOLLOWED = "followed"  # by a newer fact of its series
    ENDED = "ended"
    UNVERIFIED = "not verified"
    OVERDUE = "overdue"
    UNREVIEWED = "never reviewed"
    CHANGED = "changed since it was reviewed"
    HOLDS = "holds"


# Facts that were true once and have passed: they may still be told as history.
PASSED: Final = frozenset((Status.SUPERSEDED, Status.FOLLOWED, Status.ENDED))

LastReview = Callable[[Fact], "FactReview | None"]
LookedUp = Callable[[Fact], Iterable["Problem"]]  # the problems of a fact's quotations, according to the lock


def nobody_looked(_: Fact) -> FactReview | None:
    """The last review for callers that have no reviews at hand: none."""
    return None


def last_of(reviews: Iterable[FactReview]) -> LastReview:
    """The last review of each fact, whatever its text was then. ``reviews`` are in the order of their file."""
    last = {review.fact: review for review in reviews}
    return lambda fact: last.get(fact.id)


def _not_looked_up(_: Fact) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True, eq=False)
class Timeline:
    """The fact base on one day: what a letter of this date may say, and how each fact stands.

    Only what is asked for is computed. Without reviews every fact counts as never reviewed. Without a look-up in the
    lock, quotations count as verified.
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
        """The newest fact of each series that had begun, by the series' name, even if that fact has ended."""
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
        """How a fact stands in time, whatever its reviews: it holds, has not begun, has passed, or was withdrawn."""
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
        """Whether the fact holds: it has begun, has not ended, and is the newest of its series."""
        return self.in_time(fact) is Status.HOLDS

    def is_history(self, fact: Fact) -> bool:
        """Whether the fact held once and no longer does."""
        return self.in_time(fact) in PASSED

    def in_place_of(self, fact: Fact) -> Fact | None:
        """What replaced a fact by this day: what superseded it, or its series' current fact. It may have ended too."""
        named = self.facts.get(fact.superseded_by) if fact.superseded_by else None
        if named is not None and self.sayable(named):
            return named
        holding = self.holding.get(fact.series) if fact.series else None
        # Compare ids: the fact may have been read at another time.
        return holding if holding is not None and holding.id != fact.id else None


@dataclass(frozen=True, eq=False)
class FactStatus:
    """How one fact stands on a day. Each answer is computed when it is first asked for."""

    fact: Fact
    timeline: Timeline

    @cached_property
    def in_time(self) -> Status:
        """How the fact stands in time: withdrawn, not yet begun, superseded, followed, ended; or it holds."""
        return self.timeline.in_time(self.fact)

    @property
    def holds(self) -> bool:
        """Whether it may be told as current, without regard to reviews."""
        return self.in_time is Status.HOLDS

    @cached_property
    def follower(self) -> Fact | None:
        """The fact that replaced it by this day; ``None`` if there is none."""
        return self.timeline.in_place_of(self.fact) if self.in_time in PASSED else None

    @cached_property
    def review(self) -> FactReview | None:
        """Its last review, and so the person who vouches for it."""
        return self.timeline.last_review(self.fact)

    @cached_property
    def reviewed(self) -> Status:
        """How it stands by its review: never reviewed, changed since; or it holds.

        Only the last review counts: an earlier text that returned was once abandoned for a reason.
        """
        if self.review is None:
            return Status.UNREVIEWED
        return Status.HOLDS if self.review.fingerprint == fingerprint(self.fact) else Status.CHANGED

    @property
    def is_overdue(self) -> bool:
        """Whether the day for its review has passed without one.

        A review on that day or later settles it for good. A later ``review_by`` makes it wait again: setting one is a
        change, and so needs a review.
        """
        due = self.fact.review_by
        if due is None or not is_due(self.fact, self.timeline.date):
            return False
        return self.review is None or self.review.on < due

    @property
    def waits(self) -> bool:
        """Whether it waits for review. A withdrawn fact does not wait."""
        if self.in_time is Status.WITHDRAWN:
            return False
        return self.reviewed is not Status.HOLDS or self.is_overdue

    @cached_property
    def unverified(self) -> tuple[Problem, ...]:
        """The problems of its quotations: never looked up, or changed since. Their places are the fact's."""
        return tuple(self.timeline.looked_up(self.fact))

    @cached_property
    def against(self) -> tuple[Status, ...]:
        """Everything that stands against it on this day, the most serious first; empty if it may be relied on."""
        found = (
            self.in_time,
            Status.UNVERIFIED if self.unverified else Status.HOLDS,
            Status.OVERDUE if self.is_overdue else Status.HOLDS,
            self.reviewed,
        )
        return tuple(status for status in found if status is not Status.HOLDS)

    @property
    def status(self) -> Status:
        """The one word for it: the most serious status that stands against it, or that it holds."""
        return self.against[0] if self.against else Status.HOLDS

    @property
    def since(self) -> date:
        """The day since which its status in time holds; for an ended fact, the last day on which it held."""
        if self.fact.withdrawn is not None:
            return self.fact.withdrawn.on
        if self.follower is not None:
            return self.follower.start
        return self.fact.until if self.in_time is Status.ENDED and self.fact.until else self.fact.start

    def why(self, status: Status) -> str:
        """The meaning of a status for this fact, in words that follow its name in a sentence."""
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
    """The fact base on a day."""
    return Timeline(day, base, last_review, looked_up)


def is_due(fact: Fact, day: date) -> bool:
    """Whether the day for a fact's review has passed, even if somebody has reviewed it since."""
    return fact.review_by is not None and fact.review_by < day


def first_day(base: FactBase) -> date | None:
    """The first day on which anything could be said; ``None`` for an empty fact base."""
    return min((fact.start for fact in base.facts.values()), default=None)


def in_series(facts: Iterable[Fact]) -> Mapping[str, list[Fact]]:
    """The facts of each series without the withdrawn ones, by the series' name, in their order."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.series and fact.withdrawn is None:
            found[fact.series].append(fact)
    return found


def successors(fact: Fact, facts: Mapping[str, Fact]) -> Iterator[Fact]:
    """The fact that superseded a fact, the one that superseded that, and so on; a circle ends with its first repeat."""
    seen = {fact.id}
    step = facts.get(fact.superseded_by)
    while step is not None:
        yield step
        if step.id in seen:
            return
        seen.add(step.id)
        step = facts.get(step.superseded_by)


class Waiting(NamedTuple):
    """A fact that waits for review, and the topics whose letters depend on it."""

    stands: FactStatus
    topics: tuple[str, ...]


def waiting(timeline: Timeline, topics: Mapping[str, tuple[str, ...]]) -> list[Waiting]:
    """The facts that wait for review on a day, in order. ``topics``: those whose letters depend on a fact, by id.

    Overdue facts come first, because letters may be telling something that no longer holds; then those on which the
    letters of most topics depend; then the oldest.
    """
    every = map(timeline.of, timeline.facts.values())
    found = [Waiting(stands, topics.get(stands.fact.id, ())) for stands in every if stands.waits]
    return sorted(found, key=lambda w: (not w.stands.is_overdue, -len(w.topics), w.stands.fact.start, w.stands.fact.id))
