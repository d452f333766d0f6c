"""The steps of a letter: what is to be said, in order, before it has words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from drafter.factbase.model import Fact
from drafter.letter.frames import Voice
from drafter.letter.tree import Segment


@dataclass(frozen=True)
class Begin:
    """A new paragraph of a part. ``opener`` stands before its first frame ("On the regulations")."""

    part: str
    opener: str = ""


@dataclass(frozen=True)
class Head:
    """A heading over what follows."""

    text: str
    part: str


@dataclass(frozen=True)
class Say:
    """Claims of one voice, in order. ``had``: told as history. ``answer`` rests on the first of them.

    ``joins`` are the words before some of them: "but", "and so".
    """

    voice: Voice
    facts: tuple[Fact, ...]
    had: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Silence:
    """A question that what is cited leaves unanswered. ``asked``: the constituent asked just this, just before."""

    question: str
    asked: bool = False


@dataclass(frozen=True)
class Put:
    """Words that stand as they are: for each sentence its options, of which the best is taken."""

    options: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True)
class Yet:
    """That the next claims rub with those before."""


Step: TypeAlias = "Begin | Head | Say | Silence | Put | Yet"
