"""The words of a batch as types: who is to have a letter, and what a letter is where nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, Protocol

from drafter.letter.request import Length, LetterRequest
from drafter.problems import Problem

NO_POSITION: Final = "none"


class Recipient(NamedTuple):
    """One letter that is wanted: the row that it is for, counted as a person counts, and what it is to be."""

    row: int
    request: LetterRequest
    large_print: bool = False


class Recipients(Protocol):
    """Those who are to be answered, as often as they are asked for: nothing needs all of them at once."""

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order; in the place of a row that cannot be used what is wrong with it."""
        ...


@dataclass(frozen=True)
class Defaults:
    """What a letter is where its row does not say: given on the command line, or the office's own.

    ``by_email`` tells that each goes to an e-mail address; ``attached`` is the ending of a letter's file that goes with
    it.
    """

    topics: tuple[str, ...]
    date: date
    position: str
    length: Length
    large_print: bool
    by_email: bool = False
    attached: str = ""
