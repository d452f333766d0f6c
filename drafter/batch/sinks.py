"""Where a batch's letters go: a folder of files, or one ZIP file, with a journal and a manifest of its content."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from drafter.files.atomic import (
    FOLDER_MODE,
    hold,
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
from drafter.problems import Problem, ProblemsFound, Severity, Where

if TYPE_CHECKING:
    from drafter.batch.texts import BatchText

# Journals: a line for each piece of a batch, written after the piece itself has been sent to the disk.
#
# A run that is killed leaves whole pieces, and perhaps the beginning of one more. The next run continues after the last
# line. Each line ends with its own checksum, so a cut or altered line, and all lines after it, are ignored.


class JournalEntry(NamedTuple):
    """One letter that was made: its file, its row, its text from 1, its bytes."""

    file: str
    sha256: str
    row: int
    text: int
    size: int
    crc: int


@dataclass
class Journal:
    """An open journal, held by one run at a time. ``head`` is what its first line says about the batch.

    ``cut`` is the first line that was damaged when it was opened; 0 where all were sound.
    """

    path: Path
    file: IO[bytes]
    head: dict[str, Any]
    pieces: int
    cut: int = 0

    @classmethod
    def open(cls, path: Path, name: str, head: dict[str, Any]) -> Journal:
        """Begin a journal, or continue an existing one. Raises OSError and ProblemsFound."""
        handle = open_private(path)
        file = os.fdopen(handle, "r+b")
        try:
            _hold(file, name)
        except ProblemsFound:
            file.close()
            raise
        ends = [end for _, end in _lines_and_ends(file)]
        end = ends[-1] if ends else 0
        cut = len(ends) + 1 if file.seek(0, os.SEEK_END) > end else 0
        file.seek(end)
        file.truncate()
        journal = cls(path, file, head, max(0, len(ends) - 1), cut)
        if not ends:
            journal._write(head)
        else:
            journal.head = next(_lines(file))
        return journal

    def add(self, entries: Sequence[JournalEntry]) -> None:
        """Add one more piece. Raises OSError."""
        self._write([list(entry) for entry in entries])
        self.pieces += 1

    def entries(self) -> Iterator[JournalEntry]:
        """All letters made so far, in order."""
        for at, line in enumerate(_lines(self.file)):
            if at:
                yield from (JournalEntry(*fields) for fields in line)

    def keep(self, is_whole: Callable[[JournalEntry], bool]) -> None:
        """Forget all pieces from the first damaged one on: the disk may have lost data."""
        kept, end = 0, 0
        for at, (line, read) in enumerate(_lines_and_ends(self.file)):
            if at and not all(is_whole(JournalEntry(*fields)) for fields in line):
                break
            kept, end = at, read
        self.file.seek(end)
        self.file.truncate()
        self.pieces = kept

    def close(self) -> None:
        """Close and release it."""
        self.file.close()

    def _write(self, line: Any) -> None:
        self.file.seek(0, os.SEEK_END)
        at = self.file.tell()
        try:
            text = json.dumps(line, separators=(",", ":")).encode()
            self.file.write(b"%b\t%08x\n" % (text, zlib.crc32(text)))
            self.file.flush()
        except OSError:
            self.file.truncate(at)
            raise


@contextmanager
def held(path: Path) -> Iterator[dict[str, Any]]:
    """An existing journal, held as a run holds it: what it says about its batch, empty where it is damaged.

    Raises OSError where there is none, and ProblemsFound where a run has it.
    """
    handle = open_private(path, os.O_RDWR)
    with os.fdopen(handle, "r+b") as file:
        _hold(file, str(path))
        head: Any = next(_lines(file), None)
        yield head if isinstance(head, dict) else {}


def head_of(path: Path) -> dict[str, Any]:
    """What a journal says about its batch; empty where there is none."""
    try:
        with path.open("rb") as file:
            head: Any = next(_lines(file), None)
    except OSError:
        return {}
    return head if isinstance(head, dict) else {}


def _hold(file: IO[bytes], name: str) -> None:
    try:
        mine = hold(file.fileno())
    except OSError:  # on a disk without locks nobody can tell whether a run has it
        mine = False
    if not mine:
        raise ProblemsFound([Problem(Where(name), "busy-batch", "is being made by another run")])


def _lines(file: IO[bytes]) -> Iterator[Any]:
    """The sound lines, up to the first damaged one."""
    return (line for line, _ in _lines_and_ends(file))


def _lines_and_ends(file: IO[bytes]) -> Iterator[tuple[Any, int]]:
    """The sound lines, and where each ends. A journal of an earlier drafter has no checksums at all."""
    file.seek(0)
    end = 0
    bare = False
    for line in file:
        text, _, crc = line.partition(b"\t")
        bare = bare or (not end and not crc)
        end += len(line)
        if not line.endswith(b"\n") or (crc != b"%08x\n" % zlib.crc32(text) and not (bare and not crc)):
            return
        try:
            read = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not _is_sound(read, first=end == len(line)):
            return
        yield read, end


def _is_sound(read: Any, *, first: bool) -> bool:
    """Whether a line was written by a run: first what the batch is, then a list of entries for each piece."""
    if first:
        return isinstance(read, dict)
    types = (str, str, int, int, int, int)
    return isinstance(read, list) and all(
        isinstance(entry, list) and tuple(map(type, entry)) == types for entry in read
    )


# ZIP files: entries are stored as they are, in order, and the directory is written from the journal.
#
# The standard library keeps every entry of an archive in memory, and takes longer over one than a letter takes to make.
# The format is APPNOTE's, with its 64-bit forms where numbers need them.

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_LOCATOR: Final = struct.Struct("<4sIQI")
_VERSION, _VERSION64 = 20, 45
_DAY: Final = 1 << 5 | 1  # 1 January 1980, so that the same letters give the same file
_MOST16, _MOST32 = 0xFFFF, 0xFFFFFFFF
_BUFFER: Final = 1 << 20


def is_zip(target: Path) -> bool:
    """Whether a batch's name means a ZIP file."""
    return target.suffix.lower() == ".zip"


def local(name: str, crc: int, size: int) -> bytes:
    """The header before an entry's bytes. Its name is ASCII."""
    encoded = name.encode("ascii")
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DAY, crc, size, size, len(encoded), 0) + encoded


def local_size(entry: JournalEntry) -> int:
    """How many bytes an entry takes, header included."""
    return _LOCAL.size + len(entry.file) + entry.size


def finish_zip(
    file: IO[bytes], at: int, entries: Callable[[], Iterator[JournalEntry]], name: str, rows: Iterable[bytes]
) -> None:
    """Add one more entry, whose size is unknown before it is written, and then the directory."""
    file.seek(at)
    file.write(local(name, 0, 0))
    size, crc = 0, 0
    for row in rows:
        file.write(row)
        size, crc = size + len(row), zlib.crc32(row, crc)
    file.seek(at)
    file.write(local(name, crc, size))
    file.seek(0, os.SEEK_END)
    begins = file.tell()
    count, offset, pieces, ends = 0, 0, [], begins
    for entry in chain(entries(), [JournalEntry(name, "", 0, 0, size, crc)]):
        pieces.append(_central(entry, offset))
        offset += local_size(entry)
        count += 1
        if len(pieces) * _CENTRAL.size > _BUFFER:
            ends += file.write(b"".join(pieces))
            pieces.clear()
    ends += file.write(b"".join(pieces))
    file.write(_ending(count, ends - begins, begins, ends))
    file.truncate()


def _central(entry: JournalEntry, offset: int) -> bytes:
    encoded = entry.file.encode("ascii")
    large = offset >= _MOST32
    extra = struct.pack("<2HQ", 1, 8, offset) if large else b""
    version = _VERSION64 if large else _VERSION
    fields = (version, version, 0, 0, 0, _DAY, entry.crc, entry.size, entry.size, len(encoded), len(extra), 0, 0, 0, 0)
    return _CENTRAL.pack(b"PK\1\2", *fields, _MOST32 if large else offset) + encoded + extra


def _ending(count: int, size: int, begins: int, ends: int) -> bytes:
    ending = _END.pack(b"PK\5\6", 0, 0, *[min(count, _MOST16)] * 2, min(size, _MOST32), min(begins, _MOST32), 0)
    if count < _MOST16 and size < _MOST32 and begins < _MOST32:
        return ending
    whole = _END64.pack(b"PK\6\6", _END64.size - 12, _VERSION64, _VERSION64, 0, 0, count, count, size, begins)
    return whole + _LOCATOR.pack(b"PK\6\7", 0, ends, 1) + ending


# Manifests: every letter of a batch with its hash. They name nobody; rows lead back to the list.

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
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8"))))
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


# Sinks: a folder of files, or one ZIP file. Neither has its final name before it is whole.
#
# Until then it has the name with ``.unfinished``, and a journal records what is made.

UNFINISHED: Final = ".unfinished"
_JOURNAL: Final = ".journal"
_IGNORED: Final = ".gitignore"  # in a folder of letters: keeps them out of version control
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_LETTER: Final = re.compile(rf"\d{{4,}}\.(?:{'|'.join(NAMES)})")


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
    """One ZIP file. The letters are compressed already, so they are stored as they are."""

    def __init__(self, target: Path, name: str, head: dict[str, Any]) -> None:
        self.target = target
        self.unfinished = target.with_name(target.name + UNFINISHED)
        self.journal = Journal.open(journal_at(target), name, head)
        handle = open_private(self.unfinished)
        self.file: IO[bytes] = os.fdopen(handle, "r+b")
        self._at = 0
        self.journal.keep(self._is_whole)
        self._at = sum(local_size(entry) for entry in self.journal.entries())
        self.file.truncate(self._at)

    def _is_whole(self, entry: JournalEntry) -> bool:
        self.file.seek(self._at + local_size(entry) - entry.size)
        self._at += local_size(entry)
        data = self.file.read(entry.size)
        return len(data) == entry.size and zlib.crc32(data) == entry.crc

    def put(self, letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> None:
        """Add one piece."""
        self.file.seek(self._at)
        data = b"".join(_local(letters, entries))
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


def _local(letters: Sequence[bytes], entries: Sequence[JournalEntry]) -> Iterator[bytes]:
    for data, entry in zip(letters, entries, strict=True):
        yield local(entry.file, entry.crc, entry.size)
        yield data


def _write_all(handle: int, data: bytes) -> None:
    written = os.write(handle, data)
    while written < len(data):  # a nearly full disk takes less than it is given
        written += os.write(handle, data[written:])
