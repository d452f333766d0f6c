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
NO_DATE = "On the contract the public is to be asked, but I cannot give you a date."
WHAT, HOW_SOON = "What is planned?", "Are they lawful?"
NO_DAY = "I can tell you only what the Government says of the law."


@cache
def made(day: date, asks: tuple[str, ...], fears: tuple[str, ...] = (), length: Length = Length.FULL) -> Letter:
    request = LetterRequest((), READER, day, asks=asks, fears=fears, length=length)
    return compose(request, base(), templates(), office()).letter


def together() -> Letter:
    """Two questions with one answer. The program repeats one of them; an office has put the other behind it."""
    drafted = made(date(2018, 5, 1), ("consultation.public", "consultation.when"))
    assert [one.text for one in drafted.sentences()].count(WHEN) == 0
    return replace(drafted, blocks=tuple(_edited(drafted, ((PUBLIC, f"{PUBLIC}\n{WHEN}"),))))


def by_claims() -> Letter:
    """A question that claims answer without words of an answer, and another that has these."""
    return made(date(2018, 2, 1), ("overview.planned", "accountability.law"), length=Length.BRIEF)


def in_short() -> Letter:
    """Three questions whose answers the letter tells at its beginning, in short."""
    return made(date(2018, 7, 10), ("patients.free", "patients.doctor"), ("funding.cuts",), length=Length.STANDARD)


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


ALL_OF_IT = f"{PUBLIC}\n{WHEN}\n{NO_DATE}"
CALM = [
    (f"{PUBLIC}\n{WHEN}", f"{WHEN}\n{PUBLIC}"),
    (f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and when will the public be consulted?"),
    (f"{PUBLIC}\n{WHEN}", "When will the public be consulted and will the public be asked before they come in?"),
    (WHEN, f"And {WHEN[0].lower()}{WHEN[1:]}"),
    (WHEN, "You also ask when the public will be consulted."),
    (f"{WHEN}\n", f"{WHEN}\n\n"),
    (NO_DATE, NO_DATE.replace("asked, but", "asked but").replace("cannot", "can't")),
    (NO_DATE, NO_DATE.replace("but I", "but I am afraid that I")),
    (NO_DATE, NO_DATE.replace("but I", "but unfortunately I")),
    (f"{PUBLIC}\n", ""),
    (f"{WHEN}\n", ""),
]


@pytest.mark.parametrize("ending", [".md", ".docx"])
@pytest.mark.parametrize("edit", CALM, ids=map(str, range(len(CALM))))
def test_what_leaves_the_questions_before_their_answer_is_no_error(edit, ending):
    assert found(together(), edit, ending=ending) == []


HARMFUL = [
    ((NO_DATE, "Yes."), {"no-source"}),
    ((f"{NO_DATE}\n", ""), {"caveat-left-out", "unanswered"}),
    ((NO_DATE, NO_DATE.replace("cannot", "can")), {"no-source", "caveat-left-out"}),
    ((NO_DATE, "The public is to be asked."), {"caveat-left-out"}),
    ((NO_DATE, "There is to be a consultation on the contract, and soon, if nothing changes."), {"other-answer"}),
    ((NO_DATE, "On the contract the public has still to be asked, and I cannot yet tell you when."), {"other-answer", "answer-alone"}),
    ((f"{PUBLIC}\n{WHEN}\n", ""), {"other-answer"}),
    ((f"{PUBLIC}\n{WHEN}", "Where is the money to come from?\nWill there be enough money?"), {"not-asked"}),
    ((NO_DATE, f"Where is the money to come from?\n{NO_DATE}"), {"not-asked"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and where is the money to come from?"), {"not-asked"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, or when will the public be consulted?"), {"no-source"}),
    ((f"{PUBLIC}\n{WHEN}", "Will the public be asked before they come in, and when will the public be consulted."), {"no-source"}),
    ((ALL_OF_IT, f"{NO_DATE}\n{PUBLIC}\n{WHEN}"), {"other-answer", "leaning-words"}),
    ((ALL_OF_IT, f"{PUBLIC}\n{NO_DATE}\n{WHEN}\n{NO_DATE}"), {"leaning-words"}),
]  # fmt: skip


@pytest.mark.parametrize("ending", [".md", ".docx"])
@pytest.mark.parametrize(("edit", "expected"), HARMFUL, ids=map(str, range(len(HARMFUL))))
def test_an_answer_that_is_moved_changed_or_left_hanging_is_found(edit, expected, ending):
    problems = found(together(), edit, ending=ending)
    assert expected <= rules(problems, Severity.ERROR, Severity.QUESTION), problems


def test_the_answer_to_two_questions_may_stand_behind_the_one_that_is_left_if_the_reader_asked_both():
    for question in (PUBLIC, WHEN):
        assert found(together(), (f"{question}\n", "")) == []


def test_without_a_record_the_answer_to_two_may_stand_behind_one_as_it_is_drafted():
    assert found(together(), (f"{PUBLIC}\n", ""), pasted=True) == []
    debate = made(date(2018, 7, 10), ("scrutiny.vote", "scrutiny.debate"))
    assert "Will Parliament debate them?" not in [one.text for one in debate.sentences()]
    assert "other-answer" not in {one.rule for one in _problems(debate, debate, True, ".md")}


def test_an_answer_to_two_is_told_where_the_reader_asked_one():
    vote = made(date(2018, 7, 10), ("scrutiny.vote",), ("funding.cuts",), Length.BRIEF)
    (one,) = [s.text for s in vote.sentences() if "cannot promise you a vote" in s.text]
    problems = found(vote, (one, "Parliament has had a part in this, but I cannot promise you a debate or a vote."))
    problem = next(one for one in problems if one.rule == "other-answer")
    assert "answers several questions at once, and only one of them stands before it" in problem.message
    assert problem.hint.endswith(f"or say in its place: {one}")


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
        [(f"{WHAT}\n", ""), ("\nI hope that you will put", f"\n{WHAT}\nI hope that you will put")],
        [(f"{WHAT}\n", ""), (_claims(), f"{_claims()}\n{WHAT}")],
    ):
        told = [one.message for one in found(by_claims(), *edits) if one.rule == "leaning-words"]
        assert f"\u201c{WHAT}\u201d no longer stands right before the claims that answer it" in told, told


def test_a_question_that_is_taken_out_before_its_claims_is_asked_about():
    assert rules(found(by_claims(), (f"{WHAT}\n", ""))) == {"unanswered"}


def test_a_question_without_its_answer_and_all_that_bore_it_out_is_asked_about():
    letter = made(date(2018, 7, 10), ("patients.free", "overview.when"), length=Length.BRIEF)
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
    assert heard("", PUBLIC, NO_DATE, "", WHEN, NO_DATE) == []
    assert heard("", "What are ACOs?", NO_DATE) == ["other-answer"]


# What a letter answers in short, at its beginning.

SHORT = (
    "In short, I have found no plan for a cut but only a hope to save money, and the Government says that care will stay "
    "free."
)
NOT_YET = "But I cannot yet tell you whether you could keep your own doctor."
SWAPPED = f"In short, {NOT_YET.removeprefix('But ').rstrip('.')}, but {SHORT.removeprefix('In short, ')}"
ONE = f"{SHORT[:-1]}, but {NOT_YET.removeprefix('But ')}"


def test_what_is_answered_in_short_reads_back_as_it_is():
    assert [one.text for one in in_short().sentences()][1:3] == [SHORT, NOT_YET]
    for ending in (".md", ".docx"):
        assert {one.rule for one in _problems(in_short(), in_short(), False, ending)} <= {"unreviewed"}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ((f"{SHORT}\n{NOT_YET}", ONE), set()),
        ((NOT_YET, NOT_YET.replace("cannot", "can't")), set()),
        ((NOT_YET, NOT_YET.replace("But I", "I")), set()),
        ((f"{SHORT}\n{NOT_YET}", SWAPPED), set()),
        ((SHORT, SHORT.replace(", and the", ". The")), set()),
        ((SHORT, SHORT.replace(", and the", ". The").replace("stay", "not stay")), {"no-source"}),
        ((f"{SHORT}\n{NOT_YET}", SWAPPED.replace("cannot", "can")), {"no-source"}),
        ((SHORT, SHORT.replace(" but only a hope to save money", "")), {"no-source"}),
        ((SHORT, SHORT.replace("the Government says that care", "care")), {"no-source"}),
        ((SHORT, "In short, the Government says that care will stay free."), set()),
        ((f"{NOT_YET}\n", ""), {"caveat-left-out"}),
        ((NOT_YET, "But I can tell you whether you could keep your own doctor."), {"no-source", "caveat-left-out"}),
        ((NOT_YET, "But I cannot yet tell you whether there will be enough money."), {"other-answer", "caveat-left-out"}),
        ((SHORT, "In short, a trial in Dudley and Manchester is all that there is."), {"no-source"}),
        ((SHORT, "In short, I have found no plan for a cut but only a hope to save money, or the Government says that care will stay free."), {"no-source"}),
    ],
)  # fmt: skip
def test_what_is_answered_in_short_is_held_to_what_the_letter_tells(edit, expected):
    problems = found(in_short(), edit)
    assert rules(problems, Severity.ERROR, Severity.QUESTION) >= expected, problems
    assert bool(rules(problems, Severity.ERROR)) <= bool(expected), problems


def test_what_is_answered_in_short_repeats_no_question():
    """Its words may be those of a question that the reader did not ask: "whether there will be enough money"."""
    letter = made(date(2018, 5, 1), ("patients.free", "patients.mean"), ("funding.short",), Length.STANDARD)
    assert any("whether there will be enough money" in one.text for one in letter.sentences())
    for pasted in (False, True):
        assert "not-asked" not in {one.rule for one in _problems(letter, letter, pasted, ".md")}


@pytest.mark.parametrize("pasted", [False, True])
@pytest.mark.parametrize("ending", [".md", ".docx"])
def test_what_one_speaker_says_in_short_is_told_under_one_name(pasted, ending):
    letter = made(date(2018, 5, 1), ("patients.free", "funding.from"), ("overview.nhs",), Length.STANDARD)
    (told,) = [one.text for one in letter.sentences() if one.text.startswith("In short,")]
    assert told.count("the Government says that ") == 1
    assert told.count(", that ") + told.count(", and that ") == 2
    assert {one.rule for one in _problems(letter, letter, pasted, ending)} <= {"unreviewed"}


@pytest.mark.parametrize("pasted", [False, True])
@pytest.mark.parametrize(
    "other",
    [
        "In short, the Government says that taxpayers would pay for ACOs, and that care will not stay free.",
        "In short, NHS England says that hard choices about treatments will have to be made, and that care will stay free.",
        "In short, that care will stay free.",
    ],
)
def test_what_names_no_speaker_in_short_stands_behind_its_own(other, pasted):
    """'Nothing that says that care will not stay free' has no speaker, and lends its words to none."""
    letter = made(date(2018, 5, 1), ("patients.free", "funding.from"), ("overview.nhs",), Length.STANDARD)
    (told,) = [one.text for one in letter.sentences() if one.text.startswith("In short,")]
    assert "no-source" in rules(found(letter, (told, other), pasted=pasted), Severity.ERROR)


def test_what_is_answered_in_short_does_not_stand_without_its_claims():
    free = next(one for one in in_short().sentences() if "care-stays-free-at-point-of-need" in one.facts)
    found_ = found(in_short(), (f"Will care stay free?\n{free.text}", "Will care stay free?"))
    assert any("'the Government says that care will stay free' rests on" in one.message for one in found_), found_


@pytest.mark.parametrize("head", ["In short,", "In short \u2013", "In Short,", "In brief,", "In short:"])
@pytest.mark.parametrize("pasted", [False, True])
def test_a_short_answer_is_held_to_its_claims_whatever_it_begins_with(head, pasted):
    """The claim is taken out: its short answer says it no longer, with a comma, a dash or another word before it."""
    letter = in_short()
    free = next(one for one in letter.sentences() if "care-stays-free-at-point-of-need" in one.facts)
    problems = found(letter, (free.text, ""), (SHORT, SHORT.replace("In short,", head)), pasted=pasted)
    assert rules(problems, Severity.ERROR) & {"answer-alone", "no-source"}, problems


@pytest.mark.parametrize("cannot", ["cannot", "can't", "can\u2019t", "can not"])
@pytest.mark.parametrize("pasted", [False, True])
def test_what_is_not_known_is_held_to_its_claims_however_it_is_put(cannot, pasted):
    problems = found(
        in_short(), (NOT_YET, f"But I {cannot} yet tell you whether pay and pensions are safe."), pasted=pasted
    )
    assert rules(problems, Severity.ERROR) & {"answer-alone", "other-answer"}, problems
