"""Whether a fact may still be relied on in a letter: that it holds, was reviewed, was verified, is not overdue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, fingerprint
from drafter.facts.reviews import State, last_review, state_of
from drafter.facts.timeline import Day, overdue
from drafter.letter.record import Said
from drafter.problems import Severity

if TYPE_CHECKING:  # who only asks why a fact fell need not wait for these
    from drafter.letter.record import Record
    from drafter.workspace import Workspace


class Doubt(NamedTuple):
    """Something that is wrong with relying on a fact, without its place."""

    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.OF_ITS_RULE


def doubts(
    fact: Fact, day: Day, workspace: Workspace, record: Record | None, *, past: bool = False
) -> tuple[Doubt, ...]:
    """What stands against a fact in a letter of this day, as the letter's record remembers it.

    ``past`` tells that it is told as of its own day: what is not remembered may then be history, and whether what is
    known since stands beside it is a law of letters.
    """
    said = record.of(fact.id) if record is not None else None
    if said is None and past:
        said = Said(fact.id, fingerprint(fact), held=False)
    return (*_of_time(fact, day, said), *_of_review(fact, day, workspace), *_of_quotations(fact, workspace))


def _of_time(fact: Fact, day: Day, said: Said | None) -> Iterator[Doubt]:
    if fact.withdrawn is not None:
        message = f"'{fact.id}' was withdrawn on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}"
        yield Doubt("withdrawn-fact", message, "take the sentence out")
        return
    if fact.start > day.date:
        message = f"on {day_in_words(day.date)} nobody could say '{fact.id}'; it begins on {day_in_words(fact.start)}"
        yield Doubt("not-yet", message)
    elif not day.holds(fact) and (said is None or said.held):
        yield Doubt("no-longer-holds", f"'{fact.id}' no longer holds: {why_not(fact, day)}", _instead(fact, day))
    if said is not None and said.fingerprint != fingerprint(fact):
        message = f"'{fact.id}' was changed since this letter was drafted"
        yield Doubt("fact-changed", message, f"'drafter facts log {fact.id}' tells how")


def why_not(fact: Fact, day: Day) -> str:
    """Why a fact does not hold on a day, though it could be said."""
    successor = day.in_place_of(fact)
    if successor is not None:
        return f"'{successor.id}' took its place on {day_in_words(successor.start)}"
    return f"it ended on {day_in_words(fact.until)}" if fact.until else "time has moved on"


def _instead(fact: Fact, day: Day) -> str:
    successor = day.in_place_of(fact)
    return (
        f"what holds is '{successor.id}': {plain(successor.claim)}"
        if successor is not None
        else "take the sentence out"
    )


def _of_review(fact: Fact, day: Day, workspace: Workspace) -> Iterator[Doubt]:
    review, state = last_review(fact, workspace.reviews), state_of(fact, workspace.reviews)
    hint = f"drafter facts review {fact.id} --by NAME"
    if state is State.NEVER:
        yield Doubt("unreviewed", f"nobody has reviewed '{fact.id}'", hint)
    elif state is State.CHANGED:
        yield Doubt("unreviewed", f"'{fact.id}' was changed since it was reviewed", hint)
    if overdue(fact, review, day.date) and fact.review_by is not None:
        message = f"'{fact.id}' was to be looked at again by {day_in_words(fact.review_by)}, and nobody has"
        yield Doubt("past-review", message, hint)


def _of_quotations(fact: Fact, workspace: Workspace) -> Iterator[Doubt]:
    from drafter.sources.quotations import check_lock  # late: only a review asks for it

    for problem in check_lock([fact], workspace.base.sources, workspace.lock, lambda fact, *_: fact.where):
        yield Doubt(problem.rule, problem.message, problem.hint)
