"""``drafter privacy``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from drafter.cli.common import FOUND, as_json, day_or_today, json_option, on_option, open_workspace, report, stop, table
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.office import FILE, Office
from drafter.privacy import DataKind, DataPlace, Due, delete_due, due, links, named, places
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.retention import FIELD
from drafter.workspace import Workspace

_NAMES = "names"
_LOOKED_AT = (
    "looked at: the folders inbox, post, mail, letters, out, corrections, batches and register; sortings and batches "
    "in any folder; messages, lists, Word files, pages and letters that lie in the office's folder itself"
)


@click.command("privacy")
@click.option("--delete", "delete_", is_flag=True, help="Show what the office's retention would delete.")
@click.option("--yes", is_flag=True, help="With --delete: delete it.")
@on_option
@json_option
@click.pass_obj
def command(office_folder: str | None, delete_: bool, yes: bool, day: date | None, json_: bool) -> None:
    """List where personal data lies in the office's folder: post, lists, letters, sortings, the register.

    A file's day is that on which it was last written. For how long what is kept stands under 'retention' in
    office.yaml; with --delete what is older is shown, and with --yes deleted. Names in the register are emptied, as
    'drafter letters purge' does. Facts, templates, reviews, texts, rows of the register and its key are never deleted;
    what lies outside the office's folder, and in backups, is not seen.
    """
    if yes and not delete_:
        raise click.UsageError("--yes goes with --delete.")
    workspace = open_workspace(office_folder)
    office = workspace.office
    today = day_or_today(day)
    found = places(office.folder)
    report(
        Problem(Where(named(name, office)), "planted-link", "is a link, and was not looked into", "", Severity.WARNING)
        for name in links(office.folder)
    )
    if not delete_:
        as_json([_as_json(place, office) for place in found]) if json_ else _show(found, office, today)
        return
    if not office.retention:
        hint = "add for example 'retention: { post: 12 months, letters: 24 months }'"
        message = "does not say for how long personal data is kept"
        stop([Problem(Where(office.path_of(FILE)), "no-retention", message, hint)])
    kept_from = {kind: span.before(today) for kind, span in office.retention}
    old = due(found, kept_from)
    if json_:
        as_json([{**_as_json(one.place, office), "delete": [named(f.path, office) for f in one.files]} for one in old])
    else:
        _show_due(old, office, kept_from)
    problems = _deleted(old, workspace, today, aside=json_) if yes else []
    problems += _names(workspace, kept_from[_NAMES], yes=yes, aside=json_) if _NAMES in kept_from else []
    if not yes and not json_:
        click.echo("nothing was deleted; --yes deletes it", err=True)
    report(problems)
    if problems:
        sys.exit(FOUND)


def _show(found: Sequence[DataPlace], office: Office, today: date) -> None:
    click.echo(_LOOKED_AT, err=True)
    if not found:
        click.echo("no personal data lies here")
        return
    retention = dict(office.retention)
    rows = [("kind", "place", "files", "size", "oldest", "newest", "oldest is")]
    rows += [
        (
            place.kind, named(place.path, office), str(len(place.files)), _size(place.size), place.oldest.isoformat(),
            place.newest.isoformat(), _age((today - place.oldest).days),
        )
        for place in found
    ]  # fmt: skip
    table(rows)
    unsaid = dict.fromkeys(str(place.kind) for place in found if place.kind is not DataKind.REGISTER)
    missing = [kind for kind in unsaid if kind not in retention]
    if retention:
        click.echo(f"kept: {', '.join(f'{kind} {span}' for kind, span in retention.items())}", err=True)
    if missing:
        click.echo(f"{FIELD} in {office.path_of(FILE)} does not say how long {', '.join(missing)} are kept", err=True)


def _show_due(old: Sequence[Due], office: Office, kept_from: dict[str, date]) -> None:
    for one in old:
        count = len(one.files)
        which = "all of it" if count == len(one.place.files) else f"{count} of {len(one.place.files)} files"
        size = _size(sum(file.size for file in one.files))
        click.echo(
            f"{one.place.kind}  {named(one.place.path, office)}: {which}, {size}, before {kept_from[one.place.kind]}"
        )
        if count != len(one.place.files):
            for file in one.files:
                click.echo(f"  {named(file.path, office)}  {file.day}")
    if not old:
        click.echo("no file is older than it is kept")


def _deleted(old: Sequence[Due], workspace: Workspace, day: date, *, aside: bool) -> list[Problem]:
    count, problems = delete_due(workspace, old, day)
    if old and count is not None:
        click.echo(f"deleted: {counted(count, 'file')}", err=aside)
    return problems


def _names(workspace: Workspace, before: date, *, yes: bool, aside: bool) -> list[Problem]:
    """Report how many names in the register are older than the office keeps them, and empty them. Returns what went
    wrong.
    """
    register = letters_of(workspace)
    if register is None:
        return []
    try:
        with register:
            count = register.names_before(before)
            which = f"{counted(count, 'letter')} dated before {before}"
            if count and yes:
                register.purge(before)
            if count:
                click.echo(f"names  of {which}: {'emptied' if yes else 'would be emptied'}", err=aside)
    except ProblemsFound as found:
        return list(found.problems)
    return []


def _as_json(place: DataPlace, office: Office) -> dict[str, Any]:
    return {
        "kind": str(place.kind),
        "place": named(place.path, office),
        "files": len(place.files),
        "size": place.size,
        "oldest": place.oldest.isoformat(),
        "newest": place.newest.isoformat(),
    }


def _size(size: int) -> str:
    for unit, bytes_ in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= bytes_:
            return f"{size / bytes_:.1f} {unit}"
    return f"{size} B"


def _age(days: int) -> str:
    if days < 62:
        return f"{counted(days, 'day')} old"
    return f"{days * 12 // 365} months old"
