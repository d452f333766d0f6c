"""The summary of sorted post in Chromium: read in every way there is, and on paper."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.tools

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
WAYS = ("light", "dark", "contrast", "dark contrast", "large", "large dark", "narrow", "large narrow", "paper")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Chromium and axe made of the summary, in ordinary and in large print, and of a broken one."""
    from post import small_inbox
    from shipped import ROOT
    from test_sheet import run

    place = tmp_path_factory.mktemp("summary")
    (place / "home").mkdir(mode=0o700)
    small_inbox(place / "inbox")
    sort = (sys.executable, "-m", "drafter", "--office", ROOT, "mail", "sort", place / "inbox", "-o")
    run(place, *sort, place / "sorted")
    run(place, *sort, place / "large", "--large-print")
    page = place / "sorted" / "summary.html"
    broken = place / "broken.html"
    broken.write_text(page.read_text("utf-8").replace("<footer>", '<img src="https://www.example.org/x.png"><footer>'))
    files = (page, place / "large" / "summary.html", broken)
    found: dict[str, Any] = json.loads(run(place, "node", HERE / "sheet.mjs", *files, place))
    return found


@pytest.mark.parametrize("way", WAYS)
def test_axe_finds_nothing(seen: dict[str, Any], way: str) -> None:
    assert seen["axe"][way]["violations"] == []
    assert {"color-contrast-enhanced", "link-name", "region", "heading-order"} <= set(seen["axe"][way]["passes"])


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_asked_for_and_nothing_is_too_wide(seen: dict[str, Any], way: str) -> None:
    found = seen["as_it_is"][way]
    assert (found["requests"], found["said"]) == ([], [])
    assert found["too_wide"] <= 0


def test_a_fault_is_seen(seen: dict[str, Any]) -> None:
    assert seen["axe"]["broken"]["violations"]
