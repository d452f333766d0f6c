"""Words of the office's own that a letter says, and that nobody stands for yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from drafter.factbase.model import Abbreviation, FactBase
from drafter.letter.templates import Templates
from drafter.letter.wordings import Wording, WordingKind, of_paper, parts_of, views, wordings
from drafter.review.tokens import keys


class _Sought(NamedTuple):
    wording: Wording
    parts: tuple[tuple[str, ...], ...]


@dataclass
class Unread:
    """The wordings that nobody has reviewed as they are now; ``reviewed`` are the fingerprints of the others."""

    base: FactBase
    templates: Templates
    reviewed: frozenset[str]
    paper: tuple[str, ...] = ()  # what the letterhead says beside the office's details

    def __iter__(self) -> Iterator[Wording]:
        """All of them, each once, in the order of the files."""
        every = (*wordings(self.base), *views(self.base, self.templates), *of_paper(self.paper))
        return iter(dict.fromkeys(one for one in every if one.fingerprint not in self.reviewed))

    def of_paper(self) -> Iterator[Wording]:
        """Those that the letterhead says."""
        return (one for one in of_paper(self.paper) if one.fingerprint not in self.reviewed)

    def said_in(self, text: str, *, claims: bool, view: bool) -> Iterator[Wording]:
        """Those that a sentence says. ``claims`` and ``view`` tell what it is: plain words stand within claims only,
        and views are looked for in views only.
        """
        sought = [*self._of_subjects, *(self._of_positions if view else ())]
        if not sought:
            return
        words = self._keys(text)
        for wording, parts in sought:
            if (wording.kind is not WordingKind.TERM or claims) and _stand_in(parts, words):
                yield wording

    @cached_property
    def _of_subjects(self) -> list[_Sought]:
        return self._sought(wordings(self.base))

    @cached_property
    def _of_positions(self) -> list[_Sought]:
        return self._sought(views(self.base, self.templates))

    def says(self, text: str, words: str) -> bool:
        """Whether a sentence says some words, values aside."""
        return _stand_in(tuple(self._keys(part) for part in parts_of(words)), self._keys(text))

    def _sought(self, found: Iterable[Wording]) -> list[_Sought]:
        waiting = dict.fromkeys(one for one in found if one.fingerprint not in self.reviewed)
        return [_Sought(one, tuple(self._keys(part) for part in one.parts)) for one in waiting]

    def _keys(self, text: str) -> tuple[str, ...]:
        return keys(text, self._abbreviations)

    @cached_property
    def _abbreviations(self) -> tuple[Abbreviation, ...]:
        return tuple(a for subject in self.base.subjects.values() for a in subject.abbreviations)


def _stand_in(parts: Sequence[Sequence[str]], words: Sequence[str]) -> bool:
    """Whether all parts stand among the words, one after another."""
    place = 0
    for part in parts:
        size = len(part)
        found = next((n for n in range(place, len(words) - size + 1) if tuple(words[n : n + size]) == tuple(part)), -1)
        if found < 0:
            return False
        place = found + size
    return bool(parts)
