"""The ways in which a sentence may have been written otherwise, with the same words: its commas, brackets, dashes,
quotation marks, days, and contractions.

They are tried where a sentence is not known as it stands. Only one that is then known to the last word counts, so none
of this makes one claim into another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from drafter.english.contractions import EITHER_WAY, ORDINAL
from drafter.english.lists import lists
from drafter.facts.edtf import MONTHS
from drafter.review.tokens import Atom, split_word

_MOST_SITES = 5  # places of a sentence that may be written otherwise; of more no combinations are tried
_LONGEST_ITEM = 4  # words of the last thing but one in a list, before its comma
_LONGEST_NAME = 3  # words of a name between commas
_TITLES: Final = lists("wording").words("titles")
_MONTHS: Final = frozenset(month.casefold() for month in MONTHS)
_LISTING: Final = frozenset(("and", "or"))
_SIGNS: Final = frozenset(",;:.?!")
_PARENTHESES: Final = re.compile(r"[()]|(?<!\S)-(?!\S)")  # dashes are folded to hyphens
_DASH: Final = "-"

Site = Mapping[int, tuple[Atom, ...]]
"""What stands in place of some words, by their number in the sentence."""


def rewritten(words: Sequence[Atom]) -> Iterator[tuple[Atom, ...]]:
    """The sentence with some of its places written otherwise, those with the fewest changes first."""
    sites = list(_sites(words))
    sizes = range(1, len(sites) + 1) if len(sites) <= _MOST_SITES else (1, len(sites))
    for size in sizes:
        for chosen in combinations(sites, size):
            instead: dict[int, tuple[Atom, ...]] = {}
            for site in chosen:
                instead.update(site)
            if len(instead) == sum(map(len, chosen)):
                yield tuple(one for at, word in enumerate(words) for one in instead.get(at, (word,)))


def _sites(words: Sequence[Atom]) -> Iterator[Site]:
    yield from _of_commas(words)
    yield from _of_parentheses(words)
    yield from _of_quotations(words)
    for at, word in enumerate(words):
        following = words[at + 1].key if at + 1 < len(words) else ""
        before = words[at - 1].key if at else ""
        ordinal = ORDINAL.fullmatch(word.key)
        if word.key == "." and before in _TITLES and not word.ends:
            yield {at: ()}
        elif ordinal is not None and following in _MONTHS:
            yield {at: (word._replace(key=ordinal[1], shown=ordinal[1]),)}
        elif word.key in _MONTHS and (day := ORDINAL.sub(r"\1", following)).isdigit() and len(day) <= len("31"):
            # "February 3rd": the day before the month.
            number = words[at + 1]
            yield {at: (word._replace(key=day, shown=day),), at + 1: (number._replace(key=word.key, shown=word.shown),)}
        for full in EITHER_WAY.get(word.key, ()):
            yield {at: tuple(word._replace(key=one, shown=one) for one in full)}


def _of_commas(words: Sequence[Atom]) -> Iterator[Site]:
    """Commas that people put where the program puts none: before the last of a list, around a name, before 'that'."""
    commas = [at for at, word in enumerate(words) if word.key == ","]
    for number, at in enumerate(commas):
        following = words[at + 1].key if at + 1 < len(words) else ""
        item = words[commas[number - 1] + 1 : at] if number else ()
        last = 0 < len(item) <= _LONGEST_ITEM and not any(word.key in _SIGNS for word in item)
        if following == "that" or (following in _LISTING and last):
            yield {at: ()}
        name = words[at + 1 : commas[number + 1]] if number + 1 < len(commas) else ()
        if 0 < len(name) <= _LONGEST_NAME and all(word.shown[:1].isupper() for word in name):
            yield {at: (), commas[number + 1]: ()}


def _of_parentheses(words: Sequence[Atom]) -> Iterator[Site]:
    """A pair of dashes or brackets where the program puts a pair of commas."""
    places = [(at, sign) for at, word in enumerate(words) for sign in _PARENTHESES.findall(word.shown)]
    opened: tuple[int, str] | None = None
    for at, sign in places:
        if opened is None:
            opened = (at, sign) if sign != ")" else None
        elif sign == ")" if opened[1] == "(" else sign == _DASH:
            if opened[0] != at:
                yield {one: tuple(_with_commas(words, one)) for one in (opened[0], at)}
            opened = None


def _with_commas(words: Sequence[Atom], at: int) -> Iterator[Atom]:
    """The parts of a word with a comma in place of each dash or bracket; none where another sign follows."""
    word = words[at]
    start = word.start
    for part in re.split(rf"({_PARENTHESES.pattern})", word.shown):
        end = min(word.end, start + len(part))
        if _PARENTHESES.fullmatch(part):
            last = end >= word.end and at + 1 < len(words) and words[at + 1].key in _SIGNS
            if not last:
                yield Atom(",", ",", start, end, False)
        elif part:
            yield from split_word(part, start, end, ends=word.ends and end >= word.end)
        start = end


def _of_quotations(words: Sequence[Atom]) -> Iterator[Site]:
    """Single quotation marks where the program puts double ones."""
    opened: int | None = None
    for at, word in enumerate(words):
        if word.key.startswith("'") and len(word.key) > 1:
            opened = at
        if opened is not None and word.key.endswith("'") and len(word.key) > 1:
            if opened == at:
                yield {at: (_quoted(_quoted(word, 0), -1),)}
            else:
                yield {opened: (_quoted(words[opened], 0),), at: (_quoted(word, -1),)}
            opened = None


def _quoted(word: Atom, place: int) -> Atom:
    """A word with a double quotation mark at its beginning (0) or its end (-1)."""

    def put(text: str) -> str:
        return f'"{text[1:]}' if place == 0 else f'{text[:-1]}"'

    return word._replace(key=put(word.key), shown=put(word.shown))
