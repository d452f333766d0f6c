"""The phrases that a letter may be made of, gathered for it: first those that it most likely is."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from drafter.factbase.claims import OddMark
from drafter.factbase.edtf import parse_day
from drafter.factbase.model import Fact
from drafter.letter.clauses import Clauses
from drafter.letter.prose import PieceKind, is_position, read
from drafter.letter.returned import Returned
from drafter.letter.templates import SUFFIX
from drafter.letter.tree import Kind
from drafter.letter.vocabulary import Desk
from drafter.review.align import facts_named
from drafter.review.known import Correcting, Known, Role, add_facts, add_own_words
from drafter.review.tokens import atoms

_QUOTED = re.compile('\u201c(.{10,2000}?[.?!])\u201d|"(.{10,2000}?[.?!])"', re.DOTALL)


def gathered(returned: Returned, desk: Desk) -> tuple[Known, Every]:
    """The phrases that a letter is most likely made of, and a way to all that could be said: few letters need that."""
    base = desk.base
    named = facts_named(returned.blocks, returned.notes)
    record = returned.record
    said = [*named, *(said.fact for said in record.said)] if record else list(named)
    likely = [base.facts[id_] for id_ in dict.fromkeys(said) if id_ in base.facts]
    abbreviations = tuple(a for subject in base.subjects.values() for a in subject.abbreviations)
    known = Known(abbreviations)
    add_facts(known, likely, desk)
    add_own_words(known, desk, _correcting(returned, desk, known))
    marked = any(mark.kind is Kind.VIEW for block in returned.blocks for mark in block.marks)
    if marked:
        _add_views(known, desk)
    mine = {fact.id for fact in likely}
    rest = [fact for fact in base.facts.values() if fact.id not in mine]
    return known, Every(known, rest, desk, views=marked)


class Every:
    """All that could be said, gathered when it is first asked for."""

    def __init__(self, known: Known, rest: list[Fact], desk: Desk, *, views: bool) -> None:
        self._known, self._rest, self._desk, self._views = known, rest, desk, views
        self._gathered = False

    def __call__(self) -> Known:
        """All of it."""
        if not self._gathered:
            self._gathered = True
            add_facts(self._known, self._rest, self._desk)
            if not self._views:
                _add_views(self._known, self._desk)
        return self._known


def _add_views(known: Known, desk: Desk) -> None:
    pieces, _ = read(desk.templates)
    for piece in pieces:
        if is_position(piece.path) and piece.kind is PieceKind.WORDS:
            known.add(piece.text, Role.WHOLE, "view", how=PurePosixPath(piece.path).name.removesuffix(SUFFIX))


def _correcting(returned: Returned, desk: Desk, known: Known) -> Correcting:
    """What a correction names: the day of the letter that it corrects, and a sentence of it, which it quotes.

    Only what makes a claim that no longer holds is let stand in those marks.
    """
    if returned.record is None or not returned.record.corrects:
        return Correcting()
    words = [word for block in returned.blocks for word in block.text.split()]
    threes = (" ".join(words[at : at + 3]).strip(",.") for at in range(len(words)))
    days = (parse_day(three) for three in dict.fromkeys(threes) if three[:1].isdigit())
    quoted = [match[1] or match[2] for block in returned.blocks for match in _QUOTED.finditer(block.text)]
    sentences = [text for text in quoted if _makes_a_gone_claim(text, desk, known)]
    return Correcting(tuple(day for day in days if day is not None), tuple(sentences))


def _makes_a_gone_claim(text: str, desk: Desk, known: Known) -> bool:
    here = _keys(text, known)
    for fact in desk.base.facts.values():
        if desk.day.holds(fact):
            continue
        clauses = Clauses(desk.base.subjects[fact.subject], desk.day.date)
        try:
            forms = {told.text for told in clauses.every(fact.claim)} | {
                told.predicate for told in clauses.every(fact.claim)
            }
        except OddMark:
            continue
        if any(_keys(form, known) in here for form in forms):
            return True
    return False


def _keys(text: str, known: Known) -> str:
    return f" {' '.join(atom.key for atom in atoms(text, known.abbreviations))} "
