"""What comes with the program beside its code: the shipped subjects' facts and templates, and the documentation.

May import: nothing.

In the installed program these files lie in this folder; in a checkout they lie at its top level, where they are edited.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final, NamedTuple

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


def edition(folder: Path) -> Edition:
    """The days of what is in the folder."""
    try:
        said = json.loads((folder / EDITION).read_text("utf-8"))
        return Edition(str(said["program"]), str(said["facts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Edition()
