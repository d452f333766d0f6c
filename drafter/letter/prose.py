"""What templates say in their own words, read from their syntax trees: every piece, in every branch, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import jinja2
from jinja2 import nodes

from drafter.letter.cite import TEMPLATE as CITATION
from drafter.letter.marks import PARAGRAPH
from drafter.letter.templates import SUFFIX, Templates
from drafter.problems import Where

POSITIONS = "positions/"
# A template puts out these, each with names of facts and the like, and nothing else: so nothing hides in an expression.
_SAYING = frozenset(("fact", "history", "series", "one_of", "unanswered", "act"))
_VALUES = frozenset(("subject", "about", "member", "constituency"))
_MARK = re.compile("[\ue000-\ue004]")
_SENTENCES = re.compile(rf"(?<=[.?!])[\"\u201d\u2019')]?\s+(?=[\"\u201c\u2018(]?[A-Z0-9])|{PARAGRAPH}")


class PieceKind(StrEnum):
    """Words that stand in a template as they are, or a question that the documents leave open."""

    WORDS = "words"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or what of one stands between two values, its white space folded."""

    path: str
    where: Where
    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a template that is neither words, a point, a choice nor one of the known names."""

    path: str
    where: Where
    what: str


def read(templates: Templates) -> tuple[list[Piece], list[Oddity]]:
    """Every piece and oddity of the letter's templates, positions included; broken templates are left out."""
    pieces: list[Piece] = []
    oddities: list[Oddity] = []
    for path, tree in _trees(templates):
        if path != CITATION:
            _Reader(templates, path, pieces, oddities).body(tree.body)
    return pieces, oddities


def strings_of(templates: Templates) -> Iterator[str]:
    """Every string that stands in an expression of a template: ids of facts, names of series, and the like."""
    for _, tree in _trees(templates):
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str):
                yield constant.value


def _trees(templates: Templates) -> Iterator[tuple[str, nodes.Template]]:
    for file in sorted(templates.folder.rglob(f"*{SUFFIX}")):
        path = file.relative_to(templates.folder).as_posix()
        try:
            yield path, templates.environment.parse(file.read_text(encoding="utf-8"), name=path)
        except (jinja2.TemplateSyntaxError, OSError, UnicodeDecodeError, RecursionError):
            continue  # told by the check of templates


@dataclass(frozen=True, slots=True)
class _Reader:
    templates: Templates
    path: str
    pieces: list[Piece]
    oddities: list[Oddity]

    def body(self, body: list[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for child in node.nodes:
                    self._output(child)
            elif isinstance(node, nodes.If):
                self.body(node.body)
                self.body(list(node.elif_))
                self.body(node.else_)
            else:
                self._odd(node, f"'{type(node).__name__.lower()}' is not used in templates")

    def _output(self, node: nodes.Node) -> None:
        match node:
            case nodes.TemplateData():
                self._words(node.data, node.lineno)
            case nodes.Call(node=nodes.Name(name=name), kwargs=[], dyn_args=None, dyn_kwargs=None) if name in _SAYING:
                for arg in node.args:
                    if not isinstance(arg, nodes.Const) or not isinstance(arg.value, str):
                        self._odd(arg, f"what '{name}' is given must stand there in quotation marks")
                    elif name == "unanswered":
                        self._piece(arg.value, arg.lineno, PieceKind.QUESTION)
            case nodes.Name(name=name) if name in _VALUES:
                pass
            case _:
                known = ", ".join([*(f"{name}(...)" for name in sorted(_SAYING)), *sorted(_VALUES)])
                self._odd(node, f"a template puts out nothing but its own words and {known}")

    def _words(self, data: str, line: int) -> None:
        at = 0
        for match in [*_SENTENCES.finditer(data), None]:
            end = match.start() if match else len(data)
            text = _MARK.sub(" ", data[at:end])
            if text.strip() and not text.strip().isdigit():
                before = data[:at] + text[: len(text) - len(text.lstrip())]
                self._piece(text, line + before.count("\n"), PieceKind.WORDS)
            elif text.strip() and "\ue001" not in data:
                self._piece(text, line, PieceKind.WORDS)
            at = match.end() if match else end

    def _piece(self, text: str, line: int, kind: PieceKind) -> None:
        self.pieces.append(Piece(self.path, self.templates.where(self.path, line), " ".join(text.split()), kind))

    def _odd(self, node: nodes.Node, what: str) -> None:
        self.oddities.append(Oddity(self.path, self.templates.where(self.path, node.lineno), what))
