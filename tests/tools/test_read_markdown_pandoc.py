"""A letter that pandoc rewrote, in each of its own forms of Markdown, reads as it did before."""

from __future__ import annotations

from pathlib import Path

import pytest
from letters import sample_letter, woven_letter
from programs import run
from shipped import DAYS, letter_of, topic_sets

from drafter.formats.markdown.read import read_markdown
from drafter.formats.markdown.write import write_markdown
from drafter.letter.returned import Returned
from drafter.letter.tree import Letter

pytestmark = pytest.mark.tools

FORMS = (
    "markdown",
    "commonmark_x",
    "gfm",
    "markdown-smart",
    "gfm --wrap=none",
    "commonmark_x --wrap=none",
)
# What pandoc's "smart" forms write for signs that are not ASCII, and which the reader leaves as it finds it.
PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "—": "---", "–": "--", "…": "..."})


def read(path: Path) -> Returned:
    returned, problems = read_markdown(path.read_bytes(), path.name)
    assert problems == []
    assert returned is not None
    return returned


def plain(text: str) -> str:
    return " ".join(text.translate(PLAIN).split())


def seen(returned: Returned) -> list[object]:
    """All that a reader of the letter can see, and all that checking it relies on."""
    return [
        (
            block.style,
            [plain(line) for line in block.text.split("\n")],
            [
                (mark.kind, plain(block.text[: mark.start]), plain(block.text[mark.start : mark.end]))
                for mark in block.marks
            ],
            [(plain(block.text[: call.at]), plain(returned.notes[call.note].text)) for call in block.calls],
        )
        for block in returned.blocks
    ]


def nasty() -> Letter:
    """Texts that look like markup, which pandoc escapes in its own way (at the start of a line it does not always)."""
    return sample_letter(
        addressee=("1. Mr *O’Hara* & [Sons]", "No. # 3_4_5 ~Road~ \\ `x`", "Flat + <b> $5 ^2^ {x} | @me", "a === :"),
        subject_line="What is “x_y*z” – 2017–2018?",
        reference="EM/2018_0417",
    )


def shipped() -> list[Letter]:
    return [letter_of(topics, day, position="government").letter for topics in topic_sets()[-3:] for day in DAYS]


def invented() -> list[Letter]:
    woven = woven_letter(fears=("cost.waste",), did=("wrote to the Minister: twice", "telephoned, on 3 July"))
    return [nasty(), woven]


@pytest.mark.parametrize("letters", [shipped, invented])
@pytest.mark.parametrize("form", FORMS)
def test_pandoc_changes_nothing_that_is_read(form, letters, tmp_path):
    for letter in letters():
        before, after = tmp_path / "before.md", tmp_path / "after.md"
        before.write_text(write_markdown(letter), "utf-8")
        to, *options = form.split()
        run("pandoc", "--standalone", "-f", "markdown", "-t", to, *options, "-o", after, before)
        first, second = read(before), read(after)
        assert seen(second) == seen(first)
        assert first.oddities == ()
        # GitHub's kind has no raised text, so that pandoc leaves circumflexes as they are; others would raise it.
        raised = {"words between circumflexes, which some programs raise"} if to == "gfm" else set()
        assert {odd.message for odd in second.oddities} <= raised
        assert second.record is not None
        assert first.record is not None
        # pandoc sorts names, so the order of the facts is lost.
        assert sorted(second.record.said) == sorted(first.record.said)
        assert (second.record.date, second.record.topics) == (first.record.date, first.record.topics)
        assert (second.record.version, second.record.length) == (first.record.version, first.record.length)
        for field in ("asks", "fears", "wants", "did"):
            assert getattr(second.record, field) == getattr(first.record, field) == getattr(letter, field)
        assert {note.fact for note in second.notes.values()} == {""}
