"""The words of the register as types. All are frozen; nothing here reaches a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class SaidFact(NamedTuple):
    """That a letter says a fact: in which words of the fact base's, and whether as what held or as history."""

    fact: str
    fingerprint: str
    statement: str
    held: bool = True


class Accepted(NamedTuple):
    """That the approver let something stand which a rule warns of, and why."""

    rule: str
    because: str


class Constituent(NamedTuple):
    """Who is answered. Only on the way in: what is kept is a keyed hash of the two."""

    name: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What is kept of an approved letter. ``sha256`` is that of the final copy, in hex; ``kind`` its file's ending.

    ``approved_at`` is a time with its zone; ``constituent`` may be the keyed hash itself, and is always that in an
    entry that was read; ``name`` stays empty where the office keeps none; ``warnings`` are ids of rules; ``corrects``
    is the number of the letter that this one corrects, 0 for none; ``letterhead`` is the SHA-256 of its paper,
    empty where it has none; ``seen`` is the digest of what was shown when it was approved; ``acts`` are
    the sentences that tell what the member did, does or will do.
    """

    approved_at: datetime
    by: str
    letter_date: date
    sha256: str
    kind: str
    reference: str = ""
    subject: str = ""
    topics: tuple[str, ...] = ()
    position: str = ""
    length: str = ""
    constituent: Constituent | str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    facts: tuple[SaidFact, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    warnings: tuple[str, ...] = ()
    version: str = ""
    corrects: int = 0
    letterhead: str = ""
    seen: str = ""
    acts: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Entry(Approval):
    """A letter as the register has it. Numbers run 1, 2, 3 without gaps; ``hash`` seals the row and ``previous``."""

    number: int
    previous: str
    hash: str
