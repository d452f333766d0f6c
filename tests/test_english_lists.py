"""The lists of English words: every list is read by the program, says where it comes from, and holds nothing twice."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from drafter.english.lists import Lists, lists

PACKAGE = Path(__file__).parent.parent / "drafter"
FILES = sorted((PACKAGE / "english" / "data").glob("*.txt"))
ASKED = ("words", "phrases", "either", "pattern")


def lists_read():
    """The lists that the program reads: the file and the name of each, as far as both are written out."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        files = {}
        nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
        for node in nodes:
            func = getattr(getattr(node, "value", None), "func", None)
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and getattr(func, "id", "") == "lists":
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                files[target.id] = node.value.args[0].value
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKED:
                name = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
                file = files.get(name)
                at_once = node.func.value if isinstance(node.func.value, ast.Call) else None
                if at_once is not None and getattr(at_once.func, "id", "") == "lists":
                    file = at_once.args[0].value
                if file and isinstance(node.args[0], ast.Constant):
                    found.add((file, node.args[0].value))
    return found


# Lists whose names the program works out: by rank, by label, by manner, by hedge, by language.
BY_KIND = {
    "names": r"title -?\d (surname|forename|peerage|whole name|silent)",
    "webforms": r"title|forename|surname|name|address|country|postcode|message|behalf|other",
    "manner": r"tell|not tell|wonder|do|you|doubt|at ease|not my worry|says",
    "claims": r"\w+, (words|in quotation|in claim|one way|other way)|denied",
    "languages": r".*",
}


def test_every_list_is_read_and_every_one_that_is_read_is_there():
    read = lists_read()
    there = {(path.stem, name) for path in FILES for name in lists(path.stem).texts}
    assert read <= there
    used = {(path.stem, name) for path in FILES for name in re.findall(r"\{([a-z][a-z -]*)\}", path.read_text("utf-8"))}
    by_kind = {(file, name) for file, name in there if re.fullmatch(BY_KIND.get(file, "(?!)"), name)}
    assert there == read | (used & there) | by_kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_says_where_its_lists_come_from_and_holds_nothing_twice(path):
    text = path.read_text("utf-8")
    head = re.match(r"(?:#.*\n)+", text)[0].replace("\n#", "")
    assert "Written for drafter" in head
    assert max(map(len, text.splitlines())) <= 400
    names = re.findall(r"(?m)^\[(.+)\]$", text)
    assert len(names) == len(set(names))
    for name in names:
        said = lists(path.stem).texts[name]
        entries = re.split(r" \| |\n", said) if " | " in said or path.stem == "manner" else said.split()
        assert path.stem == "languages" or len(entries) == len(set(entries)), name


def is_pattern(piece: str) -> bool:
    try:
        re.compile(piece)
    except re.error:
        return False
    return True


# Those that are left out have cues, and words with a star.
@pytest.mark.parametrize("name", sorted({path.stem for path in FILES} - {"manner", "languages", "claims"}))
def test_every_piece_of_a_pattern_is_whole(name):
    some = lists(name)
    pieces = [piece for list_, said in some.texts.items() if " | " in said for piece in some.phrases(list_)]
    assert [piece for piece in pieces if not is_pattern(piece)] == []


def test_a_list_that_names_another_holds_its_phrases():
    some = Lists({"days": "monday | tuesday", "when": "on (?:{days})\n{days} | in \\d{1,2} days | soon"})
    assert some.phrases("when") == ("on (?:monday|tuesday)", "monday", "tuesday", "in \\d{1,2} days", "soon")
    assert some.pattern("days") == "(?:monday|tuesday)"
    assert some.words("days") >= {"monday", "tuesday"}


def test_phrases_that_are_looked_for_by_their_first_letters_begin_with_one():
    asked = {
        name
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "first"
        for name in node.args
        if isinstance(name, ast.Constant)
    }
    assert {name.value for name in asked} == {"the late", "not written to"}
    for phrase in (phrase for name in asked for phrase in lists("names").phrases(name.value)):
        bare = phrase
        while bare != (less := re.sub(r"\([^()]*\)", "", bare)):  # one bracket within another
            bare = less
        assert re.fullmatch(r"[a-z](?![?*{])[^|]*", bare), phrase
        assert phrase[0] == bare[0], phrase
