"""The shipped facts and templates, loaded once, and the letters that are looked at in full."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from directly import load_facts

from drafter import office as offices
from drafter.facts.model import FactBase
from drafter.letter.compose import Composed, compose
from drafter.letter.recipient import correspondent
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import Templates
from drafter.office import Office

ROOT = Path(__file__).parent.parent
DAYS = tuple(
    map(date.fromisoformat, ("2017-01-15", "2017-12-10", "2018-02-01", "2018-05-01", "2018-07-10", "2026-11-23"))
)
READER = correspondent("Mrs Asha Patel", "1 Long Row, Westmere, WV1 9ZZ")


@cache
def base() -> FactBase:
    loaded = load_facts(ROOT / "facts")
    assert not loaded.problems
    return loaded.base


@cache
def office() -> Office:
    return offices.open_office(ROOT)


@cache
def templates() -> Templates:
    return Templates.under(ROOT / "templates")


def topic_sets() -> tuple[tuple[str, ...], ...]:
    """Each topic alone, the three main ones together, and all eight."""
    every = tuple(base().topics)
    return (*((topic,) for topic in every), ("accountability", "privatisation", "consultation"), every)


@cache
def letter_of(
    topics: tuple[str, ...], day: date, position: str = "", length: Length = Length.STANDARD, reference: str = ""
) -> Composed:
    request = LetterRequest(topics, READER, day, position, length, reference)
    return compose(request, base(), templates(), office())
