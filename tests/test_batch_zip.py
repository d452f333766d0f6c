"""The ZIP file of a batch: sound for whoever opens it, also where numbers outgrow the old format."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.batch import sinks
from drafter.batch.journal import JournalEntry

DATA = st.lists(st.binary(max_size=400), max_size=12)


def written(pieces: list[bytes], rows: list[bytes]) -> bytes:
    file = io.BytesIO()
    entries = []
    for number, data in enumerate(pieces, 1):
        entry = JournalEntry(f"{number:04}.docx", "", number, 1, len(data), zlib.crc32(data))
        file.write(sinks.entry_header(entry.file, entry.crc, entry.size) + data)
        entries.append(entry)
    sinks.finish_zip(file, file.tell(), lambda: iter(entries), "manifest.csv", rows)
    return file.getvalue()


@given(pieces=DATA, rows=DATA)
def test_it_is_what_was_put_in(pieces, rows):
    data = written(pieces, rows)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names == [*(f"{number:04}.docx" for number in range(1, len(pieces) + 1)), "manifest.csv"]
        assert [archive.read(name) for name in names] == [*pieces, b"".join(rows)]
    assert written(pieces, rows) == data


@pytest.mark.parametrize("count", [65_534, 65_535, 70_000])
def test_more_entries_than_the_old_format_counts(count):
    data = written([b"x"] * count, [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert len(archive.namelist()) == count + 1
        assert archive.read(f"{count:04}.docx") == b"x"


def test_more_bytes_than_the_old_format_counts(tmp_path):
    """Five gigabytes that are mostly holes: the offsets need 64 bits."""
    path = tmp_path / "large.zip"
    size = 1_250_000_000
    entries, at = [], 0
    with path.open("w+b") as file:
        for number in range(1, 5):
            entry = JournalEntry(f"{number:04}.docx", "", number, 1, size, 0)
            file.seek(at)
            file.write(sinks.entry_header(entry.file, 0, size))
            at += sinks.entry_size(entry)
            entries.append(entry)
        file.truncate(at)
        small = JournalEntry("0005.docx", "", 5, 1, 3, zlib.crc32(b"end"))
        file.seek(at)
        file.write(sinks.entry_header(small.file, small.crc, 3) + b"end")
        entries.append(small)
        sinks.finish_zip(file, at + sinks.entry_size(small), lambda: iter(entries), "manifest.csv", [b"a,b\r\n"])
    with zipfile.ZipFile(path) as archive:
        assert [entry.file_size for entry in archive.infolist()] == [size] * 4 + [3, 5]
        assert archive.read("0005.docx") == b"end"
        assert archive.read("manifest.csv") == b"a,b\r\n"
