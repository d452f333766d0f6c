"""The phrases that a letter may be made of, gathered for it: first those that it most likely is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath

from drafter.factbase.day import on
from drafter.factbase.edtf import parse_day
from drafter.letter.prose import PieceKind, read
from drafter.letter.returned import Block, Returned
from drafter.letter.sentences import is_past
from drafter.letter.templates import SUFFIX
from drafter.letter.tree import Kind
from drafter.letter.views import FOLDER as POSITIONS
from drafter.letter.vocabulary import Desk
from drafter.review.align import Aligned, align, facts_named
from drafter.review.alike import alike
from drafter.review.known import Known, Role, likest
from drafter.review.model import Standing
from drafter.review.phrases import Correcting, add_facts, add_own_words
from drafter.review.tokens import Atom, atoms, bare

_QUOTED = re.compile('\u201c(.{10,2000}?[.?!])\u201d|"(.{10,2000}?[.?!])"', re.DOTALL)
_WORD = re.compile(r"[^\s|{}\[\]]+")
_NEAR, _MOST = 12, 400  # facts that a sentence may be like, and all of a letter's may


def gathered(returned: Returned, desk: Desk) -> tuple[Known, Every]:
    """The phrases that a letter is most likely made of, and a way to all that could be said: few letters need that."""
    base = desk.base
    named = facts_named(returned.blocks, returned.notes)
    record = returned.record
    said = [*named, *(said.fact for said in record.said)] if record else list(named)
    likely = [base.facts[id_] for id_ in dict.fromkeys(said) if id_ in base.facts]
    known = _empty(desk)
    add_facts(known, likely, desk)
    words = [atoms(block.text, known.abbreviations) for block in returned.blocks]
    known.words = frozenset(bare(atom.key) for mine in words for atom in mine)
    add_own_words(known, desk, _correcting(returned, desk), words)
    marked = any(mark.kind is Kind.VIEW for block in returned.blocks for mark in block.marks)
    if marked:
        _add_views(known, desk)
    return known, Every(known, desk, marked)


def _empty(desk: Desk) -> Known:
    return Known(tuple(a for subject in desk.base.subjects.values() for a in subject.abbreviations))


@dataclass
class Every:
    """All that could be said, of which what some words are like is taken in when they are asked for."""

    known: Known
    desk: Desk
    views: bool  # whether the member's are in
    _holding: dict[str, set[str]] = field(default_factory=dict)
    _asked: set[tuple[str, ...]] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)

    def __call__(self, unknown: Iterable[Sequence[Atom]]) -> Known:
        """The phrases that are known, with those that these sentences are like."""
        if not self.views:
            self.views = True
            _add_views(self.known, self.desk)
        facts = self.desk.base.facts
        near = dict.fromkeys(fact for words in unknown for fact in self._near(words))
        fresh = [id_ for id_ in near if id_ not in self._taken][: _MOST - len(self._taken)]
        self._taken.update(fresh)
        add_facts(self.known, (facts[id_] for id_ in fresh), self.desk)
        return self.known

    def is_past(self, fact: str) -> bool:
        """Whether a letter of the day tells a claim as of its day."""
        return is_past(self.desk.base.facts[fact], self.desk.base, self.desk.day.date)

    def _near(self, words: Sequence[Atom]) -> list[str]:
        mark = tuple(sorted({bare(atom.key) for atom in words}))
        if mark in self._asked:
            return []
        self._asked.add(mark)
        if not self._holding:
            self._holding = _by_word(self.desk)
        return likest(mark, self._holding, len(self.desk.base.facts), _NEAR)


def _by_word(desk: Desk) -> dict[str, set[str]]:
    """The facts whose claims hold a word."""
    holding: dict[str, set[str]] = defaultdict(set)
    for fact in desk.base.facts.values():
        for word in _WORD.findall(fact.claim.casefold()):
            for made in alike(bare(word)):
                holding[made].add(fact.id)
    return holding


def _add_views(known: Known, desk: Desk) -> None:
    for text, position in views_of(desk):
        known.add(text, Role.WHOLE, "view", how=position)


def views_of(desk: Desk) -> Iterator[tuple[str, str]]:
    """The sentences of the positions' templates, each with its position's name."""
    for subject in desk.base.subjects:
        for piece in read(desk.templates, f"{subject}/{POSITIONS}/")[0]:
            if piece.kind is PieceKind.WORDS:
                yield piece.text, PurePosixPath(piece.path).name.removesuffix(SUFFIX)


def _correcting(returned: Returned, desk: Desk) -> Correcting:
    """What a correction names: the day of the letter that it corrects, and a sentence of it, which it quotes.

    Only what makes a claim that no longer holds is let stand in those marks.
    """
    if returned.record is None or not returned.record.corrects:
        return Correcting()
    words = [word for block in returned.blocks for word in block.text.split()]
    threes = (" ".join(words[at : at + 3]).strip(",.") for at in range(len(words)))
    days = [parse_day(three) for three in dict.fromkeys(threes) if three[:1].isdigit()]
    quoted = [match[1] or match[2] for block in returned.blocks for match in _QUOTED.finditer(block.text)]
    earlier = [_as_on(desk, day) for day in dict.fromkeys(days) if day is not None and day <= desk.day.date]
    sentences = [text for text in quoted if any(_claims_what_is_gone(text, desk, then) for then in earlier)]
    return Correcting(tuple(then.day.date for then in earlier), tuple(sentences))


def _as_on(desk: Desk, day: date) -> Desk:
    """What lay on the desk when a letter was made on another day."""
    return replace(desk, day=on(desk.base, day), request=replace(desk.request, date=day))


def _claims_what_is_gone(text: str, desk: Desk, then: Desk) -> bool:
    """Whether a sentence, as a letter of an earlier day said it, claims what holds no more, and nothing else."""
    known = _empty(then)
    add_own_words(known, then, Correcting(), [atoms(text, known.abbreviations)])
    every = Every(known, then, views=True)
    (found,) = _alone(text, known, every) or (None,)
    if found is None or found.standing not in {Standing.FACT, Standing.REWORDED} or found.changes:
        return False
    return any(not desk.day.holds(desk.base.facts[s.fact]) for s in found.segments if s.kind is Kind.CLAIM)


def _alone(text: str, known: Known, every: Every) -> tuple[Aligned, ...]:
    """A text as the one sentence that it is; nothing, where it is more."""
    block = Block(text, "", ((0, 1, 1),))
    found = align(block, {}, known, every, every.is_past, alone=True)
    return tuple(found) if len(found) == 1 else ()
