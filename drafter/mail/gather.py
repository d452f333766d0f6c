"""Where the post lies: files, folders of them, Maildirs, mboxes. Messages come one by one, however many there are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from drafter.mail.left_alone import LeftAlone
from drafter.mail.mbox import begins_as_mbox, in_mbox, too_large
from drafter.mail.model import Raw
from drafter.problems import Problem, Where

KINDS: Final = (".eml", ".msg", ".docx", ".txt")
MBOX: Final = (".mbox", ".mbx")
UNUSABLE: Final = ("unreadable-file", "unknown-file")  # rules of problems that stand for what could not be opened
_MAILDIR: Final = ("new", "cur")

Folders = set[tuple[int, int]]  # by device and inode


def gather(paths: Iterable[str]) -> Iterator[Raw | Problem]:
    """The messages in files and folders, in the order of their names; a problem for each path that cannot be used, and
    after each folder a warning of what was left alone in it.
    """
    walked: Folders = set()
    for given in paths:
        path = given.rstrip("/") or given
        left = LeftAlone()
        yield from _walk(path, walked, left)
        yield from left.told(printable(path))


def printable(path: str) -> str:
    """A path as it can be shown: no name of a file ends a line, moves the cursor or runs backwards."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in path)


def _walk(top: str, walked: Folders, left: LeftAlone) -> Iterator[Raw | Problem]:
    """What is at a path and below it, without calling itself: folders lie in one another as deep as anybody likes."""
    waiting = [top]
    while waiting:
        path = Path(given := waiting.pop())
        name = printable(given)
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                if given != top and path.is_symlink():  # it may lead anywhere
                    left.add_link("a folder")
                elif _is_fresh(status, walked):
                    waiting += reversed(_entries(given))
            elif not stat.S_ISREG(status.st_mode):
                yield Problem(Where(name), "unreadable-file", "cannot be read: is a pipe, a socket or a device")
            elif (messages := _messages(path, name)) is not None:
                yield from messages
            elif given == top:
                yield _unknown(name)
            else:
                left.add(path)
        except OSError as failure:
            if isinstance(failure, FileNotFoundError) and given != top and path.is_symlink():
                left.add_link("nothing")
            else:
                yield _unreadable(name, failure)


def _is_fresh(status: os.stat_result, walked: Folders) -> bool:
    """Whether a folder was not walked through by another path; some file systems do not tell."""
    known = (status.st_dev, status.st_ino)
    if status.st_ino and known in walked:
        return False
    walked.add(known)
    return True


def _entries(path: str) -> list[str]:
    """What is to be looked at in a folder: nothing hidden, but for a Maildir's inner ones. Raises OSError."""
    maildir = _is_maildir(Path(path))
    with os.scandir(path) as entries:
        found = [
            entry.path
            for entry in entries
            if (maildir and entry.is_dir(follow_symlinks=False)) or not entry.name.startswith(".")
            # Of what is being delivered, nobody knows whether it is whole.
            if not (maildir and entry.name == "tmp")
        ]
    return sorted(found)


def _is_maildir(folder: Path) -> bool:
    return all((folder / box).is_dir() for box in _MAILDIR)


def _messages(path: Path, name: str) -> Iterator[Raw | Problem] | None:
    """A file's message, or messages; None where it is no post. Raises OSError."""
    in_maildir = path.parent.name in _MAILDIR and _is_maildir(path.parent.parent)
    kind = ".eml" if in_maildir else path.suffix.lower()
    if kind in KINDS:
        whole = _whole(path, name, kind)
        # Saved under that name by programs that know no other; it may hold more than one.
        return in_mbox(path, name) if kind == ".eml" and whole.data.startswith(b"From ") else iter([whole])
    if kind in MBOX or begins_as_mbox(path):  # Thunderbird's have the name of a folder, and no ending
        return in_mbox(path, name)
    return None


def _whole(path: Path, name: str, kind: str) -> Raw:
    try:
        fault = too_large(path.stat().st_size)
        return Raw(name, kind, b"" if fault else path.read_bytes(), fault)
    except OSError as failure:
        return Raw(name, kind, b"", f"cannot be read: {(failure.strerror or str(failure)).lower()}")


def _unknown(name: str) -> Problem:
    known = ", ".join((*KINDS, *MBOX))
    return Problem(Where(name), "unknown-file", "is no kind of post that is known", f"known: {known}, folders of these")


def _unreadable(name: str, failure: OSError) -> Problem:
    reason = (failure.strerror or str(failure)).lower()
    return Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")
