"""PDF: printed lines with their places on the page, joined to paragraphs."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any

from drafter.documents.extracted import Refused
from drafter.documents.paragraphs import Line, clean, joined, without_running

_MOST_PAGES = 3_000
_TAIL = 2_048  # bytes within which a whole file has its end mark; readers allow some rubbish after it
_DRAFT_TITLE = re.compile(r"microsoft word\s*-.*|.*\.(?:docx?|indd|pdf|odt|qxd|pptx?|xlsx?)|untitled.*|\W*", re.IGNORECASE)
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
        if reader.is_encrypted and not _opened(reader):
            raise Refused("encrypted", "is encrypted: it wants a password", "ask for a copy without one")
        number = len(reader.pages)
        if number > _MOST_PAGES:
            raise Refused("too-long", f"has {number} pages, more than the {_MOST_PAGES} that are read")
        pages = []
        for index in range(number):
            pages.append(_lines(reader.pages[index], index + 1))
            each_page()
        own = _own(reader)
    except pypdf.errors.DependencyError:
        raise Refused("encrypted", "is encrypted", "print it to a new PDF, or ask for a copy that is not") from None
    finally:
        logger.handlers = []
    blocks = joined(without_running(pages))
    if sum(map(len, blocks)) < 10 * max(1, number // 10):
        what = "it is pictures of pages (a scan)" if number else "it has no pages"
        raise Refused("no-text", f"holds no text: {what}", _SCANNED if number else "")
    empty = [str(page) for page, lines in enumerate(pages, 1) if not lines]
    notes = []
    if empty:
        several = len(empty) > 1
        listed = ", ".join(empty[:10]) + ("\u2026" if len(empty) > 10 else "")
        notes.append(f"no text is on page{'s' if several else ''} {listed}: {'they' if several else 'it'} may be pictures")
    if complaints.number:
        notes.append("the file is damaged in places: compare the text with the pages")
    return blocks, own, tuple(notes)


class _Complaints(logging.Handler):
    """Counts what the reader had to mend."""

    number = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.number += 1


def _opened(reader: Any) -> bool:
    """Whether the file opens without a password: many are only locked against changes."""
    return bool(reader.decrypt(""))


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
