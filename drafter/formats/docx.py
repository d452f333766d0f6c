"""A letter as a Word file on the office's letterhead: its styles by name, and nothing formatted by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from drafter.factbase.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.footnotes import Footnotes, clean, derived_style, escape, listed_xml, run_xml
from drafter.formats.marking import Marking, say_draft
from drafter.formats.properties import set_properties
from drafter.formats.styles import missing_styles, style_ids
from drafter.letter.tree import Heading, Kind, Letter, Paragraph
from drafter.problems import Problem, ProblemsFound, Where, errors

_LETTERHEAD = Where("the letterhead")
_LAST = "Body Text Last"
_POSITION = "Position"
_VIEW = "Position Sentence"  # marks the member's own words within a paragraph, for whoever edits a draft
_DRAFT = "Draft Mark"
_SOURCES = "Sources"
_LARGE = 18
_LARGE_MARK = 22  # a superscript is set at two thirds of its size; a still larger one would push the lines apart
_SIZE_UNLESS_SAID = 10  # points: what Word takes where neither style nor defaults name a size
_LARGE_FONT = "Arial"
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
_ZIP_BEGAN = (1980, 1, 1, 0, 0, 0)
_VAL = qn("w:val")


def write_docx(
    letter: Letter,
    letterhead: bytes,
    *,
    copy: Copy = Copy.CLEAN,
    large_print: bool = False,
    letterhead_at: Where = _LETTERHEAD,
    remarks: Mapping[str, Sequence[str]] | None = None,
) -> bytes:
    """The letter's file, the same for the same letter. Raises ProblemsFound where the letterhead cannot be used.

    ``remarks`` are lines for a comment on each fact, by its id, in a reviewing copy.
    """
    with _blaming(letterhead, letterhead_at):
        document = docx.Document(io.BytesIO(letterhead))
        root, _, _ = document.styles.element, document.settings.element, document.element.body
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
    _fill(document, parse_xml(f"<w:body {nsdecls('w', 'r')}>{_body(letter, styles, notes, marking)}{closing}</w:body>"))
    notes.add_to(document)
    if marking is not None:
        derived_style(document, _VIEW, "character", "", "")
        marking.add_to(document)
    set_properties(document, letter, record)
    with _blaming(letterhead, letterhead_at):
        if copy is Copy.REVIEWING:
            red = '<w:rPr><w:b/><w:color w:val="A4161A"/></w:rPr>'
            say_draft(document, derived_style(document, _DRAFT, "character", "", red))
        if large_print:
            _enlarge(document)
        return _pack(document)


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
    cited = {note.fact: note for note in letter.notes}

    def paragraph(style: str, inner: str) -> str:
        return _paragraph(styles[style.lower()], inner)

    def lines(style: str, texts: Iterable[str]) -> str:
        # One paragraph, which the style keeps on one page, and which a person selects and changes as one.
        return paragraph(style, "<w:r><w:br/></w:r>".join(run_xml(text) for text in texts if clean(text).strip()))

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
            lines("Inside Address", letter.addressee),
            lines("Date", [day_in_words(letter.date)]),
            lines("Reference Line", [f"Our reference: {letter.reference}"] if clean(letter.reference).strip() else []),
            lines("Salutation", [_with_comma(letter.salutation)]),
            lines("Subject Line", [letter.subject_line]),
            *(
                lines("Heading 2", [block.text])
                if isinstance(block, Heading)
                else paragraph(_style_of(block, last=block is letter.blocks[-1]), sentences(block))
                for block in letter.blocks
            ),
            lines("Closing", [_with_comma(letter.close)]),
            lines("Signature", letter.signature),
            lines("Small Print", [letter.small_print]),
        )
    )


def _paragraph(style: str, inner: str) -> str:
    # Space is the styles' affair: a paragraph that holds nothing is never written.
    return f'<w:p><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{inner}</w:p>' if inner else ""


def _sources(entries: Iterable[str], styles: Mapping[str, str]) -> str:
    """A closing list of documents, where the office wants that instead of notes."""
    listed = "".join(_paragraph(styles["small print"], entry) for entry in entries)
    return _paragraph(styles["heading 2"], run_xml(_SOURCES)) + listed


def _style_of(block: Paragraph, *, last: bool) -> str:
    """The style that tells, in Word, whose words a paragraph holds."""
    if all(sentence.kind is Kind.POSITION for sentence in block.sentences):
        return _POSITION
    return _LAST if last else "Body Text"


def _with_comma(text: str) -> str:
    bare = clean(text).strip()
    return f"{bare}," if bare and not bare.endswith(",") else bare


def _fill(document: Document, body: Any) -> None:
    """Put the letter where the letterhead's empty paragraphs are; a logo or a text that stands there stays above it."""
    target = document.element.body
    held = {qn(name) for name in ("w:t", "w:drawing", "w:pict", "w:object", "w:sectPr", "w:sdt")}
    for element in list(target):
        if element.tag == qn("w:p") and not any(inner.tag in held for inner in element.iter()):
            target.remove(element)
    for mark in list(target.iter(qn("w:footnoteReference"))):  # the notes they call are not taken over
        mark.getparent().remove(mark)
    end = target.find(qn("w:sectPr"))
    for element in list(body):
        target.append(element) if end is None else end.addprevious(element)


def _enlarge(document: Document) -> None:
    """Large print, by changing the styles (and what the letterhead's own header and footer set by hand)."""
    ratio = _LARGE / _size_of_text(document)
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            for element in list(part.element.iter(*_ENLARGED)):
                _ENLARGED[element.tag](element, ratio)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.base_style is None:
            style.font.size, style.font.name = style.font.size or Pt(_LARGE), _LARGE_FONT
        elif style.type == WD_STYLE_TYPE.CHARACTER and style.font.superscript:
            style.font.size = Pt(_LARGE_MARK)


def _size_of_text(document: Document) -> float:
    normal = document.styles["Normal"].font.size
    if normal:
        return float(normal.pt)
    sizes = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    return float(sizes[0]) / 2 if sizes else _SIZE_UNLESS_SAID


def _enlarge_size(element: Any, ratio: float) -> None:
    # Headings stay larger than the text; notes and small print come up to it, and no further.
    element.set(_VAL, str(max(2 * _LARGE, round(float(element.get(_VAL, "0")) * ratio))))


def _enlarge_space(element: Any, ratio: float) -> None:
    for name in (qn("w:before"), qn("w:after")):
        if element.get(name):
            element.set(name, str(round(float(element.get(name)) * ratio)))
    if element.get(qn("w:lineRule")) in ("exact", "atLeast"):  # lines of a fixed height would cut large letters off
        element.set(qn("w:lineRule"), "auto")
        element.set(qn("w:line"), "240")


def _plain_font(element: Any, _ratio: float) -> None:
    element.attrib.clear()
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        element.set(qn(name), _LARGE_FONT)


def _align_left(element: Any, _ratio: float) -> None:
    element.set(_VAL, "left")


_ENLARGED: dict[str, Callable[[Any, float], None]] = {
    qn("w:sz"): _enlarge_size,
    qn("w:szCs"): _enlarge_size,
    qn("w:spacing"): _enlarge_space,
    qn("w:rFonts"): _plain_font,
    qn("w:jc"): _align_left,
}


def _pack(document: Document) -> bytes:
    """Save, and pack again in one order and without the hour at which it was saved."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        first = {name: place for place, name in enumerate(_FIRST_PARTS)}
        for name in sorted(source.namelist(), key=lambda name: (first.get(name, len(first)), name)):
            entry = zipfile.ZipInfo(name, _ZIP_BEGAN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # otherwise the machine's own: a letter made on Windows would differ
            target.writestr(entry, source.read(name))
    return packed.getvalue()
