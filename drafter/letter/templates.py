"""The templates: Jinja in a sandbox, undefined names refused, every value a mark.

What a template may use is what ``names`` says, and a handful of filters. There is no ``range``, no multiplication and
no way to another file, so that none runs for ever.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from drafter.letter.bounds import LARGEST, odd_source, odd_tree, seems_bounded, unbounded
from drafter.letter.marks import Data, Marks, mark_paragraphs
from drafter.problems import Problem, ProblemsFound, Where, nearest

SUFFIX = ".md.j2"
CORRECTION = "correction.md.j2"
_FILTERS = ("first", "last", "length", "lower", "upper")
_MARKS_NAME = "marks of this rendering"  # no template can spell a name with spaces


class TemplateMistake(Exception):
    """A function of a template was given what it cannot use; becomes a problem at the template's line."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


class TooLarge(jinja2.TemplateSyntaxError):
    """A template is larger than any that says words and facts."""


class _Paragraphs(Extension):
    """Marks the blank lines of a template, which begin paragraphs."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        try:
            return mark_paragraphs(source)
        except ValueError as failure:
            line = int(str(failure))
            raise jinja2.TemplateSyntaxError("holds a private-use character", line, name, filename) from None


class _Environment(SandboxedEnvironment):
    intercepted_binops = frozenset(("*", "**", "%"))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree, bounded: what is made of it, and what walks it, need not be afraid of it."""
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
    """Compiled templates in a folder; one that cannot be written is no problem of the user's."""

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
def _parsed(environment: SandboxedEnvironment, source: str, path: str) -> nodes.Template:
    """A source is parsed once, however many letters are reviewed."""
    return environment.parse(source, name=path)


@dataclass(frozen=True)
class Templates:
    """The templates under a folder. ``name`` is how problems call the folder."""

    folder: Path
    name: str
    environment: SandboxedEnvironment
    _bounded: set[str] = field(default_factory=set, compare=False, repr=False)

    @classmethod
    def under(cls, folder: Path, name: str = "templates", cache: Path | None = None) -> Templates:
        """The templates of an office. ``cache`` is a folder of the user's own where compiled ones are kept."""
        environment = _Environment(
            loader=jinja2.FileSystemLoader(folder, encoding="utf-8"),
            undefined=jinja2.StrictUndefined,
            autoescape=True,
            optimized=False,  # which would work out constants while compiling, however large what comes of them
            finalize=_as_mark,
            extensions=[_Paragraphs],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_Compiled(str(cache)) if cache is not None else None,
        )
        environment.globals.clear()
        environment.filters = {name: environment.filters[name] for name in _FILTERS}
        return cls(folder, name, environment)

    def has(self, path: str) -> bool:
        """Whether there is such a template."""
        return (self.folder / path).is_file()

    def paths(self) -> list[str]:
        """Every template below the folder, those behind links too, as ``render`` takes them."""
        found = []
        for folder, _, files in os.walk(self.folder, followlinks=True):
            found += [Path(folder, name).relative_to(self.folder).as_posix() for name in files if name.endswith(SUFFIX)]
        return sorted(found)

    def named(self, folder: str) -> tuple[str, ...]:
        """The names of the templates in a folder below this one."""
        return tuple(sorted(p.name.removesuffix(SUFFIX) for p in (self.folder / folder).glob(f"*{SUFFIX}")))

    def tree(self, path: str) -> nodes.Template:
        """A template's syntax tree, to be read and not changed.

        Raises what reading and parsing raise: ``OSError``, ``UnicodeDecodeError``, ``RecursionError``,
        ``jinja2.TemplateSyntaxError``.
        """
        return _parsed(self.environment, self._source(path), path)

    def _source(self, path: str) -> str:
        """A template as it is written; not even read where it is far too large. Raises as ``tree`` does."""
        file = self.folder / path
        if file.stat().st_size > 4 * LARGEST:
            raise TooLarge(f"has more than {LARGEST:,} letters, which no template has", 1, path)
        return file.read_text(encoding="utf-8")

    def unbounded(self, path: str) -> list[Problem]:
        """What in a template could run for ever or fill the memory: it is refused, and not run. Raises as ``tree``."""
        if seems_bounded(self._source(path)):
            return []  # as nearly all are; a tree would take longer than the letter
        return [Problem(self.where(path, line), "unusual-template", what) for line, what in unbounded(self.tree(path))]

    def where(self, path: str, line: int = 1) -> Where:
        """A place in a template."""
        return Where(f"{self.name}/{path}", line, 1)

    def text(self, path: str) -> str:
        """A template as it is written; empty where it cannot be read, which ``render`` tells."""
        try:
            if (self.folder / path).stat().st_size > 4 * LARGEST:
                return ""
            return (self.folder / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def where_text(self, path: str, text: str) -> Where:
        """The place of some words, however the lines are broken; the template's beginning where they are not there."""
        pattern = r"\s+".join(map(re.escape, text.split()))
        source = self.text(path)
        match = re.search(pattern, source)
        return self.where(path, source.count("\n", 0, match.start()) + 1 if match else 1)

    def render_bounded(self, path: str, names: Mapping[str, Any], marks: Marks) -> str:
        """As ``render``, of a template that can only end soon; another is refused before anything of it is run."""
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
        """The template's text with marks for values; raises ProblemsFound, with the template's own line."""
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
                return Problem(self.where(path, 0), "unreadable-file", f"cannot be read: {failure.strerror}")
        return Problem(where, "template-error", f"cannot be rendered: {said}")

    def _line(self, path: str, failure: Exception) -> int:
        line, trace = 1, failure.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename.endswith(path):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line
