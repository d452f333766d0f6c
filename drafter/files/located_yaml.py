"""YAML in which every value knows its line and column, and a string stays a string.

``yaml.safe_load`` silently keeps the last of two equal keys and turns ``no``, ``010``, ``12:30`` and ``1.10`` into
other values. Here scalars stay strings, and anything ambiguous or hostile (a repeated key, an alias, a second document,
absurd nesting) is refused. Values come from libyaml's events, which is fast. Places are looked up only when a problem
must be reported, by reading the text a second time.
"""

from __future__ import annotations

import marshal
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml
from yaml import events

from drafter.files.atomic import read_regular
from drafter.files.system import reason_of
from drafter.frozen import dataclass
from drafter.problems import Problem, Where

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Key: TypeAlias = "str | int"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_LARGEST = 20_000_000  # bytes in a file
_MOST = 1_000_000  # values in one file
_KEPT = 1_000_000  # most characters of a text whose values are kept for a while
_PLACED = (
    100_000  # most values for which each place is looked up: all places take a hundred times the memory of the text
)
_PART = "part it into several files"
_NULLS = frozenset(("", "~", "null"))


# The rules of a file of which nothing was read.
UNREAD: Final = frozenset(
    "too-large unreadable-file not-utf-8 broken-yaml second-document alias too-deep odd-key repeated-key".split()
)


class _Refused(Exception):
    """A text is YAML, but has something that is not accepted here."""

    def __init__(self, mark: Any, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.mark, self.rule, self.hint = mark, rule, hint


@dataclass(frozen=True)
class Document:
    """A YAML file as read: ``root`` holds strings, ``None``, lists and dicts, nothing else.

    ``entries`` are the places of the mappings in a list of mappings, which are known without a second reading. In a
    file of very many values (``count``) no other places are known. ``mark`` is the byte order mark that stood before
    the text.
    """

    path: str
    text: str
    root: Value
    entries: tuple[Where, ...] = ()
    count: int = 0
    mark: str = ""

    def where(self, *keys: Key) -> Where:
        """The place of the value under these keys; if there is none, the place of its nearest parent."""
        if self.count > _PLACED:
            return self._roughly(keys)
        node = self.nodes
        for key in keys:
            child = _child(node, key)
            if child is None:
                break
            node = child
        return self._place(node)

    def where_key(self, *keys: Key) -> Where:
        """The place of the last key itself (not of its value), for a key that should not be there."""
        if self.count > _PLACED:
            return self._roughly(keys)
        node = self.nodes
        for key in keys[:-1]:
            node = _child(node, key) or node
        if isinstance(node, yaml.MappingNode):
            for key_node, _ in node.value:
                if key_node.value == keys[-1]:
                    return self._place(key_node)
        return self._place(node)

    def _roughly(self, keys: tuple[Key, ...]) -> Where:
        """The place of the entry."""
        first = keys[0] if keys else None
        return self.entries[first] if isinstance(first, int) and first < len(self.entries) else Where(self.path, 1, 1)

    def _place(self, node: Any) -> Where:
        if node is None:
            return Where(self.path, 1, 1)
        return Where(self.path, node.start_mark.line + 1, node.start_mark.column + 1)

    @cached_property
    def nodes(self) -> Any:
        """The tree of YAML's own reader, in which every node knows where it begins and ends."""
        return yaml.compose(self.text, Loader=_Loader)


def _child(node: Any, key: Key) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key_node, value in node.value if key_node.value == key), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        return node.value[key]
    return None


def read_yaml(path: Path, name: str | None = None) -> tuple[Document | None, list[Problem]]:
    """Read a file. ``name`` is what problems call it. For an unreadable file it gives ``None`` and the reason."""
    name = name or str(path)
    try:
        if (size := path.stat().st_size) > _LARGEST:
            message = f"has {size // 1_000_000} MB, more than the {_LARGEST // 1_000_000} that are read"
            return None, [Problem(Where(name), "too-large", message, _PART)]
        data = read_regular(path)
    except OSError as failure:
        reason = reason_of(failure)
        return None, [Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as failure:
        line = data.count(b"\n", 0, failure.start) + 1
        column = failure.start - (data.rfind(b"\n", 0, failure.start) + 1) + 1
        return None, [
            Problem(Where(name, line, column), "not-utf-8", "is not UTF-8 text", "save the file with encoding UTF-8")
        ]
    return parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """Read a text, as ``read`` reads a file."""
    begins = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(begins)
    try:
        root, places, count = _values_kept(text) if len(text) <= _KEPT else _values(text)
        entries = tuple(Where(name, line, column) for line, column in places)
        return Document(name, text, root, entries, count, begins), []
    except _Refused as refusal:
        place = Where(name, refusal.mark.line + 1, refusal.mark.column + 1)
        return None, [Problem(place, refusal.rule, str(refusal), refusal.hint)]
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        place = Where(name, mark.line + 1, mark.column + 1) if mark else Where(name, 1, 1)
        return None, [Problem(place, "broken-yaml", _plain(failure), _probable_cause(text, place.line))]
    except yaml.reader.ReaderError as failure:
        # The C parser counts bytes and the Python one characters, so the place is found again here.
        at = next((i for i, c in enumerate(text) if _unprintable(c)), 0)
        line = text.count("\n", 0, at) + 1
        place = Where(name, line, at - (text.rfind("\n", 0, at) + 1) + 1)
        return None, [Problem(place, "broken-yaml", f"holds a character that YAML does not allow ({failure.reason})")]


def _unprintable(character: str) -> bool:
    return character not in "\n\r\t\x85" and unicodedata.category(character) in {"Cc", "Cs"}


def _plain(failure: yaml.MarkedYAMLError) -> str:
    said = " ".join(part for part in (failure.context, failure.problem) if part)
    return f"is not YAML: {said}"


def _probable_cause(text: str, line: int) -> str:
    lines = text.splitlines()
    around = lines[max(0, line - 2) : line]
    if any("\t" in row[: len(row) - len(row.lstrip())] for row in around):
        return "indent with spaces, not with a tab"
    if any(row.count(": ") > 1 for row in around):
        return "a text that holds a colon and a space must stand in quotation marks, or after '>-' on a line of its own"
    return "look at this line and the one above for a missing space, dash, colon or quotation mark"


def _values_kept(text: str) -> tuple[Value, Sequence[tuple[int, int]], int]:
    """What ``_values`` gives. Of a text that was read just before, it is not worked out again."""
    root, places, count = _in_bytes(text)
    return marshal.loads(root), places, count  # noqa: S302 - they were made here


@lru_cache(maxsize=4)  # what was written is read back, and read again before more is added
def _in_bytes(text: str) -> tuple[bytes, Sequence[tuple[int, int]], int]:
    """The value as bytes, so that each reader gets one of its own, which it may change."""
    root, places, count = _values(text)
    return marshal.dumps(root), places, count


def _values(text: str) -> tuple[Value, Sequence[tuple[int, int]], int]:
    """The text's value, the places of the items if it is a list, and how many values it holds."""
    building = _Building()
    loader = _Loader(text)
    try:
        get = loader.get_event
        get()  # the start of the stream
        event = get()
        if isinstance(event, events.StreamEndEvent):
            return None, [], 0
        value = building.value(get(), get, 0)
        get()  # the end of the document
        event = get()
        if not isinstance(event, events.StreamEndEvent):
            raise _Refused(event.start_mark, "second-document", "a second document begins here ('---')")
        return value, building.places, building.count
    finally:
        loader.dispose()


class _Building:
    """Builds values; ``places`` are those of the items of the outermost list."""

    def __init__(self) -> None:
        self.places: list[tuple[int, int]] = []
        self.count = 0

    def value(self, event: Any, get: Any, depth: int) -> Value:
        """The value that begins with an event; ``get`` gives the following events. Raises _Refused."""
        kind = type(event)
        self.count += 1
        if self.count > _MOST:
            raise _Refused(event.start_mark, "too-large", f"more than {_MOST:,} values in one file", _PART)
        if kind is events.ScalarEvent:
            value: str = event.value
            return None if event.implicit[0] and value in _NULLS else value
        if kind is events.AliasEvent:
            message = f"an alias (*{event.anchor[:40]}) is not read here"
            raise _Refused(event.start_mark, "alias", message, "write the text out")
        if depth >= _DEEPEST:
            raise _Refused(event.start_mark, "too-deep", f"more than {_DEEPEST} levels inside one another")
        return self._list(get, depth) if kind is events.SequenceStartEvent else self._mapping(get, depth)

    def _list(self, get: Any, depth: int) -> Value:
        items: list[Value] = []
        while type(event := get()) is not events.SequenceEndEvent:
            if depth == 0:
                mark = event.start_mark
                self.places.append((mark.line + 1, mark.column + 1))
            items.append(self.value(event, get, depth + 1))
        return items

    def _mapping(self, get: Any, depth: int) -> Value:
        mapping: dict[str, Value] = {}
        while type(event := get()) is not events.MappingEndEvent:
            if type(event) is not events.ScalarEvent:
                raise _Refused(event.start_mark, "odd-key", "a key must be a plain word")
            key: str = event.value
            if key in mapping:
                message = f"'{key[:40]}' stands here a second time"
                raise _Refused(event.start_mark, "repeated-key", message, "keep one of them")
            mapping[key] = self.value(get(), get, depth + 1)
        return mapping
