"""A letter as a row, and the hash that seals it; the way back."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import RowMapping

from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.head import HINT
from drafter.register.keys import Key
from drafter.register.model import Accepted, Approval, Entry, SaidFact

# Columns that came later, by when they came: sealed up to the last that holds anything, so that older letters keep
# their hashes.
SEALED_LATER = (("letterhead", "seen"), ("acts",))
LATER = tuple(name for names in SEALED_LATER for name in names)
# All columns that the hash seals as they stand; ``name`` is sealed on its own, since it may be emptied.
SEALED = (
    "number", "approved_at", "approved_by", "letter_date", "reference", "subject", "topics", "position", "length",
    "kind", "sha256", "constituent", "name_seal", "warnings", "version", "corrects", "previous",
)  # fmt: skip


def row_of(approval: Approval, number: int, previous: str, key: Key) -> dict[str, Any]:
    """The row of ``letters``, but for its hash."""
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
    }


def name_seal(key: Key, number: int, name: str) -> str:
    """What shows that a name was put in another's place. Two letters to one name have different seals."""
    return key.seal("name", [number, name])


def version_hash(key: Key, fact: str, fingerprint: str, statement: str) -> str:
    """What seals a fact's words."""
    return key.seal("fact", [fact, fingerprint, statement])


def hash_of(
    key: Key, row: Mapping[str, Any] | RowMapping, facts: Iterable[Sequence[Any]], excepted: Iterable[Sequence[Any]]
) -> str:
    """A row's hash. ``facts`` are triples of place, the version's hash, and 1 or 0 for held; ``excepted`` of place,
    rule and reason.
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
    """Whether a row, with its facts and exceptions as ``hash_of`` takes them, is the one that was entered.

    ``purged`` is the day before which letters may lack their names.
    """
    if row["hash"] != hash_of(key, row, facts, excepted):
        return False
    return has_its_name(key, row["number"], row["name"], row["name_seal"], row["letter_date"], purged)


def has_its_name(key: Key, number: int, name: str, seal: str, day: str, purged: str) -> bool:
    """Whether a letter, dated a day, has the name that it was entered with."""
    if name:
        return seal == name_seal(key, number, name)
    # A name that was entered may be gone only where names were purged.
    return not seal or day < purged


def is_version(key: Key, words: Any) -> bool:
    """Whether a row of ``fact_versions`` has the words that were entered."""
    texts_ = (words.fact, words.fingerprint, words.statement)
    return all(isinstance(text, str) for text in texts_) and words.hash == version_hash(key, *texts_)


def entry_of(
    row: Mapping[str, Any] | RowMapping, facts: Iterable[SaidFact], excepted: Iterable[Accepted], name: str
) -> Entry:
    """The row as an entry. Raises ProblemsFound for one that no register wrote."""
    try:
        return Entry(
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
            number=row["number"],
            previous=row["previous"],
            hash=row["hash"],
        )
    except (ValueError, TypeError):
        raise ProblemsFound([altered(name, row["number"])]) from None


def altered(name: str, number: object) -> Problem:
    """That a letter's row is not the one that was entered."""
    return Problem(Where(name), "altered-letter", f"letter {number} was altered after it was entered", HINT)


def time_text(time: datetime) -> str:
    """A time as the register keeps it: of UTC, to the microsecond, so that texts sort as times do."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


@functools.cache
def texts(written: str) -> tuple[str, ...]:
    """A list of texts as it is kept; there are few different ones among many letters."""
    return tuple(map(str, json.loads(written)))
