"""PDF: words with their places on the page are put in reading order and joined to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from math import atan2, hypot, pi
from statistics import median
from typing import Any, Final

from drafter.extras import install
from drafter.frozen import NamedTuple
from drafter.sources.paragraphs import Line, WordList, clean_paragraph, join_lines, with_feet, without_running
from drafter.sources.text import Contents, Refused

# Reading order: from words with their places to lines, one column after the other, and tables by rows.
#
# A page does not say what a word belongs to. Columns are recognised by the white space between them, and distinguished
# from a table by lines that are full of words. If the result is not certain, that is reported.

_WHITE: Final = 0.9  # least width of the white space between two columns, in sizes of type
_NARROW: Final = 0.45  # the same, where the file draws the one column, and then the other
_SURE: Final = 5  # least number of lines of each of these
_SAME: Final = 0.45  # most difference in height between words of one line, in sizes of type
_LEAST: Final = 0.12  # least width of a column, as a share of the page's
_LINES: Final = 3  # least number of lines that two columns have beside each other
_GAP: Final = 1.6  # leadings above a line that stands apart
_CELL: Final = 2.0  # sizes of type of white space in a row of a table, or of a numbered list
_DEEPEST: Final = 4  # columns within columns


class PageWord(NamedTuple):
    """A word on a page.

    ``x0`` and ``x1`` are its ends and ``y`` is the height of its line, in points; ``order`` counts the words as the
    file draws them.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int


class Ordered(NamedTuple):
    """A page's lines in reading order, and whether that order is doubtful."""

    lines: tuple[Line, ...]
    doubtful: bool = False


Row = list[PageWord]


def in_order(words: Sequence[PageWord], page: int) -> Ordered:
    """The lines of a page with this number, from 1."""
    if not words:
        return Ordered(())
    rows = _rows(words)
    lines, doubtful = _ordered(rows, page, 0)
    return Ordered(tuple(lines), doubtful)


def _rows(words: Sequence[PageWord]) -> list[Row]:
    """Words at one height, from the top; each row from left to right."""
    rows: list[Row] = []
    height = 0.0
    for word in sorted(words, key=lambda word: -word.y):
        if rows and height - word.y < _SAME * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            height = word.y
    return [sorted(row, key=lambda word: word.x0) for row in rows]


class _Band(NamedTuple):
    """Rows in columns: how many rows, their lines in order, and whether that order is doubtful."""

    rows: int
    lines: list[Line]
    doubtful: bool


def _ordered(rows: list[Row], page: int, deep: int) -> tuple[list[Line], bool]:
    lines: list[Line] = []
    doubtful = False
    plain: list[Row] = []
    at = 0
    while at < len(rows):
        band = _band(rows, at, page, deep) if deep < _DEEPEST else None
        if band is None:
            plain.append(rows[at])
            at += 1
            continue
        lines += _plain(plain, page)
        doubtful |= band.doubtful or _may_be_columns(plain)
        plain = []
        lines += band.lines
        at += band.rows
    return lines + _plain(plain, page), doubtful or _may_be_columns(plain)


def _band(rows: list[Row], first: int, page: int, deep: int) -> _Band | None:
    """The rows in columns that begin with row ``first``; ``None`` if there are none."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    size = median(word.size for row in rows[first : first + 40] for word in row)
    best = _divided(rows, first, (x0, x1), size * _WHITE)
    if best is None:
        return _close_together(rows, first, (x0, x1), size * _NARROW, page)
    middle, some = best
    drawn = _drawn([word for row in some for word in row])
    left, right = _sides(some, middle)
    crossing = _sides(_crossing(drawn, middle), middle)
    by_rows = min(map(len, crossing)) >= _LINES and all(map(_is_prose, crossing))
    if not by_rows and all(map(_goes_down, _sides(drawn, middle))):
        return _Band(len(some), _lines(drawn, page, _cells(drawn), middle), doubtful=False)
    if not (_is_prose(left) and _is_prose(right)):
        return None
    one, other = (_ordered(side, page, deep + 1)[0] for side in (left, right))
    return _Band(len(some), one + other, doubtful=True)


def _divided(
    rows: Sequence[Row], first: int, ends: tuple[float, float], white: float
) -> tuple[float, list[Row]] | None:
    """The middle of the white space that divides the rows from row ``first`` on, and these rows; ``None`` if none
    does.
    """
    least = (ends[1] - ends[0]) * _LEAST
    free = [(ends[0] + least, ends[1] - least)]
    last = first
    while last < len(rows):
        still = [both for both in _common(free, _free(rows[last], *ends)) if both[1] - both[0] >= white]
        if not still:
            break
        free, last = still, last + 1
    best: tuple[int, float, list[Row]] | None = None
    for a, b in free:
        middle = (a + b) / 2
        some = _trimmed(list(rows[first:last]), middle)
        beside = _beside(*_sides(some, middle))
        if beside >= _LINES and (best is None or beside > best[0]):
            best = beside, middle, some
    return best[1:] if best is not None else None


def _close_together(
    rows: Sequence[Row], first: int, ends: tuple[float, float], white: float, page: int
) -> _Band | None:
    """Rows in columns with little white space between them, if the file itself draws one column after the other."""
    best = _divided(rows, first, ends, white)
    if best is None:
        return None
    middle, some = best
    drawn = _drawn([word for row in some for word in row])
    left, right = _sides(drawn, middle)
    apart = len(left) + len(right) == len(drawn)  # no line of the file's goes from one to the other
    if not apart or min(len(left), len(right)) < _SURE or not all(map(_goes_down, (left, right))):
        return None
    return (
        _Band(len(some), _lines(drawn, page, _cells(drawn), middle), doubtful=False)
        if _is_prose(left) and _is_prose(right)
        else None
    )


def _sides(rows: Sequence[Row], middle: float) -> tuple[list[Row], list[Row]]:
    left = [side for row in rows if (side := [word for word in row if word.x0 < middle])]
    return left, [side for row in rows if (side := [word for word in row if word.x0 >= middle])]


def _drawn(words: Sequence[PageWord]) -> list[Row]:
    """The words as lines, in the order in which the file draws them: usually this is the reading order."""
    lines: list[Row] = []
    for word in sorted(words, key=lambda word: word.order):
        before = lines[-1][-1] if lines else None
        same = before is not None and abs(before.y - word.y) < _SAME * max(before.size, word.size)
        if before is not None and same and word.x0 >= before.x0:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _crossing(drawn: Sequence[Row], middle: float) -> list[Row]:
    """The lines at which a file that is drawn row by row goes from one column to the other.

    They belong to a table, or to columns that were drawn in this way.
    """
    sides = [(line[0].x0 < middle, line[-1].x0 < middle) for line in drawn]
    return [
        line
        for at, (line, (first, last)) in enumerate(zip(drawn, sides, strict=True))
        if first != last
        or ((at == 0 or sides[at - 1][1] != first) and (at + 1 == len(sides) or sides[at + 1][0] != last))
    ]


def _goes_down(lines: list[Row]) -> bool:
    """Whether a column is drawn from its top to its foot."""
    down = sum(above[0].y >= below[0].y for above, below in pairwise(lines))
    return down * 10 >= (len(lines) - 1) * 9


def _cells(drawn: Sequence[Row]) -> frozenset[int]:
    """The lines that begin another cell of a table, and not another column.

    The text of a column goes on in the next column, which begins at the top, where nothing stands above it except a
    running head.
    """
    found = []
    for at, (above, below) in enumerate(pairwise(drawn), 1):
        if below[0].y < above[0].y - 1:
            continue
        x0, x1, y, size = below[0].x0, below[-1].x1, below[0].y, below[0].size
        own = [
            row[0].y - y
            for row in drawn[:at]
            if row[0].y > y + 1 and row[0].x0 < x1 and row[-1].x1 > x0 and row[0].x0 > x0 - 2 * size
        ]
        if len(own) > 1 or (own and own[0] < 4 * size):
            found.append(at)
    return frozenset(found)


def _plain(rows: list[Row], page: int) -> list[Line]:
    """Rows outside columns: each is a line, except in a table whose cells have several lines."""
    drawn = _drawn([word for row in rows for word in row])
    if len(drawn) > len(rows) and _has_cells(rows, drawn):
        return _lines(drawn, page, _cells(drawn))
    return _lines(rows, page)


def _may_be_columns(rows: Sequence[Row]) -> bool:
    """Whether rows read across may be lines of short columns: two successive rows with words on each side."""
    before = False
    for row in rows:
        wide = [at for at, (one, other) in enumerate(pairwise(row), 1) if other.x0 - one.x1 > _CELL * one.size]
        words = len(wide) == 1 and min(wide[0], len(row) - wide[0]) > 2 and not any(map(_has_digit, row))
        if words and before:
            return True
        before = words
    return False


def _has_digit(word: PageWord) -> bool:
    return any(map(str.isdigit, word.text))


def _has_cells(rows: list[Row], drawn: list[Row]) -> bool:
    """Whether lines of one row are drawn apart, with white space between, and each side goes down before the other."""
    row_of = {id(word): at for at, row in enumerate(rows) for word in row}
    of = [row_of[id(line[0])] for line in drawn]
    right: dict[int, list[int]] = {}
    for at, row in enumerate(of):
        right.setdefault(row, []).append(at)
    for some in right.values():
        ends = sorted(some, key=lambda at: drawn[at][0].x0)
        for one, other in pairwise(ends):
            if drawn[other][0].x0 - drawn[one][-1].x1 < _WHITE * drawn[one][0].size:
                return False  # for example a word in bold that is drawn later
    return any(
        of[at + 1] == of[at] + 1
        and any(other > at + 1 and drawn[other][0].x0 > drawn[at][-1].x1 for other in right[of[at]])
        for at in range(len(drawn) - 1)
    )


def _trimmed(rows: list[Row], middle: float) -> list[Row]:
    """The rows without the last ones that stand only on the left, apart from those above: a heading, a note."""
    end = len(rows)
    leading = _leading(rows)
    last = max((at for at, row in enumerate(rows) if row[-1].x0 >= middle), default=0)
    for at in range(last + 1, end):
        if rows[at - 1][0].y - rows[at][0].y > leading * _GAP:
            return rows[:at]
    return rows


def _leading(rows: Sequence[Row]) -> float:
    gaps = sorted(above[0].y - below[0].y for above, below in pairwise(rows))
    return median(gaps[: len(gaps) // 2 + 1]) if gaps else 0.0


def _free(row: Row, x0: float, x1: float) -> list[tuple[float, float]]:
    """The white space of a row."""
    found, end = [], x0
    for word in row:
        if word.x0 > end:
            found.append((end, word.x0))
        end = max(end, word.x1)
    return [*found, (end, x1)] if end < x1 else found


def _common(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d)]


def _beside(left: list[Row], right: list[Row]) -> int:
    """How many lines each of two columns has beside the other."""
    if not left or not right:
        return 0
    top = min(left[0][0].y, right[0][0].y) + 1
    foot = max(left[-1][0].y, right[-1][0].y) - 1
    return min(sum(foot <= row[0].y <= top for row in side) for side in (left, right))


def _words_a_line(rows: list[Row]) -> float:
    return sum(map(len, rows)) / len(rows)


def _is_prose(rows: list[Row]) -> bool:
    """Whether lines are full of words, like running text and unlike cells of a table."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(row[-1].x1 - x0 >= 0.62 * (x1 - x0) for row in rows)
    numbers = sum(_has_digit(word) for row in rows for word in row)
    return _words_a_line(rows) >= 2.5 and full * 2 >= len(rows) and numbers * 3 < sum(map(len, rows))


def _lines(
    rows: Sequence[Row], page: int, starting: frozenset[int] = frozenset(), middle: float | None = None
) -> list[Line]:
    """Rows as lines, each with the size of most of its letters, and with how many characters a full line has.

    A row in ``starting`` always begins a paragraph. So does a row of cells. In columns that are divided at ``middle``
    only a row across both counts as one, because a narrow column may have as much white space between its words.
    """
    texts = [" ".join(word.text for word in row) for row in rows]
    lengths = sorted(map(len, texts))
    full = lengths[len(lengths) * 9 // 10] if len(lengths) > 2 else 0
    found = []
    for at, (text, row) in enumerate(zip(texts, rows, strict=True)):
        cell = any(
            after.x0 - before.x1 > _CELL * before.size and (middle is None or before.x0 < middle <= after.x0)
            for before, after in pairwise(row)
        )
        biggest = max(row, key=lambda word: len(word.text))
        found.append(Line(text, cell or at in starting, page, biggest.y, biggest.size, full))
    return found


# Reading a file: from its pages to paragraphs, with its own data and notes.

_MOST_PAGES = 3_000
_TAIL = 2_048  # bytes in which a complete file has its end mark; readers allow some rubbish after it
_DRAFT_TITLE = re.compile(
    r"microsoft word\s*-.*|.*\.(?:docx?|indd|pdf|odt|qxd|pptx?|xlsx?)|untitled.*|\W*", re.IGNORECASE
)
_HYPHEN = 2  # the reader's code for a hyphen at a line's end
_SCANNED = "find the text elsewhere, or have a program for text recognition (OCR) write it into the file"


def read_pdf(data: bytes, each_page: Callable[[], None]) -> Contents:
    """Read a PDF. ``each_page`` is called after each page. Raises Refused."""
    if b"%PDF-" not in data[:1024]:
        raise Refused("not-pdf", "is not a PDF", "is its name's ending right?")
    if b"%%EOF" not in data[-_TAIL:]:
        raise Refused("damaged-file", "is cut short: its end is missing", "download or copy it again")
    try:
        import pypdfium2  # late: slow to import, and not always installed
    except ImportError:
        raise Refused("missing-extra", "PDF cannot be read here yet", install("documents")) from None

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
    blocks = _with_text(join_lines(with_feet(lines), WordList()), len(pages))
    notes = _notes([page.lines for page in pages], left, mended=not _is_whole(data))
    return Contents(blocks, own, tuple(notes), tuple(n for n, page in enumerate(pages, 1) if page.doubtful))


def _pages(document: Any, each_page: Callable[[], None]) -> Iterator[Ordered]:
    number = len(document)
    if number > _MOST_PAGES:
        raise Refused("too-long", f"has {number} pages, more than the {_MOST_PAGES} that are read")
    for index in range(number):
        with closing(document[index]) as page, closing(page.get_textpage()) as text:
            yield in_order(_words(text), index + 1)
        each_page()


def _is_whole(data: bytes) -> bool:
    """Whether the file's table of contents is where its end says; otherwise the reader has searched for everything."""
    found = re.search(rb"startxref\s+(\d{1,12})\s+%%EOF", data[-_TAIL:])
    at = int(found[1]) if found else len(data)
    return re.match(rb"\s*(?:xref|\d+\s+\d+\s+obj)", data[at : at + 40]) is not None


def _with_text(blocks: tuple[str, ...], pages: int) -> tuple[str, ...]:
    if sum(map(len, blocks)) < 10 * max(1, pages // 10):  # a scanner's own stamp does not count as text
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
    """Title and author. The day on which the file was made is left out, because it is not the day of issue."""
    own = {name: clean_paragraph(data.get(key) or "") for name, key in (("title", "Title"), ("author", "Author"))}
    return {name: value for name, value in own.items() if value and not _DRAFT_TITLE.fullmatch(value)}


class _Letter(NamedTuple):
    """The place of a letter: its ends along its line and the line's height in points; its size; the line's angle.

    The angle is in quarter turns, -1 for anything between.
    """

    x0: float
    x1: float
    y: float
    size: float
    quarter: int


def _words(text: Any) -> list[PageWord]:
    """The words of a page without those at another angle, such as a mark across it or text in the margin."""
    letter_at = _letters(text)
    found: list[tuple[str, _Letter, _Letter]] = []
    for word, first in _runs(text):
        start, end = letter_at(first), letter_at(first + len(word) - 1)
        if abs(start.y - end.y) < 0.45 * start.size and end.x1 >= start.x0:
            found.append((word, start, end))
        else:  # a line end without white space: looked at letter by letter
            found += _parted(word, [letter_at(first + at) for at in range(len(word))])
    quarters = Counter(start.quarter for _, start, _ in found)
    upright = quarters.most_common(1)[0][0] if quarters else 0
    return [
        PageWord(word, start.x0, max(end.x1, start.x0), start.y, start.size, order)
        for order, (word, start, end) in enumerate(found)
        if start.quarter == upright
    ]


def _parted(word: str, letters: Sequence[_Letter]) -> Iterator[tuple[str, _Letter, _Letter]]:
    """The words in what the reader took for one word, if its letters stand on two lines or the line goes back."""
    begin = 0
    for at in range(1, len(word) + 1):
        before, here = letters[at - 1], letters[min(at, len(word) - 1)]
        apart = abs(before.y - here.y) > 0.45 * before.size or here.x0 < before.x0 - 0.1 * before.size
        if at == len(word) or apart:
            yield word[begin:at], letters[begin], before
            begin = at


def _runs(text: Any) -> Iterator[tuple[str, int]]:
    """The letters without white space between them, in drawing order, and the number of the first of them."""
    from pypdfium2 import raw

    run: list[str] = []
    count = raw.FPDFText_CountChars(text)
    high = 0
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(text, index) if index < count else 0x20
        if 0xD800 <= code < 0xDC00:  # the first half of a surrogate pair has no width of its own
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
    """Looks up the place of a letter, by its number."""
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
