"""Values as YAML text: the one place that quotes them. What a person typed stays data, for every reader of YAML."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import Enum
from typing import Any, Final, TypeAlias, overload

import yaml

from drafter.files import located_yaml
from drafter.files.located_yaml import Value
from drafter.frozen import dataclass
from drafter.patterns import late_pattern

Written: TypeAlias = "str | int | Sequence[Written] | Mapping[str, Written] | None"
"""What can be written: as what is read, and whole numbers, which stand without quotation marks."""

WIDTH: Final = 120
_STEP: Final = 2
_NO_YAML: Final = frozenset("\ufeff\ufffe\uffff")
_IN_BRACKETS: Final = frozenset(",:?[]{}")  # characters that may end a text between brackets or braces
# A day, a month or an interval needs no quotation marks, although some readers make a date of it.
_DATE: Final = late_pattern(r"\d{4}-\d{2}[-/\d]*", re.ASCII)
# Texts that readers of YAML 1.1 or 1.2 take for a number or a truth value, besides those that PyYAML knows.
_NO_TEXT: Final = late_pattern(
    r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|0[ox][\da-f]+|[yn]", re.ASCII | re.IGNORECASE
)
_WORDS: Final = late_pattern(r"[A-Za-z](?:[A-Za-z0-9 /_-]*[A-Za-z0-9])?")  # safe without asking the reader
_RESOLVERS: Final[Mapping[str, Any]] = yaml.SafeLoader.yaml_implicit_resolvers


class Shape(Enum):
    """How a field's value is written."""

    BEST = "best"  # on the line of its key if there is room, else below
    FOLDED = "folded"  # a text in the lines below its key, however short
    BRACES = "braces"  # a mapping in one line between braces, if there is room
    BRACKETS = "brackets"  # a list between brackets, over as many lines as needed


@dataclass(frozen=True, slots=True)
class Layout:
    """How values are written in one sort of file.

    ``width`` is the longest line, in characters. ``bare`` is a pattern for texts that may stand without quotation
    marks; without it these are all texts that every reader of YAML reads as the same text. ``shapes`` are the shapes of
    fields, by name.
    """

    width: int = WIDTH
    bare: re.Pattern[str] | None = None
    shapes: Mapping[str, Shape] = field(default_factory=dict)


PLAIN: Final = Layout()


@overload
def cleaned(value: str) -> str: ...
@overload
def cleaned(value: Written) -> Value: ...
def cleaned(value: Written) -> Value:
    """A value as it will be read back: white space folded, without characters that YAML or a terminal cannot show."""
    if isinstance(value, str):
        return " ".join("".join(c for c in value if c.isspace() or not _unbearable(c)).split())
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Sequence):
        return [cleaned(item) for item in value]
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items() if item is not None}
    return value


def _unbearable(character: str) -> bool:
    return character in _NO_YAML or unicodedata.category(character) in {"Cc", "Cs"}


def lines_of(name: str, value: Written, indent: int = 0, layout: Layout = PLAIN) -> list[str]:
    """The lines of a field that stands ``indent`` characters from the left."""
    inline, below = rendered(name, value, indent, layout)
    return [f"{' ' * indent}{name}:{' ' if inline else ''}{inline}", *below]


def entry(fields: Mapping[str, Written], layout: Layout = PLAIN) -> str:
    """An entry of a list, as text that ends with a line feed; fields without a value are left out."""
    return "".join(f"{line}\n" for line in _item(fields, 0, layout))


def in_braces(fields: Mapping[str, Written], layout: Layout = PLAIN) -> str:
    """A mapping of texts and numbers in one line, however long: ``{ full: Jo Lee, pronoun: she }``."""
    inside = ", ".join(f"{name}: {scalar(value, layout, flow=True)}" for name, value in fields.items())
    return f"{{ {inside} }}"


def rendered(name: str, value: Written, indent: int, layout: Layout = PLAIN) -> tuple[str, list[str]]:
    """A field's value: the text on the line of its name, ``indent`` from the left, and the lines below."""
    return _rendered(value, indent, layout.width - indent - len(name) - 2, layout, layout.shapes.get(name, Shape.BEST))


def _rendered(
    value: Written, indent: int, room: int, layout: Layout, shape: Shape = Shape.BEST
) -> tuple[str, list[str]]:
    match value:
        case None:
            return "", []
        case str() | int():
            inline = scalar(value, layout)
            folded = shape is Shape.FOLDED or len(inline) > room
            if not folded or not isinstance(value, str) or not value.isprintable() or not value:
                return inline, []
            return ">-", _wrapped(value, indent + _STEP, layout)
        case Mapping():
            value = {key: item for key, item in value.items() if item is not None}
            inline = in_braces(value, layout) if shape is Shape.BRACES else "" if value else "{}"
            if inline and len(inline) <= room:
                return inline, []
            return "", [line for key, item in value.items() for line in lines_of(key, item, indent + _STEP, layout)]
        case _:
            texts = [scalar(item, layout, flow=True) for item in value if isinstance(item, str | int)]
            flow = f"[{', '.join(texts)}]"
            if len(texts) == len(value) and len(flow) <= room:
                return flow, []
            if len(texts) == len(value) and shape is Shape.BRACKETS:
                first, *more = _wrapped(flow, indent + _STEP, layout, before=layout.width - room - indent - _STEP)
                return first.lstrip(), more
            return "", [line for item in value for line in _item(item, indent + _STEP, layout)]


def _wrapped(text: str, indent: int, layout: Layout, *, before: int = 0) -> list[str]:
    """A text in lines; the first is ``before`` characters shorter."""
    left = " " * indent
    return textwrap.wrap(
        text,
        layout.width,
        initial_indent=left + " " * before,
        subsequent_indent=left,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _item(item: Written, indent: int, layout: Layout) -> list[str]:
    if isinstance(item, Mapping):
        given = [(key, value) for key, value in item.items() if value is not None]
        lines = [line for key, value in given for line in lines_of(key, value, indent + _STEP, layout)]
        return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]] if lines else [f"{' ' * indent}- {{}}"]
    inline, lines = _rendered(item, indent, layout.width - indent - _STEP, layout)
    return [f"{' ' * indent}- {inline}", *lines]


def scalar(value: Written, layout: Layout = PLAIN, *, flow: bool = False) -> str:
    """A text or a number in one line: as it is if that is safe, otherwise in quotation marks.

    ``flow`` tells that it stands between brackets or braces.
    """
    if isinstance(value, int):
        return str(value)
    text = value if isinstance(value, str) else ""
    if (layout.bare is None or layout.bare.fullmatch(text)) and _is_safe(text, flow=flow):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else _escaped(c) for c in escaped) + '"'


def _is_safe(text: str, *, flow: bool) -> bool:
    """Whether this reader and others read a text without quotation marks as the same text."""
    if not text.isprintable() or (flow and not _IN_BRACKETS.isdisjoint(text)):
        return False
    typed = any(pattern.match(text) for _, pattern in _RESOLVERS.get(text[:1], ()))
    if (typed or _NO_TEXT.fullmatch(text)) and not _DATE.fullmatch(text):
        return False
    if _WORDS.fullmatch(text):
        return True
    document, _ = located_yaml.parse_yaml(f"x: [{text}]\n" if flow else f"x: {text}\n", "")
    return document is not None and document.root == {"x": [text] if flow else text}


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
