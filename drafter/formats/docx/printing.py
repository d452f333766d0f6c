"""Many letters as one Word document for the printer, one section each: the only file with several people's data.

python-docx sets each distinct text once. The document is then written letter by letter from these texts, so that memory
does not grow with their number. Notes are numbered page by page, because LibreOffice cannot number them by section.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Any, Final

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from drafter.formats.copies import Copy
from drafter.formats.docx.footnotes import Footnotes
from drafter.formats.docx.form import SLOT, LetterHead
from drafter.formats.docx.write import LetterheadDocument, set_properties
from drafter.frozen import dataclass
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, ProblemsFound, Where

_TEXT: Final = "<!--drafter: a text ends-->"
_REFERENCE: Final = re.compile(rb'<w:footnoteReference w:id="([0-9]+)"/>')
_NOTE: Final = re.compile(rb'<w:footnote w:id="([0-9]+)">(.*?)</w:footnote>', re.DOTALL)
_MAIN, _NOTES = "word/document.xml", "word/footnotes.xml"
_ZIP_BEGAN: Final = (1980, 1, 1, 0, 0, 0)
# Elements that must come later in a section's properties, or Word refuses the file.
_AFTER_NOTES: Final = ("w:endnotePr", "w:type", "w:pgSz")
_AFTER_NUMBERS: Final = ("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi")


@dataclass(frozen=True)
class _Section:
    """One text in the document: its head, its pieces between the references to its notes, and the notes' XML."""

    head: LetterHead
    pieces: tuple[bytes, ...]
    notes: tuple[bytes, ...]


@dataclass(frozen=True)
class PrintForm:
    """A print document, to be written for its readers. ``kept`` is what the letterhead has above every text."""

    parts: dict[str, bytes]
    begins: bytes
    kept: bytes
    ends: bytes
    properties: bytes
    sections: tuple[_Section, ...]

    def write(self, file: IO[bytes], letters: Callable[[], Iterable[tuple[int, ReaderDetails]]]) -> None:
        """Write the document. ``letters`` gives the letters in order, each as the number of a text and its reader.

        It is called twice: for the text and for the notes.
        """
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                if name != _NOTES:
                    archive.writestr(_entry(name), data)
            if _NOTES in self.parts:
                _stream(archive, _NOTES, self._notes(letters()))
            _stream(archive, _MAIN, self._text(letters()))

    def _text(self, letters: Iterable[tuple[int, ReaderDetails]]) -> Iterator[bytes]:
        yield self.begins
        number, waiting = 0, b""
        for text, reader in letters:
            if waiting:  # each letter but the last has its section's properties in its last paragraph
                yield _with_section(waiting, self.properties)
            section = self.sections[text]
            pieces = [self.kept, section.head.xml(reader).encode(), section.pieces[0]]
            for piece in section.pieces[1:]:
                number += 1
                pieces += (b'<w:footnoteReference w:id="%d"/>' % number, piece)
            waiting = b"".join(pieces)
        yield waiting + self.properties + self.ends

    def _notes(self, letters: Iterable[tuple[int, ReaderDetails]]) -> Iterator[bytes]:
        whole = self.parts[_NOTES]
        first = _NOTE.search(whole)
        assert first is not None
        yield whole[: first.start()]
        number = 0
        for text, _ in letters:
            for note in self.sections[text].notes:
                number += 1
                yield b'<w:footnote w:id="%d">%b</w:footnote>' % (number, note)
        yield whole[whole.rindex(b"</w:footnote>") + len(b"</w:footnote>") :]


def print_form(
    texts: Sequence[Letter],
    letterhead: bytes,
    *,
    copy: Copy,
    large_print: bool = False,
    both_sides: bool = True,
    letterhead_at: Where,
) -> PrintForm:
    """The document of some texts. Raises ProblemsFound if the letterhead cannot be used.

    ``both_sides`` is for a printer that prints on both sides: each letter then begins on a new sheet.
    """
    blank = LetterheadDocument.of(letterhead, letterhead_at)
    if blank.declared:
        message = "many letters cannot be put on it at once: it was made by another program than Word"
        raise ProblemsFound([Problem(letterhead_at, "other-letterhead", message, "open it in Word and save it there")])
    notes = Footnotes(blank.styles)
    bodies, counts = [], []
    for letter in texts:
        before = notes.count
        bodies.append(blank.text(letter, notes, None))
        counts.append(notes.count - before)
    blank.fill(SLOT + "".join(f"{body}{_TEXT}" for body in bodies))
    notes.add_to(blank.document)
    set_properties(blank.document, texts[0], None)
    blank.set(copy, large_print=large_print)
    with blank.blaming():
        _as_a_letter(blank.document.element.body.find(qn("w:sectPr")), both_sides=both_sides)
        return _form(blank, counts, [blank.head(letter) for letter in texts])


def _as_a_letter(properties: Any, *, both_sides: bool) -> None:
    """Make a section one letter: it begins a new page or sheet, and its page numbers begin with 1."""
    for name in ("w:type", "w:pgNumType"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    kind = "oddPage" if both_sides else "nextPage"
    restart = '<w:numRestart w:val="eachPage"/>'
    _put(properties, f"<w:footnotePr {nsdecls('w')}>{restart}</w:footnotePr>", _AFTER_NOTES)
    _put(properties, f'<w:type {nsdecls("w")} w:val="{kind}"/>', _AFTER_NOTES[2:])
    _put(properties, f'<w:pgNumType {nsdecls("w")} w:start="1"/>', _AFTER_NUMBERS)


def _put(properties: Any, xml: str, before: Sequence[str]) -> None:
    later = {qn(name) for name in before}
    place = next((child for child in properties if child.tag in later), None)
    made = parse_xml(xml)
    properties.append(made) if place is None else place.addprevious(made)


def _form(blank: LetterheadDocument, counts: Sequence[int], heads: Sequence[LetterHead]) -> PrintForm:
    parts = {name: _of_a_letter(name, part) for name, part in sorted(blank.parts().items())}
    before, _, rest = parts.pop(_MAIN).partition(SLOT.encode())
    opening = before.index(b"<w:body>") + len(b"<w:body>")
    *bodies, behind = rest.split(_TEXT.encode())
    ends = behind.index(b"</w:body>")
    found = [match[2] for match in _NOTE.finditer(parts.get(_NOTES, b""))]
    sections, at = [], 0
    for body, count, head in zip(bodies, counts, heads, strict=True):
        sections.append(_Section(head, tuple(_REFERENCE.split(body)[::2]), tuple(found[at : at + count])))
        at += count
    return PrintForm(parts, before[:opening], before[opening:], behind[ends:], behind[:ends], tuple(sections))


def _of_a_letter(name: str, part: bytes) -> bytes:
    """A part in which the number of pages is that of each letter, not of the whole document."""
    if name.startswith(("word/header", "word/footer")):
        return re.sub(rb"\bNUMPAGES\b", b"SECTIONPAGES", part)
    return part


def _with_section(letter: bytes, properties: bytes) -> bytes:
    at = letter.rindex(b"</w:pPr>")
    return letter[:at] + properties + letter[at:]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _ZIP_BEGAN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry


def _stream(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    with archive.open(_entry(name), "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
