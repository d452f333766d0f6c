"""The text of a document out of whatever file it came in."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import drafter
from drafter.documents.child import LARGEST
from drafter.documents.extracted import Extracted, from_json
from drafter.documents.readers import KINDS
from drafter.problems import Problem, Severity, Where, nearest

_PATIENCE = 90  # seconds by the clock; the child's own limits, in computing time, are shorter
_TOLD = 10  # pages that are named
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from drafter.documents.child import main; main()"


def extract(path: Path, name: str) -> tuple[Extracted | None, list[Problem]]:
    """Read a document. ``name`` is how problems call the file; a file that cannot be read gives one problem, and one
    that can at most warnings.

    Nothing is fetched, no script runs, and what is proposed stands in the document.
    """
    where = Where(name)
    kind = KINDS.get(path.suffix.lower())
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return None, [Problem(where, "unreadable-file", "is a folder", "name one document in it")]
        if not stat.S_ISREG(status.st_mode):
            return None, [Problem(where, "unreadable-file", "is not a file")]
        if kind is None:
            return None, [_unknown(path, where)]
        if status.st_size > LARGEST:
            message = f"has {status.st_size // 1_000_000} MB, more than the {LARGEST // 1_000_000} that are read"
            return None, [Problem(where, "too-large", message, "save its text, or the part that matters")]
        with path.open("rb") as file:
            # -P: the current directory is the user's, and a module of its own name there must not run.
            command = [sys.executable, "-P", "-c", _CODE, str(Path(drafter.__file__).parent.parent), kind]
            done = subprocess.run(command, stdin=file, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, ValueError) as failure:
        reason = (getattr(failure, "strerror", None) or str(failure)).lower()
        return None, [Problem(where, "unreadable-file", f"cannot be read: {reason}")]
    except subprocess.TimeoutExpired:
        return None, [_too_costly(where)]
    try:
        answer = json.loads(done.stdout)
    except ValueError:  # the child did not live to answer
        return None, [_too_costly(where)]
    if "refused" in answer:
        return None, [Problem(where, **answer["refused"])]
    document = from_json(answer["document"])
    return document, list(_doubts(document.doubtful, where))


def _doubts(pages: tuple[int, ...], where: Where) -> Iterator[Problem]:
    if pages:
        which = ", ".join(map(str, pages[:_TOLD])) + (", ..." if len(pages) > _TOLD else "")
        message = f"on page{'s' if len(pages) > 1 else ''} {which} the order of columns is in doubt"
        hint = "compare the text with the page before you quote from it"
        yield Problem(where, "doubtful-columns", message, hint, Severity.WARNING)


def _unknown(path: Path, where: Where) -> Problem:
    known = ", ".join(KINDS)
    if not path.suffix:
        return Problem(where, "unknown-file", "its name has no ending that tells what it is", f"known: {known}")
    likely = {".doc": "save it from Word as .docx", ".rtf": "save it from Word as .docx", ".msg": "save it as .eml"}
    hint = likely.get(path.suffix.lower()) or nearest(path.suffix.lower(), KINDS) or f"known: {known}"
    return Problem(where, "unknown-file", f"files that end in '{path.suffix}' are not read", hint)


def _too_costly(where: Where) -> Problem:
    message = "takes more time or memory to read than any document"
    return Problem(where, "too-costly", message, "print it to a new PDF, or save its text")
