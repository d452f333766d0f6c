"""The office's own words that nobody has reviewed yet, and the sentences of a letter that say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.facts.model import Abbreviation, FactBase
from drafter.frozen import NamedTuple
from drafter.letter.clauses import (
    asked_then,
    named_in_full,
    ways_of_answering,
)
from drafter.letter.templates import Templates
from drafter.letter.wordings import Wording, WordingKind, of_paper, parts_of, views, wordings
from drafter.review.tokens import keys


class _Sought(NamedTuple):
    wording: Wording
    parts: tuple[tuple[str, ...], ...]


@dataclass
class Unread:
    """The wordings that nobody has reviewed in their present form. ``reviewed`` are the fingerprints of the reviewed
    ones.
    """

    base: FactBase
    templates: Templates
    reviewed: frozenset[str]
    paper: tuple[str, ...] = ()  # the letterhead's words beside the office's details

    def __iter__(self) -> Iterator[Wording]:
        """All of them, each once, in the order of the files."""
        every = (*wordings(self.base), *views(self.base, self.templates), *of_paper(self.paper))
        return iter(dict.fromkeys(one for one in every if one.fingerprint not in self.reviewed))

    def of_paper(self) -> Iterator[Wording]:
        """Those in the letterhead."""
        return (one for one in of_paper(self.paper) if one.fingerprint not in self.reviewed)

    def said_in(self, text: str, *, claims: bool, view: bool) -> Iterator[Wording]:
        """Those that a sentence says. ``claims`` and ``view`` tell what the sentence is: plain words are searched in
        claims only, and views in views only.
        """
        sought = [*self._of_subjects, *(self._of_positions if view else ())]
        if not sought:
            return
        words = self._keys(text)
        for wording, parts in sought:
            of_claims = wording.kind is WordingKind.TERM
            of_courtesies = wording.kind in _OF_COURTESIES
            if (claims or not of_claims) and not (of_courtesies and (claims or view)) and _stand_in(parts, words):
                yield wording

    @cached_property
    def _of_subjects(self) -> list[_Sought]:
        return self._sought(wordings(self.base))

    @cached_property
    def _of_positions(self) -> list[_Sought]:
        return self._sought(views(self.base, self.templates))

    def says(self, text: str, words: str) -> bool:
        """Whether a sentence says some words, apart from values."""
        return _stand_in(tuple(self._keys(part) for part in parts_of(words)), self._keys(text))

    def _sought(self, found: Iterable[Wording]) -> list[_Sought]:
        waiting = dict.fromkeys(one for one in found if one.fingerprint not in self.reviewed)
        return [_Sought(one, tuple(map(self._keys, parts))) for one in waiting for parts in self._forms(one)]

    def _forms(self, one: Wording) -> Iterator[Sequence[str]]:
        """The parts of a wording, and of what letters make of it: a question with the subject's name for 'they', one
        that is left open as of another day, and an answer without its 'So'.
        """
        two_may_stand_in_one_sentence = one.kind is WordingKind.ASKED and one.text.endswith("?")
        yield parts_of(one.text.removesuffix("?")) if two_may_stand_in_one_sentence else one.parts
        if one.kind is WordingKind.QUESTION:
            told = {asked_then(one.text)} - {one.text}
            yield from (parts_of(text) for text in told)
        if one.kind in (WordingKind.ASKED, WordingKind.FEARED):
            named = {named_in_full(one.text, subject) for subject in self.base.subjects.values()} - {one.text}
            yield from (parts_of(text) for text in sorted(named))
        if one.kind is WordingKind.ANSWER:
            yield from (parts_of(text) for text in ways_of_answering(one.text)[1:])

    def _keys(self, text: str) -> tuple[str, ...]:
        return keys(text, self._abbreviations)

    @cached_property
    def _abbreviations(self) -> tuple[Abbreviation, ...]:
        return self.base.abbreviations


# Words that a letter says only in sentences without a claim and without a view.
_OF_COURTESIES = frozenset((WordingKind.NAME, WordingKind.ASKED, WordingKind.FEARED))


def _stand_in(parts: Sequence[Sequence[str]], words: Sequence[str]) -> bool:
    """Whether all parts stand among the words, in order."""
    place = 0
    for part in parts:
        size = len(part)
        found = next((n for n in range(place, len(words) - size + 1) if tuple(words[n : n + size]) == tuple(part)), -1)
        if found < 0:
            return False
        place = found + size
    return bool(parts)
