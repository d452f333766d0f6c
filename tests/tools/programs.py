"""The real tools. Where one is missing its tests fail: a check that did not run must not look like one that passed."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent

_VALIDATOR = HERE / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
_PATIENCE = 600


def run(*command: str | Path) -> str:
    """What the program prints; a program that is missing, or fails, fails the test."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PATIENCE)
    except FileNotFoundError:
        pytest.fail(f"{command[0]} is not installed; these tests need it")
    if done.returncode:
        pytest.fail(f"{command[0]} failed: {done.stderr or done.stdout}")
    return done.stdout


def validate(path: Path) -> list[str]:
    """What Microsoft's own Open XML SDK finds wrong with the file."""
    if not _VALIDATOR.exists():
        pytest.fail(f"the validator is not installed: run 'npm install' in {HERE}")
    done = subprocess.run(["node", _VALIDATOR, path], check=False, capture_output=True, text=True, timeout=_PATIENCE)
    if not done.stdout.strip():
        pytest.fail(f"the validator failed: {done.stderr}")
    result = json.loads(done.stdout)
    found = [f"{error['path']} {error.get('xPath', '')}: {error['description']}" for error in result["errors"]]
    return found or ([] if result["ok"] else ["not ok"])


@cache
def profile(name: str) -> Path:
    """A profile of LibreOffice's: to make one takes seconds, so each process of the tests makes it once."""
    folder = Path(tempfile.mkdtemp(prefix="drafter-libreoffice-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / name


def soffice(name: str) -> tuple[str, ...]:
    """How LibreOffice is called, with a profile of this process's."""
    return ("soffice", f"-env:UserInstallation={profile(name).as_uri()}", "--headless", "--norestore")


def to_pdf(path: Path) -> Path:
    """The file as LibreOffice prints it."""
    convert(path, "pdf", path.parent)
    return path.with_suffix(".pdf")


def convert(path: Path, kind: str, folder: Path) -> None:
    """Have LibreOffice save the file as another kind, in a folder."""
    run(*soffice("converting"), "--convert-to", kind, "--outdir", folder, path)
    if not (folder / path.with_suffix(f".{kind.partition(':')[0]}").name).exists():
        pytest.fail(f"LibreOffice made no {kind} of {path.name}")


def pages(pdf: Path) -> list[str]:
    """The text of each page, laid out as on the page."""
    return run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
