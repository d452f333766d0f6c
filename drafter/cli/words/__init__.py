"""``drafter words``."""

from __future__ import annotations

from collections.abc import Mapping

import click

from drafter.cli.lazy import LazyGroup

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("drafter.cli.words.list:command", "List what letters say in words of their own, and who stands for it."),
    "review": ("drafter.cli.words.review:command", "Look at words that wait, one by one, and stand for them by name."),
}


@click.group("words", cls=LazyGroup, table=COMMANDS, short_help="The letters' own words, and who stands for them.")
def command() -> None:
    """What letters say that is no fact: courtesies, open questions, answers, plain words for terms, the member's views.

    They stand in words.yaml and in the positions' templates. No document bears them out; a person reads each of them.
    """
