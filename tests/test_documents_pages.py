"""Printed pages: columns one after the other, words that a line's end divided, notes at the foot, tables."""

from __future__ import annotations

import made
import printed
import pytest
from directly import read_document
from hypothesis import given
from hypothesis import strategies as st

from drafter.sources.extract import extract
from drafter.sources.paragraphs import Line, WordList, join_lines, with_feet
from drafter.sources.pdf import PageWord, in_order
from drafter.sources.quotations import MARK, DocumentText, blocks_of, find

PAGES = dict(printed.pages())


def text_of(data: bytes) -> DocumentText:
    return DocumentText("s", blocks_of("\n".join(read_document("pdf", data).blocks)), "")


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_read_as_a_reader_reads_it(kind):
    document = read_document("pdf", PAGES[kind].data)
    assert tuple(block.replace(MARK, "") for block in document.blocks) == PAGES[kind].read
    assert bool(document.doubtful) != PAGES[kind].plain


def test_columns_in_doubt_are_told(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(PAGES["two columns, by lines"].data)
    document, problems = extract(path, "report.pdf")
    assert document is not None
    (problem,) = problems
    told = "on page 1 the order of columns is in doubt; compare the text with the page before you quote from it"
    assert str(problem) == f"report.pdf: warning: {told} [doubtful-columns]"


@pytest.mark.parametrize("kind", [kind for kind in PAGES if "columns" in kind])
def test_a_quotation_is_found_in_its_column_and_none_across_two(kind):
    text = text_of(PAGES[kind].data)
    for quote in (
        "are highest where no bus stops at the gate",
        "do so, and none has asked them. We recommend that each",
    ):
        assert len(find(quote, text)) == 1, quote
    left, right = printed.wrapped(printed.LEFT, 46), printed.wrapped(printed.RIGHT, 46)
    for quote in (f"{left[1]} {right[1]}", f"{left[2].split()[-1]} {right[2].split()[0]}", f"{left[-1]} {right[0]}"):
        assert not find(quote, text), quote


DIVIDED = (
    ("The offices would be re-", "organised by the co-", "operating bodies after it was consid-", "ered by all price-",
     "determining trusts in 2018-", "19 and by the healthcare-", "associated ones of Stoke-on-", "Trent."),
    ("The offices would be re|organised by the co-|operating bodies after it was considered by all price-determining trusts "
    "in 2018-19 and by the healthcare-associated ones of Stoke-on-Trent."),
)  # fmt: skip


def test_a_hyphen_is_kept_where_the_word_has_one():
    lines, wanted = DIVIDED
    (block,) = read_document("pdf", made.placed([printed.column(lines, 60, 760)])).blocks
    assert block == wanted.replace("|", MARK)
    text = DocumentText("s", (block,), "")
    found = ("would be reorganised by", "would be re-organised by", "co-operating bodies", "the cooperating bodies",
             "reorganised by the cooperating bodies", "re-organised by the co-operating bodies after it was considered",
             "all price-determining trusts in 2018-19")  # fmt: skip
    assert [quote for quote in found if len(find(quote, text)) != 1] == []
    refused = (
        "pricedetermining",
        "consid-ered",
        "operating bodies",
        "organised by",
        "201819",
        "re organised",
        "co -operating",
    )
    assert [quote for quote in refused if find(quote, text)] == []
    (place,) = find("the co-operating bodies", text)
    assert block[place.start : place.end] == f"the co-{MARK}operating bodies"


@pytest.mark.parametrize(
    ("halves", "word"),
    [
        ("organ-isation", "organisation"), ("commit-ment", "commitment"), ("decision-making", "decision-making"),
        ("well-known", "well-known"), ("over-spend", "over|spend"), ("non-governmental", "non-|governmental"),
        ("pro-grammes", "programmes"), ("Depart-ment", "Department"), ("cross-party", "cross-party"),
    ],
)  # fmt: skip
def test_divided_words(halves, word):
    assert WordList().reading(*halves.split("-")) == word.replace("|", MARK)


def test_without_a_dictionary_both_readings_are_kept():
    assert WordList({}).reading("consid", "ered") == f"consid{MARK}ered"


@given(st.text("ab -" + MARK, max_size=12), st.text("ab -", max_size=6))
def test_a_quotation_that_is_found_differs_in_doubtful_hyphens_alone(block, quote):
    text = DocumentText("s", blocks_of(block), "")
    for place in find(quote, text):
        there = text.blocks[place.paragraph - 1][place.start : place.end]
        assert [c for c in there if c not in f"-{MARK} "] == [c for c in quote if c not in "- "]
        if MARK not in there:
            assert " ".join(there.split()) == " ".join(quote.split())


def test_a_paragraph_goes_on_over_the_notes_at_the_foot_of_its_page():
    lines = [Line("It was said by the Minister that the", y=100, size=10), Line("1 Debate of 4 May,", y=60, size=8),
             Line("in the evening.", y=50, size=8), Line("2 The same.", y=40, size=8),
             Line("charges would end.", page=2, y=700, size=10), Line("It was not said when they would.", page=2, y=670, size=10)]  # fmt: skip
    assert join_lines(with_feet(lines)) == (
        "It was said by the Minister that the charges would end.",
        "1 Debate of 4 May, in the evening.",
        "2 The same.",
        "It was not said when they would.",
    )


WORDS = st.builds(
    PageWord,
    st.just("word"),
    st.floats(0, 500),
    st.just(0.0),
    st.floats(0, 800),
    st.floats(0, 40),
    st.integers(0, 99),
).map(lambda word: word._replace(x1=word.x0 + 20))


@given(st.lists(WORDS, max_size=40))
def test_wherever_words_stand_none_is_lost_or_said_twice(words):
    told = [f"w{at}" for at in range(len(words))]
    found = in_order([word._replace(text=text) for word, text in zip(words, told, strict=True)], 1)
    assert sorted(word for line in found.lines for word in line.text.split()) == sorted(told)


LEFT = (
    "The left column says that private bodies will not bid before the end of it all and that nobody has asked".split()
)
RIGHT = (
    "The right column says that staff will hear of it by March in good time from their own employer each day".split()
)


def columns(gutter: float, *, by_rows: bool) -> list[PageWord]:
    """Two columns of five words a line, ``gutter`` sizes of type apart; drawn by rows, or one after the other."""
    placed = []
    for side, said in enumerate((LEFT, RIGHT)):
        for at, text in enumerate(said):
            row, place = divmod(at, 4)
            x0 = 50 + side * (200 + gutter * 10) + place * 50
            order = row * 8 + side * 4 + place if by_rows else side * len(LEFT) + at
            placed.append(PageWord(text, x0, x0 + (50 if place == 3 else 47), 700 - 12 * row, 10, order))
    return placed


@pytest.mark.parametrize("gutter", [0.5, 0.7, 0.9, 2.0])
def test_columns_close_together_are_apart_where_the_file_draws_them_so(gutter):
    found = in_order(columns(gutter, by_rows=False), 1)
    assert " ".join(line.text for line in found.lines) == " ".join((*LEFT, *RIGHT))


def test_words_far_apart_are_no_columns_where_the_file_draws_rows():
    words = columns(0.7, by_rows=True)
    found = in_order(words, 1)
    by_rows = [word.text for word in sorted(words, key=lambda word: word.order)]
    assert " ".join(line.text for line in found.lines) == " ".join(by_rows)
