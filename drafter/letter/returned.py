"""A letter as it comes back from an editor: its text and the marks that are left, before any checks."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.frozen import NamedTuple, dataclass
from drafter.letter.mailing import NO_MAILBOX, Mailbox, Mailing
from drafter.letter.record import Record
from drafter.letter.tree import Kind
from drafter.problems import Problem

_NEAR = 2.0  # millimetres: editors move and stretch untouched things by up to this much


class Mark(NamedTuple):
    """A run of a block's text that the file marks: as a claim (by its fact), or as another kind that has marks.

    One claim may have several marks, if a tag divides it. ``start`` and ``end`` count characters of the block's text;
    ``end`` is the one after the last.
    """

    start: int
    end: int
    kind: Kind
    fact: str = ""


class Call(NamedTuple):
    """A reference to a note, after the character before ``at``. ``note`` is the note's key in the letter."""

    at: int
    note: str


@dataclass(frozen=True)
class Block:
    """A paragraph as it is read. A line break within it is a line feed in ``text``; other white space is unchanged.

    ``style`` is the file's name for it, in small letters: a style's name in Word ("body text", "salutation"); in
    Markdown "heading", "strong", "emphasis" or empty. ``places`` are triples of a character of the text and its line
    and column in the file, in order, the first for character 0. In Word a line is a paragraph that is not empty,
    counted from 1, and the column is always 1.
    """

    text: str
    style: str
    places: tuple[tuple[int, int, int], ...]
    marks: tuple[Mark, ...] = ()
    calls: tuple[Call, ...] = ()


class ReturnedNote(NamedTuple):
    """A note as it came back. ``fact`` is the id in its label or its text; empty if neither is an id.

    In a note that the program wrote, it is the first of the claims that the note belongs to.
    """

    text: str
    fact: str = ""


class ReturnedMail(NamedTuple):
    """The headers of a letter that came back as an e-mail: its one address, if there is just one, and its sender.

    ``attached`` is the ending of the letter's file that goes with it; empty if none does.
    """

    mailing: Mailing | None = None
    sender: Mailbox = NO_MAILBOX
    attached: str = ""


class Drawn(NamedTuple):
    """Something on a letter's paper: its kind, what its place counts from, and its measures in millimetres.

    The measures are width, height, and the place across and down; some old kinds have another order.
    """

    kind: str
    counts_from: tuple[str, ...]
    measures: tuple[float, ...]

    def is_as_large(self, other: Drawn) -> bool:
        """Whether both have the same kind and size, wherever they are."""
        pairs = zip(self.measures[:2], other.measures[:2], strict=True)
        return self.kind == other.kind and all(abs(one - another) <= _NEAR for one, another in pairs)

    def is_like(self, other: Drawn) -> bool:
        """Whether both have the same kind, size and place, within what editors change by themselves."""
        pairs = zip(self.measures, other.measures, strict=True)
        return self[:2] == other[:2] and all(abs(one - another) <= _NEAR for one, another in pairs)


@dataclass(frozen=True)
class Returned:
    """A whole letter as it came back. ``record`` is ``None`` if the file holds none, or an incomplete one.

    ``oddities`` are things in the file that a letter cannot have: tables, pictures, changes that were neither accepted
    nor rejected, comments of people. ``around`` are the lines of its headers and footers, and ``drawn`` the pictures,
    shapes and boxes there. ``mail`` holds the headers of an e-mail.
    """

    blocks: tuple[Block, ...]
    notes: Mapping[str, ReturnedNote]
    record: Record | None
    oddities: tuple[Problem, ...] = ()
    around: tuple[str, ...] = ()
    mail: ReturnedMail | None = None
    drawn: tuple[Drawn, ...] = ()
