"""The types of the register. Nothing here touches a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase, fingerprint
from drafter.facts.names import NameKind, kept_as
from drafter.facts.timeline import FactStatus, Status, Timeline
from drafter.frozen import NamedTuple, dataclass

# Types of the register. All are frozen.


class RegisteredFact(NamedTuple):
    """A fact that a letter says: its wording in the fact base, and whether it was said as still true or as history."""

    fact: str
    fingerprint: str
    statement: str
    held: bool = True


class Accepted(NamedTuple):
    """A finding that the approver accepted as an exception, and the reason."""

    rule: str
    because: str


class Constituent(NamedTuple):
    """The person answered. Used on the way in only: the register keeps a keyed hash of name and postcode."""

    name: str
    postcode: str


@dataclass(frozen=True, kw_only=True)
class Approval:
    """What is kept of an approved letter. ``sha256`` is that of the final copy, in hex; ``kind`` its file's ending.

    ``approved_at`` is a time with its zone. ``constituent`` may be the keyed hash itself, and always is in an entry
    read from the register. ``name`` stays empty where the office keeps no names. ``warnings`` are ids of rules.
    ``corrects`` is the number of the letter that this one corrects, 0 for none; ``corrects_fact`` the fact of that
    letter that it tells of, empty in corrections entered before this was kept. ``letterhead`` is the SHA-256 of its
    letterhead, empty where it has none. ``seen`` is the digest of what the review showed when the letter was approved.
    ``acts`` are the sentences that tell what the member did, does or will do.
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
    facts: tuple[RegisteredFact, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    warnings: tuple[str, ...] = ()
    version: str = ""
    corrects: int = 0
    letterhead: str = ""
    seen: str = ""
    acts: tuple[str, ...] = field(default=(), repr=False)
    corrects_fact: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisterEntry(Approval):
    """A letter in the register. Numbers run 1, 2, 3 without gaps. ``hash`` seals the row and ``previous``."""

    number: int
    previous: str
    hash: str


def topics_kept(entry: RegisterEntry, base: FactBase) -> tuple[str, ...]:
    """The topics of a row, by the ids that they have today: another subject may since have one of the same name."""
    return kept_as(entry.topics, NameKind.TOPIC, base, (said.fact for said in entry.facts))


# Fallen facts: what has become of the facts that an approved letter says.


class Change(StrEnum):
    """What may have happened to a fact since a letter said it."""

    GONE = "gone"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    FOLLOWED = "followed"
    ENDED = "ended"
    PAST_REVIEW = "past-review"


class Fallen(NamedTuple):
    """One reason why a fact no longer holds. ``why`` follows the fact's name in a sentence."""

    fact: str
    change: Change
    why: str


def fallen(said: RegisteredFact, timeline: Timeline) -> Iterator[Fallen]:
    """All reasons why a fact does not hold on a day, the gravest first. A fact said as history cannot be overtaken."""
    fact = timeline.facts.get(said.fact)
    if fact is None:
        yield Fallen(said.fact, Change.GONE, "is no longer in the fact base")
        return
    stands = timeline.of(fact)
    if stands.in_time is Status.WITHDRAWN:
        yield Fallen(fact.id, Change.WITHDRAWN, stands.why(Status.WITHDRAWN))
    if fingerprint(fact) != said.fingerprint:
        words = plain(fact.claim) != said.statement
        what = "its words were changed since" if words else "what it rests on, or how it is told, was changed"
        yield Fallen(fact.id, Change.CHANGED, f"is not what it was: {what}")
    if said.held:
        yield from _overtaken(stands)


def _overtaken(stands: FactStatus) -> Iterator[Fallen]:
    fact, since = stands.fact, day_in_words(stands.since)
    match stands.in_time:
        case Status.SUPERSEDED if stands.follower is not None:
            yield Fallen(fact.id, Change.SUPERSEDED, f"was superseded by '{stands.follower.id}', since {since}")
        case Status.FOLLOWED if stands.follower is not None:
            why = f"was followed by '{stands.follower.id}' in its series, since {since}"
            yield Fallen(fact.id, Change.FOLLOWED, why)
        case Status.ENDED:
            yield Fallen(fact.id, Change.ENDED, f"held until {since} only")
        case Status.HOLDS | Status.NOT_YET if stands.is_overdue:
            yield Fallen(fact.id, Change.PAST_REVIEW, stands.why(Status.OVERDUE))
