"""Days with their weekdays: the calendar is kept, and a surgery on a day that the office does not list is asked about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.facts.edtf import MONTHS
from drafter.review.days import odd_surgery, odd_weekdays

DAY = date(2018, 7, 10)
LISTED = ("Friday 13 July, 4pm to 6pm, Westmere Library", "Friday 10 August, 4pm to 6pm, Westmere Library")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
near = st.integers(-100, 100).map(lambda days: DAY + timedelta(days=days))
ways = st.sampled_from(["{w} {d} {m}", "{w}, {d}th {m}", "{w} the {d}th of {m}", "{w}, {m} {d}", "{s} {d} {m} {y}",
                        "{w} evening, {d} {m} {y}", "{d} {m}, a {w},", "{d} {m} {y} is a {w}", "{w} ({d} {m})"])  # fmt: skip


def said(way: str, day: date, weekday: str) -> str:
    written = way.format(w=weekday, s=weekday[:3], d=day.day, m=MONTHS[day.month - 1], y=day.year)
    return f"I will see you on {written} at noon."


@given(near, ways)
def test_a_day_with_its_own_weekday_is_fine(day: date, way: str) -> None:
    assert not list(odd_weekdays(said(way, day, NAMES[day.weekday()]), DAY))


@given(near, ways, st.integers(1, 6))
def test_a_day_with_any_other_weekday_is_an_error(day: date, way: str, off: int) -> None:
    (found,) = odd_weekdays(said(way, day, NAMES[(day.weekday() + off) % 7]), DAY)
    assert found.rule == "other-weekday"
    assert NAMES[day.weekday()] in found.message
    assert NAMES[(day.weekday() + off) % 7] in found.hint


@pytest.mark.parametrize(
    "text",
    [
        "It was good to see you on Friday 14 July 2017.",
        "I look forward to seeing you on Saturday 3 February.",  # of 2018, or of the year after: nobody can tell
        "I look forward to seeing you on Sunday 3 February.",
        "We sat 30 May papers, and the sun 3 May shone.",
        "My office is open Monday to Friday, 9.30am to 5pm.",
        "Come on Monday or on 13 July.",
        "I will see you on Friday 31 June.",
    ],
)
def test_what_may_be_right_is_no_error(text: str) -> None:
    assert not list(odd_weekdays(text, DAY))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Do come to my surgery on 13 July.", False),
        ("Do come to my surgery on Friday 10 August 2018.", False),
        ("Do come to my surgery on 13 July 2019.", True),
        ("Do come to my next surgery, on Friday 20 July.", True),
        ("One of my surgeries is on Saturday 14 July.", True),
        ("Do come to my surgery on Monday.", True),
        ("Do come to my surgery on Friday.", False),
        ("Thank you for coming to my surgery on Monday.", False),
        ("It was good to see you at my surgery on 6 July.", False),
        ("I hope that your surgery on 20 July goes well.", False),
        ("I will write on 20 July.", False),
    ],
)
def test_a_surgery_to_come_is_one_of_the_offices(text: str, asked: bool) -> None:
    assert bool(list(odd_surgery(text, DAY, LISTED))) is asked


def test_a_line_without_a_date_stands_for_each_of_its_weekdays() -> None:
    every = ("the first Friday of each month, 4pm, the library",)
    assert not list(odd_surgery("Do come to my surgery on 20 July.", DAY, every))
    assert list(odd_surgery("Do come to my surgery on 21 July.", DAY, every))


def test_an_office_that_lists_none_is_asked_about_each() -> None:
    (found,) = odd_surgery("Do come to my surgery on Friday 13 July.", DAY, ())
    assert found.rule == "unknown-surgery"
    assert "'surgeries' lists them" in found.hint
