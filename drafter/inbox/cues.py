"""Cues: the words and phrases by which staff recognise a concern. All cues are looked for in a text at once."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import chain, product
from operator import attrgetter
from typing import Any, Final

from drafter.english.lists import lists
from drafter.frozen import NamedTuple, dataclass

# Tokens: a text as words to be compared, each with its place, and a stop where a sentence ends.

_TOKEN: Final = re.compile(
    r"(?P<word>\b[^\W_]&[^\W_]\b|[^\W_]+(?:'[^\W_]+)?|[£&])|(?P<stop>[.?!;:\n]+)|(?P<pause>[,()]+)"
)
_INITIALS: Final = re.compile(r"\b(?:[A-Za-z]\.){2,}|\b[A-Za-z] & [A-Za-z]\b")
STOP: Final = "\n"
# Other spellings of a word, in a text as in a cue.
_IN_TEXTS: Final = dict(pair.split(" = ") for pair in lists("everyday").phrases("in texts"))


class MessageToken(NamedTuple):
    """A word of a text: its form for comparing, its place, and whether a comma stands before it."""

    word: str
    start: int
    end: int
    parted: bool = False


def straight(text: str) -> str:
    """A text with straight apostrophes and without hyphens. Every letter keeps its place."""
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("-", " ")


def _joined(initials: re.Match[str]) -> str:
    return re.sub(r"[. ]", "", initials[0])


def tokens(text: str) -> list[MessageToken]:
    """The words of a text, with a stop where a sentence ends; "A.C.O." is one word, and so are "A&E" and "A & E"."""
    # The text keeps its length, so that places stay right.
    plain = _INITIALS.sub(lambda match: _joined(match).ljust(len(match[0])), straight(text))
    small = plain.isascii()  # in ASCII no letter becomes two in lower case, so the whole text is changed at once
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
        word = word if small else word.casefold()
        found.append(MessageToken(_IN_TEXTS.get(word, word), start, end, parted))
        parted = False
    return found


# Cues: a cue is a few words.
#
# ``*`` at the end of a word is any ending, ``|`` separates alternatives, ``...`` stands for up to four words, and
# brackets hold alternatives of several words or choices side by side. A full stop at the end means that the sentence
# ends there, or a comma follows. A cue never crosses the end of a sentence. A long word is still recognised with one
# letter too many, too few or wrong.

_PIECE: Final = re.compile(r"\([^()]*\)(?!\S)|\S+")
_AFTER: Final = re.compile(r"(?<=\w)'(?!\w)")  # the apostrophe of "members'", which no word of a text has
_MOST: Final = 200  # cues that one written cue may expand to
_GAP: Final = 4
_LONG: Final = 8  # letters; words this long are recognised even if misspelt
# Letters; longer words are not corrected, since the time for that grows with the cube of their length.
_LONGEST: Final = 40
_REMEMBERED: Final = 20_000  # corrected words that are cached
_WORDY: Final = 200  # words; a longer sentence is not cached, since people have none so long in common
_STEM: Final = 3
_SAID: Final = attrgetter("word", "parted")  # sentences that are alike in these hold the same cues
_BETWEEN: Final = "..."


class CueWord(NamedTuple):
    """One word of a cue: any of some words, or any word that begins with one of some beginnings."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def fits(self, word: str) -> bool:
        """Whether a word of a text matches."""
        return word in self.whole or (bool(self.begins) and word.startswith(self.begins))


class Cue(NamedTuple):
    """A cue as it was written, and its words. For each word ``gaps`` says whether other words may stand before it;
    ``last`` says whether nothing may follow the cue.
    """

    text: str
    words: tuple[CueWord, ...]
    gaps: tuple[bool, ...]
    last: bool = False

    @property
    def said(self) -> frozenset[str]:
        """All words that the cue may hold."""
        return frozenset(one for word in self.words for one in word.whole)


class CueHit(NamedTuple):
    """A cue found in a text: its number, and the tokens where it begins and ends."""

    cue: int
    start: int
    end: int


@lru_cache(maxsize=10_000)  # an office's checks look at each of its cues several times
def parse_cues(text: str) -> tuple[Cue, ...]:
    """Read a written cue; each choice of several words gives one: ``(no one|nobody) asked`` becomes two.

    Empty where the text has no word, begins or ends with a gap, or does not show how far a choice reaches: ``social
    care|public contract``.
    """
    last = text.endswith(".") and not text.endswith(_BETWEEN)
    plain = _INITIALS.sub(_joined, straight(text.removesuffix(".") if last else text)).casefold()
    pieces = _PIECE.findall(_AFTER.sub("", plain))
    if not pieces or _is_doubtful(pieces):
        return ()
    choices = [_choices(piece) for piece in pieces]
    if math.prod(map(len, choices)) > _MOST:
        return ()
    made = [_cue(text, [part for chosen in parts for part in chosen], last=last) for parts in product(*choices)]
    return tuple(filter(None, made)) if all(made) else ()


def never_met(text: str) -> str:
    """A part of a written cue that no message can have, since it is no word of a text: "24/7" is read there as two
    words, and "who," as one and a comma. Empty where every part, and each of its alternatives, can be met.
    """
    for cue in parse_cues(text):
        for part in cue.words:
            for written in sorted((*part.whole, *part.begins)):
                if [token.word for token in tokens(written)] != [written]:
                    return written
    return ""


def other_reading(text: str) -> tuple[str, ...]:
    """The phrases that were meant, perhaps, where a bar without brackets stands between several words on each side.

    ``hospital parking|car park*`` is read as ``hospital (parking|car) park*``. Empty where nothing suggests another
    reading.
    """
    parts = [part.split() for part in straight(text).split("|")]
    if len(parts) < 2 or "(" in text or _BETWEEN in text or min(map(len, parts)) < 2:
        return ()
    return tuple(" ".join(part) for part in parts)


def _is_doubtful(pieces: Sequence[str]) -> bool:
    """Whether brackets seem to be missing: two choices stand side by side, or brackets within a word."""
    bare = ["|" in piece and not piece.startswith("(") for piece in pieces]
    beside = any(one and ("|" in other) for one, other in chain(zip(bare, pieces[1:], strict=False),
                                                                zip(bare[1:], pieces, strict=False)))  # fmt: skip
    return beside or any(set("()") & set(piece.strip("()") if piece.startswith("(") else piece) for piece in pieces)


def _choices(piece: str) -> list[list[str]]:
    """The alternatives of a piece: all one-word alternatives together, and each one of several words by itself."""
    if piece == _BETWEEN:
        return [[piece]]
    options = [option.split() for option in piece.strip("()").split("|")]
    single = [option[0] for option in options if len(option) == 1]
    several = [option for option in options if len(option) > 1]
    return ([["|".join(single)]] if single else []) + several


def _cue(text: str, pieces: Sequence[str], *, last: bool) -> Cue | None:
    words: list[CueWord] = []
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
        whole = frozenset(_IN_TEXTS.get(option, option) for option in options if not option.endswith("*"))
        if not options or any(len(option) < _STEM for option in begins):
            return None
        words.append(CueWord(whole, begins))
        gaps.append(gap)
        gap = False
    return Cue(text, tuple(words), tuple(gaps), last) if words and not gap else None


@dataclass(frozen=True)
class Cues:
    """Cues to be looked for together. Built once and used for every message."""

    cues: tuple[Cue, ...]
    # By the anchor word of a cue: the cue's number, the anchor's place in the cue, and the word that must follow it.
    _by_word: dict[str, list[tuple[int, int, CueWord | None]]] = field(default_factory=lambda: defaultdict(list))
    _by_stem: dict[str, list[tuple[int, int, CueWord | None]]] = field(default_factory=lambda: defaultdict(list))
    _misspelt: dict[str, str] = field(default_factory=dict)
    _stems: dict[str, str] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _meant: dict[str, str] = field(default_factory=dict)
    _found: dict[tuple[tuple[str, bool], ...], tuple[CueHit, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> Cues:
        """Build the look-up tables for these cues."""
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
        """The state for another process, without the caches."""
        return {**self.__dict__, "_meant": {}, "_found": {}}

    def find(self, text: list[MessageToken]) -> list[CueHit]:
        """Every cue in a text. Where one cue matches several times at one place, the shortest match counts.

        A cue lies within one sentence, and thousands of messages have sentences in common: each sentence is searched
        once.
        """
        hits: list[CueHit] = []
        start = 0
        for end in (*[at for at, token in enumerate(text) if token.word == STOP], len(text)):
            if end > start:
                hits += [CueHit(cue, start + first, start + last) for cue, first, last in self._in(text[start:end])]
            start = end + 1
        return hits

    def said(self, hit: CueHit, text: Sequence[MessageToken]) -> frozenset[int]:
        """The tokens of a text that are words of a cue found there, and not only stand between these."""
        words = [self._as_meant(token.word) for token in text[hit.start : hit.end]]
        cue = self.cues[hit.cue]
        places, end = {hit.start}, len(words)
        for word in reversed(cue.words[1:]):
            end = next(at for at in range(end - 1, 0, -1) if word.fits(words[at]))
            places.add(hit.start + end)
        return frozenset(places)

    def _in(self, sentence: list[MessageToken]) -> tuple[CueHit, ...]:
        if len(sentence) > _WORDY:
            return self._look(sentence)
        key = tuple(map(_SAID, sentence))
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._look(sentence)
        return found

    def _look(self, text: list[MessageToken]) -> tuple[CueHit, ...]:
        words = [self._as_meant(token.word) for token in text]
        present = frozenset(words)
        hits = []
        for at, (word, behind) in enumerate(zip(words, [*words[1:], ""], strict=True)):
            for number, before, beside in (*self._by_word.get(word, ()), *self._by_stem.get(word[:_STEM], ())):
                if beside is not None and behind not in beside.whole and not behind.startswith(beside.begins):
                    continue  # most candidates fail here
                cue, start = self.cues[number], at - before
                if beside is None and not cue.words[-1].begins and cue.words[-1].whole.isdisjoint(present):
                    continue
                if start >= 0 and cue.words[before].fits(word) and (not before or cue.words[0].fits(words[start])):
                    end = _reach(cue, words, text, start)
                    if end:
                        hits.append(CueHit(number, start, end))
        return tuple(sorted(hits, key=_place))

    def _as_meant(self, word: str) -> str:
        """The word itself, or the known word that it misspells."""
        if not _LONG <= len(word) <= _LONGEST or word in self._known:
            return word
        meant = self._meant.get(word)
        if meant is None:
            if len(self._meant) >= _REMEMBERED:
                self._meant.clear()  # keeps memory from growing with the messages; common words are soon back
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
    """The anchor: the word by which a cue is looked up. It is the longest before the first gap, since that is the
    rarest.
    """
    upto = next((at for at, gap in enumerate(cue.gaps) if gap), len(cue.words))
    return max(range(upto), key=lambda at: min(map(len, (*cue.words[at].whole, *cue.words[at].begins))))


def _place(hit: CueHit) -> tuple[int, int]:
    return hit.start, hit.cue


def _shorter(word: str) -> Iterator[str]:
    """A word with each of its letters left out in turn. Two words that differ in one place have one of these in
    common.
    """
    yield word
    for at in range(1, len(word)):  # the first letter is hardly ever wrong
        yield word[:at] + word[at + 1 :]


def _reach(cue: Cue, words: list[str], text: list[MessageToken], at: int) -> int:
    """Where a cue that begins at a word of a sentence first ends; 0 where its other words do not follow. A word that
    the cue looks for may also stand in its gap, as "they" does for "who ... they|these ... pay" in "who, if they find
    these men, will pay".
    """
    ends = [at + 1]  # after the words so far, in order
    for word, gap in zip(cue.words[1:], cue.gaps[1:], strict=True):
        reached: list[int] = []
        for end in ends:
            for place in range(
                max(end, reached[-1] if reached else 0), min(len(words), end + (_GAP if gap else 0) + 1)
            ):
                if text[place].parted and not gap:
                    break
                if word.fits(words[place]):
                    reached.append(place + 1)
        if not reached:
            return 0
        ends = reached
    if cue.last:
        ends = [end for end in ends if end == len(text) or text[end].parted]
    return ends[0] if ends else 0
