"""Where final copies wait while their letters are entered: ``approving/``, a folder in it for each run.

A run's folder holds the copies under their SHA-256, ``batch.json``, which says where each belongs and is written last,
and ``held``, which the run has locked for as long as it lives. All of it is for nobody else to read: it is letters.

Whoever may write to the office's folder may put things here, so nothing here is believed: ``batch.json`` is sealed with
the office's key, no link is followed, and a folder that holds anything else is left as it is, and told.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from drafter.files import NO_LINK, is_link, link_within, locked, make_private, open_private, planted, sync_folder
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.keys import Key

FOLDER = "approving"
_MANIFEST, _HELD = "batch.json", "held"
_HALF = f".{_MANIFEST}"
_SEAL = "approving"
_RUN = re.compile("[0-9a-f]{16}")
_COPY = re.compile(r"[0-9a-f]{64}\.[a-z]{2,5}")  # a hash of it, and the ending of any format
_LARGEST = 64_000_000  # bytes of batch.json; a batch of a hundred thousand letters has a quarter of it
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
        """How problems call a file: within the office from its folder, else as it was given. No link is followed."""
        base = self.base.resolve()
        whole = path.parent.resolve() / path.name
        if path.is_absolute():
            for start, at in ((Path(os.path.abspath(self.base)), path), (base, path), (base, whole)):  # noqa: PTH100
                if at.is_relative_to(start):
                    return str(Path(self.base_name, at.relative_to(start)))
        return str(path)

    def link(self, path: Path | None = None) -> Problem | None:
        """That a link stands on the way to a final copy's place, or to the spool itself, if one does."""
        found = link_within(self.base, self.folder if path is None else path)
        return planted(self.shown(found)) if found is not None else None

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """A new run's folder, held until the block ends. Raises OSError where there is no room for it, and
        ProblemsFound where a link stands in its place.
        """
        problem = self.link()
        if problem is not None:
            raise ProblemsFound([problem])
        make_private(self.folder)
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
                if not _is_folder(folder):
                    continue
                with locked(self.folder):
                    handle = _hold(folder, make=False)
                    if handle is None:
                        _drop_if_empty(folder)
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

    def strangers(self) -> list[Problem]:
        """What lies among the runs' folders and is none of them: left as it is, each told by its name."""
        found = []
        for path in self._folders():
            if is_link(path):
                found.append(planted(self._called(path)))
            elif not _is_folder(path):
                found.append(odd(self._called(path), "is no folder of a run's"))
            elif not _is_file(path / _HELD) and _holds_anything(path):
                found.append(odd(self._called(path), f"holds no '{_HELD}', as a run's folder does"))
        return found

    def called(self, batch: Batch) -> str:
        """How problems call a run's folder."""
        return self._called(batch.folder)

    def _called(self, path: Path) -> str:
        return str(Path(self.name, path.name))

    def _folders(self) -> list[Path]:
        if is_link(self.folder):
            return []
        try:
            return sorted(path for path in self.folder.iterdir() if _RUN.fullmatch(path.name))
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

    def seal(self, copies: Sequence[Copy], key: Key) -> None:
        """Have the disk keep the copies that were taken in, and then where they belong. Raises OSError."""
        if len(copies) > _MANY:
            os.sync()  # one call for thousands of files
        else:
            for copy in copies:
                _sync(self.folder / copy.file)
        entries = [[c.sha256, c.suffix, self._kept(c.target), c.replace] for c in copies]
        half = self.folder / _HALF
        _write(half, json.dumps({"copies": entries, "seal": self._sealed(entries, key)}).encode(), sync=True)
        half.rename(self.folder / _MANIFEST)
        sync_folder(self.folder)
        sync_folder(self.folder.parent)

    def copies(self, key: Key | None) -> list[Copy] | str:
        """What waits here, none where the run was broken off before all was written; or, in words, why this is nothing
        that a run with this key wrote. Without a key what a run wrote cannot be told from anything else.
        """
        stranger = self._stranger()
        if stranger:
            return f"holds '{stranger}', which no run of drafter put there"
        data = self._read(_MANIFEST, _LARGEST + 1)
        if data is None:
            return []
        if len(data) > _LARGEST:
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        try:
            said = json.loads(data)
            entries, seal = said["copies"], said["seal"]
            leaves = any(".." in Path(target).parts for _, _, target, _ in entries)
            copies = [
                Copy(str(sha256), str(suffix), self.base / target, replace is True)
                for sha256, suffix, target, replace in entries
            ]
        except (ValueError, TypeError, KeyError, RecursionError):
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        if leaves or not all(_COPY.fullmatch(copy.file) for copy in copies):
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        if key is not None and not secrets.compare_digest(str(seal).encode(), self._sealed(entries, key).encode()):
            return f"holds a {_MANIFEST} that is not sealed with the office's key"
        return copies

    def data(self, copy: Copy) -> bytes | None:
        """A copy's bytes; none where it is in its place already. Raises OSError."""
        return self._read(copy.file)

    def _read(self, name: str, most: int = -1) -> bytes | None:
        """What a file here holds; none where there is none. Raises OSError for what is no file."""
        try:
            handle = os.open(self.folder / name, os.O_RDONLY | NO_LINK | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            return file.read(most)

    def _stranger(self) -> str:
        """The name of something here that no run puts here; empty for none. Raises OSError."""
        with os.scandir(self.folder) as found:
            for entry in found:
                known = entry.name in {_MANIFEST, _HALF, _HELD} or _COPY.fullmatch(entry.name)
                if not known or not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                    return entry.name
        return ""

    def _sealed(self, entries: Any, key: Key) -> str:
        return key.seal(_SEAL, [self.folder.name, entries])

    def forget(self, copies: Sequence[Copy]) -> None:
        """Take away those copies that are in their places."""
        for copy in copies:
            with suppress(OSError):
                (self.folder / copy.file).unlink(missing_ok=True)

    def clear(self) -> None:
        """Take away what a run puts here, the word on where the copies belong last but for the lock; nothing else."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name == _HALF or _COPY.fullmatch(path.name):
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


def odd(name: str, message: str) -> Problem:
    """That something lies here which is no run's. It is left as it is: it may be somebody's file, or a trap."""
    hint = "nothing of it was followed, written or deleted; see who put it there, and take it away"
    return Problem(Where(name), "odd-spool", message, hint)


def _is_folder(path: Path) -> bool:
    return not is_link(path) and path.is_dir()


def _is_file(path: Path) -> bool:
    return not is_link(path) and path.is_file()


def _holds_anything(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _drop_if_empty(folder: Path) -> None:
    """Take away the folder of a run that was killed before it held it, or behind its last file."""
    if not os.path.lexists(folder / _HELD):
        with suppress(OSError):
            folder.rmdir()


def _hold(folder: Path, *, make: bool) -> int | None:
    """Lock a run's folder; ``None`` where a living process has it, or it is gone."""
    try:
        handle = open_private(folder / _HELD, os.O_RDWR | os.O_NONBLOCK | (os.O_CREAT if make else 0))
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Who had it may have cleared it away between.
        if os.path.samestat(os.fstat(handle), (folder / _HELD).lstat()):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def _write(path: Path, data: bytes, *, sync: bool) -> None:
    handle = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | NO_LINK | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
