"""Questions, repeated until the answer can be used. What was given as an option is not asked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import ModuleType
from typing import TypeVar

import click

from drafter.cli.common import FOUND, stop
from drafter.files.system import ON_WINDOWS
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.problems import Problem, UnusableAnswer, Where

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Questions:
    """``asks`` is whether questions are asked at all. Where everything needed was given, the rest takes its
    defaults.
    """

    asks: bool

    def answer(
        self, option: str, given: str | None, question: str, use: Callable[[str], T], default: str = "", *,
        pasted: bool = False,
    ) -> T:  # fmt: skip
        """The result of ``use`` for the answer. A ``pasted`` answer may have several lines, and ends with an empty
        one.
        """
        if given is not None or not self.asks:
            try:
                return use(cleaned(given if given is not None else default))
            except UnusableAnswer as failure:
                found = failure.problems or (Problem(Where(option), "unusable-answer", str(failure)),)
                stop(replace(problem, where=Where(option)) for problem in found)
        return repeated(question, use, default, pasted=pasted)


@contextmanager
def broken_off() -> Iterator[None]:
    """Questions of a command that has written nothing yet. Where somebody breaks them off, the program ends, and says
    so.
    """
    try:
        yield
    except click.Abort:
        click.echo("\nnothing was written", err=True)
        sys.exit(FOUND)


def at_a_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin is not None and sys.stdin.isatty()  # a program without a console has none


def can_ask() -> bool:
    """Whether there is somebody to ask: a terminal, or a pipe or a file with answers, one to a line.

    Waits for what a pipe brings first, so it is called only where something has to be asked.
    """
    if at_a_terminal():
        return True
    peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
    try:
        return peek is not None and bool(peek(1))
    except (OSError, ValueError):  # there is no input, or it is closed
        return False


def repeated(question: str, use: Callable[[str], T], default: str = "", *, pasted: bool = False) -> T:
    """What ``use`` makes of the answer to a question, which is asked until the answer can be used.

    ``use`` raises ValueError with what is wrong. Where the answers end, this raises click.Abort. A long answer that
    cannot be used stands on the line again, to be mended.
    """
    present = ""
    while True:
        said = cleaned(pasted_lines(question, present) if pasted else typed(question, default, present))
        try:
            return use(said)
        except ValueError as failure:
            click.echo(f"  {failure}", err=True)
            present = to_mend(said)


_SHORT = 3  # words; an answer of no more is typed anew sooner than it is mended


def to_mend(said: str) -> str:
    """An answer that cannot be used, if it is long enough to be mended rather than typed anew."""
    return said if len(said.split()) > _SHORT else ""


def typed(question: str, default: str, present: str = "") -> str:
    """The answer to a question, in one line. ``present`` stands on it already, where lines can be edited.

    Raises click.Abort where the answers end, or somebody breaks off.
    """
    editor = _line_editor()
    if editor is None:
        line: str = click.prompt(question, default=default, show_default=bool(default), err=True)
        return line
    *above, last = f"{question}{f' [{default}]' if default else ''}: ".split("\n")
    for text in above:
        click.echo(text)
    try:
        # The editor must know the whole of the line, or it draws over the question.
        return _edited(last, present, editor) or default
    except (EOFError, KeyboardInterrupt):
        click.echo()
        raise click.Abort from None


def _edited(prompt: str, present: str, editor: ModuleType) -> str:
    editor.set_auto_history(False)  # answers are personal data: no question shows those to another
    editor.set_startup_hook(lambda: editor.insert_text(present))
    try:
        return input(prompt)
    finally:
        editor.set_startup_hook(None)


def _line_editor() -> ModuleType | None:
    """The library with which a terminal's lines are edited; none where there is no terminal, or it edits by itself, as
    the console of Windows does.
    """
    if ON_WINDOWS or not at_a_terminal() or sys.stdout is None or not sys.stdout.isatty():
        return None
    try:
        import readline  # late: only a terminal needs it, and not every Python has it
    except ImportError:
        return None
    return readline


def pasted_lines(question: str, present: str = "") -> str:
    """Read several lines: text pasted from a page has them."""
    return rest_of_paste(typed(f"{question} (then an empty line)", "", present))


def rest_of_paste(first: str) -> str:
    """The line that was read, with the lines after it up to an empty one. Each is asked for, so that nobody who waits
    for a reply types the answer a second time, behind the first.
    """
    lines = [first]
    while lines[-1].strip():
        lines.append(typed("  the next line of it (Enter if that was all)", ""))
    return "\n".join(lines)
