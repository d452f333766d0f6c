"""Files written whole or not at all."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from drafter.problems import Problem, Where


def write_atomically(path: Path, data: bytes, name: str, *, replace: bool, make_folder: bool = False) -> Problem | None:
    """Write a file so that a reader finds all of it or what was there before. ``name`` is how problems call it.

    Without ``replace`` a file that exists is left alone, which is a problem; two who write at once do not both win.
    """
    return write_whole(path, lambda file: file.write(data), name, replace=replace, make_folder=make_folder)


def write_whole(
    path: Path, write: Callable[[IO[bytes]], object], name: str, *, replace: bool, make_folder: bool = False
) -> Problem | None:
    """As ``write_atomically``, where ``write`` puts into the file what need not all be in memory at once."""
    if replace and path.is_symlink():
        path = path.resolve()  # the file itself, wherever it lies, and not the link to it
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".drafter-", dir=path.parent)
    except OSError as failure:
        return _problem(name, failure)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp lets nobody else read; a letter is for whoever may read its folder.
        mask = os.umask(0)
        os.umask(mask)
        mode = path.stat().st_mode & 0o777 if replace and path.exists() else 0o666 & ~mask
        os.chmod(temporary, mode)  # noqa: PTH101
        if replace:
            os.replace(temporary, path)  # noqa: PTH105
        else:
            os.link(temporary, path)
    except FileExistsError:
        return Problem(Where(name), "file-exists", "is there already", "give another name, or --force to replace it")
    except OSError as failure:
        return _problem(name, failure)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return None


def sync_folder(folder: Path) -> None:
    """Have the disk remember which files a folder holds; some file systems cannot, and none of them says so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Alone with a folder among all who ask for it, until the block ends; without a lock where none can be made."""
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError:  # a folder that cannot be written: the write itself says so
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _problem(name: str, failure: OSError) -> Problem:
    if isinstance(failure, FileNotFoundError):
        folder = str(Path(name).parent)
        return Problem(Where(name), "unwritable-file", f"cannot be written: there is no folder '{folder}'")
    return Problem(Where(name), "unwritable-file", f"cannot be written: {(failure.strerror or str(failure)).lower()}")
