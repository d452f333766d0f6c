"""Objections to relying on a fact in a letter: its standing on the letter's day, and changes since it was drafted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import fingerprint
from drafter.facts.timeline import PASSED, FactStatus, Status
from drafter.frozen import NamedTuple
from drafter.letter.record import SaidFact
from drafter.problems import Severity

if TYPE_CHECKING:
    from drafter.letter.record import Record


class FactDoubt(NamedTuple):
    """Something wrong with a sentence, without its place."""

    rule: str
    message: str
    hint: str = ""
    severity: Severity = Severity.OF_ITS_RULE


def doubts(stands: FactStatus, record: Record | None, *, past: bool = False) -> tuple[FactDoubt, ...]:
    """The objections to a fact on a letter's day, given what the letter's record remembers.

    ``past`` tells that the fact is told as of its own day. A fact that is not remembered may then be history. Whether
    newer knowledge stands beside it is checked by a law of letters.
    """
    fact = stands.fact
    said = record.of(fact.id) if record is not None else None
    if said is None and past:
        said = SaidFact(fact.id, fingerprint(fact), held=False)
    found = [FactDoubt(problem.rule, problem.message, problem.hint) for problem in stands.unverified]
    return (*_of_time(stands, said), *_of_review(stands), *found)


def _of_time(stands: FactStatus, said: SaidFact | None) -> Iterator[FactDoubt]:
    fact, day = stands.fact, stands.timeline.date
    named = f"'{fact.id}' {stands.why(stands.in_time)}"
    if stands.in_time is Status.WITHDRAWN:
        yield FactDoubt("withdrawn-fact", named, "take the sentence out")
        return
    if stands.in_time is Status.NOT_YET:
        message = f"on {day_in_words(day)} nobody could say '{fact.id}'; it begins on {day_in_words(fact.start)}"
        yield FactDoubt("not-yet", message)
    elif stands.in_time in PASSED and (said is None or said.held):
        yield FactDoubt("no-longer-holds", named, _instead(stands))
    if said is not None and said.fingerprint != fingerprint(fact):
        message = f"'{fact.id}' was changed since this letter was drafted"
        yield FactDoubt("fact-changed", message, f"'drafter facts log {fact.id}' tells how")


def _instead(stands: FactStatus) -> str:
    if stands.follower is None:
        return "take the sentence out"
    return f"what holds is '{stands.follower.id}': {plain(stands.follower.claim)}"


def _of_review(stands: FactStatus) -> Iterator[FactDoubt]:
    id_ = stands.fact.id
    hint = f"drafter facts review {id_} --by NAME"
    if stands.reviewed is Status.UNREVIEWED:
        yield FactDoubt("unreviewed", f"nobody has reviewed '{id_}'", hint)
    elif stands.reviewed is Status.CHANGED:
        yield FactDoubt("unreviewed", f"'{id_}' {stands.why(Status.CHANGED)}", hint)
    if stands.is_overdue:
        yield FactDoubt("past-review", f"'{id_}' {stands.why(Status.OVERDUE)}", hint)
