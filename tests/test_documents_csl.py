"""Sources for citation programs: valid by CSL's own words for things, and no more precise than they are known."""

from __future__ import annotations

import json

import pytest
from running import run_drafter
from shipped import base

from drafter.facts import edtf
from drafter.sources.csl import as_csl, csl_names, date_parts

# The names of the CSL 1.0.2 input schema that are used here.
FIELDS = {
    "id", "type", "genre", "title", "author", "publisher", "container-title", "issued", "number", "URL", "language",
    "note",
}  # fmt: skip


def test_every_shipped_source(office):
    items = as_csl(base().sources.values())
    assert json.loads(run_drafter("sources", "export", "--format", "csl-json").text) == items
    assert [item["id"] for item in items] == list(base().sources)
    for item in items:
        assert set(item) <= FIELDS
        assert item["type"] in {"report", "webpage"}
        assert item["author"]
        assert base().sources[item["id"]].sha256 in item["note"]


@pytest.mark.parametrize(
    ("issued", "parts"),
    [
        ("2018-04", [[2018, 4]]),
        ("2018-07-06", [[2018, 7, 6]]),
        ("2017-11-23/2018-01-31", [[2017, 11, 23], [2018, 1, 31]]),
        ("2017-11/2018-01", [[2017, 11], [2018, 1]]),
    ],
)
def test_dates(issued, parts):
    assert date_parts(edtf.parse_edtf(issued)) == parts


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Steve Barclay", [{"family": "Barclay", "given": "Steve"}]),
        ("Mike Gapes MP", [{"family": "Gapes", "given": "Mike", "suffix": "MP"}]),
        ("Mike Gapes MP (Labour)", [{"family": "Gapes", "given": "Mike", "suffix": "MP"}]),
        ("Alex Bate and Carl Baker", [{"family": "Bate", "given": "Alex"}, {"family": "Baker", "given": "Carl"}]),
        ("Anne-Marie O'Neill", [{"family": "O'Neill", "given": "Anne-Marie"}]),
        *(
            (whole, [{"literal": whole}])
            for whole in (
                "Department of Health and Social Care", "House of Commons Library", "NHS England", "King's Fund",
                "The King\u2019s Fund", "UNISON", "Care Quality Commission", "Sir Simon Stevens", "Dr Ann Lee MP",
                "Commissioning, Integration and Transformation Unit", "Health and Social Care Committee", "x",
            )
        ),
    ],
)  # fmt: skip
def test_people_have_parts_and_bodies_are_whole(author, names):
    assert csl_names(author) == names


def test_a_file_is_not_written_over(office):
    assert run_drafter("sources", "export", "-o", "refs.json").text == "refs.json\n"
    ran = run_drafter("sources", "export", "-o", "refs.json")
    assert ran.code == 1
    assert "is there already" in ran.err
    assert run_drafter("sources", "export", "-o", "refs.json", "--force").code == 0
    assert len(json.loads((office / "refs.json").read_text("utf-8"))) == 5
