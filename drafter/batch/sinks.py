"""Where a batch's letters go: a folder of files, or one ZIP file. Neither has its final name before it is whole.

Until then it has the name with ``.unfinished``, and a journal records what is made.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from drafter.batch.journal import Journal, JournalEntry, held
from drafter.batch.manifest import FILE, manifest_lines
from drafter.files import zipped
from drafter.files.atomic import (
    FOLDER_MODE,
    is_link,
    make_private,
    name_new,
    open_no_link,
    open_private,
    planted,
    sync_files,
    sync_folder,
)
from drafter.files.system import ON_WINDOWS
from drafter.formats import NAMES
from drafter.patterns import late_pattern
from drafter.problems import ProblemsFound

if TYPE_CHECKING:
    from drafter.batch.texts import BatchText

UNFINISHED: Final = ".unfinished"
_JOURNAL: Final = ".journal"
_IGNORED: Final = ".gitignore"  # in a folder of letters: keeps them out of version control
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_BUFFER: Final = 1 << 20  # bytes of a ZIP file's directory that are written at once
_LETTER: Final = late_pattern(rf"\d{{4,}}\.(?:{'|'.join(NAMES)})")


def is_zip(target: Path) -> bool:
    """Whether a batch's name means a ZIP file."""
    return target.suffix.lower() == ".zip"


class Sink(Protocol):
    """A place for letters. Every method raises OSError."""

    journal: Journal

    def put(self, letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> None:
        """Add one piece: letters' files, and their entries for the journal."""
        ...

    def finish(self, texts: Sequence[BatchText], batch: str) -> None:
        """Write the manifest, make the disk keep everything, and give it its final name."""
        ...

    def close(self) -> None:
        """Close and release it, whole or not."""
        ...


def journal_at(target: Path) -> Path:
    """The path of an unfinished batch's journal."""
    unfinished = target.with_name(target.name + UNFINISHED)
    return unfinished.with_name(unfinished.name + _JOURNAL) if is_zip(target) else unfinished / _JOURNAL


def open_sink(target: Path, name: str, head: dict[str, Any]) -> Sink:
    """Begin a batch, or continue where an earlier run stopped. Raises OSError, and ProblemsFound where another run has
    it.
    """
    make_private(target.parent)
    unfinished = target.with_name(target.name + UNFINISHED)
    if is_link(unfinished):
        raise ProblemsFound([planted(name + UNFINISHED)])
    return Zip(target, name, head) if is_zip(target) else Folder(target, name, head)


def discard(target: Path) -> None:
    """Remove an unfinished batch. Raises OSError."""
    unfinished = target.with_name(target.name + UNFINISHED)
    if is_zip(target):
        unfinished.unlink(missing_ok=True)
        journal_at(target).unlink(missing_ok=True)
        return
    if is_link(unfinished):
        unfinished.unlink()  # a link is removed, not what it leads to
        return
    with suppress(FileNotFoundError):
        for path in unfinished.iterdir():
            path.unlink()
        unfinished.rmdir()


def left_beside(target: Path) -> Iterator[Path]:
    """What dead runs left beside a batch. What can be continued is returned; what cannot is removed.

    A living run holds its journal, and its work is left alone. Raises OSError.
    """
    for path in sorted(target.parent.glob(f"*{UNFINISHED}")):
        other = path.with_name(path.name.removesuffix(UNFINISHED))
        if other.name in ("", target.name) or is_link(path) or is_link(journal_at(other)):
            continue
        # One that a living run has, or has not begun yet, is left to that run.
        with suppress(ProblemsFound, FileNotFoundError):
            with held(journal_at(other)) as head:
                over = not head or (is_zip(other) and other.exists())
                if over and not ON_WINDOWS:
                    discard(other)
                elif not over:
                    yield path
            if over and ON_WINDOWS:
                discard(other)  # one that another run has taken up since cannot be deleted


def tidy(target: Path) -> None:
    """Remove what a run that was killed at the very end left in and beside a finished batch. Raises OSError."""
    discard(target)
    if not is_zip(target):
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
        """Remove letters that the journal lacks. If it was cut off, they may be of another list."""
        kept = {entry.file for entry in self.journal.entries()}
        for path in self.unfinished.iterdir():
            if path.name not in kept and (path.name == FILE or _LETTER.fullmatch(path.name)):
                path.unlink()

    def _is_whole(self, entry: JournalEntry) -> bool:
        try:
            data = (self.unfinished / entry.file).read_bytes()
        except OSError:
            return False
        return len(data) == entry.size and zlib.crc32(data) == entry.crc

    def put(self, letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> None:
        """Add one piece."""
        folder = f"{self.unfinished}/"
        for data, entry in zip(letters, entries, strict=True):
            handle = open_no_link(folder + entry.file, _NEW)
            try:
                _write_all(handle, data)
            finally:
                os.close(handle)
        self.journal.add(entries)

    def finish(self, texts: Sequence[BatchText], batch: str) -> None:
        """Write the manifest, make the disk keep everything, and give it its final name."""
        with os.fdopen(open_no_link(self.unfinished / FILE, _NEW), "wb") as file:
            file.writelines(manifest_lines(self.journal.entries(), texts, batch))
        sync_files(self.unfinished / entry.file for entry in self.journal.entries())
        with suppress(OSError):  # a disk without file permissions
            self.unfinished.chmod(FOLDER_MODE)
        if ON_WINDOWS:
            self.close()
        self.unfinished.rename(self.target)
        (self.target / _JOURNAL).unlink()
        sync_folder(self.target.parent)

    def close(self) -> None:
        """Close and release it, whole or not."""
        self.journal.close()


class Zip:
    """One ZIP file. Its entries are stored as they are, in order, and its directory is written from the journal.

    The standard library keeps every entry of an archive in memory, and takes longer over one than a letter takes to
    make. Nothing is compressed: a Word letter is already, and for the others a larger file is accepted, so that every
    entry's place follows from the journal, and an interrupted batch can be continued.
    """

    def __init__(self, target: Path, name: str, head: dict[str, Any]) -> None:
        self.target = target
        self.unfinished = target.with_name(target.name + UNFINISHED)
        self.journal = Journal.open(journal_at(target), name, head)
        handle = open_private(self.unfinished)
        self.file: IO[bytes] = os.fdopen(handle, "r+b")
        self.journal.keep(self._whole_in_turn())
        self._at = sum(entry_size(entry) for entry in self.journal.entries())
        self.file.truncate(self._at)

    def _whole_in_turn(self) -> Callable[[JournalEntry], bool]:
        """Says of each entry whether its bytes are there, whole. It is to be asked of each once, from the first on."""
        at = 0

        def is_whole(entry: JournalEntry) -> bool:
            nonlocal at
            at += entry_size(entry)
            self.file.seek(at - entry.size)
            data = self.file.read(entry.size)
            return len(data) == entry.size and zlib.crc32(data) == entry.crc

        return is_whole

    def put(self, letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> None:
        """Add one piece."""
        self.file.seek(self._at)
        data = b"".join(_with_headers(letters, entries))
        self.file.write(data)
        self.file.flush()
        self._at += len(data)
        self.journal.add(entries)

    def finish(self, texts: Sequence[BatchText], batch: str) -> None:
        """Write the manifest and the directory, make the disk keep everything, and give it its final name."""
        rows = manifest_lines(self.journal.entries(), texts, batch)
        finish_zip(self.file, self._at, self.journal.entries, FILE, rows)
        self.file.flush()
        os.fsync(self.file.fileno())
        if ON_WINDOWS:
            self.close()
        name_new(self.unfinished, self.target)  # never replaces another file
        journal_at(self.target).unlink()
        sync_folder(self.target.parent)

    def close(self) -> None:
        """Close and release it, whole or not."""
        with suppress(OSError):  # data that a full disk refused is not needed any more
            self.file.close()
        self.journal.close()


def entry_header(name: str, crc: int, size: int) -> bytes:
    """The header before an entry's bytes. Its name is ASCII."""
    return zipped.header(name.encode("ascii"), zipped.STORED, crc, size, size)


def entry_size(entry: JournalEntry) -> int:
    """How many bytes an entry takes, header included."""
    return zipped.HEADER.size + len(entry.file) + entry.size


def finish_zip(
    file: IO[bytes], at: int, entries: Callable[[], Iterator[JournalEntry]], name: str, rows: Iterable[bytes]
) -> None:
    """Add one more entry, whose size is unknown before it is written, and then the directory."""
    file.seek(at)
    file.write(entry_header(name, 0, 0))
    size, crc = 0, 0
    for row in rows:
        file.write(row)
        size, crc = size + len(row), zlib.crc32(row, crc)
    file.seek(at)
    file.write(entry_header(name, crc, size))
    file.seek(0, os.SEEK_END)
    begins = file.tell()
    count, offset, pieces, ends = 0, 0, [], begins
    for entry in chain(entries(), [JournalEntry(name, "", 0, 0, size, crc)]):
        encoded = entry.file.encode("ascii")
        pieces.append(zipped.central(encoded, zipped.STORED, entry.crc, entry.size, entry.size, offset))
        offset += entry_size(entry)
        count += 1
        if len(pieces) * zipped.CENTRAL.size > _BUFFER:
            ends += file.write(b"".join(pieces))
            pieces.clear()
    ends += file.write(b"".join(pieces))
    file.write(zipped.ending(count, ends - begins, begins))
    file.truncate()


def _with_headers(letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> Iterator[bytes]:
    for data, entry in zip(letters, entries, strict=True):
        yield entry_header(entry.file, entry.crc, entry.size)
        yield data


def _write_all(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):  # a nearly full disk takes less than it is given
        written += os.write(handle, data[written:])
