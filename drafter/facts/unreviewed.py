"""What whoever drafts is told of facts that nobody has reviewed: one line, however many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from drafter.facts.model import Fact
from drafter.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from drafter.facts.reviews import Review

FILE = "reviews.yaml"
_NAMED = 3


def unreviewed(
    name: str, cited: Iterable[Fact], reviews: Sequence[Review], problems: Iterable[Problem] = ()
) -> list[Problem]:
    """A warning where some of these facts are not reviewed as they are now; and what is wrong with the reviews.

    ``name`` is how problems call the folder of facts.
    """
    cited = list({fact.id: fact for fact in cited}.values())
    if not reviews and not problems:
        return _told(name, [fact.id for fact in cited], len(cited), 0)
    from drafter.facts.reviews import State, state_of  # late: before the first review nothing needs it

    problems = [replace(problem, severity=Severity.WARNING) for problem in problems]  # the letter is sound without
    states = {fact.id: state_of(fact, reviews) for fact in cited}
    waiting = [id_ for id_, state in states.items() if state is not State.REVIEWED]
    return [*problems, *_told(name, waiting, len(cited), sum(s is State.CHANGED for s in states.values()))]


def _told(name: str, waiting: list[str], total: int, changed: int) -> list[Problem]:
    if not waiting:
        return []
    hint = "'drafter facts queue' lists what waits"
    message = _message(waiting, total, changed)
    return [Problem(Where(f"{name}/{FILE}"), "unreviewed", message, hint, Severity.WARNING)]


def _message(waiting: list[str], total: int, changed: int) -> str:
    since = f" ({changed} changed since)" if changed else ""
    if len(waiting) == total:
        return f"none of the {total} facts is reviewed{since}" if total > 1 else f"its one fact is not reviewed{since}"
    verb = "is" if len(waiting) == 1 else "are"
    rest = f" and {len(waiting) - _NAMED} more" if len(waiting) > _NAMED else ""
    names = ", ".join(waiting[:_NAMED])
    return f"{len(waiting)} of the {total} facts {verb} not reviewed{since}: {names}{rest}"
