"""What the commands on approved letters share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from drafter.cli.common import FOUND, report, stop
from drafter.facts.edtf import day_in_words
from drafter.problems import Problem, ProblemsFound, errors
from drafter.register.model import RegisterEntry

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.register.store import LettersFound, Register


@contextmanager
def stopping() -> Iterator[None]:
    """End the program with problems that the register raises."""
    try:
        yield
    except ProblemsFound as found:
        stop(found.problems)


def refusals(register: Register | None, looked: LettersFound | None) -> tuple[Problem, ...]:
    """Problems of the register as a whole, and of the letters that were looked up."""
    return (*(register.wrong if register is not None else ()), *(looked.refused if looked is not None else ()))


def end_with(problems: Iterable[Problem]) -> None:
    """Print problems, and end the program if any is an error."""
    problems = list(dict.fromkeys(problems))
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def approved(entry: RegisterEntry) -> str:
    """Who approved it and when, in the office's own time zone."""
    local = entry.approved_at.astimezone()
    return f"by {entry.by} on {day_in_words(local.date())} at {local.hour:02}:{local.minute:02}"


def on_fact(entry: RegisterEntry) -> str:
    """The fact of which a correction tells, to follow it in a line; empty where the register does not say."""
    return f", on '{entry.corrects_fact}'" if entry.corrects_fact else ""


def entry_as_json(entry: RegisterEntry, *, names: bool = True) -> dict[str, Any]:
    """A letter for another program."""
    return {
        "number": entry.number,
        "letter_date": entry.letter_date.isoformat(),
        "reference": entry.reference or None,
        "subject": entry.subject or None,
        "topics": list(entry.topics),
        "position": entry.position or None,
        "length": entry.length or None,
        "kind": entry.kind,
        "sha256": entry.sha256,
        "approved_at": entry.approved_at.isoformat(),
        "approved_by": entry.by,
        **({"name": entry.name or None} if names else {}),
        "constituent": entry.constituent or None,
        "facts": [
            {"fact": f.fact, "fingerprint": f.fingerprint, "held": f.held, "statement": f.statement}
            for f in entry.facts
        ],
        "exceptions": [{"rule": let.rule, "because": let.because} for let in entry.accepted],
        "warnings": list(entry.warnings),
        "version": entry.version,
        "corrects": entry.corrects or None,
        "corrects_fact": entry.corrects_fact or None,
        "letterhead": entry.letterhead or None,
        "seen": entry.seen or None,
        "acts": list(entry.acts),
        "previous": entry.previous or None,
        "hash": entry.hash,
    }
