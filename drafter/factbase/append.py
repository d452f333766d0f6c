"""Files that only grow: lists of entries to which commands add, and in which nobody changes what stands there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from drafter import located_yaml
from drafter.factbase import yaml_text
from drafter.located_yaml import Value
from drafter.problems import Problem, Where


def append(path: Path, name: str, entries: Iterable[Mapping[str, Value]], heading: str) -> list[Problem]:
    """Add entries at the end, all or none; ``heading`` begins a new file. The caller holds the folder's lock."""
    added: list[Value] = [yaml_text.cleaned(dict(fields)) for fields in entries]
    text = heading
    if path.exists():
        document, problems = located_yaml.read(path, name)
        if document is None:
            return problems
        text = document.text
    else:
        document, problems = located_yaml.parse(heading, name)
    before = document.root if document is not None else None
    gap = "" if text.endswith("\n") or not text else "\n"
    more = gap + "".join(f"\n{yaml_text.entry(item)}" for item in added if isinstance(item, dict))
    after, _ = located_yaml.parse(text + more, name)
    # Whatever was done to the file by hand: what is added must be read back as what it is, or nothing is.
    if after is None or after.root != [*(before if isinstance(before, list) else []), *added]:
        message = "cannot be added to: what stands there is no list of entries, or does not end as one"
        return [Problem(Where(name), "unwritable-file", message)]
    try:
        _append_bytes(path, (more if path.exists() else text + more).encode())
    except OSError as failure:
        reason = (failure.strerror or str(failure)).lower()
        return [Problem(Where(name), "unwritable-file", f"cannot be written: {reason}")]
    return []


def _append_bytes(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        size = os.fstat(handle).st_size
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)  # a disk that is full leaves no half entry
            raise
    finally:
        os.close(handle)
