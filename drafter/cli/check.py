"""``drafter check``."""

from __future__ import annotations

import sys

import click

from drafter.check import check
from drafter.cli.common import FOUND, as_json, find_office, json_option, report
from drafter.problems import errors


@click.command("check", short_help="Look for everything that is wrong in facts, templates and office.")
@json_option
@click.pass_obj
def command(office_folder: str | None, json_: bool) -> None:
    """Check the office, its facts, its templates and its letterhead; every problem is told at once.

    Exit code 0 where there is no error (warnings may be), 1 where there is.
    """
    problems = check(*find_office(office_folder))
    wrong = len(errors(problems))
    if json_:
        as_json([problem.as_json() for problem in problems])
    else:
        report(problems)
        if not problems:
            click.echo("no problems found")
        else:
            count = f"{wrong} error{'s' if wrong != 1 else ''}"
            rest = len(problems) - wrong
            click.echo(f"{count}, {rest} warning{'s' if rest != 1 else ''}", err=True)
    sys.exit(FOUND if wrong else 0)
