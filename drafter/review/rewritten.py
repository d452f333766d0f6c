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
_LONGEST_ASIDE = 8  # words between the comma behind 'that' and the next
_LONGEST_NAME = 3  # words of a name between commas
_TITLES: Final = lists("wording").words("titles")
_MONTHS: Final = frozenset(month.casefold() for month in MONTHS)
_SHORT_MONTHS: Final = {month.casefold()[:n]: month.casefold() for month in MONTHS for n in (3, 4) if len(month) > n}
_LISTING: Final = frozenset(("and", "or"))
_JOINING: Final = frozenset(("and", "or", "but", "if", "when", "whatever", "though", "although"))
_LEAVES_OUT: Final = lists("wording").words("that may be left out")
_PERSONS: Final = frozenset("i you we they he she it this there my your our".split())
_BY_THE_WAY: Final = tuple(tuple(words.split()) for words in lists("wording").phrases("by the way"))
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
                yield _written(words, instead)
    for left_out in _of_missing_commas(words):
        yield _written(words, left_out)


def _written(words: Sequence[Atom], instead: Site) -> tuple[Atom, ...]:
    return tuple(one for at, word in enumerate(words) for one in instead.get(at, (word,)))


def _sites(words: Sequence[Atom]) -> Iterator[Site]:
    yield from _of_commas(words)
    yield from _of_asides(words)
    yield from _of_parentheses(words)
    yield from _of_quotations(words)
    yield from _of_little_words(words)
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
        elif word.key in _SHORT_MONTHS and (following[:1].isdigit() or before[:1].isdigit() or following == "."):
            # "Dec 2016", "3 Feb."
            full_name = _SHORT_MONTHS[word.key]
            dotted = {at + 1: ()} if following == "." and not words[at + 1].ends else {}
            yield {at: (word._replace(key=full_name, shown=full_name.capitalize()),), **dotted}
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
        behind = words[at - 1].key if at else ""
        if behind == "that" and number + 1 < len(commas) and commas[number + 1] - at <= _LONGEST_ASIDE:
            yield {at: ()}  # "argues that, in a public system, it is"
        name = words[at + 1 : commas[number + 1]] if number + 1 < len(commas) else ()
        if 0 < len(name) <= _LONGEST_NAME and all(word.shown[:1].isupper() for word in name):
            yield {at: (), commas[number + 1]: ()}


# Beside these a comma says something: "no, contracts would be awarded"; "areas, which use it".
_BEFORE_A_COMMA: Final = frozenset("no not yes never only nor neither however first last".split())
_BEHIND_A_COMMA: Final = frozenset(
    "not no only which who whom whose that where when if unless because until since as while so though although".split()
)


def with_commas_of(words: Sequence[Atom], right: Sequence[Atom]) -> tuple[Atom, ...]:
    """The sentence with the commas of another that has the same words and more commas; empty where anything else
    differs, or a comma is left out that says something.
    """
    made: list[Atom] = []
    here = there = 0
    while here < len(words) and there < len(right):
        word, other = words[here], right[there]
        if word.key == other.key:
            made.append(word)
        elif other.key == "," and made and _says_nothing(right, there):
            made.append(Atom(",", ",", made[-1].end, made[-1].end, False))
            here -= 1
        else:
            return ()
        here, there = here + 1, there + 1
    return tuple(made) if (here, there) == (len(words), len(right)) else ()


def _says_nothing(words: Sequence[Atom], comma: int) -> bool:
    before = words[comma - 1].key if comma else ""
    behind = words[comma + 1].key if comma + 1 < len(words) else ""
    return bool(before) and before not in _BEFORE_A_COMMA and behind not in _BEHIND_A_COMMA


def _of_little_words(words: Sequence[Atom]) -> Iterator[Site]:
    """'That' behind what the writers hope or know, and 'do' behind 'please': they come and go."""
    for at, word in enumerate(words[1:-1], 1):
        before, following = words[at - 1].key, words[at + 1].key
        little = "that" if before in _LEAVES_OUT else "do" if before == "please" else ""
        if word.key == little and (little == "do" or following in _PERSONS):
            yield {at: ()}
        elif little and (little == "do" or word.key in _PERSONS):
            yield {at: (word._replace(key=little, shown=little, end=word.start), word)}


def _of_missing_commas(words: Sequence[Atom]) -> Iterator[Site]:
    """Commas that people leave out where the program puts one: before 'and', 'but' and 'if'."""
    for at, word in enumerate(words[1:], 1):
        if word.key in _JOINING and words[at - 1].key not in _SIGNS:
            yield {at: (Atom(",", ",", words[at - 1].end, words[at - 1].end, False), word)}


def _of_asides(words: Sequence[Atom]) -> Iterator[Site]:
    """What people put in between to soften what the writer cannot say: ', I am afraid,'. Of what others say it would
    be a judgement.
    """
    mine = words[0].key == "i" if words else False
    for at, word in enumerate(words):
        for aside in _BY_THE_WAY if mine and word.key == "," else ():
            end = at + 1 + len(aside)
            if tuple(one.key for one in words[at + 1 : end]) == aside and words[end : end + 1]:
                after = {end: ()} if words[end].key == "," else {}
                if after or words[end].key in _SIGNS:
                    yield {**dict.fromkeys(range(at, end), ()), **after}


def _of_parentheses(words: Sequence[Atom]) -> Iterator[Site]:
    """A pair of dashes or brackets where the program puts a pair of commas, and one dash where it puts one comma."""
    places = [(at, sign) for at, word in enumerate(words) for sign in _PARENTHESES.findall(word.shown)]
    opened: tuple[int, str] | None = None
    for at, sign in places:
        if opened is None:
            opened = (at, sign) if sign != ")" else None
        elif sign == ")" if opened[1] == "(" else sign == _DASH:
            if opened[0] != at:
                yield {one: tuple(_with_commas(words, one)) for one in (opened[0], at)}
            opened = None
    if opened is not None and opened[1] == _DASH:
        yield {opened[0]: tuple(_with_commas(words, opened[0]))}


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
    """Single quotation marks where the program puts double ones, and a full stop behind them where it puts it in."""
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
        if word.key.endswith('"') and words[at + 1 :] and words[at + 1].key == "." and words[at + 1].ends:
            stop = words[at + 1]  # behind the quotation, and not within it
            yield {at: (Atom(f'{word.key[:-1]}."', f'{word.shown[:-1]}."', word.start, stop.end, True),), at + 1: ()}


def _quoted(word: Atom, place: int) -> Atom:
    """A word with a double quotation mark at its beginning (0) or its end (-1)."""

    def put(text: str) -> str:
        return f'"{text[1:]}' if place == 0 else f'{text[:-1]}"'

    return word._replace(key=put(word.key), shown=put(word.shown))
