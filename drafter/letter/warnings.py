"""What the member of staff should know about a letter before it goes on: what is old, silent or long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase, Topic
from drafter.letter.request import LetterRequest, most_words
from drafter.letter.templates import OLD
from drafter.letter.tree import Letter
from drafter.problems import Problem, Severity, Where


def cautions(
    request: LetterRequest, cited: Iterable[Fact], silent: Iterable[Topic], base: FactBase, letter: Letter
) -> Iterator[Problem]:
    """The warnings, as problems at the places where they can be mended."""
    cited = list(cited)
    for topic in silent:
        message = (
            f"on {day_in_words(request.date)} no document said anything on '{topic.id}'; the letter says just that"
        )
        yield _warning(topic.where, "silent-topic", message)
    yield from old_documents(cited, base, request.date)
    for fact in cited:
        if fact.review_by is not None and fact.review_by < request.date:
            message = f"'{fact.id}' was to be looked at again by {day_in_words(fact.review_by)}"
            yield _warning(fact.where, "past-review", message)
    bound = most_words(request.length, len(letter.topics))
    if bound and letter.words() > bound + 2:  # the bound leaves a little room
        message = f"the letter has {letter.words()} words; {bound} are what such a letter should have at most"
        yield _warning(Where("--length"), "long-letter", message)


def old_documents(cited: Iterable[Fact], base: FactBase, day: date, where: Where | None = None) -> Iterator[Problem]:
    """A warning where nothing that is cited in a letter of a day is new; at the newest document unless told where."""
    sources = [base.sources[cite.source] for fact in cited for cite in fact.cites]
    newest = max(sources, key=lambda source: source.issued.latest, default=None)
    if newest is not None and day - newest.issued.latest > OLD:
        message = (
            f"the newest document that this letter rests on, '{newest.id}' ({newest.issued}), is "
            f"{age_in_words(day - newest.issued.latest)} older than the letter"
        )
        yield _warning(where or newest.where, "old-documents", message, "look for what has happened since")


def _warning(where: Where, rule: str, message: str, hint: str = "") -> Problem:
    return Problem(where, rule, message, hint, Severity.WARNING)


def age_in_words(age: timedelta) -> str:
    """8 years; 3 months; 4 days."""
    years, months = age.days // 365, age.days // 30
    if years:
        return f"{years} year{'s' if years > 1 else ''}"
    if months >= 2:
        return f"{months} months"
    return f"{age.days} day{'s' if age.days != 1 else ''}"
