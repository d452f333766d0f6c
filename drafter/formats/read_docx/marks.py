"""The bookmarks of a Word text, as marks on its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from drafter import ooxml
from drafter.formats.copies import ACT_MARK, READER_MARK
from drafter.letter.record import FACT_MARK, VIEW_MARK, Said
from drafter.letter.returned import Mark
from drafter.letter.tree import Kind

_NUMBER = "[1-9][0-9]{0,4}"
_NUMBERED = re.compile(rf"({VIEW_MARK}|{ACT_MARK}|{READER_MARK}){_NUMBER}")
_AGAIN = re.compile(rf"({FACT_MARK}{_NUMBER})_{_NUMBER}")  # one more mark of a fact that has one
_KINDS = {VIEW_MARK: Kind.VIEW, ACT_MARK: Kind.ACT, READER_MARK: Kind.READER}
_MOST = 10_000
Place = tuple[int, int]  # a paragraph, counted from 0, and a character of it


class _Span(NamedTuple):
    name: str
    begin: Place
    end: Place


class Bookmarks:
    """Gathers bookmarks in whatever order they begin and end. One that never ends stands for nothing."""

    def __init__(self) -> None:
        self._open: dict[str, list[tuple[str, Place]]] = {}
        self._spans: list[_Span] = []

    def begin(self, id_: str, name: str, place: Place) -> None:
        """A bookmark begins; of two that are open under one id, the later one ends first."""
        self._open.setdefault(id_, []).append((name, place))

    def end(self, id_: str, place: Place) -> None:
        """A bookmark ends; one that has not begun is ignored."""
        if begun := self._open.get(id_):
            name, begin = begun.pop()
            self._spans.append(_Span(name, begin, place))

    def marks(self, lengths: Sequence[int], facts: Mapping[str, Said]) -> dict[int, set[Mark]]:
        """The marks on each paragraph, given their lengths and what the names of facts' bookmarks stand for.

        A bookmark across several paragraphs gives a mark in each. Raises NotWord where there are too many.
        """
        found: dict[int, set[Mark]] = {}
        count = 0
        for span in self._spans:
            again, numbered = _AGAIN.fullmatch(span.name), _NUMBERED.fullmatch(span.name)
            name = again[1] if again else span.name
            if name in facts:
                kind, fact = Kind.CLAIM, facts[name].fact
            elif numbered:
                kind, fact = _KINDS[numbered[1]], ""
            else:
                continue
            (first, start), (last, stop) = span.begin, span.end
            for index in range(first, min(last, len(lengths) - 1) + 1):
                begin, end = (start if index == first else 0), (stop if index == last else lengths[index])
                if begin < end:
                    found.setdefault(index, set()).add(Mark(begin, end, kind, fact))
                count += 1
                if count > _MOST:
                    raise too_long()
        return found


def too_long() -> ooxml.NotWord:
    """For raising: there is more of something than in any letter."""
    return ooxml.NotWord("too-large", "is longer than any letter")
