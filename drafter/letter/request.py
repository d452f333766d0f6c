"""What is asked for: a reply to whom, on what, of which day, how long, in whose voice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drafter.letter.correspondent import Correspondent
from drafter.letter.mailing import Mailing


class Length(StrEnum):
    """How much of what could be said a letter says."""

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


class Did(NamedTuple):
    """What the member did for this reader, as it was typed: "wrote to the Minister", and the day."""

    what: str
    on: date

    def __str__(self) -> str:
        """As a letter's record keeps it."""
        return f"{self.what} {self.on.isoformat()}"


@dataclass(frozen=True)
class LetterRequest:
    """A reply to draft. ``topics`` in the order asked; ``position`` names a template, empty for none.

    ``asks`` and ``fears`` are what the constituent asks and fears ("privatisation.run"), ``wants`` the actions that the
    member is asked for, ``did`` what the member did for this reader. Topics that these name need not be given.
    ``asks_address`` is for a writer who gave none: the letter thanks, asks for it, and answers nothing yet. ``mailing``
    is where the letter goes by e-mail, ``attached`` the ending of a letter's file that goes with it.
    """

    topics: tuple[str, ...]
    to: Correspondent
    date: date
    position: str = ""
    length: Length = Length.STANDARD
    reference: str = ""
    asks_address: bool = False
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    did: tuple[Did, ...] = ()
    mailing: Mailing | None = None
    attached: str = ""


def most_words(length: Length, topics: int) -> int | None:
    """How many words a letter may have; ``None`` for no bound.

    The house's rule: brief is 150 words at most, one concern a page (300), three concerns 420.
    """
    if length is Length.FULL:
        return None
    if length is Length.BRIEF:
        return 150 + 60 * (topics - 1)
    return 300 + 60 * (topics - 1)


def most_notes(length: Length, topics: int) -> int | None:
    """How many notes a letter may have: eight on one concern, twelve on three."""
    return None if length is Length.FULL and topics > 3 else 8 + 2 * (topics - 1)
