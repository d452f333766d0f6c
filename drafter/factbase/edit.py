"""The only code that writes to files of facts: under a lock, whole, and nothing with which the base cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafter.factbase import log, surgery
from drafter.factbase.load import load
from drafter.factbase.model import Fact, FactBase
from drafter.files import locked, write_atomically
from drafter.located_yaml import Value
from drafter.problems import Problem, Where, errors

CHANGED_MEANWHILE = "changed-meanwhile"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of facts that is written to. ``name`` is how problems call it."""

    folder: Path
    name: str

    def path_of(self, fact: Fact) -> Path:
        """The file that a fact stands in."""
        return self.folder / Path(fact.where.path).relative_to(self.name)

    def name_of(self, path: Path) -> str:
        """How problems call a file of the folder."""
        return f"{self.name}/{path.relative_to(self.folder).as_posix()}"


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose change it is, for the log, and what the person does."""

    by: str
    on: date
    what: str = log.EDITED


def read_file(path: Path, name: str) -> tuple[str, list[Problem]]:
    """A file's text to the last byte, its line endings and all; empty where there is no file yet."""
    try:
        return path.read_bytes().decode("utf-8"), []
    except FileNotFoundError:
        return "", []
    except UnicodeDecodeError:
        return "", [Problem(Where(name), "not-utf-8", "is not UTF-8 text", "save the file with encoding UTF-8")]
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        return "", [Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")]


def with_change(shelf: Shelf, path: Path, text: str) -> tuple[FactBase, FactBase, list[Problem]]:
    """The fact base as it is, as it would be with this text in this file, and the errors that would come of it."""
    before = load(shelf.folder, shelf.name).base
    after = load(shelf.folder, shelf.name, {path: text})
    return before, after.base, errors(after.problems)


def replace_file(shelf: Shelf, path: Path, old: str, new: str, hand: Hand) -> list[Problem]:
    """Write a file anew if it still is what it was when the change was begun; else nothing is written."""

    def swap(present: str) -> tuple[str, Problem | None]:
        if present == old:
            return new, None
        message = "was changed by another hand meanwhile, and was left alone"
        return present, Problem(Where(shelf.name_of(path)), CHANGED_MEANWHILE, message)

    return _change(shelf, path, swap, hand)


def add_fact(shelf: Shelf, path: Path, entry: str, hand: Hand) -> list[Problem]:
    """Add the text of a fact at the end of a file, after one blank line."""
    return _change(shelf, path, lambda present: (appended(present, entry), None), hand)


def change_field(shelf: Shelf, fact: Fact, field: str, value: Value, hand: Hand) -> list[Problem]:
    """Set one field of a fact, in its file as it is now."""
    path = shelf.path_of(fact)
    name = shelf.name_of(path)
    return _change(shelf, path, lambda present: surgery.set_field(present, fact.id, field, value, name), hand)


def appended(text: str, entry: str) -> str:
    """A file's text and an entry after it; what stands there stays to the last byte."""
    ending = "\r\n" if "\r\n" in text else "\n"
    entry = f"{entry.strip()}\n".replace("\n", ending)
    if not text.strip("\ufeff \r\n"):
        return text + entry
    if not text.endswith("\n"):
        text += ending
    return text + ("" if text.endswith(("\n\n", "\n\r\n")) else ending) + entry


def _change(shelf: Shelf, path: Path, make: Callable[[str], tuple[str, Problem | None]], hand: Hand) -> list[Problem]:
    name = shelf.name_of(path)
    with locked(shelf.folder):
        present, problems = read_file(path, name)
        if problems:
            return problems
        text, problem = make(present)
        if problem is not None:
            return [problem]
        before, after, problems = with_change(shelf, path, text)
        if problems:
            return problems
        problem = write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True)
        if problem is not None:
            return [problem]
        changed = [
            (hand.what if id_ in before.facts else log.ADDED, fact)
            for id_, fact in after.facts.items()
            if before.facts.get(id_) != fact
        ]
        return log.append_versions(shelf.folder, shelf.name, changed, hand.by, hand.on)
