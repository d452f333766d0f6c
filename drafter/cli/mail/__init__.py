"""``drafter mail``: what constituents send."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "read": ("drafter.cli.mail.read:read_messages", "Say what messages say: who wrote, from where, on what."),
    "sort": ("drafter.cli.mail.sort:sort_messages", "Sort the post into campaigns and piles."),
    "show": ("drafter.cli.mail.sort:show_message", "Show a sorting: its piles, a pile, a message, a campaign."),
    "decide": ("drafter.cli.mail.decide:decide_message", "Say what is to become of a message or a campaign."),
}


@click.group("mail", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Read and sort what constituents send."""
