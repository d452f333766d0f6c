"""Makes the manual pages in ``docs/man``, one for each command: ``make man``."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import click
from click_man.core import generate_man_page

from drafter import __version__
from drafter.cli import group
from drafter.cli.lazy import LazyGroup

FOLDER = Path(__file__).parent.parent / "man"
_MACRO = re.compile(r"\.(TH|SH|TP|PP|B|BR|RS|RE)\b")


def pages() -> dict[str, str]:
    """The pages, by their file's name. They bear no date: the same commands give the same bytes."""
    return {f"{context.command_path.replace(' ', '-')}.1": _page(context) for context in _commands()}


def _commands() -> Iterator[click.Context]:
    """Every command, in the order of the help."""
    waiting = [click.Context(group, info_name="drafter")]
    while waiting:
        context = waiting.pop(0)
        yield context
        if isinstance(context.command, click.Group):
            for name in context.command.list_commands(context):
                command = context.command.get_command(context, name)
                if command is not None:
                    waiting.append(click.Context(command, info_name=name, parent=context))


def _page(context: click.Context) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # click's, for a function of its own that click-man calls
        text = generate_man_page(context, version=__version__, date=" ").rstrip() + "\n"
    if isinstance(context.command, LazyGroup):
        for heading, names in context.command.sections.items():
            text += f".SH {heading.upper()}\n"
            for name in names:
                path = f"{context.command_path} {name}".replace(" ", "\\-")
                text += f".TP\n.B {path}(1)\n{context.command.table[name][1]}\n"
    return "".join(f"{_safe(line)}\n" for line in text.splitlines())


def _safe(line: str) -> str:
    """A line that begins with a stop or an apostrophe would be a command to the program that sets the page."""
    return f"\\&{line}" if line.startswith("'") or (line.startswith(".") and not _MACRO.match(line)) else line


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for old in FOLDER.glob("*.1"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
