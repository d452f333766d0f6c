"""The manifest: every letter of a batch with its hash. It names nobody: rows lead back to the list."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from drafter.batch.journal import Entry
from drafter.batch.texts import Text
from drafter.problems import Problem, Severity, Where

FILE: Final = "manifest.csv"
FIELDS: Final = ("file", "sha256", "row", "text", "topics", "position", "length", "large_print", "batch")


def lines(entries: Iterable[Entry], texts: Sequence[Text], batch: str) -> Iterator[bytes]:
    """The manifest, line by line: CSV in UTF-8. ``batch`` is the same for every letter of a batch."""
    told = [
        ("; ".join(text.letter.topics), text.letter.position, text.letter.length, "yes" if text.large_print else "")
        for text in texts
    ]
    yield _line(FIELDS)
    # Put together by hand but for what might need quotation marks: thousands of these are a tenth of a batch's time.
    endings = [_line((*fields, batch)) for fields in told]
    for entry in entries:
        yield f"{entry.file},{entry.sha256},{entry.row},{entry.text},".encode() + endings[entry.text - 1]


def _line(fields: Iterable[object]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(fields)
    return out.getvalue().encode()


class Listed(NamedTuple):
    """A manifest that was read: which batch it is of, the hash of each of its letters."""

    batch: str
    hashes: Mapping[str, str]


def manifest_at(path: Path) -> Listed | None:
    """The manifest of a batch, a folder or a ZIP file; none where there is none that can be read."""
    try:
        if path.is_dir():
            data = (path / FILE).read_bytes()
        else:
            with zipfile.ZipFile(path) as archive:
                data = archive.read(FILE)
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
    except (OSError, KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, UnicodeDecodeError, csv.Error):
        return None
    if not rows or not set(FIELDS) <= rows[0].keys():
        return None
    return Listed(str(rows[0]["batch"]), {str(row["file"]): str(row["sha256"]) for row in rows})


def held_against(listed: Listed | None, hashes: Mapping[str, str], name: str) -> Iterator[Problem]:
    """What of a batch's letters is not as its manifest has it; that some were edited is what they are there for.

    ``hashes`` are of the files that are there, ``name`` is how problems call the batch.
    """
    if listed is None:
        return
    files = {sha256: file for file, sha256 in listed.hashes.items()}
    missing = [file for file in listed.hashes if file not in hashes]
    added = [file for file in hashes if file not in listed.hashes]
    # A letter that bears another's name: whoever looks up its row finds somebody else.
    moved = [file for file, sha256 in hashes.items() if files.get(sha256, file) != file]
    for rule, some, what in (
        ("missing-letter", missing, "is not there; it is neither reviewed nor approved"),
        ("added-letter", added, "is not of this batch, by its manifest"),
        ("moved-letter", moved, "holds the letter of another file, by its manifest"),
    ):
        if some:
            more = f", and so {len(some) - 1} more" if len(some) > 1 else ""
            yield Problem(Where(name), rule, f"'{some[0]}' {what}{more}", severity=Severity.WARNING)
