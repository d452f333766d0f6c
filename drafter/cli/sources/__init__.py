"""``drafter sources``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "coverage": ("drafter.cli.sources.coverage", "A document paragraph by paragraph, with the facts that quote each."),
}


@click.group("sources", cls=LazyGroup, table=COMMANDS, short_help="The documents that facts are drawn from.")
def command() -> None:
    """The documents that facts are drawn from, and their texts."""
