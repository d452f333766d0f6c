"""One field of one fact changed in the text of its file, so that nothing else in it moves.

The places come from YAML's own reader, and the result is read again: where it is not the old content with just that
field changed, for whatever cause, the text is not handed out.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from drafter import located_yaml
from drafter.factbase.yaml_text import WIDTH, cleaned, rendered
from drafter.located_yaml import Value
from drafter.problems import Problem, Where

# The order in which a fact's fields are written.
ORDER = (
    "id", "topics", "series", "kind", "claim", "occasion", "speaker", "only_after", "but_after", "so_after", "from",
    "until", "review_by", "cites", "superseded_by", "withdrawn",
)  # fmt: skip
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\Z)")  # as YAML counts lines
_HEADER = re.compile(r"[|>][-+0-9]*")
_BY_HAND = "change it with 'drafter facts edit', or in your own editor"
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def set_field(text: str, fact_id: str, field: str, value: Value, name: str) -> tuple[str, Problem | None]:
    """The text of a file of facts with one field of one fact set; the text as it was where that cannot be done.

    ``name`` is how problems call the file.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    document, problems = located_yaml.parse(body, name)
    if document is None:
        return text, problems[0]
    root = document.root if isinstance(document.root, list) else []
    index = next((i for i, item in enumerate(root) if isinstance(item, dict) and item.get("id") == fact_id), None)
    if index is None:
        return text, Problem(Where(name), "unknown-fact", f"holds no fact '{fact_id}' any more")
    where = document.entries[index]
    entry = _nodes(body)[index]
    if entry.flow_style:
        return text, Problem(where, "one-line-entry", f"'{fact_id}' is written between braces", _BY_HAND)
    value = cleaned(value)
    changed = _changed(_Lines(body), entry, field, value)
    after, _ = located_yaml.parse(changed, name)
    fields = root[index]
    assert isinstance(fields, dict)
    if after is None or after.root != [*root[:index], {**fields, field: value}, *root[index + 1 :]]:
        message = f"'{field}' of '{fact_id}' cannot be changed without touching what stands around it"
        return text, Problem(where, "odd-layout", message, _BY_HAND)
    return mark + changed, None


def _nodes(text: str) -> Any:
    return getattr(yaml.compose(text, Loader=_Loader), "value", ())


class _Lines:
    """A text's lines, each with its own ending, of which single ones are changed."""

    def __init__(self, text: str) -> None:
        self.lines = [match[0] for match in _LINE.finditer(text) if match[0]]
        self.ending = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"

    def last_of(self, node: Any) -> int:
        """The last line of a node's own text: the marks of YAML's reader go on to the next thing that stands there."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.last_of(last[1] if isinstance(last, tuple) else last)
        line: int = node.end_mark.line
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            line -= node.end_mark.column == 0
            header = _HEADER.match(self.lines[node.start_mark.line], node.start_mark.column)
            if header and "+" in header[0]:  # the blank lines are its own
                return line
            while line > node.start_mark.line and not self.lines[line].strip():
                line -= 1
        return min(line, len(self.lines) - 1)

    def insert(self, line: int, more: list[str]) -> None:
        """Put lines before this one."""
        if more and line and not self.lines[line - 1].endswith(("\n", "\r")):
            self.lines[line - 1] += self.ending
        self.lines[line:line] = [row + self.ending for row in more]

    def text(self) -> str:
        return "".join(self.lines)


def _changed(lines: _Lines, entry: Any, field: str, value: Value) -> str:
    column = entry.value[0][0].start_mark.column
    room = WIDTH - column - len(field) - 2
    inline, below = rendered(value, column, room)
    for key, node in entry.value:
        if key.value == field:
            _replace(lines, key, node, inline, below)
            return lines.text()
    known = {key.value: node for key, node in entry.value}
    before = ORDER[: ORDER.index(field)] if field in ORDER else ()
    after = next((known[name] for name in reversed(before) if name in known), entry.value[-1][1])
    row = f"{' ' * column}{field}:{' ' if inline else ''}{inline}"
    lines.insert(lines.last_of(after) + 1, [row, *below])
    return lines.text()


def _replace(lines: _Lines, key: Any, node: Any, inline: str, below: list[str]) -> None:
    """Put a value in another's place; what stands behind it in its line, a comment, stays."""
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
