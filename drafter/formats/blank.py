"""A letterhead opened, and a letter's text put where its empty paragraphs are: its styles by name, nothing by hand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.factbase.edtf import day_in_words
from drafter.formats.copies import Copy
from drafter.formats.footnotes import Footnotes, derived_style, listed_xml
from drafter.formats.large_print import enlarge
from drafter.formats.marking import Marking, say_draft
from drafter.formats.pieces import called_behind, in_a_row
from drafter.formats.styles import missing_styles, style_ids
from drafter.formats.text import run_xml
from drafter.formats.word_form import ADDRESS, REFERENCE, SALUTATION, Head, W, lines_xml, paragraph_xml, with_comma
from drafter.letter.tree import Heading, Kind, Letter, Paragraph
from drafter.problems import Problem, ProblemsFound, Where, errors

_LAST = "Body Text Last"
_POSITION = "Position"
_DRAFT = "Draft Mark"
_OPEN = "To Be Decided"  # an act that nobody has decided yet
_SOURCES = "Sources"


@dataclass(frozen=True)
class Blank:
    """An opened letterhead. ``styles`` are the ids of its styles by their names in small letters; ``declared`` what a
    paragraph of Word's must declare in it.
    """

    document: Document
    styles: dict[str, str]
    declared: str
    letterhead: bytes
    where: Where

    @classmethod
    def of(cls, letterhead: bytes, where: Where) -> Blank:
        """The letterhead, opened. Raises ProblemsFound where it cannot be used."""
        with _blaming(letterhead, where):
            document = docx.Document(io.BytesIO(letterhead))
            root, _, main = document.styles.element, document.settings.element, document.element
            _ = main.body
        problems = missing_styles(root, where)
        if problems:
            raise ProblemsFound(problems)
        styles = style_ids(root)
        # The last paragraph goes with the close to the next page, so that no signature stands there alone.
        keep = "<w:pPr><w:keepNext/><w:keepLines/></w:pPr>"
        styles[_LAST.lower()] = derived_style(document, _LAST, "paragraph", styles["body text"], keep)
        styles[_POSITION.lower()] = derived_style(document, _POSITION, "paragraph", styles["body text"], "")
        # Shading, not highlighting: of the two, it is what Word lets a style have.
        yellow = '<w:rPr><w:b/><w:bCs/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/></w:rPr>'
        styles[_OPEN.lower()] = derived_style(document, _OPEN, "character", "", yellow)
        # A letterhead by another program than Word may call Word's own names otherwise.
        declared = "" if main.nsmap.get("w") == W else f' xmlns:w="{W}"'
        return cls(document, styles, declared, letterhead, where)

    def head(self, letter: Letter) -> Head:
        """What stands above a letter's text, but for its reader's own words."""
        date = lines_xml(self.styles["date"], [day_in_words(letter.date)], self.declared)
        address, reference, salutation = (self.styles[name] for name in (ADDRESS, REFERENCE, SALUTATION))
        return Head(date, address, reference, salutation, self.declared)

    def text(self, letter: Letter, notes: Footnotes, marking: Marking | None) -> str:
        """A letter's text as XML, from the subject line on; its notes are given to ``notes``."""
        closing = _sources(listed_xml(letter.sources, self.document, self.styles), self.styles)
        return _body(letter, self.styles, notes, marking) + (closing if letter.sources else "")

    def fill(self, xml: str) -> None:
        """Put a text where the empty paragraphs are; a logo or a text that stands there stays above it."""
        _fill(self.document.element.body, parse_xml(f"<w:body {nsdecls('w', 'r')}>{xml}</w:body>"))

    def set(self, copy: Copy, *, large_print: bool) -> None:
        """Say on every page that a copy is a draft, if it is to be reviewed; and set it all large, if asked for."""
        with self.blaming():
            if copy is Copy.REVIEWING:
                red = '<w:rPr><w:b/><w:color w:val="A4161A"/></w:rPr>'
                say_draft(self.document, derived_style(self.document, _DRAFT, "character", "", red))
            if large_print:
                enlarge(self.document)

    def saved(self) -> io.BytesIO:
        """The document as python-docx saves it."""
        out = io.BytesIO()
        with self.blaming():
            self.document.save(out)
        return out

    def blaming(self) -> AbstractContextManager[None]:
        """Within it, whatever goes wrong is a problem of the letterhead's."""
        return _blaming(self.letterhead, self.where)


@contextmanager
def _blaming(letterhead: bytes, where: Where) -> Iterator[None]:
    """Turn what goes wrong into a problem of the letterhead's, where nothing but the letterhead can be at fault."""
    try:
        yield
    # python-docx trusts its input: what a broken package makes it raise is anything from KeyError to a syntax error.
    except Exception as error:
        from drafter.formats.letterhead import check_letterhead  # late: only a broken one is looked into

        problem = Problem(where, "not-a-document", f"is no sound Word document ({type(error).__name__})")
        raise ProblemsFound(errors(check_letterhead(letterhead, where)) or [problem]) from error


def _body(letter: Letter, styles: Mapping[str, str], notes: Footnotes, marking: Marking | None) -> str:
    """The text from the subject line on: what stands above it is its reader's own."""
    called = called_behind(letter)
    body = letter.body

    def lines(style: str, texts: Iterable[str]) -> str:
        return lines_xml(styles[style], texts)

    def paragraph(block: Paragraph, style: str, label: str = "") -> str:
        row = in_a_row(block, called)
        runs = run_xml(label) if label else ""
        behind = ""
        for piece, following in zip_longest(row, row[1:]):
            text = "".join(
                run_xml(stretch, styles[_OPEN.lower()] if number % 2 else "")
                for number, stretch in enumerate(piece.stretches)
            )
            mark = notes.mark_xml(piece.note) if piece.note else ""
            space = run_xml(following.space) if following else ""
            if marking:
                text, behind = marking.around(piece, text, mark, space, ends=following is None)
                runs += text
            else:
                runs += text + mark + space
        return paragraph_xml(styles[style], runs) + behind

    return "".join(
        (
            lines("subject line", [letter.subject_line]),
            *(
                lines("heading 2", [block.text])
                if isinstance(block, Heading)
                else paragraph(block, _style_of(block, last=block is body[-1]))
                for block in body
            ),
            lines("closing", [with_comma(letter.close)]),
            lines("signature", letter.signature),
            *(lines("body text", [line]) for line in letter.below),
            *(paragraph(block, "body text", "P.S. ") for block in letter.postscripts),
            lines("small print", [letter.small_print]),
        )
    )


def _sources(entries: Iterable[str], styles: Mapping[str, str]) -> str:
    """A closing list of documents, where the office wants that instead of notes."""
    listed = "".join(paragraph_xml(styles["small print"], entry) for entry in entries)
    return paragraph_xml(styles["heading 2"], run_xml(_SOURCES)) + listed


def _style_of(block: Paragraph, *, last: bool) -> str:
    """The style that tells, in Word, whose words a paragraph holds."""
    if all(sentence.all_of(Kind.VIEW) for sentence in block.sentences):
        return _POSITION.lower()
    return _LAST.lower() if last else "body text"


def _fill(target: Any, body: Any) -> None:
    """Put the letter where the letterhead's empty paragraphs are; a logo or a text that stands there stays above it."""
    held = {qn(name) for name in ("w:t", "w:drawing", "w:pict", "w:object", "w:sectPr", "w:sdt")}
    for element in list(target):
        if element.tag == qn("w:p") and not any(inner.tag in held for inner in element.iter()):
            target.remove(element)
    for mark in list(target.iter(qn("w:footnoteReference"))):  # the notes they call are not taken over
        mark.getparent().remove(mark)
    end = target.find(qn("w:sectPr"))
    for element in list(body):
        target.append(element) if end is None else end.addprevious(element)
