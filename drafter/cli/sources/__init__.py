"""``drafter sources``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "add": ("drafter.cli.sources.add:command", "Add a document: read its text, and register it."),
    "attach": ("drafter.cli.sources.attach:command", "Find the texts of known documents among a folder's files."),
    "list": ("drafter.cli.sources.list:command", "List the documents, and whether their texts are at hand."),
    "show": ("drafter.cli.sources.show:command", "Show one document: its details, and the facts that cite it."),
    "coverage": (
        "drafter.cli.sources.coverage:command",
        "A document paragraph by paragraph, with the facts that quote each.",
    ),
    "export": ("drafter.cli.sources.export:command", "Write the documents' details for citation programs."),
}


@click.group("sources", cls=LazyGroup, table=COMMANDS, short_help="The documents that facts are drawn from.")
def command() -> None:
    """The documents that facts are drawn from, and their texts."""
