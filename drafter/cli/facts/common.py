"""What the commands on facts share."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

import click

from drafter.cli.common import fail
from drafter.facts.model import Fact, FactBase
from drafter.problems import nearest


def fact_named(id_: str, base: FactBase) -> Fact:
    """The fact. Ends the program where there is none, and suggests the one that was probably meant."""
    fact = base.facts.get(id_)
    if fact is None:
        fail(f"there is no fact '{id_}'; {nearest(id_, base.facts) or 'drafter facts list shows them all'}")
    return fact


def wrapped(text: str, indent: str) -> str:
    """A text in indented lines of 100 characters."""
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def sentences_of(fact: Fact, base: FactBase, day: date) -> tuple[str, str]:
    """What letters of a day say of a fact: once where it stands alone, and once after another fact of its document."""
    # Late: this composes sentences, which listing facts does not need.
    from drafter.letter.remarks import sentences_of as told

    return told(fact, base, max(day, fact.start))


def echo_sentences(fact: Fact, base: FactBase, day: date, *, err: bool = False) -> None:
    """Show what letters say of a fact. One that leans on another is shown only after that."""
    alone, after = sentences_of(fact, base, day)
    if fact.only_after:
        click.echo(wrapped(f"only straight after '{fact.only_after}': {after}", "  "), err=err)
        return
    click.echo(wrapped(f"alone: {alone}", "  "), err=err)
    click.echo(wrapped(f"after another of its document: {after}", "  "), err=err)


def fact_as_json(fact: Fact, base: FactBase) -> dict[str, Any]:
    """A fact for another program."""
    source = base.sources[fact.source]
    return {
        "id": fact.id,
        "subject": fact.subject,
        "topics": list(fact.topics),
        "series": fact.series or None,
        "kind": str(fact.kind),
        "claim": fact.claim,
        "speaker": base.speaker(fact)._asdict(),
        "side": str(source.side),
        "party": source.party or None,
        "occasion": base.occasion(fact),
        "only_after": fact.only_after or None,
        "but_after": fact.but_after or None,
        "so_after": fact.so_after or None,
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else None,
        "review_by": fact.review_by.isoformat() if fact.review_by else None,
        "cites": [{"source": c.source, "quote": c.quote, "paragraph": c.paragraph} for c in fact.cites],
        "where": str(fact.where),
    }
