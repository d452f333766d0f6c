"""Word documents (.docx), in which nothing is trusted.

They are read from the XML itself, because python-docx leaves out tracked insertions and the text of content controls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from drafter.files import ooxml
from drafter.sources.paragraphs import clean_paragraph
from drafter.sources.text import HIDES, STRUCK, Contents, Refused
from drafter.sources.word_seen import Around, Looks, Words, is_on

_W = ooxml.W
_DC = "{http://purl.org/dc/elements/1.1/}"
_TYPES, _DOCUMENT, _STYLES, _CORE, _FOOTNOTES = (
    "[Content_Types].xml",
    "word/document.xml",
    "word/styles.xml",
    "docProps/core.xml",
    "word/footnotes.xml",
)
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 15_000_000
_LEFT_OUT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pict")) | {ooxml.FALLBACK}
_SIGNS = {
    f"{_W}{name}": sign for name, sign in zip(("tab", "ptab", "br", "cr", "noBreakHyphen"), "  \n\n-", strict=True)
}
_NOTHING, _BOX = Around(), Around(shaded=True)  # a box may have any colour
DIFFERS = "another program shows other words in some place: look at it in Word"
_LONG = 60  # characters: a paragraph of a letter, unlike a line of an address


def read_word(data: bytes, _each_page: Callable[[], None]) -> Contents:
    """The paragraphs (a table's row is one), the file's own data, and notes. Raises Refused."""
    try:
        body, looks, own, noted = _read(data)
    except ooxml.NotWord as refused:
        message = "unpacks to more than any document" if refused.rule == "too-large" else str(refused)
        raise Refused(refused.rule, message, refused.hint) from refused
    read = _Reading(looks)
    blocks = tuple(block for text in read.blocks(body) if (block := clean_paragraph(text)))
    if not blocks:
        raise Refused("without-text", "holds no text")
    notes = ("its footnotes are left out",) if noted and any(_called(body)) else ()
    return Contents(blocks, {name: clean_paragraph(value) for name, value in own.items()}, (*notes, *read.notes()))


def word_lines(data: bytes) -> tuple[list[str], tuple[str, ...]]:
    """The lines of a letter, with a blank line after each paragraph that stands apart, and notes on what was left out.

    A long paragraph stands apart, and so does one of several lines, which also has a blank line before it.
    """
    try:
        body, looks, _, _ = _read(data)
    except ooxml.NotWord as refused:
        raise Refused(refused.rule, str(refused), refused.hint) from refused
    read = _Reading(looks)
    lines: list[str] = []
    for text in read.blocks(body):
        several = "\n" in text.strip()
        lines += [*([""] if several else []), *text.split("\n"), *([""] if several or len(text) > _LONG else [])]
    return [line.strip() for line in lines], read.notes()


def _read(data: bytes) -> tuple[ElementTree.Element, Looks, dict[str, str], bool]:
    """The body, its looks, the title and author from the file's own data, and whether it has footnotes."""
    if not data.startswith((b"PK", ooxml.OLD_WORD)):
        raise ooxml.NotWord("not-word", "is not a Word document", "is its name's ending right?")
    # Only the parts that are read are unpacked: pictures may be large.
    parts, sizes = ooxml.unpack(
        data,
        lambda name: name in (_DOCUMENT, _CORE, _STYLES),
        what="document",
        most_parts=_MOST_PARTS,
        most_unpacked=_MOST_UNPACKED,
        most_xml=_MOST_XML,
    )
    if _TYPES not in sizes or _DOCUMENT not in parts:
        raise ooxml.NotWord("not-word", "is a ZIP file, but not a Word document")
    root = ooxml.parse_xml(ooxml.transitional(parts[_DOCUMENT]))
    body = root.find(f"{_W}body")
    if body is None:
        raise ooxml.NotWord("not-word", "is not a Word document of a known kind")
    styles = ooxml.parse_xml(ooxml.transitional(parts[_STYLES])) if _STYLES in parts else None
    looks = Looks(styles, shaded=root.find(f"{_W}background") is not None)
    own = {"title": "", "author": ""}
    if _CORE in parts:
        core = ooxml.parse_xml(parts[_CORE])
        own = {"title": core.findtext(f"{_DC}title") or "", "author": core.findtext(f"{_DC}creator") or ""}
    return body, looks, own, _FOOTNOTES in sizes


def _called(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return body.iter(f"{_W}footnoteReference")


class _Reading:
    """Reads a body. What no reader of the page sees is left out, and what is struck out; ``notes`` tells of both."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._left: set[Words] = set()
        self._differs = False

    def notes(self) -> tuple[str, ...]:
        """What was left out so far, as sentences."""
        told = {HIDES: Words.UNSEEN in self._left, STRUCK: Words.STRUCK in self._left, DIFFERS: self._differs}
        return tuple(note for note, is_so in told.items() if is_so)

    def blocks(self, parent: ElementTree.Element, around: Around = _NOTHING) -> Iterator[str]:
        """The paragraphs under an element. Text boxes come after the paragraph that they are anchored to."""
        for child in parent:
            if child.tag == f"{_W}p":
                boxes: list[ElementTree.Element] = []
                yield "".join(self._text(child, boxes, child.find(f"{_W}pPr"), around))
                for box in boxes:
                    yield from self.blocks(box, _BOX)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child, around)
            elif child.tag not in _LEFT_OUT:
                yield from self.blocks(child, around)

    def _table(self, table: ElementTree.Element, around: Around) -> Iterator[str]:
        """A table's rows, each as one paragraph."""
        properties = table.find(f"{_W}tblPr")
        named = None if properties is None else properties.find(f"{_W}tblStyle")
        style = "" if named is None else named.get(f"{_W}val", "")
        shaded = around.shaded or self._looks.is_shaded(properties, style)
        for row in _rows(table):
            if is_on(row.find(f"{_W}trPr/{_W}hidden")):
                self._left.add(Words.UNSEEN)
                continue
            cells = []
            for cell in row.findall(f"{_W}tc"):
                within = Around(shaded or self._looks.is_shaded(cell.find(f"{_W}tcPr")), style)
                cells.append(" ".join(self.blocks(cell, within)))
            yield " | ".join(text for cell in cells if (text := cell.strip()))

    def _text(
        self,
        parent: ElementTree.Element,
        boxes: list[ElementTree.Element],
        paragraph: ElementTree.Element | None,
        around: Around,
    ) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_W}t":
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == f"{_W}txbxContent":
                boxes.append(child)
            elif child.tag == f"{_W}r":
                yield from self._run(child, boxes, paragraph, around)
            elif child.tag == f"{_W}sdt" and child.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
                continue  # a field that nobody has filled in: "Click here to enter text"
            elif child.tag not in _LEFT_OUT:
                if child.tag == ooxml.ALTERNATES and _differs(child):
                    self._differs = True
                yield from self._text(child, boxes, paragraph, around)

    def _run(
        self,
        run: ElementTree.Element,
        boxes: list[ElementTree.Element],
        paragraph: ElementTree.Element | None,
        around: Around,
    ) -> Iterator[str]:
        words = self._looks.words(paragraph, run.find(f"{_W}rPr"), around)
        text = list(self._text(run, boxes, paragraph, around))
        if words is not Words.READ and any(map(str.strip, text)):
            self._left.add(words)
            return
        yield from text


def _differs(alternates: ElementTree.Element) -> bool:
    """Whether one program shows other words than another in place of something."""
    texts = [" ".join("".join(text.text or "" for text in each.iter(f"{_W}t")).split()) for each in alternates]
    return any(texts) and len({text for text in texts if text}) != 1


def _rows(table: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """A table's own rows. Rows of a table in one of its cells belong to that cell.

    If they were also read here, they would be read twice at each level, and so a million times at twenty levels.
    """
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag not in _LEFT_OUT:  # a row that was inserted, or stands in a content control
            yield from _rows(child)
