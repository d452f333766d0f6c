import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.files.located_yaml import Document, parse_yaml, read_yaml


def root(text: str) -> object:
    document, problems = parse_yaml(text, "f.yaml")
    assert document is not None, problems
    return document.root


def refusal(text: str) -> str:
    document, problems = parse_yaml(text, "f.yaml")
    assert document is None
    return "\n".join(map(str, problems))


def test_strings_stay_strings():
    text = "a: no\nb: 010\nc: 12:30\nd: 1.10\ne: 2018-07-10\nf: yes\ng: ~\nh:\ni: '~'\nj: 0x1f"
    assert root(text) == {
        "a": "no", "b": "010", "c": "12:30", "d": "1.10", "e": "2018-07-10", "f": "yes", "g": None, "h": None,
        "i": "~", "j": "0x1f",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1: error: 'a' stands here a second time; keep one of them [repeated-key]"),
        ("a: &x 1\nb: *x", "f.yaml:2:4: error: an alias (*x) is not read here; write the text out [alias]"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1: error: a second document begins here ('---') [second-document]"),
        ("[a, b]: 1", "f.yaml:1:1: error: a key must be a plain word [odd-key]"),
        ("[" * 30 + "]" * 30, "f.yaml:1:21: error: more than 20 levels inside one another [too-deep]"),
    ],
)
def test_what_is_refused(text, expected):
    assert refusal(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a:\n\tb: 1", 2, "indent with spaces"),
        ("- statement: he said: no", 1, "quotation marks"),
        ("a: 'open", 1, "look at this line"),
        ("a: [1, 2", 1, "look at this line"),
    ],
)
def test_broken_yaml_is_placed_and_its_cause_named(text, line, hint):
    said = refusal(text)
    assert said.startswith((f"f.yaml:{line}:", f"f.yaml:{line + 1}:"))
    assert "[broken-yaml]" in said
    assert hint in said


def test_every_value_knows_its_place():
    document, _ = parse_yaml("- id: a\n  cites:\n    - quote: x\n    - quote: y\n", "f.yaml")
    assert isinstance(document, Document)
    assert str(document.where(0, "cites", 1, "quote")) == "f.yaml:4:14"
    assert str(document.where_key(0, "cites")) == "f.yaml:2:3"
    assert str(document.where(0, "missing")) == "f.yaml:1:3"


def test_a_file_that_is_not_utf8_is_told_with_its_place(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("a: 1\nb: caf\xe9".encode("latin-1"))
    document, problems = read_yaml(path, "f.yaml")
    assert document is None
    assert str(problems[0]) == "f.yaml:2:7: error: is not UTF-8 text; save the file with encoding UTF-8 [not-utf-8]"


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    assert "no such file" in str(read_yaml(tmp_path / "none.yaml", "none.yaml")[1][0])
    assert "is a directory" in str(read_yaml(tmp_path, "folder")[1][0])


def test_a_byte_order_mark_is_nothing(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes("\ufeffa: 1".encode())
    document, _ = read_yaml(path)
    assert document is not None
    assert document.root == {"a": "1"}


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_raise(text):
    document, problems = parse_yaml(text, "f.yaml")
    assert (document is None) == bool(problems)


yaml_like = st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t\x00\x1b", max_size=60)


@given(yaml_like)
def test_no_text_that_looks_like_yaml_makes_the_reader_raise(text):
    document, problems = parse_yaml(text, "f.yaml")
    assert (document is None) == bool(problems)
