"""``drafter facts log``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office, report, stop
from drafter.cli.facts.changing import changed_words, reviews_of
from drafter.cli.facts.common import fact_named, wrapped
from drafter.factbase.edtf import day_in_words
from drafter.factbase.log import BY_HAND, Event, history, read_log
from drafter.problems import errors


@click.command("log", short_help="What was done to a fact, by whom, and who reviewed it.")
@click.argument("id_", metavar="ID")
@json_option
@click.pass_obj
def command(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show the history of a fact: what commands did to it, its reviews, and where it was changed by hand since."""
    office = open_office(office_folder)
    base = open_facts(office)
    fact = fact_named(id_, base)
    versions, problems = read_log(office.facts, office.path_of("facts"), base.facts)
    if errors(problems):
        stop(problems)
    report(problems)
    events = history(fact, versions, reviews_of(office, base))
    if json_:
        as_json([_as_json(event) for event in events])
        return
    before = ""
    for event in events:
        click.echo(_heading(event))
        if not before:
            click.echo(wrapped(event.claim, "    "))
        elif event.claim != before:
            click.echo(changed_words(before, event.claim, "    "))
        elif event.what == BY_HAND:
            click.echo("    not the claim, but its occasion, speaker, dates or citations")
        before = event.claim
    if not events:
        click.echo(f"nothing is known of '{fact.id}': no command changed it, and nobody reviewed it", err=True)


def _heading(event: Event) -> str:
    if event.on is None:
        return f"{event.what}, some time after that"
    note = f": {event.note}" if event.note else ""
    return f"{day_in_words(event.on)}  {event.what} by {event.by}{note}"


def _as_json(event: Event) -> dict[str, str | None]:
    return {
        "what": event.what,
        "on": event.on.isoformat() if event.on else None,
        "by": event.by or None,
        "note": event.note or None,
        "claim": event.claim,
    }
