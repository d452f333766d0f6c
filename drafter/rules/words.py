"""What the rules know of English: figures, dates, names, quoted words."""

from __future__ import annotations

import re

QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
WORD = re.compile(r"[^\W_]+(?:[.,'\u2019][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.?!])[\"\u201d\u2019')]?\s+(?=[\"\u201c\u2018(]?[A-Z0-9])")

MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december")
)  # fmt: skip
DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    )
}
MORE_NUMBERS = frozenset(
    ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
     "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "hundreds", "thousand", "thousands", "million",
     "millions", "billion", "billions", "dozen", "dozens", "percent", "half", "third", "quarter", "twice", "double")
)  # fmt: skip


def unquoted(text: str) -> str:
    """The text, what stands in quotation marks blanked; every character keeps its place."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


def is_figure(word: str) -> bool:
    """Whether a word is a number in digits of any script, or in letters; 'one' is as often a pronoun."""
    low = word.casefold()
    return any(c.isnumeric() for c in word) or (low in NUMBERS and low != "one") or low in MORE_NUMBERS


def is_date(word: str) -> bool:
    """Whether a word names a month or a weekday; 'May' and 'March' only with their capital."""
    low = word.casefold()
    if low in {"may", "march"}:
        return word[0].isupper()
    return low in MONTHS | DAYS
