"""``drafter office seal``."""

from __future__ import annotations

import sys
from datetime import date

import click

from drafter.cli.common import FOUND, YES, day_of, on_option, open_facts, open_office, stop, typed_yes
from drafter.cli.facts.changing import name_of
from drafter.cli.registers import seal_of
from drafter.factbase.edtf import day_in_words
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.reviews import append_review, read_reviews
from drafter.problems import errors


@click.command("seal", short_help="Seal reviews that were entered before the office had a key.")
@click.option("--by", required=True, metavar="NAME", help="Who vouches for them.")
@on_option
@click.pass_obj
def command(office_folder: str | None, by: str, day: date | None) -> None:
    """Enter anew, sealed with the office's key, the reviews of facts that bear no seal and still fit their facts.

    Only where you know that people of the office entered them: whoever can write to the folder could have. Each is
    entered in your name, with a note of who is said to have looked at it, and when.
    """
    by, day = name_of(by), day_of(day)
    office = open_office(office_folder, by)
    by = office.person(by)
    base = open_facts(office)
    seal = seal_of(office, make=True)
    assert seal is not None
    reviews, problems = read_reviews(office.facts, office.path_of("facts"), base.facts)
    if errors(problems):
        stop(problems)
    last = {review.fact: review for review in reviews}
    waiting = [
        review
        for review in last.values()
        if not review.is_sealed(seal)
        and review.fact in base.facts
        and review.fingerprint == fingerprint(base.facts[review.fact])
    ]
    if not waiting:
        click.echo("every review that counts is sealed")
        return
    for review in waiting:
        click.echo(f"{review.fact}  (by {review.by}, {day_in_words(review.on)})")
    if typed_yes(f"Do you vouch for these {len(waiting)}?", goes_on=False) != YES:
        click.echo("nothing was entered", err=True)
        sys.exit(FOUND)
    for review in waiting:
        note = f"sealed later; entered by {review.by} on {day_in_words(review.on)}"
        fact = base.facts[review.fact]
        problems = append_review(office.facts, office.path_of("facts"), fact, by, day, note, seal)
        if problems:
            stop(problems)
    click.echo(f"{len(waiting)} reviews sealed by {by}")
