"""What a person typed reads in Markdown as it was typed; independent readers see the letter's notes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from letters import sample_letter
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from drafter import located_yaml
from drafter.formats.markdown import escape, write_markdown
from drafter.letter.correspondent import clean
from drafter.letter.tree import Heading, Kind, Letter, Paragraph, Sentence


def plain(markdown: str) -> str:
    """The text that a reader of CommonMark sees; fails where anything in it was taken for markup."""
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"], markdown
    children = tokens[1].children or []
    assert {t.type for t in children} <= {"text", "text_special"}, markdown
    return "".join(t.content for t in children)


typed = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).map(clean).filter(bool)


@given(typed)
@example("1. a list")
@example("1986\\) or - + * > # ~~~")
@example("{{ 9*9 }} <b>&amp; [x](y) ![z](w) `c` \\")
@example("=== ---")
@example("a | b --|--")
@example("[^1]: note")
@example("&copy; &#169;")
@example(": definition")
def test_typed_text_reads_as_typed(text):
    assert plain(escape(text)) == text


def test_a_letter_of_hostile_texts_keeps_its_shape():
    nasty = "# {{ 9*9 }} <script>alert(1)</script> [a](javascript:b) *x* _y_ `z` ![i](j) &lt; | ~~s~~ $m$ [^1] @cite"
    block = Paragraph((Sentence(nasty, Kind.COURTESY),), "opening")
    letter = sample_letter(
        addressee=(nasty, "1. High Street"), salutation=f"Dear {nasty}", reference=nasty, blocks=(block,)
    )
    html = MarkdownIt("commonmark").use(front_matter_plugin).use(footnote_plugin).render(write_markdown(letter))
    assert "<script>" not in html
    assert "javascript:" not in html.replace("(javascript:b)", "")
    assert html.count("{{ 9*9 }}") == 4
    assert "<em>x</em>" not in html


def test_footnotes_are_read_by_another_reader_in_their_order():
    letter = sample_letter()
    reader = MarkdownIt("commonmark").use(front_matter_plugin).use(footnote_plugin)
    environment: dict[str, dict[str, dict[int, dict[str, str]]]] = {}
    reader.parse(write_markdown(letter), environment)
    labels = [note["label"] for _, note in sorted(environment["footnotes"]["list"].items())]
    assert labels == [note.fact for note in letter.notes]


def test_front_matter_is_yaml_and_holds_what_was_asked():
    letter = sample_letter(reference='EM/2018: "42" # no', topics=("staff", "yes"), position="opposition")
    _, front, _ = write_markdown(letter).split("---\n", 2)
    document, problems = located_yaml.parse(front, "front")
    assert not problems
    assert document is not None
    root = document.root
    assert isinstance(root, dict)
    assert root["reference"] == letter.reference
    assert root["topics"] == ["staff", "yes"]
    assert root["date"] == letter.date.isoformat()
    assert "name" not in front
    assert letter.addressee[0] not in front


def test_a_position_is_marked_and_a_heading_is_a_heading():
    block = Paragraph((Sentence("I think so [really].", Kind.POSITION),), "position")
    text = write_markdown(sample_letter(blocks=(Heading("Money & time", "funding"), block), notes=()))
    assert "\n\n## Money \\& time\n\n[I think so \\[really\\].]{.position}\n" in text


@pytest.mark.parametrize("field", ["small_print", "reference"])
def test_an_empty_field_leaves_no_trace(field):
    letter: Letter = sample_letter(**{field: ""})
    assert "\n\n\n" not in write_markdown(letter)
