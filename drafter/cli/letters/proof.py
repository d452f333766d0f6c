"""Proving what was approved: a file against the register, the register against its seals, and receipts of it."""

from __future__ import annotations

import stat
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import (
    FOUND,
    as_json,
    day_or_today,
    json_option,
    on_option,
    open_workspace,
    report,
    sound_facts,
    stop,
)
from drafter.cli.facts.common import reviews_of, wrapped
from drafter.cli.letters.common import approved, end_with, on_fact, stopping
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import write_atomically
from drafter.files.digests import file_sha256
from drafter.formats import LARGEST, WRITERS
from drafter.problems import Problem, Severity, Where, errors
from drafter.register.model import Fallen, RegisterEntry, fallen
from drafter.register.opening import approved_named, second_files

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.register.store import Register


# ``drafter letters check``.


@click.command("check")
@click.argument("file", metavar="FILE")
@on_option
@json_option
@click.pass_obj
def check_letter(office_folder: str | None, file: str, day: date | None, json_: bool) -> None:
    """Tell whether a file is, byte for byte, a final copy that was approved, by whom and when, and whether each fact
    that it says still stands. Ends with 0 only where all of this is so.
    """
    day = day_or_today(day)
    workspace = open_workspace(office_folder)
    digest = _digest_of_file(file)
    register = letters_of(workspace)
    entry: RegisterEntry | None = None
    corrections: list[RegisterEntry] = []
    refused: list[Problem] = []
    if register is not None:
        from drafter.register.store import LetterQuery

        with stopping(), register:
            entry = register.by_sha256(digest)
            refused += register.wrong
            if entry is None:  # it may be the entry that was altered
                refused += register.altered()
            if entry is not None:
                correcting = register.letters(LetterQuery(corrects=entry.number))
                corrections = list(correcting.entries)
                refused += correcting.refused
    if entry is None:
        if json_:
            as_json({"file": file, "sha256": digest, "approved": False})
        else:
            click.echo(f"{file}: not approved: no final copy in the register has these bytes")
        report(refused)
        sys.exit(FOUND)
    sound_facts(workspace)
    reviews_of(workspace)
    then = workspace.on(day)
    found = [change for said in entry.facts for change in fallen(said, then)]
    if json_:
        as_json(_as_json(file, entry, corrections, found))
    else:
        _print_checked(file, entry, corrections, found)
    end_with(refused)
    sys.exit(FOUND if found else 0)


def _print_checked(
    file: str, entry: RegisterEntry, corrections: Sequence[RegisterEntry], found: Sequence[Fallen]
) -> None:
    click.echo(f"{file}: approved: letter {entry.number} of {day_in_words(entry.letter_date)}, {approved(entry)}")
    for correction in corrections:
        day = day_in_words(correction.letter_date)
        click.echo(f"it was corrected by letter {correction.number} of {day}{on_fact(correction)}")
    count = len(entry.facts)
    facts = counted(count, "fact")
    broken = len({change.fact for change in found})
    if not found:
        click.echo(f"all of its {facts} still stand" if count != 1 else "its one fact still stands")
        return
    click.echo(f"of its {facts}, {broken} no longer stand{'s' if broken == 1 else ''} as said:")
    for change in found:
        click.echo(wrapped(f"'{change.fact}' {change.why} [{change.change}]", "  "))


def _as_json(
    file: str, entry: RegisterEntry, corrections: Sequence[RegisterEntry], found: Sequence[Fallen]
) -> dict[str, object]:
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


def _digest_of_file(file: str) -> str:
    """The file's SHA-256. Ends the program for anything that is no file, cannot be read, or is too large for a
    letter.
    """
    path = Path(file)
    try:
        status = path.stat()  # before opening it: reading a pipe or a device may never end, or never begin
        if not stat.S_ISREG(status.st_mode):
            stop([Problem(Where(file), "unreadable-file", "is no file")])
        if status.st_size > LARGEST:
            stop([Problem(Where(file), "too-large", "is larger than any letter, so it is none that was approved")])
        return file_sha256(path)
    except (OSError, ValueError) as failure:
        reason = (failure.strerror if isinstance(failure, OSError) else "") or "odd name"
        stop([Problem(Where(file), "unreadable-file", f"cannot be read: {reason.lower()}")])


# ``drafter letters verify``.


@click.command("verify")
@click.option(
    "--receipt",
    metavar="TEXT|FILE",
    help="Also hold it against a receipt of 'drafter letters receipt', as it was printed or in its file.",
)
@json_option
@click.pass_obj
def verify_letters(office_folder: str | None, receipt: str | None, json_: bool) -> None:
    """Check every letter in the register against its seal, that none is missing, the last ones included, and that each
    final copy in letters/approved is one of them, byte for byte.

    A register that is older as a whole, with its key and all, shows only by a receipt that was kept elsewhere.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    register = letters_of(workspace)
    count = copies = 0
    with stopping():
        problems = second_files(office, workspace.environment, Severity.ERROR)
    if register is not None:
        from drafter.register.copies import held_against_copies

        with stopping(), register:
            problems += register.verify()
            rules = {one.rule for one in problems}
            problems += (one for one in register.wrong if one.rule not in rules)
            problems += _of_receipt(receipt, register)
            if not errors(problems) and any(one.rule == "no-witness" for one in problems):
                register.remember()
            count = register.total()
            found, copies = held_against_copies(office.approved, approved_named(office), register, WRITERS)
            problems += found
    elif receipt is not None:
        problems.append(Problem(Where("--receipt"), "older-register", "there is no register at all"))
    wrong = errors(problems)
    if json_:
        as_json(
            {
                "letters": count,
                "copies": copies,
                "sound": not wrong,
                "problems": [problem.as_json() for problem in problems],
            }
        )
        sys.exit(FOUND if wrong else 0)
    if wrong:
        stop(problems)
    report(problems)
    if not count:
        click.echo("no letter has been entered yet")
        return
    click.echo(f"{counted(count, 'letter')} in the register, each as it was entered, and none missing")
    click.echo(
        f"{copies} final cop{'ies' if copies != 1 else 'y'} in {approved_named(office)}, each as it was approved"
    )


def _of_receipt(given: str | None, register: Register) -> list[Problem]:
    """What a receipt that was kept elsewhere shows."""
    if given is None:
        return []
    from drafter.register.head import read_receipt

    text = given
    try:
        if Path(given).is_file():
            text = Path(given).read_text(encoding="utf-8", errors="replace")[:100_000]
    except (OSError, ValueError):
        pass
    receipt = read_receipt(text)
    if receipt is None:
        message = "is no receipt, nor a file that holds one"
        hint = "a receipt looks like 12-ab12-34cd-56ef-7890"
        stop([Problem(Where("--receipt"), "odd-receipt", message, hint)])
    if register.goes_on_from(receipt):
        return []
    message = f"does not fit the receipt {receipt}: letter {receipt.total} is not in it as it was then"
    hint = "was the receipt mistyped? If not, the register is an older one, or another: restore it from a backup"
    return [Problem(Where(register.name), "older-register", message, hint)]


# ``drafter letters receipt``.

_FILE = "receipts.txt"


@click.command("receipt")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Add it to a file, or to receipts.txt in a folder.",
)
@click.pass_obj
def print_receipt(office_folder: str | None, output: str | None) -> None:
    """Print how many letters the register holds, and the beginning of the last one's seal.

    Print it out, or keep it where whoever can write to the office's folder cannot: 'drafter letters verify --receipt'
    then shows even a register that was put back as a whole, with its key.
    """
    register = letters_of(open_workspace(office_folder))
    if register is None:
        click.echo("no letter has been entered yet", err=True)
        return
    from drafter.register.head import read_receipt  # late: a database's library is slow to import

    with stopping(), register:
        if errors(register.wrong):
            stop(register.wrong)
        receipt = register.receipt()
    now = datetime.now().astimezone()
    count = counted(receipt.total, "letter")
    line = f"{day_in_words(now.date())}, {now:%H:%M}: {count} in the register; receipt {receipt}"
    if output is None:
        click.echo(line)
        return
    if not Path(output).exists() and not Path(output).suffix:
        stop([Problem(Where(output), "unwritable-file", "there is no such folder", f"a file is named: {output}.txt")])
    path = Path(output) / _FILE if Path(output).is_dir() else Path(output)
    before = ""
    if path.exists():
        try:
            before = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            before = "?"
        if before.strip() and read_receipt(before) is None:
            stop([Problem(Where(str(path)), "file-exists", "holds something else than receipts", "give another name")])
    text = before + ("" if before.endswith("\n") or not before else "\n") + line + "\n"
    problem = write_atomically(path, text.encode("utf-8"), str(path), replace=True)
    if problem is not None:
        stop([problem])
    click.echo(f"{path}: receipt {receipt}")
