"""Dates in running text, as precise as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.factbase import edtf

_NAMES = "January February March April May June July August September October November December".split()
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in _NAMES)
_DATE = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)(?![\d-])"
    rf"|(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?,?\s+"
    rf"(?:(?P<after>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{{4}})(?!\d))"
)


def dates_in(text: str) -> Iterator[str]:
    """The dates of a text as EDTF, in their order: ``2018-01-25`` for 25th January 2018, ``2018-04`` for April 2018."""
    for match in _DATE.finditer(text):
        found = match["iso"]
        if not found:
            month = next(n for n, name in enumerate(_NAMES, 1) if name.startswith(match["month"][:3]))
            day = match["day"] or match["after"]
            found = f"{match['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
        try:
            edtf.parse(found)
        except ValueError:
            continue
        yield found


def only_date(text: str) -> str:
    """The date of a text that holds one date and no other; else empty."""
    found = set(dates_in(text))
    return found.pop() if len(found) == 1 else ""
