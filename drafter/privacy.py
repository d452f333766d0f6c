"""Where personal data lies in an office's folder, how old it is, and what the office's retention would delete.

This looks only at places whose names or contents show post, letters, lists or sortings, and only at files within them.
It follows no link. Facts, templates, reviews, texts, the register and its key are never deleted.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from drafter.batch.journal import held
from drafter.batch.sinks import UNFINISHED, journal_at
from drafter.files.atomic import TEMPORARY, is_link, link_within
from drafter.files.digests import own_sha256
from drafter.files.inputs import input_of
from drafter.files.system import reason_of
from drafter.formats import FORMATS, WRITERS
from drafter.frozen import dataclass
from drafter.inbox.model import STORE as SORTING
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.address import FOLDER as REGISTER
from drafter.workspace import Workspace


class DataKind(StrEnum):
    """What a place holds. The values are the names in ``retention`` in ``office.yaml``, except for the register."""

    POST = "post"
    LISTS = "lists"
    LETTERS = "letters"
    SORTINGS = "sortings"
    REGISTER = "register"


@dataclass(frozen=True)
class File:
    """A file: its path from the office's folder, its size in bytes, the day of its last change."""

    path: str
    size: int
    day: date


@dataclass(frozen=True)
class DataPlace:
    """A place with personal data: a folder or a file, with its path from the office's folder. One that is ``whole`` is
    deleted completely or not at all.
    """

    kind: DataKind
    path: str
    files: tuple[File, ...]
    whole: bool = False

    @property
    def size(self) -> int:
        """The size of all its files, in bytes."""
        return sum(file.size for file in self.files)

    @property
    def oldest(self) -> date:
        """The day of the oldest file."""
        return min(file.day for file in self.files)

    @property
    def newest(self) -> date:
        """The day of the newest file."""
        return max(file.day for file in self.files)

    def older(self, than: date) -> tuple[File, ...]:
        """Its files that were last changed before a day. Of a ``whole`` place, all files or none."""
        if self.whole:
            return self.files if self.newest < than else ()
        return tuple(file for file in self.files if file.day < than)


_POST: Final = ("inbox", "post", "mail")
_LETTERS: Final = ("letters", "out", "corrections", "batches")
# Files that count as a sheet or a batch wherever they lie, in addition to the formats of letters.
_PAGES: Final = (".html", ".htm", ".zip")
_OURS: Final = re.compile(rb"\A---\r?\n(?:[^\n]*\n){0,400}?drafter:|\AX-Unsent: 1\r?\n", re.ASCII)
# Never looked into: the program's own folders, and what an office keeps for good, but for the register.
_KEPT: Final = frozenset(
    (
        "facts", "templates", "texts", "docs", "drafter", "tests", "examples", "build", "dist", "node_modules",
        "__pycache__",
    )
)  # fmt: skip


def places(folder: Path) -> list[DataPlace]:
    """All places with personal data, by kind and name. Anything that cannot be read is left out."""
    found = [place for entry in _sorted(folder) for place in _place(folder, entry)]
    order = list(DataKind)
    return sorted(found, key=lambda place: (order.index(place.kind), place.path))


def links(folder: Path) -> list[str]:
    """Links in such places, as paths from the office's folder. They are not followed, wherever they lead."""
    names = {*_POST, *_LETTERS, REGISTER}
    return [path.name for path in _sorted(folder) if path.name.lower() in names and is_link(path)]


def _place(folder: Path, path: Path) -> Iterator[DataPlace]:
    name = path.name
    if is_link(path):
        return
    if path.is_dir():
        if name.lower() in _KEPT or (name.startswith(".") and not name.startswith(TEMPORARY)):
            return
        kind = _kind_of_folder(path)
        # A folder that the office made may hold sortings and batches, each in a folder of its own.
        within = [path] if kind is not None else [inner for inner in _sorted(path) if inner.is_dir()]
        for inner in within:
            kind = None if is_link(inner) else _kind_of_folder(inner)
            files = tuple(_files(folder, inner)) if kind is not None else ()
            if kind is not None and files:
                yield DataPlace(kind, inner.relative_to(folder).as_posix(), files, whole=kind is DataKind.SORTINGS)
        return
    kind = _kind_of_file(path)
    if kind is not None:
        yield from (DataPlace(kind, name, (file,)) for file in _file(folder, path))


def _kind_of_folder(path: Path) -> DataKind | None:
    name = path.name.lower()
    if name == REGISTER:
        return DataKind.REGISTER
    if (path / SORTING).is_file():
        return DataKind.SORTINGS
    if name.rstrip("0123456789-_") in _POST:
        return DataKind.POST
    if name in _LETTERS or UNFINISHED in name or (path / "manifest.csv").is_file():
        return DataKind.LETTERS
    return None


def _kind_of_file(path: Path) -> DataKind | None:
    name, ending = path.name.lower(), path.suffix.lower()
    if ending in FORMATS and (not FORMATS[ending].shared or _is_ours(path)):
        return DataKind.LETTERS
    if taken_for := input_of(ending).kept_as:
        return DataKind(taken_for)
    if name.startswith(TEMPORARY) or UNFINISHED in name or ending in _PAGES:
        return DataKind.LETTERS
    return None


def _is_ours(path: Path) -> bool:
    """Whether a file is one of drafter's letters: a text has drafter's record in its head, an e-mail is unsent."""
    try:
        with path.open("rb") as file:
            return _OURS.match(file.read(60_000)) is not None
    except OSError:
        return False


def _sorted(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _files(base: Path, folder: Path) -> Iterator[File]:
    for above, inner, names in os.walk(folder, followlinks=False):
        inner.sort()
        for name in sorted(names):
            if name not in {".gitignore", ".lock"}:
                yield from _file(base, Path(above, name))


def _file(base: Path, path: Path) -> Iterator[File]:
    with suppress(OSError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode):
            yield File(path.relative_to(base).as_posix(), status.st_size, date.fromtimestamp(status.st_mtime))  # noqa: DTZ012 - the office's own day is meant


@dataclass(frozen=True)
class Due:
    """What a place's retention would delete."""

    place: DataPlace
    files: tuple[File, ...]


def due(found: Iterable[DataPlace], kept_from: Mapping[str, date]) -> list[Due]:
    """What is older than its kind may be. ``kept_from`` gives the first day to keep, by kind."""
    every = [
        Due(place, place.older(kept_from[place.kind]))
        for place in found
        if place.kind in kept_from and place.kind is not DataKind.REGISTER
    ]
    return [one for one in every if one.files]


def delete(folder: Path, what: Iterable[Due], told: Callable[[str, str], None]) -> int:
    """Delete files, and folders that become empty. Returns the number of files. ``told`` gets each failure with its
    reason.

    A batch that a living run is making is left alone. No link is followed, even if it appeared in the meantime.
    """
    count = 0
    for one in what:
        with _held(folder, one.place) as free:
            if not free:
                told(one.place.path, "is being made by another run")
                continue
            left = _delete_files(folder, [file.path for file in one.files])
        # The journals were open till now, and Windows deletes no open file. So what is left is tried again.
        left = _delete_files(folder, left)
        for path, reason in left.items():
            told(path, reason)
        count += len(one.files) - len(left)
        _drop_empty(folder, one.place.path)
    return count


def _delete_files(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """Delete files of the folder. Returns those that are still there, each with the reason."""
    left: dict[str, str] = {}
    for path in paths:
        try:
            _unlink(folder, path)
        except OSError as failure:
            left[path] = reason_of(failure)
    return left


@contextmanager
def _held(folder: Path, place: DataPlace) -> Iterator[bool]:
    """Hold the journals of a place's unfinished batches. False where a living run has one of them."""
    names = {file.path.split(UNFINISHED)[0] for file in place.files if UNFINISHED in file.path}
    with ExitStack() as stack:
        try:
            for name in sorted(names):
                with suppress(OSError):  # without a journal, nobody is making it
                    stack.enter_context(held(journal_at(folder / name)))
        except ProblemsFound:
            yield False
        else:
            yield True


def _unlink(folder: Path, path: str) -> None:
    """Delete a file of the folder. Each folder on the way is opened as a folder, so no link is followed. Raises
    OSError.

    Windows cannot open folders, so there each step is only checked.
    """
    if os.unlink not in os.supports_dir_fd:
        if link_within(folder, (folder / path).parent) is not None:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
        (folder / path).unlink()
        return
    *above, name = path.split("/")
    handle = _opened(folder, above)
    try:
        os.unlink(name, dir_fd=handle)
    finally:
        os.close(handle)


def _opened(folder: Path, steps: Iterable[str]) -> int:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for step in steps:
        try:
            inner = os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
        finally:
            os.close(handle)
        handle = inner
    return handle


def _drop_empty(folder: Path, path: str) -> None:
    """Remove the folders of a place that hold nothing but the program's own protective files."""
    top = folder / path
    if is_link(top) or not top.is_dir():
        return
    for above, _, _ in os.walk(top, topdown=False, followlinks=False):
        here = Path(above)
        with suppress(OSError):
            if {entry.name for entry in here.iterdir()} <= {".gitignore", ".lock"}:
                for entry in list(here.iterdir()):
                    if not is_link(entry):
                        entry.unlink()
                here.rmdir()


def named(path: str, office: Office) -> str:
    """The name of a file in the office's folder, with slashes on every system."""
    return office.path_of(*path.split("/")).replace(os.sep, "/")


def delete_due(workspace: Workspace, old: Sequence[Due], day: date) -> tuple[int | None, list[Problem]]:
    """Delete what is due, and record in the register's folder which final copies of letters were deleted.

    Returns how many files were deleted, and which remain. ``None`` with the reason where the record cannot be written:
    then nothing is deleted, since copies would later seem lost.
    """
    office = workspace.office
    unsaid = _remember(old, workspace, day)
    if unsaid is not None:
        return None, [unsaid]
    problems: list[Problem] = []

    def told(path: str, why: str) -> None:
        problems.append(Problem(Where(named(path, office)), "undeleted", f"is still there: {why}"))

    return delete(office.folder, old, told), problems


def _remember(old: Sequence[Due], workspace: Workspace, day: date) -> Problem | None:
    """Record which final copies will be deleted, so that nobody looks for them later."""
    final = workspace.office.approved
    paths = [workspace.office.folder / file.path for one in old for file in one.files]
    copies = [path for path in paths if path.is_relative_to(final) and path.suffix.lower() in WRITERS]
    if not copies:
        return None
    from drafter.register.copies import remember_deleted  # late: usually no final copy is due

    try:
        where = workspace.key_place
        key = where.read()
        # Without a key there is no register either.
        return remember_deleted(where, key, filter(None, map(own_sha256, copies)), day) if key is not None else None
    except ProblemsFound as found:
        return found.problems[0]
