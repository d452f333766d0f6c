"""An office that keeps facts on two subjects: no letter is on both, and post is told by its own."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from directly import load_facts
from own_subject import own
from post import put
from running import ROOT, run_drafter

from drafter import office as offices
from drafter.facts.names import NameKind, kept_as
from drafter.inbox.answered import ApprovedLetters, RegisterNames, Sent
from drafter.inbox.decisions import read_message_decisions
from drafter.inbox.piles import Pile, TriagedMessage
from drafter.inbox.topics import Recogniser
from drafter.inbox.triage import Sorting, open_store

GARDENS = ROOT / "tests" / "gardens"
DAY = ("--date", "2018-07-10")
ABOUT_ACOS = "I do not want private companies to run an Accountable Care Organisation."
ABOUT_GARDENS = "Is the reading garden in Mill Lane going to be closed? Nobody has asked the neighbours who planted it."


@pytest.fixture
def two(office: Path) -> Path:
    """The shipped office with the reading gardens beside its own subject; their topics have ten examples each."""
    shutil.copytree(GARDENS / "facts" / "gardens", office / "facts" / "gardens")
    with (office / "facts" / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + (GARDENS / "facts" / "sources.yaml").read_text("utf-8"))
    path = office / "facts" / "gardens" / "topics.yaml"
    examples = {topic["id"]: topic["examples"] for topic in own("gardens")["topics"]}
    topics = [{**topic, "examples": examples[topic["id"]]} for topic in yaml.safe_load(path.read_text("utf-8"))]
    path.write_text(yaml.safe_dump(topics, sort_keys=False, allow_unicode=True), "utf-8")
    return office


def sort(**letters: str) -> dict[str, dict[str, Any]]:
    """What is found in messages, by their names."""
    for name, text in letters.items():
        put(Path("inbox"), f"{name}.eml", f"Ann {name.title()}", text, subject="A question")
    ran = run_drafter("mail", "sort", "inbox", "-o", "sorted")
    assert ran.code == 0, ran.err
    found = json.loads(Path("sorted/sort.json").read_text("utf-8"))["messages"]
    return {Path(one["file"]).stem: one for one in found}


@pytest.mark.parametrize(
    "asked",
    [
        ("--topic", "staff", "--topic", "closures"),
        ("--topic", "closures", "--wants", "meet"),
        ("--topic", "staff", "--wants", "visit-mill-lane"),
    ],
)
def test_a_letter_on_two_subjects_is_not_drafted(asked: tuple[str, ...], two: Path) -> None:
    ran = run_drafter("draft", *asked, "--to", "Kim Lee", *DAY, "-o", "letter.docx")
    assert (ran.code, ran.text) == (2, "")
    assert ran.err == (
        "--topic: error: what is asked belongs to different subjects; write a letter on each [mixed-subjects]\n"
    )
    assert not Path("letter.docx").exists()


def test_a_message_is_known_by_its_own_subject_and_none_gets_topics_of_two(two: Path) -> None:
    found = sort(
        acos=ABOUT_ACOS,
        gardens=ABOUT_GARDENS,
        both=f"{ABOUT_ACOS} {ABOUT_GARDENS}",
        bins="Nobody has emptied the bins.",
    )
    told = {name: (one["pile"], one["topics"]) for name, one in found.items()}
    assert told["acos"] == ("answer", ["privatisation"])
    assert told["gardens"] == ("answer", ["closures"])
    assert told["bins"] == ("not-about", [])
    assert not {"closures", "privatisation"} <= set(told["both"][1])


@pytest.fixture
def alike(two: Path) -> Path:
    """The same office; both subjects have a topic 'staff' and an action 'meet', and the gardens have one view."""
    home, templates = two / "facts" / "gardens", two / "templates" / "gardens"
    for name, old, new in (("gardens.yaml", "[register]", "[staff]"), ("topics.yaml", "id: register", "id: staff")):
        (home / name).write_text((home / name).read_text("utf-8").replace(old, new), "utf-8")
    words = home / "words.yaml"
    words.write_text(words.read_text("utf-8").replace("[Westmere]", "[Westmere, Mill Lane]"), "utf-8")
    with (home / "actions.yaml").open("a", encoding="utf-8") as file:
        file.write("- { id: meet, ask: meet the gardeners, done: met the gardeners }\n")
    lock = two / "facts" / "quotations.lock"
    lock.write_text(lock.read_text("utf-8") + (GARDENS / "facts" / "quotations.lock").read_text("utf-8"), "utf-8")
    (templates / "positions").mkdir(parents=True)
    (templates / "staff.md.j2").write_text('{{ claims("register-would-cost") }}\n', "utf-8")
    (templates / "closures.md.j2").write_text('{{ claims("gardens-have-no-keeper") }}\n', "utf-8")
    (templates / "next.md.j2").write_text("{# nothing #}\n", "utf-8")
    fond = '{% if topic == "staff" %}I am fond of registers.{% endif %}\n'
    (templates / "positions" / "fond.md.j2").write_text(fond, "utf-8")
    return two


def drafted(*asked: str) -> tuple[int, str, str]:
    """What a draft says: its exit code, its text, and what is said of it apart from facts that wait for a review."""
    ran = run_drafter("draft", *asked, "--to", "Kim Lee", *DAY, "-o", "-")
    told = [line for line in ran.err.splitlines() if "[unreviewed]" not in line and "[past-review]" not in line]
    return ran.code, ran.text, "\n".join(told)


def test_a_name_of_two_subjects_is_told_and_either_can_be_meant(alike: Path) -> None:
    for option, name, kind in (("--topic", "staff", "topic"), ("--wants", "meet", "action")):
        code, text, told = drafted(option, name)
        assert (code, text) == (2, "")
        assert told == (
            f"{option}: error: '{name}' is the name of more than one {kind}: 'aco/{name}' and 'gardens/{name}'; "
            "say which of them is meant [shared-name]"
        )
    long, short = drafted("--topic", "gardens/staff"), drafted("--subject", "gardens", "--topic", "staff")
    assert long == short
    assert "topics: [gardens/staff]" in long[1]
    assert "a register of gardens would cost" in long[1]
    assert "topics: [closures]" in drafted("--topic", "gardens/closures")[1]  # no other subject has that
    assert drafted("--subject", "aco", "--topic", "gardens/staff")[2] == (
        "--subject: error: what is asked is of the subject 'gardens', not of 'aco' [mixed-subjects]"
    )
    assert run_drafter("office", "decide", "meet", "--will").code == 2
    assert run_drafter("office", "decide", "gardens/meet", "--will").code == 0
    assert "action: meet, subject: gardens" in (alike / "office.yaml").read_text("utf-8")
    listed = run_drafter("topics").text
    assert listed.index("aco: ACOs") < listed.index("aco/staff") < listed.index("gardens: reading gardens")
    assert listed.index("gardens: reading gardens") < listed.index("gardens/staff")


def test_a_letter_on_a_name_of_two_subjects_is_held_against_what_it_was_drafted_for(alike: Path) -> None:
    for ending in ("md", "docx", "html"):
        ask = ("--topic", "gardens/staff", "--to", "Kim Lee", *DAY)
        assert run_drafter("draft", *ask, "-o", f"letter.{ending}").code == 0
        assert "[odd-record]" not in run_drafter("review", f"letter.{ending}").err
    path = alike / "letter.md"
    path.write_text(path.read_text("utf-8").replace("Yours", "Soon, if nothing changes.\n\nYours", 1), "utf-8")
    assert "[leaning-words]" in run_drafter("review", "letter.md").err


def test_lists_know_names_with_and_without_their_subject(alike: Path) -> None:
    rows = ("Kim Lee,gardens/staff", "Ann Poe,closures; gardens/staff", "Bob Poe,closures/overview")
    Path("list.csv").write_text("\n".join(["name,topic", *rows]) + "\n", "utf-8")
    told = run_drafter("batch", "list.csv", "-o", "letters-1", *DAY).err
    assert told.count("error") == told.count("[mixed-subjects]") == 1  # what the last row names is of two
    Path("list.csv").write_text("name,topic\nKim Lee,staff\n", "utf-8")
    told = run_drafter("batch", "list.csv", "-o", "letters-2", *DAY).err
    assert "list.csv:2:2: error: 'staff' is the name of more than one topic: 'aco/staff' and 'gardens/staff'" in told


def test_a_draft_and_a_row_of_before_are_read_by_their_facts(alike: Path) -> None:
    base = load_facts(alike / "facts").base
    assert kept_as(["staff"], NameKind.TOPIC, base, ["register-would-cost"]) == ("gardens/staff",)
    assert kept_as(["staff"], NameKind.TOPIC, base) == ("aco/staff", "gardens/staff")
    assert kept_as(["gardens/closures", "gone"], NameKind.TOPIC, base) == ("closures", "gone")


def test_a_position_belongs_to_its_subject(alike: Path) -> None:
    settings = alike / "office.yaml"
    settings.write_text(settings.read_text("utf-8").replace("\nposition:", "\n# position:"), "utf-8")
    with settings.open("a", encoding="utf-8") as file:
        file.write("\nposition: opposition\n")
    code, text, told = drafted("--topic", "gardens/staff")
    assert (code, "[position]" in text) == (0, False)
    assert told == (
        "office.yaml: warning: the office's position 'opposition' has no text on reading gardens, so letters on that add "
        "no view; write templates/gardens/positions/opposition.md.j2, or draft with --position none [position-elsewhere]"
    )
    assert "position: opposition" in drafted("--topic", "aco/staff")[1]
    assert "I am fond of registers." in drafted("--topic", "gardens/staff", "--position", "fond")[1]
    assert drafted("--topic", "gardens/staff", "--position", "opposition")[2] == (
        "--position: error: there is no position 'opposition' in templates/gardens/positions; on reading gardens there is "
        "fond [unknown-position]"
    )


def test_a_message_on_two_subjects_waits_until_somebody_says_which_is_answered(two: Path) -> None:
    found = sort(both=f"{ABOUT_ACOS} {ABOUT_GARDENS}", acos=ABOUT_ACOS)
    both = found["both"]
    assert (both["pile"], both["subjects"], both["answered_with"]) == ("unsure", ["aco", "gardens"], [])
    assert both["why"] == "is about more than one subject: ACOs and reading gardens"
    ran = run_drafter("draft", "--from", "inbox/both.eml", *DAY, "-o", "letter.docx")
    assert (ran.code, ran.text) == (1, "")
    assert ran.err == (
        "inbox/both.eml: error: is about more than one subject: ACOs and reading gardens; nothing is drafted; --subject "
        "says which is answered, and a letter on each can be drafted [several-subjects]\n"
    )
    # The other has nothing of the gardens, and is not answered on ACOs either.
    ran = run_drafter(
        "mail", "decide", "sorted", both["key"], found["acos"]["key"], "--by", "Kim", "--subject", "gardens"
    )
    assert ran.text.endswith("2 messages now lie so:\n  unsure: 1\n  answer: 1\n")
    assert "answer: 1 (reading gardens 1)" in run_drafter("mail", "show", "sorted").text


def test_what_a_letter_on_one_of_two_subjects_leaves_open_is_told(two: Path) -> None:
    key = sort(both=f"{ABOUT_ACOS} {ABOUT_GARDENS}", acos=ABOUT_ACOS)["both"]["key"]
    ran = run_drafter("mail", "decide", "sorted", key, "--by", "Kim", "--subject", "aco")
    assert ran.code == 0, ran.err
    left = "what it says on reading gardens is not answered"
    found = sort()
    assert (found["both"]["pile"], found["both"]["left_open"]) == ("answer", left)
    assert found["acos"]["left_open"] is None
    assert f"  left open: {left}\n" in run_drafter("mail", "show", "sorted", key).text
    assert f"({left})" in run_drafter("mail", "show", "sorted", "--pile", "answer").text
    assert f" \u00b7 {left}" in Path("sorted/summary.html").read_text("utf-8")
    # Both of its letters were approved: then nothing is left open.
    office = offices.open_office(two)
    laid = sent_to_both(two, office, ("privatisation",))["both"]
    assert (laid.pile, laid.open_) == (Pile.REPLIED, left)
    laid = sent_to_both(two, office, ("privatisation",), ("closures",))["both"]
    assert (laid.pile, laid.open_) == (Pile.REPLIED, "")


def sent_to_both(folder: Path, office: offices.Office, *letters: tuple[str, ...]) -> dict[str, TriagedMessage]:
    """The sorted post as it lies once letters on these topics were approved, to Ann Both."""
    base = load_facts(folder / "facts").base
    sent = [Sent(number, date(2018, 7, 10), topics) for number, topics in enumerate(letters, 1)]
    answers = ApprovedLetters({"Ann Both": sent}, lambda name, _: RegisterNames(frozenset((name,))), date(2018, 7, 20))
    with closing(open_store(Path("sorted"), make=False)) as store:
        decisions, _ = read_message_decisions(Path("sorted"), "sorted", base)
        sorting = Sorting.of(store, decisions, Recogniser.of(base), office.without_address, answers)
        return {Path(laid.kept.read.where).stem: laid for laid in sorting.laid()}
