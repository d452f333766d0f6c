"""Letterheads before real programs: those that are made, and one that LibreOffice wrote and that is taken over."""

from __future__ import annotations

from pathlib import Path

import pytest
from directly import write_docx
from letters import sample_letter
from programs import convert, pages, to_pdf, validate
from test_letterhead_adopted import BARE, LONG, OFFICE, named, on_the_page, word

from drafter.formats.docx.adopt import adopt
from drafter.formats.docx.letterhead import drawn_on, odd_letterhead
from drafter.formats.docx.new_letterhead import new_letterhead
from drafter.office import Office
from drafter.problems import Where, errors

pytestmark = pytest.mark.tools

WHERE = Where("own.docx")
LIBREOFFICES = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:text-properties fo:language="en"
 fo:country="GB"/></style:default-style><style:style style:name="Standard" style:family="paragraph"/></office:styles>
<office:automatic-styles><style:page-layout style:name="pl"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="pl"><style:header>
<text:p>Siân O'Neill MP<text:tab/>Member of Parliament for Ynys Môn</text:p><text:p>1 Stryd Fawr, Llangefni, LL77 7AA
</text:p></style:header></style:master-page></office:master-styles>
<office:body><office:text><text:p/></office:text></office:body></office:document>
"""


@pytest.mark.parametrize("office", [OFFICE, LONG, BARE, named("محمد علي MP"), named("李明 MP")])
def test_what_is_made_is_valid_and_shows_its_details(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(write_docx(sample_letter(), new_letterhead(office)))
    assert validate(path) == []
    (page, *_) = pages(to_pdf(path))
    shown = " ".join(page.split())
    for line in (*(line for _, lines in office.addresses for line in lines), office.telephone, office.email):
        assert line in shown


def test_what_libreoffice_saves_again_has_the_same_drawings(tmp_path: Path) -> None:
    path = tmp_path / "own.docx"
    path.write_bytes(new_letterhead(OFFICE))
    (tmp_path / "again").mkdir()
    convert(path, "docx", tmp_path / "again")
    again = (tmp_path / "again" / "own.docx").read_bytes()
    assert odd_letterhead(again, OFFICE, WHERE) == []
    (one,), (other,) = drawn_on(path.read_bytes()), drawn_on(again)
    assert one.is_like(other)


def test_one_that_libreoffice_wrote_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / "own.fodt").write_text(LIBREOFFICES, "utf-8")
    convert(tmp_path / "own.fodt", "docx", tmp_path)
    adopted = adopt((tmp_path / "own.docx").read_bytes(), OFFICE, WHERE)
    assert errors(adopted.problems) == []
    path = tmp_path / "letter.docx"
    path.write_bytes(write_docx(sample_letter(), adopted.data))
    (page, *_) = pages(to_pdf(path))
    assert page.index("Siân O'Neill MP") < page.index(sample_letter().addressee[0])


@pytest.mark.parametrize("make", [word, on_the_page], ids=lambda make: make.__name__)
def test_a_letter_on_what_was_taken_over_is_valid_and_stands_below_the_head(tmp_path: Path, make) -> None:
    path = tmp_path / "letter.docx"
    letter = sample_letter()
    path.write_bytes(write_docx(letter, adopt(make(), OFFICE, WHERE).data))
    assert validate(path) == []
    (page, *_) = pages(to_pdf(path))
    assert page.index("House of Commons") < page.index(letter.addressee[0])
