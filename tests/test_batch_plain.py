"""Rows that one look takes for plain: the checks, cell by cell, read them in the same way and find nothing."""

from __future__ import annotations

from datetime import date

import pytest
from directly import load_facts
from hypothesis import example, given
from hypothesis import strategies as st
from running import ROOT

from drafter.batch import spoilt
from drafter.batch.columns import find_columns
from drafter.batch.list import Defaults, RecipientList, RowReader
from drafter.batch.tables import EMPTY, Cell, CellKind, Table, TableRow, cell
from drafter.english.lists import lists
from drafter.english.names import last_word_of, may_be_not_written_to, person_of
from drafter.english.salutations import TO_NO_ONE
from drafter.letter.request import Length

BASE = load_facts(ROOT / "facts").base
LAYOUTS = (
    ("Name", "Address", "Topics", "Reference"),
    ("Name", "Address", "Postcode", "Topics", "Reference", "Notes", "Deceased"),
    ("Title", "Forename", "Surname", "Address 1", "Address 2", "Town", "Postcode", "Topics", "Salutation"),
    ("Title", "Forename", "Surname", "Address", "Notes"),
)
USUAL = {
    "Name": "Mrs Ada Bell", "Title": "Mrs", "Forename": "Ada", "Surname": "Bell", "Postcode": "WV1 9ZZ",
    "Address 1": "12 Long Row", "Address 2": "", "Town": "Westmere", "Topics": "staff", "Reference": "EM/1",
    "Notes": "", "Deceased": "", "Salutation": "",
}  # fmt: skip


def people(heads: tuple[str, ...]) -> RecipientList:
    table = Table("list.csv", lambda: iter([TableRow(1, tuple(map(cell, heads)))]))
    columns, problems = find_columns(table, {})
    assert columns is not None
    assert not problems
    defaults = Defaults(("staff",), date(2018, 7, 10), "", Length.STANDARD, large_print=False)
    return RecipientList(table, columns, defaults, BASE, ())


def row(heads: tuple[str, ...], given: dict[str, str]) -> TableRow:
    place = "12 Long Row, Westmere" + ("" if "Postcode" in heads else ", WV1 9ZZ")
    said = {**USUAL, "Address": place, **given}
    return TableRow(2, tuple(cell(said[head]) for head in heads))


def held(heads: tuple[str, ...], read: TableRow) -> bool:
    """Whether a row counts as plain; if so, it is held that the checks read it so too, and without a problem."""
    listed = people(heads)
    RowReader(listed, row(heads, {})).made()  # what other rows have wished for is known
    RowReader(listed, read).made()
    plain = listed.plain(read)
    assert plain is None or RowReader(listed, read).made() == (plain, [])
    return plain is not None


NAMES = lists("names")
NOTES = (
    "Dec'd",
    "Died hard",
    "Gone away",
    "The late",
    "Late Mrs",
    "No",
    "Longer",
    "Resident",
    "Do",
    "Not",
    "Write",
    "Family",
)
WORDS = sorted(
    {word.strip("()").capitalize() for name in NAMES.texts for word in NAMES.words(name) if word.strip("()").isalpha()}
    | {word.capitalize() for entry in spoilt._NOTHING for word in entry.split()}
    | {word.capitalize() for phrase in TO_NO_ONE for word in phrase.split()}
    | {*NOTES, "Test", "Tester", "Total", "Grand", "Sub", "Bell", "Ada", "J.", "J", "O'Hara-Lee", "McDonald", "St.", "Flat"}
)  # fmt: skip
LINES = st.tuples(
    st.sampled_from(["", "", "12 ", "14a ", "3-5 ", "99999 ", "1 "]),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
    st.sampled_from(["", "", "", " 2", " 4B", " 1 May", " WV1 9ZZ", ".5"]),
).map("".join)
CODES = st.sampled_from(
    ["WV1 9ZZ", "W1 2CD", "SW1A 0AA", "DN55 1PT", "GIR 0AA", "wv1 9zz", "WV19ZZ", "WVI 9ZZ", "QQ1 1QQ", ""]
)
SIGNS = st.sampled_from([", ", ", ", "\n", ",", " ", "; "])
CELLS = {
    "Name": st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    "Title": st.sampled_from(["Mrs", "Mr", "Dr", "Sir", "Mr and Mrs", "", "Capt"]),
    "Forename": st.sampled_from(WORDS),
    "Surname": st.sampled_from(WORDS),
    "Address": st.builds(lambda sign, lines, code: sign.join([*lines, code]), SIGNS, st.lists(LINES, max_size=3), CODES),
    "Address 1": LINES,
    "Address 2": LINES,
    "Town": LINES,
    "Postcode": CODES,
    "Reference": st.sampled_from(["", "EM/1", "12", "1.5", "12/03/2018", "x", "0", "n/a", "EM 7", "1.20E+01", "A&B", "WV1 9ZZ", "Dec-05"]),
    "Notes": st.one_of(st.sampled_from(["", "rang on 3 May", "Her husband died", "dec'd", "do not write"]), LINES),
    "Deceased": st.sampled_from(["", "no", "yes", "x"]),
    "Salutation": st.sampled_from(["", "Dear Ada", "x"]),
    "Topics": st.sampled_from(["staff", "", "staff, funding", "deceased"]),
}  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from(list(CELLS)), st.none(), max_size=3).flatmap(
    lambda some: st.fixed_dictionaries({head: CELLS[head] for head in some})
)
SLIPS = st.tuples(
    st.integers(0, 9), st.integers(0, 40), st.sampled_from([*"&?%_@=#.,;:'\"-/\\ \t\n0aZéſıK\u200b", "\x00", "  ", ""])
)


@pytest.mark.parametrize("heads", LAYOUTS)
def test_the_usual_row_is_plain(heads):
    assert held(heads, row(heads, {}))


@pytest.mark.parametrize(
    "address", ["12 Long Row, Upton-on-Severn, WV1 9ZZ", "Flat 2\n14a St. John's Road\nLeeds W1 2CD"]
)
def test_addresses_that_are_plain(address):
    assert held(LAYOUTS[0], row(LAYOUTS[0], {"Address": address}))


@given(heads=st.sampled_from(LAYOUTS), given_=CHANGES)
def test_a_plain_row_has_nothing_that_a_check_would_find(heads, given_):
    held(heads, row(heads, given_))


@given(heads=st.sampled_from(LAYOUTS), given_=CHANGES, slip=SLIPS)
def test_nor_has_one_with_a_slip(heads, given_, slip):
    read = row(heads, given_)
    column, place, sign = slip
    cells = list(read.cells)
    at = column % len(cells)
    text = cells[at].text
    cells[at] = cell(text[:place] + sign + text[place + (sign == "") :])
    held(heads, TableRow(2, tuple(cells)))


@given(
    heads=st.sampled_from(LAYOUTS),
    column=st.integers(0, 9),
    kind=st.sampled_from([kind for kind in CellKind if kind is not CellKind.SHORTENED]),
    text=st.sampled_from(["", "12"]),
)
def test_nor_one_with_a_cell_of_another_kind(heads, column, kind, text):
    cells = list(row(heads, {}).cells)
    cells[column % len(cells)] = Cell(text or cells[column % len(cells)].text, kind)
    held(heads, TableRow(2, tuple(cells)))
    held(heads, TableRow(2, (*cells, EMPTY)))
    held(heads, TableRow(2, tuple(cells[:-1])))


@pytest.mark.parametrize("nothing", sorted(spoilt._NOTHING))
def test_nothing_that_stands_for_nothing_is_plain(nothing):
    for text in (nothing, nothing.title()):
        for heads in LAYOUTS:
            for head in {"Name", "Forename", "Surname", "Address", "Address 1", "Town", "Postcode", "Reference"} & {
                *heads
            }:
                assert not held(heads, row(heads, {head: text}))
        assert not held(LAYOUTS[0], row(LAYOUTS[0], {"Name": f"Mrs Ada {text}"}))


@pytest.mark.parametrize(
    "name", ["Test User", "Mrs Ada Tester", "Grand Total", "Sub Totals", "Mrs Ada Deceased", "Late Mrs Bell"]
)
def test_a_name_that_is_none_is_not_plain(name):
    assert not held(LAYOUTS[0], row(LAYOUTS[0], {"Name": name}))


SAID = st.lists(
    st.sampled_from([*NAMES.phrases("not written to"), *NOTES, "of", "the late", "Ann", "ſ", "İ", "é"]), max_size=4
)


@given(said=SAID, signs=st.lists(st.sampled_from([" ", "-", "_", "'", "é", "", "\0", "K"]), min_size=5, max_size=5))
@example(said=["The late"], signs=[""] * 5)
def test_what_says_that_nobody_writes_is_found_in_the_whole_as_in_the_part(said, signs):
    from drafter.batch.list import _NOTED
    from drafter.english.names import _NOT_WRITTEN_TO

    text = "".join(sign + word for sign, word in zip(signs, said, strict=False))
    assert may_be_not_written_to(text) == (_NOT_WRITTEN_TO.search(text) is not None)
    if _NOTED.search(text):
        assert may_be_not_written_to(f"Ann\0{text}\0Ann")


@given(
    words=st.lists(
        st.sampled_from(["Mrs", "Dr", "Lord", "Ada", "J.", "O'Hara-Lee", "MA", "de", "Bell", "and", "The"]), max_size=4
    )
)
def test_the_last_word_of_a_person(words):
    name = " ".join(words)
    assert last_word_of(name) == (person_of(name).words or ("",))[-1]
