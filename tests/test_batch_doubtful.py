"""Rows of a list that would make a letter to the wrong person, or to nobody: told row by row, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import write_list
from running import run_drafter
from test_batch_lists import DAY

HEADS = ("Name", "Address", "Postcode", "Reference", "Notes")
ROW = {"Name": "Mrs Ada Bell", "Address": "12 Long Row, Westmere", "Postcode": "WV1 9ZZ", "Reference": "", "Notes": ""}


def told(*rows: dict[str, str], heads: tuple[str, ...] = HEADS) -> list[str]:
    """What is told of a list, without its name."""
    write_list(Path("list.csv"), [tuple((ROW | row).get(head, "") for head in heads) for row in rows], heads)
    batch = ("batch", "list.csv", "-o", "letters/all", "--topic", "overview", "--position", "none", "--preview")
    ran = run_drafter(*batch, *DAY)
    return [line.removeprefix("list.csv:") for line in ran.err.splitlines() if line.startswith("list.csv:")]


SAYS = "says that somebody is dead, or is not to be written to"
OUT = "take the row out, or mend the cell [not-written-to]"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"Notes": "DECEASED"}, f"2:5: error: 'DECEASED' {SAYS}; {OUT}"),
        ({"Notes": "Died 3 March 2018"}, f"2:5: error: 'Died 3 March 2018' {SAYS}; {OUT}"),
        ({"Notes": "please do not write"}, f"2:5: error: 'please do not write' {SAYS}; {OUT}"),
        ({"Notes": "gone away, Jan 2018"}, f"2:5: error: 'gone away, Jan 2018' {SAYS}; {OUT}"),
        ({"Notes": "Opted out"}, f"2:5: error: 'Opted out' {SAYS}; {OUT}"),
        (
            {"Notes": "Her husband died in May"},
            f"2:5: warning: 'Her husband died in May' {SAYS}; is it this person? [not-written-to]",
        ),
        ({"Name": "The late Mr Bell"}, f"2:1: error: 'The late Mr Bell' {SAYS}; {OUT}"),
        ({"Name": "Mr Bell (deceased)"}, f"2:1: error: 'Mr Bell (deceased)' {SAYS}; {OUT}"),
        ({"Name": "Mr Bell dec'd"}, f"2:1: error: 'Mr Bell dec'd' {SAYS}; {OUT}"),
        (
            {"Name": "Mrs SMITH"},
            "2:1: warning: has a surname in capitals, and so has the greeting; is it written so? [odd-name]",
        ),
        (
            {"Name": "mr ian small"},
            "2:1: warning: has a surname in small letters, and so has the greeting; is it written so? [odd-name]",
        ),
        (
            {"Name": "Mr Tom Lee and family"},
            "2:1: warning: names others without a name, and so does the greeting; is it written so? [odd-name]",
        ),
        (
            {"Name": "Mr Tom Lee - call first"},
            "2:1: warning: has more behind it than a name; is it written so? [odd-name]",
        ),
        (
            {"Postcode": "WV19ZZ"},
            "2:3: warning: 'WV19ZZ' is not written as the post writes it; was 'WV1 9ZZ' meant? [odd-postcode]",
        ),
        (
            {"Postcode": "wv1 9zz"},
            "2:3: warning: 'wv1 9zz' is not written as the post writes it; was 'WV1 9ZZ' meant? [odd-postcode]",
        ),
    ],
)
def test_a_doubtful_row_is_told(office, row, line):
    assert told(row) == [line]


@pytest.mark.parametrize(
    "row",
    [
        {"Notes": "Deceased husband's estate: help with probate"},
        {"Notes": "rang twice; likes to be written to"},
        {"Name": "The Executors of the late Mr Bell"},
        {"Name": "Dr Ng"},
        {"Name": "Mr Ade Late"},
        {"Name": "UNISON Westmere"},
        {"Name": "Mr J McDonald"},
        {"Name": "Mr D. DUP"},
    ],
)
def test_a_row_that_only_looks_so_is_not_told(office, row):
    assert [line for line in told(row) if "error" in line] == []


@pytest.mark.parametrize("heading", ["Deceased", "Do not contact", "Opted out?"])
def test_a_column_that_says_it_is_read(office, heading):
    heads = (*HEADS[:-1], heading)
    assert told({heading: "No"}, {"Name": "Mr Ivo Reed", heading: ""}, heads=heads) == []
    assert told({heading: "Yes"}, heads=heads) == [f"2:5: error: '{heading}' is 'Yes'; {OUT}"]
