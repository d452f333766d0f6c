"""Inputs made to take long or much memory: each is read in proportion to its size, or refused with one clear line.

The limits are on what a child computes, ten times what the work needs; nothing looks at a clock.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from bounded import in_bounds, in_little_memory
from running import run_drafter

from drafter.files import located_yaml
from drafter.files.fields import entries
from drafter.inbox.campaigns import changes_of, sentences_of, words_digest, words_of
from drafter.inbox.html import text_of_html
from drafter.inbox.model import RawMessage
from drafter.inbox.parse import paragraphs_of, read_message
from drafter.inbox.personal import PublicMatter, personal
from drafter.inbox.signature import OfficeContext
from drafter.problems import Problem
from drafter.sources.word import word_lines

SECONDS = 15
HEAD = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
WHOLE = 60_000  # letters: as many as are read of a message


def grown(piece: str, size: int = WHOLE) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def read(data: bytes, kind: str = ".eml") -> tuple[str, ...]:
    """The notes, or why it was not read; all that is asked of a message is asked."""
    found = read_message(RawMessage(f"x{kind}", kind, data), OfficeContext())
    personal(found.paragraphs, PublicMatter.of())
    words_digest(words_of(found.text))
    sentences_of(found.paragraphs)
    return (found.fault,) if found.fault else found.notes


TEXTS = {
    "short sentences": "a b c. ",
    "questions": "Why? ",
    "sentences of names": "Ann Hill. ",
    "closings on one line": "Kind regards. ",
    "closings": "Yours sincerely,\nAnn Hill\n\n",
    "greetings": "Dear Ms Marsh,\n\n",
    "lines that end with a colon": "ab:\n",
    "lines of headers": "To: b\nFrom: a\n",
    "labels": "Name: Ann Hill\nNote: x\n",
    "postscripts": "PS: and so\n",
    "telephones": "Tel: 01234 567890\n",
    "a quoted line and another": "a:\n> b\n",
    "'wrote' again and again": "On 10 July 2018, Ann Hill wrote:\n> hello\ntext\n",
    "rules": "--- - ___\nx\n",
    "spaces": " ",
    "tabs": "\t",
    "blank lines": "\n",
    "addresses": "1 Long Row\nWestmere\nWV1 9ZZ\n\n",
    "denials": "not ask about the hospital ",
    "one word": "a",
    "digits": "1",
    "marks": "a.\"'?! ",
    "commas": "on , wrote, ",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_message_takes_time_in_proportion(name: str) -> None:
    text = f"a{grown(TEXTS[name])}z"
    in_bounds(lambda: read(HEAD + b"\n" + text.encode()), SECONDS)


@pytest.mark.parametrize(
    "line", ["1" * 110 + "x", "1 " * 55 + "x", "123456789/  " * 9 + "x", "Ann " + "1 2 " * 30 + "x", "a@a." * 28 + " !"]
)
def test_so_does_a_line_that_is_nearly_a_telephone_number(line: str) -> None:
    in_bounds(lambda: read(HEAD + b"\nWords.\n\nYours,\nAnn Hill\n" + line.encode()), SECONDS)


def test_so_does_a_form_with_a_long_answer() -> None:
    form = f"Name: Ann Hill\nPostcode: WV1 9ZZ\nMessage: I write.\nI agree: {'b' * 50_000}!"
    in_bounds(lambda: read(HEAD + b"\n" + form.encode()), SECONDS)


def test_what_is_put_together_keeps_its_paragraphs() -> None:
    assert paragraphs_of(["One", "two.", "Three", "", "four"]) == ("One two.", "Three", "four")
    assert len(paragraphs_of(["word"] * 30_000)) == 1


def test_two_letters_of_thousands_of_sentences_are_compared_in_bounds() -> None:
    one, other = (". ".join(f"{who} said {n} of it" for n in range(8_000)) for who in ("He", "She"))
    in_bounds(lambda: changes_of([one], sentences_of([other])), SECONDS)


PARTS = {
    "many small parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 800_000,
    "parts in parts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(90)),
    "lines without end": b"\n" + b"x\n" * 3_000_000,
}


@pytest.mark.parametrize("name", PARTS)
def test_a_message_of_too_much_is_refused(name: str) -> None:
    def refused() -> None:
        (told,) = read(HEAD + PARTS[name])
        assert told.startswith("has more than ")

    in_bounds(refused, SECONDS)


def test_a_wrapped_message_of_megabytes_is_unwrapped() -> None:
    flowed = b"Content-Type: text/plain; format=flowed\n\n" + b"words of it \n" * 400_000
    in_bounds(lambda: read(HEAD + flowed), SECONDS)


PAGES = {
    "attributes": "<p " + " ".join(f"a{n}" for n in range(250_000)) + ">x",
    "attributes of a tag that never ends": "<p " + " ".join(f"a{n}" for n in range(250_000)),
    "choices": "<select>" + "<option>x" * 200_000,
    "formatting that is never closed": "<p>" + "".join(f"<b a={n}>" for n in range(1_000)) + "</p>" + "<p>x" * 300_000,
    "texts on one line": "a<i></i>" * 240_000,
    "elements in one another": "<div>" * 300_000,
    "quotations in one another": "<blockquote>x" * 100_000,
    "rules for every element": "<style>" + "p{color:red}" * 4_000 + "</style>" + "<p>x" * 300_000,
    "rules of many ancestors": "<style>" + "b b b b b i{color:red}" * 4_000 + "</style>" + "<b>" * 90 + "<i>x</i>" * 90_000,
    "rules with many exceptions": "<style>p" + ":not(.a)" * 30_000 + "{color:red}</style>" + "<p class=b>x" * 100_000,
    "choices in a rule": "<style>" + ":is(.a,.b,.c,.d) " * 20_000 + "{color:red}</style><p class=a>x",
    "rules in rules": "<style>" + ".a{" * 600_000 + "</style><p class=a>x",
    "names of values": "<p style='--a:var(--b);--b:var(--a);color:var(--a)'>x" * 20_000,
    "braces": "<style>" + "{" * 1_900_000 + "</style>",
    "colours in colours": "<p style='background:" + "rgb(" * 400_000 + "'>x",
    "transforms": "<p style='transform:" + "translate(" * 190_000 + "'>x",
    "comments": "<!--" * 400_000,
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_time_and_memory_in_proportion(name: str) -> None:
    in_little_memory(lambda: text_of_html(PAGES[name]), 30)


def test_tables_in_tables_are_read_once() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    depth = 60
    body = "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>Words</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>')

    def once() -> None:
        assert "".join(word_lines(held.getvalue())[0]) == "Words"

    in_bounds(once, SECONDS)


def test_runs_of_many_styles_are_read_in_bounds() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    run = '<w:r><w:rPr><w:rStyle w:val="s0"/></w:rPr><w:t>x</w:t></w:r>'
    styles = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/><w:rPr/></w:style>' for n in range(5_000))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        text = f'<w:document xmlns:w="{w}"><w:body><w:p>{run * 100_000}</w:p></w:body></w:document>'
        archive.writestr("word/document.xml", text)
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{w}">{styles}</w:styles>')
    in_bounds(lambda: word_lines(held.getvalue()), SECONDS)


def test_an_entry_of_many_unknown_fields_is_told_in_bounds() -> None:
    text = "- id: a\n" + "".join(f"  k{n}: v\n" for n in range(300_000))

    def told() -> None:
        document, _ = located_yaml.parse_yaml(text, "x.yaml")
        assert document is not None
        problems: list[Problem] = []
        for entry in entries(document, problems):
            entry.allow(("id", "claim"))
        assert 0 < len(problems) <= 100
        assert problems[0].where[:2] == ("x.yaml", 1)

    in_bounds(told, SECONDS)


YAML = {
    "values": ("[" + "a," * 1_100_000 + "]", "too-large"),
    "items": ("- a\n" * 1_100_000, "too-large"),
    "lists in lists": ("[" * 500_000, "broken-yaml"),
    "items in items": ("- " * 500_000, "too-deep"),
    "laughs": ("- &a [x, x]\n- &b [*a, *a]\n- &c [*b, *b]\n", "alias"),
    "one text again and again": ("- &a x\n" + "- *a\n" * 300_000, "alias"),
}


@pytest.mark.parametrize("name", YAML)
def test_a_file_of_too_much_is_refused(name: str) -> None:
    text, rule = YAML[name]

    def refused() -> None:
        document, (problem,) = located_yaml.parse_yaml(text, "x.yaml")
        assert document is None
        assert problem.rule == rule

    in_bounds(refused, SECONDS)


def test_a_text_of_ten_megabytes_is_a_text() -> None:
    def read() -> None:
        document, problems = located_yaml.parse_yaml('a: "' + "word " * 2_000_000 + '"', "x.yaml")
        assert document is not None
        assert problems == []

    in_bounds(read, SECONDS)


def test_a_file_that_is_far_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000_000)
    document, (problem,) = located_yaml.read_yaml(path)
    assert document is None
    assert problem.rule == "too-large"


LISTS = {
    "blank lines": "name,topic\n" + "\n" * 20_000_000,
    "one field": 'name,topic\n"' + "a" * 20_000_000 + '",funding\n',
    "columns": "name,topic" + ",x" * 100_000 + "\n" + "Ann Hill,funding\n",
    "headings": ",".join(f"h{n}" for n in range(300_000)) + "\n",
    "bytes": "name,topic\n" + "Ann Hill,funding\n" * 4_000_000,
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_too_much_is_told_of(name: str, office: Path) -> None:
    (office / "list.csv").write_text(LISTS[name])

    def told() -> None:
        ran = run_drafter("batch", "list.csv", "-o", "out", "--preview")
        assert ran.code in {0, 1}
        assert "fault in drafter" not in ran.err
        assert ran.code == 0 or "list.csv" in ran.err

    in_little_memory(told)


def test_a_sheet_of_too_many_cells_is_refused(office: Path) -> None:
    pytest.importorskip("python_calamine")
    with zipfile.ZipFile(office / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(600):
                sheet.write(b"<row>" + b"<c><v>1</v></c>" * 10_000 + b"</row>")

    def refused() -> None:
        ran = run_drafter("batch", "list.xlsx", "-o", "out", "--preview")
        assert ran.code == 1
        assert "has more than 5,000,000 cells" in ran.err

    in_bounds(refused, 30)
