"""Drafts as they come back from Word: what is read, what is told, and that no bytes do harm."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import made
import pytest
from bounded import in_bounds, memory
from directly import write_docx
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import BLANK, long_letter, sample_letter, woven_letter

from drafter.catalogue import ids
from drafter.formats.copies import Copy, record_of
from drafter.formats.docx.read import read_docx
from drafter.letter.record import Record, SaidFact
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Run, Segment, Sentence
from drafter.problems import Problem, Severity

ROOT = Path(__file__).parents[1]
NAME = "letters/a.docx"
LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SPACES = (
    f'{W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
DOCUMENT, STYLES, CUSTOM, TYPES = "word/document.xml", "word/styles.xml", "docProps/custom.xml", "[Content_Types].xml"
FOOTNOTES, COMMENTS, EXTENDED = "word/footnotes.xml", "word/comments.xml", "word/commentsExtended.xml"
RELATIONS = "word/_rels/document.xml.rels"
BASE = made.word(())
FACT = {"fact_1": "who-pays 0123456789abcdef held", "fact_2": "next-step fedcba9876543210 history"}


def t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def document(body: str) -> bytes:
    return f"{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()


def custom(values: Mapping[str, str]) -> bytes:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006"
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="Drafter.{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    spaces = f'xmlns="{kind}/custom-properties" xmlns:vt="{kind}/docPropsVTypes"'
    return f"{HEAD}<Properties {spaces}>{inner}</Properties>".encode()


def notes(kind: str, texts: Mapping[int, str]) -> bytes:
    inner = "".join(f'<w:{kind} w:id="{number}">{text}</w:{kind}>' for number, text in texts.items())
    return f"{HEAD}<w:{kind}s {SPACES}>{inner}</w:{kind}s>".encode()


def packed(body: str | bytes, parts: Mapping[str, bytes] | None = None, base: bytes = BASE) -> bytes:
    data = made.with_part(base, DOCUMENT, body if isinstance(body, bytes) else document(body))
    for name, part in (parts or {}).items():
        data = made.with_part(data, name, part)
    return data


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def read(body: str | bytes, parts: Mapping[str, bytes] | None = None) -> Returned:
    returned, problems = read_docx(packed(body, parts), NAME)
    assert problems == []
    assert returned is not None
    return returned


def texts(body: str, parts: Mapping[str, bytes] | None = None) -> list[str]:
    return [block.text for block in read(body, parts).blocks]


def told(body: str, parts: Mapping[str, bytes] | None = None) -> list[str]:
    """What is odd, as it is printed; every rule must be explained somewhere."""
    found = read(body, parts).oddities
    assert {problem.rule for problem in found} <= set(ids())
    assert all(problem.hint for problem in found)
    return [str(problem) for problem in found]


def refusal(data: bytes) -> Problem:
    returned, problems = read_docx(data, NAME)
    assert returned is None
    (problem,) = problems
    assert (problem.where.path, problem.severity) == (NAME, Severity.ERROR)
    assert problem.hint
    assert problem.rule in ids()
    return problem


# --- text


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (t("one ") + "<w:proofErr/>" + t("t") + '<w:r w:rsidR="00AA"><w:t>wo</w:t></w:r>', "one two"),
        ("<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t></w:r>", "a\nb\nc\td"),
        ("<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "a-bc"),
        ('<w:r><w:sym w:font="Arial" w:char="00A3"/><w:t>5</w:t></w:r>', "\u00a35"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym/><w:sym w:char="-1"/></w:r>', "\ufffd" * 3),
        ('<w:r><w:br w:type="page"/><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a\nb"),
        (f"<w:hyperlink>{t('a link')}</w:hyperlink>{t(' and')}", "a link and"),
        (f"<w:smartTag><w:smartTagPr/>{t('Westmere')}</w:smartTag>", "Westmere"),
        (f"<w:sdt><w:sdtPr><w:rPr/></w:sdtPr><w:sdtContent>{t('in a control')}</w:sdtContent></w:sdt>", "in a control"),
        (f"{t('a')}<w:ins>{t('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r>{t('x')}</w:del>", "ab"),
        (f"<w:moveFrom>{t('a')}</w:moveFrom><w:moveTo>{t('b')}</w:moveTo>", "b"),
        (f'<w:fldSimple w:instr=" PAGE ">{t("7")}</w:fldSimple>', "7"),
        (
            ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{t("shown")}'
            f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{t("!")}'),
            "shown!",
        ),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r>", "seen"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase>" + t("base") + "</w:rubyBase></w:ruby></w:r>", "base"),
        ("<w:r><w:t> trimmed as Word does </w:t></w:r>" + t("\n next "), "trimmed as Word does  next "),
        (
            (f'<mc:AlternateContent><mc:Choice Requires="wps">{t("new")}</mc:Choice><mc:Fallback>{t("old")}'
            "</mc:Fallback></mc:AlternateContent>"),
            "new",
        ),
        (
            (f'<mc:AlternateContent><mc:Choice Requires="foo">{t("new")}</mc:Choice><mc:Fallback>{t("old")}'
            "</mc:Fallback></mc:AlternateContent>"),
            "old",
        ),
    ],
)  # fmt: skip
def test_text(inner: str, text: str) -> None:
    assert texts(p(inner)) == [text]


def test_blocks_are_the_paragraphs_that_hold_something_under_their_styles_names() -> None:
    styles = (
        f'{HEAD}<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a0"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Textkoerper"><w:name w:val="Body Text"/></w:style>'
        '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Strong"/></w:style></w:styles>'
    ).encode()
    body = (
        p(t("one"), "Textkoerper") + p("") + p(t("  "))
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p(t('two'))}</w:sdtContent></w:sdt>"
        + p(t("three"), "Gone") + p('<w:r><w:footnoteReference w:id="5"/></w:r>')
    )  # fmt: skip
    assert read(body, {STYLES: styles}).blocks == (
        Block("one", "body text", ((0, 1, 1),)),
        Block("two", "normal", ((0, 2, 1),)),
        Block("three", "normal", ((0, 3, 1),)),
        Block("", "normal", ((0, 4, 1),), (), (Call(0, "1"),)),
    )


def test_a_file_without_styles_and_properties() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(TYPES, part_of(BASE, TYPES))
        archive.writestr(DOCUMENT, document(p(t("bare"))))
    assert read_docx(out.getvalue(), NAME) == (Returned((Block("bare", "normal", ((0, 1, 1),)),), {}, None), [])


def test_the_parts_are_found_by_their_relations() -> None:
    moved = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(p(t("moved"), "Heading1")))) as source,
        zipfile.ZipFile(moved, "w") as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name in (TYPES, "_rels/.rels"):
                part = part.replace(b"word/document.xml", b"word/document2.xml")
            target.writestr(name.replace("document.xml", "document2.xml"), part)
    returned, _ = read_docx(moved.getvalue(), NAME)
    assert returned is not None
    assert returned.blocks == (Block("moved", "heading 1", ((0, 1, 1),)),)


def test_the_strict_kind() -> None:
    body = document(p(t("strict"), "Heading1")).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read(body).blocks == (Block("strict", "heading 1", ((0, 1, 1),)),)


# --- marks


def start(number: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def marks(body: str, values: Mapping[str, str] = FACT) -> list[list[tuple[str, str]]]:
    """For each block, the marked pieces of text and what they are marked as."""
    blocks = read(body, {CUSTOM: custom(values)}).blocks
    return [[(block.text[m.start : m.end], m.fact or str(m.kind)) for m in block.marks] for block in blocks]


PAYS, NEXT = "who-pays", "next-step"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (p(t("a ") + start(1, "fact_1") + t("b") + t("c") + end(1) + t("d")), [[("bc", PAYS)]]),
        (p(start(1, "fact_1") + start(2, "fact_2") + t("a") + end(1) + t("b") + end(2)), [[("a", PAYS), ("ab", NEXT)]]),
        (p(start(1, "fact_1") + t("a")) + p(t("b")) + p(t("c") + end(1) + t("d")), [[("a", PAYS)], [("b", PAYS)], [("c", PAYS)]]),
        (start(1, "fact_1") + p(t("a")) + end(1) + p(t("b")), [[("a", PAYS)], []]),
        (p(start(1, "fact_1") + t("a")) + p(t("b")), [[], []]),  # never ended
        (p(end(1) + t("a") + start(1, "fact_1")), [[]]),
        (p(start(1, "fact_1") + end(1) + t("a")), [[]]),
        (p(start(1, "fact_3") + t("a") + end(1)), [[]]),  # no property
        (p(start(1, "_GoBack") + t("a") + end(1) + "<w:bookmarkStart/>" + t("b") + "<w:bookmarkEnd/>"), [[]]),
        (p(start(1, "fact_1") + t("a") + end(1) + start(2, "fact_1") + t("b") + end(2)), [[("a", PAYS), ("b", PAYS)]]),
        (p(start(1, "fact_1") + t("a") + end(1) + start(1, "fact_2") + t("b") + end(1)), [[("a", PAYS), ("b", NEXT)]]),
        (p(start(1, "view_1") + t("I think so.") + end(1)), [[("I think so.", "view")]]),
        (p(start(1, "act_12") + t("I wrote.") + end(1) + start(2, "act_") + t("x") + end(2)), [[("I wrote.", "act")]]),
        (p(start(1, "fact_1") + t("a") + end(1) + t(" b ") + start(2, "fact_1_2") + t("c") + end(2)), [[("a", PAYS), ("c", PAYS)]]),
        (p(start(1, "fact_3_2") + t("a") + end(1) + start(2, "fact_1_") + t("b") + end(2)), [[]]),
        (p(start(1, "fact_1") + t("a ") + end(1) + start(2, "view_1") + t(" ") + end(2) + t("b")), [[("a", PAYS)]]),
        (p(start(1, "fact_1") + t("a ")) + end(1) + p(t("b")), [[("a", PAYS)], []]),
        (p(f"<w:ins>{start(1, 'fact_1')}{t('a')}</w:ins><w:del>{t('x')}{end(1)}</w:del>" + t("b")), [[("a", PAYS)]]),
        (p(start(1, "fact_1") + t("a")) + f"<w:tbl><w:tr><w:tc>{p(t('x') + end(1))}</w:tc></w:tr></w:tbl>", [[("a", PAYS)]]),
    ],
)  # fmt: skip
def test_marks(body: str, found: list[list[tuple[str, str]]]) -> None:
    assert marks(body) == found


def test_the_style_of_the_members_own_words_marks_them_too() -> None:
    document_ = docx.Document()
    document_.styles.add_style("Position Sentence", 2)
    paragraph = document_.add_paragraph("It is so. ")
    for text in ("I regret", " that.", " And this."):
        paragraph.add_run(text, style="Position Sentence")
    paragraph.add_run(" Yours. ")
    paragraph.add_run("Indeed.", style="Position Sentence")
    out = io.BytesIO()
    document_.save(out)
    returned, _ = read_docx(out.getvalue(), NAME)
    assert returned is not None
    assert returned.blocks[0].marks == (Mark(10, 34, Kind.VIEW), Mark(42, 49, Kind.VIEW))


@pytest.mark.parametrize("letter", [sample_letter(), woven_letter(did=("wrote, twice",))], ids=["plain", "woven"])
@pytest.mark.parametrize("copy", [Copy.CLEAN, Copy.REVIEWING])
def test_drafters_own_letter_comes_back(letter: Letter, copy: Copy) -> None:
    remarks = dict.fromkeys(letter.claims, ("one", "two"))
    returned, problems = read_docx(write_docx(letter, LETTERHEAD, copy=copy, remarks=remarks), NAME)
    assert returned is not None
    assert returned.record == record_of(letter)
    assert (problems, returned.oddities) == ([], ())
    shown = {block.style: block.text for block in returned.blocks}
    assert shown["inside address"] == "\n".join(letter.addressee)
    assert shown["salutation"] == "Dear Mrs Patel,"
    assert [block.text for block in returned.blocks if block.style.startswith(("body text", "position"))] == [
        " ".join(sentence.text for sentence in block.sentences) for block in letter.blocks
    ]
    assert list(returned.notes) == [str(number) for number in range(1, len(letter.notes) + 1)]
    assert [note.text for note in returned.notes.values()] == [" ".join(note.text.split()) for note in letter.notes]


WOVEN = [
    ("claim:closed", "no garden would be closed,"),
    ("claim:asked", "every parish would be asked"),
    ("claim:decided", "nothing was decided;"),
    ("claim:since", "two have closed since."),
    ("claim:third", "It has also been told that a third"),
    ("claim:third", "may close."),
    ("claim:price", "a register would cost more than it is worth"),
    ("claim:kept", "nobody keeps one now,"),
    ("claim:paid", "most gardens are paid for by parishes."),
    ("act:", f"You asked me to sign the motion on the gardens: {BLANK}."),
    ("act:", "I wrote to the Minister on 3 July,"),
    ("reader:", "I am sorry to hear of your fall."),
    ("view:", "I think that a garden is worth a letter."),
    ("view:", "I regret that,"),
    ("view:", "I shall go on asking."),
    ("view:", "Gardens, I believe, matter."),
]


@pytest.mark.parametrize("copy", [Copy.CLEAN, Copy.REVIEWING])
def test_whose_words_are_whose_comes_back(copy: Copy) -> None:
    letter = woven_letter()
    data = write_docx(letter, LETTERHEAD, copy=copy, remarks=dict.fromkeys(letter.claims, ("one",)))
    returned, _ = read_docx(data, NAME)
    assert returned is not None
    found = [(f"{m.kind}:{m.fact}", block.text[m.start : m.end]) for block in returned.blocks for m in block.marks]
    assert sorted(found) == sorted(WOVEN)
    calls = [block.text[: call.at] for block in returned.blocks for call in block.calls]
    behind = [dict(WOVEN)[f"claim:{note.facts[-1]}"] for note in letter.notes]
    assert [text.endswith(last) for text, last in zip(calls, behind, strict=True)] == [True] * 5


SPOKEN = st.text("ab.,( ]\u00e9\u05d0&<", min_size=1, max_size=6).filter(str.strip)
SEGMENTS = st.builds(
    lambda text, kind, number: Segment(text, kind, f"fact-{number}" if kind in (Kind.CLAIM, Kind.ANSWER) else ""),
    SPOKEN,
    st.sampled_from(Kind),
    st.integers(0, 5),
)
SENTENCES = st.lists(SEGMENTS, min_size=1, max_size=6).map(lambda segments: Sentence(tuple(segments)))
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(lambda sentences: Paragraph(tuple(sentences), "x"))
RUNS = (("fact-0",), ("fact-2", "fact-1"), ("fact-3", "fact-4", "fact-5"))


@settings(deadline=None, max_examples=60)
@given(st.lists(PARAGRAPHS, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_of_every_word_it_is_known_whose_it_is(blocks: list[Paragraph], commented: bool, noted: bool) -> None:
    """Whatever the segments: the text comes back, and each claim, view and act is marked to the letter."""
    notes = tuple(Note(run, (), (Run("A."),)) for run in RUNS) if noted else ()
    said = tuple(SaidFact(f"fact-{number}", "0" * 16) for number in range(6))
    letter = sample_letter(blocks=tuple(blocks), notes=notes, said=said)
    remarks = dict.fromkeys(letter.claims, ("one",))
    copy = Copy.REVIEWING if commented else Copy.CLEAN
    returned, problems = read_docx(write_docx(letter, LETTERHEAD, copy=copy, remarks=remarks), NAME)
    assert returned is not None
    assert (problems, returned.oddities) == ([], ())
    found = [block for block in returned.blocks if block.style.startswith(("body text", "position"))]
    assert [block.text for block in found] == [" ".join(s.text.strip() for s in block.sentences) for block in blocks]
    marked = [(m.kind, m.fact, block.text[m.start : m.end]) for block in found for m in block.marks]
    assert sorted(marked) == sorted(part for sentence in letter.sentences() for part in _whose(sentence))
    lasts = {run[-1] for run in RUNS} if noted else set()
    called = [fact for sentence in letter.sentences() for fact in sorted(set(sentence.facts) & lasts)]
    assert sum(len(block.calls) for block in found) == len(called)


def _whose(sentence: Sentence) -> list[tuple[Kind, str, str]]:
    """What of a sentence is marked; neighbouring words of the member's are one."""
    found: list[tuple[Kind, str, str]] = []
    before = None
    for segment in sentence.segments:
        if segment.kind is Kind.VIEW and before is Kind.VIEW:
            found[-1] = (Kind.VIEW, "", found[-1][2] + segment.text)
        elif segment.kind in (Kind.CLAIM, Kind.VIEW, Kind.ACT, Kind.READER):
            found.append((segment.kind, segment.fact, segment.text))
        before = segment.kind
    return [(kind, fact, text.strip()) for kind, fact, text in found]


# --- notes


def test_notes_and_where_they_are_called() -> None:
    call = '<w:r><w:{}Reference w:id="{}"/></w:r>'.format
    foot = {
        7: p("<w:r><w:footnoteRef/></w:r>" + t("  Hansard, ") + f"<w:hyperlink>{t('column 4')}</w:hyperlink>")
        + p(t("and  5.")),
        8: p(t(" [who-pays]. ")),
        9: p(f"<w:del>{t('gone')}</w:del>"),
    }
    body = p(t("One.") + call("footnote", 8) + t(" Two.") + call("footnote", 7)) + p(
        call("endnote", 1) + call("footnote", 404) + call("footnote", 7) + f"<w:del>{call('footnote', 8)}</w:del>"
    )
    returned = read(
        body, {FOOTNOTES: notes("footnote", foot), "word/endnotes.xml": notes("endnote", {1: p(t("Later"))})}
    )
    assert [block.calls for block in returned.blocks] == [
        (Call(4, "1"), Call(9, "2")),
        (Call(0, "e1"), Call(0, "3"), Call(0, "4")),
    ]
    assert returned.notes == {
        "1": ReturnedNote("[who-pays].", "who-pays"),
        "2": ReturnedNote("Hansard, column 4 and 5."),
        "e1": ReturnedNote("Later"),
        "3": ReturnedNote(""),
        "4": ReturnedNote("Hansard, column 4 and 5."),
    }


# --- what the draft remembers


WHOLE = {
    "Version": "0.1.0", "Date": "2018-07-10", "Reference": "EM/2018/0417", "Topics": "closures, cost-of-gardens",
    "Position": "support", "Length": "standard", "LargePrint": "yes", "Corrects": "12", "CorrectsFact": "who-pays",
    "Asks": "closures.soon, cost-of-gardens.register-2", "Fears": "closures.mine", "Wants": "sign-motion, meet",
    "did_2": "telephoned; twice", "did_10": "met them, on 3 July", "did_1": "wrote to the Minister",
    "fact_10": "third-one 0000000000000000 held", **FACT,
}  # fmt: skip


def test_the_record() -> None:
    returned = read(p(t("a")), {CUSTOM: custom(WHOLE)})
    assert returned.oddities == ()
    assert returned.record == Record(
        version="0.1.0",
        date=date(2018, 7, 10),
        reference="EM/2018/0417",
        topics=("closures", "cost-of-gardens"),
        position="support",
        length="standard",
        large_print=True,
        said=(
            SaidFact("who-pays", "0123456789abcdef", held=True),
            SaidFact("next-step", "fedcba9876543210", held=False),
            SaidFact("third-one", "0000000000000000", held=True),
        ),
        corrects=12,
        corrects_fact="who-pays",
        asks=("closures.soon", "cost-of-gardens.register-2"),
        fears=("closures.mine",),
        wants=("sign-motion", "meet"),
        did=("wrote to the Minister", "telephoned; twice", "met them, on 3 July"),
    )


def test_no_record_without_a_version() -> None:
    assert read(p(t("a"))).record is None
    assert read(p(t("a")), {CUSTOM: custom({**WHOLE, "Version": ""})}).record is None
    assert read(p(t("a")), {CUSTOM: custom({"Version": "1"})}).record == Record("1", None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Date", "10 July 2018"), ("Date", "2018-02-30"), ("Topics", "closures; cost"), ("Topics", ","),
        ("Position", "../support"), ("Length", "as long as &lt;b&gt;"), ("LargePrint", "maybe"), ("Corrects", "-1"),
        ("Corrects", "9" * 5000), ("Corrects", "\u0662"), ("fact_1", "who-pays"), ("fact_1", "Who Pays x held"),
        ("Asks", "closures"), ("Asks", "closures.Soon"), ("Fears", "a.b, "), ("Wants", "sign motion"), ("did_1", "a\u202eb"),
        ("did_1", "x" * 1_001), ("Wants", ", ".join(["sign-motion"] * 100)), ("Reference", "x" * 201), ("Reference", "a\u202eb"), ("Version", "one two"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be(name: str, value: str) -> None:
    returned = read(p(start(1, "fact_1") + t("a") + end(1)), {CUSTOM: custom({**WHOLE, name: value})})
    (problem,) = returned.oddities
    assert str(problem) == (
        f"{NAME}: warning: what the file remembers as 'Drafter.{name}' cannot be read;"
        " it is one of the file's custom properties; nobody needs to edit them [odd-record]"
    )
    record = returned.record
    assert record is not None
    field = {"LargePrint": "large_print", "fact_1": "said", "did_1": "did"}.get(name, name.lower())
    lists = dict.fromkeys(("topics", "asks", "fears", "wants"), ())
    empty = {"date": None, "corrects": 0, "large_print": False, **lists}.get(field, "")
    if field == "did":
        assert record.did == ("telephoned; twice", "met them, on 3 July")
    elif field == "said":
        assert [said.fact for said in record.said] == ["next-step", "third-one"]
        assert returned.blocks[0].marks == ()
    else:
        assert getattr(record, field) == empty


# --- what a letter cannot carry


BOX = f"<w:txbxContent>{p(t('boxed'))}</w:txbxContent>"
OPEN_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{}</w:instrText>'
CLOSED_FIELD = OPEN_FIELD + '<w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'


@pytest.mark.parametrize(
    ("body", "told_as", "shown"),
    [
        (p(t("a")) + f"<w:tbl><w:tr><w:tc>{p(t('cell'))}</w:tc></w:tr></w:tbl>" + p(t("b")),
         ["1:1: error: a table, which a letter cannot carry; write what it says as sentences [table]"], ["a", "b"]),
        (p(t("a")) + p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"),
         ["2:1: error: a picture or an object, which a letter cannot carry; take it out of the letter [picture]"], ["a", ""]),
        (p(t("a") + "<w:r><w:object><v:shape/></w:object></w:r>"),
         ["1:1: error: a picture or an object, which a letter cannot carry; take it out of the letter [picture]"], ["a"]),
        (p(t("a") + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback>"
           f"<w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
         ["1:1: error: a text box, whose text is not read; move its text into the letter [text-box]"], ["a"]),
        (p(t("a")) + p(f"<w:ins>{t('b')}</w:ins><w:del>{t('c')}</w:del>", more="<w:rPr><w:ins/></w:rPr>"),
         [("2:1: error: 3 changes that were neither accepted nor rejected; in Word: Review, Accept or Reject, all changes"
          " [tracked-changes]")], ["a", "b"]),
        (p(f"<w:del>{t('c')}</w:del>" + t("a")),
         [("1:1: error: a change that was neither accepted nor rejected; in Word: Review, Accept or Reject, all changes"
          " [tracked-changes]")], ["a"]),
        (p("<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r>",
           more="<w:pPrChange><w:pPr><w:numPr/></w:pPr></w:pPrChange>"), [], ["a"]),
        (p(t("a") + "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"),
         ["1:1: error: an equation, which a letter cannot carry; write it as words [equation]"], ["a"]),
        (p(t("a") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hush</w:t></w:r>"),
         [("1:1: error: hidden text, which is left out here; in Word: select all, Font (Ctrl+D), clear 'Hidden', then delete"
          " what should not be there [hidden-text]")], ["a"]),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t> </w:t></w:r>" + t("a")), [], ["a"]),
        (p("<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>"),
         [("1:1: warning: words set bold or italic by hand, which the final copy sets as any others; is anything lost by"
          " that? [set-by-hand]")], ["a"]),
        (p('<w:r><w:rPr><w:i w:val="false"/></w:rPr><w:t>a</w:t></w:r>'), [], ["a"]),
        (p("<w:r><w:rPr><w:strike/></w:rPr><w:t>a</w:t></w:r>"),
         [("1:1: error: words that are struck through, and that the final copy would have as any others; delete them, or"
          " clear 'Strikethrough' [struck-out]")], ["a"]),
        (p(CLOSED_FIELD.format("MERGEFIELD name", t("Ann"))),
         [("1:1: warning: a field (MERGEFIELD), whose text may change by itself; in Word: select it, then Ctrl+Shift+F9 makes"
          " it plain text [field]")], ["Ann"]),
        (p(f'<w:fldSimple w:instr="1 2">{t("x")}</w:fldSimple>'),
         [("1:1: warning: a field, whose text may change by itself; in Word: select it, then Ctrl+Shift+F9 makes it plain text"
          " [field]")], ["x"]),
        (p(CLOSED_FIELD.format("INCLUDETEXT c:\\x", t("Ann"))),
         [("1:1: error: a field that fetches from elsewhere (INCLUDETEXT); in Word: select it, then Ctrl+Shift+F9 makes it"
          " plain text [outside-link]")], ["Ann"]),
        (p(CLOSED_FIELD.format("PAGE", t("1"))) + p(CLOSED_FIELD.format("NUMPAGES", t("2"))), [], ["1", "2"]),
        (p(t("a") + OPEN_FIELD.format("PAGE") + "</w:r>" + t("lost")) + p(t("b")),
         [("1:1: error: a field whose code has no end, so that text may be missing here; in Word: select it, then Ctrl+Shift+F9"
          " makes it plain text [field]")], ["a", "b"]),
        (p(t("a")) + p(t("b"), more=LISTED) + p(t("c"), more=LISTED) + p(t("d")) + p(t("e"), "ListBullet"),
         ["2:1: warning: a list; the final copy has plain paragraphs; write it as sentences [list]",
          "5:1: warning: a list; the final copy has plain paragraphs; write it as sentences [list]"], ["a", "b", "c", "d", "e"]),
        (p(t("a"), "ListBullet", '<w:numPr><w:numId w:val="0"/></w:numPr>'), [], ["a"]),
        ('<w:altChunk r:id="rId9"/>' + p(t("a")),
         ["1:1: error: another file's text, put in as it is; paste it as plain text instead [outside-link]"], ["a"]),
    ],
)  # fmt: skip
def test_what_a_letter_cannot_carry(body: str, told_as: list[str], shown: list[str]) -> None:
    assert told(body) == [f"{NAME}:{line}" for line in told_as]
    assert texts(body) == shown


def test_text_hidden_by_a_style() -> None:
    styles = (
        f'{HEAD}<w:styles {W}><w:style w:type="character" w:styleId="A"><w:name w:val="A"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:basedOn w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
        "</w:styles>"
    ).encode()
    run = '<w:r><w:rPr><w:rStyle w:val="B"/>{}</w:rPr><w:t>{}</w:t></w:r>'.format
    body = p(t("a") + run("", "x") + run('<w:vanish w:val="off"/>', "b")) + p(t("y"), "P") + p(run("", "c"), "P")
    returned = read(body, {STYLES: styles})
    # Where both styles hide, Word shows the text, and LibreOffice does not.
    assert [block.text for block in returned.blocks] == ["ab", "c"]
    assert [(problem.rule, problem.where.line) for problem in returned.oddities] == [
        ("hidden-text", 1),
        ("two-texts", 2),
    ]


def test_changes_and_hidden_text_in_a_note_are_told_where_it_is_called() -> None:
    foot = {1: p(f"<w:ins>{t('new')}</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>hush</w:t></w:r>")}
    body = p(t("a")) + p('<w:r><w:footnoteReference w:id="1"/></w:r>')
    returned = read(body, {FOOTNOTES: notes("footnote", foot)})
    assert returned.notes == {"1": ReturnedNote("new")}
    assert [(problem.rule, problem.where.line) for problem in returned.oddities] == [
        ("hidden-text", 2),
        ("tracked-changes", 2),
    ]


def test_comments_of_people() -> None:
    def comment(number: int, author: str, text: str) -> str:
        inner = f'<w:p w14:paraId="0000000{number}">{t(text)}</w:p>'
        return f'<w:comment w:id="{number}" w:author="{author}"><w:p>{t("To do:")}</w:p>{inner}</w:comment>'

    comments = (
        comment(1, "drafter", "Held on 1 May") + comment(2, "Jane Okoro", "is this " + "so " * 40)
        + comment(3, "Jane Okoro", "done") + comment(4, "Tom", "reply to what is done") + comment(5, "", "anywhere\u202e")
    )  # fmt: skip
    extended = (
        '<w15:commentEx w15:paraId="00000003" w15:done="1"/>'
        '<w15:commentEx w15:paraId="00000004" w15:paraIdParent="00000003" w15:done="0"/>'
        '<w15:commentEx w15:paraId="00000002" w15:done="0"/>'
    )
    parts = {
        COMMENTS: f"{HEAD}<w:comments {SPACES}>{comments}</w:comments>".encode(),
        EXTENDED: f"{HEAD}<w15:commentsEx {SPACES}>{extended}</w15:commentsEx>".encode(),
    }
    body = p(t("a")) + p('<w:commentRangeStart w:id="2"/>' + t("b") + '<w:r><w:commentReference w:id="2"/></w:r>')
    hint = "do as it says, or resolve or delete it [comment]"
    assert told(body, parts) == [
        f"{NAME}: warning: a comment: 'To do: anywhere'; {hint}",
        f"{NAME}:2:1: warning: a comment: 'To do: is this {'so ' * 21}so...'; {hint}",
    ]


@pytest.mark.parametrize(
    ("kind", "told_as"),
    [
        ("image", "a picture"),
        ("oleObject", "an object"),
        ("attachedTemplate", "a template"),
        ("mailMergeSource", "something"),
    ],
)
def test_links_outside(kind: str, told_as: str) -> None:
    relations = part_of(BASE, RELATIONS).replace(
        b"</Relationships>",
        b'<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        b' Target="https://example.org/" TargetMode="External"/>'
        + f'<Relationship Id="x2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="https://example.org/spy" TargetMode="External"/></Relationships>'.encode(),
    )
    (line,) = told(p(t("a")), {RELATIONS: relations})
    assert line.startswith(f"{NAME}: error: a link to {told_as} outside the file, which is fetched when it is opened; ")
    assert "example" not in line


def test_macros() -> None:
    (line,) = told(p(t("a")), {"word/vbaProject.bin": b"x"})
    assert line.startswith(f"{NAME}: error: holds macros")


# --- what is not read at all


def retyped(kind: str) -> bytes:
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = part_of(BASE, TYPES)
    assert plain in types
    return made.with_part(BASE, TYPES, types.replace(plain, kind.encode()))


def open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "rule", "message"),
    [
        (b"", "empty-file", "holds nothing"),
        (b"Dear Mrs Patel", "not-word", "is not a Word document"),
        (b"%PDF-1.7", "not-word", "is a PDF, not a Word document"),
        (b"{\\rtf1", "not-word", "is an RTF file, not a Word document"),
        (b"<html>", "not-word", "is a web page, or XML, not a Word document"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "not-word", "is a Word file of the old kind (.doc)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted", "is encrypted"),
        (open_document(), "not-word", "is an OpenDocument file (.odt)"),
        (made.with_part(BASE, DOCUMENT, b"<x/>"), "not-word", "is not a Word document of a known kind"),
        (made.with_part(BASE, DOCUMENT, b"<w:document"), "damaged-file", "is damaged (ParseError)"),
        (made.with_part(BASE, CUSTOM, b"\xff"), "damaged-file", "is damaged (ParseError)"),
        (retyped("application/vnd.ms-word.document.macroEnabled.main+xml"), "macro", "of the kind of .docm files"),
        (retyped("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "macro", "of the kind of .dotm files"),
        (retyped("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "macro", "of .dotx"),
        (retyped("text/plain"), "not-word", "is not a Word document"),
    ],
)  # fmt: skip
def test_what_is_no_letter(data: bytes, rule: str, message: str) -> None:
    problem = refusal(data)
    assert problem.rule == rule
    assert message in problem.message


ENTITY = f'<!DOCTYPE w [<!ENTITY a "{"x" * 100}"><!ENTITY b "{"&a;" * 100}"><!ENTITY c "{"&b;" * 100}">]>'
MANY_NOTES = "".join('<w:r><w:footnoteReference w:id="1"/></w:r>' for _ in range(2_001))


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (document(" " * 10_000_000), "too-large"),
        (document("<w:p/>" * 1_000_000), "too-large"),
        (document("<w:p/>" * 700_000), "too-large"),
        (document("<w:p/>" * 2_001), "too-large"),
        (document(p(t("x" * 200_001))), "too-large"),
        (document(p(MANY_NOTES)), "too-large"),
        (document("".join(start(n, "view_1") for n in range(100)) + p(t("a")) * 200 + "".join(map(end, range(100)))), "too-large"),
        (document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), "damaged-file"),
        (document(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000)), "damaged-file"),
        (f"{HEAD}{ENTITY}<w:document {W}><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>".encode(), "not-word"),
        (document("").decode().replace('"UTF-8"', '"UTF-16"').replace("?>", f"?>{ENTITY}").encode("utf-16"), "not-word"),
    ],
)  # fmt: skip
def test_what_is_made_to_do_harm(body: bytes, rule: str) -> None:
    data = packed(body)

    def read_it() -> None:
        with memory() as most:
            problem = refusal(data)
            assert most() < 200_000_000
        assert problem.rule == rule
        if rule == "too-large":
            assert problem.message == "is longer than any letter"

    in_bounds(read_it)


@pytest.mark.parametrize("name", [STYLES, FOOTNOTES, COMMENTS, EXTENDED, CUSTOM, TYPES, RELATIONS])
def test_the_other_parts_are_limited_too(name: str) -> None:
    body = p('<w:r><w:footnoteReference w:id="1"/></w:r>')
    for content in (b"<a>" + b" " * 3_100_000 + b"</a>", b"<a>" + b"<b/>" * 450_000 + b"</a>"):
        assert refusal(packed(body, {name: content})).rule == "too-large"


def test_heavy_within_the_limits_is_still_quick() -> None:
    names = ["fact_1", "view_1", "_Ref1", "x"]
    bookmarks = "".join(start(n, names[n % 4]) for n in range(18_000)) + "".join(map(end, range(18_000)))
    styles = "".join(
        f'<w:style w:styleId="S{n}"><w:name w:val="S"/><w:basedOn w:val="S{n + 1}"/></w:style>' for n in range(20_000)
    )
    fields = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>' * 150
    called = '<w:r><w:footnoteReference w:id="1"/></w:r>' * 1_900
    body = bookmarks + p(fields) + p(called) + "".join(p(t("w" * 90), f"S{n}") for n in range(1_900))

    def read_it() -> None:
        returned = read(
            body,
            {
                STYLES: f"{HEAD}<w:styles {W}>{styles}</w:styles>".encode(),
                CUSTOM: custom(FACT),
                FOOTNOTES: notes("footnote", {1: p(t("x" * 190_000))}),
            },
        )
        assert len(returned.blocks) == 1_901
        assert len(returned.notes) == 1_900

    in_bounds(read_it)


def test_a_file_that_was_cut_off() -> None:
    data = write_docx(long_letter(), LETTERHEAD)
    for cut in range(0, len(data), 500):
        assert refusal(data[:cut]).rule in ("empty-file", "damaged-file", "not-word")


def rich() -> bytes:
    """A real letter with a little of everything, whose parts are then spoilt."""
    relations = part_of(write_docx(sample_letter(), LETTERHEAD), RELATIONS)
    data = write_docx(sample_letter(), LETTERHEAD)
    more = (
        p(start(1, "fact_1") + t("a") + f"<w:ins>{t('b')}</w:ins><w:del>{t('c')}</w:del>" + end(1), more=LISTED)
        + p(CLOSED_FIELD.format("REF x", t("y")) + "<m:oMath/><w:r><w:rPr><w:vanish/></w:rPr><w:t>h</w:t></w:r>")
        + p(f"<w:r><w:drawing>{BOX}</w:drawing></w:r>") + f"<w:tbl><w:tr><w:tc>{p(t('x'))}</w:tc></w:tr></w:tbl>"
    )  # fmt: skip
    more = re.sub(r"<w:p>|<w:tbl>", lambda found: found[0].replace(">", f" {SPACES}>"), more)
    body = part_of(data, DOCUMENT).replace(b"<w:sectPr", more.encode() + b"<w:sectPr", 1)
    comments = f'{HEAD}<w:comments {SPACES}><w:comment w:id="0" w:author="Tom">{p(t("Sure?"))}</w:comment></w:comments>'
    return packed(body, {CUSTOM: custom(WHOLE), COMMENTS: comments.encode(), RELATIONS: relations}, data)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[place] = chance.randrange(256)
            case 1:
                del changed[place : place + chance.randint(1, 40)]
            case 2:
                changed[place:place] = changed[place // 2 : place // 2 + chance.randint(1, 60)]
            case _:
                changed[place : place + 4] = chance.randbytes(4)
    return bytes(changed)


def rearranged(xml: bytes, chance: random.Random) -> bytes:
    """XML that is still sound, mostly: elements taken out, doubled, given other ids or other names."""
    tags = re.findall(rb"<w:[a-zA-Z]+(?: [^<>]*)?/>|<w:t[^<>]*>[^<>]*</w:t>", xml)
    names = [
        b"w:ins",
        b"w:del",
        b"w:tab",
        b"w:t",
        b"w:fldChar",
        b"w:drawing",
        b"w:bookmarkEnd",
        b"w:tbl",
        b"w:p",
        b"w:sdt",
    ]
    for _ in range(chance.randint(1, 8)):
        tag = chance.choice(tags)
        other = chance.choice([b"", tag + tag, chance.choice(tags), b"<%s/>" % chance.choice(names)])
        xml = xml.replace(tag, other, chance.choice([1, -1]))
        if chance.random() < 0.5:
            name, new = chance.choice(names), chance.choice(names)
            xml = re.sub(rb"(</?)%s(?=[ />])" % name, rb"\1" + new, xml)
    return xml


def test_spoilt_files_raise_nothing() -> None:
    data = rich()
    returned, problems = read_docx(data, NAME)
    assert problems == []
    assert returned is not None
    assert len({problem.rule for problem in returned.oddities}) == 8
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    chance = random.Random(20)
    rules, sound = set(), 0
    for round_ in range(600):
        name = chance.choice([DOCUMENT, *parts])
        if round_ % 3 == 0:
            changed = spoilt(data, chance)
        elif round_ % 3 == 1:
            changed = made.with_part(data, name, spoilt(parts[name], chance))
        else:
            changed = made.with_part(data, DOCUMENT, rearranged(parts[DOCUMENT], chance))
        returned, problems = read_docx(changed, NAME)
        assert (returned is None) == bool(problems)
        sound += returned is not None
        for block in () if returned is None else returned.blocks:
            assert all(0 <= mark.start < mark.end <= len(block.text) for mark in block.marks)
            assert all(0 <= call.at <= len(block.text) and call.note in returned.notes for call in block.calls)
        rules |= {problem.rule for problem in problems}
    assert sound > 150
    assert "damaged-file" in rules


# --- laws


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t"))
        .filter(str.strip),
        max_size=6,
    )
)  # fmt: skip
def test_whatever_python_docx_writes_comes_back(paragraphs: list[str]) -> None:
    returned, problems = read_docx(made.word(paragraphs), NAME)
    assert problems == []
    assert returned is not None
    assert [block.text for block in returned.blocks] == paragraphs
    assert [block.places for block in returned.blocks] == [((0, n, 1),) for n in range(1, len(paragraphs) + 1)]
    assert returned.oddities == ()


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text("ab ", min_size=1, max_size=4), st.booleans()), min_size=1, max_size=12))
def test_how_runs_are_split_makes_no_difference(pieces: list[tuple[str, bool]]) -> None:
    body = "".join(("<w:proofErr/>" if proof else "") + t(text) for text, proof in pieces)
    whole = "".join(text for text, _ in pieces)
    split, joined = (
        read(p(start(1, "fact_1") + inner + t("!") + end(1)), {CUSTOM: custom(FACT)}) for inner in (body, t(whole))
    )
    assert split == joined


def test_python_docx_is_not_imported_to_read() -> None:
    code = (
        "import sys, drafter.formats.docx.read as r; r.read_docx(open(sys.argv[1], 'rb').read(), 'a');"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'docx', 'lxml', 'jinja2', 'click', 'yaml'}))"
    )
    command = [sys.executable, "-c", code, str(ROOT / "templates" / "letterhead.docx")]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"
