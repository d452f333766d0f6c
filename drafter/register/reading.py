"""Letters looked up."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from drafter.problems import Problem, ProblemsFound
from drafter.register import head as heads
from drafter.register.database import rows_of
from drafter.register.keys import Key
from drafter.register.model import Accepted, Entry, SaidFact
from drafter.register.rows import altered, entry_of, is_sound, is_version
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which letters are looked for; what is left out does not matter. ``constituents`` are keyed hashes of one, who may
    be known by several forms of a name.
    """

    since: date | None = None
    until: date | None = None
    topic: str = ""
    by: str = ""
    fact: str = ""
    fingerprint: str = ""
    constituents: tuple[str, ...] = ()
    corrects: int = 0
    correcting: bool | None = None  # whether it corrects a letter at all
    reference: str = ""
    sha256: str = ""
    number: int = 0

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """As conditions on a row of ``letters``."""
        if self.since is not None:
            yield letters.c.letter_date >= self.since.isoformat()
        if self.until is not None:
            yield letters.c.letter_date <= self.until.isoformat()
        if self.correcting is not None:
            yield letters.c.corrects > 0 if self.correcting else letters.c.corrects == 0
        if self.constituents:
            yield letters.c.constituent.in_(self.constituents)
        if self.topic:
            yield letters.c.topics.contains(json.dumps(self.topic), autoescape=True)
        for column, value in (
            (letters.c.approved_by, self.by),
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


class Looked(NamedTuple):
    """Letters that were looked up: those that are as they were entered, and of the others that they are not.

    ``more`` is the number below which there may be others, 0 where there are none.
    """

    entries: tuple[Entry, ...] = ()
    refused: tuple[Problem, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Reader:
    """Reads letters in one transaction; each is believed by its seal only."""

    connection: Connection
    key: Key
    name: str

    def some(self, wanted: Wanted, *, below: int = 0, most: int = 0, only: str = "") -> Looked:
        """The newest letters of those wanted, with a number ``below`` one, at ``most`` so many; 0 sets no bound.

        With ``only``, a fact's id, of their facts none but that one is given.
        """
        question = select(letters).where(*wanted.conditions()).order_by(letters.c.number.desc())
        if below:
            question = question.where(letters.c.number < below)
        if most:
            question = question.limit(most)
        looked = self._looked(question, only)
        count = len(looked.entries) + len(looked.refused)
        return looked if most and count == most else looked._replace(more=0)

    def by_digests(self, digests: Sequence[str]) -> dict[str, Entry]:
        """The letters whose final copies have these SHA-256. Raises ProblemsFound for one that was altered."""
        found: list[Entry] = []
        for start in range(0, len(digests), _AT_ONCE):
            looked = self._looked(select(letters).where(letters.c.sha256.in_(digests[start : start + _AT_ONCE])))
            if looked.refused:
                raise ProblemsFound(looked.refused)
            found += looked.entries
        return {entry.sha256: entry for entry in found}

    def _looked(self, question: Select[Any], only: str = "") -> Looked:
        entries: list[Entry] = []
        refused: list[Problem] = []
        rows = self.connection.execute(question).mappings().all()
        head, _ = heads.read(self.connection, self.key, self.name)
        purged = head.purged if head is not None else ""
        words: dict[int, _Words] = {}
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            numbers = [row["number"] for row in some]
            said, let = self._said(numbers, words), self._let(numbers)
            for row in some:
                mine, excepted = said.get(row["number"], ()), let.get(row["number"], ())
                sealed = [(place, words[version].seal, held) for place, version, held in mine]
                if not is_sound(self.key, row, sealed, excepted, purged):
                    refused.append(altered(self.name, row["number"]))
                    continue
                facts = (words[version].said[bool(held)] for _, version, held in mine)
                told = [fact for fact in facts if not only or fact.fact == only]
                try:
                    accepted = [Accepted(rule, because) for _, rule, because in excepted]
                    entries.append(entry_of(row, told, accepted, self.name))
                except ProblemsFound as odd:
                    refused += odd.problems
        return Looked(tuple(entries), tuple(refused), rows[-1]["number"] if rows else 0)

    def _said(self, numbers: Sequence[int], words: dict[int, _Words]) -> dict[int, list[tuple[int, int, int]]]:
        """Place, version and held of each letter's facts; ``words`` learns of the versions."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        columns = (letter_facts.c.letter, letter_facts.c.place, letter_facts.c.version, letter_facts.c.held)
        question = select(*columns).where(letter_facts.c.letter.in_(numbers))
        question = question.order_by(letter_facts.c.letter, letter_facts.c.place)
        for letter, place, version, held in rows_of(self.connection, question):
            found.setdefault(letter, []).append((place, version, held))
        unknown = list({version for mine in found.values() for _, version, _ in mine} - words.keys())
        words |= dict.fromkeys(unknown, _NONE)
        for start in range(0, len(unknown), _AT_ONCE):
            chosen = fact_versions.c.id.in_(unknown[start : start + _AT_ONCE])
            for row in self.connection.execute(select(fact_versions).where(chosen)):
                fact = SaidFact(row.fact, row.fingerprint, row.statement)
                seal = row.hash if is_version(self.key, row) else ""
                words[row.id] = _Words(seal, (fact._replace(held=False), fact))
        return found

    def _let(self, numbers: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
        found: dict[int, list[tuple[int, str, str]]] = {}
        columns = (exceptions.c.letter, exceptions.c.place, exceptions.c.rule, exceptions.c.because)
        question = select(*columns).where(exceptions.c.letter.in_(numbers))
        for letter, *rest in self.connection.execute(question.order_by(exceptions.c.letter, exceptions.c.place)).all():
            found.setdefault(letter, []).append(tuple(rest))
        return found


class _Words(NamedTuple):
    """A fact's words as letters share them: ``seal`` is empty where they were altered; as history, and as held."""

    seal: str
    said: tuple[SaidFact, SaidFact]


_NONE = _Words("", (SaidFact("", "", ""), SaidFact("", "", "")))


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
