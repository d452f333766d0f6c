"""The sign-off sheet as a file, and in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from drafter.cli.common import fail, report, stop
from drafter.documents.texts import Text, read_text
from drafter.files import write_atomically
from drafter.problems import Problem
from drafter.review.model import Review
from drafter.review.sheet.page import sheet as sheet_of
from drafter.review.standing import Shelf

_ENDINGS = (".html", ".htm")
_BESIDE = ".review.html"


def write_sheet(
    file: str,
    sheet: str | None,
    reviewed: Review,
    shelf: Shelf,
    *,
    large_print: bool,
    force: bool,
    open_: bool,
    aside: bool = False,
) -> None:
    """Write the sheet of a letter and say where; ends the program where it cannot be written.

    ``aside`` says it on standard error, where standard output is for another program.

    Without ``sheet`` it goes beside the letter as NAME.review.html, and takes the place of the one before.
    """
    if sheet is not None and Path(sheet).suffix.lower() not in _ENDINGS:
        fail(f"--sheet: a sheet is an .html file, not '{sheet}'")
    path = Path(sheet) if sheet is not None else Path(file).with_suffix(_BESIDE)
    texts, problems = _texts(reviewed, shelf)
    report(problems)
    data = sheet_of(reviewed, shelf, texts, Path(file).name, large_print=large_print).encode("utf-8")
    problem = write_atomically(path, data, str(path), replace=force or sheet is None)
    if problem is not None:
        stop([problem])
    click.echo(str(path), err=aside)
    if open_:
        show_page(path)


def _texts(reviewed: Review, shelf: Shelf) -> tuple[dict[str, Text], list[Problem]]:
    """The texts that are at hand of the documents that a letter rests on, and what is wrong with others."""
    cites = [cite for id_ in reviewed.facts for cite in shelf.base.facts[id_].cites]
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for source in dict.fromkeys(cite.source for cite in cites):
        text, problem = read_text(shelf.office.texts, shelf.base.sources[source], shelf.office.path_of("texts"))
        if text is not None:
            texts[source] = text
        if problem is not None:
            problems.append(problem)
    return texts, problems


def show_page(path: Path) -> None:
    """Open a page in the browser."""
    import webbrowser  # late: only who asks for it needs it

    if not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"no browser was found; open {path} in one yourself", err=True)
