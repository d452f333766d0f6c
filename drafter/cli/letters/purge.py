"""``drafter letters purge``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import Day, fail, open_office
from drafter.cli.letters.common import stopping
from drafter.cli.registers import letters_of
from drafter.factbase.edtf import day_in_words


@click.command("purge", short_help="Empty the names of old letters.")
@click.option("--before", type=Day(), required=True, metavar="DATE", help="Letters dated before this day.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def command(office_folder: str | None, before: date, yes: bool) -> None:
    """Empty the constituents' names of letters dated before a day. All else of the letters stays, and stays sealed.

    Backups of the register still have the names.
    """
    register = letters_of(open_office(office_folder))
    when = day_in_words(before)
    count = 0
    if register is not None:
        with stopping(), register:
            count = register.names_before(before)
            if count:
                which = _letters(count)
                if not yes:
                    asked = f"The names of {which} dated before {when} will be gone for good. Type yes to go on"
                    if click.prompt(asked, default="", show_default=False, err=True).strip().lower() != "yes":
                        fail("nothing was changed")
                count = register.purge(before)
    click.echo(f"{_letters(count)} dated before {when}: names emptied" if count else f"no name is kept before {when}")


def _letters(count: int) -> str:
    return f"{count} letter{'s' if count != 1 else ''}"
