"""What a draft in Word carries beside the letter: marks on passages, comments on them, DRAFT in its header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.formats.copies import ACT_MARK, READER_MARK
from drafter.formats.pieces import Piece
from drafter.formats.text import escape, run_xml
from drafter.letter.record import FACT_MARK, VIEW_MARK, Record
from drafter.letter.tree import Kind

AUTHOR = "drafter"
DRAFT = "DRAFT"
_FIRST_ID = 9000  # above what a letterhead's own bookmarks have
_NUMBERED = {Kind.VIEW: VIEW_MARK, Kind.ACT: ACT_MARK, Kind.READER: READER_MARK}


@dataclass(slots=True)
class Marking:
    """Gathers the marks and comments of one document while its body is written, piece by piece.

    ``remarks`` are lines to say of a fact, by its id; without any there are no comments. ``calls`` is how many calls of
    notes the document will have.
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
        """The runs of a piece, its note's mark and the space behind it, marked as what it is; what the program or a
        template says has no mark. The second is what must stand behind the paragraph where the piece ``ends`` it.

        Measured: LibreOffice 7.4 mixes up all notes of a letter that has a comment between the first two, and puts
        comments where their passages end. So the comment on the first note's claim ends before that note, and those on
        claims between the two, behind the second. It also cuts the last character off a mark that ends in a paragraph
        behind a note or a comment. So marks take in the space that follows, and at the end of a paragraph, that end.
        """
        between = self._called == 1 and not note and self.calls > 1
        first = not self._called
        self._called += bool(note)
        if piece.kind is Kind.CLAIM and piece.last and self.remarks.get(piece.fact):
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
        """A mark's name; of two that stand for one fact the second says so, since no two marks may have one name."""
        if piece.kind in _NUMBERED:
            name = _NUMBERED[piece.kind]
            self._names[name] += 1
            return f"{name}{self._names[name]}"
        if piece.kind is not Kind.CLAIM:
            return ""
        for number, said in enumerate(self.record.said, 1):
            if said.fact == piece.fact:
                name = f"{FACT_MARK}{number}"
                self._names[name] += 1
                return name if self._names[name] == 1 else f"{name}_{self._names[name]}"
        return ""

    def add_to(self, document: Document) -> None:
        """Add the comments, dated by the letter: the same draft is the same file."""
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
    """Put DRAFT at the head of every page, in a character style by its id; a header that there is keeps its height."""
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
