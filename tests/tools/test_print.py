"""A batch's print document before Microsoft's validator and LibreOffice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from programs import convert, pages, run, validate

pytestmark = pytest.mark.tools

sys.path.insert(0, str(Path(__file__).parent.parent))
COUNT = 5
# LibreOffice leaves blank pages out of a PDF unless it is told not to; a printer gets them.
_BLANK_PAGES = '{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five letters of three texts, for both sides of the paper."""
    from batches import row, write_list
    from shipped import ROOT

    folder = tmp_path_factory.mktemp("print")
    write_list(folder / "people.csv", [row(number) for number in range(COUNT)])
    batch = ("batch", folder / "people.csv", "-o", folder / "letters", "--date", "2018-07-10")
    run(sys.executable, "-m", "drafter", "--office", ROOT, *batch, "--print", folder / "all.docx")
    return folder / "all.docx"


def test_the_sdk_finds_nothing_wrong(printed: Path) -> None:
    assert validate(printed) == []


def test_each_letter_begins_on_a_sheet_of_its_own(printed: Path) -> None:
    from batches import row

    convert(printed, f"pdf:writer_pdf_Export:{_BLANK_PAGES}", printed.parent)
    texts = pages(printed.with_suffix(".pdf"))
    names = [row(number)[0] for number in range(COUNT)]
    begins = [next(at for at, text in enumerate(texts) if f"Dear {name.replace('Ada ', '')}" in text) for name in names]
    assert begins == sorted(begins)
    assert all(at % 2 == 0 for at in begins), begins
    for at, text in enumerate(texts):
        first = max(number for number, begin in enumerate(begins) if begin <= at)
        others = [name.split()[-1] for number, name in enumerate(names) if number != first]
        assert not any(name in text for name in others)
