"""Word documents (.docx), in which nothing is trusted.

They are read from the XML itself, because python-docx leaves out tracked insertions and the text of content controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from drafter.files import ooxml
from drafter.sources.paragraphs import clean_paragraph
from drafter.sources.text import Contents, Refused

_W = ooxml.W
_DC = "{http://purl.org/dc/elements/1.1/}"
_TYPES, _DOCUMENT, _CORE, _FOOTNOTES = (
    "[Content_Types].xml",
    "word/document.xml",
    "docProps/core.xml",
    "word/footnotes.xml",
)
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 15_000_000
_LEFT_OUT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pict")) | {ooxml.FALLBACK}
_SPACES = frozenset(f"{_W}{name}" for name in ("tab", "ptab"))
_BREAKS = frozenset(f"{_W}{name}" for name in ("br", "cr"))
_LONG = 60  # characters: a paragraph of a letter, unlike a line of an address


def read_word(data: bytes, _each_page: Callable[[], None]) -> Contents:
    """The paragraphs (a table's row is one), the file's own data, and notes. Raises Refused."""
    try:
        body, own, noted = _read(data)
    except ooxml.NotWord as refused:
        message = "unpacks to more than any document" if refused.rule == "too-large" else str(refused)
        raise Refused(refused.rule, message, refused.hint) from refused
    blocks = tuple(block for text in _blocks(body) if (block := clean_paragraph(text)))
    if not blocks:
        raise Refused("without-text", "holds no text")
    notes = ("its footnotes are left out",) if noted and any(_called(body)) else ()
    return Contents(blocks, {name: clean_paragraph(value) for name, value in own.items()}, notes)


def word_lines(data: bytes) -> list[str]:
    """The lines of a letter, with a blank line after each paragraph that stands apart.

    A long paragraph stands apart, and so does one of several lines, which also has a blank line before it.
    """
    try:
        body, _, _ = _read(data)
    except ooxml.NotWord as refused:
        raise Refused(refused.rule, str(refused), refused.hint) from refused
    lines: list[str] = []
    for text in _blocks(body):
        several = "\n" in text.strip()
        lines += [*([""] if several else []), *text.split("\n"), *([""] if several or len(text) > _LONG else [])]
    return [line.strip() for line in lines]


def _read(data: bytes) -> tuple[ElementTree.Element, dict[str, str], bool]:
    """The body, the title and author from the file's own data, and whether it has footnotes."""
    if not data.startswith((b"PK", ooxml.OLD_WORD)):
        raise ooxml.NotWord("not-word", "is not a Word document", "is its name's ending right?")
    # Only the parts that are read are unpacked: pictures may be large.
    parts, sizes = ooxml.unpack(
        data,
        lambda name: name in (_DOCUMENT, _CORE),
        what="document",
        most_parts=_MOST_PARTS,
        most_unpacked=_MOST_UNPACKED,
        most_xml=_MOST_XML,
    )
    if _TYPES not in sizes or _DOCUMENT not in parts:
        raise ooxml.NotWord("not-word", "is a ZIP file, but not a Word document")
    body = ooxml.parse_xml(ooxml.transitional(parts[_DOCUMENT])).find(f"{_W}body")
    if body is None:
        raise ooxml.NotWord("not-word", "is not a Word document of a known kind")
    own = {"title": "", "author": ""}
    if _CORE in parts:
        core = ooxml.parse_xml(parts[_CORE])
        own = {"title": core.findtext(f"{_DC}title") or "", "author": core.findtext(f"{_DC}creator") or ""}
    return body, own, _FOOTNOTES in sizes


def _called(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return body.iter(f"{_W}footnoteReference")


def _blocks(parent: ElementTree.Element) -> Iterator[str]:
    """The paragraphs under an element. Text boxes come after the paragraph that they are anchored to."""
    for child in parent:
        if child.tag == f"{_W}p":
            boxes: list[ElementTree.Element] = []
            yield "".join(_text(child, boxes))
            for box in boxes:
                yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            for row in _rows(child):
                cells = (" ".join(_blocks(cell)) for cell in row.findall(f"{_W}tc"))
                yield " | ".join(text for cell in cells if (text := cell.strip()))
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _rows(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """A table's own rows. Rows of a table in one of its cells belong to that cell.

    If they were also read here, they would be read twice at each level, and so a million times at twenty levels.
    """
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag not in _LEFT_OUT:  # a row that was inserted, or stands in a content control
            yield from _rows(child)


def _text(parent: ElementTree.Element, boxes: list[ElementTree.Element]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag in _SPACES:
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _LEFT_OUT:
            yield from _text(child, boxes)
