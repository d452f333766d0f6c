"""``drafter words list``."""

from __future__ import annotations

from collections.abc import Collection

import click

from drafter.cli.common import as_json, json_option, open_facts, open_office, stop
from drafter.cli.facts.common import wrapped
from drafter.cli.registers import seal_of
from drafter.cli.words.shown import templates_of
from drafter.factbase.edtf import day_in_words
from drafter.factbase.word_reviews import WordReview, read_word_reviews, shipped_words
from drafter.letter.wordings import Wording, of_paper, views, wordings
from drafter.problems import errors

_AUTHORS = "the authors of drafter"


@click.command("list", short_help="List what letters say in words of their own, and who stands for it.")
@click.option("--waiting", is_flag=True, help="Only what nobody has reviewed as it is now.")
@json_option
@click.pass_obj
def command(office_folder: str | None, waiting: bool, json_: bool) -> None:
    """List courtesies, open questions, answers, plain words for terms, and the sentences of positions."""
    office = open_office(office_folder)
    base = open_facts(office)
    reviews, problems = read_word_reviews(office.facts, office.path_of("facts"), seal_of(office))
    if errors(problems):
        stop(problems)
    last = {review.fingerprint: review for review in reviews}
    every = list(
        dict.fromkeys((*wordings(base), *views(base, templates_of(office)), *of_paper(office.letterhead_says)))
    )
    shipped = shipped_words()
    shown = [one for one in every if not (waiting and one.fingerprint in last.keys() | shipped)]
    if json_:
        as_json([_as_json(one, last.get(one.fingerprint), shipped) for one in shown])
        return
    kind = ""
    for one in shown:
        name = f"{one.kind} of the position '{one.position}'" if one.position else str(one.kind)
        if name != kind:
            click.echo(name)
            kind = name
        click.echo(wrapped(one.text, "  "))
        for beside in one.beside:
            click.echo(wrapped(f"beside: {beside}", "      "))
        seen = last.get(one.fingerprint)
        by = f"{seen.by}, {day_in_words(seen.on)}" if seen else "nobody has reviewed it"
        if seen is None and one.fingerprint in shipped:
            by = _AUTHORS
        click.echo(f"      {by}")
    left = sum(one.fingerprint not in last.keys() | shipped for one in every)
    verb = "waits" if left == 1 else "wait"
    click.echo(f"{left} of {len(every)} {verb} for review", err=True)


def _as_json(one: Wording, seen: WordReview | None, shipped: Collection[str]) -> dict[str, object]:
    return {
        "kind": str(one.kind),
        "text": one.text,
        "beside": list(one.beside),
        "position": one.position or None,
        "reviewed_by": seen.by if seen else _AUTHORS if one.fingerprint in shipped else None,
        "reviewed_on": seen.on.isoformat() if seen else None,
    }
