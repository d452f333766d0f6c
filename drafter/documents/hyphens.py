"""Hyphens at line ends: which of them the word itself has. Where that cannot be known, both readings are kept.

A doubtful place is marked with a soft hyphen, which nobody sees: where the hyphen was taken out, or right after it
where it was left. ``drafter.documents.quotations`` finds a quotation under either reading there, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

MARK: Final = "\u00ad"
# Before these a hyphen is usual in British English, though the dictionary knows the word without it.
_KEEPS: Final = frozenset(("non", "self", "ex", "vice", "mid", "anti", "semi"))
_PREFIXES: Final = frozenset(
    (
        *("co", "de", "re", "pre", "post", "sub", "multi", "inter", "micro", "macro", "over", "under", "with", "after"),
        *("fore", "work", "through", "super", "trans", "counter", *_KEEPS),
    )
)
# The dictionary has American spelling for many words.
_AMERICAN: Final = (
    (re.compile(r"is(?=(?:e[ds]?|er|ers|ing|ation|ations|ational)\Z)"), "iz"),
    (re.compile(r"our(?=s?\Z|ed|ing|able|ful|ite|hood)"), "or"),
    (re.compile(r"ys(?=e[ds]?\Z|ing\Z)"), "yz"),
    (re.compile(r"entre(?=[ds]?\Z)"), "enter"),
    (re.compile(r"ll(?=ed\Z|ing\Z|er\Z)"), "l"),
    (re.compile(r"ogramme(?=s?\Z)"), "ogram"),
    (re.compile(r"nce(?=s?\Z)"), "nse"),
)
_RARE: Final = 100  # times that a short half stands in what the dictionary was made from


@cache
def dictionary() -> Mapping[str, int]:
    """How often a word stands in what the dictionary was made from; empty where there is no dictionary."""
    try:
        from spellchecker import SpellChecker  # late: it reads a hundred and sixty thousand words
    except ImportError:
        return {}
    return dict(SpellChecker("en").word_frequency.dictionary)


class Words:
    """What is known of English words: a dictionary, read when the first doubtful hyphen is met unless it is given."""

    def __init__(self, known: Mapping[str, int] | None = None) -> None:
        self._given = known

    def reading(self, first: str, second: str) -> str:
        """The two halves of a word that a line's end divided, with the hyphen or without, and a mark where in doubt."""
        first_, second_ = first.casefold(), second.casefold()
        whole = self._has(first_ + second_)
        both = (self._is_half(first_) or first_ in _PREFIXES) and self._is_half(second_)
        if whole and not both:
            return first + second
        if both and not whole and min(len(first), len(second)) > 3 and first_ not in _PREFIXES:
            return f"{first}-{second}"  # "price-determining"
        hyphened = first_ in _KEEPS or (first_.endswith("o") and second_.startswith("o")) or not whole
        return f"{first}-{MARK}{second}" if both and hyphened else f"{first}{MARK}{second}"

    def _is_half(self, word: str) -> bool:
        return len(word) > 1 and self._has(word, _RARE if len(word) < 5 else 1)

    def _has(self, word: str, least: int = 1) -> bool:
        spelt = {word}
        for british, american in _AMERICAN:
            spelt.add(british.sub(american, word))
        known = dictionary() if self._given is None else self._given
        return any(known.get(one, 0) >= least for one in spelt)
