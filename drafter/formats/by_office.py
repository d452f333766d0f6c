"""Letters in the formats of other programs, made into Word files by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from drafter.files import desk
from drafter.formats import FORMATS
from drafter.problems import Problem, ProblemsFound, Where

BY_OFFICE: Final = frozenset(one.ending for one in FORMATS.values() if one.through)
_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE: Final = 120  # seconds; a letter takes two or three


def as_word(data: bytes, ending: str, name: str) -> bytes:
    """A letter as a Word file. ``ending`` is its file's; ``name`` is how problems call it. Raises ProblemsFound.

    LibreOffice runs with a profile of its own, in a folder that is thrown away, and without macros.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        hint = "save it as a .docx from the program that you wrote it in, or install LibreOffice"
        raise ProblemsFound([Problem(Where(name), "needs-libreoffice", f"is a {ending} file", hint)])
    with desk() as folder:
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
