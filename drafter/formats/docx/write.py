"""A letter as a Word file on the office's letterhead: its styles by name, and nothing formatted by hand."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import field
from itertools import zip_longest
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.facts.edtf import day_in_words
from drafter.formats.copies import Copy, record_of
from drafter.formats.docx.footnotes import Footnotes, derived_style, listed_xml
from drafter.formats.docx.form import (
    ADDRESS,
    CUSTOM,
    REFERENCE,
    SALUTATION,
    SLOT,
    VALUE,
    LetterHead,
    W,
    WordForm,
    lines_xml,
    paragraph_xml,
    property_xml,
    with_comma,
)
from drafter.formats.docx.large_print import enlarge
from drafter.formats.docx.named_styles import missing_styles, style_ids
from drafter.formats.docx.packing import OpenPackage, OpenPart, pack
from drafter.formats.pieces import Piece, called_behind, calls, clean_xml, escape, in_a_row, run_xml
from drafter.formats.remembered import values_of
from drafter.frozen import dataclass
from drafter.letter.record import FACT_MARK, PREFIX, Record
from drafter.letter.tree import Heading, Letter, Paragraph, kinds_by
from drafter.problems import Problem, ProblemsFound, Where, errors

# Drafts: marks on passages, comments on them, and DRAFT in the header.

AUTHOR = "drafter"
DRAFT = "DRAFT"
_FIRST_ID = 9000  # above what a letterhead's own bookmarks have


@dataclass(slots=True)
class Marking:
    """Collects the marks and comments of one document while its body is written, piece by piece.

    ``remarks`` are lines about a fact, by its id; without any there are no comments. ``calls`` is how many references
    to notes the document will have.
    """

    record: Record
    remarks: Mapping[str, Sequence[str]]
    calls: int
    _names: Counter[str] = field(default_factory=Counter)
    _marks: int = 0
    _called: int = 0
    _comments: list[Sequence[str]] = field(default_factory=list)
    _waiting: list[int] = field(default_factory=list)

    def around(self, piece: Piece, inner: str, note: str, space: str, *, ends: bool) -> tuple[str, str]:
        """The runs of a piece, its note's reference and the space behind it, with their mark.

        The program's own words and a template's have no mark. The second text must stand behind the paragraph if the
        piece ``ends`` it.

        Measured: LibreOffice 7.4 mixes up all notes of a letter that has a comment between the first two, and puts
        comments where their passages end. So the comment on the first note's claim ends before that note, and comments
        on claims between the two notes end behind the second. LibreOffice also cuts off the last character of a mark
        that ends in a paragraph behind a note or a comment. So marks include the space that follows, or the end of the
        paragraph.
        """
        between = self._called == 1 and not note and self.calls > 1
        first = not self._called
        self._called += bool(note)
        if piece.kind.about.cited and piece.last and self.remarks.get(piece.fact):
            number = len(self._comments)
            self._comments.append(self.remarks[piece.fact])
            inner = f'<w:commentRangeStart w:id="{number}"/>{inner}'
            if between:
                self._waiting.append(number)
            elif first:
                inner += _ended_xml(number)
            else:
                inner += note + _ended_xml(number)
                note = ""
        inner += note
        if self._waiting and self._called > 1:
            inner += "".join(map(_ended_xml, self._waiting))
            self._waiting.clear()
        name = self._name(piece)
        if not name:
            return inner + space, ""
        self._marks += 1
        id_ = _FIRST_ID + self._marks
        begun, ended = f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{id_}"/>'
        return (f"{begun}{inner}", ended) if ends else (f"{begun}{inner}{space}{ended}", "")

    def _name(self, piece: Piece) -> str:
        """A mark's name. A second mark for a fact gets another name, because two marks may not have the same one."""
        if name := piece.kind.about.mark:
            self._names[name] += 1
            return f"{name}{self._names[name]}"
        if not piece.kind.about.cited:
            return ""
        for number, said in enumerate(self.record.said, 1):
            if said.fact == piece.fact:
                name = f"{FACT_MARK}{number}"
                self._names[name] += 1
                return name if self._names[name] == 1 else f"{name}_{self._names[name]}"
        return ""

    def add_to(self, document: Document) -> None:
        """Add the comments, with the letter's date: the same draft gives the same file."""
        if not self._comments:
            return
        day = f"{self.record.date.isoformat() if self.record.date else '1980-01-01'}T00:00:00Z"
        comments = "".join(
            f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:initials="d" w:date="{day}">'
            + "".join(f"<w:p>{run_xml(line)}</w:p>" for line in lines)
            + "</w:comment>"
            for number, lines in enumerate(self._comments)
        )
        main = document.part
        for key in [key for key, rel in main.rels.items() if rel.reltype == RELATIONSHIP_TYPE.COMMENTS]:
            del main.rels[key]
        root = parse_xml(f"<w:comments {nsdecls('w')}>{comments}</w:comments>")
        part = XmlPart(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, root, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)


def say_draft(document: Document, style: str) -> None:
    """Put DRAFT at the head of every page, in a character style by its id. A header that is there keeps its height."""
    named = f'<w:rPr><w:rStyle w:val="{escape(style)}"/></w:rPr>'
    run = f'<w:r {nsdecls("w")}>{named}<w:t xml:space="preserve">%s</w:t></w:r>'
    for section in document.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        for header in headers:
            paragraph = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            text = DRAFT if not "".join(p.text for p in header.paragraphs).strip() else f"{DRAFT}  \u00b7  "
            element = paragraph._p  # noqa: SLF001  python-docx has no way to put a run first
            first = next((child for child in element if child.tag != qn("w:pPr")), None)
            made = parse_xml(run % text)
            element.append(made) if first is None else first.addprevious(made)


def _ended_xml(comment: int) -> str:
    return f'<w:commentRangeEnd w:id="{comment}"/><w:r><w:commentReference w:id="{comment}"/></w:r>'


# Filling a letterhead: the letter's text goes where the letterhead's empty paragraphs are.

_LAST = "Body Text Last"
_DRAFT = "Draft Mark"
_OPEN = "To Be Decided"  # an act on which nobody has decided yet
_SOURCES = "Sources"


class _Written(dict[str, bytes]):
    """What python-docx writes of a package, by the names of the parts."""

    def write(self, name: PackURI, data: bytes) -> None:
        """Take one more part."""
        self[name.membername] = data


@dataclass(frozen=True)
class LetterheadDocument:
    """An opened letterhead.

    ``styles`` are the ids of its styles by their names in small letters; ``declared`` is the declaration that a Word
    paragraph needs in it.
    """

    document: Document
    styles: dict[str, str]
    declared: str
    letterhead: bytes
    where: Where

    @classmethod
    def of(cls, letterhead: bytes, where: Where) -> LetterheadDocument:
        """The letterhead, opened. Raises ProblemsFound if it cannot be used."""
        with _blaming(letterhead, where):
            document = docx.Document(io.BytesIO(letterhead))
            root, _, main = document.styles.element, document.settings.element, document.element
            _ = main.body
        problems = missing_styles(root, where)
        if problems:
            raise ProblemsFound(problems)
        styles = style_ids(root)
        # The last paragraph moves to the next page with the close, so that no signature stands there alone.
        keep = "<w:pPr><w:keepNext/><w:keepLines/></w:pPr>"
        styles[_LAST.lower()] = derived_style(document, _LAST, "paragraph", styles["body text"], keep)
        for name in kinds_by("paragraph"):
            styles[name.lower()] = derived_style(document, name, "paragraph", styles["body text"], "")
        # Shading, not highlighting, because Word allows only shading in a style.
        yellow = '<w:rPr><w:b/><w:bCs/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/></w:rPr>'
        styles[_OPEN.lower()] = derived_style(document, _OPEN, "character", "", yellow)
        # A letterhead that another program wrote may use other prefixes for Word's names.
        declared = "" if main.nsmap.get("w") == W else f' xmlns:w="{W}"'
        return cls(document, styles, declared, letterhead, where)

    def head(self, letter: Letter) -> LetterHead:
        """The head of a letter, without its reader's details."""
        date = lines_xml(self.styles["date"], [day_in_words(letter.date)], self.declared)
        address, reference, salutation = (self.styles[name] for name in (ADDRESS, REFERENCE, SALUTATION))
        return LetterHead(date, address, reference, salutation, self.declared)

    def text(self, letter: Letter, notes: Footnotes, marking: Marking | None) -> str:
        """A letter's text as XML, from the subject line on. Its notes are added to ``notes``."""
        closing = _sources(listed_xml(letter.sources, self.document, self.styles), self.styles)
        return _body(letter, self.styles, notes, marking) + (closing if letter.sources else "")

    def fill(self, xml: str) -> None:
        """Put a text where the empty paragraphs are. A logo or a text that stands there stays above it."""
        _fill(self.document.element.body, parse_xml(f"<w:body {nsdecls('w', 'r')}>{xml}</w:body>"))

    def set(self, copy: Copy, *, large_print: bool) -> None:
        """Mark every page of a reviewing copy as a draft, and set it in large print if wanted."""
        with self.blaming():
            if copy is Copy.REVIEWING:
                red = '<w:rPr><w:b/><w:color w:val="A4161A"/></w:rPr>'
                say_draft(self.document, derived_style(self.document, _DRAFT, "character", "", red))
            if large_print:
                enlarge(self.document)

    def parts(self) -> dict[str, bytes]:
        """The parts of the document by name, as python-docx writes them into a package."""
        package, written = self.document.part.package, _Written()
        writer: Any = PackageWriter  # which has no way of its own to write them anywhere else
        with self.blaming():
            for part in package.parts:
                part.before_marshal()
            writer._write_content_types_stream(written, package.parts)  # noqa: SLF001
            writer._write_pkg_rels(written, package.rels)  # noqa: SLF001
            writer._write_parts(written, package.parts)  # noqa: SLF001
        return written

    def blaming(self) -> AbstractContextManager[None]:
        """A context in which every error becomes a problem of the letterhead."""
        return _blaming(self.letterhead, self.where)


@contextmanager
def _blaming(letterhead: bytes, where: Where) -> Iterator[None]:
    """Turn errors into a problem of the letterhead, in code where only the letterhead can be at fault."""
    try:
        yield
    # python-docx trusts its input: a broken package makes it raise anything, from KeyError to a syntax error.
    except Exception as error:
        from drafter.formats.docx.letterhead import check_letterhead  # late: few letterheads are unsound

        problem = Problem(where, "not-a-document", f"is no sound Word document ({type(error).__name__})")
        raise ProblemsFound(errors(check_letterhead(letterhead, where)) or [problem]) from error


def _body(letter: Letter, styles: Mapping[str, str], notes: Footnotes, marking: Marking | None) -> str:
    """The text from the subject line on. Above it stand the reader's own details."""
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
    """A closing list of documents, if the office wants that instead of notes."""
    listed = "".join(paragraph_xml(styles["small print"], entry) for entry in entries)
    return paragraph_xml(styles["heading 2"], run_xml(_SOURCES)) + listed


def _style_of(block: Paragraph, *, last: bool) -> str:
    """The style that shows, in Word, whose words a paragraph holds."""
    kinds = {segment.kind for sentence in block.sentences for segment in sentence.segments}
    whose = kinds.pop().about.paragraph if len(kinds) == 1 else ""
    if whose:
        return whose.lower()
    return _LAST.lower() if last else "body text"


def _fill(target: Any, body: Any) -> None:
    """Put the letter where the letterhead's empty paragraphs are. A logo or a text that stands there stays above it."""
    held = {qn(name) for name in ("w:t", "w:drawing", "w:pict", "w:object", "w:sectPr", "w:sdt")}
    for element in list(target):
        if element.tag == qn("w:p") and not any(inner.tag in held for inner in element.iter()):
            target.remove(element)
    for mark in list(target.iter(qn("w:footnoteReference"))):  # the letterhead's own notes are not taken over
        mark.getparent().remove(mark)
    end = target.find(qn("w:sectPr"))
    for element in list(body):
        target.append(element) if end is None else end.addprevious(element)


# Properties: what a Word file says about itself. They never name the letter's reader.

CUSTOM_PART = "docProps/custom.xml"
_FIRST_PID = 2  # the format itself uses the numbers below
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def set_properties(document: Document, letter: Letter, record: Record | None) -> int:
    """Say what the letter is, who made it and when, in place of the letterhead's own properties.

    A draft has its record, in which the reader's part is left open: the first free number for it is returned. A final
    copy has no record, and 0 is returned.
    """
    _set_core(document, letter)
    return _set_custom(document, record)


def _set_core(document: Document, letter: Letter) -> None:
    package = document.part.package
    office, title = escape(clean_xml(letter.office)), escape(clean_xml(letter.subject_line))
    day = f"{letter.date.isoformat()}T00:00:00Z"
    xml = (
        f"{_CORE}<dc:title>{title}</dc:title><dc:creator>{office}</dc:creator>"
        f"<cp:lastModifiedBy>{office}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )
    # A new part, not the letterhead's with some fields changed, which would say who last edited the letterhead.
    name = PackURI("/docProps/core.xml")
    _replace(package, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    part = XmlPart(name, CONTENT_TYPE.OPC_CORE_PROPERTIES, parse_xml(xml), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CORE_PROPERTIES)


def _set_custom(document: Document, record: Record | None) -> int:
    package = document.part.package
    old = _replace(package, _CUSTOM_RELATION)
    root = parse_xml(old.blob if old else f'<Properties xmlns="{CUSTOM}" xmlns:vt="{VALUE}"/>')
    # The letterhead's other properties stay, because an office's system may need them (a marking, for example).
    for element in list(root):
        if str(element.get("name", "")).startswith(PREFIX):
            root.remove(element)
    for name, value in values_of(record).items() if record else ():
        root.append(parse_xml(property_xml(name, value)))
    free = _FIRST_PID + len(root)
    for number, element in enumerate(root, _FIRST_PID):
        element.set("pid", str(number))
    if record is not None:
        root.append(slot())
    part = XmlPart(PackURI(f"/{CUSTOM_PART}"), _CUSTOM_TYPE, root, package)
    package.relate_to(part, _CUSTOM_RELATION)
    return free if record is not None else 0


def slot() -> Any:
    """A placeholder in a part for the reader's own details."""
    return parse_xml(f"<slot>{SLOT}</slot>")[0]


def _replace(package: Any, relation: str) -> Part | None:
    """Remove the package's part of this kind, and return it if there was one."""
    found: Part | None = None
    kind = relation.rpartition("/")[2]  # LibreOffice writes the rest of a relation's name otherwise
    for key in [key for key, rel in package.rels.items() if rel.reltype.rpartition("/")[2] == kind]:
        found = package.rels.pop(key).target_part
    return found


_LETTERHEAD = Where("the letterhead")
_MAIN_PART = "word/document.xml"
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


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
    blank = LetterheadDocument.of(letterhead, letterhead_at)
    record = None if copy is Copy.FINAL else record_of(letter, large_print=large_print)
    comments = (remarks or {}) if copy is Copy.REVIEWING else {}
    marking = Marking(record, comments, calls(letter)) if record else None
    notes = Footnotes(blank.styles)
    blank.fill(SLOT + blank.text(letter, notes, marking))
    notes.add_to(blank.document)
    if marking is not None:
        for name in kinds_by("style"):  # for people who edit the draft
            derived_style(blank.document, name, "character", "", "")
        marking.add_to(blank.document)
    pid = set_properties(blank.document, letter, record)
    blank.set(copy, large_print=large_print)
    with blank.blaming():
        return WordForm(_packed(blank, remembers=pid > 0), blank.head(letter), pid)


def _packed(blank: LetterheadDocument, *, remembers: bool) -> OpenPackage:
    """The document's package, in a fixed order, without a time, and open where the reader's own details go."""
    written = blank.parts()
    first = {name: place for place, name in enumerate(_FIRST_PARTS)}
    # Word's own parts come before the properties: programs recognise a Word file by its first few names.
    names = sorted(written, key=lambda name: (first.get(name, 2), not name.startswith("word/"), name))
    parts = {name: written[name] for name in names}
    opened = [_opened(name, parts.pop(name)) for name in (_MAIN_PART, *([CUSTOM_PART] if remembers else []))]
    return pack(parts, opened)


def _opened(name: str, data: bytes) -> OpenPart:
    before, *behind = data.split(SLOT.encode())
    if len(behind) != 1:
        raise ValueError(f"{name} is not open at one place")
    return OpenPart(name, before, behind[0])
