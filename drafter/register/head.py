"""The head of the chain: how many letters there are and the last hash, sealed, in the register and outside of it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import (
    Connection,
    insert,
    select,
    update,
)

from drafter.english.messages import counted
from drafter.files.atomic import read_regular, write_atomically
from drafter.frozen import NamedTuple
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.keys import LAST, Key, KeyPlace
from drafter.register.rows import HINT, letters, meta

CHECK = "key_check"

_HEAD, _SEAL = "head", "head_seal"


class ChainHead(NamedTuple):
    """The head. Letters before the day ``purged`` may lack the name that they were entered with; empty for none."""

    total: int = 0
    hash: str = ""
    purged: str = ""


def begin(connection: Connection, key: Key) -> None:
    """The head of a register without letters, with a check of its key."""
    connection.execute(insert(meta), [{"name": CHECK, "value": key.check}, *_rows(ChainHead(), key)])


def lock(connection: Connection, key: Key, name: str) -> ChainHead:
    """The head, locked until the transaction ends. Raises ProblemsFound where it does not match.

    Nothing may be added to a register that was tampered with: the next letter would hide it.
    """
    hold(connection)
    head, problem = read_head(connection, key, name)
    if head is not None and problem is None:
        last = connection.execute(
            select(letters.c.number, letters.c.hash).order_by(letters.c.number.desc()).limit(1)
        ).one_or_none()
        if (head.total, head.hash) == ((last.number, last.hash) if last else (0, "")):
            return head
        problem = wrong(name, OTHER_END)
    assert problem is not None
    raise ProblemsFound([problem])


def hold(connection: Connection) -> None:
    """Wait until nobody is entering anything. On SQLite the beginning of a writing transaction has done so."""
    connection.execute(select(meta.c.value).where(meta.c.name == _HEAD).with_for_update())


def read_head(connection: Connection, key: Key, name: str) -> tuple[ChainHead | None, Problem | None]:
    """The head as it stands, and whether it is wrong in itself."""
    rows = dict(connection.execute(select(meta.c.name, meta.c.value)).all())
    try:
        head = ChainHead(**json.loads(rows[_HEAD]))
        sound = rows[_SEAL] == key.seal("head", list(head)) and rows[_HEAD] == _text(head)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None, wrong(name, "the register's head cannot be read")
    return head, None if sound else wrong(name, "the register's head was altered")


def write(connection: Connection, key: Key, head: ChainHead) -> None:
    """Replace the locked head with another."""
    for row in _rows(head, key):
        connection.execute(update(meta).where(meta.c.name == row["name"]).values(value=row["value"]))


OTHER_END = "the register does not end with the letter that was entered last"


def wrong(name: str, message: str) -> Problem:
    """A problem: the head does not match."""
    return Problem(Where(name), "wrong-head", message, HINT)


def _rows(head: ChainHead, key: Key) -> list[dict[str, str]]:
    return [{"name": _HEAD, "value": _text(head)}, {"name": _SEAL, "value": key.seal("head", list(head))}]


def _text(head: ChainHead) -> str:
    return json.dumps(head._asdict())


_RECEIPT = re.compile(r"\b(\d{1,9})-([0-9a-f]{4}(?:-[0-9a-f]{4}){3})\b")


class Receipt(NamedTuple):
    """The number of letters, and the beginning of the last one's hash, as printed: ``12-ab12-...``."""

    total: int
    begins: str

    def __str__(self) -> str:
        parts = (self.begins[start : start + 4] for start in range(0, 16, 4))
        return f"{self.total}-{'-'.join(parts)}"


def receipt_of(head: ChainHead) -> Receipt:
    """The receipt of a register with this last letter."""
    return Receipt(head.total, head.hash[:16])


def read_receipt(text: str) -> Receipt | None:
    """The last receipt in a text."""
    found = None
    for match in _RECEIPT.finditer(text.casefold()):
        found = Receipt(int(match[1]), match[2].replace("-", ""))
    return found


def witness_path(keys: KeyPlace) -> Path:
    """The file of the receipt: beside the key, whichever database holds the register."""
    return keys.path.with_name(LAST)


def remember(keys: KeyPlace, key: Key, head: ChainHead) -> None:
    """Record the register's last letter. If writing fails, the record is only older, never wrong."""
    path = witness_path(keys)
    value = [head.total, head.hash]
    text = json.dumps({"total": head.total, "hash": head.hash, "seal": key.seal("last", value)})
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if write_atomically(path, f"{text}\n".encode(), LAST, replace=True) is None:
        os.chmod(path, 0o600)  # noqa: PTH101 - beside os.open


Remembered: TypeAlias = tuple[ChainHead | None, Problem | None]


def remembered(keys: KeyPlace, key: Key | None) -> Remembered:
    """The recorded last letter, and what is wrong with it. Without the key the record is trusted as it is.

    A letter is recorded once it is entered. So who compares the record with the register reads the record first: then
    another's letter that comes between the two is in the register only, and the register is never taken for an older
    one.
    """
    name = Where(str(Path(keys.name).with_name(LAST)))
    try:
        said = json.loads(read_regular(witness_path(keys)).decode("ascii"))
        total, last, seal = said["total"], said["hash"], said["seal"]
        sound = isinstance(total, int) and isinstance(last, str)
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError, KeyError, TypeError):
        sound = False
    if not sound or (key is not None and seal != key.seal("last", [total, last])):
        return None, Problem(name, "wrong-head", "what remembers the last letter was altered", HINT)
    return ChainHead(total, last), None


def not_as_remembered(
    connection: Connection, keys: KeyPlace, record: Remembered, head: ChainHead | None, name: str
) -> list[Problem]:
    """A problem where the register is not the recorded one, or lacks letters of it."""
    last, odd = record
    if odd is not None:
        return [odd]
    if last is None:
        if head is None or not head.total:
            return []
        message = "what remembers the register's last letter is gone; nothing is approved until somebody has looked"
        hint = "'drafter letters verify', with the last --receipt if there is one, writes it anew where all is sound"
        where = Where(str(Path(keys.name).with_name(LAST)))
        return [Problem(where, "no-witness", message, hint)]
    return [] if goes_on_from(connection, receipt_of(last), last.hash) else [older(name, last.total)]


def goes_on_from(connection: Connection, receipt: Receipt, whole: str = "") -> bool:
    """Whether the register has the letter that a receipt names. ``whole`` is its full hash, where that is known."""
    if not receipt.total:
        return True
    found = connection.execute(select(letters.c.hash).where(letters.c.number == receipt.total)).scalar()
    return isinstance(found, str) and found.startswith(whole or receipt.begins)


def older(name: str, total: int) -> Problem:
    """A problem: the register is not the one in which a letter was entered, or is an older copy of it."""
    message = f"is older than what was entered, or another: letter {total} is not in it as it was"
    return Problem(Where(name), "older-register", message, HINT)


def gone(name: str, total: int) -> Problem:
    """A problem: there is no register where there was one."""
    message = f"the register is gone: {counted(total, 'letter')} had been entered"
    return Problem(Where(name), "register-gone", message, "restore it from a backup, with its key")


def refuse_gone(name: str, record: Remembered) -> None:
    """Raises ProblemsFound where letters were entered, but the register is missing: numbers must not begin again."""
    last, odd = record
    if odd is not None:
        raise ProblemsFound([odd])
    if last is not None and last.total:
        raise ProblemsFound([gone(name, last.total)])
