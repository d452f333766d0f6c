"""Answered messages: which ones were answered already, by approved letters to their writers.

In doubt a person decides: a wrong date must not leave anybody without an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from drafter.english.names import forms_of
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.decisions import Do, MessageDecision
from drafter.inbox.piles import ANSWERED, Pile, TriagedMessage
from drafter.letter.recipient import postcode
from drafter.problems import Problem
from drafter.register.model import topics_kept

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.register.store import Register

_FIRST: Final = date(2000, 1, 1)  # a computer whose clock has stopped starts from 1970, 1980 or 1999
_ZONES: Final = timedelta(days=1)  # the day at the sender's place may be this far ahead
_QUIET: Final = timedelta(days=60)  # a campaign in which nobody writes for so long is over


class Sent(NamedTuple):
    """An approved letter: its number in the register, the day of approval, its topics."""

    number: int
    approved: date
    topics: tuple[str, ...]


class RegisterNames(NamedTuple):
    """The register's names for somebody: those that are surely this person's, and those that may be another's in the
    house.
    """

    same: frozenset[str]
    perhaps: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ApprovedLetters:
    """The approved letters, by the person to whom they went. ``known_as`` gives the register's names for a name and
    postcode, which the register itself does not keep. ``today`` is the last day on which a message can have been
    written.
    """

    sent: Mapping[str, Sequence[Sent]]
    known_as: Callable[[str, str], RegisterNames]
    today: date

    @property
    def last(self) -> int:
        """The highest number of a letter; 0 where there is none."""
        return max((letter.number for letters in self.sent.values() for letter in letters), default=0)


def approved_letters_for(register: Register, base: FactBase, today: date) -> tuple[ApprovedLetters, list[Problem]]:
    """The approved letters of an open register, and what is wrong in it. ``today`` is the office's own day.

    Raises ProblemsFound where the register cannot be read.
    """
    looked = register.sent()
    sent: dict[str, list[Sent]] = {}
    for entry in reversed(looked.entries):
        day = entry.approved_at.date()  # a day of UTC
        # A row of before another subject had a topic of the name: it is matched by all that it may mean.
        topics = topics_kept(entry, base)
        sent.setdefault(str(entry.constituent), []).append(Sent(entry.number, day, topics))
    return ApprovedLetters(sent, partial(_known, register.constituent), today), [*register.wrong, *looked.refused]


def _known(hashed: Callable[[str, str], str], name: str, postcode: str) -> RegisterNames:
    """The register's keyed hashes for somebody; it keeps neither name nor postcode."""
    forms = forms_of(name)
    same, perhaps = ([hashed(form, postcode) for form in some] for some in (forms.same, forms.perhaps))
    return RegisterNames(frozenset(same), frozenset(perhaps) - frozenset(same))


def begun(days: Iterable[tuple[int, date]]) -> dict[int, date]:
    """The day on which each campaign began: back from its middle message to a gap of two months without messages.

    A campaign of two messages has no such day, since nobody could say which of two distant dates is wrong.
    """
    of: dict[int, Counter[date]] = {}
    for campaign, day in days:
        of.setdefault(campaign, Counter())[day] += 1
    first: dict[int, date] = {}
    for campaign, counts in of.items():
        if counts.total() > 2:
            some = sorted(counts.elements())
            at = len(some) // 2
            while at and some[at] - some[at - 1] <= _QUIET:
                at -= 1
            first[campaign] = some[at]
    return first


class Tally:
    """Pairs messages with letters, one to one, in the order in which the messages were read.

    A letter answers what was written up to the day of its approval. Who writes again afterwards is answered again. A
    person decides where a message's date is missing or impossible, or where the letter may be another person's. Once a
    person has decided to answer a message, only letters approved since then count.
    """

    def __init__(self, answers: ApprovedLetters | None, begun: Mapping[int, date] | None = None) -> None:
        self._answers = answers
        self._begun = begun or {}
        self._used: set[int] = set()

    def over(self, laid: TriagedMessage) -> TriagedMessage:
        """The message, moved to the answered pile if it is answered, or to the doubtful one if that is unclear."""
        if laid.pile not in ANSWERED or laid.to is None or self._answers is None or not self._answers.sent:
            return laid
        known = self._answers.known_as(laid.to.addressee[0], postcode(laid.to.addressee))
        same, perhaps = self._letters(known.same, laid), self._letters(known.perhaps, laid)
        day, doubt = laid.kept.read.date, self._doubt(laid)
        if laid.decision.do is Do.ANSWER:
            answer = next((letter for letter in same if _since(letter, laid.decision)), None)
            return laid if answer is None else self._replied(laid, answer)
        if doubt:
            return _unsure(laid, (same or perhaps)[0], doubt) if same or perhaps else laid
        assert day is not None
        for letter in same:
            # On the same day the letter counts as the later one: post may be answered on the day on which it comes. A
            # second message of that day finds no letter left.
            if letter.approved >= day:
                return self._replied(laid, letter)
        for letter in perhaps:
            if letter.approved >= day:
                return _unsure(laid, letter, "it went to somebody of this name and house with another title, or none")
        return laid

    def _letters(self, known: frozenset[str], laid: TriagedMessage) -> list[Sent]:
        """The letters to somebody on a message's matter that answer no other message yet, the oldest first."""
        assert self._answers is not None
        found = (letter for who in known for letter in self._answers.sent.get(who, ()))
        return sorted(letter for letter in found if letter.number not in self._used and _on_this(letter, laid))

    def _doubt(self, laid: TriagedMessage) -> str:
        """Why a message's date proves nothing; empty where it can be trusted."""
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

    def has_letter(self, laid: TriagedMessage, topics: Container[str]) -> bool:
        """Whether a letter to a message's writer on some topics was approved on the message's day or later."""
        if laid.to is None or self._answers is None:
            return False
        known, day = self._answers.known_as(laid.to.addressee[0], postcode(laid.to.addressee)), laid.kept.read.date
        sent = (letter for who in known.same for letter in self._answers.sent.get(who, ()))
        return any(any(one in topics for one in letter.topics) and day and letter.approved >= day for letter in sent)

    def _replied(self, laid: TriagedMessage, letter: Sent) -> TriagedMessage:
        self._used.add(letter.number)
        that_day = ", the day on which it was written" if letter.approved == laid.kept.read.date else ""
        asked = laid.pile is Pile.ASK_ADDRESS and not letter.topics
        open_ = "it was only asked for the address, and nothing is answered yet" if asked else ""
        return replace(laid, pile=Pile.REPLIED, why=f"by {_told(letter)}{that_day}", open_=open_)


def _on_this(letter: Sent, laid: TriagedMessage) -> bool:
    return not letter.topics or not set(letter.topics).isdisjoint(laid.topics)


def _since(letter: Sent, decision: MessageDecision) -> bool:
    """Whether a letter was approved after a decision. Where the decision does not name the last letter before it, the
    day must do; on the same day the letter is the later one, as when the post is decided on and answered in one day.
    """
    if decision.after is not None:
        return letter.number > decision.after
    return decision.since is None or letter.approved >= decision.since


def _told(letter: Sent) -> str:
    return f"letter {letter.number}, approved on {day_in_words(letter.approved)}"


def _unsure(laid: TriagedMessage, letter: Sent, why: str) -> TriagedMessage:
    return replace(laid, pile=Pile.UNSURE, why=f"perhaps answered already by {_told(letter)}: {why}")
