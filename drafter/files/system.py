"""What the operating system is, and what it says when it refuses something."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

ON_WINDOWS: Final = os.name == "nt"  # whose open files can be neither renamed nor deleted
LONGEST_PATH: Final = 259  # characters, on a Windows that was not told to take longer ones
_DEVICES: Final = {
    "con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
}  # fmt: skip
_USED: Final = (32, 33)  # Windows' numbers for a file that is open elsewhere, or of which a part is locked
_BUSY: Final = "is open in another program, such as Word: close it there"


def reason_of(failure: Exception) -> str:
    """Why something could not be read or written, in lower case, to stand behind "cannot be read: "."""
    if ON_WINDOWS and isinstance(failure, OSError):
        told = _on_windows(failure)
        if told:
            return told
    said = getattr(failure, "strerror", None) or str(failure)
    return said[:1].lower() + said[1:]


def open_elsewhere(path: Path) -> str:
    """The name of the file by which LibreOffice or Word marks that a file is open in it; empty where there is none.

    Elsewhere than on Windows nothing else keeps a file from being replaced under the hands of whoever edits it.
    """
    # Word leaves out the first letters of a long name.
    short = path.name[{7: 1}.get(len(path.stem), 2) :] if len(path.stem) > 6 else path.name
    marks = (f".~lock.{path.name}#", f"~${path.name}", f"~${short}")
    return next((mark for mark in marks if os.path.lexists(path.with_name(mark))), "")


def is_odd_name(name: str) -> bool:
    """Whether Windows takes no file of this name, or would take it for something else: a device, part of a file.

    Names that it shortens without a word, which end in spaces or full stops, are odd too.
    """
    return bool(
        name.partition(".")[0].rstrip(" ").casefold() in _DEVICES
        or name != name.rstrip(". ")
        or any(mark in '<>:"|?*' or ord(mark) < 32 for mark in name)
    )


def refuse_odd_name(path: Path | str) -> None:
    """On Windows, raise OSError for a path at which no file can be made: it would become the printer, or vanish."""
    if ON_WINDOWS and is_odd_name(name := Path(path).name):
        raise OSError(errno.EINVAL, f"'{name}' is a name that Windows does not take", str(path))


def _on_windows(failure: OSError) -> str:
    """What Windows means where its own words say too little; empty where they say enough."""
    if getattr(failure, "winerror", None) in _USED:
        return _BUSY
    named = [
        Path(os.fsdecode(name)) for name in (failure.filename, failure.filename2) if isinstance(name, (str, bytes))
    ]
    if isinstance(failure, PermissionError):
        if any(path.is_dir() for path in named):
            return os.strerror(errno.EISDIR).lower()
        # A file that one may change, and cannot: mostly Word has it open, which Windows calls by this name too.
        if any(path.is_file() and os.access(path, os.W_OK) for path in named):
            return _BUSY
    if isinstance(failure, FileNotFoundError) and any(len(str(path.absolute())) > LONGEST_PATH for path in named):
        return f"its path has more than the {LONGEST_PATH} characters that Windows takes: move the folder further up"
    return ""
