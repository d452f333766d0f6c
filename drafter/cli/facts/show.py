"""``drafter facts show``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import Day, as_json, json_option, open_facts, open_office
from drafter.cli.facts.common import echo_sentences, fact_as_json, fact_named, sentences_of, wrapped
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Fact, FactBase
from drafter.factbase.read_facts import LEANINGS
from drafter.letter.cite import citation
from drafter.letter.templates import Templates


@click.command("show", short_help="Show one fact, and what it rests on.")
@click.argument("id_", metavar="ID")
@click.option("--on", "day", type=Day(), metavar="DATE", help="As letters of this day say it; of today unless given.")
@json_option
@click.pass_obj
def command(office_folder: str | None, id_: str, day: date | None, json_: bool) -> None:
    """Show one fact: its claim, the sentences that letters make of it, its time, and what it rests on."""
    office = open_office(office_folder)
    base = open_facts(office)
    fact = fact_named(id_, base)
    day = day or date.today()  # noqa: DTZ011 - the office's own day
    if json_:
        alone, after = sentences_of(fact, base, day)
        as_json({**fact_as_json(fact, base), "alone": None if fact.only_after else alone, "after_another": after})
        return
    _print(fact, base, Templates.under(office.templates, office.path_of("templates")), day)


def _print(fact: Fact, base: FactBase, templates: Templates, day: date) -> None:
    speaker = base.speaker(fact)
    click.echo(f"{fact.id}  ({fact.where})")
    click.echo(wrapped(fact.claim, "  "))
    click.echo()
    echo_sentences(fact, base, day)
    rows = [
        ("topics", ", ".join(fact.topics)),
        ("speaker", f"{speaker.full}; then {speaker.short}, {speaker.pronoun}"),
        ("occasion", base.occasion(fact)),
        ("side", str(base.sources[fact.source].side)),
        ("kind", str(fact.kind)),
        ("series", fact.series),
        ("from", day_in_words(fact.start)),
        ("until", day_in_words(fact.until) if fact.until else ""),
        ("review by", day_in_words(fact.review_by) if fact.review_by else ""),
        ("superseded by", fact.superseded_by),
        ("withdrawn", f"{day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}" if fact.withdrawn else ""),
        *((field.replace("_", " "), getattr(fact, field)) for field in LEANINGS if field != "only_after"),
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
