"""What people write of a topic, learned from its examples: which words they have that other topics' have not.

A sentence of a message is weighed word by word. A word that many examples of one topic have, and few of the others,
speaks for that topic; a word that any letter may hold speaks for none.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from drafter.factbase.model import FactBase, Topic
from drafter.mail.cues import Hit
from drafter.mail.everyday import COMMON, EVERYDAY
from drafter.mail.families import FAMILIES
from drafter.mail.tokens import Token, tokens

_OTHER: Final = 20  # sentences about other matters that each subject's are held against, though nobody wrote them
_SELDOM, _OFTEN = 0.01, 0.06  # of them that hold any one word, and any one of those that are common
_SPEAKS: Final = 1.0  # from which on a word speaks for a topic
_HINT, _SURE = 6.0, 9.0
_PART, _MOSTLY = 0.45, 0.7  # of an example, for a topic that has cues: what it is like must be like one of them
_HINT_ALONE, _SURE_ALONE = 2.6, 4.0  # for a topic that has no cue
_ENDINGS: Final = (
    "ations", "ation", "ings", "ing", "ions", "ion", "ures", "ure", "ments", "ment", "edly", "ed", "ers", "er", "ies",
    "es", "ly", "s", "e", "y",
)  # fmt: skip
_SHORTEST: Final = 3  # letters of what is left without an ending
_MOST: Final = 60  # words of a sentence that are weighed


class Like(NamedTuple):
    """That a sentence is like what people write of a topic: how much, by which words, and its nearest example."""

    weight: float
    sure: bool
    words: tuple[Hit, ...]
    example: str


@dataclass(frozen=True)
class _Profile:
    """What a topic is known by: how much each stem speaks for it, and its examples with their stems."""

    weights: Mapping[str, float]
    examples: tuple[tuple[str, frozenset[str]], ...]
    alone: bool  # whether nothing else tells of the topic

    def sure(self, weight: float, part: float) -> bool:
        """Whether a sentence raises the topic that weighs so much, and says so much of its nearest example."""
        return weight >= _SURE_ALONE if self.alone else weight >= _SURE and part >= _MOSTLY


@dataclass(frozen=True)
class Examples:
    """What all topics are known by, and the words that any of them has."""

    all: tuple[str, ...]
    topics: Mapping[str, _Profile]
    by_stem: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, base: FactBase, names: Callable[[list[Token]], Container[int]]) -> Examples:
        """The profiles of every topic that has examples; of each, held against the others of its subject. ``names``
        says which words of a text are a subject's name: they tell no topic of it from another.
        """
        topics: dict[str, _Profile] = {}
        for subject in base.subjects.values():
            topics.update(_profiles([one for one in base.topics.values() if one.subject == subject.id], names))
        by_stem: dict[str, list[str]] = {}
        for topic, profile in topics.items():
            for word in profile.weights:
                by_stem.setdefault(word, []).append(topic)
        told = tuple(text for topic in base.topics.values() for text in _texts(topic))
        return cls(told, topics, {word: tuple(some) for word, some in by_stem.items()})

    def like(self, words: list[Token], start: int, end: int, skipped: Container[int]) -> dict[str, Like]:
        """The topics that the words from ``start`` to ``end`` are like, but for those that are ``skipped``."""
        found: dict[str, dict[str, int]] = {}
        for at in range(start, min(end, start + _MOST)):
            said = words[at].word
            if at in skipped or said in _IDLE or not said.isalpha():
                continue
            known = stem(said)
            for topic in self.by_stem.get(known, ()):
                found.setdefault(topic, {}).setdefault(known, at)
        told: dict[str, Like] = {}
        for topic, places in found.items():
            profile = self.topics[topic]
            weight = sum(profile.weights[known] for known in places)
            if weight < (_HINT_ALONE if profile.alone else _HINT):
                continue
            example, part = _nearest(profile, places)
            if not profile.alone and part < _PART:
                continue
            hits = tuple(Hit(-1, at, at + 1) for at in sorted(places.values()))
            told[topic] = Like(weight, profile.sure(weight, part), hits, example)
        return told


def _texts(topic: Topic) -> tuple[str, ...]:
    """All that is written of a topic in the words of those who ask."""
    concerns = tuple(one.text for one in (*topic.questions, *topic.fears))
    return (*topic.examples, *concerns, topic.title)


def _profiles(topics: list[Topic], names: Callable[[list[Token]], Container[int]]) -> dict[str, _Profile]:
    """How much each stem speaks for a topic: the logarithm of how much oftener its texts have it than all others."""
    said = {topic.id: [_stems(text, names) for text in _texts(topic)] for topic in topics if topic.examples}
    by_topic = {id_: Counter(word for stems in some for word in stems) for id_, some in said.items()}
    everywhere = Counter[str]()
    for counted in by_topic.values():
        everywhere.update(counted)
    size = sum(map(len, said.values()))
    made = {}
    for topic in topics:
        if topic.id not in said:
            continue
        mine, texts = by_topic[topic.id], len(said[topic.id])
        weights = {}
        for word, count in mine.items():
            inside = count / (texts + 1)
            usual = _OFTEN if word in _COMMON else _SELDOM
            outside = (everywhere[word] - count + usual * _OTHER) / (size - texts + _OTHER)
            weight = math.log(inside / outside)
            if weight >= _SPEAKS:
                weights[word] = weight
        examples = tuple((text, _stems(text, names)) for text in topic.examples)
        made[topic.id] = _Profile(weights, examples, not (topic.phrases or topic.words))
    return made


def _nearest(profile: _Profile, stems: Iterable[str]) -> tuple[str, float]:
    """The example that has most in common with these stems, by their weight, and how much of it that is; of several the
    first.
    """
    shared = set(stems)

    def part(example: tuple[str, frozenset[str]]) -> float:
        return _weight(profile, example[1] & shared) / max(1.0, _weight(profile, example[1]))

    best = max(profile.examples, key=part)
    return best[0], part(best)


def _weight(profile: _Profile, stems: Iterable[str]) -> float:
    return sum(profile.weights.get(word, 0.0) for word in stems)


def _stems(text: str, names: Callable[[list[Token]], Container[int]]) -> frozenset[str]:
    words = tokens(text)
    named = names(words)
    told = (one.word for at, one in enumerate(words) if at not in named)
    return frozenset(stem(word) for word in told if word.isalpha() and word not in _IDLE)


_FAMILY: Final = {word: family.split()[0] for family in FAMILIES.split(".") for word in family.split()}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that "closed", "closing" and "closures" are one. What is left need be no word."""
    word = word.removesuffix("'s")
    if word in _FAMILY:
        return _FAMILY[word]
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
                word = word.removesuffix(ending)
                break
    return word[:-1] if len(word) > _SHORTEST and word[-1] == word[-2] else word


_COMMON: Final = frozenset(map(stem, COMMON))
_IDLE: Final = EVERYDAY - _FAMILY.keys()
