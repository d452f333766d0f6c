"""What the reader of spreadsheets leaves out of them: errors, formulas nobody worked out, rows that are hidden."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from bounded import in_bounds
from running import run_drafter

from drafter.batch.columns import find_columns
from drafter.batch.tables import CellKind, Table, TableRow, hidden_rows, open_table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADS = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>address</t></is></c></row>'
BELL = '<c r="A2" t="inlineStr"><is><t>Mrs A Bell</t></is></c>'


def write_book(path: Path, sheets: dict[str, str], *, before: str = "", order: tuple[int, ...] = ()) -> Path:
    """A workbook with sheets of these names and rows; ``order`` says in which files they lie."""
    numbers = order or tuple(range(1, len(sheets) + 1))
    listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for n, number in enumerate(numbers, 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        root = f'<Relationship Id="r1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{root}</Relationships>')
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>')
        for number, rows in zip(numbers, sheets.values(), strict=True):
            xml = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{number}.xml", xml)
    return path


def read(path: Path, sheet: str = "") -> tuple[Table, list[TableRow]]:
    table, problems = open_table(path, "people.xlsx", sheet)
    assert table is not None, problems
    rows = list(table.rows())
    table.close()
    return table, rows


def kinds(row: TableRow) -> dict[int, CellKind]:
    return {at: cell.kind for at, cell in enumerate(row.cells) if cell.kind is not CellKind.TEXT}


@pytest.mark.parametrize(("cells", "found"), [
    ('<c r="B2" s="1"/><c r="C2" t="e"><f>A(1)</f><v>#N/A</v></c>', {2: CellKind.ERROR}),
    ('<c r="B2" s="1"/><c r="C2"><f>A(1)</f></c>', {2: CellKind.UNWORKED}),
    ('<c s="1" r="C2" t="e"><v>#N/A</v></c>', {2: CellKind.ERROR}),
    ("<c t='e' r='C2'><v>#N/A</v></c>", {2: CellKind.ERROR}),
    ('<c r="B2"/><c t="e"><v>#N/A</v></c>', {2: CellKind.ERROR}),
    ('<c r="C2"><f>A(1)</f><v></v></c>', {2: CellKind.UNWORKED}),
    ('<c r="C2"><f>A(1)</f><v/></c><c r="D2" t="str"><f>A(1)</f><v>x</v></c>', {2: CellKind.UNWORKED}),
    ('<c r="C2" t="str"><f>A(1)</f></c>', {2: CellKind.UNWORKED}),
    ('<c r="C2" t="str"><f>A(1)</f><v></v></c>', {}),
    ('<c r="C2" t="str"><f>A(1)</f><v>1 Long Row</v></c>', {}),
    ('<c r="C2" t="inlineStr"><is><r><t>1 Long Row</t></r></is></c>', {}),
])  # fmt: skip
def test_odd_cells_are_told_however_they_are_written(cells, found, tmp_path):
    path = write_book(tmp_path / "people.xlsx", {"S": f'{HEADS}<row r="2">{BELL}{cells}</row>'})
    assert kinds(read(path)[1][1]) == found


def test_names_of_elements_may_have_a_prefix(tmp_path):
    path = write_book(tmp_path / "people.xlsx", {"S": f'{HEADS}<row r="2">{BELL}<c r="C2" t="e"><v>#N/A</v></c></row>'})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace("xmlns=", "xmlns:x=").replace("</", "</x:")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("<", "<x:").replace("<x:/x:", "</x:")
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert kinds(read(path)[1][1]) == {2: CellKind.ERROR}


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (10, 9)])
def test_odd_cells_are_those_of_the_sheet_that_is_read(order, tmp_path):
    bad = f'{HEADS}<row r="2">{BELL}<c r="C2" t="e"><v>#N/A</v></c></row>'
    good = f'{HEADS}<row r="2">{BELL}<c r="C2"><v>1</v></c></row>'
    path = write_book(tmp_path / "people.xlsx", {"Bad": bad, "Good": good}, order=order)
    assert kinds(read(path)[1][1]) == kinds(read(path, "Bad")[1][1]) == {2: CellKind.ERROR}
    assert kinds(read(path, "Good")[1][1]) == {2: CellKind.NUMBER}


def test_rows_of_nothing_but_unworked_formulas_are_rows(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>A(1)</f></c><c r="C{n}"><f>A(1)</f></c></row>' for n in (3, 4))
    path = write_book(tmp_path / "people.xlsx", {"S": f'{HEADS}<row r="2">{BELL}</row>{rows}'})
    assert [(row.number, len(kinds(row))) for row in read(path)[1]] == [(1, 0), (2, 0), (3, 2), (4, 2)]


def test_more_than_ten_thousand_odd_cells_are_all_told(tmp_path):
    rows = "".join(f'<row r="{n}"><c r="C{n}"><f>A(1)</f></c></row>' for n in range(2, 12_002))
    path = write_book(tmp_path / "people.xlsx", {"S": f"{HEADS}{rows}"})
    assert sum(kinds(row) == {2: CellKind.UNWORKED} for row in read(path)[1]) == 12_000


def test_a_sheet_that_begins_further_right_has_its_columns_where_they_are(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["C3"], sheet["D3"], sheet["C4"], sheet["D4"] = "name", "address", "Mrs A Bell", "=A1"
    book.save(tmp_path / "people.xlsx")
    _, rows = read(tmp_path / "people.xlsx")
    assert [row.number for row in rows] == [3, 4]
    assert kinds(rows[1]) == {3: CellKind.UNWORKED}
    found, _ = find_columns(Table("people.xlsx", lambda: iter(rows)), {})
    assert found is not None
    assert found.fields == {"name": 2, "address": 3}


def test_hidden_rows_are_answered_and_told(office):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("List of June",))
    sheet.append(("name", "address"))
    for number in range(8):
        sheet.append((f"Mrs A{'abcdefgh'[number]} Bell", f"{number} Long Row, WV1 9ZZ"))
        sheet.row_dimensions[number + 3].hidden = number != 1
    sheet.row_dimensions[1].hidden = sheet.row_dimensions[40].hidden = True
    book.save("people.xlsx")
    ran = run_drafter("batch", "people.xlsx", "-o", "x", "--topic", "staff", "--date", "2018-07-10", "--preview")
    assert "8 letters would be written" in ran.text
    message = "7 rows are hidden in the sheet (3, 5, 6, 7, 8, ...) and answered like the others"
    assert ran.err.splitlines()[0] == (
        f"people.xlsx:3:1: warning: {message}; take out those that nobody is to answer [hidden-rows]"
    )
    assert "hidden" not in "".join(ran.err.splitlines()[1:])


def test_one_hidden_row_and_none(tmp_path):
    rows = f'{HEADS}<row r="2" hidden="true">{BELL}</row><row hidden="0"><c r="A3"><v>1</v></c></row>'
    table, _ = read(write_book(tmp_path / "people.xlsx", {"S": rows}))
    assert table.hidden == (2,)
    assert "1 row is hidden in the sheet (2) and answered" in str(hidden_rows(table, 1)[0])
    assert hidden_rows(table, 2) == []


@pytest.mark.parametrize(("before", "rows", "why"), [
    ('<!DOCTYPE x [<!ENTITY a "b">]>', HEADS, "declares a document type, which no workbook does"),
    ("", f'{HEADS}<row r="3">{BELL.replace("A2", "A3")}</row><row r="2">{BELL}</row>', "has rows that do not stand in order"),
])  # fmt: skip
def test_what_no_spreadsheet_program_writes_is_refused(before, rows, why, tmp_path):
    table, problems = open_table(write_book(tmp_path / "people.xlsx", {"S": rows}, before=before), "people.xlsx")
    assert table is None
    assert list(map(str, problems)) == [f"people.xlsx: error: {why} [unreadable-file]"]


def test_a_spreadsheet_of_open_document(tmp_path):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{x}</text:p></table:table-cell>' for x in "ab"
    )
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    sheet = f'<table:table table:name="S"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    with zipfile.ZipFile(tmp_path / "people.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
    _, rows = read(tmp_path / "people.ods")
    assert [[cell.text for cell in row.cells] for row in rows] == [["a", "b"]]


def test_two_parts_of_one_name_are_refused(tmp_path):
    path = write_book(tmp_path / "people.xlsx", {"S": HEADS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/Sheet1.xml", "<worksheet/>")
    table, problems = open_table(path, "people.xlsx")
    assert table is None
    assert "has two parts of one name" in str(problems[0])


def test_a_long_sheet_costs_no_more_than_its_length(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("name", "address", "topics", "reference"))
    for number in range(20_000):
        sheet.append(("Mrs A Bell", "1 Long Row, WV1 9ZZ", "staff", number))
    book.save(tmp_path / "people.xlsx")

    def rows() -> None:
        assert len(read(tmp_path / "people.xlsx")[1]) == 20_001

    in_bounds(rows)
