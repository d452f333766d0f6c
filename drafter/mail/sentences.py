"""Sentences of letters, compared without case, punctuation and spaces; and what tells near-identical texts apart."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

_ENDS: Final = re.compile(
    r"(?<=[a-z0-9)\"'\u201d\u2019%])[.?!]+[\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]?[A-Z0-9\u00a3])|\n+"
)
_WORDS: Final = re.compile(r"[^\W_]+")
_SHINGLE: Final = 3  # words
_LONG: Final = 3_000  # letters of a paragraph that is too long to be remembered
PERMUTATIONS, BANDS = 64, 16
_SEED: Final = 2018


class Sentence(NamedTuple):
    """A sentence as it stands, the words that it is compared by, and a hash of these."""

    text: str
    words: tuple[str, ...]
    hash: bytes


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case and accents."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _WORDS.findall(text.replace("\u2019", "'").replace("'", "").casefold())


def sentences_of(paragraphs: Iterable[str]) -> list[Sentence]:
    """The sentences of some paragraphs, in order; those without a word are left out."""
    return [sentence for paragraph in paragraphs for sentence in _of_paragraph(paragraph)]


def _of_paragraph(paragraph: str) -> tuple[Sentence, ...]:
    """The sentences of one; what is remembered is short, so that memory stays small whatever people send."""
    return _remembered(paragraph) if len(paragraph) <= _LONG else _parted(paragraph)


@lru_cache(maxsize=2_000)  # of a campaign thousands have the same
def _remembered(paragraph: str) -> tuple[Sentence, ...]:
    return _parted(paragraph)


def _parted(paragraph: str) -> tuple[Sentence, ...]:
    found = []
    at = 0
    for match in (*_ENDS.finditer(paragraph), None):
        text = paragraph[at : match.end() if match else len(paragraph)].strip()
        at = match.end() if match else at
        words = tuple(words_of(text))
        if words:
            found.append(Sentence(text, words, hash_of(words)))
    return tuple(found)


def hash_of(words: Sequence[str]) -> bytes:
    """Eight bytes that stand for some words."""
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()


def digest_of(words: Sequence[str]) -> tuple[int, ...]:
    """The MinHash of a text, of which near-identical ones share most numbers; empty where there is too little text."""
    from rensa import RMinHash  # late: few commands need it

    shingles = [" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)]
    if not shingles:
        return ()
    made = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(shingles)
    return tuple(made.digest())


def bands_of(digest: Sequence[int]) -> list[tuple[int, bytes]]:
    """The bands by which a digest is looked up: texts that are half alike share one in two times of three."""
    size = PERMUTATIONS // BANDS
    packed = [hash_of([str(number) for number in digest[at : at + size]]) for at in range(0, len(digest), size)]
    return list(enumerate(packed))


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much of two texts is the same, from 0 to 1, by their digests."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one) if one and len(one) == len(other) else 0.0
