"""The log of what commands did to facts, and when: ``facts/log.yaml``. Entries are only ever added to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from drafter.english.messages import counted
from drafter.facts.model import Fact, fingerprint
from drafter.facts.reviews import SAID_FIELDS, FactReview, of_no_fact, said_in
from drafter.files import growing
from drafter.files.fields import Fields, entries
from drafter.files.growing import append
from drafter.files.located_yaml import Value
from drafter.frozen import dataclass
from drafter.problems import Problem, Where

FILE = "log.yaml"
ADDED, EDITED, SUPERSEDED, WITHDRAWN = DONE = ("added", "edited", "superseded", "withdrawn")
REVIEWED, BY_HAND = "reviewed", "changed by hand"
SAID, BY_UPGRADE = "said in letters", "changed by an upgrade of drafter"
_HEADING = "# What commands did to facts, and when. Written by them; they only add at the end.\n"


@dataclass(frozen=True, slots=True)
class Version:
    """A fact as a command left it; ``claim`` is its claim at that time."""

    fact: str
    on: date
    by: str
    what: str
    fingerprint: str
    claim: str
    where: Where


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in the words of approved letters: how many letters, and the day of the last of them."""

    fact: str
    on: date
    fingerprint: str
    claim: str
    letters: int


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a fact's history.

    A change by hand or by an upgrade has no day: only the entries before and after it show that it happened.
    """

    what: str
    on: date | None
    by: str
    note: str
    claim: str


def read_log(folder: Path, name: str, facts: Collection[str] | None = None) -> tuple[list[Version], list[Problem]]:
    """The log in a folder of facts; empty if there is no file. An entry on a fact not in ``facts`` gives a warning."""
    path, name = folder / FILE, f"{name}/{FILE}"
    if not path.exists():
        return [], []
    document, problems = growing.read_growing(path, name)
    if document is None:
        return [], problems
    versions = [v for v in (_version(fields) for fields in entries(document, problems)) if v is not None]
    problems += of_no_fact(versions, facts) if facts is not None else ()
    return versions, sorted(problems)


def _version(fields: Fields) -> Version | None:
    before = len(fields.problems)
    fields.allow(("fact", "on", "by", "what", "fingerprint", *SAID_FIELDS))
    version = Version(
        fact=fields.text("fact", required=True),
        on=fields.day("on", required=True) or date.min,
        by=fields.text("by", required=True),
        what=fields.choice("what", DONE, "unknown-change"),
        fingerprint=fields.text("fingerprint", required=True),
        claim=said_in(fields),
        where=fields.entry,
    )
    return version if len(fields.problems) == before else None


def append_versions(folder: Path, name: str, changed: Iterable[tuple[str, Fact]], by: str, on: date) -> list[Problem]:
    """Log what was done to facts: pairs of the action and the fact as it is now. The caller holds the folder's lock."""
    made: list[Mapping[str, Value]] = [
        {
            "fact": fact.id,
            "on": on.isoformat(),
            "by": by,
            "what": what,
            "fingerprint": fingerprint(fact),
            "claim": fact.claim,
        }
        for what, fact in changed
    ]
    return append(folder / FILE, f"{name}/{FILE}", made, _HEADING) if made else []


def author_of(fact: Fact, versions: Iterable[Version]) -> Version | None:
    """The entry of whoever gave a fact its present words; ``None`` where no command did."""
    mine = [
        v for v in versions if v.fact == fact.id and v.what in (ADDED, EDITED) and v.fingerprint == fingerprint(fact)
    ]
    return mine[-1] if mine else None


def history(
    fact: Fact,
    versions: Sequence[Version],
    reviews: Sequence[FactReview],
    said: Sequence[Said] = (),
    changed: str = BY_HAND,
) -> list[Event]:
    """A fact's known history, oldest first. A text that no command wrote was ``changed`` by hand, or by an upgrade.

    Letters are listed only for words of the fact that nothing else here shows.
    """
    events: list[Event] = []
    known = ""
    mine = [v for v in versions if v.fact == fact.id]
    looked = [r for r in reviews if r.fact == fact.id]
    shown = {fingerprint(fact), *(v.fingerprint for v in mine), *(r.fingerprint for r in looked)}
    for entry in _in_order(mine, [*looked, *(one for one in said if one.fingerprint not in shown)]):
        if known and not isinstance(entry, Version) and entry.fingerprint != known:
            events.append(Event(changed, None, "", "", entry.claim))
        events.append(_event(entry, fact))
        known = entry.fingerprint
    if known and known != fingerprint(fact):
        events.append(Event(changed, None, "", "", fact.claim))
    return events


def _event(entry: Version | FactReview | Said, fact: Fact) -> Event:
    if isinstance(entry, Version):
        return Event(entry.what, entry.on, entry.by, _note(entry, fact), entry.claim)
    if isinstance(entry, Said):
        count = counted(entry.letters, "approved letter")
        return Event(SAID, entry.on, "", f"{count}, the last of this day", entry.claim)
    return Event(REVIEWED, entry.on, entry.by, entry.note, entry.claim)


def _note(version: Version, fact: Fact) -> str:
    """The reason, which the fact itself gives."""
    if version.what == WITHDRAWN and fact.withdrawn is not None:
        return fact.withdrawn.reason
    return f"its place is taken by '{fact.superseded_by}'" if version.what == SUPERSEDED and fact.superseded_by else ""


def _in_order(versions: list[Version], reviews: list[FactReview | Said]) -> list[Version | FactReview | Said]:
    """Both lists as one, by day. Within a day, a review follows the version whose text it saw, or else comes first."""
    keyed: list[tuple[date, int, int, Version | FactReview | Said]] = [(v.on, i, -1, v) for i, v in enumerate(versions)]
    for number, review in enumerate(reviews):
        seen = [i for i, v in enumerate(versions) if v.on == review.on and v.fingerprint == review.fingerprint]
        keyed.append((review.on, seen[-1] if seen else -1, number, review))
    return [entry for *_, entry in sorted(keyed, key=lambda row: row[:3])]
