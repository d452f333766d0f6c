"""What the commands that read returned letters share: one letter or a batch, and the sheet as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from drafter.batch.reviewed import (
    FOR_REVIEW,
    CameBack,
    ReviewedText,
    gather_problems,
    read_back,
    review_texts,
    with_paper_of,
)
from drafter.cli.common import fail, need, report, stop
from drafter.english.messages import counted
from drafter.files.atomic import write_atomically
from drafter.formats.reading import NoLetter, read_file, read_letter
from drafter.letter.request import Did
from drafter.office import Office
from drafter.problems import ProblemsFound, Severity
from drafter.review.model import Passage, Review
from drafter.review.reviewing import review
from drafter.workspace import NO_PAPER, Workspace

# Reading and reviewing a letter or a batch.


def came_back(given: str) -> CameBack:
    """The letter or batch that was named. Ends the program where it cannot be read."""
    try:
        found = read_back(given)
    except ProblemsFound as broken:
        stop(broken.problems)
    except NoLetter as why:
        fail(str(why))
    report(found.problems)
    return found


def reviewed(given: str, workspace: Workspace, today: date) -> tuple[list[ReviewedText], Workspace]:
    """Review a letter, or each text of a batch once. Returns the reviews and the workspace for them.

    Ends the program where the letters cannot be read, or the office has errors.
    """
    found = came_back(given)
    need(workspace, *found.parts)
    workspace = with_paper_of(found, workspace)
    return review_texts(found, workspace, today), workspace


def reviewed_again(given: str, workspace: Workspace, today: date, did: Sequence[Did]) -> list[ReviewedText]:
    """Review them again, with what the member did for the letter's reader. ``workspace`` comes from ``reviewed``."""
    return review_texts(came_back(given), workspace, today, did)


def passage_at(place: str, workspace: Workspace, today: date) -> tuple[Review, Passage]:
    """The sentence of a letter with a place ("letter.docx@8:5"), and the letter's review.

    Ends the program where there is none.
    """
    path, _, at = place.rpartition("@")
    numbers = re.fullmatch(r"(\d{1,6}):(\d{1,6})", at)
    if not path or numbers is None:
        fail(f"--from: '{place}' names no sentence; write the file, '@' and the place: letter.docx@8:5")
    need(workspace, *FOR_REVIEW)
    try:
        returned, problems = read_letter(path, read_file(path))
    except ProblemsFound as found:
        stop(found.problems)
    except NoLetter as why:
        fail(str(why))
    report(problems)
    made = review(returned, workspace.holding(paper=NO_PAPER), path, today)
    line, column = int(numbers[1]), int(numbers[2])
    there = [one for one in made.passages if one.where.line == line]
    passage = next((one for one in there if one.where.column == column), None)
    if passage is None:
        places = ", ".join(f"{one.where.line}:{one.where.column}" for one in there)
        hint = f"; in that paragraph there is {places}" if there else "; 'drafter review' shows the places"
        fail(f"--from: no sentence begins at {at} of {path}{hint}")
    return made, passage


def final_place(file: str, ending: str, output: str | None, office: Office, *, many: bool) -> Path:
    """Where the final copy of a letter goes, or the folder of those of a batch: to ``output``, if that is given, else
    among the office's approved letters.
    """
    name = Path(file).stem if many else Path(file).with_suffix(ending).name
    return Path(output) if output else office.approved / name


# Printing findings.


def tell_texts(texts: Sequence[ReviewedText]) -> None:
    """Print for each text who has it, and then its findings. What many texts have in common is printed once."""
    for text in texts:
        click.echo(f"text {text.number} of {len(texts)}, {text.about}: {count_findings(text.review)}")
    for found in gather_problems([(text, text.review.problems) for text in texts]):
        click.echo(f"  {found}")
    tell_how_to_correct([text.review for text in texts])
    count = sum(len(text.group.members) for text in texts)
    letters = f"{counted(count, 'letter')} of {counted(len(texts), 'text')}"
    click.echo(f"{letters}: {count_findings(*(text.review for text in texts))}")


def tell_how_to_correct(reviews: Iterable[Review]) -> None:
    """Print how a fact is corrected, where there is a finding on a sentence that says one."""
    found = [one for made in reviews for one in made.passages if one.findings and one.facts]
    if found:
        id_ = found[0].facts[0] if len({fact for one in found for fact in one.facts}) == 1 else "ID"
        told = "" if id_ != "ID" else ", with the ID that is named above"
        click.echo(f"if a fact itself is wrong, and not the letter: drafter facts edit {id_}{told}")


def count_findings(*reviews: Review) -> str:
    """The number of errors, questions and notes: "1 error, 2 questions, 0 notes"."""
    found = [problem for review in reviews for problem in review.problems]
    kinds = (("error", Severity.ERROR), ("question", Severity.QUESTION), ("note", Severity.NOTE))
    counts = [(name, sum(problem.severity is severity for problem in found)) for name, severity in kinds]
    return ", ".join(counted(count, name) for name, count in counts)


# The sign-off sheet as a file, and in the browser.

_ENDINGS = (".html", ".htm")
_BESIDE = ".review.html"


def write_sheet(
    file: str,
    sheet: str | None,
    made: Review,
    workspace: Workspace,
    *,
    large_print: bool,
    force: bool,
    open_: bool,
    aside: bool = False,
) -> None:
    """Write the sheet of a letter and print its name. Ends the program where it cannot be written.

    ``aside`` prints to standard error, where standard output is for another program. Without ``sheet`` the file is
    NAME.review.html beside the letter, and replaces an earlier one.
    """
    from drafter.review.sheet.page import sheet as sheet_of  # late: most reviews are only printed

    if sheet is not None and Path(sheet).suffix.lower() not in _ENDINGS:
        fail(f"--sheet: a sheet is an .html file, not '{sheet}'")
    path = Path(sheet) if sheet is not None else Path(file).with_suffix(_BESIDE)
    base = workspace.base
    cited = dict.fromkeys(cite.source for id_ in made.facts for cite in base.facts[id_].cites)
    texts, problems = workspace.texts_of(base.sources[source] for source in cited)
    report(problems)
    data = sheet_of(made, workspace, texts, Path(file).name, large_print=large_print).encode("utf-8")
    problem = write_atomically(path, data, str(path), replace=force or sheet is None)
    if problem is not None:
        stop([problem])
    click.echo(str(path), err=aside)
    if open_:
        show_page(path)


def show_page(path: Path) -> None:
    """Open a page in the browser."""
    import webbrowser  # late: only this option needs it

    if not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"no browser was found; open {path} in one yourself", err=True)
