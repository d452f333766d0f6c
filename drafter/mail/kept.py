"""A message as it is kept, and as a row of what is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from drafter.mail.concerns import Suggestion
from drafter.mail.model import Parts, Read, Writer
from drafter.mail.personal import Personal
from drafter.mail.topics import About, Recognised


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
    earlier message of the same writer that this one goes beyond. ``elsewhere`` are the other addresses that its writer
    gave before. ``copies`` is how often the very same file lay there.
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
    elsewhere: tuple[str, ...] = ()


def kept_of(row: Sequence[Any]) -> Kept:
    """The message of a row of its table."""
    n, _, copies, data, _, recognised, campaign, changes, personal, duplicate, again, *since = row
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
        elsewhere=tuple(json.loads(since[0])) if since and since[0] else (),  # a sorting of before has none
    )


def _changes(value: Sequence[Any]) -> Changes:
    added, removed, changed = value
    return Changes(tuple(added), tuple(removed), tuple((old, new) for old, new in changed))


def _recognised(value: Sequence[Any]) -> Recognised:
    about, subject, evidence, *said = value  # of a sorting of before there are the topics alone
    return Recognised(About(about), subject, tuple(evidence), *map(_suggestions, said))


def _suggestions(value: Sequence[Any]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(id_, sureness, tuple(words)) for id_, sureness, words in value)


def as_json(read: Read) -> dict[str, Any]:
    """What is kept of a message; what is put below it by programs is not."""
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
        "doubts": list(read.writer.doubts),
        "text": list(read.paragraphs),
        "quoted": list(read.parts.quoted),
        "forwarded": list(read.parts.forwarded),
        "message_id": read.message_id,
        "notes": list(read.notes),
        "fault": read.fault,
        "reply_to": list(read.reply_to),
        "references": list(read.references),
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
            tuple(value.get("doubts", ())),  # a sorting of before has none
        ),
        paragraphs=tuple(value["text"]),
        parts=Parts(quoted=tuple(value["quoted"]), forwarded=tuple(value["forwarded"])),
        message_id=value["message_id"],
        notes=tuple(value["notes"]),
        fault=value["fault"],
        reply_to=tuple(value.get("reply_to", ())),  # a sorting of before has none
        references=tuple(value.get("references", ())),
    )
