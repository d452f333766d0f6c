"""Imports point one way, and each room imports only what it may."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

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
    "inbox",
    "drafting",
    "review",
    "rules",
    "formats",
    "letter",
    "register",
    "sources",
    "facts",
    "office",
    "decisions",
    "retention",
    "english",
    "engines",
    "files",
    "problems",
)
ONLY_IN = {
    "alembic": {"register"},
    "click": {"cli"},
    "compressed_rtf": {"inbox"},
    "distributed": {"engines"},
    "docx": {"formats"},
    "jinja2": {"letter"},
    "lxml": {"formats"},
    "markupsafe": {"letter"},
    "oxmsg": {"inbox"},
    "python_calamine": {"batch"},
    "quotequail": {"inbox"},
    "rensa": {"inbox"},
    "selectolax": {"files"},
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


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(PACKAGE)) for p in FILES])
def test_imports_point_downwards(path):
    room = room_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "drafter" and len(parts) > 1 and parts[1] in ROOMS:
            assert ROOMS.index(parts[1]) >= ROOMS.index(room), f"{room} may not import {name}"
        if parts[0] in ONLY_IN:
            assert room in ONLY_IN[parts[0]], f"{room} may not import {name}"


@pytest.mark.parametrize("path", FILES, ids=[str(p.relative_to(PACKAGE)) for p in FILES])
def test_no_clock_and_no_current_directory_below_the_command_line(path):
    if room_of(path) != "cli":
        text = path.read_text("utf-8")
        assert not [name for name in FORBIDDEN_BELOW_CLI if name in text]


def test_every_room_is_known():
    assert {room_of(path) for path in FILES} == set(ROOMS)


def test_every_room_is_described():
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `drafter/")]
    described = {name.strip("/").removesuffix(".py") for row in rows for name in re.findall(r"`drafter/([^`]+)`", row)}
    assert described == set(ROOMS) - {"__main__"}
