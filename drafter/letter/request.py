"""What is asked for: a reply to whom, on what, of which day, how long, in whose voice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from drafter.letter.correspondent import Correspondent


class Length(StrEnum):
    """How much of what could be said a letter says."""

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


@dataclass(frozen=True)
class LetterRequest:
    """A reply to draft. ``topics`` in the order asked; ``position`` names a template, empty for none.

    ``asks_address`` is for a writer who gave none: the letter thanks, asks for it, and answers nothing yet.
    """

    topics: tuple[str, ...]
    to: Correspondent
    date: date
    position: str = ""
    length: Length = Length.STANDARD
    reference: str = ""
    asks_address: bool = False
