"""Letters looked up."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from drafter.register.model import Accepted, Entry, SaidFact
from drafter.register.rows import entry_of
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which letters are looked for; what is left out does not matter. ``constituent`` is the keyed hash of one."""

    since: date | None = None
    until: date | None = None
    topic: str = ""
    by: str = ""
    fact: str = ""
    fingerprint: str = ""
    constituent: str = ""
    corrects: int = 0
    reference: str = ""
    sha256: str = ""
    number: int = 0

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """As conditions on a row of ``letters``."""
        if self.since is not None:
            yield letters.c.letter_date >= self.since.isoformat()
        if self.until is not None:
            yield letters.c.letter_date <= self.until.isoformat()
        if self.topic:
            yield letters.c.topics.contains(json.dumps(self.topic), autoescape=True)
        for column, value in (
            (letters.c.approved_by, self.by),
            (letters.c.constituent, self.constituent),
            (letters.c.corrects, self.corrects),
            (letters.c.reference, self.reference),
            (letters.c.sha256, self.sha256),
            (letters.c.number, self.number),
        ):
            if value:
                yield column == value
        if self.fact:
            said = select(letter_facts.c.letter).join(fact_versions, fact_versions.c.id == letter_facts.c.version)
            said = said.where(fact_versions.c.fact == self.fact)
            if self.fingerprint:
                said = said.where(fact_versions.c.fingerprint == self.fingerprint)
            yield letters.c.number.in_(said)


def some(
    connection: Connection, wanted: Wanted, name: str, *, below: int = 0, most: int = 0, only: str = ""
) -> list[Entry]:
    """The newest letters of those wanted, with a number ``below`` one, at ``most`` so many; 0 sets no bound.

    With ``only``, a fact's id, of their facts none but that one is read.
    """
    question = select(letters).where(*wanted.conditions()).order_by(letters.c.number.desc())
    if below:
        question = question.where(letters.c.number < below)
    if most:
        question = question.limit(most)
    return _entries(connection, question, name, only)


def by_digests(connection: Connection, digests: Sequence[str], name: str) -> dict[str, Entry]:
    """The letters whose final copies have these SHA-256."""
    found: list[Entry] = []
    for start in range(0, len(digests), _AT_ONCE):
        chosen = letters.c.sha256.in_(digests[start : start + _AT_ONCE])
        found += _entries(connection, select(letters).where(chosen), name)
    return {entry.sha256: entry for entry in found}


def sent(connection: Connection) -> Iterator[tuple[str, int, str, str]]:
    """Of every letter that corrects none, the first first: whom it is to, its number, its time, its topics as kept."""
    columns = (letters.c.constituent, letters.c.number, letters.c.approved_at, letters.c.topics)
    question = select(*columns).where(letters.c.corrects == 0).order_by(letters.c.number)
    rows = connection.execute(question.execution_options(yield_per=1000))
    yield from ((row.constituent, row.number, row.approved_at, row.topics) for row in rows)


def counts(connection: Connection, facts: Collection[str]) -> dict[str, int]:
    """In how many letters each fact is said, in whatever words."""
    found = dict.fromkeys(facts, 0)
    ids = list(found)
    for start in range(0, len(ids), _AT_ONCE):
        question = (
            select(fact_versions.c.fact, func.count(letter_facts.c.letter.distinct()))
            .join(letter_facts, letter_facts.c.version == fact_versions.c.id)
            .where(fact_versions.c.fact.in_(ids[start : start + _AT_ONCE]))
            .group_by(fact_versions.c.fact)
        )
        found |= dict(connection.execute(question).all())
    return found


def total(connection: Connection) -> int:
    """How many letters there are."""
    return int(connection.execute(select(func.count()).select_from(letters)).scalar_one())


def names_before(connection: Connection, before: date) -> int:
    """How many letters dated before a day have a name."""
    named = select(func.count()).where(letters.c.letter_date < before.isoformat(), letters.c.name != "")
    return int(connection.execute(named).scalar_one())


def _entries(connection: Connection, question: Select[Any], name: str, only: str = "") -> list[Entry]:
    rows = connection.execute(question).mappings().all()
    numbers = [row["number"] for row in rows]
    said, let = _said(connection, numbers, only), _let(connection, numbers)
    return [entry_of(row, said.get(row["number"], ()), let.get(row["number"], ()), name) for row in rows]


def _said(connection: Connection, numbers: Sequence[int], only: str = "") -> dict[int, list[SaidFact]]:
    """The facts of letters, or ``only`` the one. Words that many letters share are one object."""
    found: dict[int, list[SaidFact]] = {}
    words: dict[int, tuple[SaidFact, SaidFact]] = {}
    columns = (letter_facts.c.letter, letter_facts.c.version, letter_facts.c.held)
    versions = select(fact_versions.c.id).where(fact_versions.c.fact == only)
    mine = [letter_facts.c.version.in_(connection.execute(versions).scalars().all())] if only else []
    for chosen in _chosen(numbers):
        rows = connection.execute(
            select(*columns)
            .where(letter_facts.c.letter.in_(chosen), *mine)
            .order_by(letter_facts.c.letter, letter_facts.c.place)
        ).all()
        unknown = list({version for _, version, _ in rows} - words.keys())
        for start in range(0, len(unknown), _AT_ONCE):
            for row in connection.execute(
                select(fact_versions).where(fact_versions.c.id.in_(unknown[start : start + _AT_ONCE]))
            ):
                said = SaidFact(row.fact, row.fingerprint, row.statement)
                words[row.id] = (said._replace(held=False), said)
        for letter, version, held in rows:
            if version in words:
                found.setdefault(letter, []).append(words[version][bool(held)])
    return found


def _let(connection: Connection, numbers: Sequence[int]) -> dict[int, list[Accepted]]:
    found: dict[int, list[Accepted]] = {}
    for chosen in _chosen(numbers):
        rows: Any = connection.execute(
            select(exceptions).where(exceptions.c.letter.in_(chosen)).order_by(exceptions.c.letter, exceptions.c.place)
        )
        for row in rows:
            found.setdefault(row.letter, []).append(Accepted(row.rule, row.because))
    return found


def _chosen(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]


def corrections(connection: Connection) -> list[tuple[int, int, date]]:
    """Number, number of the letter that is corrected, and day of approval (in UTC), of each correction."""
    columns = select(letters.c.number, letters.c.corrects, letters.c.approved_at).where(letters.c.corrects > 0)
    return [(number, corrected, date.fromisoformat(at[:10])) for number, corrected, at in connection.execute(columns)]
