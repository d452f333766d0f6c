"""How large a template may be, and what in one could run for ever or fill the memory: looked at before any is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

LARGEST: Final = 100_000  # letters of a template; a long one has three thousand
_MOST_NODES: Final = 5_000
_DEEPEST: Final = 50  # levels of choices and expressions in one another
_LONGEST: Final = 2_000  # letters of a text in quotation marks
_GREATEST: Final = 1_000_000_000
_DIGITS: Final = re.compile(r"\d[\d_]{60,}")  # more than any number, and more than Python makes one of
# All that repeats, or keeps something to be put together with itself: forty of them are more than any memory.
_UNBOUNDED: Final = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Block,
    nodes.CallBlock,
    nodes.Extends,
    nodes.FilterBlock,
    nodes.For,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.Macro,
    nodes.With,
)
# What a template without any of these holds, as text: choices, comments, and calls by their names.
_TAG: Final = re.compile(r"\{%[-+]?\s*(\w*)")
_PLAIN_TAGS: Final = frozenset(("if", "elif", "else", "endif"))
_OPENS: Final = re.compile(r"\(")
_CALLED: Final = re.compile(r"([\w.\])\"'|]+)\s*\Z")
_BEFORE: Final = 100  # letters before a bracket, in which what is called stands
_NAME: Final = re.compile(r"\|?[A-Za-z_]\w*")


def odd_source(source: str) -> tuple[int, str] | None:
    """The line of what makes a template too large to be parsed, and why; ``None`` where nothing does."""
    if len(source) > LARGEST:
        return 1, f"has more than {LARGEST:,} letters, which no template has"
    digits = _DIGITS.search(source)
    return (source.count("\n", 0, digits.start()) + 1, "holds a number that is larger than any") if digits else None


def odd_tree(tree: nodes.Template) -> tuple[int, str] | None:
    """The line of what is too large or too deep in a template, and what it is; it does not call itself."""
    level: list[nodes.Node] = [tree]
    count = depth = 0
    while level:
        depth, count = depth + 1, count + len(level)
        if depth > _DEEPEST:
            return level[0].lineno, f"has more than {_DEEPEST} levels within one another"
        if count > _MOST_NODES:
            return level[0].lineno, f"holds more than {_MOST_NODES:,} words and values, which no template does"
        for node in level:
            if isinstance(node, nodes.Const) and (odd := _odd_constant(node.value)):
                return node.lineno, odd
        level = [child for node in level for child in node.iter_child_nodes()]
    return None


def _odd_constant(value: object) -> str:
    if isinstance(value, str) and len(value) > _LONGEST:
        return f"holds a text in quotation marks of more than {_LONGEST:,} letters"
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        return "holds half a character, which cannot be written"
    large = isinstance(value, int | float) and not abs(value) <= _GREATEST  # nor is what is no number at all
    return "holds a number that is larger than any" if large else ""


def seems_bounded(source: str) -> bool:
    """Whether a template has by its text alone nothing that is unbounded; where it is in doubt, its tree tells."""
    tags = all(match[1] in _PLAIN_TAGS for match in _TAG.finditer(source))
    return tags and all(_is_plain_call(source, match.start()) for match in _OPENS.finditer(source))


def _is_plain_call(source: str, bracket: int) -> bool:
    """Whether nothing but a name stands before a bracket, or nothing that could be called."""
    called = _CALLED.search(source[max(0, bracket - _BEFORE) : bracket])
    return called is None or (_NAME.fullmatch(called[1]) is not None and len(called[0]) < _BEFORE)


def unbounded(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """The lines of what could run for ever or fill the memory, each with what it is."""
    for node in tree.find_all(_UNBOUNDED):
        yield node.lineno, f"'{type(node).__name__.lower()}' is not used in templates"
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name):
            yield call.lineno, "a template calls nothing but the functions that it is given"
