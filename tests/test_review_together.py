"""One answer behind several questions and fears, and claims that are an answer without words: what an office does to
the paragraphs of such letters, and what review must make of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from shipped import READER, base, office, templates
from test_review_laws import LETTERHEAD, READERS, WRITERS, Copy, day_of, own, review_of, shelf

from drafter.formats.copies import record_of
from drafter.letter.compose import compose
from drafter.letter.laws import Asked
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph, Segment, Sentence
from drafter.problems import Problem, Severity
from drafter.review.reviewing import review

PUBLIC, WHEN = "Will the public be asked before they come in?", "When will the public be consulted?"
SETTLED = "Is it all decided already?"
NOT_SETTLED = (
    "It is not settled yet, on what I have read, and the public is to be asked, but I cannot yet tell you how or when."
)
NO_DATE = "On the contract the public is to be asked, but I cannot give you a date."
KIND = "Nobody likes to find that a thing was settled before they were asked."
WHAT, HOW_SOON = "What are ACOs?", "When may they come in?"
NO_DAY = "I have found no date, only that it hangs on the consultation."


@cache
def made(day: date, asks: tuple[str, ...], fears: tuple[str, ...] = ()) -> Letter:
    request = LetterRequest((), READER, day, asks=asks, fears=fears, length=Length.FULL)
    return compose(request, base(), templates(), office()).letter


def together() -> Letter:
    """Two questions and a fear with one answer."""
    return made(date(2018, 5, 1), ("consultation.public", "consultation.when"), ("consultation.settled",))


def two() -> Letter:
    """Two questions with one answer."""
    return made(date(2018, 5, 1), ("consultation.public", "consultation.when"))


def by_claims() -> Letter:
    """A question that claims answer without words of an answer, and another that has these."""
    return made(date(2018, 2, 1), ("overview.what", "overview.when"))


def paragraph(letter: Letter, words: str) -> list[str]:
    """The sentences of the paragraph that holds these words."""
    return next(
        [sentence.text for sentence in block.sentences]
        for block in letter.blocks
        if isinstance(block, Paragraph) and any(words in sentence.text for sentence in block.sentences)
    )


def found(letter: Letter, *edits: tuple[str, str], pasted: bool = False, ending: str = ".md") -> list[Problem]:
    """What review finds once some texts of a letter are others, beyond what it finds in the draft. An empty line parts
    a paragraph. What is ``pasted`` has no record of its draft.
    """
    before = {(one.rule, one.message) for one in _problems(letter, letter, pasted, ending)}
    edited = replace(letter, blocks=tuple(_edited(letter, edits)))
    assert edited.blocks != letter.blocks
    return [one for one in _problems(edited, letter, pasted, ending) if (one.rule, one.message) not in before]


def _edited(letter: Letter, edits: tuple[tuple[str, str], ...]) -> list[Paragraph]:
    known = {sentence.text: sentence for sentence in letter.sentences()}
    texts = ["\n".join(s.text for s in one.sentences) for one in letter.blocks if isinstance(one, Paragraph)]
    whole = "\n\n".join(texts)
    for old, new in edits:
        assert old in whole, old
        whole = whole.replace(old, new, 1)
    lines = [[line for line in one.split("\n") if line] for one in whole.split("\n\n")]
    return [Paragraph(tuple(known.get(line) or own(line) for line in mine), "x") for mine in lines if mine]


def _problems(letter: Letter, drafted: Letter, pasted: bool, ending: str) -> tuple[Problem, ...]:
    if pasted:
        bare = replace(letter, notes=())
        return review_of(WRITERS[ending](bare, LETTERHEAD, Copy.FINAL).filled(letter.particulars), ending).problems
    data = WRITERS[ending](letter, LETTERHEAD, Copy.CLEAN).filled(letter.particulars)
    returned, problems = READERS[ending](data, f"a{ending}")
    assert returned is not None, problems
    assert returned.record is not None
    record = replace(returned.record, sentences=record_of(drafted).sentences)
    return review(replace(returned, record=record), shelf(), f"a{ending}", day_of(returned)).problems


def rules(problems: list[Problem], *severities: Severity) -> set[str]:
    return {one.rule for one in problems if one.severity in (severities or Severity)}


ALL_OF_IT = f"{PUBLIC}\n{WHEN}\n{SETTLED}\n{KIND}\n{NOT_SETTLED}"
CALM = [
    ((f"{PUBLIC}\n{WHEN}", f"{WHEN}\n{PUBLIC}"), set()),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and when will the public be consulted?"), set()),
    ((f"{PUBLIC}\n{WHEN}", "When will the public be consulted and will the public be asked before they come in?"), set()),
    ((WHEN, f"And {WHEN[0].lower()}{WHEN[1:]}"), set()),
    ((WHEN, "You also ask when the public will be consulted."), set()),
    ((f"{WHEN}\n", f"{WHEN}\n\n"), set()),
    ((f"{KIND}\n", f"{KIND}\n\n"), set()),
    ((NOT_SETTLED, NOT_SETTLED.replace("asked, but", "asked but").replace("cannot", "can't")), set()),
    ((NOT_SETTLED, NOT_SETTLED.replace("but I", "but I am afraid that I")), set()),
    ((NOT_SETTLED, NOT_SETTLED.replace("but I", "but unfortunately I")), set()),
    ((f"{PUBLIC}\n", ""), set()),
    ((f"{WHEN}\n", ""), set()),
    ((f"{SETTLED}\n{KIND}\n", ""), set()),
    ((f"{PUBLIC}\n{WHEN}\n{SETTLED}\n{KIND}", f"{SETTLED}\n{KIND}\n{PUBLIC}\n{WHEN}"), {"leaning-words"}),
]  # fmt: skip


@pytest.mark.parametrize("ending", [".md", ".docx"])
@pytest.mark.parametrize(("edit", "asked"), CALM, ids=map(str, range(len(CALM))))
def test_what_leaves_the_questions_before_their_answer_is_no_error(edit, asked, ending):
    problems = found(together(), edit, ending=ending)
    assert rules(problems, Severity.ERROR) == set()
    assert rules(problems) <= asked, problems


HARMFUL = [
    ((NOT_SETTLED, "Yes."), {"no-source"}),
    ((f"{NOT_SETTLED}\n", ""), {"caveat-left-out", "unanswered"}),
    ((NOT_SETTLED, NOT_SETTLED.replace("cannot", "can")), {"no-source", "caveat-left-out"}),
    ((NOT_SETTLED, "It is not settled yet, on what I have read."), {"caveat-left-out"}),
    ((NOT_SETTLED, "There is to be a consultation on the contract, and soon, if nothing changes."), {"other-answer"}),
    ((NOT_SETTLED, "On the contract the public has still to be asked, and I cannot yet tell you when."), {"other-answer", "answer-alone"}),
    ((f"{PUBLIC}\n{WHEN}\n{SETTLED}\n{KIND}\n", ""), {"other-answer"}),
    ((f"{PUBLIC}\n{WHEN}", "Where is the money to come from?\nWill there be enough money?"), {"not-asked"}),
    ((NOT_SETTLED, f"Where is the money to come from?\n{NOT_SETTLED}"), {"not-asked"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and where is the money to come from?"), {"not-asked"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, or when will the public be consulted?"), {"no-source"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and when will the public be consulted."), {"no-source"}),
    ((ALL_OF_IT, f"{NOT_SETTLED}\n{PUBLIC}\n{WHEN}\n{SETTLED}\n{KIND}"), {"other-answer", "leaning-words"}),
    ((ALL_OF_IT, f"{PUBLIC}\n{WHEN}\n{NOT_SETTLED}\n{SETTLED}\n{KIND}"), {"leaning-words"}),
    ((ALL_OF_IT, f"{PUBLIC}\n{NOT_SETTLED}\n{WHEN}\n{SETTLED}\n{KIND}\n{NOT_SETTLED}"), {"leaning-words"}),
]  # fmt: skip


@pytest.mark.parametrize("ending", [".md", ".docx"])
@pytest.mark.parametrize(("edit", "expected"), HARMFUL, ids=map(str, range(len(HARMFUL))))
def test_an_answer_that_is_moved_changed_or_left_hanging_is_found(edit, expected, ending):
    problems = found(together(), edit, ending=ending)
    assert expected <= rules(problems, Severity.ERROR, Severity.QUESTION), problems


def test_the_answer_to_two_questions_may_stand_behind_the_one_that_is_left_if_the_reader_asked_both():
    for question in (PUBLIC, WHEN):
        assert found(two(), (f"{question}\n", "")) == []


def test_without_a_record_it_is_told_what_answers_the_one_question_alone():
    (problem,) = found(two(), (f"{PUBLIC}\n", ""), pasted=True)
    assert problem.rule == "other-answer"
    assert "answers several questions at once, and only one of them stands before it" in problem.message
    assert f"put back before it what it answers, such as \u201c{PUBLIC}\u201d" in problem.hint
    (problem,) = found(made(date(2018, 7, 10), ("scrutiny.vote", "scrutiny.debate")), ("Will Parliament debate them?\n", ""), pasted=True)  # fmt: skip
    assert problem.hint.endswith(
        "or say in its place: Parliament has had a part in this, but I cannot promise you a vote."
    )


def test_questions_that_change_places_are_no_matter_without_a_record_either():
    assert found(together(), (f"{PUBLIC}\n{WHEN}", f"{WHEN}\n{PUBLIC}"), pasted=True) == []


def _claims() -> str:
    return "\n".join(paragraph(by_claims(), WHAT)[1:])


def test_claims_that_are_an_answer_are_one_as_they_are_drafted():
    assert paragraph(by_claims(), WHAT)[0] == WHAT
    assert not any(one.all_of(Kind.ANSWER) for one in by_claims().sentences() if one.text in _claims())
    for asks, fears in (
        (("overview.what", "overview.when", "overview.where", "overview.different"), ("overview.reorganisation",)),
        (("overview.what",), ()),
        (("overview.what", "funding.cost"), ("staff.jobs",)),
    ):
        letter = made(date(2018, 2, 1), asks, fears)
        for ending in (".md", ".docx"):
            problems = _problems(letter, letter, False, ending)
            assert {one.rule for one in problems} <= {"old-documents"}, problems


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"{WHAT}\n", f"{WHAT}\nYes.\n"),
        (f"{WHAT}\n", f"{WHAT}\n{NO_DAY}\n"),
        (f"{WHAT}\n", f"{WHAT}\nThe idea is to join up care.\n"),
        (f"{WHAT}\n", f"{WHAT}\n\n{HOW_SOON}\n{NO_DAY}\n"),
        (f"{HOW_SOON}\n", f"{WHAT}\n{HOW_SOON}\n"),
    ],
)
def test_what_is_put_between_a_question_and_the_claims_that_answer_it_is_found(old, new):
    assert rules(found(by_claims(), (old, new)), Severity.ERROR, Severity.QUESTION)


def test_a_question_whose_answer_of_claims_is_gone_or_elsewhere_is_told():
    behind = f"{WHAT}\n{_claims()}"
    for edits in (
        [(behind, WHAT)],
        [(behind, f"{WHAT}\n\nI hope that this helps you."), (NO_DAY, f"{NO_DAY}\n{_claims()}")],
        [(f"{WHAT}\n", ""), ("\nOnce the", f"\n{WHAT}\nOnce the")],
        [(f"{WHAT}\n", ""), (_claims(), f"{_claims()}\n{WHAT}")],
    ):
        told = [one.message for one in found(by_claims(), *edits) if one.rule == "leaning-words"]
        assert f"\u201c{WHAT}\u201d no longer stands right before the claims that answer it" in told, told


def test_a_question_that_is_taken_out_before_its_claims_is_asked_about():
    assert rules(found(by_claims(), (f"{WHAT}\n", ""))) == {"unanswered"}


def test_a_question_without_its_answer_and_all_that_bore_it_out_is_asked_about():
    letter = made(date(2018, 7, 10), ("patients.free", "overview.when"))
    lines = paragraph(letter, "Will care stay free?")
    problems = found(letter, ("\n".join(lines), lines[0]))
    assert any("no longer tells what answered it" in one.message for one in problems), problems


def test_the_answer_to_a_topic_begins_its_own_paragraph_without_a_record_too():
    request = LetterRequest(("accountability",), READER, date(2018, 7, 10), asks=("privatisation.form",))
    letter = compose(request, base(), templates(), office()).letter
    assert any("I can tell you what they would answer for" in one.text for one in letter.sentences())
    assert "leaning-words" not in {one.rule for one in _problems(letter, letter, True, ".md")}


def test_of_two_fears_that_begin_alike_both_are_repeated():
    request = LetterRequest((), READER, date(2018, 2, 1))
    subject = base().subjects["aco"]
    day = shelf().on(request.date)
    asked = Asked(TemplateContext(request, (), subject, base(), day, templates(), office()))
    both = {"privatisation.backdoor", "privatisation.privatised"}
    longer, shorter = "that they are privatisation by the back door", "that they are privatisation"
    assert asked.repeated(f"You are worried {longer}, and {shorter}.") == both
    assert asked.repeated(f"You are worried {shorter}, and {longer}.") == both
    assert asked.repeated(f"You are worried {longer}.") == {"privatisation.backdoor"}


def test_what_the_paragraph_before_asks_still_waits_for_its_answer():
    request = LetterRequest((), READER, date(2018, 5, 1))
    subject = base().subjects["aco"]
    desk = TemplateContext(request, (), subject, base(), shelf().on(request.date), templates(), office())

    def heard(*sentences: str) -> list[str]:
        asked = Asked(desk)
        found = []
        for text in sentences:
            if not text:
                asked.begin()
                continue
            kind = Kind.ANSWER if text == NO_DATE else Kind.COURTESY
            found += [law for law, _ in asked.hear(Sentence((Segment(text, kind),)))]
        return found

    assert heard("", PUBLIC, "", WHEN, NO_DATE) == []
    assert heard("", PUBLIC, NO_DATE, "", WHEN, NO_DATE) == ["other-answer", "other-answer"]
