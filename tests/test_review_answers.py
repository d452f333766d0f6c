"""An answer belongs to what was asked: review finds every one that stands under another question or fear."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

from shipped import READER, base, office, templates
from test_review_laws import reviewed, with_text

from drafter.letter.compose import compose
from drafter.letter.request import Length, LetterRequest
from drafter.letter.tree import Kind, Letter

ASKS = ("funding.cost", "scrutiny.courts", "privatisation.run", "consultation.when")
FEARS = ("patients.rationing", "overview.nhs")
SUBJECT = base().subjects["aco"]


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
        others = [one.text for one in SUBJECT.answers if one.to and not names & set(one.to)]
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
    echoes = [s.text for s in letter().sentences() if s.all_of(Kind.COURTESY) and "worried that" in s.text]
    assert len(echoes) == len(FEARS)
    for echo in echoes:
        assert "other-answer" in rules(echo, ""), echo
