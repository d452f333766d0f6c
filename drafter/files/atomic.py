"""Files written whole or not at all, for nobody else to read unless it is said; and what killed runs left, cleared."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import ELOOP, ENOTDIR
from pathlib import Path
from typing import IO, Any, Final

from drafter.problems import Problem, ProblemsFound, Where

TEMPORARY: Final = ".drafter-"
FILE_MODE, FOLDER_MODE = 0o600, 0o700
NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_DESK: Final = "drafter-desk-"
_HELD: Final = "held"


def write_atomically(
    path: Path, data: bytes, name: str, *, replace: bool, make_folder: bool = False, shared: bool = False
) -> Problem | None:
    """Write a file so that a reader finds all of it or what was there before. ``name`` is how problems call it.

    Without ``replace`` a file that exists is left alone, which is a problem; two who write at once do not both win.
    The file is its owner's alone, unless it is ``shared``: facts and texts, which hold nothing of a constituent.
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
    """As ``write_atomically``, where ``write`` puts into the file what need not all be in memory at once."""
    if replace and shared and path.is_symlink():
        path = path.resolve()  # the file itself, wherever it lies; a letter takes the place of the link
    try:
        if make_folder:
            make_private(path.parent) if not shared else path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        handle, temporary = _temporary(path.parent)
    except OSError as failure:
        return _problem(name, failure)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            with suppress(OSError):  # a disk that keeps no rights, as some network drives
                os.fchmod(handle, _mode(path, replace=replace, shared=shared))
            os.fsync(handle)
            # The lock is let go of only when the file has its name: until then nobody may clear it away.
            if replace:
                os.replace(temporary, path)  # noqa: PTH105
            else:
                os.link(temporary, path)
    except FileExistsError:
        return Problem(Where(name), "file-exists", "is there already", "give another name, or --force to replace it")
    except OSError as failure:
        return _problem(name, failure)
    finally:
        temporary.unlink(missing_ok=True)
    return None


def read_regular(path: Path) -> bytes:
    """A file's bytes; raises OSError for what is no regular file, which might never end, or never begin."""
    kind = path.stat().st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # that it is a folder, is told by reading it
        raise OSError(errno.EINVAL, "is no regular file", str(path))
    return path.read_bytes()


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are not there, for nobody else. One that is there stays as it is.

    Raises OSError.
    """
    if folder.is_dir():
        return
    make_private(folder.parent)
    try:
        folder.mkdir(mode=FOLDER_MODE)
        with suppress(OSError):
            folder.chmod(FOLDER_MODE)  # whatever the umask takes away
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder)) from None


def open_private(path: Path, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    """Open a file that is nobody else's business: never through a link, and with no rights for others.

    Raises OSError.
    """
    handle = os.open(path, flags | NO_LINK | os.O_CLOEXEC, FILE_MODE)
    try:
        if stat.S_IMODE(os.fstat(handle).st_mode) != FILE_MODE:
            os.fchmod(handle, FILE_MODE)
    except OSError:
        pass  # somebody else's file, or a disk that keeps no rights
    return handle


def is_link(path: Path) -> bool:
    """Whether a path leads elsewhere by itself: a link, or Windows' junction."""
    junction: Callable[[Any], bool] = getattr(os.path, "isjunction", lambda _: False)
    return path.is_symlink() or junction(path)


def link_within(base: Path, path: Path) -> Path | None:
    """The first link on the way from a folder to a path in it, the path itself included; ``None`` for none.

    Of a path that lies elsewhere only its own end counts: the way there is the business of whoever named it.
    """
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - which follows no link
    for start in (Path(os.path.abspath(base)), base.resolve()):  # noqa: PTH100
        if whole.is_relative_to(start):
            steps = whole.relative_to(start).parts
            return next((at for n in range(1, len(steps) + 1) if is_link(at := start.joinpath(*steps[:n]))), None)
    return whole if is_link(whole) else None


def planted(name: str) -> Problem:
    """That a link stands where the program's own file or folder should."""
    hint = "drafter follows none here; see who put it there, and take it away"
    return Problem(Where(name), "planted-link", "is a link", hint)


def sweep(folder: Path, prefix: str = TEMPORARY) -> None:
    """Clear away the temporary files in a folder whose processes are dead: those that nobody holds locked."""
    try:
        with os.scandir(folder) as found:
            names = [entry.name for entry in found if entry.name.startswith(prefix)]
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            handle = os.open(folder / name, os.O_RDWR | NO_LINK | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if stat.S_ISREG(os.fstat(handle).st_mode):
                    (folder / name).unlink()
            finally:
                os.close(handle)


@contextmanager
def desk() -> Iterator[Path]:
    """A folder among the machine's temporary ones, for nobody else, and gone with the block.

    Those of dead processes are cleared away first. Raises OSError.
    """
    above = Path(tempfile.gettempdir())
    _sweep_desks(above)
    folder = Path(tempfile.mkdtemp(prefix=_DESK, dir=above))
    try:
        handle = open_private(folder / _HELD)
        try:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(handle)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep_desks(above: Path) -> None:
    for left in above.glob(f"{_DESK}*"):
        with suppress(OSError):
            status = left.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
                continue
            handle = os.open(left / _HELD, os.O_RDWR | NO_LINK | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(handle)


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
    """Alone with a folder among all who ask for it, until the block ends; without a lock where none can be made.

    Raises ProblemsFound where a link stands in the lock's place.
    """
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | NO_LINK | os.O_CLOEXEC, 0o666)
    except OSError as failure:  # a folder that cannot be written: the write itself says so
        if failure.errno == ELOOP:
            raise ProblemsFound([planted(str(folder / ".lock"))]) from None
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _temporary(folder: Path) -> tuple[int, Path]:
    """A new file in a folder, held locked for as long as its handle is open."""
    while True:
        path = folder / f"{TEMPORARY}{secrets.token_hex(6)}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINK | os.O_CLOEXEC, FILE_MODE)
        with suppress(OSError):  # a disk without locks: whoever sweeps can lock nothing there either
            fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            # Who swept may have come between the file and its lock.
            if os.path.samestat(os.fstat(handle), path.lstat()):
                return handle, path
        except OSError:
            pass
        os.close(handle)


def _mode(path: Path, *, replace: bool, shared: bool) -> int:
    if not shared:
        return FILE_MODE
    mask = os.umask(0)
    os.umask(mask)
    return path.stat().st_mode & 0o777 if replace and path.exists() else 0o666 & ~mask


def _problem(name: str, failure: OSError) -> Problem:
    if isinstance(failure, FileNotFoundError):
        folder = str(Path(name).parent)
        return Problem(Where(name), "unwritable-file", f"cannot be written: there is no folder '{folder}'")
    return Problem(Where(name), "unwritable-file", f"cannot be written: {(failure.strerror or str(failure)).lower()}")
