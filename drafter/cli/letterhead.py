"""``drafter letterhead``: the letterhead made anew from office.yaml, or the office's own taken over."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from drafter.cli.asking import can_ask
from drafter.cli.common import FOUND, fail, open_workspace, report, stop
from drafter.cli.init import emblem_in
from drafter.files.atomic import read_regular, write_atomically
from drafter.files.system import reason_of
from drafter.formats import LARGEST
from drafter.new_office import backup_name
from drafter.office import FILE, Office
from drafter.problems import Problem, Severity, Where
from drafter.workspace import Workspace


@click.command("letterhead")
@click.option(
    "--adopt", metavar="FILE.docx", help="The office's own letterhead, as Word has it; the file stays as it is."
)
@click.option("--emblem", metavar="FILE", help="A picture for it (PNG, JPEG); what is there stays unless given.")
@click.option("--initials", is_flag=True, help="The member's initials in place of a picture.")
@click.option("--yes", is_flag=True, help="Do not ask, even where somebody changed the present one in Word.")
@click.pass_obj
def command(office_folder: str | None, adopt: str | None, emblem: str | None, initials: bool, yes: bool) -> None:
    """Make the letterhead anew from office.yaml: with its details as they are now, and nothing else.

    With --adopt, take over a Word file of the office's own: the styles that letters need are added to a copy of it.
    Whatever was there is kept beside it, under another name.
    """
    if emblem is not None and initials:
        fail("--emblem and --initials: leave one of them out")
    if adopt is not None and (emblem is not None or initials):
        fail("--adopt takes a letterhead as it is; put a picture into it in Word")
    workspace = open_workspace(office_folder)
    office = workspace.office
    place = office.folder / office.letterhead
    old = _old(place, workspace)
    itself = adopt is not None and place.exists() and Path(adopt).exists() and Path(adopt).samefile(place)
    data, done = _adopted(adopt, office) if adopt is not None else _anew(office, old, emblem, initials=initials)
    if data == old:
        click.echo(f"{office.path_of(office.letterhead)} is as it should be; nothing was written")
        return
    _ask(old, office, yes=yes, adopting=adopt is not None)
    _keep(old, place, office)
    problem = write_atomically(
        place, data, office.path_of(office.letterhead), replace=True, make_folder=True, shared=True
    )
    if problem:
        stop([problem])
    made = "made anew from " + office.path_of(FILE) if adopt is None else f"taken from {adopt}, which stays as it is"
    made = "put right" if itself else made
    click.echo(f"{office.path_of(office.letterhead)}: {made}")
    for line in done:
        click.echo(f"  {line}")
    click.echo('look at a letter on it: drafter draft --topic TOPIC --to "Mrs A Patel", and open it in Word')


def _old(place: Path, workspace: Workspace) -> bytes:
    """The present letterhead; empty where there is none. Ends the program where its place cannot be used."""
    try:
        return read_regular(place)
    except FileNotFoundError:
        return b""
    except OSError as failure:
        reason = reason_of(failure)
        stop([Problem(workspace.letterhead_at, "unreadable-file", f"the letterhead cannot be read: {reason}")])


def _anew(office: Office, old: bytes, picture: str | None, *, initials: bool) -> tuple[bytes, list[str]]:
    from drafter.formats.docx.new_letterhead import kept_emblem, new_letterhead, read_emblem  # late: slow to load

    if picture is not None:
        data, problems = emblem_in(picture)
        if problems:
            stop(problems)
        emblem = read_emblem(data, office)
    else:
        emblem = None if initials else kept_emblem(old, office)
    return new_letterhead(office, emblem), [f"its emblem is {'a picture' if emblem else 'the initials'}"]


def _adopted(path: str, office: Office) -> tuple[bytes, list[str]]:
    """The office's own letterhead with what letters need. Ends the program where it cannot be used."""
    where = Where(path)
    try:
        if Path(path).stat().st_size > LARGEST:
            stop([Problem(where, "not-a-document", "is far too large for a letterhead")])
        data = read_regular(Path(path))
    except OSError as failure:
        stop([Problem(where, "unreadable-file", f"cannot be read: {reason_of(failure)}")])
    from drafter.formats.docx.adopt import adopt  # late, as above

    adopted = adopt(data, office, where)
    if not adopted.data:
        click.echo("it is not taken over:", err=True)
        stop(adopted.problems)
    report(problem for problem in adopted.problems if problem.severity is Severity.WARNING)
    return adopted.data, list(adopted.done) or ["it had all that letters need"]


def _ask(old: bytes, office: Office, *, yes: bool, adopting: bool) -> None:
    """Ask before a letterhead is replaced that this command did not make, or that somebody changed since."""
    from drafter.formats.docx.new_letterhead import is_as_made  # late, as above

    if not old or yes or is_as_made(old):
        return
    name = office.path_of(office.letterhead)
    told = f"{name} was not made by this command, or was changed in Word since"
    if not can_ask():
        how = "take over the other one" if adopting else "make it anew"
        stop(
            [
                Problem(
                    Where("--yes"), "edited-letterhead", told, f"give --yes to {how}; the present one is kept beside it"
                )
            ]
        )
    if not click.confirm(f"{told}. Put another in its place? The present one is kept beside it.", default=False):
        click.echo("nothing was written", err=True)
        sys.exit(FOUND)


def _keep(old: bytes, place: Path, office: Office) -> None:
    if not old:
        return
    backup = backup_name(place)
    name = office.path_of(os.path.relpath(backup, office.folder))
    problem = write_atomically(backup, old, name, replace=False, shared=True)
    if problem:
        stop([problem])
    click.echo(f"the one that was there is now {name}")
