"""What the cells of a list may call topics, questions, fears and actions, and which id each name is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from drafter.factbase.model import Concern, FactBase
from drafter.letter.concerns import fears, questions


class Called(NamedTuple):
    """Ids by name, folded; a name that two things have is of neither."""

    topics: Mapping[str, str]
    asks: Mapping[str, str]
    fears: Mapping[str, str]
    wants: Mapping[str, str]


def called(base: FactBase) -> Called:
    """The names of all that letters answer: ids, titles and headings, the words in which it is asked or feared."""
    topics = ((text, one.id) for one in base.topics.values() for text in (one.title, one.heading, one.id))
    actions = ((text, one.id) for one in base.actions.values() for text in (one.ask, one.id))
    return Called(dict(_folded(topics)), _concerns(questions(base)), _concerns(fears(base)), dict(_folded(actions)))


def fold(name: str) -> str:
    """A name as it is looked up."""
    return " ".join(name.casefold().split())


def _folded(pairs: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return ((fold(name), id_) for name, id_ in pairs)


def _concerns(known: Mapping[str, Concern]) -> dict[str, str]:
    """By "topic.id", and by the id or the words alone where only one has them."""
    short = [fold(name) for id_, one in known.items() for name in (one.id, one.text)]
    found = {
        fold(name): id_ for id_, one in known.items() for name in (one.id, one.text) if short.count(fold(name)) < 2
    }
    return {**found, **{fold(id_): id_ for id_ in known}}
