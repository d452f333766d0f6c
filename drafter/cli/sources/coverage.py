"""``drafter sources coverage``."""

from __future__ import annotations

import sys
from typing import Any

import click

from drafter.cli.common import FOUND, as_json, fail, json_option, open_facts, open_office, report
from drafter.documents.coverage import Row, coverage
from drafter.documents.texts import read_text
from drafter.problems import Problem, Where, nearest


@click.command("coverage", short_help="A document paragraph by paragraph, with the facts that quote each.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--missing", is_flag=True, help="Only paragraphs that nobody has accounted for.")
@json_option
@click.pass_obj
def command(office_folder: str | None, ids: tuple[str, ...], missing: bool, json_: bool) -> None:
    """Show each paragraph of the documents, all or those named: the facts that quote it, or why none does.

    Exit code 1 where a paragraph is not accounted for, or a text is not at hand.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    for id_ in ids:
        if id_ not in base.sources:
            hint = nearest(id_, base.sources) or f"known: {', '.join(base.sources)}"
            fail(f"there is no source '{id_}'; {hint}")
    shown: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for source in (base.sources[id_] for id_ in ids or base.sources):
        text, problem = read_text(office.texts, source, office.path_of("texts"))
        if text is not None:
            shown[source.id] = coverage(text, source, base.facts.values())
            continue
        where = Where(office.path_of("texts", f"{source.id}.txt"))
        hint = "'drafter sources attach FOLDER' finds it among your files"
        problems.append(problem or Problem(where, "no-text", f"the text of '{source.id}' is not at hand", hint))
    left = [row for rows in shown.values() for row in rows if not row.accounted_for]
    if json_:
        as_json({id_: [_as_json(row) for row in rows] for id_, rows in shown.items()})
    else:
        for id_, rows in shown.items():
            click.echo(id_)
            for row in rows:
                if not (missing and row.accounted_for):
                    said = ", ".join(row.facts) or row.reason or "NOT ACCOUNTED FOR"
                    click.echo(f"{row.number:>4}  {row.text[:64]:<64}  {said}")
    report(problems)
    click.echo(f"{len(left)} paragraphs are not accounted for", err=True)
    sys.exit(FOUND if left or problems else 0)


def _as_json(row: Row) -> dict[str, Any]:
    return {"paragraph": row.number, "facts": list(row.facts), "reason": row.reason or None}
