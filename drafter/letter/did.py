"""What the member did for one reader, read from what was typed: "wrote to the Minister 2018-02-03"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from drafter.factbase.edtf import day_in_words, parse_day
from drafter.letter.acts import NOT_PAST, is_perfect
from drafter.letter.correspondent import clean
from drafter.letter.request import Did
from drafter.problems import Problem, Where

LONGEST: Final = 25  # words
_WHERE: Final = Where("--did")
_RULE: Final = "odd-act"
_EXAMPLE: Final = "for example: 'wrote to the Minister 2018-02-03'"
_LEANING: Final = frozenset("of the a an by from in on to for and with at".split())
_DAY_WORDS: Final = 4  # Friday 3 February 2018
# An act is the member's own, and is said to be of one day.
_DAY_WITHIN: Final = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d|\b(?:yesterday|last week)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"\b(?:and|but|so|who|which|because|since) (?:that )?(?:he|she|they|it|you|we|there|this|the|his|her|their)\b"
    r"|\b(?:who|which|whose) \w+|\band (?:was|were|is|are|has|have) ",
    re.IGNORECASE,
)
_TWO: Final = re.compile(r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)[.?!]\s+\S|[?!]")


def read_did(typed: str, letter: date) -> Did | Problem:
    """What was done and when, or what is wrong with how it was told to a letter of this date."""
    words = clean(typed).rstrip(".").removeprefix("I ").split()
    what, day = _parted(words)
    if day is None:
        return Problem(_WHERE, _RULE, f"'{_shown(words)}' does not end in a day of the calendar", _EXAMPLE)
    if day > letter:
        message = f"'{_shown(what)}' is of {day_in_words(day)}, after the letter's date"
        return Problem(_WHERE, _RULE, message, "a letter tells what is done, not what is to come")
    if not what or not any(map(str.isalpha, what[0])):
        return Problem(_WHERE, _RULE, "says when, and not what", _EXAMPLE)
    begun = what[0].lower() if what[0].istitle() and what[0] != "I" else what[0]
    text = " ".join((begun, *what[1:]))
    if _DAY_WITHIN.search(text):
        return Problem(
            _WHERE, _RULE, f"'{_shown(what)}' holds a day of its own", f"say when at its end only; {_EXAMPLE}"
        )
    other = _OTHERS.search(text)
    if other is not None:
        message = f"'{other[0]}' goes on to what somebody else did, which needs a fact"
        return Problem(_WHERE, _RULE, message, "enter what the member did, and no more")
    if _TWO.search(text):
        return Problem(_WHERE, _RULE, f"'{_shown(what)}' is more than one sentence", "give --did again for each act")
    if len(what) > LONGEST:
        return Problem(_WHERE, _RULE, f"'{_shown(what)}' has {len(what)} words; {LONGEST} at most")
    if what[-1] in _LEANING:
        message = f"'{_shown(what)}' breaks off: the day is when it was done, after all that was done"
        return Problem(_WHERE, _RULE, message, _EXAMPLE)
    first = text.split()[0]
    if (first in NOT_PAST and not is_perfect(text)) or first.endswith("ing") or text.startswith("I "):
        message = f"'{_shown(what)}' does not go on from 'I' in the past"
        return Problem(_WHERE, _RULE, message, _EXAMPLE)
    return Did(text, day)


def _parted(words: list[str]) -> tuple[list[str], date | None]:
    """The words before the day, and the day that they end in."""
    for count in range(min(_DAY_WORDS, len(words)), 0, -1):
        day = parse_day(" ".join(words[-count:]))
        if day is not None:
            before = words[:-count]
            if before and before[-1] == "on":
                before = before[:-1]
            return " ".join(before).rstrip(" ,;:").split(), day
    return words, None


def _shown(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(text) <= 60 else f"{text[:57]}..."
