"""``drafter sources show``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office
from drafter.cli.facts.common import wrapped
from drafter.cli.sources.common import facts_of, source_as_json, source_named, text_state
from drafter.documents.entry import runs
from drafter.factbase.model import Citation, Fact, Source
from drafter.letter.cite import citation
from drafter.letter.templates import Templates
from drafter.office import Office


@click.command("show", short_help="Show one document: its details, and the facts that cite it.")
@click.argument("id_", metavar="ID")
@json_option
@click.pass_obj
def command(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show one document: its details and where they are from, how letters cite it, and the facts that do."""
    office = open_office(office_folder)
    base = open_facts(office)
    source = source_named(id_, base)
    if json_:
        as_json(source_as_json(source, base, office))
        return
    _print(source, facts_of(source, base), office)


def _print(source: Source, facts: list[Fact], office: Office) -> None:
    click.echo(f"{source.id}  ({source.where})")
    details = [
        ("title", source.title),
        ("author", source.author),
        ("publisher", source.publisher),
        ("issued", f"{source.issued.text} ({source.issued})"),
        ("number", source.number),
        ("URL", source.url),
    ]
    for name, value in [("type", source.type), *details]:
        # The type is the office's word, never the document's.
        said = "" if name == "type" or not value else "  [stated]" if name in source.stated else "  [not stated]"
        if value:
            click.echo(wrapped(f"{name}: {value}{said}", "  "))
    rest = [
        ("speaker", f"{source.speaker.full}; then {source.speaker.short}, {source.speaker.pronoun}"),
        ("side", f"{source.side}{f' ({source.party})' if source.party else ''}"),
        ("occasion", source.occasion),
        ("known from", source.known_from),
        ("counted from", str(source.counted_from)),
        *((f"section from {block} on", heading) for block, heading in source.sections),
        ("furniture", ", ".join(runs(source.furniture))),
        ("text", f"{text_state(source, office)} ({office.path_of('texts', source.id)}.txt)"),
        ("sha256", source.sha256),
    ]
    for name, value in rest:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    templates = Templates.under(office.templates, office.path_of("templates"))
    cites = [cite for fact in facts for cite in fact.cites if cite.source == source.id]
    cite = cites[0] if cites else Citation(source.id, "", source.counted_from)
    click.echo()
    click.echo(wrapped(f"cited as: {''.join(r.text for r in citation(cite, source, templates, first=True))}", "  "))
    click.echo()
    for fact in facts:
        paragraphs = ", ".join(str(c.paragraph) for c in fact.cites if c.source == source.id)
        click.echo(f"  {fact.id}  [{paragraphs}]")
    click.echo(f"{len(facts)} fact{'s' if len(facts) != 1 else ''}", err=True)
