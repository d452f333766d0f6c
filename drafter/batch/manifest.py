"""The manifest of a batch: every letter with its hash. It names nobody; its rows lead back to the list."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drafter.batch.journal import JournalEntry
from drafter.frozen import NamedTuple
from drafter.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from drafter.batch.texts import BatchText

FILE: Final = "manifest.csv"
FIELDS: Final = ("file", "sha256", "row", "text", "topics", "position", "length", "large_print", "batch")


def manifest_lines(entries: Iterable[JournalEntry], texts: Sequence[BatchText], batch: str) -> Iterator[bytes]:
    """The lines of the manifest: CSV in UTF-8. ``batch`` is the same for every letter of a batch."""
    told = [
        ("; ".join(text.letter.topics), text.letter.position, text.letter.length, "yes" if text.large_print else "")
        for text in texts
    ]
    yield _line(FIELDS)
    # Joined by hand except for fields that may need quoting: csv would take a tenth of a batch's time.
    endings = [_line((*fields, batch)) for fields in told]
    for entry in entries:
        yield f"{entry.file},{entry.sha256},{entry.row},{entry.text},".encode() + endings[entry.text - 1]


def _line(fields: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(fields)
    return out.getvalue().encode()


class Manifest(NamedTuple):
    """A manifest that was read: its batch, and the hash of each letter."""

    batch: str
    hashes: Mapping[str, str]


def manifest_at(path: Path) -> Manifest | None:
    """The manifest of a batch, a folder or a ZIP file; None where there is none that can be read."""
    try:
        if path.is_dir():
            data = (path / FILE).read_bytes()
        else:
            with zipfile.ZipFile(path) as archive:
                data = archive.read(FILE)
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, UnicodeDecodeError, csv.Error):
        return None
    if not rows or not set(FIELDS) <= rows[0].keys():
        return None
    return Manifest(str(rows[0]["batch"]), {str(row["file"]): str(row["sha256"]) for row in rows})


def held_against(listed: Manifest | None, hashes: Mapping[str, str], name: str) -> Iterator[Problem]:
    """Letters of a batch that differ from its manifest. Edited letters are no problem, since letters are there to be
    edited.

    ``hashes`` are those of the existing files; ``name`` is the batch's name in problems.
    """
    if listed is None:
        return
    files = {sha256: file for file, sha256 in listed.hashes.items()}
    missing = [file for file in listed.hashes if file not in hashes]
    added = [file for file in hashes if file not in listed.hashes]
    # A letter under another's file name: whoever looks up its row finds the wrong person.
    moved = [file for file, sha256 in hashes.items() if files.get(sha256, file) != file]
    for rule, some, what in (
        ("missing-letter", missing, "is not there; it is neither reviewed nor approved"),
        ("added-letter", added, "is not of this batch, by its manifest"),
        ("moved-letter", moved, "holds the letter of another file, by its manifest"),
    ):
        if some:
            more = f", and so {len(some) - 1} more" if len(some) > 1 else ""
            yield Problem(Where(name), rule, f"'{some[0]}' {what}{more}", severity=Severity.WARNING)
