"""Threats and danger to life: seen, told first, on a pile of their own, and answered by nothing that nobody has read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from labelled import labelled
from post import CAMPAIGN, WANTED, decide, put, read
from running import run_drafter

from drafter.inbox.danger import DangerKind, dangers, dangers_of

SAID = labelled("danger")
DAY = ("--date", "2018-07-10")
KNIFE = "Who would an ACO be accountable to? I am going to burn your office down."


@pytest.mark.parametrize("kind", DangerKind)
def test_each_kind_of_danger_is_seen(kind):
    said = SAID[str(kind)]
    assert len(said) >= 30
    assert [text for text in said if kind not in {one.kind for one in dangers([text])}] == []


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
