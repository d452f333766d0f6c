"""What a request names beside its topics, looked up: questions and fears ("privatisation.run"), and actions."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.factbase.model import Concern, FactBase, Topic
from drafter.letter.request import LetterRequest


def questions(base: FactBase) -> dict[str, Concern]:
    """What people ask, by topic and id ("privatisation.run"), in the order of the files."""
    return _named((topic, one) for topic in base.topics.values() for one in topic.questions)


def fears(base: FactBase) -> dict[str, Concern]:
    """What people fear, by topic and id ("privatisation.back-door"), in the order of the files."""
    return _named((topic, one) for topic in base.topics.values() for one in topic.fears)


def topics_of(asked: Iterable[str], feared: Iterable[str], topics: Iterable[str]) -> tuple[str, ...]:
    """The topics of a letter in their order: those of what is asked, of what is feared, and those named themselves."""
    return tuple(dict.fromkeys((*(name.partition(".")[0] for name in (*asked, *feared)), *topics)))


def topics_named(asked: Iterable[str], feared: Iterable[str], topics: Iterable[str], base: FactBase) -> tuple[str, ...]:
    """As ``topics_of``, for what was typed: what there is not names no topic."""
    known = {**questions(base), **fears(base)}
    return topics_of(filter(known.__contains__, asked), filter(known.__contains__, feared), topics)


def subjects_of(request: LetterRequest, base: FactBase) -> tuple[str, ...]:
    """The subjects of all that a request names, once each; of what there is not none."""
    topics = topics_named(request.asks, request.fears, request.topics, base)
    named = [base.topics[id_].subject for id_ in topics if id_ in base.topics]
    named += [base.actions[id_].subject for id_ in request.wants if id_ in base.actions]
    return tuple(dict.fromkeys(named))


def _named(pairs: Iterable[tuple[Topic, Concern]]) -> dict[str, Concern]:
    return {f"{topic.id}.{concern.id}": concern for topic, concern in pairs}
