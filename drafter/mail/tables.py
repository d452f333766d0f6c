"""A sorting for other programs: messages and campaigns as CSV, all of it as JSON. Written line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from drafter.mail.piles import Laid, name_of
from drafter.mail.sorting import Sorting

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
MESSAGE_FIELDS: Final = (
    "number", "key", "pile", "why", "campaign", "file", "date", "name", "second", "organisation", "address",
    "postcode", "sender", "email", "subject", "reference", "about", "topics", "asks", "fears", "wants", "unsure",
    "rests_on", "personal", "added", "taken_out", "changed", "answered_with", "to", "duplicate_of", "also_wrote",
    "copies", "decided_by", "because",
)  # fmt: skip
CAMPAIGN_FIELDS: Final = (
    "campaign", "key", "name", "messages", "topics", "asks", "fears", "wants", "sentences", "with_additions", "text",
)  # fmt: skip


def messages_csv(sorting: Sorting) -> Iterator[bytes]:
    """A row for each message."""
    yield _row(MESSAGE_FIELDS)
    for laid in sorting.laid():
        told = as_json(laid, sorting)
        yield _row(_cell(told[name]) for name in MESSAGE_FIELDS)


def campaigns_csv(sorting: Sorting) -> Iterator[bytes]:
    """A row for each campaign."""
    yield _row(CAMPAIGN_FIELDS)
    for told in campaigns(sorting):
        yield _row(_cell(told[name]) for name in CAMPAIGN_FIELDS)


def whole_json(sorting: Sorting) -> Iterator[bytes]:
    """All of it."""
    head = json.dumps({"campaigns": campaigns(sorting)}, ensure_ascii=False)
    yield f'{head[:-1]}, "messages": ['.encode()
    for number, laid in enumerate(sorting.laid()):
        comma = ",\n" if number else "\n"
        yield (comma + json.dumps(as_json(laid, sorting), ensure_ascii=False)).encode("utf-8", "replace")
    yield b"\n]}\n"


def campaigns(sorting: Sorting) -> list[dict[str, Any]]:
    """What is known of each campaign, the largest first."""
    added = dict(
        sorting.store.db.execute(
            "SELECT campaign, count(*) FROM message WHERE changes NOT IN ('', '[[], [], []]') GROUP BY campaign"
        ).fetchall()
    )
    return [
        {
            "campaign": sorting.numbers[group.id],
            "key": group.key,
            "name": group.name,
            "messages": group.size,
            **{name: list(ids) for name, ids in sorting.common[group.id]._asdict().items()},
            "sentences": len(group.common),
            "with_additions": added.get(group.id, 0),
            "text": " ".join(group.common),
        }
        for group in sorting.groups.values()
    ]


def as_json(laid: Laid, sorting: Sorting) -> dict[str, Any]:
    """What is known of one message of a sorting."""
    kept, read, changes = laid.kept, laid.kept.read, laid.kept.changes
    return {
        "number": kept.n,
        "key": read.key,
        "pile": str(laid.pile),
        "why": laid.why,
        "campaign": sorting.numbers.get(kept.campaign),
        "file": read.where,
        "date": read.date.isoformat() if read.date else None,
        "name": read.writer.name or None,
        "second": read.writer.second or None,
        "organisation": read.writer.organisation or None,
        "address": list(read.writer.address),
        "postcode": read.writer.postcode or None,
        "sender": read.sender or None,
        "email": read.sender_address or None,
        "subject": read.subject,
        "reference": read.reference or None,
        "about": str(kept.recognised.about),
        "topics": list(kept.recognised.sure),
        "asks": list(laid.asks),
        "fears": list(laid.fears),
        "wants": list(laid.wants),
        "unsure": [found.id for found in kept.recognised.topics if not found.sure],
        "rests_on": [f"{found.id}: {', '.join(found.evidence)}" for found in kept.recognised.all],
        "personal": "likely" if kept.personal.likely else "doubtful" if kept.personal.doubtful else None,
        "added": list(changes.added) if changes else [],
        "taken_out": list(changes.removed) if changes else [],
        "changed": [list(pair) for pair in changes.changed] if changes else [],
        "answered_with": list(laid.topics),
        "to": name_of(read) or None,
        "duplicate_of": kept.duplicate or None,
        "also_wrote": kept.again or None,
        "copies": kept.copies,
        "decided_by": laid.decision.by or None,
        "because": laid.decision.because or None,
    }


def _cell(value: Any) -> str:
    """A value as one cell, which no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, list):
        text = "; ".join(" -> ".join(item) if isinstance(item, list) else str(item) for item in value)
    else:
        text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(cells: Iterable[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode("utf-8", "replace")
