"""Makes this process's ``os`` as narrow as Windows', for who imports it before anything of drafter's.

No open file can be renamed, deleted or replaced, nor opened as a file what is a folder; there are no hard links, no
``fcntl``, ``resource``, ``fork``, users, nor POSIX' own signals. A handle that is opened without ``O_BINARY`` changes
line ends, one that is opened to be read cannot be synced. Names such as ``CON`` and ``a:b`` are refused; a name that
differs from one that is there in its capitals alone is that file's. Programs that a test starts are as narrow.

What it leaves as it is: locks (filelock has those of Windows, which only Windows can try), paths with backslashes, the
code page of the console, and the bits of permissions.
"""

from __future__ import annotations

import builtins
import errno
import fcntl
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath
from types import ModuleType, SimpleNamespace

import filelock  # noqa: F401 - what it takes from os, it takes before that is gone
import platformdirs  # noqa: F401 - as filelock

os.name = "nt"
try:
    from drafter.files import system
finally:
    os.name = "posix"  # pathlib makes no path of Windows' elsewhere

HERE = Path(__file__).parent
_FDS = "/proc/self/fd"
_REAL = SimpleNamespace(**vars(os))
_TEXT: dict[int, tuple[int, int]] = {}  # the handles in text mode, each with the file that it is of
_O_BINARY = 1 << 40  # no system's flag: it never reaches one


def _made(path):
    """The path at which a file that is made at a path comes to be. Raises OSError for a name that no file can have."""
    if isinstance(path, int):
        return path
    whole = PurePath(os.fsdecode(path))
    if system.is_odd_name(whole.name) or "\\" in whole.name:
        raise OSError(errno.EINVAL, "The filename, directory name, or volume label syntax is incorrect", str(path))
    if not os.path.lexists(whole):
        try:
            same = whole.name.casefold()
            found = [name for name in _REAL.listdir(whole.parent) if name.casefold() == same]
        except OSError:
            found = []
        if found:
            return str(whole.with_name(found[0]))
    return path


def _refuse_open(path: object) -> None:
    """As Windows refuses what would move or delete an open file, or a folder with one in it."""
    named = Path(os.fsdecode(path))
    whole = str(named.parent.resolve() / named.name)
    for handle in _REAL.listdir(_FDS):
        try:
            at = _REAL.readlink(f"{_FDS}/{handle}")
        except OSError:
            continue
        if at == whole or at.startswith(whole + "/"):
            raise PermissionError(errno.EACCES, "The process cannot access the file: it is used", str(path))


def _refuse_folder(path) -> None:
    if not isinstance(path, int) and Path(os.fsdecode(path)).is_dir():
        raise PermissionError(errno.EACCES, "Permission denied", os.fsdecode(path))


def _open(path, flags, mode=0o777, *, dir_fd=None):
    assert dir_fd is None
    _refuse_folder(path)
    handle = _REAL.open(_made(path) if flags & os.O_CREAT else path, flags & ~_O_BINARY | _REAL.O_CLOEXEC, mode)
    _TEXT.pop(handle, None)
    if not flags & _O_BINARY:
        status = _REAL.fstat(handle)
        _TEXT[handle] = (status.st_dev, status.st_ino)
    return handle


def _is_text(handle: int) -> bool:
    status = _REAL.fstat(handle)
    return _TEXT.get(handle) == (status.st_dev, status.st_ino)


def _write(handle, data, /):
    if not _is_text(handle):
        return _REAL.write(handle, data)
    _REAL.write(handle, bytes(data).replace(b"\n", b"\r\n"))
    return len(data)


def _fsync(handle):
    number = handle if isinstance(handle, int) else handle.fileno()
    if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        raise OSError(errno.EBADF, "Bad file descriptor")
    _REAL.fsync(number)


def _open_file(file, mode="r", *more, **named):
    _refuse_folder(file)
    if isinstance(file, int):
        _TEXT.pop(file, None)  # as Python does on Windows with every handle that it is given
    return _REAL_OPEN(_made(file) if set(mode) & set("wxa") else file, mode, *more, **named)


def _mkdir(path, mode=0o777, *, dir_fd=None):
    assert dir_fd is None
    _REAL.mkdir(_made(path), mode)


def _rename(source, target):
    _refuse_open(source)
    target = _made(target)
    if os.path.lexists(target) and not Path(source).samefile(target):
        raise FileExistsError(errno.EEXIST, "Cannot create a file when that file exists", str(target))
    _REAL.rename(source, target)


def _replace(source, target):
    target = _made(target)
    _refuse_open(source)
    _refuse_open(target)
    _refuse_folder(target)
    _REAL.replace(source, target)


def _unlink(path, *, dir_fd=None):
    assert dir_fd is None
    if not Path(os.fsdecode(path)).is_symlink():
        _refuse_folder(path)
    _refuse_open(path)
    _REAL.unlink(path)


def _rmdir(path, *, dir_fd=None):
    assert dir_fd is None
    _refuse_open(path)
    _REAL.rmdir(path)


def _link(source, target, **_):
    raise OSError(errno.EPERM, "Operation not permitted", str(source))


def _keep_whole(module: ModuleType, name: str) -> None:
    """Let a module of Python's own, which knows that this is no Windows, have what it takes from another."""
    if name in vars(module):
        setattr(module, name, SimpleNamespace(**vars(sys.modules[name])))


_REAL_OPEN = io.open
_POSIX = (
    "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "O_SYNC", "O_DSYNC", "fchmod", "fchown", "chown", "lchown",
    "fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getgroups", "getpgid", "killpg", "setsid", "mkfifo",
    "nice", "pread", "pwrite", "sched_getaffinity", "statvfs", "sync", "uname",
)  # fmt: skip
_SIGNALS = {"SIGABRT", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM", "SIG_DFL", "SIG_IGN"}


def _narrow() -> None:
    import concurrent.futures.process
    import multiprocessing.popen_spawn_posix
    import multiprocessing.resource_tracker
    import multiprocessing.util
    import zipfile  # noqa: F401 - before the names are refused, as the others

    kept = [tempfile, subprocess, multiprocessing.popen_fork, multiprocessing.popen_spawn_posix, multiprocessing.util]
    kept += [multiprocessing.resource_tracker, concurrent.futures.process]
    kept += [module for name, module in sys.modules.items() if name.startswith(("_pytest.", "xdist.", "execnet."))]
    for module in kept:
        for name in ("os", "signal"):
            _keep_whole(module, name)
    tempfile._os = SimpleNamespace(**vars(os))  # Windows deletes its temporary files when they are closed
    tempfile._io = SimpleNamespace(**vars(io))
    os.open, os.write, os.fsync, os.mkdir = _open, _write, _fsync, _mkdir
    os.rename, os.replace, os.unlink, os.remove, os.rmdir, os.link = _rename, _replace, _unlink, _unlink, _rmdir, _link
    builtins.open = io.open = _open_file
    os.O_BINARY = _O_BINARY
    os.supports_dir_fd = set()
    shutil._use_fd_functions = False
    for name in _POSIX:
        if hasattr(os, name):
            delattr(os, name)
    for name in [name for name in vars(signal) if name.startswith("SIG") and name not in _SIGNALS]:
        delattr(signal, name)
    for name in ("alarm", "setitimer", "pthread_sigmask", "pause", "sigwait"):
        delattr(signal, name)
    for name in ("fcntl", "resource", "pwd", "grp", "pty"):
        sys.modules[name] = None  # type: ignore[assignment]
    os.environ.setdefault("USERNAME", "office")  # which Windows always sets
    # For the programs that are started here: Python itself imports ``sitecustomize``, from tests/narrow.
    paths = [str(HERE / "narrow"), str(HERE), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(filter(None, paths)))


assert system.ON_WINDOWS, "this must be imported before anything of drafter's"
_narrow()
