"""What a sorting remembers of the post: a SQLite file in its folder, so that memory does not grow with the messages."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from drafter.mail.model import Read, Writer
from drafter.mail.personal import Personal
from drafter.mail.topics import About, Recognised, Suggestion

FILE: Final = "post.sqlite"
_VERSION: Final = 1
_CACHE: Final = -16_000  # KiB of pages
_TABLES: Final = """
CREATE TABLE message (
    n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, copies INTEGER NOT NULL DEFAULT 1, data TEXT NOT NULL,
    rules TEXT NOT NULL, recognised TEXT NOT NULL, campaign INTEGER NOT NULL DEFAULT 0,
    changes TEXT NOT NULL DEFAULT '', personal TEXT NOT NULL DEFAULT '', duplicate TEXT NOT NULL DEFAULT '',
    again TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX message_by_campaign ON message (campaign, n);
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY, seed TEXT NOT NULL, digest TEXT NOT NULL, words INTEGER NOT NULL, size INTEGER NOT NULL,
    common TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE band (
    band INTEGER NOT NULL, value BLOB NOT NULL, campaign INTEGER NOT NULL, PRIMARY KEY (band, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE sentence (
    hash BLOB NOT NULL, campaign INTEGER NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (hash, campaign)
) STRICT, WITHOUT ROWID;
CREATE TABLE writer (identity TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (identity, n)) STRICT, WITHOUT ROWID;
"""


class Changes(NamedTuple):
    """What a writer did to a campaign's text: sentences added, taken out, and others put in their place."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kept:
    """A message as it is kept. ``n`` counts from 1 in the order in which they were read; ``campaign`` is 0 for none,
    and ``changes`` are from its text, where it is one.

    ``duplicate`` is the key of the message that this one is the same as, from the same writer; ``again`` that of an
    earlier message of the same writer that this one goes beyond. ``copies`` is how often the very same file lay there.
    """

    n: int
    read: Read
    recognised: Recognised
    personal: Personal
    campaign: int = 0
    changes: Changes | None = None
    duplicate: str = ""
    again: str = ""
    copies: int = 1


class Group(NamedTuple):
    """Near-identical messages: the sentences that most of them have, and the commonest subject line."""

    id: int
    seed: str
    size: int
    common: tuple[str, ...]
    name: str


class Store:
    """An open store, to be written or only looked into. Whatever is wrong with its file raises sqlite3.Error."""

    def __init__(self, folder: Path, *, write: bool) -> None:
        path = folder / FILE
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute(f"PRAGMA cache_size = {_CACHE}")
        self.db.execute("PRAGMA journal_mode = DELETE")
        self.db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        if self.db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for statement in _TABLES.split(";"):
                if statement.strip():
                    self.db.execute(statement)
            self.db.execute(f"PRAGMA user_version = {_VERSION}")

    def close(self, *, keep: bool = True) -> None:
        """Let go of it: with all that was done since it was opened, or with none of it."""
        if self.db.in_transaction:
            self.db.execute("COMMIT" if keep else "ROLLBACK")
        self.db.close()

    # Messages.

    def seen(self, key: str) -> bool:
        """Whether a message is known."""
        return self.db.execute("SELECT 1 FROM message WHERE key = ?", (key,)).fetchone() is not None

    def add(self, read: Read, recognised: Recognised, rules: str) -> int:
        """Take a message in; its number."""
        row = (read.key, json.dumps(as_json(read)), rules, json.dumps(recognised))
        return int(
            self.db.execute("INSERT INTO message (key, data, rules, recognised) VALUES (?, ?, ?, ?)", row).lastrowid
            or 0
        )

    def count_copies(self, copies: Iterable[tuple[str, int]]) -> None:
        """Say of messages how often they lay there this time."""
        self.db.executemany("UPDATE message SET copies = ? WHERE key = ?", ((count, key) for key, count in copies))

    def update(self, n: int, **values: Any) -> None:
        """Change columns of a message."""
        names = ", ".join(f"{name} = ?" for name in values)
        texts = [value if isinstance(value, int | str) else json.dumps(value) for value in values.values()]
        self.db.execute(f"UPDATE message SET {names} WHERE n = ?", (*texts, n))  # noqa: S608  names of our own

    def stale(self, rules: str) -> Iterator[tuple[int, Read]]:
        """The messages that were recognised by other rules than these."""
        last = 0
        while True:
            question = "SELECT n, data FROM message WHERE rules != ? AND n > ? ORDER BY n LIMIT 200"
            rows = self.db.execute(question, (rules, last)).fetchall()
            for n, data in rows:
                last = n
                yield n, from_json(json.loads(data))
            if not rows:
                return

    def messages(self, where: str = "1", *values: Any) -> Iterator[Kept]:
        """The messages that a condition on their columns chooses, in order."""
        last = 0
        while True:
            question = f"SELECT * FROM message WHERE ({where}) AND n > ? ORDER BY n LIMIT 200"  # noqa: S608  our own
            rows = self.db.execute(question, (*values, last)).fetchall()
            for row in rows:
                last = row[0]
                yield _kept(row)
            if len(rows) < 200:
                return

    def by_key(self, key: str) -> Kept | None:
        """The message of a key, or of the only one that begins so."""
        found = list(self.messages("key LIKE ? || '%'", key)) if key.isalnum() and len(key) >= 4 else []
        return found[0] if len(found) == 1 else None

    def total(self) -> int:
        """How many messages there are."""
        return int(self.db.execute("SELECT count(*) FROM message").fetchone()[0])

    # Who wrote.

    def written_by(self, identities: Sequence[str], campaign: int) -> list[Kept]:
        """The messages of a campaign (or of none) by whoever is one of these, but for duplicates."""
        if not identities:
            return []
        marks = ", ".join("?" * len(identities))
        where = f"campaign = ? AND duplicate = '' AND n IN (SELECT n FROM writer WHERE identity IN ({marks}))"  # noqa: S608
        return list(self.messages(where, campaign, *identities))

    def add_writer(self, identities: Iterable[str], n: int) -> None:
        """Say who wrote a message."""
        self.db.executemany("INSERT OR IGNORE INTO writer VALUES (?, ?)", ((identity, n) for identity in identities))

    # Campaigns.

    def groups(self, least: int) -> Iterator[Group]:
        """The groups of at least so many messages, the largest first."""
        question = "SELECT id, seed, size, common, name FROM campaign WHERE size >= ? ORDER BY size DESC, id"
        for id_, seed, size, common, name in self.db.execute(question, (least,)).fetchall():
            yield Group(id_, seed, size, tuple(json.loads(common or "[]")), name)


def _kept(row: Sequence[Any]) -> Kept:
    n, _, copies, data, _, recognised, campaign, changes, personal, duplicate, again = row
    weight, evidence = json.loads(personal) if personal else (0.0, ())
    return Kept(
        n=n,
        read=from_json(json.loads(data)),
        recognised=_recognised(json.loads(recognised)),
        personal=Personal(weight, tuple(evidence)),
        campaign=campaign,
        changes=_changes(json.loads(changes)) if changes else None,
        duplicate=duplicate,
        again=again,
        copies=copies,
    )


def _changes(value: Sequence[Any]) -> Changes:
    added, removed, changed = value
    return Changes(tuple(added), tuple(removed), tuple((old, new) for old, new in changed))


def _recognised(value: Sequence[Any]) -> Recognised:
    about, subject, evidence, topics = value
    found = tuple(Suggestion(topic, sureness, tuple(words)) for topic, sureness, words in topics)
    return Recognised(About(about), subject, tuple(evidence), found)


def as_json(read: Read) -> dict[str, Any]:
    """What is kept of a message, without what others say in it."""
    return {
        "key": read.key,
        "where": read.where,
        "subject": read.subject,
        "sender": read.sender,
        "sender_address": read.sender_address,
        "date": read.date.isoformat() if read.date else None,
        "reference": read.reference,
        "name": read.writer.name,
        "second": read.writer.second,
        "organisation": read.writer.organisation,
        "address": list(read.writer.address),
        "postcode": read.writer.postcode,
        "signature": list(read.writer.rest),
        "text": list(read.paragraphs),
        "message_id": read.message_id,
        "notes": list(read.notes),
        "fault": read.fault,
    }


def from_json(value: dict[str, Any]) -> Read:
    """As ``as_json`` has it."""
    return Read(
        key=value["key"],
        where=value["where"],
        subject=value["subject"],
        sender=value["sender"],
        sender_address=value["sender_address"],
        date=date.fromisoformat(value["date"]) if value["date"] else None,
        reference=value["reference"],
        writer=Writer(
            value["name"],
            value["second"],
            value["organisation"],
            tuple(value["address"]),
            value["postcode"],
            tuple(value["signature"]),
        ),
        paragraphs=tuple(value["text"]),
        message_id=value["message_id"],
        notes=tuple(value["notes"]),
        fault=value["fault"],
    )
