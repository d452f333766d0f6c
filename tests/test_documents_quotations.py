"""A quotation is found where it stands, word for word, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.sources.quotations import DocumentText, blocks_of, find, find_all, fold_quotation, nearest_passage

words = st.text(st.sampled_from("abcdeé’'\u00ad-–"), min_size=1, max_size=6).filter(lambda w: any(map(str.isalpha, w)))
blocks = st.lists(words, min_size=1, max_size=30).map(" ".join)
texts = st.lists(blocks, min_size=1, max_size=6).map(lambda b: DocumentText("s", blocks_of("\n".join(b)), ""))


@given(texts, st.data())
def test_a_run_of_words_is_found_where_it_stands(text, data):
    number = data.draw(st.integers(1, len(text.blocks)))
    block = text.blocks[number - 1].split()
    first = data.draw(st.integers(0, len(block) - 1))
    last = data.draw(st.integers(first + 1, len(block)))
    quote = " ".join(block[first:last])
    places = find(quote, text)
    assert number in {place.paragraph for place in places}
    for place in places:
        shown = text.blocks[place.paragraph - 1][place.start : place.end]
        assert fold_quotation(shown) == fold_quotation(quote)


@given(texts, st.text(max_size=20))
@example(DocumentText("s", ("a b",), ""), "")
@example(DocumentText("s", ("a b",), ""), "\u00ad")
def test_whatever_is_looked_for_is_there_or_not_found(text, quote):
    for place in find(quote, text):
        assert fold_quotation(text.blocks[place.paragraph - 1][place.start : place.end]) == fold_quotation(quote)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("NHS England’s “plan” – in March", True),
        ("NHS England's \"plan\" - in  March", True),
        ("NHS Eng\u00adland's \"plan\" \u2014 in\u00a0March", True),
        ("NHS England's 'plan' - in March", False),
        ("nhs england's \"plan\"", False),
        ('NHS Englands "plan"', False),
        ("England's \"plan\" - in Mar", False),
        ("HS England", False),
        ("in March.", True),
        ("in March . ", False),
        ("March. Again", False),
        ("", False),
    ],
)  # fmt: skip
def test_only_these_things_are_folded(quote, found):
    text = DocumentText("s", ('So NHS England\'s "plan" - in March.', "Again."), "")
    assert bool(find(quote, text)) is found


@pytest.mark.parametrize(
    "quote", ["500 million", "75 more", "NHS hands", "there isn", "1,500", "million pounds", "12.75"]
)
def test_numbers_and_compounds_are_not_cut(quote):
    text = DocumentText(
        "s", ("It will cost \u00a31,500 million pounds, 12.75 more in non-NHS hands, and there isn't any.",), ""
    )
    assert bool(find(quote, text)) is (quote in {"million pounds", "12.75"})


def test_where_and_how_often_it_stands():
    text = DocumentText("s", ("one two one two", "one two"), "")
    assert [(p.paragraph, p.occurrence, p.start) for p in find("one two", text)] == [(1, 1, 0), (1, 2, 8), (2, 1, 0)]


def test_passages_that_overlap_are_all_found():
    text = DocumentText("s", ("a b a b a",), "")
    assert [len(places) for places in find_all(["a b a", "b a b", "a", "c"], text)] == [2, 1, 3, 0]


def test_a_near_miss_is_shown():
    text = DocumentText("s", ("Nothing here.", "The contract will be awarded in the spring of that year, he said."), "")
    assert nearest_passage("The contract would be awarded in the autumn", text.blocks) == (
        2, "The contract will be awarded in the spring",
    )  # fmt: skip
    assert nearest_passage("Quite another matter altogether", text.blocks) == (0, "")


@given(st.lists(st.text(max_size=40), max_size=5), st.text(max_size=40))
def test_the_nearest_passage_never_fails(many, quote):
    number, passage = nearest_passage(quote, many)
    assert (number == 0) == (passage == "") or passage == ""
