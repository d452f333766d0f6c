"""Where final copies wait while their letters are entered: ``approving/``, a folder in it for each run.

A run's folder holds the copies under their SHA-256, ``batch.json``, which says where each belongs and is written last,
and ``held``, which the run has locked for as long as it lives. All of it is for nobody else to read: it is letters.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from drafter.files import locked, sync_folder
from drafter.problems import Problem, Where

FOLDER = "approving"
_MANIFEST, _HELD = "batch.json", "held"
_MANY = 50  # copies from which on the whole disk is asked to keep what it has


class Copy(NamedTuple):
    """A final copy on its way: its SHA-256, its file's ending, where it belongs, whether it may replace a file."""

    sha256: str
    suffix: str
    target: Path
    replace: bool

    @property
    def file(self) -> str:
        """The name under which it waits."""
        return f"{self.sha256}{self.suffix}"


@dataclass(frozen=True)
class Spool:
    """The folder for all runs, and ``base``, the office's, which may move; the names are how problems call them."""

    folder: Path
    name: str
    base: Path
    base_name: str = ""

    def shown(self, path: Path) -> str:
        """How problems call a file: within the office from its folder, else as it was given."""
        base = self.base.resolve()
        if path.is_absolute() and path.resolve().is_relative_to(base):
            return str(Path(self.base_name, path.resolve().relative_to(base)))
        return str(path)

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A new run's folder, held until the block ends. Raises OSError where there is no room for it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.folder):  # nobody clears it away before it is held
            folder = self.folder / secrets.token_hex(8)
            folder.mkdir(mode=0o700)
            handle = _hold(folder, make=True)
        try:
            assert handle is not None
            yield Batch(folder, self.base)
        finally:
            if handle is not None:
                os.close(handle)

    @contextmanager
    def abandoned(self) -> Iterator[list[Batch]]:
        """The runs that were broken off, each of them held until the block ends."""
        handles: list[int] = []
        batches: list[Batch] = []
        try:
            for folder in self._folders():
                with locked(self.folder):
                    handle = _hold(folder, make=folder.is_dir())
                if handle is not None:
                    handles.append(handle)
                    batches.append(Batch(folder, self.base))
            yield batches
        finally:
            for handle in handles:
                os.close(handle)

    def is_empty(self) -> bool:
        """Whether nothing waits, which is mostly so."""
        return not self._folders()

    def _folders(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir() if re.fullmatch("[0-9a-f]{16}", path.name))
        except OSError:
            return []


@dataclass(frozen=True)
class Batch:
    """One run's folder."""

    folder: Path
    base: Path

    def put(self, copy: Copy, data: bytes) -> None:
        """Take a copy in. Raises OSError."""
        _write(self.folder / copy.file, data, sync=False)

    def seal(self, copies: Sequence[Copy]) -> None:
        """Have the disk keep the copies that were taken in, and then where they belong. Raises OSError."""
        if len(copies) > _MANY:
            os.sync()  # one call for thousands of files
        else:
            for copy in copies:
                _sync(self.folder / copy.file)
        entries = [[c.sha256, c.suffix, self._kept(c.target), c.replace] for c in copies]
        half = self.folder / f".{_MANIFEST}"
        _write(half, json.dumps(entries).encode(), sync=True)
        half.rename(self.folder / _MANIFEST)
        sync_folder(self.folder)
        sync_folder(self.folder.parent)

    def copies(self) -> list[Copy] | None:
        """What waits here; none where the run was broken off before all was written; ``None`` for a file that no run
        wrote.
        """
        try:
            entries = json.loads((self.folder / _MANIFEST).read_bytes())
            return [
                Copy(str(sha256), str(suffix), self.base / target, replace is True)
                for sha256, suffix, target, replace in entries
            ]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError):
            return None

    def data(self, copy: Copy) -> bytes | None:
        """A copy's bytes; none where it is in its place already. Raises OSError."""
        try:
            return (self.folder / copy.file).read_bytes()
        except FileNotFoundError:
            return None

    def forget(self, copies: Sequence[Copy]) -> None:
        """Take away those copies that are in their places."""
        for copy in copies:
            with suppress(OSError):
                (self.folder / copy.file).unlink(missing_ok=True)

    def clear(self) -> None:
        """Take everything away, the word on where the copies belong last but for the lock."""
        with suppress(OSError):
            kept = {_MANIFEST, _HELD}
            for path in self.folder.iterdir():
                if path.name not in kept:
                    path.unlink()
            (self.folder / _MANIFEST).unlink(missing_ok=True)
            (self.folder / _HELD).unlink(missing_ok=True)
            self.folder.rmdir()

    def _kept(self, target: Path) -> str:
        """Within the office's folder, the path from there; else the whole."""
        whole, base = target.parent.resolve() / target.name, self.base.resolve()
        return str(whole.relative_to(base) if whole.is_relative_to(base) else whole)


def unwritable(name: str, failure: OSError) -> Problem:
    """That the disk does not take what is to wait."""
    return Problem(Where(name), "unwritable-file", f"cannot be written: {(failure.strerror or str(failure)).lower()}")


def _hold(folder: Path, *, make: bool) -> int | None:
    """Lock a run's folder; ``None`` where a living process has it, or it is gone."""
    try:
        handle = os.open(folder / _HELD, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if make else 0), 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Who had it may have cleared it away between.
        if os.path.samestat(os.fstat(handle), (folder / _HELD).stat()):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def _write(path: Path, data: bytes, *, sync: bool) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
