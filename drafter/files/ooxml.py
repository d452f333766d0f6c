"""The parts of Word's files: a ZIP of XML, in which nothing is trusted."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from drafter.frozen import NamedTuple

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ART = "{urn:schemas-microsoft-com:vml}textpath"
RESAVE = "save it from Word as 'Word Document (*.docx)', without a password"
OLD_WORD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PIECE = 65_536
_DEEPEST = 200  # levels: Word's own files have a few dozen, and code that walks them is recursive
_STRICT, _TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_RENAMED = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"officeDocument/math": b"officeDocument/2006/math",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
    b"officeDocument/customProperties": b"officeDocument/2006/custom-properties",
    b"officeDocument/docPropsVTypes": b"officeDocument/2006/docPropsVTypes",
}

# Errors of zipfile, zlib and the XML reader for broken files, or files made to break them.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ElementTree.ParseError, EOFError, LookupError, NotImplementedError,
    OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip


class NotWord(Exception):
    """Why a file cannot be read, in a problem's words; ``rule`` is not-word, encrypted, damaged-file or too-large."""

    def __init__(self, rule: str, message: str, hint: str = RESAVE) -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


class Package(NamedTuple):
    """The wanted parts, and the size of every part in bytes: for unread parts the size that the file states."""

    parts: dict[str, bytes]
    sizes: dict[str, int]


def unpack(
    data: bytes,
    wanted: Callable[[str], bool],
    *,
    what: str,
    most_parts: int,
    most_unpacked: int,
    most_xml: int,
    thorough: bool = False,
) -> Package:
    """The wanted parts, of ``most_xml`` bytes at most in all. Raises NotWord, and the errors in ``BROKEN``.

    ``what`` is what the file is meant to be ("letterhead"). With ``thorough`` the other parts are also unpacked, only
    to measure them, because a stated size may be false.
    """
    _refuse_others(data)
    parts: dict[str, bytes] = {}
    sizes: dict[str, int] = {}
    xml = unpacked = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > most_parts:
            raise NotWord("too-large", f"has {len(entries)} parts, which no {what} has")
        # If two parts have the same name, but for upper and lower case, each reader may take another one.
        if len({entry.filename.lower() for entry in entries}) < len(entries):
            raise NotWord("damaged-file", "has two parts of one name")
        for entry in entries:
            keep, kept, size = wanted(entry.filename), io.BytesIO(), 0
            for length, piece in _pieces(archive, entry) if keep or thorough else [(entry.file_size, b"")]:
                size, unpacked, xml = size + length, unpacked + length, xml + length * keep
                if unpacked > most_unpacked:
                    raise NotWord("too-large", f"unpacks to more than {most_unpacked // 1_000_000} MB")
                if xml > most_xml:
                    raise NotWord("too-large", f"has more text or styles than any {what}")
                kept.write(piece if keep else b"")
            sizes[entry.filename] = size
            if keep:
                parts[entry.filename] = kept.getvalue()
    return Package(parts, sizes)


def _refuse_others(data: bytes) -> None:
    if data.startswith(OLD_WORD):
        if _ENCRYPTED in data:
            raise NotWord("encrypted", "is encrypted")
        raise NotWord("not-word", "is a Word file of the old kind (.doc)")
    if not data.startswith(b"PK"):
        raise NotWord("not-word", "is not a Word document")


def _pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[int, bytes]]:
    """The entry, unpacked piece by piece, because the size that it states may be false."""
    if entry.flag_bits & 1:
        raise NotWord("encrypted", "is encrypted")
    # Word uses no other compression, and Python unpacks other kinds whole, however large they are.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotWord("not-word", "is not packed as Word packs")
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            yield len(piece), piece


def transitional(xml: bytes) -> bytes:
    """XML of the strict form of Open XML with the usual names, which mean the same."""
    if _STRICT in xml:
        for strict, usual in _RENAMED.items():
            xml = xml.replace(_STRICT + strict + b'"', _TRANSITIONAL + usual + b'"')
    return xml


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        # Word never writes a document type, and entities can be declared only there.
        raise NotWord("not-word", "declares a document type, which no Word document does")


def parse_xml(xml: bytes, *, most_elements: int = 1_000_000) -> ElementTree.Element:
    """The tree of a part, never too deep for recursion. Raises NotWord, and the errors in ``BROKEN``."""
    # Every element has an opening bracket and most have a closing tag. They are counted before they take memory.
    if xml.count(b"<") > 2 * most_elements:
        raise NotWord("too-large", "holds more elements than any document")
    parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314  what makes it unsafe is refused by the builder
    parser.feed(xml)
    root: ElementTree.Element = parser.close()
    level = [root]
    for _ in range(_DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return root
    raise NotWord("damaged-file", "is nested deeper than any document")


def lines_of(root: ElementTree.Element) -> Iterator[str]:
    """The lines of a header or a footer, each once, as they are read."""
    for parent in list(root.iter()):
        for child in parent.findall(FALLBACK):
            parent.remove(child)
    for paragraph in root.iter(f"{W}p"):
        text = ""
        for element in _within(paragraph):
            if element.tag == f"{W}t":
                text += element.text or ""
            elif element.tag == _ART:
                text += f"\n{element.get('string', '')}\n"
            elif element.tag in (f"{W}br", f"{W}cr"):
                text += "\n"
            elif element.tag == f"{W}tab":
                text += " \u00b7 "
        yield from (" ".join(line.split()) for line in text.split("\n") if line.strip())
    drawn = (paragraph.iter(f"{DRAWING}t") for paragraph in root.iter(f"{DRAWING}p"))
    yield from filter(None, (" ".join("".join(one.text or "" for one in texts).split()) for texts in drawn))


def _within(paragraph: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """What stands in a paragraph itself: the paragraphs of a text box that hangs on it are lines of their own."""
    for child in paragraph:
        if child.tag != f"{W}p":
            yield child
            yield from _within(child)
