"""Dates that are only as precise as known: the part of EDTF (Extended Date/Time Format) that documents need."""

from __future__ import annotations

import re
from datetime import date, timedelta

from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern

# strftime would use the computer's language; letters are in English.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = late_pattern(r"(\d{4})-(\d{2})\Z")


class Issued(NamedTuple):
    """When a document was issued: a day, a month, or an interval that contains its day."""

    text: str
    earliest: date
    latest: date

    def __str__(self) -> str:
        if self.earliest == self.latest:
            return day_in_words(self.latest)
        if "/" not in self.text:
            return month_in_words(self.latest)
        first, last = month_in_words(self.earliest), month_in_words(self.latest)
        return f"between {first} and {last}" if first != last else first


def parse_edtf(text: str) -> Issued:
    """Read ``2018-01-25``, ``2018-04`` or ``2017-11-23/2018-01-31``. Raises ValueError that says what was expected."""
    first, slash, last = text.partition("/")
    earliest = _bounds(first)[0]
    latest = _bounds(last if slash else first)[1]
    if latest < earliest:
        raise ValueError(f"'{text}' ends before it begins")
    return Issued(text, earliest, latest)


def _bounds(text: str) -> tuple[date, date]:
    month = _MONTH.match(text)
    try:
        if month:
            year, number = int(month[1]), int(month[2])
            first = date(year, number, 1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if len(text) != len("2018-01-25"):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"'{text}' is not a date: write 2018-01-25, or 2018-04 for a month, or 2017-11-23/2018-01-31 for a guess"
        ) from None
    return day, day


def day_in_words(day: date) -> str:
    """10 July 2018."""
    return f"{day.day} {month_in_words(day)}"


def month_in_words(day: date) -> str:
    """July 2018."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day with these numbers; ``None`` where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


_WEEKDAYS = "Mon(?:day)?|Tue(?:s|sday)?|Wed(?:nesday)?|Thu(?:rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
_TYPED = late_pattern(
    rf"(?:(?:{_WEEKDAYS}),? )?(?:(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>[A-Za-z]{{3,9}})"
    r"|(?P<month2>[A-Za-z]{3,9}) (?P<day2>\d{1,2})(?:st|nd|rd|th)?),? (?P<year>\d{4})",
    re.IGNORECASE,
)


def parse_day(text: str) -> date | None:
    """The day that a person typed: 2018-07-10, 10 July 2018 or July 10, 2018; ``None`` if it is no day."""
    text = " ".join(text.split()).rstrip(".,")
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
        typed = _TYPED.fullmatch(text)
        if typed is None:
            return None
        day, month = typed["day"] or typed["day2"], typed["month"] or typed["month2"]
        months = [n for n, name in enumerate(MONTHS, 1) if name.casefold().startswith(month.casefold())]
        return date(int(typed["year"]), months[0], int(day)) if len(months) == 1 else None
    except ValueError:
        return None
