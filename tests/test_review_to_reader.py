"""What is said to one reader alone: kindness has a home, and no claim goes about in its clothes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from shipped import base, office

from drafter.review.to_reader import ReaderSentence, ToReader

READS = ToReader(
    base(),
    replace(
        office(),
        surgeries=("Friday 13 July, 4pm to 6pm, Westmere Library",),
        opening_hours=("Monday to Friday, 9.30am to 5pm",),
        enclosures=("a leaflet about my surgeries",),
    ),
)
SENTENCES = yaml.safe_load((Path(__file__).parent / "to_reader.yaml").read_text(encoding="utf-8"))


def reading(text: str) -> ReaderSentence:
    return READS.reading_of(text)[0]


def test_what_good_staff_write_is_seldom_an_error() -> None:
    """At most three in a hundred; three in five need nobody's word."""
    found = [reading(text) for text in SENTENCES["kind"]]
    assert found.count(ReaderSentence.OTHER) * 100 <= 3 * len(found)
    assert found.count(ReaderSentence.CALM) * 100 >= 60 * len(found)


def test_a_claim_in_kind_words_is_hardly_ever_calm() -> None:
    """Of claims that were written to get through, at most one in a hundred; more than half are errors."""
    found = [reading(text) for text in SENTENCES["claims"]]
    assert found.count(ReaderSentence.CALM) * 100 <= len(found)
    assert found.count(ReaderSentence.OTHER) * 100 >= 55 * len(found)


@pytest.mark.parametrize("text", SENTENCES["asked"])
def test_few_words_that_grant_or_promise_are_asked_about(text: str) -> None:
    assert reading(text) is not ReaderSentence.CALM


def test_somebody_is_known_from_the_sentence_before() -> None:
    text = "I do hope that her operation goes well."
    assert READS.reading_of(text)[0] is ReaderSentence.ASKS
    assert READS.reading_of(text, "I was sorry to hear about your mother's fall.")[0] is ReaderSentence.CALM


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You can reach my office on 020 7946 0182.", ReaderSentence.CALM),
        ("You can reach my office on 020 7946 0999.", ReaderSentence.OTHER),
        ("My next surgery is on Friday 13 July, 4pm to 6pm, Westmere Library.", ReaderSentence.CALM),
        ("I hold a surgery at Westmere Library on Friday 13 July, from 4pm to 6pm.", ReaderSentence.ASKS),  # 'hold'
        ("My next surgery is at Westmere Library on Friday 13 July, from 4pm to 6pm.", ReaderSentence.CALM),
        ("My next surgery is at Westmere Library on Friday 13 July, from 4pm to 7pm.", ReaderSentence.ASKS),
        ("I would be glad to see you at 7.15pm.", ReaderSentence.ASKS),
        ("Thank you for your letter of 3 July about private companies.", ReaderSentence.CALM),
        ("I was sorry to read about private companies.", ReaderSentence.OTHER),
        ("I was sorry to hear that \u201cnobody cares\u201d.", ReaderSentence.OTHER),
        ("Waiting times have risen everywhere.", ReaderSentence.OTHER),
    ],
)
def test_what_the_office_has_is_vouched_for(text: str, expected: ReaderSentence) -> None:
    assert reading(text) is expected


@given(st.sampled_from([fact.claim for fact in base().facts.values()]), st.sampled_from(SENTENCES["kind"]))
def test_no_claim_of_the_facts_hides_behind_a_kindness(claim: str, kind: str) -> None:
    for joined in (f"{kind.rstrip('.')}, and {claim}.", f"{kind} {claim[:1].upper()}{claim[1:]}."):
        assert reading(joined) is not ReaderSentence.CALM


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I am gald to hear from you.", "is 'glad' meant?"),
        ("I am sory for that.", "is 'sorry' meant?"),
        ("I was glad to see Zebedee.", "'Zebedee' is a name"),
        ("There is still time for you to be heard.", "'heard' is none of the words of thanks, sympathy and help"),
        ("I am sorry for the long wait that you had at A&E.", "'A&E'"),
        ("There is no need to worry.", "'no need to worry' is a reassurance"),
        ("I will not let you down.", "'i will not let you down' is a promise"),
        ("I will ring you at 3pm.", "'i will ring you at' is a promise; '3pm' is no hour that office.yaml has"),
        ("I won't let you down.", "'i will not let you down' is a promise"),
    ],
)
def test_the_reason_that_is_given_is_true(text: str, reason: str) -> None:
    read, why = READS.reading_of(text)
    assert read is ReaderSentence.ASKS
    assert reason in why
    assert "is a name" not in why or "Zebedee" in text or "A&E" in text


@pytest.mark.parametrize(
    "text",
    [
        "I wish you a swift recovery.",
        "Please do not worry about not having written sooner.",
        "I was sorry to read about your mother's fall.",
        "Thank you for telling me of it.",
        "My office will be glad to help with that.",
        "I hope that you are well.",
        "I hope that she is feeling better.",
        "I am so glad that you are able to come.",
        "Thank you for your letter of 3 March.",
    ],
)
def test_kindness_is_asked_of_nobody(text: str) -> None:
    assert reading(text) is ReaderSentence.CALM


def test_a_reader_may_be_asked_to_quote_the_letters_own_reference_and_no_other() -> None:
    ours = replace(READS, reference="EM/2018/0412")
    assert ours.reading_of("Please quote EM/2018/0412 if you write again.")[0] is ReaderSentence.CALM
    assert ours.reading_of("Please quote EM/2018/0413 if you write again.")[0] is ReaderSentence.OTHER
    assert reading("Please quote EM/2018/0412 if you write again.") is ReaderSentence.OTHER


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I was sorry to hear that you may lose your contract.", "contract"),
        ("I was sorry to hear of your fall.", ""),  # nothing stands in its way
        ("The contract will be ended.", ""),  # it is none without the word either
    ],
)
def test_the_word_for_which_alone_a_sentence_is_none_to_its_reader(text: str, word: str) -> None:
    assert READS.passes_without(text, READS.reading_of(text)[1]) == word
