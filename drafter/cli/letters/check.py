"""``drafter letters check``."""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import FOUND, as_json, day_of, json_option, on_option, open_facts, open_office, report, stop
from drafter.cli.facts.changing import reviews_of
from drafter.cli.facts.common import wrapped
from drafter.cli.letters.common import approved, end_with, stopping
from drafter.cli.registers import letters_of
from drafter.factbase.day import on
from drafter.factbase.edtf import day_in_words
from drafter.problems import Problem, Where
from drafter.register.model import Entry

if TYPE_CHECKING:
    from drafter.register.standing import Fallen

_LARGEST = 50 * 1024 * 1024  # no letter comes near it, and what has no end is not read


@click.command("check", short_help="Whether a file is an approved letter, and its facts still stand.")
@click.argument("file", metavar="FILE")
@on_option
@json_option
@click.pass_obj
def command(office_folder: str | None, file: str, day: date | None, json_: bool) -> None:
    """Tell whether a file is, byte for byte, a final copy that was approved, by whom and when, and whether each fact
    that it says still stands. Ends with 0 only where all of this is so.
    """
    day = day_of(day)
    office = open_office(office_folder)
    digest = _digest(file)
    register = letters_of(office)
    entry: Entry | None = None
    corrections: list[Entry] = []
    refused: list[Problem] = []
    if register is not None:
        from drafter.register.reading import Wanted

        with stopping(), register:
            entry = register.by_sha256(digest)
            refused += register.wrong
            if entry is None:  # it may be the one that was altered
                refused += register.altered()
            if entry is not None:
                correcting = register.letters(Wanted(corrects=entry.number))
                corrections = list(correcting.entries)
                refused += correcting.refused
    if entry is None:
        if json_:
            as_json({"file": file, "sha256": digest, "approved": False})
        else:
            click.echo(f"{file}: not approved: no final copy in the register has these bytes")
        report(refused)
        sys.exit(FOUND)
    from drafter.register.standing import fallen

    base = open_facts(office)
    reviews, then = reviews_of(office, base), on(base, day)
    found = [change for said in entry.facts for change in fallen(said, then, reviews)]
    if json_:
        as_json(_as_json(file, entry, corrections, found))
    else:
        _print(file, entry, corrections, found)
    end_with(refused)
    sys.exit(FOUND if found else 0)


def _print(file: str, entry: Entry, corrections: Sequence[Entry], found: Sequence[Fallen]) -> None:
    click.echo(f"{file}: approved: letter {entry.number} of {day_in_words(entry.letter_date)}, {approved(entry)}")
    for correction in corrections:
        click.echo(f"it was corrected by letter {correction.number} of {day_in_words(correction.letter_date)}")
    count = len(entry.facts)
    facts = f"{count} fact{'s' if count != 1 else ''}"
    broken = len({change.fact for change in found})
    if not found:
        click.echo(f"all of its {facts} still stand" if count != 1 else "its one fact still stands")
        return
    click.echo(f"of its {facts}, {broken} no longer stand{'s' if broken == 1 else ''} as said:")
    for change in found:
        click.echo(wrapped(f"'{change.fact}' {change.why} [{change.change}]", "  "))


def _as_json(file: str, entry: Entry, corrections: Sequence[Entry], found: Sequence[Fallen]) -> dict[str, object]:
    return {
        "file": file,
        "sha256": entry.sha256,
        "approved": True,
        "stands": not found,
        "number": entry.number,
        "letter_date": entry.letter_date.isoformat(),
        "reference": entry.reference or None,
        "approved_by": entry.by,
        "approved_at": entry.approved_at.isoformat(),
        "corrected_by": [correction.number for correction in corrections],
        "facts": [
            {
                "fact": said.fact,
                "held": said.held,
                "changes": [
                    {"change": str(change.change), "why": change.why} for change in found if change.fact == said.fact
                ],
            }
            for said in entry.facts
        ],
    }


def _digest(file: str) -> str:
    """The file's SHA-256; ends the program for what is no file, cannot be read or is no letter by its size."""
    path = Path(file)
    try:
        status = path.stat()  # before it is opened: what is no file may never end, or never begin
        if not stat.S_ISREG(status.st_mode):
            stop([Problem(Where(file), "unreadable-file", "is no file")])
        if status.st_size > _LARGEST:
            stop([Problem(Where(file), "too-large", "is larger than any letter, so it is none that was approved")])
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except (OSError, ValueError) as failure:
        reason = (failure.strerror if isinstance(failure, OSError) else "") or "odd name"
        stop([Problem(Where(file), "unreadable-file", f"cannot be read: {reason.lower()}")])
