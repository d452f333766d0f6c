"""The command line as a function, and where the project and what it ships lie."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import cache
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
    for name, data in _shipped().items():
        path = folder / name
        if data is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.write_bytes(data)


@cache
def _shipped() -> dict[Path, bytes | None]:
    """What is shipped, read once, for hundreds of tests copy it: each file's bytes, and each folder before them."""
    every = [path for name in SHIPPED for path in (ROOT / name, *sorted((ROOT / name).rglob("*")))]
    return {path.relative_to(ROOT): None if path.is_dir() else path.read_bytes() for path in every}


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
