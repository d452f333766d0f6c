"""What a letter thanks one reader for: their own work, what they told of themselves, their coming to a surgery."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.english.sentences import is_several
from drafter.english.words import clean_line
from drafter.letter.tree import Kind, Segment
from drafter.patterns import late_pattern
from drafter.problems import Problem, Where

LONGEST: Final = 25  # words
_WORDS: Final = lists("thanks")
_WHERE: Final = Where("--thanks")
_RULE: Final = "odd-thanks"
_EXAMPLE: Final = "for example: 'your 24 years as a nurse', or 'coming to my surgery'"
_BEGUN: Final = late_pattern(r"^(?:(?:i )?(?:thank you|thanks|am grateful(?: to you)?) )?(?:for )?", re.IGNORECASE)
_GOES_ON: Final = late_pattern(r"(?:your|all (?:that )?you|the \w+|\w+ing)\b|(?:\w+[ -]){1,4}years\b", re.IGNORECASE)
_NOT_THANKS: Final = late_pattern(r"\A(?:nothing|anything|my|our)\b|\bmy \d", re.IGNORECASE)
# What makes more of the thanks: the writer's own sentences, and a second clause.
_MORE: Final = late_pattern(
    r"\b(?:i|we)\b(?!['.])|\b(?:and|but|so|because|since|which|although|while) (?:that )?"
    r"(?:i|he|she|they|it|we|there|this|the)\b|[;:]",
    re.IGNORECASE,
)


def read_thanks(typed: str) -> str | Problem:
    """What is thanked for, in words that go on from "Thank you for", or what is wrong with what was typed."""
    text = _BEGUN.sub("", clean_line(typed).rstrip("."), count=1)
    shown = shortened(text)
    if not any(map(str.isalpha, text)):
        return Problem(_WHERE, _RULE, "does not say what the reader is thanked for", _EXAMPLE)
    if is_several(text) or re.search("[?!]", text):
        return Problem(_WHERE, _RULE, f"'{shown}' is more than one sentence", _EXAMPLE)
    if len(text.split()) > LONGEST:
        return Problem(_WHERE, _RULE, f"'{shown}' has {len(text.split())} words; {LONGEST} at most")
    if text.startswith("Your "):
        text = f"y{text[1:]}"
    if not _GOES_ON.match(text) or _NOT_THANKS.search(text):
        return Problem(_WHERE, _RULE, f"'{shown}' does not go on from 'Thank you for'", _EXAMPLE)
    more = _MORE.search(text)
    if more is not None:
        message = f"'{more[0]}' goes on to something else than what the reader is thanked for"
        return Problem(_WHERE, _RULE, message, "add that to the draft, where a review can see whose word it is")
    return text


def kind_of_thanks(thanks: str) -> str:
    """Whether somebody is thanked for their "work", for telling of somebody's "health", or for something "else"; empty
    for no thanks.
    """
    if not thanks:
        return ""
    if re.search(r"\b(?:work|years) as an? ", thanks):
        return "work"
    return "health" if is_plain(thanks) and re.search(rf"\b{parts_of_thanks()['ills']}\Z", thanks) else "else"


def thanks_in_words(thanks: str) -> tuple[tuple[Segment, ...], ...]:
    """The sentence, in several ways: the words before it may be thanks too. ``thanks`` comes from ``read_thanks``."""
    told = thanks.removeprefix("telling me ")
    if told != thanks:  # nobody is grateful for somebody's illness
        other = f"It was good of you to tell me {told}."
    else:
        other = f"I am grateful {'' if thanks.startswith('your ') else 'to you '}for {thanks}."
    ways = (f"Thank you for {thanks}.", other, f"My thanks to you for {thanks}.")
    return tuple((Segment(way, Kind.READER),) for way in ways)


# Plain thanks: those of which every word is known, which claim nothing but what the reader told. A message is read for
# them, and a letter that comes back may say them as they were drafted.


@cache  # late: most letters thank for nothing of the kind
def parts_of_thanks() -> dict[str, str]:
    """Patterns for what plain thanks are made of: the number of years, work, illnesses, family, by name."""

    def any_of(phrases: tuple[str, ...]) -> str:
        return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"

    job = rf"(?:{any_of(_WORDS.phrases('kinds of work'))} )*{any_of(_WORDS.phrases('work'))}"
    ill, ones = any_of(_WORDS.phrases("illnesses")), any_of(_WORDS.phrases("ones"))
    in_words = rf"{any_of(_WORDS.phrases('tens'))}(?:[- ]{ones})?|{any_of(_WORDS.phrases('teens'))}|(?!one\b){ones}"
    return {
        "about": "over|nearly|almost|more than|about|around|some",
        "years": rf"(?:[2-9]|[1-6]\d|{in_words}) years",
        "job": job,
        "over": rf"{any_of(_WORDS.phrases('work that is over'))} {job}",
        "ills": rf"{ill}(?:(?:,| and|, and) {ill})*",
        "family": rf"(?:{any_of(_WORDS.phrases('of the family'))} )*{any_of(_WORDS.phrases('family'))}",
        "state": r"disabled|blind|deaf|(?:a )?(?:type [12] )?diabetic|a wheelchair user|a full-time carer",
    }


@cache
def _plain() -> re.Pattern[str]:
    of = {name: f"(?:{part})" for name, part in parts_of_thanks().items()}
    years, family, ills = rf"(?:your|{of['about']}) {of['years']}", of["family"], of["ills"]
    with_ills = r"live with|suffer from|have(?: had| got| lived with| suffered from)?|are living with"
    return re.compile(
        rf"(?:{years}|your work) as an? {of['job']}|telling me that (?:you are an? {of['over']}|you are {of['state']}"
        rf"|you (?:{with_ills}) {ills}|you (?:care for|look after) your {family}"
        rf"|your {family} (?:has|lives with|suffers from|is living with) {ills})"
    )


def is_plain(thanks: str) -> bool:
    """Whether somebody is thanked, and every word of what for is known, so that it makes no claim."""
    return bool(thanks) and _plain().fullmatch(thanks) is not None


_THANKS = "Thank you for "


def with_thanks(sentence: str, thanks: str) -> str:
    """A sentence of thanks that goes on to what the reader is plainly thanked for; empty where it cannot."""
    more = sentence.startswith(_THANKS) and ", and " not in sentence and is_plain(thanks)
    return f"{sentence.removesuffix('.')}, and for {thanks}." if more else ""
