"""Makes this process's ``os`` as narrow as Windows': ``import as_windows`` before anything of drafter's.

No file that is open can be renamed, deleted or replaced, no folder be opened; there are no hard links, no ``fcntl``, no
``resource``, no users and no rights. Locks are still the system's own: filelock has those of Windows, which is not tried.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import filelock  # noqa: F401 - what it takes from os, it takes before that is gone
import platformdirs  # noqa: F401 - as filelock

import drafter.problems

_FDS = "/proc/self/fd"
_REAL = {name: getattr(os, name) for name in ("open", "rename", "replace", "unlink", "rmdir")}

tempfile._os = SimpleNamespace(**vars(os))  # Windows deletes its temporary files when they are closed


def _refuse_open(path: object) -> None:
    """As Windows refuses what would move or delete an open file, or a folder with one in it."""
    whole = os.path.realpath(os.fspath(path))
    for handle in Path(_FDS).iterdir():
        try:
            at = str(handle.readlink())
        except OSError:
            continue
        if at == whole or at.startswith(whole + "/"):
            raise PermissionError(errno.EACCES, "The process cannot access the file: it is used", str(path))


def _open(path, flags, mode=0o777, **more):
    if Path(path).is_dir():
        raise PermissionError(errno.EACCES, "Permission denied", str(path))
    return _REAL["open"](path, flags, mode, **more)


def _rename(source, target):
    _refuse_open(source)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "Cannot create a file when that file exists", str(target))
    _REAL["rename"](source, target)


def _replace(source, target):
    _refuse_open(source)
    _refuse_open(target)
    _REAL["replace"](source, target)


def _unlink(path, *, dir_fd=None):
    assert dir_fd is None
    _refuse_open(path)
    _REAL["unlink"](path)


def _link(source, target, **_):
    raise OSError(errno.EPERM, "Operation not permitted", str(source))


os.open, os.rename, os.replace, os.unlink, os.remove, os.link = _open, _rename, _replace, _unlink, _unlink, _link
os.supports_dir_fd = set()
shutil._use_fd_functions = False
for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "fchmod", "fchown", "getuid", "geteuid", "sync"):
    delattr(os, name)
for name in ("fcntl", "resource", "pwd", "grp"):
    sys.modules[name] = None  # type: ignore[assignment]
os.name = "nt"
try:
    import drafter.files.atomic
finally:
    os.name = "posix"  # pathlib makes no path of Windows' elsewhere
assert drafter.files.atomic.OPEN_FILES_STAY
