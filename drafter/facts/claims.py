"""The notation of a claim: a clause in plain words, and the few marks that refine it.

``{feels}`` marks a verb that the program would not know, ``{now|then}`` gives both of its forms, and `` | `` ends the
subject. A month with its year is told from the letter's day. A year in square brackets was worked out from the
document. Text in quotation marks is the document's own and is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TypeAlias

from drafter.english.lists import lists
from drafter.facts.edtf import MONTHS
from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern

# Present verbs that need no mark, with their forms in a claim that is told as of its day.
AUXILIARIES = {
    "will": "would", "is": "was", "are": "were", "has": "had", "have": "had", "may": "might", "can": "could",
    "cannot": "could not", "does": "did", "do": "did",
}  # fmt: skip
# By these, among others, a verb is known without a mark: none of them is often a noun.
_PLAIN_VERBS = frozenset(
    """become begin bring build choose come cut fall feel find fit get give go hold keep know lead leave
    let lose make mean meet pay plan put run say see seek send set speak spend stand take tell think
    understand undertake want win write""".split()
)
# A verb after one of these is an infinitive: 'would have', 'to do'.
_BEFORE_INFINITIVE = frozenset("would should could might must will may can shall to did does do".split())
_BETWEEN = frozenset("not never also only already still now just usually often always simply".split())
_OPENERS = frozenset(
    "if where when while because although unless until since as there it that so nor what how who why whether which "
    "to from for in by under of at on with".split()
)
QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')  # words that are the document's own
_PIECE = re.compile(
    r"\{(?P<now>[^{}|]+)(?:\|(?P<then>[^{}|]*))?\}"
    r"|(?P<bar> \| )"
    rf"|(?:\b(?P<word>in|by|from|since|until|of|before|after) )?\b(?P<month>{'|'.join(MONTHS)}) "
    r"(?P<open>\[)?(?P<year>[12]\d{3})\b(?(open)\])"
    r"|(?P<plain>[A-Za-z][\w'\u2019-]*)"
)


class Verb(NamedTuple):
    """A finite verb, or words that change with it: the form on the document's day, and the form told afterwards."""

    now: str
    then: str


class Month(NamedTuple):
    """A month of a year, with the word before it ("in", "by"), if any."""

    word: str
    year: int
    month: int


Piece: TypeAlias = "str | Verb | Month"


class Claim(NamedTuple):
    """A claim as pieces: its subject and its predicate. ``subject`` is empty if it is not known."""

    subject: tuple[Piece, ...]
    predicate: tuple[Piece, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces of the claim."""
        return (*self.subject, *self.predicate)


class OddMark(ValueError):
    """A mark that cannot be read. It becomes a problem at the claim; ``rule`` is the problem's rule."""

    def __init__(self, rule: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


def past(verb: str) -> str:
    """The past form of a present verb: "was", "would", "felt", "received"."""
    if verb in AUXILIARIES:
        return AUXILIARIES[verb]
    first, space, rest = verb.partition(" ")
    if space:
        return f"{past(first)} {rest}"
    return past_of(verb)


@cache
def _forms() -> frozenset[str]:
    return frozenset((*AUXILIARIES, *AUXILIARIES.values(), *map(past_of, _PLAIN_VERBS), "should", "must", "shall"))


def is_verb_form(word: str) -> bool:
    """Whether a word is, or may well be, a finite verb: "was", "receives", "ended"."""
    low = re.sub(r"^\W+|\W+$", "", word).casefold()
    stems = {low, low.removesuffix("s"), low.removesuffix("es")}
    return low in _forms() or bool(stems & _PLAIN_VERBS) or (len(low) > 4 and low.endswith("ed"))


_TOKEN = late_pattern(r"\{[^{}]*\}|[A-Za-z][\w'\u2019-]*|[,;:]")
_WHO_DOES = frozenset("who which it he she they we you there".split())  # what a verb follows at once
_BESIDE_VERB = frozenset("also still not never no only always often then now both all each either neither".split())
_OF_MANY = frozenset("who which they we you".split())
_PREPOSITIONS = frozenset("about after at before by for from in of on to under with".split())
_ALSO_NOUNS = frozenset("build cut fall find fit hold lead leave let mean pay plan put run say set stand win".split())


def left_as_they_are(text: str) -> list[tuple[int, int]]:
    """Where the present verbs of a claim seem to stand that no form for the past is known of: "pay" in "it {charges}
    those who pay". Letters that tell the claim as past leave them in the present. Verbs in braces, and those that
    follow by themselves ("is", "has"), are none of them.
    """
    found = []
    before = ahead = ""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    for match in _TOKEN.finditer(text):
        word = match[0].casefold()
        if any(start <= match.start() < end for start, end in quoted):
            continue
        if before in _WHO_DOES and word in _BESIDE_VERB:
            continue
        other = word in _forms() or word in _WHO_DOES or word.endswith(("ed", "ing", "ly")) or not match[0][0].islower()
        follows = before in _WHO_DOES and (word.endswith("s") or before in _OF_MANY)
        if before == "which" and ahead in _PREPOSITIONS:  # "in which one provider": another word does it
            follows = False
        known = word.endswith("s") and bool({word[:-1], word.removesuffix("es")} & _PLAIN_VERBS - _ALSO_NOUNS)
        if not other and (follows or known):
            found.append(match.span())
        ahead, before = before, word
    return found


@lru_cache(maxsize=4096)
def parse_claim(text: str) -> Claim:
    """A claim's pieces. Raises OddMark."""
    pieces, bar = _pieces(text)
    if bar is None:
        pieces, bar = _guessed(pieces)
    return Claim(tuple(pieces[:bar]), tuple(pieces[bar:]))


def plain(text: str) -> str:
    """A claim without its marks, as of its document's day."""
    return "".join(map(as_of_its_day, parse_claim(text).pieces)).strip()


def as_of_its_day(piece: Piece) -> str:
    """A piece as on its document's own day, months with their years."""
    match piece:
        case Verb(now=now):
            return now
        case Month(word=word, year=year, month=month):
            return f"{word} {MONTHS[month - 1]} {year}".strip()
        case _:
            return piece


def _pieces(text: str) -> tuple[list[Piece], int | None]:
    """The pieces, and how many of them are the subject if a bar says so."""
    pieces: list[Piece] = []
    bar: int | None = None
    at = 0
    marked = -2
    words: list[str] = []
    for match in _found(text):
        before = text[at : match.start()]
        if match["plain"] is not None:
            word = match["plain"]
            finite = word in AUXILIARIES and not _infinitive(word, words)
            words.append(word)
            if not finite:
                continue
            pieces += [before, Verb(word, AUXILIARIES[word])]
        elif match["bar"] is not None:
            if bar is not None:
                raise OddMark("odd-mark", "the claim has two bars", "one bar ends the subject; take the other out")
            pieces.append(f"{before} ")
            bar = len(pieces)
        elif match["month"] is not None:
            pieces += [before, Month(match["word"] or "", int(match["year"]), MONTHS.index(match["month"]) + 1)]
        else:
            now = match["now"].strip()
            if marked == len(words):
                message = f"two verbs are marked side by side, the second is '{now}'"
                raise OddMark("two-verbs", message, "mark the one that changes with time: 'has' in 'has begun'")
            words += now.split()
            marked = len(words)
            pieces += [before, Verb(now, (match["then"] or "").strip() or past(now))]
        at = match.end()
    stray = re.search(r"[{}|]|\[(?=\d)", QUOTED.sub("", text[at:]) + "".join(p for p in pieces if isinstance(p, str)))
    if stray:
        message = f"'{stray[0]}' stands there without its fellow"
        raise OddMark("odd-mark", message, "write {feels}, {now|then}, or ' | ' after the subject")
    pieces.append(text[at:])
    return [piece for piece in pieces if piece != ""], _kept(pieces, bar)


def _kept(pieces: list[Piece], bar: int | None) -> int | None:
    """The bar's place after empty pieces are left out."""
    return None if bar is None else sum(piece != "" for piece in pieces[:bar])


def _found(text: str) -> Iterator[re.Match[str]]:
    quoted = [match.span() for match in QUOTED.finditer(text)]
    return (m for m in _PIECE.finditer(text) if not any(a <= m.start() < b for a, b in quoted))


def _infinitive(word: str, before: list[str]) -> bool:
    """Whether 'have' or 'do' is an infinitive, after a verb that it completes."""
    if word not in {"have", "do"}:
        return False
    last = next((w for w in reversed(before) if w not in _BETWEEN), "")
    return last in _BEFORE_INFINITIVE


def _guessed(pieces: list[Piece]) -> tuple[list[Piece], int]:
    """The pieces, and how many are the subject: those before the first verb, if they plainly are a subject.

    An adverb before the verb belongs to the predicate: 'a tram | usually stops'.
    """
    number = next((at for at, piece in enumerate(pieces) if isinstance(piece, Verb)), 0)
    before = "".join(map(as_of_its_day, pieces[:number]))
    words = before.split()
    if not words or words[0].casefold() in _OPENERS or "," in before:
        return pieces, 0
    if words[-1] not in _BETWEEN:
        return pieces, number
    last = pieces[number - 1]
    if not isinstance(last, str) or len(words) < 2:
        return pieces, 0
    cut = last.rindex(words[-1])
    return [*pieces[: number - 1], last[:cut], last[cut:], *pieces[number:]], number


_SINGULAR = ("ss", "us", "is")  # endings of words that are no plural
_ALWAYS_ONE = frozenset("gas nhs wales news series politics economics mathematics physics commons".split())
_ALWAYS_MANY = frozenset("people children men women police those some patients".split())
_AFTER_HEAD = late_pattern(r"\b(?:of|in|for|that|which|who|to|at|coming|with|on|from|by|under)\b")


def is_plural(subject: str) -> bool:
    """Whether the pronoun for a subject is 'they'."""
    head = _AFTER_HEAD.split(" ".join(subject.casefold().partition(",")[0].split()))[0].split()
    if not head:
        return False
    last = head[-1]
    ends = last.endswith("s") and not last.endswith(_SINGULAR) and last not in _ALWAYS_ONE
    return ends or last in _ALWAYS_MANY or head[0] in ("those", "some", "two", "both")


# Verbs: the past of a present form.

# "stop", "plan": one syllable, one vowel, one consonant, which is doubled before "-ed". W, x and y never are.
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bcdfgklmnprstvz]")


@cache
def irregular() -> dict[str, str]:
    """The past of each infinitive that does not make it with "-ed"."""
    return dict(pair.split("/") for pair in lists("verbs").phrases("irregular"))


@cache
def _doubled() -> frozenset[str]:
    return lists("verbs").words("doubled")


def past_of(verb: str) -> str:
    """The past of one present verb, with or without its "-s": "felt", "stopped", "received"."""
    known = irregular()
    stem = verb
    if verb not in known and verb.endswith("s") and not verb.endswith("ss"):
        stem = verb[:-1]
        if stem.endswith("ie") and stem not in known:
            stem = f"{stem[:-2]}y"
        elif stem.endswith("e") and (verb.endswith(("ches", "shes", "sses", "xes", "goes")) or stem[:-1] in known):
            stem = stem if stem in known else stem[:-1]
    if stem in known:
        return known[stem]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return f"{stem[:-1]}ied"
    if stem in _doubled() or _DOUBLES.fullmatch(stem):
        return f"{stem}{stem[-1]}ed"
    return f"{stem}d" if stem.endswith("e") else f"{stem}ed"
