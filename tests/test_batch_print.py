"""The one document for the printer: a section for each letter, the notes and pages of each counted anew."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from batches import files, row, words_in, write_list
from lxml import etree
from running import run_drafter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = ("--date", "2018-07-10")
COUNT = 7


def with_a_print(office: Path) -> None:
    rows = [(*row(number), "yes" if number == 5 else "") for number in range(COUNT)]
    write_list(office / "people.csv", rows, ("name", "address", "topics", "reference", "large print"))
    ran = run_drafter("batch", "people.csv", "-o", "letters", *DAY, "--print", "all.docx", "--clean")
    assert ran.code == 0, ran.err


@pytest.fixture
def printed(once: Callable[..., Path]) -> Path:
    return once(with_a_print)


def body(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return etree.fromstring(package.read("word/document.xml"))


def test_each_letter_has_a_section_of_its_own(printed):
    sections = body(Path("all.docx")).findall(f".//{W}sectPr")
    assert len(sections) == COUNT - 1  # one is in large print, which has a document of its own
    for section in sections:
        assert section.find(f"{W}type").get(f"{W}val") == "oddPage"
        assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"
    assert len(body(Path("all-large-print.docx")).findall(f".//{W}sectPr")) == 1
    headers = {tuple(ref.get(f"{W}type") for ref in section.findall(f"{W}headerReference")) for section in sections}
    assert len(headers) == 1


def test_it_says_what_the_letters_say_in_their_order(printed):
    said = [paragraph.text for paragraph in docx.Document("all.docx").paragraphs if paragraph.text]
    single = []
    for name, data in files(Path("letters")):
        if name.endswith(".docx") and name != "0006.docx":
            single += [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text]
    assert said == single


def test_every_note_is_its_letters_own(printed):
    with zipfile.ZipFile("all.docx") as package:
        notes = etree.fromstring(package.read("word/footnotes.xml"))
    ids = [int(note.get(f"{W}id")) for note in notes.findall(f"{W}footnote") if note.get(f"{W}type") is None]
    called = [int(call.get(f"{W}id")) for call in body(Path("all.docx")).iter(f"{W}footnoteReference")]
    assert sorted(called) == sorted(ids)
    assert len(set(called)) == len(called)


def test_ids_are_not_used_twice(printed):
    root = body(Path("all.docx"))
    for tag, name in (("bookmarkStart", f"{W}id"), ("bookmarkStart", f"{W}name")):
        found = [one.get(name) for one in root.iter(f"{W}{tag}")]
        assert len(found) == len(set(found))
    drawn = re.findall(rb'<wp:docPr id="(\d+)"', zipfile.ZipFile("all.docx").read("word/document.xml"))
    assert len(drawn) == len(set(drawn))


def test_single_sided_letters_begin_on_the_next_page(printed):
    ran = run_drafter("batch", "people.csv", "-o", "again", *DAY, "--print", "one.docx", "--single-sided")
    assert ran.code == 0
    kinds = {one.find(f"{W}type").get(f"{W}val") for one in body(Path("one.docx")).findall(f".//{W}sectPr")}
    assert kinds == {"nextPage"}


def test_a_print_document_is_never_written_over(printed):
    before = Path("all.docx").read_bytes()
    ran = run_drafter("batch", "people.csv", "-o", "letters", *DAY, "--print", "all.docx", "--clean")
    assert ran.code == 1
    assert "all.docx: error: " in ran.err
    assert Path("all.docx").read_bytes() == before


def test_it_alone_holds_more_than_one_persons_data(printed):
    names = [row(number)[0].split()[-1] for number in range(COUNT)]
    text = words_in("all.docx", Path("all.docx").read_bytes())
    assert [name for name in names if name in text] == [name for at, name in enumerate(names) if at != 5]
