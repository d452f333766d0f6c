"""``drafter facts show``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office
from drafter.cli.facts.common import fact_as_json, fact_named, wrapped
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Fact, FactBase
from drafter.letter.abbreviations import in_full
from drafter.letter.cite import citation
from drafter.letter.templates import Templates


@click.command("show", short_help="Show one fact, and what it rests on.")
@click.argument("id_", metavar="ID")
@json_option
@click.pass_obj
def command(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show one fact: its sentence in every wording, its time, and what it rests on."""
    office = open_office(office_folder)
    base = open_facts(office)
    fact = fact_named(id_, base)
    if json_:
        as_json(fact_as_json(fact))
        return
    _print(fact, base, Templates.under(office.templates, office.path_of("templates")))


def _print(fact: Fact, base: FactBase, templates: Templates) -> None:
    click.echo(f"{fact.id}  ({fact.where})")
    click.echo(wrapped(in_full(fact.statement, base.subjects[fact.subject].abbreviations), "  "))
    rows = [
        ("topics", ", ".join(fact.topics)),
        ("voice", fact.voice),
        ("kind", str(fact.kind)),
        ("series", fact.series),
        ("from", day_in_words(fact.start)),
        ("until", day_in_words(fact.until) if fact.until else ""),
        ("review by", day_in_words(fact.review_by) if fact.review_by else ""),
        ("superseded by", fact.superseded_by),
        ("withdrawn", f"{day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}" if fact.withdrawn else ""),
        *(("again", text) for text in fact.wordings.again),
        *(("same", text) for text in fact.wordings.same),
        *((f"after {other}", text) for other, text in fact.wordings.after.items()),
    ]
    click.echo()
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    for cite in fact.cites:
        source = base.sources[cite.source]
        runs = citation(cite, source, templates, first=True)
        click.echo()
        click.echo(wrapped(f"{''.join(run.text for run in runs)}  [{source.id}, block {cite.paragraph}]", "  "))
        click.echo(wrapped(f"\u201c{cite.quote}\u201d", "    "))
        if source.url:
            click.echo(f"    {source.url}")
