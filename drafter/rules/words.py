"""What the rules know of English: figures, dates, names, quoted words."""

from __future__ import annotations

import re

from drafter.factbase.claims import Verb, as_of_its_day, parse, plain

QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
WORD = re.compile(r"[^\W_]+(?:[.,'\u2019][^\W_]+)*")

MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december")
)  # fmt: skip
DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
SEASONS = frozenset(
    ("christmas", "easter", "spring", "summer", "autumn", "winter", "yesterday", "tomorrow", "jan", "feb", "apr", "aug",
     "sept", "oct", "nov", "dec")
)  # fmt: skip
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    )
}
MORE_NUMBERS = frozenset(
    """
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions trillion trillions dozen dozens
    percent half halves halved third thirds quarter quarters fourth fifth sixth seventh eighth ninth tenth
    tenths hundredth thousandth millionth twice thrice double doubled treble trebled triple tripled tenfold
    twofold threefold score scores couple pair majority nil
    """.split()
)


def unquoted(text: str) -> str:
    """The text, what stands in quotation marks blanked; every character keeps its place."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def afterwards(claim: str) -> str:
    """A claim without its marks, as it is told once its day is past; months as they are written."""
    return "".join(p.then if isinstance(p, Verb) else as_of_its_day(p) for p in parse(claim).pieces).strip()


def both_ways(claim: str) -> tuple[str, str]:
    """A claim without its marks: as of its document's day, and as it is told afterwards."""
    return plain(claim), afterwards(claim)


def is_figure(word: str) -> bool:
    """Whether a word is a number in digits of any script, or in letters; 'one' is as often a pronoun."""
    low = _bare(word)
    return any(c.isnumeric() for c in word) or (low in NUMBERS and low != "one") or low in MORE_NUMBERS


def is_date(word: str) -> bool:
    """Whether a word names a month or a weekday; 'May' and 'March' only with their capital."""
    low = _bare(word)
    if low in {"may", "march"}:
        return word[0].isupper()
    return low in MONTHS | DAYS | SEASONS


def _bare(word: str) -> str:
    return re.sub(r"['\u2019]s?$", "", word).casefold()
