"""Subjects of somebody's own: topics with a title, a question and ten examples each, and no phrase; and what is recognised
of them in labelled messages.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml
from labelled import FOLDER, Count, answered

from drafter.facts.model import Concern, FactBase, Subject, Topic
from drafter.inbox.topics import Recogniser
from drafter.problems import Where

SUBJECTS = ("gardens", "buses")


@cache
def own(name: str) -> dict[str, Any]:
    return yaml.load((FOLDER / f"own-{name}.yaml").read_text("utf-8"), yaml.CSafeLoader)


@cache
def base_of(name: str) -> FactBase:
    topics = {}
    for one in own(name)["topics"]:
        asked = tuple(Concern(f"q{at}", text) for at, text in enumerate(one["questions"]))
        topics[one["id"]] = Topic(
            one["id"], name, one["title"], one["title"], one["title"], Where("here"),
            examples=tuple(one["examples"]), questions=asked,
        )  # fmt: skip
    return FactBase({}, {name: Subject(name, own(name)["subject"], ())}, topics, {}, {})


@cache
def told(name: str) -> tuple[Count, int, int]:
    """The topics found, how many messages are exact, and how many about another matter are answered."""
    recogniser, count, exact, strange = Recogniser.of(base_of(name)), Count(), 0, 0
    for message in own(name)["messages"]:
        want, got = frozenset(message["topics"]), answered(recogniser.recognise("", message["text"]))
        count.right += len(want & got)
        count.wrong += len(got - want)
        count.missed += len(want - got)
        exact += want == got
        strange += bool(got and not want)
    return count, exact, strange
