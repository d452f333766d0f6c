"""Threats and danger to life: seen, told first, on a pile of their own, and answered by nothing that nobody has read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from labelled import labelled
from post import CAMPAIGN, WANTED, decide, put, read
from running import run_drafter

from drafter.inbox.danger import DangerKind, dangers, dangers_and_hints, dangers_of

SAID, HINTS = labelled("danger"), labelled("hints")
DAY = ("--date", "2018-07-10")
KNIFE = "Who would an ACO be accountable to? I am going to burn your office down."


@pytest.mark.parametrize("kind", DangerKind)
def test_each_kind_of_danger_is_seen(kind):
    said = SAID[str(kind)]
    assert len(said) >= 30
    assert [text for text in said if kind not in {one.kind for one in dangers([text])}] == []


@pytest.mark.parametrize("kind", DangerKind)
def test_hints_at_each_kind_are_seen_or_shown(kind):
    said = HINTS[str(kind)]
    assert [text for text in said if not dangers_and_hints([text])] == []
    assert sum(kind in {one.kind for one in dangers([text])} for text in said) > 0.7 * len(said)


def test_talk_with_the_same_words_is_seldom_taken_for_a_danger():
    taken = [text for text in HINTS["none"] if dangers([text])]
    assert [text.split(",")[0].split(".")[0] for text in taken] == [
        "Saw you walking your dog in the park on Sunday",
        "My daughter is a nurse and says she's had enough",
    ]
    assert sum(bool(dangers_and_hints([text])) for text in HINTS["none"]) <= len(taken) + 9


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("He opens the letters. I cannot get away.", [("abuse or violence", True)]),
        ("My daughter checks my letters. I cannot get away.", [("abuse or violence", False)]),
        ("I cannot get away. I cannot get away.", [("abuse or violence", False)]),
        ("I am frightened.", []),
        ("I am frightened. I cannot get away.", [("abuse or violence", True)]),
        ("Jeremy Hunt is tired. He does not listen.", []),
        ("It was on a Tuesday. He does not know that I write.", [("abuse or violence", False)]),
    ],
)
def test_one_hint_is_shown_and_two_tell_of_a_danger(text, told):
    assert [(str(one.kind), one.sure) for one in dangers_and_hints([text])] == told


def test_one_hint_is_for_a_person_and_drafting_warns(office: Path):
    decide(*WANTED)
    put(office / "inbox", "1.eml", "Ann Hill", "Who would an ACO be accountable to? I will not be here for long.")
    run_drafter("mail", "sort", "inbox", "-o", "sorted")
    found = json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"][0]
    assert (found["pile"], found["why"]) == ("unsure", "perhaps a danger to life: \u201cI will not be here\u201d")
    assert "\n  read this: perhaps a danger to life" in run_drafter("mail", "read", "inbox/1.eml").text
    ran = run_drafter("draft", "--from", "inbox/1.eml", "-o", "out.md", "--position", "none", *DAY)
    assert ran.code == 0, ran.err
    assert "warning: tells of perhaps a danger to life" in ran.err


def test_politics_and_ordinary_trouble_are_no_danger():
    said = SAID["none"]
    assert len(said) >= 100
    assert [(text, dangers([text])) for text in said if dangers([text])] == []


@pytest.mark.parametrize("name", ["working", "fresh", "fresh-2", "layouts"])
def test_no_labelled_message_is_taken_for_one(name):
    for message in labelled(name):
        assert dangers([message["text"]]) == (), message["id"]


def test_opinions_that_are_no_case_are_no_danger():
    assert [text for text in labelled("personal")["none"] if dangers([text])] == []


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms Marsh,\n\nWho runs ACOs? I am going to end\nit all tonight.\n\nIda Thorne\n",
        "Dear Ms Marsh,\n\nWho runs ACOs?\n\nIda Thorne\nWatch your back\n",
        "Dear Ms Marsh,\n\nI don\u2019t want to wake up.\n",
        "This came.\n\n-------- Forwarded Message --------\nFrom: Kev <k@example.org>\nSubject: you\n\nI will stab you.\n",
    ],
)
def test_a_danger_is_seen_wherever_it_stands(text):
    assert dangers_of(read(text.encode(), ".txt"))


def test_a_danger_has_a_pile_of_its_own_and_no_batch_answers_it(office: Path):
    decide(*WANTED)
    for number, name in enumerate(("Ann Hill", "Tom Bell", "Kim Lee")):
        put(office / "inbox", f"{number}.eml", name)
    put(office / "inbox", "4.eml", "Kev Tozer", KNIFE)
    (office / "inbox" / "5.eml").write_text(f"Subject: you\n\n{KNIFE}\n", "utf-8")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert "  READ FIRST: drafter mail show sorted --pile danger\n  danger: 2\n" in ran.text
    found = {Path(one["file"]).stem: one for one in json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]}
    assert {name: one["pile"] for name, one in found.items()} == {
        "0": "answer", "1": "answer", "2": "answer", "4": "danger", "5": "danger",
    }  # fmt: skip
    why = "a threat: \u201cI am going to burn your office down\u201d"
    assert found["4"]["why"] == found["5"]["why"] == why
    page = Path("sorted/summary.html").read_text("utf-8")
    assert page.index('id="danger"') < page.index('id="campaign-1"')
    ran = run_drafter("batch", "sorted", "-o", "letters/batch", "--position", "none", *DAY)
    assert ran.code == 0, ran.err
    assert not [path for path in Path("letters/batch").iterdir() if "Tozer" in path.read_bytes().decode("latin-1")]
    answer = ("mail", "decide", "sorted", found["4"]["key"], "--by", "Anna Clarke", "--answer")
    ran = run_drafter(*answer)
    assert ran.code == 2
    assert "is answered only with --because" in ran.err
    assert run_drafter(*answer, "--because", "reported to the police").code == 0


def test_what_is_decided_of_a_campaign_is_not_of_who_adds_a_threat(office: Path):
    for number, name in enumerate(("Ann Hill", "Tom Bell", "Kim Lee")):
        put(office / "inbox", f"{number}.eml", name)
    put(office / "inbox", "4.eml", "Kev Tozer", *CAMPAIGN, "You should be shot.")
    run_drafter("mail", "sort", "inbox", "-o", "sorted")
    campaign = json.loads(Path("sorted/sort.json").read_text("utf-8"))["campaigns"][0]["key"]
    ran = run_drafter("mail", "decide", "sorted", campaign, "--answer", "--by", "Anna Clarke")
    assert ran.code == 0, ran.err
    run_drafter("mail", "sort", "inbox", "-o", "sorted")
    found = {Path(one["file"]).stem: one for one in json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]}
    assert [found[name]["pile"] for name in "014"] == ["answer", "answer", "danger"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (KNIFE, "danger"),
        (
            "Who would an ACO be accountable to? My mother has waited nine months for her hip: cancelled twice.",
            "personal-case",
        ),
    ],
)
def test_nothing_is_drafted_before_somebody_has_seen_it(office: Path, text, rule):
    letter = f"Dear Ms Marsh,\n\n{text}\n\nKev Tozer\n2 Mill Lane\nLongmead\nWV5 9ZB\n"
    Path("in.txt").write_text(letter, "utf-8")
    drafting = ("draft", "--from", "in.txt", "-o", "out.md", "--position", "none", *DAY)
    ran = run_drafter(*drafting)
    assert ran.code == 1
    assert f"[{rule}]" in ran.err
    assert "in.txt: error: tells of " in ran.err
    assert not Path("out.md").exists()
    ran = run_drafter(*drafting, "--case-seen")
    assert ran.code == 0, ran.err
    assert f"[{rule}]" in ran.err


def test_an_unsigned_threat_is_told_as_a_threat(office: Path):
    Path("in.txt").write_text(f"{KNIFE}\n", "utf-8")
    ran = run_drafter("draft", "--from", "in.txt", "-o", "out.md", *DAY)
    assert ran.code == 1
    assert [line.rpartition("[")[2] for line in ran.err.splitlines()] == ["danger]", "unsigned]"]
    assert "READ THIS NOW: a threat" in run_drafter("mail", "read", "in.txt").text
