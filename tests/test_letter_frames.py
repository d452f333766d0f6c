"""Frames: who said it, and when, in every place of a letter where that may be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from directly import load_facts
from shipped import ROOT, base

from drafter.facts.edtf import parse_edtf
from drafter.facts.model import Fact, FactBase, Speaker
from drafter.letter.clauses import Frame, Place, Voice, asked_then, frames, own_voice, says_nothing, voice_of
from drafter.letter.tree import sounds_reported

DAY = date(2018, 7, 10)


@cache
def gardens() -> FactBase:
    return load_facts(ROOT / "tests" / "gardens" / "facts").base


def said(fact: Fact, facts: FactBase, day: date = DAY, *, told_past: bool = True) -> list[Frame]:
    return list(frames(voice_of(fact, facts), facts, day, told_past=told_past))


def texts(fact: Fact, facts: FactBase, place: Place, day: date = DAY, *, told_past: bool = True) -> list[str]:
    return [frame.text.strip() for frame in said(fact, facts, day, told_past=told_past) if frame.place is place]


def of(source: str, facts: FactBase) -> Fact:
    return next(fact for fact in facts.facts.values() if fact.source == source and not fact.occasion)


ANSWER = {
    Place.LEAD: [
        "the Gardens Minister Tom Ferris told Parliament on 17 May that",
        "on 17 May the Gardens Minister Tom Ferris told Parliament that",
    ],
    Place.AGAIN: [
        "Mr Ferris told Parliament on 17 May that",
        "on 17 May Mr Ferris told Parliament that",
        "Mr Ferris said on 17 May that",
    ],
    Place.BACK: ["Mr Ferris said that", "Mr Ferris also said that"],
    Place.HERE: ["he said that", "he also said that", "he added that"],
    Place.MORE: ["he also said that", "he added that", "Mr Ferris added that", "he said too that"],
    Place.HAD: [
        "the Gardens Minister Tom Ferris had told Parliament on 17 May that",
        "Mr Ferris had told Parliament on 17 May that",
    ],
    Place.REPLY: ["the Gardens Minister Tom Ferris answered that", "Mr Ferris answered that"],
}
BRIEFING = {
    Place.HERE: [],
    Place.REPLY: [],
    Place.LEAD: ["the County Library reports last month that", "last month the County Library reports that"],
    Place.AGAIN: ["the Library reports last month that", "last month the Library reports that"],
    Place.BACK: ["the Library says that", "the Library also says that"],
    Place.MORE: ["it also says that", "it adds that", "the Library adds that", "it says too that"],
    Place.HAD: ["the County Library had reported last month that", "the Library had reported last month that"],
}
PAPER = {
    Place.HERE: [],
    Place.REPLY: [],
    Place.LEAD: [
        "the Reading Gardens Trust's letter of April said that",
        "in April the Reading Gardens Trust's letter said that",
    ],
    Place.AGAIN: ["the Trust's letter of April said that", "in April the Trust's letter said that"],
    Place.BACK: ["the Trust's letter said that", "the Trust's letter also said that"],
    Place.MORE: ["it also said that", "it added that", "the Trust's letter added that", "it said too that"],
    Place.HAD: [
        "the Reading Gardens Trust's letter of April had said that",
        "the Trust's letter of April had said that",
    ],
}


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize(("source", "expected"), [("answer-55500", ANSWER), ("trust-letter", PAPER)])
def test_every_place_has_its_frames(source, expected, place):
    assert set(expected[place]) <= set(texts(of(source, gardens()), gardens(), place))


@pytest.mark.parametrize("place", Place)
def test_a_body_reports_in_the_present_only_this_month(place):
    fact, june = of("library-9001", gardens()), date(2018, 6, 28)
    expected = [text.replace("last month", "this month") for text in BRIEFING[place] if text[:4] != "last"]
    assert set(texts(fact, gardens(), place, june, told_past=False)) >= set(expected)
    past = texts(fact, gardens(), place)
    assert not any(word in text.split() for text in past for word in ("reports", "says", "adds"))


def test_a_paper_has_its_date_and_a_person_a_day():
    paper, person = said(of("trust-letter", gardens()), gardens()), said(of("answer-55500", gardens()), gardens())
    assert any("letter of April" in frame.text for frame in paper)
    assert not any(" of May" in frame.text for frame in person)
    assert voice_of(of("trust-letter", gardens()), gardens()).paper
    assert not voice_of(of("answer-55500", gardens()), gardens()).paper


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 1, 25), "the Health Minister Steve Barclay"),
        (date(2019, 1, 26), "the then Health Minister Steve Barclay"),
        (date(2026, 11, 28), "the then Health Minister Steve Barclay"),
    ],
)
def test_a_year_after_the_document_an_office_is_one_of_that_time(day, name):
    fact = base().facts["no-contract-before-consultation"]
    for place in (Place.LEAD, Place.HAD):
        assert any(text.startswith(name) for text in texts(fact, base(), place, day)), place
    assert not any("Minister" in text for text in texts(fact, base(), Place.AGAIN, day))
    unchanged = of("answer-55500", gardens())  # its entry gives no other name
    assert any("the Gardens Minister Tom Ferris" in text for text in texts(unchanged, gardens(), Place.LEAD, day))


def test_a_claims_own_occasion_is_told():
    fact = gardens().facts["register-would-cost"]
    for place in (place for place in Place if place not in (Place.HERE, Place.REPLY)):  # nobody's 'he', nor asked
        assert texts(fact, gardens(), place), place
        assert all("estimate" in text for text in texts(fact, gardens(), place))
    assert "Mr Ferris estimates in May that" not in texts(fact, gardens(), Place.AGAIN)
    assert "Mr Ferris had estimated in May that" in texts(fact, gardens(), Place.HAD)


def test_a_question_that_was_put_has_no_that():
    fact = base().facts["question-asked-for-policy-2016"]
    for day in (date(2018, 2, 1), DAY, date(2026, 11, 28)):
        for place in Place:
            for text in texts(fact, base(), place, day):
                assert text.endswith("asked"), text
    assert texts(fact, base(), Place.LEAD) == ["a question in Parliament that was answered in December 2016 asked"]


def test_whoever_was_asked_answers():
    fact = base().facts["question-to-whom-accountable"]
    asked = ["the Government was asked in Parliament in January", "in January the Government was asked in Parliament"]
    assert sorted(texts(fact, base(), Place.LEAD)) == sorted(asked)
    assert "the Government had been asked in Parliament in January" in texts(fact, base(), Place.HAD)
    assert texts(fact, base(), Place.REPLY) == []
    answer = base().facts["aco-is-provider-with-single-contract"]
    assert texts(answer, base(), Place.REPLY) == [
        "the Health Minister Steve Barclay answered that",
        "Mr Barclay answered that",
    ]
    assert texts(base().facts["american-bodies-different"], base(), Place.REPLY) == []  # a guide answers nobody


def test_whoever_a_document_reports_is_told_of_by_the_documents_day():
    fact = base().facts["question-to-whom-accountable"]
    voice = voice_of(fact, base())
    assert voice.reported
    assert voice.asks
    assert not voice.paper
    assert voice.key != own_voice(base(), fact.source, base().sources[fact.source].speaker.full).key
    assert own_voice(base(), fact.source, voice.speaker.full) == voice


def test_every_frame_of_every_shipped_voice_says_who_or_goes_on():
    for fact in base().facts.values():
        voice = voice_of(fact, base())
        for day in (base().sources[fact.source].issued.latest, DAY, date(2018, 2, 1), date(2026, 11, 28)):
            for told_past in (False, True):
                for frame in frames(voice, base(), day, told_past=told_past):
                    check(frame, voice)


def test_only_a_person_is_he_or_she_behind_other_words():
    voices = [voice_of(fact, base()) for fact in base().facts.values()]
    here = {
        frame.text.split()[0]
        for voice in voices
        for frame in frames(voice, base(), DAY, told_past=True)
        if frame.place is Place.HERE
    }
    assert here == {"he"}


def check(frame: Frame, voice: Voice) -> None:
    text, speaker = frame.text, voice.speaker
    assert text.endswith(" ")
    assert "  " not in text
    assert not set("{}|") & set(text)
    assert any(name in text for name in speaker.names) or text.split()[0] == speaker.pronoun
    assert (frame.place is Place.LEAD) <= any(name and name in text for name in (speaker.full, speaker.later))
    assert frame.dated == (frame.place in {Place.LEAD, Place.AGAIN, Place.HAD, Place.REPLY})
    assert text.rstrip().endswith(" that") != (voice.asks or text.startswith("according to "))


def test_verbs_are_past_for_a_day_that_is_past():
    facts = gardens()
    fact = of("library-9001", facts)
    assert "the County Library reported last month that" in texts(fact, facts, Place.LEAD, told_past=False)
    source = replace(facts.sources["library-9001"], issued=parse_edtf("2017-01-12"))
    old = replace(facts, sources={**facts.sources, source.id: source})
    assert "in January 2017 the County Library reported that" in texts(fact, old, Place.LEAD, told_past=False)


def test_a_plural_pronoun_has_a_plural_verb():
    source = gardens().sources["library-9001"]
    they = replace(source, speaker=Speaker("the County Librarians", "the Librarians", "they"), occasion="report")
    facts = replace(gardens(), sources={**gardens().sources, source.id: they})
    more = texts(of("library-9001", facts), facts, Place.MORE, date(2018, 6, 28), told_past=False)
    assert set(more) == {
        "they also say that",
        "they add that",
        "the Librarians add that",
        "they say too that",
        "according to the Librarians,",
    }


@pytest.mark.parametrize(
    ("name", "past", "told"),
    [
        ("he", True, "he did not say who pays"),
        ("the Library", False, "the Library does not say who pays"),
        ("they", False, "they do not say who pays"),
        ("they", True, "they did not say who pays"),
    ],
)
def test_what_is_not_said(name, past, told):
    assert says_nothing(name, "who pays", told_past=past) == told


@pytest.mark.parametrize(
    ("question", "then"),
    [
        ("whether Parliament is to have a vote", "whether Parliament was to have a vote"),
        (
            "how people may take part, or how long they will have",
            "how people might take part, or how long they would have",
        ),
        ("whether it will be there in March 2018", "whether it would be there in March 2018"),
        ("which person or body an ACO would answer to", "which person or body an ACO would answer to"),
    ],
)
def test_what_old_papers_left_open_is_told_as_of_their_day(question, then):
    assert asked_then(question) == then


@pytest.mark.parametrize(
    ("claim", "now"),
    [
        ("ACOs | are meant to join up care", True),
        ("belonging to an ACO may mean that staff {work} differently", True),
        ("changes to the rules, first intended by May 2018, | have been delayed", False),
        ("experts | do not expect that", False),
        ("care is free", False),
        ("it would be tested", True),
    ],
)
def test_what_sounds_reported_by_itself(claim, now):
    assert sounds_reported(claim)[0] is now


def test_a_paper_that_is_called_after_its_body_in_short_says_nothing_of_a_month():
    """'The Council of September says' is no English: the paper is of September, and the Council said it then."""
    fact = of("trust-letter", gardens())
    source = gardens().sources["trust-letter"]
    named = Speaker("Northport Council's report", "the Council", "it")
    paper = replace(source, type="report", author="Northport Council", publisher="", speaker=named, occasion="says")
    facts = replace(gardens(), sources={**gardens().sources, source.id: paper})
    for told_past in (False, True):
        again = texts(fact, facts, Place.AGAIN, told_past=told_past)
        assert again, told_past
        assert all(text.startswith(("the Council said ", "in ", "last ")) for text in again), again
        assert any(text.startswith("Northport Council's report of ") for text in texts(fact, facts, Place.LEAD))
