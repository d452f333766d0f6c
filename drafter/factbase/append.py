"""Entries added to files that only grow, in which nobody changes what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from drafter.factbase import grown, yaml_text
from drafter.files import write_atomically
from drafter.located_yaml import Value
from drafter.problems import Problem, Where, errors


def append(
    path: Path, name: str, entries: Iterable[Mapping[str, Value]], heading: str, *, shared: bool = True
) -> list[Problem]:
    """Add entries at the end, all or none; ``heading`` begins a new file. The caller holds the folder's lock.

    The file is written anew as a whole: whoever is killed leaves it as it was, or with all of them. Without ``shared``
    it is its owner's alone.
    """
    added: list[Value] = [yaml_text.cleaned(dict(fields)) for fields in entries]
    before: Value = None
    text = grown.heading_of(heading)
    if path.exists():
        document, problems = grown.read(path, name)
        if document is None or errors(problems):
            return problems
        before, text = document.root, grown.brought_up(document.text, heading)
    gap = "" if text.endswith("\n") or not text else "\n"
    text += gap + "".join(f"\n{grown.checked(yaml_text.entry(item))}" for item in added if isinstance(item, dict))
    after, _ = grown.parse(text, name)
    # Whatever was done to the file by hand: what is added must be read back as what it is, or nothing is.
    whole = after is not None and after.root == [*(before if isinstance(before, list) else []), *added]
    if not whole or grown.faults(text, name):
        message = "cannot be added to: what stands there is no list of entries, or does not end as one"
        return [Problem(Where(name), "unwritable-file", message)]
    problem = write_atomically(path, text.encode(), name, replace=True, shared=shared)
    return [problem] if problem is not None else []
