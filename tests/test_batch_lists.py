"""Lists of people as offices keep them: every bad row is told, nothing is guessed, nothing is written."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date, time
from pathlib import Path

import openpyxl
import pytest
from batches import row, write_list
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter

from drafter.batch.columns import find_columns
from drafter.batch.tables import open_table
from drafter.problems import ProblemsFound

DAY = ("--date", "2018-07-10")


def preview(file: str, *args: str):
    return run_drafter("batch", file, "-o", "letters", *DAY, "--preview", *args)


def workbook(path: Path, rows, **sheets) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    for cells in rows:
        sheet.append(cells)
    for name, some in sheets.items():
        other = book.create_sheet(name)
        for cells in some:
            other.append(cells)
    book.save(path)
    return book


def test_a_workbook_says_what_a_list_says(office):
    rows = [row(number) for number in range(5)]
    write_list(office / "people.csv", rows)
    workbook(office / "people.xlsx", [("name", "address", "topics", "reference"), *rows])
    assert run_drafter("batch", "people.csv", "-o", "one.zip", *DAY).code == 0
    assert run_drafter("batch", "people.xlsx", "-o", "two.zip", *DAY).code == 0
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()


def test_numbers_that_are_no_text_are_as_typed(office):
    rows = [("name", "house", "street", "postcode", "reference", "topics"),
            ("Mrs Ada Bell", 12, "Long Row", "WV1 9ZZ", 20180412, "staff")]  # fmt: skip
    workbook(office / "people.xlsx", rows)
    ran = preview("people.xlsx")
    assert "Our reference: 20180412" in ran.text, ran.err
    assert "12" in ran.text


def test_dates_formulas_errors_and_merged_cells_are_told(office):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(("name", "address", "topics", "reference"))
    sheet.append(("Mrs Ada Bell", "1 Long Row, WV1 9ZZ", "staff", date(2018, 4, 12)))
    sheet.append(("=A2", "2 Long Row, WV1 9ZZ", "staff", ""))
    sheet.append(("Mrs Ann Lee", time(9, 30), "staff", ""))
    sheet.append(("Mrs Ann Fox", "3 Long Row, WV1 9ZZ", "staff", ""))
    sheet.append(("Mrs Ann Hay", "", "staff", ""))
    sheet.merge_cells("B5:B6")
    sheet["D6"] = "#REF!"
    sheet["D6"].data_type = "e"
    book.save(office / "people.xlsx")
    ran = run_drafter("batch", "people.xlsx", "-o", "letters", *DAY)
    assert ran.code == 1
    told = [
        line.split(": error: ")[0] + " " + line[line.rindex("[") :]
        for line in ran.err.splitlines()
        if line.endswith("]")
    ]
    assert told == [
        "people.xlsx:3:1 [odd-cell]",
        "people.xlsx:4:2 [odd-cell]",
        "people.xlsx:5:2 [merged-cells]",
        "people.xlsx:6:2 [merged-cells]",
        "people.xlsx:6:4 [odd-cell]",
    ]
    assert not Path("letters").exists()


def test_a_sheet_is_chosen_by_name_and_the_others_are_told_of(office):
    rows = [("name", "address", "topics"), ("Mrs Ada Bell", "1 Long Row", "staff")]
    workbook(office / "people.xlsx", rows, Old=[("name", "topics"), ("Mr Tom Fox", "staff")])
    ran = preview("people.xlsx")
    assert "Mrs Ada Bell" in ran.text
    assert "[several-sheets]" in ran.err
    assert "Mr Tom Fox" in preview("people.xlsx", "--sheet", "Old").text
    ran = preview("people.xlsx", "--sheet", "Odl")
    assert ran.code == 1
    assert "Old" in ran.err


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_what_is_no_workbook_is_told(ending, office):
    for data in (b"", b"PK\x03\x04 cut off", b"name,topics\nMrs Bell,staff\n"):
        (office / f"people.{ending}").write_bytes(data)
        ran = preview(f"people.{ending}")
        assert ran.code == 1, data
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err


def test_a_workbook_that_unpacks_to_more_than_any_list(office):
    with zipfile.ZipFile(office / "people.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook>" + b" " * 400_000_000)
    ran = preview("people.xlsx")
    assert ran.code == 1
    assert ran.err.count("\n") == 1


def test_a_million_rows_are_not_made_letters_of(office):
    (office / "people.csv").write_text("name,topics\n" + "Mrs Ada Bell,staff\n" * 1_000_000, "utf-8")
    ran = preview("people.csv")
    assert (ran.code, ran.err) == (
        1,
        "people.csv: error: has more than 200,000 rows; split it into several lists [too-large]\n",
    )


def test_a_thousand_bad_rows_are_enough(office):
    (office / "people.csv").write_text("name,topics\n" + "Mrs Ada Bell,staff\n" * 3_000, "utf-8")
    ran = preview("people.csv")
    assert ran.code == 1
    assert "[many-bad-rows]" in ran.err
    assert len(ran.err.splitlines()) < 1_010


@pytest.mark.parametrize("name", [
    "Mrs Bell\r\nBcc: all@example.org", "=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2", "{{ member }}", "{% raw %}",
    "<script>alert(1)</script>", "..\\..\\secrets", "\u202eMrs Bell", "Robert'); DROP TABLE letter;--",
    "Mr A Hill; Mr B Dale", "Mr A Hill / Mr B Dale", "x" * 5_000,
])  # fmt: skip
def test_a_nasty_name_is_data_or_refused(name, office):
    write_list(office / "people.csv", [(name, "1 Long Row, WV1 9ZZ", "staff", "EM/1")])
    ran = run_drafter("batch", "people.csv", "-o", "letters", *DAY, "--format", "md")
    assert "Traceback" not in ran.err
    if ran.code:
        assert not Path("letters").exists()
        assert "people.csv:2:1: error: " in ran.err
        return
    assert {path.name for path in Path("letters").iterdir()} == {"0001.md", "manifest.csv", ".gitignore"}
    text = Path("letters/0001.md").read_text("utf-8")
    assert "<script>" not in text
    assert not any(ord(sign) < 32 and sign != "\n" for sign in text)
    assert "\nBcc:" not in text


def test_headings_as_offices_write_them(tmp_path):
    heads = (
        "Title",
        "First Name",
        "Surname",
        "Address Line 1",
        "Address Line 2",
        "Town",
        "Post Code",
        "Our Ref",
        "Issue",
    )
    write_list(
        tmp_path / "people.csv", [("Mrs", "Ada", "Bell", "1 Long Row", "", "Westmere", "WV1 9ZZ", "E1", "staff")], heads
    )
    table, _ = open_table(tmp_path / "people.csv", "people.csv")
    assert table is not None
    found, problems = find_columns(table, {})
    assert not problems
    assert found is not None
    assert dict(found.shown()) == {
        "title": "Title",
        "forename": "First Name",
        "surname": "Surname",
        "address": "Address Line 1, Address Line 2, Town, Post Code",
        "reference": "Our Ref",
        "topics": "Issue",
    }


def told(ran) -> list[str]:
    return [line for line in ran.err.splitlines() if ": error: " in line]


MORE = "has more cells than there are headings; is a comma within an address not in quotation marks? [extra-cells]"


def test_an_address_whose_commas_part_it_is_told(office):
    rows = ["name,address,,", "Mrs A Patel,1 Long Row, Westmere, WV1 9ZZ", '"Mr B Fox","2 Long Row, WV1 9ZZ",,,']
    (office / "people.csv").write_text("\n".join(rows), "utf-8")
    ran = preview("people.csv", "--topic", "staff")
    assert ran.code == 1
    assert told(ran) == [f"people.csv:2:3: error: {MORE}"]


def test_what_stands_under_no_heading_is_told_but_for_numbers_before_all(office):
    rows = [(None, "name", None, "address"), (1, "Mrs A Bell", None, "1 Row"), (2, "Mr B Fox", "x", "2 Row")]
    workbook(office / "people.xlsx", rows)
    ran = preview("people.xlsx", "--topic", "staff")
    assert len(told(ran)) == 1
    assert told(ran)[0].startswith("people.xlsx:3:3: error: has a cell under no heading; give the column a heading; ")


def test_a_folder_or_list_that_is_not_there(office):
    (office / "sorted").mkdir()
    (office / "people.csv").write_text("name\n", "utf-8")
    for typed, hint in (
        ("sroted", "; did you mean 'sorted'?"),
        ("poeple.csv", "; did you mean 'people.csv'?"),
        ("x", ""),
    ):
        ran = preview(typed)
        assert (ran.code, ran.err) == (1, f"{typed}: error: no such file or folder{hint} [unreadable-file]\n")


def test_a_total_at_the_end_is_nobody(office):
    lines = [
        "name,address",
        '"Mrs A Bell","1 Row"',
        "Total: 1,",
        ",Total: 1",
        "Total letters: 1,",
        "Totalenergies plc,2 Row",
    ]
    (office / "people.csv").write_text("\n".join(lines), "utf-8")
    ran = preview("people.csv", "--topic", "staff")
    assert told(ran) == [
        f"people.csv:{line}:1: error: has no name; is it a total? take it out [no-name]" for line in (3, 4, 5)
    ]


def test_headings_below_a_title_are_the_row_of_which_most_is_known(office):
    heads = ("Surname, Forename", "Title", "Addr 1", "Addr 2", "Postcode", "Ref no.", "Subject/Concern(s)")
    rows = [
        ("Name", "of the campaign: hospitals"),
        heads,
        ("Patel, Asha", "Mrs", "1 Long Row", "Westmere", "WV1 9ZZ", "EM/1", "staff"),
        ("Bell", "Mr", "2 Long Row", "Westmere", "WV1 9ZZ", "EM/2", "staff"),
    ]
    workbook(office / "people.xlsx", rows).close()
    ran = preview("people.xlsx")
    assert ran.code == 0, ran.err
    assert "  Mrs Asha Patel\n  1 Long Row\n  Westmere\n  WV1 9ZZ\n  Our reference: EM/1\n" in ran.text
    assert "  Mr Bell\n" in ran.text
    assert "headings: row 2; the row above them is not read\n" in ran.err
    assert "column surname-first: 'Surname, Forename'" in ran.err


def test_a_merged_title_is_not_the_headings(office):
    book = workbook(office / "people.xlsx", [("Letters of June 2018",), ("Who", "Where", "Note"), ("A", "B", "C")])
    book.active.merge_cells("A1:C1")
    book.save(office / "people.xlsx")
    ran = preview("people.xlsx")
    there = "no column is headed as a name; there are: Who, Where, Note"
    assert told(ran) == [f"people.xlsx:2:1: error: {there}; --column name='Heading' says which [no-name-column]"]
    ran = preview("people.xlsx", "--column", "name=Hwo")
    assert ran.code == 2
    assert "the list has no column 'Hwo' for 'name'" in ran.err


@pytest.mark.parametrize("name", ["Fox Ann", "Lee, Ann, OBE", "Hill & Dale, Ann"])
def test_a_name_that_cannot_be_turned_is_told(name, office):
    write_list(office / "people.csv", [(name,)], ("Surname, Forename",))
    ran = preview("people.csv", "--topic", "staff")
    message = "is not a surname, a comma and forenames; write it like 'Patel, Asha' [unusable-name]"
    assert told(ran) == [f"people.csv:2:1: error: {message}"]


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=20)


@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=6))
def test_whatever_a_list_holds_it_is_read_or_told(rows, tmp_path_factory):
    path = tmp_path_factory.mktemp("list") / "people.csv"
    write_list(path, rows, ("name", "topics"))
    table, problems = open_table(path, "people.csv")
    assert table is not None or problems
    if table is not None:
        width = max(map(len, rows))
        with suppress(ProblemsFound):  # which tells of it
            assert all(len(read.cells) <= max(2, width) for read in table.rows())
