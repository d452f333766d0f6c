"""What staff decided on messages and campaigns: a file that only grows, and that no sorting ever writes.

``decisions.yaml`` lies in the folder of a sorting. Each entry names a message by its key, or a campaign by the key of
its first message. Where two entries name the same one, the later holds. ``.decided`` beside the file records how many
entries there are, so that drafter reports a file that lost entries instead of trusting it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from drafter.facts.model import FactBase
from drafter.facts.names import NameKind, WrongName, known_as, wrong_name
from drafter.files import growing
from drafter.files.atomic import locked, write_atomically
from drafter.files.fields import Fields, entries
from drafter.files.growing import append
from drafter.files.located_yaml import Value
from drafter.frozen import dataclass
from drafter.letter.recipient import Unusable, UnusableName, correspondent
from drafter.letter.request import Length
from drafter.problems import Problem, Where, nearest

FILE: Final = "decisions.yaml"
KNOWN: Final = ".decided"
NOTHING_OF: Final = "none"  # decided: nothing is asked, feared or wanted
_HEADING: Final = (
    "# What was decided of the post. Written by 'drafter mail decide'; entries are added, none is changed.\n"
)
CONCERNS: Final = {"asks": NameKind.QUESTION, "fears": NameKind.FEAR, "wants": NameKind.ACTION}
FIELDS: Final = (
    "message", "campaign", "do", "after", "subject", "topics", *CONCERNS, "position", "length", "name", "address",
    "because", "by", "on",
)  # fmt: skip


class Do(StrEnum):
    """What is to become of a message: the batch answers it, a person answers it, or nobody does."""

    ANSWER = "answer"
    BY_HAND = "by-hand"
    LEAVE = "leave"


@dataclass(frozen=True)
class MessageDecision:
    """The decision on one message or campaign. Fields that nobody decided are empty.

    ``subject`` is the one that is answered, of several; ``common_subject`` is that of the message's campaign.
    ``common`` is for a whole campaign: it applies to all messages that hold nothing a person should see. ``since`` is
    the day on which ``do`` was decided. ``after`` is the last letter in the register at that time; None where the file
    does not say it.
    """

    do: Do | None = None
    common: Do | None = None
    subject: str = ""
    common_subject: str = ""
    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    position: str = ""
    length: str = ""
    name: str = ""
    address: str = ""
    because: str = ""
    by: str = ""
    on: date | None = None
    since: date | None = None
    after: int | None = None


NONE: Final = MessageDecision()


@dataclass(frozen=True)
class Decisions:
    """All decisions, by the keys of messages and of campaigns' first messages."""

    messages: Mapping[str, MessageDecision]
    campaigns: Mapping[str, MessageDecision]

    def of(self, key: str, seed: str) -> MessageDecision:
        """The decision that holds for a message: its own, otherwise its campaign's."""
        own, common = self.messages.get(key, NONE), self.campaigns.get(seed, NONE)
        return MessageDecision(
            do=own.do,
            common=common.do,
            subject=own.subject,
            common_subject=common.subject,
            topics=own.topics or common.topics,
            asks=own.asks or common.asks,
            fears=own.fears or common.fears,
            wants=own.wants or common.wants,
            position=own.position or common.position,
            length=own.length or common.length,
            name=own.name,
            address=own.address,
            because=own.because or common.because,
            by=own.by or common.by,
            on=own.on or common.on,
            since=own.since,
            after=own.after,
        )


def read_message_decisions(folder: Path, name: str, base: FactBase) -> tuple[Decisions, list[Problem]]:
    """Read the decisions in a folder. ``name`` is the folder's name in problems."""
    path = folder / FILE
    if not path.exists():
        return Decisions({}, {}), _lost(folder, name, "")
    document, problems = growing.read_growing(path, f"{name}/{FILE}")
    if document is not None and not problems:
        problems = _lost(folder, name, document.text)
    found: dict[str, dict[str, MessageDecision]] = {"message": {}, "campaign": {}}
    for fields in entries(document, problems) if document is not None and document.root else ():
        fields.allow(FIELDS)
        for kind, known in found.items():
            key = fields.text(kind)
            if key:
                known[key] = _with(known.get(key, NONE), fields, base)
        if not fields.text("message") and not fields.text("campaign"):
            fields.problem("missing-field", "'message' or 'campaign' is needed")
    return Decisions(found["message"], found["campaign"]), problems


def _with(before: MessageDecision, fields: Fields, base: FactBase) -> MessageDecision:
    subject = fields.text("subject")
    if subject and subject not in base.subjects:
        hint = nearest(subject, base.subjects) or f"known: {', '.join(base.subjects)}"
        fields.problem("unknown-subject", f"there is no subject '{subject}'", "subject", hint=hint)
    subject = subject or before.subject
    topics = known_as(fields.texts("topics"), NameKind.TOPIC, base, subject)
    for topic in topics:
        if wrong := wrong_name(topic, NameKind.TOPIC, base):
            fields.problem(wrong.rule, wrong.message, "topics", hint=wrong.hint)
    asks, fears, wants = (_known(name, fields, base, subject) for name in CONCERNS)
    if topics and not subject:  # topics are of one subject, and a letter on them is on that
        subject = next((base.topics[topic].subject for topic in topics if topic in base.topics), "")
    do = fields.choice("do", tuple(Do), "wrong-type") if "do" in fields.value else ""
    length = fields.choice("length", tuple(Length), "wrong-type") if "length" in fields.value else ""
    name, address = fields.text("name"), "\n".join(fields.lines("address"))
    try:
        if name or address:
            correspondent(name or "A Reader", address)
    except Unusable as failure:
        field = "name" if isinstance(failure, UnusableName) else "address"
        fields.problem(f"unusable-{field}", failure.as_problem, field)
    on = fields.day("on")
    after = fields.number("after")
    return MessageDecision(
        do=Do(do) if do else before.do,
        subject=subject,
        topics=topics or before.topics,
        asks=asks or before.asks,
        fears=fears or before.fears,
        wants=wants or before.wants,
        position=fields.text("position") or before.position,
        length=length or before.length,
        name=name or before.name,
        address=address or before.address,
        because=fields.text("because") or before.because,
        by=fields.text("by") or before.by,
        on=on or before.on,
        since=on if do else before.since,
        after=after if do else before.after,
    )


def decided_or_found(said: tuple[str, ...], found: tuple[str, ...]) -> tuple[str, ...]:
    """What was found together with what was decided; ``none`` removes what was found."""
    kept = () if NOTHING_OF in said else found
    return tuple(dict.fromkeys(id_ for id_ in (*kept, *said) if id_ != NOTHING_OF))


def unknown(name: str, given: Iterable[str], base: FactBase) -> Iterator[WrongName]:
    """What is wrong with the ids given as ``asks``, ``fears`` or ``wants``."""
    for id_ in given:
        wrong = wrong_name(id_, CONCERNS[name], base, "'drafter topics' lists them")
        if wrong is not None and id_ != NOTHING_OF:
            yield wrong


def _known(name: str, fields: Fields, base: FactBase, subject: str) -> tuple[str, ...]:
    given = known_as(fields.texts(name), CONCERNS[name], base, subject)
    for wrong in unknown(name, given, base):
        fields.problem(wrong.rule, wrong.message, name, hint=wrong.hint)
    return given


def decide(
    folder: Path, name: str, keys: Iterable[str], campaigns: Iterable[str], said: Mapping[str, Value]
) -> list[Problem]:
    """Add a decision on each of these messages and campaigns: all of them, or none."""
    made = [{kind: key, **said} for kind, some in (("message", keys), ("campaign", campaigns)) for key in some]
    with locked(folder):
        before = (folder / FILE).read_text("utf-8-sig") if (folder / FILE).exists() else ""
        problems = _lost(folder, name, before) or append(folder / FILE, f"{name}/{FILE}", made, _HEADING, shared=False)
        return problems or _remember(folder, name)


def _remember(folder: Path, name: str) -> list[Problem]:
    """Record how many decisions there are, and a hash of them."""
    checks = _checks((folder / FILE).read_text("utf-8-sig"))
    data = json.dumps({"decisions": len(checks), "digest": _digest(checks)}).encode() + b"\n"
    problem = write_atomically(folder / KNOWN, data, f"{name}/{KNOWN}", replace=True)
    return [problem] if problem is not None else []


def _lost(folder: Path, name: str, text: str) -> list[Problem]:
    """A problem where decisions are missing or changed. More than recorded is no problem: a run may have been
    killed.
    """
    try:
        known = json.loads((folder / KNOWN).read_bytes())
        count, digest = int(known["decisions"]), str(known["digest"])
    except FileNotFoundError:
        return []  # none was made yet, or an earlier drafter made them
    except (OSError, ValueError, TypeError, KeyError):
        message = "cannot be read: it says how many decisions there are"
        hint = f"compare {FILE} with a backup; if it is whole, delete this file"
        return [Problem(Where(f"{name}/{KNOWN}"), "lost-decisions", message, hint)]
    checks = _checks(text)
    if len(checks) >= count and _digest(checks[:count]) == digest:
        return []
    lost = count - len(checks)
    what = f"{lost} of the {count} decisions that were entered {'is' if lost == 1 else 'are'} missing"
    message = what if lost > 0 else "the decisions are not those that were entered"
    hint = "restore the file from a backup; to decide all anew, sort the post into another folder"
    return [Problem(Where(f"{name}/{FILE}"), "lost-decisions", message, hint)]


def _checks(text: str) -> list[str]:
    return [growing.check_of(entry.text) for entry in growing.entries_in(text)]


def _digest(checks: list[str]) -> str:
    return hashlib.sha256("".join(checks).encode()).hexdigest()[:16]
