"""Laws that hold for every letter on every topic of every time, and the whole letters as they read."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import DAYS, ROOT, base, letter_of, topic_sets

from drafter.factbase.day import on
from drafter.formats.markdown import write_markdown
from drafter.letter.abbreviations import in_full
from drafter.letter.request import Length
from drafter.letter.tree import Heading, Kind, Letter, Paragraph
from drafter.letter.typography import typeset

SETS = topic_sets()
ALL = SETS[-1]
CASES = [(topics, day) for topics in SETS for day in DAYS]
IDS = [f"{day}-{'-'.join(topics) if len(topics) < 8 else 'all'}" for topics, day in CASES]


def name_of(topics: tuple[str, ...], day: date) -> str:
    return f"{day}-{'all-eight' if topics == ALL else '-'.join(topics)}"


@pytest.mark.parametrize(("topics", "day"), CASES, ids=IDS)
def test_the_letter_reads_as_the_example_does(topics, day, golden):
    golden(ROOT / "examples" / "letters" / f"{name_of(topics, day)}.md", write_markdown(letter_of(topics, day).letter))


def every_letter():
    orders = st.lists(st.sampled_from(ALL), min_size=1, max_size=8, unique=True).map(tuple)
    days = st.dates(date(2016, 12, 1), date(2030, 1, 1)) | st.sampled_from(DAYS)
    positions = st.sampled_from(("", "", "government", "opposition", "blank"))
    return st.tuples(orders, days, positions, st.sampled_from([*Length]))


def check_laws(letter: Letter) -> None:
    day = on(base(), letter.date)
    cited = [s.fact for s in letter.sentences() if s.kind is Kind.FACT]
    assert len(cited) == len(set(cited)), "a fact twice"
    assert [note.fact for note in letter.notes] == cited, "each fact has its note, in order"
    for fact in (base().facts[id_] for id_ in cited):
        assert day.holds(fact) or fact.id == "nhs-england-consultation-planned-march-2018"
        assert all(base().sources[c.source].issued.latest <= letter.date for c in fact.cites), "cites the future"
    for sentence in letter.sentences():
        assert sentence.text.rstrip("”’)").endswith((".", "?")), "a whole sentence"
        assert not re.search(r"\s\s|[\ue000-\uf8ff{}]", sentence.text), "no trace of the machinery"
        if sentence.kind is not Kind.FACT:
            assert not re.search(r"\d", sentence.text.replace("660", "")), "a figure that nobody vouches for"
    assert all(block.sentences for block in letter.blocks if isinstance(block, Paragraph))
    headings = [block.part for block in letter.blocks if isinstance(block, Heading)]
    assert [part for part in headings if part in base().topics] == (list(letter.topics) if headings else [])
    assert bool(headings) == (len(letter.topics) > 1)


def check_wordings(letter: Letter) -> None:
    """Every fact's sentence is one that the fact base holds, abbreviations apart."""
    short = base().subjects["aco"].abbreviations
    for sentence in letter.sentences():
        if sentence.kind is Kind.FACT:
            bare = re.sub(r" \((?:ACO|STP|CCG|EDM|MCP|PACS)s?\)", "", sentence.text)
            known = {in_full(typeset(text), short) for text in base().facts[sentence.fact].texts}
            assert in_full(bare, short) in known


def check_abbreviations(letter: Letter) -> None:
    text = " ".join(sentence.text for sentence in letter.sentences())
    for abbreviation in base().subjects["aco"].abbreviations:
        if abbreviation.known:
            continue
        uses = [m.start() for m in re.finditer(rf"\b{abbreviation.short}s?\b", text)]
        longs = [m.start() for m in re.finditer(rf"{abbreviation.long}|{abbreviation.plural}", text)]
        assert len(longs) <= 1, f"{abbreviation.long} spelt out twice"
        if uses:
            assert longs, f"{abbreviation.short} never spelt out"
            assert longs[0] < uses[0]
            assert len(uses) > 1, f"({abbreviation.short}) introduced and never used again"


@given(every_letter())
@settings(max_examples=60, deadline=None)
def test_laws_of_every_letter(case):
    topics, day, position, length = case
    letter = letter_of(topics, day, position, length).letter
    check_laws(letter)
    check_wordings(letter)
    check_abbreviations(letter)
    kinds = {s.kind for s in letter.sentences()}
    assert (Kind.POSITION in kinds) == (position not in {"", "blank"})


@pytest.mark.parametrize(("topics", "day"), CASES, ids=IDS)
def test_lengths(topics, day):
    words = letter_of(topics, day).letter.words()
    if len(topics) == 1:
        # Before 2018 one short answer is all there is; afterwards there is enough for a page.
        assert words <= 320
        assert words >= 220 or day < date(2018, 1, 25)
    elif len(topics) == 3:
        assert words <= 480


def test_brief_is_shorter_and_full_is_longer():
    for topics in SETS:
        brief, standard, full = (letter_of(topics, DAYS[4], length=length).letter.words() for length in Length)
        assert brief < standard < full


def test_a_topic_on_which_nothing_was_said_yet_says_just_that():
    composed = letter_of(("staff",), DAYS[0])
    text = " ".join(sentence.text for sentence in composed.letter.sentences())
    assert "I have no document that answers what you ask here" in text
    assert [w.rule for w in composed.warnings] == ["silent-topic"]


def test_what_is_out_of_date_is_told_to_the_staff_and_since_when():
    composed = letter_of(("consultation",), date(2026, 11, 23))
    rules = [warning.rule for warning in composed.warnings]
    assert rules.count("old-documents") == 1
    assert "past-review" in rules
    said = "\n".join(map(str, composed.warnings))
    assert "'cbp-8190' (6 July 2018), is 8 years older than the letter" in said
    assert "was to be looked at again by 30 September 2018" in said


def test_the_same_request_gives_the_same_letter():
    assert letter_of(ALL, DAYS[4]) == letter_of(ALL, DAYS[4])


def test_no_two_sentences_running_begin_the_same_way():
    for topics, day in CASES:
        for block in letter_of(topics, day).letter.blocks:
            if isinstance(block, Paragraph):
                openings = [" ".join(s.text.split()[:2]) for s in block.sentences]
                assert all(a != b for a, b in pairwise(openings)), openings
