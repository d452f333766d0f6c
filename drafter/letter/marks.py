"""What a template asks for, as marks in its text: a fact here, a person's data there, a point from here to there.

A template is rendered to a string in which every value is a mark, a private-use character with a number, and only
the template's own words are plain. So nothing that a person typed is ever read as structure, and the program knows
of every word whose it is. Private-use characters in templates and data are refused or stripped before they get here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from markupsafe import Markup

VALUE, POINT, OTHERWISE, END_POINT, STOP, PARAGRAPH = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_TOKEN = re.compile(f"([{VALUE}{POINT}])([0-9]+){STOP}|([{OTHERWISE}{END_POINT}])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_BLANK_LINES = re.compile(r"\n([ \t]*\n)+")


class Words(NamedTuple):
    """The template's own words."""

    text: str


class Data(NamedTuple):
    """A value that was put in: never read as structure or as template. With ``url``, a link."""

    text: str
    url: str = ""


class FactUse(NamedTuple):
    """A fact asked for by its id."""

    fact: str


class Gap(NamedTuple):
    """A question that the documents leave unanswered, as an indirect question: 'who might bid elsewhere'."""

    question: str


@dataclass(frozen=True)
class Point:
    """Joining words and the facts they join, kept or dropped as one. Rank 1 matters most; 0 always comes first.

    ``asks`` is whether the template asked here for a fact at all, be it one that does not hold on the day;
    ``otherwise_asks`` the same of what is said when no fact of the point is left.
    """

    rank: int
    nodes: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    asks: bool
    otherwise_asks: bool


Node: TypeAlias = "Words | Data | FactUse | Gap | Point"


class Unbalanced(Exception):
    """A point that runs over the end of its paragraph."""


@dataclass(slots=True)
class Marks:
    """The values behind the marks of one rendering."""

    values: list[Data | FactUse | Gap | None] = field(default_factory=list)

    def put(self, value: Data | FactUse | Gap | None) -> Markup:
        """A mark that stands for the value; for ``None``, a fact that was asked for and does not hold."""
        self.values.append(value)
        return Markup(f"{VALUE}{len(self.values) - 1}{STOP}")  # noqa: S704 - digits between two marks

    def paragraphs(self, text: str) -> list[tuple[Node, ...]]:
        """The rendered text as paragraphs of nodes; raises Unbalanced."""
        return [nodes for block in text.split(PARAGRAPH) if (nodes := self._nodes(block))]

    def _nodes(self, text: str) -> tuple[Node, ...]:
        tokens = _tokens(text)
        nodes, _, end = self._until_end(tokens, 0)
        if end != len(tokens):
            raise Unbalanced
        return nodes

    def _until_end(self, tokens: list[tuple[str, str]], at: int) -> tuple[tuple[Node, ...], bool, int]:
        nodes: list[Node] = []
        asks = False
        while at < len(tokens):
            kind, value = tokens[at]
            if kind in {OTHERWISE, END_POINT}:
                break
            at += 1
            if kind == POINT:
                inner, inner_asks, at = self._until_end(tokens, at)
                otherwise: tuple[Node, ...] = ()
                otherwise_asks = False
                if at < len(tokens) and tokens[at][0] == OTHERWISE:
                    otherwise, otherwise_asks, at = self._until_end(tokens, at + 1)
                if at >= len(tokens) or tokens[at][0] != END_POINT:
                    raise Unbalanced
                at += 1
                nodes.append(Point(int(value), inner, otherwise, inner_asks, otherwise_asks))
            elif kind == VALUE:
                node = self.values[int(value)]
                asks = asks or node is None or isinstance(node, FactUse)
                if node is not None:
                    nodes.append(node)
            elif value.strip() or nodes:
                nodes.append(Words(value))
        if all(isinstance(node, Words) and not node.text.strip() for node in nodes):
            nodes = []
        return tuple(nodes), asks, at


def mark_paragraphs(source: str) -> str:
    """A template's source, every blank line in it marked; lines keep their numbers. Raises ValueError on a mark."""
    stray = _PRIVATE.search(source)
    if stray is not None:
        raise ValueError(source.count("\n", 0, stray.start()) + 1)
    return _BLANK_LINES.sub(lambda m: f"\n{PARAGRAPH}" + "\n" * (m[0].count("\n") - 1), source)


def _tokens(text: str) -> list[tuple[str, str]]:
    """Pairs of a kind ('' for the template's words) and a value."""
    tokens = []
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            tokens.append(("", text[at : match.start()]))
        tokens.append((match[1], match[2]) if match[1] else (match[3], ""))
        at = match.end()
    if at < len(text):
        tokens.append(("", text[at:]))
    return tokens
