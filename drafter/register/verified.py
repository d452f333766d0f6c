"""A register in a file is verified as the bytes that it is. Which bytes were sound is remembered, for the next look.

What is hashed and what is verified is one copy in memory: nobody can change the file between the two. What is
remembered is the SHA-256, sealed with the office's key. Any change of the file, be it by drafter, makes another, and
all is verified anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from drafter.files import FILE_MODE, read_regular, write_atomically
from drafter.problems import Problem
from drafter.register.database import Database
from drafter.register.faults import told
from drafter.register.keys import Key, KeyPlace
from drafter.register.verifying import verify

VERIFIED = "verified"  # beside the key
_WAY = 1  # of verifying: a number higher, and what was verified before is verified anew
_LARGEST = 512_000_000  # bytes; a register of half a million letters. A larger one is verified where it lies


def altered(database: Database, keys: KeyPlace, key: Key) -> Iterator[Problem]:
    """What is wrong with any row: as ``verify``, and at once where these very bytes were verified and found sound.

    Raises ProblemsFound where reading breaks off.
    """
    with database.reading() as connection:
        data = _copy(connection, database.path)
        if data is None:
            yield from verify(connection, key, database.name, in_file=database.path is not None)
            return
    digest = hashlib.sha256(data).hexdigest()
    path = keys.path.with_name(VERIFIED)
    if _is_remembered(path, key, digest):
        return
    is_sound = True
    with told(database.name), closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.deserialize(data)
        engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
        with engine.connect() as connection:
            for problem in verify(connection, key, database.name, in_file=True):
                is_sound = False
                yield problem
    if is_sound:
        text = json.dumps({"sha256": digest, "seal": _seal(key, digest)})
        if write_atomically(path, f"{text}\n".encode(), VERIFIED, replace=True) is None:
            os.chmod(path, FILE_MODE)  # noqa: PTH101 - beside os.open


def _copy(connection: Connection, path: Path | None) -> bytes | None:
    """The register's bytes as this transaction sees them; none where it lies on a server, or is too large."""
    driver = connection.connection.driver_connection
    if path is None or not isinstance(driver, sqlite3.Connection) or path.stat().st_size > _LARGEST:
        return None
    return driver.serialize() if hasattr(driver, "serialize") else None


def _seal(key: Key, digest: str) -> str:
    return key.seal("verified", [_WAY, digest])


def _is_remembered(path: Path, key: Key, digest: str) -> bool:
    """Whether these bytes were found sound; what cannot be read, or has no seal of this key, says nothing."""
    try:
        said = json.loads(read_regular(path).decode("ascii"))
        return bool(said["sha256"] == digest and said["seal"] == _seal(key, digest))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
