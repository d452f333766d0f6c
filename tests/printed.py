"""Invented pages of the kinds that Parliament and departments publish, as PDF, with what a reader reads on them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import made

Piece = tuple[str, float, float, float]

LEFT = (
    "The Committee heard that hospital car parks are run by private firms in a third of the trusts that replied to it. "
    "Their charges are set by the firms alone, and are highest where no bus stops at the gate. Officials said that "
    "price-determining factors would be published."
)
RIGHT = (
    "Staff who work at night told us that they park in the streets around. The trusts do not keep a record of how many "
    "do so, and none has asked them. We recommend that each of them is asked by the autumn, and that the answers are "
    "given to the House in writing."
)
THIRD = (
    "The Government accepts the first of these recommendations in full. It will write to every trust before Easter, "
    "and it expects the firms to open their books to any auditor whom the trust appoints for that purpose."
)
BODY = (
    "In its response the Department confirmed that offices of the trusts would be reorganised, and that the flow of "
    "visitors would be looked at afresh. It did not say who would pay for the work. The House was told that a long-term "
    "commitment was being considered by the co-operating bodies, and that a decision would follow."
)
NOTE = "1 Westmere Committee on Parking, Third Report, paragraph 14, and the evidence that was printed with it."
TABLE = (("Trust", "Spaces", "Charge"), ("Westmere", "120", "2.50"), ("Longmead", "85", "3.00"), ("Eastbrook", "40", "1.20"),
         ("Northmoor", "310", "2.00"))  # fmt: skip


class Printed(NamedTuple):
    """A file, the paragraphs that a reader reads in it, in order, and whether it is plain that this is their order."""

    data: bytes
    read: tuple[str, ...]
    plain: bool = True


def wrapped(text: str, width: int, divide: Sequence[str] = ()) -> list[str]:
    """A text in lines. ``divide`` are words as a printer divides them, "consid-ered", which are so where they stand."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    for word in divide:
        whole = word.replace("-", "", 1) if word.replace("-", "", 1) in text else word
        first, _, rest = word.partition("-")
        for at, line in enumerate(lines):
            if whole in line:
                before, _, after = line.partition(whole)
                lines[at : at + 1] = [f"{before}{first}-", f"{rest}{after}"]
                break
    return lines


def column(lines: Sequence[str], x: float, y: float, size: float = 10) -> list[Piece]:
    return [(line, x, y - at * size * 1.25, size) for at, line in enumerate(lines)]


def by_rows(*columns: Sequence[Piece]) -> list[Piece]:
    """Pieces as programs draw them that go down the page line by line."""
    return sorted((piece for one in columns for piece in one), key=lambda piece: (-piece[2], piece[1]))


def pages() -> Iterator[tuple[str, Printed]]:
    """Every kind of page by its name."""
    left, right = column(wrapped(LEFT, 46), 60, 760), column(wrapped(RIGHT, 46), 310, 760)
    yield "two columns", Printed(made.placed([[*left, *right]]), (LEFT, RIGHT))
    yield "two columns, by lines", Printed(made.placed([by_rows(left, right)]), (LEFT, RIGHT), plain=False)
    lower = [(text, x, y - 5, size) for text, x, y, size in right]
    yield "two columns, lines apart", Printed(made.placed([by_rows(left, lower)]), (LEFT, RIGHT), plain=False)
    short = [column(wrapped(text, 26), x, 760) for text, x in ((LEFT[:44], 60), (RIGHT[:44], 310))]
    across = tuple(
        f"{one} {other}" for one, other in zip(*([line for line, *_ in side] for side in short), strict=True)
    )
    yield "two lines side by side", Printed(made.placed([by_rows(*short)]), across, plain=False)
    three = [column(wrapped(text, 29), x, 760, 9) for text, x in ((LEFT, 50), (RIGHT, 225), (THIRD, 400))]
    yield "three columns", Printed(made.placed([[piece for one in three for piece in one]]), (LEFT, RIGHT, THIRD))
    title = ("Parking at hospitals in the county of Westmere: the view of the Committee", 60, 800, 15)
    after = column(wrapped(THIRD, 98), 60, 560)
    mixed = [title, *left, *right, *after]
    yield "title, columns, text", Printed(made.placed([mixed]), (title[0], LEFT, RIGHT, THIRD))
    first, second = wrapped(BODY, 90)[:3], wrapped(BODY, 90)[3:]
    foot = [*column(first, 60, 200), *column(wrapped(NOTE, 80), 60, 100, 8)]
    yield "note at the foot", Printed(made.placed([foot, column(second, 60, 760)]), (BODY, NOTE))
    divided = column(wrapped(BODY, 80, ("re-organised", "consid-ered", "co-operating", "long-term")), 60, 760)
    yield "divided words", Printed(made.placed([divided]), (BODY,))
    rows = [
        (cell, 60 + 150 * at, 760 - 14 * row, 10.0) for row, cells in enumerate(TABLE) for at, cell in enumerate(cells)
    ]
    yield "table", Printed(made.placed([rows]), tuple(" ".join(cells) for cells in TABLE))
    heads = [[("Westmere Committee on Parking", 60, 800, 8), *column(wrapped(text, 90), 60, 760), (str(at), 300, 40, 8)]
             for at, text in enumerate((LEFT, RIGHT, THIRD), 1)]  # fmt: skip
    yield "running heads", Printed(made.placed(heads), (LEFT, RIGHT, THIRD))
    yield "turned page", Printed(made.placed([column(wrapped(BODY, 90), 60, 760)], turned=90), (BODY,))
