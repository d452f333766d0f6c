"""A quotation in its paragraph: as much around it as shows what it was torn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.documents.quotations import find
from drafter.documents.texts import Text
from drafter.factbase.model import Citation

_SHOWN = 600  # characters of a paragraph
_LEAST = 60  # on either side of a quotation, however many there are
_SPACE = re.compile(r"\s+")


class Piece(NamedTuple):
    """Words of a paragraph. ``quoted`` are those of a quotation; a ``gap`` stands for words that are left out."""

    text: str
    quoted: bool = False
    gap: bool = False


def extract(cites: Sequence[Citation], text: Text) -> tuple[Piece, ...]:
    """The quotations of one paragraph in that paragraph; nothing where one of them does not stand there."""
    block = text.block(cites[0].paragraph)
    spans = [_span(cite, text) for cite in cites]
    found = sorted(span for span in spans if span is not None)
    if block is None or len(found) < len(cites):
        return ()
    marked = _joined(found)
    room = max(_LEAST, (_SHOWN - sum(end - start for start, end in marked)) // (2 * len(marked)))
    whole = [(0, len(block))]
    shown = whole if len(block) <= _SHOWN else _joined([_around(block, start, end, room) for start, end in marked])
    return tuple(_pieces(block, shown, marked))


def _span(cite: Citation, text: Text) -> tuple[int, int] | None:
    places = [place for place in find(cite.quote, text) if place.paragraph == cite.paragraph]
    place = next((p for p in places if p.occurrence == cite.occurrence), places[0] if places else None)
    return (place.start, place.end) if place is not None else None


def _around(block: str, start: int, end: int, room: int) -> tuple[int, int]:
    """From whole word to whole word; what one side has not enough words for is given to the other."""
    after = min(len(block) - end, 2 * room - min(start, room))
    first, last = max(0, start - 2 * room + after), end + after
    if first:
        space = _SPACE.search(block, first, start)
        first = space.end() if space else start
    if last < len(block):
        spaces = list(_SPACE.finditer(block, end, last))
        last = spaces[-1].start() if spaces else end
    return first, last


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans, sorted, without those that overlap or touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _pieces(block: str, shown: Sequence[tuple[int, int]], marked: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    for number, (first, last) in enumerate(shown):
        if first and not number:
            yield Piece("", gap=True)
        at = first
        for start, end in marked:
            if first <= start < last:
                if start > at:
                    yield Piece(block[at:start])
                yield Piece(block[start:end], quoted=True)
                at = end
        if last > at:
            yield Piece(block[at:last])
        if last < len(block):
            yield Piece("", gap=True)
