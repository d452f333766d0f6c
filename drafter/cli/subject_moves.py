"""``drafter subject rename`` and ``drafter subject remove``."""

from __future__ import annotations

import sys

import click

from drafter.cli.common import (
    FOUND,
    YES,
    complete_subject,
    fail,
    open_workspace,
    report,
    sound_facts,
    stop,
    typed_yes,
)
from drafter.facts.ids import LONGEST, is_written_as_id
from drafter.facts.model import FactBase
from drafter.moving import Move, free_place, is_shipped, leaning_on, move_subject, odd_move, without
from drafter.office import FILE, REMOVED
from drafter.problems import Problem, ProblemsFound, Where, errors, nearest
from drafter.register.opening import find
from drafter.subjects import ids_taken, subject_id
from drafter.workspace import Part, Workspace


@click.command("rename")
@click.argument("old", metavar="OLD", shell_complete=complete_subject)
@click.argument("new", metavar="NEW")
@click.pass_obj
def rename_subject(office_folder: str | None, old: str, new: str) -> None:
    """Give a subject of your own another id: its folders of facts, templates and positions, and all that names it.

    Reviews, approved letters and what letters say stay as they are. How letters name the subject is 'subject' and
    'line' in its words.yaml. If the command is killed, the next one finishes it.
    """
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    _own(old, base, workspace)
    if new == old:
        fail("both ids are the same")
    if not is_written_as_id(new, LONGEST):
        hint = subject_id(new) if new.strip() else "parking"
        form = f"small letters, digits and single hyphens, {LONGEST} at most"
        fail(f"'{new}' cannot be an id: it has {form}, as '{hint}' has")
    if subject_id(new, ids_taken(workspace)) != new:
        fail(f"'{new}' is taken already, or no folder can have that name")
    _move(Move(old, new), workspace)
    click.echo(f"'{old}' is now '{new}', in {workspace.office.path_of('facts', new)}")
    words = workspace.office.path_of("facts", new, "words.yaml")
    click.echo(f"letters still say '{base.subjects[old].name}': 'subject' and 'line' in {words} say how")
    after = open_workspace(office_folder)
    wrong = errors(after.problems(Part.FACTS))
    if wrong:
        report(wrong)
        sys.exit(FOUND)


@click.command("remove")
@click.argument("name", metavar="NAME", shell_complete=complete_subject)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove_subject(office_folder: str | None, name: str, yes: bool) -> None:
    """Take a subject of your own away, with its facts, templates and positions, and the decisions on what it is asked.

    Nothing is deleted: all of it goes to the folder 'removed'. It is refused while an approved letter relied on a fact
    of the subject, since only what is there can be recalled and corrected; facts that were wrong are withdrawn.
    """
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    _own(name, base, workspace)
    _refuse_what_was_said(name, base, workspace)
    if wrong := [*leaning_on(name, workspace), *without(name, workspace)]:
        stop(wrong)
    facts = sum(fact.subject == name for fact in base.facts.values())
    topics = sum(topic.subject == name for topic in base.topics.values())
    place = free_place(name, workspace.office.folder)
    kept = workspace.office.path_of(REMOVED, place)
    click.echo(f"'{base.subjects[name].name}' has {topics} concerns and {facts} facts; they go to {kept}", err=True)
    if not yes and typed_yes("Take it away?", goes_on=False) != YES:
        click.echo("nothing was changed", err=True)
        sys.exit(FOUND)
    _move(Move(name, place, away=True), workspace)
    click.echo(f"'{name}' is taken away; it lies in {kept}, with {FILE} as it was before")
    click.echo("its documents stay: 'drafter sources list'")


def _own(id_: str, base: FactBase, workspace: Workspace) -> None:
    """End the program if there is no such subject, or if it is not the office's own."""
    if id_ not in base.subjects:
        by_name = next((one.id for one in base.subjects.values() if one.name.casefold() == id_.casefold()), "")
        hint = f"did you mean '{by_name}'?" if by_name else nearest(id_, base.subjects)
        fail(f"there is no subject '{id_}'; {hint or 'drafter subject list shows them all'}")
    if is_shipped(id_, workspace):
        place = workspace.office.path_of(FILE)
        hint = f"to answer on it no more, take it out of 'subjects' in {place}"
        fail(f"'{id_}' came with drafter, and stays as it is; {hint}")


def _refuse_what_was_said(id_: str, base: FactBase, workspace: Workspace) -> None:
    """End the program if an approved letter relied on a fact of the subject, or if that cannot be known."""
    facts = [fact.id for fact in base.facts.values() if fact.subject == id_]
    try:
        register = find(workspace.office, workspace.environment)
        if register is None or not facts:
            return
        with register:
            said = {fact: count for fact, count in register.counts(facts).items() if count}
    except ProblemsFound as found:
        stop(found.problems)
    if not said:
        return
    first = next(iter(said))
    more = f" and {len(said) - 1} more" if len(said) > 1 else ""
    message = f"approved letters relied on facts of '{id_}': {first}{more}; without them no letter could be recalled"
    hint = f"withdraw what was wrong: drafter facts withdraw {first} --reason TEXT"
    stop([Problem(Where(workspace.office.path_of("facts", id_)), "said-in-letters", message, hint)])


def _move(move: Move, workspace: Workspace) -> None:
    problems = odd_move(move, workspace) or move_subject(move, workspace)
    if problems:
        stop(problems)
