"""``drafter facts queue``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from drafter.cli.common import Day, as_json, json_option, open_facts, open_office
from drafter.cli.facts.changing import reviews_of, uses_of
from drafter.cli.facts.common import wrapped
from drafter.factbase.claims import plain
from drafter.factbase.edtf import day_in_words
from drafter.factbase.reviews import State
from drafter.factbase.waiting import Waiting, waiting
from drafter.letter.used import topics_of


@click.command("queue", short_help="What waits to be reviewed, the most pressing first.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="As if it were this day; today unless given.")
@json_option
@click.pass_obj
def command(office_folder: str | None, day: date | None, json_: bool) -> None:
    """List facts never reviewed, changed since they were, or past their 'review_by' with no review since.

    Those past 'review_by' come first, then those on which the letters of most topics depend, then the oldest.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    used = uses_of(office, base)
    topics = {id_: topics_of(base.facts[id_], found, base) for id_, found in used.items()}
    found = waiting(base, reviews_of(office, base), topics, day or date.today())  # noqa: DTZ011 - the office's own day
    if json_:
        as_json([_as_json(item) for item in found])
        return
    for item in found:
        click.echo(f"{item.fact.id}  ({_why(item)})")
        click.echo(wrapped(plain(item.fact.claim), "    "))
    verb = "waits" if len(found) == 1 else "wait"
    click.echo(f"{len(found)} of {len(base.facts)} facts {verb} for review", err=True)


def _why(item: Waiting) -> str:
    due = item.fact.review_by
    reasons = [f"due by {day_in_words(due)}"] if item.overdue and due is not None else []
    if item.state is not State.REVIEWED:
        reasons.append(str(item.state))
    count = len(item.topics)
    reasons.append(f"in letters on {count} topic{'s' if count != 1 else ''}" if count else "in no letter")
    return "; ".join(reasons)


def _as_json(item: Waiting) -> dict[str, Any]:
    return {
        "id": item.fact.id,
        "state": item.state.name.lower(),
        "overdue": item.overdue,
        "review_by": item.fact.review_by.isoformat() if item.fact.review_by else None,
        "from": item.fact.start.isoformat(),
        "topics_depending": list(item.topics),
        "claim": item.fact.claim,
        "where": str(item.fact.where),
    }
