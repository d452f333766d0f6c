"""The wheel alone, as a new user has it: an office, a letter, a subject of one's own, and an upgrade."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from running import ROOT

pytestmark = pytest.mark.tools

ANSWER = """\
Hospitals: Car Parking

UIN 140021, tabled on 3 May 2018

To ask the Secretary of State what steps he is taking on charges for car parking at hospitals.

Answered on 14 May 2018

Each trust decides for itself whether it charges for parking, and how much.
"""
LEGAL = "aco-not-new-legal-entity"


def built(folder: Path, change: Callable[[Path], None] = lambda _: None) -> Path:
    """A wheel of what version control holds, changed as an upgrade would."""
    source = folder / "source"
    named = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, named.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    change(source)
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, source]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def legal_body_reworded(source: Path) -> None:
    path = source / "facts" / "aco" / "accountability.yaml"
    text = path.read_text("utf-8")
    claim = next(line for line in text.partition(f"id: {LEGAL}\n")[2].splitlines() if "claim:" in line)
    path.write_text(text.replace(claim, f"{claim} at all"), "utf-8")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel, and one with a changed fact."""
    return (
        built(tmp_path_factory.mktemp("wheel")),
        built(tmp_path_factory.mktemp("newer"), legal_body_reworded),
    )


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with what drafter needs, and without drafter. Nothing is fetched from anywhere."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/*/site-packages"))
    for path in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if "drafter" not in path.name and path.suffix != ".pth":
            (packages / path.name).symlink_to(path)
    return home


def install(home: Path, wheel: Path) -> None:
    """Put the wheel into the environment, in place of one that is there."""
    uv = Path(sys.executable).parent / "uv"
    command = [
        uv,
        "pip",
        "install",
        "--offline",
        "--no-deps",
        "--reinstall",
        "--python",
        home / "bin" / "python",
        wheel,
    ]
    subprocess.run(command, check=True, capture_output=True, text=True)


def test_from_an_empty_folder_to_an_upgrade(wheels, program, tmp_path):
    first, newer = wheels
    install(program, first)
    # The same under the harness that is as narrow as Windows: 'NARROWED=1 pytest -m tools tests/tools/test_installed.py'.
    folders = [str(ROOT / "tests" / "narrow"), str(ROOT / "tests")]
    narrowed = {"PYTHONPATH": os.pathsep.join(folders)} if os.environ.get("NARROWED") else {}

    def drafter(*args: str, typed: str = "", code: int = 0) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", **narrowed}
        ran = subprocess.run(
            [program / "bin" / "drafter", *args],
            check=False,
            cwd=here,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == code, f"{args}: {ran.stdout}\n{ran.stderr}"
        return ran.stdout + ran.stderr

    here = tmp_path
    assert "program of" in drafter("--version")
    assert (program / "share" / "man" / "man1" / "drafter.1").is_file()
    assert "# Start here" in drafter("help", "start")
    assert "# drafter" in drafter("help", "readme")
    drafter(
        "init", "office", "--member", "Nia O'Hara MP", "--constituency", "Westmere Vale", "--address",
        "Westminster: House of Commons, London SW1A 0AA", "--telephone", "01632 960001", "--email", "nia@example.org",
        "--side", "none", "--yes",
    )  # fmt: skip
    here = tmp_path / "office"
    assert "no problems found" in drafter("check")

    # A letter on the shipped subject, approved.
    reader = ("--to", "Mrs A Patel", "--address", "1 Long Row, Westmere, WV1 9ZZ")
    drafter("draft", "--topic", "accountability", *reader, "--date", "2018-07-10", "-o", "letters/one.docx")
    drafter("facts", "review", "--for", "letters/one.docx", "--by", "Ann", typed="yes\n" * 40)
    drafter("approve", "letters/one.docx", "--by", "Ann")
    assert LEGAL in drafter("letters", "show", "1")

    # A subject of one's own, and a letter on it, approved.
    drafter(
        "subject", "new", "hospital parking", "--yes", "--by", "Ann",
        "--concern", "What it costs: whether hospital parking will be free | Will hospital parking be free?",
        "--concern", "Staff: who has to pay | Who has to pay?",
        "--concern", "Where the money goes: what the money is spent on | What is the money spent on?",
    )  # fmt: skip
    assert "hospital-parking" in (here / "office.yaml").read_text("utf-8")
    (here / "answer.txt").write_text(ANSWER, "utf-8")
    drafter(
        "sources", "add", "answer.txt", "--yes", "--id", "answer", "--type", "parliamentary-answer", "--author", "Ann Sample",
        "--publisher", "UK Parliament", "--url", "https://www.example.org/1", "--speaker",
        "the Health Minister Ann Sample", "--short", "Ms Sample", "--pronoun", "she", "--side", "government",
    )  # fmt: skip
    drafter(
        "facts", "new", "--source", "answer", "--topic", "what-it-costs", "--quote",
        "Each trust decides for itself whether it charges for parking, and how much", "--claim",
        "it is for each trust to decide whether it {charges}, and how much", "--id", "each-trust", "--by", "Ann",
    )  # fmt: skip
    drafter("facts", "verify")
    drafter("draft", "--topic", "what-it-costs", *reader, "--date", "2018-07-10", "-o", "letters/two.docx")
    drafter("facts", "review", "--for", "letters/two.docx", "--by", "Ann", typed="yes\n" * 10)
    drafter("approve", "letters/two.docx", "--by", "Ann")
    drafter("check")

    # An upgrade: no file of the office's is touched, and what it changed of what letters say is told.
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    install(program, newer)
    told = drafter("check")
    assert f"'{LEGAL}' was changed by an upgrade; it stands in other words in 1 approved letter" in told
    assert "changed by an upgrade of drafter" in drafter("facts", "log", LEGAL)
    assert "1 approved letter relied on it" in drafter("recall", LEGAL)
    after = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    own = {path for path in before if "register" not in path.parts}
    assert {path: after[path] for path in own} == {path: before[path] for path in own}
