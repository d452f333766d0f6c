"""Reviews of what stands in a letter without a frame, of thanks that repeat a question, and of corrections."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from shipped import READER, base, office, templates
from test_review_laws import LETTERHEAD, READERS, WRITERS, Copy, day_of, shelf

from drafter.facts.model import FactBase, Withdrawal
from drafter.letter.compose import compose
from drafter.letter.correction import Earlier, compose_correction
from drafter.letter.laws import is_plain
from drafter.letter.request import LetterRequest
from drafter.letter.tree import Kind, Letter
from drafter.problems import Severity
from drafter.review.reviewing import review
from drafter.workspace import Workspace

WINTER, SPRING, SUMMER = date(2018, 2, 1), date(2018, 5, 1), date(2018, 7, 10)


@cache
def drafted(day: date, asks: tuple[str, ...] = (), fears: tuple[str, ...] = ()) -> Letter:
    request = LetterRequest((), READER, day, asks=asks, fears=fears)
    return compose(request, base(), templates(), office()).letter


def found(made: Letter, *edits: tuple[str, str], drafted: bool = True, ours: Workspace | None = None) -> set[str]:
    """The rules of the errors and questions about a letter, once its words were changed in Markdown. Without
    ``drafted`` nothing is known of its draft.
    """
    text = WRITERS[".md"](made, LETTERHEAD, Copy.CLEAN).filled(made.particulars).decode()
    text = re.sub(r"\n\[\^[^\]]+\]:[^\n]*|\[\^[^\]]+\]", "", text)
    head, fence, body = text.partition("\n---\n")
    for old, new in edits:
        assert old in body, (old, body)
        body = body.replace(old, new, 1)
    returned, problems = READERS[".md"](f"{head}{fence}{body}".encode() if drafted else body.encode(), "a.md")
    assert returned is not None, problems
    problems = review(returned, ours or shelf(), "a.md", day_of(returned)).problems
    return {one.rule for one in problems if one.severity in {Severity.ERROR, Severity.QUESTION}}


def plain(made: Letter) -> list[str]:
    return [one.text for one in made.sentences() if is_plain(one, base())]


# -- matters of record


def test_what_introduces_another_paper_is_not_said_before_a_matter_of_record():
    made = drafted(SUMMER, asks=("staff.happens",), fears=("scrutiny.bypassed",))
    first = next(one for one in plain(made) if "launched" in one)
    assert "no-speaker" in found(made, (first, f"Here is what the guide says. {first}"))
    assert "no-speaker" not in found(made, (first, f"Here is what the Library says. {first}"))


def test_a_matter_of_record_is_not_told_as_if_it_were_over():
    made = drafted(WINTER, asks=("accountability.law",))
    assert "other-tense" in found(made, ("the provider that is given", "the provider that was given"))
    made = drafted(SPRING, asks=("overview.what",))  # the rest of its paragraph is of the letter's main document
    assert "other-tense" in found(made, ("ACOs are completely different", "ACOs were completely different"))


def test_a_claim_is_not_said_to_be_on_what_it_is_not_on():
    made = drafted(SPRING, asks=("consultation.public",))
    assert found(made) == set()
    (led,) = [one.text for one in made.sentences() if one.segments[0].text.startswith("On the regulations")]
    frame = "the Department of Health and Social Care’s guide of last month says that"
    lead = "On the regulations for ACOs, "
    assert found(made, (led, f"{lead}{frame} {led.removeprefix(lead)}")) == set()
    made = drafted(SUMMER, asks=("patients.free",))
    last = next(one for one in plain(made) if "launched" in one)
    assert found(made, (last, f"On the regulations for ACOs, {last}")) == {"leaning-words"}


def test_one_dash_is_as_good_as_one_comma():
    made = drafted(WINTER, asks=("patients.free",))
    assert found(made, ("commissioners, the bodies", "commissioners \u2013 the bodies")) == set()


# -- thanks that repeat what was asked

FREE = drafted(SPRING, asks=("patients.free",))
DOOR = drafted(SPRING, fears=("privatisation.backdoor",))
SETTLED = drafted(SPRING, fears=("consultation.settled",))


@pytest.mark.parametrize(
    ("made", "old", "new"),
    [
        (FREE, "stay free.", "stay free, and to whom they will answer."),
        (FREE, "stay free.", "stay free, and whether Parliament will vote on them."),
        (DOOR, "by the back door.", "by the back door, and that there is not enough money."),
    ],
)
def test_a_second_question_in_the_thanks_is_asked_about(made, old, new):
    assert found(made) == set()
    assert found(made, (old, new)) == {"not-asked"}


@pytest.mark.parametrize(
    ("made", "old", "new"),
    [
        (FREE, "Thank you for", "Thank you very much for"),
        (FREE, "Thank you for your letter", "Many thanks for your letter"),
        (FREE, "your letter", "your e-mail"),
        (FREE, "for asking", "for asking me"),
        (FREE, "Accountable Care Organisations (ACOs)", "ACOs (Accountable Care Organisations)"),
        (DOOR, "Accountable Care Organisations (ACOs)", "ACOs (Accountable Care Organisations)"),
        (DOOR, "telling me that you are", "telling me you\u2019re"),
        (SETTLED, "for telling me that you", "for telling me you"),
    ],
)
def test_thanks_may_be_put_as_people_put_them(made, old, new):
    assert found(made, (old, new)) == set()


@pytest.mark.parametrize("old", ["for asking whether", "whether care will stay free", "Thank you for"])
def test_thanks_in_other_words_are_an_error_still(old):
    new = {"for asking whether": "for saying that", "Thank you for": "No thanks for"}.get(old, "whether it stays good")
    assert {"no-source", "other-answer"} & found(FREE, (old, new))


def test_where_no_draft_is_known_an_answer_stands_right_behind_its_question():
    answer = next(one.text for one in FREE.sentences() if one.all_of(Kind.ANSWER))
    claim = next(one.text for one in FREE.sentences() if one.facts)
    last = list(FREE.sentences())[-1].text
    assert found(FREE, drafted=False) == set()
    for edits in (
        ((f" {answer}", ""), (claim, f"{claim} {answer}")),  # behind claims
        ((last, f"{last} {answer}"),),  # again
        ((answer, f"{answer} {answer}"),),
        ((answer, f"You ask who will be in charge of them. {answer}"),),  # behind another question
    ):
        assert found(FREE, *edits, drafted=False) == {"leaning-words"}
    assert found(FREE, (f" {answer}", ""), (claim, f"{answer} {claim}"), drafted=False) == set()


# -- another subject of the office's


@cache
def two() -> Workspace:
    """The office with one more subject, on whose topic people ask one thing."""
    other = replace(base().subjects["aco"], id="gardens", name="reading gardens", abbreviations=(), answers=())
    money = base().topics["funding"]
    (asked, *_) = money.questions
    asked = asked._replace(id="close", text="when the garden in Mill Lane will close", directly="")
    topic = replace(money, id="closures", subject="gardens", about="closures", questions=(asked,), fears=())
    whole: FactBase = replace(
        base(), subjects={**base().subjects, "gardens": other}, topics={**base().topics, "closures": topic}
    )
    return shelf().holding(base=whole)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("about Accountable Care Organisations (ACOs)", "about reading gardens"),
        ("whether care will stay free", "when the garden in Mill Lane will close"),
        ("stay free.", "stay free, and when the garden in Mill Lane will close."),
    ],
)
def test_another_subject_in_the_thanks_is_asked_about(old, new):
    assert found(FREE, ours=two()) == set()
    assert "not-asked" in found(FREE, (old, new), ours=two())


# -- corrections

PART = "had the support of local GPs"
SAID = (
    "The Health Minister Steve Barclay told Parliament in January that the bidders coming forward for ACOs in Dudley and "
    f"Manchester were NHS bodies, not private bodies, and {PART}."
)


@cache
def corrected() -> tuple[Letter, Workspace]:
    """The correction of one claim of a sentence, and the office by then: it was withdrawn."""
    gone = "bidders-have-gp-support"
    ended = replace(base().facts[gone], withdrawn=Withdrawal(date(2018, 7, 20), "It was misread."))
    later = replace(base(), facts={**base().facts, gone: ended})
    earlier = Earlier(1, SUMMER, SAID, READER, ("privatisation",), "", part=PART)
    made = compose_correction(earlier, ended, date(2018, 8, 1), later, templates(), office())
    return made, shelf().holding(base=later)


DROPPED = (
    f"\n\nI mean only these words of it: \u201c{PART}.\u201d",
    "\n\nThose words should not have stood there, and I am sorry that they did.",
    "\n\nI have no document that tells how this now stands, and I would rather tell you so than guess.",
)


@pytest.mark.parametrize("gone", DROPPED)
def test_a_sentence_gone_out_of_a_correction_is_asked_about(gone):
    made, ours = corrected()
    assert found(made, ours=ours) == set()
    assert found(made, (gone, ""), ours=ours) == {"caveat-left-out"}


def test_a_full_stop_may_stand_behind_what_a_correction_quotes():
    made, ours = corrected()
    assert found(made, (f"{PART}.\u201d\n\nThose", f"{PART}\u201d.\n\nThose"), ours=ours) == {"leaning-words"}
    assert found(made, (f"{SAID}\u201d", f"{SAID[:-1]}\u201d."), ours=ours) == {"leaning-words"}
    other = SAID[:-1].replace("were NHS bodies", "will be NHS bodies")
    assert not found(made, (f"{SAID}\u201d", f"{other}\u201d."), ours=ours) <= {"leaning-words"}
