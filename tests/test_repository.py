"""The repository itself: what is shipped is sound, every command is documented, nothing strange is in it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import click
import pytest
from directly import write_docx
from running import run_drafter
from shipped import DAYS, READER, ROOT, base, letter_of, office, templates

from drafter.check import check
from drafter.cli import group
from drafter.letter.request import Length

TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
]


def test_the_shipped_office_has_no_problems():
    assert not check(ROOT, date(2018, 7, 10))


def commands(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    found = [(name, command)]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            inner = command.get_command(context, child)
            assert inner is not None
            found += commands(inner, f"{name} {child}".strip())
    return found


@pytest.mark.parametrize(("name", "command"), commands(group, ""), ids=lambda x: x if isinstance(x, str) else "")
def test_every_command_is_helpful_and_documented(name, command):
    assert command.help
    assert all(getattr(p, "help", "") or isinstance(p, click.Argument) for p in command.params), name
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"drafter {name}".strip() in readme
    ran = run_drafter(*name.split(), "--help")
    assert ran.code == 0
    assert "Usage: drafter" in ran.text


EXAMPLES = {
    "three-concerns.docx": (("accountability", "privatisation", "consultation"), False, "opposition"),
    "privatisation.docx": (("privatisation",), False, ""),
    "privatisation-large-print.docx": (("privatisation",), True, ""),
}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_word_examples_are_what_the_code_makes(name, request):
    topics, large, position = EXAMPLES[name]
    letter = letter_of(topics, DAYS[4], position, Length.STANDARD, "EM/2018/0412").letter
    data = write_docx(letter, (ROOT / office().letterhead).read_bytes(), large_print=large)
    path = ROOT / "examples" / name
    if request.config.getoption("--update-golden"):
        path.write_bytes(data)
    assert parts(path.read_bytes()) == parts(data)


def test_the_facts_are_about_a_hundred_and_every_one_is_used_by_a_template():
    text = "\n".join(p.read_text("utf-8") for p in templates().folder.rglob("*.j2"))
    series = set(re.findall(r'series\("([^"]+)"\)', text))
    unused = [f.id for f in base().facts.values() if f'"{f.id}"' not in text and f.series not in series]
    assert not unused
    assert len(base().facts) >= 100


def test_no_real_constituent_and_no_trace_of_a_workplace():
    # Put together here, so that this file does not name them.
    hosts = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"))]
    banned = re.compile("|".join(map(re.escape, [*hosts, "/home/", "/root/"])))
    for path in TRACKED:
        if path.suffix in {".docx", ".pdf", ".png"} or path == Path(__file__) or not path.exists():
            continue
        assert not banned.search(path.read_text("utf-8")), path
    assert "Patel" in READER.name


# Where tests sleep: before a kill at whatever moment, or until something that is looked for is there.
SLEEPING = {"faults.py", "test_approve.py", "test_batch_approved.py", "test_batch_made.py", "test_postgresql.py"}


def test_no_test_holds_to_the_clock():
    """What must stay small runs within ``bounded.in_bounds``: a busy machine fails no test."""
    clocks = re.compile(r"(?:perf_counter|process_time|monotonic|time\.time)\(\) - |deadline=\d")
    short = re.compile(r"(?:timeout=|PATIENCE = |\.wait\(|\.join\()[1-9]\d?\b")
    ours = [path for path in TRACKED if (ROOT / "tests") in path.parents and path.suffix == ".py" and path.exists()]
    texts = {path.name: path.read_text("utf-8") for path in ours if not path.name.startswith("bench")}
    tests = {name: text for name, text in texts.items() if name.startswith("test_")}
    assert [name for name, text in tests.items() if clocks.search(text)] == []
    # A process that hangs is waited for so long that a slow one has done.
    shorter = {name: len(short.findall(text)) for name, text in texts.items() if short.search(text)}
    assert shorter == {"test_factbase_reviews.py": 1}  # which waits for what must not come
    assert {name for name, text in texts.items() if re.search(r"^\s+time\.sleep\(", text, re.MULTILINE)} == SLEEPING
