"""PDF: printed lines with their places on the page, joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from drafter.documents.extracted import Refused
from drafter.documents.paragraphs import Line, clean, joined, without_running

_MOST_PAGES = 3_000
_TAIL = 2_048  # bytes within which a whole file has its end mark; readers allow some rubbish after it
_DRAFT_TITLE = re.compile(
    r"microsoft word\s*-.*|.*\.(?:docx?|indd|pdf|odt|qxd|pptx?|xlsx?)|untitled.*|\W*", re.IGNORECASE
)
_SCANNED = "find the text elsewhere, or have a program for text recognition (OCR) write it into the file"


def read_pdf(data: bytes, each_page: Callable[[], None]) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """The paragraphs, what the file's own data say, and notes; ``each_page`` is called when a page is done."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("not-pdf", "is not a PDF", "is its name's ending right?")
    if b"%%EOF" not in data[-_TAIL:]:
        raise Refused("damaged-file", "is cut short: its end is missing", "download or copy it again")
    try:
        import pypdf  # late: slow to import, and not everybody's
    except ImportError:
        raise Refused("missing-extra", "PDF cannot be read here yet", "install drafter[documents]") from None

    complaints = _Complaints()
    logger = logging.getLogger("pypdf")
    logger.handlers, logger.propagate = [complaints], False
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):  # many are only locked against changes
            raise Refused("encrypted", "is encrypted: it wants a password", "ask for a copy without one")
        pages = list(_pages(reader, each_page))
        own = _own(reader)
    except pypdf.errors.DependencyError:
        raise Refused("encrypted", "is encrypted", "print it to a new PDF, or ask for a copy that is not") from None
    finally:
        logger.handlers = []
    lines, left = without_running(pages)
    return _with_text(joined(lines), len(pages)), own, tuple(_notes(pages, left, complaints.number))


def _pages(reader: Any, each_page: Callable[[], None]) -> Iterator[Sequence[Line]]:
    number = len(reader.pages)
    if number > _MOST_PAGES:
        raise Refused("too-long", f"has {number} pages, more than the {_MOST_PAGES} that are read")
    for index in range(number):
        yield _lines(reader.pages[index], index + 1)
        each_page()


def _with_text(blocks: tuple[str, ...], pages: int) -> tuple[str, ...]:
    if not pages:
        raise Refused("without-text", "has no pages")
    if sum(map(len, blocks)) < 10 * max(1, pages // 10):  # a scanner's own stamp is no text
        raise Refused("without-text", "holds no text: it is pictures of pages (a scan)", _SCANNED)
    return blocks


def _notes(pages: Sequence[Sequence[Line]], left: Sequence[str], mended: int) -> Iterator[str]:
    if left:
        listed = ", ".join(f"'{line[:40]}'" for line in left[:6]) + (", ..." if len(left) > 6 else "")
        yield f"left out as heads, feet and numbers of pages: {listed}"
    empty = [str(page) for page, lines in enumerate(pages, 1) if not lines]
    if empty:
        listed = ", ".join(empty[:10]) + (", ..." if len(empty) > 10 else "")
        yield f"no text on page{'s' if len(empty) > 1 else ''} {listed}: perhaps pictures, or empty"
    if mended:
        yield "the file is damaged in places: compare the text with the pages"


class _Complaints(logging.Handler):
    """Counts what the reader had to mend."""

    number = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.number += 1


def _own(reader: Any) -> dict[str, str]:
    """Title and author; the day on which the file was made is not the day of issue, and is left out."""
    data = reader.metadata or {}
    own = {name: clean(str(data.get(key) or "")) for name, key in (("title", "/Title"), ("author", "/Author"))}
    return {name: value for name, value in own.items() if value and not _DRAFT_TITLE.fullmatch(value)}


def _lines(page: Any, number: int) -> Sequence[Line]:
    """The lines of a page in the order of reading, with their heights in points."""
    lines: list[Line] = []
    parts: list[str] = []
    place: list[tuple[int, float, float]] = []  # letters, height, size of type: the piece with most letters counts

    def end() -> None:
        text = "".join(parts).strip()
        if text:
            _, y, size = max(place, default=(0, None, 0.0))
            lines.append(Line(text, page=number, y=y, size=size))
        parts.clear()
        place.clear()

    def visit(text: str, cm: Sequence[float], tm: Sequence[float], _font: Any, size: float) -> None:
        for index, piece in enumerate(text.split("\n")):
            if index:
                end()
            if piece.strip():
                scale = abs(tm[3] or tm[1]) * abs(cm[3] or cm[1])
                place.append((len(piece), tm[4] * cm[1] + tm[5] * cm[3] + cm[5], size * scale))
            parts.append(piece)

    page.extract_text(visitor_text=visit)
    end()
    return lines
