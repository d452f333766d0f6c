"""The text of a document in any kind of file, read in a process of its own."""

from __future__ import annotations

import json
import logging
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from drafter.files import child
from drafter.files.inputs import Input, endings, input_of, reader
from drafter.files.system import reason_of
from drafter.problems import Problem, Where, nearest
from drafter.sources.kinds import with_details
from drafter.sources.paragraphs import paragraphs_of
from drafter.sources.text import Contents, Extracted, Refused, decode, from_json

# Reading bytes according to the kind of file, which the ending of its name tells (see ``drafter/files/inputs.py``).
# Every error becomes a refusal.

_MOST_TEXT = 5_000_000  # characters; the Bible has four million


def read_here(given: Input, data: bytes, each_page: Callable[[], None]) -> Extracted:
    """Read a document of a kind in this process. Raises Refused, and nothing else, if it cannot be read.

    ``each_page`` is called for every page, so that a reader can be stopped between two.
    """
    try:
        if not data.strip():
            raise Refused("empty-file", "is empty")
        contents: Contents = reader(given.document)(data, each_page)
        found = with_details(given, contents)
    except Refused:
        raise
    except MemoryError:
        raise Refused("too-costly", "needs more memory than any document", "print it to a new PDF") from None
    except Exception as broken:  # noqa: BLE001 - libraries raise whatever a broken file makes them raise
        raise Refused("damaged-file", f"is damaged ({type(broken).__name__})", "download or copy it again") from None
    if not found.blocks:
        raise Refused("without-text", "holds no text")
    if sum(map(len, found.blocks)) > _MOST_TEXT:
        raise Refused("too-long", f"has more than {_MOST_TEXT} letters of text")
    return found


def read_text(data: bytes, _each_page: Callable[[], None]) -> Contents:
    """Plain text. Raises Refused."""
    text, notes = decode(data)
    if len(text) > _MOST_TEXT * 2:
        raise Refused("too-long", f"has more than {_MOST_TEXT} letters of text")
    return Contents(paragraphs_of(text), notes=notes)


def read_markdown(data: bytes, each_page: Callable[[], None]) -> Contents:
    """Markdown, without the signs of its headings and its rules. Raises Refused."""
    found = read_text(data, each_page)
    blocks = (re.sub(r"\A#{1,6}\s+|\A-{3,}\Z", "", block) for block in found.blocks)
    return found._replace(blocks=tuple(filter(None, blocks)))


# In the child process: the file is standard input, the arguments describe its kind, and the output is JSON.

LARGEST = 50_000_000  # bytes in a file


def read_apart(arguments: tuple[str, ...], budget: child.Budget) -> None:
    """Read standard input, and print the result or the reason why there is none."""
    logging.disable(logging.WARNING - 1)
    logging.lastResort = None
    try:
        ending, document, own_data, type_ = arguments
        given = Input((ending,), document=document, own_data=own_data, type=type_)
        result = {"document": read_here(given, sys.stdin.buffer.read(LARGEST + 1), budget.step).as_json()}
    except Refused as refused:
        result = {"refused": {"rule": refused.rule, "message": str(refused), "hint": refused.hint}}
    sys.stdout.write(json.dumps(result))
    sys.stdout.flush()


# Extracting: start that process for a file, and read its answer.

_TOLD = 10  # pages to name in a message


def extract(path: Path, name: str) -> tuple[Extracted | None, list[Problem]]:
    """Read a document. ``name`` is what problems call the file.

    A file that cannot be read gives one problem; a file that can be read gives warnings at most. Nothing is fetched, no
    script runs, and every proposal stands in the document.
    """
    where = Where(name)
    given = input_of(path.suffix)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return None, [Problem(where, "unreadable-file", "is a folder", "name one document in it")]
        if not stat.S_ISREG(status.st_mode):
            return None, [Problem(where, "unreadable-file", "is not a file")]
        if not given.document:
            return None, [_unknown(path, where)]
        if status.st_size > LARGEST:
            message = f"has {status.st_size // 1_000_000} MB, more than the {LARGEST // 1_000_000} that are read"
            return None, [Problem(where, "too-large", message, "save its text, or the part that matters")]
        with path.open("rb") as file:
            needed = (given.endings[0], given.document, given.own_data, given.type)
            written = child.run("drafter.sources.extract:read_apart", needed, child.DOCUMENT, given=file)
    except (OSError, ValueError) as failure:
        reason = reason_of(failure)
        return None, [Problem(where, "unreadable-file", f"cannot be read: {reason}")]
    except child.OutOfPatience:
        return None, [_too_costly(where)]
    try:
        answer = json.loads(written)
    except ValueError:  # the child ended before it could answer
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
        yield Problem(where, "doubtful-columns", message, hint)


def _unknown(path: Path, where: Where) -> Problem:
    allowed = endings("document")
    known = ", ".join(allowed)
    if not path.suffix:
        return Problem(where, "unknown-file", "its name has no ending that tells what it is", f"known: {known}")
    hint = input_of(path.suffix).instead or nearest(path.suffix.lower(), allowed) or f"known: {known}"
    return Problem(where, "unknown-file", f"files that end in '{path.suffix}' are not read", hint)


def _too_costly(where: Where) -> Problem:
    message = "takes more time or memory to read than any document"
    return Problem(where, "too-costly", message, "print it to a new PDF, or save its text")
