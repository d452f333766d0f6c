"""``drafter letters export``."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from drafter.cli.common import open_office, stop
from drafter.cli.letters.common import end_with, entry_as_json, refusals, stopping
from drafter.cli.registers import letters_of
from drafter.files import write_atomically

# What a spreadsheet takes for a formula by its first character; see OWASP, 'CSV Injection'.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    "number", "letter_date", "reference", "subject", "topics", "position", "length", "kind", "sha256", "approved_at",
    "approved_by", "name", "constituent", "facts", "exceptions", "warnings", "version", "corrects", "letterhead",
    "seen", "acts", "previous", "hash",
)  # fmt: skip


@click.command("export", short_help="Write the register for a spreadsheet or another program.")
@click.option(
    "--format", "format_", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="What to write."
)
@click.option("-o", "--output", metavar="FILE", help="The file to write; else standard output.")
@click.option("--names", is_flag=True, help="With the constituents' names, where the office keeps them.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def command(office_folder: str | None, format_: str, output: str | None, names: bool, force: bool) -> None:
    """Write all approved letters, oldest first: for spreadsheets as CSV, for programs as JSON."""
    register = letters_of(open_office(office_folder))
    found: list[dict[str, Any]] = []
    looked = None
    if register is not None:
        with stopping(), register:
            looked = register.letters()
            found = [entry_as_json(entry, names=names) for entry in looked.entries]
    found.reverse()
    text = _csv(found, names=names) if format_ == "csv" else json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    data = text.encode("utf-8")
    if output is None or output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        end_with(refusals(register, looked))
        return
    problem = write_atomically(Path(output), data, output, replace=force)
    if problem is not None:
        stop([problem])
    end_with(refusals(register, looked))
    click.echo(f"{output}: {len(found)} letter{'s' if len(found) != 1 else ''}", err=True)


def _csv(found: Sequence[dict[str, Any]], *, names: bool) -> str:
    columns = [column for column in _COLUMNS if names or column != "name"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(entry[column]) for column in columns] for entry in found)
    return text.getvalue()


def _cell(value: Any) -> str:
    """A value as a cell, a list as lines in it; what would be taken for a formula is made text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return _harmless("\n".join(map(_line, value)))
    return _harmless(str(value))


def _line(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "rule" in value:
        return f"{value['rule']}: {value['because']}"
    return f"{value['fact']} {value['fingerprint']}{'' if value['held'] else ' (as history)'}"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
