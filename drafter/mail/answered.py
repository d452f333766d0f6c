"""Which messages are answered already: by the approved letters that went to those who wrote them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from drafter.factbase.edtf import day_in_words
from drafter.letter.correspondent import postcode
from drafter.mail.piles import ANSWERED, Laid, Pile


class Sent(NamedTuple):
    """A letter that was approved: its number in the register, the day of that, its topics."""

    number: int
    approved: date
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """The approved letters by whom they are to. ``known_as`` is how the register calls somebody of a name and postcode:
    it keeps neither.
    """

    sent: Mapping[str, Sequence[Sent]]
    known_as: Callable[[str, str], str]


class Tally:
    """Messages and letters put together, one to one, in the order in which the messages were read.

    A letter answers what was written before it was approved. Whoever writes again afterwards is answered again.
    """

    def __init__(self, answers: Answers | None) -> None:
        self._answers = answers
        self._left: dict[str, list[Sent]] = {}

    def over(self, laid: Laid) -> Laid:
        """The message, in the pile of those that are answered if it is."""
        if laid.pile not in ANSWERED or laid.to is None or self._answers is None:
            return laid
        who = self._answers.known_as(laid.to.addressee[0], postcode(laid.to.addressee))
        if who not in self._answers.sent:
            return laid
        left = self._left.setdefault(who, list(self._answers.sent[who]))
        for letter in left:
            on_this = not letter.topics or set(letter.topics) & set(laid.topics)
            if on_this and (laid.kept.read.date is None or letter.approved >= laid.kept.read.date):
                left.remove(letter)
                why = f"by letter {letter.number}, approved on {day_in_words(letter.approved)}"
                return replace(laid, pile=Pile.REPLIED, why=why)
        return laid
