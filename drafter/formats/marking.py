"""What a draft in Word carries beside the letter: marks on passages, comments on them, DRAFT in its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.formats.text import escape, run_xml
from drafter.letter.record import FACT_MARK, VIEW_MARK, Record
from drafter.letter.tree import Kind, Sentence

AUTHOR = "drafter"
DRAFT = "DRAFT"
_FIRST_ID = 9000  # above what a letterhead's own bookmarks have


@dataclass(slots=True)
class Marking:
    """Gathers the marks and comments of one document while its body is written.

    ``remarks`` are lines to say of a fact, by its id; without any there are no comments.
    """

    record: Record
    remarks: Mapping[str, Sequence[str]]
    _marks: int = 0
    _views: int = 0
    _notes: int = 0
    _comments: list[Sequence[str]] = field(default_factory=list)

    def around(self, sentence: Sentence, inner: str, note: str) -> str:
        """The runs of a sentence, marked as what it is, and then its note's mark; a courtesy needs no mark."""
        name = self._name(sentence)
        if not name:
            return inner + note
        self._marks += 1
        self._notes += bool(note)
        id_ = _FIRST_ID + self._marks
        remarks = self.remarks.get(sentence.fact, ())
        if remarks:
            comment = len(self._comments)
            self._comments.append(remarks)
            inner = f'<w:commentRangeStart w:id="{comment}"/>{inner}<w:commentRangeEnd w:id="{comment}"/>'
            reference = f'<w:r><w:commentReference w:id="{comment}"/></w:r>'
            # Measured: with a comment between the first two notes of a letter, LibreOffice 7.4 mixes up all of them.
            note = reference + note if self._notes == 1 else note + reference
        # The mark is around all of it: LibreOffice cuts marks short that end where a comment does.
        return f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>{inner}{note}<w:bookmarkEnd w:id="{id_}"/>'

    def _name(self, sentence: Sentence) -> str:
        if sentence.kind is Kind.POSITION:
            self._views += 1
            return f"{VIEW_MARK}{self._views}"
        for number, said in enumerate(self.record.said, 1):
            if said.fact == sentence.fact:
                return f"{FACT_MARK}{number}"
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
