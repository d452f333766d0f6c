"""What a person typed reads in Markdown as it was typed; independent readers see the letter's notes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from directly import plain_sentence
from hypothesis import example, given
from hypothesis import strategies as st
from letters import BLANK, claim, sample_letter, woven_letter
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from drafter.english.words import clean_line
from drafter.files import located_yaml
from drafter.formats.copies import Copy
from drafter.formats.markdown.write import escape, write_markdown
from drafter.letter.tree import Heading, Kind, Letter, Note, Paragraph, Run, Segment, Sentence


def plain(markdown: str) -> str:
    """The text that a reader of CommonMark sees; fails where anything in it was taken for markup."""
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(markdown)
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"], markdown
    children = tokens[1].children or []
    assert {t.type for t in children} <= {"text", "text_special"}, markdown
    return "".join(t.content for t in children)


typed = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80).map(clean_line).filter(bool)


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
    block = Paragraph((plain_sentence(nasty, Kind.COURTESY),), "opening")
    letter = sample_letter(
        addressee=(nasty, "1. High Street"), salutation=f"Dear {nasty}", reference=nasty, blocks=(block,)
    )
    html = MarkdownIt("commonmark").use(front_matter_plugin).use(footnote_plugin).render(write_markdown(letter))
    assert "<script>" not in html
    assert "javascript:" not in html.replace("(javascript:b)", "")
    assert html.count("{{ 9*9 }}") == 4
    assert "<em>x</em>" not in html


@pytest.mark.parametrize("letter", [sample_letter(), woven_letter()], ids=["plain", "woven"])
def test_footnotes_are_read_by_another_reader_in_their_order(letter):
    reader = MarkdownIt("commonmark").use(front_matter_plugin).use(footnote_plugin)
    environment: dict[str, dict[str, dict[int, dict[str, str]]]] = {}
    reader.parse(write_markdown(letter), environment)
    labels = [note["label"] for _, note in sorted(environment["footnotes"]["list"].items())]
    assert labels == [note.label for note in letter.notes]


def test_front_matter_is_yaml_and_holds_what_was_asked():
    letter = sample_letter(
        reference='EM/2018: "42" # no',
        topics=("staff", "yes"),
        position="opposition",
        asks=("staff.pay",),
        wants=("sign-motion", "no"),
        did=('wrote: "now"', "telephoned, [twice]"),
        said=woven_letter().said,
    )
    _, front, _ = write_markdown(letter).split("---\n", 2)
    document, problems = located_yaml.parse_yaml(front, "front")
    assert not problems
    assert document is not None
    root = document.root
    assert isinstance(root, dict)
    assert root["reference"] == letter.reference
    assert root["topics"] == ["staff", "yes"]
    assert root["asks"] == ["staff.pay"]
    assert root["wants"] == ["sign-motion", "no"]
    assert root["did"] == list(letter.did)
    assert "fears" not in root
    facts = root["facts"]
    assert isinstance(facts, dict)
    assert list(facts) == [said.fact for said in letter.said]
    assert root["date"] == letter.date.isoformat()
    assert "name" not in front
    assert letter.addressee[0] not in front


def test_a_position_is_marked_and_a_heading_is_a_heading():
    block = Paragraph((plain_sentence("I think so [really].", Kind.VIEW),), "position")
    text = write_markdown(sample_letter(blocks=(Heading("Money & time", "funding"), block), notes=()))
    assert "\n\n## Money \\& time\n\n[I think so \\[really\\].]{.position}\n" in text


@pytest.mark.parametrize("field", ["small_print", "reference"])
def test_an_empty_field_leaves_no_trace(field):
    letter: Letter = sample_letter(**{field: ""})
    assert "\n\n\n" not in write_markdown(letter)


WOVEN = """\
[You asked me to sign the motion on the gardens: \\[DECIDE: whether to sign the motion on the gardens\\].]{.act} \
[I wrote to the Minister on 3 July,]{.act} for [I think that a garden is worth a letter.]{.position}

The Minister told Parliament in February that no garden would be closed,[^closed] that every parish would be asked and \
that nothing was decided;[^asked] the Library, this month, that two have closed since. \
It has also been told that a third (the Library, again, is careful) may close.[^since]

The Government\u2019s answer is no: the guide says that a register would cost more than it is worth, and that \
nobody keeps one now,[^price] though neither says who might. [I regret that,]{.position} since most gardens are paid \
for by parishes.[^paid]

[I shall go on asking.]{.position} [Gardens, I believe, matter.]{.position}
"""


def test_a_woven_letter_has_notes_within_its_sentences_and_spans_for_views_and_acts():
    assert f"\n\n{WOVEN}\n" in write_markdown(woven_letter())


def test_a_final_copy_has_numbered_notes_and_no_spans():
    letter = woven_letter()
    text = write_markdown(letter, copy=Copy.FINAL)
    assert "{." not in text
    assert "facts:" not in text
    for number, note in enumerate(letter.notes, 1):
        assert f"[^{number}]: " in text
        last = next(s for sentence in letter.sentences() for s in sentence.segments[::-1] if s.fact == note.facts[-1])
        assert f"{last.text.strip()}[^{number}]" in text
    assert escape(BLANK) in text


def html(letter: Letter) -> str:
    return MarkdownIt("commonmark").use(front_matter_plugin).use(footnote_plugin).render(write_markdown(letter))


@pytest.mark.parametrize(
    "texts",
    [
        ("zebra.", "(two) three."),
        ("zebra", ". two."),
        ("-", " zebra."),
        ("1", ". zebra."),
        ("zebra ", "[two]: three"),
        ("zebra!", "[two](three)"),
        ("*zebra", "* two*"),
        ("<b", ">zebra</b>"),
        ("&am", "p; zebra"),
        ("`zebra", "`"),
    ],
)
def test_what_two_parts_come_to_is_no_markup_either(texts):
    first, second = texts
    note = (Note(("who-pays",), (), (Run("A."),)),)
    for cited in (False, True):
        sentence = Sentence((claim(first, "who-pays"), Segment(second, Kind.JOIN)))
        made = html(sample_letter(blocks=(Paragraph((sentence,), "x"),), notes=note if cited else ()))
        (body,) = [line for line in made.split("\n") if "zebra" in line]
        assert not set(re.findall(r"<(\w+)", body)) - {"p", "sup", "a"}
        call = re.findall(r"<sup.*?</sup>", body)
        assert len(call) == cited
        shown = unescape(re.sub(r"<sup.*?</sup>", "", body).removeprefix("<p>").removesuffix("</p>"))
        assert shown == (first + second).strip()
