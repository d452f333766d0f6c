"""Hold a sorting of made-up post to what is true of it.

    python examples/post/hold.py FOLDER SORTED

FOLDER is what make_post.py made, SORTED what 'drafter mail sort' made of its inbox.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

LETTER_PILES = ("answer", "ask-address")
READ = (("name", "name"), ("second", "second signatory"), ("address", "address"), ("postcode", "postcode"))


def pairs(folder: Path, sorted_: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each message: what is true of it, and what the sorting says. The very same file twice is said once."""
    told = {one["file"].rpartition("inbox/")[2]: one for one in _json(sorted_ / "sort.json")["messages"]}
    for true in _json(folder / "truth.json"):
        if true["file"] in told:
            yield true, told[true["file"]]


def figures(folder: Path, sorted_: Path) -> list[tuple[str, str]]:
    """What is told, a name and a figure."""
    found = list(pairs(folder, sorted_))
    letters = [(true, told) for true, told in found if not true.get("unreadable")]
    campaigns = [(true, told) for true, told in letters if "campaign" in true]
    groups = Counter((true["campaign"], told["campaign"]) for true, told in campaigns)
    largest: dict[int, int] = {}
    for (number, group), _ in groups.most_common():
        largest.setdefault(number, group)
    right = sum(largest[true["campaign"]] == told["campaign"] for true, told in campaigns)
    strangers = sum(told["campaign"] in largest.values() for true, told in letters if "campaign" not in true)
    cases = [told for true, told in letters if true.get("personal")]
    piles = Counter(told["pile"] for told in cases)
    others = [told for true, told in letters if not true.get("personal")]
    answered = sum(piles[pile] for pile in LETTER_PILES)
    elsewhere = len(cases) - piles["personal"] - piles["unsure"] - answered
    twice = [
        (before, told) for (_, before), (true, told) in pairwise(found) if true.get("again")
    ]  # whichever of the two was read first
    off = [told for true, told in letters if true.get("about") is False]
    broken = [told for true, told in found if true.get("unreadable")]
    rows = [
        ("messages", f"{len(found):,}"),
        ("of a campaign, and put into it", f"{right:,} of {len(campaigns):,}"),
        ("of no campaign, and put into one", f"{strangers:,} of {len(letters) - len(campaigns):,}"),
        ("personal cases on the pile `personal`", f"{piles['personal']} of {len(cases)}"),
        ("personal cases on the pile `unsure`", f"{piles['unsure']} of {len(cases)}"),
        ("personal cases on another pile that no batch answers", f"{elsewhere} of {len(cases)}"),
        ("personal cases that a batch would have answered", f"{answered} of {len(cases)}"),
        ("others on the pile `personal`", f"{sum(told['pile'] == 'personal' for told in others):,} of {len(others):,}"),
        ("others on the pile `unsure`", f"{sum(told['pile'] == 'unsure' for told in others):,} of {len(others):,}"),
        ("sent twice, and one of them counts", f"{sum(map(_is_one, twice))} of {len(twice)}"),
        ("about something else, and answered", f"{sum(told['pile'] in LETTER_PILES for told in off)} of {len(off)}"),
        (
            "no letter at all, and said to be unreadable",
            f"{sum(told['pile'] == 'unreadable' for told in broken)} of {len(broken)}",
        ),
    ]
    batch = [(true, told) for true, told in letters if told["pile"] in LETTER_PILES]
    astray = sum(bool(told["address"]) and not _is_home(true, told) for true, told in batch)
    proxies = [told for true, told in letters if true.get("proxy")]
    aside = sum(told["pile"] not in LETTER_PILES for told in proxies)
    rows += [
        ("letters that would go to an address which is not the writer's", f"{astray} of {len(batch):,}"),
        ("written for somebody else, and laid aside", f"{aside} of {len(proxies)}"),
    ]
    for field, name in READ:
        same = sum((told[field] or "") == (true[field] or "") if field != "address" else told[field] == true[field]
                   for true, told in letters)  # fmt: skip
        rows.append((f"{name} read as it stands there", f"{same:,} of {len(letters):,}"))
    return rows


def _is_home(true: dict[str, Any], told: dict[str, Any]) -> bool:
    """Whether an address is the one that the writer gave."""
    same = [line.casefold() for line in told["address"]] == [line.casefold() for line in true["address"]]
    return same and (told["postcode"] or "") == true["postcode"]


def _is_one(pair: tuple[dict[str, Any], dict[str, Any]]) -> bool:
    return sum(told["pile"] == "duplicate" for told in pair) == 1


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def main() -> None:
    """Read the command line, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description="Hold a sorting of made-up post to what is true of it.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("sorted", type=Path)
    given = parser.parse_args()
    print("| | |\n| --- | --- |")
    for name, figure in figures(given.folder, given.sorted):
        print(f"| {name} | {figure} |")


if __name__ == "__main__":
    main()
