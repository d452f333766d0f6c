"""What is made of a batch so far: a line for each piece, written after the piece itself is on its way to the disk.

A run that is killed leaves whole pieces, perhaps the beginning of one more; the next run goes on after the last line.
Each line ends with a checksum of itself: of one that was cut or altered, and of what follows, nothing is believed.
"""

from __future__ import annotations

import fcntl
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple

from drafter.files import open_private
from drafter.problems import Problem, ProblemsFound, Where


class Entry(NamedTuple):
    """One letter that is made: its file, the row that it is for, its text from 1, its bytes."""

    file: str
    sha256: str
    row: int
    text: int
    size: int
    crc: int


@dataclass
class Journal:
    """An open journal, held by one run at a time. ``head`` is what its first line says of the batch.

    ``cut`` is the line from which on it was not whole when it was opened; 0 where it was.
    """

    path: Path
    file: IO[bytes]
    head: dict[str, Any]
    pieces: int
    cut: int = 0

    @classmethod
    def open(cls, path: Path, name: str, head: dict[str, Any]) -> Journal:
        """Begin a journal, or go on with the one that is there. Raises OSError and ProblemsFound."""
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

    def add(self, entries: Sequence[Entry]) -> None:
        """One more piece is made. Raises OSError."""
        self._write([list(entry) for entry in entries])
        self.pieces += 1

    def entries(self) -> Iterator[Entry]:
        """Every letter that is made, in order."""
        for at, line in enumerate(_lines(self.file)):
            if at:
                yield from (Entry(*fields) for fields in line)

    def keep(self, is_whole: Callable[[Entry], bool]) -> None:
        """Forget all pieces from the first on that is not whole: the disk may have lost what it was given."""
        kept, end = 0, 0
        for at, (line, read) in enumerate(_lines_and_ends(self.file)):
            if at and not all(is_whole(Entry(*fields)) for fields in line):
                break
            kept, end = at, read
        self.file.seek(end)
        self.file.truncate()
        self.pieces = kept

    def close(self) -> None:
        """Let go of it."""
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
    """A journal that is there, held as a run holds it: what it says of its batch, nothing where it is not whole.

    Raises OSError where there is none, and ProblemsFound where a run has it.
    """
    handle = open_private(path, os.O_RDWR)
    with os.fdopen(handle, "r+b") as file:
        _hold(file, str(path))
        head: Any = next(_lines(file), None)
        yield head if isinstance(head, dict) else {}


def head_of(path: Path) -> dict[str, Any]:
    """What a journal says of its batch; nothing where there is none."""
    try:
        with path.open("rb") as file:
            head: Any = next(_lines(file), None)
    except OSError:
        return {}
    return head if isinstance(head, dict) else {}


def _hold(file: IO[bytes], name: str) -> None:
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise ProblemsFound([Problem(Where(name), "busy-batch", "is being made by another run")]) from None


def _lines(file: IO[bytes]) -> Iterator[Any]:
    """The whole lines, from the first on. One that was cut off ends them."""
    return (line for line, _ in _lines_and_ends(file))


def _lines_and_ends(file: IO[bytes]) -> Iterator[tuple[Any, int]]:
    """The whole lines, and where each ends. A journal of an earlier drafter has no checksums from its first line on."""
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
    """Whether a line is one that a run wrote: what the batch is, then a list of entries for each piece."""
    if first:
        return isinstance(read, dict)
    types = (str, str, int, int, int, int)
    return isinstance(read, list) and all(
        isinstance(entry, list) and tuple(map(type, entry)) == types for entry in read
    )
