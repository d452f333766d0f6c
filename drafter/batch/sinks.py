"""Where a batch's letters go: a folder of files, or one ZIP file. Neither is there under its name before it is whole.

Until then what is made lies beside it, under the name with ``.unfinished``, and a journal tells of it.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

from drafter.batch import manifest, zipping
from drafter.batch.journal import Entry, Journal
from drafter.batch.texts import Text
from drafter.files import sync_folder

UNFINISHED: Final = ".unfinished"
_JOURNAL: Final = ".journal"
_IGNORED: Final = ".gitignore"  # in a folder of letters: none of them belongs in version control


class Sink(Protocol):
    """A place for letters. Everything raises OSError."""

    journal: Journal

    def put(self, letters: Sequence[bytes], entries: Sequence[Entry]) -> None:
        """Take one piece: letters' files, and what the journal is to say of each."""
        ...

    def finish(self, texts: Sequence[Text], batch: str) -> None:
        """Write the manifest, have the disk keep it all, and give it its name."""
        ...

    def close(self) -> None:
        """Let go of it, whole or not."""
        ...


def journal_at(target: Path) -> Path:
    """Where the journal of an unfinished batch lies."""
    unfinished = target.with_name(target.name + UNFINISHED)
    return unfinished.with_name(unfinished.name + _JOURNAL) if zipping.is_zip(target) else unfinished / _JOURNAL


def open_sink(target: Path, name: str, head: dict[str, Any]) -> Sink:
    """Begin, or go on where a run before stopped. Raises OSError, and ProblemsFound where another run is at it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    return Zip(target, name, head) if zipping.is_zip(target) else Folder(target, name, head)


def discard(target: Path) -> None:
    """Take away what is unfinished. Raises OSError."""
    unfinished = target.with_name(target.name + UNFINISHED)
    if zipping.is_zip(target):
        unfinished.unlink(missing_ok=True)
        journal_at(target).unlink(missing_ok=True)
        return
    with suppress(FileNotFoundError):
        for path in unfinished.iterdir():
            path.unlink()
        unfinished.rmdir()


class Folder:
    """A folder with one file for each letter."""

    def __init__(self, target: Path, name: str, head: dict[str, Any]) -> None:
        self.target = target
        self.unfinished = target.with_name(target.name + UNFINISHED)
        self.unfinished.mkdir(mode=0o700, exist_ok=True)
        (self.unfinished / _IGNORED).write_text("*\n")
        self.journal = Journal.open(journal_at(target), name, head)
        self.journal.keep(self._is_whole)

    def _is_whole(self, entry: Entry) -> bool:
        try:
            data = (self.unfinished / entry.file).read_bytes()
        except OSError:
            return False
        return len(data) == entry.size and zlib.crc32(data) == entry.crc

    def put(self, letters: Sequence[bytes], entries: Sequence[Entry]) -> None:
        """Take one piece."""
        folder = f"{self.unfinished}/"
        for data, entry in zip(letters, entries, strict=True):
            handle = os.open(folder + entry.file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
        self.journal.add(entries)

    def finish(self, texts: Sequence[Text], batch: str) -> None:
        """Write the manifest, have the disk keep it all, and give it its name."""
        with (self.unfinished / manifest.FILE).open("wb") as file:
            file.writelines(manifest.lines(self.journal.entries(), texts, batch))
        os.sync()  # one call for thousands of files
        mask = os.umask(0)
        os.umask(mask)
        self.unfinished.chmod(0o777 & ~mask)
        self.unfinished.rename(self.target)
        (self.target / _JOURNAL).unlink()
        sync_folder(self.target.parent)

    def close(self) -> None:
        """Let go of it, whole or not."""
        self.journal.close()


class Zip:
    """One ZIP file; the letters in it are packed already, and stored as they are."""

    def __init__(self, target: Path, name: str, head: dict[str, Any]) -> None:
        self.target = target
        self.unfinished = target.with_name(target.name + UNFINISHED)
        self.journal = Journal.open(journal_at(target), name, head)
        handle = os.open(self.unfinished, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.file: IO[bytes] = os.fdopen(handle, "r+b")
        self._at = 0
        self.journal.keep(self._is_whole)
        self._at = sum(zipping.local_size(entry) for entry in self.journal.entries())
        self.file.truncate(self._at)

    def _is_whole(self, entry: Entry) -> bool:
        self.file.seek(self._at + zipping.local_size(entry) - entry.size)
        self._at += zipping.local_size(entry)
        data = self.file.read(entry.size)
        return len(data) == entry.size and zlib.crc32(data) == entry.crc

    def put(self, letters: Sequence[bytes], entries: Sequence[Entry]) -> None:
        """Take one piece."""
        self.file.seek(self._at)
        data = b"".join(_local(letters, entries))
        self.file.write(data)
        self.file.flush()
        self._at += len(data)
        self.journal.add(entries)

    def finish(self, texts: Sequence[Text], batch: str) -> None:
        """Write the manifest and the directory, have the disk keep it all, and give it its name."""
        rows = manifest.lines(self.journal.entries(), texts, batch)
        zipping.finish(self.file, self._at, self.journal.entries, manifest.FILE, rows)
        self.file.flush()
        os.fsync(self.file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        self.unfinished.chmod(0o666 & ~mask)
        os.link(self.unfinished, self.target)  # and not a renaming, which would take the place of what is there
        self.unfinished.unlink()
        journal_at(self.target).unlink()
        sync_folder(self.target.parent)

    def close(self) -> None:
        """Let go of it, whole or not."""
        with suppress(OSError):  # what a full disk would not take is not wanted any more
            self.file.close()
        self.journal.close()


def _local(letters: Sequence[bytes], entries: Sequence[Entry]) -> Iterator[bytes]:
    for data, entry in zip(letters, entries, strict=True):
        yield zipping.local(entry.file, entry.crc, entry.size)
        yield data


def _write_all(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):  # a disk that is nearly full takes less than it is given
        written += os.write(handle, data[written:])
