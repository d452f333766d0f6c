"""Where sentences end, and how letters greet and close."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.english.salutations import CLOSE, GREETS
from drafter.english.sentences import is_several, may_end, sentences_in


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("I do not sign", False),
        ("I do not sign motions. I never did", True),
        ("I do not sign motions. never did", True),
        ("I wrote to Mr. Hill", False),
        ("I wrote to Prof. Hill and the Rt. Hon. Ann Lee", False),
        ("I wrote to J. Hill about No. 5 Market Row", False),
        ("I said no. Then I left", True),
        ('I said "no." Then I left', True),
        ("I wrote to him! And to her", True),
        ("I pay 4.5 per cent.", False),
    ],
)
def test_one_sentence_or_several(text, several):
    assert is_several(text) is several


@pytest.mark.parametrize(
    ("word", "following", "ends"),
    [("wheels.", "It", True), ("Mr.", "Hill", False), ("wheels.", "it", False), ("it?\u201d", "\u201cYes", True),
     ("No.", "5", False), ("No.", "Then", True), ("I.", "He", True), ("J.", "Hill", False), ("x", "", True)],
)  # fmt: skip
def test_a_word_with_which_a_sentence_may_end(word, following, ends):
    assert may_end(word, following) is ends


def test_the_sentences_of_a_text():
    text = " A bus has wheels.  \u201cHas it?\u201d\nIt has (four.) \u00c9lan. and so on. {x} "
    assert list(sentences_in(text)) == [
        "A bus has wheels.",
        "\u201cHas it?\u201d",
        "It has (four.)",
        "\u00c9lan. and so on. {x}",
    ]


@given(st.text(alphabet="aB.?!\"' )(\n", max_size=30))
def test_no_word_is_lost_between_sentences(text):
    assert "".join("".join(sentences_in(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("line", ["Dear Ms Hill", "My dear Ann", "Hiya Jo", "To whom it may concern"])
def test_a_line_that_greets(line):
    assert GREETS.match(line)


@pytest.mark.parametrize(
    ("line", "closes"),
    [("Yours sincerely", True), ("with all good wishes", True), ("kindest regards", True), ("best", True),
     ("yours is the letter", False), ("regards the letter", False), ("best of all", False)],
)  # fmt: skip
def test_a_line_that_closes(line, closes):
    assert bool(re.fullmatch(CLOSE, line, re.IGNORECASE)) is closes
