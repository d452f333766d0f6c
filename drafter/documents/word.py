"""Word documents (.docx), of which nothing is believed.

Read from the XML itself: python-docx leaves out what was inserted with tracking on, and what is in content controls.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from drafter.documents.extracted import Refused
from drafter.documents.paragraphs import clean

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TYPES, _DOCUMENT, _CORE, _FOOTNOTES = (
    "[Content_Types].xml",
    "word/document.xml",
    "docProps/core.xml",
    "word/footnotes.xml",
)
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML, _PIECE = 2_000, 200_000_000, 15_000_000, 65_536
_RESAVE = "save it from Word as 'Word Document (*.docx)', without a password"
_LEFT_OUT = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "pict")) | {_FALLBACK}
_SPACES = frozenset(f"{_W}{name}" for name in ("tab", "br", "cr", "ptab"))


def read_word(data: bytes) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """The paragraphs (a table's row is one), what the file's own data say, and notes."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what = "is encrypted" if locked else "is a Word file of the old kind (.doc)"
        raise Refused("encrypted" if locked else "not-word", what, _RESAVE)
    if not data.startswith(b"PK"):
        raise Refused("not-word", "is not a Word document", "is its name's ending right?")
    parts, names = _unpack(data)
    if _TYPES not in names or _DOCUMENT not in parts:
        raise Refused("not-word", "is a ZIP file, but not a Word document", _RESAVE)
    # The strict kind of Open XML has other names for the same things.
    body = _parse(parts[_DOCUMENT].replace(_STRICT[1:-1].encode(), _W[1:-1].encode())).find(f"{_W}body")
    if body is None:
        raise Refused("not-word", "is not a Word document of a known kind", _RESAVE)
    blocks = tuple(block for text in _blocks(body) if (block := clean(text)))
    if not blocks:
        raise Refused("without-text", "holds no text")
    own = {"title": "", "author": ""}
    if _CORE in parts:
        core = _parse(parts[_CORE])
        own = {"title": core.findtext(f"{_DC}title") or "", "author": core.findtext(f"{_DC}creator") or ""}
    notes = ("its footnotes are left out",) if _FOOTNOTES in names and any(_called(body)) else ()
    return blocks, {name: clean(value) for name, value in own.items()}, notes


def _called(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return body.iter(f"{_W}footnoteReference")


def _unpack(data: bytes) -> tuple[dict[str, bytes], frozenset[str]]:
    """The parts that are read, and the names of all; unpacked piece by piece, since a stated size may be a lie."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
            raise Refused("too-large", "unpacks to more than any document", _RESAVE)
        for entry in entries:
            if entry.filename not in (_DOCUMENT, _CORE):
                continue
            if entry.flag_bits & 1:
                raise Refused("encrypted", "is encrypted", _RESAVE)
            # Word packs in no other way, and Python unpacks the others whole, however large they are.
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Refused("not-word", "is not packed as Word packs", _RESAVE)
            unpacked = io.BytesIO()
            with archive.open(entry) as file:
                while piece := file.read(_PIECE):
                    unpacked.write(piece)
                    if unpacked.tell() > _MOST_XML:
                        raise Refused("too-large", "unpacks to more than any document", _RESAVE)
            parts[entry.filename] = unpacked.getvalue()
    return parts, frozenset(entry.filename for entry in entries)


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        # Word never writes one, and entities are declared nowhere else.
        raise Refused("not-word", "declares a document type, which no Word document does", _RESAVE)


def _parse(xml: bytes) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314  what makes it unsafe is refused by the builder
    parser.feed(xml)
    root: ElementTree.Element = parser.close()
    return root


def _blocks(parent: ElementTree.Element) -> Iterator[str]:
    """The paragraphs under an element; text boxes come after the paragraph they hang on."""
    for child in parent:
        if child.tag == f"{_W}p":
            boxes: list[ElementTree.Element] = []
            yield "".join(_text(child, boxes))
            for box in boxes:
                yield from _blocks(box)
        elif child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = (" ".join(_blocks(cell)) for cell in row.findall(f"{_W}tc"))
                yield " | ".join(text for cell in cells if (text := cell.strip()))
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _text(parent: ElementTree.Element, boxes: list[ElementTree.Element]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SPACES:
            yield " "
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag == f"{_W}txbxContent":
            boxes.append(child)
        elif child.tag not in _LEFT_OUT:
            yield from _text(child, boxes)
