"""Imports point one way, and each room imports only what it may."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "drafter"
# From the top of the house to the ground; a room may import from those after it, and from itself.
ROOMS = (
    "__main__",
    "cli",
    "check",
    "trial",
    "schemas",
    "privacy",
    "recall",
    "new_office",
    "entering",
    "subjects",
    "moving",
    "batch",
    "inbox",
    "drafting",
    "review",
    "workspace",
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
    "extras",
    "problems",
    "catalogue",
    "shipped",
    "frozen",
    "patterns",
)
EVERYWHERE = {"problems", "frozen", "patterns"}
ONLY_IN = {
    "alembic": {"register"},
    "click": {"cli"},
    "compressed_rtf": {"inbox"},
    "distributed": {"engines"},
    "docx": {"formats"},
    "filelock": {"files"},
    "jinja2": {"letter"},
    "lxml": {"formats"},
    "markupsafe": {"letter"},
    "oxmsg": {"inbox"},
    "platformdirs": {"cli"},
    "python_calamine": {"batch"},
    "quotequail": {"inbox"},
    "rensa": {"inbox"},
    "selectolax": {"inbox"},
    "sqlalchemy": {"register"},
    "yaml": {"files"},
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


def allowed(room: str) -> set[str]:
    """What a room's docstring lets it import, beside itself and ``EVERYWHERE``; everything below, if it does not say."""
    below = set(ROOMS[ROOMS.index(room) + 1 :])
    path = PACKAGE / room / "__init__.py"
    said = re.search(r"May import: ([^.]+)\.", path.read_text("utf-8")) if path.is_file() else None
    if said is None or said[1] == "everything":
        return below
    if said[1] in {"nothing", "nothing but problems"}:
        return EVERYWHERE if "problems" in said[1] else EVERYWHERE - {"problems"}
    rooms = set(said[1].replace("\n", " ").split(", "))
    assert rooms <= below, f"{room} lies below {rooms - below}"
    return rooms | EVERYWHERE


def test_imports_point_downwards_and_only_where_the_room_says():
    wrong = []
    for path in FILES:
        room = room_of(path)
        rooms = allowed(room) | {room}
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "drafter" and len(parts) > 1 and parts[1] in ROOMS and parts[1] not in rooms:
                wrong.append(f"{path.relative_to(PACKAGE)} may not import {name}")
            if parts[0] in ONLY_IN and room not in ONLY_IN[parts[0]]:
                wrong.append(f"{path.relative_to(PACKAGE)} may not import {name}")
    assert not wrong


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def imports_of(tree: ast.AST, *, late: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """The imports of a module, and whether each runs late: in a function. Those for types alone do not run."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, late
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not (
            isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        ):
            yield from imports_of(node, late=late or isinstance(node, FUNCTIONS))


def test_a_late_import_is_of_what_is_not_imported_before():
    named = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in FILES}
    files = {name.removesuffix(".__init__"): path for name, path in named.items()}

    def modules(node: ast.Import | ast.ImportFrom) -> set[str]:
        if isinstance(node, ast.Import):
            return {alias.name for alias in node.names} & files.keys()
        inner = {f"{node.module}.{alias.name}" for alias in node.names} & files.keys()
        return inner or {str(node.module)} & files.keys()

    early: dict[str, set[str]] = {name: {name.rpartition(".")[0]} & files.keys() for name in files}
    late: list[tuple[str, int, set[str]]] = []
    for name, path in files.items():
        for node, is_late in imports_of(ast.parse(path.read_text("utf-8"))):
            if is_late:
                late.append((name, node.lineno, modules(node)))
            else:
                early[name] |= modules(node)

    def loaded(name: str) -> set[str]:
        found, left = set[str](), [name]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += early[one]
        return found - {name}

    wrong = [
        f"{files[name].relative_to(PACKAGE)}:{line}: {', '.join(sorted(before))} is imported at the top already"
        for name, line, wanted in late
        if (before := wanted & loaded(name))
    ]
    assert not wrong


def test_what_names_kinds_of_sentences_is_what_the_docs_say():
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    section = text.split("Beside the table, kinds are named by:")[1].split("\n## ")[0].split("A new kind needs")[0]
    named = set()
    for path in FILES:
        said = path.read_text("utf-8")
        if re.search(r"from drafter\.letter\.tree import (?:\([^)]*|.*)\bKind\b", said) and re.search(
            r"\bKind\.[A-Z]", said
        ):
            named.add(path.relative_to(PACKAGE).as_posix())
    assert set(re.findall(r"`([\w/]+\.py)`", section)) == named


def test_no_clock_and_no_current_directory_below_the_command_line():
    texts = {path: path.read_text("utf-8") for path in FILES if room_of(path) != "cli"}
    found = [(path.name, name) for path, text in texts.items() for name in FORBIDDEN_BELOW_CLI if name in text]
    assert not found


def test_every_room_is_known():
    assert {room_of(path) for path in FILES} == set(ROOMS)


def test_every_room_is_described():
    text = (PACKAGE.parent / "docs" / "architecture.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `drafter/")]
    described = {name.strip("/").removesuffix(".py") for row in rows for name in re.findall(r"`drafter/([^`]+)`", row)}
    assert described == set(ROOMS) - {"__main__"}


def test_every_module_that_the_docs_name_is_there():
    missing = []
    for path in [*(PACKAGE.parent / "docs").glob("*.md"), *PACKAGE.parent.glob("*.md")]:
        names = re.findall(r"`([\w/]+\.py)`", path.read_text("utf-8"))
        places = {name: (PACKAGE / name.removeprefix("drafter/"), PACKAGE.parent / name) for name in names}
        missing += [f"{path.name}: {name}" for name, at in places.items() if not any(map(Path.is_file, at))]
    assert not missing
