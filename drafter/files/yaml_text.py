"""Values as YAML text, in the layout that the files of facts have; what a person typed is always data."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Mapping

from drafter.files import located_yaml
from drafter.files.located_yaml import Value

WIDTH = 120
_STEP = 2
_NO_YAML = frozenset("\ufeff\ufffe\uffff")


def cleaned(value: Value) -> Value:
    """A value as it will be read back: white space folded, without characters that YAML or a terminal cannot bear."""
    if isinstance(value, str):
        return " ".join("".join(c for c in value if c.isspace() or not _unbearable(c)).split())
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items() if item is not None}
    return value


def _unbearable(character: str) -> bool:
    return character in _NO_YAML or unicodedata.category(character) in {"Cc", "Cs"}


def rendered(value: Value, indent: int, room: int) -> tuple[str, list[str]]:
    """A cleaned value: what stands in the line of its key, and the lines below.

    The key stands ``indent`` from the left, and its line has ``room`` characters left.
    """
    if value is None:
        return "", []
    if isinstance(value, str):
        inline = _scalar(value)
        if len(inline) <= room:
            return inline, []
        left = " " * (indent + _STEP)
        return ">-", textwrap.wrap(
            value, WIDTH, initial_indent=left, subsequent_indent=left, break_long_words=False, break_on_hyphens=False
        )
    if isinstance(value, dict):
        return "", [line for key, item in value.items() for line in field(key, item, indent + _STEP)]
    flow = f"[{', '.join(_scalar(item, flow=True) for item in value if isinstance(item, str))}]"
    if len(flow) <= room and all(isinstance(item, str) for item in value):
        return flow, []
    return "", [line for item in value for line in _item(item, indent + _STEP)]


def field(name: str, value: Value, indent: int) -> list[str]:
    """The lines of a field."""
    inline, lines = rendered(value, indent, WIDTH - indent - len(name) - 2)
    return [f"{' ' * indent}{name}:{' ' if inline else ''}{inline}", *lines]


def entry(fields: Mapping[str, Value]) -> str:
    """An entry of a list, as text; fields without a value are left out."""
    return "".join(f"{line}\n" for line in _item({k: v for k, v in fields.items() if v is not None}, 0))


def _item(item: Value, indent: int) -> list[str]:
    if isinstance(item, dict):
        lines = [line for key, value in item.items() for line in field(key, value, indent + _STEP)]
        return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]
    inline, lines = rendered(item, indent, WIDTH - indent - _STEP)
    return [f"{' ' * indent}- {inline}", *lines]


def _scalar(text: str, *, flow: bool = False) -> str:
    """A text in one line: as it is where it is read back so, else in quotation marks."""
    document, _ = located_yaml.parse(f"x: [{text}]\n" if flow else f"x: {text}\n", "")
    if document is not None and document.root == {"x": [text] if flow else text}:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
