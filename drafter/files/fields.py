"""A mapping's fields, converted one by one. A wrong value becomes a problem with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from drafter.files.located_yaml import Document, Key, Value
from drafter.files.yaml_text import Shape
from drafter.frozen import dataclass
from drafter.problems import Problem, Where, nearest

_TOLD = 100  # the most problems about one mistake in one place


@dataclass(frozen=True)
class Fields:
    """The fields under ``keys`` of a document. A method that fails adds to ``problems`` and returns an empty value."""

    document: Document
    keys: tuple[Key, ...]
    value: dict[str, Value]
    problems: list[Problem]

    def problem(self, rule: str, message: str, *keys: Key, hint: str = "") -> None:
        """Report that something is wrong with the value under these keys."""
        self.problems.append(Problem(self.where(*keys), rule, message, hint))

    def where(self, *keys: Key) -> Where:
        """The place of the value under these keys."""
        return self.document.where(*self.keys, *keys)

    @property
    def entry(self) -> Where:
        """The place of the list entry that these fields belong to."""
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
        """A text with its white space folded; a list or a mapping is refused."""
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
        """The lines of a text of several lines, or of a list of texts, without empty ones."""
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
        """The day that a text names; its problem is reported at ``keys``."""
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
        """The fields of a mapping inside this one; empty if it is missing."""
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


# Tables of fields: reader, writer and schemas of one sort of entry all use them.

Conversion: TypeAlias = Callable[[Fields, str, bool], Any]
TEXT: Final = {"type": "string", "minLength": 1}
TEXTS: Final = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
# Editors' YAML readers make dates and numbers of values that drafter keeps as text, so the schema allows both.
DAY: Final = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "A day: 2018-07-10"}
NUMBER: Final = {"type": ["integer", "string"], "pattern": r"^[1-9]\d*$", "minimum": 1}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry.

    ``read`` converts it; its arguments are the entry's fields, the name, and whether the field is required. ``schema``
    is its JSON Schema, with ``about`` as its description. ``shape`` is how it is written.
    """

    name: str
    read: Conversion
    schema: Mapping[str, Any]
    required: bool = False
    about: str = ""
    shape: Shape = Shape.BEST


def text(
    name: str,
    *,
    required: bool = False,
    about: str = "",
    schema: Mapping[str, Any] = TEXT,
    shape: Shape = Shape.BEST,
) -> Field:
    """A field for a text."""
    return Field(name, lambda fields, name, must: fields.text(name, required=must), schema, required, about, shape)


def texts(name: str, *, required: bool = False, about: str = "") -> Field:
    """A field for a list of texts, or a single one."""
    return Field(name, lambda fields, name, must: fields.texts(name, required=must), TEXTS, required, about)


def day(name: str, *, required: bool = False, about: str = "") -> Field:
    """A field for a day."""
    return Field(name, lambda fields, name, must: fields.day(name, required=must), DAY, required, about)


def number(name: str, *, required: bool = False, about: str = "") -> Field:
    """A field for a whole number from 1 up."""

    def read(fields: Fields, name: str, must: bool) -> int | None:
        if must and fields.value.get(name) is None:
            fields.problem("missing-field", f"'{name}' is missing or empty")
        return fields.number(name)

    return Field(name, read, NUMBER, required, about)


def choice(
    name: str, known: Iterable[str], rule: str, *, default: str = "", required: bool = False, about: str = ""
) -> Field:
    """A field for one of a few words; ``rule`` is the rule that any other word breaks."""
    known = tuple(map(str, known))
    return Field(
        name,
        lambda fields, name, _must: fields.choice(name, known, rule, default=default),
        {"enum": list(known)},
        required,
        about,
    )


def each(name: str, table: Sequence[Field], *, required: bool = False) -> Field:
    """A field for a list of entries, which are read as pairs: their fields, and their values by name."""
    return Field(
        name,
        lambda fields, name, must: [(part, read_entry(part, table)) for part in fields.each(name, required=must)],
        {"type": "array", "items": schema_of(table)},
        required,
    )


def read_entry(fields: Fields, table: Sequence[Field]) -> dict[str, Any]:
    """The converted values of an entry by name. A field that the table does not have is refused."""
    fields.allow(field.name for field in table)
    return {field.name: field.read(fields, field.name, field.required) for field in table}


def schema_of(table: Sequence[Field], further: Mapping[str, Any] = {}) -> dict[str, Any]:
    """The JSON Schema of an entry; ``further`` are further conditions."""
    properties = {
        field.name: {**field.schema, "description": field.about} if field.about else {**field.schema} for field in table
    }
    required = [field.name for field in table if field.required]
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        **further,
        "additionalProperties": False,
    }
