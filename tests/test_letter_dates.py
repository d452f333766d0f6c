"""Days as a reader lives them: near months by their nearness, others by name, a year where it is another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.facts.claims import Month
from drafter.facts.edtf import MONTHS, parse_edtf
from drafter.letter import clauses


@pytest.mark.parametrize(
    ("document", "day", "when", "of"),
    [
        ("2018-07-06", "2018-07-10", "this month", "of this month"),
        ("2018-01-25", "2018-02-01", "last month", "of last month"),
        ("2017-12-20", "2018-01-05", "last month", "of last month"),
        ("2018-01-25", "2018-07-10", "in January", "of January"),
        ("2018-01-25", "2019-07-10", "in January 2018", "of January 2018"),
        ("2018-04", "2018-05-01", "last month", "of last month"),
        ("2016-12-01", "2018-07-10", "in December 2016", "of December 2016"),
        ("2017-11/2018-01", "2018-02-10", "this winter", "of this winter"),
        ("2017-11/2018-01", "2018-07-10", "last winter", "of last winter"),
        ("2017-11/2018-01", "2019-07-10", "in the winter of 2017-18", "of the winter of 2017-18"),
        ("2017-04-02/2017-06-30", "2018-12-01", "in the summer of 2017", "of the summer of 2017"),
        ("2018-03-02/2018-03-20", "2018-07-10", "in March", "of March"),
    ],
)
def test_when_a_document_was_issued(document, day, when, of):
    at = date.fromisoformat(day)
    assert clauses.when_issued(parse_edtf(document), at) == when
    assert clauses.of_issued(parse_edtf(document), at) == of


@pytest.mark.parametrize(
    ("piece", "day", "said"),
    [
        (Month("in", 2018, 3), "2018-02-01", "in March"),
        (Month("in", 2018, 3), "2018-03-01", "this month"),
        (Month("in", 2018, 3), "2018-04-30", "last month"),
        (Month("by", 2018, 2), "2018-02-01", "by this month"),
        (Month("by", 2018, 2), "2018-01-25", "by February"),
        (Month("from", 2018, 1), "2018-02-25", "from last month"),
        (Month("in", 2018, 3), "2018-07-10", "in March"),
        (Month("in", 2018, 3), "2017-12-10", "in March 2018"),
        (Month("by", 2018, 2), "2026-11-28", "by February 2018"),
        (Month("in", 2019, 1), "2018-12-31", "in January 2019"),
        (Month("", 2018, 6), "2018-06-30", "June"),
        (Month("", 2018, 6), "2019-06-30", "June 2018"),
    ],
)
def test_a_month_in_a_claim(piece, day, said):
    assert clauses.month(piece, date.fromisoformat(day)) == said


def test_a_day():
    assert clauses.day_in_letter(date(2018, 1, 16), date(2018, 7, 10)) == "on 16 January"
    assert clauses.day_in_letter(date(2017, 1, 16), date(2018, 7, 10)) == "on 16 January 2017"


@given(st.integers(2016, 2030), st.integers(1, 12), st.dates(date(2016, 12, 1), date(2030, 1, 1)))
def test_a_year_is_said_where_it_is_not_the_letters(year, month, day):
    """A reader can tell the month and the year of whatever is said, from the letter's own day."""
    said = clauses.month(Month("in", year, month), day)
    near = {"last month": -1, "this month": 0}
    if said in near:
        assert (year * 12 + month) - (day.year * 12 + day.month) == near[said]
    else:
        assert MONTHS[month - 1] in said
        assert (str(year) in said) == (year != day.year)


@given(st.dates(date(2016, 1, 1), date(2018, 12, 31)), st.integers(0, 4000))
def test_a_document_is_never_told_of_as_of_a_month_to_come(at, age):
    day = date.fromordinal(at.toordinal() + age)
    assert "next" not in clauses.when_issued(parse_edtf(at.isoformat()), day)
