"""``drafter facts list``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import Day, as_json, fail, json_option, open_facts, open_office
from drafter.cli.facts.common import fact_as_json, wrapped
from drafter.factbase.day import on
from drafter.problems import nearest


@click.command("list", short_help="List facts by topic, source, voice and date.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only facts on this topic; again for each.")
@click.option("--source", metavar="SOURCE", help="Only facts drawn from this document.")
@click.option("--voice", metavar="VOICE", help="Only what is on this speaker's word.")
@click.option("--since", type=Day(), metavar="DATE", help="Only facts that began on this day or later.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="Only facts that held on this day.")
@json_option
@click.pass_obj
def command(
    office_folder: str | None,
    topics: tuple[str, ...],
    source: str | None,
    voice: str | None,
    since: date | None,
    day: date | None,
    json_: bool,
) -> None:
    """List facts: id, first day, voice, document, and the sentence."""
    base = open_facts(open_office(office_folder))
    voices = [v for subject in base.subjects.values() for v in subject.voices]
    for kind, value, known in (
        *(("topic", topic, base.topics) for topic in topics),
        ("source", source, base.sources),
        ("voice", voice, voices),
    ):
        if value is not None and value not in known:
            hint = nearest(value, known) or f"known: {', '.join(known)}"
            fail(f"there is no {kind} '{value}'; {hint}")
    held = on(base, day) if day is not None else None
    found = [
        fact
        for fact in base.facts.values()
        if (not topics or set(topics) & set(fact.topics))
        and (source is None or any(cite.source == source for cite in fact.cites))
        and (voice is None or fact.voice == voice)
        and (since is None or fact.start >= since)
        and (held is None or held.holds(fact))
    ]
    found.sort(key=lambda fact: (fact.start, fact.id))
    if json_:
        as_json([fact_as_json(fact) for fact in found])
        return
    for fact in found:
        click.echo(f"{fact.id}  ({fact.start}, {fact.voice}, {', '.join(dict.fromkeys(c.source for c in fact.cites))})")
        click.echo(wrapped(fact.statement, "    "))
    click.echo(f"{len(found)} fact{'s' if len(found) != 1 else ''}", err=True)
