"""``drafter facts withdraw``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import day_of, fail, on_option, open_facts, open_office, stop
from drafter.cli.facts.changing import affected, indented, name_of, relied_on, shelf_of, uses_of
from drafter.cli.facts.common import fact_named
from drafter.factbase import day as days
from drafter.factbase.edit import Hand, change_field
from drafter.factbase.edtf import day_in_words
from drafter.factbase.log import WITHDRAWN
from drafter.factbase.model import Fact, FactBase, Withdrawal
from drafter.factbase.yaml_text import cleaned
from drafter.located_yaml import Value


@click.command("withdraw", short_help="Say that a fact was wrong: no letter of any date says it again.")
@click.argument("id_", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why, for those who come after.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def command(office_folder: str | None, id_: str, reason: str, by: str | None, day: date | None) -> None:
    """Enter that a fact was found to be wrong. It stays in its file, and no letter of any date says it again."""
    on = day_of(day)
    hand = Hand(name_of(by), on, WITHDRAWN)
    if not cleaned(reason):
        fail("--reason: say why, for those who come after")
    office = open_office(office_folder, hand.by)
    hand = replace(hand, by=office.person(hand.by))
    base = open_facts(office)
    fact = fact_named(id_, base)
    if fact.withdrawn is not None:
        fail(f"'{fact.id}' was withdrawn already, on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}")
    entry: dict[str, Value] = {"on": on.isoformat(), "reason": reason}
    problems = change_field(shelf_of(office), fact, "withdrawn", entry, hand)
    if problems:
        stop(problems)
    click.echo(f"{fact.where.path}: '{fact.id}' is withdrawn")
    click.echo("what depends on it:")
    click.echo(indented(affected(fact, base, uses_of(office, base).get(fact.id, ()))))
    letters = relied_on(office, fact.id)
    if letters:
        click.echo(letters)
    if fact.series:
        click.echo(_instead(fact, base, on))


def _instead(fact: Fact, base: FactBase, on: date) -> str:
    """What the series gives now."""
    without = replace(base, facts={**base.facts, fact.id: replace(fact, withdrawn=Withdrawal(on, ""))})
    day = days.on(without, on)
    holding = day.holding.get(fact.series)
    if holding is None or not day.holds(holding):
        return f"the series {fact.series} now gives nothing in a letter of {day_in_words(on)}"
    return f"the series {fact.series} now gives '{holding.id}' in a letter of {day_in_words(on)}"
