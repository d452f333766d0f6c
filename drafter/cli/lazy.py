"""A group of commands that are imported only when they are called. For a mistyped name it suggests the right one."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LazyGroup(click.Group):
    """Commands by name. ``table`` gives the place of each, as ``module:name``, and one line about it.

    ``sections`` are the commands' names under the headings that the help lists them by; one heading unless given.
    """

    def __init__(
        self,
        *args: object,
        table: Mapping[str, tuple[str, str]],
        sections: Mapping[str, tuple[str, ...]] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.table = table
        self.sections = sections or {"Commands": tuple(table)}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now. Its line in the table is what its manual page begins with."""
        if cmd_name not in self.table:
            return None
        place, about = self.table[cmd_name]
        module, _, name = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        command.short_help = about
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for the help, without importing any."""
        for heading, names in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self.table[name][1]) for name in names])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without importing any, and the options."""
        from click.shell_completion import CompletionItem  # late: only the Tab key needs it

        options = click.Command.shell_complete(self, ctx, incomplete)
        found = [(name, about) for name, (_, about) in self.table.items() if name.startswith(incomplete)]
        return [*(CompletionItem(name, help=about) for name, about in found), *options]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was called. An unknown name leads to an error with a suggestion."""
        if args and args[0] not in self.table and not args[0].startswith("-"):
            from drafter.problems import nearest

            hint = nearest(args[0], self.table) or f"known: {', '.join(self.table)}"
            ctx.fail(f"there is no command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)
