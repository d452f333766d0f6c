"""Word letters before the programs that people open them with.

Run only where LibreOffice, pandoc, poppler and the validator are (``npm install`` in this folder): there, a missing
tool is a failure, never a skip. ``python -m pytest -m tools tests/tools``
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from directly import plain_sentence, write_docx
from letters import BLANK, claim, long_letter, note, sample_letter, woven_letter
from PIL import Image
from programs import convert, pages, run, to_pdf, validate

from drafter.formats.copies import Copy
from drafter.formats.docx.letterhead import check_letterhead
from drafter.formats.docx.read import read_docx
from drafter.letter.returned import Returned
from drafter.letter.tree import Kind, Letter, Note, Paragraph, Run, Segment, Sentence
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
        blocks=(Paragraph((Sentence((claim(TYPED, "x"), Segment(TYPED, Kind.ACT))),), "x"),),
        notes=(Note(("x",), (), runs),),
        did=(TYPED,),
    )


def full_letter() -> Letter:
    """At the limit of one page: five of the nine notes in full."""
    letter = sample_letter()
    full = {"what-it-is", "who-pays", "minister-promised", "committee-asked", "trust-disagrees"}
    return replace(
        letter,
        notes=tuple(
            note("who-pays")._replace(facts=entry.facts) if entry.label in full else entry for entry in letter.notes
        ),
    )


LETTERS = {
    "one page": sample_letter(),
    "long": long_letter(),
    "evil": evil_letter(),
    "bare": sample_letter(notes=()),
    "woven": woven_letter(),
}


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("large_print", [False, True])
def test_the_sdk_finds_nothing_wrong(name: str, large_print: bool, tmp_path: Path) -> None:
    assert validate(written(LETTERS[name], tmp_path, large_print=large_print)) == []


def test_the_sdk_finds_nothing_wrong_with_a_reviewing_copy(tmp_path: Path) -> None:
    assert validate(reviewing(tmp_path / "draft.docx", woven_letter())) == []


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
        filler = Paragraph(
            (plain_sentence("A line of text that fills the page. " * 3 * (lines + 1), Kind.COURTESY),), "x"
        )
        made = replace(letter, blocks=(*letter.blocks[:10], *(filler,) * 5))
        (page,) = [page for page in pages(to_pdf(written(made, tmp_path))) if "Yours sincerely," in page]
        assert re.search(r"Yours sincerely,\s+Eleanor Marsh MP\s+Member of Parliament", page)


def test_pandoc_reads_the_notes_where_they_belong(tmp_path: Path) -> None:
    letter = sample_letter()
    path = written(letter, tmp_path)
    markdown = run("pandoc", "--wrap=none", "-t", "markdown", path)
    called = re.findall(r"(\w+)\.\[\^(\d)\]", markdown)
    cited = [sentence for sentence in letter.sentences() if sentence.facts]
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


# --- sentences that are woven of parts, in the programs that people edit them with

DOCX = "docx:MS Word 2007 XML"


def reviewing(path: Path, letter: Letter) -> Path:
    remarks = {id_: (f"Fact {id_}", "What the document says.") for id_ in letter.claims}
    path.write_bytes(write_docx(letter, LETTERHEAD, copy=Copy.REVIEWING, remarks=remarks))
    return path


def returned_from(path: Path) -> Returned:
    returned, problems = read_docx(path.read_bytes(), path.name)
    assert returned is not None, problems
    return returned


def marked(path: Path) -> list[tuple[str, str, str]]:
    blocks = returned_from(path).blocks
    return [(str(m.kind), m.fact, block.text[m.start : m.end]) for block in blocks for m in block.marks]


def called(path: Path) -> list[tuple[str, str]]:
    """What stands before each call of a note, and what the note says."""
    returned = returned_from(path)
    return [(b.text[: call.at], returned.notes[call.note].text) for b in returned.blocks for call in b.calls]


def comments(path: Path) -> list[str]:
    """The comments, each as the words that it stands on; called once each."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
    found: dict[str, str] = {}
    open_: set[str] = set()
    for begins, ends, text in re.findall(
        r'<w:commentRangeStart [^>]*w:id="(\d+)"|<w:commentRangeEnd [^>]*w:id="(\d+)"|<w:t[^>]*>([^<]*)</w:t>', xml
    ):
        open_ = (open_ | ({begins} if begins else set())) - {ends}
        for id_ in open_:
            found[id_] = found.get(id_, "") + text
    assert sorted(re.findall(r'<w:commentReference [^>]*w:id="(\d+)"', xml)) == sorted(found)
    return list(found.values())


def notes_in_order(path: Path, letter: Letter) -> list[bool]:
    """Whether each note is printed behind its own number."""
    printed = " ".join(" ".join(pages(to_pdf(path))).split())
    texts = enumerate((" ".join(note.text.split()) for note in letter.notes), 1)
    return [bool(re.search(rf"(?<!\d){number} {re.escape(text)}", printed)) for number, text in texts]


@pytest.mark.parametrize("copy", [Copy.CLEAN, Copy.REVIEWING])
def test_libreoffice_keeps_whose_words_are_whose(copy: Copy, tmp_path: Path) -> None:
    letter = woven_letter(did=("wrote to the Minister; twice", "telephoned, on 3 July"))
    path = reviewing(tmp_path / "draft.docx", letter)
    if copy is Copy.CLEAN:
        path = written(letter, tmp_path)
    convert(path, DOCX, tmp_path / "saved")
    convert(path, "odt", tmp_path / "odt")
    convert(tmp_path / "odt" / f"{path.stem}.odt", DOCX, tmp_path / "back")
    for folder in ("saved", "back"):
        saved = tmp_path / folder / path.name
        assert marked(saved) == marked(path)
        assert called(saved) == called(path)
        assert comments(saved) == comments(path)
        assert returned_from(saved).record == returned_from(path).record
        assert returned_from(saved).oddities == ()


def test_libreoffice_keeps_the_notes_in_their_order_however_often_it_saves(tmp_path: Path) -> None:
    letter = woven_letter()
    first = path = reviewing(tmp_path / "draft.docx", letter)
    assert notes_in_order(path, letter) == [True] * len(letter.notes)
    for turn in range(3):
        convert(path, DOCX, tmp_path / str(turn))
        path = tmp_path / str(turn) / "draft.docx"
        assert called(path) == called(first)
        assert comments(path) == comments(first)
        assert notes_in_order(path, letter) == [True] * len(letter.notes)


def changed(path: Path, change: Callable[[str], str]) -> Path:
    """The file with its text's XML changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                before = part.decode("utf-8")
                assert change(before) != before
                part = change(before).encode("utf-8")
            target.writestr(name, part)
    path.write_bytes(made.getvalue())
    return path


def test_those_faults_of_libreoffices_are_still_there(tmp_path: Path) -> None:
    """Where they are not, marks and comments may end where their words do."""
    letter = woven_letter()

    def comment_ends_early(xml: str) -> str:
        end = re.search(r'<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>', xml)
        assert end
        asked = "every parish would be asked</w:t></w:r>"
        return xml.replace(end[0], "").replace(asked, asked + end[0])

    path = changed(reviewing(tmp_path / "comment.docx", letter), comment_ends_early)
    assert not all(notes_in_order(path, letter))

    def marks_end_early(xml: str) -> str:
        return re.sub(r'(<w:r><w:t xml:space="preserve"> </w:t></w:r>)(<w:bookmarkEnd w:id="\d+"/>)', r"\2\1", xml)

    path = changed(written(letter, tmp_path), marks_end_early)
    whole = marked(path)
    convert(path, DOCX, tmp_path / "saved")
    cut = [
        (was[2], now[2]) for was, now in zip(whole, marked(tmp_path / "saved" / path.name), strict=True) if was != now
    ]
    assert cut
    assert all(now == was[:-1] for was, now in cut)


def test_pandoc_reads_notes_within_sentences(tmp_path: Path) -> None:
    letter = woven_letter()
    for path in (written(letter, tmp_path), reviewing(tmp_path / "draft.docx", letter)):
        text = run("pandoc", "--wrap=none", "-t", "markdown", path)
        behind = [next(s.text.strip() for sentence in letter.sentences() for s in sentence.segments[::-1] if s.fact == n.facts[-1])
                  for n in letter.notes]  # fmt: skip
        found = re.findall(r"([^\]\n]*)\[\^(\d)\](?!:)", text)
        assert [(before.endswith(last), number) for (before, number), last in zip(found, behind, strict=True)] == [
            (True, str(number)) for number in range(1, len(letter.notes) + 1)
        ]


def test_what_is_to_be_decided_is_yellow_on_the_page(tmp_path: Path) -> None:
    pdf = to_pdf(written(woven_letter(), tmp_path))
    run("pdftoppm", "-r", "50", "-png", "-f", "1", "-l", "1", pdf, tmp_path / "page")
    (picture,) = tmp_path.glob("page*.png")
    image = Image.open(picture).convert("RGB")
    yellow = sum(image.getpixel((x, y)) == (255, 255, 0) for x in range(image.width) for y in range(image.height))
    assert yellow > 500
    assert BLANK in " ".join(pages(pdf)[0].split())
