"""Tables of people: their cells, and CSV as office programs write it. Spreadsheets are another module's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from drafter.files.inputs import endings, input_of, reader
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where, nearest
from drafter.sources.text import Refused, decode

# Cells: the text of a cell, and what it was before. A spreadsheet has numbers and days where a person sees words.
#
# A list that a spreadsheet program saved as CSV has them too, as text. So text that looks like one is reported like
# one.


class CellKind(StrEnum):
    """What a cell held. Anything but text and numbers is reported where words are needed."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "truth"
    ERROR = "error"
    UNWORKED = "formula"  # a formula without a calculated value
    MERGED = "merged"
    SHORTENED = "shortened"  # "1.20E+01", which a narrow or guessing column shows for 12


# What is wrong with a cell of each kind where words are needed: a rule, what the cell is, and what to do about it.
ODD: Final[Mapping[CellKind, tuple[str, str, str]]] = {
    CellKind.ERROR: ("odd-cell", "holds an error", "mend its formula"),
    CellKind.UNWORKED: (
        "odd-cell",
        "is a formula whose value was never worked out",
        "open the list in Excel or LibreOffice and save it again, or type the value",
    ),
    CellKind.SHORTENED: (
        "odd-cell",
        "is a number that a spreadsheet has shortened",
        "set the column as text and type it anew",
    ),
    CellKind.MERGED: (
        "merged-cells",
        "is merged with other cells",
        "a row for each person: split the cells, and fill each",
    ),
}
# Kinds that cannot be part of a name, and their names in messages.
NO_NAME: Final[Mapping[CellKind, str]] = {CellKind.NUMBER: "number", CellKind.DAY: "date", CellKind.TRUTH: "yes or no"}
YES: Final = frozenset(("yes", "y", "true", "x", "1", "large print", "large"))
NO: Final = frozenset(("", "no", "n", "false", "0"))


class Cell(NamedTuple):
    """A cell's words, without surrounding white space, and its kind."""

    text: str
    kind: CellKind = CellKind.TEXT


EMPTY: Final = Cell("")
MOST_COLUMNS: Final = 200  # of a table that are read
# "#REF!", "#NAME?", "#N/A", in German "#WERT!", "#NV"; "#####" from a column that was too narrow; LibreOffice's
# "Err:508".
_ERROR: Final = late_pattern(r"#(?:[A-Z\u00c0-\u00dd]+(?:/0)?[!?]|N/A|NV|#+)|Err:\d{3}")
_SHORTENED: Final = late_pattern(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE)
_AS_TEXT: Final = late_pattern(r'="([^"]*)"')
# A quick test: most cells fail it and need no closer look. A house number or a telephone's is only digits and spaces.
_LIKELY: Final = late_pattern(
    r"(?![\d ]+\Z)"
    r"(?:[#+-]|Err:|\d[\d.,/: TEe+-]*\Z|\d{1,2}[-/. ][A-Za-z]{3,9}(?![A-Za-z]).{0,6}\Z|[A-Za-z]{3,9}[-/. ]\d{1,4}\Z)"
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK: Final = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
# Days as spreadsheet programs show them. "1-2", "2/1" and "1 May" are left out, since they may be house numbers.
_DAYS: Final = tuple(
    late_pattern(form, re.IGNORECASE)
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
    """A value from a reader of spreadsheets as a cell. A house number may come as 14.0 and becomes '14'."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool):
        return Cell("yes" if value else "no", CellKind.TRUTH)
    if isinstance(value, int | float):
        return Cell(f"{value:.0f}" if value == int(value) else f"{value:.15g}", CellKind.NUMBER)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return Cell(str(value), CellKind.DAY)
    return Cell(str(value if value is not None else "").strip())


@lru_cache(maxsize=10_000)  # a list has few different towns and titles
def _of_text(value: str) -> Cell:
    text = value.strip()
    if as_text := _AS_TEXT.fullmatch(text):  # so programs keep a number's first noughts
        return Cell(as_text[1].strip())
    return Cell(text, _kind(text))


def _kind(text: str) -> CellKind:
    """The kind of a text, if a spreadsheet program made it of something else."""
    if len(text) > 30 or not _LIKELY.match(text):
        return CellKind.TEXT
    if _ERROR.fullmatch(text):
        return CellKind.ERROR
    if _SHORTENED.fullmatch(text):
        return CellKind.SHORTENED
    return CellKind.DAY if any(form.fullmatch(text) for form in _DAYS) else CellKind.TEXT


def typed(found: Cell) -> str:
    """What was probably typed into a cell that a spreadsheet program changed; empty where that is unknown."""
    if found.kind is CellKind.SHORTENED:
        return _unshortened(found.text)
    if found.kind is CellKind.DAY:
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
    """The whole number behind a shortened one; empty where digits are lost, or the result is not whole."""
    digits, _, power = text.replace(",", ".").upper().partition("E")
    whole, _, part = digits.partition(".")
    places = int(power)
    if places < len(part.rstrip("0")) or places > len(part) + 1 or not whole.isdigit():
        return ""
    return f"'{whole}{part.ljust(places, '0')[:places]}'"


# Tables: CSV in any form that office programs write, and spreadsheets. They are read row by row, twice.

MOST_ROWS: Final = 200_000
_LARGEST: Final = 200_000_000  # bytes of a file
_LARGEST_TEXT: Final = 60_000_000  # bytes of a text list: parsing needs eight times as much memory
_MOST_LINES: Final = 10 * MOST_ROWS  # an address in one cell has several lines
_SEPARATORS: Final = ",;\t|"
_TOLD: Final = 5  # hidden rows that a message names
SPLIT: Final = "split it into several lists"


class TableRow(NamedTuple):
    """A row with any content: its number as a person counts, from 1, in a CSV the number of its first line."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """The rows of a list; they can be read any number of times. ``name`` is its name in problems, ``sheet`` the sheet
    that was read.

    ``hidden`` are the numbers of the rows that a spreadsheet does not show.
    """

    name: str
    read: Callable[[], Iterator[TableRow]]
    sheet: str = ""
    close: Callable[[], None] = lambda: None
    hidden: tuple[int, ...] = ()

    def rows(self) -> Iterator[TableRow]:
        """The rows. Raises ProblemsFound at one that cannot be read."""
        return self.read()


def open_table(path: Path, name: str, sheet: str = "") -> tuple[Table | None, list[Problem]]:
    """Open a list of people. ``sheet`` names a sheet of a spreadsheet; otherwise the first visible one is read."""
    where, ending = Where(name), path.suffix.lower()
    try:
        if not path.exists():
            return None, [Problem(where, "unreadable-file", "no such file or folder", _meant(path))]
        given = input_of(path.suffix)
        if not given.table:
            message = f"a list of people is {', '.join(endings('table'))}, not '{ending or name}'"
            return None, [Problem(where, "unknown-file", message)]
        size = path.stat().st_size
        if size > _LARGEST:
            message = f"has {size // 1_000_000} MB, more than the {_LARGEST // 1_000_000} that are read"
            return None, [Problem(where, "too-large", message, SPLIT)]
        opened: tuple[Table | None, list[Problem]] = reader(given.table)(path, name, sheet)
        return opened
    except OSError as failure:
        return None, [Problem(where, "unreadable-file", f"cannot be read: {reason_of(failure)}")]
    except Refused as refused:
        return None, [Problem(where, refused.rule, str(refused), refused.hint)]


def _meant(path: Path) -> str:
    """A hint that names a neighbouring file with a similar name, if a batch may be made of it."""
    with suppress(OSError):
        beside = (entry for entry in path.parent.iterdir() if input_of(entry.suffix).table or entry.is_dir())
        return nearest(path.name, (entry.name for entry in beside))
    return ""


def hidden_rows(table: Table, headings: int) -> list[Problem]:
    """A warning about rows below the headings that a spreadsheet hides. They are answered like the others."""
    hidden = [row for row in table.hidden if row > headings]
    if not hidden:
        return []
    which = f"{', '.join(map(str, hidden[:_TOLD]))}{', ...' if len(hidden) > _TOLD else ''}"
    message = f"{len(hidden):,} {'rows are' if len(hidden) > 1 else 'row is'} hidden in the sheet ({which})"
    message += " and answered like the others"
    hint = "take out those that nobody is to answer"
    return [Problem(Where(table.name, hidden[0], 1), "hidden-rows", message, hint)]


def open_text(path: Path, name: str, _sheet: str) -> tuple[Table | None, list[Problem]]:
    """Open a text list. Raises OSError; Refused where the file is not text."""
    size = path.stat().st_size
    if size > _LARGEST_TEXT:
        message = f"has {size // 1_000_000} MB, more than the {_LARGEST_TEXT // 1_000_000} of text that are read"
        return None, [Problem(Where(name), "too-large", message, SPLIT)]
    data = path.read_bytes()
    if data.count(b"\n") > _MOST_LINES or data.count(b"\r") > _MOST_LINES:
        return None, [Problem(Where(name), "too-large", f"has more than {_MOST_LINES:,} lines", SPLIT)]
    text, notes = decode(data)
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))

    many = text.count("\n") + text.count("\r") > MOST_ROWS  # no row is shorter than a line
    with suppress(csv.Error):  # the error is reported with its line when the row is read
        rows = csv.reader(io.StringIO(text if many else "", newline=""), delimiter=separator, strict=True)
        if sum(1 for fields, _ in zip(rows, range(2 * MOST_ROWS), strict=False) if fields) > MOST_ROWS + 1:
            return None, [_too_many(name)]

    def read() -> Iterator[TableRow]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        begins = 1
        try:
            for fields in reader:
                del fields[MOST_COLUMNS:]
                if "".join(fields).strip():
                    yield TableRow(begins, tuple(map(_of_text, fields)))
                begins = reader.line_num + 1
        except csv.Error as broken:
            hint = "is a quotation mark missing there, or before?"
            raise ProblemsFound([Problem(Where(name, begins, 1), "broken-row", str(broken), hint)]) from None

    return Table(name, read), [Problem(Where(name), "guessed-encoding", n) for n in notes]


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have the same number of columns with a separator, and how many columns."""
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        rows = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        widths.update(len(row) for row, _ in zip(rows, range(20), strict=False) if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _too_many(name: str) -> Problem:
    return Problem(Where(name), "too-large", f"has more than {MOST_ROWS:,} rows", SPLIT)
