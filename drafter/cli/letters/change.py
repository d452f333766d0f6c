"""Making lost final copies again, and emptying the names of old letters."""

from __future__ import annotations

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from drafter.cli.common import FOUND, DayType, fail, open_workspace, report, stop
from drafter.cli.letters.common import stopping
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import link_within, planted, sweep, write_atomically
from drafter.files.digests import own_sha256, sha256_of
from drafter.problems import Problem, Where, errors

# ``drafter letters restore``.


@click.command("restore")
@click.argument("file", metavar="DRAFT")
@click.option("-o", "--output", metavar="FILE", help="Where it goes (of a batch, a folder); else letters/approved.")
@click.option("--force", is_flag=True, help="Replace a file that is there and is no approved letter.")
@click.pass_obj
def restore_letter(office_folder: str | None, file: str, output: str | None, force: bool) -> None:
    """Make final copies again that were lost or altered. DRAFT is the letter, or the batch, as it was approved.

    The copy is written only where it has the very bytes that the register knows. Where the draft, a fact, a template or
    the letterhead is another than it was then, it cannot be made; a backup of letters/approved has it.
    """
    from drafter.batch.approved import final_copies  # late: only this command of these reads letters
    from drafter.batch.members import is_batch
    from drafter.cli.reading import final_place, reviewed

    workspace = open_workspace(office_folder)
    office = workspace.office
    many = is_batch(Path(file))
    register = letters_of(workspace)
    if register is None:
        stop([Problem(Where(file), "not-approved", "no letter has been entered yet")])
    texts, workspace = reviewed(file, workspace, date.today())  # noqa: DTZ011 - the office's own day is meant
    target = final_place(file, texts[0].ending, output, office, many=many)
    folder = target if many else target.parent
    link = link_within(office.folder, folder) if output is None else None
    if link is not None:
        stop([planted(os.path.relpath(link))])
    sweep(folder)  # even where the copy exists already: the run that put it there may have been killed then
    problems: list[Problem] = []
    with stopping(), register:
        problems += register.wrong
        for one, data in final_copies(texts, workspace, datetime.now(UTC)):
            entry = next((found for copy in data if (found := register.by_sha256(sha256_of(copy))) is not None), None)
            path = target / one if many else target
            if entry is None:
                message = "makes no final copy that the register knows"
                hint = "the draft, a fact, a template or the letterhead is another than when it was approved"
                problems.append(Problem(Where(f"{file}/{one}" if many else file), "not-approved", message, hint))
                continue
            whole = next(copy for copy in data if sha256_of(copy) == entry.sha256)
            other = _elsewhere(office.approved, entry.sha256, path)
            if other is not None and output is None:
                message = f"the final copy of letter {entry.number} is there already: {other}"
                problems.append(Problem(Where(str(path)), "file-exists", message, "-o makes one more, elsewhere"))
                continue
            problem = _put(path, whole, replace=force and register.by_sha256(own_sha256(path)) is None)
            if problem is not None:
                problems.append(problem)
            else:
                click.echo(f"{path}: letter {entry.number}, as it was approved")
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def _elsewhere(folder: Path, sha256: str, path: Path) -> Path | None:
    """The name under which the final copies hold a file with these bytes, if it is another."""
    found = (one for one in sorted(folder.rglob(f"*{path.suffix}")) if one != path and own_sha256(one) == sha256)
    return next(found, None)


def _put(path: Path, data: bytes, *, replace: bool) -> Problem | None:
    """Write a copy, unless it is there already."""
    if own_sha256(path) == sha256_of(data):
        return None
    return write_atomically(path, data, str(path), replace=replace, make_folder=True)


# ``drafter letters purge``.


@click.command("purge")
@click.option("--before", type=DayType(), required=True, metavar="DATE", help="Letters dated before this day.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def purge_letters(office_folder: str | None, before: date, yes: bool) -> None:
    """Empty the constituents' names of letters dated before a day. All else of the letters stays, and stays sealed.

    Backups of the register still have the names.
    """
    register = letters_of(open_workspace(office_folder))
    when = day_in_words(before)
    count = 0
    if register is not None:
        with stopping(), register:
            count = register.names_before(before)
            if count:
                which = counted(count, "letter")
                if not yes:
                    asked = f"The names of {which} dated before {when} will be gone for good. Type yes to go on"
                    if click.prompt(asked, default="", show_default=False, err=True).strip().lower() != "yes":
                        fail("nothing was changed")
                count = register.purge(before)
    click.echo(
        f"{counted(count, 'letter')} dated before {when}: names emptied" if count else f"no name is kept before {when}"
    )
