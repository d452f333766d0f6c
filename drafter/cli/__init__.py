"""The command line: the only room that knows click, the clock and the current directory."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Mapping

import click

from drafter import __version__

# Each command is imported only when it is called: `drafter --help` must not wait for Word's libraries.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "draft": ("drafter.cli.draft", "Draft a reply letter, every claim in it cited."),
    "check": ("drafter.cli.check", "Look for everything that is wrong in facts, templates and office."),
    "facts": ("drafter.cli.facts", "Look into the fact base."),
    "topics": ("drafter.cli.topics", "List the concerns that letters can answer."),
}


class _Commands(click.Group):
    """The commands by name; one that is not known is met with the one that was meant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from drafter.problems import nearest

            hint = nearest(args[0], COMMANDS) or f"known: {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="drafter", message="%(prog)s %(version)s")
@click.option("--office", metavar="FOLDER", help="The office's folder; else the nearest one above with an office.yaml.")
@click.pass_context
def group(ctx: click.Context, office: str | None) -> None:
    """Answer constituents' letters so that every sentence can be stood behind.

    Each sentence of a letter is a fact, cited; the member's own view, marked; or a courtesy, which claims nothing.
    """
    ctx.obj = office


def main() -> None:
    """Run the command line; no traceback ever reaches the user."""
    gc.disable()  # a short process: what it makes, it needs to its end
    try:
        group(prog_name="drafter")
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()
        sys.exit(1)
    except OSError as failure:
        click.echo(f"drafter: error: {(failure.strerror or str(failure)).lower()}", err=True)
        sys.exit(1)
    except Exception as failure:
        if os.environ.get("DRAFTER_DEBUG"):
            raise
        # The message could hold what a person typed, so only its kind is shown.
        click.echo(f"drafter: error: a fault in drafter itself ({type(failure).__name__}); please report it", err=True)
        sys.exit(1)
