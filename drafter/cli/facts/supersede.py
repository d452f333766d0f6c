"""``drafter facts supersede``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import day_of, fail, on_option, open_facts, open_office, stop
from drafter.cli.facts.changing import affected, indented, name_of, relied_on, shelf_of, uses_of
from drafter.cli.facts.common import fact_named
from drafter.factbase.edit import Hand, change_field
from drafter.factbase.edtf import day_in_words
from drafter.factbase.log import SUPERSEDED
from drafter.factbase.model import Fact, FactBase


@click.command("supersede", short_help="Say that a newer fact takes the place of one.")
@click.argument("id_", metavar="ID")
@click.option("--by", "new_id", required=True, metavar="NEW", help="The fact that takes its place.")
@click.option("--who", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def command(office_folder: str | None, id_: str, new_id: str, who: str | None, day: date | None) -> None:
    """Enter in ID that NEW takes its place: from NEW's first day on, letters give ID only as history."""
    hand = Hand(name_of(who, "--who"), day_of(day), SUPERSEDED)
    office = open_office(office_folder, hand.by, "--who")
    hand = replace(hand, by=office.person(hand.by))
    base = open_facts(office)
    old, new = fact_named(id_, base), fact_named(new_id, base)
    _refuse_what_cannot_be(old, new, base)
    used = uses_of(office, base)
    problems = change_field(shelf_of(office), old, "superseded_by", new.id, hand)
    if problems:
        stop(problems)
    click.echo(f"{old.where.path}: from {day_in_words(new.start)} on, '{new.id}' takes the place of '{old.id}'")
    click.echo(f"what depends on '{old.id}':")
    click.echo(indented(affected(old, base, used.get(old.id, ()))))
    letters = relied_on(office, old.id)
    if letters:
        click.echo(letters)
    if new.id not in used:
        click.echo(f"no template says '{new.id}' yet: 'drafter facts used {old.id}' shows where it may be wanted")


def _refuse_what_cannot_be(old: Fact, new: Fact, base: FactBase) -> None:
    if old.id == new.id:
        fail("a fact cannot take its own place")
    if old.superseded_by:
        fail(f"'{old.id}' is superseded already, by '{old.superseded_by}'; change that with 'drafter facts edit'")
    if new.withdrawn is not None:
        fail(f"'{new.id}' is withdrawn, and takes nobody's place")
    seen, step = [new.id], base.facts.get(new.superseded_by)
    while step is not None and step.id not in seen:
        seen.append(step.id)
        step = base.facts.get(step.superseded_by)
    if old.id in seen:
        fail(f"that would go round in a circle: {' -> '.join([*seen[: seen.index(old.id) + 1], new.id])}")
    if new.start <= old.start:
        fail(
            f"'{new.id}' begins on {day_in_words(new.start)}, no later than '{old.id}' ({day_in_words(old.start)}); "
            "a fact that was wrong from the first is withdrawn"
        )
