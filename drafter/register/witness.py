"""What remembers the register's last letter outside of it, so that one that is gone, older or another's shows."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from drafter.files import read_regular, write_atomically
from drafter.problems import Problem, Severity, Where
from drafter.register.head import HINT, Head
from drafter.register.keys import LAST, Key, KeyPlace
from drafter.register.tables import letters

_RECEIPT = re.compile(r"\b(\d{1,9})-([0-9a-f]{4}(?:-[0-9a-f]{4}){3})\b")


class Receipt(NamedTuple):
    """How many letters there were, and the beginning of the last one's hash, as it is printed: ``12-ab12-...``."""

    total: int
    begins: str

    def __str__(self) -> str:
        parts = (self.begins[start : start + 4] for start in range(0, 16, 4))
        return f"{self.total}-{'-'.join(parts)}"


def receipt_of(head: Head) -> Receipt:
    """The receipt of a register that ends so."""
    return Receipt(head.total, head.hash[:16])


def read_receipt(text: str) -> Receipt | None:
    """The last receipt that stands in a text."""
    found = None
    for match in _RECEIPT.finditer(text.casefold()):
        found = Receipt(int(match[1]), match[2].replace("-", ""))
    return found


def path_of(keys: KeyPlace) -> Path:
    """Where it is remembered: beside the key, whichever database the register is in."""
    return keys.path.with_name(LAST)


def remember(keys: KeyPlace, key: Key, head: Head) -> None:
    """Remember how the register ends. What cannot be written is only older then, and never wrong."""
    path = path_of(keys)
    value = [head.total, head.hash]
    text = json.dumps({"total": head.total, "hash": head.hash, "seal": key.seal("last", value)})
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if write_atomically(path, f"{text}\n".encode(), LAST, replace=True) is None:
        os.chmod(path, 0o600)  # noqa: PTH101 - beside os.open


def remembered(keys: KeyPlace, key: Key | None) -> tuple[Head | None, Problem | None]:
    """The end that is remembered, and what is wrong with it. Without the key it is believed as it stands."""
    name = Where(str(Path(keys.name).with_name(LAST)))
    try:
        said = json.loads(read_regular(path_of(keys)).decode("ascii"))
        total, last, seal = said["total"], said["hash"], said["seal"]
        sound = isinstance(total, int) and isinstance(last, str)
    except FileNotFoundError:
        return None, None
    except (OSError, ValueError, KeyError, TypeError):
        sound = False
    if not sound or (key is not None and seal != key.seal("last", [total, last])):
        return None, Problem(name, "wrong-head", "what remembers the last letter was altered", HINT)
    return Head(total, last), None


def held_against(connection: Connection, keys: KeyPlace, key: Key, head: Head | None, name: str) -> list[Problem]:
    """What shows that the register is not the one that is remembered, or not all of it."""
    last, odd = remembered(keys, key)
    if odd is not None:
        return [odd]
    if last is None:
        if head is None or not head.total:
            return []
        message = "what remembers the register's last letter is gone; nothing is approved until somebody has looked"
        hint = "'drafter letters verify', with the last --receipt if there is one, writes it anew where all is sound"
        where = Where(str(Path(keys.name).with_name(LAST)))
        return [Problem(where, "no-witness", message, hint, Severity.WARNING)]
    return [] if goes_on_from(connection, receipt_of(last), last.hash) else [older(name, last.total)]


def goes_on_from(connection: Connection, receipt: Receipt, whole: str = "") -> bool:
    """Whether the register has the letter that a receipt names; ``whole`` is all of its hash, where that is known."""
    if not receipt.total:
        return True
    found = connection.execute(select(letters.c.hash).where(letters.c.number == receipt.total)).scalar()
    return isinstance(found, str) and found.startswith(whole or receipt.begins)


def older(name: str, total: int) -> Problem:
    """That a register is not the one in which a letter was entered, or is an older copy of it."""
    message = f"is older than what was entered, or another: letter {total} is not in it as it was"
    return Problem(Where(name), "older-register", message, HINT)


def gone(name: str, total: int) -> Problem:
    """That there is no register where there was one."""
    message = f"the register is gone: {total} letter{'s' if total != 1 else ''} had been entered"
    return Problem(Where(name), "register-gone", message, "restore it from a backup, with its key")
