"""One final copy put in its place, under a name that no other file has."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from drafter.files import is_link, locked, make_private, write_atomically
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.register.register import Register
from drafter.register.spool import Batch, Copy, Spool


def put(batch: Batch, copy: Copy, register: Register, spool: Spool) -> tuple[Path, Problem | None]:
    """Put one copy in its place. Raises OSError and ProblemsFound; then it waits on in the spool."""
    whole = batch.data(copy)
    if whole is None:
        return copy.target, None  # it is there: it went by being renamed
    if hashlib.sha256(whole).hexdigest() != copy.sha256:
        message = f"the final copy that waits for its place was altered ({copy.file})"
        return copy.target, Problem(Where(spool.name), "altered-copy", message, "restore it from a backup")
    link = spool.link(copy.target.parent)
    if link is not None:
        return copy.target, link
    make_private(copy.target.parent)
    file = batch.folder / copy.file
    taken = False
    # Of two runs that would replace one draft, the second must see that the first put an approved letter there.
    with locked(spool.folder) if copy.replace else nullcontext():
        for path in _names(copy.target):
            state = _digest(path)
            if state == copy.sha256:
                break  # a run before got that far
            over = (
                state not in (None, "")
                and copy.replace
                and path == copy.target
                and register.by_sha256(str(state)) is None
            )
            free = state is None or over
            if free and _put(file, whole, path, spool.shown(path), replace=over):
                break
            taken = True
    return path, _elsewhere(copy, path, spool) if taken else None


def _put(file: Path, data: bytes, path: Path, name: str, *, replace: bool) -> bool:
    """Have the copy at a path, whole; False where another file was quicker. Raises OSError and ProblemsFound."""
    try:
        if replace:
            os.replace(file, path)  # noqa: PTH105
        else:
            os.link(file, path)
        return True
    except FileExistsError:
        return False
    except OSError:
        pass  # another file system, or one without links
    problem = write_atomically(path, data, name, replace=replace)
    if problem is not None and problem.rule != "file-exists":
        raise ProblemsFound([problem])
    return problem is None


def _elsewhere(copy: Copy, path: Path, spool: Spool) -> Problem:
    message = f"is there already; the final copy is '{path.name}' beside it"
    return Problem(Where(spool.shown(copy.target)), "file-exists", message, severity=Severity.WARNING)


def _names(target: Path) -> Iterator[Path]:
    yield target
    for number in range(2, 100_000):
        yield target.with_name(f"{target.stem}-{number}{target.suffix}")


def _digest(path: Path) -> str | None:
    """A file's SHA-256; ``None`` where there is none, empty for a link, for what is no file or cannot be read."""
    if is_link(path):
        return ""  # whatever it leads to, it is not the copy, and nothing is written through it
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError:
        return ""
