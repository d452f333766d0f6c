"""A sentence as its reader sees it, each part of it set so that one sees whose words it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.formats.html import Element, Node, element
from drafter.formats.pieces import Piece
from drafter.letter.tree import Kind, Segment
from drafter.review.model import Passage, Standing
from drafter.review.sheet.parts import unseen
from drafter.review.sheet.words import PARTS


def parts_of(passage: Passage) -> tuple[Segment, ...]:
    """The parts of a sentence of which it is known whose words they are; none where nothing bears it out."""
    whole = "".join(segment.text for segment in passage.segments)
    return passage.segments if whole == passage.text and passage.standing is not Standing.NEW else ()


def woven(passage: Passage, notes: Mapping[str, int]) -> Iterator[Node]:
    """The words of a sentence, each note's mark behind the last words of its claim.

    ``notes`` are the numbers of notes, by the fact behind which each is called.
    """
    parts = parts_of(passage)
    if not parts:
        yield passage.text
        for fact in passage.facts:
            yield _mark(notes.get(fact, 0))
        return
    ends = {segment.fact: at for at, segment in enumerate(parts) if segment.kind is Kind.CLAIM}
    several = len({segment.kind for segment in parts}) > 1
    for at, segment in enumerate(parts):
        words = segment.text.strip()
        before, _, after = segment.text.partition(words) if words else ("", "", segment.text)
        heard = PARTS[segment.kind].heard if several else ""
        said = [unseen(heard) if heard else None, *_said(words, segment.kind)]
        yield before
        yield element("span", *said, class_=f"part {class_of(segment.kind)}")
        if ends.get(segment.fact) == at:
            yield _mark(notes.get(segment.fact, 0))
        yield after


def class_of(kind: Kind) -> str:
    """How the style sheet calls a kind of part."""
    return f"of-{kind}"


def _said(words: str, kind: Kind) -> Iterator[Node]:
    """The words; in an act, what nobody has decided yet stands out."""
    for number, stretch in enumerate(Piece("", words, kind).stretches):
        yield element("strong", stretch, class_="blank") if number % 2 else stretch


def _mark(number: int) -> Element | None:
    """A note's mark, which leads to it."""
    return element("sup", element("a", unseen("note "), str(number), href=f"#n{number}")) if number else None
