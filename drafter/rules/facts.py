"""Rules for facts in time, in their documents and in use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from drafter.facts.claims import plain
from drafter.facts.model import Fact, FactKind, bare
from drafter.facts.timeline import in_series, successors
from drafter.letter.analysis import strings_of, tells_the_rest
from drafter.problems import Problem, nearest
from drafter.rules.looked import Looked
from drafter.sources.quotations import check_lock, verify

_FIGURE: Final = re.compile(r"\d[\d,.]*")

# Time: facts that age, and facts that replace others.


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
    for name, facts in in_series(looked.base.facts.values()).items():
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
        elif len(ids := [one.id for one in (fact, *successors(fact, facts))]) > len(set(ids)):
            yield Problem(where, "bad-supersession", f"the supersession of '{fact.id}' goes round in a circle")
        elif successor.start <= fact.start:
            message = f"'{successor.id}' does not begin later than '{fact.id}', which it supersedes"
            yield Problem(where, "bad-supersession", message)


def other_figure(looked: Looked) -> Iterator[Problem]:
    """Two facts that say the same with different figures, where neither takes the place of the other.

    A letter would tell both. Where a document corrects another, its fact supersedes the other's.
    """
    alike: dict[tuple[str, str], Fact] = {}
    for fact in looked.base.facts.values():
        claim = plain(fact.claim).casefold()
        without = _FIGURE.sub("#", claim)
        if without == claim or fact.withdrawn is not None or fact.superseded_by:
            continue
        other = alike.setdefault((fact.subject, without), fact)
        if plain(other.claim).casefold() != claim and not (fact.series and fact.series == other.series):
            message = f"'{fact.id}' says the same as '{other.id}' with another figure, and letters tell both"
            hint = f"if it takes its place: drafter facts supersede {other.id} --by {fact.id}"
            yield Problem(looked.claim(fact), "other-figure", message, hint)


# Quotations: compared with the available texts, and with the lock.


def quotation_not_found(looked: Looked) -> Iterator[Problem]:
    """A quotation that is not in its document's text, word for word, in the paragraph that it names.

    White space, quotation marks, dashes and soft hyphens are folded, nothing else; the nearest passage is shown. Only
    documents whose text is at hand can be looked into.
    """
    yield from verify(looked.base.facts.values(), looked.base.sources, looked.texts, looked.cite).problems


def unverified_quotation(looked: Looked) -> Iterator[Problem]:
    """A quotation that was never verified, or was changed since, or whose document was.

    'drafter facts verify' looks every quotation up and keeps in facts/quotations.lock what was found where; so a change
    is noticed on a machine without the texts, too.
    """
    kept = [fact for fact in looked.base.facts.values() if fact.withdrawn is None]
    yield from check_lock(kept, looked.base.sources, looked.lock, looked.cite)


# Facts and topics that are not used.


def unused_fact(looked: Looked) -> Iterator[Problem]:
    """A fact that no template says, neither by its id nor through its series."""
    named = set(strings_of(looked.templates))
    rest = [topic for topic, _, _ in tells_the_rest(looked.templates, looked.base)]
    named |= {fact.id for topic in rest for fact in looked.base.on_topic(topic)}
    for fact in looked.base.facts.values():
        told = fact.id in named or (fact.series and not named.isdisjoint((fact.series, bare(fact.series))))
        if not told and fact.withdrawn is None and not fact.superseded_by:
            message = f"no template says '{fact.id}'"
            yield Problem(fact.where, "unused-fact", message, "let a template say it, or withdraw it")


def empty_topic(looked: Looked) -> Iterator[Problem]:
    """A topic that no fact is about. Letters on it say that nothing was found yet."""
    for topic in looked.base.topics.values():
        if not looked.base.on_topic(topic):
            message = f"no fact is about '{topic.id}' yet, and letters on it say so"
            hint = f"'drafter facts new --topic {topic.id}' enters one"
            yield Problem(topic.where, "empty-topic", message, hint)
