"""``drafter sources list``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office
from drafter.cli.sources.common import facts_of, source_as_json, text_state


@click.command("list", short_help="List the documents, and whether their texts are at hand.")
@json_option
@click.pass_obj
def command(office_folder: str | None, json_: bool) -> None:
    """List the documents: id, type, date, title, number of facts, and whether the text is at hand and the right one."""
    office = open_office(office_folder)
    base = open_facts(office)
    if json_:
        as_json([source_as_json(source, base, office) for source in base.sources.values()])
        return
    rows = [
        (s.id, s.type, s.issued.text, f"text {text_state(s, office)}", f"{len(facts_of(s, base))} facts", s.title)
        for s in base.sources.values()
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    click.echo(f"{len(rows)} source{'s' if len(rows) != 1 else ''}", err=True)
