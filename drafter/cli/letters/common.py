"""What the commands on letters share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.common import FOUND, report, stop
from drafter.factbase.edtf import day_in_words
from drafter.problems import Problem, ProblemsFound, errors
from drafter.register.model import Entry

if TYPE_CHECKING:  # a database's library is slow to import
    from drafter.register.reading import Looked
    from drafter.register.register import Register


@contextmanager
def stopping() -> Iterator[None]:
    """End the program with what the register says is wrong."""
    try:
        yield
    except ProblemsFound as found:
        stop(found.problems)


def refusals(register: Register | None, looked: Looked | None) -> tuple[Problem, ...]:
    """What is wrong with the register as a whole, and with letters that were looked up."""
    return (*(register.wrong if register is not None else ()), *(looked.refused if looked is not None else ()))


def end_with(problems: Iterable[Problem]) -> None:
    """Tell problems, and end the program where any is an error."""
    problems = list(dict.fromkeys(problems))
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def approved(entry: Entry) -> str:
    """By whom and when, on the office's own clock."""
    local = entry.approved_at.astimezone()
    return f"by {entry.by} on {day_in_words(local.date())} at {local:%H:%M}"


def table(rows: Iterable[Sequence[str]]) -> None:
    """Cells below one another."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    click.echo("\n".join(lines))


def entry_as_json(entry: Entry, *, names: bool = True) -> dict[str, Any]:
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
        "letterhead": entry.letterhead or None,
        "seen": entry.seen or None,
        "acts": list(entry.acts),
        "previous": entry.previous or None,
        "hash": entry.hash,
    }
