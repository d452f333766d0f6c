"""The command line as a function, and where the project and what it ships lie."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from drafter.cli import main

ROOT = Path(__file__).parent.parent
SHIPPED = ("office.yaml", "facts", "templates", "examples/documents")


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def copy_shipped(folder: Path) -> None:
    """Copy what is shipped, an office, into a folder that is there."""
    for name in SHIPPED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, copy_function=shutil.copyfile)  # in half the time: hundreds do
        else:
            shutil.copyfile(ROOT / name, folder / name)


def run_drafter(*args: str, typed: str = "") -> Ran:
    """Run ``drafter`` in this process, in the current directory; ``typed`` is what its prompts get."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["drafter", *args], out, err
    if typed:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(typed.encode())), encoding="utf-8")
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = saved
    out.flush()
    err.flush()
    written, complained = out.buffer, err.buffer
    assert isinstance(written, io.BytesIO)
    assert isinstance(complained, io.BytesIO)
    return Ran(int(str(code or 0)), written.getvalue(), complained.getvalue().decode("utf-8"))
