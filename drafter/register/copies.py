"""Final copies in their folder, held against the register."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from drafter.factbase.edtf import day_in_words
from drafter.problems import Problem, Severity, Where
from drafter.register.deleted import deleted
from drafter.register.register import Register

_DAYS = 3
_NAMED = 5
_SHEET = ".review.html"


def is_final(file: str, kinds: Collection[str]) -> bool:
    """Whether a file in the folder of final copies is one by its name: sign-off sheets are none."""
    hidden = file.startswith(".") or file.lower().endswith(_SHEET)
    return not hidden and f".{file.rpartition('.')[2].lower()}" in kinds


def too_many(folder: Path, name: str, register: Register, kinds: Collection[str]) -> list[Problem]:
    """That there are more final copies than letters: the register may be an older one, put back as a whole.

    ``kinds`` are the endings of final copies.
    """
    count = sum(is_final(file, kinds) for _, _, files in os.walk(folder) for file in files)
    total = register.total() if count else 0
    if count <= total:
        return []
    message = f"holds {count} final copies, and the register {total} letter{'s' if total != 1 else ''}"
    hint = (
        "'drafter letters verify' tells which are second copies, and which no letter has: is the register an older one?"
    )
    return [Problem(Where(name), "older-register", message, hint, Severity.WARNING)]


def held_against_copies(
    folder: Path, name: str, register: Register, kinds: Collection[str]
) -> tuple[list[Problem], int]:
    """What is wrong with the files of a folder as final copies, and how many are as they were approved.

    A file there that no letter in the register has is an error. A letter whose copy lies elsewhere, or is gone, is a
    warning: where it went, nobody knows. ``kinds`` are the endings of final copies.
    """
    problems: list[Problem] = []
    known = {entry.sha256: entry.number for entry in register.letters().entries}
    there: set[str] = set()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not is_final(path.name, kinds):
            continue
        where = Where(f"{name}/{path.relative_to(folder).as_posix()}")
        if path.is_symlink() or not path.is_file():
            problems.append(
                Problem(where, "altered-copy", "is a link, or no file at all, where a final copy should be")
            )
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as failure:
            reason = (failure.strerror or str(failure)).lower()
            problems.append(Problem(where, "unreadable-file", f"cannot be read: {reason}"))
            continue
        if digest in there and digest in known:
            message = f"is a second copy of letter {known[digest]}"
            problems.append(Problem(where, "second-copy", message, "one of them can be deleted", Severity.WARNING))
        there.add(digest)
        if digest not in known:
            message = "no letter that the register vouches for has these bytes: it was altered, or put here"
            hint = "'drafter letters restore DRAFT' makes the copy again from its draft, where that is at hand"
            problems.append(Problem(where, "altered-copy", message, hint))
    gone = deleted(register.keys, register.key)
    missing = sorted(number for digest, number in known.items() if digest not in there and digest not in gone)
    problems += _deleted({known[digest]: day for digest, day in gone.items() if digest in known.keys() - there}, name)
    if missing:
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        numbers = f"{', '.join(map(str, missing[:_NAMED]))}{more}"
        message = f"the final copies of letters {numbers} are not here"
        if len(missing) == 1:
            message = f"the final copy of letter {numbers} is not here"
        hint = "moved, perhaps; 'drafter letters restore DRAFT' makes it again from its draft"
        problems.append(Problem(Where(name), "missing-copy", message, hint, Severity.WARNING))
    return problems, len(there & known.keys())


def _deleted(days: Mapping[int, date], name: str) -> Iterator[Problem]:
    """That copies are gone since the office's retention deleted them: by the last days, and of those before."""
    latest = sorted(set(days.values()), reverse=True)
    for day in latest[:_DAYS]:
        numbers = sorted(number for number, on in days.items() if on == day)
        yield _of_day(numbers, f"on {day_in_words(day)}", name)
    if latest[_DAYS:]:
        numbers = sorted(number for number, on in days.items() if on < latest[_DAYS - 1])
        yield _of_day(numbers, f"on {day_in_words(latest[_DAYS])} or earlier", name)


def _of_day(numbers: list[int], when: str, name: str) -> Problem:
    message = f"{_copies(numbers)} deleted {when}, as the office's retention says"
    return Problem(Where(name), "deleted-copy", message, severity=Severity.WARNING)


def _copies(numbers: list[int]) -> str:
    """Final copies by their letters, some of many, with the verb that goes with them."""
    if len(numbers) == 1:
        return f"the final copy of letter {numbers[0]} was"
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"the final copies of letters {', '.join(map(str, numbers[:_NAMED]))}{more} were"
