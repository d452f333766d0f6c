"""The letter's sentences with the numbers by which the sheet calls them, and the rows that it is laid out in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from drafter.documents.texts import Text
from drafter.letter.tree import Letter
from drafter.review.final import final_letter
from drafter.review.model import Passage, Review, Standing
from drafter.review.standing import Shelf


class Numbered(NamedTuple):
    """A sentence and its number, from 1. An approved heading has no number, which is 0: nothing is said of it."""

    number: int
    passage: Passage

    @property
    def id(self) -> str:
        """Where it stands in the page; its card is ``card``."""
        return f"s{self.number}"

    @property
    def card(self) -> str:
        """Where its card stands in the page."""
        return f"c{self.number}"


class Row(NamedTuple):
    """One paragraph, or one heading."""

    sentences: tuple[Numbered, ...]

    @property
    def heading(self) -> bool:
        """Whether it is a heading."""
        return self.sentences[0].passage.heading


@dataclass(frozen=True)
class Desk:
    """What a sheet is made from. ``texts`` are those at hand, by their source's id; ``file`` is the letter's own name.

    ``subject`` is the subject line where something is said of it; ``notes`` are the numbers of notes, each by the fact
    behind which it is called: the last of its run.
    """

    review: Review
    shelf: Shelf
    texts: Mapping[str, Text]
    file: str
    letter: Letter
    rows: tuple[Row, ...]
    subject: Numbered | None
    notes: Mapping[str, int]

    def numbered(self) -> list[Numbered]:
        """The sentences that have a number, in order."""
        every = [*([self.subject] if self.subject else []), *(one for row in self.rows for one in row.sentences)]
        return [one for one in every if one.number]


def desk(review: Review, shelf: Shelf, texts: Mapping[str, Text], file: str) -> Desk:
    """Number a review's sentences, and lay out what goes out."""
    letter = final_letter(review, shelf.base, shelf.templates, shelf.office.citations)
    numbered, last = [], 0
    for passage in review.passages:
        told = not passage.heading or passage.standing is not Standing.COURTESY or bool(passage.findings)
        last += told
        numbered.append(Numbered(last if told else 0, passage))
    rows = [Row(tuple(group)) for _, group in groupby(numbered, key=lambda one: one.passage.block)]
    # A subject line is among the passages only where nobody has approved it, and among the letter's blocks never.
    subject = rows.pop(0).sentences[0] if len(rows) > len(letter.blocks) else None
    notes = {note.facts[-1]: number for number, note in enumerate(letter.notes, 1) if note.facts}
    return Desk(review, shelf, texts, file, letter, tuple(rows), subject, notes)
