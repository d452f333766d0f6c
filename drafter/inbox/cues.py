"""Cues: the words and phrases by which staff say how a concern is known, found in a text all at once."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from typing import Any, Final, NamedTuple

# Long lists of what people write, as patterns that can be read.


# A text as words that can be compared: each with its place, and a stop where a sentence ends.

_TOKEN: Final = re.compile(r"(?P<word>[^\W_]+(?:'[^\W_]+)?|[£&])|(?P<stop>[.?!;:\n]+)|(?P<pause>[,()]+)")
_INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}")
STOP: Final = "\n"


class Token(NamedTuple):
    """A word of a text: as it is compared, where it stands, and whether a comma parts it from the one before."""

    word: str
    start: int
    end: int
    parted: bool = False


def straight(text: str) -> str:
    """A text with straight apostrophes, and without hyphens; every letter keeps its place."""
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("-", " ")


def tokens(text: str) -> list[Token]:
    """The words of a text, with a stop where a sentence ends; "A.C.O." is one word."""
    # Every letter keeps its place.
    plain = _INITIALS.sub(lambda match: match[0].replace(".", "").ljust(len(match[0])), straight(text))
    small = plain.isascii()  # then no letter becomes two, and all are made small at once
    plain = plain.lower() if small else plain
    found = []
    parted = False
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup
        if kind == "pause":
            parted = True
            continue
        start, end = match.span()
        word = STOP if kind == "stop" else plain[start:end]
        found.append(Token(word if small else word.casefold(), start, end, parted))
        parted = False
    return found


# Cues: the words and phrases by which staff say how a concern is known, found in a text all at once.
#
# A cue is a few words; ``*`` at the end of one is any ending, ``|`` is either, ``...`` up to four words between,
# brackets hold choices of several words or beside one another; behind a full stop at its end the sentence ends, or a
# comma stands. It never reaches over the end of a sentence. A long word with one letter too many, too few or wrong is
# still known.

_PIECE: Final = re.compile(r"\([^()]*\)(?!\S)|\S+")
_MOST: Final = 200  # cues that one may stand for
_GAP: Final = 4
_LONG: Final = 8  # letters from which on a word is known though it is misspelt
_LONGEST: Final = 40  # letters up to which it is: to look for what was meant takes the cube of them
_REMEMBERED: Final = 20_000  # words of which it is kept what was meant
_WORDY: Final = 200  # words of a sentence that is not kept: people have none in common that are so long
_STEM: Final = 3
_BETWEEN: Final = "..."


class Word(NamedTuple):
    """One word of a cue: any of these, or any that begins with one of those."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def fits(self, word: str) -> bool:
        """Whether a word is meant."""
        return word in self.whole or (bool(self.begins) and word.startswith(self.begins))


class Cue(NamedTuple):
    """A cue as it was written, and its words; ``gaps`` says of each whether others may stand before it. ``last`` is
    whether nothing may follow.
    """

    text: str
    words: tuple[Word, ...]
    gaps: tuple[bool, ...]
    last: bool = False


class Hit(NamedTuple):
    """A cue found: its number, the tokens from and to which it reaches."""

    cue: int
    start: int
    end: int


def parse(text: str) -> tuple[Cue, ...]:
    """A cue from what was written, once for each choice of several words in it: ``(no one|nobody) asked`` is two.

    Nothing where it has no word, begins or ends with a gap, or leaves open how far a choice reaches: ``social
    care|public contract``.
    """
    last = text.endswith(".") and not text.endswith(_BETWEEN)
    pieces = _PIECE.findall(straight(text.removesuffix(".") if last else text).casefold())
    if not pieces or _is_doubtful(pieces):
        return ()
    choices = [_choices(piece) for piece in pieces]
    if math.prod(map(len, choices)) > _MOST:
        return ()
    made = [_cue(text, [part for chosen in parts for part in chosen], last=last) for parts in product(*choices)]
    return tuple(filter(None, made)) if all(made) else ()


def _is_doubtful(pieces: Sequence[str]) -> bool:
    """Whether brackets are missing: two choices side by side, or brackets within a word."""
    bare = ["|" in piece and not piece.startswith("(") for piece in pieces]
    beside = any(one and ("|" in other) for one, other in chain(zip(bare, pieces[1:], strict=False),
                                                                zip(bare[1:], pieces, strict=False)))  # fmt: skip
    return beside or any(set("()") & set(piece.strip("()") if piece.startswith("(") else piece) for piece in pieces)


def _choices(piece: str) -> list[list[str]]:
    """What may stand in the place of a piece: all choices of one word at once, and each of several by itself."""
    if piece == _BETWEEN:
        return [[piece]]
    options = [option.split() for option in piece.strip("()").split("|")]
    single = [option[0] for option in options if len(option) == 1]
    several = [option for option in options if len(option) > 1]
    return ([["|".join(single)]] if single else []) + several


def _cue(text: str, pieces: Sequence[str], *, last: bool) -> Cue | None:
    words: list[Word] = []
    gaps: list[bool] = []
    gap = False
    for piece in pieces:
        if piece == _BETWEEN:
            if not words or gap:
                return None
            gap = True
            continue
        options = [option for option in piece.split("|") if option.strip("*")]
        begins = tuple(option[:-1] for option in options if option.endswith("*"))
        if not options or any(len(option) < _STEM for option in begins):
            return None
        words.append(Word(frozenset(option for option in options if not option.endswith("*")), begins))
        gaps.append(gap)
        gap = False
    return Cue(text, tuple(words), tuple(gaps), last) if words and not gap else None


@dataclass(frozen=True)
class Cues:
    """Cues to be looked for together. Made once, used for every message."""

    cues: tuple[Cue, ...]
    # By the word that a cue is looked for by: its number, which of its words that is, and the one that must follow it.
    _by_word: dict[str, list[tuple[int, int, Word | None]]] = field(default_factory=lambda: defaultdict(list))
    _by_stem: dict[str, list[tuple[int, int, Word | None]]] = field(default_factory=lambda: defaultdict(list))
    _misspelt: dict[str, str] = field(default_factory=dict)
    _stems: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _meant: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[tuple[str, bool], ...], tuple[Hit, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> Cues:
        """Look-up tables for these cues."""
        made = cls(tuple(cues))
        for number, cue in enumerate(made.cues):
            at = _anchor(cue)
            beside = cue.words[at + 1] if at + 1 < len(cue.words) and not cue.gaps[at + 1] else None
            for word in cue.words[at].whole:
                made._by_word[word].append((number, at, beside))
            for stem in cue.words[at].begins:
                made._by_stem[stem[:_STEM]].append((number, at, beside))
            for part in cue.words:
                made._known.update(part.whole)
                for word in part.whole:
                    if len(word) >= _LONG:
                        made._misspelt.update(dict.fromkeys(_shorter(word), word))
                for stem in part.begins:
                    if len(stem) >= _LONG - 1:
                        made._stems.update(dict.fromkeys(_shorter(stem), stem))
        return made

    def __getstate__(self) -> dict[str, Any]:
        """What travels to another process: not what is remembered of texts."""
        return {**self.__dict__, "_meant": {}, "_found": {}}

    def find(self, text: list[Token]) -> list[Hit]:
        """Every cue in a text. Where one cue matches several times at one place, the shortest match counts.

        A cue lies within one sentence, and thousands of messages have sentences in common: each is looked through once.
        """
        hits: list[Hit] = []
        start = 0
        for end in (*(at for at, token in enumerate(text) if token.word == STOP), len(text)):
            if end > start:
                hits += [Hit(cue, start + first, start + last) for cue, first, last in self._in(text[start:end])]
            start = end + 1
        return hits

    def _in(self, sentence: list[Token]) -> tuple[Hit, ...]:
        if len(sentence) > _WORDY:
            return self._look(sentence)
        key = tuple((token.word, token.parted) for token in sentence)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._look(sentence)
        return found

    def _look(self, text: list[Token]) -> tuple[Hit, ...]:
        words = [self._as_meant(token.word) for token in text]
        present = frozenset(words)
        hits = []
        for at, (word, behind) in enumerate(zip(words, [*words[1:], ""], strict=True)):
            for number, before, beside in (*self._by_word.get(word, ()), *self._by_stem.get(word[:_STEM], ())):
                if beside is not None and behind not in beside.whole and not behind.startswith(beside.begins):
                    continue  # most fail there
                cue, start = self.cues[number], at - before
                if beside is None and not cue.words[-1].begins and cue.words[-1].whole.isdisjoint(present):
                    continue
                if start >= 0 and cue.words[before].fits(word) and (not before or cue.words[0].fits(words[start])):
                    end = _reach(cue, words, text, start)
                    if end:
                        hits.append(Hit(number, start, end))
        return tuple(sorted(hits, key=_place))

    def _as_meant(self, word: str) -> str:
        """The word, or the one that was meant."""
        if not _LONG <= len(word) <= _LONGEST or word in self._known:
            return word
        meant = self._meant.get(word)
        if meant is None:
            if len(self._meant) >= _REMEMBERED:
                self._meant.clear()  # so that memory does not grow with the messages; what is common is soon back
            meant = self._meant[word] = self._nearest(word)
        return meant

    def _nearest(self, word: str) -> str:
        if any(self.cues[cue].words[at].fits(word) for cue, at, _ in self._by_stem.get(word[:_STEM], ())):
            return word
        for shorter in (word, *_shorter(word)):
            if shorter in self._misspelt:
                return self._misspelt[shorter]
        for length in range(_LONG - 1, len(word) + 1):
            for shorter in (word[:length], *_shorter(word[:length])):
                if shorter in self._stems:
                    return self._stems[shorter] + word[length:]
        return word


def _anchor(cue: Cue) -> int:
    """The word by which a cue is looked for: the longest of those before its first gap, for it is the rarest."""
    upto = next((at for at, gap in enumerate(cue.gaps) if gap), len(cue.words))
    return max(range(upto), key=lambda at: min(map(len, (*cue.words[at].whole, *cue.words[at].begins))))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.cue


def _shorter(word: str) -> Iterator[str]:
    """A word without each of its letters in turn: two that differ in one place have one of these in common."""
    yield word
    for at in range(1, len(word)):  # the first letter is hardly ever wrong
        yield word[:at] + word[at + 1 :]


def _reach(cue: Cue, words: list[str], text: list[Token], at: int) -> int:
    """Where a cue that begins at a word of a sentence ends; 0 where the others do not follow."""
    place = at + 1
    for word, gap in zip(cue.words[1:], cue.gaps[1:], strict=True):
        last = min(len(words), place + (_GAP if gap else 0) + 1)
        while place < last:
            if text[place].parted and not gap:
                return 0
            if word.fits(words[place]):
                break
            place += 1
        else:
            return 0
        place += 1
    if cue.last and place < len(text) and not text[place].parted:
        return 0
    return place
