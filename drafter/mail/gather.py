"""Where the post lies: files, folders of them, Maildirs, mboxes. Messages come one by one, however many there are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from drafter.mail.model import Raw
from drafter.problems import Problem, Where

LARGEST: Final = 30_000_000  # bytes of one message, with what is attached to it
KINDS: Final = (".eml", ".msg", ".docx", ".txt")
MBOX: Final = (".mbox", ".mbx")
_MAILDIR: Final = ("new", "cur")
_PIECE: Final = 1 << 20
# What begins a message in an mbox: "From ", somebody, and a day of the week or of the month with a time.
_FROM: Final = re.compile(rb"From \S.*[0-9]{1,2}:[0-9]{2}")
_HEADER: Final = re.compile(rb"[!-9;-~]{1,60}:")
_SPOOLS: Final = frozenset(("inbox", "mbox", "sent", "archive"))


def gather(paths: Iterable[str]) -> Iterator[Raw | Problem]:
    """The messages in files and folders, in the order of their names; a problem for each path that cannot be used."""
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _in_folder(path, given.rstrip("/") or "/")
        else:
            yield from _in_file(path, given, named=True)


def _in_folder(path: Path, name: str) -> Iterator[Raw | Problem]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError as failure:
        yield _unreadable(name, failure)
        return
    maildir = {entry.name for entry in entries if entry.is_dir()}.issuperset(_MAILDIR)
    for entry in entries:
        if entry.name.startswith(".") and not (maildir and entry.is_dir()):
            continue
        inner = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if maildir and entry.name in _MAILDIR:
                yield from _in_maildir(Path(entry.path), inner)
            elif not (maildir and entry.name == "tmp"):  # of what is being delivered, nobody knows whether it is whole
                yield from _in_folder(Path(entry.path), inner)
        elif entry.is_file():
            yield from _in_file(Path(entry.path), inner, named=False)


def _in_maildir(path: Path, name: str) -> Iterator[Raw | Problem]:
    for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
        if entry.is_file() and not entry.name.startswith("."):
            yield _whole(Path(entry.path), f"{name}/{entry.name}", ".eml")


def _in_file(path: Path, name: str, *, named: bool) -> Iterator[Raw | Problem]:
    """A file's message, or messages. A file in a folder that is no post is left alone; one that was named is told."""
    kind = path.suffix.lower()
    try:
        if kind in KINDS:
            yield _whole(path, name, kind)
        elif kind in MBOX or (path.name.lower() in _SPOOLS and _begins_as_mbox(path)):
            yield from _in_mbox(path, name)
        elif named:
            yield _unknown(path, name)
    except OSError as failure:
        yield _unreadable(name, failure)


def _unknown(path: Path, name: str) -> Problem:
    if not path.exists():
        return Problem(Where(name), "unreadable-file", "cannot be read: no such file or directory")
    known = ", ".join((*KINDS, *MBOX))
    return Problem(Where(name), "unknown-file", "is no kind of post that is known", f"known: {known}, folders of these")


def _whole(path: Path, name: str, kind: str) -> Raw:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return Raw(name, kind, b"", f"has {size // 1_000_000} MB, more than any letter")
        return Raw(name, kind, path.read_bytes())
    except OSError as failure:
        return Raw(name, kind, b"", f"cannot be read: {(failure.strerror or str(failure)).lower()}")


def _begins_as_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return bool(_FROM.match(file.readline(2_000)))


def _in_mbox(path: Path, name: str) -> Iterator[Raw]:
    """The messages of an mbox, of which no more than one is in memory, and of one that is too large nothing."""
    with path.open("rb") as file:
        held: list[bytes] = []
        number, size, blank = 0, 0, True
        for line in _lines(file):
            if blank and line.startswith(b"From ") and _FROM.match(line):
                if number:
                    yield _of_mbox(name, number, held, size)
                number, held, size = number + 1, [], 0
            elif number:
                size += len(line)
                if size <= LARGEST:
                    # A line of the letter's own that began with "From " was given a sign before it.
                    held.append(line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line)
                else:
                    held.clear()
            elif line.strip():
                yield Raw(name, ".eml", b"", "is not an mbox: its first line does not begin a message")
                return
            blank = not line.strip()
        if number:
            yield _of_mbox(name, number, held, size)
        else:
            yield Raw(name, ".eml", b"", "is empty")


def _of_mbox(name: str, number: int, held: list[bytes], size: int) -> Raw:
    where = f"{name}#{number}"
    if size > LARGEST:
        return Raw(where, ".eml", b"", f"has {size // 1_000_000} MB, more than any letter")
    return Raw(where, ".eml", b"".join(held))


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines; one without an end comes in pieces, so that none fills the memory."""
    while line := file.readline(_PIECE):
        yield line


def _unreadable(name: str, failure: OSError) -> Problem:
    reason = (failure.strerror or str(failure)).lower()
    return Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")
