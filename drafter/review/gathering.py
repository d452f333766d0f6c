"""The sentences that a letter may say, gathered for it: first those that it most likely does."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

from drafter.factbase.edtf import parse_day
from drafter.factbase.model import Fact
from drafter.letter.prose import POSITIONS, PieceKind, read
from drafter.letter.returned import Returned
from drafter.letter.templates import SUFFIX
from drafter.letter.tree import Kind
from drafter.review.align import facts_named
from drafter.review.known import Correcting, Known, add_facts, add_own_words
from drafter.review.standing import Shelf


def gathered(returned: Returned, shelf: Shelf, day: date) -> tuple[Known, Every]:
    """The sentences that a letter most likely says, and a way to all that could be said: few letters need that."""
    base = shelf.base
    named = facts_named(returned.blocks, returned.notes)
    record = returned.record
    said = [*named, *(said.fact for said in record.said)] if record else list(named)
    likely = [base.facts[id_] for id_ in dict.fromkeys(said) if id_ in base.facts]
    abbreviations = tuple(a for subject in base.subjects.values() for a in subject.abbreviations)
    known = Known(abbreviations)
    add_facts(known, likely)
    add_own_words(known, base, shelf.office, day, _correcting(returned, shelf, day))
    marked = any(mark.kind is Kind.POSITION for block in returned.blocks for mark in block.marks)
    if marked:
        _add_views(known, shelf)
    mine = {fact.id for fact in likely}
    rest = [fact for fact in base.facts.values() if fact.id not in mine]
    return known, Every(known, rest, shelf, views=marked)


class Every:
    """All that could be said, gathered when it is first asked for."""

    def __init__(self, known: Known, rest: list[Fact], shelf: Shelf, *, views: bool) -> None:
        self._known, self._rest, self._shelf, self._views = known, rest, shelf, views
        self._gathered = False

    def __call__(self) -> Known:
        """All of it."""
        if not self._gathered:
            self._gathered = True
            add_facts(self._known, self._rest)
            if not self._views:
                _add_views(self._known, self._shelf)
        return self._known


def _add_views(known: Known, shelf: Shelf) -> None:
    pieces, _ = read(shelf.templates, POSITIONS)
    for piece in pieces:
        if piece.kind is PieceKind.WORDS:
            known.add(piece.text, Kind.POSITION, how=PurePosixPath(piece.path).name.removesuffix(SUFFIX))


def _correcting(returned: Returned, shelf: Shelf, day: date) -> Correcting:
    """What a correction names: the day of the letter that it corrects, and a sentence that no longer stands."""
    if returned.record is None or not returned.record.corrects:
        return Correcting()
    words = [word for block in returned.blocks for word in block.text.split()]
    threes = (" ".join(words[at : at + 3]).strip(",.") for at in range(len(words)))
    days = (parse_day(three) for three in dict.fromkeys(threes) if three[:1].isdigit())
    held = shelf.on(day)
    gone = (text for fact in shelf.base.facts.values() if not held.holds(fact) for text in fact.texts)
    return Correcting(tuple(day for day in days if day is not None), tuple(gone))
