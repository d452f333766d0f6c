"""Questions that are asked until the answer can be used; what was given as an option is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import click

from drafter.cli.common import stop
from drafter.factbase.yaml_text import cleaned
from drafter.problems import Problem, Where

T = TypeVar("T")


class Unusable(Exception):
    """Why an answer cannot be used; ``problems`` are those that reading a file would find too."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Questions:
    """``asks`` is whether there are questions at all: where everything needed was given, the rest takes its default."""

    asks: bool

    def answer(
        self, option: str, given: str | None, question: str, use: Callable[[str], T], default: str = "", *,
        pasted: bool = False,
    ) -> T:  # fmt: skip
        """What ``use`` makes of the answer. ``pasted`` ones run over lines, until an empty one."""
        if given is not None or not self.asks:
            try:
                return use(_folded(given if given is not None else default))
            except Unusable as failure:
                found = failure.problems or (Problem(Where(option), "unusable-answer", str(failure)),)
                stop(replace(problem, where=Where(option)) for problem in found)
        while True:
            try:
                return use(_folded(_pasted(question) if pasted else _typed(question, default)))
            except Unusable as failure:
                click.echo(f"  {failure}", err=True)


def _folded(text: str) -> str:
    folded = cleaned(text)
    assert isinstance(folded, str)
    return folded


def _typed(question: str, default: str) -> str:
    typed: str = click.prompt(question, default=default, show_default=bool(default), err=True)
    return typed


def _pasted(question: str) -> str:
    """What is pasted from a page comes in several lines."""
    lines = [_typed(f"{question} (then an empty line)", "")]
    while lines[-1].strip():
        lines.append(click.prompt("", default="", show_default=False, prompt_suffix="", err=True))
    return "\n".join(lines)
