"""The types of a batch: who is to get a letter, and what a letter is where nobody says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, Protocol

from drafter.letter.request import Length, LetterRequest
from drafter.problems import Problem

NO_POSITION: Final = "none"


class Recipient(NamedTuple):
    """One wanted letter: the row for which it is, counted as a person counts, and what it is to be."""

    row: int
    request: LetterRequest
    large_print: bool = False


class Recipients(Protocol):
    """The people to be answered. They can be read any number of times, so nothing needs all of them at once."""

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order. A row that cannot be used gives its problems instead."""
        ...


@dataclass(frozen=True)
class Defaults:
    """What a letter is where its row does not say: from the command line, or the office's own settings.

    ``by_email`` tells that each letter goes to an e-mail address. ``attached`` is the ending of the letter's file that
    goes with it.
    """

    topics: tuple[str, ...]
    date: date
    position: str
    length: Length
    large_print: bool
    by_email: bool = False
    attached: str = ""
