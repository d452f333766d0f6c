"""``drafter letters``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": (
        "drafter.cli.letters.list:command",
        "List approved letters by date, topic, approver, fact and constituent.",
    ),
    "show": ("drafter.cli.letters.show:command", "Show everything that is kept of a letter."),
    "check": ("drafter.cli.letters.check:command", "Whether a file is an approved letter, and its facts still stand."),
    "verify": (
        "drafter.cli.letters.verify:command",
        "Whether the register, and the final copies, are as they were entered.",
    ),
    "restore": ("drafter.cli.letters.restore:command", "Make a final copy again, byte for byte, from its draft."),
    "receipt": (
        "drafter.cli.letters.receipt:command",
        "A line to keep elsewhere, which proves later that nothing was taken.",
    ),
    "purge": ("drafter.cli.letters.purge:command", "Empty the names of old letters."),
    "export": ("drafter.cli.letters.export:command", "Write the register for a spreadsheet or another program."),
}


@click.group("letters", cls=LazyGroup, table=COMMANDS, short_help="Look into the register of approved letters.")
def command() -> None:
    """Look into the register of approved letters: what was sent, who approved it, on what it relied."""
