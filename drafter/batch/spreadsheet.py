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
from itertools import chain
from typing import Any

from drafter.batch.cells import EMPTY, MOST_COLUMNS, Cell, Kind, cell
from drafter.batch.marks import Unreadable, marks_of

_MEMORY = 700_000_000  # bytes of data
_SECONDS = 60
_LARGEST = 500_000_000  # bytes that a sheet may unpack to
_MOST_CELLS = 5_000_000  # of all sheets: twenty-five for each of the rows that are read
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_PIECE = 1 << 20


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
        _, most = resource.getrlimit(limit)  # whoever called may have set a lower one
        least = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (least, least))


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
    with marks_of(path, name) as marks:
        sent = 0
        # Rows before the first that holds anything are given too, so they count as a person counts them.
        rows = enumerate(sheet.iter_rows() if sheet.start else (), 1)
        for number, row in chain(rows, marks.rest()):
            cells = [*[EMPTY] * left, *map(cell, row)][:MOST_COLUMNS]
            _mark(cells, marks.of(number), number, merged)
            for column, digits in marks.digits(number).items():
                if column < len(cells) and cells[column].kind is Kind.NUMBER:  # "00123", as a person sees it
                    cells[column] = cells[column]._replace(text=cells[column].text.zfill(digits))
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
        cells = 0
        for entry in archive.infolist():
            size = 0
            sheet = "/worksheets/" in entry.filename
            if sheet or entry.file_size > _LARGEST or entry.compress_size * 100 < entry.file_size:
                with archive.open(entry) as file:
                    while piece := file.read(_PIECE):
                        size += len(piece)
                        cells += sum(1 for _ in _CELL.finditer(piece)) if sheet else 0
                        if size > _LARGEST:
                            raise MemoryError
                        if cells > _MOST_CELLS:
                            raise Unreadable(f"has more than {_MOST_CELLS:,} cells; split it into several lists")


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
