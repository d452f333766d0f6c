"""Facts in time: what ages, what replaces what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from drafter.factbase.model import Fact, FactKind
from drafter.problems import Problem, nearest
from drafter.rules.looked import Looked


def no_review_date(looked: Looked) -> Iterator[Problem]:
    """A status, plan or forecast without a day on which a person looks again.

    What was planned happens or does not, and what was the case changes; after 'review_by' whoever drafts is warned.
    """
    for fact in looked.base.facts.values():
        if fact.kind is not FactKind.CLAIM and fact.review_by is None:
            message = f"'{fact.id}' is a {fact.kind}, which ages: 'review_by' must say when a person looks again"
            yield Problem(fact.where, "no-review-date", message)


def series_overlap(looked: Looked) -> Iterator[Problem]:
    """Two facts of one series that would both hold on one day.

    In a series each fact takes the place of the one before; an 'until' on or after the next 'from' contradicts that.
    """
    series: dict[str, list[Fact]] = defaultdict(list)
    for fact in looked.base.facts.values():
        if fact.series and fact.withdrawn is None:
            series[fact.series].append(fact)
    for name, facts in series.items():
        for earlier, later in pairwise(sorted(facts, key=lambda fact: fact.start)):
            if earlier.until is not None and earlier.until >= later.start:
                message = (
                    f"'{earlier.id}' holds until {earlier.until}, but '{later.id}' of series '{name}' begins before"
                )
                hint = f"let it end before {later.start}"
                yield Problem(looked.places.of(earlier, "until"), "series-overlap", message, hint)


def bad_supersession(looked: Looked) -> Iterator[Problem]:
    """'superseded_by' that points nowhere, to itself, in a circle, or to a fact that does not begin later."""
    facts = looked.base.facts
    for fact in facts.values():
        if not fact.superseded_by:
            continue
        where = looked.places.of(fact, "superseded_by")
        successor = facts.get(fact.superseded_by)
        if successor is None:
            message = f"'{fact.id}' is superseded by '{fact.superseded_by}', which is no fact"
            yield Problem(where, "bad-supersession", message, nearest(fact.superseded_by, facts))
        elif _circle(fact, looked):
            yield Problem(where, "bad-supersession", f"the supersession of '{fact.id}' goes round in a circle")
        elif successor.start <= fact.start:
            message = f"'{successor.id}' does not begin later than '{fact.id}', which it supersedes"
            yield Problem(where, "bad-supersession", message)


def _circle(fact: Fact, looked: Looked) -> bool:
    seen = {fact.id}
    step: Fact | None = fact
    while step is not None and step.superseded_by:
        if step.superseded_by in seen:
            return True
        seen.add(step.superseded_by)
        step = looked.base.facts.get(step.superseded_by)
    return False
