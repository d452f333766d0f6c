"""Cells that would make a wrong letter: told the same, and at the same place, in every kind of list."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import write_list
from hypothesis import given
from hypothesis import strategies as st
from running import run_drafter
from test_batch_lists import DAY, preview, told, workbook

from drafter.batch import spoilt as spoilt_
from drafter.batch import tables
from drafter.batch.spoilt import CellRole, odd_postcode, spoilt
from drafter.batch.tables import CellKind, cell, open_table, typed
from drafter.english.names import NameFault, fault_of, read_parts
from drafter.letter.recipient import has_two_postcodes, postcodes
from drafter.problems import Severity

HEADS = ("Title", "First name", "Surname", "House number", "Street", "Town", "Postcode", "Ref", "Phone")
GOOD = ("Mrs", "Ada", "Bell", "12", "Long Row", "Westmere", "WV1 9ZZ", "EM/1", "07700 900123")
# What one cell is instead of what it should be, and what is told of it.
SPOILT = {
    ("House number", "03-Apr"): "4: error: '03-Apr' is a date; was '3-4' or '3/4' meant? set the cell as text and type it anew [odd-cell]",
    ("House number", "Mar-05"): "4: error: 'Mar-05' is a date; was '3-5' or '3/5' meant? set the cell as text and type it anew [odd-cell]",
    ("Street", "04/03/2018"): "5: error: '04/03/2018' is a date; was '4-3' or '4/3' meant? set the cell as text and type it anew [odd-cell]",
    ("House number", "1.40E+01"): "4: error: is a number that a spreadsheet has shortened (1.40E+01); was '14' meant? set the column as text and type it anew [odd-cell]",
    ("House number", "1,40E+01"): "4: error: is a number that a spreadsheet has shortened (1,40E+01); was '14' meant? set the column as text and type it anew [odd-cell]",
    ("Ref", "2.01804E+09"): "8: error: is a number that a spreadsheet has shortened (2.01804E+09); set the column as text and type it anew [odd-cell]",
    ("House number", "14.0"): "4: error: '14.0' is a decimal number; was '14' meant? set the column as text and type it anew [odd-cell]",
    ("House number", "14,00"): "4: error: '14,00' is a decimal number; was '14' meant? set the column as text and type it anew [odd-cell]",
    ("Street", "#BEZUG!"): "5: error: holds an error (#BEZUG!); mend its formula [odd-cell]",
    ("Street", "#########"): "5: error: holds an error (#########); mend its formula [odd-cell]",
    ("Town", "NULL"): "6: error: 'NULL' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Postcode", "tbc"): "7: error: 'tbc' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Town", "n/a"): "6: error: 'n/a' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Street", "?"): "5: error: '?' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("First name", "None"): "2: error: 'None' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Surname", "NaN"): "3: error: 'NaN' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Surname", "Null"): "3: warning: 'Null' may stand for nothing, or be a name; look at who it is [doubtful-cell]",
    ("Surname", "MÃ¼ller"): "3: error: 'MÃ¼ller' was decoded wrongly; was 'Müller' meant? save the list as UTF-8, or mend the cell [wrongly-decoded]",
    ("Surname", "Dâ€™Arcy"): "3: error: 'Dâ€™Arcy' was decoded wrongly; was 'D’Arcy' meant? save the list as UTF-8, or mend the cell [wrongly-decoded]",
    ("Town", "Tremadog &amp; Bay"): "6: error: 'Tremadog &amp; Bay' was decoded wrongly; was 'Tremadog & Bay' meant? save the list as UTF-8, or mend the cell [wrongly-decoded]",
    ("Surname", "M\ufffdller"): "3: error: holds a letter that is lost; type it anew, or save the list as UTF-8 [wrongly-decoded]",
    ("Surname", "D?Arcy"): "3: warning: has a question mark within a name; was a letter with an accent, or an apostrophe, lost? [wrongly-decoded]",
    ("House number", "43102"): "4: error: '43102' is the number in which a spreadsheet keeps a date; was '2-1' or '2/1' meant? set the column as text and type it anew [odd-cell]",
    ("Street", "as above"): "5: error: 'as above' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Street", "Ditto"): "5: error: 'Ditto' stands for nothing; leave the cell empty, or give what belongs there [no-value]",
    ("Surname", "Bront=C3=AB"): "3: error: 'Bront=C3=AB' was decoded wrongly; was 'Brontë' meant? save the list as UTF-8, or mend the cell [wrongly-decoded]",
    ("Surname", "Bront├½"): "3: error: 'Bront├½' was decoded wrongly; was 'Brontë' meant? save the list as UTF-8, or mend the cell [wrongly-decoded]",
    ("Surname", ""): "3: error: has no surname; give it, or a salutation [half-a-name]",
    ("Postcode", "WV1O 9ZZ"): "7: error: 'WV1O 9ZZ' is no postcode; was 'WV10 9ZZ' meant? [odd-postcode]",
    ("Postcode", "WVI9ZZ"): "7: error: 'WVI9ZZ' is no postcode; was 'WV1 9ZZ' meant? [odd-postcode]",
    ("Postcode", "A65 F4E2"): "7: warning: 'A65 F4E2' is no postcode of the United Kingdom; is a letter or digit wrong? one of another country belongs in the address [odd-postcode]",
    ("Street", ""): "4: warning: '12' is a house number without a street; is the street missing? [doubtful-cell]",
    ("Phone", "7700900123"): "9: warning: telephone numbers have lost their first zeros; look at house numbers and references too [lost-zeros]",
}  # fmt: skip


def rows() -> list[tuple[str, ...]]:
    """Each with a reference of its own, so that no two seem to be one person's."""
    return [
        tuple(
            text if head == field else f"EM/{number}" if field == "Ref" else was
            for field, was in zip(HEADS, GOOD, strict=True)
        )
        for number, (head, text) in enumerate(SPOILT)
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_would_make_a_wrong_letter_is_told_with_its_place(ending, office):
    file = f"people.{ending}"
    if ending == "csv":
        write_list(office / file, rows(), HEADS)
    else:
        workbook(office / file, [HEADS, *rows()]).close()
    ran = preview(file, "--topic", "staff")
    assert ran.code == 1
    found = [line for line in ran.err.splitlines() if line.startswith(f"{file}:")]
    assert sorted(found) == sorted(f"{file}:{number}:{what}" for number, what in enumerate(SPOILT.values(), 2))


def test_what_is_doubtful_is_told_and_answered(office):
    doubtful = [row for row, what in zip(rows(), SPOILT.values(), strict=True) if ": warning: " in what]
    write_list(office / "people.csv", doubtful, HEADS)
    ran = preview("people.csv", "--topic", "staff")
    assert ran.code == 0, ran.err
    assert not told(ran)
    assert sum(line.startswith("people.csv:") for line in ran.err.splitlines()) == len(doubtful)
    assert f"{len(doubtful)} letters" in ran.text + ran.err


def test_a_thousand_doubts_are_enough(office):
    write_list(
        office / "people.csv", [(f"Mrs Ada Null{number} Null", f"{number} Row", "staff", "") for number in range(1_100)]
    )
    ran = preview("people.csv")
    assert ran.code == 0
    assert (
        "people.csv: warning: 100 more cells are doubtful; they are not listed; are the columns the right ones?"
        in ran.err
    )
    assert ran.err.count("[doubtful-cell]") == 1_000


def test_columns_of_names_are_believed_and_numbers_stand_with_their_streets(office):
    write_list(
        office / "people.csv",
        [
            ("Mr", "David", "Lloyd George", "2", "9", "Long Row", "WV1 9ZZ"),
            ("Sir", "Iain", "Duncan Smith", "", "1-2", "Long Row", "WV1 9ZX"),
        ],
        ("Title", "First name", "Surname", "Flat", "House number", "Street", "Postcode"),
    )
    ran = run_drafter("batch", "people.csv", "-o", "letters", *DAY, "--topic", "staff", "--format", "md")
    assert ran.code == 0, ran.err
    texts = [Path(f"letters/000{number}.md").read_text("utf-8") for number in (1, 2)]
    assert "Dear Mr Lloyd George," in texts[0]
    assert [line.strip(" \\") for line in texts[0].splitlines() if "Flat 2" in line or "9 Long Row" in line] == [
        "Flat 2",
        "9 Long Row",
    ]
    assert "Dear Sir Iain," in texts[1]
    assert "1-2 Long Row" in texts[1]


def test_zeros_that_a_format_shows_are_kept(office):
    book = workbook(
        office / "people.xlsx", [("name", "address", "topics", "reference"), ("Mrs Ada Bell", "1 Row", "staff", 45)]
    )
    book.active["D2"].number_format = "000000"
    book.save(office / "people.xlsx")
    assert "Our reference: 000045" in preview("people.xlsx").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_lists_in_the_encodings_that_offices_have(encoding, tmp_path):
    text = "sep=;\r\nTitle;First name;Surname;Address;Topic\r\nMrs;Chloë;Núñez;4 Café Row;staff\r\n"
    (tmp_path / "people.csv").write_bytes(text.encode(encoding))
    table, problems = open_table(tmp_path / "people.csv", "people.csv")
    assert table is not None
    assert [found.text for found in list(table.rows())[-1].cells] == ["Mrs", "Chloë", "Núñez", "4 Café Row", "staff"]
    guessed = encoding in {"cp1252", "utf-16-le", "utf-16-be"}
    assert [found.rule for found in problems] == ["guessed-encoding"] * guessed


NAMES = (
    "Zoë Brontë", "Seán Ó Briain", "Ângela Conceição", "Łukasz Żółć", "Nguyễn Văn Ân", "Jürgen Groß", "Αθηνά Παπά",
    "Nan Smith", "Chris Blank", "Tess Testino", "D’Arcy O’Neill", "Na Li", "St. John",
)  # fmt: skip
PLACES = ("1 May Street", "12-14", "2/1", "Tŷ Gwyn", "100% Wool Shop", "Unknown Warrior Row", "Marks & Spencer", "12a")


def test_what_is_right_is_not_told():
    assert [name for name in NAMES if list(spoilt(name, CellRole.NAME)) or cell(name).kind is not CellKind.TEXT] == []
    assert [
        line for line in PLACES if list(spoilt(line, CellRole.ADDRESS)) or cell(line).kind is not CellKind.TEXT
    ] == []
    codes = ("SW1A 1AA", "EC1A 1BB", "M1 1AE", "B33 8TH", "DN55 1PT", "GIR 0AA", "BFPO 61", "BS0 1AA", "W1A 0AX")
    assert [code for code in codes if odd_postcode(code, alone=True)] == []
    told_of = odd_postcode("m11ae", alone=True)
    assert told_of is not None
    assert (told_of.hint, told_of.severity) == ("was 'M1 1AE' meant?", Severity.WARNING)


@pytest.mark.parametrize(
    ("parts", "greeting"),
    [
        (("Mr", "David", "Lloyd George"), "Mr Lloyd George"),
        (("Rt Hon Sir", "Ian", "Duncan Smith"), "Sir Ian"),
        (("Prof Dame", "Ann", "Kent Lee"), "Dame Ann"),
        (("Cllr Mrs", "Ann", "Kent Lee"), "Cllr Kent Lee"),
        (("Dame", "Ann", "Kent Lee"), "Dame Ann"),
        (("Prof", "Ian", "Mac Giolla Phadraig"), "Professor Mac Giolla Phadraig"),
        (("Mr & Mrs", "John", "Hale Cox"), "Mr and Mrs Hale Cox"),
        (("Sir and Lady", "John", "Hale Cox"), "Sir John and Lady Hale Cox"),
        (("Lord", "", "Lloyd Webber"), "Lord Lloyd Webber"),
        (("Baroness", "", "Hale of Long Row"), "Baroness Hale"),
        (("Mr", "J", "Smith Jr"), "Mr Smith"),
        (("Mr", "Li", "Wei Ming"), "Mr Wei Ming"),
        (("", "Anna", "Kent Lee"), ""),
        (("Rev", "Ann", "Kent Lee"), ""),
        (("Mr", "A", "Hill and Dale"), ""),
        (("Sir", "J", "Kent Lee"), ""),
        (("", "", "Mrs Patel"), ""),
    ],
)
def test_names_in_parts_are_greeted_by_what_each_part_is(parts, greeting):
    assert read_parts(*parts) == greeting


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Mrs", NameFault.TITLE_ALONE), ("Dr.", NameFault.TITLE_ALONE), ("Mr J", NameFault.NO_SURNAME), ("J. R.", NameFault.NO_SURNAME),
        ("Sir Dent", NameFault.SIR_WITHOUT_FORENAME), ("Jo", NameFault.FORENAME_ALONE), ("Sir or Madam", None),
        ("Mr and Mrs J Hill", None), ("Mrs Ada Bell", None), ("Oxfam GB", None), ("The Secretary", None), ("Mr Dent", None),
    ],
)  # fmt: skip
def test_half_a_name_is_none(name, fault):
    assert fault_of(name) is fault


def test_what_was_typed_is_proposed_only_where_it_can_be_told():
    shown = {"7-Aug": "'7-8' or '7/8'", "2018-02-01 00:00:00": "'1-2' or '1/2'", "Aug 2018": "", "12:30:00": ""}
    shown |= {"1E+05": "", "1.2E+02": "'120'", "-1.2E+01": "", "1.23E+00": "", "1.25E+01": ""}
    assert {text: typed(cell(text)) for text in shown} == shown


@given(st.text(max_size=40), st.sampled_from(CellRole))
def test_whatever_a_cell_holds_it_is_believed_or_told(text, part):
    for found in spoilt(cell(text).text, part):
        assert found.severity in {Severity.ERROR, Severity.WARNING, Severity.OF_ITS_RULE}
        assert found.message
    typed(cell(text))
    odd_postcode(text, alone=True)
    fault_of(text)
    read_parts("Mr", text, text)


# What is looked for at once, or only where a quick look finds something, is what a whole look would find.

CODES = st.lists(
    st.sampled_from(["WV1 9ZZ", "wv1 9zz", "B1 1BB", "W1A1AA", "12", ", ", " ", "x", "\u017f1 1K\u212a"]), max_size=8
)
WORDS = st.lists(
    st.sampled_from(["NULL", "nan,", ".none.", "n/a", "Nan", "Ann", "test", "a.null.b", "Tester 1", "<NA>"]), max_size=4
)


@given(st.text("0123456789 \u0661", max_size=20))
def test_digits_and_spaces_have_no_form_but_that_of_text(text):
    assert not any(form.fullmatch(text) for form in (tables._ERROR, tables._SHORTENED, *tables._DAYS))
    assert cell(text).kind is CellKind.TEXT


@given(CODES.map("".join) | CODES.map(" ".join))
def test_postcodes_are_found_by_their_ends(text):
    assert has_two_postcodes(text) == (len(set(postcodes(text))) > 1)
    found, whole = (spoilt_._LOOKS.search(text, at) for at in (max(0, len(text) - spoilt_._LONGEST_CODE), 0))
    assert (found and found.span()) == (whole and whole.span())


@given(WORDS.map(" ".join) | st.text(max_size=20))
def test_words_for_nothing_are_found_wherever_they_stand_in_a_name(text):
    """Beside the word "test" each word is looked at, whatever a quick look at the name would have said."""
    found = spoilt(text, CellRole.NAME)
    beside = spoilt(f"{text} {'TEST' if text == text.upper() else 'test'}", CellRole.NAME)
    assert any(one.message.endswith("stands for nothing") for one in found) or set(found) >= {
        one for one in beside if "stand for nothing" in one.message or "stands for nothing" in one.message
    }


@given(st.text("0123456789 ()-+", max_size=15))
def test_a_telephone_number_that_begins_with_a_zero_has_lost_none(text):
    assert not spoilt_.has_lost_zero(f"0{text}")
    assert spoilt_.has_lost_zero(text) == bool(spoilt_._PHONE.fullmatch("".join(c for c in text if c not in " ()-")))


def test_a_postcode_at_the_end_of_the_address_is_looked_at_where_its_own_cell_is_empty(office):
    heads = ("Name", "Street", "Town", "Postcode")
    write_list(
        office / "lines.csv",
        [
            ("Mrs Ada Bell", "12 Long Row", "Westmere WV1O 9ZZ", ""),
            ("Mr Bo Fox", "13 Long Row", "Westmere WV1 9ZZ", ""),
        ],
        heads,
    )
    write_list(
        office / "whole.csv", [("Mrs Ada Bell", "12 Long Row, Westmere, WVI 9ZZ", " ")], ("Name", "Address", "Postcode")
    )
    wrong = "is no postcode; was 'WV10 9ZZ' meant? [odd-postcode]"
    assert told(preview("lines.csv", "--topic", "staff")) == [f"lines.csv:2:3: error: 'WV1O 9ZZ' {wrong}"]
    wrong = "is no postcode; was 'WV1 9ZZ' meant? [odd-postcode]"
    assert told(preview("whole.csv", "--topic", "staff")) == [f"whole.csv:2:2: error: 'WVI 9ZZ' {wrong}"]


def test_a_formula_in_a_text_is_neither_a_name_nor_an_address(office):
    rows = [("Mrs", "Ada", "=B2&C2", *GOOD[3:]), ("Mrs", "Ada", "Bell", "12", "=E2", *GOOD[5:7], "EM/2", "")]
    write_list(office / "people.csv", rows, HEADS)
    ran = preview("people.csv", "--topic", "staff")
    assert "people.csv:2:1: error: begins with '=', as a formula does and no name [unusable-name]" in ran.err
    assert "people.csv:3:5: error: '=E2' is a formula; give what it works out [odd-cell]" in ran.err


def test_a_text_that_a_formula_keeps_is_a_text():
    assert cell('="WV1 9ZZ"') == cell("WV1 9ZZ")
    assert cell("=B2&C2").kind is CellKind.TEXT


def test_titles_in_two_columns_welsh_headings_and_a_surname_alone(office):
    heads = ("Teitl", "Enw cyntaf", "Cyfenw", "Cyfeiriad", "Tref", "Cod post")
    rows = [("Mrs", "Mrs Ann", "Lee", "4 Row", "Westmere", "WV1 9ZZ"), ("", "", "Lee", "5 Row", "Westmere", "WV1 9ZZ")]
    write_list(office / "people.csv", rows, heads)
    ran = preview("people.csv", "--topic", "staff")
    told_ = "people.csv:3:3: warning: has a surname alone, by which it greets; is the title or the forename missing? [half-a-name]"
    assert told_ in ran.err
    assert b"Mrs Ann Lee" in ran.out
    assert b"Mrs Mrs" not in ran.out
