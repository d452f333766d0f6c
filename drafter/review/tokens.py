"""A text as words to be compared, and the different ways of writing the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final

from drafter.english.contractions import BEFORE_NOT, CONTRACTIONS
from drafter.english.sentences import may_end
from drafter.facts.model import Abbreviation
from drafter.frozen import NamedTuple
from drafter.letter.hidden import without_odd
from drafter.sources.quotations import fold_quotation

# Spellings: a closed list of ways of writing the same words, which keep a claim's meaning.
#
# They are contractions, -ise and -ize, a few British and American spellings, numbers in words and in figures, and
# hyphens. Any other difference makes another claim, until somebody says that it does not.

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
_IZE = re.compile(r"(?<=\w{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)\Z)")


_MEASURE: Final = re.compile("\u00a3(\\d+)|(\\d+(?:\\.\\d+)?)(%)")


@lru_cache(maxsize=65536)
def same_words(word: str) -> tuple[str, ...]:
    """The words as which a word is compared: one, or several. The word is in lower case, with a straight apostrophe."""
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    if word.isalpha():
        return ("per", "cent") if word == "percent" else (_one(word),)
    if measure := _MEASURE.fullmatch(word):
        unit = ("per", "cent") if measure[3] else ("pound" if measure[1] == "1" else "pounds",)
        return (measure[1] or measure[2], *unit)
    if word in _FIGURES:
        return (_FIGURES[word],)
    if word.endswith("n't") and word[:-3] in BEFORE_NOT:
        return word[:-3], "not"
    if "-" in word.strip("-") and all(part.replace("'", "").isalpha() for part in word.split("-")):
        return tuple(_one(part) for part in word.split("-"))
    return (word,)


def _one(word: str) -> str:
    if word == "an":
        return "a"
    if "z" in word:
        word = _IZE.sub("is", word)
    return _FIGURES.get(word) or _SPELT.get(word) or word


# Tokens: a text as words, whatever an editor did to its quotation marks, dashes and spaces.
#
# Abbreviations are folded too: "Public Reading Rooms (PRRs)" is the one word "PRRs". Which sentence of a letter spells
# the name out depends only on their order.

_WORD = re.compile(r"[^\s\u2014]+|\u2014")  # a long dash parts words, with or without spaces around it
_BARE = re.compile(r"^[^\w\u00a3$\u20ac]+|[^\w%]+$")
_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


# These characters are invisible, and reverse the text that follows.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _plain(text: str) -> str:
    """A text without invisible characters such as soft hyphens, and without odd ones, which get an error of their
    own.
    """
    return text if text.isascii() else without_odd(_NO_WIDTH.sub("", text))


class Token(NamedTuple):
    """A word with its punctuation: its form for comparing, its form as written (abbreviated), and its place.

    ``start`` and ``end`` count characters of the text. ``ends`` tells whether a sentence may end with it.
    """

    word: str
    shown: str
    start: int
    end: int
    ends: bool


class Atom(NamedTuple):
    """A word, or a punctuation mark by itself: its form for comparing, its form as written, and its place.

    ``ends`` tells whether a sentence may end with it.
    """

    key: str
    shown: str
    start: int
    end: int
    ends: bool


_SIGNS = ",;:.?!"


@lru_cache(maxsize=256)
def atoms(text: str, abbreviations: tuple[Abbreviation, ...]) -> tuple[Atom, ...]:
    """The words of a text and the punctuation after them, each by itself.

    Remembered, since a letter's paragraphs are read several times, and again with each sentence that is put right.
    """
    found: list[Atom] = []
    for token in tokens(text, abbreviations):
        core = token.shown.rstrip(_SIGNS)
        signs = token.shown[len(core) :] if core else token.shown
        places = len(token.shown) == token.end - token.start  # a folded word's place is known only roughly
        cut = token.end - len(signs) if places or signs else token.end
        if core:
            found += split_word(core, token.start, max(token.start, cut), ends=token.ends and not signs)
        for number, sign in enumerate(signs):
            last = number == len(signs) - 1
            found.append(Atom(sign, sign, cut + number, cut + number + 1, token.ends and last))
    return tuple(found)


def split_word(core: str, start: int, end: int, *, ends: bool = False) -> Iterator[Atom]:
    """A word without the punctuation after it, as the atoms by which it is compared: 'hasn't' is two, and so is
    'joined-up'.
    """
    words = same_words(_compared(core))
    if len(words) == 1:
        yield Atom(words[0], core, start, end, ends)
        return
    gap = int("-" in core)
    for word in words[:-1]:
        stop = min(end, start + len(word))
        yield Atom(word, word, start, stop, False)
        start = min(end, stop + gap)
    yield Atom(words[-1], words[-1], start, end, ends)


def keys(text: str, abbreviations: tuple[Abbreviation, ...]) -> tuple[str, ...]:
    """The words and signs of a text as they are compared. They are those of its atoms, found faster.

    Remembered, since each letter of a batch is compared with the same phrases.
    """
    return keys_with(abbreviations)(text)


@lru_cache(maxsize=8)
def keys_with(abbreviations: tuple[Abbreviation, ...]) -> Callable[[str], tuple[str, ...]]:
    """``keys`` with these abbreviations, for many texts: looking the abbreviations up takes longer than a text."""
    return lru_cache(maxsize=50_000)(partial(_keys, abbreviations=abbreviations))


def _keys(text: str, abbreviations: tuple[Abbreviation, ...]) -> tuple[str, ...]:
    low = (text if text.isascii() else fold_quotation(_plain(text))).casefold()
    spelt = _spelt(low)
    if (
        "..." in low
        or "\u2014" in text
        or [first for first, last in _long_forms(abbreviations) if first in spelt and last in spelt]
    ):
        return tuple([atom.key for atom in atoms(text, abbreviations)])
    keys: list[str] = []
    for word in low.split():
        core = word.rstrip(_SIGNS)
        keys += same_words(core) if core else ()
        keys += word[len(core) :]
    return tuple(keys)


@lru_cache(maxsize=8)
def _long_forms(abbreviations: tuple[Abbreviation, ...]) -> frozenset[tuple[str, str]]:
    """The first and last words of long forms that are abbreviated."""
    forms = [_spelt(form.casefold()).split() for one in abbreviations for form in (one.long, one.plural)]
    return frozenset((words[0], words[-1]) for words in forms if words)


def _spelt(low: str) -> str:
    """A text in lower case, with -ise for -ize: 'organizations' also counts as a long form."""
    return low.replace("iz", "is") if "iz" in low else low


def seen(text: str) -> str:
    """A text on one line, without invisible characters: soft hyphens, spaces of no width."""
    return " ".join(_plain(text).split())


def seen_within(text: str) -> str:
    """The same for a piece of a sentence. Spaces at its ends stay, since other pieces stand there."""
    shown = _plain(text)
    words = " ".join(shown.split())
    if not words:
        return " " if shown else ""
    return f"{' ' * shown[:1].isspace()}{words}{' ' * shown[-1:].isspace()}"


def without_marks(word: str) -> str:
    """A word without the punctuation around it."""
    return word if word.isalnum() else _BARE.sub("", word)


def tokens(text: str, abbreviations: Iterable[Abbreviation]) -> tuple[Token, ...]:
    """The words of a text, in order."""
    found = [(_folded(match[0]), *match.span()) for match in _WORD.finditer(text)]
    found = [piece for piece in found if piece[0]]
    found = _abbreviated(found, abbreviations, _spelt(" ".join(shown for shown, *_ in found).casefold()))
    return tuple(
        Token(
            _compared(shown), shown, start, end, may_end(shown, found[place + 1][0] if place + 1 < len(found) else "")
        )
        for place, (shown, start, end) in enumerate(found)
    )


_AFTER_SHORT = re.compile(r"[\"']?\)")  # as in (PRRs) and ("PRRs")

_Piece = tuple[str, int, int]


def _folded(word: str) -> str:
    return word if word.isascii() else fold_quotation(_plain(word))


def _abbreviated(pieces: list[_Piece], abbreviations: Iterable[Abbreviation], low: str) -> list[_Piece]:
    """The pieces, with long forms, and any short form in brackets after them, replaced by the short form.

    ``low`` is their text in lower case. Most texts hold no long form, and a look at this shows it fast.
    """
    for abbreviation in abbreviations:
        for long, short in ((abbreviation.plural, f"{abbreviation.short}s"), (abbreviation.long, abbreviation.short)):
            words = _spelt(long.casefold()).split()
            if words and words[0] in low and words[-1] in low:
                pieces = _shortened(pieces, words, short)
    return pieces


def _shortened(pieces: list[_Piece], words: Sequence[str], short: str) -> list[_Piece]:
    first, size = words[0], len(words)
    result: list[_Piece] = []
    at = 0
    while at < len(pieces):
        here = pieces[at : at + size]
        begins = first in _spelt(here[0][0].casefold())
        low = [_spelt(without_marks(shown).casefold()) for shown, *_ in here] if begins else []
        if low != list(words):
            result.append(pieces[at])
            at += 1
            continue
        before, after = here[0][0], here[-1][0]
        head = before[: len(before) - len(before.lstrip("\"'(["))]
        end, at = here[-1][2], at + size
        if (
            at < len(pieces)
            and pieces[at][0].startswith("(")
            and without_marks(pieces[at][0]) in (short, short.removesuffix("s"))
        ):
            after, end, at = _AFTER_SHORT.sub("", pieces[at][0], count=1), pieces[at][2], at + 1
        tail = after[len(after.rstrip(".,;:?!\"')]")) :]
        if head == "(" and tail[:1] == ")" and result and result[-1][0] in (short, short.removesuffix("s")):
            result[-1] = (f"{result[-1][0]}{tail[1:]}", result[-1][1], end)  # the long form in brackets
            continue
        result.append((f"{head}{short}{tail}", here[0][1], end))
    return result


def _compared(shown: str) -> str:
    word = shown.casefold().replace("...", "\u2026")
    return "a" if word == "an" else word
