"""``drafter check``."""

from __future__ import annotations

import os
import sys
from datetime import date

import click

from drafter.catalogue import explain, ids
from drafter.check import check
from drafter.cli.common import FOUND, as_json, cache_folder, fail, find_office, json_option, report
from drafter.english.messages import counted
from drafter.problems import errors, nearest
from drafter.shipped import shipped_folder


@click.command("check")
@click.option("--explain", "rule", metavar="RULE", help="Tell what a rule is for; 'all' lists them.")
@json_option
@click.pass_obj
def command(office_folder: str | None, rule: str | None, json_: bool) -> None:
    """Check the office, its facts, its templates and its letterhead; every problem is told at once.

    Then letters on each topic are drafted and reviewed in memory, of several days and lengths, and for the other sides
    for which a subject has a position, so that what passes here passes its review. Letters on a subject are not tried
    again until something of it changes.

    Exit code 0 where there is no error (warnings may be), 1 where there is.
    """
    if rule is not None:
        _explain(rule)
        return
    folder, name = find_office(office_folder)
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    tell = _tell if sys.stderr.isatty() else None
    problems = check(folder, today, name, cache_folder(), os.environ, shipped_folder(), tell)
    wrong = len(errors(problems))
    if json_:
        as_json([problem.as_json() for problem in problems])
    else:
        report(problems)
        if not problems:
            click.echo("no problems found")
        else:
            count = counted(wrong, "error")
            rest = len(problems) - wrong
            click.echo(f"{count}, {counted(rest, 'warning')}", err=True)
    sys.exit(FOUND if wrong else 0)


def _tell(done: int, total: int) -> None:
    """Show how many letters are done; the line is gone when all are."""
    line = f"drafting and reviewing letters: {done} of {total}" if done < total else ""
    click.echo(f"\r{line}\033[K", err=True, nl=False)


def _explain(rule: str) -> None:
    if rule == "all":
        for id_ in ids():
            click.echo(f"{id_}: {(explain(id_) or '').splitlines()[0]}")
        return
    text = explain(rule)
    if text is None:
        fail(f"there is no rule '{rule}'; {nearest(rule, ids()) or 'drafter check --explain all lists them'}")
    click.echo(f"{rule}\n\n{text}")
