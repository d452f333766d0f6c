"""Letterheads made from office.yaml and taken over from Word: what letters need is there, and nobody else's details."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import docx
import pytest
from directly import write_docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm
from openxml_audit import OpenXmlValidator
from shipped import DAYS, letter_of
from test_new_office import png

from drafter.formats.docx.adopt import Adopted, adopt
from drafter.formats.docx.letterhead import check_letterhead, lines_of, odd_letterhead
from drafter.formats.docx.new_letterhead import (
    is_as_made,
    is_emblem,
    kept_emblem,
    new_letterhead,
    read_emblem,
    was_made_here,
)
from drafter.formats.docx.write import LetterheadDocument
from drafter.office import Office
from drafter.problems import Severity, Where, errors

WHERE = Where("own.docx")
PLACES = (
    ("Westminster", ("House of Commons", "London SW1A 0AA")),
    ("Llangefni", ("1 Stryd Fawr", "Llangefni", "LL77 7AA")),
)
OFFICE = Office(
    Path(), "", "Siân O'Neill MP", ("Siân O'Neill MP", "Member of Parliament for Ynys Môn"), "Ynys Môn", PLACES,
    "sian@example.org", "01248 999 001", "https://www.example.org/sian/", "templates/letterhead.docx", "none", "",
)  # fmt: skip
LONG = replace(
    OFFICE,
    member="The Rt Hon Professor Sir Bartholomew Featherstonehaugh-Cholmondeley KCMG KC MP",
    addresses=(*PLACES, ("Cumbernauld", ("Unit 14b, The Old Ropeworks Business Centre", "221 Upper Craigmillar Street", "Cumbernauld"))),
)  # fmt: skip
BARE = replace(OFFICE, addresses=(), email="", telephone="", website="")


def named(member: str) -> Office:
    return replace(OFFICE, member=member, signs_as=(member,))


# Made from office.yaml.


@pytest.mark.parametrize(
    "office", [OFFICE, LONG, BARE, named("محمد علي MP"), named("李明 MP"), named('A & <B> "C" MP')]
)
@pytest.mark.parametrize("picture", [b"", png(300, 100)])
def test_what_is_made_is_sound_and_the_offices_own(tmp_path, office, picture):
    data = new_letterhead(office, read_emblem(picture, office))
    assert data == new_letterhead(office, read_emblem(picture, office))
    assert check_letterhead(data, WHERE, office.member) == []
    assert odd_letterhead(data, office, WHERE) == []
    assert is_as_made(data)
    assert LetterheadDocument.of(data, WHERE).styles
    (tmp_path / "made.docx").write_bytes(data)
    assert OpenXmlValidator().validate(tmp_path / "made.docx").errors == []
    assert len(data) < 20_000


def test_another_member_or_number_makes_it_somebody_elses():
    data = new_letterhead(OFFICE)
    for other in (
        named("Jo Lee MP"),
        replace(OFFICE, telephone="01248 999 002"),
        replace(OFFICE, addresses=PLACES[:1]),
    ):
        assert {problem.rule for problem in odd_letterhead(data, other, WHERE)} == {"other-letterhead"}


def test_what_word_saves_is_no_longer_as_it_was_made():
    data = new_letterhead(OFFICE, read_emblem(png(30, 30), OFFICE))
    document = docx.Document(io.BytesIO(data))
    document.sections[0].first_page_header.paragraphs[1].text = "Member of Parliament for Ynys Môn"
    changed = saved(document)
    assert (is_as_made(changed), was_made_here(changed)) == (False, True)
    emblem = kept_emblem(changed, OFFICE)
    assert emblem is not None
    assert emblem.data == png(30, 30)
    for other in (b"", b"PK", word()):
        assert not is_as_made(other)
        assert not was_made_here(other)
        assert kept_emblem(other, OFFICE) is None


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(3, 3)[:40], b"\xff\xd8\xff\xe0", b"x" * 2_000_001]
)
def test_what_is_no_emblem(data):
    assert [problem.rule for problem in is_emblem(data, Where("--emblem"))] == ["odd-emblem"]


# Taken over.


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


USUAL = ("Normal", "Header", "Footer", "Body Text", "Heading 2", "Emphasis", "Normal Table", "Default Paragraph Font")


def usual() -> Document:
    """A document as python-docx begins one, with a few of its styles: the others take time."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in USUAL:
            style.delete()
    for link in list(document.styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    main = document.part
    for key in [key for key, rel in main.rels.items() if rel.reltype.endswith("/stylesWithEffects")]:
        del main.rels[key]
    return document


@lru_cache
def word() -> bytes:
    """As Word has it: its usual styles, a table with a picture in the head, a line in the foot, all set by hand."""
    document = usual()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    table = section.header.add_table(1, 2, Cm(16))
    table.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(png(40, 20)), width=Cm(4))
    table.cell(
        0, 1
    ).text = "Siân O\u2019Neill MP\nAelod Seneddol dros Ynys Môn\nHouse of Commons, London, SW1A 0AA\nTel: +44 (0)1248 999 001"
    section.footer.paragraphs[0].text = "1 Stryd Fawr, Llangefni LL77 7AA | www.example.org/sian"
    return saved(document)


@lru_cache
def on_the_page() -> bytes:
    """As many are: all of it on the page, below it two empty lines; another head for the other pages."""
    document = usual()
    document.add_paragraph().add_run().add_picture(io.BytesIO(png(40, 20)), width=Cm(4))
    for line in ("Siân O'Neill MP", "House of Commons, London SW1A 0AA", "", ""):
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "Member of Parliament for Ynys Môn"
    return saved(document)


def simple() -> bytes:
    """As Google Docs saves it: no settings, no properties, few styles, the first one named in small letters."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{kind}"'
    word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def relations(*several: tuple[str, str, str]) -> str:
        inner = "".join(
            f'<Relationship Id="rId{n}" Type="{kind}/{name}" Target="{target}"{mode}/>'
            for n, (name, target, mode) in enumerate(several, 1)
        )
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'

    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{word_type}.{what}+xml"/>'
        for name, what in (("document", "document.main"), ("styles", "styles"), ("header1", "header"))
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f'<w:document {space}><w:body><w:p/><w:sectPr><w:headerReference w:type="default" '
        'r:id="rId2"/><w:pgSz w:w="11909" w:h="16834"/></w:sectPr></w:body></w:document>',
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml", ""), ("header", "header1.xml", "")),
        "word/styles.xml": f'<w:styles {space}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="normal"/></w:style><w:style w:type="paragraph" w:styleId="Closing"><w:name w:val="x"/></w:style>'
        "</w:styles>",
        "word/header1.xml": f"<w:hdr {space}><w:p><w:r><w:t>Siân O'Neill MP</w:t></w:r></w:p><w:p><w:hyperlink r:id="
        '"rId1"><w:r><w:t>sian@example.org</w:t></w:r></w:hyperlink></w:p></w:hdr>',
        "word/_rels/header1.xml.rels": relations(("hyperlink", "mailto:sian@example.org", ' TargetMode="External"')),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def taken(data: bytes) -> Adopted:
    return adopt(data, OFFICE, WHERE)


@pytest.mark.parametrize("make", [word, on_the_page, simple], ids=lambda make: make.__name__)
def test_what_letters_need_is_added_and_nothing_else_changes(tmp_path, make):
    data = make()
    adopted = taken(data)
    assert errors(adopted.problems) == []
    assert adopted.data == taken(data).data
    assert check_letterhead(data, WHERE) != []
    assert {problem.severity for problem in adopted.problems} <= {Severity.WARNING}
    assert "missing-style" not in {problem.rule for problem in adopted.problems}
    assert LetterheadDocument.of(adopted.data, WHERE).styles
    # Once taken over, there is nothing to do.
    again = taken(adopted.data)
    assert (again.done, lines_of(again.data)) == ((), lines_of(adopted.data))
    if make is not simple:  # which lacks parts that the validator asks for
        (tmp_path / "made.docx").write_bytes(adopted.data)
        assert OpenXmlValidator().validate(tmp_path / "made.docx").errors == []


def test_what_is_not_the_offices_is_not_taken_over():
    adopted = taken(changed(word(), HEAD, "999 001", "999 002"))
    assert (adopted.data, adopted.done) == (b"", ())
    assert [problem.rule for problem in adopted.problems] == ["other-letterhead"]


def test_what_was_done_is_told():
    assert taken(word()).done[1:] == (
        "set the language to English (United Kingdom)",
        "left out a picture of the file itself, or styles that it had twice",
    )
    (added, language) = taken(simple()).done
    assert added.startswith("added the styles Header, Inside Address, Date,")
    assert language == "set the language to English (United Kingdom)"


def test_what_stood_on_the_page_heads_the_first_page():
    adopted = taken(on_the_page())
    assert "moved what stood on the page into the head of the first page" in adopted.done
    section = docx.Document(io.BytesIO(adopted.data)).sections[0]
    head = section.first_page_header
    assert [p.text for p in head.paragraphs] == [
        "Member of Parliament for Ynys Môn", "", "Siân O'Neill MP", "House of Commons, London SW1A 0AA",
    ]  # fmt: skip
    (relation,) = [one for one in head.part.rels.values() if one.reltype.endswith("/image")]
    assert relation.target_part.blob == png(40, 20)
    assert [p.text for p in section.header.paragraphs] == ["Member of Parliament for Ynys Môn"]
    assert not [p for p in docx.Document(io.BytesIO(adopted.data)).paragraphs if p.text]


def test_a_style_of_another_kind_is_told():
    document = docx.Document(io.BytesIO(word()))
    document.styles.add_style("Subject Line", WD_STYLE_TYPE.CHARACTER)
    (problem,) = errors(taken(saved(document)).problems)
    assert str(problem) == (
        "own.docx: error: lacks the paragraph style 'Subject Line'; it has a style of this name for something else; "
        "in Word, give that one another name [missing-style]"
    )


def changed(data: bytes, part: str, old: str, new: str, more: dict[str, str] | None = None) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            target.writestr(name, text)
        for name, inner in (more or {}).items():
            target.writestr(name, inner)
    return packed.getvalue()


HEAD, BODY, SETTINGS = "word/header1.xml", "word/document.xml", "word/settings.xml"
ELSEWHERE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="file:///C:/x" '
    'TargetMode="External"/></Relationships>'
)
SETTINGS_RELS, NOT_THERE = "word/_rels/settings.xml.rels", ("[Content_Types].xml", "", "")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ((*NOT_THERE, {"word/vbaProject.bin": "x"}), "holds macros or controls"),
        ((*NOT_THERE, {"word/embeddings/sheet1.xlsx": "x"}), "holds another file within it"),
        ((*NOT_THERE, {SETTINGS_RELS: ELSEWHERE % "attachedTemplate"}), "is tied to a template in another file"),
        ((*NOT_THERE, {"word/_rels/x.xml.rels": ELSEWHERE % "image"}), "shows a picture that lies in another file"),
        ((*NOT_THERE, {"word/_rels/x.xml.rels": ELSEWHERE % "oleObject"}), "is linked to another file (oleObject)"),
        ((BODY, "<w:sectPr", "<w:p><w:ins/></w:p><w:sectPr"), "has tracked changes, or goes on tracking them"),
        ((HEAD, "</w:hdr>", "<w:p><w:del/></w:p></w:hdr>"), "has tracked changes, or goes on tracking them"),
        ((SETTINGS, "<w:zoom", "<w:trackRevisions/><w:zoom"), "has tracked changes, or goes on tracking them"),
        ((BODY, "<w:sectPr", "<w:p><w:commentRangeStart/></w:p><w:sectPr"), "has comments"),
        ((BODY, "<w:sectPr", '<w:altChunk r:id="rId1"/><w:sectPr'), "takes in another document"),
        ((SETTINGS, "<w:zoom", '<w:documentProtection w:enforcement="1"/><w:zoom'), "is protected"),
        ((SETTINGS, "<w:zoom", "<w:writeProtection/><w:zoom"), "is protected"),
        ((BODY, "<w:sectPr", "<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:sectPr"), "has 2 sections, so that a letter would begin on a later page"),
        ((HEAD, "</w:hdr>", '<w:p><w:fldSimple w:instr=" DATE "/></w:p></w:hdr>'), "has a field (DATE) that is worked out anew, and may then show another text"),
        (("[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), "is a Word file with macros (.docm), which no letter may carry"),
    ],
)  # fmt: skip
def test_what_would_work_by_itself_is_refused(change, told):
    adopted = taken(changed(word(), *change))
    assert adopted.data == b""
    assert told in {problem.message for problem in adopted.problems}
    assert all(problem.hint for problem in adopted.problems)


def test_switches_that_are_off_are_no_reason():
    off = '<w:trackRevisions w:val="0"/><w:documentProtection w:edit="none"/><w:zoom'
    assert taken(changed(word(), SETTINGS, "<w:zoom", off)).data


ALT = ('<wp:docPr id="1" name="Picture 1"', '<wp:docPr id="1" name="Picture 1" descr="%s"')


def alt(told: str) -> tuple[str, str, str]:
    return HEAD, ALT[0], ALT[1] % told


@pytest.mark.parametrize(
    ("make", "change", "told"),
    [
        (word, (HEAD, "Siân O\u2019Neill", "Jo Lee"), "says 'Jo Lee MP', which office.yaml does not have"),
        (word, (HEAD, "SW1A 0AA", "SW1A 9ZZ"), "says 'House of Commons, London, SW1A 9ZZ', which office.yaml does not have"),
        (word, (HEAD, "999 001", "999 002"), "says 'Tel: +44 (0)1248 999 002', which office.yaml does not have"),
        (word, ("word/footer1.xml", "org/sian", "org/jo"), "says 'www.example.org/jo', which office.yaml does not have"),
        (word, ("word/footer1.xml", "1 Stryd", "21 Stryd"), "says '21 Stryd Fawr, Llangefni LL77 7AA', which office.yaml does not have"),
        (word, ("word/footer1.xml", "1 Stryd", "Page 020 7946 0000 1 Stryd"), "says 'Page 020 7946 0000 1 Stryd Fawr, Llan...', which office.yaml does not have"),
        (word, alt("Jo Lee MP at work"), "has a picture that is said to show 'Jo Lee MP at work', which office.yaml does not have"),
        (word, alt("Write to jo@example.org"), "has a picture that is said to show 'Write to jo@example.org', which office.yaml does not have"),
        (on_the_page, (BODY, "London SW1A", "Leeds SW1A"), "says 'House of Commons, Leeds SW1A 0AA', which office.yaml does not have"),
        (on_the_page, (BODY, "<w:sectPr", "<w:p><w:r><w:t>Dear friend</w:t></w:r></w:p><w:sectPr"), "says 'Dear friend', which office.yaml does not have"),
        (simple, ("word/_rels/header1.xml.rels", "sian@", "jo@"), "has a link to 'mailto:jo@example.org', which office.yaml does not have"),
        (simple, (HEAD, "Siân O'Neill MP", ""), "does not bear the name of 'Siân O'Neill MP', the member in office.yaml"),
    ],
)  # fmt: skip
def test_what_is_not_the_offices_is_an_error_wherever_it_stands(make: Callable[[], bytes], change, told):
    data = changed(make(), *change)
    assert told in [problem.message for problem in odd_letterhead(data, OFFICE, WHERE)]


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (word, (HEAD, "SW1A 0AA", "SW1A0AA")),
        (word, (HEAD, "Tel: +44 (0)1248 999 001", "Ffôn: 0044 1248 999001")),
        (word, (HEAD, "Tel: +44 (0)1248 999 001", "T +44 1248 999-001")),
        (word, ("word/footer1.xml", "www.example.org/sian", "http://example.org/sian")),
        (word, ("word/footer1.xml", "1 Stryd Fawr, Llangefni LL77 7AA", "1 Stryd Fawr \u2022 Llangefni \u2022 LL77 7AA \u2022 Page 1 of 2")),
        (word, alt("Portrait of Siân O'Neill MP")),
        (word, alt("The MP's dog")),
        (simple, (HEAD, "Siân O'Neill MP", "SIÂN O\u2019NEILL")),
        (simple, (HEAD, "Siân O'Neill MP", "Sia\u0302n O'Neill MP")),
    ],
)  # fmt: skip
def test_the_offices_own_may_be_set_in_other_ways(make: Callable[[], bytes], change):
    data = changed(make(), *change)
    assert odd_letterhead(data, OFFICE, WHERE) == []


def test_a_picture_that_shows_the_name_may_say_so():
    bare = changed(simple(), HEAD, "Siân O'Neill MP", "")
    picture = '<w:r><w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:inline><wp:docPr id="1" name="x" descr="Siân O\u2019Neill MP"/></wp:inline></w:drawing></w:r>'
    assert odd_letterhead(changed(bare, HEAD, "<w:p><w:r><w:t>", f"<w:p>{picture}<w:r><w:t>"), OFFICE, WHERE) == []


def test_lines_of_a_text_box_are_lines_of_their_own():
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Ynys Môn</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    data = changed(simple(), HEAD, "<w:p><w:r><w:t>Siân", f"<w:p>{box}<w:r><w:t>Siân")
    assert lines_of(data) == ("Siân O'Neill MP", "Ynys Môn", "sian@example.org")
    assert odd_letterhead(data, OFFICE, WHERE) == []


def test_a_letter_on_libreoffices_paper_has_its_properties_once():
    kind = "relationships/metadata/core-properties"
    data = changed(
        new_letterhead(OFFICE), "_rels/.rels", f"openxmlformats.org/package/2006/{kind}",
        f"openxmlformats.org/officedocument/2006/{kind}",
    )  # fmt: skip
    letter = letter_of(("overview",), DAYS[0]).letter
    with zipfile.ZipFile(io.BytesIO(write_docx(letter, data))) as written:
        assert written.read("_rels/.rels").count(b"core-properties") == 1
