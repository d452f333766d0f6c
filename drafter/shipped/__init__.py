"""What comes with the program beside its code: the shipped subjects' facts and templates, and the documentation.

May import: nothing.

In the installed program these files lie in this folder; in a checkout they lie at its top level, where they are edited.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from drafter.frozen import NamedTuple

NAME: Final = "shipped"  # what problems call the folder
EDITION: Final = "edition.json"  # written when the program is built


class Edition(NamedTuple):
    """The days of the last change to the program and to the shipped facts; empty in a checkout."""

    program: str = ""
    facts: str = ""


def shipped_folder() -> Path:
    """The folder that holds ``facts``, ``templates`` and ``docs``."""
    here = Path(__file__).parent
    return here if (here / "facts").is_dir() else here.parent.parent


@cache
def code_of_checkout() -> str:
    """What changes with every change of the program's code in a checkout; empty in the installed program.

    There the version says which code it is. It is looked at once in a process.
    """
    return "" if shipped_folder() == Path(__file__).parent else str(newest(Path(__file__).parent.parent))


def newest(folder: Path) -> int:
    """When the newest file of a folder was last changed, in nanoseconds; what Python compiled does not count."""
    found = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                found = max(found, entry.stat().st_mtime_ns)
            elif entry.name != "__pycache__":
                found = max(found, newest(Path(entry.path)))
    return found


def pages() -> dict[str, Path]:
    """The pages of the documentation by name, what to read first at the beginning."""
    folder = shipped_folder()
    docs = folder / "docs"
    first = next((path for path in (docs / "README.md", folder / "README.md") if path.is_file()), None)
    rest = sorted(path for path in docs.glob("*.md") if path.stem not in ("README", "CHANGELOG", "start"))
    changes = next((path for path in (docs / "CHANGELOG.md", folder / "CHANGELOG.md") if path.is_file()), None)
    named = [
        ("start", docs / "start.md"),
        ("readme", first),
        *((path.stem, path) for path in rest),
        ("changes", changes),
    ]
    return {name: path for name, path in named if path is not None}


def first_topic(subjects: Iterable[str]) -> str:
    """The first topic of the first of these subjects that came with the program; empty if none did."""
    for subject in subjects:
        path = shipped_folder() / "facts" / subject / "topics.yaml"
        found = re.search(r"^- id: (\S+)$", path.read_text("utf-8"), re.MULTILINE) if path.is_file() else None
        if found:
            return found[1]
    return ""


def edition(folder: Path) -> Edition:
    """The days of what is in the folder."""
    try:
        said = json.loads((folder / EDITION).read_text("utf-8"))
        return Edition(str(said["program"]), str(said["facts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Edition()
