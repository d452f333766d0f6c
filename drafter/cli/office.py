"""``drafter office``: the member's decisions on what constituents ask for."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import (
    FOUND,
    YES,
    DayType,
    as_json,
    complete_action,
    complete_subject,
    day_or_today,
    fail,
    json_option,
    on_option,
    open_workspace,
    sound_facts,
    stop,
    subject_named,
    typed_yes,
)
from drafter.cli.facts.common import name_of
from drafter.cli.lazy import LazyGroup
from drafter.cli.registers import made_seal
from drafter.decisions import Decision, How
from drafter.english.words import clean_line
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Action, FactBase, fingerprint
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.facts.reviews import append_review, read_reviews
from drafter.letter.acts import decision_on, enter_decision, later
from drafter.office import FILE, Office
from drafter.problems import Where, errors

# ``drafter office``.

COMMANDS: Mapping[str, tuple[str, str]] = {
    "decide": ("drafter.cli.office:decide_action", "Enter what the member did, will or will not do."),
    "seal": ("drafter.cli.office:seal_reviews", "Seal reviews that were entered before the office had a key."),
    "decisions": ("drafter.cli.office:show_decisions", "List what constituents ask for, and what was decided."),
}


@click.group("office", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """What the member did, will or will not do of what constituents ask: the decisions in office.yaml."""


# Shared by the commands on the member's decisions.

UNDECIDED = "undecided"


def decision_in_words(decision: Decision | None) -> str:
    """A decision, in a few words."""
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


def actions_told(base: FactBase, office: Office, day: date, subject: str = "") -> list[str]:
    """The actions, or those of one subject, each with the decision that holds on this day."""
    width = max(map(len, base.actions), default=0)
    return [
        f"{action.id:<{width}}  {action.ask}: {decision_in_words(decision_on(action.id, action.subject, office, day))}"
        for action in base.actions.values()
        if subject in ("", action.subject)
    ]


def action_as_json(action: Action, office: Office, day: date) -> dict[str, object]:
    """An action and the decision that holds on this day, for another program."""
    decision = decision_on(action.id, action.subject, office, day)
    return {
        "id": action.id,
        "subject": action.subject,
        "ask": action.ask,
        "decided": str(decision.how) if decision else None,
        "on": decision.on.isoformat() if decision else None,
        "reason": (decision.reason or None) if decision else None,
    }


def list_decisions(base: FactBase, office: Office, day: date, *, json_: bool) -> None:
    """Print what constituents ask for, and the decisions."""
    if json_:
        as_json([action_as_json(action, office, day) for action in base.actions.values()])
        return
    for line in actions_told(base, office, day) or ["no actions.yaml names anything that constituents ask for"]:
        click.echo(line)


# ``drafter office decide``.

_LISTED = "'drafter office decisions' lists them"


@click.command("decide")
@click.argument("action_id", metavar="[ACTION]", required=False, shell_complete=complete_action)
@click.option(
    "--subject", metavar="SUBJECT", shell_complete=complete_subject, help="What it is about; found by itself."
)
@click.option("--done", type=DayType(), metavar="DATE", help="It is done, and when.")
@click.option("--will", is_flag=True, help="The member will do it.")
@click.option("--will-not", metavar="REASON", help="The member will not do it, and why: in the first person.")
@click.option("--on", "day", type=DayType(), metavar="DATE", help="The day of the decision; today unless given.")
@click.pass_obj
def decide_action(
    office_folder: str | None,
    action_id: str | None,
    subject: str | None,
    done: date | None,
    will: bool,
    will_not: str | None,
    day: date | None,
) -> None:
    """Enter a decision on an ACTION that constituents ask for, in office.yaml, of which nothing else changes.

    Letters from that day on tell it to whoever asks for it; what is done or will be done they also tell whoever writes
    about its topic. Without an ACTION, what there is to decide is listed.
    """
    how = [one for one, given in _given(done, will_not, will=will) if given]
    if action_id is None:
        if how or subject or day:
            fail(f"say which action is decided; {_LISTED}")
        workspace = open_workspace(office_folder)
        office = workspace.office
        list_decisions(sound_facts(workspace), office, day_or_today(None), json_=False)
        return
    if len(how) != 1:
        fail("say one of --done DATE, --will and --will-not REASON")
    if done is not None and day is not None:
        fail("--on is the day of a decision; what is done has its own day, with --done")
    if done is not None and done > day_or_today(None):
        fail(f"--done: {done} lies ahead")
    workspace = open_workspace(office_folder)
    office = workspace.office
    action = _action(action_id, subject, sound_facts(workspace))
    reason = clean_line(will_not or "")
    if how[0] is How.WILL_NOT and not reason:
        fail("--will-not: a reason is needed, in the first person")
    decision = Decision(action.name, action.subject, how[0], done or day_or_today(day), reason)
    problems = enter_decision(office, decision)
    if problems:
        stop(replace(p, where=Where("--will-not")) if p.rule == "odd-reason" else p for p in problems)
    click.echo(f"{office.path_of(FILE)}: '{action.id}' ({action.ask}): {decision_in_words(decision)}")
    following = later(action.id, action.subject, office, decision.on)
    if following is not None:
        click.echo(
            f"but letters from {day_in_words(following.on)} on say: {decision_in_words(following)}; "
            f"if that is overtaken, take line {following.where.line} out of {office.path_of(FILE)}"
        )


def _given(done: date | None, will_not: str | None, *, will: bool) -> tuple[tuple[How, bool], ...]:
    return (How.DONE, done is not None), (How.WILL, will), (How.WILL_NOT, will_not is not None)


def _action(id_: str, subject: str | None, base: FactBase) -> Action:
    """The action with this name. Ends the program where there is none, it belongs to another subject, or more than one
    subject has one of the name.
    """
    if subject is not None:
        subject_named(subject, base)
    (id_,) = known_as((id_,), NameKind.ACTION, base, subject or "")
    if wrong := wrong_name(id_, NameKind.ACTION, base, _LISTED):
        fail(f"{wrong.message}; {wrong.hint}")
    action = base.actions[id_]
    if subject not in (None, action.subject):
        fail(f"--subject: '{id_}' is asked on '{action.subject}', not on '{subject}'")
    return action


# ``drafter office decisions``.


@click.command("decisions")
@json_option
@on_option
@click.pass_obj
def show_decisions(office_folder: str | None, json_: bool, day: date | None) -> None:
    """List the actions that constituents ask for, each with what the member decided of it.

    Of several decisions on one action the latest holds. With --on, what held on that day.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    day = day or date.today()  # noqa: DTZ011 - the office's own day is meant
    list_decisions(sound_facts(workspace), office, day, json_=json_)


# ``drafter office seal``.


@click.command("seal")
@click.option("--by", required=True, metavar="NAME", help="Who vouches for them.")
@on_option
@click.pass_obj
def seal_reviews(office_folder: str | None, by: str, day: date | None) -> None:
    """Enter anew, sealed with the office's key, the reviews of facts that bear no seal and still fit their facts.

    Only where you know that people of the office entered them: whoever can write to the folder could have. Each is
    entered in your name, with a note of who is said to have looked at it, and when.
    """
    by, day = name_of(by), day_or_today(day)
    workspace = open_workspace(office_folder, by)
    office = workspace.office
    by = office.person(by)
    base = sound_facts(workspace)
    seal = made_seal(workspace)
    reviews, problems = read_reviews(office.facts, office.path_of("facts"), base.facts)
    if errors(problems):
        stop(problems)
    last = {review.fact: review for review in reviews}
    waiting = [
        review
        for review in last.values()
        if not review.is_sealed(seal)
        and review.fact in base.facts
        and review.fingerprint == fingerprint(base.facts[review.fact])
    ]
    if not waiting:
        click.echo("every review that counts is sealed")
        return
    for review in waiting:
        click.echo(f"{review.fact}  (by {review.by}, {day_in_words(review.on)})")
    if typed_yes(f"Do you vouch for these {len(waiting)}?", goes_on=False) != YES:
        click.echo("nothing was entered", err=True)
        sys.exit(FOUND)
    for review in waiting:
        note = f"sealed later; entered by {review.by} on {day_in_words(review.on)}"
        fact = base.facts[review.fact]
        problems = append_review(office.facts, office.path_of("facts"), fact, by, day, note, seal)
        if problems:
            stop(problems)
    click.echo(f"{len(waiting)} reviews sealed by {by}")
