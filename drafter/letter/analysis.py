"""What templates hold, read from their syntax trees, so that every branch is seen: words of their own, and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import jinja2
from jinja2 import nodes

from drafter.english.sentences import BEGINS, between
from drafter.facts.model import Fact, FactBase
from drafter.letter.finish import TEMPLATE as CITATION
from drafter.letter.plan import FOLDER as POSITIONS
from drafter.letter.templates import FACT_FUNCTIONS, OR_SERIES, PARAGRAPH, SUFFIX, Templates
from drafter.problems import Where

# What templates say in their own words, read from their syntax trees: every piece, in every branch, with its line.

# A template puts out these, each with names of facts and the like, and nothing else: so nothing hides in an expression.
_SAYING = frozenset(
    ("claims", "first", "history", "series", "answer", "sum_up", "gap", "rub", "turn", "vary", "in_full", "instead")
)
_BESIDE = {"history": "since", "gap": "unless", "rub": "answer"}  # what may be given by name, and holds ids
_OWN_WORDS = frozenset(("gap", "turn", "vary"))  # what is given here is said
_BARE = frozenset(("in_full", "instead"))  # what is given nothing
_VALUES = frozenset(("subject", "about", "member", "constituency", "written", "sentence"))
_BREAK = "\ue006"  # as a blank line is: what stands before and after it is not one sentence
_MARK = re.compile("[\ue000-\ue004]")
_SENTENCES = re.compile(rf"{between(BEGINS + '{')}|[{PARAGRAPH}{_BREAK}]")


def is_position(path: str) -> bool:
    """Whether a template holds the member's views."""
    return f"/{POSITIONS}/" in path


class PieceKind(StrEnum):
    """Words that stand in a template as they are, or a question that the documents leave open; and, of a subject's own
    files, a question or a fear of constituents, an answer before a claim, one that is a sentence of its own, and a
    phrase (what is asked for, a heading, a long form).
    """

    WORDS = "words"
    QUESTION = "question"
    ASKED = "asked"
    FEARED = "feared"
    ANSWER = "answer"
    SUM = "sum"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as the template has it, its white space folded, a value in it as ``{about}``.

    A sentence that a tag cuts in two gives two pieces, neither of which ends as a sentence does.
    """

    path: str
    where: Where
    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a template that is neither words, a choice nor one of the known names."""

    path: str
    where: Where
    what: str


def read(templates: Templates, under: str = "") -> tuple[list[Piece], list[Oddity]]:
    """Every piece and oddity of the letter's templates, positions included; broken templates are left out.

    ``under`` is how the paths begin of those that are wanted.
    """
    pieces: list[Piece] = []
    oddities: list[Oddity] = []
    for path, tree in _trees(templates, under):
        if path != CITATION:
            _Reader(templates, path, pieces, oddities).body(tree.body)
    return pieces, oddities


def strings_of(templates: Templates) -> Iterator[str]:
    """Every string that stands in an expression of a template: ids of facts, names of series, and the like."""
    for _, tree in _trees(templates):
        for constant in tree.find_all(nodes.Const):
            if isinstance(constant.value, str):
                yield constant.value


def citation_words(templates: Templates) -> Iterator[tuple[Where, str]]:
    """The citation template's own words, with their places."""
    for path, tree in _trees(templates):
        for data in tree.find_all(nodes.TemplateData) if path == CITATION else ():
            for match in re.finditer(r"\w+", data.data):
                yield templates.where(path, data.lineno + data.data.count("\n", 0, match.start())), match[0]


def _trees(templates: Templates, under: str = "") -> Iterator[tuple[str, nodes.Template]]:
    for path in templates.paths():
        if not path.startswith(under):
            continue
        try:
            yield path, templates.tree(path)
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
                self._output(node)
            elif isinstance(node, nodes.If):
                self.body(node.body)
                self.body(list(node.elif_))
                self.body(node.else_)
            else:
                self._odd(node, f"'{type(node).__name__.lower()}' is not used in templates")

    def _output(self, output: nodes.Output) -> None:
        """Words and values of one run, joined; what stands for a sentence of its own is a break between."""
        joined, line = "", output.lineno
        for node in output.nodes:
            match node:
                case nodes.TemplateData():
                    if not joined.strip():
                        joined, line = "", node.lineno
                    joined += _MARK.sub(_BREAK, node.data)
                case nodes.Name(name=name) if name in _VALUES:
                    joined += f"{{{name}}}"
                case _:
                    self._saying(node)
                    joined += _BREAK
        self._words(joined, line)

    def _saying(self, node: nodes.Node) -> None:
        match node:
            case nodes.Call(node=nodes.Name(name=name), dyn_args=None, dyn_kwargs=None) if name in _SAYING:
                if is_position(self.path):
                    self._odd(node, "a position says views in words of its own, and puts out nothing")
                for arg in node.args:
                    self._argument(name, arg, said=name in _OWN_WORDS)
                    if name in _BARE:
                        self._odd(arg, f"'{name}' is given nothing")
                for keyword in node.kwargs:
                    if keyword.key != _BESIDE.get(name):
                        self._odd(keyword, f"'{name}' takes nothing by the name '{keyword.key}'")
                    self._argument(name, keyword.value, said=False)
            case _:
                known = ", ".join([*(f"{name}(...)" for name in sorted(_SAYING)), *sorted(_VALUES)])
                self._odd(node, f"a template puts out nothing but its own words and {known}")

    def _argument(self, name: str, arg: nodes.Node, *, said: bool) -> None:
        """What a function is given: a text in quotation marks, or a list of ids."""
        if isinstance(arg, nodes.List | nodes.Tuple) and not said:
            for item in arg.items:
                self._argument(name, item, said=False)
        elif not isinstance(arg, nodes.Const) or not isinstance(arg.value, str):
            self._odd(arg, f"what '{name}' is given must stand there in quotation marks")
        elif said:
            self._piece(arg.value, arg.lineno, PieceKind.QUESTION if name == "gap" else PieceKind.WORDS)

    def _words(self, joined: str, line: int) -> None:
        at = 0
        for match in [*_SENTENCES.finditer(joined), None]:
            end = match.start() if match else len(joined)
            text = joined[at:end] + (match[0].strip(f" \n\t{PARAGRAPH}{_BREAK}") if match else "")
            if text.strip():
                before = joined[:at] + text[: len(text) - len(text.lstrip())]
                self._piece(text, line + before.count("\n"), PieceKind.WORDS)
            at = match.end() if match else end

    def _piece(self, text: str, line: int, kind: PieceKind) -> None:
        self.pieces.append(Piece(self.path, self.templates.where(self.path, line), " ".join(text.split()), kind))

    def _odd(self, node: nodes.Node, what: str) -> None:
        self.oddities.append(Oddity(self.path, self.templates.where(self.path, node.lineno), what))


# Which templates use a fact, and where: read from their syntax trees, so that every branch is seen.

_SERIES_FUNCTIONS = ("series",)
_NAMED = "named"  # in a list, say, whose items are facts


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template names a fact or its series. ``how`` is the function that it is given to."""

    where: Where
    template: str
    how: str
    name: str

    def __str__(self) -> str:
        return f"{self.where.path}:{self.where.line}: {self.how}({self.name})"


def uses(templates: Templates, base: FactBase) -> dict[str, tuple[Use, ...]]:
    """The uses of every fact that has any, in the order of the files. A template that cannot be read uses nothing."""
    series: dict[str, list[str]] = {}
    for fact in base.facts.values():
        if fact.series:
            series.setdefault(fact.series, []).append(fact.id)
    found: dict[str, list[Use]] = {}
    for path in sorted(templates.folder.rglob(f"*{SUFFIX}")):
        for use in _of(templates, path.relative_to(templates.folder).as_posix(), base, series):
            for id_ in series.get(use.name, ()) if use.name not in base.facts else (use.name,):
                found.setdefault(id_, []).append(use)
    return {id_: tuple(dict.fromkeys(found[id_])) for id_ in base.facts if id_ in found}


def answers_of(templates: Templates) -> dict[str, frozenset[str]]:
    """The questions that templates leave open, each with the facts that answer it wherever it stands."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(templates.folder.rglob(f"*{SUFFIX}")):
        try:
            tree = templates.tree(path.relative_to(templates.folder).as_posix())
        except (OSError, UnicodeDecodeError, RecursionError, jinja2.TemplateSyntaxError):
            continue  # 'drafter check' says so
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "gap":
                told = [const.value for const in call.find_all(nodes.Const) if isinstance(const.value, str)]
                question, ids = told[0].strip().rstrip(".?") if told else "", frozenset(told[1:])
                found[question] = found.get(question, ids) & ids
    return found


def _of(templates: Templates, path: str, base: FactBase, series: Mapping[str, object]) -> Iterator[Use]:
    try:
        tree = templates.tree(path)
    except (OSError, UnicodeDecodeError, RecursionError, jinja2.TemplateSyntaxError):
        return  # 'drafter check' says so
    seen = set()
    for call in tree.find_all(nodes.Call):
        how = call.node.name if isinstance(call.node, nodes.Name) else ""
        known: Mapping[str, object] = (
            series if how in _SERIES_FUNCTIONS else base.facts if how in FACT_FUNCTIONS else {}
        )
        if how in OR_SERIES:
            known = {**base.facts, **series}
        for arg in call.args:
            if isinstance(arg, nodes.Const) and arg.value in known:
                seen.add(id(arg))
                yield Use(templates.where(path, arg.lineno), path, how, arg.value)
            elif isinstance(arg, nodes.Const) and how == "rub":
                rubs = [rub for subject in base.subjects.values() for rub in subject.rubs if rub.id == arg.value]
                for id_ in (id_ for rub in rubs for id_ in (*rub.told_first, *rub.yet)):
                    yield Use(templates.where(path, arg.lineno), path, how, id_)
    for const in tree.find_all(nodes.Const):
        if id(const) not in seen and isinstance(const.value, str) and const.value in base.facts:
            yield Use(templates.where(path, const.lineno), path, _NAMED, const.value)


def topics_of(fact: Fact, used: tuple[Use, ...], base: FactBase) -> tuple[str, ...]:
    """The topics whose letters depend on a fact: those of the templates; all, where every letter has the template."""
    mine = [topic.id for topic in base.topics.values() if topic.subject == fact.subject]
    stems = {PurePosixPath(use.template).name.removesuffix(SUFFIX) for use in used}
    return tuple(mine) if stems - set(mine) else tuple(topic for topic in mine if topic in stems)
