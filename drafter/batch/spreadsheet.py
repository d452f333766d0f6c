"""A spreadsheet's rows, read by python-calamine in a process of its own: a hostile file can at worst end that process.

Called by ``drafter.batch.tables``: the file's name, the name of a sheet or nothing, and how many rows are wanted at
most are the arguments; a line of JSON comes out for each row that holds anything, before them one about the sheet.
"""

from __future__ import annotations

import io
import json
import posixpath
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import chain
from typing import IO, Any
from xml.parsers import expat

from drafter.batch.cells import EMPTY, MOST_COLUMNS, Cell, Kind, cell
from drafter.ooxml import parse

_MEMORY = 1_500_000_000  # bytes of data
_SECONDS = 60
_LARGEST = 1_000_000_000  # bytes that a sheet may unpack to
_PIECE = 1 << 20


class Unreadable(Exception):
    """What is wrong with a workbook, as a problem says it."""


def main() -> None:
    """Print the rows within the limits, or why there are none."""
    path, sheet, most = sys.argv[-3:]
    _limit()
    out = sys.stdout
    try:
        for line in _lines(path, sheet, int(most)):
            out.write(json.dumps(line))
            out.write("\n")
        out.write(json.dumps({"end": True}))
    except MemoryError:
        out.write(json.dumps({"refused": "needs more memory than any list of people"}))
    except Unreadable as broken:
        out.write(json.dumps({"refused": str(broken)}))
    except Exception as broken:  # noqa: BLE001 - whatever the library raises on a broken file
        out.write(json.dumps({"refused": f"cannot be read ({type(broken).__name__})"}))
    out.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, _SECONDS)):
        resource.setrlimit(limit, (value, value))


def _lines(path: str, wanted: str, most: int) -> Iterator[Any]:
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
    left = sheet.start[1] if sheet.start else 0  # the columns before the first that holds anything are left out
    merged = [area for area in sheet.merged_cell_ranges or [] if area[0] != area[1]]
    hidden = []
    with _marks(path, name) as marks:
        sent = 0
        # Rows before the first that holds anything are given too, so they count as a person counts them.
        rows = enumerate(sheet.iter_rows() if sheet.start else (), 1)
        for number, row in chain(rows, marks.rest()):
            cells = [*[EMPTY] * left, *map(cell, row)][:MOST_COLUMNS]
            _mark(cells, marks.of(number), number, merged)
            if any(found.text or found.kind is not Kind.TEXT for found in cells):
                if sent == most:
                    yield {"refused": f"has more than {most:,} rows; split it into several lists"}
                    return
                sent += 1
                if marks.hides(number):
                    hidden.append(number)
                yield [number, *cells]
    yield {"hidden": hidden}


def _refuse_bombs(path: str) -> None:
    """Refuse what would unpack to more than any list; what a file states of itself may be a lie, so it is counted."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            size = 0
            if entry.file_size > _LARGEST or entry.compress_size * 100 < entry.file_size:
                with archive.open(entry) as file:
                    while piece := file.read(_PIECE):
                        size += len(piece)
                        if size > _LARGEST:
                            raise MemoryError


class _Marks:
    """What the reader of sheets leaves out, read from the sheet's own XML beside it, as far as is asked for: errors and
    formulas whose value nobody has worked out, which it gives as empty, and which rows are hidden.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = _refuse_entities
        self._locals: dict[str, str] = {}
        self._odd: dict[int, dict[int, Kind]] = {}  # by row from 1, columns from 0
        self._hidden: set[int] = set()
        self._row = self._beyond = 0
        self._place = self._type = self._before = ""
        self._unworked: int | None = None

    def of(self, row: int) -> dict[int, Kind]:
        """What is odd in a row; rows are asked for in order."""
        while self._row <= row and self._read():
            pass
        return self._odd.pop(row, {})

    def hides(self, row: int) -> bool:
        """Whether a row that was asked for is hidden."""
        return row in self._hidden

    def rest(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that were not asked for, which hold nothing but what is odd."""
        while self._read():
            pass
        yield from ((row, []) for row in sorted(self._odd))

    def _read(self) -> bool:
        piece = self._file.read(_PIECE)
        self._parser.Parse(piece)
        return bool(piece)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        # Called for every element of a sheet: ends are not listened to, nor words but those of a formula's value.
        kind = self._locals.get(name) or self._locals.setdefault(name, name.rpartition(":")[2])
        self._parser.CharacterDataHandler = None
        if kind == "c":
            place = attributes.get("r")
            self._place, self._beyond = (place, 0) if place else (self._place, self._beyond + 1)
            self._type, self._unworked = attributes.get("t", ""), None
            if self._type == "e":
                self._odd.setdefault(self._row, {})[self._column()] = Kind.ERROR
        elif kind == "f" and self._before == "c" and self._type != "e":
            self._unworked = self._column()
            self._odd.setdefault(self._row, {})[self._unworked] = Kind.UNWORKED
        elif kind == "is" or (kind == "v" and self._type == "str"):  # worked out, if to an empty text
            self._worked()
        elif kind == "v" and self._unworked is not None:
            self._parser.CharacterDataHandler = self._worked
        elif kind == "row":
            row = int(attributes.get("r", self._row + 1))
            if row <= self._row:
                raise Unreadable("has rows that do not stand in order")
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
    raise Unreadable("declares a document type, which no workbook does")


@contextmanager
def _marks(path: str, sheet: str) -> Iterator[_Marks]:
    """The marks of a sheet; none in a file that is no workbook of Open XML."""
    with ExitStack() as open_:
        archive = open_.enter_context(zipfile.ZipFile(path)) if zipfile.is_zipfile(path) else None
        parts = {part.replace("\\", "/").casefold(): part for part in archive.namelist()} if archive else {}
        if archive is None or "_rels/.rels" not in parts:
            yield _Marks(io.BytesIO())
            return
        if len(parts) < len(archive.namelist()):  # of the two, each reader would choose its own
            raise Unreadable("has two parts of one name")
        book = next(to for kind, _, to in _links(archive, parts, "") if kind.endswith("/officeDocument")).casefold()
        id_ = next(
            value
            for element in parse(archive.read(parts[book])).iter()
            if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == sheet
            for key, value in element.items()
            if key.endswith("}id")
        )
        target = next(to for _, link, to in _links(archive, parts, book) if link == id_).casefold()
        yield _Marks(open_.enter_context(archive.open(parts[target])))


def _links(archive: zipfile.ZipFile, parts: Mapping[str, str], part: str) -> Iterator[tuple[str, str, str]]:
    """What a part of a package is linked with: the kind of each link, its id, and the part that it leads to."""
    folder, name = posixpath.split(part)
    for link in parse(archive.read(parts[posixpath.join(folder, "_rels", f"{name}.rels")])).iter():
        target = link.get("Target", "").replace("\\", "/")
        # Some programs write the whole path without the stroke that says so.
        whole = target.startswith("/") or target.casefold() in parts
        target = posixpath.normpath(target.lstrip("/") if whole else posixpath.join(folder, target))
        yield link.get("Type", ""), link.get("Id", ""), target


def _mark(cells: list[Cell], odd: dict[int, Kind], number: int, merged: list[Any]) -> None:
    def mark(column: int, kind: Kind) -> None:
        while len(cells) <= column < MOST_COLUMNS:
            cells.append(EMPTY)
        if column < len(cells):
            cells[column] = Cell(cells[column].text, kind)

    for column, kind in odd.items():
        mark(column, kind)
    for (top, left), (bottom, right) in merged:
        if top < number <= bottom + 1:
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                mark(column, Kind.MERGED)
