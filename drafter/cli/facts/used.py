"""``drafter facts used``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office, report
from drafter.cli.facts.changing import affected, uses_of
from drafter.cli.facts.common import fact_named
from drafter.cli.registers import find_register_of
from drafter.factbase.read_facts import LEANINGS
from drafter.letter.used import topics_of
from drafter.office import Office
from drafter.problems import ProblemsFound


@click.command("used", short_help="Which templates use a fact, by its id or through its series.")
@click.argument("id_", metavar="ID")
@json_option
@click.pass_obj
def command(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show what depends on a fact: places in templates, its series, what leans or rests on it, and letters."""
    office = open_office(office_folder)
    base = open_facts(office)
    fact = fact_named(id_, base)
    used = uses_of(office, base).get(fact.id, ())
    letters = _letters(fact.id, office)
    topics = topics_of(fact, used, base)
    if json_:
        places = [{"path": u.where.path, "line": u.where.line, "how": u.how, "name": u.name} for u in used]
        after = {field: [f.id for f in base.facts.values() if getattr(f, field) == fact.id] for field in LEANINGS}
        as_json({"id": fact.id, "templates": places, "topics": list(topics), **after, "letters": letters})
        return
    for line in affected(fact, base, used):
        click.echo(line)
    if topics:
        click.echo(f"in letters on: {', '.join(topics)}")
    if letters is not None:
        many = f"{letters} approved letter{'s' if letters != 1 else ''}"
        click.echo(f"in {many} (drafter letters list --fact {fact.id})")


def _letters(fact: str, office: Office) -> int | None:
    """How many approved letters say the fact; ``None``, with the reason told, where the register cannot be asked."""
    try:
        register = find_register_of(office)
        if register is None:
            return 0
        with register:
            return register.counts([fact])[fact]
    except ProblemsFound as found:
        report(found.problems)
        return None
