"""Days as a reader lives them: 'this month', 'in January', 'last winter'; a year only where it is not the letter's."""

from __future__ import annotations

from datetime import date

from drafter.factbase.claims import MONTHS, Month
from drafter.factbase.edtf import Issued

_NEAR_SEASON, _LAST_SEASON = 45, 300  # days after its end in which a season is 'this' one, and 'last'
_SEASONS = {12: "winter", 1: "winter", 2: "winter", 3: "spring", 4: "spring", 5: "spring", 6: "summer", 7: "summer",
            8: "summer", 9: "autumn", 10: "autumn", 11: "autumn"}  # fmt: skip


def when(issued: Issued, day: date) -> str:
    """When a document was issued: "last month", "in January", "in the winter of 2017-18"."""
    name = _season(issued, day)
    if name:
        return f"in {name}" if name.startswith("the ") else name
    return _at("in", issued.latest.year, issued.latest.month, day)


def of(issued: Issued, day: date) -> str:
    """The same after a paper's name: "of April", "of last month", "of the winter of 2017-18"."""
    name = _season(issued, day)
    if name:
        return f"of {name}"
    return _at("of", issued.latest.year, issued.latest.month, day)


def month(piece: Month, day: date) -> str:
    """A month within a claim: "in March", "by February 2018", "from this month"."""
    return _at(piece.word, piece.year, piece.month, day)


def day_of(on: date, day: date) -> str:
    """A day within a sentence: "on 16 January", with its year where that is not the letter's."""
    year = "" if on.year == day.year else f" {on.year}"
    return f"on {on.day} {MONTHS[on.month - 1]}{year}"


def _at(word: str, year: int, number: int, day: date) -> str:
    apart = (day.year - year) * 12 + day.month - number
    if apart in (0, 1) and word:
        name = "last month" if apart else "this month"
        return name if word == "in" else f"{word} {name}"
    name = MONTHS[number - 1] if year == day.year else f"{MONTHS[number - 1]} {year}"
    return f"{word} {name}" if word else name


def _season(issued: Issued, day: date) -> str:
    """The season of a document of which no more is known; empty where its month is."""
    if "/" not in issued.text or (issued.earliest.year, issued.earliest.month) == (
        issued.latest.year,
        issued.latest.month,
    ):
        return ""
    season = _SEASONS[issued.latest.month]
    ago = (day - issued.latest).days
    if ago <= _NEAR_SEASON:
        return f"this {season}"
    if ago <= _LAST_SEASON:
        return f"last {season}"
    first, last = issued.earliest.year, issued.latest.year
    years = str(last) if first == last else f"{first}-{last % 100:02}"
    return f"the {season} of {years}"
