"""Templates: Jinja in a sandbox, undefined names refused, every value a mark; and the names that they may use."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from drafter.english.messages import listed
from drafter.facts.edtf import month_in_words
from drafter.facts.model import Answer, Fact, FactBase, FactKind, Side, Source, Subject, Topic
from drafter.facts.names import NameKind, known_as, qualified
from drafter.facts.timeline import Timeline, is_due
from drafter.files.layers import Layers
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.acts import are_declined
from drafter.letter.clauses import ago, named_in_full
from drafter.letter.request import Length, LetterRequest
from drafter.letter.thanks import kind_of_thanks
from drafter.office import Office
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where, nearest

MadeT = TypeVar("MadeT")

# Limits: how large a template may be, and what in it could run for ever or fill the memory. Checked before any is run.

LARGEST: Final = 100_000  # characters in a template; a long one has three thousand
_MOST_NODES: Final = 5_000
_DEEPEST: Final = 50  # levels of nested choices and expressions
_LONGEST: Final = 2_000  # characters in a text in quotation marks
_GREATEST: Final = 1_000_000_000
_DIGITS: Final = late_pattern(r"\d[\d_]{60,}")  # more than any number needs, and more than Python turns into one
# Everything that repeats something, or joins something to itself: forty of these in a row fill any memory.
_UNBOUNDED: Final = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Block,
    nodes.CallBlock,
    nodes.Extends,
    nodes.FilterBlock,
    nodes.For,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.Macro,
    nodes.With,
)
# To see from its text alone that a template is bounded: it has only plain choices, comments, and calls by name.
_TAG: Final = late_pattern(r"\{%[-+]?\s*(\w*)")
_PLAIN_TAGS: Final = frozenset(("if", "elif", "else", "endif"))
_OPENS: Final = late_pattern(r"\(")
_CALLED: Final = late_pattern(r"\s*([\w.\])\"'|]+)")  # from the bracket backwards
_BEFORE: Final = 100  # characters before a bracket in which the called name stands
_NAME: Final = late_pattern(r"\|?[A-Za-z_]\w*")


def odd_source(source: str) -> tuple[int, str] | None:
    """The line of what makes a template too large to be parsed, and why; ``None`` if it is not too large."""
    if len(source) > LARGEST:
        return 1, f"has more than {LARGEST:,} letters, which no template has"
    digits = _DIGITS.search(source)
    return (source.count("\n", 0, digits.start()) + 1, "holds a number that is larger than any") if digits else None


def odd_tree(tree: nodes.Template) -> tuple[int, str] | None:
    """The line of what is too large or too deep in a template, and what it is. It works without recursion."""
    level: list[nodes.Node] = [tree]
    count = depth = 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > _DEEPEST:
            return level[0].lineno, f"has more than {_DEEPEST} levels within one another"
        if count > _MOST_NODES:
            return level[0].lineno, f"holds more than {_MOST_NODES:,} words and values, which no template does"
        for node in level:
            if isinstance(node, nodes.Const) and (odd := _odd_constant(node.value)):
                return node.lineno, odd
        level = [child for node in level for child in node.iter_child_nodes()]
    return None


def _odd_constant(value: object) -> str:
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"holds a text in quotation marks of more than {_LONGEST:,} letters"
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "holds half a character, which cannot be written"
    large = isinstance(value, int | float) and not abs(value) <= _GREATEST  # infinity and NaN are refused too
    return "holds a number that is larger than any" if large else ""


def seems_bounded(source: str) -> bool:
    """Whether a template's text alone shows that it is bounded. In doubt it says no, and the tree decides."""
    tags = all(match[1] in _PLAIN_TAGS for match in _TAG.finditer(source))
    return tags and all(_is_plain_call(source, match.start()) for match in _OPENS.finditer(source))


def _is_plain_call(source: str, bracket: int) -> bool:
    """Whether a plain name, or nothing that could be called, stands before a bracket."""
    called = _CALLED.match(source[max(0, bracket - _BEFORE) : bracket][::-1])
    return called is None or (_NAME.fullmatch(called[1][::-1]) is not None and len(called[0]) < _BEFORE)


def unbounded(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """The lines of what could run for ever or fill the memory, each with what it is."""
    for node in tree.find_all(_UNBOUNDED):
        yield node.lineno, f"'{type(node).__name__.lower()}' is not used in templates"
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name):
            yield call.lineno, "a template calls nothing but the functions that it is given"


# Marks: what a template asks for, in its text: a claim here, a person's data there.
#
# A template is rendered to a string in which every value is a mark, a private-use character with a number, and only
# the template's own words are plain. So nothing that a person typed is read as structure, and the program knows whose
# every word is. Private-use characters in templates and data are refused or removed before they get here.

VALUE, STOP, PARAGRAPH = "\ue000", "\ue004", "\ue005"
_MARK = late_pattern(f"{VALUE}([0-9]+){STOP}")
_PRIVATE = late_pattern("[\ue000-\uf8ff]")
_BLANK_LINES = late_pattern(r"\n([ \t]*\n)+")


class TemplateWords(NamedTuple):
    """The template's own words."""

    text: str


class Data(NamedTuple):
    """A value that was put in: never read as structure or as template. With ``url`` it is a link."""

    text: str
    url: str = ""


class Tell(NamedTuple):
    """Facts to be told together, in order, by their ids. They are told as history beside the facts in ``since``.

    With ``ahead`` they stand at the beginning of their paragraph, and matter less than what the template places there.
    """

    facts: tuple[str, ...]
    since: tuple[str, ...] = ()
    ahead: bool = False


class Short(NamedTuple):
    """The next claim is said with the approved answer that rests on it."""

    fact: str


class SumUp(NamedTuple):
    """An approved sentence that rests on claims. It is said if the letter tells all of them."""

    text: str


class Gap(NamedTuple):
    """A question that the documents leave open, as an indirect question: 'who might bid elsewhere'.

    It is not said if one of the facts in ``unless`` is told.
    """

    question: str
    unless: tuple[str, ...] = ()


class Rubs(NamedTuple):
    """Claims that conflict ("rub"), by their id in words.yaml.

    ``answer`` is the first claim, if it is said with its answer.
    """

    id: str
    answer: str = ""


class Turn(NamedTuple):
    """Words before the next frame: 'On the regulations'."""

    text: str


class Vary(NamedTuple):
    """Several ways of saying the same. A text has the first of them, which its own key chose; or another, where the
    first would begin as the sentence before it does.
    """

    options: tuple[str, ...]


class Rest(NamedTuple):
    """The facts that are entered on the topics and are told nowhere above, by the plain plan."""

    topics: tuple[str, ...]


class InFull(NamedTuple):
    """What follows is told only in letters of full length."""


Node: TypeAlias = "TemplateWords | Data | Tell | Short | SumUp | Gap | Rubs | Turn | Vary | Rest | InFull"


@dataclass(slots=True)
class Marks:
    """The values behind the marks of one rendering."""

    values: list[Node] = field(default_factory=list)

    def put(self, value: Node) -> Markup:
        """A mark that stands for the value."""
        self.values.append(value)
        return Markup(f"{VALUE}{len(self.values) - 1}{STOP}")  # noqa: S704 - digits between two marks

    def paragraphs(self, text: str) -> list[tuple[Node, ...]]:
        """The rendered text as paragraphs of nodes. Empty paragraphs are left out."""
        return [nodes for block in text.split(PARAGRAPH) if (nodes := self._nodes(block))]

    def _nodes(self, text: str) -> tuple[Node, ...]:
        nodes: list[Node] = []
        for number, piece in enumerate(_MARK.split(text)):
            if number % 2:
                nodes.append(self.values[int(piece)])
            elif piece.strip() or (nodes and piece):
                nodes.append(TemplateWords(piece))
        if all(isinstance(node, TemplateWords) and not node.text.strip() for node in nodes):
            return ()
        return tuple(nodes)


def mark_paragraphs(source: str) -> str:
    """A template's source with every blank line marked; lines keep their numbers. Raises ValueError on a mark."""
    stray = _PRIVATE.search(source)
    if stray is not None:
        raise ValueError(source.count("\n", 0, stray.start()) + 1)
    return _BLANK_LINES.sub(lambda m: f"\n{PARAGRAPH}" + "\n" * (m[0].count("\n") - 1), source)


# Rendering: a template may use the names in ``names`` and a handful of filters. There is no ``range``, no
# multiplication and no way to another file, so that no template runs for ever.

SUFFIX = ".md.j2"
SAID = "said"  # the template for a topic of which all is told under others
CORRECTION = "correction.md.j2"
_FILTERS = ("first", "last", "length", "lower", "upper")
_MARKS_NAME = "marks of this rendering"  # no template can spell a name with spaces


class TemplateMistake(Exception):
    """A function of a template was given something that it cannot use; becomes a problem at the template's line."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


class TooLarge(jinja2.TemplateSyntaxError):
    """A template is larger than any real one."""


class _Environment(SandboxedEnvironment):
    intercepted_binops = frozenset(("*", "**", "%"))

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """A template's source with its blank lines, which begin paragraphs, marked."""
        try:
            return mark_paragraphs(str(source))
        except ValueError as failure:
            line = int(str(failure))
            raise jinja2.TemplateSyntaxError("holds a private-use character", line, name, filename) from None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree, within limits, so that compiling and walking it are safe."""
        odd = odd_source(source)
        if odd is None:
            tree = super()._parse(source, name, filename)
            odd = odd_tree(tree)
            if odd is None:
                return tree
        line, message = odd
        raise TooLarge(message, line, name, filename)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(f"'{operator}' is not used in templates")


class _Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates in a folder. If one cannot be written, the user need not know."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


@jinja2.pass_context
def _as_mark(context: Context, value: Any) -> Markup:
    if isinstance(value, Markup):
        return value
    if isinstance(value, jinja2.Undefined):
        str(value)  # a strict undefined refuses to be printed
    marks: Marks = context[_MARKS_NAME]
    return marks.put(Data(str(value)))


@lru_cache(maxsize=256)
def _parsed(environment: SandboxedEnvironment, source: str, path: str) -> nodes.Template | jinja2.TemplateSyntaxError:
    """Parse a source once, however many letters are reviewed, and however many rules ask for one that is broken."""
    try:
        return environment.parse(source, name=path)
    except jinja2.TemplateSyntaxError as error:
        return error.with_traceback(None)


def _tree(environment: SandboxedEnvironment, source: str, path: str) -> nodes.Template:
    found = _parsed(environment, source, path)
    if isinstance(found, jinja2.TemplateSyntaxError):
        raise found.with_traceback(None)  # else each raising would add to it
    return found


@dataclass(frozen=True)
class Templates:
    """The templates of an office, laid over those that came with the program, if it uses any of them."""

    layers: Layers
    environment: SandboxedEnvironment
    _bounded: set[str] = field(default_factory=set, compare=False, repr=False)
    _made: dict[tuple[object, ...], Any] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[tuple[str, str], tuple[object, str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def under(cls, folder: Path, name: str = "templates", cache: Path | None = None) -> Templates:
        """The templates in one folder, which problems call ``name``; otherwise like ``over``."""
        return cls.over(Layers.alone(folder, name), cache)

    @classmethod
    def over(cls, layers: Layers, cache: Path | None = None) -> Templates:
        """The templates of some layers. ``cache`` is a folder of the user's own for compiled templates."""
        folders = [layer.folder for layer in reversed(layers.layers)]
        environment = _Environment(
            loader=jinja2.FileSystemLoader(folders, encoding="utf-8-sig"),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            optimized=False,  # optimising works out constants while compiling, however large they become
            finalize=_as_mark,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_Compiled(str(cache)) if cache is not None else None,
        )
        environment.globals.clear()
        environment.filters = {name: environment.filters[name] for name in _FILTERS}
        return cls(layers, environment)

    @property
    def folder(self) -> Path:
        """The office's own folder."""
        return self.layers.own.folder

    @property
    def name(self) -> str:
        """What problems call the office's own folder."""
        return self.layers.own.name

    def file(self, path: str) -> Path:
        """The file of a template."""
        return self.layers.find(path)

    def has(self, path: str) -> bool:
        """Whether there is such a template."""
        return self.file(path).is_file()

    def paths(self) -> list[str]:
        """Every template of the layers, also those behind links, in the form that ``render`` takes."""
        found = set()
        for layer in self.layers.layers:
            root = str(layer.folder)
            for folder, _, files in os.walk(root, followlinks=True):
                mine = [name for name in files if name.endswith(SUFFIX)]
                within = "" if folder == root else f"{Path(folder[len(root) + 1 :]).as_posix()}/"
                found |= {f"{within}{name}" for name in mine}
        return sorted(path for path in found if self.layers.is_shown(path))

    def named(self, folder: str) -> tuple[str, ...]:
        """The names of the templates in a folder below this one."""
        found = {p.name for layer in self.layers.layers for p in (layer.folder / folder).glob(f"*{SUFFIX}")}
        return tuple(sorted(name.removesuffix(SUFFIX) for name in found))

    def tree(self, path: str) -> nodes.Template:
        """A template's syntax tree, for reading only.

        Raises the errors of reading and parsing: ``OSError``, ``UnicodeDecodeError``, ``RecursionError``,
        ``jinja2.TemplateSyntaxError``.
        """
        return _tree(self.environment, self.source(path), path)

    def once(self, kind: type[MadeT], path: str, make: Callable[[nodes.Template], MadeT]) -> MadeT:
        """What is made of a template's syntax tree, made once while the template stays as it is. Raises like
        ``tree``.
        """
        source = self.source(path)
        key = (kind, path, source)
        if key not in self._made:
            self._made[key] = make(_tree(self.environment, source, path))
        made: MadeT = self._made[key]
        return made

    def rendered_once(self, key: tuple[object, ...], render: Callable[[], MadeT]) -> MadeT:
        """What ``render`` makes of a template and of the values in ``key``, made once: a template that was rendered
        stays as it was.
        """
        if key not in self._made:
            self._made[key] = render()
        made: MadeT = self._made[key]
        return made

    def source(self, path: str) -> str:
        """A template as it is written. One that is far too large is not even read. Raises like ``tree``."""
        return self._text(path, "strict")

    def _text(self, path: str, errors: str) -> str:
        """A template's text, read once while its file stays as it is. A letter asks for each many times."""
        file = self.file(path)
        found = file.stat()
        if found.st_size > 4 * LARGEST:
            raise TooLarge(f"has more than {LARGEST:,} letters, which no template has", 1, path)
        mark = (file, found.st_mtime_ns, found.st_size, found.st_ino)
        known = self._read.get((path, errors))
        if known is None or known[0] != mark:
            known = self._read[path, errors] = mark, file.read_text(encoding="utf-8-sig", errors=errors)
        return known[1]

    def unbounded(self, path: str) -> list[Problem]:
        """What in a template could run for ever or fill the memory; it is refused. Raises like ``tree``."""
        if seems_bounded(self.source(path)):
            return []  # true of nearly all; parsing would take longer than the letter
        return [Problem(self.where(path, line), "unusual-template", what) for line, what in unbounded(self.tree(path))]

    def where(self, path: str, line: int = 1) -> Where:
        """A place in a template."""
        return Where(self.layers.called(path), line, 1)

    def text(self, path: str) -> str:
        """A template as it is written; empty if it cannot be read, which ``render`` reports."""
        try:
            return self._text(path, "replace")
        except (OSError, TooLarge):
            return ""

    def where_text(self, path: str, text: str) -> Where:
        """The place of some words, however the lines are broken; the template's beginning if they are not there."""
        pattern = r"\s+".join(map(re.escape, text.split()))
        source = self.text(path)
        match = re.search(pattern, source)
        return self.where(path, source.count("\n", 0, match.start()) + 1 if match else 1)

    def render_bounded(self, path: str, names: Mapping[str, Any], marks: Marks) -> str:
        """Like ``render``, for a template that is sure to end. Any other is refused before any part of it runs."""
        if path not in self._bounded:
            try:
                problems = self.unbounded(path)
            except Exception as failure:  # noqa: BLE001 - as in 'render'
                raise ProblemsFound([self._problem(path, names, failure)]) from None
            if problems:
                raise ProblemsFound(problems)
            self._bounded.add(path)
        return self.render(path, names, marks)

    def render(self, path: str, names: Mapping[str, Any], marks: Marks) -> str:
        """The template's text with marks for values. Raises ProblemsFound with the template's own line."""
        try:
            template = self.environment.get_template(path)
            return template.render({**names, _MARKS_NAME: marks})
        except Exception as failure:  # noqa: BLE001 - whatever a template does wrong is told, never thrown at the user
            raise ProblemsFound([self._problem(path, names, failure)]) from None

    def _problem(self, path: str, names: Mapping[str, Any], failure: Exception) -> Problem:  # noqa: C901 - a list of them
        where = self.where(path, self._line(path, failure))
        said = str(failure).splitlines()[0] if str(failure) else type(failure).__name__
        match failure:
            case TemplateMistake():
                return Problem(where, failure.rule, said, failure.hint)
            case TooLarge():
                return Problem(self.where(path, failure.lineno), "too-large", str(failure.message))
            case jinja2.TemplateSyntaxError():
                return Problem(self.where(path, failure.lineno), "template-syntax", said.rstrip("."))
            case jinja2.TemplateNotFound():
                return Problem(self.where(path, 0), "missing-template", f"there is no template '{failure.name}'")
            case jinja2.UndefinedError():
                unknown = said.partition("'")[2].partition("'")[0]
                return Problem(where, "undefined-name", said, nearest(unknown, names))
            case SecurityError():
                return Problem(where, "unsafe-template", said.rstrip("."))
            case RecursionError():
                return Problem(
                    where, "template-loop", "the template goes round in a circle: it includes or calls itself"
                )
            case MemoryError():
                return Problem(where, "too-large", "takes more memory than any template")
            case FileNotFoundError():
                return Problem(self.where(path, 0), "missing-template", f"there is no template '{path}'")
            case UnicodeDecodeError():
                return Problem(where, "not-utf-8", "is not UTF-8 text", "save the file with encoding UTF-8")
            case OSError():
                return Problem(self.where(path, 0), "unreadable-file", f"cannot be read: {reason_of(failure)}")
        return Problem(where, "template-error", f"cannot be rendered: {said}")

    def _line(self, path: str, failure: Exception) -> int:
        line, trace = 1, failure.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.endswith(path):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


# Names: the functions and values that a letter's template may use, and no others.

OLD = timedelta(days=90)  # if a letter rests on nothing newer than this, its drafter is told to look for later papers
HALF_A_YEAR = timedelta(days=180)  # from this age of the newest paper on, the reader is told how old it is
_MANY_ASKED: Final = 3  # questions and fears


@dataclass(frozen=True)
class TemplateContext:
    """What is at hand when one letter is composed: the request, and everything that the letter may draw on."""

    request: LetterRequest
    topics: tuple[Topic, ...]
    subject: Subject
    base: FactBase
    day: Timeline
    templates: Templates
    office: Office

    @cached_property
    def old(self) -> bool:
        """Whether everything that can be cited on the subject is half a year old by the day, or older.

        What such papers say of the present may no longer be so. A letter is not old where no fact was entered on its
        topics, since it then quotes no paper.
        """
        topics = {topic.id for topic in self.topics}
        mine = (fact for fact in self.day.facts.values() if fact.subject == self.subject.id)
        if topics and not any(topics.intersection(fact.topics) for fact in mine):
            return False
        return self.day.date - self.newest(self.subject.id) > HALF_A_YEAR

    @cached_property
    def declined(self) -> bool:
        """Whether the reader wants acts, and the member will do none of them, as decided by the letter's day."""
        return are_declined(self.request.wants, self.base, self.office, self.request.date)

    def newest(self, subject: str) -> date:
        """The day of the newest paper on a subject that can be cited; the letter's own where there is none."""
        if subject not in self._newest:
            self._newest[subject] = self._newest_of(subject)
        return self._newest[subject]

    @cached_property
    def _newest(self) -> dict[str, date]:
        """The newest paper's day by subject, as far as it was asked for: every template's words may name it."""
        return {}

    def _newest_of(self, subject: str) -> date:
        mine = [fact for fact in self.day.facts.values() if fact.subject == subject]
        papers = [self.day.sources[id_] for id_ in {cite.source for fact in mine for cite in fact.cites}]
        usable = [one.issued.latest for one in papers if one.issued.latest <= self.day.date and self.may_cite(one)]
        return max(usable, default=self.day.date)

    def may_cite(self, source: Source) -> bool:
        """Whether a letter of this office may rest on a document. A party's paper is for offices of that party only."""
        return source.side is not Side.PARTY or (bool(self.office.party) and source.party == self.office.party)

    def series(self, name: str) -> str:
        """The series that a template of this subject means by a name; empty where there is none."""
        known = {fact.series for fact in self.day.facts.values() if fact.series}
        own = qualified(name, self.subject.id)
        return own if own in known else name if name in known else ""

    def may_tell(self, fact: Fact) -> bool:
        """Whether a fact may be told as current: it holds on this day, is for this side, and is no overdue plan."""
        return self.day.holds(fact) and self._sided(fact) and not self.is_overdue(fact)

    def may_say(self, answer: Answer) -> bool:
        """Whether an answer may be said on this day and for this side, if all that it rests on is told."""
        if not answer.suits(old=self.old) or (answer.elsewhere and not self.is_elsewhere(answer.elsewhere)):
            return False
        return all(self.may_tell(self.base.facts[id_]) for id_ in answer.rests_on)

    def is_elsewhere(self, places: Iterable[str]) -> bool:
        """Whether the office says in which areas its constituency lies, and none of them is one of these places."""
        ours = [place.casefold() for place in (*self.office.areas, self.office.constituency)]
        named = [place.casefold() for place in places]
        here = any(names_place(one, mine) or names_place(mine, one) for one in named for mine in ours)
        return bool(self.office.areas) and not here

    def may_tell_of(self, fact: Fact) -> bool:
        """Whether a fact may be told as dated history: it no longer holds, or its day has passed."""
        passed = self.day.is_history(fact) or (self.day.holds(fact) and self.is_overdue(fact))
        return passed and self._sided(fact)

    def is_overdue(self, fact: Fact) -> bool:
        """Whether a plan should have been reviewed by now, so that nobody knows whether it still stands."""
        return fact.kind is FactKind.PLAN and is_due(fact, self.day.date)

    def _sided(self, fact: Fact) -> bool:
        return all(self.may_cite(self.day.sources[cite.source]) for cite in fact.cites)


@dataclass(frozen=True)
class _Says:
    """The functions of one rendering that put a mark where something is to be said."""

    desk: TemplateContext
    marks: Marks
    values: Mapping[str, str]
    number: list[int]  # the rest of the text's number
    topics: tuple[Topic, ...]

    def claims(self, *ids: str) -> Markup:
        """Facts, told together: those that hold on the letter's date."""
        return self.marks.put(Tell(self._ids(ids)))

    def first(self, *options: Any) -> Markup:
        """The first fact that holds, or the first of several lists whose first fact holds."""
        lists = [self._ids(one) for one in options]
        found = next((ids for ids in lists if ids and self.desk.may_tell(self.desk.day.facts[ids[0]])), ())
        return self.marks.put(Tell(found))

    def series(self, name: str) -> Markup:
        """The fact of a series that holds."""
        line = self.desk.series(name)
        if not line:
            known = {f.series for f in self.desk.day.facts.values() if f.series}
            hint = nearest(name, known) or f"known: {', '.join(sorted(known))}"
            raise TemplateMistake("unknown-series", f"there is no series '{name}'", hint)
        holding = self.desk.day.holding.get(line)
        return self.marks.put(Tell((holding.id,) if holding is not None else ()))

    def history(self, *ids: str, since: Any = ()) -> Markup:
        """Facts that held once, beside what is known since."""
        beside = self._ids(since)
        if not beside:
            hint = 'history("planned", since="not-launched")'
            raise TemplateMistake("history-alone", "history is told only beside what is known since", hint)
        return self.marks.put(Tell(self._ids(ids), beside))

    def answer(self, name: str) -> Markup:
        """A fact, or the current one of a series, after the approved answer that rests on it, if there is one."""
        ids = self._holding(name)
        answered = bool(ids) and bool(self.desk.subject.short_answer(ids[0]))
        return self.marks.put(Short(ids[0]) if answered else Tell(ids))

    def ahead(self, name: str) -> Markup:
        """A fact, or the current one of a series, told at the beginning of the paragraph, though it matters less than
        what the template places before it.
        """
        return self.marks.put(Tell(self._holding(name), ahead=True))

    def _holding(self, name: str) -> tuple[str, ...]:
        """A fact by its id, or the current one of a series, if there is one."""
        if not (line := self.desk.series(name)):
            return self._ids(name)
        holding = self.desk.day.holding.get(line)
        return (holding.id,) if holding is not None else ()

    def sum_up(self, text: str) -> Markup:
        """An approved sentence that sums up claims. It is left out if one of them is not told."""
        known = [one.text for one in self.desk.subject.answers if one.is_whole]
        if text.strip() not in known:
            hint = nearest(text.strip(), known) or "write it under 'answers', with the facts that it rests on"
            raise TemplateMistake("unknown-answer", f"words.yaml has no answer '{text.strip()}'", hint)
        return self.marks.put(SumUp(text.strip()))

    def gap(self, question: str, unless: Any = ()) -> Markup:
        """That the documents leave a question open, unless one of these facts is told."""
        return self.marks.put(Gap(question.strip().rstrip(".?"), self._ids(unless)))

    def rub(self, id_: str, *, answer: str = "") -> Markup:
        """Claims that conflict, set side by side. ``answer`` is the first, if its approved answer comes before."""
        known = {one.id: one for one in self.desk.subject.rubs}
        if id_ not in known:
            hint = nearest(id_, known) or f"known: {', '.join(known)}"
            raise TemplateMistake("unknown-rub", f"words.yaml has no rub '{id_}'", hint)
        return self.marks.put(Rubs(id_, answer))

    def turn(self, text: str) -> Markup:
        """Words before the next frame, which begins a paragraph."""
        return self.marks.put(Turn(text.strip().rstrip(",")))

    def vary(self, *texts: str) -> Markup:
        """One of several ways of saying the same, chosen by the text's number, so that similar letters differ."""
        which = divmod(self.number.pop(), len(texts))
        self.number.append(which[0] or which[1])
        chosen = texts[which[1] :] + texts[: which[1]]
        return self.marks.put(Vary(tuple(filled(text, self.values) for text in chosen)))

    def rest(self) -> Markup:
        """Every fact that is entered on the topic and is not told above."""
        return self.marks.put(Rest(tuple(topic.id for topic in self.topics)))

    def in_full(self) -> Markup:
        """What follows is told only in letters of full length."""
        return self.marks.put(InFull())

    def _ids(self, given: Any) -> tuple[str, ...]:
        ids = (given,) if isinstance(given, str) else tuple(given)
        return tuple(_fact(self.desk.day.facts, id_).id for id_ in ids)


def vocabulary(
    desk: TemplateContext,
    topics: tuple[Topic, ...],
    marks: Marks,
    *,
    invited: bool = False,
    feared: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """The names of one rendering: functions that say something, functions that only ask, and a few values.

    ``topics`` are those that the template speaks of; ``asked`` is whether any question or fear belongs to them.
    ``others`` is how many more topics the letter has, ``many`` whether it has three questions and fears or more,
    ``declined`` whether the member will do nothing of what the reader wants, ``thanking`` whether the reader is thanked
    for their "work", for telling of somebody's "health", or for something "else"; empty if for nothing. ``newest`` is
    the month of the newest paper, ``ago`` how long ago that was, and ``old`` whether it is half a year or more.
    ``invited`` is whether it has said what its reader can do. ``fears`` knows of those ``feared``, by default of all.
    ``elsewhere`` is given places, and true where the office says in which areas its constituency lies, and none of them
    is one of these.
    """
    concern, names_subject = only_concern(desk)
    kind = "question" if desk.request.asks else "worry"
    values = {
        **dict.fromkeys(("question", "worry", "bare_question", "bare_worry"), ""),
        kind if names_subject else f"bare_{kind}": concern,
        "subject": desk.subject.name,
        "about": topics_in_words(desk.topics),
        "newest": month_in_words(desk.newest(desk.subject.id)),
        "ago": ago(desk.newest(desk.subject.id), desk.day.date),
        "constituency": desk.office.constituency,
        "member": desk.office.member,
    }
    says = _Says(desk, marks, values, [number_of(desk)], topics)
    functions: tuple[Callable[..., Any], ...] = (
        says.claims, says.first, says.series, says.ahead, says.history, says.answer, says.sum_up, says.gap, says.rub,
        says.turn, says.vary, says.rest, says.in_full,
    )  # fmt: skip
    concerns = (*desk.request.asks, *desk.request.fears)
    return {
        **{function.__name__: function for function in functions},
        **asking(desk, topics, desk.request.fears if feared is None else feared),
        **values,
        "count": len(topics),
        "old": desk.old,
        "many": len(concerns) >= _MANY_ASKED,
        "declined": desk.declined,
        "thanking": kind_of_thanks(desk.request.thanks),
        "brief": desk.request.length is Length.BRIEF,
        "others": len(desk.topics) - len(topics),
        "invited": invited,
        "worried": bool(desk.request.fears),
        "asked": any(one.partition(".")[0] in {topic.id for topic in topics} for one in concerns),
        "topics": [topic.name for topic in topics],
    }


def number_of(desk: TemplateContext) -> int:
    """A number of the text. Other topics, another day, length or side give another number, far from this one."""
    known = list(desk.base.topics)
    mask = sum(1 << known.index(topic.id) for topic in desk.topics)
    asked = sum(map(len, (*desk.request.asks, *desk.request.fears, *desk.request.wants)))
    side = len(desk.office.side)
    lengths = {Length.BRIEF: 0, Length.STANDARD: 1, Length.FULL: 2}
    return mask * 37 + desk.day.date.toordinal() * 53 + lengths[desk.request.length] * 29 + side * 101 + asked * 7


def only_concern(desk: TemplateContext) -> tuple[str, bool]:
    """What a letter's first sentence may repeat of its request: its one question, or its one fear, and whether that
    names the subject.

    Empty where the request is for more, or for an act.
    """
    asks, fears, wants = desk.request.asks, desk.request.fears, desk.request.wants
    named = {name.partition(".")[0] for name in (*asks, *fears)}
    if wants or len(asks) + len(fears) != 1 or named != {topic.id for topic in desk.topics}:
        return "", False
    texts = [
        one.text
        for topic in desk.topics
        for one in (*topic.questions, *topic.fears)
        if f"{topic.id}.{one.id}" in (*asks, *fears)
    ]
    whole = named_in_full(texts[0], desk.subject)
    return whole, whole != texts[0]


MANY = "so many sides of this"  # the subject of a letter on four concerns or more


def topics_in_words(topics: Sequence[Topic]) -> str:
    """What a letter is about, in a few words: "private companies and money"."""
    names = [topic.about for topic in topics]
    if len(names) > 3:
        return MANY
    return listed(names) or "this"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values that it names: "about {subject}"."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def asking(desk: TemplateContext, topics: tuple[Topic, ...], feared: tuple[str, ...]) -> dict[str, Any]:
    """The functions that ask: about the day, and about the constituent's questions, fears and wishes."""

    def of(given: tuple[str, ...], kind: str) -> Callable[..., bool]:
        def asked(*ids: str) -> bool:
            known = {concern.id for topic in topics for concern in getattr(topic, kind)}
            for id_ in ids:
                if id_ not in known:
                    hint = nearest(id_, known) or f"known: {', '.join(sorted(known)) or 'none'}"
                    message = f"there is none '{id_}' among the {kind} of the topic"
                    raise TemplateMistake("unknown-question", message, hint)
            return any(f"{topic.id}.{id_}" in given for topic in topics for id_ in ids)

        return asked

    def holds(name: str) -> bool:
        if line := desk.series(name):
            holding = desk.day.holding.get(line)
            return holding is not None and desk.may_tell(holding)
        return desk.may_tell(_fact(desk.day.facts, name))

    def wants(id_: str) -> bool:
        (action,) = known_as((id_,), NameKind.ACTION, desk.base, desk.subject.id)
        if action not in desk.base.actions:
            hint = nearest(id_, desk.base.actions)
            raise TemplateMistake("unknown-action", f"there is no action '{id_}'", hint)
        return action in desk.request.wants

    def elsewhere(*places: str) -> bool:
        return desk.is_elsewhere(places)

    return {
        "holds": holds,
        "elsewhere": elsewhere,
        "asks": of(desk.request.asks, "questions"),
        "fears": of(feared, "fears"),
        "wants": wants,
    }


def names_place(text: str, place: str) -> bool:
    """Whether a text names a place, as a word or words of its own: not Bath in "Bathgate"."""
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text) is not None


def _fact(facts: Mapping[str, Fact], id_: object) -> Fact:
    if id_ not in facts:
        raise TemplateMistake("unknown-fact", f"there is no fact '{id_}'", nearest(str(id_), facts))
    return facts[str(id_)]
