"""What keeps a claim's meaning: a closed list of ways in which the same words may be written.

Contractions, -ise and -ize, a few British and American spellings, numbers in words and in figures, hyphens. Whatever is
not here makes another claim of it, until somebody has said that it does not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_FIGURES: Final = {
    **{word: str(number) for number, word in enumerate(_ONES)},
    **{word: str(10 * number) for number, word in enumerate(_TENS, 2)},
    **{f"{t}-{o}": str(10 * n + m) for n, t in enumerate(_TENS, 2) for m, o in enumerate(_ONES[1:10], 1)},
}
_SPELT: Final = {
    "center": "centre", "centers": "centres", "program": "programme", "programs": "programmes",
    "judgment": "judgement", "behavior": "behaviour", "favor": "favour", "defense": "defence",
    "neighbor": "neighbour", "neighbors": "neighbours", "neighborhood": "neighbourhood",
}  # fmt: skip
_NOT: Final = frozenset(
    "is are was were has have had does do did would could should must need might".split()
)  # before "n't"
_SHORT: Final = {
    "won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "shan't": ("shall", "not"),
    "they're": ("they", "are"), "they've": ("they", "have"), "they'll": ("they", "will"), "we're": ("we", "are"),
    "we've": ("we", "have"), "i've": ("i", "have"), "i'm": ("i", "am"), "i'll": ("i", "will"), "it'll": ("it", "will"),
}  # fmt: skip
_IZE = re.compile(r"(?<=\w{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)\Z)")


@lru_cache(maxsize=65536)
def alike(word: str) -> tuple[str, ...]:
    """A word in small letters, with a straight apostrophe, as the words that it is compared as: one, or several."""
    if word in _SHORT:
        return _SHORT[word]
    if word.isalpha():
        return (_one(word),)
    if word in _FIGURES:
        return (_FIGURES[word],)
    if word.endswith("n't") and word[:-3] in _NOT:
        return word[:-3], "not"
    if "-" in word.strip("-") and all(map(str.isalpha, word.split("-"))):
        return tuple(_one(part) for part in word.split("-"))
    return (word,)


def _one(word: str) -> str:
    if word == "an":
        return "a"
    if "z" in word:
        word = _IZE.sub("is", word)
    return _FIGURES.get(word) or _SPELT.get(word) or word
