"""Answers to questions, fears and topics: said first, beside what they answer, and only with all that they rest on."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations, zip_longest
from pathlib import Path

import pytest
from directly import load_facts
from prose import DAYS
from running import run_drafter
from shipped import READER, ROOT, base, office, templates

from drafter.decisions import Decision, How
from drafter.facts.model import WORDS, Concern
from drafter.facts.timeline import on
from drafter.letter.clauses import Clauses, named_in_full
from drafter.letter.compose import compose
from drafter.letter.in_short import HEADS
from drafter.letter.laws import broken
from drafter.letter.plan import asked
from drafter.letter.request import Did, Length, LetterRequest, without_repeats
from drafter.letter.templates import TemplateContext, Templates, names_place
from drafter.letter.tree import Kind, Letter, Paragraph, Segment, introduces, is_held, promises
from drafter.office import OfficeSide
from drafter.office import load as load_office

JULY = date(2018, 7, 10)


def letter(day: date = JULY, said: Templates | None = None, **request: tuple[str, ...]) -> Letter:
    asked_for = LetterRequest(request.pop("topics", ()), READER, day, **request)  # type: ignore[arg-type]
    return compose(asked_for, base(), said or templates(), office()).letter


def sentences_of(found: Letter) -> list[str]:
    return [sentence.text for sentence in found.sentences()]


def paragraphs(found: Letter) -> list[list[str]]:
    return [[s.text for s in block.sentences] for block in found.blocks if isinstance(block, Paragraph)]


def test_what_was_asked_is_thanked_for_and_answered_first():
    first, second, *_ = paragraphs(letter(asks=("privatisation.run",)))
    asked_for, answer = first
    assert "whether private companies will run Accountable Care Organisations (ACOs)." in asked_for
    assert answer == (
        "I have found no plan for it in the places where ACOs are to be tried, but I cannot promise you that there will be none elsewhere."
    )
    assert second[0].startswith(
        "The House of Commons Library says this month that the only plans at present are to try out the ACO contract"
    )


def test_what_names_no_subject_is_thanked_for_beside_its_name():
    asked_for, answer = paragraphs(letter(asks=("funding.enough",)))[0]
    assert (
        "about Accountable Care Organisations (ACOs), and for asking whether there will be enough money." in asked_for
    )
    assert answer == "I cannot promise you that there will be."
    told, kind, answer, *_ = paragraphs(letter(fears=("staff.jobs",)))[0]
    assert told.endswith(", and for telling me that you are worried that jobs, pay and pensions are at risk.")
    assert (kind.startswith("People who give"), answer) == (True, "I cannot promise you that none of them is.")


def test_thanks_that_do_not_repeat_the_question_leave_it_to_stand_before_its_answer(tmp_path):
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    (tmp_path / "templates" / "aco" / "thanks.md.j2").write_text("Thank you for your letter about {{ subject }}.\n")
    changed = Templates.under(tmp_path / "templates")
    found = paragraphs(letter(JULY, changed, asks=("funding.enough",)))
    assert found[1][:2] == [
        "You ask whether there will be enough money.",
        "I cannot promise you that there will be.",
    ]


def test_what_is_proposed_is_told_plainly_while_it_stands():
    proposed = "If introduced, ACOs would let GPs, hospitals, mental health, community and social care services come"
    for day, plain in ((date(2018, 5, 1), True), (date(2018, 7, 10), True), (date(2026, 11, 28), False)):
        found = letter(day, asks=("patients.mean",))
        paragraphs = [block.sentences for block in found.blocks if isinstance(block, Paragraph)]
        ((before, text),) = [
            (sentences[:number], one.text)
            for sentences in paragraphs
            for number, one in enumerate(sentences)
            if "come together under one local body" in one.text
        ]
        named = any(s.kind is Kind.FRAME for one in before for s in one.segments)  # else the letter's basis says whose
        based = any(s.kind is Kind.BASIS for one in found.sentences() for s in one.segments)
        assert text.startswith(proposed) or not plain, text
        assert plain or named or based or not text.startswith(proposed), text


def test_of_two_questions_each_stands_directly_before_its_answer():
    found = paragraphs(letter(asks=("privatisation.run", "consultation.public"), length=Length.BRIEF))
    for question, answer in (
        (
            "Will private companies run them?",
            "I have found no plan for it in the places where ACOs are to be tried, but I cannot promise you that there will be none elsewhere.",
        ),
        (
            "Will the public be asked before they come in?",
            "The consultation is still to come, but I cannot give you a date.",
        ),
    ):
        assert any(one[:2] == [question, answer] for one in found), found


def test_a_letter_on_several_questions_begins_with_all_its_answers():
    first, *others = paragraphs(letter(asks=("patients.free", "patients.doctor"), fears=("funding.cuts",)))
    assert first[1:] == [
        (
            "In short, I have found no plan for a cut but only a hope to save money, and the Government says that care "
            "will stay free."
        ),
        "But I cannot yet tell you whether you could keep your own doctor.",
    ]
    told = [one[:2] for one in others]
    assert ["Will care stay free?", "The Government says yes."] not in told  # it is not said again
    assert any(one[0] == "Will care stay free?" and "free at point of need" in one[1] for one in told)
    assert any(one[1].startswith("I have found nothing that says that you would have to change") for one in told)


def test_answers_that_know_nothing_stand_beside_their_questions_alone():
    for request in (
        {"asks": ("patients.doctor",), "fears": ("patients.waits",)},
        {"asks": ("patients.free", "patients.doctor"), "wants": ("meet",)},
        {"asks": ("patients.free", "patients.doctor"), "length": Length.BRIEF},
        {"asks": ("patients.free",)},
    ):
        assert not any("In short" in text for text in sentences_of(letter(**request)))


def test_a_question_and_a_fear_of_one_topic_are_answered_one_by_one():
    texts = [text for one in paragraphs(letter(asks=("patients.free",), fears=("patients.closures",))) for text in one]
    at = texts.index("Will care stay free?")
    assert "still be “free at point of need just as it is now”" in texts[at + 2]
    fear = texts.index("Will services here be lost?")
    assert fear > at + 1
    answer = "I have found no plan for that, and nothing that rules it out."
    assert texts[fear + 2] == answer
    assert "areas would be expected to consult patients and public" in texts[fear + 3]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("topic", base().topics)
def test_that_means_no_more_than_the_sentence_before_tells(topic, day):
    """'A, and B. That tells us who pays': 'that' would be A too."""
    sums = {one.text: set(one.rests_on) for one in base().subjects["aco"].answers if one.text.startswith("That ")}
    requests = [{"topics": (topic,)}, *({"fears": (f"{topic}.{one.id}",)} for one in base().topics[topic].fears)]
    requests += [{"asks": (f"{topic}.{one.id}",)} for one in base().topics[topic].questions]
    for request in requests:
        asked_for = LetterRequest(request.pop("topics", ()), READER, day, **request)
        for block in compose(asked_for, base(), templates(), office()).letter.blocks:
            for before, sentence in pairwise(block.sentences if isinstance(block, Paragraph) else ()):
                assert {*before.facts} <= sums.get(sentence.text, {*before.facts}), before.text


def is_answered(name: str, made: Letter, among: Sequence[str]) -> bool:
    """Whether a letter answers a question or a fear: in words, in short, or with claims that need none."""
    said = {sentence.text.replace("’", "'") for sentence in made.sentences()}
    begun = " ".join(text for text in said if text.startswith(HEADS))
    return any(
        one.text in said
        or ({*one.rests_on} <= {*made.claims} if not one.text else one.shorts and all(s in begun for s in one.shorts))
        for one in base().subjects["aco"].answers_to(name, among)
    )


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_question_and_fear_is_answered_and_the_answer_is_borne_out_right_behind(day):
    """But for the staff of the first year, of whom no paper speaks."""
    subject = next(iter(base().subjects.values()))
    for topic in base().topics.values():
        for kind, concerns in (("asks", topic.questions), ("fears", topic.fears)):
            for name in (f"{topic.id}.{one.id}" for one in concerns):
                asked_for = LetterRequest((), READER, day, **{kind: (name,)})
                made = compose(asked_for, base(), templates(), office()).letter
                texts = {answer.text: answer for answer in subject.answers_to(name)}
                paragraphs_ = [one for one in made.blocks if isinstance(one, Paragraph)]
                for block, following in zip_longest(paragraphs_, paragraphs_[1:]):
                    # The answer to the one question that the thanks repeat stands there, and its claims follow.
                    thanks = block.part == "thanks" and following is not None
                    told = {fact for one in following.sentences for fact in one.facts} if thanks else set()
                    for sentence in reversed(block.sentences):
                        answer = texts.get(sentence.text.replace("’", "'"))
                        assert answer is None or answer.apart or told.intersection(answer.rests_on), (name, day)
                        told |= {*sentence.facts}
                assert is_answered(name, made, (name,)) or (topic.name == "staff" and day.year == 2017), (name, day)


def test_under_a_heading_too_a_yes_or_no_stands_behind_its_question():
    asked_for = {"asks": ("patients.free",), "fears": ("privatisation.backdoor",)}
    found = letter(topics=("overview", "staff"), length=Length.BRIEF, **asked_for)
    texts = [sentence.text for sentence in found.sentences()]
    assert texts[texts.index("The Government says yes.") - 1] == "Will care stay free?"
    assert "Are ACOs privatisation by the back door?" in texts


def test_what_belongs_to_an_act_needs_no_heading_and_the_rest_follows():
    found = letter(
        topics=("scrutiny",),
        asks=("accountability.whom", "patients.services"),
        fears=("privatisation.backdoor",),
        wants=("press-for-debate",),
    )
    assert all(isinstance(block, Paragraph) for block in found.blocks)
    texts = [sentence.text for sentence in found.sentences()]
    asked_first = texts.index("To whom will ACOs answer?")
    assert any("committee published a report" in text.casefold() for text in texts[:asked_first])


def test_no_answer_stands_without_what_it_rests_on():
    found = letter(asks=("accountability.whom",))
    subject, topics = asked(
        LetterRequest((), READER, JULY, asks=("accountability.whom",)), base(), templates(), office()
    )
    desk = TemplateContext(LetterRequest(("accountability",), READER, JULY), topics, subject, base(), on(base(), JULY),
                           templates(), office())  # fmt: skip
    assert not list(broken(found, desk))
    for gone in (Kind.CLAIM,):
        blocks = tuple(
            Paragraph(tuple(s for s in block.sentences if not any(x.kind is gone for x in s.segments)), block.part)
            for block in found.blocks
            if isinstance(block, Paragraph)
        )
        left = Letter(**{**vars(found), "blocks": blocks})
        assert "answer-alone" in {breach.law for breach in broken(left, desk)}


ANSWERS, WITHOUT = "answers:\n  # What ACOs are.\n", "care-stays-free-at-point-of-need"


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("to: [patients.free]", "to: [patients.fee]", "unknown-question"),
        ("open: whether Parliament is to have a vote", "open: whether it rains", "unknown-question"),
        ("text: The Government says yes.", "text: The Government says yes", "not-a-sentence"),
        ("text: The Government says yes.", "text: The Government says no.", "repeated-id"),
        ("to: [patients.free]", 'to: [patients.free]\n    together: "yes"', "not-a-sentence"),
        ("to: [patients.free]", 'to: [patients.free, patients.free]\n    together: "yes"', "not-a-sentence"),
        ("to: [patients.free]", 'to: [patients.free, patients]\n    together: "yes"', "not-a-sentence"),
        ("to: [patients.free]", 'to: [patients.free, staff.jobs]\n    together: "yes"', "not-a-sentence"),
        ("    to: [patients.free]\n", '    together: "yes"\n', "not-a-sentence"),
        ("to: [patients.free]", "to: [patients.free]\n    together: maybe", "wrong-type"),
        (
            "- text: The Government says yes.\n   ",
            "- open: whether Parliament is to have a vote\n   ",
            "not-a-sentence",
        ),
        (ANSWERS, f"{ANSWERS}  - rests_on: [{WITHOUT}]\n", "missing-field"),
        (ANSWERS, f'{ANSWERS}  - rests_on: [{WITHOUT}]\n    together: "yes"\n', "missing-field"),
        (ANSWERS, f"{ANSWERS}  - rests_on: [{WITHOUT}]\n    to: [patients.fee]\n", "unknown-question"),
        (ANSWERS, ANSWERS + 2 * f"  - {{rests_on: [{WITHOUT}], to: [patients.free]}}\n", "repeated-id"),
        ("in_short: the Government says that care will stay free", "in_short: Yes.", "not-a-sentence"),
        ("cannot_tell: whether there will be enough money", "cannot_tell: whether there is enough?", "not-a-sentence"),
        ('said_again: "yes"', "said_again: often", "wrong-type"),
        ("cannot_tell: whether there will be enough money", "cannot_tell: whether it will be enough", "leaning-short"),
        ("in_short: the Government says that care", "in_short: yes, the Government says that care", "leaning-short"),
    ],
)
def test_an_answer_that_is_wrong_is_one_line(tmp_path, old, new, rule):
    facts = shutil.copytree(ROOT / "facts", tmp_path / "facts")
    path = facts / "aco" / WORDS
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = load_facts(facts).problems
    assert {problem.rule for problem in found} == {rule}, found


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("to whom they will answer", "to whom ACOs will answer"),
        ("how soon they may come in", "how soon ACOs may come in"),
        ("what the committee has said about them", "what the committee has said about ACOs"),
        ("where patients hope that they are treated", "where patients hope that they are treated"),
        ("whether it is fair", "whether it is fair"),
        ("To whom will they answer?", "To whom will ACOs answer?"),
        ("Are they lawful, and what is said of them?", "Are ACOs lawful, and what is said of them?"),
        ("Will private companies run them?", "Will private companies run ACOs?"),
        ("Will people be asked before they come in?", "Will people be asked before they come in?"),
    ],
)
def test_they_is_named_only_where_it_can_mean_the_subject_alone(question, named):
    assert named_in_full(question, base().subjects["aco"]) == named


def test_a_thing_that_other_words_brought_in_is_not_named_in_full_again():
    clauses = Clauses(base().subjects["aco"], date(2018, 2, 1))
    brought = clauses.told(base().facts["nhs-england-consultation-planned-march-2018"].claim, past=False)
    assert brought.text == "NHS England will launch a consultation on contracts for ACOs in March"
    assert len(brought.things) == 1
    later = clauses.told(
        base().facts["consultation-on-public-accountability"].claim,
        past=False,
        known=brought.things,
        near=brought.things,
    )
    assert later.text.startswith("the consultation will set out")


def test_no_answer_speaks_of_a_sentence_that_its_letter_may_lack():
    """A sum stands only where its own part tells the claims: here an earlier part does."""
    made = letter(date(2018, 2, 1), asks=("overview.what", "accountability.whom"))
    texts = sentences_of(made)
    assert "I have found only part of the answer." in texts
    assert not any(text.startswith("As I read it") for text in texts)


def test_what_is_left_open_is_said_once_and_of_what_was_told():
    told = letter(asks=("funding.cost",), fears=("accountability.nobody",))
    gaps = [sentence.text for sentence in told.sentences() if sentence.all_of(Kind.GAP)]
    assert len(gaps) == 1
    assert all(
        gap.startswith(("That leaves open ", "That does not tell us ", "The guide does not say ")) for gap in gaps
    )
    assert any(sentence.text.endswith("only in part to whom.") for sentence in told.sentences())


def test_after_words_that_are_no_claim_that_is_not_said_of_them():
    asked_for = LetterRequest((), READER, date(2018, 5, 1), asks=("overview.when",), fears=("staff.replaced",))
    texts = [one.text for one in compose(asked_for, base(), templates(), office()).letter.sentences()]
    at = texts.index("To work somewhere else, or with other people, is no small thing to be asked.")
    assert texts[at + 1].endswith("what ACOs would mean for anybody\u2019s pay, terms or job.")
    assert not texts[at + 1].startswith("That ")


def test_kind_words_are_of_the_fear_before_them():
    texts = [sentence.text for sentence in letter(fears=("funding.short", "staff.jobs")).sentences()]
    at = texts.index("Is there enough money?")
    assert texts[at + 1] == "I take that worry seriously."
    assert "People who give so much to the NHS should not have to worry about that." not in texts


def test_a_letter_ends_with_what_its_reader_can_do():
    (*_, last) = paragraphs(letter(asks=("privatisation.run",)))
    assert "when the consultation opens" in last[-2].casefold()


def test_what_is_hoped_and_promised_is_told_with_whose_word_it_is():
    assert promises("ACOs | should give patients much more joined-up care") == (True, True)
    assert promises("NHS England will launch a consultation on contracts for ACOs in March 2018") == (True, False)
    assert promises("an ACO | would simply be a provider that {is} given a contract") == (False, False)
    assert promises("the hope | is that ACOs will help the NHS save money") == (False, False)
    assert (is_held("the hope | is that care will be free"), is_held("it is to be tried in two places")) == (
        True,
        False,
    )
    for topic in ("patients", "consultation", "funding", "staff"):
        before: Sequence[Segment] = ()
        for sentence in letter(topics=(topic,)).sentences():
            past = all(segment.past for segment in sentence.segments if segment.kind is Kind.CLAIM)
            tagged = any(segment.kind is Kind.FRAME for segment in sentence.segments)
            told = [base().facts[id_].claim for id_ in sentence.facts]
            assert tagged or introduces(before) or not any(promises(claim)[past] for claim in told), sentence.text
            before = sentence.segments


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_only_matters_of_record_are_told_without_saying_whose_word_they_are(day):
    plain = 0
    for topic in base().topics:
        found = letter(day, topics=(topic,))
        basis = {s.source for sentence in found.sentences() for s in sentence.segments if s.kind is Kind.BASIS}
        for block in found.blocks:
            said = {*basis}  # the documents whose words this paragraph, or all, are said to be
            for sentence in block.sentences if isinstance(block, Paragraph) else ():
                told = [base().facts[id_] for id_ in sentence.facts]
                if any(segment.kind is Kind.FRAME for segment in sentence.segments):
                    said |= {fact.source for fact in told} or {segment.source for segment in sentence.segments}
                elif any(fact.source not in said for fact in told):
                    assert all(fact.on_record for fact in told), sentence.text
                    plain += 1
    assert plain or day not in (date(2018, 5, 1), JULY)


def test_a_matter_of_record_is_told_as_its_documents_word_once_it_may_have_passed():
    july = sentences_of(letter(JULY, asks=("privatisation.run",)))
    later = sentences_of(letter(date(2026, 11, 28), topics=("consultation",)))
    assert any(text.startswith("NHS England") and text.endswith("has not yet been launched.") for text in july)
    (told,) = [text for text in later if text.endswith("had not yet been launched.")]
    assert "library" in told.casefold()


def test_but_tells_of_the_paper_before_it():
    told = sentences_of(letter(topics=("privatisation",), asks=("privatisation.run",)))
    at = told.index("But the Government and the Health and Social Care Committee have both disputed that view.")
    assert "the plan to bring in ACOs has led to some comment" in told[at - 1]


def test_he_is_not_said_behind_what_somebody_else_asked(tmp_path):
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    path = tmp_path / "templates" / "aco" / "accountability.md.j2"
    question = '{{ claims("question-to-whom-accountable") }}\n{{ claims("consultation'
    text = path.read_text("utf-8").replace('"question-to-whom-accountable", ', "")
    path.write_text(text.replace('{{ claims("consultation', question, 1), "utf-8")
    changed = Templates.under(tmp_path / "templates")
    told = sentences_of(letter(date(2018, 2, 1), changed, asks=("accountability.whom",)))
    at = next(at for at, text in enumerate(told) if "was asked in Parliament" in text)
    assert "Mr Barclay" in told[at + 1]


def test_history_that_stands_first_is_told_in_the_order_of_time():
    (_, regulations, contract, *_) = paragraphs(letter(topics=("consultation",)))
    assert "has completed a public consultation" in regulations[1]
    texts = " ".join(contract)
    assert texts.startswith(
        "On 25 January the Health Minister Steve Barclay told Parliament that NHS England would launch"
    )
    assert texts.index("did not open then") < texts.index("has not yet been launched") < texts.index("has waited for")


def test_history_is_not_told_first_where_nothing_is_known_since():
    """In March what was planned still holds: it is told as a plan, and not as what was once planned."""
    request = LetterRequest(("consultation",), READER, date(2018, 3, 1))
    texts = [s.text for s in compose(request, base(), templates(), office()).letter.sentences()]
    assert sum("launch a consultation" in text for text in texts) == 1
    assert not any("did not open" in text for text in texts)


def test_a_conclusion_stands_in_place_of_the_question_that_it_answers():
    texts = [text for one in paragraphs(letter(asks=("privatisation.run",))) for text in one]
    at = next(
        n for n, text in enumerate(texts) if text.startswith("That is not the same as a bar on private companies.")
    )
    assert "obey the law on how public bodies award contracts" in texts[at - 1]
    assert not any("whether a private company could win" in text for text in texts)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_sums_claims_up_stands_behind_one_of_them(day):
    subject = next(iter(base().subjects.values()))
    sums = {one.text: one for one in subject.answers if one.is_whole and not one.to}
    for topic in base().topics.values():
        for fear in topic.fears:
            asked_for = LetterRequest((), READER, day, fears=(f"{topic.id}.{fear.id}",))
            told: tuple[str, ...] = ()
            for sentence in compose(asked_for, base(), templates(), office()).letter.sentences():
                summed = sums.get(sentence.text.replace("’", "'"))
                assert summed is None or set(summed.rests_on).intersection(told), (fear.id, sentence.text)
                leans = any(base().facts[id_].only_after in told for id_ in sentence.facts)
                told = (*told, *sentence.facts) if leans else sentence.facts or told


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_of_two_things_asked_of_one_topic_neither_goes_without_its_answer(day):
    for topic in base().topics.values():
        names = [f"{topic.id}.{one.id}" for one in (*topic.questions, *topic.fears)]
        asks = {f"{topic.id}.{one.id}" for one in topic.questions}
        for pair in pairwise(names):
            given = {"asks": tuple(n for n in pair if n in asks), "fears": tuple(n for n in pair if n not in asks)}
            made = compose(LetterRequest((), READER, day, **given), base(), templates(), office()).letter
            for name in pair:
                assert is_answered(name, made, pair) or (topic.name == "staff" and day.year == 2017), (pair, name, day)


@pytest.mark.parametrize("length", [Length.BRIEF, Length.STANDARD])
@pytest.mark.parametrize("day", [day for day in DAYS if day.year >= 2018], ids=str)
def test_of_many_things_asked_none_goes_without_its_answer(day, length):
    """A letter is rather too long: what an answer rests on stays, in whichever part it is told."""
    topics = base().topics.values()
    asks = [f"{topic.id}.{one.id}" for topic in topics for one in topic.questions]
    every = [*asks, *(f"{topic.id}.{one.id}" for topic in topics for one in topic.fears)]
    chance = random.Random(str(day))
    for _ in range(20):
        names = chance.sample(every, chance.randint(2, 6))
        given = {"asks": tuple(n for n in names if n in asks), "fears": tuple(n for n in names if n not in asks)}
        made = compose(LetterRequest((), READER, day, length=length, **given), base(), templates(), office()).letter
        names = [*made.asks, *made.fears]  # without what is within something else
        above = any("elsewhere in this letter" in text for text in sentences_of(made))
        assert all(is_answered(name, made, names) or above for name in names), names


def test_words_that_lead_to_claims_do_not_lead_to_a_question():
    """Not 'On the regulations, Who has been asked about them?'."""
    for length in Length:
        made = letter(asks=("accountability.law", "consultation.asked"), length=length)
        texts = [text for one in paragraphs(made) for text in one]
        assert "Who has been asked about them?" in texts
        assert not any(text.startswith("On the regulations, ") and text.endswith("?") for text in texts)


def test_what_is_answered_by_what_stands_above_is_answered_all_the_same():
    wanted = ("scrutiny.vote", "privatisation.backdoor", "overview.nhs", "staff.leave", "scrutiny.committee")
    given = {"asks": ("scrutiny.vote", "scrutiny.committee"), "fears": wanted[1:4]}
    request = LetterRequest((), READER, date(2018, 2, 1), **given)
    found = paragraphs(compose(request, base(), templates(), office()).letter)
    assert [
        "Will staff leave?",
        "I cannot yet tell you, and I would rather say so.",
    ] in found


def working_in(folder, monkeypatch):
    """An office of the shipped facts and templates, which is the current directory."""
    for name in ("facts", "templates"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "office.yaml", folder)
    monkeypatch.chdir(folder)


def test_a_heading_may_stand_over_claims_of_other_topics_on_which_its_answer_rests(tmp_path, monkeypatch):
    working_in(tmp_path, monkeypatch)
    options = (
        "--fears",
        "funding.cuts",
        "--fears",
        "accountability.secret",
        "--topic",
        "overview",
        "--length",
        "brief",
    )
    assert run_drafter("draft", *options, "--date", "2017-12-10", "--to", "Kim Lee", "-o", "x.md").code == 0
    assert "## To whom they would answer" in (tmp_path / "x.md").read_text("utf-8")
    assert "[other-heading]" not in run_drafter("review", "x.md").err


def test_a_heading_over_an_answer_alone_stands_over_its_topic(tmp_path, monkeypatch):
    working_in(tmp_path, monkeypatch)
    asks = ("consultation.public", "privatisation.profit")
    options = [part for ask in asks for part in ("--asks", ask)]
    draft = ("draft", *options, "--topic", "scrutiny", "--date", "2018-05-01", "--position", "government")
    assert run_drafter(*draft, "--to", "Kim Lee", "-o", "x.md").code == 0
    path = tmp_path / "x.md"
    text = path.read_text("utf-8")
    last = text[text.index("## Parliament") :]
    assert "There is time yet, but I cannot promise you a vote." in last
    assert "[other-heading]" not in run_drafter("review", "x.md").err
    (profit,) = re.findall(r"(?<=\n)Is anybody to make a profit from them\? [^\n]+\n", text)
    alone = last.index("There is time yet"), last.index("[I believe")
    moved = f"{last[: alone[0]]}{profit}\n{last[alone[1] :]}"
    path.write_text(text.replace(last, moved).replace(profit, "", 1), "utf-8")
    assert "[other-heading]" in run_drafter("review", "x.md").err


def test_papers_of_half_a_year_ago_say_nothing_of_today():
    for topic in base().topics.values():
        for given in ({"topics": (topic.id,)}, {"asks": tuple(f"{topic.id}.{one.id}" for one in topic.questions[:2])}):
            made = compose(LetterRequest(given.pop("topics", ()), READER, date(2019, 3, 1), **given), base(), templates(),
                           office()).letter  # fmt: skip
            text = " ".join(sentence.text for sentence in made.sentences())
            assert "newest paper that I have is of July 2018, " in text
            assert not any(words in text for words in ("time to be heard", "time yet", "when the consultation opens",
                                                       "is still to come", "has now happened"))  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_offices_own_words_do_not_begin_alike(day):
    """Of several ways of saying it another is taken: 'Also, I am glad that you wrote' sounds like a list."""
    topics = [(one,) for one in base().topics] + [("staff", "patients"), ("funding", "scrutiny")]
    wanted = [(id_,) for id_ in base().actions]
    for request in [*({"topics": one} for one in topics), *({"topics": ("scrutiny",), "wants": one} for one in wanted)]:
        asked_for = LetterRequest(request.pop("topics"), READER, day, **request)
        found = compose(asked_for, base(), templates(), office()).letter
        own = [s.text for s in found.sentences() if s.all_of(Kind.COURTESY, Kind.JOIN)]
        assert not [text for text in own if text.startswith("Also, ")]


def test_tags_cost_no_more_than_a_claim_in_four(monkeypatch):
    """Where each claim is from another paper, a shorter letter has no fewer tags in a hundred words."""
    for topics in (("privatisation",), ("consultation", "scrutiny")):
        monkeypatch.setattr("drafter.letter.compose.MOST_TAGS", 100.0)
        whole = letter(topics=topics)
        monkeypatch.setattr("drafter.letter.compose.MOST_TAGS", 0.0)
        assert len(letter(topics=topics).claims) >= 0.75 * len(whole.claims)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_matter_of_record_stands_right_behind_somebody_elses_claim(day):
    """'He says that it will not rise. It rose by a third': a reader takes the second for his word too."""
    for topic in base().topics:
        for block in letter(day, topics=(topic,)).blocks:
            for before, sentence in pairwise(block.sentences if isinstance(block, Paragraph) else ()):
                of = {base().facts[id_].source for id_ in before.facts}
                plain = sentence.facts and not any(segment.kind is Kind.FRAME for segment in sentence.segments)
                if of and plain and any(segment.kind is Kind.FRAME for segment in before.segments):
                    assert {base().facts[id_].source for id_ in sentence.facts} <= of, sentence.text


def test_a_claim_that_answers_a_question_is_kept_for_it():
    """Not told before, on another topic, so that the answer would stand alone."""
    asked_for = LetterRequest((), READER, date(2017, 12, 10), asks=("accountability.whom", "privatisation.profit"))
    texts = [one.text for one in compose(asked_for, base(), templates(), office()).letter.sentences()]
    at = texts.index("I have found nothing yet that speaks of profit.")
    assert "existing NHS rules on commissioning" in texts[at + 1]


def test_what_is_told_ahead_begins_its_paragraph_and_is_dropped_first():
    """What is to be tried matters less than the consultation on it, and is told before it."""
    tried, asked_of = "The only plans at present", "consultation on the ACO contract has not yet been launched."
    (told,) = [" ".join(texts) for texts in paragraphs(letter(asks=("patients.doctor",))) if tried in " ".join(texts)]
    assert told.startswith(tried)
    cut = sentences_of(letter(asks=("privatisation.american",)))
    assert any(text.endswith(asked_of) for text in cut)
    assert not any(tried in text for text in cut)


def test_words_that_lead_to_claims_lead_to_the_first_that_is_told():
    """In February 2018 nothing is told of the guide of April, which the template places first behind these words."""
    asked_for = LetterRequest((), READER, date(2018, 2, 1), asks=("privatisation.american",))
    made = compose(asked_for, base(), templates(), office()).letter
    begins = [block.sentences[0].text for block in made.blocks if isinstance(block, Paragraph)]
    assert "On private companies, Mr Barclay said that the bidders" in " ".join(begins)


# What is within something else that is asked is not repeated beside it.


def test_a_fear_within_a_question_is_repeated_only_without_it():
    run, fear = "Will private companies run them?", "Do they open the door to private companies?"
    both = letter(asks=("privatisation.run",), fears=("privatisation.companies", "overview.nhs"))
    assert run in sentences_of(both)
    assert fear not in sentences_of(both)
    assert both.fears == ("overview.nhs",)
    assert fear in sentences_of(letter(fears=("privatisation.companies", "overview.nhs")))


@pytest.mark.parametrize("seed", range(40))
def test_of_what_is_within_each_other_one_is_left(seed):
    chance = random.Random(seed)
    topic = chance.choice([*base().topics.values()])
    ids = [one.id for one in (*topic.questions, *topic.fears)]

    def wound_up(concern: Concern) -> Concern:
        return concern._replace(within=tuple(chance.sample([id_ for id_ in ids if id_ != concern.id], 2)))

    wound = replace(topic, questions=(*map(wound_up, topic.questions),), fears=(*map(wound_up, topic.fears),))
    theirs = replace(base(), topics={**base().topics, topic.id: wound})
    asks = tuple(f"{topic.id}.{one.id}" for one in topic.questions if chance.random() < 0.7)
    fears = tuple(f"{topic.id}.{one.id}" for one in topic.fears if chance.random() < 0.7)
    left = without_repeats(LetterRequest((), READER, JULY, asks=asks, fears=fears), theirs)
    assert bool((*left.asks, *left.fears)) is bool((*asks, *fears))
    assert {*left.asks, *left.fears} <= {*asks, *fears}
    known = {f"{topic.id}.{one.id}": one for one in (*wound.questions, *wound.fears)}
    for gone in {*asks, *fears} - {*left.asks, *left.fears}:
        assert {f"{topic.id}.{other}" for other in known[gone].within} & {*asks, *fears}


@pytest.mark.parametrize(
    ("within", "meant"),
    [
        ("[runs]", "did you mean 'run'?"),
        ("[companies]", "known: run, hold, form, profit, american, backdoor, privatised, for-profit, from-america"),
        ("[privatisation.run]", "did you mean 'run'?"),
    ],
)
def test_what_is_within_nothing_or_itself_is_told(tmp_path, within, meant):
    facts = shutil.copytree(ROOT / "facts", tmp_path / "facts")
    path = facts / "aco" / "topics.yaml"
    text = path.read_text("utf-8")
    assert text.count("within: [run]") == 1
    path.write_text(text.replace("within: [run]", f"within: {within}"), "utf-8")
    (problem,) = load_facts(facts).problems
    assert problem.rule == "unknown-question"
    line = text[: text.index("within: [run]")].count("\n") + 1
    assert str(problem).startswith(f"facts/aco/topics.yaml:{line}:16: ")
    assert f"'companies' is said to be within '{within[1:-1]}'" in problem.message
    assert problem.hint == meant


@pytest.mark.parametrize("areas", ["[Westmere, '-']", "['.']", "[3]"])
def test_an_area_without_a_name_is_told(tmp_path, areas):
    text = (ROOT / "office.yaml").read_text("utf-8")
    assert text.count("areas: [Westmere]") == 1
    (tmp_path / "office.yaml").write_text(text.replace("areas: [Westmere]", f"areas: {areas}"), "utf-8")
    line = text[: text.index("areas: [Westmere]")].count("\n") + 1
    (problem,) = load_office(tmp_path)[1]
    assert re.fullmatch(
        rf"office.yaml:{line}:(?:9|19): error: '[-.3]' names no place; write 'Westmere' \[wrong-type\]", str(problem)
    )


def test_a_place_is_named_by_words_of_its_own():
    assert names_place("bath and north east somerset", "bath")
    assert names_place("st. helens", "st. helens")
    assert not names_place("bathgate", "bath")


# What the member did or will do on the rest of the subject.

DECIDED = (
    Decision("sign-edm-660", "aco", How.DONE, date(2018, 1, 16)),
    Decision("press-for-debate-and-vote", "aco", How.WILL, date(2018, 1, 20)),
    Decision("press-for-debate", "aco", How.WILL, date(2018, 1, 20)),
    Decision("meet", "aco", How.WILL, date(2018, 1, 20)),
    Decision("vote-against", "aco", How.WILL_NOT, date(2018, 1, 20), "I want to see more"),
)
ACTS = ["I signed Early Day Motion 660 on 16 January, and I will press for a debate and a vote on ACOs."]


def acts(decided: Sequence[Decision] = DECIDED, **request) -> list[list[str]]:
    """The acts of a letter by an office that decided this, by paragraph."""
    asked_for = LetterRequest((), READER, date(2018, 5, 1), **request)
    made = compose(asked_for, base(), templates(), replace(office(), decisions=tuple(decided))).letter
    assert not list(broken(made, TemplateContext(asked_for, (), base().subjects["aco"], base(), on(base(), asked_for.date),
                                                 templates(), office())))  # fmt: skip
    found = [[s.text for s in b.sentences if s.all_of(Kind.ACT)] for b in made.blocks if isinstance(b, Paragraph)]
    return [one for one in found if one]


def test_who_writes_of_something_else_is_told_what_the_member_does():
    assert acts(asks=("staff.happens",)) == [ACTS]
    assert acts(asks=("staff.happens",), length=Length.FULL) == [ACTS]


def test_who_writes_of_that_is_told_it_there_and_not_again():
    assert acts(asks=("scrutiny.vote", "staff.happens")) == [ACTS]


def test_a_brief_letter_and_an_office_that_decided_nothing_tell_nothing():
    assert acts(asks=("staff.happens",), length=Length.BRIEF) == []
    assert acts((), asks=("staff.happens",)) == []
    assert acts(DECIDED[3:], asks=("staff.happens",)) == []  # a meeting is for whoever wants it, and a refusal too


def test_beside_what_is_wanted_the_rest_is_told_too():
    assert acts(asks=("staff.happens",), wants=("meet",)) == [["Yes, I will meet you."], [ACTS[0]]]
    (first, *others) = acts(asks=("staff.happens",), wants=("press-for-debate-and-vote",))
    both = "Yes, I will press for a debate and a vote on Accountable Care Organisations (ACOs), and I signed "
    assert first == [f"{both}Early Day Motion 660 on 16 January."]
    assert not others


RAISED = Decision("raise-with-ministers", "aco", How.WILL, date(2018, 1, 20))


def test_what_is_told_unasked_is_told_to_all_and_after_what_is_of_a_topic():
    told = "I will raise with Ministers your points about those who work in the NHS."
    assert acts((*DECIDED, RAISED), asks=("staff.happens",)) == [[*ACTS, told]]


@pytest.mark.parametrize(
    ("request_", "about"),
    [
        # What each question and fear is about, in the reader's order where it is known, and each once.
        (
            {"asks": ("staff.terms",), "fears": ("staff.replaced",)},
            "pay and pensions and the replacement of trained staff",
        ),
        (
            {"asks": ("staff.terms",), "fears": ("patients.waits",), "raised": ("patients.waits", "staff.terms")},
            "waiting times and pay and pensions",
        ),
        ({"fears": ("privatisation.backdoor", "privatisation.privatised")}, "privatisation"),
        # A question without such a name is not named beside others of its topic; else the topic is.
        ({"asks": ("staff.happens",), "fears": ("patients.waits",)}, "those who work in the NHS and waiting times"),
        ({"asks": ("staff.happens", "staff.terms")}, "pay and pensions"),
        # Four points are named by their topics.
        (
            {"asks": ("staff.terms", "staff.gps", "patients.free"), "fears": ("patients.waits",)},
            "those who work in the NHS and the care of patients",
        ),
    ],
)
def test_what_the_member_will_raise_is_named(request_, about):
    assert acts((RAISED,), **request_) == [[f"I will raise with Ministers your points about {about}."]]


def test_points_are_not_named_where_they_are_many_or_nothing_but_what_acos_are():
    many = ("staff.happens", "patients.mean", "privatisation.run", "funding.enough", "scrutiny.courts")
    assert acts((RAISED,), asks=many)[-1][-1] == "I will raise your points with Ministers."
    assert acts((RAISED,), asks=("overview.what",)) == [["I will raise your points with Ministers."]]


def test_the_member_s_view_of_an_act_stands_right_behind_it_and_behind_the_kind_word_where_it_is_refused():
    decided = (*DECIDED, RAISED)

    def first(*wants: str, position: str) -> list[str]:
        theirs = replace(office(), decisions=decided)
        request = LetterRequest((), READER, date(2018, 5, 1), position, asks=("staff.happens",), wants=wants)
        return paragraphs(compose(request, base(), templates(), theirs).letter)[0]

    act, view, raised, thanks = first("sign-edm-660", "press-for-debate-and-vote", position="opposition")
    assert act.startswith("Yes, I signed")
    assert view == "I believe that a change this big to the NHS should be decided in the open, and by Parliament."
    assert raised.startswith("I will raise with Ministers")
    assert thanks in {"Thank you for writing to me.", "I am glad that you wrote to me."}
    act, kind, view = first("vote-against", position="neutral")
    assert act.startswith("No, I will not vote against")
    assert kind.startswith("I know that this is not the answer")
    assert view.startswith("I want any change to the NHS")


def test_that_nothing_is_known_is_said_where_its_claims_are_told_further_down():
    """What is wanted of the member puts Parliament first; the claims that this answer rests on stand under staff."""
    made = letter(
        date(2018, 3, 20),
        topics=("privatisation", "funding"),
        asks=("staff.happens", "scrutiny.committee", "funding.cost"),
        wants=("sign-edm-660",),
    )
    (committee,) = [one for one in paragraphs(made) if "What has the Health Committee" in one[0]]
    assert committee[1:] == ["I cannot yet tell you anything of that."]


def test_a_view_stands_behind_the_first_answer_that_tells_something():
    request = LetterRequest(
        (), READER, date(2018, 2, 20), "neutral", fears=("privatisation.from-america", "privatisation.for-profit")
    )
    made = paragraphs(compose(request, base(), templates(), office()).letter)
    view = "I think that who is to hold a contract should be plain to everybody before it is signed."
    america = next(one for one in made if "copy an American model" in one[0])
    assert america[-1].startswith("I have found nothing about America")
    assert next(one for one in made if view in one)[0] == "Will somebody make a profit from ACOs?"


def test_who_is_told_no_reads_last_what_the_member_does_besides():
    (first, last) = acts(asks=("staff.happens",), wants=("vote-against",))
    assert first[0].startswith("No, I will not")
    assert last == ACTS


# Where the office says in which areas its constituency lies.

NOT_OURS = "Our area is not among those"


@pytest.mark.parametrize(
    ("areas", "constituency", "told"),
    [
        (("Westmere",), "Westmere Vale", True),
        ((), "Westmere Vale", False),
        (("Dudley",), "Westmere Vale", False),
        (("Westmere", "Greater Manchester"), "Westmere Vale", False),
        (("Westmere",), "Dudley North", False),
    ],
)
@pytest.mark.parametrize("day", [date(2018, 2, 1), date(2018, 5, 1), JULY], ids=str)
def test_who_asks_which_areas_is_told_where_theirs_is_not_named(areas, constituency, told, day):
    theirs = replace(office(), areas=areas, constituency=constituency)
    for asks in (("overview.where",), ("overview.where", "staff.happens"), ("overview.when", "overview.where")):
        made = compose(LetterRequest((), READER, day, asks=asks), base(), templates(), theirs).letter
        assert any(text.startswith(NOT_OURS) for text in sentences_of(made)) is told


# Who is told no.


def test_who_is_told_no_reads_of_what_they_wrote_before_the_rest_of_the_matter():
    no = (Decision("vote-against", "aco", How.WILL_NOT, date(2018, 1, 20), "I want to see more"),)
    yes = (Decision("vote-against", "aco", How.WILL, date(2018, 1, 20)),)
    request = LetterRequest(
        ("scrutiny",), READER, date(2018, 2, 20), fears=("patients.closures",), wants=("vote-against",)
    )
    for decided, order in ((no, ("patients", "scrutiny")), (yes, ("scrutiny", "patients"))):
        theirs = replace(office(), decisions=decided)
        assert compose(request, base(), templates(), theirs).letter.topics == order
    asked_too = replace(request, asks=("scrutiny.vote",))
    made = compose(asked_too, base(), templates(), replace(office(), decisions=no)).letter
    assert made.topics == ("scrutiny", "patients")
    texts = sentences_of(made)
    assert any(text.startswith(("We may not see this alike", "We differ on this")) for text in texts)


def test_a_paragraph_of_the_main_document_begins_anew_behind_one_that_introduced_it():
    """'Here is what the guide said' is of its own paragraph: the next may tell no third claim without a tag."""
    for side in (OfficeSide.NONE, OfficeSide.GOVERNMENT):
        theirs = replace(office(), side=side, party="Conservative" if side is OfficeSide.GOVERNMENT else "")
        request = LetterRequest((), READER, date(2026, 11, 30), length=Length.FULL,
                                asks=("overview.planned",), fears=("patients.waits",))  # fmt: skip
        made = compose(request, base(), templates(), theirs).letter
        assert "patients-should-not-repeat-their-story" in made.claims


def test_what_is_within_each_other_is_told(tmp_path):
    facts = shutil.copytree(ROOT / "facts", tmp_path / "facts")
    path = facts / "aco" / "topics.yaml"
    asked = "directly: Will private companies run them?\n"
    text = path.read_text("utf-8")
    path.write_text(text.replace(asked, f"{asked}      within: [companies]\n"), "utf-8")
    found = load_facts(facts).problems
    assert [problem.rule for problem in found] == ["unknown-question"] * 2
    assert all("are said to be within each other" in problem.message for problem in found)


def test_what_is_done_stands_before_what_is_to_come():
    did = (Did("wrote to the Minister", date(2018, 4, 3)),)
    wants = ("press-for-debate-and-vote", "sign-edm-660")
    (told, *_) = acts(wants=wants, did=did)
    assert told == [
        f"Yes, {ACTS[0].replace('ACOs', 'Accountable Care Organisations (ACOs)')}",
        "I wrote to the Minister on 3 April.",
    ]
    (told, *_) = acts(wants=wants[:1], did=did)
    assert told[0].startswith("Yes, I will press for a debate and a vote")
    assert told[0].endswith(", and I wrote to the Minister on 3 April.")


@pytest.mark.parametrize("raised", list(permutations(("consultation.settled", "consultation.how", "overview.where"))))
def test_questions_and_fears_stand_in_the_order_in_which_they_were_raised(raised):
    """Within a topic; a topic stands where its first question or fear does."""
    given = {"fears": ("consultation.settled",), "asks": ("consultation.how", "overview.where"), "raised": raised}
    made = letter(date(2018, 5, 1), topics=tuple(dict.fromkeys(one.partition(".")[0] for one in raised)), **given)
    texts = sentences_of(made)
    directly = {
        "consultation.settled": "Is it all decided already?",
        "consultation.how": "How can people take part?",
    }
    mine = [directly[name] for name in raised if name in directly]
    assert [text for text in texts if text in mine] == mine


def test_what_papers_do_not_hold_leaves_its_claims_where_they_belong():
    """Not the bidders under the question about America, where the next answer rests on them."""
    made = letter(date(2018, 2, 1), fears=("privatisation.from-america", "privatisation.for-profit"))
    (america,) = [one for one in paragraphs(made) if any("nothing about America" in text for text in one)]
    (profit,) = [one for one in paragraphs(made) if any("speaks of profit" in text for text in one)]
    assert not any("bidders" in text for text in america)
    assert any("the bidders coming forward" in text for text in profit)


@pytest.mark.parametrize("fear_first", [True, False])
def test_a_letter_to_a_message_answers_in_its_order(fear_first, tmp_path, monkeypatch):
    working_in(tmp_path, monkeypatch)
    fear, question = "I fear it is all decided already.", "How can people here take part in the consultation?"
    parts = [fear, question] if fear_first else [question, fear]
    Path("m.txt").write_text(
        f"Dear MP,\n\nAccountable Care Organisations: {' '.join(parts)}\n\nKim Lee\n1 Long Row, Westmere WV1 9ZZ\n"
    )
    ran = run_drafter("draft", "--from", "m.txt", "--date", "2018-05-01", "-o", "a.md")
    assert ran.code == 0, ran.err
    text = Path("a.md").read_text("utf-8")
    places = [text.index("Is it all decided already?"), text.index("How can people take part?")]
    assert (places == sorted(places)) is fear_first


def test_a_letter_on_three_questions_of_one_topic_has_the_room_of_three_and_is_not_called_long():
    request = LetterRequest((), READER, date(2018, 5, 1), asks=("patients.mean", "patients.doctor", "patients.free"))
    composed = compose(request, base(), templates(), office())
    assert 302 < composed.letter.words() <= 452
    assert "long-letter" not in {one.rule for one in composed.warnings}
    alone = compose(replace(request, asks=request.asks[:1]), base(), templates(), office())
    assert alone.letter.words() <= 302
