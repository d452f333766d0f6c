"""A cell of a table as text, and what it was before: a spreadsheet has numbers and days where a person sees words."""

from __future__ import annotations

import datetime as dt
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


# What is wrong with a cell of a kind wherever a word is needed: a rule, what the cell is, and what to do about it.
ODD: Final[Mapping[Kind, tuple[str, str, str]]] = {
    Kind.ERROR: ("odd-cell", "holds an error", "mend its formula"),
    Kind.UNWORKED: (
        "odd-cell",
        "is a formula whose value was never worked out",
        "open the list in Excel or LibreOffice and save it again, or type the value",
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
_ERRORS = frozenset(("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))


def cell(value: Any) -> Cell:
    """A value as a reader of spreadsheets gives it. A house number comes as 14.0 and is '14'."""
    if isinstance(value, str):
        text = value.strip()
        return Cell(text, Kind.ERROR) if text.startswith("#") and text in _ERRORS else Cell(text)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", Kind.TRUTH)
    if isinstance(value, int | float):
        return Cell(f"{value:.0f}" if value == int(value) else f"{value:.15g}", Kind.NUMBER)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), Kind.DAY)
    return Cell(str(value if value is not None else "").strip())
