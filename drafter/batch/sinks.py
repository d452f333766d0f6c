"""Where a batch's letters go: a folder of files, or one ZIP file. Neither is there under its name before it is whole.

Until then what is made lies beside it, under the name with ``.unfinished``, and a journal tells of it.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Protocol

from drafter.batch import manifest, zipping
from drafter.batch.journal import Entry, Journal, held
from drafter.batch.texts import Text
from drafter.files import FILE_MODE, FOLDER_MODE, NO_LINK, is_link, make_private, open_private, planted, sync_folder
from drafter.formats import NAMES
from drafter.problems import ProblemsFound

UNFINISHED: Final = ".unfinished"
_JOURNAL: Final = ".journal"
_IGNORED: Final = ".gitignore"  # in a folder of letters: none of them belongs in version control
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NO_LINK | os.O_CLOEXEC
_LETTER: Final = re.compile(rf"\d{{4,}}\.(?:{'|'.join(NAMES)})")


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
    make_private(target.parent)
    unfinished = target.with_name(target.name + UNFINISHED)
    if is_link(unfinished):
        raise ProblemsFound([planted(name + UNFINISHED)])
    return Zip(target, name, head) if zipping.is_zip(target) else Folder(target, name, head)


def discard(target: Path) -> None:
    """Take away what is unfinished. Raises OSError."""
    unfinished = target.with_name(target.name + UNFINISHED)
    if zipping.is_zip(target):
        unfinished.unlink(missing_ok=True)
        journal_at(target).unlink(missing_ok=True)
        return
    if is_link(unfinished):
        unfinished.unlink()  # and nothing of what it leads to
        return
    with suppress(FileNotFoundError):
        for path in unfinished.iterdir():
            path.unlink()
        unfinished.rmdir()


def left_beside(target: Path) -> Iterator[Path]:
    """What dead runs left beside a batch: what can be gone on with is given, what cannot is taken away.

    What a living run is making is left alone: it holds its journal. Raises OSError.
    """
    for path in sorted(target.parent.glob(f"*{UNFINISHED}")):
        other = path.with_name(path.name.removesuffix(UNFINISHED))
        if other.name in ("", target.name) or is_link(path) or is_link(journal_at(other)):
            continue
        # One that a living run has, or that is not begun yet, is its own business.
        with suppress(ProblemsFound, FileNotFoundError), held(journal_at(other)) as head:
            if not head or (zipping.is_zip(other) and other.exists()):
                discard(other)
            else:
                yield path


def tidy(target: Path) -> None:
    """Take away what a run that was killed at the very end left in and beside a batch that is whole. Raises OSError."""
    discard(target)
    if not zipping.is_zip(target):
        (target / _JOURNAL).unlink(missing_ok=True)


class Folder:
    """A folder with one file for each letter."""

    def __init__(self, target: Path, name: str, head: dict[str, Any]) -> None:
        self.target = target
        self.unfinished = target.with_name(target.name + UNFINISHED)
        self.unfinished.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(open_private(self.unfinished / _IGNORED), "wb") as file:
            file.write(b"*\n")
        self.journal = Journal.open(journal_at(target), name, head)
        self.journal.keep(self._is_whole)
        self._drop_others()

    def _drop_others(self) -> None:
        """Take away letters that the journal does not have: they may be of another list, if it was cut off."""
        kept = {entry.file for entry in self.journal.entries()}
        for path in self.unfinished.iterdir():
            if path.name not in kept and (path.name == manifest.FILE or _LETTER.fullmatch(path.name)):
                path.unlink()

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
            handle = os.open(folder + entry.file, _NEW, FILE_MODE)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
        self.journal.add(entries)

    def finish(self, texts: Sequence[Text], batch: str) -> None:
        """Write the manifest, have the disk keep it all, and give it its name."""
        with os.fdopen(os.open(self.unfinished / manifest.FILE, _NEW, FILE_MODE), "wb") as file:
            file.writelines(manifest.lines(self.journal.entries(), texts, batch))
        os.sync()  # one call for thousands of files
        with suppress(OSError):  # a disk that keeps no rights
            self.unfinished.chmod(FOLDER_MODE)
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
        handle = open_private(self.unfinished)
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
