"""Approved words stand where the draft has them: review asks about those of another letter, and about those that moved."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from shipped import READER, base, office, templates
from test_review_laws import LETTERHEAD, READERS, WRITERS, Copy, shelf

from drafter.letter.compose import compose
from drafter.letter.request import Length, LetterRequest
from drafter.letter.tree import Kind, Letter
from drafter.problems import Problem, Severity
from drafter.review.reviewing import review

SUMMER = date(2018, 7, 10)
TOLD = {
    "date-ahead",
    "old-documents",
    "old-date",
    "citation-lost",
    "not-spelt-out",
    "unreviewed",
    "past-review",
    "unreviewed-words",
}


@cache
def drafted(
    day: date = SUMMER,
    topics: tuple[str, ...] = (),
    asks: tuple[str, ...] = (),
    fears: tuple[str, ...] = (),
    length: Length = Length.FULL,
) -> Letter:
    """A letter of a day, with all that there is room for."""
    request = LetterRequest(topics, READER, day, asks=asks, fears=fears, length=length)
    return compose(request, base(), templates(), office()).letter


def after(made: Letter, *edits: tuple[str, str], ending: str = ".md") -> list[Problem]:
    """What a review finds of a letter once words of its text were changed in Markdown; without what it tells of all."""
    text = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode()
    head, fence, body = text.partition("\n---\n")
    for old, new in edits:
        assert body.count(old) >= 1, (old, body)
        body = body.replace(old, new, 1)
    returned, problems = READERS[ending](f"{head}{fence}{body}".encode(), f"a{ending}")
    assert returned is not None, problems
    found = review(returned, shelf(), f"a{ending}", SUMMER)
    return [one for one in found.problems if one.rule not in TOLD]


def rules(found: list[Problem]) -> set[str]:
    return {one.rule for one in found if one.severity in {Severity.ERROR, Severity.QUESTION}}


def says(made: Letter, words: str) -> str:
    return next(one.text for one in made.sentences() if words in one.text)


ANSWERS = {"asks": ("privatisation.run",), "fears": ("overview.nhs",)}
DRAFTS = (
    {"topics": ("privatisation", "funding")},
    {"topics": ("staff", "patients"), "day": date(2018, 6, 15)},
    {"asks": ("consultation.when", "scrutiny.courts"), "fears": ("scrutiny.no-vote",)},
    {"topics": ("overview",), "day": date(2017, 1, 20)},
    {"topics": ("funding",), "day": date(2026, 1, 5)},
    ANSWERS,
)


@pytest.mark.parametrize("asked", DRAFTS)
def test_nothing_is_found_of_a_letter_that_nobody_edited(asked):
    assert after(drafted(**asked)) == []


@pytest.mark.parametrize(
    "words",
    [
        "I know how hard they work.",
        "What I can tell you about this is elsewhere in this letter.",
        "I wish that I had a newer paper for you.",
        "A hope is not yet a result.",
        "Soon, if nothing changes.",
        "It held on the day of that letter.",
        "I know that this is not the answer that you hoped for, and I am grateful to you for writing all the same.",
        "There is much to keep up with.",
    ],
)
def test_approved_words_of_another_letter_are_asked_about(words):
    made = drafted(**ANSWERS)
    last = list(made.sentences())[-1].text
    assert rules(after(made, (last, f"{last} {words}")))


def test_words_that_say_a_thing_twice_are_asked_about():
    made = drafted(topics=("privatisation",))
    open_ = says(made, "That is not the same")
    last = list(made.sentences())[-1].text
    assert "leaning-words" in rules(after(made, (last, f"{last} {open_}")))


def test_an_answer_behind_another_question_is_found():
    made = drafted(asks=("overview.what", "overview.where"), length=Length.BRIEF)
    one, other = says(made, "no one answer"), says(made, "about our area")
    asked = says(made, "What are ACOs?")
    assert rules(after(made, (f" {other}", ""), (asked, f"{asked} {other}")))
    assert rules(after(made, (f" {one}", ""), (other, f"{one} {other}")))


def test_a_question_that_moved_before_other_claims_is_found():
    """No sentence is gone, and those that tell no fact stand in the draft's order: only their neighbours are others."""
    made = drafted(asks=("scrutiny.courts",), fears=("scrutiny.no-vote",))
    asked, rejected = says(made, "What have the courts said"), says(made, "both rejected")
    assert "leaning-words" in rules(after(made, (f"{asked} ", ""), (rejected, f"{rejected} {asked}")))


def test_what_leans_on_a_claim_is_found_behind_another():
    made = drafted(topics=("privatisation",))
    leaning = next(one.text for one in made.sentences() if one.all_of(Kind.GAP) or one.text.startswith("That is"))
    other = next(one.text for one in made.sentences() if one.text.startswith("Please"))
    assert rules(after(made, (f" {leaning}", ""), (other, f"{other} {leaning}")))


def test_paragraphs_may_change_places_run_on_or_be_divided():
    made = drafted(topics=("privatisation", "funding"))
    text = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode().split("\n\n")
    begins = [one for one in text if one.startswith(("According", "The guide", "The House"))][-1][:40]
    assert rules(after(made, (f"\n\n{begins}", f" {begins}"))) == set()
    last = list(made.sentences())[-2].text
    assert rules(after(made, (f" {last}", f"\n\n{last}"))) == set()


def test_one_of_the_ways_in_which_templates_vary_a_sentence_is_as_good_as_another():
    made = drafted(topics=("privatisation",))
    asked = list(made.sentences())[-2].text
    assert "consultation opens" in asked or "when it opens" in asked
    for other in (
        "Please do take part when the consultation opens.",
        "Once the consultation opens, please make your voice heard.",
    ):
        assert rules(after(made, (asked, other))) == set()


@pytest.mark.parametrize("words", ["Thank you again for your letter.", "I was glad to hear from you."])
def test_thanks_may_stand_in_any_letter(words):
    made = drafted(**ANSWERS)
    last = list(made.sentences())[-1].text
    assert rules(after(made, (last, f"{last} {words}"))) == set()


def test_another_date_is_asked_about_and_is_an_error_where_another_letter_would_be_written():
    made = drafted(topics=("privatisation",))
    (asked,) = [one for one in after(made, ("\n10 July 2018\n", "\n11 July 2018\n")) if one.rule == "other-date"]
    assert asked.severity is Severity.QUESTION
    for day in ("1 May 2018", "10 July 2019", "1 June 2016"):
        (wrong,) = [one for one in after(made, ("\n10 July 2018\n", f"\n{day}\n")) if one.rule == "other-date"]
        assert wrong.severity is Severity.ERROR, day
        assert "on that day" in wrong.message
