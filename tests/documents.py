"""Documents of commands, run: what stands in them is what a user sees.

In a document a block fenced as ``file PATH`` writes a file, one fenced as ``append PATH`` adds to one, one fenced as
``edit PATH`` does to a Word file what a person does in Word, one fenced as ``python`` changes the office by a few lines,
and in a block fenced as ``console`` each line that begins with ``% `` is a command, followed by what it prints, standard
error after standard output, and by ``[exit N]`` where N is not 0. ``echo yes | drafter ...`` types at its prompt,
``yes yes | drafter ...`` at every prompt; ``cd FOLDER`` goes there; ``| tail -3`` leaves the last lines of what is printed. A comment
``<!-- clock: 2018-07-10 09:30 -->`` sets the clock; ``<!-- picture: a.png of letter.docx -->`` is where one is drawn;
``<!-- types: yes -->`` types it at every prompt of the next block; ``<!-- shows: 3 -->`` leaves, in the next block, the
last lines of what each command prints, after three dots.

In an ``edit`` block ``- old`` and then ``+ new`` change words; ``@ words`` and then ``+ new`` add a sentence to the
paragraph that holds the words; ``* words`` sets them, typed by themselves, in the style 'Position Sentence'.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import docx
import time_machine
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from running import run_drafter

PIECE = re.compile(
    r"<!-- (clock|picture|types|shows): (.*?) -->|^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_TAIL = re.compile(r" \| tail -(\d+)$")
_STYLE = "Position Sentence"


def run_document(text: str, office: Path, picture: Callable[[str, Path], None] = lambda *_: None) -> str:
    """The document with every command's output as it is now; the current directory is the office.

    ``picture`` is given the name of each picture and the file it shows, as that is at that point of the document.
    """
    with contextlib.ExitStack() as stack:
        clock: list[contextlib.ExitStack] = []
        typed: list[str] = []
        shown: list[int] = []

        def run(match: re.Match[str]) -> str:
            comment, said, kind, name, block = match.groups()
            if comment == "picture":
                drawn, _, path = said.partition(" of ")
                picture(drawn, office / path)
            elif comment == "types":
                typed[:] = [f"{said}\n" * 100]
            elif comment == "shows":
                shown[:] = [int(said)]
            elif comment:
                for old in clock:
                    old.close()
                clock[:] = [stack.enter_context(contextlib.ExitStack())]
                clock[0].enter_context(time_machine.travel(datetime.fromisoformat(f"{said}+00:00"), tick=False))
            elif kind == "console":
                answers, last = typed.pop() if typed else "", shown.pop() if shown else 0
                return f"```console\n{_console(block, answers, last)}```"
            else:
                _do(kind, office, name, block)
            return match[0]

        return PIECE.sub(run, text)


def _do(kind: str, office: Path, name: str, block: str) -> None:
    if kind in {"file", "append"}:
        path = office / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text("utf-8") if kind == "append" else "") + block, "utf-8")
    elif kind == "edit":
        edit(office / name, block)
    elif kind == "python":
        exec(block, {"office": office})  # the document is the repository's own


def _console(block: str, typed: str, last: int) -> str:
    commands = [line for line in block.splitlines() if line.startswith("% ")]
    return "".join(f"{line}\n" for command in commands for line in _ran(command, typed, last))


def _ran(line: str, typed: str, last: int = 0) -> Iterator[str]:
    """The command, what it printed, or the last lines of that, and how it ended."""
    yield line
    tail = _TAIL.search(line)
    words = shlex.split(line[2 : tail.start()] if tail else line[2:])
    if words[0] == "cd":
        os.chdir(words[1])
        return
    if words[0] in {"echo", "yes"}:  # what is typed at the prompt
        typed, words = f"{words[1]}\n" * (1 if words[0] == "echo" else 100), words[3:]
    assert words[0] == "drafter"
    ran = run_drafter(*words[1:], typed=typed)
    printed = (ran.text + ran.err).splitlines()
    if last and len(printed) > last:
        printed = ["...", *printed[-last:]]
    yield from printed[-int(tail[1]) :] if tail else printed
    if ran.code:
        yield f"[exit {ran.code}]"


def edit(path: Path, block: str) -> None:
    """Change a Word file as a person does in Word; the marks around the words stay as Word leaves them."""
    document = docx.Document(str(path))
    paragraphs = list(document.paragraphs)
    before, where = "", ""
    for line in block.splitlines():
        sign, words = line[0], line[2:]
        if sign == "+" and before == "-":
            run = _run_with(paragraphs, where)[1]
            run.text = run.text.replace(where, words).strip() if words else ""
        elif sign == "+":
            paragraph = _run_with(paragraphs, where)[0]
            paragraph.add_run(" ")
            paragraph.add_run(words)
        elif sign == "*":
            _run_with(paragraphs, words)[1].style = document.styles[_STYLE]
        before, where = sign, words
    document.save(str(path))


def _run_with(paragraphs: list[Paragraph], words: str) -> tuple[Paragraph, Run]:
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if words in run.text:
                return paragraph, run
    raise AssertionError(f"no run holds '{words}'")
