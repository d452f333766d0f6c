from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.facts.edtf import day_in_words, parse_day, parse_edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("2018-01-25", date(2018, 1, 25), date(2018, 1, 25), "25 January 2018"),
        ("2018-04", date(2018, 4, 1), date(2018, 4, 30), "April 2018"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        ("2017-11-23/2018-01-31", date(2017, 11, 23), date(2018, 1, 31), "between November 2017 and January 2018"),
        ("2018-04-03/2018-04-20", date(2018, 4, 3), date(2018, 4, 20), "April 2018"),
    ],
)
def test_dates_as_precise_as_they_are_known(text, earliest, latest, words):
    issued = parse_edtf(text)
    assert (issued.earliest, issued.latest, str(issued)) == (earliest, latest, words)


@pytest.mark.parametrize(
    "text", ["", "2018", "2018-13", "2018-02-30", "25 January 2018", "2018-04-30/2018-04-01", "20180125"]
)
def test_what_is_no_date_is_refused_with_what_was_expected(text):
    with pytest.raises(ValueError, match=r"is not a date|ends before"):
        parse_edtf(text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2018-07-10", date(2018, 7, 10)),
        ("10 July 2018", date(2018, 7, 10)),
        (" 1st  feb 2018", date(2018, 2, 1)),
        ("10/07/2018", None),
        ("31 June 2018", None),
        ("10 Ju 2018", None),
        ("2018-02-30", None),
        ("", None),
    ],
)
def test_a_typed_day(typed, expected):
    assert parse_day(typed) == expected


@given(st.dates())
def test_a_day_in_words_is_read_back(day):
    assert parse_day(day_in_words(day)) == day or day.year < 1000
