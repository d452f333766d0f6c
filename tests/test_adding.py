"""A format of letters, a kind of sentence and a kind of input file are each one entry of one table.

Each test adds an invented one by its entry alone, uses it from end to end, and takes it away again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from directly import plain_sentence
from post import read
from running import ROOT, run_drafter
from shipped import letter_of
from test_review_laws import review_of, shelf

from drafter.batch.tables import open_table
from drafter.files import inputs
from drafter.files.inputs import Input
from drafter.formats import FORMATS, READERS, WRITERS, Format, WholeForm
from drafter.formats.plain import read_plain, write_plain
from drafter.inbox.gather import gather
from drafter.inbox.model import RawMessage
from drafter.letter.returned import Returned
from drafter.letter.tree import About, Kind, Letter, Paragraph, ReaderDetails
from drafter.privacy import DataKind as Held
from drafter.privacy import places
from drafter.problems import Problem
from drafter.review.model import SentenceStatus
from drafter.review.sheet.page import sheet
from drafter.sources.extract import extract

LETTERHEAD = (ROOT / "templates" / "letterhead.docx").read_bytes()
DAY = date(2018, 7, 10)

# --- a format of letters: plain text in UTF-16


def write_wide(letter: Letter, _letterhead: bytes, copy: Any, *, large_print: bool = False, **_: Any) -> WholeForm:
    def wide(made: Letter, reader: ReaderDetails) -> bytes:
        return write_plain(made.to(reader), copy=copy, large_print=large_print).encode("utf-16")

    return WholeForm(wide, letter)


def read_wide(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    return read_plain(data.decode("utf-16").encode("utf-8"), name)


def test_a_format_is_one_entry(office: Path) -> None:
    draft = ("draft", "--topic", "privatisation", "--to", "Mrs J Patel", "--date", str(DAY), "-o", "letter.wide")
    for command in ("draft", "review"):  # their help is written when they are loaded, and names the formats of then
        assert run_drafter(command, "--help").code == 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(FORMATS, ".wide", Format(".wide", write_wide, read_wide))
        assert run_drafter(*draft).code == 0
        text = (office / "letter.wide").read_bytes().decode("utf-16")
        assert "Dear Mrs Patel," in text
        assert run_drafter(*draft[:-1], "letter.txt").code == 0
        told, plain = (run_drafter("review", name).text.splitlines() for name in ("letter.wide", "letter.txt"))
        assert told[:-1] == plain[:-1]  # the last says which file was seen
        assert places(office)[0].kind is Held.LETTERS
        assert ".wide" in run_drafter(*draft[:-1], "letter.odd").err
    assert run_drafter(*draft).code == 2
    assert ".wide" not in (*WRITERS, *READERS)


# --- a kind of sentence: an aside, which whoever writes it marks as such


@pytest.fixture
def aside() -> Iterator[Kind]:
    """The table of kinds with one entry more, as if it stood in the class."""
    about = About(
        "An aside",
        "Words by the way.",
        heard="by the way: ",
        css="letter-spacing: .3em;",
        standing="view",
        turns=True,
        beside=True,
        span="aside",
        whose="the aside",
        mark="aside_",
        style="Aside Sentence",
        believed=True,
    )
    with pytest.MonkeyPatch.context() as patched:
        kind = Kind._new_member_(Kind, "aside", about)
        kind._name_ = "ASIDE"
        patched.setitem(Kind._member_map_, "ASIDE", kind)
        patched.setitem(Kind._value2member_map_, "aside", kind)
        patched.setattr(Kind, "_member_names_", [*Kind._member_names_, "ASIDE"])
        yield kind


SAID = "The kettle is always on in this office."


def letter_with(kind: Kind) -> Letter:
    """A letter with one sentence more, in a paragraph with others."""
    made = letter_of(("privatisation",), DAY).letter
    first = made.blocks[0]
    assert isinstance(first, Paragraph)
    more = replace(first, sentences=(*first.sentences, plain_sentence(SAID, kind)))
    return replace(made, blocks=(more, *made.blocks[1:]))


@pytest.mark.parametrize("ending", [".docx", ".md", ".html"])
def test_a_kind_of_sentence_is_one_entry(ending: str, aside: Kind) -> None:
    letter = letter_with(aside)
    data = WRITERS[ending](letter, LETTERHEAD, "clean").filled(letter.particulars)
    found = review_of(data, ending)
    (one,) = (passage for passage in found.passages if passage.text == SAID)
    assert one.standing is SentenceStatus.VIEW
    assert {segment.kind for segment in one.segments} == {aside}
    page = sheet(found, shelf(), {}, "letter")
    assert ".of-aside { letter-spacing: .3em; }" in page
    assert f'<span class="part of-aside">{SAID}</span>' in page


def test_a_mark_that_marks_nothing_says_how_such_words_are_marked(aside: Kind) -> None:
    returned, _ = READERS[".md"](b"Dear Ann,\n\nThe kettle is on {.aside} here.\n", "a.md")
    assert returned is not None
    hint = "'[' stands before the aside and ']{.aside}' behind them, within one paragraph"
    assert hint in [one.hint for one in returned.oddities]


def test_a_kind_that_was_taken_away_is_nowhere() -> None:
    with pytest.raises(ValueError, match="aside"):
        Kind("aside")
    returned, _ = READERS[".md"](b"Dear Ann,\n\n[The kettle is on.]{.aside}\n", "a.md")
    assert returned is not None
    assert not any(block.marks for block in returned.blocks)


# --- a kind of input file: text from the last line to the first

ENTRY = Input(
    (".back", ".bck"),
    document="tests.backwards:read_document",  # by the child process, which knows this folder by that name alone
    message="backwards:read_message",
    table="backwards:open_table",
    own_data="its own first line",
    type="report",
    kept_as="post",
)


def test_a_kind_of_input_file_is_one_entry(office: Path) -> None:
    path = office / "letter.bck"
    path.write_text("Ann Example\nYours sincerely,\n\nWhen will the garden open?\n\nDear Ms Marsh,\n", "utf-8")
    (office / "templates" / "letterhead.odd").write_text("odd", "utf-8")
    people = office / "people.back"
    people.write_text("Ann Example|1 Mill Lane\nname|address\n", "utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(inputs, "INPUTS", (*inputs.INPUTS, ENTRY))
        document, problems = extract(path, path.name)
        assert problems == []
        assert document is not None
        assert (document.kind, document.blocks[0], document.blocks[-1]) == ("back", "Dear Ms Marsh,", "Ann Example")
        assert document.found["title"].place == "its own first line"
        assert document.found["type"].value == "letter"

        (raw,) = gather([str(path)])
        assert isinstance(raw, RawMessage)
        assert read(raw.data, raw.kind).writer.name == "Ann Example"

        table, _ = open_table(people, people.name)
        assert table is not None
        assert [[one.text for one in row.cells] for row in table.rows()] == [
            ["name", "address"],
            ["Ann Example", "1 Mill Lane"],
        ]
        assert [(place.path, place.kind) for place in places(office)] == [
            ("letter.bck", Held.POST),
            ("people.back", Held.POST),
        ]
        assert ".docx, .eml, .back, .bck" in str(extract(office / "templates" / "letterhead.odd", "x")[1][0])
    assert [one.rule for one in extract(path, path.name)[1]] == ["unknown-file"]
    assert [one.rule for one in gather([str(path)]) if isinstance(one, Problem)] == ["unknown-file"]
    assert [one.rule for one in open_table(people, people.name)[1]] == ["unknown-file"]
    assert places(office) == []


def test_what_is_said_of_the_kinds_of_input_files_names_all_of_them() -> None:
    documents, posts = inputs.endings("document"), inputs.endings("message")
    explained = run_drafter("check", "--explain", "unknown-file").text
    assert [ending for ending in documents if ending not in explained] == []
    explained = run_drafter("check", "--explain", "no-messages").text
    assert [ending for ending in posts if ending not in explained] == []


def test_every_reader_of_the_table_is_there() -> None:
    names = {name for one in inputs.INPUTS for name in (one.document, one.message, one.messages, one.table) if name}
    assert all(callable(inputs.reader(name)) for name in names)
    endings = [ending for one in inputs.INPUTS for ending in one.endings]
    assert len(endings) == len(set(endings))
