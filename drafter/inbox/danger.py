"""Whether somebody threatens, or a life is in danger: what a person must see before anything else in the post.

Signs say it in so many words. Hints say it only beside each other; one by itself is shown, and not sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from drafter.english.lists import lists
from drafter.frozen import NamedTuple
from drafter.inbox.model import ParsedMessage


class DangerKind(StrEnum):
    """What a message tells of, in the words in which people are told."""

    THREAT = "a threat"
    LIFE = "a danger to life"
    ABUSE = "abuse or violence"


class Danger(NamedTuple):
    """A sign of danger, and the words that show it. Where it is not ``sure``, somebody perhaps hints at one."""

    kind: DangerKind
    words: str
    sure: bool = True


_MOST: Final = 4  # signs of a message that are told
_TOLD: Final = 3  # hints that are told
_AROUND: Final = 60  # letters that are told
_LONG: Final = 2_000  # letters; a longer sentence is looked at in parts


_WORDS: Final = lists("danger")


class _Hint(NamedTuple):
    """What only hints at a danger: two of one kind in a message tell of one. What is ``faint`` says nothing alone."""

    kind: DangerKind
    found: re.Pattern[str]
    faint: bool = False


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


@cache
def _hints() -> tuple[_Hint, ...]:
    return (
        _Hint(DangerKind.THREAT, _any(_WORDS.either("hints of a threat"))),
        _Hint(DangerKind.LIFE, _any(_WORDS.either("hints of danger to life"))),
        _Hint(DangerKind.ABUSE, _any(_WORDS.either("hints of abuse"))),
        _Hint(DangerKind.THREAT, _any(_WORDS.either("faint hints of a threat")), faint=True),
        _Hint(DangerKind.LIFE, _any(_WORDS.either("faint hints of danger to life")), faint=True),
        _Hint(DangerKind.ABUSE, _any(_WORDS.either("faint hints of abuse")), faint=True),
    )


_HE: Final = re.compile(r"\b(?:he|she|him)(?:['\u2019](?:s|ll|d))?\b", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]{2,}")
_NOBODY: Final = lists("personal").words("nobody")  # words with a capital that name nobody close to the writer
_SENTENCE: Final = re.compile(rf"[^.?!;\n]{{1,{_LONG}}}")
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})


def dangers(texts: Iterable[str]) -> tuple[Danger, ...]:
    """The signs of danger in some texts, each kind and each passage once; at most four.

    Hints count where there are two of one kind, and are told together.
    """
    return tuple(one for one in dangers_and_hints(texts) if one.sure)


def dangers_and_hints(texts: Iterable[str]) -> tuple[Danger, ...]:
    """The same, and with it what may be a hint: one that stands alone, and is not sure."""
    lines = [line for text in texts for line in text.split("\n")]
    found = dict.fromkeys(one for line in lines for one in _in_line(line))
    kinds = {one.kind for one in found}
    hints = [*(one for line in lines for one in _hints_in(line)), *_unnamed("\n".join(lines))]
    hints = [one for one in hints if one.kind not in kinds]
    for kind in DangerKind:
        words = {one.words.casefold(): one.words for one in hints if one.kind is kind}
        if any(one.kind is kind and one.sure for one in hints):
            found[Danger(kind, " \u2026 ".join([*words.values()][:_TOLD]), len(words) > 1)] = None
    return tuple(found)[:_MOST]


def _unnamed(text: str) -> Iterator[Danger]:
    """A hint of abuse: "he" or "she" of whom nothing was said before. So writes who dares to name nobody."""
    meant = _HE.search(text)
    if meant is None:
        return
    before = text[: meant.start()]
    named = any(name[0].lower() not in _NOBODY for name in _NAMED.finditer(before))
    if not named and not _meant().search(before.lower()):
        said, _, _ = text[meant.start() : meant.start() + _AROUND].partition("\n")
        yield Danger(DangerKind.ABUSE, said.rpartition(" ")[0] or said)


@cache
def _meant() -> re.Pattern[str]:
    return _words(_WORDS.either("somebody meant"))


def dangers_of(read: ParsedMessage) -> tuple[Danger, ...]:
    """The signs and hints of danger in a whole message: its subject line, its text, what stands below the name, and
    what was forwarded, since people pass on the threats that they get.
    """
    return dangers_and_hints((read.subject, *read.paragraphs, *read.writer.rest, " ".join(read.parts.forwarded)))


def sure_ones(some: Iterable[Danger]) -> tuple[Danger, ...]:
    """Those signs that tell of a danger for sure."""
    return tuple(one for one in some if one.sure)


def told(some: Iterable[Danger]) -> str:
    """Signs for people to read: "a threat: 'waiting for you'; abuse or violence: 'he hits me'"."""
    return "; ".join(f"{'' if one.sure else 'perhaps '}{one.kind}: \u201c{one.words}\u201d" for one in some)


@lru_cache(maxsize=4_000)  # thousands of messages in a campaign have the same lines
def _in_line(line: str) -> tuple[Danger, ...]:
    return tuple(one for small, plain in _sentences(line) for one in _in_sentence(small, plain))


@lru_cache(maxsize=4_000)
def _hints_in(line: str) -> tuple[Danger, ...]:
    """What hints at a danger in a line; what is faint is not sure. The same words count once."""
    found: list[Danger] = []
    for small, plain in _sentences(line):
        taken: dict[DangerKind, list[range]] = {kind: [] for kind in DangerKind}
        for hint in _hints():  # those that are faint come last
            for match in hint.found.finditer(small):
                place = range(*match.span())
                if not any(place.start < other.stop and other.start < place.stop for other in taken[hint.kind]):
                    taken[hint.kind].append(place)
                    found.append(Danger(hint.kind, plain[place.start : place.stop].strip(), not hint.faint))
    return tuple(found)


def _sentences(line: str) -> Iterator[tuple[str, str]]:
    """The sentences of a line, in small letters and as they stand there."""
    plain = " ".join(line.translate(_STRAIGHT).split())
    small = plain.lower()
    if len(small) != len(plain):  # a letter whose small form is two
        plain = small
    for match in _SENTENCE.finditer(small):
        yield match[0], plain[slice(*match.span())]


def _in_sentence(small: str, plain: str) -> Iterator[Danger]:
    told_of: set[DangerKind] = set()
    for sign in _signs():
        match = None if sign.kind in told_of else sign.found.search(small)
        if match is not None and not sign.but.search(small):
            told_of.add(sign.kind)
            end = small.find(" ", max(match.end(), match.start() + _AROUND))
            yield Danger(sign.kind, plain[match.start() : end if end > 0 else len(plain)].strip())
