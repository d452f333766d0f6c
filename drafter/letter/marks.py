"""What a template asks for, as marks in its text: a claim here, a person's data there.

A template is rendered to a string in which every value is a mark, a private-use character with a number, and only
the template's own words are plain. So nothing that a person typed is ever read as structure, and the program knows
of every word whose it is. Private-use characters in templates and data are refused or stripped before they get here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

VALUE, STOP, PARAGRAPH = "\ue000", "\ue004", "\ue005"
_MARK = re.compile(f"{VALUE}([0-9]+){STOP}")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BLANK_LINES = re.compile(r"\n([ \t]*\n)+")


class Words(NamedTuple):
    """The template's own words."""

    text: str


class Data(NamedTuple):
    """A value that was put in: never read as structure or as template. With ``url``, a link."""

    text: str
    url: str = ""


class Tell(NamedTuple):
    """Facts to be told together, in order, by their ids. ``since`` are those beside which they are told as history."""

    facts: tuple[str, ...]
    since: tuple[str, ...] = ()


class Short(NamedTuple):
    """That the claim comes next on which an approved answer rests: it is said with that answer."""

    fact: str


class SumUp(NamedTuple):
    """An approved sentence that rests on claims: it is said where the letter tells all of them."""

    text: str


class Gap(NamedTuple):
    """A question that the documents leave unanswered, as an indirect question: 'who might bid elsewhere'.

    It is not said where one of the facts in ``unless`` is told.
    """

    question: str
    unless: tuple[str, ...] = ()


class Rubs(NamedTuple):
    """Claims that rub, by the id under which words.yaml has them. ``answer`` is their first, if it is said with its
    answer.
    """

    id: str
    answer: str = ""


class Turn(NamedTuple):
    """Words before the next frame: 'On the regulations'."""

    text: str


class Vary(NamedTuple):
    """Several ways of saying the same; a text has one of them, by its own key."""

    options: tuple[str, ...]


class InFull(NamedTuple):
    """That what follows is told in letters of full length alone."""


Node: TypeAlias = "Words | Data | Tell | Short | SumUp | Gap | Rubs | Turn | Vary | InFull"


@dataclass(slots=True)
class Marks:
    """The values behind the marks of one rendering."""

    values: list[Node] = field(default_factory=list)

    def put(self, value: Node) -> Markup:
        """A mark that stands for the value."""
        self.values.append(value)
        return Markup(f"{VALUE}{len(self.values) - 1}{STOP}")  # noqa: S704 - digits between two marks

    def paragraphs(self, text: str) -> list[tuple[Node, ...]]:
        """The rendered text as paragraphs of nodes; one that holds nothing is left out."""
        return [nodes for block in text.split(PARAGRAPH) if (nodes := self._nodes(block))]

    def _nodes(self, text: str) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for number, piece in enumerate(_MARK.split(text)):
            if number % 2:
                nodes.append(self.values[int(piece)])
            elif piece.strip() or (nodes and piece):
                nodes.append(Words(piece))
        if all(isinstance(node, Words) and not node.text.strip() for node in nodes):
            return ()
        return tuple(nodes)


def mark_paragraphs(source: str) -> str:
    """A template's source, every blank line in it marked; lines keep their numbers. Raises ValueError on a mark."""
    stray = _PRIVATE.search(source)
    if stray is not None:
        raise ValueError(source.count("\n", 0, stray.start()) + 1)
    return _BLANK_LINES.sub(lambda m: f"\n{PARAGRAPH}" + "\n" * (m[0].count("\n") - 1), source)
