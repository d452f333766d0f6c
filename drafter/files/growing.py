"""Files that only grow, such as logs and reviews: entries are added and read, each with a check of itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from drafter.files import located_yaml, yaml_edit, yaml_text
from drafter.files.atomic import write_atomically
from drafter.files.located_yaml import Document, Value
from drafter.files.yaml_text import Written
from drafter.frozen import NamedTuple
from drafter.problems import Problem, Where, errors

# Reading: every entry ends with a check of itself, so that an entry that was cut off is not believed.
#
# The check covers an entry's text, line by line, so that it can be compared without reading the YAML. Line ends, and
# text between entries, do not matter. A file of an earlier drafter has no checks and is read all the same; the next
# entry adds them.

CHECK: Final = "check"
_MARK: Final = "Every entry ends with a check of itself."
_BEGINS: Final = re.compile(r"^(?=-(?:[ \t]|\r?$))", re.MULTILINE)
_ENDS: Final = re.compile(rf"^  {CHECK}: \"?([0-9a-f]{{16}})\"?$")
_HINT: Final = "restore the file from a backup; an entry is never changed, another is added"


class GrowingEntry(NamedTuple):
    """An entry's text without its check.

    ``line`` is its first line, ``check`` its check if it has one, ``after`` the text between it and the next entry;
    ``ended`` tells whether its last line is complete.
    """

    line: int
    text: str
    check: str
    after: str
    ended: bool


def heading_of(heading: str) -> str:
    """A file's first line, which says that all its entries have checks."""
    return f"{heading.rstrip()} {_MARK}\n"


def is_marked(text: str) -> bool:
    """Whether a file says that all its entries have checks."""
    return _MARK in text.partition("\n")[0]


def check_of(text: str) -> str:
    """The check of an entry's text."""
    lines = "\n".join(line.rstrip() for line in text.strip("\r\n").split("\n"))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def checked(text: str) -> str:
    """An entry's text with its check."""
    return f"{text.rstrip()}\n  {CHECK}: {_scalar(check_of(text))}\n"


def _scalar(check: str) -> str:
    """The check as YAML: quoted if other readers would take it for a number, such as eight digits, or 1e5."""
    return f'"{check}"'


def entries_in(text: str) -> Iterator[GrowingEntry]:
    """The entries of a file's text."""
    start, *parts = _BEGINS.split(text)
    line = start.count("\n") + 1
    for part in parts:
        lines = part.split("\n")
        last = max(at for at, one in enumerate(lines) if at == 0 or (one.strip() and not one.lstrip().startswith("#")))
        found = _ENDS.match(lines[last].rstrip())
        own = lines[:last] if found else lines[: last + 1]
        rest = "\n".join(lines[last + 1 :])
        yield GrowingEntry(line, "\n".join(own), found[1] if found else "", rest, ended=last + 1 < len(lines))
        line += part.count("\n")


def faults(text: str, name: str) -> list[Problem]:
    """Entries of a file that are not as they were written. ``name`` is what problems call the file."""
    return list(_faults(text, name))


@lru_cache(maxsize=4)  # a text that was added to is looked at when it is written, and before more is added
def _faults(text: str, name: str) -> Sequence[Problem]:
    found = list(entries_in(text))
    if not found and not any(line.strip() and not line.startswith("#") for line in text.lstrip("\ufeff").splitlines()):
        message = "holds nothing, where something was entered: it was cut off, or emptied"
        return [Problem(Where(name), "cut-entry", message, "restore the file from a backup")]
    due = is_marked(text)  # from the first entry with a check on, all have one
    problems = []
    for entry in found:
        due = due or bool(entry.check)
        if (due or entry.check) and entry.check != check_of(entry.text):
            message = "this entry is not as it was written: it was cut off, or changed by hand"
            problems.append(Problem(Where(name, entry.line, 1), "cut-entry", message, _HINT))
        elif not entry.check and not entry.ended:
            message = "this entry does not end with its line: it was cut off"
            problems.append(Problem(Where(name, entry.line, 1), "cut-entry", message, _HINT))
    return problems


def read_growing(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Like ``located_yaml.read``, for a file that only grows: without the checks, but with their problems."""
    document, problems = located_yaml.read_yaml(path, name)
    if document is None:
        return None, problems
    return _without_checks(document), faults(document.text, name)


def parse_growing(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """Like ``located_yaml.parse``, for some of the entries of such a file."""
    document, problems = located_yaml.parse_yaml(text, name)
    return (None, problems) if document is None else (_without_checks(document), [])


def _without_checks(document: Document) -> Document:
    if not isinstance(document.root, list):
        return document
    items = [
        {key: value for key, value in item.items() if key != CHECK} if isinstance(item, dict) else item
        for item in document.root
    ]
    return replace(document, root=items)


def brought_up(text: str, heading: str) -> str:
    """A file of an earlier drafter, with checks added; unchanged if it has entries between braces."""
    if is_marked(text):
        return text
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    start = _BEGINS.split(body)[0]
    head = heading_of(heading)
    began = heading.rstrip("\n")
    start = start.replace(began, head.rstrip("\n"), 1) if start.startswith(began) else head + start
    found = list(entries_in(body))
    made = mark + start + "".join(checked(entry.text) + entry.after for entry in found)
    before, _ = located_yaml.parse_yaml(body, "")
    after, _ = parse_growing(made, "")
    same = before is not None and after is not None and _without_checks(before).root == after.root
    return made if same and not faults(made, "") else text


# Adding entries: nothing that is already there is changed.


def append(
    path: Path, name: str, entries: Iterable[Mapping[str, Written]], heading: str, *, shared: bool = True
) -> list[Problem]:
    """Add entries at the end, all or none; ``heading`` begins a new file. The caller holds the folder's lock.

    The whole file is written again, so that a killed process leaves either the old file or all new entries. Without
    ``shared`` it is private to its owner.
    """
    added: list[Value] = [yaml_text.cleaned(dict(fields)) for fields in entries]
    before: Value = None
    text = heading_of(heading)
    if path.exists():
        document, problems = read_growing(path, name)
        if document is None or errors(problems):
            return problems
        before, text = document.root, brought_up(document.text, heading)
    for item in added:
        assert isinstance(item, dict)
        text = yaml_edit.appended(text, checked(yaml_text.entry(item)))
    after, _ = parse_growing(text, name)
    # People may have edited the file by hand. If the new entries cannot be read back as they are, nothing is written.
    whole = after is not None and after.root == [*(before if isinstance(before, list) else []), *added]
    if not whole or faults(text, name):
        message = "cannot be added to: what stands there is no list of entries, or does not end as one"
        return [Problem(Where(name), "unwritable-file", message)]
    problem = write_atomically(path, text.encode(), name, replace=True, shared=shared)
    return [problem] if problem is not None else []
