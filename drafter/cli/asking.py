"""Questions, repeated until the answer can be used. What was given as an option is not asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import click

from drafter.cli.common import stop
from drafter.entering import UnusableAnswer
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.problems import Problem, Where

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
                return use(folded(given if given is not None else default))
            except UnusableAnswer as failure:
                found = failure.problems or (Problem(Where(option), "unusable-answer", str(failure)),)
                stop(replace(problem, where=Where(option)) for problem in found)
        while True:
            try:
                return use(folded(pasted_lines(question) if pasted else typed(question, default)))
            except UnusableAnswer as failure:
                click.echo(f"  {failure}", err=True)


def folded(text: str) -> str:
    """What somebody typed, as one clean line."""
    line = cleaned(text)
    assert isinstance(line, str)
    return line


def typed(question: str, default: str) -> str:
    """The answer to a question, in one line."""
    line: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    return line


def pasted_lines(question: str) -> str:
    """Read several lines: text pasted from a page has them."""
    lines = [typed(f"{question} (then an empty line)", "")]
    while lines[-1].strip():
        lines.append(click.prompt("", default="", show_default=False, prompt_suffix="", err=True))
    return "\n".join(lines)
