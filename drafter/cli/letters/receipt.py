"""``drafter letters receipt``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from drafter.cli.common import open_office, stop
from drafter.cli.letters.common import stopping
from drafter.cli.registers import letters_of
from drafter.factbase.edtf import day_in_words
from drafter.files import write_atomically
from drafter.problems import Problem, Where, errors

_FILE = "receipts.txt"


@click.command("receipt", short_help="A line to keep elsewhere, to prove later that no letter was taken.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Add it to a file, or to receipts.txt in a folder.",
)
@click.pass_obj
def command(office_folder: str | None, output: str | None) -> None:
    """Print how many letters the register holds, and the beginning of the last one's seal.

    Print it out, or keep it where whoever can write to the office's folder cannot: 'drafter letters verify --receipt'
    then shows even a register that was put back as a whole, with its key.
    """
    register = letters_of(open_office(office_folder))
    if register is None:
        click.echo("no letter has been entered yet", err=True)
        return
    from drafter.register.witness import read_receipt  # late: a database's library is slow to import

    with stopping(), register:
        if errors(register.wrong):
            stop(register.wrong)
        receipt = register.receipt()
    now = datetime.now().astimezone()
    count = f"{receipt.total} letter{'s' if receipt.total != 1 else ''}"
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
