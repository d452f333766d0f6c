"""What the commands on the member's decisions share."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import as_json
from drafter.decisions import Decision, How
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Action, FactBase
from drafter.letter.decided import decided
from drafter.office import Office

UNDECIDED = "undecided"


def told(decision: Decision | None) -> str:
    """A decision in a few words."""
    if decision is None:
        return UNDECIDED
    day = day_in_words(decision.on)
    match decision.how:
        case How.DONE:
            return f"done on {day}"
        case How.WILL:
            return f"will, decided on {day}"
        case How.WILL_NOT:
            return f"will not, decided on {day}: {decision.reason}"


def actions_told(base: FactBase, office: Office, day: date) -> list[str]:
    """The actions, each with what holds of it on this day."""
    width = max(map(len, base.actions), default=0)
    return [
        f"{action.id:<{width}}  {action.ask}: {told(decided(action.id, action.subject, office, day))}"
        for action in base.actions.values()
    ]


def action_as_json(action: Action, office: Office, day: date) -> dict[str, object]:
    """An action and what holds of it on this day, for another program."""
    decision = decided(action.id, action.subject, office, day)
    return {
        "id": action.id,
        "subject": action.subject,
        "ask": action.ask,
        "decided": str(decision.how) if decision else None,
        "on": decision.on.isoformat() if decision else None,
        "reason": (decision.reason or None) if decision else None,
    }


def list_decisions(base: FactBase, office: Office, day: date, *, json_: bool) -> None:
    """Print what constituents ask for, and what was decided of it."""
    if json_:
        as_json([action_as_json(action, office, day) for action in base.actions.values()])
        return
    for line in actions_told(base, office, day) or ["no actions.yaml names anything that constituents ask for"]:
        click.echo(line)
