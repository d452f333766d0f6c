"""The post that the script of the examples makes up, from the files to approved letters."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from batches import files
from edits import review_every_fact
from post import decide
from running import ROOT, run_drafter

SCRIPTS = ROOT / "examples" / "post"
DAY = ("--date", "2018-07-10")
COUNT = 400
# What the three campaigns ask the member to do.
WANTED = (
    "press-for-debate-and-vote", "raise-with-ministers", "write-to-minister", "press-for-consultation", "oppose",
)  # fmt: skip


def made(folder: Path, *options: str) -> None:
    subprocess.run([sys.executable, SCRIPTS / "make_post.py", folder, *options], check=True)


def held(folder: Path, sorted_: Path) -> dict[str, int]:
    """What 'hold.py' tells: of each line the first figure."""
    ran = subprocess.run(
        [sys.executable, SCRIPTS / "hold.py", folder, sorted_], check=True, capture_output=True, text=True
    )
    rows = [line.split("|")[1:3] for line in ran.stdout.splitlines()[2:]]
    return {name.strip(): int(figure.split(" of ")[0].replace(",", "")) for name, figure in rows}


@pytest.fixture
def post(office: Path) -> Path:
    made(office / "post", "--messages", str(COUNT), "--personal", "40")
    return office / "post"


def test_the_script_makes_the_same_again(tmp_path):
    for name in ("one", "two"):
        made(tmp_path / name, "--messages", "60", "--personal", "5")
    one, two = ({path.relative_to(tmp_path / name): path.read_bytes() for path in sorted((tmp_path / name).rglob("*"))
                 if path.is_file() and path.suffix != ".docx"} for name in ("one", "two"))  # fmt: skip
    assert one == two


def test_from_the_post_to_approved_letters(post, office):
    decide(*WANTED)
    assert run_drafter("mail", "sort", "post/inbox", "-o", "sorted").code == 0
    found = held(post, office / "sorted")
    assert found["messages"] == COUNT
    assert found["of no campaign, and put into one"] == 0
    truth = json.loads((post / "truth.json").read_text("utf-8"))
    assert found["of a campaign, and put into it"] == sum("campaign" in true for true in truth)
    assert found["no letter at all, and said to be unreadable"] == 5
    assert found["personal cases that a batch would have answered"] <= 4
    assert found["personal cases on the pile `personal`"] >= 26
    assert found["about something else, and answered"] == 0
    assert found["letters that would go to an address which is not the writer's"] == 0
    assert found["written for somebody else, and laid aside"] == sum(true.get("proxy", False) for true in truth) > 0
    assert found["name read as it stands there"] >= COUNT - 7
    review_every_fact(office, "R Okafor", date(2018, 7, 1))
    ran = run_drafter("batch", "sorted", "-o", "july", *DAY)
    assert ran.code == 0, ran.err
    letters = [name for name, _ in files(Path("july")) if name.endswith(".docx")]
    told = json.loads((office / "sorted" / "sort.json").read_text("utf-8"))["messages"]
    assert len(letters) == sum(one["pile"] in ("answer", "ask-address") for one in told)
    ran = run_drafter("approve", "july", "--by", "R Okafor")
    assert ran.code == 0, ran.err
    assert f"{len(letters)} letters, 1 to {len(letters)}, approved by R Okafor" in ran.text
    assert run_drafter("letters", "verify").code == 0
