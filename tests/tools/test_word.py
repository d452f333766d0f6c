"""Word letters before the programs that people open them with.

Run only where LibreOffice, pandoc, poppler and the validator are (``npm install`` in this folder): there, a missing
tool is a failure, never a skip. ``python -m pytest -m tools tests/tools``
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from letters import long_letter, note, sample_letter
from programs import convert, pages, run, to_pdf, validate

from drafter.formats.docx import write_docx
from drafter.formats.letterhead import check_letterhead
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Run, Sentence
from drafter.problems import Where, errors

pytestmark = pytest.mark.tools

PATH = Path(__file__).parents[2] / "templates" / "letterhead.docx"
LETTERHEAD = PATH.read_bytes()
TYPED = "O'Brien & <Söhne> \u05d3\u05e0\u05d9 \u05d0\u05dc\u05d5\u05df \N{GRINNING FACE} {{ 9*9 }} \ud800\x07"
LEAST = 18  # points, the least that large print may be


def written(letter: Letter, folder: Path, *, large_print: bool = False) -> Path:
    path = folder / "letter.docx"
    path.write_bytes(write_docx(letter, LETTERHEAD, large_print=large_print))
    return path


def evil_letter() -> Letter:
    runs = (Run(TYPED), Run(TYPED, emphasis=True), Run(TYPED, url=f"https://example.org/{TYPED}"))
    return sample_letter(
        addressee=(TYPED, TYPED),
        salutation=TYPED,
        reference=TYPED,
        subject_line=TYPED,
        office=TYPED,
        signature=(TYPED,),
        small_print=TYPED,
        blocks=(Paragraph((Sentence(TYPED, Kind.FACT, "x"),), "x"),),
        notes=(Note("x", (), runs),),
    )


def full_letter() -> Letter:
    """At the limit of one page: five of the nine notes in full."""
    letter = sample_letter()
    full = {"what-it-is", "who-pays", "minister-promised", "committee-asked", "trust-disagrees"}
    return replace(
        letter,
        notes=tuple(
            note("who-pays")._replace(fact=entry.fact) if entry.fact in full else entry for entry in letter.notes
        ),
    )


LETTERS = {"one page": sample_letter(), "long": long_letter(), "evil": evil_letter(), "bare": sample_letter(notes=())}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("large_print", [False, True])
def test_the_sdk_finds_nothing_wrong(name: str, large_print: bool, tmp_path: Path) -> None:
    assert validate(written(LETTERS[name], tmp_path, large_print=large_print)) == []


def test_the_sdk_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(LETTERHEAD[:5000])
    assert validate(path)


def test_the_letterhead_is_valid() -> None:
    assert validate(PATH) == []


@pytest.mark.parametrize("letter", [sample_letter(), full_letter()])
def test_one_concern_fits_one_page(letter: Letter, tmp_path: Path) -> None:
    assert 285 <= letter.words() <= 310
    assert len(letter.notes) == 9
    (page,) = pages(to_pdf(written(letter, tmp_path)))
    assert "Eleanor Marsh MP" in page.splitlines()[0]
    assert page.strip().endswith("Page 1 of 1")
    # The notes stand below the small print: at the foot of the page, not at the end of the text.
    assert page.index(letter.small_print[:40]) < page.index("briefing paper 9001")


def test_a_long_letter_has_its_head_once_and_its_foot_on_every_page(tmp_path: Path) -> None:
    found = pages(to_pdf(written(long_letter(), tmp_path)))
    assert len(found) == 3
    assert ["House of Commons, London" in page for page in found] == [True, False, False]
    assert [page.strip().splitlines()[-1].strip() for page in found] == [f"Page {number} of 3" for number in (1, 2, 3)]
    assert "Yours sincerely," in found[-1]
    assert "Member of Parliament for Westmere Vale" in found[-1]


@pytest.mark.parametrize("letter", [sample_letter(), long_letter()])
def test_large_print_is_large_on_the_page(letter: Letter, tmp_path: Path) -> None:
    pdf = to_pdf(written(letter, tmp_path, large_print=True))
    run("pdftohtml", "-xml", "-i", "-zoom", "1", pdf, tmp_path / "page")
    xml = (tmp_path / "page.xml").read_text(encoding="utf-8")
    sizes = {font: int(size) for font, size in re.findall(r'<fontspec id="(\d+)" size="(\d+)"', xml)}
    small = {
        text for font, text in re.findall(r'<text [^>]*font="(\d+)"[^>]*>(.*?)</text>', xml) if sizes[font] < LEAST - 1
    }
    # Marks alone are smaller: a superscript as large as its text would push the lines apart.
    assert all(re.fullmatch(r"(<[^>]+>|\d|\s)*", text) for text in small)
    assert set(re.findall(r'family="(?:\w+\+)?(\w+?)(?:-|")', xml)) == {"LiberationSans"}


def test_close_and_signature_stay_together_wherever_the_page_ends(tmp_path: Path) -> None:
    letter = long_letter()
    for lines in range(6):
        filler = Paragraph((Sentence("A line of text that fills the page. " * 3 * (lines + 1), Kind.COURTESY),), "x")
        made = replace(letter, blocks=(*letter.blocks[:10], *(filler,) * 5))
        (page,) = [page for page in pages(to_pdf(written(made, tmp_path))) if "Yours sincerely," in page]
        assert re.search(r"Yours sincerely,\s+Eleanor Marsh MP\s+Member of Parliament", page)


def test_pandoc_reads_the_notes_where_they_belong(tmp_path: Path) -> None:
    letter = sample_letter()
    path = written(letter, tmp_path)
    markdown = run("pandoc", "--wrap=none", "-t", "markdown", path)
    called = re.findall(r"(\w+)\.\[\^(\d)\]", markdown)
    cited = [sentence for sentence in letter.sentences() if sentence.kind is Kind.FACT]
    assert called == [(sentence.text.rstrip(".").split()[-1], str(number)) for number, sentence in enumerate(cited, 1)]
    assert "*Reading gardens: a short guide*" in markdown
    assert "(https://www.example.org/library/9001)" in markdown
    assert "[answer 55500](https://www.example.org/answers/55500), paragraph 2." in markdown


def test_pandoc_reads_what_was_typed_as_text(tmp_path: Path) -> None:
    tree = json.loads(run("pandoc", "-t", "json", written(evil_letter(), tmp_path)))
    texts: list[str] = []

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("t") == "Str":
                texts.append(node["c"])
            node = list(node.values())
        if isinstance(node, list):
            for inner in node:
                collect(inner)

    collect(tree["blocks"])
    assert "<Söhne>" in texts
    assert "9*9" in texts


def test_a_letterhead_that_another_program_saved_still_serves(tmp_path: Path) -> None:
    # As an office does that opens ours, changes a word and saves it.
    path, folder = tmp_path / "letterhead.docx", tmp_path / "saved"
    path.write_bytes(LETTERHEAD)
    convert(path, "docx:MS Word 2007 XML", folder)
    saved = (folder / "letterhead.docx").read_bytes()
    assert errors(check_letterhead(saved, Where("letterhead.docx"))) == []
    for large_print in (False, True):
        letter = tmp_path / "letter.docx"
        letter.write_bytes(write_docx(sample_letter(), saved, large_print=large_print))
        assert [fault for fault in validate(letter) if fault not in validate(folder / "letterhead.docx")] == []
        assert "Our reference: EM/2018/0417" in "".join(pages(to_pdf(letter)))
