"""Final copies in their folder, compared with the register, and the record of those that were deleted."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import read_regular, write_atomically
from drafter.files.digests import file_sha256
from drafter.files.synced import is_of_a_program
from drafter.files.system import reason_of
from drafter.problems import Problem, Severity, Where
from drafter.register.keys import Key, KeyPlace
from drafter.register.store import Register

# Deleted copies: which final copies the office's retention deleted, and when, so that nobody looks for them.
#
# ``register/deleted`` has a line for each, sealed with the office's key. So nobody can delete a copy by hand and blame
# the office's retention.

DELETED = "deleted"  # a file beside the key
_LARGEST_LIST = 50_000_000  # bytes; enough for a quarter of a million copies


def remember_deleted(keys: KeyPlace, key: Key, digests: Iterable[str], day: date) -> Problem | None:
    """Record that copies, given by their SHA-256, are deleted on a day."""
    known = deleted(keys, key)
    lines = [_line(key, digest, on) for digest, on in {**dict.fromkeys(digests, day), **known}.items()]
    name = str(Path(keys.name).with_name(DELETED))
    return write_atomically(_path(keys), "".join(lines).encode("ascii"), name, replace=True)


def deleted(keys: KeyPlace, key: Key) -> Mapping[str, date]:
    """The day on which each copy was deleted, by SHA-256. A line without this key's seal does not count."""
    found: dict[str, date] = {}
    try:
        path = _path(keys)
        text = read_regular(path).decode("ascii") if path.stat().st_size <= _LARGEST_LIST else ""
    except (OSError, UnicodeError):
        return found
    for line in text.splitlines():
        try:
            said = json.loads(line)
            digest, on = str(said["sha256"]), date.fromisoformat(said["on"])
            if f"{line}\n" == _line(key, digest, on):
                found[digest] = on
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return found


def _line(key: Key, digest: str, on: date) -> str:
    value = [digest, on.isoformat()]
    said = {"sha256": digest, "on": value[1], "seal": key.seal("deleted", value)}
    return f"{json.dumps(said)}\n"


def _path(keys: KeyPlace) -> Path:
    return keys.path.with_name(DELETED)


# Final copies in their folder, compared with the register.

_DAYS = 3
_NAMED = 5
_SHEET = ".review.html"


def is_final(file: str, kinds: Collection[str]) -> bool:
    """Whether a file's name is that of a final copy; sign-off sheets are none."""
    hidden = is_of_a_program(file) or file.lower().endswith(_SHEET)
    return not hidden and f".{file.rpartition('.')[2].lower()}" in kinds


def too_many(folder: Path, name: str, register: Register, kinds: Collection[str]) -> list[Problem]:
    """A problem: there are more final copies than letters, so the register may be an older backup.

    ``kinds`` are the endings of final copies.
    """
    count = sum(is_final(file, kinds) for _, _, files in os.walk(folder) for file in files)
    total = register.total() if count else 0
    if count <= total:
        return []
    message = f"holds {count} final copies, and the register {counted(total, 'letter')}"
    hint = (
        "'drafter letters verify' tells which are second copies, and which no letter has: is the register an older one?"
    )
    return [Problem(Where(name), "older-register", message, hint, Severity.WARNING)]


def held_against_copies(
    folder: Path, name: str, register: Register, kinds: Collection[str]
) -> tuple[list[Problem], int]:
    """Problems of a folder's final copies, and how many are as they were approved.

    A file that no letter in the register has is an error. A letter whose copy is elsewhere or gone is a warning: nobody
    knows where it went. ``kinds`` are the endings of final copies.
    """
    # Others may be approving letters: each is entered, and then its copy is put here. So the register is read after the
    # folder, and a letter that is entered meanwhile need not have its copy in what was found.
    before = register.total()
    found: list[tuple[Where, str, Problem | None]] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if is_final(path.name, kinds):
            where = Where(f"{name}/{path.relative_to(folder).as_posix()}")
            found.append((where, *_digest(path, where)))
    known = {entry.sha256: entry.number for entry in register.letters().entries}
    problems: list[Problem] = []
    there: set[str] = set()
    for where, digest, unread in found:
        problem = unread or _of_copy(digest, where, known, there)
        if unread is None:
            there.add(digest)
        problems += [problem] if problem is not None else []
    absent = {digest: number for digest, number in known.items() if digest not in there and number <= before}
    gone = deleted(register.keys, register.key)
    problems += _deleted({number: gone[digest] for digest, number in absent.items() if digest in gone}, name)
    problems += _missing(sorted(number for digest, number in absent.items() if digest not in gone), name)
    return problems, len(there & known.keys())


def _digest(path: Path, where: Where) -> tuple[str, Problem | None]:
    """The SHA-256 of a final copy, or why it has none."""
    if path.is_symlink() or not path.is_file():
        message = "is a link, or no file at all, where a final copy should be"
        return "", Problem(where, "altered-copy", message)
    try:
        return file_sha256(path), None
    except OSError as failure:
        reason = reason_of(failure)
        return "", Problem(where, "unreadable-file", f"cannot be read: {reason}")


def _of_copy(digest: str, where: Where, known: Mapping[str, int], before: Collection[str]) -> Problem | None:
    """What is wrong with a copy, by its SHA-256. ``known`` are the letters' numbers; ``before`` was found already."""
    if digest not in known:
        message = "no letter that the register vouches for has these bytes: it was altered, or put here"
        hint = "'drafter letters restore DRAFT' makes the copy again from its draft, where that is at hand"
        return Problem(where, "altered-copy", message, hint)
    if digest in before:
        message = f"is a second copy of letter {known[digest]}"
        return Problem(where, "second-copy", message, "one of them can be deleted")
    return None


def _missing(numbers: list[int], name: str) -> Iterator[Problem]:
    """The letters whose copies are not in the folder, though nothing deleted them."""
    if numbers:
        are = "is" if len(numbers) == 1 else "are"
        hint = "moved, perhaps; 'drafter letters restore DRAFT' makes it again from its draft"
        yield Problem(Where(name), "missing-copy", f"{_copies(numbers)} {are} not here", hint)


def _deleted(days: Mapping[int, date], name: str) -> Iterator[Problem]:
    """A note on copies that the office's retention deleted: the latest days, and the copies before them."""
    latest = sorted(set(days.values()), reverse=True)
    for day in latest[:_DAYS]:
        numbers = sorted(number for number, on in days.items() if on == day)
        yield _of_day(numbers, f"on {day_in_words(day)}", name)
    if latest[_DAYS:]:
        numbers = sorted(number for number, on in days.items() if on < latest[_DAYS - 1])
        yield _of_day(numbers, f"on {day_in_words(latest[_DAYS])} or earlier", name)


def _of_day(numbers: list[int], when: str, name: str) -> Problem:
    were = "was" if len(numbers) == 1 else "were"
    message = f"{_copies(numbers)} {were} deleted {when}, as the office's retention says"
    return Problem(Where(name), "deleted-copy", message)


def _copies(numbers: list[int]) -> str:
    """Final copies by their letters, shortened where there are many."""
    if len(numbers) == 1:
        return f"the final copy of letter {numbers[0]}"
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"the final copies of letters {', '.join(map(str, numbers[:_NAMED]))}{more}"
