"""``drafter facts list | show``."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

import click

from drafter.cli.common import Day, as_json, fail, json_option, open_facts, open_office
from drafter.factbase.day import on
from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Fact, FactBase
from drafter.letter.abbreviations import in_full
from drafter.letter.cite import citation
from drafter.letter.templates import Templates
from drafter.problems import nearest


@click.group("facts", short_help="Look into the fact base.")
def command() -> None:
    """Look into the fact base."""


@command.command("list")
@click.option("--topic", metavar="TOPIC", help="Only facts on this topic.")
@click.option("--source", metavar="SOURCE", help="Only facts drawn from this document.")
@click.option("--voice", metavar="VOICE", help="Only what is on this speaker's word.")
@click.option("--since", type=Day(), metavar="DATE", help="Only facts that began on this day or later.")
@click.option("--on", "day", type=Day(), metavar="DATE", help="Only facts that held on this day.")
@json_option
@click.pass_obj
def list_(
    office_folder: str | None,
    topic: str | None,
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
        ("topic", topic, base.topics),
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
        if (topic is None or topic in fact.topics)
        and (source is None or any(cite.source == source for cite in fact.cites))
        and (voice is None or fact.voice == voice)
        and (since is None or fact.start >= since)
        and (held is None or held.holds(fact))
    ]
    found.sort(key=lambda fact: (fact.start, fact.id))
    if json_:
        as_json([_as_json(fact) for fact in found])
        return
    for fact in found:
        click.echo(f"{fact.id}  ({fact.start}, {fact.voice}, {', '.join(dict.fromkeys(c.source for c in fact.cites))})")
        click.echo(_wrapped(fact.statement, "    "))
    click.echo(f"{len(found)} fact{'s' if len(found) != 1 else ''}", err=True)


@command.command("show")
@click.argument("id_", metavar="ID")
@json_option
@click.pass_obj
def show(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show one fact: its sentence in every wording, its time, and what it rests on."""
    office = open_office(office_folder)
    base = open_facts(office)
    fact = base.facts.get(id_)
    if fact is None:
        fail(f"there is no fact '{id_}'; {nearest(id_, base.facts) or 'drafter facts list shows them all'}")
    if json_:
        as_json(_as_json(fact))
        return
    _print(fact, base, Templates.under(office.templates, office.path_of("templates")))


def _print(fact: Fact, base: FactBase, templates: Templates) -> None:
    click.echo(f"{fact.id}  ({fact.where})")
    click.echo(_wrapped(in_full(fact.statement, base.subjects[fact.subject].abbreviations), "  "))
    rows = [
        ("topics", ", ".join(fact.topics)),
        ("voice", fact.voice),
        ("kind", str(fact.kind)),
        ("series", fact.series),
        ("from", day_in_words(fact.start)),
        ("until", day_in_words(fact.until) if fact.until else ""),
        ("review by", day_in_words(fact.review_by) if fact.review_by else ""),
        *(("again", text) for text in fact.wordings.again),
        *(("same", text) for text in fact.wordings.same),
        *((f"after {other}", text) for other, text in fact.wordings.after.items()),
    ]
    click.echo()
    for name, value in rows:
        if value:
            click.echo(_wrapped(f"{name}: {value}", "  "))
    for cite in fact.cites:
        source = base.sources[cite.source]
        runs = citation(cite, source, templates, first=True)
        click.echo()
        click.echo(_wrapped(f"{''.join(run.text for run in runs)}  [{source.id}, block {cite.paragraph}]", "  "))
        click.echo(_wrapped(f"\u201c{cite.quote}\u201d", "    "))
        if source.url:
            click.echo(f"    {source.url}")


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def _as_json(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "subject": fact.subject,
        "topics": list(fact.topics),
        "series": fact.series or None,
        "kind": str(fact.kind),
        "voice": fact.voice,
        "statement": fact.statement,
        "wordings": {
            "again": list(fact.wordings.again),
            "same": list(fact.wordings.same),
            "after": dict(fact.wordings.after),
        },
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else None,
        "review_by": fact.review_by.isoformat() if fact.review_by else None,
        "cites": [{"source": c.source, "quote": c.quote, "paragraph": c.paragraph} for c in fact.cites],
        "where": str(fact.where),
    }
