"""``drafter office decisions``."""

from __future__ import annotations

from datetime import date

import click

from drafter.cli.common import json_option, on_option, open_facts, open_office
from drafter.cli.office.common import list_decisions


@click.command("decisions", short_help="List what constituents ask for, and what was decided.")
@json_option
@on_option
@click.pass_obj
def command(office_folder: str | None, json_: bool, day: date | None) -> None:
    """List the actions that constituents ask for, each with what the member decided of it.

    Of several decisions on one action the latest holds. With --on, what held on that day.
    """
    office = open_office(office_folder)
    day = day or date.today()  # noqa: DTZ011 - the office's own day is meant
    list_decisions(open_facts(office), office, day, json_=json_)
