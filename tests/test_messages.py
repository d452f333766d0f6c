"""Pieces of messages: lists in words, texts cut short, numbers of things."""

from __future__ import annotations

import pytest

from drafter.english.messages import counted, listed, shortened


@pytest.mark.parametrize(
    ("words", "text"),
    [((), ""), (("costs",), "costs"), (("costs", "staff"), "costs and staff"), (("a", "b", "c"), "a, b and c")],
)
def test_a_list_in_words(words, text):
    assert listed(iter(words)) == text
    assert listed(words, "or") == text.replace(" and ", " or ")


def test_a_text_is_cut_without_a_space_before_the_dots():
    assert shortened("x" * 60) == "x" * 60
    assert shortened("x" * 61) == "x" * 57 + "..."
    assert shortened("The guide says so", 13) == "The guide..."
    assert shortened("The guides say so", 13) == "The guides..."


def test_a_number_of_things():
    assert [counted(number, "letter") for number in range(3)] == ["0 letters", "1 letter", "2 letters"]
