"""``drafter letters``: the register of approved letters."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": (
        "drafter.cli.letters.look:list_letters",
        "List approved letters by date, topic, approver, fact and constituent.",
    ),
    "show": ("drafter.cli.letters.look:show_letter", "Show everything that is kept of a letter."),
    "check": (
        "drafter.cli.letters.proof:check_letter",
        "Whether a file is an approved letter, and its facts still stand.",
    ),
    "verify": (
        "drafter.cli.letters.proof:verify_letters",
        "Whether the register, and the final copies, are as they were entered.",
    ),
    "restore": (
        "drafter.cli.letters.change:restore_letter",
        "Make a final copy again, byte for byte, from the draft that was approved.",
    ),
    "receipt": (
        "drafter.cli.letters.proof:print_receipt",
        "A line to keep elsewhere, to prove later that no letter was taken.",
    ),
    "purge": ("drafter.cli.letters.change:purge_letters", "Empty the names of old letters."),
    "export": ("drafter.cli.letters.look:export_letters", "Write the register for a spreadsheet or another program."),
}


@click.group("letters", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Look into the register of approved letters: what was sent, who approved it, on what it relied."""
