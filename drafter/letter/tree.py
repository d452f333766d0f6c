"""The letter as a tree: what composing makes, writers write, and reviewing will read back.

Every sentence is of one of three kinds, and the tree is where that is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drafter.letter.record import Said


class Kind(StrEnum):
    """Whose words a sentence is: the fact base's (cited), the member's own, or the template's (holds no claim)."""

    FACT = "fact"
    POSITION = "position"
    COURTESY = "courtesy"


class Sentence(NamedTuple):
    """One sentence, without space around it. ``fact`` is the id of its fact, which is also its note's label."""

    text: str
    kind: Kind
    fact: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on. ``part`` is what the letter is doing there: a topic's id, ``opening``, ``position``."""

    sentences: tuple[Sentence, ...]
    part: str


@dataclass(frozen=True)
class Heading:
    """A short heading over a topic's answer."""

    text: str
    part: str


class Run(NamedTuple):
    """A piece of a note's text, set in one way; ``url`` makes it a link."""

    text: str
    emphasis: bool = False
    url: str = ""


class Note(NamedTuple):
    """The citation of one sentence, as the reader sees it: in full where a document is first cited, short after."""

    fact: str
    sources: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The note without its setting."""
        return "".join(run.text for run in self.runs)


class Particulars(NamedTuple):
    """What of a letter is one reader's own, where its text is for many: each line plain text, and data."""

    addressee: tuple[str, ...]
    salutation: str
    reference: str = ""

    @property
    def can_be_posted(self) -> bool:
        """Whether there is more than a name to put on an envelope."""
        return len(self.addressee) > 1


@dataclass(frozen=True)
class Letter:
    """A whole letter. Lines are plain text; what a person typed is in ``addressee`` and ``salutation`` as data.

    ``said`` are the facts as they were when it was made. ``sources`` is a closing list of documents, where the office
    wants that instead of notes. ``corrects`` is the number in the register of the letter that this one corrects.
    """

    date: date
    reference: str
    topics: tuple[str, ...]
    position: str
    length: str
    subject_line: str
    office: str
    addressee: tuple[str, ...]
    salutation: str
    blocks: tuple[Paragraph | Heading, ...]
    close: str
    signature: tuple[str, ...]
    small_print: str
    notes: tuple[Note, ...]
    said: tuple[Said, ...] = ()
    sources: tuple[Note, ...] = ()
    corrects: int = 0

    @property
    def particulars(self) -> Particulars:
        """What of it is its reader's own."""
        return Particulars(self.addressee, self.salutation, self.reference)

    def to(self, reader: Particulars) -> Letter:
        """The same text, to another reader."""
        return replace(self, addressee=reader.addressee, salutation=reader.salutation, reference=reader.reference)

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the body, in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences

    def lengths(self) -> dict[str, int]:
        """Words by part, headings and all; under the empty name the salutation, the close and the signature."""
        lengths = {"": sum(len(text.split()) for text in (self.salutation, self.close, *self.signature))}
        for block in self.blocks:
            texts = [block.text] if isinstance(block, Heading) else [s.text for s in block.sentences]
            lengths[block.part] = lengths.get(block.part, 0) + sum(len(text.split()) for text in texts)
        return lengths

    def words(self) -> int:
        """The length in words, from the salutation to the signature; notes are not counted."""
        return sum(self.lengths().values())
