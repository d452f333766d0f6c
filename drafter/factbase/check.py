"""What is wrong with facts that are well formed: rules over the whole base."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.factbase.model import FactBase, FactKind
from drafter.problems import Problem

_CAPITALS = re.compile(r"\b([A-Z]{2,})s?\b")
_QUOTED = re.compile(r'"[^"]*"')


def check_facts(base: FactBase) -> Iterator[Problem]:
    """The problems of facts and topics."""
    for fact in base.facts.values():
        known = {a.short for a in base.subjects[fact.subject].abbreviations}
        found = {m[1] for text in fact.texts for m in _CAPITALS.finditer(_QUOTED.sub("", text))}
        for short in sorted(found - known):
            message = f"'{short}' is an abbreviation that words.yaml does not spell out"
            yield Problem(fact.where, "unknown-abbreviation", message, "add it there, or write it out")
        if fact.kind is not FactKind.CLAIM and fact.review_by is None:
            message = f"a {fact.kind} ages: 'review_by' must say when a person looks again"
            yield Problem(fact.where, "no-review-date", message)
    for topic in base.topics.values():
        if not any(topic.id in fact.topics for fact in base.facts.values()):
            yield Problem(topic.where, "empty-topic", f"no fact is about '{topic.id}'")
