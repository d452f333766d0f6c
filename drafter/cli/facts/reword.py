"""``drafter facts reword``."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import FOUND, day_of, fail, on_option, open_office, stop
from drafter.cli.facts.changing import name_of, shelf_of, wrong_claim
from drafter.cli.facts.common import echo_sentences
from drafter.cli.reading import passage_at
from drafter.factbase.edit import Hand, change_field
from drafter.factbase.log import EDITED
from drafter.review.rewording import reworded, said_of


@click.command("reword", short_help="Put a claim as a letter puts it; somebody else reviews it.")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--from", "place", required=True, metavar="LETTER@PLACE", help="The sentence: letter.docx@8:5.")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_option
@click.pass_obj
def command(
    office_folder: str | None, id_: str | None, place: str, by: str | None, yes: bool, day: date | None
) -> None:
    """Take over the words that somebody changed in a letter into the claim itself, where they are better.

    Only the words that differ are exchanged. The claim then waits for review, and letters say it so once it is
    reviewed. ID is needed where the sentence says more than one fact.
    """
    hand = Hand(name_of(by), day_of(day), EDITED)
    office = open_office(office_folder, hand.by)
    hand = replace(hand, by=office.person(hand.by))
    review, passage, base = passage_at(place, office)
    facts = passage.facts
    if not facts:
        fail(f"--from: the sentence at {place.rpartition('@')[2]} says no fact; 'drafter facts new --from' begins one")
    if id_ is not None and id_ not in facts:
        fail(f"the sentence says {' and '.join(facts)}, and not '{id_}'")
    if id_ is None and len(facts) > 1:
        fail(f"the sentence says more than one fact: name one of {', '.join(facts)}")
    fact = base.facts[id_ or facts[0]]
    claim = reworded(fact, said_of(passage, fact.id), base.subjects[fact.subject], review.letter.date)
    if claim is None:
        fail(f"'{fact.id}' cannot be put so word for word: 'drafter facts edit {fact.id}' opens it")
    new = replace(fact, claim=claim)
    after = replace(base, facts={**base.facts, fact.id: new})
    problems = wrong_claim(office, after, new)
    if problems:
        stop(problems)
    click.echo(f"was  {fact.claim}\nis   {claim}", err=True)
    echo_sentences(new, after, review.letter.date, err=True)
    if not yes and not click.confirm("Put the claim so?", default=False, err=True):
        click.echo("nothing was written", err=True)
        sys.exit(FOUND)
    shelf = shelf_of(office)
    problems = change_field(shelf, fact, "claim", claim, hand)
    if problems:
        stop(problems)
    click.echo(f"{fact.where.path}: '{fact.id}' is put so")
    click.echo(f"it waits for review: drafter facts review {fact.id} --by NAME")
