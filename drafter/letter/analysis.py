"""What templates say and use, read from their syntax trees, so that every branch is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from enum import StrEnum
from functools import partial
from itertools import chain
from typing import Any

import jinja2
from jinja2 import nodes

from drafter.english.sentences import BEGINS, between
from drafter.facts.model import Fact, FactBase, Subject, Topic, bare
from drafter.frozen import dataclass
from drafter.letter.finish import TEMPLATE as CITATION
from drafter.letter.plan import FOLDER as POSITIONS
from drafter.letter.templates import PARAGRAPH, SUFFIX, Templates
from drafter.letter.vocabulary import GAP, SAYING, VALUES, VOCABULARY, Given, given_to
from drafter.problems import Where

# Templates' own words: every piece in every branch, with its line.

_BREAK = "\ue006"  # like a blank line: what stands before it and after it is not one sentence
_MARK = re.compile("[\ue000-\ue004]")
_SENTENCES = re.compile(rf"{between(BEGINS + '{')}|[{PARAGRAPH}{_BREAK}]")


def is_position(path: str) -> bool:
    """Whether a template holds the member's views."""
    return f"/{POSITIONS}/" in path


class PieceKind(StrEnum):
    """What a piece of a template is.

    Any template may hold words, or a question that the documents leave open. A subject's own files also hold the
    questions and fears of constituents, answers before a claim, answers that are sentences of their own, and phrases
    (what is asked for, a heading, a long form). A name is what somebody called the subject.
    """

    WORDS = "words"
    QUESTION = "question"
    ASKED = "asked"
    FEARED = "feared"
    ANSWER = "answer"
    SUM = "sum"
    PHRASE = "phrase"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class TemplateSentence:
    """A sentence as the template has it, with its white space folded and each value written as ``{about}``.

    A sentence that a tag divides gives two pieces. The break leaves one without its end and the other without its
    beginning.
    """

    path: str
    where: Where
    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something in a template that is neither words, nor a choice, nor one of the known names."""

    path: str
    where: Where
    what: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A value in an expression of a template, with its line. ``listed`` tells whether it stands in a list."""

    value: Any
    line: int
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Called:
    """A function call in a template, with its plain constants and with those given by name."""

    name: str
    line: int
    args: tuple[Constant, ...]
    named: Mapping[str, tuple[Constant, ...]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one walk over a template's syntax tree finds: every branch, in the order of the text.

    ``others`` are the constants in lists and those given by name. ``used`` are the names that the template uses, with
    their lines; ``own`` are the names that it defines itself. ``compared`` are the constants in comparisons, each with
    the name that it is compared with. ``includes`` are the lines on which it includes another template; ``data`` is
    its own words as they stand.
    """

    path: str
    pieces: list[TemplateSentence] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    others: list[Constant] = field(default_factory=list)
    used: list[tuple[str, int]] = field(default_factory=list)
    own: set[str] = field(default_factory=set)
    compared: list[tuple[str, Constant]] = field(default_factory=list)
    includes: list[int] = field(default_factory=list)
    data: list[tuple[str, int]] = field(default_factory=list)


def read_templates(templates: Templates, under: str = "") -> tuple[list[TemplateSentence], list[Oddity]]:
    """Every piece and oddity of the letter's templates, positions included. Broken templates are left out.

    Only templates whose paths begin with ``under`` are read.
    """
    readings = [reading for reading in readings_of(templates, under) if reading.path != CITATION]
    return [one for reading in readings for one in reading.pieces], [
        one for reading in readings for one in reading.oddities
    ]


def strings_of(templates: Templates) -> Iterator[str]:
    """Every string in an expression of a template: ids of facts, names of series, and the like."""
    for reading in readings_of(templates):
        given = [one for call in reading.calls for one in call.args if not one.listed]
        yield from (one.value for one in (*given, *reading.others) if isinstance(one.value, str))


def citation_words(templates: Templates) -> Iterator[tuple[Where, str]]:
    """The citation template's own words, with their places."""
    for reading in readings_of(templates, CITATION):
        for text, line in reading.data:
            for match in re.finditer(r"\w+", text):
                yield templates.where(CITATION, line + text.count("\n", 0, match.start())), match[0]


def readings_of(templates: Templates, under: str = "") -> Iterator[Reading]:
    """Readings of the templates whose paths begin with ``under``.

    Broken templates are left out, because the check of templates reports them.
    """
    for path in templates.paths():
        if not path.startswith(under):
            continue
        with suppress(jinja2.TemplateSyntaxError, OSError, UnicodeDecodeError, RecursionError):
            yield templates.once(Reading, path, partial(reading_of, templates, path))


def reading_of(templates: Templates, path: str, tree: nodes.Template) -> Reading:
    """What a template holds, from its syntax tree."""
    reading = Reading(path)
    _Walk(templates, reading).statements(tree.body)
    return reading


@dataclass(frozen=True, slots=True)
class _Walk:
    templates: Templates
    reading: Reading

    def statements(self, body: Iterable[nodes.Node]) -> None:
        """Walk each branch: what the template puts out, and on which conditions."""
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node)
                for inner in node.nodes:
                    self.expression(inner)
            elif isinstance(node, nodes.If):
                self.expression(node.test)
                self.statements(node.body)
                self.statements(node.elif_)
                self.statements(node.else_)
            else:
                self._odd(node, f"'{type(node).__name__.lower()}' is not used in templates")
                self.expression(node)

    def expression(self, node: nodes.Node, *, given: bool = False) -> None:
        """Walk any other expression. ``given`` tells whether it is an argument of a function."""
        reading = self.reading
        match node:
            case nodes.TemplateData():
                reading.data.append((node.data, node.lineno))
            case nodes.Const():
                if not given:
                    reading.others.append(Constant(node.value, node.lineno))
            case nodes.Name():
                if node.ctx == "load":
                    reading.used.append((node.name, node.lineno))
                else:
                    reading.own.add(node.name)
            case _:
                self._compound(node)

    def _compound(self, node: nodes.Node) -> None:
        """Walk an expression that has parts."""
        reading = self.reading
        arguments: set[int] = set()
        match node:
            case nodes.Call():
                arguments = set(map(id, node.args))
                if isinstance(node.node, nodes.Name):
                    args = tuple(one for arg in node.args for one in _constants(arg))
                    named = {keyword.key: tuple(_constants(keyword.value)) for keyword in node.kwargs}
                    reading.calls.append(Called(node.node.name, node.lineno, args, named))
            case nodes.Compare():
                self._compared(node)
            case nodes.Macro():
                reading.own.add(node.name)
            case nodes.Include() | nodes.Import() | nodes.FromImport() | nodes.Extends():
                reading.includes.append(node.lineno)
        for child in node.iter_child_nodes():
            self.expression(child, given=id(child) in arguments)

    def _compared(self, node: nodes.Compare) -> None:
        sides = [node.expr, *(operand.expr for operand in node.ops)]
        names = [side.name for side in sides if isinstance(side, nodes.Name)]
        constants = [Constant(side.value, node.lineno) for side in sides if isinstance(side, nodes.Const)]
        self.reading.compared.extend((name, constant) for name in names for constant in constants)

    def _output(self, output: nodes.Output) -> None:
        """Join the words and values of one run. A value that is a sentence of its own counts as a break."""
        joined, line = "", output.lineno
        for node in output.nodes:
            match node:
                case nodes.TemplateData():
                    if not joined.strip():
                        joined, line = "", node.lineno
                    joined += _MARK.sub(_BREAK, node.data)
                case nodes.Name(name=name) if name in VALUES:
                    joined += f"{{{name}}}"
                case _:
                    self._saying(node)
                    joined += _BREAK
        self._words(joined, line)

    def _saying(self, node: nodes.Node) -> None:
        match node:
            case nodes.Call(node=nodes.Name(name=name), dyn_args=None, dyn_kwargs=None) if name in SAYING:
                if is_position(self.reading.path):
                    self._odd(node, "a position says views in words of its own, and puts out nothing")
                known = VOCABULARY[name]
                for arg in node.args:
                    self._argument(name, arg, said=known.given is Given.WORDS)
                    if known.given is Given.NOTHING:
                        self._odd(arg, f"'{name}' is given nothing")
                for keyword in node.kwargs:
                    if keyword.key != known.beside:
                        self._odd(keyword, f"'{name}' takes nothing by the name '{keyword.key}'")
                    self._argument(name, keyword.value, said=False)
            case _:
                known_ = ", ".join([*(f"{name}(...)" for name in sorted(SAYING)), *sorted(VALUES)])
                self._odd(node, f"a template puts out nothing but its own words and {known_}")

    def _argument(self, name: str, arg: nodes.Node, *, said: bool) -> None:
        """Walk an argument of a function: a text in quotation marks, or a list of ids."""
        if isinstance(arg, nodes.List | nodes.Tuple) and not said:
            for item in arg.items:
                self._argument(name, item, said=False)
        elif not isinstance(arg, nodes.Const) or not isinstance(arg.value, str):
            self._odd(arg, f"what '{name}' is given must stand there in quotation marks")
        elif said:
            self._piece(arg.value, arg.lineno, PieceKind.QUESTION if name == GAP else PieceKind.WORDS)

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
        path = self.reading.path
        self.reading.pieces.append(
            TemplateSentence(path, self.templates.where(path, line), " ".join(text.split()), kind)
        )

    def _odd(self, node: nodes.Node, what: str) -> None:
        path = self.reading.path
        self.reading.oddities.append(Oddity(path, self.templates.where(path, node.lineno), what))


def _constants(node: nodes.Node, *, listed: bool = False) -> Iterator[Constant]:
    """The constants of an argument, including those in lists."""
    if isinstance(node, nodes.Const):
        yield Constant(node.value, node.lineno, listed)
    elif isinstance(node, nodes.List | nodes.Tuple):
        for item in node.items:
            yield from _constants(item, listed=True)


# Uses: which templates use a fact, and where, in every branch.

_NAMED = "named"  # for example in a list of facts
REST = "rest"  # all that is entered on a topic
ANSWER = "answer"  # a fact, behind its short answer


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a template names a fact or its series. ``how`` is the function that gets the name."""

    where: Where
    template: str
    how: str
    name: str

    def __str__(self) -> str:
        if self.how == REST:
            return f"{self.where.path}:{self.where.line}: tells all that is entered on '{self.name}'"
        return f"{self.where.path}:{self.where.line}: {self.how}({self.name})"


def uses(templates: Templates, base: FactBase) -> dict[str, tuple[Use, ...]]:
    """The uses of every fact that has any, in the order of the files. A template that cannot be read uses nothing."""
    known: dict[str, dict[str, list[str]]] = {}
    found: dict[str, list[Use]] = {}
    for reading in readings_of(templates):
        home = home_of(reading.path)
        series = known[home] = known.get(home) or series_named(home, base)
        for use in _of(templates, reading, base, series):
            for id_ in series.get(use.name, ()) if use.name not in base.facts else (use.name,):
                found.setdefault(id_, []).append(use)
    for topic, where, template in tells_the_rest(templates, base):
        for fact in base.on_topic(topic):
            found.setdefault(fact.id, []).append(Use(where, template, REST, topic.id))
    return {id_: tuple(dict.fromkeys(found[id_])) for id_ in base.facts if id_ in found}


def home_of(path: str) -> str:
    """The subject in whose folder a template stands; empty for those of all subjects."""
    return path.partition("/")[0] if "/" in path else ""


def series_named(home: str, base: FactBase) -> dict[str, list[str]]:
    """The series by the names that templates of a subject may use, each with its facts. A bare name is the subject's
    own where more than one subject has it.
    """
    found: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for fact in base.facts.values():
        if fact.series:
            found.setdefault(fact.series, []).append(fact.id)
            if fact.subject == home:
                own.setdefault(bare(fact.series), []).append(fact.id)
    return {**found, **own}


def with_rubs(home: str, base: FactBase) -> Iterable[Subject]:
    """The subjects whose rubs a template may name: its own, or all."""
    return [base.subjects[home]] if home in base.subjects else base.subjects.values()


def tells_the_rest(templates: Templates, base: FactBase) -> Iterator[tuple[Topic, Where, str]]:
    """The topics of which letters tell all that is entered on them: those without a template, and those whose template
    says so. Each comes with the place, and with the template's path.
    """
    own = set(templates.paths())
    for topic in base.topics.values():
        path = f"{topic.subject}/{topic.name}{SUFFIX}"
        if path not in own:
            yield topic, topic.where, path
    for reading in readings_of(templates):
        calls = [call for call in reading.calls if call.name == REST]
        for topic in _topics_of_template(reading.path, base) if calls else ():
            yield topic, templates.where(reading.path, calls[0].line), reading.path


def _topics_of_template(path: str, base: FactBase) -> Iterator[Topic]:
    """The topics that a template may speak of: its own, or all of its subject, or all."""
    home, _, name = path.rpartition("/")
    own = [topic for topic in base.topics.values() if not home or topic.subject == home.partition("/")[0]]
    mine = [topic for topic in own if home and name == f"{topic.name}{SUFFIX}"]
    yield from mine or own


def answering(templates: Templates, base: FactBase) -> Iterator[str]:
    """The facts and series behind a short answer of some letter: a template says so, or it can only be to one thing."""
    for topic, _, _ in tells_the_rest(templates, base):
        yield from (fact.id for fact in base.on_topic(topic) if topic.only_question)
    for reading in readings_of(templates):
        for call in reading.calls:
            given = call.args if call.name == ANSWER else call.named.get(ANSWER, ())
            yield from (str(one.value) for one in given)


def answers_of(templates: Templates, base: FactBase) -> dict[str, frozenset[str]]:
    """The questions that templates leave open, each with the facts that answer it in every place where it stands."""
    found: dict[str, frozenset[str]] = {}
    for topic, _, _ in tells_the_rest(templates, base):
        subject = base.subjects[topic.subject]
        open_ = (one for one in topic.questions if one.text in subject.open_questions)
        found |= {one.text: subject.settles(topic, one) for one in open_}
    for reading in readings_of(templates):
        for call in reading.calls:
            if call.name == GAP:
                told = [one.value for one in (*call.args, *chain(*call.named.values())) if isinstance(one.value, str)]
                question, ids = told[0].strip().rstrip(".?") if told else "", frozenset(told[1:])
                found[question] = found.get(question, ids) & ids
    return found


def _of(templates: Templates, reading: Reading, base: FactBase, series: Mapping[str, object]) -> Iterator[Use]:
    for call in reading.calls:
        known = names_given(call.name, base, series)
        for arg in call.args:
            where = templates.where(reading.path, arg.line)
            if arg.listed:
                continue
            if arg.value in known:
                yield Use(where, reading.path, call.name, arg.value)
            elif given_to(call.name) is Given.RUB:
                homes = with_rubs(home_of(reading.path), base)
                rubs = [rub for subject in homes for rub in subject.rubs if rub.id == arg.value]
                for id_ in (id_ for rub in rubs for id_ in (*rub.told_first, *rub.yet)):
                    yield Use(where, reading.path, call.name, id_)
    for one in reading.others:
        if isinstance(one.value, str) and one.value in base.facts:
            yield Use(templates.where(reading.path, one.line), reading.path, _NAMED, one.value)


def names_given(function: str, base: FactBase, series: Mapping[str, object]) -> Mapping[str, object]:
    """The facts and series that a function may be given, by name."""
    match given_to(function):
        case Given.FACT:
            return base.facts
        case Given.FACT_OR_SERIES:
            return {**base.facts, **series}
        case Given.SERIES:
            return series
    return {}


def topics_of(fact: Fact, used: tuple[Use, ...], base: FactBase) -> tuple[str, ...]:
    """The topics whose letters depend on a fact: those of the templates, or all if every letter has the template."""
    mine = {f"{t.subject}/{t.name}{SUFFIX}": t.id for t in base.topics.values() if t.subject == fact.subject}
    paths = {use.template for use in used}
    return tuple(mine.values()) if paths - set(mine) else tuple(id_ for path, id_ in mine.items() if path in paths)


# Dependents: what depends on a fact.

_LEANING = {
    "only_after": "is told only straight after it",
    "but_after": "differs from it",
    "so_after": "follows from it",
}


def dependents(fact: Fact, base: FactBase, used: Sequence[Use]) -> list[str]:
    """What depends on a fact, in words: templates, its series, claims and approved wordings that rest on it."""
    lines = [str(use) for use in used] or ["no template uses it"]
    if fact.series:
        others = [f.id for f in base.facts.values() if f.series == fact.series and f is not fact]
        lines.append(f"series {fact.series}: {', '.join(others) or 'no other fact'}")
    for other in base.facts.values():
        for leaning, how in _LEANING.items():
            if getattr(other, leaning) == fact.id:
                lines.append(f"{other.where}: '{other.id}' {how}")
        if other.superseded_by == fact.id:
            lines.append(f"{other.where}: '{other.id}' is superseded by it")
    for subject in base.subjects.values():
        rests = [f"the answer '{answer.text}'" for answer in subject.answers if fact.id in answer.rests_on]
        rests += [f"the rub '{rub.id}'" for rub in subject.rubs if fact.id in {*rub.first, *rub.yet, *rub.beside}]
        lines += [f"words.yaml of {subject.id}: {what} rests on it" for what in rests]
    return lines
