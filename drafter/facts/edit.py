"""The only code that writes to files of facts: under a lock, whole, and nothing with which the base cannot be read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from drafter.facts import log
from drafter.facts.claims import plain
from drafter.facts.load import load
from drafter.facts.model import Citation, Fact, FactBase, FactKind
from drafter.files import located_yaml, yaml_text
from drafter.files.atomic import locked, write_atomically
from drafter.files.located_yaml import Value
from drafter.files.yaml_text import WIDTH, cleaned, rendered
from drafter.problems import Problem, Where, errors

# One field of one fact changed in the text of its file, so that nothing else in it moves.
#
# The places come from YAML's own reader, and the result is read again: where it is not the old content with just that
# field changed, for whatever cause, the text is not handed out.

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


CHANGED_MEANWHILE = "changed-meanwhile"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of facts that is written to. ``name`` is how problems call it."""

    folder: Path
    name: str

    def path_of(self, fact: Fact) -> Path:
        """The file that a fact stands in."""
        return self.folder / Path(fact.where.path).relative_to(self.name)

    def name_of(self, path: Path) -> str:
        """How problems call a file of the folder."""
        return f"{self.name}/{path.relative_to(self.folder).as_posix()}"


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose change it is, for the log, and what the person does."""

    by: str
    on: date
    what: str = log.EDITED


def read_file(path: Path, name: str) -> tuple[str, list[Problem]]:
    """A file's text to the last byte, its line endings and all; empty where there is no file yet."""
    try:
        return path.read_bytes().decode("utf-8"), []
    except FileNotFoundError:
        return "", []
    except UnicodeDecodeError:
        return "", [Problem(Where(name), "not-utf-8", "is not UTF-8 text", "save the file with encoding UTF-8")]
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        return "", [Problem(Where(name), "unreadable-file", f"cannot be read: {reason}")]


def with_change(shelf: Shelf, path: Path, text: str) -> tuple[FactBase, FactBase, list[Problem]]:
    """The fact base as it is, as it would be with this text in this file, and the errors that would come of it."""
    before = load(shelf.folder, shelf.name).base
    after = load(shelf.folder, shelf.name, {path: text})
    return before, after.base, errors(after.problems)


def replace_file(shelf: Shelf, path: Path, old: str, new: str, hand: Hand) -> list[Problem]:
    """Write a file anew if it still is what it was when the change was begun; else nothing is written."""

    def swap(present: str) -> tuple[str, Problem | None]:
        if present == old:
            return new, None
        message = "was changed by another hand meanwhile, and was left alone"
        return present, Problem(Where(shelf.name_of(path)), CHANGED_MEANWHILE, message)

    return _change(shelf, path, swap, hand)


def add_fact(shelf: Shelf, path: Path, entry: str, hand: Hand) -> list[Problem]:
    """Add the text of a fact at the end of a file, after one blank line."""
    return _change(shelf, path, lambda present: (appended(present, entry), None), hand)


def change_field(shelf: Shelf, fact: Fact, field: str, value: Value, hand: Hand) -> list[Problem]:
    """Set one field of a fact, in its file as it is now."""
    path = shelf.path_of(fact)
    name = shelf.name_of(path)
    return _change(shelf, path, lambda present: set_field(present, fact.id, field, value, name), hand)


def appended(text: str, entry: str) -> str:
    """A file's text and an entry after it; what stands there stays to the last byte."""
    ending = "\r\n" if "\r\n" in text else "\n"
    entry = f"{entry.strip()}\n".replace("\n", ending)
    if not text.strip("\ufeff \r\n"):
        return text + entry
    if not text.endswith("\n"):
        text += ending
    return text + ("" if text.endswith(("\n\n", "\n\r\n")) else ending) + entry


def _change(shelf: Shelf, path: Path, make: Callable[[str], tuple[str, Problem | None]], hand: Hand) -> list[Problem]:
    name = shelf.name_of(path)
    with locked(shelf.folder):
        present, problems = read_file(path, name)
        if problems:
            return problems
        text, problem = make(present)
        if problem is not None:
            return [problem]
        before, after, problems = with_change(shelf, path, text)
        if problems:
            return problems
        problem = write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True)
        if problem is not None:
            return [problem]
        changed = [
            (hand.what if id_ in before.facts else log.ADDED, fact)
            for id_, fact in after.facts.items()
            if before.facts.get(id_) != fact
        ]
        return log.append_versions(shelf.folder, shelf.name, changed, hand.by, hand.on)


# A new fact: what can be proposed to whoever enters it.

_LONGEST = 60  # characters, as ids may have
_WORDS = 6
_LITTLE = frozenset(
    "a an and any are as at be been being by for from had has have he her his in into is it its no not of on or she "
    "should so some such than that the their them there these they this those to under up was were what when which "
    "who will with would".split()
) - {"no", "not"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewFact:
    """What whoever enters a fact has said."""

    id: str
    topics: tuple[str, ...]
    series: str
    kind: str
    claim: str
    start: date
    review_by: date | None
    cite: Citation
    occasion: str = ""

    def entry(self) -> str:
        """The fact's entry as it stands in a file."""
        cite: dict[str, Value] = {
            "source": self.cite.source,
            "quote": self.cite.quote,
            "paragraph": str(self.cite.paragraph),
            "occurrence": str(self.cite.occurrence) if self.cite.occurrence else None,
        }
        fields: dict[str, Value] = {
            "id": self.id,
            "topics": list(self.topics),
            "series": self.series or None,
            "kind": self.kind if self.kind != FactKind.CLAIM else None,
            "claim": self.claim,
            "occasion": self.occasion or None,
            "from": self.start.isoformat(),
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "cites": [cite],
        }
        cleaned = yaml_text.cleaned(fields)
        assert isinstance(cleaned, dict)
        return yaml_text.entry(cleaned)


def propose_id(claim: str, taken: Container[str]) -> str:
    """An id from the words of a claim that tell, without the little ones."""
    told = unicodedata.normalize("NFKD", plain(claim).replace("\u2019", "'")).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", told.replace("'s", "")) if word not in _LITTLE]
    id_ = ""
    for word in words[:_WORDS]:
        if len(f"{id_}-{word}") > _LONGEST - 4:
            break
        id_ = f"{id_}-{word}" if id_ else word
    id_ = id_ or "fact"
    number = 1
    proposed = id_
    while proposed in taken:
        number += 1
        proposed = f"{id_}-{number}"
    return proposed


def home_of(topics: Sequence[str], base: FactBase) -> str:
    """The name of the file that holds most facts on the first topic; one named after it where there is none."""
    counts = Counter(
        PurePosixPath(fact.where.path.replace("\\", "/")).name
        for fact in base.facts.values()
        if topics[0] in fact.topics
    )
    return counts.most_common(1)[0][0] if counts else f"{topics[0]}.yaml"
