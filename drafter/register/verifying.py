"""Whether the register is as it was entered: every row, the chain, the head, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from drafter.problems import Problem, Where
from drafter.register import head as heads
from drafter.register.faults import DAMAGED
from drafter.register.head import HINT, Head
from drafter.register.keys import Key
from drafter.register.rows import altered, hash_of, name_seal, version_hash
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters

_AT_ONCE = 500


def verify(connection: Connection, key: Key, name: str, *, in_file: bool) -> Iterator[Problem]:
    """Everything that is wrong, in the order of the letters; all is read in the connection's one transaction."""
    if in_file:
        said = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
        if said != ["ok"]:
            yield Problem(Where(name), DAMAGED.rule, "SQLite finds the file damaged", DAMAGED.hint)
    versions: dict[int, str] = {}
    for words in connection.execute(select(fact_versions)):
        versions[words.id] = words.hash
        if words.hash != _sealed(key, words.fact, words.fingerprint, words.statement):
            message = f"the words kept of the fact '{str(words.fact)[:60]}' were altered after they were entered"
            yield Problem(Where(name), "altered-fact", message, HINT)
    head, wrong = heads.read(connection, key, name)
    count, last = 0, ""
    for row, facts, excepted in _letters(connection):
        number = row["number"]
        yield from _missing(count + 1, number, name)
        linked = row["previous"] == last if number == count + 1 else True
        if not (linked and _sound(key, row, facts, excepted, versions, head)):
            yield altered(name, number)
        count, last = number, row["hash"]
    if wrong is not None:
        yield wrong
    elif head is not None and (head.total, head.hash) != (count, last):
        message = "the register does not end with the letter that was entered last"
        if head.total > count:
            message = f"the last letters are missing: there is none after {count}, and {head.total} were entered"
        yield heads.wrong(name, message)
    yield from _stray(connection, name)


def _missing(first: int, number: int, name: str) -> Iterator[Problem]:
    """The numbers that are not there, from ``first`` to the one before ``number``."""
    if number <= first:
        return
    which = f"letter {first} is" if number == first + 1 else f"letters {first} to {number - 1} are"
    yield Problem(Where(name), "missing-letter", f"{which} missing", HINT)


def _sealed(key: Key, *words: Any) -> str:
    return version_hash(key, *words) if all(isinstance(word, str) for word in words) else ""


def _sound(
    key: Key,
    row: RowMapping,
    facts: Sequence[Any],
    excepted: Sequence[Any],
    versions: Mapping[int, str],
    head: Head | None,
) -> bool:
    sealed = [(fact.place, versions.get(fact.version, ""), fact.held) for fact in facts]
    if row["hash"] != hash_of(key, row, sealed, [(let.place, let.rule, let.because) for let in excepted]):
        return False
    if row["name"]:
        return bool(row["name_seal"] == name_seal(key, row["number"], row["name"]))
    # A name that was entered may be gone only where names were purged.
    return not row["name_seal"] or (head is not None and row["letter_date"] < head.purged)


def _letters(connection: Connection) -> Iterator[tuple[RowMapping, list[Any], list[Any]]]:
    """Each letter with its facts and exceptions, in the order of the numbers."""
    above = None
    while True:
        question = select(letters).order_by(letters.c.number).limit(_AT_ONCE)
        rows = connection.execute(question if above is None else question.where(letters.c.number > above)).mappings()
        found = rows.all()
        if not found:
            return
        first, above = found[0]["number"], found[-1]["number"]
        facts: dict[int, list[Any]] = {}
        excepted: dict[int, list[Any]] = {}
        for table, by_letter in ((letter_facts, facts), (exceptions, excepted)):
            for row in connection.execute(
                select(table).where(table.c.letter.between(first, above)).order_by(table.c.letter, table.c.place)
            ):
                by_letter.setdefault(row.letter, []).append(row)
        for letter in found:
            number = letter["number"]
            yield letter, facts.get(number, []), excepted.get(number, [])


def _stray(connection: Connection, name: str) -> Iterator[Problem]:
    for table in (letter_facts, exceptions):
        known = select(letters.c.number).where(letters.c.number == table.c.letter).exists()
        count = connection.execute(select(func.count()).select_from(table).where(~known)).scalar_one()
        if count:
            rows = f"{count} row{'s' if count > 1 else ''}"
            message = f"{table.name} has {rows} of letters that are not there"
            yield Problem(Where(name), "altered-letter", message, HINT)
