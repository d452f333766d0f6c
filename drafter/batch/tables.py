"""Tables of people: CSV in whatever form an office's programs write it, and spreadsheets. Read row by row, twice."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import drafter
from drafter.batch.cells import MOST_COLUMNS, Cell, Kind, cell
from drafter.documents.decoding import decode
from drafter.documents.extracted import Refused
from drafter.problems import Problem, ProblemsFound, Severity, Where, nearest

MOST_ROWS: Final = 200_000
_LARGEST: Final = 200_000_000  # bytes of a file
_LARGEST_TEXT: Final = 60_000_000  # bytes of a list that is text: parsing takes eight times as many of memory
_MOST_LINES: Final = 10 * MOST_ROWS  # an address in one cell has several
_SEPARATORS: Final = ",;\t|"
_SHEETS: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_TEXTS: Final = (".csv", ".tsv", ".txt")
KINDS: Final = (*_TEXTS, *_SHEETS)
_PATIENCE: Final = 120  # seconds by the clock
_CODE: Final = "import sys; sys.path.insert(0, sys.argv[1]); from drafter.batch.spreadsheet import main; main()"
_TOLD: Final = 5  # hidden rows that are named
_SPLIT: Final = "split it into several lists"


class Row(NamedTuple):
    """A row that holds anything: its number as a person counts, from 1, in a CSV that of its first line."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A list's rows, as often as they are asked for. ``name`` is how problems call it; ``sheet`` which one was read.

    ``hidden`` are the numbers of the rows that a spreadsheet does not show.
    """

    name: str
    read: Callable[[], Iterator[Row]]
    sheet: str = ""
    close: Callable[[], None] = lambda: None
    hidden: tuple[int, ...] = ()

    def rows(self) -> Iterator[Row]:
        """The rows. Raises ProblemsFound at one that cannot be read."""
        return self.read()


def open_table(path: Path, name: str, sheet: str = "") -> tuple[Table | None, list[Problem]]:
    """Open a list of people. ``sheet`` names one of a spreadsheet's, else the first that is shown is read."""
    where, ending = Where(name), path.suffix.lower()
    try:
        if not path.exists():
            return None, [Problem(where, "unreadable-file", "no such file or folder", _meant(path))]
        if ending not in KINDS:
            message = f"a list of people is {', '.join(KINDS)}, not '{ending or name}'"
            return None, [Problem(where, "unknown-file", message)]
        size = path.stat().st_size
        if size > _LARGEST:
            message = f"has {size // 1_000_000} MB, more than the {_LARGEST // 1_000_000} that are read"
            return None, [Problem(where, "too-large", message, _SPLIT)]
        if ending in _SHEETS:
            return _open_sheet(path, name, sheet)
        if size > _LARGEST_TEXT:
            message = f"has {size // 1_000_000} MB, more than the {_LARGEST_TEXT // 1_000_000} of text that are read"
            return None, [Problem(where, "too-large", message, _SPLIT)]
        return _open_text(path.read_bytes(), name)
    except OSError as failure:
        return None, [Problem(where, "unreadable-file", f"cannot be read: {(failure.strerror or '').lower()}")]
    except Refused as refused:
        return None, [Problem(where, refused.rule, str(refused), refused.hint)]


def _meant(path: Path) -> str:
    """A hint that names what lies beside and is called nearly so; only what a batch may be made of."""
    with suppress(OSError):
        beside = (entry for entry in path.parent.iterdir() if entry.suffix.lower() in KINDS or entry.is_dir())
        return nearest(path.name, (entry.name for entry in beside))
    return ""


def hidden_rows(table: Table, headings: int) -> list[Problem]:
    """A warning of the rows below the headings that a spreadsheet does not show, which are answered like the others."""
    hidden = [row for row in table.hidden if row > headings]
    if not hidden:
        return []
    which = f"{', '.join(map(str, hidden[:_TOLD]))}{', ...' if len(hidden) > _TOLD else ''}"
    message = f"{len(hidden):,} {'rows are' if len(hidden) > 1 else 'row is'} hidden in the sheet ({which})"
    message += " and answered like the others"
    hint = "take out those that nobody is to answer"
    return [Problem(Where(table.name, hidden[0], 1), "hidden-rows", message, hint, Severity.WARNING)]


def _open_text(data: bytes, name: str) -> tuple[Table | None, list[Problem]]:
    if data.count(b"\n") > _MOST_LINES or data.count(b"\r") > _MOST_LINES:
        return None, [Problem(Where(name), "too-large", f"has more than {_MOST_LINES:,} lines", _SPLIT)]
    text, notes = decode(data)
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))

    with suppress(csv.Error):  # where it stands is told when it is read
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        if sum(1 for fields, _ in zip(rows, range(2 * MOST_ROWS), strict=False) if fields) > MOST_ROWS + 1:
            return None, [_too_many(name)]

    def read() -> Iterator[Row]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        begins = 1
        try:
            for fields in reader:
                cells = tuple(cell(field) for field in fields[:MOST_COLUMNS])
                if any(found.text for found in cells):
                    yield Row(begins, cells)
                begins = reader.line_num + 1
        except csv.Error as broken:
            hint = "is a quotation mark missing there, or before?"
            raise ProblemsFound([Problem(Where(name, begins, 1), "broken-row", str(broken), hint)]) from None

    return Table(name, read), [Problem(Where(name), "guessed-encoding", n, severity=Severity.WARNING) for n in notes]


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows have the same number of columns, if they were parted so, and how many columns."""
    widths: Counter[int] = Counter()
    with suppress(csv.Error):
        rows = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=separator)
        widths.update(len(row) for row, _ in zip(rows, range(20), strict=False) if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _open_sheet(path: Path, name: str, sheet: str) -> tuple[Table | None, list[Problem]]:
    where = Where(name)
    if importlib.util.find_spec("python_calamine") is None:
        message = "spreadsheets cannot be read here yet"
        return None, [Problem(where, "missing-extra", message, "install drafter[mail], or save the list as CSV")]
    spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed with the table
    # -P: the current directory is the user's, and a module of its own name there must not run.
    command = [sys.executable, "-P", "-c", _CODE, str(Path(drafter.__file__).parent.parent), str(path), sheet]
    try:
        subprocess.run(  # noqa: S603
            [*command, str(MOST_ROWS)], stdout=spool, stderr=subprocess.DEVNULL, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        spool.close()
        return None, [Problem(where, "too-costly", "takes more time to read than any list of people", _SPLIT)]
    head: dict[str, Any] = {}
    for line in _lines(spool):
        if isinstance(line, dict):
            head |= line
    if "end" not in head or "refused" in head:
        spool.close()
    if "refused" in head:
        return None, [Problem(where, "unreadable-file", head["refused"])]
    if "end" not in head:  # the child did not live to say it
        return None, [Problem(where, "too-costly", "needs more memory or time than any list of people", _SPLIT)]
    hidden = tuple(head.get("hidden", ()))
    return Table(name, lambda: _rows(spool), head["sheet"], spool.close, hidden), list(_of_sheets(name, head, sheet))


def _lines(spool: IO[str]) -> Iterator[Any]:
    spool.seek(0)
    with suppress(ValueError):  # a line that was cut off
        for line in spool:
            yield json.loads(line)


def _rows(spool: IO[str]) -> Iterator[Row]:
    for line in _lines(spool):
        if isinstance(line, list):
            yield Row(line[0], tuple(Cell(text, Kind(kind)) for text, kind in line[1:]))


def _of_sheets(name: str, head: dict[str, Any], asked: str) -> Iterator[Problem]:
    if head["others"] and not asked:
        others = ", ".join(f"'{other}'" for other in head["others"])
        message = f"the sheet '{head['sheet']}' is read; there are also {others}"
        yield Problem(Where(name), "several-sheets", message, "--sheet names another", Severity.WARNING)


def _too_many(name: str) -> Problem:
    return Problem(Where(name), "too-large", f"has more than {MOST_ROWS:,} rows", _SPLIT)
