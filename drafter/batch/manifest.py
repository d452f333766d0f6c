"""The manifest: every letter of a batch with its hash. It names nobody: rows lead back to the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from drafter.batch.journal import Entry
from drafter.batch.texts import Text

FILE: Final = "manifest.csv"
FIELDS: Final = ("file", "sha256", "row", "text", "topics", "position", "length", "large_print", "batch")


def lines(entries: Iterable[Entry], texts: Sequence[Text], batch: str) -> Iterator[bytes]:
    """The manifest, line by line: CSV in UTF-8. ``batch`` is the same for every letter of a batch."""
    told = [
        ("; ".join(text.letter.topics), text.letter.position, text.letter.length, "yes" if text.large_print else "")
        for text in texts
    ]
    yield _line(FIELDS)
    for entry in entries:
        yield _line((entry.file, entry.sha256, entry.row, entry.text, *told[entry.text - 1], batch))


def _line(fields: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(fields)
    return out.getvalue().encode()


def batch_of(data: bytes) -> str:
    """Which batch a manifest is of; empty where it is none."""
    try:
        rows = csv.DictReader(io.StringIO(data.decode("utf-8")))
        return str((next(rows, None) or {}).get("batch") or "")
    except (UnicodeDecodeError, csv.Error):
        return ""
