"""``drafter recall``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import (
    FOUND,
    as_json,
    complete_fact,
    day_or_today,
    fail,
    json_option,
    need,
    on_option,
    open_workspace,
    report,
    sound_facts,
    table,
)
from drafter.cli.facts.common import fact_named, wrapped
from drafter.cli.letters.common import approved, stopping
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.problems import Problem, errors

if TYPE_CHECKING:
    from drafter.recall import Recalled
    from drafter.register.model import RegisterEntry
    from drafter.register.store import Register


@click.command("recall")
@click.argument("id_", metavar="FACT", shell_complete=complete_fact)
@click.option("-o", "--output", metavar="FOLDER", help="Draft a correction of each into this folder.")
@click.option("--letters", "folders", multiple=True, metavar="FOLDER", help="Where else final copies lie; repeatable.")
@click.option("--again", is_flag=True, help="Draft a correction also of letters that were corrected already.")
@on_option
@json_option
@click.pass_obj
def command(
    office_folder: str | None,
    id_: str,
    output: str | None,
    folders: tuple[str, ...],
    again: bool,
    day: date | None,
    json_: bool,
) -> None:
    """List the approved letters that relied on a fact which was withdrawn or superseded, and draft their corrections.

    A correction is a draft like any other: it is reviewed and approved. Exit code 1 while one
    of them is not corrected.
    """
    day = day_or_today(day)
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    register = letters_of(workspace)
    if id_ not in base.facts and register is not None:
        with stopping(), register:
            _of_gone_fact(id_, register, json_=json_)
        register = letters_of(workspace)
    fact = fact_named(id_, base)
    from drafter.recall import draft_corrections, recall  # late: only needed where such a fact exists

    if register is None:
        recalled = recall(fact, base, None, day)
    else:
        with stopping(), register:
            recalled = recall(fact, base, register, day)
    if json_:
        as_json(_as_json(recalled))
    else:
        _print(recalled)
    report(recalled.refused)
    fallen = recalled.since is not None
    if output is not None:
        if not fallen:
            fail(f"'{id_}' still stands: there is nothing to correct")
        chosen = recalled.entries if again else recalled.open()
        from drafter.batch.reviewed import FOR_REVIEW

        need(workspace, *FOR_REVIEW)
        problems = []
        places = (*folders, str(workspace.office.letters))
        for made in draft_corrections(fact, chosen, workspace, Path(output), places, day):
            if isinstance(made, Problem):
                problems.append(made)
            else:
                click.echo(str(made))
        report(dict.fromkeys(problems))
        if errors(problems):
            sys.exit(FOUND)
    if errors(recalled.refused) or (fallen and recalled.open()):
        sys.exit(FOUND)


def _of_gone_fact(id_: str, register: Register, *, json_: bool) -> None:
    """List the letters that say a fact which is in the fact base no more, and end; do nothing if there is none."""
    found = register.relied_on(id_)
    if not found.entries:
        return
    said = list(dict.fromkeys(one.statement for entry in found.entries for one in entry.facts))
    if json_:
        rows = [_letter(entry) for entry in found.entries]
        as_json({"fact": id_, "stands": False, "why": "is no longer in the fact base", "said": said, "letters": rows})
    else:
        click.echo(wrapped(f"'{id_}' is no longer in the fact base; letters said: {'; '.join(said)}", ""))
        count = len(found.entries)
        click.echo(f"{counted(count, 'approved letter')} relied on it:")
        table((f"  {e.number}", e.letter_date.isoformat(), e.reference or "-", approved(e)) for e in found.entries)
        click.echo(
            "no correction can be drafted without the fact: enter it again under this id, and withdraw it", err=True
        )
    report(found.refused)
    sys.exit(FOUND)


def _print(recalled: Recalled) -> None:
    click.echo(wrapped(f"'{recalled.fact.id}' {recalled.why}", ""))
    count = len(recalled.entries)
    if not count:
        click.echo("no approved letter relied on it")
        return
    days = sorted(entry.letter_date for entry in recalled.entries)
    span = f", from {day_in_words(days[0])} to {day_in_words(days[-1])}" if count > 1 else ""
    span = f", of {day_in_words(days[0])}" if count > 1 and days[0] == days[-1] else span
    click.echo(f"{counted(count, 'approved letter')} relied on it{span}:")
    table(_rows(recalled))


def _rows(recalled: Recalled) -> Iterator[tuple[str, ...]]:
    for entry in recalled.entries:
        when = "said it when it no longer held" if recalled.said_too_late(entry) else ""
        words = recalled.said_otherwise(entry)
        when = when or (f"said: {words}" if words else "")
        corrected = recalled.corrections.get(entry.number, ())
        unclear = recalled.unclear.get(entry.number, ())
        if unclear:
            named = f"letter {', '.join(map(str, unclear))}"
            when = "; ".join(filter(None, (when, f"{named} corrects it, and does not say of which fact")))
        yield (
            f"  {entry.number}",
            entry.letter_date.isoformat(),
            entry.reference or "-",
            approved(entry),
            f"corrected by {', '.join(map(str, corrected))}" if corrected else when,
        )


def _as_json(recalled: Recalled) -> dict[str, object]:
    return {
        "fact": recalled.fact.id,
        "stands": recalled.since is None,
        "why": recalled.why,
        "since": recalled.since.isoformat() if recalled.since else None,
        "letters": [
            {
                **_letter(entry),
                "said_otherwise": recalled.said_otherwise(entry) or None,
                "corrected_by": list(recalled.corrections.get(entry.number, ())),
                "corrected_without_fact_by": list(recalled.unclear.get(entry.number, ())),
            }
            for entry in recalled.entries
        ],
    }


def _letter(entry: RegisterEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "letter_date": entry.letter_date.isoformat(),
        "reference": entry.reference or None,
        "approved_by": entry.by,
        "sha256": entry.sha256,
    }
