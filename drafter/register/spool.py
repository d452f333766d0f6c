"""Brings a letter's row and its final copy together: both exist or neither, even if a run is killed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from drafter.files.atomic import (
    hold,
    in_use,
    is_link,
    link_within,
    locked,
    make_private,
    open_no_link,
    open_private,
    planted,
    sync_file,
    sync_files,
    sync_folder,
    take_place,
    write_atomically,
)
from drafter.files.digests import file_sha256
from drafter.files.system import ON_WINDOWS, reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors
from drafter.register.database import OutcomeUnknown
from drafter.register.keys import Key
from drafter.register.model import Approval, RegisterEntry
from drafter.register.rows import time_text
from drafter.register.store import Register, already

# The spool: final copies wait in ``approving/`` while their letters are entered. Each run has a folder in it.
#
# A run's folder holds the copies under their SHA-256. It also holds ``batch.json``, which says where each copy belongs
# and is written last, and ``held``, which the run keeps locked while it lives. Since all of it is letters, nobody else
# may read it.
#
# Anyone who may write to the office's folder may put things here, so nothing here is trusted. ``batch.json`` is sealed
# with the office's key, and no link is followed. A folder with anything else in it is left alone and reported.

_MANIFEST, _HELD = "batch.json", "held"
_HALF = f".{_MANIFEST}"
_SEAL = "approving"
_RUN = re.compile("[0-9a-f]{16}")
_COPY = re.compile(r"[0-9a-f]{64}\.[a-z]{2,5}")  # a hash, and the ending of any format
_LARGEST = 64_000_000  # bytes of batch.json; a batch of a hundred thousand letters has a quarter of this
_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # do not wait for a pipe or anything else that is no file
_MANY = 50  # copies; with so many, the whole disk is synchronised instead of each file


class SpooledCopy(NamedTuple):
    """A final copy on its way: its SHA-256, its file's ending, its place, and whether it may replace a file."""

    sha256: str
    suffix: str
    target: Path
    replace: bool

    @property
    def file(self) -> str:
        """Its file name in the spool."""
        return f"{self.sha256}{self.suffix}"


@dataclass(frozen=True)
class Spool:
    """The folder for all runs, and ``base``, the office's folder, which may move. The names are for problems."""

    folder: Path
    name: str
    base: Path
    base_name: str = ""

    def shown(self, path: Path) -> str:
        """A file's name in problems: relative to the office's folder if it is within it, else as given. No link is
        followed.
        """
        base = self.base.resolve()
        whole = path.parent.resolve() / path.name
        if path.is_absolute():
            for start, at in ((Path(os.path.abspath(self.base)), path), (base, path), (base, whole)):  # noqa: PTH100
                if at.is_relative_to(start):
                    return str(Path(self.base_name, at.relative_to(start)))
        return str(path)

    def link(self, path: Path | None = None) -> Problem | None:
        """A problem where a link stands on the way to a final copy's place, or to the spool."""
        found = link_within(self.base, self.folder if path is None else path)
        return planted(self.shown(found)) if found is not None else None

    @contextmanager
    def batch(self) -> Iterator[SpoolRun]:
        """A new run's folder, held until the block ends. Raises OSError where there is no room for it, and
        ProblemsFound where a link stands in its place.
        """
        problem = self.link()
        if problem is not None:
            raise ProblemsFound([problem])
        make_private(self.folder)
        with locked(self.folder):  # so that nobody removes it before it is held
            folder = self.folder / secrets.token_hex(8)
            folder.mkdir(mode=0o700)
            handle = _hold(folder, make=True)
        try:
            assert handle is not None
            yield SpoolRun(folder, self.base)
        finally:
            if handle is not None:
                _let_go(handle, folder)

    @contextmanager
    def abandoned(self) -> Iterator[list[SpoolRun]]:
        """The interrupted runs, each held until the block ends."""
        handles: list[tuple[int, Path]] = []
        batches: list[SpoolRun] = []
        try:
            for folder in self._folders():
                if not _is_folder(folder):
                    continue
                with locked(self.folder):
                    handle = _hold(folder, make=False)
                    if handle is None:
                        _drop_if_empty(folder)
                if handle is not None:
                    handles.append((handle, folder))
                    batches.append(SpoolRun(folder, self.base))
            yield batches
        finally:
            for handle, folder in handles:
                _let_go(handle, folder)

    def is_empty(self) -> bool:
        """Whether nothing waits, the usual case."""
        return not self._folders()

    def strangers(self) -> list[Problem]:
        """Problems on entries among the runs' folders that no run made. They are left alone."""
        found = []
        for path in self._folders():
            if is_link(path):
                found.append(planted(self._called(path)))
            elif not _is_folder(path):
                found.append(odd(self._called(path), "is no folder of a run's"))
            elif not _is_file(path / _HELD) and _holds_anything(path):
                found.append(odd(self._called(path), f"holds no '{_HELD}', as a run's folder does"))
        return found

    def called(self, batch: SpoolRun) -> str:
        """The name of a run's folder in problems."""
        return self._called(batch.folder)

    def _called(self, path: Path) -> str:
        return str(Path(self.name, path.name))

    def _folders(self) -> list[Path]:
        if is_link(self.folder):
            return []
        try:
            return sorted(path for path in self.folder.iterdir() if _RUN.fullmatch(path.name))
        except OSError:
            return []


@dataclass(frozen=True)
class SpoolRun:
    """One run's folder."""

    folder: Path
    base: Path

    def put(self, copy: SpooledCopy, data: bytes) -> None:
        """Add a copy. Raises OSError."""
        _write(self.folder / copy.file, data, sync=False)

    def seal(self, copies: Sequence[SpooledCopy], key: Key) -> None:
        """Make the disk keep the added copies, and then the list of their places. Raises OSError."""
        paths = [self.folder / copy.file for copy in copies]
        if len(paths) > _MANY:
            sync_files(paths)
        else:
            for path in paths:
                sync_file(path)
        entries = [[c.sha256, c.suffix, self._kept(c.target), c.replace] for c in copies]
        half = self.folder / _HALF
        _write(half, json.dumps({"copies": entries, "seal": self._sealed(entries, key)}).encode(), sync=True)
        half.replace(self.folder / _MANIFEST)
        sync_folder(self.folder)
        sync_folder(self.folder.parent)

    def copies(self, key: Key | None) -> list[SpooledCopy] | str:
        """The waiting copies. Empty where the run was interrupted before everything was written. A text says why this
        is not the work of a run with this key; without the key nobody can tell.
        """
        stranger = self._stranger()
        if stranger:
            return f"holds '{stranger}', which no run of drafter put there"
        data = self._read(_MANIFEST, _LARGEST + 1)
        if data is None:
            return []
        if len(data) > _LARGEST:
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        try:
            said = json.loads(data)
            entries, seal = said["copies"], said["seal"]
            leaves = any(".." in Path(target).parts for _, _, target, _ in entries)
            copies = [
                SpooledCopy(str(sha256), str(suffix), self.base / target, replace is True)
                for sha256, suffix, target, replace in entries
            ]
        except (ValueError, TypeError, KeyError, RecursionError):
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        if leaves or not all(_COPY.fullmatch(copy.file) for copy in copies):
            return f"holds a {_MANIFEST} that no run of drafter wrote"
        if key is not None and not secrets.compare_digest(str(seal).encode(), self._sealed(entries, key).encode()):
            return f"holds a {_MANIFEST} that is not sealed with the office's key"
        return copies

    def data(self, copy: SpooledCopy) -> bytes | None:
        """A copy's bytes; None where it is already in its place. Raises OSError."""
        return self._read(copy.file)

    def _read(self, name: str, most: int = -1) -> bytes | None:
        """The content of a file here; None where there is none. Raises OSError for anything that is no file."""
        try:
            handle = open_no_link(self.folder / name, os.O_RDONLY | _AT_ONCE)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as file:
            return file.read(most)

    def _stranger(self) -> str:
        """The name of an entry here that no run makes; empty for none. Raises OSError."""
        with os.scandir(self.folder) as found:
            for entry in found:
                known = entry.name in {_MANIFEST, _HALF, _HELD} or _COPY.fullmatch(entry.name)
                if not known or not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                    return entry.name
        return ""

    def _sealed(self, entries: Any, key: Key) -> str:
        return key.seal(_SEAL, [self.folder.name, entries])

    def forget(self, copies: Sequence[SpooledCopy]) -> None:
        """Remove the copies that have reached their places."""
        for copy in copies:
            with suppress(OSError):
                (self.folder / copy.file).unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove what a run made here, and nothing else. The list of places goes last, except for the lock."""
        with suppress(OSError):
            for path in self.folder.iterdir():
                if path.name == _HALF or _COPY.fullmatch(path.name):
                    path.unlink()
            (self.folder / _MANIFEST).unlink(missing_ok=True)
            (self.folder / _HELD).unlink(missing_ok=True)
            self.folder.rmdir()

    def _kept(self, target: Path) -> str:
        """The path relative to the office's folder if it is within it; else the whole path."""
        whole, base = target.parent.resolve() / target.name, self.base.resolve()
        return whole.relative_to(base).as_posix() if whole.is_relative_to(base) else str(whole)


def unwritable(name: str, failure: OSError) -> Problem:
    """A problem: the disk cannot take what is to wait."""
    return Problem(Where(name), "unwritable-file", f"cannot be written: {reason_of(failure)}")


def odd(name: str, message: str) -> Problem:
    """A problem: something here is not a run's. It is left alone, since it may be somebody's file, or a trap."""
    hint = "nothing of it was followed, written or deleted; see who put it there, and take it away"
    return Problem(Where(name), "odd-spool", message, hint)


def _is_folder(path: Path) -> bool:
    return not is_link(path) and path.is_dir()


def _is_file(path: Path) -> bool:
    return not is_link(path) and path.is_file()


def _holds_anything(folder: Path) -> bool:
    try:
        return any(folder.iterdir())
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _drop_if_empty(folder: Path) -> None:
    """Remove the folder of a run that was killed before it held the folder, or after its last file."""
    if not os.path.lexists(folder / _HELD):
        with suppress(OSError):
            folder.rmdir()


def _hold(folder: Path, *, make: bool) -> int | None:
    """Lock a run's folder; ``None`` where a living process holds it, or it is gone."""
    try:
        handle = open_private(folder / _HELD, os.O_RDWR | _AT_ONCE | (os.O_CREAT if make else 0))
    except OSError:
        return None
    try:
        # The process that held it may have removed it in the meantime.
        if hold(handle) and os.path.samestat(os.fstat(handle), (folder / _HELD).lstat()):
            return handle
    except OSError:
        pass
    os.close(handle)
    return None


def _let_go(handle: int, folder: Path) -> None:
    """Release a run's folder. If an open lock could not be removed before, it is removed now, unless something
    waits.
    """
    os.close(handle)
    if ON_WINDOWS:
        with suppress(OSError):
            if [path.name for path in folder.iterdir()] == [_HELD]:
                (folder / _HELD).unlink()
                folder.rmdir()


def _write(path: Path, data: bytes, *, sync: bool) -> None:
    handle = open_private(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if sync:
            os.fsync(file.fileno())


# Placing: one final copy goes to its place, under a name that no other file has.


def put(batch: SpoolRun, copy: SpooledCopy, register: Register, spool: Spool) -> tuple[Path, Problem | None]:
    """Put one copy in its place. Raises OSError and ProblemsFound; then the copy stays in the spool."""
    whole = batch.data(copy)
    if whole is None:
        return copy.target, None  # already there: an earlier run renamed it
    if hashlib.sha256(whole).hexdigest() != copy.sha256:
        message = f"the final copy that waits for its place was altered ({copy.file})"
        return copy.target, Problem(Where(spool.name), "altered-copy", message, "restore it from a backup")
    link = spool.link(copy.target.parent)
    if link is not None:
        return copy.target, link
    make_private(copy.target.parent)
    file = batch.folder / copy.file
    taken = False
    # If two runs would replace one draft, the second must see that the first put an approved letter there.
    with locked(spool.folder) if copy.replace else nullcontext():
        for path in _names(copy.target):
            state = _digest(path)
            if state == copy.sha256:
                break  # an earlier run got this far
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
    """Put the whole copy at a path. False where another file came first. Raises OSError and ProblemsFound."""
    try:
        if replace:
            take_place(file, path)
        else:
            os.link(file, path)
        return True
    except FileExistsError:
        return False
    except OSError:
        pass  # another file system, or one without hard links
    problem = write_atomically(path, data, name, replace=replace)
    if problem is not None and problem.rule != "file-exists":
        raise ProblemsFound([problem])
    return problem is None


def _elsewhere(copy: SpooledCopy, path: Path, spool: Spool) -> Problem:
    message = f"is there already; the final copy is '{path.name}' beside it"
    return Problem(Where(spool.shown(copy.target)), "file-exists", message, severity=Severity.WARNING)


def _names(target: Path) -> Iterator[Path]:
    yield target
    for number in range(2, 100_000):
        yield target.with_name(f"{target.stem}-{number}{target.suffix}")


def _digest(path: Path) -> str | None:
    """A file's SHA-256; ``None`` where there is none, empty for a link, anything that is no file, or cannot be read."""
    if is_link(path):
        return ""  # whatever the link leads to is not the copy, and nothing is written through it
    try:
        return file_sha256(path)
    except FileNotFoundError:
        return None
    except OSError:
        return ""


# Approving: first the copy waits in the spool, then the row is entered, then the copy goes to its place, then the spool
# is cleared. Until the row exists, nothing has the final name. Once it exists, the copy is on the disk, and the next
# run puts it in its place if this one is killed.


@dataclass(frozen=True)
class FinalCopy:
    """An approved letter's final copy and its place. ``replace`` lets it replace an existing file, unless that is
    another approved letter.
    """

    approval: Approval
    data: bytes
    target: Path
    replace: bool = False


class Approved(NamedTuple):
    """The result for some letters: all were entered, or none. ``paths`` are those of the entries, in their order.

    An error among the problems means that work is left. The next run does it, as the problem says.
    """

    entries: tuple[RegisterEntry, ...] = ()
    paths: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def approve_all(register: Register, letters: Iterable[FinalCopy], spool: Spool) -> Approved:
    """Enter letters in one transaction, and put their final copies in place. Takes them one by one, so that thousands
    of copies need not be in memory.
    """
    approvals: list[Approval] = []
    copies: list[SpooledCopy] = []
    wrong: list[Problem] = []
    try:
        with spool.batch() as batch:
            try:
                for final in letters:
                    wrong += _unfit(final, spool)
                    if not wrong:
                        copies.append(
                            SpooledCopy(final.approval.sha256, final.approval.kind, final.target, final.replace)
                        )
                        approvals.append(final.approval)
                        batch.put(copies[-1], final.data)
                if wrong or not copies:
                    batch.clear()
                    return Approved(problems=tuple(wrong))
                batch.seal(copies, register.key)
            except BaseException:
                batch.clear()
                raise
            return _enter_and_place(register, approvals, copies, batch, spool)
    except ProblemsFound as found:
        return Approved(problems=found.problems)
    except OSError as failure:
        return Approved(problems=(unwritable(spool.name, failure),))


def recover(spool: Spool, register: Register | None) -> list[Problem]:
    """Finish or drop what a killed run left. Without a register everything stays as it is.

    Must run before anything is approved or read. Warnings tell what was done, errors what is left.
    """
    link = spool.link()
    if link is not None:
        return [link]
    if spool.is_empty():
        return []
    with spool.abandoned() as batches:
        found = [problem for batch in batches for problem in _finish(batch, register, spool)]
    return [*spool.strangers(), *found]


def _enter_and_place(
    register: Register, approvals: Sequence[Approval], copies: Sequence[SpooledCopy], batch: SpoolRun, spool: Spool
) -> Approved:
    try:
        entries = register.enter(approvals)
    except OutcomeUnknown as broken:
        try:
            settled = register.settled([copy.sha256 for copy in copies])
        except ProblemsFound:
            # It is unknown whether the letters are approved, so neither may be said.
            return Approved(problems=(*broken.problems, _unknown(copies, spool)))
        if len(settled) < len(copies):
            batch.clear()
            return Approved(problems=broken.problems)
        entries = [settled[copy.sha256] for copy in copies]
    except ProblemsFound as found:
        batch.clear()
        return Approved(problems=tuple(_telling_which(found.problems, copies, register)))
    paths, problems = _place_all(batch, copies, register, spool)
    return Approved(tuple(entries), tuple(paths), tuple(problems))


def _telling_which(problems: Sequence[Problem], copies: Sequence[SpooledCopy], register: Register) -> Sequence[Problem]:
    """Problems of entering letters; where some of several are approved already, but not all, with the file of each.

    The register knows letters by their bytes alone. Where it cannot be read once more, the problems stay as they are.
    """
    if not any(problem.rule == "already-approved" for problem in problems):
        return problems
    try:
        settled = register.settled([copy.sha256 for copy in copies])
    except ProblemsFound:
        return problems
    named: dict[Problem, Problem] = {}
    for copy in copies:
        if entry := settled.get(copy.sha256):
            said = register.name, entry.number, entry.by, time_text(entry.approved_at)[:10]
            named[already(*said)] = already(*said, copy.target.name)
    return [named.get(problem, problem) for problem in problems] if len(named) < len(copies) else problems


def _finish(batch: SpoolRun, register: Register | None, spool: Spool) -> Iterator[Problem]:
    try:
        copies = batch.copies(register.key if register is not None else None)
    except OSError as failure:
        copies = f"cannot be read: {reason_of(failure)}"
    if isinstance(copies, str):
        yield odd(spool.called(batch), copies)
        return
    if not copies:
        batch.clear()  # an unsealed folder proves that nothing was entered
        return
    if register is None:
        yield _unknown(copies, spool)
        return
    try:
        entered = register.settled([copy.sha256 for copy in copies])
    except ProblemsFound as found:
        yield from found.problems
        yield _unknown(copies, spool)
        return
    for copy in copies:
        if copy.sha256 not in entered:
            message = "was not approved: the run was broken off before the letter was entered; approve it again"
            yield Problem(Where(spool.shown(copy.target)), "broken-off", message)
    mine = [copy for copy in copies if copy.sha256 in entered]
    paths, problems = _place_all(batch, mine, register, spool)
    if not errors(problems):
        for copy, path in zip(mine, paths, strict=True):
            message = f"letter {entered[copy.sha256].number} is approved; a run that was broken off had not put it here"
            yield Problem(Where(spool.shown(path)), "recovered", message)
    yield from problems


def _place_all(
    batch: SpoolRun, copies: Sequence[SpooledCopy], register: Register, spool: Spool
) -> tuple[list[Path], list[Problem]]:
    """Put copies in their places, and remove them from the spool."""
    paths: list[Path] = []
    problems: list[Problem] = []
    placed: list[SpooledCopy] = []
    for copy in copies:
        try:
            path, problem = put(batch, copy, register, spool)
        except OSError as failure:
            path, problem = copy.target, unwritable(spool.shown(copy.target), failure)
        except ProblemsFound as found:
            path, problem = copy.target, found.problems[0]
        paths.append(path)
        if problem is not None:
            problems.append(problem)
        if problem is None or problem.severity is Severity.WARNING:
            placed.append(copy)
    for folder in {folder for path in paths for folder in (path.parent, path.parent.parent)}:
        sync_folder(folder)
    if errors(problems):
        batch.forget(placed)
    else:
        batch.clear()
    return paths, problems


def _unfit(final: FinalCopy, spool: Spool) -> Iterator[Problem]:
    if hashlib.sha256(final.data).hexdigest() != final.approval.sha256:
        yield Problem(Where(spool.name), "unusable-approval", "the SHA-256 is not that of the final copy")
    if not final.approval.kind or final.approval.kind != final.target.suffix.lower():
        message = "the final copy's name does not end as its kind does"
        yield Problem(Where(spool.shown(final.target)), "unusable-approval", message)
    link = spool.link(final.target)
    used = in_use(final.target, spool.shown(final.target)) if final.replace else None
    yield from (problem for problem in (link, used) if problem is not None)


def _unknown(copies: Sequence[SpooledCopy], spool: Spool) -> Problem:
    which = "the letter is" if len(copies) == 1 else f"it and {len(copies) - 1} more are"
    message = f"whether {which} approved cannot be told until the register answers"
    hint = "the final copy is kept until then; 'drafter letters list' looks again"
    return Problem(Where(spool.shown(copies[0].target)), "outcome-unknown", message, hint)
