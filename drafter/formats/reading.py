"""A letter read from its file. What drafter itself cannot read, LibreOffice converts, if it is installed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from drafter.english.messages import listed
from drafter.files.atomic import read_regular, temporary_folder
from drafter.files.system import reason_of
from drafter.formats import FORMATS, LARGEST, READERS
from drafter.letter.returned import Returned
from drafter.problems import Problem, ProblemsFound, Where

_OTHER_KINDS: Final = frozenset((".pages", ".docm", ".dotx"))
# By name, and where Windows and macOS have it, which put it on nobody's path.
_PROGRAMS: Final = (
    "soffice",
    "libreoffice",
    *(rf"C:\{folder}\LibreOffice\program\soffice.exe" for folder in ("Program Files", "Program Files (x86)")),
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PATIENCE: Final = 120  # seconds; a letter takes two or three


def too_large(name: str) -> Problem:
    """The problem that a file is larger than letters are."""
    return Problem(Where(name), "too-large", "is longer than any letter")


def read_file(path: str) -> bytes:
    """A file's bytes. Raises ProblemsFound if it cannot be read, or is far too large for a letter."""
    try:
        if Path(path).stat().st_size > LARGEST:
            raise ProblemsFound([too_large(path)])
        return read_regular(Path(path))
    except OSError as failure:
        reason = reason_of(failure)
        raise ProblemsFound([Problem(Where(path), "unreadable-file", f"cannot be read: {reason}")]) from None


class NoLetter(Exception):
    """A file is in none of the formats that letters are read from. The message says so."""


def read_letter(path: str, data: bytes) -> tuple[Returned, list[Problem]]:
    """The letter in a file's bytes as it came back, and its problems.

    Raises NoLetter for a file of another format, and ProblemsFound if no letter can be read.
    """
    ending = PurePath(path).suffix.lower()
    through = FORMATS[ending].through if ending in FORMATS else ""
    if through:
        data, ending = _as_word(data, ending, path), through
    if ending not in READERS:
        how = "; save it as a .docx from the program that you wrote it in" if ending in _OTHER_KINDS else ""
        read = [one for one, kind in FORMATS.items() if one in READERS or kind.through]
        raise NoLetter(f"a letter is a {listed(read, 'or')} file, not '{ending or path}'{how}")
    returned, problems = READERS[ending](data, path)
    if returned is None:
        raise ProblemsFound(problems)
    if through:  # these formats always set by hand what a Word style sets, so no person did it
        returned = replace(returned, oddities=tuple(o for o in returned.oddities if o.rule != "set-by-hand"))
    return returned, list(problems)


def _as_word(data: bytes, ending: str, name: str) -> bytes:
    """A letter as a Word file. Raises ProblemsFound.

    ``ending`` is the ending of its file; ``name`` is what problems call it. LibreOffice runs without macros, and
    with its own profile in a temporary folder.
    """
    import subprocess  # late: few letters come in such a format

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        hint = "save it as a .docx from the program that you wrote it in, or install LibreOffice"
        raise ProblemsFound([Problem(Where(name), "needs-libreoffice", f"is a {ending} file", hint)])
    with temporary_folder() as folder:
        given = folder / f"letter{ending}"
        given.write_bytes(data)
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(given),
        ]  # fmt: skip
        try:
            subprocess.run(command, timeout=_PATIENCE, capture_output=True, check=False)  # noqa: S603 - a fixed program
            return given.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as failure:
            hint = "save it as a .docx from the program that you wrote it in"
            message = "cannot be read by LibreOffice"
            raise ProblemsFound([Problem(Where(name), "not-word", message, hint)]) from failure
