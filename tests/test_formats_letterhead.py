"""Letterheads, good, bad and made to do harm: each must give its problems, and none may raise."""

from __future__ import annotations

import importlib.util
import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from bounded import in_bounds, memory
from hypothesis import given, settings
from hypothesis import strategies as st
from running import run_drafter

from drafter.formats.docx.drawn import odd_drawings
from drafter.formats.docx.letterhead import check_letterhead, drawn_on, odd_letterhead
from drafter.formats.docx.named_styles import STYLES
from drafter.office import open_office
from drafter.problems import Problem, Severity, Where

ROOT = Path(__file__).parents[1]
LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
OFFICE = open_office(ROOT, "")
WHERE = Where("templates/letterhead.docx")
TYPES, DOCUMENT, STYLES_PART = "[Content_Types].xml", "word/document.xml", "word/styles.xml"


def check(data: bytes) -> list[Problem]:
    return check_letterhead(data, WHERE)


def rules(data: bytes) -> list[str]:
    return [str(problem.rule) for problem in check(data)]


def changed(**parts: Callable[[bytes], bytes] | bytes | None) -> bytes:
    """The letterhead with parts rewritten, replaced, or left out; names are given with __ for / and _ for the dot."""
    return rebuilt({name.replace("__", "/").replace("_xml", ".xml"): change for name, change in parts.items()})


def rebuilt(parts: dict[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as source, zipfile.ZipFile(packed, "w", method) as target:
        for name in source.namelist():
            change = parts.get(name, source.read(name))
            if callable(change):
                change = change(source.read(name))
            if change is not None:
                target.writestr(name, change)
        for name in parts.keys() - set(source.namelist()):
            target.writestr(name, parts[name])
    return packed.getvalue()


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        assert old.encode() in part
        return part.replace(old.encode(), new.encode())

    return change


def test_our_own_is_sound_slim_and_made_by_its_script() -> None:
    assert check(LETTERHEAD) == []
    assert len(LETTERHEAD) < 25_000
    spec = importlib.util.spec_from_file_location("make_letterhead", ROOT / "docs" / "tools" / "make_letterhead.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    office = open_office(ROOT)
    assert script.letterhead(office) == script.letterhead(office)
    # The picture may come out in other bytes from another Pillow; the rest may not differ.
    with (
        zipfile.ZipFile(io.BytesIO(script.letterhead(office))) as made,
        zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as kept,
    ):
        assert made.namelist() == kept.namelist()
        for name in made.namelist():
            assert name.endswith(".png") or made.read(name) == kept.read(name), name


def test_word_never_makes_them_bold_by_hand() -> None:
    with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as kept:
        for name in ("word/header1.xml", "word/footer1.xml", DOCUMENT):
            assert b"<w:rPr>" not in kept.read(name)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is not a Word document"),
        (b"\x00" * 5000, "is not a Word document"),
        (b"<html>", "is not a Word document"),
        (b"PK\x03\x04", "is damaged"),
        (LETTERHEAD[:-30], "is damaged"),
        (LETTERHEAD[:4000], "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000, "old kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
        (changed(word__document_xml=None), "is a ZIP file, but not"),
        (rebuilt({TYPES: None}), "is a ZIP file, but not"),
        (rebuilt({TYPES: swap("document.main", "template.main")}), "template"),
        (rebuilt({TYPES: swap("document.main", "document.other")}), "plain Word document"),
        (changed(word__styles_xml=None), "no styles"),
        (changed(word__document_xml=b"<w:document"), "is damaged"),
        (changed(word__document_xml=b""), "is damaged"),
        (changed(word__styles_xml=b"\xff\xfe\x00"), "is damaged"),
        (
            changed(word__document_xml=swap("schemas.openxmlformats.org/wordprocessingml", "purl.oclc.org/x")),
            "transitional",
        ),
    ],
)
def test_what_is_no_document(data: bytes, told: str) -> None:
    (problem,) = check(data)
    assert (problem.rule, problem.severity, problem.where) == ("not-a-document", Severity.ERROR, WHERE)
    assert told in problem.message
    assert problem.hint


def test_encrypted_entries() -> None:
    data = bytearray(LETTERHEAD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert "encrypted" in check(bytes(data))[0].message


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_bomb_is_put_down_without_unpacking_it(method: int) -> None:
    data = rebuilt({"word/media/bomb.bmp": b"\x00" * 200_000_000}, method)

    def look() -> None:
        with memory() as most:
            problems = check(data)
            assert most() < 10_000_000
        assert [problem.rule for problem in problems] == ["not-a-document"]

    in_bounds(look)


def test_a_part_that_lies_about_its_size() -> None:
    data = bytearray(rebuilt({"word/media/bomb.bmp": b"\x00" * 1_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.rindex(signature)
        data[place + offset : place + offset + 4] = (10).to_bytes(4, "little")
    assert rules(bytes(data)) == ["not-a-document"]


def test_more_parts_than_any_letterhead() -> None:
    assert "parts" in check(rebuilt({f"word/{number}.xml": b"" for number in range(1500)}))[0].message


@pytest.mark.parametrize("name", [DOCUMENT, STYLES_PART, TYPES, "word/header1.xml"])
def test_entities_are_not_expanded(name: str) -> None:
    lines = ['<!ENTITY a0 "aaaaaaaaaa">']
    lines += [f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)]
    xml = f'<?xml version="1.0"?><!DOCTYPE x [{"".join(lines)}]><x>&a9;</x>'
    (problem,) = check(rebuilt({name: xml.encode()}))
    assert "document type" in problem.message
    assert check(rebuilt({name: xml.encode("utf-16")}))[0].rule == "not-a-document"
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert check(rebuilt({name: outside}))[0].rule == "not-a-document"


def test_xml_that_is_very_deep_or_very_long() -> None:
    deep = b"<a>" * 400_000 + b"</a>" * 400_000
    assert check(changed(word__document_xml=deep))[0].rule == "not-a-document"
    assert check(changed(word__document_xml=b"<a>" + b"x" * 5_000_000 + b"</a>"))[0].rule == "not-a-document"


@pytest.mark.parametrize("name", STYLES)
def test_each_missing_style_is_named(name: str) -> None:
    stored = name.lower() if name in ("Header", "Footer", "Heading 2") else name
    data = changed(word__styles_xml=swap(f'<w:name w:val="{stored}"/>', '<w:name w:val="Gone"/>'))
    (problem,) = check(data)
    assert (problem.rule, problem.severity) == ("missing-style", Severity.ERROR)
    assert f"'{name}'" in problem.message


def test_a_style_that_is_nearly_right() -> None:
    (problem,) = check(changed(word__styles_xml=swap('w:val="Small Print"', 'w:val="Small Prints"')))
    assert problem.hint == "did you mean 'Small Prints'?"
    kind = swap('w:type="character" w:styleId="Emphasis"', 'w:type="paragraph" w:styleId="Emphasis"')
    (problem,) = check(changed(word__styles_xml=kind))
    assert "character style 'Emphasis'" in problem.message
    assert check(changed(word__styles_xml=swap('w:val="Body Text"', 'w:val="body text"'))) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"docProps/thumbnail.jpeg": b"x"}, "bloated-letterhead"),
        ({"word/stylesWithEffects.xml": b"<x/>"}, "bloated-letterhead"),
        ({"word/media/photo.jpg": random.Random(1).randbytes(160_000)}, "bloated-letterhead"),
        ({STYLES_PART: swap("</w:styles>", f"<!--{'x' * 100_000}--></w:styles>")}, "bloated-letterhead"),
        ({DOCUMENT: swap('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')}, "not-a4"),
        ({DOCUMENT: swap('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906"')}, "not-a4"),
        ({DOCUMENT: swap('w:w="11906"', 'w:w="99999999999999999999"')}, "not-a4"),
        ({DOCUMENT: swap("<w:pgSz", "<w:other")}, "not-a4"),
        ({STYLES_PART: swap('w:lang w:val="en-GB"', 'w:lang w:val="en-US"')}, "wrong-language"),
        ({STYLES_PART: swap('w:lang w:val="en-GB"', "w:lang")}, "wrong-language"),
        ({"word/header1.xml": swap("descr=", "title=")}, "no-alternative-text"),
        ({DOCUMENT: swap("</w:p>", "<w:r><w:t>Dear Sir</w:t></w:r></w:p>")}, "letterhead-text"),
    ],
)
def test_what_a_person_should_weigh(change: dict[str, Any], rule: str) -> None:
    (problem,) = check(rebuilt(change))
    assert (problem.rule, problem.severity) == (rule, Severity.WARNING)
    assert problem.hint


def test_size_names_the_heaviest_part_and_text_is_quoted_in_short() -> None:
    (problem,) = check(rebuilt({"word/media/photo.jpg": random.Random(1).randbytes(160_000)}))
    assert "word/media/photo.jpg (160 KB)" in problem.message
    (problem,) = check(rebuilt({DOCUMENT: swap("</w:p>", f"<w:r><w:t>{'w ' * 5000}</w:t></w:r></w:p>")}))
    assert len(problem.message) < 120


def test_pictures_of_the_old_kind_and_decorative_ones() -> None:
    old = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"{}><v:imagedata/></v:shape></w:pict></w:p>'
    assert rules(changed(word__footer1_xml=swap("</w:p>", old.format("")))) == ["no-alternative-text"]
    assert rules(changed(word__footer1_xml=swap("</w:p>", old.format(' alt="A tree"')))) == []
    within = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    fallback = f"<mc:AlternateContent {within}><mc:Fallback>{old.format('')}"
    fallback = fallback.replace("</w:p>", "</mc:Fallback></mc:AlternateContent></w:p>")
    assert rules(changed(word__footer1_xml=swap("</w:p>", fallback))) == []
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = f'descr=""><a:extLst><a:ext uri="x"><d:decorative xmlns:d="{space}" val="1"/></a:ext></a:extLst></wp:docPr>'

    def decorate(part: bytes) -> bytes:
        text = part.decode()
        start = text.index("descr=", text.index("<wp:docPr"))
        return (text[:start] + mark + text[text.index("/>", start) + 2 :]).encode()

    assert rules(changed(word__header1_xml=decorate)) == []


def test_the_usual_template_is_told_everything_that_is_wrong_with_it() -> None:
    data = io.BytesIO()
    docx.Document().save(data)
    assert set(rules(data.getvalue())) == {"missing-style", "bloated-letterhead", "not-a4", "wrong-language"}


@settings(deadline=None, max_examples=150)
@given(st.integers(0, len(LETTERHEAD) - 1), st.binary(min_size=1, max_size=8), st.integers(0, 40))
def test_no_damage_makes_it_raise(place: int, put: bytes, cut: int) -> None:
    data = LETTERHEAD[:place] + put + LETTERHEAD[place + cut :]
    assert all(isinstance(problem, Problem) for problem in check(data))


@settings(deadline=None, max_examples=100)
@given(st.sampled_from([DOCUMENT, STYLES_PART, TYPES, "word/header1.xml"]), st.data())
def test_no_damage_inside_a_part_makes_it_raise(name: str, data: st.DataObject) -> None:
    def damage(part: bytes) -> bytes:
        place = data.draw(st.integers(0, len(part) - 1))
        return part[:place] + data.draw(st.binary(max_size=6)) + part[place + data.draw(st.integers(0, 30)) :]

    assert all(isinstance(problem, Problem) for problem in check(rebuilt({name: damage})))


# --- whose paper it is


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Westmere Vale", "Eastmere Vale"),
        ("Eleanor Marsh", "Kim Lee"),
        ("020\u00a07946\u00a00182", "020\u00a07946\u00a00999"),
        ("eleanor.marsh.mp@example.org", "kim.lee.mp@example.org"),
        ("14\u00a0Market\u00a0Row", "41\u00a0Market\u00a0Row"),
        ("example.org/eleanor-marsh", "example.org/kim-lee"),
        ("Member of Parliament", "Minister"),
    ],
)
def test_a_line_of_another_members_paper_is_an_error(old: str, new: str) -> None:
    found = odd_letterhead(changed(word__header1_xml=swap(old, new)), OFFICE, WHERE)
    assert {problem.rule for problem in found} == {"other-letterhead"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Member of Parliament", "Member Of Parliament"),
        ("  \u00b7  ", " | "),
        ("020\u00a07946\u00a00182", "Tel: 02079460182"),
        ("Eleanor Marsh MP", "ELEANOR MARSH"),
    ],
)
def test_the_offices_own_may_be_set_otherwise(old: str, new: str) -> None:
    assert odd_letterhead(changed(word__header1_xml=swap(old, new)), OFFICE, WHERE) == []


def test_apostrophes_are_one() -> None:
    office = replace(OFFICE, member="Kim O'Connor MP", signs_as=("Kim O'Connor MP",))
    data = changed(word__header1_xml=swap("Eleanor Marsh", "Kim O\u2019Connor"))
    assert odd_letterhead(data, replace(office, email=OFFICE.email), WHERE) == []


def test_a_line_that_the_office_names_may_stand() -> None:
    data = changed(word__header1_xml=swap("Westmere Vale", "Westmere Vale, working for you"))
    assert odd_letterhead(data, OFFICE, WHERE)
    assert odd_letterhead(data, replace(OFFICE, letterhead_says=("working for you",)), WHERE) == []


def shape(inner: str) -> bytes:
    """The header of a draft with something put into its first paragraph."""
    return LETTERHEAD_HEADER.replace(b"<w:r><w:t", f"<w:r>{inner}</w:r><w:r><w:t".encode(), 1)


def anchored(kind: str, inner: str = "", **given: int) -> str:
    """A drawing at a place in the units of drawings, 36,000 to a millimetre."""
    at = {"x": 0, "y": 0, "cx": 684_000, "cy": 684_000, **given}
    uri = f"http://schemas.microsoft.com/office/word/2010/{kind}" if kind != "picture" else PICTURE
    return (
        '<w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset>'
        '</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        '<wp:extent cx="{cx}" cy="{cy}"/><a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    ).format(**at, uri=uri, inner=inner)


PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
with zipfile.ZipFile(io.BytesIO(LETTERHEAD)) as _own:
    LETTERHEAD_HEADER = _own.read("word/header1.xml")
    DRAWN = {
        "a picture": anchored("picture", cx=5_000_000, cy=3_000_000),
        "a shape or a text box": anchored("wordprocessingShape", cx=7_000_000, cy=9_000_000, y=3_000_000),
        "an old shape": (
            '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" '
            'style="position:absolute;width:400pt;height:300pt;margin-top:120pt"/></w:pict>'
        ),
    }


def returned_with(header: bytes) -> tuple[list[str], list[str]]:
    """Of a letterhead that came back as a letter's paper: what is drawn beside the office's own, and what it says."""
    drawn = drawn_on(rebuilt({"word/header1.xml": header}))
    own = drawn_on(LETTERHEAD)
    assert len(own) == 1
    says = odd_letterhead(rebuilt({"word/header1.xml": header}), OFFICE, WHERE)
    return [str(one) for one in odd_drawings(drawn, own, WHERE)], [one.message for one in says]


@pytest.mark.parametrize("name", DRAWN)
def test_what_is_drawn_on_a_letters_paper_beside_the_offices_own_is_told(name: str) -> None:
    ((told,), _) = returned_with(shape(DRAWN[name]))
    assert told.startswith("templates/letterhead.docx: error: its header or footer has a ")
    assert told.endswith("[other-letterhead]")
    assert name.startswith("an old") or f"has {name} that" in told


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [
        (b'cx="684000" cy="684000"/><wp:eff', b'cx="683895" cy="684100"/><wp:eff', False),  # as LibreOffice writes it
        (b"<wp:posOffset>0<", b"<wp:posOffset>635<", False),
        (b"<wp:posOffset>0<", b"<wp:posOffset>2000000<", True),
        (b'relativeFrom="paragraph"', b'relativeFrom="page"', True),
        (b'cx="684000"', b'cx="6840000"', True),
        (b'cx="684000"', b'cx="x"', True),
        (b"</w:p>", b'</w:p><w:p><w:pPr><w:framePr w:w="9000" w:y="3000" w:vAnchor="page"/></w:pPr></w:p>', True),
        (b"</w:p>", b'</w:p><w:tbl><w:tblPr><w:tblpPr w:tblpY="3000"/></w:tblPr></w:tbl>', True),
    ],
)
def test_the_offices_own_is_known_by_its_size_and_place(old: bytes, new: bytes, is_told: bool) -> None:
    assert old in LETTERHEAD_HEADER
    told, _ = returned_with(LETTERHEAD_HEADER.replace(old, new, 1))
    assert bool(told) == is_told, told


@pytest.mark.parametrize(
    "inner",
    [
        anchored("wordprocessingShape", "<a:p><a:r><a:t>I shall vote against it</a:t></a:r></a:p>"),
        '<w:pict><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="I shall vote against it"/></w:pict>',
    ],
)
def test_words_of_shapes_are_words_of_the_paper(inner: str) -> None:
    _, says = returned_with(shape(inner))
    assert says == ["says 'I shall vote against it', which office.yaml does not have"]


def test_a_letterhead_is_remembered_as_the_offices_own_only_as_it_is(office, tmp_path, monkeypatch) -> None:
    """A letter does not look at it again while neither it nor office.yaml changes; any other is looked at."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "cache").mkdir(mode=0o700)
    draft = ("draft", "--topic", "staff", "--to", "Ann Lee", "--date", "2018-05-01", "-o", "a.docx", "--force")

    def remembered() -> int:
        return len(list((tmp_path / "cache" / "drafter").glob("paper-*")))

    assert [(run_drafter(*draft).code, remembered()) for _ in range(2)] == [(0, 1), (0, 1)]
    path = office / "templates" / "letterhead.docx"
    path.write_bytes(changed(word__header1_xml=swap("Eleanor Marsh MP", "Harriet Vane MP")))
    ran = run_drafter(*draft)
    assert (ran.code, "[other-letterhead]" in ran.err, remembered()) == (1, True, 1)
    path.write_bytes(LETTERHEAD)
    settings_ = office / "office.yaml"
    settings_.write_text(settings_.read_text("utf-8").replace("020 7946 0182", "020 7946 0999"), "utf-8")
    ran = run_drafter(*draft)
    assert (ran.code, "[other-letterhead]" in ran.err, remembered()) == (1, True, 1)
