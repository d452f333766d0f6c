"""Letters and documents in Word: what no reader of the page sees is not believed, and what anybody sees is read."""

from __future__ import annotations

import io
import zipfile

import pytest
from post import read

from drafter.inbox.gather import read_docx_letter
from drafter.sources.word import DIFFERS, HIDES, STRUCK, read_word

SPACES = " ".join(
    f'xmlns:{short}="http://schemas.openxmlformats.org/{long}"'
    for short, long in (("w", "wordprocessingml/2006/main"), ("mc", "markup-compatibility/2006"))
)
OWN = "Who pays for accountable care organisations?"
HIDDEN = "Nobody was consulted."


def styles(*inner: str) -> str:
    return f"<w:styles {SPACES}>{''.join(inner)}</w:styles>"


def style(name: str, look: str, kind: str = "character", more: str = "") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}">{more}<w:rPr>{look}</w:rPr></w:style>'


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{inner}</w:p>"


def cell(inner: str, look: str = "", table: str = "", row: str = "") -> str:
    named = f'<w:tblStyle w:val="{table}"/>' if table else ""
    within = f"<w:trPr>{row}</w:trPr><w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc>"
    return f"<w:tbl><w:tblPr>{named}</w:tblPr><w:tr>{within}</w:tr></w:tbl>"


def word(*body: str, with_styles: str = "", before: str = "") -> bytes:
    own = paragraph(run(OWN))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        text = f"<w:document {SPACES}>{before}<w:body>{own}{''.join(body)}</w:body></w:document>"
        archive.writestr("word/document.xml", text)
        if with_styles:
            archive.writestr("word/styles.xml", with_styles)
    return held.getvalue()


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
UNSEEN = {
    "hidden": word(paragraph(run(HIDDEN, "<w:vanish/>"))),
    "by a style": word(paragraph(run(HIDDEN, '<w:rStyle w:val="H"/>')), with_styles=styles(style("H", "<w:vanish/>"))),
    "by one that rests on another": word(
        paragraph(run(HIDDEN, '<w:rStyle w:val="B"/>')),
        with_styles=styles(style("H", "<w:vanish/>"), style("B", "", more='<w:basedOn w:val="H"/>')),
    ),
    "by a paragraph's style": word(
        paragraph(run(HIDDEN), '<w:pStyle w:val="P"/>'), with_styles=styles(style("P", "<w:vanish/>", "paragraph"))
    ),
    "by a table's style": word(
        cell(paragraph(run(HIDDEN)), table="T"),
        with_styles=styles(style("T", "<w:vanish/>", "table")),
    ),
    "in a hidden row": word(cell(paragraph(run(HIDDEN)), row="<w:hidden/>")),
    "white": word(paragraph(run(HIDDEN, WHITE))),
    "nearly white": word(paragraph(run(HIDDEN, '<w:color w:val="FBFBFB"/>'))),
    "white by the theme": word(paragraph(run(HIDDEN, '<w:color w:val="000000" w:themeColor="background1"/>'))),
    "a tint of black": word(paragraph(run(HIDDEN, '<w:color w:val="000000" w:themeColor="text1" w:themeTint="08"/>'))),
    "white in a white cell": word(cell(paragraph(run(HIDDEN, WHITE)), '<w:shd w:val="clear" w:fill="FFFFFF"/>')),
    "white by a style": word(paragraph(run(HIDDEN, '<w:rStyle w:val="H"/>')), with_styles=styles(style("H", WHITE))),
    "tiny": word(paragraph(run(HIDDEN, '<w:sz w:val="2"/>'))),
    "in a change that was taken out": word(paragraph(f"<w:moveFrom>{run(HIDDEN)}</w:moveFrom>")),
    "a field's code": word(paragraph(f"<w:r><w:instrText>{HIDDEN}</w:instrText></w:r>")),
    "a field nobody filled in": word(
        paragraph(f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run(HIDDEN)}</w:sdtContent></w:sdt>")
    ),
}
TOLD = [name for name in UNSEEN if not name.startswith(("in a change", "a field"))]


@pytest.mark.parametrize("name", UNSEEN)
def test_words_that_nobody_sees_are_neither_a_letters_nor_a_documents(name: str) -> None:
    letter = read(UNSEEN[name], ".docx")
    assert letter.paragraphs == (OWN,)
    document = read_word(UNSEEN[name], lambda: None)
    assert document.blocks == (OWN,)
    assert letter.notes == document.notes == ((HIDES,) if name in TOLD else ())


@pytest.mark.parametrize("look", ["<w:strike/>", "<w:dstrike/>", '<w:rStyle w:val="S"/>'])
def test_words_that_are_struck_out_are_told(look: str) -> None:
    data = word(paragraph(run(HIDDEN, look)), with_styles=styles(style("S", "<w:strike/>")))
    assert read_docx_letter(data).notes == (STRUCK,)
    assert read_word(data, lambda: None).blocks == (OWN,)


SEEN = {
    "white on dark cells": word(cell(paragraph(run(HIDDEN, WHITE)), DARK)),
    "white on a dark paragraph": word(paragraph(run(HIDDEN, WHITE), DARK)),
    "white on a dark run": word(paragraph(run(HIDDEN, WHITE + DARK))),
    "white marked black": word(paragraph(run(HIDDEN, WHITE + '<w:highlight w:val="black"/>'))),
    "white on the style's dark": word(
        paragraph(run(HIDDEN, WHITE), '<w:pStyle w:val="P"/>'),
        with_styles=styles(style("P", "", "paragraph", more=f"<w:pPr>{DARK}</w:pPr>")),
    ),
    "white on a dark page": word(paragraph(run(HIDDEN, WHITE)), before='<w:background w:color="000000"/>'),
    "white in a head of a table": word(
        cell(paragraph(run(HIDDEN, WHITE)), table="T"),
        with_styles=styles(
            style("T", "", "table", more=f'<w:tblStylePr w:type="firstRow"><w:tcPr>{DARK}</w:tcPr></w:tblStylePr>')
        ),
    ),
    "yellow, grey": word(
        paragraph(run("Nobody was ", '<w:color w:val="FFFF00"/>') + run("consulted.", '<w:color w:val="808080"/>'))
    ),
    "the theme's white in shade": word(
        paragraph(run(HIDDEN, '<w:color w:val="7F7F7F" w:themeColor="background1" w:themeShade="80"/>'))
    ),
    "switched off again": word(
        paragraph(run(HIDDEN, '<w:rStyle w:val="H"/><w:vanish w:val="0"/>')),
        with_styles=styles(style("H", "<w:vanish/>")),
    ),
    "small print": word(paragraph(run(HIDDEN, '<w:sz w:val="12"/>'))),
    "inserted": word(paragraph(f"<w:ins>{run(HIDDEN)}</w:ins>")),
    "a style that rests on itself": word(
        paragraph(run(HIDDEN, '<w:rStyle w:val="B"/>')),
        with_styles=styles(style("B", "", more='<w:basedOn w:val="B"/>')),
    ),
    "a style that is not there": word(paragraph(run(HIDDEN, '<w:rStyle w:val="None"/>'))),
}


@pytest.mark.parametrize("name", SEEN)
def test_words_that_are_seen_are_read(name: str) -> None:
    document = read_word(SEEN[name], lambda: None)
    assert document.blocks == (OWN, HIDDEN)
    assert document.notes == read_docx_letter(SEEN[name]).notes == ()


def test_where_programs_show_different_words_it_is_told() -> None:
    def either(one: str, other: str) -> bytes:
        choices = f'<mc:Choice Requires="x">{run(one)}</mc:Choice><mc:Fallback>{run(other)}</mc:Fallback>'
        return word(paragraph(f"<mc:AlternateContent>{choices}</mc:AlternateContent>"))

    assert read_docx_letter(either(HIDDEN, "Thank you.")).notes == (DIFFERS,)
    assert read_docx_letter(either("Thank you.", "Thank you.")).notes == ()
