"""Documents of commands that are run: what stands in ``tests/commands`` is what a user sees.

A document starts from a copy of the shipped office. In it, a block fenced as ``file PATH`` writes a file, one fenced as
``append PATH`` adds to one, one fenced as ``python`` changes the office by a few lines, and in a block fenced as
``console`` each line that begins with ``% `` is a command, followed by what it prints, standard error after standard
output, and by ``[exit N]`` where N is not 0; ``echo yes | drafter ...`` types at its prompt. The golden option writes
the outputs anew.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import run_drafter

HERE = Path(__file__).parent
DOCUMENTS = [*sorted((HERE / "commands").glob("*.md")), HERE.parent / "docs" / "editing-the-facts.md"]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_console(block: str) -> str:
    """The block with every command's output as it is now."""
    lines = []
    for line in block.splitlines():
        if line.startswith("% "):
            lines.append(line)
            words = shlex.split(line[2:])
            typed = ""
            if words[0] == "echo":  # what is typed at the prompt
                typed, words = f"{words[1]}\n", words[3:]
            assert words[0] == "drafter"
            ran = run_drafter(*words[1:], typed=typed)
            printed = ran.text + ran.err
            lines += printed.splitlines()
            if ran.code:
                lines.append(f"[exit {ran.code}]")
    return "".join(f"{line}\n" for line in lines)


def write(office: Path, name: str, text: str, *, append: bool) -> None:
    path = office / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text("utf-8") if append else "") + text, "utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=[d.stem for d in DOCUMENTS])
def test_document(document, office, golden):
    text = document.read_text("utf-8")

    def run(match: re.Match[str]) -> str:
        kind, name, block = match[1], match[2], match[3]
        if kind in {"file", "append"}:
            write(office, name, block, append=kind == "append")
        elif kind == "python":
            exec(block, {"office": office})  # the document is the repository's own
        elif kind == "console":
            return f"```console\n{run_console(block)}```"
        return match[0]

    golden(document, FENCE.sub(run, text))
