"""How a letter's row and its final copy come together: both or neither, whatever is killed when.

First the copy waits in the spool, then the row is entered, then the copy goes to its place, then the spool is cleared.
Until the row is there nothing bears the final name; once it is, the copy is on the disk, and whoever comes next puts it
in its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from drafter.files import sync_folder
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors
from drafter.register.faults import OutcomeUnknown
from drafter.register.model import Approval, Entry
from drafter.register.putting import put
from drafter.register.register import Register
from drafter.register.spool import Batch, Copy, Spool, odd, unwritable


@dataclass(frozen=True)
class Final:
    """An approved letter's final copy, and where it goes. ``replace`` lets it take the place of a file that is there,
    unless that is another approved letter.
    """

    approval: Approval
    data: bytes
    target: Path
    replace: bool = False


class Approved(NamedTuple):
    """What became of letters: all of them entered, or none. ``paths`` are those of the entries, in their order.

    A problem that is an error means that something is left to do: the next run does it, as the problem says.
    """

    entries: tuple[Entry, ...] = ()
    paths: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()


def approve_all(register: Register, letters: Iterable[Final], spool: Spool) -> Approved:
    """Enter letters in one transaction, and put their final copies in place. They are taken one by one, so that
    thousands of copies need not be in memory at once.
    """
    approvals: list[Approval] = []
    copies: list[Copy] = []
    wrong: list[Problem] = []
    try:
        with spool.batch() as batch:
            try:
                for final in letters:
                    wrong += _unfit(final, spool)
                    if not wrong:
                        copies.append(Copy(final.approval.sha256, final.approval.kind, final.target, final.replace))
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
    """Finish or drop what a run that was killed has left; without a register everything is left as it is.

    To be called before anything is approved or read. What was done is told as warnings, what is left as errors.
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
    register: Register, approvals: Sequence[Approval], copies: Sequence[Copy], batch: Batch, spool: Spool
) -> Approved:
    try:
        entries = register.enter(approvals)
    except OutcomeUnknown as broken:
        try:
            settled = register.settled([copy.sha256 for copy in copies])
        except ProblemsFound:
            # Neither may be said: that they are approved, or that they are not.
            return Approved(problems=(*broken.problems, _unknown(copies, spool)))
        if len(settled) < len(copies):
            batch.clear()
            return Approved(problems=broken.problems)
        entries = [settled[copy.sha256] for copy in copies]
    except ProblemsFound as found:
        batch.clear()
        return Approved(problems=found.problems)
    paths, problems = _place_all(batch, copies, register, spool)
    return Approved(tuple(entries), tuple(paths), tuple(problems))


def _finish(batch: Batch, register: Register | None, spool: Spool) -> Iterator[Problem]:
    try:
        copies = batch.copies(register.key if register is not None else None)
    except OSError as failure:
        copies = f"cannot be read: {(failure.strerror or str(failure)).lower()}"
    if isinstance(copies, str):
        yield odd(spool.called(batch), copies)
        return
    if not copies:
        batch.clear()  # nothing was entered before all was written
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
            yield Problem(Where(spool.shown(copy.target)), "broken-off", message, severity=Severity.WARNING)
    mine = [copy for copy in copies if copy.sha256 in entered]
    paths, problems = _place_all(batch, mine, register, spool)
    if not errors(problems):
        for copy, path in zip(mine, paths, strict=True):
            message = f"letter {entered[copy.sha256].number} is approved; a run that was broken off had not put it here"
            yield Problem(Where(spool.shown(path)), "recovered", message, severity=Severity.WARNING)
    yield from problems


def _place_all(
    batch: Batch, copies: Sequence[Copy], register: Register, spool: Spool
) -> tuple[list[Path], list[Problem]]:
    """Put copies in their places, and clear the spool of them."""
    paths: list[Path] = []
    problems: list[Problem] = []
    placed: list[Copy] = []
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


def _unfit(final: Final, spool: Spool) -> Iterator[Problem]:
    if hashlib.sha256(final.data).hexdigest() != final.approval.sha256:
        yield Problem(Where(spool.name), "unusable-approval", "the SHA-256 is not that of the final copy")
    if not final.approval.kind or final.approval.kind != final.target.suffix.lower():
        message = "the final copy's name does not end as its kind does"
        yield Problem(Where(spool.shown(final.target)), "unusable-approval", message)
    link = spool.link(final.target)
    if link is not None:
        yield link


def _unknown(copies: Sequence[Copy], spool: Spool) -> Problem:
    which = "the letter is" if len(copies) == 1 else f"it and {len(copies) - 1} more are"
    message = f"whether {which} approved cannot be told until the register answers"
    hint = "the final copy is kept until then; 'drafter letters list' looks again"
    return Problem(Where(spool.shown(copies[0].target)), "outcome-unknown", message, hint)
