"""The sign-off sheet in Chromium: read in every way there is, by the keyboard, and on paper."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from programs import pages

pytestmark = pytest.mark.tools

HERE = Path(__file__).parent
READ = ("light", "dark", "contrast", "dark contrast", "large", "large dark", "narrow", "large narrow", "paper")
VERDICT = "4 things are wrong with this letter"
_PATIENCE = 600


def run(folder: Path, *command: str | Path, codes: tuple[int, ...] = (0,)) -> str:
    """What a program prints that may write nowhere but in the folder; one that is missing, or fails, fails the test."""
    home = {name: str(folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=_PATIENCE, env={**os.environ, **home}
        )
    except FileNotFoundError:
        pytest.fail(f"{command[0]} is not installed; these tests need it")
    if done.returncode not in codes:
        pytest.fail(f"{command[0]} failed: {done.stderr or done.stdout}")
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheet of the invented letter, in ordinary and in large print, and one that was broken on purpose."""
    place = tmp_path_factory.mktemp("sheet")
    (place / "home").mkdir(mode=0o700)
    office = place / "office"
    shutil.copytree(HERE.parent / "gardens", office)
    shutil.copytree(HERE.parent.parent / "templates", office / "templates")
    drafter = (sys.executable, "-m", "drafter", "--office", office, "review", office / "letters" / "reply.md")
    run(place, *drafter, "--sheet", place / "sheet.html", codes=(1,))
    run(place, *drafter, "--sheet", place / "large.html", "--large-print", codes=(1,))
    page = (place / "sheet.html").read_text("utf-8")
    wrong = (
        '<img src="https://www.example.org/spy.png"><p style="color: #666">Grey.</p><script>document.title = 1</script>'
    )
    (place / "broken.html").write_text(page.replace("<footer>", f"{wrong}<footer>", 1), "utf-8")
    return place


@pytest.fixture(scope="module")
def seen(folder: Path) -> dict[str, Any]:
    """What Chromium and axe made of them."""
    if not (HERE / "node_modules" / "playwright-core").exists():
        pytest.fail(f"playwright-core is not installed: run 'npm install' in {HERE}")
    files = (folder / "sheet.html", folder / "large.html", folder / "broken.html")
    result: dict[str, Any] = json.loads(run(folder, "node", HERE / "sheet.mjs", *files, folder))
    return result


@pytest.mark.parametrize("way", READ)
def test_axe_finds_nothing(seen: dict[str, Any], way: str) -> None:
    found = seen["axe"][way]
    assert found["violations"] == []
    # Contrast of 7:1, and names of links and landmarks, were looked at and not passed over.
    looked_at = {"color-contrast-enhanced", "link-name", "region", "heading-order", "document-title", "html-has-lang"}
    assert looked_at <= set(found["passes"])


@pytest.mark.parametrize("way", READ)
def test_nothing_is_asked_for_and_nothing_complained_of(seen: dict[str, Any], way: str) -> None:
    found = seen["as_it_is"][way]
    assert (found["requests"], found["said"]) == ([], [])
    assert found["too_wide"] <= 0


def test_the_style_sheet_is_let_through_by_the_policy(seen: dict[str, Any]) -> None:
    grounds = {way: seen["as_it_is"][way]["ground"] for way in READ}
    assert len({grounds[way] for way in ("light", "dark", "contrast", "dark contrast")}) == 4
    assert grounds["paper"] == "rgb(255, 255, 255)"


def test_no_word_in_large_print_is_smaller_than_18_points(seen: dict[str, Any]) -> None:
    for way in ("large", "large dark", "large narrow"):
        assert seen["as_it_is"][way]["least"] >= 24  # of 96 to the inch
    assert seen["as_it_is"]["light"]["least"] >= 12


def test_what_is_broken_is_seen(seen: dict[str, Any]) -> None:
    rules = {found.partition(":")[0] for found in seen["axe"]["broken"]["violations"]}
    assert {"image-alt", "color-contrast-enhanced"} <= rules
    said = " ".join(seen["as_it_is"]["broken"]["said"])
    for refused in ("spy.png", "inline style", "inline script"):
        assert refused in said


def test_the_keyboard_reaches_every_link_in_order_and_one_sees_where_it_is(seen: dict[str, Any]) -> None:
    order, reached = seen["stops"]["order"], seen["stops"]["reached"]
    assert order[0] == "#letter"
    assert [stop["href"] for stop in reached] == order
    assert [stop["href"] for stop in reached if not (stop["outline"] and stop["inSight"])] == []


def test_a_link_to_a_sentence_leads_to_it(seen: dict[str, Any]) -> None:
    assert seen["followed"] == {"id": "s7", "inSight": True}


def test_without_colours_words_and_outlines_tell_what_a_sentence_is(seen: dict[str, Any]) -> None:
    assert {card["border"] for card in seen["forced"]} == {"solid"}
    names = {card["name"]: card["shape"] for card in seen["forced"]}
    assert len(names) == 8
    assert len(set(names.values())) == 8


@pytest.mark.parametrize("way", ["forced", "paper"])
def test_without_colours_one_sees_whose_the_words_are(seen: dict[str, Any], way: str) -> None:
    ways = {part["name"]: part["way"] for part in seen["parts"][way]}
    assert len(ways) == 7
    assert len(set(ways.values())) == 7


@pytest.mark.parametrize("print_", ["sheet", "large"])
def test_on_paper(folder: Path, seen: dict[str, Any], print_: str) -> None:
    assert seen["stops"]
    printed = pages(folder / f"{print_}.pdf")
    assert " ".join(VERDICT.split()) in " ".join(printed[0].split())
    assert "The garden in Mill Lane" in printed[0]
    for number, page in enumerate(printed, 1):
        assert "DRAFT – not to be sent" in page
        assert f"Page {number} of {len(printed)}" in page
    whole = " ".join(" ".join(printed).split())
    assert "https://www.example.org/answers/55500" in whole
    assert "Skip to the letter" not in whole
    assert "Signature" in printed[-1]


def test_on_paper_no_card_is_split(folder: Path, seen: dict[str, Any]) -> None:
    assert seen["stops"]
    printed = [" ".join(page.split()) for page in pages(folder / "sheet.pdf")]
    assert 2 <= len(printed) <= 4
    begun = {
        "Claim 1 of 2": "what-a-reading-garden-is",
        "Claim 2 of 2": "gardens-have-no-keeper",
        "4 Fact, changed": "forty-gardens-open",
        "9 Fact": "trust-disputes-cost",
    }
    ends = {
        "Claim 1 of 2": "summary, paragraph 1.",
        "Claim 2 of 2": "summary, paragraph 1.",
        "4 Fact, changed": "summary, paragraph 1.",
        "9 Fact": "Nobody has reviewed it.",
    }
    for card, fact in begun.items():
        page = next(page for page in printed if fact in page and card in page)
        assert ends[card] in page[page.index(fact) :]


def test_a_screen_reader_is_told_of_differences_in_words(folder: Path) -> None:
    page = (folder / "sheet.html").read_text("utf-8")
    assert '<del><span class="unseen">taken out: </span>forty' in page
    assert '<ins><span class="unseen">put in: </span>fifty' in page
