"""``drafter office decide``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import Day, day_of, fail, open_facts, open_office, stop
from drafter.cli.completing import complete_action, complete_subject
from drafter.cli.office.common import list_decisions, told
from drafter.decisions import Decision, How
from drafter.factbase.model import Action, FactBase
from drafter.letter.correspondent import clean
from drafter.letter.deciding import enter
from drafter.office import FILE
from drafter.problems import Where, nearest

_LISTED = "'drafter office decisions' lists them"


@click.command("decide", short_help="Enter what the member did, will or will not do.")
@click.argument("action_id", metavar="[ACTION]", required=False, shell_complete=complete_action)
@click.option(
    "--subject", metavar="SUBJECT", shell_complete=complete_subject, help="What it is about; found by itself."
)
@click.option("--done", type=Day(), metavar="DATE", help="It is done, and when.")
@click.option("--will", is_flag=True, help="The member will do it.")
@click.option("--will-not", metavar="REASON", help="The member will not do it, and why: in the first person.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="The day of the decision; today unless given.")
@click.pass_obj
def command(
    office_folder: str | None,
    action_id: str | None,
    subject: str | None,
    done: date | None,
    will: bool,
    will_not: str | None,
    day: date | None,
) -> None:
    """Enter a decision on an ACTION that constituents ask for, in office.yaml, of which nothing else changes.

    Letters from that day on tell it to whoever asks. Without an ACTION, what there is to decide is listed.
    """
    how = [one for one, given in _given(done, will_not, will=will) if given]
    if action_id is None:
        if how or subject or day:
            fail(f"say which action is decided; {_LISTED}")
        office = open_office(office_folder)
        list_decisions(open_facts(office), office, day_of(None), json_=False)
        return
    if len(how) != 1:
        fail("say one of --done DATE, --will and --will-not REASON")
    if done is not None and day is not None:
        fail("--on is the day of a decision; what is done has its own day, with --done")
    if done is not None and done > day_of(None):
        fail(f"--done: {done} lies ahead")
    office = open_office(office_folder)
    action = _action(action_id, subject, open_facts(office))
    reason = clean(will_not or "")
    if how[0] is How.WILL_NOT and not reason:
        fail("--will-not: a reason is needed, in the first person")
    decision = Decision(action.id, action.subject, how[0], done or day_of(day), reason)
    problems = enter(office, decision)
    if problems:
        stop(replace(p, where=Where("--will-not")) if p.rule == "odd-reason" else p for p in problems)
    click.echo(f"{office.path_of(FILE)}: '{action.id}' ({action.ask}): {told(decision)}")


def _given(done: date | None, will_not: str | None, *, will: bool) -> tuple[tuple[How, bool], ...]:
    return (How.DONE, done is not None), (How.WILL, will), (How.WILL_NOT, will_not is not None)


def _action(id_: str, subject: str | None, base: FactBase) -> Action:
    """The action of this id; ends the program where there is none, or it is of another subject."""
    action = base.actions.get(id_)
    if action is None:
        fail(f"there is no action '{id_}'; {nearest(id_, base.actions) or _LISTED}")
    if subject is not None and subject not in base.subjects:
        hint = nearest(subject, base.subjects) or f"known: {', '.join(base.subjects)}"
        fail(f"--subject: there is no subject '{subject}'; {hint}")
    if subject not in (None, action.subject):
        fail(f"--subject: '{id_}' is asked on '{action.subject}', not on '{subject}'")
    return action
