"""Sentences as people write them, given by staff for each topic, and those of a message that are much like one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from drafter.factbase.model import FactBase
from drafter.mail.tokens import Token, tokens

_LIKE: Final = 0.55  # of an example's rarer words that a sentence must share
_COMMON: Final = frozenset(
    """a an and are as at be been but by can could did do does for from had has have how i if in is it its may me my no
    not of on or our out shall should so some than that the their them then there these they this those to too up us
    was we were what when where which who will with would you your""".split()
)


class Example(NamedTuple):
    """A sentence, the topic that it raises, and its rarer words."""

    topic: str
    text: str
    words: frozenset[str]


@dataclass(frozen=True)
class Examples:
    """All examples; a word that few of them have weighs most."""

    all: tuple[Example, ...]
    weights: Mapping[str, float]

    @classmethod
    def of(cls, base: FactBase) -> Examples:
        """The examples of every topic."""
        named = {
            subject.id: {word.word for text in subject.recognised_by.get("phrases", ()) for word in tokens(text)}
            for subject in base.subjects.values()
        }
        # What a topic that is no concern of its own is much like holds more than the subject's name.
        examples = tuple(
            Example(topic.id, text, _rarer(tokens(text)) - (named[topic.subject] if topic.alone else set()))
            for topic in base.topics.values()
            for text in topic.examples
        )
        counts = Counter(word for example in examples for word in example.words)
        return cls(examples, {word: 1 + math.log(len(examples) / count) for word, count in counts.items()})

    def like(self, words: list[Token]) -> dict[str, tuple[str, ...]]:
        """The examples that a sentence of a text is much like, by their topic."""
        found: dict[str, tuple[str, ...]] = {}
        for sentence in _sentences(words):
            if len(sentence & self.weights.keys()) < 2:
                continue
            for example in self.all:
                shared = sentence & example.words
                if len(shared) >= 2:
                    weight = sum(self.weights[word] for word in shared)
                    if weight >= _LIKE * sum(self.weights[word] for word in example.words):
                        found.setdefault(example.topic, (example.text,))
        return found


def _rarer(words: Iterable[Token]) -> frozenset[str]:
    return frozenset(word.word for word in words if word.word.isalpha() and word.word not in _COMMON)


def _sentences(words: list[Token]) -> Iterator[frozenset[str]]:
    start = 0
    for at, token in enumerate(words):
        if token.word == "\n":
            if at - start > 2:
                yield _rarer(words[start:at])
            start = at + 1
    if len(words) - start > 2:
        yield _rarer(words[start:])
