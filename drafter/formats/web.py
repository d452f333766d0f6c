"""A letter as a page: HTML that needs nothing else, for a website or within an e-mail. Every text in it is escaped.

A draft keeps what it remembers in ``meta`` elements; spans bear whose words they hold, and a note's class is the fact
that it belongs to. A final copy has none of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from drafter.factbase.edtf import day_in_words
from drafter.formats.copies import SPANS, Copy, record_of
from drafter.formats.html import Element, Node, Style, element, is_address, markup
from drafter.formats.page import style
from drafter.formats.pieces import called_behind, in_a_row
from drafter.formats.plain import DRAFT, NOTES, SOURCES
from drafter.formats.remembered import values_of, values_of_reader
from drafter.formats.text import line_of
from drafter.letter.record import PREFIX
from drafter.letter.tree import Heading, Letter, Note, Paragraph, Particulars, Run

_CSS: Final = "formats/letter.css"
_LARGE: Final = "body { font-size: 18pt; }\n.notes, .small-print, .source { font-size: 1em; }\n"


@lru_cache(maxsize=2)
def css(*, large_print: bool) -> str:
    """The style of a letter's page, the only one that such a page may have."""
    return f"\n{style(_CSS)}{_LARGE if large_print else ''}"


class PageForm(NamedTuple):
    """A page without its reader: what stands before, between and behind what is the reader's own. ``final`` tells that
    it remembers nothing.
    """

    before: str
    between: str
    behind: str
    date: str
    subject_line: str
    final: bool

    def page(self, reader: Particulars) -> str:
        """The page for one reader, which ends with a line feed."""
        own = "" if self.final else metas(values_of_reader(reader, self.subject_line))
        return f"{self.before}{own}{self.between}{page_head(reader, self.date)}{self.behind}"


def page_form(letter: Letter, *, copy: Copy = Copy.CLEAN, large_print: bool = False) -> PageForm:
    """The page of a letter's text, to be filled for its readers."""
    final = copy is Copy.FINAL
    remembered = {} if final else values_of(record_of(letter, large_print=large_print))
    begins: list[Node] = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
    ]
    before = f'<!DOCTYPE html>\n<html lang="en-GB"><head>{markup(begins)}{metas(remembered)}'
    title = element("title", line_of(letter.subject_line))
    draft = element("p", DRAFT, class_="draft") if copy is Copy.REVIEWING else None
    between = (
        f"{markup([title, element('style', Style(css(large_print=large_print)))])}</head>\n<body>\n{markup(draft)}"
    )
    behind = f"{markup(list(_blocks(letter, marked=not final)))}</body>\n</html>\n"
    return PageForm(before, between, behind, day_in_words(letter.date), letter.subject_line, final)


def metas(values: Mapping[str, str]) -> str:
    """What a draft remembers, as elements of a page's head."""
    return markup([element("meta", name=f"{PREFIX}{name}", content=value) for name, value in values.items()])


def page_head(reader: Particulars, date: str) -> str:
    """The elements above the subject line; those that hold nothing are left out."""
    reference, salutation = line_of(reader.reference), line_of(reader.salutation)
    return markup(
        [
            _lines(reader.above, "above"),
            _lines(reader.addressee, "address"),
            element("p", date, class_="date"),
            element("p", f"Our reference: {reference}", class_="reference") if reference else None,
            element("p", f"{salutation},", class_="salutation") if salutation else None,
        ]
    )


def _blocks(letter: Letter, *, marked: bool) -> Iterator[Node]:
    called = called_behind(letter)
    numbers = {note: number for number, note in enumerate(letter.notes, 1)}

    def said(block: Paragraph) -> list[Node]:
        return list(_paragraph(block, called, numbers, marked=marked))

    yield element("h1", line_of(letter.subject_line), class_="subject-line")
    for block in letter.body:
        yield element("h2", line_of(block.text)) if isinstance(block, Heading) else element("p", *said(block))
    yield element("p", f"{line_of(letter.close)},", class_="closing") if line_of(letter.close) else None
    yield _lines(letter.signature, "signature")
    yield [element("p", line_of(line)) for line in letter.below]
    yield [element("p", "P.S. ", *said(block)) for block in letter.postscripts]
    yield element("p", line_of(letter.small_print), class_="small-print") if line_of(letter.small_print) else None
    if letter.sources:
        yield element("h2", SOURCES)
        yield [element("p", *_runs(note.runs), class_="source") for note in letter.sources]
    if letter.notes:
        items = [
            element("li", *_runs(note.runs), id=f"note-{number}", class_=note.label if marked else "")
            for note, number in numbers.items()
        ]
        yield element("h2", NOTES, class_="notes-title")
        yield element("ol", *items, class_="notes")


def _paragraph(
    block: Paragraph, called: Mapping[str, Note], numbers: Mapping[Note, int], *, marked: bool
) -> Iterator[Node]:
    for piece in in_a_row(block, called):
        words = line_of(piece.text)
        yield " " if piece.space else None
        yield element("span", words, class_=SPANS[piece.kind]) if marked and piece.kind in SPANS else words
        if piece.note is not None:
            number = numbers[piece.note]
            yield element("sup", element("a", f"[{number}]", href=f"#note-{number}"), class_="call")


def _lines(lines: Sequence[str], name: str) -> Element | None:
    said = [line for line in map(line_of, lines) if line]
    inner: list[Node] = []
    for line in said:
        inner += [element("br"), line] if inner else [line]
    return element("p", *inner, class_=name) if said else None


def _runs(runs: Sequence[Run]) -> list[Node]:
    made: list[Node] = []
    for run in runs:
        text: Node = run.text
        if run.url and is_address(run.url):
            text = element("a", text, href=run.url)
        made.append(element("em", text) if run.emphasis and run.text.strip() else text)
    return made
