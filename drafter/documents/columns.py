"""Words with their places on a page to lines in the order of reading: columns one after the other, tables by rows.

A page says of no word what it belongs to. What stands in two columns is told by the white between them, and from a
table by its lines being full of words; where that is not plain, it is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from drafter.documents.paragraphs import Line

_WHITE: Final = 0.9  # sizes of type that the white between two columns is wide, at least
_LEAST: Final = 0.12  # of a page's width that a column has
_LINES: Final = 3  # that each of two columns has beside the other
_GAP: Final = 1.6  # leadings after which a line stands apart
_CELL: Final = 2.0  # sizes of type of white after which a row is one of a table, or of a list with numbers
_DEEPEST: Final = 4  # columns within columns


class Word(NamedTuple):
    """A word on a page. ``x0`` and ``x1`` are its ends and ``y`` the height of its line, in points; ``order`` counts in
    the order in which the file draws.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    order: int


class Ordered(NamedTuple):
    """A page's lines in the order of reading, and whether that order is in doubt."""

    lines: tuple[Line, ...]
    doubtful: bool = False


Row = list[Word]


def in_order(words: Sequence[Word], page: int) -> Ordered:
    """The lines of a page, whose number from 1 is given."""
    if not words:
        return Ordered(())
    rows = _rows(words)
    lines, doubtful = _ordered(rows, page, 0)
    return Ordered(tuple(lines), doubtful)


def _rows(words: Sequence[Word]) -> list[Row]:
    """Words of one height, from the top; each row from left to right."""
    rows: list[Row] = []
    height = 0.0
    for word in sorted(words, key=lambda word: -word.y):
        if rows and height - word.y < 0.45 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            height = word.y
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _ordered(rows: list[Row], page: int, deep: int) -> tuple[list[Line], bool]:
    lines: list[Line] = []
    doubtful = False
    plain: list[Row] = []

    def end() -> None:
        lines.extend(_lines(plain, page))
        plain.clear()

    at = 0
    while at < len(rows):
        band = _band(rows, at) if deep < _DEEPEST else None
        if band is None:
            plain.append(rows[at])
            at += 1
            continue
        last, left, right, doubt = band
        end()
        doubtful |= doubt
        for side in (left, right):
            inner, unsure = _ordered(side, page, deep + 1)
            lines += inner
            doubtful |= unsure
        at = last
    end()
    return lines, doubtful


def _band(rows: list[Row], first: int) -> tuple[int, list[Row], list[Row], bool] | None:
    """Rows from one on that stand in two columns: the row after them, what stands in each, whether it is in doubt."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    size = median(word.size for row in rows[first : first + 40] for word in row)
    least, white = (x1 - x0) * _LEAST, size * _WHITE
    free = [(x0 + least, x1 - least)]
    last = first
    while last < len(rows):
        still = [both for both in _common(free, _free(rows[last], x0, x1)) if both[1] - both[0] >= white]
        if not still:
            break
        free, last = still, last + 1
    best = None
    for a, b in free:
        middle = (a + b) / 2
        some = _trimmed(rows[first:last], middle)
        left = [side for row in some if (side := [word for word in row if word.x0 < middle])]
        right = [side for row in some if (side := [word for word in row if word.x0 >= middle])]
        beside = _beside(left, right)
        if beside >= _LINES and (best is None or beside > best[0]):
            best = beside, first + len(some), left, right
    if best is None:
        return None
    _, after, left, right = best
    apart = max(word.order for row in left for word in row) < min(word.order for row in right for word in row)
    prose = _is_prose(left) + _is_prose(right)
    if prose == 2 or (apart and _words_a_line(left) >= 2.5 and _words_a_line(right) >= 2.5):
        return after, left, right, not apart
    return None


def _trimmed(rows: list[Row], middle: float) -> list[Row]:
    """The rows without those at the end that stand on the left alone, apart from what is above: a heading, a note."""
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
    """The white of a row."""
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
    """Whether lines are full of words, as of a text, and not cells of a table."""
    x0, x1 = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    full = sum(row[-1].x1 - x0 >= 0.62 * (x1 - x0) for row in rows)
    numbers = sum(any(map(str.isdigit, word.text)) for row in rows for word in row)
    return _words_a_line(rows) >= 2.5 and full * 2 >= len(rows) and numbers * 3 < sum(map(len, rows))


def _lines(rows: Sequence[Row], page: int) -> list[Line]:
    """Rows as lines, each with the size of most of its letters; and how many letters a full one of them has."""
    texts = [" ".join(word.text for word in row) for row in rows]
    lengths = sorted(map(len, texts))
    full = lengths[len(lengths) * 9 // 10] if len(lengths) > 2 else 0
    cells = [any(after.x0 - before.x1 > _CELL * before.size for before, after in pairwise(row)) for row in rows]
    return [
        Line(text, starts=cell, page=page, y=biggest.y, size=biggest.size, full=full)
        for text, row, cell in zip(texts, rows, cells, strict=True)
        for biggest in [max(row, key=lambda word: len(word.text))]
    ]
