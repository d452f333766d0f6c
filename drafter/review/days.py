"""Days that a letter names with their weekday: whether the calendar has them so, and the office its surgeries then."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from drafter.facts.edtf import MONTHS, calendar_day, day_in_words
from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern
from drafter.review.doubts import FactDoubt
from drafter.review.tokens import seen

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# With a capital where shortened: he sat, and the sun shone.
_WEEKDAY: Final = (
    f"(?:{'|'.join(f'[{name[0]}{name[0].lower()}]{name[1:]}' for name in _WEEKDAYS)}"
    r"|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)"
)
_OF_WEEKDAYS: Final = ("day", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # one is in each: most texts have none
_MONTH: Final = f"(?:{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)"
_YEAR: Final = r"(?:,? (?P<{}>\d{{4}})\b)?"
_DATE: Final = (
    rf"(?:(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH}){_YEAR.format('year')}"
    rf"|(?P<month2>{_MONTH}) (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR.format('year2')})"
)
_HOURS: Final = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
_NAMED: Final = late_pattern(rf"\b(?P<weekday>{_WEEKDAY}){_HOURS}(?:,? on|,)? \(?{_DATE}")
_CALLED: Final = late_pattern(
    rf"\b{_DATE}(?:,? (?:which |that )?(?:is|was|will be|falls on|fell on) (?:a )?|, a | \((?:a )?)"
    rf"(?P<weekday>{_WEEKDAY})"
)
_PLAIN: Final = late_pattern(rf"\b{_DATE}")
_SURE: Final = timedelta(days=120)  # so near a letter's day, a day without a year is that of the nearest year


class NamedDay(NamedTuple):
    """A day as a text names it. ``weekday`` counts from Monday, 0. ``days`` are what it may be: several where it has no
    year and is far from the letter's day.
    """

    text: str
    weekday: int
    days: tuple[date, ...]


def named_days(text: str, on: date) -> Iterator[NamedDay]:
    """The days that a text names with a weekday. ``on`` is the letter's day, for those without a year."""
    for pattern in (_NAMED, _CALLED) if any(part in text for part in _OF_WEEKDAYS) else ():
        for match in pattern.finditer(text):
            days = _days(match.groupdict(), on)
            if days:
                yield NamedDay(match[0].lstrip("("), _number_of(match["weekday"]), days)


def odd_weekdays(text: str, on: date) -> Iterator[FactDoubt]:
    """The days of a text that are no such weekday."""
    text = seen(text)
    for named in dict.fromkeys(named_days(text, on)):
        if any(day.weekday() == named.weekday for day in named.days):
            continue
        day = min(named.days, key=lambda one: abs(one - on))
        near = min((day + timedelta(days=n) for n in range(-3, 4)), key=lambda one: one.weekday() != named.weekday)
        message = f"says '{named.text}', and {day_in_words(day)} is a {_WEEKDAYS[day.weekday()]}"
        hint = f"one of the two is wrong: the {_WEEKDAYS[named.weekday]} is {day_in_words(near)}"
        yield FactDoubt("other-weekday", message, hint)


_OURS: Final = late_pattern(
    r"\b(?:my|our)(?: \w+){0,3} surger(?:y|ies)\b"
    r"|\b(?:come|drop|meet|see|bring|attend|welcome)\b.*\b(?:the|a|an)(?: \w+){0,2} surger(?:y|ies)\b",
    re.IGNORECASE,
)
_PAST: Final = late_pattern(r"\b(?:thank|thanks|was|were|came|met|saw|spoke|had|visited|told|last)\b", re.IGNORECASE)
_ON: Final = late_pattern(rf"\bon (?:the )?(?:next |this |coming )?(?P<weekday>{_WEEKDAY})")


def odd_surgery(text: str, on: date, surgeries: Sequence[str]) -> Iterator[FactDoubt]:
    """A surgery of the member's on a day of which ``surgeries``, the office's lines, know nothing. ``on`` is the
    letter's day; a surgery that is over is nothing to come to.
    """
    text = seen(text)
    if not _OURS.search(text):
        return
    dated = [(match[0], _days(match.groupdict(), on)) for match in _PLAIN.finditer(text)]
    asked = [said for said, days in dated if days and max(days) >= on and not _listed(days, surgeries, on)]
    if not dated and not _PAST.search(text):
        weekdays = [(match["weekday"], _number_of(match["weekday"])) for match in _ON.finditer(text)]
        asked = [said for said, number in weekdays if not any(number in _weekdays(one) for one in surgeries)]
    if asked:
        known = f"it has: {'; '.join(surgeries)}" if surgeries else "it has none: 'surgeries' lists them"
        yield FactDoubt("unknown-surgery", f"names a surgery on '{asked[0]}', which office.yaml does not have", known)


def _listed(days: Sequence[date], surgeries: Sequence[str], on: date) -> bool:
    """Whether one of these days is among the office's, by its date, or by its weekday where a line has no date."""
    for line in surgeries:
        dates = [day for match in _PLAIN.finditer(line) for day in _days(match.groupdict(), on)]
        if any(day in days for day in dates) or (not dates and any(day.weekday() in _weekdays(line) for day in days)):
            return True
    return False


def _weekdays(line: str) -> set[int]:
    return {_number_of(name) for name in re.findall(rf"\b{_WEEKDAY}", line)}


def _number_of(weekday: str) -> int:
    return next(number for number, name in enumerate(_WEEKDAYS) if name[:3].casefold() == weekday[:3].casefold())


def _days(parts: dict[str, str | None], on: date) -> tuple[date, ...]:
    """What days the parts of a match may mean; empty where the calendar has no such day."""
    number, name, said = (parts[one] or parts[f"{one}2"] for one in ("day", "month", "year"))
    month = next(n for n, full in enumerate(MONTHS, 1) if name and full[:3] == name[:3])
    years = [int(said)] if said else [on.year - 1, on.year, on.year + 1]
    days = [day for year in years if year and (day := calendar_day(year, month, int(number or 0)))]
    near = [day for day in days if abs(day - on) <= _SURE]
    return tuple(days if said or not near else near)
