"""``drafter letters``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("drafter.cli.letters.list", "List approved letters by date, topic, approver, fact and constituent."),
    "show": ("drafter.cli.letters.show", "Show everything that is kept of a letter."),
    "check": ("drafter.cli.letters.check", "Whether a file is an approved letter, and its facts still stand."),
    "verify": ("drafter.cli.letters.verify", "Whether the register, and the final copies, are as they were entered."),
    "restore": ("drafter.cli.letters.restore", "Make a final copy again, byte for byte, from its draft."),
    "receipt": ("drafter.cli.letters.receipt", "A line to keep elsewhere, which proves later that nothing was taken."),
    "purge": ("drafter.cli.letters.purge", "Empty the names of old letters."),
    "export": ("drafter.cli.letters.export", "Write the register for a spreadsheet or another program."),
}


@click.group("letters", cls=LazyGroup, table=COMMANDS, short_help="Look into the register of approved letters.")
def command() -> None:
    """Look into the register of approved letters: what was sent, who approved it, on what it relied."""
