"""Makes a batch: from its plan and its forms to a folder or a ZIP file, however often it is interrupted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from drafter import __version__
from drafter.batch import sinks
from drafter.batch.journal import JournalEntry, head_of
from drafter.batch.manifest import manifest_at
from drafter.batch.texts import Made, Planned, make, make_whole, tasks
from drafter.engines import Engine, here
from drafter.files.system import reason_of
from drafter.formats import LetterForm
from drafter.frozen import dataclass
from drafter.letter.tree import ReaderDetails
from drafter.problems import Problem, ProblemsFound, Where

_SOMEBODY: Final = ReaderDetails(("Somebody",), "Dear Somebody", "1")


@dataclass(frozen=True)
class Batch:
    """What is to be made: a plan, the form of each of its texts, and the files' ending. ``target`` must not exist yet.

    ``name`` is the target's name in problems.
    """

    plan: Planned
    forms: tuple[LetterForm, ...]
    ending: str
    target: Path
    name: str

    @property
    def id(self) -> str:
        """The identity of a batch: the same letters in the same order have the same one, whenever they are made."""
        digest = hashlib.sha256(f"{self.plan.digest}\0{self.plan.total}\0{self.ending}".encode())
        for form in self.forms:
            digest.update(hashlib.sha256(form.filled(_SOMEBODY)).digest())
        return digest.hexdigest()[:16]

    def file(self, number: int) -> str:
        """The name of a letter's file, by its number from 1. It holds nothing about the reader."""
        return f"{str(number).zfill(self._digits)}{self.ending}"

    @cached_property
    def _digits(self) -> int:
        return max(4, len(str(self.plan.total)))


def unfinished_head(target: Path) -> dict[str, Any]:
    """What an unfinished batch at this place says about itself; empty where there is none."""
    return head_of(sinks.journal_at(target))


def made_already(batch: Batch) -> bool:
    """Whether this very batch is there, whole. Raises ProblemsFound where something else is in its place."""
    if not batch.target.exists():
        return False
    listed = manifest_at(batch.target)
    if listed is not None and listed.batch == batch.id:
        missing = [] if sinks.is_zip(batch.target) else [f for f in listed.hashes if not (batch.target / f).exists()]
        if missing:
            message = f"is made, but {len(missing)} of its letters are not there any more: {', '.join(missing[:3])}"
            raise ProblemsFound([Problem(Where(batch.name), "missing-letter", message, "give another name")])
        sinks.tidy(batch.target)  # left by a run that was killed at the very end
        return True
    raise ProblemsFound([_there(batch.name)])


def in_the_way(target: Path, name: str) -> Problem | None:
    """A problem where the target is something other than a batch. Whether it is the same batch is checked later."""
    return _there(name) if target.exists() and manifest_at(target) is None else None


def _there(name: str) -> Problem:
    hint = "give another name; a batch is never written over"
    return Problem(Where(name), "file-exists", "is there already", hint)


def make_batch(
    batch: Batch,
    engine: Engine,
    head: dict[str, Any],
    progress: Callable[[int], None],
    tell: Callable[[Problem], None] = lambda _: None,
) -> int:
    """Make the missing part, and give the whole its name. Returns how many letters an earlier run had made.

    ``head`` is kept with the unfinished batch. ``progress`` is called for every piece, ``tell`` for messages. Raises
    ProblemsFound; what was made until then is kept.
    """
    id_ = batch.id
    before = unfinished_head(batch.target)
    if before.get("batch", id_) != id_:
        message = "there is an unfinished batch of this name, of another list or with other options, facts or words"
        hint = "finish it as it was begun, give another name, or throw it away with --afresh"
        raise ProblemsFound([Problem(Where(batch.name), "other-batch", message, hint)])
    try:
        sink = sinks.open_sink(batch.target, batch.name, {**head, "batch": id_, "version": __version__})
        try:
            for left in sinks.left_beside(batch.target):
                tell(_left(left, batch))
            there = sum(1 for _ in sink.journal.entries())
            if sink.journal.cut:
                message = f"its journal was cut off in line {sink.journal.cut}; what was made after that is made again"
                where = Where(f"{batch.name}{sinks.UNFINISHED}")
                tell(Problem(where, "cut-journal", message))
            progress(there)
            mine = engine is here
            wanted = tasks(batch.forms, batch.plan.letters(), sink.journal.pieces)
            for piece in engine(make_whole if mine else make, wanted):
                whole = [one.own[0] if mine else batch.forms[one.text].joined(one.own) for one in piece.letters]
                sink.put(whole, [_entry(batch, at, made) for at, made in enumerate(piece.letters, piece.first)])
                progress(len(piece.letters))
            sink.finish(batch.plan.texts, id_)
        finally:
            sink.close()
    except OSError as failure:
        reason = reason_of(failure)
        hint = "what is made is kept beside it; the same command goes on from there"
        raise ProblemsFound(
            [Problem(Where(batch.name), "unwritable-file", f"cannot be written: {reason}", hint)]
        ) from None
    return there


def _entry(batch: Batch, number: int, made: Made) -> JournalEntry:
    return JournalEntry(batch.file(number), made.sha256, made.row, made.text + 1, made.size, made.crc)


def _left(left: Path, batch: Batch) -> Problem:
    name = str(Path(batch.name).parent / left.name)
    message = "is a batch that was begun and never finished, and holds letters"
    hint = "the command that began it goes on with it, or with --afresh throws it away"
    return Problem(Where(name), "unfinished-batch", message, hint)
