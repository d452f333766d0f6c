"""A change to one place of a YAML text, with everything else left as it is.

The places come from YAML's own reader, and every result is read again. If it is not the old content with just that
change, for whatever reason, no text is returned.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from drafter.files import located_yaml
from drafter.files.located_yaml import Document, Key, Value
from drafter.files.system import reason_of
from drafter.files.yaml_text import PLAIN, Layout, Written, cleaned, entry, in_braces, lines_of, rendered, scalar
from drafter.patterns import late_pattern
from drafter.problems import Problem, Where

_LINE: Final = late_pattern(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\Z)")  # lines as YAML counts them
_HEADER: Final = late_pattern(r"[|>][-+0-9]*")


def read_file(path: Path, name: str) -> tuple[str, list[Problem]]:
    """A file's text to the last byte, with its own line ends; empty if there is no file yet."""
    try:
        return path.read_bytes().decode("utf-8"), []
    except FileNotFoundError:
        return "", []
    except UnicodeDecodeError:
        return "", [Problem(Where(name), "not-utf-8", "is not UTF-8 text", "save the file with encoding UTF-8")]
    except OSError as failure:
        reason = reason_of(failure)
        return "", [Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")]


def with_field(
    document: Document, index: int, field: str, value: Written, order: Sequence[str] = (), layout: Layout = PLAIN
) -> str | None:
    """The text with one field of the entry with this index set; ``None`` if that cannot be done.

    ``layout`` is how it is written. A new field stands in the place that ``order`` gives, or last. An entry between
    braces cannot be changed.
    """
    root = document.root if isinstance(document.root, list) else []
    fields = root[index]
    found = document.nodes.value[index]
    if not isinstance(fields, dict) or not fields or found.flow_style:
        return None
    changed = _with_field(_Lines(document.text), found, field, value, order, layout)
    wanted = [*root[:index], {**fields, field: cleaned(value)}, *root[index + 1 :]]
    return document.mark + changed if _holds(changed, wanted) else None


def with_value(document: Document, field: str, value: Written) -> str | None:
    """The text of a mapping with one field set; ``None`` if that cannot be done. A new field stands last."""
    root = document.root
    if not isinstance(root, dict) or not root or document.nodes.flow_style:
        return None
    changed = _with_field(_Lines(document.text), document.nodes, field, value, (), PLAIN)
    return document.mark + changed if _holds(changed, {**root, field: cleaned(value)}) else None


def with_item(document: Document, field: str, item: Mapping[str, Written], layout: Layout = PLAIN) -> str | None:
    """The text of a mapping with an item added to the list under ``field``; ``None`` if that cannot be done.

    The item stands on one line between braces if there is room. ``layout`` is how it is written.
    """
    root = document.root
    before = root.get(field) or [] if isinstance(root, dict) else None
    if not isinstance(root, dict) or not root or not isinstance(before, list):
        return None
    changed = _with_item(_Lines(document.text), document.nodes, field, item, layout)
    wanted = {**root, field: [*before, cleaned(item)]}
    return document.mark + changed if changed is not None and _holds(changed, wanted) else None


def with_words(document: Document, change: Callable[[tuple[Key, ...], str], str]) -> str | None:
    """The text with single words exchanged, wherever they stand; ``None`` if that cannot be done.

    ``change`` gives the new word for the keys under which a word stands and the word itself; the same word where it
    stays. Words in several lines cannot be exchanged.
    """
    lines = _Lines(document.text)
    found = [
        (node, new) for keys, node in _words(document.nodes, ()) if (new := change(keys, node.value)) != node.value
    ]
    for node, new in reversed(found):
        line = node.start_mark.line
        if node.end_mark.line != line:
            return None
        row = lines.lines[line]
        lines.lines[line] = f"{row[: node.start_mark.column]}{scalar(new)}{row[node.end_mark.column :]}"
    text = lines.text()
    return document.mark + text if _holds(text, _changed(document.root, (), change)) else None


def _words(node: Any, keys: tuple[Key, ...]) -> Iterator[tuple[tuple[Key, ...], Any]]:
    if isinstance(node, yaml.ScalarNode):
        yield keys, node
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _words(item, (*keys, number))
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _words(value, (*keys, key.value))


def _changed(value: Value, keys: tuple[Key, ...], change: Callable[[tuple[Key, ...], str], str]) -> Value:
    if isinstance(value, str):
        return change(keys, value)
    if isinstance(value, list):
        return [_changed(item, (*keys, number), change) for number, item in enumerate(value)]
    if isinstance(value, dict):
        return {name: _changed(item, (*keys, name), change) for name, item in value.items()}
    return value


def appended(text: str, more: str, column: int = 0) -> str:
    """The text of a list with an entry added, after one blank line and ``column`` characters from the left.

    The existing text stays as it is to the last byte, and its line ends are used for the new entry.
    """
    ending = "\r\n" if "\r\n" in text else "\n"
    more = textwrap.indent(f"{more.strip()}\n", " " * column).replace("\n", ending)
    if not text.strip("\ufeff \r\n"):
        return text + more
    if not text.endswith("\n"):
        text += ending
    return text + ("" if text.endswith(("\n\n", "\n\r\n")) else ending) + more


def _holds(text: str, root: object) -> bool:
    after, _ = located_yaml.parse_yaml(text, "")
    return after is not None and after.root == root


class _Lines:
    """A text's lines, each with its own line end, in which single lines are changed."""

    def __init__(self, text: str) -> None:
        self.lines = [match[0] for match in _LINE.finditer(text) if match[0]]
        self.ending = "\r\n" if "\r\n" in text else "\n"

    def last_of(self, node: Any) -> int:
        """The last line of a node's own text. YAML's reader itself puts the end at the next thing that follows."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.last_of(last[1] if isinstance(last, tuple) else last)
        line: int = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            line -= node.end_mark.column == 0
            header = _HEADER.match(self.lines[node.start_mark.line], node.start_mark.column)
            if header and "+" in header[0]:  # the blank lines belong to it
                return min(line, len(self.lines) - 1)
            while line > node.start_mark.line and not "".join(self.lines[line : line + 1]).strip():
                line -= 1
        return min(line, len(self.lines) - 1)

    def insert(self, line: int, more: list[str]) -> None:
        """Put lines before this one."""
        if more and line and not self.lines[line - 1].endswith(("\n", "\r")):
            self.lines[line - 1] += self.ending
        self.lines[line:line] = [row + self.ending for row in more]

    def text(self) -> str:
        return "".join(self.lines)


def _with_field(lines: _Lines, found: Any, field: str, value: Written, order: Sequence[str], layout: Layout) -> str:
    column = found.value[0][0].start_mark.column
    value = value if isinstance(value, int) else cleaned(value)
    inline, below = rendered(field, value, column, layout)
    for key, node in found.value:
        if key.value == field:
            _replace(lines, key, node, inline, below)
            return lines.text()
    known = {key.value: node for key, node in found.value}
    before = order[: order.index(field)] if field in order else ()
    after = next((known[name] for name in reversed(before) if name in known), found.value[-1][1])
    lines.insert(lines.last_of(after) + 1, lines_of(field, value, column, layout))
    return lines.text()


def _replace(lines: _Lines, key: Any, node: Any, inline: str, below: list[str]) -> None:
    """Replace a value; a comment behind it on its line stays."""
    first, last = node.start_mark.line, lines.last_of(node)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        line = key.end_mark.line
        start = end = lines.lines[line].index(":", key.end_mark.column) + 1
        del lines.lines[first : last + 1]
    else:
        line, start = first, node.start_mark.column
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            header = _HEADER.match(lines.lines[line], start)
            end = header.end() if header else start
            del lines.lines[first + 1 : last + 1]
        else:
            end = node.end_mark.column
            rest = lines.lines[last][end:]
            lines.lines[line : last + 1] = [lines.lines[line][:start] + rest]
            end = start
    head, tail = lines.lines[line][:start], lines.lines[line][end:]
    head = head.rstrip(" ") if not inline else head if head.endswith(" ") else f"{head} "
    gap = " " if tail.startswith("#") else ""
    lines.lines[line] = f"{head}{inline}{gap}{tail}"
    lines.insert(line + 1, below)


def _with_item(lines: _Lines, root: Any, field: str, item: Mapping[str, Written], layout: Layout) -> str | None:
    """The text with an item at the end of a list, wherever the list stands and in whatever form."""
    key, node = next(((key, node) for key, node in root.value if key.value == field), (None, None))
    if key is None or node is None:
        lines.insert(len(lines.lines), ["", f"{field}:", *_rows(item, 2, layout)])
        return lines.text()
    if isinstance(node, yaml.SequenceNode) and node.flow_style and node.value:
        end = node.value[-1].end_mark
        row = lines.lines[end.line]
        lines.lines[end.line] = f"{row[: end.column]}, {in_braces(item, layout)}{row[end.column :]}"
        return lines.text()
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        lines.insert(lines.last_of(node) + 1, _rows(item, node.start_mark.column, layout))
        return lines.text()
    # The list is empty. The sign for that is removed, unless a comment stands before it, which would be lost.
    line = key.end_mark.line
    head = lines.lines[line].index(":", key.end_mark.column) + 1
    start, end = node.start_mark, node.end_mark
    if start.line != line or lines.lines[line][head : start.column].strip(" "):
        return None
    lines.lines[line : end.line + 1] = [lines.lines[line][:head] + lines.lines[end.line][max(head, end.column) :]]
    lines.insert(line + 1, _rows(item, key.start_mark.column + 2, layout))
    return lines.text()


def _rows(item: Mapping[str, Written], column: int, layout: Layout) -> list[str]:
    """An item in one line, or in several if it is too long for one."""
    one = f"{' ' * column}- {in_braces(item, layout)}"
    return [one] if len(one) <= layout.width else textwrap.indent(entry(item), " " * column).splitlines()
