"""Final copies that the office's retention deleted: which, and when, so that they are not looked for in vain.

``register/deleted`` has a line for each, sealed with the office's key: whoever deletes a copy by hand cannot say that
it was the office.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from drafter.files import read_regular, write_atomically
from drafter.problems import Problem
from drafter.register.keys import Key, KeyPlace

DELETED = "deleted"  # beside the key
_LARGEST = 50_000_000  # bytes; a quarter of a million copies


def remember_deleted(keys: KeyPlace, key: Key, digests: Iterable[str], day: date) -> Problem | None:
    """Add copies, by their SHA-256, that are deleted on a day."""
    known = deleted(keys, key)
    lines = [_line(key, digest, on) for digest, on in {**dict.fromkeys(digests, day), **known}.items()]
    name = str(Path(keys.name).with_name(DELETED))
    return write_atomically(_path(keys), "".join(lines).encode("ascii"), name, replace=True)


def deleted(keys: KeyPlace, key: Key) -> Mapping[str, date]:
    """On which day each copy was deleted, by its SHA-256. A line without this key's seal says nothing."""
    found: dict[str, date] = {}
    try:
        path = _path(keys)
        text = read_regular(path).decode("ascii") if path.stat().st_size <= _LARGEST else ""
    except (OSError, UnicodeError):
        return found
    for line in text.splitlines():
        try:
            said = json.loads(line)
            digest, on = str(said["sha256"]), date.fromisoformat(said["on"])
            if f"{line}\n" == _line(key, digest, on):
                found[digest] = on
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return found


def _line(key: Key, digest: str, on: date) -> str:
    value = [digest, on.isoformat()]
    said = {"sha256": digest, "on": value[1], "seal": key.seal("deleted", value)}
    return f"{json.dumps(said)}\n"


def _path(keys: KeyPlace) -> Path:
    return keys.path.with_name(DELETED)
