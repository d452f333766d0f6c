"""``drafter letters verify``."""

from __future__ import annotations

import sys

import click

from drafter.cli.common import FOUND, as_json, json_option, open_office, stop
from drafter.cli.letters.common import stopping
from drafter.cli.registers import letters_of
from drafter.problems import Problem


@click.command("verify", short_help="Whether the register is as it was entered.")
@json_option
@click.pass_obj
def command(office_folder: str | None, json_: bool) -> None:
    """Check every letter in the register against its seal, and that none is missing, the last ones included."""
    register = letters_of(open_office(office_folder))
    problems: list[Problem] = []
    count = 0
    if register is not None:
        with stopping(), register:
            problems = register.verify()
            count = register.total()
    if json_:
        as_json({"letters": count, "sound": not problems, "problems": [problem.as_json() for problem in problems]})
        sys.exit(FOUND if problems else 0)
    if problems:
        stop(problems)
    if not count:
        click.echo("no letter has been entered yet")
        return
    click.echo(f"{count} letter{'s' if count != 1 else ''} in the register, each as it was entered, and none missing")
