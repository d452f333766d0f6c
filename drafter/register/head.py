"""The chain's head: how many letters there are and the last one's hash, sealed, so that cutting off the end shows."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.keys import Key
from drafter.register.tables import letters, meta

CHECK = "key_check"
_HEAD, _SEAL = "head", "head_seal"
HINT = "'drafter letters verify' tells more; restore the register from a backup"


class Head(NamedTuple):
    """``purged`` is the day before which letters may lack the name that they were entered with; empty for none."""

    total: int = 0
    hash: str = ""
    purged: str = ""


def begin(connection: Connection, key: Key) -> None:
    """The head of a register without letters, and what its key is known by."""
    connection.execute(insert(meta), [{"name": CHECK, "value": key.check}, *_rows(Head(), key)])


def lock(connection: Connection, key: Key, name: str) -> Head:
    """The head, which nobody else changes until the transaction ends. Raises ProblemsFound where it does not fit.

    What was tampered with is not built upon: the next letter would cover it up.
    """
    hold(connection)
    head, problem = read(connection, key, name)
    if head is not None and problem is None:
        last = connection.execute(
            select(letters.c.number, letters.c.hash).order_by(letters.c.number.desc()).limit(1)
        ).one_or_none()
        if (head.total, head.hash) == ((last.number, last.hash) if last else (0, "")):
            return head
        problem = wrong(name, "the register does not end with the letter that was entered last")
    assert problem is not None
    raise ProblemsFound([problem])


def hold(connection: Connection) -> None:
    """Wait until nobody is entering anything; on SQLite, beginning to write has done so."""
    connection.execute(select(meta.c.value).where(meta.c.name == _HEAD).with_for_update())


def read(connection: Connection, key: Key, name: str) -> tuple[Head | None, Problem | None]:
    """The head as it stands, and whether anything is wrong with it in itself."""
    rows = dict(connection.execute(select(meta.c.name, meta.c.value)).all())
    try:
        head = Head(**json.loads(rows[_HEAD]))
        sound = rows[_SEAL] == key.seal("head", list(head)) and rows[_HEAD] == _text(head)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None, wrong(name, "the register's head cannot be read")
    return head, None if sound else wrong(name, "the register's head was altered")


def write(connection: Connection, key: Key, head: Head) -> None:
    """Put another head in the place of the one that was locked."""
    for row in _rows(head, key):
        connection.execute(update(meta).where(meta.c.name == row["name"]).values(value=row["value"]))


def wrong(name: str, message: str) -> Problem:
    """That the head does not fit."""
    return Problem(Where(name), "wrong-head", message, HINT)


def _rows(head: Head, key: Key) -> list[dict[str, str]]:
    return [{"name": _HEAD, "value": _text(head)}, {"name": _SEAL, "value": key.seal("head", list(head))}]


def _text(head: Head) -> str:
    return json.dumps(head._asdict())
