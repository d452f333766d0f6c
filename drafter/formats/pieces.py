"""A sentence as writers set it: pieces each of which bears one mark, and behind which its note is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from drafter.formats.text import clean
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Segment, Sentence

_BLANK = re.compile(r"(\[DECIDE\b[^\]]*\]?)")  # "[DECIDE: whether to sign]"


class Piece(NamedTuple):
    """A stretch of a sentence. ``space`` is what white space stands before it.

    ``last`` tells that no later piece of the sentence belongs to the same claim; only behind such a one is a ``note``.
    """

    space: str
    text: str
    kind: Kind
    fact: str = ""
    last: bool = True
    note: Note | None = None

    @property
    def stretches(self) -> list[str]:
        """Its text divided: every second stretch is a blank, which must be seen by whoever opens the letter."""
        return _BLANK.split(self.text) if self.kind is Kind.ACT else [self.text]


def called_behind(letter: Letter) -> dict[str, Note]:
    """The letter's notes by the claim behind which each is called: the last of its run."""
    return {note.facts[-1]: note for note in letter.notes if note.facts}


def pieces(sentence: Sentence, called: Mapping[str, Note]) -> list[Piece]:
    """The pieces of a sentence: its segments, but for empty ones, and neighbouring words of the member's as one.

    The first has no space before it, and behind the last there is none.
    """
    ends = {s.fact: number for number, s in enumerate(sentence.segments) if s.kind is Kind.CLAIM and _says(s)}
    found: list[Piece] = []
    space = ""
    for number, segment in enumerate(sentence.segments):
        if not _says(segment):
            space += segment.text
            continue
        text = segment.text.strip()
        before, _, after = segment.text.partition(text)
        space += before
        if segment.kind is Kind.VIEW and found and found[-1].kind is Kind.VIEW:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}{space}{text}")
        elif segment.kind is Kind.CLAIM:
            last = ends[segment.fact] == number
            note = called.get(segment.fact) if last else None
            found.append(Piece(space if found else "", text, segment.kind, segment.fact, last, note))
        else:
            found.append(Piece(space if found else "", text, segment.kind))
        space = after
    return found


def in_a_row(paragraph: Paragraph, called: Mapping[str, Note]) -> list[Piece]:
    """The pieces of all of its sentences, with a space between two of these."""
    row: list[Piece] = []
    for sentence in paragraph.sentences:
        made = pieces(sentence, called)
        row += [made[0]._replace(space=" "), *made[1:]] if row and made else made
    return row


def calls(letter: Letter) -> int:
    """How often the letter calls a note."""
    called = called_behind(letter)
    return sum(piece.note is not None for sentence in letter.sentences() for piece in pieces(sentence, called))


def _says(segment: Segment) -> bool:
    return bool(clean(segment.text).strip())
