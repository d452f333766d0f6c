"""Which messages are answered already: by the approved letters that went to those who wrote them.

Where that is in doubt, a person decides: nobody is left without an answer by a wrong date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from drafter.factbase.edtf import day_in_words
from drafter.letter.correspondent import postcode
from drafter.mail.decisions import Do
from drafter.mail.piles import ANSWERED, Laid, Pile

_FIRST: Final = date(2000, 1, 1)  # computers whose clock stands still count from 1970, 1980 or 1999
_ZONES: Final = timedelta(days=1)  # by which the day at the sender's place may be ahead
_QUIET: Final = timedelta(days=60)  # in which nobody writes to a campaign that goes on


class Sent(NamedTuple):
    """A letter that was approved: its number in the register, the day of that, its topics."""

    number: int
    approved: date
    topics: tuple[str, ...]


class Known(NamedTuple):
    """How the register may call somebody: what surely is of this person, and what may be of another of the house."""

    same: frozenset[str]
    perhaps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answers:
    """The approved letters by whom they are to. ``known_as`` is how the register may call somebody of a name and
    postcode: it keeps neither. ``today`` is the day after which no message can have been written.
    """

    sent: Mapping[str, Sequence[Sent]]
    known_as: Callable[[str, str], Known]
    today: date


def begun(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """The day on which each campaign began: back from the middle of its messages, until nobody wrote for two months.

    A campaign of two messages has none: which of the two would be wrong?
    """
    of: dict[int, list[date]] = {}
    for campaign, day in days:
        of.setdefault(campaign, []).append(day)
    first: dict[int, date] = {}
    for campaign, some in of.items():
        if len(some) > 2:
            some.sort()
            at = len(some) // 2
            while at and some[at] - some[at - 1] <= _QUIET:
                at -= 1
            first[campaign] = some[at]
    return first


class Tally:
    """Messages and letters put together, one to one, in the order in which the messages were read.

    A letter answers what was written before it was approved. Whoever writes again afterwards is answered again. Where
    the message's date is missing or cannot be right, or the letter may be another's, a person decides.
    """

    def __init__(self, answers: Answers | None, begun: Mapping[int, date] | None = None) -> None:
        self._answers = answers
        self._begun = begun or {}
        self._used: set[int] = set()

    def over(self, laid: Laid) -> Laid:
        """The message, in the pile of those that are answered if it is, or of those that are in doubt."""
        if laid.pile not in ANSWERED or laid.to is None or self._answers is None or not self._answers.sent:
            return laid
        known = self._answers.known_as(laid.to.addressee[0], postcode(laid.to.addressee))
        same, perhaps = self._letters(known.same, laid), self._letters(known.perhaps, laid)
        day, doubt = laid.kept.read.date, self._doubt(laid)
        if laid.decision.do is Do.ANSWER:  # somebody has looked at it: only letters from then on count
            return self._as_decided(laid, same)
        if doubt:
            return _unsure(laid, (same or perhaps)[0], doubt) if same or perhaps else laid
        assert day is not None
        for letter in same:
            if letter.approved >= day:
                return self._replied(laid, letter)
        for letter in perhaps:
            if letter.approved >= day:
                return _unsure(laid, letter, "it went to somebody of this name and house with another title, or none")
        return laid

    def _letters(self, known: frozenset[str], laid: Laid) -> list[Sent]:
        """The letters to somebody on what a message is about that answer no other message, the oldest first."""
        assert self._answers is not None
        found = (letter for who in known for letter in self._answers.sent.get(who, ()))
        return sorted(letter for letter in found if letter.number not in self._used and _on_this(letter, laid))

    def _doubt(self, laid: Laid) -> str:
        """Why the date of a message says nothing; empty where it may be believed."""
        assert self._answers is not None
        day = laid.kept.read.date
        if day is None:
            return "the message has no date that can be read"
        if day > self._answers.today + _ZONES:
            return f"the message is dated {day_in_words(day)}, which is still to come"
        if day < _FIRST:
            return f"the message is dated {day_in_words(day)}, as by a computer whose clock stands still"
        first = self._begun.get(laid.kept.campaign)
        if first is not None and day < first - _QUIET:
            return f"the message is dated {day_in_words(day)}, and its campaign began on {day_in_words(first)}"
        return ""

    def _as_decided(self, laid: Laid, letters: Sequence[Sent]) -> Laid:
        """The message that was decided to be answered: whether it was since."""
        decided, day = laid.decision.on, laid.kept.read.date
        doubt = self._doubt(laid)
        for letter in letters:
            if doubt and (decided is None or letter.approved >= decided):
                return self._replied(laid, letter)
            if day is not None and not doubt and letter.approved >= day:
                return self._replied(laid, letter)
        return laid

    def _replied(self, laid: Laid, letter: Sent) -> Laid:
        self._used.add(letter.number)
        return replace(laid, pile=Pile.REPLIED, why=f"by {_told(letter)}")


def _on_this(letter: Sent, laid: Laid) -> bool:
    return not letter.topics or not set(letter.topics).isdisjoint(laid.topics)


def _told(letter: Sent) -> str:
    return f"letter {letter.number}, approved on {day_in_words(letter.approved)}"


def _unsure(laid: Laid, letter: Sent, why: str) -> Laid:
    return replace(laid, pile=Pile.UNSURE, why=f"perhaps answered already by {_told(letter)}: {why}")
