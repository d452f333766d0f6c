"""Questions at a terminal: the line of an answer can be edited, and a long one that cannot be used stands there again."""

from __future__ import annotations

import importlib.util
import os
import select
import subprocess
import sys
import time

import pytest

ASKS = """
from drafter.cli.asking import repeated, typed

def use(text):
    if "soon" in text:
        raise ValueError("that ages")
    return text

print([repeated("What it claims", use), repeated("Short", use), typed("Then", "usual"), typed("Kept", "", "as it is")])
"""


@pytest.mark.skipif(
    not hasattr(os, "openpty") or importlib.util.find_spec("readline") is None,
    reason="there is no terminal of this kind, or no library to edit its lines",
)
def test_a_line_is_edited_and_a_refused_one_stands_there_again():
    ours, theirs = os.openpty()
    said = b""

    def until(words: bytes, times: int = 1) -> None:
        nonlocal said
        ends = time.monotonic() + 60
        while said.count(words) < times and time.monotonic() < ends:
            if select.select([ours], [], [], 0.2)[0]:
                said += os.read(ours, 4096)
        if said.count(words) < times:
            running.kill()
            pytest.fail(f"not said: {words!r}, but {said!r}")

    with subprocess.Popen(
        [sys.executable, "-c", ASKS], stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "INPUTRC": os.devnull},
    ) as running:  # fmt: skip
        os.close(theirs)
        until(b"What it claims: ")
        os.write(ours, b"the charges will nd soon\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[De\n")
        until(b"that ages")
        until(b"What it claims: the charges will end soon")  # again, on the line
        os.write(ours, b"\x7f" * len(" soon") + b"\n")
        until(b"Short: ")
        os.write(ours, b"soon\n")
        until(b"Short: ", 2)
        os.write(ours, b"\x1b[Anow\n")  # there is no earlier answer above
        until(b"Then [usual]: ")
        os.write(ours, b"\n")
        until(b"Kept: as it is")
        os.write(ours, b"\n")
        until(b"['the charges will end', 'now', 'usual', 'as it is']")
        assert running.wait(120) == 0
    os.close(ours)
    assert b"^[[D" not in said
