"""The journal of a batch: a line for each of its pieces, written after the piece itself has been sent to the disk.

A run that is killed leaves whole pieces, and perhaps the beginning of one more. The next run continues after the last
line. Each line ends with its own checksum, so a cut or altered line, and all lines after it, are ignored.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from drafter.files.atomic import hold, open_private
from drafter.frozen import NamedTuple
from drafter.problems import Problem, ProblemsFound, Where


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
        self._write(entries)  # a named tuple becomes a list
        self.pieces += 1

    def entries(self) -> Iterator[JournalEntry]:
        """All letters made so far, in order."""
        for at, line in enumerate(_lines(self.file)):
            if at:
                yield from map(JournalEntry._make, line)

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
