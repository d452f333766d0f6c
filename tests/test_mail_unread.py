"""What a message asks that no topic knows, and other business that it goes on to: kept, and told to staff."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from labelled import labelled, recogniser
from post import CAMPAIGN, put
from running import run_drafter

from drafter.inbox.store import _recognised
from drafter.inbox.topics import NOTHING, About

ABOUT = "I am writing about accountable care organisations. To whom would they be accountable?"
DAY = ("--date", "2018-07-10")
ADDRESS = "2 Mill Lane\nLongmead\nWV5 9ZB"
SHELTER = "On another matter, the bus shelter in Mill Road leaks. The council must answer for that."


def unread(text: str) -> tuple[str, ...]:
    return recogniser().recognise("", f"{ABOUT}\n\n{text}").unread


def beside(text: str) -> tuple[str, ...]:
    return recogniser().recognise("", f"{ABOUT}\n\n{text}").beside


@pytest.mark.parametrize(
    "said", [one["text"] for one in labelled("asking") if one.get("unread")], ids=lambda said: said[:60]
)
def test_a_labelled_question_that_is_none_of_the_known_is_told(said):
    assert unread(said)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Why did the judge throw out the case?", ["Why did the judge throw out the case?"]),
        ("How many of them are there?", ["How many of them are there?"]),
        ("Please tell me whether ambulances are included.", ["whether ambulances are included"]),
        ("Can you say how ambulances fit in?", ["how ambulances fit in?"]),
        ("I wonder if dentists belong to them.", ["if dentists belong to them"]),
        ("Nobody has told us whether the chemist will go.", ["whether the chemist will go"]),
        ("I have read it, but do ambulances count?", ["do ambulances count?"]),
        (
            "I want to know why the High Court rejected the challenge, how many there are, and whether ambulances belong.",
            ["why the High Court rejected the challenge", "how many there are", "whether ambulances belong"],
        ),
        (
            "I should like to know:\n- how many there are\n- whether ambulances are included",
            ["how many there are", "whether ambulances are included"],
        ),
        ("To whom would they be accountable, and how do dentists fit in?", ["how do dentists fit in?"]),
        (
            "Please write to my landlord, Mr Stone, 4 Hill View, who won't sign the form.",
            ["write to my landlord, Mr Stone, 4 Hill View, who won't sign the form"],
        ),
        ("Could you please ring my son's school?", ["ring my son's school?"]),
        ("I would be grateful if you could arrange a wheelchair for her.", ["arrange a wheelchair for her"]),
        (
            "Please send me the form for the scheme and a list of homes.",
            ["send me the form for the scheme and a list of homes"],
        ),
        ("I ask you to intervene in my case.", ["intervene in my case"]),
    ],
)
def test_a_question_that_no_topic_knows_is_kept_as_it_stands(said, asked):
    assert list(unread(said)) == asked


@pytest.mark.parametrize(
    "said",
    [
        "Please write to me at the address above.",
        "Please send me your reply by post.",
        "Please help us to save the hospital.",
        "Please let my neighbours decide.",
        "Please do not write to my landlord.",
        "I hope you will look at my letter and pass on my concerns.",
        "Please write to the Secretary of State.",
        "Please email me back.",
        "Please contact us with your views.",
        "How are you?",
        "Can you help?",
        "What do you think?",
        "Do you agree?",
        "Will you please sign EDM 660?",
        "Will you come to our summer fete?",
        "May I ask for an answer in writing?",
        "It is all about money, isn't it?",
        "Who knows?",
        "Really?",
        "What is the point of it all?",
        "I am not asking whether ambulances are included.",
        "Please let me know if you need my telephone number.",
        "You ask whether we liked the leaflet.",
        "You may wonder why I write.",
        "Would you let me know what you think?",
        "Isn't that wrong?",
        "When will the public be consulted?",
        "Please tell me to whom they would be accountable.",
        "I fear that it is privatisation by the back door.",
    ],
)
def test_courtesies_requests_and_what_is_known_are_none(said):
    assert unread(said) == ()


def test_a_question_in_what_is_quoted_or_in_a_subject_line_is_not_the_writers():
    found = recogniser().recognise("Are ambulances included?", ABOUT, "Are ambulances included?")
    assert found.unread == ()
    assert recogniser().recognise("", "Why did the judge throw out the case?") == NOTHING  # about nothing that is known


@pytest.mark.parametrize(
    "said",
    [
        SHELTER,
        "Separately, the bus shelter in Mill Road leaks.",
        "While I\u2019m writing: the council has not answered me on the bus shelter.",
        "One more thing. The bins were not emptied on Monday.",
        "Also, on a different subject, nobody asked us about the bus shelter.",
        "On another matter:\n\nThe bus shelter leaks, and the council must answer.",
        "Second, the level crossing in Mill Lane is down for twenty minutes at a time. Can you take that up?",
        "My other question is about the bus shelter in Mill Road.",
    ],
)
def test_a_passage_on_other_business_is_kept_and_its_words_are_no_cues(said):
    assert beside(said) == (" ".join(said.split()),)
    found = recogniser().recognise("", f"{ABOUT}\n\n{said}")
    assert found.about is About.YES
    assert {one.id for one in found.all} == {one.id for one in recogniser().recognise("", ABOUT).all}
    assert not found.unread


@pytest.mark.parametrize(
    "said",
    [
        "One more thing: will the public be consulted?",
        "Separately, I should like to know who would be accountable.",
        "On another note, accountable care is privatisation.",
        "On another matter, will the public be consulted?",
        "By the way, our surgery has heard nothing of it.",
        "Another thing is that nobody asked us.",
        "Second, will the public be consulted?",
        "Second, has a day been set for the Commons to consider this?",
        "My other question is when we shall know more.",
    ],
)
def test_a_passage_that_goes_on_with_the_matter_is_none(said):
    assert beside(said) == ()


def test_other_business_ends_where_a_subject_is_named():
    said = "On another matter, the bus shelter leaks. I fear that ACOs are privatisation."
    assert beside(said) == ("On another matter, the bus shelter leaks.",)
    assert "privatisation" in recogniser().recognise("", f"{ABOUT}\n\n{said}").sure


def test_reading_and_drafting_tell_both(office):
    put(office / "inbox", "1.eml", "Ann Hill", ABOUT, "Are ambulances included? How are you?", SHELTER)
    told = run_drafter("mail", "read", "inbox/1.eml").text
    assert "  asks something that no topic knows: 'Are ambulances included?'\n" in told
    assert f"  on another matter: '{SHELTER}'\n" in told
    read = json.loads(run_drafter("mail", "read", "inbox/1.eml", "--json").text)[0]
    assert (read["unread_questions"], read["other_business"]) == (["Are ambulances included?"], [SHELTER])
    ran = run_drafter(
        "draft", "--from", "inbox/1.eml", "-o", "-", "--topic", "accountability", "--address", ADDRESS, *DAY
    )
    assert ran.code == 0, ran.err
    assert (
        "inbox/1.eml: warning: the message asks \u201cAre ambulances included?\u201d, which is none of the known questions: the letter may leave "
        "it unanswered; answer it by hand, or add its words to a question in topics.yaml [unread-question]\n"
    ) in ran.err
    assert f"goes on to other business (\u201c{SHELTER}\u201d), which the letter does not answer" in ran.err
    assert "ambulances" not in ran.text


def test_at_most_five_questions_are_shown(office):
    asked = " ".join(
        f"Will the {what} be included?" for what in "ambulances dentists vets chemists opticians gyms".split()
    )
    put(office / "inbox", "1.eml", "Ann Hill", ABOUT, asked, address="")
    ran = run_drafter("draft", "--from", "inbox/1.eml", "-o", "-", "--address", ADDRESS, *DAY)
    assert ran.err.count("[unread-question]") == 5
    asks = run_drafter("draft", "--from", "inbox/1.eml", "-o", "-", *DAY)  # only asks for the address
    assert "[unread-question]" not in asks.err


def test_a_question_that_is_unsure_is_told_where_its_topic_is_not_answered(office):
    put(office / "inbox", "1.eml", "Ann Hill", ABOUT, "Nobody has told us whether our pensions are safe.")
    ran = run_drafter(
        "draft", "--from", "inbox/1.eml", "-o", "-", "--topic", "accountability", "--address", ADDRESS, *DAY
    )
    assert "(\u201cour pensions are safe\u201d): the letter leaves it unanswered" in ran.err
    ran = run_drafter("draft", "--from", "inbox/1.eml", "-o", "-", "--topic", "staff", "--address", ADDRESS, *DAY)
    assert "pensions are safe\u201d): the letter" not in ran.err


def test_a_sorting_counts_questions_and_lays_other_business_before_a_person(office):
    put(office / "inbox", "1.eml", "Ann Hill", ABOUT, "Are ambulances included?")
    put(office / "inbox", "2.eml", "Tom Bell", ABOUT, SHELTER, subject="ACOs")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert "\n  1 of them asks something that no topic knows\n" in ran.text
    told = {one["file"]: one for one in json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]}
    asked, other = told["inbox/1.eml"], told["inbox/2.eml"]
    assert asked["unread_questions"] == ["Are ambulances included?"]
    assert (other["pile"], other["why"]) == ("unsure", f"goes on to other business: {SHELTER}")
    page = Path("sorted/summary.html").read_text("utf-8")
    assert "1 message asks something that no topic knows, which no letter of a batch answers." in page
    assert "Are ambulances included?" in page
    rows = list(csv.DictReader(Path("sorted/messages.csv").read_text("utf-8").splitlines()))
    assert [row["unread_questions"] for row in rows] == ["Are ambulances included?", ""]


def test_what_a_whole_campaign_asks_is_told_once(office):
    for number in range(6):
        own = ["Do dentists belong to it?"] if number == 3 else []
        put(
            office / "inbox",
            f"{number}.eml",
            f"Ann Hill{'abcdef'[number]}",
            *CAMPAIGN,
            "Are ambulances included?",
            *own,
        )
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert "1 of them asks something that no topic knows" in ran.text
    whole = json.loads(Path("sorted/sort.json").read_text("utf-8"))
    assert [one["unread_questions"] for one in whole["campaigns"]] == [["Are ambulances included?"]]
    assert [one["unread_questions"] for one in whole["messages"]].count(["Do dentists belong to it?"]) == 1
    assert sum(bool(one["unread_questions"]) for one in whole["messages"]) == 1
    shown = run_drafter("mail", "show", "sorted", whole["campaigns"][0]["key"]).text
    assert "asks something that no topic knows: 'Are ambulances included?'" in shown


def test_a_sorting_of_before_has_neither():
    kept = json.loads(json.dumps(recogniser().recognise("", f"{ABOUT} Are ambulances included?\n\n{SHELTER}")))
    assert _recognised(kept).unread == ("Are ambulances included?",)
    assert _recognised(kept).beside == (SHELTER,)
    assert (_recognised(kept[:-2]).unread, _recognised(kept[:-2]).beside) == ((), ())
    assert _recognised(kept[:4]).doubt == ""
