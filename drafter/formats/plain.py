"""A letter as plain text, written and read back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from drafter.facts.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.pieces import called_behind, one_line, pieces
from drafter.frozen import NamedTuple
from drafter.letter.record import Record
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.letter.tree import Heading, Letter, Note, Paragraph, ReaderDetails, kinds_by
from drafter.problems import Problem, Where

# Writing: each paragraph is one line, with an empty line between two; the notes are a list at the end.
#
# A draft begins with the same lines between dashes as a draft in Markdown. A final copy is only text.

NOTES: Final = "Notes"
SOURCES: Final = "Sources"
DRAFT: Final = "DRAFT"  # the first line of an e-mail that is to be reviewed


def write_plain(letter: Letter, *, copy: Copy = Copy.CLEAN, large_print: bool = False) -> str:
    """The letter as text that ends with a line feed."""
    from drafter.formats.front_matter import front_matter  # late: a final copy has none

    record = None if copy is Copy.FINAL else record_of(letter, large_print=large_print)
    blocks = [*plain_head(letter.particulars, day_in_words(letter.date)), *plain_blocks(letter)]
    return ("\n".join([front_matter(letter, record), ""]) if record else "") + "\n\n".join(blocks) + "\n"


def plain_head(reader: ReaderDetails, date: str) -> list[str]:
    """The blocks above the subject line, without empty ones."""
    blocks = [
        _lines(reader.above),
        _lines(reader.addressee),
        date,
        f"Our reference: {one_line(reader.reference)}" if one_line(reader.reference) else "",
        f"{one_line(reader.salutation)}," if one_line(reader.salutation) else "",
    ]
    return [block for block in blocks if block]


def plain_blocks(letter: Letter) -> list[str]:
    """The blocks from the subject line on, with the notes at their end. Line feeds divide the lines of a block."""
    called = called_behind(letter)
    numbers = {note: number for number, note in enumerate(letter.notes, 1)}
    blocks = [
        one_line(letter.subject_line),
        *(one_line(b.text) if isinstance(b, Heading) else _paragraph(b, called, numbers) for b in letter.body),
        f"{one_line(letter.close)}," if one_line(letter.close) else "",
        _lines(letter.signature),
        *map(one_line, letter.below),
        *(f"P.S. {_paragraph(block, called, numbers)}" for block in letter.postscripts),
        one_line(letter.small_print),
        *([SOURCES] if letter.sources else []),
        *map(note_line, letter.sources),
        *([NOTES] if letter.notes else []),
        *(f"[{number}] {note_line(note)}" for note, number in numbers.items()),
    ]
    return [block for block in blocks if block]


def note_line(note: Note) -> str:
    """A note, followed by the addresses of its links."""
    return " ".join((one_line(note.text), *(f"<{run.url}>" for run in note.runs if run.url)))


def _paragraph(block: Paragraph, called: Mapping[str, Note], numbers: Mapping[Note, int]) -> str:
    sentences = (
        "".join(
            f"{' ' if piece.space else ''}{one_line(piece.text)}{f'[{numbers[piece.note]}]' if piece.note else ''}"
            for piece in pieces(sentence, called)
        )
        for sentence in block.sentences
    )
    return " ".join(filter(None, sentences))


def _lines(lines: tuple[str, ...]) -> str:
    return "\n".join(filter(None, map(one_line, lines)))


# Reading: paragraphs between empty lines, and a list of notes at the end.
#
# The marks that Markdown has as spans may stand here too: ``[...]{.position}``.

_MOST_BYTES: Final = 500_000
_MOST_BLOCKS: Final = 2_000
_LISTED: Final = re.compile(r"\[([1-9]\d{0,2})\][ \t\n]+(\S.*)", re.DOTALL)
_ADDRESSES: Final = re.compile(r"(?:\s+<https?://[^\s<>]*>)+\s*\Z")


class Lines(NamedTuple):
    """Lines of a file that belong together, and the number of the first, from 1."""

    line: int
    lines: Sequence[str]

    @property
    def text(self) -> str:
        """The lines, with line feeds between them."""
        return "\n".join(self.lines)


def read_plain(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter in a file's bytes, or ``None`` and why. ``name`` is what problems call the file."""
    if len(data) > _MOST_BYTES:
        return None, [Problem(Where(name), "too-large", "is longer than any letter")]
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None, [Problem(Where(name), "not-utf-8", "is not UTF-8 text", "save it with encoding UTF-8")]
    if not text.strip():
        return None, [Problem(Where(name), "empty-file", "holds nothing")]
    record, problems, above = _record(text, name)
    paragraphs = paragraphs_of(text.split("\n")[above:], above)
    if len(paragraphs) > _MOST_BLOCKS:
        return None, [Problem(Where(name), "too-large", "is longer than any letter")]
    return returned_of(paragraphs, name, record, problems), []


def returned_of(
    paragraphs: Sequence[Lines], name: str, record: Record | None = None, oddities: Sequence[Problem] = ()
) -> Returned:
    """A letter that came back as paragraphs."""
    ends = _notes_begin(paragraphs)
    notes: dict[str, ReturnedNote] = {}
    for paragraph in paragraphs[ends + 1 :]:
        if match := _LISTED.fullmatch(paragraph.text.strip()):
            notes[match[1]] = ReturnedNote(" ".join(_ADDRESSES.sub("", match[2]).split()))
    blocks = [_block(paragraph, notes) for paragraph in paragraphs[:ends]]
    called = {call.note for block in blocks for call in block.calls}
    unused = [
        Problem(Where(name), "unused-note", f"note {number} is called by no sentence")
        for number in notes
        if number not in called
    ]
    return Returned(tuple(blocks), notes, record, tuple(sorted({*oddities, *unused})))


def paragraphs_of(lines: Sequence[str], above: int = 0) -> list[Lines]:
    """Lines as paragraphs, with ``above`` lines of the file over them."""
    found: list[Lines] = []
    begun: list[str] = []
    for number, line in enumerate([*lines, ""], above + 1):
        if line.strip():
            begun.append(line)
        elif begun:
            found.append(Lines(number - len(begun), tuple(begun)))
            begun = []
    return found


def _record(text: str, name: str) -> tuple[Record | None, list[Problem], int]:
    """The draft's record, its problems, and how many lines it takes."""
    if not text.startswith("---\n"):
        return None, [], 0
    inner, ends, body = text[4:].partition("\n---\n")
    if not ends:
        if not inner.split("\n", 1)[0].partition(":")[0].isidentifier():
            return None, [], 0
        hint = "close it with a line of ---"
        return (
            None,
            [Problem(Where(name, 1, 1), "broken-yaml", "begins lines above the letter that have no end", hint)],
            0,
        )
    from drafter.formats.front_matter import read_front_matter  # late: a final copy has none

    record, problems = read_front_matter(f"{inner}\n", name, 1, body)
    return record, problems, inner.count("\n") + 3


def _notes_begin(paragraphs: Sequence[Lines]) -> int:
    """The index at which the list of notes begins, with its heading; the number of paragraphs if there is no list."""
    at = len(paragraphs)
    while at and _LISTED.fullmatch(paragraphs[at - 1].text.strip()):
        at -= 1
    listed = at < len(paragraphs) and at > 0 and paragraphs[at - 1].text.strip() == NOTES
    return at - 1 if listed else len(paragraphs)


def _block(paragraph: Lines, notes: dict[str, ReturnedNote]) -> Block:
    """A paragraph's text without the references to notes and the signs of spans. Its places are those of the file."""
    text = ""
    places: list[tuple[int, int, int]] = []
    marks: list[Mark] = []
    calls: list[Call] = []

    def put(words: str, line: int, column: int) -> None:
        nonlocal text
        if words:
            places.append((len(text), line, column))
            text += words

    kinds = kinds_by("span")
    call_or_span = re.compile(rf"(?<=\S)\[([1-9]\d{{0,2}})\]|\[([^\[\]]*)\]\{{\.({'|'.join(kinds)})\}}")
    for number, whole in enumerate(paragraph.lines):
        line = paragraph.line + number
        if number:
            put("\n", line - 1, len(paragraph.lines[number - 1]) + 1)
        at = len(whole) - len(whole.lstrip())
        ends = len(whole.rstrip())
        for match in call_or_span.finditer(whole):
            if match[1] and match[1] not in notes:
                continue
            put(whole[at : match.start()], line, at + 1)
            if match[1]:
                calls.append(Call(len(text.rstrip()), match[1]))
            else:
                start = len(text)
                put(match[2], line, match.start() + 2)
                if len(text) > start:
                    marks.append(Mark(start, len(text), kinds[match[3]]))
            at = match.end()
        put(whole[at:ends], line, at + 1)
    return Block(text, "", tuple(places or [(0, paragraph.line, 1)]), tuple(marks), tuple(calls))
