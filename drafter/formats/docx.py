"""A letter as a Word file on the office's letterhead: its styles by name, and nothing formatted by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.factbase.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.footnotes import Footnotes, derived_style, listed_xml
from drafter.formats.large_print import enlarge
from drafter.formats.marking import Marking, say_draft
from drafter.formats.packing import OpenPart, Package, pack
from drafter.formats.properties import CUSTOM_PART, set_properties
from drafter.formats.styles import missing_styles, style_ids
from drafter.formats.text import clean, run_xml
from drafter.formats.word_form import (
    ADDRESS,
    REFERENCE,
    SALUTATION,
    SLOT,
    W,
    WordForm,
    lines_xml,
    paragraph_xml,
    with_comma,
)
from drafter.letter.tree import Heading, Kind, Letter, Paragraph
from drafter.problems import Problem, ProblemsFound, Where, errors

_LETTERHEAD = Where("the letterhead")
_LAST = "Body Text Last"
_POSITION = "Position"
_VIEW = "Position Sentence"  # marks the member's own words within a paragraph, for whoever edits a draft
_DRAFT = "Draft Mark"
_SOURCES = "Sources"
_MAIN_PART = "word/document.xml"
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def write_docx(letter: Letter, letterhead: bytes, **setting: Any) -> bytes:
    """The letter's file, the same for the same letter; ``setting`` and what is raised are ``docx_form``'s."""
    return docx_form(letter, letterhead, **setting).filled(letter.particulars)


def docx_form(
    letter: Letter,
    letterhead: bytes,
    *,
    copy: Copy = Copy.CLEAN,
    large_print: bool = False,
    letterhead_at: Where = _LETTERHEAD,
    remarks: Mapping[str, Sequence[str]] | None = None,
) -> WordForm:
    """The file of a letter's text, to be filled for its readers. Raises ProblemsFound for an unusable letterhead.

    ``remarks`` are lines for a comment on each fact, by its id, in a reviewing copy.
    """
    with _blaming(letterhead, letterhead_at):
        document = docx.Document(io.BytesIO(letterhead))
        root, _, main = document.styles.element, document.settings.element, document.element
        body = main.body
    problems = missing_styles(root, letterhead_at)
    if problems:
        raise ProblemsFound(problems)
    styles = style_ids(root)
    # The last paragraph goes with the close to the next page, so that no signature stands there alone.
    keep = "<w:pPr><w:keepNext/><w:keepLines/></w:pPr>"
    styles[_LAST.lower()] = derived_style(document, _LAST, "paragraph", styles["body text"], keep)
    styles[_POSITION.lower()] = derived_style(document, _POSITION, "paragraph", styles["body text"], "")
    record = None if copy is Copy.FINAL else record_of(letter, large_print=large_print)
    marking = Marking(record, (remarks or {}) if copy is Copy.REVIEWING else {}) if record else None
    notes = Footnotes(styles)
    closing = _sources(listed_xml(letter.sources, document, styles), styles) if letter.sources else ""
    text = f"<w:body {nsdecls('w', 'r')}>{SLOT}{_body(letter, styles, notes, marking)}{closing}</w:body>"
    _fill(body, parse_xml(text))
    notes.add_to(document)
    if marking is not None:
        derived_style(document, _VIEW, "character", "", "")
        marking.add_to(document)
    pid = set_properties(document, letter, record)
    # A letterhead by another program than Word may call Word's own names otherwise.
    declared = "" if main.nsmap.get("w") == W else f' xmlns:w="{W}"'
    with _blaming(letterhead, letterhead_at):
        if copy is Copy.REVIEWING:
            red = '<w:rPr><w:b/><w:color w:val="A4161A"/></w:rPr>'
            say_draft(document, derived_style(document, _DRAFT, "character", "", red))
        if large_print:
            enlarge(document)
        return WordForm(
            package=_packed(document, pid > 0),
            date=lines_xml(styles["date"], [day_in_words(letter.date)], declared),
            address=styles[ADDRESS],
            reference=styles[REFERENCE],
            salutation=styles[SALUTATION],
            declared=declared,
            pid=pid,
        )


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
    cited = {note.fact: note for note in letter.notes}

    def lines(style: str, texts: Iterable[str]) -> str:
        return lines_xml(styles[style], texts)

    def sentences(block: Paragraph) -> str:
        pieces: list[str] = []
        for sentence in block.sentences:
            if not clean(sentence.text).strip():
                continue
            note = cited.get(sentence.fact) if sentence.fact else None
            text = run_xml(sentence.text)
            space = run_xml(" ") if pieces else ""
            mark = notes.mark_xml(note) if note else ""
            pieces.append(space + (marking.around(sentence, text, mark) if marking else text + mark))
        return "".join(pieces)

    return "".join(
        (
            lines("subject line", [letter.subject_line]),
            *(
                lines("heading 2", [block.text])
                if isinstance(block, Heading)
                else paragraph_xml(styles[_style_of(block, last=block is letter.blocks[-1])], sentences(block))
                for block in letter.blocks
            ),
            lines("closing", [with_comma(letter.close)]),
            lines("signature", letter.signature),
            lines("small print", [letter.small_print]),
        )
    )


def _sources(entries: Iterable[str], styles: Mapping[str, str]) -> str:
    """A closing list of documents, where the office wants that instead of notes."""
    listed = "".join(paragraph_xml(styles["small print"], entry) for entry in entries)
    return paragraph_xml(styles["heading 2"], run_xml(_SOURCES)) + listed


def _style_of(block: Paragraph, *, last: bool) -> str:
    """The style that tells, in Word, whose words a paragraph holds."""
    if all(sentence.kind is Kind.POSITION for sentence in block.sentences):
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


def _packed(document: Document, remembers: bool) -> Package:
    """The document's package, in one order and without the hour, open where its reader's own words go."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:
        first = {name: place for place, name in enumerate(_FIRST_PARTS)}
        # Word's own parts before what the file says about itself: programs tell a Word file by its first few names.
        names = sorted(source.namelist(), key=lambda name: (first.get(name, 2), not name.startswith("word/"), name))
        parts = {name: source.read(name) for name in names}
    opened = [_opened(name, parts.pop(name)) for name in (_MAIN_PART, *([CUSTOM_PART] if remembers else []))]
    return pack(parts, opened)


def _opened(name: str, data: bytes) -> OpenPart:
    before, *behind = data.split(SLOT.encode())
    if len(behind) != 1:
        raise ValueError(f"{name} is not open at one place")
    return OpenPart(name, before, behind[0])
