"""Whether the register is as it was entered: every row, the chain, the head, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from drafter.problems import Problem, Where
from drafter.register import head as heads
from drafter.register.faults import DAMAGED
from drafter.register.head import HINT
from drafter.register.keys import Key, KeyPlace
from drafter.register.rows import altered, is_sound, is_version
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters
from drafter.register.witness import held_against

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
        if not is_version(key, words):
            message = f"the words kept of the fact '{str(words.fact)[:60]}' were altered after they were entered"
            yield Problem(Where(name), "altered-fact", message, HINT)
    head, wrong = heads.read(connection, key, name)
    count, last = 0, ""
    for row, facts, excepted in _letters(connection):
        number = row["number"]
        yield from _missing(count + 1, number, name)
        linked = row["previous"] == last if number == count + 1 else True
        said = [(fact.place, versions.get(fact.version, ""), fact.held) for fact in facts]
        let = [(one.place, one.rule, one.because) for one in excepted]
        if not (linked and is_sound(key, row, said, let, head.purged if head is not None else "")):
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


def ends(connection: Connection, keys: KeyPlace, key: Key, name: str) -> list[Problem]:
    """What is wrong with the register as a whole, as far as a look at its two ends and at what remembers it tells."""
    head, odd = heads.read(connection, key, name)
    problems = [odd] if odd is not None else []
    if head is not None and odd is None:
        count, last = connection.execute(select(func.count(), func.max(letters.c.number)).select_from(letters)).one()
        seal = connection.execute(select(letters.c.hash).where(letters.c.number == last)).scalar() if last else ""
        if (count, last or 0, seal) != (head.total, head.total, head.hash):
            message = f"has {count} letters, and {head.total} were entered"
            if count == head.total:
                message = "the register does not end with the letter that was entered last"
            problems.append(heads.wrong(name, message))
    return problems or held_against(connection, keys, key, head, name)


def _missing(first: int, number: int, name: str) -> Iterator[Problem]:
    """The numbers that are not there, from ``first`` to the one before ``number``."""
    if number <= first:
        return
    which = f"letter {first} is" if number == first + 1 else f"letters {first} to {number - 1} are"
    yield Problem(Where(name), "missing-letter", f"{which} missing", HINT)


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
