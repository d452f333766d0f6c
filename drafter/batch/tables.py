"""Tables of people: CSV as office programs write it, and spreadsheets, which are read in a process of their own."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import posixpath
import re
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

from drafter.extras import lacking, missing_extra
from drafter.files import child
from drafter.files.inputs import endings, input_of, reader
from drafter.files.ooxml import parse_xml
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
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
_ERROR: Final = re.compile(r"#(?:[A-Z\u00c0-\u00dd]+(?:/0)?[!?]|N/A|NV|#+)|Err:\d{3}")
_SHORTENED: Final = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d{2,3}", re.IGNORECASE)
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
# A quick test: most cells fail it and need no closer look. A house number or a telephone's is only digits and spaces.
_LIKELY: Final = re.compile(
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
_SPLIT: Final = "split it into several lists"


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
            return None, [Problem(where, "too-large", message, _SPLIT)]
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
        return None, [Problem(Where(name), "too-large", message, _SPLIT)]
    data = path.read_bytes()
    if data.count(b"\n") > _MOST_LINES or data.count(b"\r") > _MOST_LINES:
        return None, [Problem(Where(name), "too-large", f"has more than {_MOST_LINES:,} lines", _SPLIT)]
    text, notes = decode(data)
    separator = max(_SEPARATORS, key=lambda sign: _evenness(text, sign))

    with suppress(csv.Error):  # the error is reported with its line when the row is read
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        if sum(1 for fields, _ in zip(rows, range(2 * MOST_ROWS), strict=False) if fields) > MOST_ROWS + 1:
            return None, [_too_many(name)]

    def read() -> Iterator[TableRow]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        begins = 1
        try:
            for fields in reader:
                cells = tuple(map(_of_text, fields[:MOST_COLUMNS]))
                if any(found.text for found in cells):
                    yield TableRow(begins, cells)
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


def open_sheet(path: Path, name: str, sheet: str) -> tuple[Table | None, list[Problem]]:
    """Open the list in a spreadsheet. Raises OSError."""
    where = Where(name)
    if "python_calamine" in lacking("mail"):
        message = "spreadsheets cannot be read here yet"
        return None, [missing_extra(where, message, "mail", "save the list as CSV")]
    spool = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed with the table
    try:
        child.run("drafter.batch.tables:read_apart", (str(path), sheet, str(MOST_ROWS)), child.LIST, into=spool)
    except child.OutOfPatience:
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
    if "end" not in head:  # the child process died before it could report
        return None, [Problem(where, "too-costly", "needs more memory or time than any list of people", _SPLIT)]
    hidden = tuple(head.get("hidden", ()))
    return Table(name, lambda: _rows(spool), head["sheet"], spool.close, hidden), list(_of_sheets(name, head, sheet))


def _lines(spool: IO[str]) -> Iterator[Any]:
    spool.seek(0)
    with suppress(ValueError):  # a line that was cut off
        for line in spool:
            yield json.loads(line)


def _rows(spool: IO[str]) -> Iterator[TableRow]:
    for line in _lines(spool):
        if isinstance(line, list):
            yield TableRow(line[0], tuple(Cell(text, CellKind(kind)) for text, kind in line[1:]))


def _of_sheets(name: str, head: dict[str, Any], asked: str) -> Iterator[Problem]:
    if head["others"] and not asked:
        others = ", ".join(f"'{other}'" for other in head["others"])
        message = f"the sheet '{head['sheet']}' is read; there are also {others}"
        yield Problem(Where(name), "several-sheets", message, "--sheet names another")


def _too_many(name: str) -> Problem:
    return Problem(Where(name), "too-large", f"has more than {MOST_ROWS:,} rows", _SPLIT)


# Marks: what the reader of spreadsheets leaves out, read from a sheet's own XML. These are errors, formulas without
# values, hidden rows, and the leading zeros that a number's format shows.

_BYTES = 1 << 20


class UnreadableWorkbook(Exception):
    """What is wrong with a workbook, worded as a problem."""


class XlsxMetadata:
    """Reads a sheet's own XML beside the spreadsheet reader, as far as needed. It finds errors and formulas without a
    value, which that reader gives as empty, and hidden rows.

    ``zeros`` gives, for formats that show leading zeros such as "00123", the number of digits shown.
    """

    def __init__(self, file: IO[bytes], zeros: Mapping[str, int] | None = None) -> None:
        self._file = file
        self._zeros = zeros or {}
        self._wide: dict[int, dict[int, int]] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = _refuse_entities
        self._locals: dict[str, str] = {}
        self._odd: dict[int, dict[int, CellKind]] = {}  # by row from 1 and column from 0
        self._hidden: set[int] = set()
        self._row = self._beyond = 0
        self._place = self._type = self._before = ""
        self._unworked: int | None = None

    def of(self, row: int) -> dict[int, CellKind]:
        """The odd cells of a row. Rows must be asked for in order."""
        while self._row <= row and self._read():
            pass
        return self._odd.pop(row, {})

    def digits(self, row: int) -> dict[int, int]:
        """How many digits the format of each column shows, for a row that was asked for."""
        return self._wide.pop(row, {})

    def hides(self, row: int) -> bool:
        """Whether a row that was asked for is hidden."""
        return row in self._hidden

    def rest(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that were not asked for. They hold only odd cells."""
        while self._read():
            pass
        yield from ((row, []) for row in sorted(self._odd))

    def _read(self) -> bool:
        piece = self._file.read(_BYTES)
        self._parser.Parse(piece)
        return bool(piece)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        # This runs for every element of a sheet. So it ignores ends of elements, and all text except a formula's value.
        kind = self._locals.get(name) or self._locals.setdefault(name, name.rpartition(":")[2])
        self._parser.CharacterDataHandler = None
        if kind == "c":
            place = attributes.get("r")
            self._place, self._beyond = (place, 0) if place else (self._place, self._beyond + 1)
            self._type, self._unworked = attributes.get("t", ""), None
            if self._zeros and (digits := self._zeros.get(attributes.get("s", ""))):
                self._wide.setdefault(self._row, {})[self._column()] = digits
            if self._type == "e":
                self._odd.setdefault(self._row, {})[self._column()] = CellKind.ERROR
        elif kind == "f" and self._before == "c" and self._type != "e":
            self._unworked = self._column()
            self._odd.setdefault(self._row, {})[self._unworked] = CellKind.UNWORKED
        elif kind == "is" or (kind == "v" and self._type == "str"):  # it has a value, possibly an empty text
            self._worked()
        elif kind == "v" and self._unworked is not None:
            self._parser.CharacterDataHandler = self._worked
        elif kind == "row":
            row = int(attributes.get("r", self._row + 1))
            if row <= self._row:
                raise UnreadableWorkbook("has rows that do not stand in order")
            self._row, self._place, self._beyond, self._unworked = row, "", 0, None
            if attributes.get("hidden") in ("1", "true"):
                self._hidden.add(row)
        self._before = kind

    def _worked(self, words: str = "-") -> None:
        if self._unworked is not None and words.strip():
            del self._odd[self._row][self._unworked]
            self._unworked = None

    def _column(self) -> int:
        number = 0
        for letter in self._place.rstrip("0123456789"):
            number = number * 26 + ord(letter) - 64
        return number - 1 + self._beyond


def _refuse_entities(*_: object) -> None:
    raise UnreadableWorkbook("declares a document type, which no workbook does")


@contextmanager
def marks_of(path: str, sheet: str) -> Iterator[XlsxMetadata]:
    """The marks of a sheet; none in a file that is no Open XML workbook."""
    with ExitStack() as open_:
        archive = open_.enter_context(zipfile.ZipFile(path)) if zipfile.is_zipfile(path) else None
        parts = {part.replace("\\", "/").casefold(): part for part in archive.namelist()} if archive else {}
        if archive is None or "_rels/.rels" not in parts:
            yield XlsxMetadata(io.BytesIO())
            return
        if len(parts) < len(archive.namelist()):  # with a name used twice, each reader would choose another
            raise UnreadableWorkbook("has two parts of one name")
        book = next(to for kind, _, to in _links(archive, parts, "") if kind.endswith("/officeDocument")).casefold()
        id_ = next(
            value
            for element in parse_xml(archive.read(parts[book])).iter()
            if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == sheet
            for key, value in element.items()
            if key.endswith("}id")
        )
        target = next(to for _, link, to in _links(archive, parts, book) if link == id_).casefold()
        styles = next((to for kind, _, to in _links(archive, parts, book) if kind.endswith("/styles")), "").casefold()
        zeros = _zeros(archive.read(parts[styles])) if styles in parts else {}
        yield XlsxMetadata(open_.enter_context(archive.open(parts[target])), zeros)


def _zeros(styles: bytes) -> dict[str, int]:
    """The cell styles, by number, whose format is only zeros, and how many zeros."""
    formats: dict[str, str] = {}
    found: dict[str, int] = {}
    for element in parse_xml(styles):
        kind = element.tag.rpartition("}")[2]
        if kind == "numFmts":
            formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in element}
        elif kind == "cellXfs":
            codes = (formats.get(one.get("numFmtId", ""), "").partition(";")[0] for one in element)
            found = {str(at): len(code) for at, code in enumerate(codes) if re.fullmatch("0{2,20}", code)}
    return found


def _links(archive: zipfile.ZipFile, parts: Mapping[str, str], part: str) -> Iterator[tuple[str, str, str]]:
    """The links of a package's part: the kind of each link, its id, and the part to which it leads."""
    folder, name = posixpath.split(part)
    for link in parse_xml(archive.read(parts[posixpath.join(folder, "_rels", f"{name}.rels")])).iter():
        target = link.get("Target", "").replace("\\", "/")
        # Some programs write the whole path without the slash at its beginning.
        whole = target.startswith("/") or target.casefold() in parts
        target = posixpath.normpath(target.lstrip("/") if whole else posixpath.join(folder, target))
        yield link.get("Type", ""), link.get("Id", ""), target


# In the child process: python-calamine reads a spreadsheet's rows here, so that a hostile file can only end this
# process.
#
# The arguments are the file's name, the name of a sheet or nothing, and the largest number of rows. It prints a line of
# JSON about the sheet, and then one for each row with content.

_LARGEST_SHEET = 500_000_000  # bytes of an unpacked sheet
_MOST_CELLS = 5_000_000  # in all sheets: twenty-five for each row that is read
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_PIECE = 1 << 20


def read_apart(arguments: tuple[str, ...], _budget: child.Budget) -> None:
    """Print the rows, or why there are none."""
    path, sheet, most = arguments
    out = sys.stdout
    try:
        for line in _child_lines(path, sheet, int(most)):
            out.write(json.dumps(line))
            out.write("\n")
        out.write(json.dumps({"end": True}))
    except MemoryError:
        out.write(json.dumps({"refused": "needs more memory than any list of people"}))
    except UnreadableWorkbook as broken:
        out.write(json.dumps({"refused": str(broken)}))
    except Exception as broken:  # noqa: BLE001 - the library may raise anything on a broken file
        out.write(json.dumps({"refused": f"cannot be read ({type(broken).__name__})"}))
    out.flush()


def _child_lines(path: str, wanted: str, most: int) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    _refuse_bombs(path)
    book = CalamineWorkbook.from_path(path)
    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
    names = shown or list(book.sheet_names)
    if wanted and wanted not in book.sheet_names:
        yield {"refused": f"has no sheet '{wanted}'; it has: {', '.join(map(repr, names))}"}
        return
    name = wanted or names[0]
    sheet = book.get_sheet_by_name(name)
    yield {"sheet": name, "others": [other for other in names if other != name]}
    left = sheet.start[1] if sheet.start else 0  # empty columns on the left are left out
    merged = [area for area in sheet.merged_cell_ranges or [] if area[0] != area[1]]
    hidden = []
    with marks_of(path, name) as marks:
        sent = 0
        # Empty rows at the top are included, so that rows count as a person counts them.
        rows = enumerate(sheet.iter_rows() if sheet.start else (), 1)
        for number, row in chain(rows, marks.rest()):
            cells = [*[EMPTY] * left, *map(cell, row)][:MOST_COLUMNS]
            _mark(cells, marks.of(number), number, merged)
            for column, digits in marks.digits(number).items():
                if column < len(cells) and cells[column].kind is CellKind.NUMBER:  # "00123", as a person sees it
                    cells[column] = cells[column]._replace(text=cells[column].text.zfill(digits))
            if any(found.text or found.kind is not CellKind.TEXT for found in cells):
                if sent == most:
                    yield {"refused": f"has more than {most:,} rows; split it into several lists"}
                    return
                sent += 1
                if marks.hides(number):
                    hidden.append(number)
                yield [number, *cells]
    yield {"hidden": hidden}


def _refuse_bombs(path: str) -> None:
    """Refuse a file that would unpack to more than any list. The unpacked bytes are counted, since the stated size may
    be a lie.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        cells = 0
        for entry in archive.infolist():
            size = 0
            sheet = "/worksheets/" in entry.filename
            if sheet or entry.file_size > _LARGEST_SHEET or entry.compress_size * 100 < entry.file_size:
                with archive.open(entry) as file:
                    while piece := file.read(_PIECE):
                        size += len(piece)
                        cells += sum(1 for _ in _CELL.finditer(piece)) if sheet else 0
                        if size > _LARGEST_SHEET:
                            raise MemoryError
                        if cells > _MOST_CELLS:
                            raise UnreadableWorkbook(
                                f"has more than {_MOST_CELLS:,} cells; split it into several lists"
                            )


def _mark(cells: list[Cell], odd: dict[int, CellKind], number: int, merged: list[Any]) -> None:
    def mark(column: int, kind: CellKind) -> None:
        while len(cells) <= column < MOST_COLUMNS:
            cells.append(EMPTY)
        if column < len(cells):
            cells[column] = Cell(cells[column].text, kind)

    for column, kind in odd.items():
        mark(column, kind)
    for (top, left), (bottom, right) in merged:
        if top < number <= bottom + 1:
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                mark(column, CellKind.MERGED)
