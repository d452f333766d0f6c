"""A spreadsheet's rows, read by python-calamine in a process of its own: a hostile file can at worst end that process.

Called by ``drafter.batch.tables``: the file's name, the name of a sheet or nothing, and how many rows are wanted at
most are the arguments; a line of JSON comes out for each row that holds anything, before them one about the sheet.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from drafter.batch.cells import Cell, Kind, cell

_MEMORY = 1_500_000_000  # bytes of data
_SECONDS = 60
_LARGEST = 1_000_000_000  # bytes that a sheet may unpack to
_PIECE = 1 << 20
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*>.*?)</c>', re.DOTALL)
# A value; one that was worked out to an empty text has its type, and an empty place.
_ERROR = re.compile(rb'\A[^>]*t="e"')
_WORKED = re.compile(rb't="str"|<v>[^<]|<is>')
_MOST_ODD = 10_000


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
    if sheet.start is None:
        return
    odd = _odd(path, list(book.sheet_names).index(name))
    merged = [area for area in sheet.merged_cell_ranges or [] if area[0] != area[1]]
    sent = 0
    # Rows before the first that holds anything are given too, so they count as a person counts them.
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell(value) for value in row]
        _mark(cells, number, odd, merged)
        if any(found.text or found.kind is not Kind.TEXT for found in cells):
            if sent == most:
                yield {"refused": f"has more than {most:,} rows; split it into several lists"}
                return
            sent += 1
            yield [number, *cells]


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


def _odd(path: str, index: int) -> dict[int, dict[int, Kind]]:
    """Where formulas stand whose value nobody has worked out, and errors, which the reader of sheets gives as empty:
    columns from 0, by row from 1.
    """
    found: dict[int, dict[int, Kind]] = {}
    if not zipfile.is_zipfile(path):
        return found
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        sheets.sort(key=lambda name: (len(name), name))
        if index >= len(sheets):
            return found
        count = 0
        for column, row, inner in _cells_of(archive, sheets[index]):
            kind = Kind.ERROR if _ERROR.search(inner) else Kind.UNWORKED
            if kind is Kind.ERROR or (b"<f" in inner and not _WORKED.search(inner)):
                found.setdefault(int(row), {})[_column(column)] = kind
                count += 1
                if count == _MOST_ODD:
                    break
    return found


def _cells_of(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[bytes, bytes, bytes]]:
    with archive.open(name) as file:
        rest = b""
        while piece := file.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"</c>") + len(b"</c>")
            if end < len(b"</c>"):
                rest = text if len(text) < 4 * _PIECE else b""
                continue
            if b"<f" in text or b't="e"' in text:
                for match in _CELL.finditer(text, 0, end):
                    yield match[1], match[2], match[3]
            rest = text[end:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _mark(cells: list[Cell], number: int, odd: dict[int, dict[int, Kind]], merged: list[Any]) -> None:
    def mark(column: int, kind: Kind) -> None:
        while len(cells) <= column < 200:
            cells.append(Cell(""))
        if column < len(cells):
            cells[column] = Cell(cells[column].text, kind)

    for column, kind in odd.get(number, {}).items():
        mark(column, kind)
    for (top, left), (bottom, right) in merged:
        if top < number <= bottom + 1:
            for column in range(left, min(right, 200) + 1):
                mark(column, Kind.MERGED)
