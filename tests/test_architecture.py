"""Imports point one way, and each room imports only what it may."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "drafter"
# From the top of the house to the ground; a room may import from those after it, and from itself.
ROOMS = (
    "__main__",
    "cli",
    "check",
    "explain",
    "schemas",
    "privacy",
    "batch",
    "mail",
    "drafting",
    "own_words",
    "review",
    "rules",
    "formats",
    "letter",
    "register",
    "documents",
    "factbase",
    "office",
    "decisions",
    "retention",
    "fields",
    "located_yaml",
    "ooxml",
    "engines",
    "files",
    "problems",
)
ONLY_IN = {
    "alembic": {"register"},
    "click": {"cli"},
    "compressed_rtf": {"mail"},
    "distributed": {"engines"},
    "docx": {"formats"},
    "jinja2": {"letter"},
    "lxml": {"formats"},
    "markupsafe": {"letter"},
    "oxmsg": {"mail"},
    "python_calamine": {"batch"},
    "quotequail": {"mail"},
    "rensa": {"mail"},
    "selectolax": {"mail"},
    "sqlalchemy": {"register"},
}
FORBIDDEN_BELOW_CLI = (
    "date.today",
    "datetime.now",
    "datetime.today",
    "Path.cwd",
    "os.getcwd",
    "time.time",
    "os.environ",
)


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def may_import(room: str, name: str) -> bool:
    first, *rest = name.split(".")
    if first == "drafter" and rest and rest[0] in ROOMS:
        return ROOMS.index(rest[0]) >= ROOMS.index(room)
    return room in ONLY_IN.get(first, {room})


def test_imports_point_downwards():
    wrong = [(str(path), name) for path in FILES for name in imports(path) if not may_import(room_of(path), name)]
    assert wrong == []


def test_no_clock_and_no_current_directory_below_the_command_line():
    below = {path: path.read_text("utf-8") for path in FILES if room_of(path) != "cli"}
    assert [(str(path), name) for path, text in below.items() for name in FORBIDDEN_BELOW_CLI if name in text] == []


def test_every_room_is_known():
    assert {room_of(path) for path in FILES} == set(ROOMS)


def test_every_room_is_described():
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `drafter/")]
    described = {name.strip("/").removesuffix(".py") for row in rows for name in re.findall(r"`drafter/([^`]+)`", row)}
    assert described == set(ROOMS) - {"__main__"}
