"""Examples: what people write of a topic, learned from the topic's examples, and the everyday words that tell
nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeVar

from drafter.english.lists import lists
from drafter.facts.model import FactBase, Topic
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.cues import STOP, CueHit, MessageToken, tokens

# Everyday words: any letter may hold them, so they tell little or nothing of its topics.

_WORDS: Final = lists("everyday")
# Words that hold a sentence together or stand in every letter.
EVERYDAY: Final = _WORDS.words("everyday")
# Words with a meaning that still stand in many letters: they tell a little.
COMMON: Final = _WORDS.words("common")

# Weighing: a sentence of a message is weighed word by word.
#
# A word that many examples of one topic have, and few of the others, speaks for that topic. A word that any letter may
# hold speaks for none.

_OTHER: Final = 20  # imagined sentences on other matters against which each subject's examples are weighed
_SELDOM, _OFTEN = 0.01, 0.06  # the share of these sentences that hold any one word, and any one common word
_SPEAKS: Final = 1.0  # weight from which a word speaks for a topic
_TELLING: Final = 2.0  # weight from which a word is shown as evidence, if any word reaches it
_HINT, _SURE = 6.0, 9.0
_PART, _MOSTLY = 0.45, 0.7  # share of an example that a sentence must match, for a topic that has cues
MANY: Final = 12  # examples; with so many, a sentence is also compared with all of them together
_SAME: Final = 0.7  # share of an example's word pairs from which a sentence says the same
_SHORT: Final = 3  # word pairs that an example needs to be compared in that way
_HINT_ALONE, _SURE_ALONE = 2.6, 4.0  # for a topic that has no cue
_ENDINGS: Final = (
    "ations", "ation", "ings", "ing", "ions", "ion", "ures", "ure", "ments", "ment", "edly", "ed", "ers", "er", "ies",
    "es", "ly", "s", "e", "y",
)  # fmt: skip
_SHORTEST: Final = 3  # letters that must remain when an ending is removed
_MOST: Final = 60  # words of a sentence that are weighed
_SENTENCES: Final = 20_000  # sentences that are cached


_Key = TypeVar("_Key")
_One = TypeVar("_One")
_Side = tuple[str, str]  # two words side by side
_Spans = tuple[tuple[int, int], ...]  # first and last place of runs of words


class Likeness(NamedTuple):
    """How like the examples of a topic a sentence is, by which words, and the nearest example. The example is empty
    where the sentence only shares words with several of them.
    """

    weight: float
    sure: bool
    words: tuple[CueHit, ...]
    example: str


@dataclass(frozen=True)
class _Profile:
    """The profile of a topic: how much each stem speaks for it, and its examples with their stems."""

    weights: Mapping[str, float]
    examples: tuple[str, ...]
    sizes: tuple[float, ...]  # the total weight of each example
    having: Mapping[str, tuple[int, ...]]  # which examples have a stem
    alone: bool  # whether the topic is known by its examples only

    def sure(self, weight: float, part: float) -> bool:
        """Whether a sentence surely raises the topic, given its weight and the share of the nearest example that it
        says.
        """
        if self.alone:
            return weight >= _SURE_ALONE
        return len(self.examples) < MANY and weight >= _SURE and part >= _MOSTLY

    def nearest(self, stems: Iterable[str]) -> tuple[str, float]:
        """The example that has most in common with these stems, by weight, and the share of it. Of equal ones the
        first.
        """
        shared: dict[int, float] = {}
        for one in stems:
            for at in self.having.get(one, ()):
                shared[at] = shared.get(at, 0.0) + self.weights[one]
        if not shared:
            return self.examples[0], 0.0
        part, at = max((weight / max(1.0, self.sizes[at]), -at) for at, weight in shared.items())
        return self.examples[-at], part


class _Found(NamedTuple):
    """Like ``Likeness``, with the places of its words in their sentence."""

    weight: float
    sure: bool
    places: _Spans
    example: str


_NOTHING: Final = _Found(0.0, sure=False, places=(), example="")


class _Sides(NamedTuple):
    """An example as its pairs of neighbouring words, and its words that are not everyday ones."""

    topic: str
    example: str
    all: frozenset[_Side]
    rare: frozenset[str]

    @classmethod
    def of(cls, topic: str, example: str) -> _Sides:
        words = [one.word for one in tokens(example) if one.word != STOP]
        rare = [word for word in words if word not in EVERYDAY and word not in COMMON] or [
            max(words, key=len, default="")
        ]
        return cls(topic, example, frozenset(pairwise(words)), frozenset(rare))


@dataclass(frozen=True)
class Examples:
    """The profiles of all topics, and all words that occur in them."""

    all: tuple[str, ...]
    topics: Mapping[str, _Profile]
    by_stem: Mapping[str, tuple[str, ...]]
    by_rarest: Mapping[str, tuple[_Sides, ...]]  # the examples, by a rare word of each
    _remembered: dict[tuple[tuple[str, ...], tuple[int, ...]], dict[str, _Found]] = field(default_factory=dict)

    @classmethod
    def of(cls, base: FactBase, names: Callable[[list[MessageToken]], Container[int]]) -> Examples:
        """Build the profile of every topic that has examples. Each is weighed against the others of its subject.
        ``names`` says which words of a text are a subject's name: these do not tell its topics apart.
        """
        topics: dict[str, _Profile] = {}
        for subject in base.subjects.values():
            topics.update(_profiles([one for one in base.topics.values() if one.subject == subject.id], names))
        by_stem: dict[str, list[str]] = {}
        for topic, profile in topics.items():
            for word in profile.weights:
                by_stem.setdefault(word, []).append(topic)
        told = tuple(text for topic in base.topics.values() for text in _texts(topic))
        by_rarest: dict[str, list[_Sides]] = {}
        for one in base.topics.values():
            for text in one.examples:
                sides = _Sides.of(one.id, text)
                if len(sides.all) >= _SHORT:
                    by_rarest.setdefault(max(sorted(sides.rare), key=len), []).append(sides)
        return cls(told, topics, _as_tuples(by_stem), _as_tuples(by_rarest))

    def __getstate__(self) -> dict[str, Any]:
        """The state for another process, without the caches."""
        return {**self.__dict__, "_remembered": {}}

    def like(self, words: list[MessageToken], start: int, end: int, skipped: Container[int]) -> dict[str, Likeness]:
        """How like each topic the words from ``start`` to ``end`` are, without those that are ``skipped``.

        Thousands of messages have sentences in common, so each sentence is weighed once.
        """
        end = min(end, start + _MOST)
        said = tuple(words[at].word for at in range(start, end))
        idle = tuple(at - start for at in range(start, end) if at in skipped)
        found = self._remembered.get((said, idle))
        if found is None:
            if len(self._remembered) >= _SENTENCES:
                self._remembered.clear()  # keeps memory from growing with the messages; common sentences are soon back
            found = self._remembered[said, idle] = self._weighed(said, frozenset(idle))
        return {
            topic: Likeness(
                one.weight, one.sure, tuple(CueHit(-1, start + at, start + to) for at, to in one.places), one.example
            )
            for topic, one in found.items()
        }

    def _weighed(self, said: Sequence[str], idle: Container[int]) -> dict[str, _Found]:
        """The topics that a sentence is like. Not every word of it is weighed."""
        places: dict[str, dict[str, int]] = {}
        for at, word in enumerate(said):
            if at in idle or word in _IDLE or not word.isalpha():
                continue
            known = stem(word)
            for topic in self.by_stem.get(known, ()):
                places.setdefault(topic, {}).setdefault(known, at)
        told = {topic: _found(self.topics[topic], some) for topic, some in places.items()}
        told = {topic: one for topic, one in told.items() if one.weight}
        for sides, reached in self._same(said):
            before = told.get(sides.topic, _NOTHING)
            if not (before.sure or all(at in idle for span in reached for at in range(*span))):
                told[sides.topic] = _Found(before.weight, sure=True, places=reached, example=sides.example)
        return told

    def _same(self, said: Sequence[str]) -> Iterator[tuple[_Sides, _Spans]]:
        """The examples that a sentence says in nearly the same words, and where it says them."""
        words = dict.fromkeys(said)
        likely = [one for word in words for one in self.by_rarest.get(word, ()) if one.rare <= words.keys()]
        if not likely:
            return  # most sentences end here
        places: dict[_Side, int] = {}
        for at, side in enumerate(pairwise(said)):
            places.setdefault(side, at)
        for one in likely:
            shared = one.all & places.keys()
            if len(shared) >= _SAME * len(one.all) and one.rare.issubset(word for side in shared for word in side):
                yield one, tuple(sorted((places[side], places[side] + 2) for side in shared))


def _found(profile: _Profile, places: Mapping[str, int]) -> _Found:
    """How like a topic a sentence is that has these stems at these places."""
    weight = sum(profile.weights[known] for known in places)
    if profile.alone and weight < _HINT_ALONE:
        return _NOTHING
    example, part = profile.nearest(places) if profile.alone or weight >= _HINT else ("", 0.0)
    near = example if profile.alone or part >= _PART else ""
    telling = [at for known, at in places.items() if profile.weights[known] >= _TELLING] or [*places.values()]
    return _Found(weight, profile.sure(weight, part), tuple((at, at + 1) for at in sorted(telling)), near)


def _as_tuples(some: Mapping[_Key, list[_One]]) -> dict[_Key, tuple[_One, ...]]:
    return {key: tuple(ones) for key, ones in some.items()}


def _texts(topic: Topic) -> tuple[str, ...]:
    """All examples of a topic."""
    concerns = tuple(one.text for one in (*topic.questions, *topic.fears))
    return (*topic.examples, *concerns, topic.title)


def _profiles(topics: list[Topic], names: Callable[[list[MessageToken]], Container[int]]) -> dict[str, _Profile]:
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
        stems = [_stems(text, names) for text in topic.examples]
        having: dict[str, list[int]] = {}
        for at, some in enumerate(stems):
            for word in some:
                if word in weights:
                    having.setdefault(word, []).append(at)
        made[topic.id] = _Profile(
            weights,
            topic.examples,
            tuple(sum(weights.get(word, 0.0) for word in some) for some in stems),
            {word: tuple(some) for word, some in having.items()},
            not (topic.phrases or topic.words),
        )
    return made


def _stems(text: str, names: Callable[[list[MessageToken]], Container[int]]) -> frozenset[str]:
    words = tokens(text)
    named = names(words)
    told = (one.word for at, one in enumerate(words) if at not in named)
    return frozenset(stem(word) for word in told if word.isalpha() and word not in _IDLE)


_FAMILY: Final = {word: family.split()[0] for family in _WORDS.phrases("families") for word in family.split()}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, so that "closed", "closing" and "closures" are one. The stem need not be a word."""
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
