"""A letter as plain text: paragraphs with an empty line between them, each on one line; notes as a list at its end.

A draft begins with the lines between dashes that a draft in Markdown has; a final copy is text and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from drafter.factbase.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.markdown import front_matter
from drafter.formats.pieces import called_behind, pieces
from drafter.formats.text import line_of
from drafter.letter.tree import Heading, Letter, Note, Paragraph, Particulars

NOTES: Final = "Notes"
SOURCES: Final = "Sources"
DRAFT: Final = "DRAFT"  # the first line of an e-mail that is to be reviewed


def write_plain(letter: Letter, *, copy: Copy = Copy.CLEAN, large_print: bool = False) -> str:
    """The letter as text that ends with a line feed."""
    record = None if copy is Copy.FINAL else record_of(letter, large_print=large_print)
    blocks = [*plain_head(letter.particulars, day_in_words(letter.date)), *plain_blocks(letter)]
    return ("\n".join([front_matter(letter, record), ""]) if record else "") + "\n\n".join(blocks) + "\n"


def plain_head(reader: Particulars, date: str) -> list[str]:
    """The blocks above the subject line; those that hold nothing are left out."""
    blocks = [
        _lines(reader.above),
        _lines(reader.addressee),
        date,
        f"Our reference: {line_of(reader.reference)}" if line_of(reader.reference) else "",
        f"{line_of(reader.salutation)}," if line_of(reader.salutation) else "",
    ]
    return [block for block in blocks if block]


def plain_blocks(letter: Letter) -> list[str]:
    """The blocks from the subject line on, with the notes at their end; lines of one block end with line feeds."""
    called = called_behind(letter)
    numbers = {note: number for number, note in enumerate(letter.notes, 1)}
    blocks = [
        line_of(letter.subject_line),
        *(line_of(b.text) if isinstance(b, Heading) else _paragraph(b, called, numbers) for b in letter.body),
        f"{line_of(letter.close)}," if line_of(letter.close) else "",
        _lines(letter.signature),
        *map(line_of, letter.below),
        *(f"P.S. {_paragraph(block, called, numbers)}" for block in letter.postscripts),
        line_of(letter.small_print),
        *([SOURCES] if letter.sources else []),
        *map(note_line, letter.sources),
        *([NOTES] if letter.notes else []),
        *(f"[{number}] {note_line(note)}" for note, number in numbers.items()),
    ]
    return [block for block in blocks if block]


def note_line(note: Note) -> str:
    """A note, with the addresses of its links behind it."""
    return " ".join((line_of(note.text), *(f"<{run.url}>" for run in note.runs if run.url)))


def _paragraph(block: Paragraph, called: Mapping[str, Note], numbers: Mapping[Note, int]) -> str:
    sentences = (
        "".join(
            f"{' ' if piece.space else ''}{line_of(piece.text)}{f'[{numbers[piece.note]}]' if piece.note else ''}"
            for piece in pieces(sentence, called)
        )
        for sentence in block.sentences
    )
    return " ".join(filter(None, sentences))


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(filter(None, map(line_of, lines)))
