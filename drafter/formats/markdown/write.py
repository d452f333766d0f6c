"""A Letter as Markdown: YAML front matter, then CommonMark with footnotes whose labels are ids of facts.

All text is escaped, so that it reads as it was written and is never taken for markup, whoever typed it. The member's
own words stand in a span with an attribute, ``[...]{.position}``; so do those of every other kind that has a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from drafter.facts.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.pieces import Piece, called_behind, pieces
from drafter.letter.tree import Heading, Letter, Note, ReaderDetails, Run, Sentence

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$^&@!]")
# Characters that would begin a block at the start of a line: a list, a quotation, a heading's underline, a definition.
_BLOCK_START = re.compile(r"^(\d{1,9}(?=[.)])|[-+=:>.%](?=.?))")


def write_markdown(letter: Letter, *, copy: Copy = Copy.CLEAN, large_print: bool = False) -> str:
    """The letter as Markdown text that ends with a line feed.

    A final copy has numbered notes and no spans, because labels and marks are only for the office.
    """
    from drafter.formats.front_matter import front_matter  # late: reading Markdown does not need YAML's writer

    final = copy is Copy.FINAL
    record = None if final else record_of(letter, large_print=large_print)
    labels = {note: str(n) if final else note.label for n, note in enumerate(letter.notes, 1)}
    called = called_behind(letter)

    def sentence(made: Sentence) -> str:
        return _sentence(pieces(made, called), labels, marked=not final)

    blocks = [
        *head(letter.particulars, escape(day_in_words(letter.date))),
        f"**{escape(letter.subject_line)}**",
        *(
            f"## {escape(block.text)}"
            if isinstance(block, Heading)
            else " ".join(filter(None, map(sentence, block.sentences)))
            for block in letter.body
        ),
        escape(f"{letter.close},"),
        _lines(letter.signature),
        *map(escape, letter.below),
        *(" ".join(("P.S.", *filter(None, map(sentence, block.sentences)))) for block in letter.postscripts),
        f"*{escape(letter.small_print)}*" if letter.small_print else "",
        *(["## Sources"] if letter.sources else []),
        *(_runs(note.runs) for note in letter.sources),
        *(f"[^{labels[note]}]: {_runs(note.runs)}" for note in letter.notes),
    ]
    return "\n".join([front_matter(letter, record), "\n\n".join(block for block in blocks if block), ""])


def head(reader: ReaderDetails, date: str) -> list[str]:
    """The blocks above the subject line, ``date`` among them, without empty ones."""
    blocks = [
        _lines(reader.above),
        _lines(reader.addressee),
        date,
        escape(f"Our reference: {reader.reference}") if reader.reference else "",
        escape(f"{reader.salutation},"),
    ]
    return [block for block in blocks if block]


def escape(text: str) -> str:
    """The text in CommonMark that reads the same: one line, without markup."""
    return _guard_start(_within(text))


def _within(text: str) -> str:
    """The text as it stands within a line."""
    return _SPECIAL.sub(lambda m: "\\" + m[0], " ".join(text.split()))


def _guard_start(text: str) -> str:
    return _BLOCK_START.sub(lambda m: f"{m[1]}\\" if m[1].isdigit() else f"\\{m[1]}", text)


def _lines(lines: tuple[str, ...]) -> str:
    """Lines of one paragraph, with hard breaks between them."""
    return "\\\n".join(escape(line) for line in lines if line.strip())


def _sentence(made: Iterable[Piece], labels: Mapping[Note, str], *, marked: bool) -> str:
    text = ""
    for piece in made:
        words = _within(piece.text)
        if marked and (span := piece.kind.about.span):
            words = f"[{words}]{{.{span}}}"
        elif words.startswith("(") and text.endswith("]"):
            words = f"\\{words}"  # behind a reference to a note it would be a link
        call = f"[^{labels[piece.note]}]" if piece.note else ""
        text += f"{' ' if piece.space else ''}{words}{call}"
    return _guard_start(text)


def _runs(runs: tuple[Run, ...]) -> str:
    pieces = []
    for number, run in enumerate(runs):
        text = _SPECIAL.sub(lambda m: "\\" + m[0], run.text)
        if number == 0:
            text = _guard_start(text)
        if run.url:
            text = f"[{text}](<{_url(run.url)}>)"
        pieces.append(f"*{text}*" if run.emphasis and text.strip() else text)
    return "".join(pieces)


def _url(url: str) -> str:
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~")
