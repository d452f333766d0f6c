"""Whether somebody threatens, or a life is in danger: what a person must see before anything else in the post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from drafter.english.lists import lists
from drafter.inbox.model import ParsedMessage


class DangerKind(StrEnum):
    """What a message tells of, in the words in which people are told."""

    THREAT = "a threat"
    LIFE = "a danger to life"
    ABUSE = "abuse or violence"


class Danger(NamedTuple):
    """A sign of danger, and the words that show it."""

    kind: DangerKind
    words: str


_MOST: Final = 4  # signs of a message that are told
_AROUND: Final = 60  # letters that are told
_LONG: Final = 2_000  # letters; a longer sentence is looked at in parts


_WORDS: Final = lists("danger")


class _Sign(NamedTuple):
    """What tells of a danger, and the words beside which it is meant otherwise: "we will bury you at the polls"."""

    kind: DangerKind
    found: re.Pattern[str]
    but: re.Pattern[str]


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})")


def _words(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


@cache  # late: a command that reads no post need not build them
def _signs() -> tuple[_Sign, ...]:
    polls, politics = _WORDS.either("at the polls"), _WORDS.either("of politics")
    road, government = _WORDS.either("of the road"), _WORDS.either("of government")
    return (
        _Sign(DangerKind.THREAT, _any(_WORDS.either("threats")), _words(polls)),
        _Sign(DangerKind.THREAT, _any(_WORDS.either("perhaps threats")), _words(politics)),
        _Sign(DangerKind.LIFE, _any(_WORDS.either("lives")), _words(_WORDS.either("of the law on dying"))),
        _Sign(DangerKind.ABUSE, _any(_WORDS.either("abuse")), _words(road, government)),
    )


_SENTENCE: Final = re.compile(rf"[^.?!;\n]{{1,{_LONG}}}")
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})


def dangers(texts: Iterable[str]) -> tuple[Danger, ...]:
    """The signs of danger in some texts, each kind and each passage once; at most four."""
    found = dict.fromkeys(one for text in texts for line in text.split("\n") for one in _in_line(line))
    return tuple(found)[:_MOST]


def dangers_of(read: ParsedMessage) -> tuple[Danger, ...]:
    """The signs of danger in a whole message: its subject line, its text, what stands below the name, and what was
    forwarded, since people pass on the threats that they get.
    """
    return dangers((read.subject, *read.paragraphs, *read.writer.rest, " ".join(read.parts.forwarded)))


def told(some: Iterable[Danger]) -> str:
    """Signs for people to read: "a threat: 'waiting for you'; abuse or violence: 'he hits me'"."""
    return "; ".join(f"{one.kind}: \u201c{one.words}\u201d" for one in some)


@lru_cache(maxsize=4_000)  # thousands of messages in a campaign have the same lines
def _in_line(line: str) -> tuple[Danger, ...]:
    plain = " ".join(line.translate(_STRAIGHT).split())
    small = plain.lower()
    if len(small) != len(plain):  # a letter whose small form is two
        plain = small
    return tuple(
        one for match in _SENTENCE.finditer(small) for one in _in_sentence(match[0], plain[slice(*match.span())])
    )


def _in_sentence(small: str, plain: str) -> Iterator[Danger]:
    told_of: set[DangerKind] = set()
    for sign in _signs():
        match = None if sign.kind in told_of else sign.found.search(small)
        if match is not None and not sign.but.search(small):
            told_of.add(sign.kind)
            end = small.find(" ", max(match.end(), match.start() + _AROUND))
            yield Danger(sign.kind, plain[match.start() : end if end > 0 else len(plain)].strip())
