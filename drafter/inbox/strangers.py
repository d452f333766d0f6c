"""Writers to whom no standard letter goes: a child, somebody of another constituency, a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final

from drafter.english.lists import lists
from drafter.inbox.model import Message, Writer
from drafter.letter.mailing import nobody_reads

_WORDS: Final = lists("writers")
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_SENTENCE: Final = re.compile(r"[^.?!\n]{1,2000}[.?!]?")
_SHOWN: Final = 60  # letters


@cache  # late: a command that reads no post need not build them
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return (
        ("a child seems to have written it", _any(_WORDS.either("child"))),
        ("it seems to come from a school", _any(_WORDS.either("class"))),
        ("its writer says that they are no constituent", _any(_WORDS.either("elsewhere"))),
        ("it seems to be about letters to somebody who has died", _any(_WORDS.either("dead"))),
        ("it seems to come from the press", _any(_WORDS.either("press"))),
        ("it seems to come from another member's office", _any(_WORDS.either("another office"))),
        ("somebody passes on what another person asks", _any(_WORDS.either("for another"))),
        ("a program seems to have sent it", _any(_WORDS.either("is from a program"))),
    )


def _any(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases})", re.IGNORECASE)


@cache
def _by_itself() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:\[[^\]]*\]\s*)?(?:{_WORDS.either('answers by itself')})", re.IGNORECASE)


def doubts_about_writers(texts: Iterable[str]) -> tuple[str, ...]:
    """Why a person should look who wrote, by what the texts of a message say of it; each reason once, with the words
    that show it.
    """
    found: dict[str, str] = {}
    for text in texts:
        for reason, words in _signs_in(text):
            found.setdefault(reason, words)
    return tuple(f"{reason}: \u201c{words}\u201d" for reason, words in found.items())


@lru_cache(maxsize=4_000)  # thousands of messages in a campaign have the same paragraphs
def _signs_in(text: str) -> tuple[tuple[str, str], ...]:
    """The reasons that a text gives, with the words of each."""
    return tuple(
        (reason, _shown(sentence, match))
        for sentence in _sentences(text)
        for reason, sign in _signs()
        if (match := sign.search(sentence))
    )


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(" ".join(text.translate(_STRAIGHT).split())):
        yield match[0].strip()


def _shown(sentence: str, match: re.Match[str]) -> str:
    end = sentence.find(" ", max(match.end(), match.start() + _SHOWN))
    return sentence[match.start() : end if end > 0 else len(sentence)].strip(" .,")


def sent_by_program(message: Message, writer: Writer) -> str:
    """Why a message seems to be a program's, which nobody is to answer; empty where a person sent it.

    Platforms also send people's letters from addresses that nobody reads. There somebody signs, or gives an address.
    """
    if message.automatic or _by_itself().match(message.subject):
        return "a program seems to have sent it"
    answers = [address for address in message.reply_to if not nobody_reads(address)]
    signed = bool(writer.postcode) or len(writer.name.split()) > 1
    if nobody_reads(message.address) and not answers and not signed:
        return f"a program seems to have sent it: nobody reads answers at '{message.address}'"
    return ""
