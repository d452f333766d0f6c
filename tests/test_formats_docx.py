"""Word letters, opened up: what stands in their XML, and what nobody may get into it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from directly import plain_sentence, write_docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from letters import BLANK, claim, courtesy, fact, long_letter, note, sample_letter, woven_letter
from openxml_audit import OpenXmlValidator

from drafter import __version__
from drafter.formats.copies import Copy, record_of
from drafter.formats.docx.named_styles import STYLES
from drafter.letter.record import SaidFact, reader_of
from drafter.letter.tree import Heading, Kind, Letter, Note, Paragraph, Run, Segment, Sentence
from drafter.problems import ProblemsFound

LETTERHEAD = (Path(__file__).parents[1] / "templates" / "letterhead.docx").read_bytes()
CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
EVIL = [
    "<w:p>&amp;</w:p> ]]> <!-- \" ' &",
    "{{ 9*9 }} {% raise %} ${x}",
    "a\x00b\x08c\x1bd\x7fe\x9ff\ufffeg\uffffh",
    "one\ud800two\udfff",
    "\N{GRINNING FACE} \U00020000 \U0010ffff",
    "\u202eright\u202c \u200f",
    "tab\there\nnew\r\nline\u2028end",
    "x" * 10_000,
    "w " * 5_000,
    "O'Brien & Söhne <ltd>",
    "\u05d3\u05e0\u05d9 \u05d0\u05dc\u05d5\u05df 12",
]


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def part(data: bytes, name: str = "word/document.xml") -> Any:
    return parse_xml(opened(data).read(name))


def text(paragraph: Any) -> str:
    """The paragraph's text, a line break as / and a note's mark as its number in brackets."""
    pieces = []
    for element in paragraph.iter():
        if element.tag == qn("w:t"):
            pieces.append(element.text or "")
        elif element.tag == qn("w:br"):
            pieces.append("/")
        elif element.tag == qn("w:footnoteReference"):
            pieces.append(f"[{element.get(qn('w:id'))}]")
    return "".join(pieces)


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """Pairs of a style's name and a text."""
    names = {style.get(qn("w:styleId")): style.name_val for style in part(data, "word/styles.xml").style_lst}
    found = []
    for paragraph in part(data).iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        found.append((names[style.get(qn("w:val"))], text(paragraph)))
    return found


def faults(data: bytes, folder: Path) -> list[str]:
    path = folder / "letter.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


def with_typed(typed: str) -> Letter:
    """The typed text in every place that a person's words may come to stand."""
    return sample_letter(
        reference=typed,
        subject_line=typed,
        office=typed,
        topics=(typed,),
        addressee=(typed, typed),
        salutation=typed,
        signature=(typed,),
        small_print=typed,
        blocks=(
            Heading(typed, "x"),
            Paragraph(
                (
                    Sentence((claim(typed, typed),)),
                    plain_sentence(typed, Kind.VIEW),
                    Sentence((Segment(typed, Kind.ACT), Segment(typed, Kind.READER))),
                ),
                "x",
            ),
        ),
        notes=(Note((typed,), (), _runs(typed)),),
        did=(typed,),
    )


def _runs(typed: str) -> tuple[Run, ...]:
    url = f"https://example.org/{typed}"
    return Run(typed), Run(typed, emphasis=True), Run(typed, url=url), Run(typed, emphasis=True, url=url)


def test_order_and_styles_on_the_page() -> None:
    letter = sample_letter(
        blocks=(
            Heading("Closures", "closures"),
            Paragraph((courtesy("turn"), fact("who-pays"), fact("next-step")), "closures"),
            Paragraph((courtesy("thanks"),), "closing"),
        )
    )
    assert paragraphs(write_docx(letter, LETTERHEAD)) == [
        ("Inside Address", "Mrs Asha Patel/Flat 2/31 Mill Lane/Westmere/WV2 9ZZ"),
        ("Date", "10 July 2018"),
        ("Reference Line", "Our reference: EM/2018/0417"),
        ("Salutation", "Dear Mrs Patel,"),
        ("Subject Line", "Reading gardens in Westmere"),
        ("heading 2", "Closures"),
        (
            "Body Text",
            f"{courtesy('turn').text} {fact('who-pays').text}[1] {fact('next-step').text}[2]",
        ),
        ("Body Text Last", courtesy("thanks").text),
        ("Closing", "Yours sincerely,"),
        ("Signature", "Eleanor Marsh MP/Member of Parliament for Westmere Vale"),
        ("Small Print", letter.small_print),
    ]


@pytest.mark.parametrize("letter", [long_letter(), woven_letter()], ids=["long", "woven"])
def test_nothing_is_formatted_by_hand(letter: Letter) -> None:
    document = part(write_docx(letter, LETTERHEAD))
    for properties in document.iter(qn("w:pPr")):
        assert [child.tag for child in properties] == [qn("w:pStyle")]
    for properties in document.iter(qn("w:rPr")):
        assert [child.tag for child in properties] == [qn("w:rStyle")]


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": ""},
        {"reference": " \x00"},
        {"small_print": "", "subject_line": ""},
        {"addressee": ("", "Mrs Asha Patel", " ", "\x00")},
        {"addressee": (), "signature": ()},
        {
            "blocks": (
                Paragraph((), "x"),
                Paragraph((plain_sentence(" ", Kind.COURTESY), plain_sentence("\x00", Kind.COURTESY)), "y"),
                Paragraph((Sentence((claim(" ", "who-pays"), Segment("\x00 ", Kind.VIEW))), Sentence(())), "z"),
            )
        },
        {"notes": ()},
    ],
)
def test_no_paragraph_is_blank(changes: dict[str, Any], tmp_path: Path) -> None:
    data = write_docx(sample_letter(**changes), LETTERHEAD)
    found = paragraphs(data)
    assert all(text.strip("/ ") and "//" not in text and not text.startswith("/") for _, text in found)
    assert not any(style == "Reference Line" for style, _ in found) or "reference" not in changes
    assert faults(data, tmp_path) == []


def test_a_comma_is_not_doubled() -> None:
    found = dict(
        paragraphs(write_docx(sample_letter(salutation="Dear Mrs Patel,", close="Yours sincerely, "), LETTERHEAD))
    )
    assert (found["Salutation"], found["Closing"]) == ("Dear Mrs Patel,", "Yours sincerely,")


def test_notes_are_footnotes_with_emphasis_and_links() -> None:
    data = write_docx(sample_letter(), LETTERHEAD)
    notes = part(data, "word/footnotes.xml")
    real = [entry for entry in notes if entry.get(qn("w:type")) is None]
    assert [entry.get(qn("w:id")) for entry in real] == [str(number) for number in range(1, 10)]
    assert [text(entry).strip() for entry in real] == [entry.text for entry in sample_letter().notes]
    marked = [(text(run), run.style) for run in real[1].iter(qn("w:r")) if run.style]
    assert marked[1:] == [("Reading gardens: a short guide", "HyperlinkEmphasis"), ("Summary", "Emphasis")]
    italic = next(style for style in part(data, "word/styles.xml").style_lst if style.styleId == "HyperlinkEmphasis")
    assert italic.find(qn("w:basedOn")).get(qn("w:val")) == "Hyperlink"
    assert [text(link) for link in real[0].iter(qn("w:hyperlink"))] == ["answer 55500"]
    link = next(real[1].iter(qn("w:hyperlink")))
    relations = parse_xml(opened(data).read("word/_rels/footnotes.xml.rels"))
    targets = {entry.get("Id"): (entry.get("Target"), entry.get("TargetMode")) for entry in relations}
    assert targets[link.get(qn("r:id"))] == ("https://www.example.org/library/9001", "External")


def test_a_fact_said_twice_is_cited_twice_and_one_without_a_note_is_not() -> None:
    blocks = (Paragraph((fact("who-pays"), fact("who-pays"), fact("next-step")), "x"),)
    data = write_docx(sample_letter(blocks=blocks, notes=(note("who-pays"),)), LETTERHEAD)
    body = dict(paragraphs(data))["Body Text Last"]
    assert re.findall(r"\.\[(\d)\]", body) == ["1", "2"]
    assert body.endswith("September.")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://example.org/a b?q=ä&r=<x>", "https://example.org/a%20b?q=%C3%A4&r=%3Cx%3E"),
        ("https://example.org/%20x", "https://example.org/%20x"),
        ("http://[broken/", ""),
        ("https://example.org:port/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("no address", ""),
    ],
)
def test_only_sound_addresses_become_links(url: str, target: str, tmp_path: Path) -> None:
    letter = sample_letter(notes=(Note(("who-pays",), (), (Run("here", url=url),)),))
    data = write_docx(letter, LETTERHEAD)
    links = list(part(data, "word/footnotes.xml").iter(qn("w:hyperlink")))
    relations = "word/_rels/footnotes.xml.rels"
    found = [entry.get("Target") for entry in parse_xml(opened(data).read(relations))] if links else []
    assert found == ([target] if target else [])
    assert "here" in text(part(data, "word/footnotes.xml"))
    assert faults(data, tmp_path) == []


@pytest.mark.parametrize("typed", EVIL, ids=range(len(EVIL)))
@pytest.mark.parametrize("large_print", [False, True])
def test_what_a_person_typed_is_data(typed: str, large_print: bool, tmp_path: Path) -> None:
    data = write_docx(with_typed(typed), LETTERHEAD, large_print=large_print)
    kept = re.sub("[\x00-\x08\x0e-\x1b\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", re.sub("\r\n", "  ", typed))
    kept = re.sub("[\t\n\u2028]", " ", kept)
    found = paragraphs(data)
    assert found[0] == ("Inside Address", f"{kept}/{kept}")
    assert dict(found)["Salutation"] == f"{kept.strip()},"
    bare = kept.strip()
    assert dict(found)["Body Text Last"] == f"{bare}[1] {bare} {(kept + kept).strip()}"
    assert docx.Document(io.BytesIO(data)).core_properties.title == kept
    assert faults(data, tmp_path) == []


def test_right_to_left_words_are_marked_as_such_and_the_rest_is_not() -> None:
    name = "\u05d3\u05e0\u05d9 \u05d0\u05dc\u05d5\u05df"
    document = part(write_docx(sample_letter(salutation=f"Dear {name}"), LETTERHEAD))
    paragraph = next(entry for entry in document.iter(qn("w:p")) if text(entry).startswith("Dear"))
    runs = [(text(run), run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None) for run in paragraph.iter(qn("w:r"))]
    assert runs == [("Dear ", False), (name, True), (",", False)]


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("letter", [sample_letter(), long_letter(), woven_letter()], ids=["one page", "long", "woven"])
def test_valid_and_the_same_every_time(letter: Letter, large_print: bool, tmp_path: Path) -> None:
    data = write_docx(letter, LETTERHEAD, large_print=large_print)
    assert faults(data, tmp_path) == []
    assert data == write_docx(letter, LETTERHEAD, large_print=large_print)
    assert {entry.date_time for entry in opened(data).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert opened(data).namelist()[0] == "[Content_Types].xml"
    assert max(Counter(opened(data).namelist()).values()) == 1


def test_another_process_writes_the_same_bytes() -> None:
    # Another process has other hashes, and so another order of whatever is not put in order.
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from letters import sample_letter;"
        "from directly import write_docx;"
        "made = write_docx(sample_letter(), open(sys.argv[2], 'rb').read(), large_print=True);"
        "print(hashlib.sha256(made).hexdigest())"
    )
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", code, str(root / "tests"), str(root / "templates" / "letterhead.docx")]
    made = {
        subprocess.run(
            command, env={"PYTHONHASHSEED": seed, "TZ": zone}, check=True, capture_output=True, cwd=root
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(made) == 1


def test_properties_say_what_the_letter_is_and_not_whom_it_is_for() -> None:
    data = write_docx(sample_letter(), LETTERHEAD)
    core = docx.Document(io.BytesIO(data)).core_properties
    assert (core.title, core.author, core.last_modified_by) == (
        "Reading gardens in Westmere",
        "Eleanor Marsh MP",
        "Eleanor Marsh MP",
    )
    assert (core.language, core.comments, core.revision) == ("en-GB", "", 1)
    assert core.created is not None
    assert core.created == core.modified
    assert core.created.date() == date(2018, 7, 10)
    custom = {entry.get("name"): (entry.get("pid"), entry[0].text) for entry in part(data, "docProps/custom.xml")}
    assert custom == {
        "Drafter.Version": ("2", __version__),
        "Drafter.Date": ("3", "2018-07-10"),
        "Drafter.Topics": ("4", "closures, cost"),
        "Drafter.Length": ("5", "standard"),
        "Drafter.Sentences": ("6", record_of(sample_letter()).sentences),
        "Drafter.Reference": ("7", "EM/2018/0417"),
        "Drafter.Reader": ("8", reader_of(sample_letter().addressee, sample_letter().salutation)),
    }
    for name in opened(data).namelist():
        content = opened(data).read(name)
        assert b"python-docx" not in content
        assert name == "word/document.xml" or b"Patel" not in content


def test_large_print_makes_every_style_large_and_plain() -> None:
    data = write_docx(sample_letter(), LETTERHEAD, large_print=True)
    for name in opened(data).namelist():
        if not name.startswith("word/") or not name.endswith(".xml") or "theme" in name:
            continue
        for size in part(data, name).iter(qn("w:sz"), qn("w:szCs")):
            assert int(size.get(qn("w:val"))) >= 36, name
        for fonts in part(data, name).iter(qn("w:rFonts")):
            assert set(fonts.attrib.values()) == {"Arial"}
        for aligned in part(data, name).iter(qn("w:jc")):
            assert aligned.get(qn("w:val")) == "left"
    normal, large = (paragraphs(write_docx(sample_letter(), LETTERHEAD, large_print=size)) for size in (False, True))
    assert normal == large
    assert part(data).find(f".//{qn('w:rPr')}/{qn('w:sz')}") is None


def test_the_letterhead_itself_is_taken_over() -> None:
    data = write_docx(sample_letter(), LETTERHEAD)
    for name in ("word/media/emblem.png", "word/theme.xml"):
        assert opened(data).read(name) == opened(LETTERHEAD).read(name)
    assert "Eleanor Marsh MP" in text(part(data, "word/header1.xml"))
    section = next(part(data).iter(qn("w:sectPr")))
    assert section.find(qn("w:pgSz")).get(qn("w:w")) == "11906"
    assert section.getparent()[-1] is section


def test_a_letter_as_letterhead_gives_up_its_notes_and_keeps_what_is_not_drafters(tmp_path: Path) -> None:
    # Word adds a part of notes to whatever it saves; so a letterhead that was edited brings one.
    first = write_docx(sample_letter(reference="old", position="held"), LETTERHEAD)
    changed = io.BytesIO()
    with opened(first) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(b'name="Drafter.Length"', b'name="Marking"')
            target.writestr(name, content)
    letter = sample_letter(reference="", blocks=(Paragraph((fact("who-pays"),), "x"),))
    data = write_docx(letter, changed.getvalue())
    notes = part(data, "word/footnotes.xml")
    assert [entry.get(qn("w:id")) for entry in notes] == ["-1", "0", "1"]
    assert "[1]" in paragraphs(data)[-4][1]
    assert sum(text.count("[") for _, text in paragraphs(data)) == 1
    custom = {entry.get("name"): entry[0].text for entry in part(data, "docProps/custom.xml")}
    assert custom["Marking"] == "standard"
    assert "Drafter.Reference" not in custom
    assert "Drafter.Position" not in custom
    assert len(list(part(data, "word/settings.xml").iter(qn("w:footnotePr")))) == 1
    assert faults(data, tmp_path) == []


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", LETTERHEAD[:9000], b"\xd0\xcf\x11\xe0" * 200])
def test_a_letterhead_that_is_no_document_is_a_problem(data: bytes) -> None:
    with pytest.raises(ProblemsFound) as caught:
        write_docx(sample_letter(), data)
    assert [problem.rule for problem in caught.value.problems] == ["not-a-document"]


def test_a_letterhead_without_the_styles_is_a_problem() -> None:
    bare = io.BytesIO()
    docx.Document().save(bare)
    with pytest.raises(ProblemsFound) as caught:
        write_docx(sample_letter(), bare.getvalue())
    assert {problem.rule for problem in caught.value.problems} == {"missing-style"}
    assert any("'Inside Address'" in problem.message for problem in caught.value.problems)


@pytest.mark.parametrize("letter", [long_letter(), woven_letter()], ids=["long", "woven"])
def test_only_declared_styles_are_used(letter: Letter) -> None:
    data = write_docx(letter, LETTERHEAD)
    own = ("Hyperlink Emphasis", "Body Text Last", "Position", "To Be Decided")
    declared = {name.lower() for name in (*STYLES, *own)}
    assert {style.lower() for style, _ in paragraphs(data)} <= declared
    names = {style.get(qn("w:styleId")): style.name_val for style in part(data, "word/styles.xml").style_lst}
    for name in ("word/document.xml", "word/footnotes.xml"):
        for mark in part(data, name).iter(qn("w:rStyle"), qn("w:pStyle")):
            assert names[mark.get(qn("w:val"))].lower() in declared


def test_the_members_view_has_a_style_of_its_own() -> None:
    view = Paragraph((plain_sentence("I think so.", Kind.VIEW),), "position")
    data = write_docx(sample_letter(blocks=(view, Paragraph((courtesy("thanks"),), "close"))), LETTERHEAD)
    assert ("Position", "I think so.") in paragraphs(data)


# --- sentences that are woven of parts


def remarks(letter: Letter) -> dict[str, tuple[str, ...]]:
    return {id_: (f"Of {id_}", "What the document says.") for id_ in letter.claims}


def reviewing(letter: Letter) -> bytes:
    return write_docx(letter, LETTERHEAD, copy=Copy.REVIEWING, remarks=remarks(letter))


def stretches(data: bytes, begins: str, ends: str, key: str) -> dict[str, str]:
    """The text between each two marks of a kind, by what the first is called; a note's mark is its number in brackets."""
    open_: dict[str, str] = {}
    found: dict[str, str] = {}
    for element in part(data).iter():
        if element.tag == qn(begins):
            open_[element.get(qn("w:id"))] = element.get(qn(key))
            assert element.get(qn(key)) not in found
            found[element.get(qn(key))] = ""
        elif element.tag == qn(ends):
            del open_[element.get(qn("w:id"))]
        elif element.tag in (qn("w:t"), qn("w:footnoteReference")):
            for name in open_.values():
                found[name] += element.text or f"[{element.get(qn('w:id'))}]"
    assert open_ == {}
    return found


def bookmarks(data: bytes) -> dict[str, str]:
    return {
        name: text.rstrip()
        for name, text in stretches(data, "w:bookmarkStart", "w:bookmarkEnd", "w:name").items()
        if not name.startswith("_")
    }


CLAIMS = {
    "fact_1": "no garden would be closed,[1]",
    "fact_2": "every parish would be asked",
    "fact_3": "nothing was decided;[2]",
    "fact_4": "two have closed since.",
    "fact_5": "It has also been told that a third",
    "fact_5_2": "may close.[3]",
    "fact_6": "a register would cost more than it is worth",
    "fact_7": "nobody keeps one now,[4]",
    "fact_8": "most gardens are paid for by parishes.[5]",
}


@pytest.mark.parametrize("copy", [Copy.CLEAN, Copy.REVIEWING])
def test_each_claim_view_and_act_is_marked_and_nothing_else(copy: Copy) -> None:
    letter = woven_letter()
    assert bookmarks(write_docx(letter, LETTERHEAD, copy=copy, remarks=remarks(letter))) == {
        **CLAIMS,
        "act_1": f"You asked me to sign the motion on the gardens: {BLANK}.",
        "act_2": "I wrote to the Minister on 3 July,",
        "reader_1": "I am sorry to hear of your fall.",
        "view_1": "I think that a garden is worth a letter.",
        "view_2": "I regret that,",
        "view_3": "I shall go on asking.",
        "view_4": "Gardens, I believe, matter.",
    }


def test_a_note_is_called_behind_the_last_claim_of_its_run() -> None:
    letter = woven_letter()
    for copy in Copy:
        data = write_docx(letter, LETTERHEAD, copy=copy, remarks=remarks(letter))
        found = [text for style, text in paragraphs(data) if style in ("Body Text", "Position", "Body Text Last")]
        assert [re.sub(r"\[\d\]", "", text) for text in found] == [
            " ".join(sentence.text for sentence in block.sentences)
            for block in letter.blocks
            if isinstance(block, Paragraph)
        ]
        called = {number: before for before, number in re.findall(r"([^\[\]]*)\[(\d)\]", "\n".join(found))}
        behind = [text.split("[")[0] for text in CLAIMS.values() if text.endswith("]")]
        assert [called[str(number)].endswith(text) for number, text in enumerate(behind, 1)] == [True] * 5
        texts = [text(entry).strip() for entry in part(data, "word/footnotes.xml") if entry.get(qn("w:type")) is None]
        assert texts == [note.text for note in letter.notes]


def test_a_claim_that_is_told_twice_has_two_marks_of_two_names() -> None:
    blocks = (Paragraph((fact("who-pays"), fact("next-step"), fact("who-pays")), "x"),)
    letter = sample_letter(blocks=blocks, said=(SaidFact("who-pays", "0123456789abcdef"),))
    assert list(bookmarks(write_docx(letter, LETTERHEAD))) == ["fact_1", "fact_1_2"]


def test_every_claim_has_its_own_comment_and_none_stands_between_the_first_two_notes(tmp_path: Path) -> None:
    letter = woven_letter()
    data = reviewing(letter)
    comments = {entry.get(qn("w:id")): text(entry) for entry in part(data, "word/comments.xml")}
    assert list(comments.values()) == [f"Of {id_}What the document says." for id_ in letter.claims]
    ranges = stretches(data, "w:commentRangeStart", "w:commentRangeEnd", "w:id")
    assert list(ranges) == list(comments)
    # The comment on a claim that follows the first note lasts until the second, and so does that note's own.
    assert list(ranges.values()) == [
        "no garden would be closed,", "every parish would be asked and that nothing was decided;[2]",
        *(CLAIMS[name] for name in ("fact_3", "fact_4", "fact_5_2", "fact_6", "fact_7", "fact_8")),
    ]  # fmt: skip
    order = [
        element.tag.rpartition("}")[2]
        for element in part(data).iter(qn("w:commentReference"), qn("w:commentRangeEnd"), qn("w:footnoteReference"))
    ]
    first, second = [at for at, name in enumerate(order) if name == "footnoteReference"][:2]
    assert order[:first] == ["commentRangeEnd", "commentReference"]
    assert second == first + 1
    assert faults(data, tmp_path) == []


@pytest.mark.parametrize("notes", [(), woven_letter().notes[:1]])
def test_where_no_second_note_follows_a_comment_ends_with_its_claim(notes: tuple[Note, ...]) -> None:
    ranges = stretches(reviewing(woven_letter(notes=notes)), "w:commentRangeStart", "w:commentRangeEnd", "w:id")
    bare = [re.sub(r"\[\d\]", "", text) for name, text in CLAIMS.items() if name != "fact_5"]
    assert list(ranges.values()) == bare


@pytest.mark.parametrize("copy", Copy)
@pytest.mark.parametrize("large_print", [False, True])
def test_what_nobody_has_decided_yet_is_plain_to_see(copy: Copy, large_print: bool) -> None:
    data = write_docx(woven_letter(), LETTERHEAD, copy=copy, large_print=large_print)
    style = next(s for s in part(data, "word/styles.xml").style_lst if s.name_val == "To Be Decided")
    assert style.find(f"{qn('w:rPr')}/{qn('w:shd')}").get(qn("w:fill")) == "FFFF00"
    assert [text(run) for run in part(data).iter(qn("w:r")) if run.style == style.styleId] == [BLANK]


def test_only_an_act_is_a_blank() -> None:
    blocks = (Paragraph((plain_sentence(f"You wrote {BLANK}.", Kind.READER),), "x"),)
    document = part(write_docx(sample_letter(blocks=blocks), LETTERHEAD))
    assert not [run for run in document.iter(qn("w:r")) if run.style == "ToBeDecided"]


def test_a_final_copy_has_no_marks_and_no_comments() -> None:
    letter = woven_letter()
    data = write_docx(letter, LETTERHEAD, copy=Copy.FINAL, remarks=remarks(letter))
    assert bookmarks(data) == {}
    assert "word/comments.xml" not in opened(data).namelist()
    assert paragraphs(data) == paragraphs(reviewing(letter))


def test_what_was_asked_and_done_is_kept() -> None:
    letter = woven_letter(fears=("cost.waste",), did=("wrote to the Minister; 3 July", "telephoned, twice"))
    custom = {entry.get("name"): entry[0].text for entry in part(write_docx(letter, LETTERHEAD), "docProps/custom.xml")}
    assert {
        name: value for name, value in custom.items() if name.split(".")[1][:3] in ("Ask", "Fea", "Wan", "did")
    } == {
        "Drafter.Asks": "closures.soon, cost.register",
        "Drafter.Fears": "cost.waste",
        "Drafter.Wants": "sign-motion",
        "Drafter.did_1": "wrote to the Minister; 3 July",
        "Drafter.did_2": "telephoned, twice",
    }
