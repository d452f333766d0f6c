"""Whether the register is as it was entered: every row, the chain, the head, and the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, select

from drafter.problems import Problem, Where
from drafter.register import head as heads
from drafter.register.faults import DAMAGED
from drafter.register.head import HINT
from drafter.register.keys import Key, KeyPlace
from drafter.register.rows import altered, is_version
from drafter.register.scanning import Strays, scanned
from drafter.register.shape import odd_shape
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters
from drafter.register.witness import held_against


def verify(connection: Connection, key: Key, name: str, *, in_file: bool) -> Iterator[Problem]:
    """Everything that is wrong, in the order of the letters; all is read in the connection's one transaction."""
    if in_file:
        said = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
        if said != ["ok"]:
            yield Problem(Where(name), DAMAGED.rule, "SQLite finds the file damaged", DAMAGED.hint)
        yield from odd_shape(connection, name)
    versions: dict[int, str] = {}
    for words in connection.execute(select(fact_versions)):
        versions[words.id] = words.hash
        if not is_version(key, words):
            message = f"the words kept of the fact '{str(words.fact)[:60]}' were altered after they were entered"
            yield Problem(Where(name), "altered-fact", message, HINT)
    head, wrong = heads.read(connection, key, name)
    count, last = 0, ""
    strays: list[Strays] = []
    for letter in scanned(connection, key, versions, head.purged if head is not None else "", strays):
        yield from _missing(count + 1, letter.number, name)
        is_linked = letter.previous == last if letter.number == count + 1 else True
        if not (is_linked and letter.is_sound):
            yield altered(name, letter.number)
        count, last = letter.number, letter.hash
    if wrong is not None:
        yield wrong
    elif head is not None and (head.total, head.hash) != (count, last):
        message = "the register does not end with the letter that was entered last"
        if head.total > count:
            message = f"the last letters are missing: there is none after {count}, and {head.total} were entered"
        yield heads.wrong(name, message)
    yield from _stray(strays, name)


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


def _stray(strays: Sequence[Strays], name: str) -> Iterator[Problem]:
    for table in (letter_facts.name, exceptions.name):
        count = sum(getattr(one, table) for one in strays)
        if count:
            rows = f"{count} row{'s' if count > 1 else ''}"
            message = f"{table} has {rows} of letters that are not there"
            yield Problem(Where(name), "altered-letter", message, HINT)
