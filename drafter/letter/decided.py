"""Which of the member's decisions a letter of a day may tell, and those that no letter can."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from drafter.decisions import Decision
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import FactBase
from drafter.office import Office
from drafter.problems import Problem, nearest


def decided(action_id: str, subject: str, office: Office, day: date) -> Decision | None:
    """The latest decision on an action that was taken by this day."""
    return max((one for one in _on(action_id, subject, office) if one.on <= day), key=_day, default=None)


def undecided(action_ids: Iterable[str], base: FactBase, office: Office, day: date) -> list[str]:
    """Those of some actions on which nobody had decided by this day: each is a blank in a letter."""
    return [id_ for id_ in action_ids if decided(id_, base.actions[id_].subject, office, day) is None]


def later(action_id: str, subject: str, office: Office, day: date) -> Decision | None:
    """The first decision on an action that was taken only after this day."""
    return min((one for one in _on(action_id, subject, office) if one.on > day), key=_day, default=None)


def after_letter(decision: Decision) -> Problem:
    """That a letter is asked to tell what was decided after its date."""
    message = f"the decision on '{decision.action}' is of {day_in_words(decision.on)}, after the letter's date"
    hint = "date the letter from that day on, or do not name the action"
    return Problem(decision.where, "decision-after-letter", message, hint)


def unknown_actions(office: Office, base: FactBase) -> Iterator[Problem]:
    """Decisions on what no ``actions.yaml`` has, or not on this subject."""
    for decision in office.decisions:
        action = base.actions.get(decision.action)
        if action is None:
            hint = nearest(decision.action, base.actions) or "'drafter office decisions' lists them"
            message = f"there is no action '{decision.action}' in any subject's actions.yaml"
            yield Problem(decision.where, "unknown-action", message, hint)
        elif action.subject != decision.subject:
            message = f"the action '{action.id}' is of the subject '{action.subject}', not of '{decision.subject}'"
            yield Problem(decision.where, "unknown-action", message, f"write 'subject: {action.subject}'")


def _on(action_id: str, subject: str, office: Office) -> Iterator[Decision]:
    return (one for one in office.decisions if (one.action, one.subject) == (action_id, subject))


def _day(decision: Decision) -> date:
    return decision.on
