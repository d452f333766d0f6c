"""Writing files whole or not at all, private unless the caller says otherwise; and clearing up after killed runs."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ELOOP, ENOTDIR
from pathlib import Path
from typing import IO, Any, Final

from drafter.files.system import ON_WINDOWS, open_elsewhere, reason_of, refuse_odd_name
from drafter.problems import Problem, ProblemsFound, Where

TEMPORARY: Final = ".drafter-"
FILE_MODE, FOLDER_MODE = 0o600, 0o700
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_BYTES: Final = getattr(os, "O_BINARY", 0)  # without it Windows changes line ends while writing
_FOLDER: Final = "drafter-desk-"
_HELD: Final = "held"
_LOCK: Final = ".lock"
_WAIT: Final = 0.01  # seconds between two attempts at a lock, or at a file that another program has open
_PATIENCE: Final = 30  # attempts at such a file


def write_atomically(
    path: Path, data: bytes, name: str, *, replace: bool, make_folder: bool = False, shared: bool = False
) -> Problem | None:
    """Write a file so that a reader finds either all of it or the earlier content. ``name`` is what problems call it.

    Without ``replace`` an existing file is left alone, which is a problem; of two writers at once only one succeeds.
    The file is private to its owner, unless it is ``shared``: facts and texts, which hold nothing about a constituent.
    """
    return write_whole(
        path, lambda file: file.write(data), name, replace=replace, make_folder=make_folder, shared=shared
    )


def write_whole(
    path: Path,
    write: Callable[[IO[bytes]], object],
    name: str,
    *,
    replace: bool,
    make_folder: bool = False,
    shared: bool = False,
) -> Problem | None:
    """Like ``write_atomically``, but ``write`` fills the file, so that not all of it need be in memory at once."""
    if replace and shared and path.is_symlink():
        path = path.resolve()  # the file itself, wherever it lies; a letter replaces the link
    used = in_use(path, name) if replace else None
    if used is not None:
        return used
    try:
        if make_folder:
            make_private(path.parent) if not shared else path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        temporary, lock = _temporary(path.parent)
    except OSError as failure:
        return _problem(path, name, failure)
    try:
        with os.fdopen(open_no_link(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL), "wb") as file:
            write(file)
            file.flush()
            with suppress(OSError):  # a disk without rights, such as some network drives
                temporary.chmod(_mode(path, replace=replace, shared=shared))
            os.fsync(file.fileno())
        # The lock is released only when the file has its name. Until then nobody may clear the file away.
        if replace:
            take_place(temporary, path)
        else:
            name_new(temporary, path)
    except FileExistsError:
        return Problem(Where(name), "file-exists", "is there already", "give another name, or --force to replace it")
    except OSError as failure:
        return _problem(path, name, failure)
    finally:
        temporary.unlink(missing_ok=True)
        _let_go(lock, _beside(temporary))
    return None


def in_use(path: Path, name: str) -> Problem | None:
    """Why a file is not to be replaced: Word or LibreOffice has it open, and whoever edits it there would lose it, or
    would write over the new one. ``name`` is what problems call it.
    """
    mark = open_elsewhere(path) if path.exists() else ""
    if not mark:
        return None
    hint = f"close it there; if it is open nowhere, delete '{mark}', which that program left beside it"
    message = "cannot be written: is open in another program, such as Word or LibreOffice"
    return Problem(Where(name), "unwritable-file", message, hint)


def name_new(made: Path, path: Path) -> None:
    """Give a finished and closed file its name, if no file has that name yet.

    Raises FileExistsError if one has, and OSError.
    """
    refuse_odd_name(path)
    if ON_WINDOWS:
        made.rename(path)  # only on Windows a renaming never replaces a file
        return
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links, such as a memory stick, another system's share or a synced folder, each of which
        # refuses them with a number of its own: an empty file takes the name first.
        os.close(open_no_link(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            take_place(made, path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    else:
        made.unlink()


def take_place(made: Path, path: Path) -> None:
    """Give a finished and closed file its name, in the place of the one that may have it. Raises OSError.

    On Windows a virus scanner or a sync program may have just opened either file, for a moment. So it is tried again.
    """
    refuse_odd_name(path)
    for _ in range(_PATIENCE if ON_WINDOWS else 0):
        with suppress(PermissionError):
            os.replace(made, path)  # noqa: PTH105
            return
        time.sleep(_WAIT)
    os.replace(made, path)  # noqa: PTH105


def read_regular(path: Path) -> bytes:
    """A file's bytes. Raises OSError for anything but a regular file, which might never begin or never end."""
    kind = path.stat().st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # reading a folder reports that it is one
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    return path.read_bytes()


def make_private(folder: Path) -> None:
    """Make a folder and its missing parents, private to the user. An existing folder stays as it is.

    Raises OSError.
    """
    if folder.is_dir():
        return
    make_private(folder.parent)
    refuse_odd_name(folder)
    try:
        folder.mkdir(mode=FOLDER_MODE)
        with suppress(OSError):
            folder.chmod(FOLDER_MODE)  # whatever the umask removes
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder)) from None


def open_private(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    """Open a file that only its owner may use: never through a link, and without rights for others.

    Raises OSError.
    """
    handle = open_no_link(path, flags)
    if hasattr(os, "fchmod") and stat.S_IMODE(os.fstat(handle).st_mode) != FILE_MODE:
        with suppress(OSError):  # somebody else's file, or a disk without rights
            os.fchmod(handle, FILE_MODE)
    return handle


def open_no_link(path: Path | str, flags: int, mode: int = FILE_MODE) -> int:
    """Open a file for its bytes, but never through a link. Raises OSError; its number is ``ELOOP`` for a link."""
    if not _NO_LINK and is_link(Path(path)):
        raise OSError(ELOOP, os.strerror(ELOOP), str(path))
    if flags & os.O_CREAT:
        refuse_odd_name(path)
    return os.open(path, flags | _NO_LINK | _BYTES, mode)


def hold(handle: int, *, wait: bool = False) -> bool:
    """Lock an open file until it is closed; false if another process, or another handle, has locked it.

    With ``wait`` it waits for the lock. Raises OSError on a disk without locks.
    """
    try:
        import fcntl  # late: only writing needs a lock
    except ImportError:  # on Windows
        from filelock import lock_descriptor

        return lock_descriptor(handle, blocking=wait, poll_interval=_WAIT)
    # The call that filelock makes here too. To import filelock takes a twentieth of the time of a whole letter.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # the second on some network drives
        return False
    return True


def is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to the user who runs this; true on systems that do not say."""
    return not hasattr(os, "getuid") or status.st_uid == os.getuid()


def is_link(path: Path) -> bool:
    """Whether a path itself leads elsewhere: a link, or a junction on Windows."""
    junction: Callable[[Any], bool] = getattr(os.path, "isjunction", lambda _: False)
    return path.is_symlink() or junction(path)


def link_within(base: Path, path: Path) -> Path | None:
    """The first link on the way from a folder to a path in it, the path included; ``None`` if there is none.

    For a path outside the folder only the path itself is looked at, because the person who named it chose the way
    there.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - which follows no link
    for start in (Path(os.path.abspath(base)), base.resolve()):  # noqa: PTH100
        if whole.is_relative_to(start):
            steps = whole.relative_to(start).parts
            return next((at for n in range(1, len(steps) + 1) if is_link(at := start.joinpath(*steps[:n]))), None)
    return whole if is_link(whole) else None


def planted(name: str) -> Problem:
    """The problem that a link stands where the program's own file or folder should."""
    hint = "drafter follows none here; see who put it there, and take it away"
    return Problem(Where(name), "planted-link", "is a link", hint)


def sweep(folder: Path) -> None:
    """Clear away the temporary files of dead processes in a folder: those whose locks nobody holds."""
    try:
        with os.scandir(folder) as found:
            names = {entry.name.removesuffix(_LOCK) for entry in found if entry.name.startswith(TEMPORARY)}
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            _clear(folder / name)


def _clear(temporary: Path) -> None:
    """Delete a temporary file and its lock, unless a living process holds the lock. Raises OSError."""
    try:
        lock = open_no_link(_beside(temporary), os.O_RDWR)
    except FileNotFoundError:  # the lock exists longer than its file, so the writer is gone
        lock = None
    if lock is not None and not _is_free(lock):
        return
    try:
        if stat.S_ISREG(temporary.lstat().st_mode):
            temporary.unlink()
    except FileNotFoundError:
        pass  # the process left only its lock
    finally:
        if lock is not None:
            _let_go(lock, _beside(temporary))


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A private folder among the computer's temporary ones, which is deleted at the end of the block.

    Those of dead processes are cleared away first. Raises OSError.
    """
    above = Path(tempfile.gettempdir())
    _sweep_temporary_folders(above)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER, dir=above))
    try:
        handle = open_private(folder / _HELD)
        try:
            with suppress(OSError):
                hold(handle, wait=True)
            yield folder
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_temporary_folders(above: Path) -> None:
    for left in above.glob(f"{_FOLDER}*"):
        with suppress(OSError):
            status = left.lstat()
            if not stat.S_ISDIR(status.st_mode) or not is_own(status):
                continue
            handle = open_no_link(left / _HELD, os.O_RDWR)
            try:
                dead = hold(handle)
                if dead:
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(handle)
            if dead and ON_WINDOWS:
                shutil.rmtree(left, ignore_errors=True)


def sync_files(paths: Iterable[Path]) -> None:
    """Make sure that written files are on the disk: one call for all, if the system has it. Raises OSError."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        sync_file(path)


def sync_file(path: Path) -> None:
    """Make sure that a written file is on the disk. Raises OSError."""
    handle = open_no_link(path, os.O_RDWR)  # Windows cannot sync a file that is open only for reading
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's list of files is on the disk; some file systems cannot, and do not say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a folder against all other callers until the block ends. On a disk without locks nothing is locked.

    Raises ProblemsFound if a link stands in the lock's place.
    """
    try:
        handle = open_no_link(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as failure:  # if the folder cannot be written, the write itself reports that
        if failure.errno == ELOOP:
            raise ProblemsFound([planted(str(folder / _LOCK))]) from None
        yield
        return
    try:
        with suppress(OSError):
            hold(handle, wait=True)
        yield
    finally:
        os.close(handle)


def _temporary(folder: Path) -> tuple[Path, int]:
    """A path for a new file in a folder, and the handle of the lock beside it, which is held while it is open.

    The file itself cannot be locked: it would have to stay open, and Windows does not rename an open file.
    """
    while True:
        path = folder / f"{TEMPORARY}{os.urandom(6).hex()}"
        lock = open_no_link(_beside(path), os.O_RDWR | os.O_CREAT | os.O_EXCL)
        with suppress(OSError):  # a disk without locks: a sweep cannot lock anything there either
            hold(lock)
        # A sweep may have removed the lock before it was held.
        if _is_still(lock, _beside(path)):
            return path, lock
        os.close(lock)


def _beside(temporary: Path) -> Path:
    return temporary.with_name(f"{temporary.name}{_LOCK}")


def _is_free(handle: int) -> bool:
    """Whether an open file could be locked; if not, it is closed."""
    try:
        if hold(handle):
            return True
    except OSError:
        pass  # a disk without locks: nobody can tell
    os.close(handle)
    return False


def _is_still(handle: int, path: Path) -> bool:
    """Whether the path still names the open file."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except OSError:
        return False


def _let_go(handle: int, path: Path) -> None:
    """Delete a file that this process has locked, and release it."""
    with suppress(OSError):
        path.unlink()  # while it is locked, so that nobody locks it in between; Windows allows this only later
    os.close(handle)
    if ON_WINDOWS:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _mode(path: Path, *, replace: bool, shared: bool) -> int:
    if not shared:
        return FILE_MODE
    mask = os.umask(0)
    os.umask(mask)
    return path.stat().st_mode & 0o777 if replace and path.exists() else 0o666 & ~mask


def _problem(path: Path, name: str, failure: OSError) -> Problem:
    reason = reason_of(failure)
    if isinstance(failure, FileNotFoundError) and not path.parent.is_dir():
        folder = str(Path(name).parent)
        return Problem(Where(name), "unwritable-file", f"cannot be written: there is no folder '{folder}'")
    return Problem(Where(name), "unwritable-file", f"cannot be written: {reason}")
