"""An office that keeps facts on two subjects: no letter is on both, and post is told by its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from own_subject import own
from post import put
from running import ROOT, run_drafter

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
