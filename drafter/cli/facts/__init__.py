"""``drafter facts``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("drafter.cli.facts.list", "List facts by topic, source, voice and date."),
    "show": ("drafter.cli.facts.show", "Show one fact, and what it rests on."),
    "verify": ("drafter.cli.facts.verify", "Look up every quotation in its document's text, word for word."),
}


@click.group("facts", cls=LazyGroup, table=COMMANDS, short_help="Look into the facts, verify, review and change them.")
def command() -> None:
    """Look into the facts; verify their quotations, review them, change them."""
