"""Facts and topics that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.letter.prose import strings_of
from drafter.problems import Problem
from drafter.rules.looked import Looked


def unused_fact(looked: Looked) -> Iterator[Problem]:
    """A fact that no template says, neither by its id nor through its series."""
    named = set(strings_of(looked.templates))
    for fact in looked.base.facts.values():
        told = fact.id in named or (fact.series and fact.series in named)
        if not told and fact.withdrawn is None and not fact.superseded_by:
            message = f"no template says '{fact.id}'"
            yield Problem(fact.where, "unused-fact", message, "let a template say it, or withdraw it")


def empty_topic(looked: Looked) -> Iterator[Problem]:
    """A topic that no fact is about."""
    for topic in looked.base.topics.values():
        if not any(topic.id in fact.topics for fact in looked.base.facts.values()):
            yield Problem(topic.where, "empty-topic", f"no fact is about '{topic.id}'")
