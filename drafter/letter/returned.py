"""A letter as it comes back from an editor: its text with what marks are left, before anything of it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from drafter.letter.mailing import NO_MAILBOX, Mailbox, Mailing
from drafter.letter.record import Record
from drafter.letter.tree import Kind
from drafter.problems import Problem

_NEAR = 2.0  # millimetres by which editors move and stretch what nobody touched


class Mark(NamedTuple):
    """A run of a block's text that the file marks: as a claim (by its fact), or as another kind that has marks.

    One claim may bear several marks, which a tag between its parts divides.
    ``start`` and ``end`` count characters of the block's text; ``end`` is the one after the last.
    """

    start: int
    end: int
    kind: Kind
    fact: str = ""


class Call(NamedTuple):
    """That a note is called after the character before ``at``; ``note`` is its key among the letter's notes."""

    at: int
    note: str


@dataclass(frozen=True)
class Block:
    """A paragraph as it is read. A line break within it is a line feed in ``text``; other white space is as it was.

    ``style`` is what the file calls it, in small letters: a style's name in Word ("body text", "salutation"), in
    Markdown one of "heading", "strong", "emphasis" or empty. ``places`` are triples of a character of the text and the
    line and column of the file where it stands, in order, the first for character 0; in Word a line is a
    paragraph, counted from 1 among those that hold anything, and the column is always 1.
    """

    text: str
    style: str
    places: tuple[tuple[int, int, int], ...]
    marks: tuple[Mark, ...] = ()
    calls: tuple[Call, ...] = ()


class ReturnedNote(NamedTuple):
    """A note as it came back. ``fact`` is the id that its label or its text gives; empty where neither is one.

    It is the first of the claims that the note belongs to, where the program wrote it.
    """

    text: str
    fact: str = ""


class ReturnedMail(NamedTuple):
    """The headers of a letter that came back as an e-mail: where it goes, if to one address, and who sends it.

    ``attached`` is the ending of the letter's file that goes with it, if one does.
    """

    mailing: Mailing | None = None
    sender: Mailbox = NO_MAILBOX
    attached: str = ""


class Drawn(NamedTuple):
    """Something on a letter's paper: its kind, what its place counts from, and its measures in millimetres.

    These are its width, its height, and its place across and down; of older kinds in an order of their own.
    """

    kind: str
    counts_from: tuple[str, ...]
    measures: tuple[float, ...]

    def is_as_large(self, other: Drawn) -> bool:
        """Whether both are of one kind and as large, wherever they are."""
        pairs = zip(self.measures[:2], other.measures[:2], strict=True)
        return self.kind == other.kind and all(abs(one - another) <= _NEAR for one, another in pairs)

    def is_like(self, other: Drawn) -> bool:
        """Whether both are of one kind, as large, and in one place, as far as editors leave them there."""
        pairs = zip(self.measures, other.measures, strict=True)
        return self[:2] == other[:2] and all(abs(one - another) <= _NEAR for one, another in pairs)


@dataclass(frozen=True)
class Returned:
    """A whole letter as it came back. ``record`` is missing where the file holds none, or not a whole one.

    ``oddities`` are what the file holds beside the letter's text and what a letter cannot carry: tables, pictures,
    changes that were neither accepted nor rejected, comments of people. ``around`` are the lines of its headers and
    footers, and ``drawn`` the pictures, shapes and boxes there. ``mail`` is what an e-mail says of where it goes.
    """

    blocks: tuple[Block, ...]
    notes: Mapping[str, ReturnedNote]
    record: Record | None
    oddities: tuple[Problem, ...] = ()
    around: tuple[str, ...] = ()
    mail: ReturnedMail | None = None
    drawn: tuple[Drawn, ...] = ()
