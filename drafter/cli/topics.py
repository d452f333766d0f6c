"""``drafter topics``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office
from drafter.factbase.edtf import day_in_words


@click.command("topics", short_help="List the concerns that letters can answer.")
@json_option
@click.pass_obj
def command(office_folder: str | None, json_: bool) -> None:
    """List the topics: what each is, how many facts it has, and from which day on."""
    base = open_facts(open_office(office_folder))
    rows = []
    for topic in base.topics.values():
        facts = [fact for fact in base.facts.values() if topic.id in fact.topics]
        first = min((fact.start for fact in facts), default=None)
        rows.append((topic, len(facts), first))
    if json_:
        as_json(
            [
                {
                    "id": t.id,
                    "subject": t.subject,
                    "title": t.title,
                    "facts": n,
                    "from": first.isoformat() if first else None,
                }
                for t, n, first in rows
            ]
        )
        return
    width = max((len(topic.id) for topic, _, _ in rows), default=0)
    for topic, number, first in rows:
        since = f", from {day_in_words(first)} on" if first else ""
        click.echo(f"{topic.id:<{width}}  {topic.title} ({number} facts{since})")
