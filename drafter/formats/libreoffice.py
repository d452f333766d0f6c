"""Letters in other programs' formats: LibreOffice, if it is installed, converts them to Word files."""

from __future__ import annotations

import shutil
from typing import Final

from drafter.files.atomic import temporary_folder
from drafter.problems import Problem, ProblemsFound, Where

# By name, and where Windows and macOS have it, which put it on nobody's path.
_PROGRAMS: Final = (
    "soffice",
    "libreoffice",
    *(rf"C:\{folder}\LibreOffice\program\soffice.exe" for folder in ("Program Files", "Program Files (x86)")),
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_PATIENCE: Final = 120  # seconds; a letter takes two or three


def as_word(data: bytes, ending: str, name: str) -> bytes:
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
