"""Values written as YAML: whoever reads the file, this program or another, finds what was typed."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from drafter.files import located_yaml
from drafter.files.yaml_edit import with_field, with_item
from drafter.files.yaml_text import Layout, Shape, cleaned, entry, in_braces, lines_of, scalar

TYPED = st.text(max_size=40) | st.sampled_from(
    ["no", "~", "null", "010", "1.10", "12:30", "1e5", "0o17", "0x1F", ".5", "+.inf", "1_000", "y", "=", "<<", "a: b",
     "a #b", "- x", "a:", "a,b", "[a]", "? a", "a?b", "x\u2028y", "2018-04-31", "%a", "@a", "`a`", "--- a", "\u200b"]
)  # fmt: skip
WORDS = Layout(bare=re.compile(r"\w+"))


@given(TYPED.map(cleaned), st.booleans(), st.sampled_from([Layout(), WORDS]))
def test_a_text_is_read_back_by_this_reader_and_by_one_that_makes_numbers_and_days(text, flow, layout):
    written = scalar(text, layout, flow=flow)
    line = f"x: [{written}]\n" if flow else f"x: {written}\n"
    wanted = {"x": [text] if flow else text}
    document, problems = located_yaml.parse_yaml(line, "x")
    assert document is not None, problems
    assert document.root == wanted
    if not re.fullmatch(r"\d{4}-\d{2}[-/\d]*", text):
        assert yaml.safe_load(line) == wanted


VALUES = st.recursive(
    TYPED.map(cleaned) | st.integers(0, 999),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)


def test_what_there_is_not_is_left_out_at_any_depth():
    assert entry({"id": "a", "b": None, "c": [{"d": "x", "e": None}]}) == "- id: a\n  c:\n    - d: x\n"


@given(st.dictionaries(st.sampled_from("defg"), VALUES, min_size=1))
def test_an_entry_is_read_back(fields):
    fields = {"id": "a", **fields}
    document, problems = located_yaml.parse_yaml(entry(fields), "x")
    assert document is not None, problems
    assert document.root == [cleaned(fields)]


def test_the_shapes_of_fields():
    layout = Layout(width=40, shapes={"s": Shape.BRACES, "k": Shape.FOLDED, "f": Shape.BRACKETS})
    assert lines_of("s", {"full": "Jo Lee: a", "n": 4}, 2, layout) == ['  s: { full: "Jo Lee: a", n: 4 }']
    assert lines_of("s", {"full": "Jo Lee " * 5 + "x"}, 2, layout) == [
        "  s:",
        "    full: >-",
        f"      {'Jo Lee ' * 4}Jo Lee",
        "      x",
    ]
    assert lines_of("k", "short", 2, layout) == ["  k: >-", "    short"]
    assert lines_of("f", [f"{n}-{n + 1}" for n in range(1, 20, 3)] + [30], 2, layout) == [
        "  f: [1-2, 4-5, 7-8, 10-11, 13-14,",
        "    16-17, 19-20, 30]",
    ]  # fmt: skip
    assert in_braces({"a": "no", "b": "2018-07-10"}) == '{ a: "no", b: 2018-07-10 }'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_what_is_changed_keeps_marks_and_line_endings(ending):
    text = "\ufeff# c\n- id: a\n  x: 1 # one\n".replace("\n", ending)
    document, _ = located_yaml.parse_yaml(text, "x")
    assert document is not None
    assert with_field(document, 0, "x", 2) == text.replace("1", "2")
    assert with_field(document, 0, "y", "no", ("id", "y")) == text.replace("  x", f'  y: "no"{ending}  x')
    listed, _ = located_yaml.parse_yaml(f"\ufeffa: b{ending}", "x")
    assert listed is not None
    assert with_item(listed, "l", {"n": 1}) == f"\ufeffa: b{ending}{ending}l:{ending}  - {{ n: 1 }}{ending}"
    assert with_item(document, "l", {"n": 1}) is None
