"""``drafter facts search``."""

from __future__ import annotations

import re

import click

from drafter.cli.common import as_json, fail, json_option, open_facts, open_office, stop
from drafter.cli.facts.common import fact_as_json, wrapped
from drafter.factbase.search import search

_SHOWN = 10
_WORD = re.compile(r"\*[^*\s]+\*")


@click.command("search", short_help="Find facts by words, best first.")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--all", "all_", is_flag=True, help="Show all that were found, not only the best ten.")
@json_option
@click.pass_obj
def command(office_folder: str | None, words: tuple[str, ...], all_: bool, json_: bool) -> None:
    """Find the facts that hold all the words, in any form; the last may be only begun. If none does, those with any.

    Claims, quotations, ids, topics and speakers' names are searched.
    """
    if not any(word.strip() for word in words):
        fail("say what to look for")
    base = open_facts(open_office(office_folder))
    hits, problems = search(base, words)
    if problems:
        stop(problems)
    if json_:
        as_json([{**fact_as_json(hit.fact, base), "found": "".join(text for text, _ in hit.snippet)} for hit in hits])
        return
    shown = hits if all_ else hits[:_SHOWN]
    for hit in shown:
        click.echo(f"{hit.fact.id}  ({hit.fact.start}, {base.speaker(hit.fact).short}, {', '.join(hit.fact.topics)})")
        found = "".join(f"*{text}*" if is_word else text for text, is_word in hit.snippet).strip()
        click.echo(_WORD.sub(lambda m: click.style(m[0], bold=True), wrapped(found, "    ")))
    count = f"{len(hits)} fact{'s' if len(hits) != 1 else ''}"
    click.echo(count if len(shown) == len(hits) else f"the best {len(shown)} of {count}; --all shows all", err=True)
