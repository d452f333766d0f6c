"""A letter that was written as Markdown reads back as it was, whatever an editor did to it; nothing goes unsaid."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date

import pytest
from bounded import in_bounds
from directly import plain_sentence
from hypothesis import example, given, settings
from hypothesis import strategies as st
from letters import sample_letter, woven_letter
from shipped import DAYS, ROOT, letter_of, topic_sets

from drafter import catalogue
from drafter.english.words import clean_line
from drafter.formats.copies import Copy, record_of
from drafter.formats.markdown.read import read_markdown
from drafter.formats.markdown.write import write_markdown
from drafter.letter.record import Record, SaidFact
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.letter.tree import Heading, Kind, Note, Paragraph, Run, Segment, Sentence
from drafter.problems import Severity

EXAMPLES = sorted((ROOT / "examples" / "letters").glob("*.md"))


def read(text: str | bytes) -> Returned:
    returned, problems = read_markdown(text if isinstance(text, bytes) else text.encode(), "letter.md")
    assert problems == []
    assert returned is not None
    for problem in returned.oddities:
        assert catalogue.explain(problem.rule), problem.rule
        assert problem.where.path == "letter.md"
    return returned


def only(text: str) -> Block:
    """The one block of a text that holds nothing odd."""
    returned = read(text)
    assert returned.oddities == ()
    (block,) = returned.blocks
    return block


def odd(text: str) -> list[str]:
    return [str(problem) for problem in read(text).oddities]


def place(block: Block, character: int) -> tuple[int, int]:
    """The line and column of a character, as whoever reads the places finds them."""
    before, line, column = [known for known in block.places if known[0] <= character][-1]
    return line, column + character - before


def folded(text: str) -> str:
    return " ".join(text.split())


LETTER = """\
---
title: Reading gardens
author: Office of Eleanor Marsh MP
date: 2018-07-10
lang: en-GB
reference: EM/2018/0417
topics: [closures, cost]
asks: ["closures.soon", cost.register]
fears: [closures.mine]
wants: [sign-motion]
did: ["wrote: twice", telephoned]
position: opposition
length: standard
large_print: yes
corrects: 12
drafter: "0.3.0"
facts:
  who-pays: 00ff00ff00ff00ff held
  what-it-was: 11ee11ee11ee11ee history
---

Mrs Asha Patel\\
1\\. Long Row

Dear Mrs Patel,

**Reading gardens \\& you**

## Who pays

Gardens are many.[^what-it-was] The parish
pays \\[mostly\\].[^who-pays] [I think *that* right. I said so.]{.position} [We *met*.]{.act}

*This office keeps\\
your letter.*

[^who-pays]: Library, *[A guide](<https://example.org/a>)*,
    2018.
[^what-it-was]: Library, 2017.
"""


def test_a_whole_letter():
    returned = read(LETTER)
    assert returned.oddities == ()
    assert returned.record == Record(
        version="0.3.0",
        date=date(2018, 7, 10),
        reference="EM/2018/0417",
        topics=("closures", "cost"),
        position="opposition",
        length="standard",
        large_print=True,
        said=(SaidFact("who-pays", "00ff00ff00ff00ff", True), SaidFact("what-it-was", "11ee11ee11ee11ee", False)),
        corrects=12,
        asks=("closures.soon", "cost.register"),
        fears=("closures.mine",),
        wants=("sign-motion",),
        did=("wrote: twice", "telephoned"),
    )
    assert returned.blocks == (
        Block("Mrs Asha Patel\n1. Long Row", "", ((0, 22, 1), (15, 23, 1), (16, 23, 3))),
        Block("Dear Mrs Patel,", "", ((0, 25, 1),)),
        Block("Reading gardens & you", "strong", ((0, 27, 3), (16, 27, 20))),
        Block("Who pays", "heading", ((0, 29, 4),)),
        Block(
            "Gardens are many. The parish pays [mostly]. I think that right. I said so. We met.",
            "",
            ((0, 31, 1), (17, 31, 32), (29, 32, 1), (34, 32, 7), (41, 32, 15), (43, 32, 28), (44, 32, 30), (52, 32, 39), (56, 32, 44),
             (74, 32, 74), (75, 32, 76), (78, 32, 80), (81, 32, 84)),
            (Mark(44, 74, Kind.VIEW), Mark(75, 82, Kind.ACT)),
            (Call(17, "what-it-was"), Call(43, "who-pays")),
        ),
        Block("This office keeps\nyour letter.", "emphasis", ((0, 34, 2), (18, 35, 1))),
    )  # fmt: skip
    assert returned.notes == {
        "what-it-was": ReturnedNote("Library, 2017.", "what-it-was"),
        "who-pays": ReturnedNote("Library, A guide, 2018.", "who-pays"),
    }


# ---- what the writer writes

typed = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).map(clean_line).filter(bool)
nasty = st.sampled_from(
    ["# {{ 9*9 }}", "<b>&amp;", "[x](y)", "![z](w)", "`c` \\", "=== ---", "[^1]: n", "^[n]", "[^a-b]", "{.position}", "&copy;",
     "--", "> q", "1. l", "a\\", "[a]{.position}", "***", "_x_", "<!-- c -->", "| a |", "[a]: b", "~~~", "---", "+", "\xa0", "Yes"]
)  # fmt: skip
texts = st.lists(typed | nasty, min_size=1, max_size=4).map(" ".join).map(clean_line).filter(bool)
segments = st.builds(
    lambda text, before, behind, kind, number: Segment(
        f"{before}{text}{behind}", kind, f"fact-{number}" if kind in (Kind.CLAIM, Kind.ANSWER) else ""
    ),
    texts, st.sampled_from(["", " "]), st.sampled_from(["", " "]), st.sampled_from(Kind), st.integers(0, 5),
)  # fmt: skip
sentences = st.lists(segments, min_size=1, max_size=4).map(lambda made: Sentence(tuple(made)))
RUNS = (("fact-0",), ("fact-2", "fact-1"), ("fact-3", "fact-4", "fact-5"))
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(lambda s: Paragraph(tuple(s), "part"))
titles = st.builds(Run, texts, st.booleans(), st.sampled_from(["", "https://example.org/a_(b)?c=<d>"]))
runs = st.lists(titles, min_size=1, max_size=3).map(
    lambda titles: [run for title in titles for run in (title, Run(", "))]
)
letters = st.builds(
    lambda blocks, notes, **rest: sample_letter(
        blocks=tuple(blocks), notes=tuple(Note(run, (), tuple(r)) for run, r in zip(RUNS, notes, strict=True)), **rest
    ),
    st.lists(paragraphs | texts.map(lambda text: Heading(text, "part")), min_size=1, max_size=5),
    st.lists(runs, min_size=3, max_size=3),
    addressee=st.lists(texts, min_size=1, max_size=4).map(tuple),
    salutation=texts,
    subject_line=texts,
    reference=st.just("") | texts,
    small_print=st.just("") | texts,
    topics=st.lists(st.sampled_from(["staff", "yes", "patients"]), unique=True).map(tuple),
    said=st.lists(st.builds(SaidFact, st.sampled_from(["fact-1", "a"]), st.just("0123456789abcdef"), st.booleans())
                  , unique_by=lambda said: said.fact).map(tuple),
    corrects=st.integers(0, 500),
    corrects_fact=st.sampled_from(["", "fact-1"]),
    asks=st.lists(st.sampled_from(["staff.pay", "yes.no"]), unique=True).map(tuple),
    fears=st.lists(st.sampled_from(["staff.pay", "patients.wait-long"]), unique=True).map(tuple),
    wants=st.lists(st.sampled_from(["sign-motion", "no"]), unique=True).map(tuple),
    did=st.lists(texts, max_size=2).map(tuple),
)  # fmt: skip


def lines(*texts: str) -> str:
    return "\n".join(folded(text) for text in texts)


def whose(sentence: Sentence) -> list[tuple[Kind, str]]:
    """What of a sentence is in a span: neighbouring words of the member's in one, each other in its own."""
    found: list[tuple[Kind, str]] = []
    before = None
    for segment in sentence.segments:
        if segment.kind is Kind.VIEW and before is Kind.VIEW:
            found[-1] = (Kind.VIEW, found[-1][1] + segment.text)
        elif segment.kind in (Kind.VIEW, Kind.ACT, Kind.READER):
            found.append((segment.kind, segment.text))
        before = segment.kind
    return [(kind, folded(text)) for kind, text in found]


def called(sentence: Sentence, labels: dict[str, str]) -> list[tuple[str, str]]:
    """What stands in a sentence before each call of a note, and the note's label."""
    ends = {s.fact: n for n, s in enumerate(sentence.segments, 1) if s.kind is Kind.CLAIM}
    return [
        (folded("".join(s.text for s in sentence.segments[:end])), labels[fact])
        for fact, end in sorted(ends.items(), key=lambda item: item[1])
        if fact in labels
    ]


@settings(max_examples=100, deadline=None)
@given(letters, st.booleans())
@example(sample_letter(), False)
@example(woven_letter(), False)
@example(sample_letter(blocks=(Paragraph((plain_sentence("[a] {.b}", Kind.VIEW),), "p"), Heading("x {#y}", "p"))), True)
def test_what_was_written_reads_back(letter, large_print):
    returned = read(write_markdown(letter, large_print=large_print))
    labels = {note.facts[-1]: note.label for note in letter.notes}
    calls = [call for sentence in letter.sentences() for call in called(sentence, labels)]
    assert {problem.rule for problem in returned.oddities} <= {"unused-note"}
    assert returned.record == record_of(letter, large_print=large_print)
    expected = [
        lines(*letter.addressee),
        "10 July 2018",
        *([f"Our reference: {letter.reference}"] if letter.reference else []),
        f"{letter.salutation},",
        letter.subject_line,
        *(b.text if isinstance(b, Heading) else " ".join(s.text for s in b.sentences) for b in letter.blocks),
        "Yours sincerely,",
        lines(*letter.signature),
        *([letter.small_print] if letter.small_print else []),
    ]
    assert [lines(*block.text.split("\n")) for block in returned.blocks] == [lines(*e.split("\n")) for e in expected]
    marked = [(m.kind, folded(block.text[m.start : m.end])) for block in returned.blocks for m in block.marks]
    assert marked == [part for sentence in letter.sentences() for part in whose(sentence)]
    found = [(folded(block.text[: c.at]), c.note) for block in returned.blocks for c in block.calls]
    assert [note for _, note in found] == [note for _, note in calls]
    assert all(text.endswith(before) for (text, _), (before, _) in zip(found, calls, strict=True))
    assert dict(returned.notes) == {
        note.label: ReturnedNote(folded(note.text), note.label) for note in letter.notes if note.label in {n for _, n in calls}
    }  # fmt: skip


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_an_example_is_read_to_the_last_line(path):
    text = path.read_text("utf-8")
    returned = read(text)
    assert returned.oddities == ()
    rows = text.split("\n")
    for block in returned.blocks:
        for start, line in zip((0, *(c.at for c in block.calls)), block.text.split("\n"), strict=False):
            row, column = place(block, start)
            word = block.text[start:].split()
            assert not word or rows[row - 1][column - 1 :].lstrip().startswith(word[0].rstrip(".")), line
    assert len(returned.notes) == text.count("\n[^")


@pytest.mark.parametrize("day", DAYS)
def test_each_sentence_of_a_shipped_letter_is_there(day):
    for topics in topic_sets():
        letter = letter_of(topics, day, position="government").letter
        returned = read(write_markdown(letter))
        assert returned.oddities == ()
        assert returned.record == record_of(letter)
        whole = "\n\n".join(block.text for block in returned.blocks)
        at = 0
        for sentence in letter.sentences():
            at = whole.index(sentence.text, at) + len(sentence.text)
        assert [call.note for block in returned.blocks for call in block.calls] == [note.label for note in letter.notes]
        assert {key: note.text for key, note in returned.notes.items()} == {
            note.label: note.text for note in letter.notes
        }
        marked = [(m.kind, block.text[m.start : m.end]) for block in returned.blocks for m in block.marks]
        assert marked == [part for sentence in letter.sentences() for part in whose(sentence)]


@pytest.mark.parametrize("letter", [sample_letter(), woven_letter()], ids=["plain", "woven"])
def test_a_final_copy_has_no_record_and_no_marks(letter):
    returned = read(write_markdown(letter, copy=Copy.FINAL))
    assert returned.record is None
    assert [block.marks for block in returned.blocks] == [()] * len(returned.blocks)
    assert list(returned.notes) == [str(n) for n, _ in enumerate(letter.notes, 1)]
    assert {note.fact for note in returned.notes.values()} == {""}


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[a [b]{.act} c]{.position}", [(Kind.VIEW, "a b c"), (Kind.ACT, "b")]),
        ("[a [b]{.position} c]{.position}", [(Kind.VIEW, "a b c")]),
        ("[a]{.act}[b]{.act}", [(Kind.ACT, "a"), (Kind.ACT, "b")]),
        ("[a]{.act .position}[b]{.actor}", [(Kind.ACT, "a")]),
        ('[<span class="ACT">a</span> b]{.position}', [(Kind.ACT, "a"), (Kind.VIEW, "a b")]),
        ("<span class=act>a</span> <span title='act'>b</span>", [(Kind.ACT, "a")]),
    ],
)
def test_spans(text, marks):
    block = only(text)
    assert [(m.kind, block.text[m.start : m.end]) for m in block.marks] == marks


# ---- what editors make of it


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "   \n").replace("\\   ", "\\").encode(),
        lambda text: b"\n\n" + text.encode(),
        lambda text: text.rstrip().encode(),
        lambda text: text.replace("\\\n", "  \n").encode(),
        lambda text: text.replace("## Who pays", "Who pays\n--------").encode(),
        lambda text: text.replace("## Who pays", "# Who pays #").encode(),
        lambda text: text.replace("## Who pays", "## Who pays {#who-pays .unnumbered}").encode(),
        lambda text: text.replace("\\&", "&amp;").encode(),
        lambda text: text.replace("[I", '<span class="position">I').replace("]{.position}", "</span>").encode(),
        lambda text: text.replace("[We", '<span data-x="1" class="seen act">We').replace("]{.act}", "</span>").encode(),
        lambda text: text.replace("{.act}", '{.seen .act x="1"}').encode(),
        lambda text: text.replace("*", "_").encode(),
        lambda text: text.replace("\n---\n\nMrs", "\n...\n\nMrs").encode(),
        lambda text: text.replace("large_print: yes", "large_print: true").encode(),
        lambda text: text.replace("Dear", "<!-- seen by EM -->\n\nDear").encode(),
        lambda text: text.replace("many.[^", "many. [^").encode(),
    ],
)
def test_the_same_letter_as_editors_write_it(change):
    before, after = read(LETTER), read(change(LETTER))
    assert [folded(b.text) for b in after.blocks] == [folded(b.text) for b in before.blocks]
    assert [b.style for b in after.blocks] == [b.style for b in before.blocks]
    assert [[folded(b.text[m.start : m.end]) for m in b.marks] for b in after.blocks] == [
        [folded(b.text[m.start : m.end]) for m in b.marks] for b in before.blocks
    ]
    assert [[(folded(b.text[: c.at]), c.note) for c in b.calls] for b in after.blocks] == [
        [(folded(b.text[: c.at]), c.note) for c in b.calls] for b in before.blocks
    ]
    assert (after.notes, after.record, after.oddities) == (before.notes, before.record, ())


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_read_and_told(encoding):
    returned = read("Caf\xe9 \u201cthe\u201d \xa35".encode(encoding))
    assert returned.blocks[0].text == "Caf\xe9 \u201cthe\u201d \xa35"
    (oddity,) = returned.oddities
    assert str(oddity) == (
        "letter.md: warning: is not UTF-8 text; look at accents, pounds and quotation marks, and save the file with"
        " encoding UTF-8 [not-utf-8]"
    )


def test_text_is_read_and_markup_is_not():
    block = only(
        'A *b **c*** `d [e]` <https://e.org> f\\*g &pound;5&nbsp;000 &lt;i&gt; \\ j -- "k"  l<br>m n\\\n  o [p]{.x}'
    )
    assert block.text == 'A b c d [e] https://e.org f*g \xa35\xa0000 <i> \xa0j -- "k"  l\nm n\no p'
    assert block.style == ""


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("**a *b* c**", "strong"),
        ("__a__", "strong"),
        ("*a **b** c*", "emphasis"),
        ("**a** **b**", ""),
        ("**a** b", ""),
        ("a", ""),
        ("# **a**", "heading"),
    ],
)
def test_style(text, style):
    assert only(text).style == style


def test_lists_and_quotations_are_paragraphs_and_told():
    returned = read("Before\n\n1. one\n   two\n2. - *three*\n\n> four\n> five\n> six\\*seven\n\nAfter")
    assert [(b.text, b.places) for b in returned.blocks] == [
        ("Before", ((0, 1, 1),)),
        ("one two", ((0, 3, 4), (4, 4, 4))),
        ("three", ((0, 5, 7),)),
        ("four five six*seven", ((0, 7, 3), (5, 8, 3), (10, 9, 3), (13, 9, 7))),
        ("After", ((0, 11, 1),)),
    ]
    assert list(map(str, returned.oddities)) == [
        "letter.md:3:1: warning: a list; the final copy has plain paragraphs [list]",
        "letter.md:7:1: warning: a block quotation; the final copy has plain paragraphs [markup]",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a ![b](c.png) d", ["1:3: error: a picture, which the final copy does not have [picture]"]),
        ('a <img src="x"> d', ["1:3: error: a picture, which the final copy does not have [picture]"]),
        ("a <b>c</b>", ["1:3: warning: an HTML tag, which the final copy does not have [markup]"]),
        ("a <!-- c --> d", []),
        ("<!-- c -->", []),
        ("a <?b c?>", ["1:3: error: HTML, which the final copy does not have; write it as text [markup]"]),
        ("<div>\n\na\n\n</div>", [f"{n}:1: warning: HTML tags, which the final copy does not have [markup]" for n in (1, 5)]),
        ("<p>a</p>", ["1:1: error: HTML, whose text the final copy does not have; write it as text, without tags [markup]"]),
        ("<!-- a\n\nb", ["1:1: error: HTML, whose text the final copy does not have; write it as text, without tags [markup]"]),
        ("a\n\n---\n\nb", ["3:1: warning: a rule across the page, which the final copy does not have [markup]"]),
        ("    a", ["1:1: error: a block of code, whose text the final copy does not have; take away the spaces at the beginning of the line [markup]"]),
        ("```\na\n```", ["1:1: error: a block of code, whose text the final copy does not have; take away the lines of ``` [markup]"]),
        ("[a](https://e.org)", ["1:1: warning: a link; the final copy keeps its text only; write the address out where a reader needs it [markup]"]),
        ("[e.org](https://e.org/)", []),
        ("a\n\n[note]: text", ["3:1: error: the definition of a link that is nowhere; the final copy does not have it; put a backslash before its first bracket, if it is text [markup]"]),
        ("a.[^1]", ["1:3: warning: calls a note that is not there; give it the id of a fact, or take it away [missing-note]"]),
        ("a\n\n[^1]: b", ["3:1: warning: a note that no sentence calls; put its call behind the sentence that it belongs to, or take it away [unused-note]"]),
        ("a[^1]\n\n[^1]: b\n\n[^1]: c", ["5:1: warning: a second note of one name; the first is read [unused-note]"]),
        ("[a\n\nb]{.position}", ["3:3: warning: '{.position}' marks nothing here; '[' stands before the member's words and ']{.position}' behind them, within one paragraph [markup]"]),
        ("a]{.act}", ["1:3: warning: '{.act}' marks nothing here; '[' stands before the words of an act and ']{.act}' behind them, within one paragraph [markup]"]),
        ('<span class="act">a', ["1:1: warning: begins a span that does not end; close it with </span> [markup]"]),
        ('<span class="position">a', ["1:1: warning: begins a span that does not end; close it with </span> [markup]"]),
        (">" * 30 + " a", ["1:1: warning: a block quotation; the final copy has plain paragraphs [markup]", "1:1: error: more levels inside one another than any letter has [too-deep]"]),
        ("---\ntitle: x\n\na", ["1:1: error: begins front matter that has no end; close it with a line of --- [broken-yaml]", "1:1: warning: a rule across the page, which the final copy does not have [markup]"]),
    ],
)  # fmt: skip
def test_what_a_letter_cannot_carry_is_told(text, told):
    assert odd(text) == [f"letter.md:{line}" for line in told]


# ---- notes


def test_a_fact_may_be_given_by_its_id_alone():
    returned = read("It is so.[^who-pays] It was so. [^what-it-was]\n\n[^other-fact]: Library.\n\nAnd so.[^other-fact]")
    assert returned.oddities == ()
    assert [(b.text, b.calls) for b in returned.blocks] == [
        ("It is so. It was so. ", (Call(9, "who-pays"), Call(20, "what-it-was"))),
        ("And so.", (Call(7, "other-fact"),)),
    ]
    assert returned.notes == {
        "who-pays": ReturnedNote("", "who-pays"),
        "what-it-was": ReturnedNote("", "what-it-was"),
        "other-fact": ReturnedNote("Library.", "other-fact"),
    }


def test_notes_of_every_shape():
    returned = read(
        "a[^1] b[^1] c^[Inline *note*, [^1].] d\\[^e-f\\] [^none]\n\n[^1]: One\n    two\n\n    three [^x]\n\n        code\n\n[^i1]: Four\n\ng[^i1]\n"
    )
    first, last = returned.blocks
    assert first.text == "a b c d[^e-f] [^none]"
    assert first.calls == (Call(1, "1"), Call(3, "1"), Call(5, "i2"))
    assert last.calls == (Call(1, "i1"),)
    assert returned.notes == {
        "1": ReturnedNote("One two three [^x] code"),
        "i1": ReturnedNote("Four"),
        "i2": ReturnedNote("Inline note, [^1]."),
    }


def test_a_note_whose_sentence_was_taken_away_is_no_matter_where_the_draft_knows_it():
    returned = read(
        '---\ndrafter: "0.3.0"\nfacts:\n  who-pays: ab held\n  plain: cd held\n---\n\na[^plain]\n\n[^who-pays]: B.\n\n[^plain]: C.\n'
    )
    assert returned.oddities == ()
    assert returned.notes == {"plain": ReturnedNote("C.", "plain")}


# ---- the record


def test_without_a_version_there_is_no_record():
    assert read("---\ntitle: x\ndate: 2018-07-10\n---\n\na").record is None
    assert read("a").record is None


def test_broken_front_matter_costs_the_record_and_nothing_else():
    returned = read("---\ntitle: a: b\n---\n\na")
    assert returned.record is None
    assert [block.text for block in returned.blocks] == ["a"]
    (oddity,) = returned.oddities
    assert (oddity.rule, oddity.severity, oddity.where.line) == ("broken-yaml", Severity.ERROR, 2)


def test_values_that_cannot_be_are_left_out_and_told():
    returned = read(
        "\n---\ndrafter: '0.3.0'\ndate: 2018-02-30\nreference: [a]\ntopics: {a: b}\nwants: [[a]]\ndid: {a: b}\nlength: standard\nlarge_print: perhaps\n"
        "corrects: twelve\nfacts:\n  who-pays: ab held\n  Who pays: ab held\n  what-it-was: ab\n---\n\na"
    )
    assert returned.record == Record("0.3.0", None, length="standard", said=(SaidFact("who-pays", "ab"),))
    hint = "what the draft remembered there is lost; draft it anew, or put back what stood there [odd-record]"
    assert [str(o).removesuffix(f"; {hint}") for o in returned.oddities] == [
        "letter.md:4:7: warning: what stands under 'date' is a day that the calendar does not have",
        "letter.md:5:12: warning: what stands under 'reference' must be a text",
        "letter.md:6:9: warning: what stands under 'topics' must be a list of words",
        "letter.md:7:8: warning: what stands under 'wants' must be a list of words",
        "letter.md:8:6: warning: what stands under 'did' must be a list of words",
        "letter.md:10:14: warning: what stands under 'large_print' must be yes or no",
        "letter.md:11:11: warning: what stands under 'corrects' is no number",
        "letter.md:14:3: warning: what stands under 'facts' must be a fact's id, its fingerprint and 'held' or 'history'",
        "letter.md:15:3: warning: what stands under 'facts' must be a fact's id, its fingerprint and 'held' or 'history'",
    ]


# ---- files that are no letters


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "letter.md: error: holds nothing [empty-file]"),
        (b" \n\t\n", "letter.md: error: holds nothing [empty-file]"),
        (b"a\0b", "letter.md: error: is not a text: it holds bytes that no text has; is its name's ending right? [not-text]"),
        (b"%PDF-1.4", "letter.md: error: is a PDF by its content, not a text; if so, give it a name that ends in .pdf [not-text]"),
        (b"\x01\x02\x03\x04" * 50, "letter.md: error: is not a text: it holds bytes that no text has; is its name's ending right? [not-text]"),
        (b"a" * 500_001, "letter.md: error: is longer than any letter [too-large]"),
        (b"a\n\n" * 2_001, "letter.md: error: is longer than any letter [too-large]"),
        (b"a\n" * 10_001, "letter.md: error: is longer than any letter [too-large]"),
        (b"word " * 4_001, "letter.md: error: is longer than any letter [too-large]"),
        (b"word word\n\n" * 20_000, "letter.md: error: is longer than any letter [too-large]"),
        (b"[" * 10_000, "letter.md: error: holds more brackets than any letter [too-costly]"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_letter_is_refused(data, told):
    returned, problems = read_markdown(data, "letter.md")
    assert returned is None
    assert list(map(str, problems)) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 2_000,
        "[" * 1_000 + "]" * 1_000,
        "*a **a " * 2_500,
        "_*" * 9_000,
        ">" * 10_000,
        "> " * 10_000,
        "* " * 10_000,
        "`" * 50_000,
        "".join("`" * n + "a" for n in range(190)),
        "^[" * 1_200 + "]" * 1_200,
        "![" * 1_000 + "](x)" * 1_000,
        "<a " * 6_000,
        "<!-- " * 6_000,
        "\n\n".join(["[^" * 50 + "a" * 9_000] * 9),
        "\n\n".join(["[a](" * 50 + "a" * 9_000] * 9),
        "[^a]: " * 20_000,
        ">" * 19 + "a\n" + "b\n" * 9_000,
        "---\n" + "[" * 90_000 + "\n---\n",
        '---\ndrafter: "0.3.0"\nfacts:\n' + "".join(f"  a-{n}: x\n" for n in range(9_000)) + "---\n",
        "".join(" " * (2 * n) + "* a\n" for n in range(400)),
        "---",
        "---\n---",
        "[^a]:",
        "[^a]: [^a]",
        "\\",
        "\xa0",
    ],
    ids=range(26),
)
def test_hostile_texts_take_no_time(text):
    def read() -> None:
        returned, problems = read_markdown(text.encode(), "letter.md")
        assert (returned is None) == bool(problems)

    in_bounds(read)


# ---- laws

MARKUP = ("*", "**", "_", "`", "```\n", "[", "](x)", "]{.position}", "]{.act}", "{", "}", "[^", "]", "]: ", "^[", "!", "<b>", "</b>", "<", ">", "> ", "- ",
          "1. ", "# ", "\n", "\n\n", "    ", "\t", "\\", "\\\n", "  \n", "&amp;", "&", "---\n", "===\n", "[^who-pays]", "|", "\r\n", "\xa0", "<br>",
          '<span class="position">', '<span class="act">', "</span>", ":", "<div>", "\x0b", "\x85")  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(MARKUP) | st.just("word"), max_size=30), st.integers(0, 20))
@example(["[a]: ", "word"], 0)
@example(["\x0b", "word"], 0)
@example(["^[", "^[", "word", "]", "]"], 0)
@example(["***  \n\xa0  \n", "word"], 0)
def test_no_word_goes_unsaid_and_each_is_found_in_its_place(pieces, front):
    """Words put between any markup are all read, or something odd is told; and they stand where the places say."""
    words = [f"zq{n}y" for n, piece in enumerate(pieces) if piece == "word"]
    body = "".join(f"zq{n}y" if piece == "word" else piece for n, piece in enumerate(pieces))
    text = "\n" * front + body
    returned, problems = read_markdown(text.encode(), "letter.md")
    if returned is None:
        assert problems
        return
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    notes = [key + note.text for key, note in returned.notes.items()]
    whole = "\n".join([*notes, *(block.text for block in returned.blocks)])
    front_matter = body.lstrip("\r\n").startswith("---")  # a field that is not known there is no text
    assert returned.oddities or front_matter or all(word in whole for word in words), body
    for block in returned.blocks:
        assert block.places[0][0] == 0
        assert [p[0] for p in block.places] == sorted({p[0] for p in block.places})
        assert all(0 <= call.at <= len(block.text) and call.note in returned.notes for call in block.calls)
        assert all(0 <= mark.start < mark.end <= len(block.text) for mark in block.marks)
        for word in words:
            if word in block.text:
                line, column = place(block, block.text.index(word))
                assert rows[line - 1][column - 1 :].startswith(word), (block, body)


@pytest.mark.parametrize("seed", range(300))
def test_no_mutation_of_a_letter_is_a_traceback(seed):
    chance = random.Random(seed)
    data = bytearray(chance.choice([LETTER.encode(), chance.choice(EXAMPLES).read_bytes()]))
    for _ in range(chance.randint(1, 12)):
        at, length = chance.randrange(len(data)), chance.randint(0, 40)
        other = chance.randrange(len(data))
        new = chance.choice(
            [b"", bytes(data[other : other + length]), chance.choice(MARKUP).encode(), chance.randbytes(2)]
        )
        data[at : at + chance.choice([0, 1, length])] = new
        data = data or bytearray(b"a")
    returned, problems = read_markdown(bytes(data), "letter.md")
    assert (returned is None) == bool(problems)


def test_nothing_of_it_is_imported_before_it_is_needed():
    code = (
        "import sys, drafter.formats.docx.read, drafter.formats.plain, drafter.formats.web\n"
        "assert not {'markdown_it', 'yaml', 'mdit_py_plugins'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
