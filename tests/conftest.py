"""An office in a temporary folder, the command line as a function, and golden files."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafter.cli import main

ROOT = Path(__file__).parent.parent
SHIPPED = ("office.yaml", "facts", "templates", "examples/documents")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what is expected anew; then read the difference"
    )


@dataclass(frozen=True)
class Ran:
    """What a run of the command line came to."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def run_drafter(*args: str, typed: str = "") -> Ran:
    """Run ``drafter`` in this process, in the current directory; ``typed`` is what its prompts get."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    saved = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["drafter", *args], out, err
    if typed:
        sys.stdin = io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8")
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


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped office, which is the current directory."""
    folder = tmp_path / "office"
    folder.mkdir()
    for name in SHIPPED:
        source = ROOT / name
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's cache is left alone, and shared among tests as it is among runs."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    folder.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a file, or write the file where ``--update-golden`` is given."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing: run 'make golden', and read what it wrote"
        assert text == path.read_text(encoding="utf-8")

    return compare
