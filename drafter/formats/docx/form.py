"""A letter's Word file with the reader still to be filled in: made once, for one reader or for thousands.

Nothing here needs python-docx, so that a process that only fills forms need not load it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from drafter.formats.docx.packing import OpenPackage
from drafter.formats.pieces import RUN, RUN_END, clean_xml, escape, is_bare, run_xml
from drafter.formats.remembered import values_of_reader
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.record import PREFIX
from drafter.letter.tree import ReaderDetails

SLOT: Final = "<!--drafter: what is the reader's own-->"  # no text can look like it, since all text is escaped

ADDRESS, REFERENCE, SALUTATION = "inside address", "reference line", "salutation"

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"

VALUE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"

_BREAK: Final = "<w:r><w:br/></w:r>"
_NEW_LINE: Final = f"{RUN_END}{_BREAK}{RUN}"
_ENDED: Final = f"{RUN_END}</w:p>"  # behind the last text of a paragraph

_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


class LetterHead(NamedTuple):
    """The head of a letter: ``date`` is a paragraph of XML, the next three are ids of styles.

    ``declared`` are the namespaces that each paragraph must declare.
    """

    date: str
    address: str
    reference: str
    salutation: str
    declared: str

    def xml(self, reader: ReaderDetails) -> str:
        """The head of the letter, from the address to the salutation."""
        if _is_bare(reader):
            address, greeting = _NEW_LINE.join(reader.addressee), with_comma(reader.salutation)
            referring = f"Our reference: {reader.reference}{_ENDED}" if reader.reference.strip() else ""
            return (
                f"{_begun(self.address, self.declared)}{address}{_ENDED}{self.date}"
                f"{_begun(self.reference, self.declared) if referring else ''}{referring}"
                f"{_begun(self.salutation, self.declared)}{greeting}{_ENDED}"
            )
        said = f"Our reference: {reader.reference}" if clean_xml(reader.reference).strip() else ""
        return "".join(
            (
                lines_xml(self.address, reader.above, self.declared),
                lines_xml(self.address, reader.addressee, self.declared),
                self.date,
                lines_xml(self.reference, [said], self.declared),
                lines_xml(self.salutation, [with_comma(reader.salutation)], self.declared),
            )
        )


@dataclass(frozen=True)
class WordForm:
    """The package, and the head that goes into it.

    ``pid`` is the first free number among the custom properties; 0 if the file has no record.
    """

    package: OpenPackage
    head: LetterHead
    pid: int

    def own(self, reader: ReaderDetails) -> tuple[bytes, ...]:
        """The parts of the letter's file that belong to one reader."""
        text = self.head.xml(reader).encode()
        properties = particular_properties(reader, self.pid)
        return self.package.own((text, properties.encode()) if self.pid else (text,))

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The letter's file, from the parts that belong to one reader."""
        return self.package.joined(own)

    def crc(self, data: bytes) -> int:
        """The CRC-32 of a file that ``joined`` made."""
        return self.package.crc(data)

    def sha256(self, data: bytes) -> str:
        """The SHA-256 of a file that ``joined`` made, in hex."""
        return self.package.sha256(data)

    def filled(self, reader: ReaderDetails) -> bytes:
        """The letter's file, for one reader."""
        return self.joined(self.own(reader))


def particular_properties(reader: ReaderDetails, pid: int) -> str:
    """What a draft keeps about its reader, as custom properties with numbers from ``pid`` on."""
    given = values_of_reader(reader if reader.mailing is None else reader._replace(mailing=None))
    return "".join([property_xml(name, value, number) for number, (name, value) in enumerate(given.items(), pid)])


def lines_xml(style: str, texts: Iterable[str], declared: str = "") -> str:
    """Lines of one paragraph, in a style by its id. It stays on one page, and a person selects it as a whole."""
    runs = _BREAK.join([run_xml(text) for text in texts if clean_xml(text).strip()])
    return paragraph_xml(style, runs, declared)


def paragraph_xml(style: str, runs: str, declared: str = "") -> str:
    """A paragraph in a style by its id. Styles make the space between paragraphs, so an empty one is never written."""
    return f'<w:p{declared}><w:pPr><w:pStyle w:val="{escape(style)}"/></w:pPr>{runs}</w:p>' if runs else ""


def _is_bare(reader: ReaderDetails) -> bool:
    """Whether a reader's details stand in the letter's XML as they are. One look at all of them tells that of most."""
    lines = (*reader.addressee, reader.salutation)
    bare = len(lines) > 1 and not reader.above and is_bare("".join((*lines, reader.reference)))
    return bare and all(map(str.strip, lines))


@lru_cache(maxsize=64)  # as many styles as the letterheads of a process have here
def _begun(style: str, declared: str) -> str:
    """A paragraph in a style by its id, up to its first text."""
    return paragraph_xml(style, RUN, declared).removesuffix("</w:p>")


def property_xml(name: str, value: str, pid: int = 0) -> str:
    """One of drafter's custom properties."""
    return (
        f'<property xmlns="{CUSTOM}" xmlns:vt="{VALUE}" fmtid="{_FORMAT}" pid="{pid}" name="{PREFIX}{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
    )


def with_comma(text: str) -> str:
    """A greeting or a close with its comma."""
    bare = clean_xml(text).strip()
    return f"{bare}," if bare and not bare.endswith(",") else bare
