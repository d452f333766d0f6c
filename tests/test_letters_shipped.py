"""Laws that hold for every letter on every topic of every time, and the whole letters as they read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import DAYS, READER, ROOT, base, letter_of, office, templates, topic_sets

from drafter.facts.claims import is_plural
from drafter.facts.model import Fact
from drafter.facts.timeline import on
from drafter.formats.markdown.write import write_markdown
from drafter.letter.clauses import Clauses, frames, introductions, shared, voice_of
from drafter.letter.compose import compose
from drafter.letter.finish import in_full, typeset
from drafter.letter.laws import broken
from drafter.letter.request import Did, Length, LetterRequest
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Heading, Kind, Letter, Paragraph, Segment, opening_of
from drafter.office import Office, OfficeSide

SETS = topic_sets()
ALL = SETS[-1]
CASES = [(topics, day) for topics in SETS for day in DAYS]
IDS = [f"{day}-{'-'.join(topics) if len(topics) < 8 else 'all'}" for topics, day in CASES]
PARTIES = ("Conservative", "Labour", "Liberal Democrat")
HEADED = 3  # concerns from which on each answer has its heading
_BRACKETS = re.compile(r" \((?:ACO|STP|CCG|MCP|PACS|EDM)s?\)")
_ENDS = re.compile(r"[.?][”’)]?\Z")
# What stands around a clause within its sentence: the space, and the mark that the sentence has there.
_AROUND = " .,;"


def name_of(topics: tuple[str, ...], day: date) -> str:
    return f"{day}-{'all-eight' if topics == ALL else '-'.join(topics)}"


@pytest.mark.parametrize(("topics", "day"), CASES, ids=IDS)
def test_the_letter_reads_as_the_example_does(topics, day, golden):
    golden(ROOT / "examples" / "letters" / f"{name_of(topics, day)}.md", write_markdown(letter_of(topics, day).letter))


# The laws.


def sided(side: OfficeSide, party: str) -> Office:
    return replace(office(), side=side, party=party if side is not OfficeSide.NONE else "")


def desk_of(request: LetterRequest, theirs: Office) -> TemplateContext:
    facts = base()
    topics = tuple(facts.topics[id_] for id_ in request.topics)
    return TemplateContext(request, topics, facts.subjects["aco"], facts, on(facts, request.date), templates(), theirs)


@st.composite
def every_request(draw) -> tuple[LetterRequest, Office]:
    topics = tuple(draw(st.lists(st.sampled_from(ALL), min_size=1, max_size=8, unique=True)))
    begun = st.sampled_from(sorted({fact.start for fact in base().facts.values()}))
    after = st.builds(lambda day, days: day + timedelta(days), begun, st.integers(0, 90))
    day = draw(st.dates(date(2016, 12, 1), date(2030, 1, 1)) | st.sampled_from(DAYS) | after)
    side = draw(st.sampled_from([*OfficeSide]))
    questions = [f"{id_}.{one.id}" for id_ in topics for one in base().topics[id_].questions]
    fears = [f"{id_}.{one.id}" for id_ in topics for one in base().topics[id_].fears]
    did = draw(st.lists(st.sampled_from(("wrote to the Minister", "spoke to your GP")), max_size=2, unique=True))
    request = LetterRequest(
        topics,
        READER,
        day,
        draw(st.sampled_from(("", "government", "opposition", "blank"))),
        draw(st.sampled_from([*Length])),
        asks=tuple(draw(st.lists(st.sampled_from(questions), max_size=3, unique=True))),
        fears=tuple(draw(st.lists(st.sampled_from(fears), max_size=3, unique=True))),
        wants=tuple(draw(st.lists(st.sampled_from([*base().actions]), max_size=3, unique=True))),
        did=tuple(Did(what, day - timedelta(3 + number)) for number, what in enumerate(did)),
    )
    return request, sided(side, draw(st.sampled_from(PARTIES)))


@given(every_request())
@settings(max_examples=60, deadline=None)
def test_laws_of_every_letter(case):
    request, theirs = case
    letter = compose(request, base(), templates(), theirs).letter
    check_claims(letter)
    check_sentences(letter, request)
    check_words(letter, request.date)
    check_abbreviations(letter)
    assert [*broken(letter, desk_of(request, theirs))] == []
    if theirs.party != "Labour":
        check_no_party(letter)


def check_claims(letter: Letter) -> None:
    """No claim twice; each in exactly one note, in order; nothing of which the papers were not there yet."""
    day = on(base(), letter.date)
    claimed = [s.fact for sentence in letter.sentences() for s in sentence.segments if s.kind is Kind.CLAIM]
    assert len(claimed) == len(set(claimed)), "a claim twice"
    assert [id_ for note in letter.notes for id_ in note.facts] == claimed, "each claim is in one note, in order"
    assert [said.fact for said in letter.said] == claimed
    for fact in (base().facts[id_] for id_ in claimed):
        assert day.sayable(fact)
        assert all(base().sources[c.source].issued.latest <= letter.date for c in fact.cites), "cites the future"
    for note in letter.notes:
        cited = dict.fromkeys(c.source for id_ in note.facts for c in base().facts[id_].cites)
        assert note.sources == tuple(cited)
        assert note.text.endswith(".")


def check_sentences(letter: Letter, request: LetterRequest) -> None:
    """Whole sentences, without a trace of the machinery; figures only where somebody vouches for them."""
    for sentence in letter.sentences():
        assert _ENDS.search(sentence.text), f"no whole sentence: {sentence.text}"
        assert sentence.text == sentence.text.strip()
        assert not re.match(r"(?:Also|Besides), (?:So|The|It|That|An?|This|If)\b", sentence.text), sentence.text
        assert not sentence.text[0].islower(), f"begins small: {sentence.text}"
        assert not re.search(r"\s\s|\s[.,;?]|[\ue000-\uf8ff{}|]", sentence.text), f"the machinery: {sentence.text}"
        for segment in sentence.segments:
            assert segment.text
            if segment.kind not in {Kind.CLAIM, Kind.FRAME, Kind.BASIS, Kind.ACT, Kind.ANSWER}:
                vouched = re.sub(r"660|the newest paper that I have is of \w+ \d{4}", "", segment.text)
                assert not re.search(r"\d", vouched), f"nobody vouches for it: {segment.text}"
    assert all(block.sentences for block in letter.blocks if isinstance(block, Paragraph))
    for one, two in pairwise(letter.blocks):
        assert not (isinstance(one, Heading) and isinstance(two, Heading)), "a heading over nothing"
    assert not isinstance(letter.blocks[-1], Heading)
    headings = [block.part for block in letter.blocks if isinstance(block, Heading)]
    led = {name.partition(".")[0] for name in (*request.asks, *request.fears)}  # by their questions, or by an act
    led |= {base().actions[id_].topic for id_ in request.wants}
    headed = len(letter.topics) >= HEADED and not led.issuperset(letter.topics)
    assert headings == (list(letter.topics) if headed else [])
    assert sorted(letter.topics) == sorted(request.topics)
    acts = " ".join(s.text for sentence in letter.sentences() for s in sentence.segments if s.kind is Kind.ACT)
    assert acts.count("[DECIDE:") == len(request.wants)
    assert acts.count("I wrote to the Minister") + acts.count("I spoke to your GP") == len(request.did)


def check_words(letter: Letter, day: date) -> None:
    """Every claim is told in words that the fact base gives it, every frame in one that its voice has."""
    spoken = [s for sentence in letter.sentences() for s in sentence.segments]
    for number, segment in enumerate(spoken):
        if segment.kind is Kind.CLAIM:
            before = spoken[number - 2] if number > 1 else None
            assert is_told(segment, before, day), f"{segment.fact}: {segment.text}"
        elif segment.kind is Kind.FRAME:
            assert bare(segment.text) in framed(segment.source, day), f"{segment.source}: {segment.text}"


def is_told(segment: Segment, before: Segment | None, day: date) -> bool:
    """Whether a claim's words are its own: whole, after 'they', or, after another claim, without what the two share."""
    said = bare(segment.text)
    earlier = told(base().facts[before.fact].claim, day) if before is not None and before.kind is Kind.CLAIM else ()
    for subject, predicate in told(base().facts[segment.fact].claim, day):
        if said == bare(f"{subject}{predicate}") or (is_plural(subject) and said == bare(f"they {predicate}")):
            return True
        if any(said == bare(shared(other, predicate)) for _, other in earlier):
            return True
    return False


def bare(text: str) -> str:
    """A segment as it is compared: abbreviations in full, without its first letter's size and the marks around it."""
    text = in_full(_BRACKETS.sub("", typeset(text)), base().subjects["aco"].abbreviations).strip(_AROUND)
    return re.sub(r"\ban (?=[A-Z])", "a ", text[:1].lower() + text[1:])


@cache
def told(claim: str, day: date) -> tuple[tuple[str, str], ...]:
    return tuple((one.subject, one.predicate) for one in Clauses(base().subjects["aco"], day).every(claim))


@cache
def framed(source: str, day: date) -> frozenset[str]:
    """Every frame that a letter of a day has for a document."""
    voices = {voice_of(fact, base()) for fact in base().facts.values() if fact.source == source}
    return frozenset(
        bare(frame.text)
        for voice in voices
        for told in (False, True)
        for frame in (*frames(voice, base(), day, told_past=told), *introductions(voice, base(), day, told_past=told))
    )


def check_abbreviations(letter: Letter) -> None:
    text = " ".join(sentence.text for sentence in letter.sentences())
    text = re.sub(r"“[^”]*”", "", text)
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


# Sides.


def papers(letter: Letter) -> set[str]:
    return {source for note in letter.notes for source in note.sources}


def body(letter: Letter) -> str:
    return " ".join(sentence.text for sentence in letter.sentences())


GAPES = "gapes-reply"
LABOUR = sided(OfficeSide.OPPOSITION, "Labour")
OTHERS = [
    sided(OfficeSide.NONE, ""),
    sided(OfficeSide.GOVERNMENT, "Conservative"),
    sided(OfficeSide.GOVERNMENT, ""),
    sided(OfficeSide.OPPOSITION, "Liberal Democrat"),
]


def full_letters(theirs: Office) -> Iterator[Letter]:
    """Each topic alone, and all, in full, while the party's paper was new and later."""
    for topics in (*((topic,) for topic in ALL), ALL):
        for day in (DAYS[2], DAYS[4]):
            request = LetterRequest(topics, READER, day, length=Length.FULL)
            yield compose(request, base(), templates(), theirs).letter


def check_no_party(letter: Letter) -> None:
    assert GAPES not in papers(letter)
    assert not re.search("Gapes|Labour|party", body(letter))


@pytest.mark.parametrize("theirs", OTHERS, ids=lambda theirs: f"{theirs.side}-{theirs.party}")
def test_a_partys_paper_is_for_that_party_alone(theirs):
    for letter in full_letters(theirs):
        check_no_party(letter)


def test_a_partys_paper_is_told_of_without_its_authors_name():
    letters = list(full_letters(LABOUR))
    cited = [letter for letter in letters if GAPES in papers(letter)]
    assert len(cited) > len(letters) / 2
    assert not any("Gapes" in body(letter) for letter in letters)
    for letter in cited:
        assert re.search("[Aa] Labour colleague’s published reply", body(letter))
        assert any("Mike Gapes" in note.text for note in letter.notes)


@pytest.mark.parametrize("position", ["government", "opposition"])
def test_a_position_is_said_as_the_members_and_blank_says_nothing(position):
    for topics in SETS:
        request = LetterRequest(topics, READER, DAYS[4], position)
        views = views_of(request)
        assert 1 <= len(views) <= 3
        assert re.search(r"\bI\b", views[0])
        assert not views_of(replace(request, position="blank"))
        assert not views_of(replace(request, position=""))


def views_of(request: LetterRequest) -> list[str]:
    letter = compose(request, base(), templates(), office()).letter
    return [s.text for sentence in letter.sentences() for s in sentence.segments if s.kind is Kind.VIEW]


# Lengths.


@pytest.mark.parametrize(("topics", "day"), CASES, ids=IDS)
def test_lengths(topics, day):
    words = letter_of(topics, day).letter.words()
    if len(topics) == 1:
        assert words <= 300
        # Before 2018 one short answer is all there is; afterwards there is enough for most of a page.
        assert words >= 90 or day < date(2018, 1, 25)
    elif len(topics) == 3:
        assert words <= 450


@pytest.mark.parametrize("topics", SETS, ids=lambda topics: "-".join(topics) if len(topics) < 8 else "all")
def test_brief_is_shorter_and_full_is_longer(topics):
    brief, standard, full = (letter_of(topics, DAYS[4], length=length).letter for length in Length)
    assert brief.words() < standard.words()
    assert len(brief.claims) < len(standard.claims) <= len(full.claims)
    # Eight notes on one concern are its bound at any length; where that is reached the facts are the same.
    assert standard.words() < full.words() or set(standard.claims) == set(full.claims)


# What its drafter is told.


def test_a_topic_on_which_nothing_was_said_yet_says_just_that():
    composed = letter_of(("staff",), date(2016, 12, 2))
    assert re.search("(?:tell you|no answer yet on) what ACOs would mean for anybody’s pay", body(composed.letter))
    assert not composed.letter.claims
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
    again = letter_of.__wrapped__(ALL, DAYS[4])  # past what is kept of the first
    assert letter_of(ALL, DAYS[4]) == again


def test_no_two_sentences_running_begin_the_same_way():
    for topics, day in CASES:
        openings = [opening_of(sentence.text) for sentence in letter_of(topics, day).letter.sentences()]
        assert all(a != b for a, b in pairwise(openings)), openings


def every_fact() -> Iterator[Fact]:
    yield from base().facts.values()


def test_every_fact_is_told_to_somebody_on_some_day():
    """No fact that a letter may tell is never told: in full, to a member of the party whose paper it may be."""
    left = {fact.id for fact in every_fact() if fact.withdrawn is None}
    for day in sorted({fact.start for fact in every_fact()}):
        request = LetterRequest(ALL, READER, day, length=Length.FULL)
        left -= set(compose(request, base(), templates(), LABOUR).letter.claims)
    # What another member did or thinks, and what was asked in Parliament, is told to those who ask of it.
    request = LetterRequest(
        ALL,
        READER,
        date(2018, 2, 1),
        length=Length.FULL,
        asks=("accountability.whom", "scrutiny.debate"),
        wants=("sign-edm-660",),
    )
    left -= set(compose(request, base(), templates(), LABOUR).letter.claims)
    assert not left
