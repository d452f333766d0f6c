"""``drafter office``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "decide": ("drafter.cli.office.decide:command", "Enter what the member did, will or will not do."),
    "seal": ("drafter.cli.office.seal:command", "Seal reviews that were entered before the office had a key."),
    "decisions": ("drafter.cli.office.decisions:command", "List what constituents ask for, and what was decided."),
}


@click.group("office", cls=LazyGroup, table=COMMANDS, short_help="What the member decided of what constituents ask.")
def command() -> None:
    """What the member did, will or will not do of what constituents ask: the decisions in office.yaml."""
