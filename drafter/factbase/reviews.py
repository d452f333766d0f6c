"""Which facts a person has looked at, in which words: ``facts/reviews.yaml``, to which entries are only ever added."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from drafter import located_yaml
from drafter.factbase.append import append
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.model import Fact
from drafter.fields import Fields, entries
from drafter.files import locked
from drafter.located_yaml import Value
from drafter.problems import Problem, Severity, Where, nearest

FILE = "reviews.yaml"
_HEADING = (
    "# Who looked at which fact, and in which words. Written by 'drafter facts review', which only adds at the end.\n"
)
# What the fact said then. Entries of the time when facts were whole sentences have 'statement', and stay as they are.
SAID_FIELDS = ("claim", "statement")
_ENTRY = re.compile(r"^(?=- )", re.MULTILINE)
_PLAIN = re.compile(r"- fact: ([a-z0-9-]+)[ \t\r]*\n")


class State(StrEnum):
    """What reviews say of a fact."""

    NEVER = "never reviewed"
    REVIEWED = "reviewed"
    CHANGED = "changed since it was reviewed"


@dataclass(frozen=True)
class Review:
    """That a person looked at a fact. ``claim`` and ``quotes`` are as they were on the day."""

    fact: str
    fingerprint: str
    by: str
    on: date
    note: str
    claim: str
    quotes: tuple[str, ...]
    where: Where


def read_reviews(
    folder: Path, name: str, facts: Mapping[str, Fact] | None = None, only: Collection[str] | None = None
) -> tuple[list[Review], list[Problem]]:
    """The reviews in a folder of facts, in the order of the file; none where there is no file.

    With ``facts``, a review of one that is not there is a warning. With ``only``, reviews of other facts are skipped
    unread: a letter cites a dozen facts, and the file grows for years.
    """
    path, name = folder / FILE, f"{name}/{FILE}"
    if not path.exists():
        return [], []
    document, problems = located_yaml.read(path, name)
    if document is not None and only is not None:
        document, problems = located_yaml.parse(_without_others(document.text, only), name)
    if document is None:
        return [], problems
    reviews = [r for r in (_review(fields) for fields in entries(document, problems)) if r is not None]
    for review in reviews if facts is not None else ():
        if facts is not None and review.fact not in facts:
            message = f"there is no fact '{review.fact}' any more"
            hint = nearest(review.fact, facts)
            problems.append(Problem(review.where, "unknown-fact", message, hint, Severity.WARNING))
    return reviews, sorted(problems)


def _without_others(text: str, only: Collection[str]) -> str:
    """The text without the entries on other facts; lines keep their numbers."""
    kept = []
    for part in _ENTRY.split(text):
        plain = _PLAIN.match(part)
        kept.append("\n" * part.count("\n") if plain and plain[1] not in only else part)
    return "".join(kept)


def _review(fields: Fields) -> Review | None:
    before = len(fields.problems)
    fields.allow(("fact", "fingerprint", "by", "on", "note", *SAID_FIELDS, "quotes"))
    on = fields.day("on", required=True)
    review = Review(
        fact=fields.text("fact", required=True),
        fingerprint=fields.text("fingerprint", required=True),
        by=fields.text("by", required=True),
        on=on or date.min,
        note=fields.text("note"),
        claim=said_in(fields),
        quotes=fields.texts("quotes"),
        where=fields.entry,
    )
    return review if len(fields.problems) == before else None


def said_in(fields: Fields) -> str:
    """What a fact said when an entry was written."""
    return fields.text("statement") or fields.text("claim", required=True)


def append_review(folder: Path, name: str, fact: Fact, by: str, on: date, note: str = "") -> list[Problem]:
    """Enter that a person looked at the fact as it is in ``fact``: if it changed meanwhile, the fingerprint tells."""
    quotes: list[Value] = [cite.quote for cite in fact.cites]
    fields: dict[str, Value] = {
        "fact": fact.id,
        "fingerprint": fingerprint(fact),
        "by": by,
        "on": on.isoformat(),
        "note": note or None,
        "claim": fact.claim,
        "quotes": quotes,
    }
    with locked(folder):
        return append(folder / FILE, f"{name}/{FILE}", [fields], _HEADING)


def last_review(fact: Fact, reviews: Collection[Review]) -> Review | None:
    """The last review of a fact, in whatever words."""
    return next((review for review in reversed(list(reviews)) if review.fact == fact.id), None)


def state_of(fact: Fact, reviews: Collection[Review]) -> State:
    """Only the last review counts: words that came back after others were reviewed were left for a reason."""
    review = last_review(fact, reviews)
    if review is None:
        return State.NEVER
    return State.REVIEWED if review.fingerprint == fingerprint(fact) else State.CHANGED
