"""``drafter letters verify``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import FOUND, as_json, json_option, open_office, report, stop
from drafter.cli.letters.common import stopping
from drafter.cli.registers import APPROVED, letters_of
from drafter.office import Office
from drafter.problems import Problem, Where, errors

if TYPE_CHECKING:  # a database's library is slow to import
    from drafter.register.register import Register


@click.command("verify", short_help="Whether the register, and the final copies, are as they were entered.")
@click.option(
    "--receipt",
    metavar="TEXT|FILE",
    help="Also hold it against a receipt of 'drafter letters receipt', as it was printed or in its file.",
)
@json_option
@click.pass_obj
def command(office_folder: str | None, receipt: str | None, json_: bool) -> None:
    """Check every letter in the register against its seal, that none is missing, the last ones included, and that each
    final copy in letters/approved is one of them, byte for byte.

    A register that is older as a whole, with its key and all, shows only by a receipt that was kept elsewhere.
    """
    office = open_office(office_folder)
    register = letters_of(office)
    problems: list[Problem] = []
    count = copies = 0
    if register is not None:
        from drafter.formats import WRITERS
        from drafter.register.copies import held_against_copies

        with stopping(), register:
            problems += register.verify()
            rules = {one.rule for one in problems}
            problems += (one for one in register.wrong if one.rule not in rules)
            problems += _of_receipt(receipt, register)
            if not errors(problems) and any(one.rule == "no-witness" for one in problems):
                register.remember()
            count = register.total()
            found, copies = held_against_copies(office.letters / APPROVED, _shown(office), register, WRITERS)
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
    click.echo(f"{count} letter{'s' if count != 1 else ''} in the register, each as it was entered, and none missing")
    click.echo(f"{copies} final cop{'ies' if copies != 1 else 'y'} in {_shown(office)}, each as it was approved")


def _shown(office: Office) -> str:
    return office.path_of(str((office.letters / APPROVED).relative_to(office.folder)))


def _of_receipt(given: str | None, register: Register) -> list[Problem]:
    """What a receipt that was kept elsewhere shows."""
    if given is None:
        return []
    from drafter.register.witness import read_receipt

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
