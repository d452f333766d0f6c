"""An answer belongs to what was asked: review finds every one that stands under another question or fear."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from shipped import READER, base, office, templates
from test_review_laws import LETTERHEAD, READERS, WRITERS, Copy, day_of, reviewed, shelf, with_text

from drafter.decisions import Decision, How
from drafter.formats.copies import record_of
from drafter.letter.clauses import ways_of_answering
from drafter.letter.compose import compose
from drafter.letter.laws import Asked
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph
from drafter.office import OfficeSide
from drafter.problems import ProblemsFound
from drafter.review.model import Review
from drafter.review.reviewing import review

ASKS = ("funding.cost", "scrutiny.debate", "privatisation.run", "consultation.when")
FEARS = ("patients.rationing", "overview.nhs")
SUBJECT = base().subjects["aco"]
DECIDED = (
    Decision("meet", "aco", How.WILL_NOT, date(2018, 7, 1), "I meet constituents at my surgeries"),
    Decision("speak", "aco", How.WILL, date(2018, 7, 1)),
)


@cache
def letter() -> Letter:
    """A letter on four questions and two fears, each with its own answer."""
    asked = LetterRequest((), READER, date(2018, 7, 10), asks=ASKS, fears=FEARS, length=Length.FULL)
    return compose(asked, base(), templates(), office()).letter


def rules(old: str, new: str) -> set[str]:
    return {problem.rule for problem in reviewed(with_text(letter(), old, new), ".md").errors}


def answers() -> dict[str, set[str]]:
    """The letter's answers, each with what of the request it answers."""
    given = (*ASKS, *FEARS)
    texts = {
        one.text: {name for name in one.to if name in given} for one in SUBJECT.answers if set(one.to) & set(given)
    }
    plain = {sentence.text.replace("’", "'"): sentence.text for sentence in letter().sentences()}
    return {plain[text]: names for text, names in texts.items() if text in plain}


def test_every_question_and_fear_has_its_answer_and_the_letter_no_error():
    assert set().union(*answers().values()) == {*ASKS, *FEARS}
    assert reviewed(letter(), ".md").errors == ()


def test_an_answer_to_something_else_is_an_error():
    chance = random.Random(7)
    for text, names in answers().items():
        others = [one.text for one in SUBJECT.worded_answers if one.to and not names & set(one.to)]
        for other in chance.sample(others, 6):
            assert rules(text, other) & {"other-answer", "no-source"}, (text, other)


def test_an_answer_whose_question_is_another_or_gone_is_an_error():
    directly = {
        f"{topic.name}.{one.id}": one.directly
        for topic in base().topics.values()
        for one in topic.questions
        if one.directly
    }
    chance = random.Random(8)
    for name in ASKS:
        mine = {one.text for one in SUBJECT.answers_to(name)}
        others = [other for other in directly if not mine & {one.text for one in SUBJECT.answers_to(other)}]
        for other in chance.sample(others, 4):
            assert "other-answer" in rules(directly[name], directly[other]), (name, other)
        assert "other-answer" in rules(directly[name], ""), name


def test_a_fear_that_is_taken_out_takes_its_answer_with_it():
    echoes = [sentence(letter(), _directly(name)) for name in FEARS]
    for echo in echoes:
        assert "other-answer" in rules(echo, ""), echo


def found(letter_: Letter, *edits: tuple[str, str]) -> set[str]:
    """The rules that a review names beyond those of the untouched letter, after some sentences were replaced."""
    edited = letter_
    for old, new in edits:
        assert any(old == sentence.text for sentence in letter_.sentences()), old
        edited = with_text(edited, old, new)
    return _rules_of(edited) - _rules_of(letter_)


def _rules_of(letter_: Letter) -> set[str]:
    data = WRITERS[".md"](letter_, LETTERHEAD, Copy.CLEAN).filled(letter_.particulars)
    returned, problems = READERS[".md"](data, "a.md")
    assert returned is not None, problems
    decided = replace(shelf(), office=replace(office(), decisions=DECIDED))
    return {problem.rule for problem in review(returned, decided, "a.md", day_of(returned)).problems}


def sentence(letter_: Letter, words: str) -> str:
    return next(one.text for one in letter_.sentences() if words in one.text)


@cache
def wishes() -> Letter:
    asked = LetterRequest((), READER, date(2018, 7, 10), asks=("consultation.when",), fears=("privatisation.companies",),
                          wants=("meet", "speak"), length=Length.FULL)  # fmt: skip
    return compose(asked, base(), templates(), replace(office(), decisions=DECIDED)).letter


def test_an_answer_of_another_day_is_an_error():
    assert "other-answer" in rules(
        sentence(letter(), "I cannot give you a date for NHS England’s consultation"), "Soon, if nothing changes."
    )


def test_what_sums_claims_up_stands_behind_them():
    summed = sentence(wishes(), "So what it waited for")
    behind = sentence(wishes(), "Nothing that I have read would keep")
    assert "sum-elsewhere" in found(wishes(), (summed, ""), (behind, f"{behind} {summed}"))
    assert "sum-elsewhere" in found(
        wishes(),
        (
            sentence(wishes(), "I cannot give you a date for NHS England’s consultation"),
            "So there is still time to be heard.",
        ),
    )


def test_what_leans_on_a_claim_stands_right_behind_it():
    leaning = sentence(letter(), "This would come in particular")
    other = next(
        one
        for block in letter().blocks
        if isinstance(block, Paragraph) and leaning in [s.text for s in block.sentences]
        for one in [block.sentences[-1].text]
    )
    assert other != leaning
    assert {"leaning-claim", "untagged", "no-speaker"} & found(letter(), (leaning, ""), (other, f"{other} {leaning}"))


def test_a_claim_is_not_told_without_what_was_said_against_it():
    against = sentence(wishes(), "both disputed")
    assert "one-sided" in found(wishes(), (against, ""))


def test_what_the_request_did_not_hold_is_asked_about():
    assert "not-asked" in found(wishes(), (sentence(wishes(), "When will the public"), "Will care stay free?"))


def test_a_wish_that_is_no_longer_answered_is_asked_about():
    for words in ("I will not meet", "I will speak"):
        assert "unanswered" in found(wishes(), (sentence(wishes(), words), "")), words


def test_a_question_that_is_no_longer_answered_is_asked_about():
    assert "unanswered" in found(wishes(), (sentence(wishes(), "I know of no private company that is bidding"), ""))


def _directly(name: str) -> str:
    every = {
        f"{topic.name}.{one.id}": one.directly
        for topic in base().topics.values()
        for one in (*topic.questions, *topic.fears)
    }
    return every[name]


def test_a_question_or_fear_that_is_taken_out_with_its_answer_is_asked_about():
    for name in ASKS:
        (answer,) = [text for text, names in answers().items() if name in names]
        assert "unanswered" in found(letter(), (sentence(letter(), _directly(name)), ""), (answer, "")), name
    for name in FEARS:
        (answer,) = [text for text, names in answers().items() if name in names]
        assert "unanswered" in found(letter(), (sentence(letter(), _directly(name)), ""), (answer, "")), name


def test_an_answer_without_its_question_is_told_what_to_put_back():
    gone = with_text(letter(), sentence(letter(), _directly("privatisation.run")), "")
    (problem,) = [one for one in reviewed(gone, ".md").errors if one.rule == "other-answer"]
    assert f"put back before it what it answers, such as \u201c{_directly('privatisation.run')}\u201d" in problem.hint


def test_every_approved_answer_may_be_shortened_or_softened_and_stays_that_answer():
    request = LetterRequest((), READER, date(2018, 7, 10))
    day = shelf().on(request.date)
    asked = Asked(TemplateContext(request, (), SUBJECT, base(), day, templates(), office()))
    for one in SUBJECT.worded_answers:
        for way in ways_of_answering(one.text):
            assert one in asked.answers(way), way


def changed(
    made: Letter, old: str, new: str, ending: str = ".md", decided: tuple[Decision, ...] = ()
) -> set[tuple[str, str]]:
    """The rules that a letter breaks once its words are changed, each with its severity. Its record is the draft's."""
    other = with_text(made, old, new)
    data = WRITERS[ending](other, LETTERHEAD, Copy.CLEAN).filled(other.particulars)
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    assert returned.record is not None
    drafted = replace(returned.record, sentences=record_of(made).sentences)
    theirs = replace(shelf(), office=replace(office(), decisions=decided))
    found = review(replace(returned, record=drafted), theirs, f"a{ending}", day_of(returned))
    return {(one.rule, str(one.severity)) for one in found.problems}


@cache
def on(day: date, *topics: str, asks: tuple[str, ...] = ()) -> Letter:
    """A letter on topics and questions."""
    return compose(LetterRequest(topics, READER, day, asks=asks), base(), templates(), office()).letter


def test_words_to_the_reader_in_the_place_of_an_answer_are_asked_about():
    made = on(date(2018, 7, 10), asks=("privatisation.run", "funding.cost"))
    answer = next(one.text for one in made.sentences() if one.all_of(Kind.ANSWER))
    for said in ("I understand.", "Thank you for your card.", "I was sorry to read about your fall.", "You know."):
        assert ("to-reader", "question") in changed(made, answer, said), said
        assert ("to-reader", "question") in changed(made, answer, f"{said} {answer}"), said
        assert ("to-reader", "question") not in changed(made, answer, f"{answer} Thank you for your card.")


def test_what_the_draft_left_open_is_missed_where_it_is_taken_out():
    tried = 0
    for made in (
        on(date(2018, 7, 10), asks=("privatisation.run", "funding.cost")),
        on(date(2018, 2, 1), "scrutiny", "consultation"),
        on(date(2026, 11, 29), "privatisation", "funding"),
        on(date(2018, 5, 1), asks=("accountability.whom",)),
    ):
        assert not {rule for rule, _ in changed(made, "\0", "")} & {"caveat-left-out", "leaning-words"}
        for sentence in made.sentences():
            if sentence.all_of(Kind.GAP) or "I cannot" in sentence.text or "newest paper" in sentence.text:
                tried += 1
                for ending in (".md", ".docx"):
                    assert ("caveat-left-out", "question") in changed(made, sentence.text, "", ending), sentence.text
    assert tried > 6


def test_that_the_papers_are_old_is_said_whole_or_somebody_means_it():
    half = "It tells us how things stood then, and not how they stand today."
    old, new = on(date(2026, 11, 29), "privatisation", "funding"), on(date(2018, 7, 10), "privatisation")
    assert ("caveat-left-out", "question") in changed(old, half, "")
    last = list(new.sentences())[-1].text
    assert ("leaning-words", "question") in changed(new, last, f"{last} {half}")


def test_a_topic_that_the_reader_did_not_name_is_asked_about():
    made = on(date(2018, 5, 1), "staff")
    first = next(iter(made.sentences())).text
    assert ("not-asked", "question") not in changed(made, "\0", "")
    wider = "Thank you for your letter about Accountable Care Organisations (ACOs), and about private companies."
    assert ("not-asked", "question") in changed(made, first, wider)


@pytest.mark.parametrize("words", ["I believe that the NHS belongs to all of us", "I signed Early Day Motion 660"])
def test_nothing_of_the_member_s_stands_between_a_question_and_its_answer(words):
    """A reader takes it for the answer. Behind the answer, and in another paragraph, it may stand."""
    decided = (Decision("sign-edm-660", "aco", How.DONE, date(2018, 1, 16)),)
    request = LetterRequest((), READER, date(2018, 7, 10), "government", asks=("privatisation.run", "funding.cost"))
    made = compose(request, base(), templates(), replace(office(), decisions=decided)).letter
    own = sentence(made, words)
    question = "What will they cost?"
    answer = next(b for a, b in pairwise(one.text for one in made.sentences()) if a == question)

    def told(words: str) -> list[str]:
        data = WRITERS[".md"](with_text(made, answer, words), LETTERHEAD, Copy.CLEAN).filled(made.particulars)
        returned, _ = READERS[".md"](data, "a.md")
        assert returned is not None
        theirs = replace(shelf(), office=replace(office(), decisions=decided))
        return [one.message for one in review(returned, theirs, "a.md", day_of(returned)).problems]

    between = changed(made, answer, f"{own} {answer}", decided=decided)
    behind = changed(made, answer, f"{answer} {own}", decided=decided)
    assert {name for name, _ in between} >= {"leaning-words"}
    assert not {severity for name, severity in between - behind if severity == "error"}
    assert any("stands between a question and its answer" in text for text in told(f"{own} {answer}"))
    assert not any("stands between a question and its answer" in text for text in told(f"{answer} {own}"))


def test_a_claim_that_the_draft_puts_before_the_answer_is_missed_by_nobody():
    """Two claims that rub begin with what was said beside the first. Another sentence was taken out."""
    theirs = replace(office(), side=OfficeSide.OPPOSITION, party="Labour")
    request = LetterRequest((), READER, date(2018, 2, 1), "opposition", fears=("scrutiny.bypassed",))
    made = compose(request, base(), templates(), theirs).letter
    assert any("department-consultation-launched-september" in one.facts for one in made.sentences())
    last = list(made.sentences())[-1].text
    data = WRITERS[".md"](with_text(made, last, ""), LETTERHEAD, Copy.CLEAN).filled(made.particulars)
    returned, _ = READERS[".md"](data, "a.md")
    assert returned is not None
    assert returned.record is not None
    drafted = replace(returned.record, sentences=record_of(made).sentences)
    found_ = review(replace(returned, record=drafted), replace(shelf(), office=theirs), "a.md", day_of(returned))
    assert "leaning-words" not in {one.rule for one in found_.problems}


RAISED = Decision("raise-with-ministers", "aco", How.WILL, date(2018, 1, 20))
POINTS = "I will raise with Ministers your points about pay and pensions and waiting times."


@pytest.mark.parametrize("ending", [".md", ".docx"])
@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ("I will raise your points with Ministers.", ""),
        ("I will raise with Ministers your points about waiting times.", ""),
        ("I will raise with Ministers your points about waiting times and pay and pensions.", ""),
        ("I will raise with Ministers your points about those who work in the NHS.", ""),
        ("I will raise with Ministers your points about pay and pensions and profit.", "not-asked"),
        ("I will raise with Ministers your points about pay and pensions and rationing.", "not-asked"),
        ("I will raise with Ministers your points about private companies.", "not-asked"),
        ("I will raise with Ministers your points about pay and pensions and surgeons.", "no-source"),
    ],
)
def test_only_points_of_the_reader_s_are_raised(other, rule, ending):
    request = LetterRequest((), READER, date(2018, 5, 1), asks=("staff.terms",), fears=("patients.waits",))
    made = compose(request, base(), templates(), replace(office(), decisions=(RAISED,))).letter
    assert POINTS in [one.text for one in made.sentences()]
    found = changed(made, POINTS, other, ending, (RAISED,)) - changed(made, "\0", "", ending, (RAISED,))
    assert not found if not rule else rule in {one for one, _ in found}, found


def test_a_note_in_other_words_is_asked_about():
    made = on(date(2018, 7, 10), "privatisation")
    data = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode()
    at = data.index("]: ") + 3
    returned, _ = READERS[".md"](f"{data[:at]}This is false. {data[at:]}".encode(), "a.md")
    assert returned is not None
    questions = review(returned, shelf(), "a.md", day_of(returned)).questions
    assert [one.rule for one in questions] == ["other-note"]


def reviewed_data(data: bytes, ending: str) -> Review:
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    return review(returned, shelf(), f"a{ending}", day_of(returned))


@pytest.mark.parametrize("ending", [".md", ".docx", ".html", ".txt"])
def test_only_a_letter_whose_sentences_went_came_or_moved_is_composed_again(ending, monkeypatch):
    """The record has a hash for each sentence. To compose again takes as long as all the rest."""
    made = on(date(2018, 7, 10), asks=("privatisation.form", "funding.cost"))
    data = WRITERS[ending](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars)
    assert not [one for one in reviewed_data(data, ending).problems if one.rule == "caveat-left-out"]
    asked_again: list[LetterRequest] = []

    def never(request: LetterRequest, *_: object) -> None:
        asked_again.append(request)
        raise ProblemsFound([])

    monkeypatch.setattr("drafter.letter.compose.compose", never)
    reviewed_data(data, ending)
    assert asked_again == []
    if ending == ".md":
        text = data.decode()
        caveat = next(one.text for one in made.sentences() if "I cannot" in one.text)
        (claim,) = [one.text for one in made.sentences() if one.facts == ("procurement-law-applies",)]
        for edited in (text.replace("NHS bodies, not", "NHS bodies and not"), text.replace(claim, claim.upper())):
            reviewed_data(edited.encode(), ending)  # a claim in other words stands where it stood
        assert asked_again == []
        for edited in (text.replace(caveat, ""), text.replace(f"{caveat} ", "").replace(claim, f"{claim} {caveat}")):
            asked_again.clear()
            reviewed_data(edited.encode(), ending)
            assert asked_again
        monkeypatch.undo()
        gone = reviewed_data(text.replace(caveat, "").encode(), ending)
        assert "caveat-left-out" in {one.rule for one in gone.problems}
