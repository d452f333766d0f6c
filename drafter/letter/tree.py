"""The letter as a tree: what composing makes, writers write, and reviewing will read back.

Every sentence is a row of segments, of each of which it is known whose words they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drafter.letter.mailing import NO_MAILBOX, Mailbox, Mailing
from drafter.letter.record import Said


class Kind(StrEnum):
    """Whose words a segment is, and what it may hold.

    A claim is the fact base's, a frame says whose it is and when, a join stands between: these two are the program's.
    An answer is approved, and rests on the claim that follows it. A gap says what papers leave unsaid. A view is the
    member's, an act the office's; ``READER`` is what is said to this reader alone; a courtesy holds no claim.
    """

    CLAIM = "claim"
    FRAME = "frame"
    JOIN = "join"
    GAP = "gap"
    ANSWER = "answer"
    VIEW = "view"
    ACT = "act"
    READER = "reader"
    COURTESY = "courtesy"


class Segment(NamedTuple):
    """A part of a sentence, with the space and the punctuation that belong to it.

    ``fact`` is a claim's, and the one on which an answer rests; ``source`` is the document of a frame, a claim, or a
    gap that speaks of one paper. ``dated`` tells a frame that says the day; ``past`` a claim told as of its day.
    """

    text: str
    kind: Kind
    fact: str = ""
    source: str = ""
    dated: bool = False
    past: bool = False


class Sentence(NamedTuple):
    """One sentence, as a row of segments; their texts joined are the sentence, without space around it."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return "".join(segment.text for segment in self.segments)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it claims, in order."""
        return tuple(dict.fromkeys(s.fact for s in self.segments if s.kind is Kind.CLAIM))

    def all_of(self, *kinds: Kind) -> bool:
        """Whether every segment is of one of these kinds."""
        return all(segment.kind in kinds for segment in self.segments)


def plain_sentence(text: str, kind: Kind) -> Sentence:
    """A sentence of one segment."""
    return Sentence((Segment(text, kind),))


POSTSCRIPT = "postscript"


@dataclass(frozen=True)
class Paragraph:
    """Sentences that run on. ``part`` is what the letter is doing there: a topic's id, ``opening``, ``close``,
    ``postscript``, which stands under the signature.
    """

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
    """What a run of claims from one passage rests on: in full where a document is first cited, short after.

    Its mark stands behind the last of its ``facts``, of which the first is its label.
    """

    facts: tuple[str, ...]
    sources: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def label(self) -> str:
        """Its name within the letter."""
        return self.facts[0] if self.facts else ""

    @property
    def text(self) -> str:
        """The note without its setting."""
        return "".join(run.text for run in self.runs)


class Particulars(NamedTuple):
    """What of a letter is one reader's own, where its text is for many: each line plain text, and data.

    ``above`` stands over the address: "By email". ``mailing`` is where it goes by e-mail, if it does.
    """

    addressee: tuple[str, ...]
    salutation: str
    reference: str = ""
    above: tuple[str, ...] = ()
    mailing: Mailing | None = None

    @property
    def can_be_posted(self) -> bool:
        """Whether there is more than a name to put on an envelope."""
        return len(self.addressee) > 1


@dataclass(frozen=True)
class Letter:
    """A whole letter. Lines are plain text; what a person typed is in ``addressee`` and ``salutation`` as data.

    ``said`` are the facts as they were when it was made. ``sources`` is a closing list of documents, where the office
    wants that instead of notes. ``corrects`` is the number in the register of the letter that this one corrects.
    ``asks``, ``fears`` and ``wants`` are what it answers ("privatisation.run", "sign-edm-660"); ``did`` what the member
    did for this reader, as it was entered. ``above`` are lines over the address, ``below`` lines under the signature:
    enclosures, copies. ``sender`` is who sends it where it goes by e-mail, ``mailing`` where to; ``attached``
    is the ending of a letter's file that goes with it (".docx"), if one does.
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
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    sender: Mailbox = NO_MAILBOX
    mailing: Mailing | None = None
    attached: str = ""

    @property
    def particulars(self) -> Particulars:
        """What of it is its reader's own."""
        return Particulars(self.addressee, self.salutation, self.reference, self.above, self.mailing)

    @property
    def body(self) -> tuple[Paragraph | Heading, ...]:
        """What stands between the subject line and the close."""
        return tuple(block for block in self.blocks if block.part != POSTSCRIPT)

    @property
    def postscripts(self) -> tuple[Paragraph, ...]:
        """What stands under the signature, each after 'P.S.'."""
        return tuple(b for b in self.blocks if isinstance(b, Paragraph) and b.part == POSTSCRIPT)

    def to(self, reader: Particulars) -> Letter:
        """The same text, to another reader."""
        return replace(
            self,
            addressee=reader.addressee,
            salutation=reader.salutation,
            reference=reader.reference,
            above=reader.above,
            mailing=reader.mailing,
        )

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the body, in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.sentences

    @property
    def claims(self) -> tuple[str, ...]:
        """The facts that it claims, once each, in order."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences() for fact in sentence.facts))

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
