"""PDF: printed lines with their places on the page, joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from math import atan2, hypot, pi
from typing import Any, NamedTuple

from drafter.documents.columns import Ordered, Word, in_order
from drafter.documents.extracted import Refused
from drafter.documents.hyphens import Words
from drafter.documents.paragraphs import Line, clean, joined, with_feet, without_running

_MOST_PAGES = 3_000
_TAIL = 2_048  # bytes within which a whole file has its end mark; readers allow some rubbish after it
_DRAFT_TITLE = re.compile(
    r"microsoft word\s*-.*|.*\.(?:docx?|indd|pdf|odt|qxd|pptx?|xlsx?)|untitled.*|\W*", re.IGNORECASE
)
_HYPHEN = 2  # how the reader gives a hyphen at a line's end
_SCANNED = "find the text elsewhere, or have a program for text recognition (OCR) write it into the file"


class Printed(NamedTuple):
    """The paragraphs, what the file's own data say, notes, and the pages whose columns are in doubt, from 1."""

    blocks: tuple[str, ...]
    own: dict[str, str]
    notes: tuple[str, ...]
    doubtful: tuple[int, ...]


def read_pdf(data: bytes, each_page: Callable[[], None]) -> Printed:
    """Read a PDF; ``each_page`` is called when a page is done. Raises Refused."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("not-pdf", "is not a PDF", "is its name's ending right?")
    if b"%%EOF" not in data[-_TAIL:]:
        raise Refused("damaged-file", "is cut short: its end is missing", "download or copy it again")
    try:
        import pypdfium2  # late: slow to import, and not everybody's
    except ImportError:
        raise Refused("missing-extra", "PDF cannot be read here yet", "install drafter[documents]") from None

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as failure:
        if failure.err_code in {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}:
            raise Refused("encrypted", "is encrypted: it wants a password", "ask for a copy without one") from None
        raise Refused("damaged-file", "is damaged", "download or copy it again") from None
    with closing(document):
        pages = list(_pages(document, each_page))
        own = _own(document.get_metadata_dict())
    lines, left = without_running([page.lines for page in pages])
    blocks = _with_text(joined(with_feet(lines), Words()), len(pages))
    notes = _notes([page.lines for page in pages], left, mended=not _is_whole(data))
    return Printed(blocks, own, tuple(notes), tuple(n for n, page in enumerate(pages, 1) if page.doubtful))


def _pages(document: Any, each_page: Callable[[], None]) -> Iterator[Ordered]:
    number = len(document)
    if number > _MOST_PAGES:
        raise Refused("too-long", f"has {number} pages, more than the {_MOST_PAGES} that are read")
    for index in range(number):
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            yield in_order(_words(text), index + 1)
        each_page()


def _is_whole(data: bytes) -> bool:
    """Whether the file's table of contents is where its end says; else the reader has searched for everything."""
    found = re.search(rb"startxref\s+(\d{1,12})\s+%%EOF", data[-_TAIL:])
    at = int(found[1]) if found else len(data)
    return re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[at : at + 40]) is not None


def _with_text(blocks: tuple[str, ...], pages: int) -> tuple[str, ...]:
    if sum(map(len, blocks)) < 10 * max(1, pages // 10):  # a scanner's own stamp is no text
        raise Refused("without-text", "holds no text: it is pictures of pages (a scan)", _SCANNED)
    return blocks


def _notes(pages: Sequence[Sequence[Line]], left: Sequence[str], *, mended: bool) -> Iterator[str]:
    if left:
        listed = ", ".join(f"'{line[:40]}'" for line in left[:6]) + (", ..." if len(left) > 6 else "")
        yield f"left out as heads, feet and numbers of pages: {listed}"
    empty = [str(page) for page, lines in enumerate(pages, 1) if not lines]
    if empty:
        listed = ", ".join(empty[:10]) + (", ..." if len(empty) > 10 else "")
        yield f"no text on page{'s' if len(empty) > 1 else ''} {listed}: perhaps pictures, or empty"
    if mended:
        yield "the file is damaged in places: compare the text with the pages"


def _own(data: Mapping[str, str]) -> dict[str, str]:
    """Title and author; the day on which the file was made is not the day of issue, and is left out."""
    own = {name: clean(data.get(key) or "") for name, key in (("title", "Title"), ("author", "Author"))}
    return {name: value for name, value in own.items() if value and not _DRAFT_TITLE.fullmatch(value)}


class _Letter(NamedTuple):
    """Where a letter stands: its ends along its line and the line's height in points; its size; and the angle of the
    line in quarters, -1 for one between.
    """

    x0: float
    x1: float
    y: float
    size: float
    quarter: int


def _words(text: Any) -> list[Word]:
    """The words of a page. What stands otherwise than most of it is left out: a mark across it, a margin's own text."""
    letter_at = _letters(text)
    found: list[tuple[str, _Letter, _Letter]] = []
    for word, first in _runs(text):
        start, end = letter_at(first), letter_at(first + len(word) - 1)
        if abs(start.y - end.y) < 0.45 * start.size and end.x1 >= start.x0:
            found.append((word, start, end))
        else:  # a line's end without white: told letter by letter
            found += _parted(word, [letter_at(first + at) for at in range(len(word))])
    quarters = Counter(start.quarter for _, start, _ in found)
    upright = quarters.most_common(1)[0][0] if quarters else 0
    return [
        Word(word, start.x0, max(end.x1, start.x0), start.y, start.size, order)
        for order, (word, start, end) in enumerate(found)
        if start.quarter == upright
    ]


def _parted(word: str, letters: Sequence[_Letter]) -> Iterator[tuple[str, _Letter, _Letter]]:
    """What the reader took for one word, and its letters stand on two lines or the line goes back."""
    begin = 0
    for at in range(1, len(word) + 1):
        before, here = letters[at - 1], letters[min(at, len(word) - 1)]
        apart = abs(before.y - here.y) > 0.45 * before.size or here.x0 < before.x0 - 0.1 * before.size
        if at == len(word) or apart:
            yield word[begin:at], letters[begin], before
            begin = at


def _runs(text: Any) -> Iterator[tuple[str, int]]:
    """The letters that no white parts, in the order in which they are drawn, and the number of the first of them."""
    from pypdfium2 import raw

    run: list[str] = []
    count = raw.FPDFText_CountChars(text)
    high = 0
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(text, index) if index < count else 0x20
        if 0xD800 <= code < 0xDC00:  # the first half of a letter: it has no width of its own
            high, code = code, 0x200B
        elif 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0x20
        letter = "-" if code == _HYPHEN else chr(code) if code < 0x110000 else " "
        if letter > " " and not letter.isspace():
            run.append(letter)
        if run and (code == _HYPHEN or not (letter > " " and not letter.isspace())):
            yield "".join(run), index - len(run) + (code == _HYPHEN)
            run = []


def _letters(text: Any) -> Callable[[int], _Letter]:
    """Looks up where a letter stands, by its number."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), c_double(), c_double()
    in_box, in_matrix, in_x, in_y = byref(box), byref(matrix), byref(x), byref(y)

    def letter_at(index: int) -> _Letter:
        raw.FPDFText_GetLooseCharBox(text, index, in_box)
        raw.FPDFText_GetCharOrigin(text, index, in_x, in_y)
        raw.FPDFText_GetMatrix(text, index, in_matrix)
        size = raw.FPDFText_GetFontSize(text, index) * (hypot(matrix.c, matrix.d) or hypot(matrix.a, matrix.b))
        angle = atan2(matrix.b, matrix.a) / (pi / 2)
        quarter = round(angle) % 4 if abs(angle - round(angle)) < 0.05 else -1
        if quarter == 1:  # the line runs along the page's other side
            return _Letter(box.bottom, box.top, -x.value, size, quarter)
        if quarter == 2:
            return _Letter(-box.right, -box.left, -y.value, size, quarter)
        if quarter == 3:
            return _Letter(-box.top, -box.bottom, x.value, size, quarter)
        return _Letter(box.left, box.right, y.value, size, quarter)

    return letter_at
