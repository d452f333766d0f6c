"""The register's tables; a letter as a row of them, and the hash that seals it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
)

from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.keys import Key
from drafter.register.model import Accepted, Approval, RegisteredFact, RegisterEntry

# Tables: values whose types differ between the two databases, or that could hold a time zone, are stored as text.

VERSION_TABLE = "register_version"
# The newest migration; a test keeps it so. Stated here, so that opening a register need not import Alembic.
NEWEST = "0004"

metadata = MetaData()

letters = Table(
    "letters",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("approved_at", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("letter_date", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("length", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("constituent", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_seal", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("corrects", Integer, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("letterhead", Text, nullable=False, server_default=""),
    Column("seen", Text, nullable=False, server_default=""),
    Column("acts", Text, nullable=False, server_default=""),
    Column("corrects_fact", Text, nullable=False, server_default=""),
    Index("letters_by_date", "letter_date"),
    Index("letters_by_reference", "reference"),
    Index("letters_by_constituent", "constituent"),
    Index("letters_by_corrected", "corrects"),
    sqlite_strict=True,
)

# A fact in the words that letters relied on, stored once however many letters share it.
fact_versions = Table(
    "fact_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("fact", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("statement", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Index("fact_versions_by_fact", "fact"),
    sqlite_strict=True,
)

letter_facts = Table(
    "letter_facts",
    metadata,
    Column("letter", Integer, ForeignKey("letters.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("version", Integer, ForeignKey("fact_versions.id"), nullable=False),
    Column("held", Integer, CheckConstraint("held in (0, 1)"), nullable=False),
    Index("letter_facts_by_version", "version", "letter"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

exceptions = Table(
    "exceptions",
    metadata,
    Column("letter", Integer, ForeignKey("letters.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("because", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


HINT = "'drafter letters verify' tells more; restore the register from a backup"


# Rows: a letter as a row, the hash that seals it, and the way back.

# Columns added later, grouped by when. The hash includes groups up to the last one with content, so that older letters
# keep their hashes.
SEALED_LATER = (("letterhead", "seen"), ("acts",), ("corrects_fact",))
LATER = tuple(name for names in SEALED_LATER for name in names)
# All columns that the hash seals directly. ``name`` has a seal of its own, since it may be emptied.
SEALED = (
    "number", "approved_at", "approved_by", "letter_date", "reference", "subject", "topics", "position", "length",
    "kind", "sha256", "constituent", "name_seal", "warnings", "version", "corrects", "previous",
)  # fmt: skip


def row_of(approval: Approval, number: int, previous: str, key: Key) -> dict[str, Any]:
    """The row of ``letters``, without its hash."""
    return {
        "number": number,
        "approved_at": time_text(approval.approved_at),
        "approved_by": approval.by,
        "letter_date": approval.letter_date.isoformat(),
        "reference": approval.reference,
        "subject": approval.subject,
        "topics": json.dumps(approval.topics),
        "position": approval.position,
        "length": approval.length,
        "kind": approval.kind,
        "sha256": approval.sha256,
        "constituent": key.constituent(approval.constituent),
        "name": approval.name,
        "name_seal": name_seal(key, number, approval.name) if approval.name else "",
        "warnings": json.dumps(approval.warnings),
        "version": approval.version,
        "corrects": approval.corrects,
        "previous": previous,
        "letterhead": approval.letterhead,
        "seen": approval.seen,
        "acts": json.dumps(approval.acts) if approval.acts else "",
        "corrects_fact": approval.corrects_fact,
    }


def name_seal(key: Key, number: int, name: str) -> str:
    """The seal that shows if a name was replaced. Two letters to one name have different seals."""
    return key.seal("name", [number, name])


def version_hash(key: Key, fact: str, fingerprint: str, statement: str) -> str:
    """The seal of a fact's words."""
    return key.seal("fact", [fact, fingerprint, statement])


def row_hash(
    key: Key, row: Mapping[str, Any] | RowMapping, facts: Iterable[Sequence[Any]], excepted: Iterable[Sequence[Any]]
) -> str:
    """A row's hash. ``facts`` are triples of place, the version's hash, and 1 or 0 for held; ``excepted`` are triples
    of place, rule and reason.
    """
    values = [row[name] for name in SEALED]
    later: list[Any] = []
    for names in SEALED_LATER:
        later += (row[name] for name in names)
        if any(row[name] for name in names):
            values += later
            later = []
    return key.seal("letter", [values, list(map(list, facts)), list(map(list, excepted))])


def is_sound(
    key: Key,
    row: Mapping[str, Any] | RowMapping,
    facts: Iterable[Sequence[Any]],
    excepted: Iterable[Sequence[Any]],
    purged: str,
) -> bool:
    """Whether a row, with its facts and exceptions as ``row_hash`` takes them, is the one that was entered.

    Letters before the day ``purged`` may lack their names.
    """
    if row["hash"] != row_hash(key, row, facts, excepted):
        return False
    return has_its_name(key, row["number"], row["name"], row["name_seal"], row["letter_date"], purged)


def has_its_name(key: Key, number: int, name: str, seal: str, day: str, purged: str) -> bool:
    """Whether a letter with this date has the name that it was entered with."""
    if name:
        return seal == name_seal(key, number, name)
    # An entered name may be missing only where names were purged.
    return not seal or day < purged


def is_version(key: Key, words: Any) -> bool:
    """Whether a row of ``fact_versions`` has the words that were entered."""
    texts_ = (words.fact, words.fingerprint, words.statement)
    return all(isinstance(text, str) for text in texts_) and words.hash == version_hash(key, *texts_)


def entry_of(
    row: Mapping[str, Any] | RowMapping, facts: Iterable[RegisteredFact], excepted: Iterable[Accepted], name: str
) -> RegisterEntry:
    """The row as an entry. Raises ProblemsFound for one that no register wrote."""
    try:
        return RegisterEntry(
            approved_at=datetime.fromisoformat(row["approved_at"]),
            by=row["approved_by"],
            letter_date=date.fromisoformat(row["letter_date"]),
            sha256=row["sha256"],
            kind=row["kind"],
            reference=row["reference"],
            subject=row["subject"],
            topics=texts(row["topics"]),
            position=row["position"],
            length=row["length"],
            constituent=row["constituent"],
            name=row["name"],
            facts=tuple(facts),
            accepted=tuple(excepted),
            warnings=texts(row["warnings"]),
            version=row["version"],
            corrects=row["corrects"],
            letterhead=row["letterhead"],
            seen=row["seen"],
            acts=texts(row["acts"]) if row["acts"] else (),
            corrects_fact=row["corrects_fact"],
            number=row["number"],
            previous=row["previous"],
            hash=row["hash"],
        )
    except (ValueError, TypeError):
        raise ProblemsFound([altered(name, row["number"])]) from None


def altered(name: str, number: object) -> Problem:
    """A problem: a letter's row is not the one that was entered."""
    return Problem(Where(name), "altered-letter", f"letter {number} was altered after it was entered", HINT)


def time_text(time: datetime) -> str:
    """A time as the register stores it: UTC, to the microsecond, so that texts sort like times."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


@functools.cache
def texts(written: str) -> tuple[str, ...]:
    """A list of texts as it is stored. Cached: many letters share few different lists."""
    return tuple(map(str, json.loads(written)))
