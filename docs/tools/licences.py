"""Writes docs/licences.md: every package that drafter needs, itself or through another, with its licence.

Run it where all of them are installed, as the Makefile's environment is: ``make licences``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "licences.md"
HEADING = """\
# Licences

Every package that drafter needs, itself or through another, and the licence that its own metadata states.
`make licences` writes this page anew. *Run* is needed to run drafter at all, the extras (`mail`, `documents`, `dask`,
`postgresql`) where they are installed; *dev* is needed to work on it, and is not passed on.

| package | needed for | licence |
| --- | --- | --- |
"""
# Where the metadata says nothing short: by the licence's text.
_LONG = (
    ("Apache License", "Apache-2.0"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Redistribution and use in source and binary forms", "BSD"),
    ("Mozilla Public License", "MPL-2.0"),
)


def plain(name: str) -> str:
    """A package's name as all its spellings become."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed() -> dict[str, list[str]]:
    """The requirements that pyproject.toml names, by what they are needed for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = {"run": project["dependencies"], **project["optional-dependencies"]}
    return {kind: list(lines) for kind, lines in found.items()}


def licence_of(package: metadata.Distribution) -> str:
    """What a package says of its licence, in short; empty where it says nothing."""
    said = package.metadata
    if "License-Expression" in said:
        return said["License-Expression"]
    classes = [c.rsplit(" :: ", 1)[1] for c in said.get_all("Classifier") or () if c.startswith("License :: ")]
    named = [c for c in classes if c != "OSI Approved"]
    stated = " ".join(said.get_all("License") or ()).strip()
    if stated and len(stated) < 60 and "\n" not in stated:
        return stated
    return "; ".join(named) or next((short for text, short in _LONG if text in stated), "")


def closure(requirements: list[str]) -> set[str]:
    """The packages of these requirements and all that they need here, so far as they are installed."""
    found: set[tuple[str, str]] = set()
    todo = list(requirements)
    while todo:
        line = todo.pop()
        parts = re.match(r"([\w.-]+)(?:\[([^\]]*)\])?", line)
        assert parts is not None, line
        for extra in ["", *filter(None, (parts[2] or "").split(","))]:
            one = (plain(parts[1]), extra.strip())
            if one in found:
                continue
            found.add(one)
            try:
                requires = metadata.distribution(one[0]).requires or []
            except metadata.PackageNotFoundError:
                continue
            todo += [need for need in requires if _extra_of(need) == plain(one[1])]
    return {name for name, _ in found}


def _extra_of(requirement: str) -> str:
    """The extra of a package for which it has a requirement; empty for none."""
    said = re.search(r"extra == ['\"]([^'\"]+)['\"]", requirement)
    return plain(said[1]) if said else ""


def rows() -> list[tuple[str, str, str]]:
    """Each package, what it is needed for, its licence."""
    used: dict[str, list[str]] = {}
    for kind, names in needed().items():
        for name in closure(names):
            used.setdefault(name, []).append(kind)
    found = []
    for name, kinds in sorted(used.items()):
        try:
            licence = licence_of(metadata.distribution(name))
        except metadata.PackageNotFoundError:
            continue  # needed on another system, or by another Python, only
        shown = [kind for kind in kinds if kind != "dev"] or kinds
        found.append((name, "run" if "run" in shown else ", ".join(shown), licence))
    return found


def main() -> int:
    """Write the page; 1 where a package says nothing of its licence."""
    found = rows()
    PAGE.write_text(HEADING + "".join(f"| {' | '.join(row)} |\n" for row in found), "utf-8")
    silent = [name for name, _, licence in found if not licence]
    for name in silent:
        print(f"{name} says nothing of its licence", file=sys.stderr)
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
