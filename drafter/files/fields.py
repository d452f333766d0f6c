"""A mapping's fields, converted one by one; what does not fit becomes a problem with its line, and work goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from drafter.files.located_yaml import Document, Key, Value
from drafter.problems import Problem, Where, nearest

_TOLD = 100  # of one mistake in one place: who makes it more often sees how


@dataclass(frozen=True)
class Fields:
    """The fields under ``keys`` of a document. A method that fails adds to ``problems`` and returns an empty value."""

    document: Document
    keys: tuple[Key, ...]
    value: dict[str, Value]
    problems: list[Problem]

    def problem(self, rule: str, message: str, *keys: Key, hint: str = "") -> None:
        """Say that something is wrong with the value under these keys."""
        self.problems.append(Problem(self.where(*keys), rule, message, hint))

    def where(self, *keys: Key) -> Where:
        """The place of the value under these keys."""
        return self.document.where(*self.keys, *keys)

    @property
    def entry(self) -> Where:
        """The place of the entry of the document's list that these fields belong to."""
        return self.document.entries[int(self.keys[0])]

    def allow(self, names: Iterable[str]) -> None:
        """Refuse every field whose name is not among these."""
        names = tuple(names)
        unknown = [name for name in self.value if name not in names]
        for name in unknown[:_TOLD]:
            where = self.document.where_key(*self.keys, name)
            hint = nearest(name, names) or f"known here: {', '.join(names)}"
            self.problems.append(Problem(where, "unknown-field", f"there is no field '{name[:80]}'", hint))

    def text(self, name: str, *, required: bool = False) -> str:
        """A text, its white space folded; refused where it holds a list or a mapping."""
        value = self.value.get(name)
        if value is None:
            if required:
                self._missing(name)
            return ""
        if isinstance(value, str):
            folded = " ".join(value.split())
            if not folded and required:
                self._missing(name)
            return folded
        self.problem("wrong-type", f"'{name}' must be a text", name)
        return ""

    def lines(self, name: str) -> tuple[str, ...]:
        """A text of several lines, or a list of texts: the lines, without empty ones."""
        value = self.value.get(name)
        if isinstance(value, str):
            return tuple(line.strip() for line in value.splitlines() if line.strip())
        return self.texts(name)

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = self.value.get(name)
        if value is None:
            if required:
                self._missing(name)
            return ()
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list):
            self.problem("wrong-type", f"'{name}' must be a list", name)
            return ()
        found = []
        wrong = []
        for index, item in enumerate(value):
            if isinstance(item, str) and item.strip():
                found.append(" ".join(item.split()))
            else:
                wrong.append(index)
        for index in wrong[:_TOLD]:
            self.problem("wrong-type", f"each of '{name}' must be a text", name, index)
        return tuple(found)

    def choice(self, name: str, known: Iterable[str], rule: str, *, default: str = "") -> str:
        """One of a few known words."""
        value = self.text(name, required=not default)
        known = tuple(known)
        if value and value not in known:
            hint = nearest(value, known) or f"known: {', '.join(known)}"
            self.problem(rule, f"'{value}' is not a known {name}", name, hint=hint)
            return ""
        return value or default

    def day(self, name: str, *, required: bool = False) -> date | None:
        """A day, written 2018-07-10."""
        value = self.text(name, required=required)
        return self.parse_day(value, name) if value else None

    def parse_day(self, value: str, *keys: Key) -> date | None:
        """The day that a text names; the problem is told at ``keys``."""
        try:
            if len(value) != len("2018-07-10"):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            hint = "write year-month-day: 2018-07-10"
            self.problem("impossible-date", f"'{value}' is not a day of the calendar", *keys, hint=hint)
            return None

    def number(self, name: str) -> int | None:
        """A whole number from 1 up."""
        value = self.text(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) < 7 and int(value) > 0:
            return int(value)
        self.problem("wrong-type", f"'{name}' must be a whole number from 1 up, not '{value}'", name)
        return None

    def each(self, name: str, *, required: bool = False) -> Iterator[Fields]:
        """The mappings in a list of mappings."""
        value = self.value.get(name)
        if value is None:
            if required:
                self._missing(name)
            return
        if not isinstance(value, list):
            self.problem("wrong-type", f"'{name}' must be a list", name)
            return
        if required and not value:
            self._missing(name)
        told = 0
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield Fields(self.document, (*self.keys, name, index), item, self.problems)
            elif told < _TOLD:
                told += 1
                self.problem("wrong-type", f"each of '{name}' must have fields of its own", name, index)

    def inner(self, name: str) -> Fields:
        """The fields of a mapping inside this one; none where it is missing."""
        value = self.value.get(name)
        if value is not None and not isinstance(value, dict):
            self.problem("wrong-type", f"'{name}' must have fields of its own", name)
            value = None
        return Fields(self.document, (*self.keys, name), value or {}, self.problems)

    def _missing(self, name: str) -> None:
        self.problem("missing-field", f"'{name}' is missing or empty")


def entries(document: Document, problems: list[Problem]) -> Iterator[Fields]:
    """The mappings of a document that is a list of mappings."""
    root: Any = document.root
    if root is None:
        return
    if not isinstance(root, list):
        problems.append(Problem(document.where(), "wrong-type", "must be a list: each entry begins with '- id:'"))
        return
    told = 0
    for index, item in enumerate(root):
        if isinstance(item, dict):
            yield Fields(document, (index,), item, problems)
        elif told < _TOLD:
            told += 1
            message = "each entry must have fields: '- id: ...'"
            problems.append(Problem(document.where(index), "wrong-type", message))


def mapping(document: Document, problems: list[Problem]) -> Fields:
    """The fields of a document that is one mapping."""
    root = document.root
    if not isinstance(root, dict):
        problems.append(Problem(document.where(), "wrong-type", "must hold fields: 'name: value', one to a line"))
        root = {}
    return Fields(document, (), root, problems)
