"""Where a draft goes: the file that was named, or one in the office's letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from drafter.cli.common import fail, stop
from drafter.files import write_atomically
from drafter.formats import WRITERS, one_of
from drafter.letter.tree import Letter
from drafter.office import Office


def ending_of(output: str | None, format_: str | None) -> str:
    """The ending of the file; ends the program where it is none that can be written."""
    named = Path(output).suffix.lower() if output and output != "-" else ""
    if output and output != "-" and named not in WRITERS:
        fail(f"-o must end in {one_of(WRITERS)}, or be - for standard output; not '{named or output}'")
    if format_ and named and named != f".{format_}":
        fail(f"-o names a {named} file and --format asks for .{format_}; leave one of them out")
    return named or (f".{format_}" if format_ else ".md" if output == "-" else ".docx")


def save(data: bytes, output: str | None, ending: str, letter: Letter, office: Office, *, force: bool) -> str:
    """Write the letter; without a name of its own, under the first that is free. Returns the name."""
    if output:
        own = Path(output).resolve().parent == office.letters.resolve()  # any other may be misspelt
        problem = write_atomically(Path(output), data, output, replace=force, make_folder=own)
        if problem is not None:
            stop([problem])
        return output
    for file in _names(letter, ending):
        name = office.path_of(office.letters.name, file)
        problem = write_atomically(office.letters / file, data, name, replace=False, make_folder=True)
        if problem is None:
            return name
        if problem.rule != "file-exists":
            stop([problem])
    raise AssertionError


def _names(letter: Letter, ending: str) -> Iterator[str]:
    """Names for the file, from the date and the topics or the reference: never from the constituent's name."""
    answered = letter.topics or letter.wants
    about = letter.reference or ("-".join(answered) if len(answered) < 4 else "several-topics")
    slug = re.sub(r"[^A-Za-z0-9]+", "-", about).strip("-")[:60] or "letter"
    stem = f"{letter.date.isoformat()}-{slug}"
    yield f"{stem}{ending}"
    for number in range(2, 100_000):
        yield f"{stem}-{number}{ending}"
