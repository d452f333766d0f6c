"""What the commands on facts share."""

from __future__ import annotations

import textwrap
from typing import Any

from drafter.cli.common import fail
from drafter.factbase.model import Fact, FactBase
from drafter.problems import nearest


def fact_named(id_: str, base: FactBase) -> Fact:
    """The fact; ends the program where there is none, with the one that was probably meant."""
    fact = base.facts.get(id_)
    if fact is None:
        fail(f"there is no fact '{id_}'; {nearest(id_, base.facts) or 'drafter facts list shows them all'}")
    return fact


def wrapped(text: str, indent: str) -> str:
    """A text in lines of 100 characters, each with the indent."""
    return textwrap.fill(text, 100, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


def fact_as_json(fact: Fact) -> dict[str, Any]:
    """A fact for another program."""
    return {
        "id": fact.id,
        "subject": fact.subject,
        "topics": list(fact.topics),
        "series": fact.series or None,
        "kind": str(fact.kind),
        "voice": fact.voice,
        "statement": fact.statement,
        "wordings": {
            "again": list(fact.wordings.again),
            "same": list(fact.wordings.same),
            "after": dict(fact.wordings.after),
        },
        "from": fact.start.isoformat(),
        "until": fact.until.isoformat() if fact.until else None,
        "review_by": fact.review_by.isoformat() if fact.review_by else None,
        "cites": [{"source": c.source, "quote": c.quote, "paragraph": c.paragraph} for c in fact.cites],
        "where": str(fact.where),
    }
