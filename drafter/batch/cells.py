"""A cell of a table as text, and what it was before: a spreadsheet has numbers and days where a person sees words.

A list that a spreadsheet program saved as CSV has them too, as text: so text that looks like one is told as one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple


class Kind(StrEnum):
    """What a cell held. All but text and numbers are told where a word is needed."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"
    ERROR = "error"
    UNWORKED = "formula"  # whose value nobody worked out
    MERGED = "merged"
    SHORTENED = "shortened"  # "1.20E+01", which is how a narrow or guessing column shows 12


# What is wrong with a cell of a kind wherever a word is needed: a rule, what the cell is, and what to do about it.
ODD: Final[Mapping[Kind, tuple[str, str, str]]] = {
    Kind.ERROR: ("odd-cell", "holds an error", "mend its formula"),
    Kind.UNWORKED: (
        "odd-cell",
        "is a formula whose value was never worked out",
        "open the list in Excel or LibreOffice and save it again, or type the value",
    ),
    Kind.SHORTENED: (
        "odd-cell",
        "is a number that a spreadsheet has shortened",
        "set the column as text and type it anew",
    ),
    Kind.MERGED: (
        "merged-cells",
        "is merged with other cells",
        "a row for each person: split the cells, and fill each",
    ),
}
# Kinds that no part of a name is of, and what they are called.
NO_NAME: Final[Mapping[Kind, str]] = {Kind.NUMBER: "number", Kind.DAY: "date", Kind.TRUTH: "yes or no"}
YES: Final = frozenset(("yes", "y", "true", "x", "1", "large print", "large"))
NO: Final = frozenset(("", "no", "n", "false", "0"))


class Cell(NamedTuple):
    """A cell's words, without white space around them, and its kind."""

    text: str
    kind: Kind = Kind.TEXT


EMPTY: Final = Cell("")
MOST_COLUMNS: Final = 200  # of a table that are read
# "#REF!", "#NAME?", "#N/A", in German "#WERT!", "#NV"; "#####" where a column was too narrow; LibreOffice's "Err:508".
_ERROR: Final = re.compile(r"#(?:[A-Z\u00c0-\u00dd]+(?:/0)?[!?]|N/A|NV|#+)|Err:\d{3}")
_SHORTENED: Final = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE)
# What may be one of these at all, so that the many cells that are none are passed over.
_LIKELY: Final = re.compile(
    r"[#+-]|Err:|\d[\d.,/: TEe+-]*\Z|\d{1,2}[-/. ][A-Za-z]{3,9}(?![A-Za-z]).{0,6}\Z|[A-Za-z]{3,9}[-/. ]\d{1,4}\Z"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK: Final = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
# Days as spreadsheet programs show them. "1-2", "2/1" and "1 May" are none: they are house numbers, or may be.
_DAYS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<day>\d{{1,2}})[-/.]{_MONTH}(?:[-/. ,]+(?:\d{{4}}|\d{{2}}))?",
        rf"(?P<day>\d{{1,2}}) {_MONTH}[-/. ,]+(?:\d{{4}}|\d{{2}})",
        rf"{_MONTH}[-/.](?P<day>\d{{1,2}})",
        rf"{_MONTH}[-/. ]\d{{4}}",
        rf"(?P<day>\d{{1,2}})([-/.])(?P<month>\d{{1,2}})\2(?:\d{{4}}|\d{{2}}){_CLOCK}",
        rf"\d{{4}}([-/.])(?P<month>\d{{1,2}})\1(?P<day>\d{{1,2}}){_CLOCK}",
        r"\d{1,2}:\d{2}:\d{2}",
    )
)


def cell(value: Any) -> Cell:
    """A value as a reader of spreadsheets gives it. A house number comes as 14.0 and is '14'."""
    if isinstance(value, str):
        text = value.strip()
        return Cell(text, _kind(text))
    if isinstance(value, bool):
        return Cell("yes" if value else "no", Kind.TRUTH)
    if isinstance(value, int | float):
        return Cell(f"{value:.0f}" if value == int(value) else f"{value:.15g}", Kind.NUMBER)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), Kind.DAY)
    return Cell(str(value if value is not None else "").strip())


def _kind(text: str) -> Kind:
    """What a text is, if it is what a spreadsheet program made of something else."""
    if len(text) > 30 or not _LIKELY.match(text):
        return Kind.TEXT
    if _ERROR.fullmatch(text):
        return Kind.ERROR
    if _SHORTENED.fullmatch(text):
        return Kind.SHORTENED
    return Kind.DAY if any(form.fullmatch(text) for form in _DAYS) else Kind.TEXT


def typed(found: Cell) -> str:
    """What was probably typed into a cell that a spreadsheet program has changed; empty where that cannot be told."""
    if found.kind is Kind.SHORTENED:
        return _unshortened(found.text)
    if found.kind is Kind.DAY:
        for form in _DAYS:
            if match := form.fullmatch(found.text):
                part = match.groupdict()
                name = part.get("name")
                month = _MONTHS.index(name[:3].casefold()) + 1 if name else int(part.get("month") or 0)
                day = int(part.get("day") or 0)
                if day and month and found.text[:1].isdigit():
                    return f"'{day}-{month}' or '{day}/{month}'"
                return f"'{month}-{day}' or '{month}/{day}'" if day and month else ""
    return ""


def _unshortened(text: str) -> str:
    """The whole number that a shortened one stands for; empty where digits are lost, and where it is none."""
    digits, _, power = text.replace(",", ".").upper().partition("E")
    whole, _, part = digits.partition(".")
    places = int(power)
    if places < len(part.rstrip("0")) or places > len(part) + 1 or not whole.isdigit():
        return ""
    return f"'{whole}{part.ljust(places, '0')[:places]}'"
