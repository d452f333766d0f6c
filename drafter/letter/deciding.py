"""A decision entered into ``office.yaml``: nothing else in it moves, and nothing is written that is not read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from drafter import located_yaml
from drafter import office as offices
from drafter.decisions import Decision, How
from drafter.factbase.edit import read_file
from drafter.factbase.yaml_text import WIDTH, cleaned, entry
from drafter.files import locked, write_atomically
from drafter.located_yaml import Value
from drafter.office import FILE, Office
from drafter.problems import Problem, Where, errors

_FIELD = "decisions"
_BY_HAND = "enter it in your own editor"


def enter(office: Office, decision: Decision) -> list[Problem]:
    """Add a decision to the office's own, in its file as it is now, whole or not at all."""
    path, name = office.folder / FILE, office.path_of(FILE)
    with locked(office.folder):
        present, problems = read_file(path, name)
        if problems:
            return problems
        text, problem = with_decision(present, decision, name)
        if problem is None:
            problems = _contradicted(text, office, name)
            problem = (
                None if problems else write_atomically(path, text.encode("utf-8"), name, replace=True, shared=True)
            )
    return [problem] if problem is not None else problems


def with_decision(text: str, decision: Decision, name: str) -> tuple[str, Problem | None]:
    """The text of ``office.yaml`` with a decision added; the text as it was where that cannot be done.

    ``name`` is how problems call the file.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    document, problems = located_yaml.parse(body, name)
    if document is None:
        return text, problems[0]
    fields = _fields(decision)
    root = document.root if isinstance(document.root, dict) else {}
    before = root.get(_FIELD) or []
    changed = _added(body, fields) if root and isinstance(before, list) else body
    after, _ = located_yaml.parse(changed, name)
    if after is None or not isinstance(before, list) or after.root != {**root, _FIELD: [*before, dict(fields)]}:
        message = f"no decision can be added to '{_FIELD}' without touching what stands around it"
        return text, Problem(document.where(_FIELD), "odd-layout", message, _BY_HAND)
    return mark + changed, None


def _contradicted(text: str, office: Office, name: str) -> list[Problem]:
    """What would be wrong with the office's file. Of what is not written there is no line, and none to take out."""
    document, problems = located_yaml.parse(text.removeprefix("\ufeff"), name)
    if document is not None:
        problems += offices.read(document, office.folder, office.name)[1]
    hints = {"contradictory-decisions": "nothing is written"}
    return [Problem(Where(name), p.rule, p.message, hints.get(p.rule, p.hint)) for p in errors(problems)]


def _fields(decision: Decision) -> Mapping[str, Value]:
    day = decision.on.isoformat()
    fields: dict[str, Value] = {"action": decision.action, "subject": decision.subject}
    if decision.how is How.DONE:
        return {**fields, How.DONE.value: day}
    value = "yes" if decision.how is How.WILL else cleaned(decision.reason)
    return {**fields, "decided": day, decision.how.value: value}


def _added(text: str, fields: Mapping[str, Value]) -> str:
    """The text with an entry at the end of its decisions, wherever these stand and however they are written."""
    ending = "\r\n" if "\r\n" in text else "\n"
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)  # whose marks count characters
    key, node = next(((key, node) for key, node in root.value if key.value == _FIELD), (None, None))
    if key is None or node is None:
        gap = "" if text.endswith("\n") or not text else ending
        return f"{text}{gap}{ending}{_FIELD}:{ending}{_lines(fields, 2, ending)}"
    if isinstance(node, yaml.SequenceNode) and node.flow_style and node.value:
        at = node.value[-1].end_mark.index
        return f"{text[:at]}, {_in_braces(fields)}{text[at:]}"
    column = key.start_mark.column + 2
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        column, at = node.start_mark.column, _end_of(node, text)
    else:  # there is none yet
        at = text.index(":", key.end_mark.index) + 1
        if text[at : node.start_mark.index].strip(" "):  # a comment stands between: it would be lost
            return text
        text = f"{text[:at]}{text[node.end_mark.index :]}"
    line = text.find("\n", at) + 1
    gap = "" if line else ending
    line = line or len(text)
    return f"{text[:line]}{gap}{_lines(fields, column, ending)}{text[line:]}"


def _end_of(node: Any, text: str) -> int:
    """Where a node's own text ends: the marks of collections and of texts in blocks go on to what stands next."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(last[1] if isinstance(last, tuple) else last, text)
    at: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return node.start_mark.index + len(text[node.start_mark.index : at].rstrip())
    return at


def _lines(fields: Mapping[str, Value], column: int, ending: str) -> str:
    """An entry in one line, or in several where it is too long for one."""
    one = f"{' ' * column}- {_in_braces(fields)}"
    if len(one) <= WIDTH:
        return one + ending
    return "".join(f"{' ' * column}{line}{ending}" for line in entry(fields).splitlines())


def _in_braces(fields: Mapping[str, Value]) -> str:
    shown = ", ".join(f"{name}: {_quoted(str(value), name)}" for name, value in fields.items())
    return f"{{ {shown} }}"


def _quoted(text: str, name: str) -> str:
    """A value between braces: an id or a day as it is, what else a person says always in quotation marks."""
    if name not in (How.WILL, How.WILL_NOT):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
