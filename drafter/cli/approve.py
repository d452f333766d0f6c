"""``drafter approve``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click

from drafter.batch.approved import (
    Ready,
    Word,
    all_already,
    asked_of_sent,
    clock_back,
    finals,
    make_ready,
    wanted,
    weigh_texts,
)
from drafter.batch.members import is_batch
from drafter.batch.reviewed import ReviewedText, gather_problems, not_as_seen, seen_of
from drafter.cli.common import fail, open_workspace, report, stop
from drafter.cli.facts.common import name_of
from drafter.cli.reading import final_place, reviewed, tell_texts
from drafter.cli.registers import letters_of, register_of
from drafter.cli.writing import check_print, write_print
from drafter.english.messages import counted
from drafter.formats import written_as
from drafter.formats.copies import Copy
from drafter.office import CITATIONS, Office
from drafter.problems import Problem, ProblemsFound, Severity, errors
from drafter.register.opening import spool_of
from drafter.register.spool import Approved, approve_all
from drafter.review.final import Exempted, Weighed, place_of
from drafter.workspace import Workspace


@click.command("approve")
@click.argument("file", metavar="FILE")
@click.option("--by", required=True, metavar="NAME", help="Who approves it.")
@click.option(
    "--accept",
    "rules",
    multiple=True,
    metavar="RULE",
    help="Take an error upon yourself, by its rule and place (RULE@6:1); each needs a --because.",
)
@click.option("--because", "reasons", multiple=True, metavar="TEXT", help="Why; in the order of the --accept.")
@click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="PLACE",
    help="Answer a question of the review: it is meant. By its place (8:5), or its rule where it has none.",
)
@click.option(
    "--seen", metavar="DIGEST", help="What the sheet or the review that you read shows at its end: ab12-cd34-ef56."
)
@click.option("--citations", type=click.Choice(CITATIONS), help="How it cites; else as office.yaml says.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="The final copy (of a batch, a folder); else of its name in letters/approved.",
)
@click.option("--force", is_flag=True, help="Replace the file if there is one, unless it is an approved letter.")
@click.option("--print", "print_", metavar="FILE.docx", help="Of a batch: also one document of all, for the printer.")
@click.option("--single-sided", is_flag=True, help="The printer prints on one side only: no letter need begin a sheet.")
@click.pass_obj
def command(
    office_folder: str | None,
    file: str,
    by: str,
    rules: tuple[str, ...],
    reasons: tuple[str, ...],
    confirmed: tuple[str, ...],
    seen: str | None,
    citations: str | None,
    output: str | None,
    force: bool,
    print_: str | None,
    single_sided: bool,
) -> None:
    """Review a letter once more; where nothing stands in its way, write the final copy and enter it in the register.

    What needs your word is asked one by one, where you sit at the keyboard; a script answers with --confirm. Your
    answers are kept in the register with the sentences that they are about.

    The final copy holds no comments, no marks and no DRAFT. Both are done, or neither. FILE may be a batch, a folder or
    a ZIP file: each of its texts is reviewed once, and all of its letters are approved, or none.
    """
    by = name_of(by)
    word = Word(_exempted(rules, reasons), [place.strip() for place in confirmed])
    workspace = open_workspace(office_folder, by)
    office = workspace.office
    by = office.person(by)
    many = is_batch(Path(file))
    _check_names(file, output, print_, many=many)
    today, now = date.today(), datetime.now(UTC)  # noqa: DTZ011 - the office's own day is meant
    texts, workspace = reviewed(file, workspace, today)
    _as_seen(seen, texts, workspace)
    citations = citations or office.citations
    texts = _held_against_sent(texts, workspace, citations, now)
    word = _weigh(texts, word, many=many)
    try:
        ready = [make_ready(text, workspace, citations, by, now, word) for text in texts]
    except ProblemsFound as found:
        stop(found.problems)
    target = final_place(file, texts[0].ending, output, office, many=many)
    with register_of(workspace) as register:
        report(clock_back(register, now))
        approved = approve_all(register, finals(ready, office, target, many=many, force=force), spool_of(office))
        # Altered rows are reported here without stopping: the new entry rests on the last letter alone. This result is
        # remembered, so the next command need not verify everything again.
        report(register.altered())
    already = all_already(approved, texts) if many else None
    if already:
        click.echo(f"{file}: {already}", err=True)
    else:
        report(approved.problems)
        _say(approved, office, target, output, by, many=many)
    if errors(approved.problems) and not (already and print_):
        stop([])
    if print_:
        _print(print_, ready, workspace, both_sides=not single_sided)


def _held_against_sent(
    texts: list[ReviewedText], workspace: Workspace, citations: str, now: datetime
) -> list[ReviewedText]:
    """The texts, with a question where a reader has such a letter already. Ends the program where it cannot tell."""
    register = letters_of(workspace)
    if register is None:
        return texts
    try:
        with register:
            return asked_of_sent(texts, register, workspace, citations, now)
    except ProblemsFound as found:
        stop(found.problems)


def _as_seen(seen: str | None, texts: Sequence[ReviewedText], workspace: Workspace) -> None:
    """Print the digest of the letter. Ends the program where it is not the one that the signatory has read."""
    if seen is not None:
        problem = not_as_seen(seen, texts, workspace)
        if problem is not None:
            stop([problem])
        return
    digest = seen_of(texts, workspace)
    click.echo(f"seen: {digest}", err=True)
    if _at_the_keyboard() and not click.confirm(
        "Does the sheet, or the review, that you read end with this?", default=False, err=True
    ):
        click.echo("not approved: it was changed since; 'drafter review' shows it as it is", err=True)
        stop([])


def _check_names(file: str, output: str | None, print_: str | None, *, many: bool) -> None:
    ending = "" if many else written_as(Path(file).suffix.lower())
    if output and Path(output).suffix.lower() != ending:
        fail("-o names a folder, where a batch is approved" if many else f"-o must end in {ending}, as the letter does")
    if print_ and not many:
        fail("--print is for a batch; one letter is its own print document")
    check_print(print_, file)


def _exempted(rules: tuple[str, ...], reasons: tuple[str, ...]) -> list[Exempted]:
    if len(rules) != len(reasons):
        fail("each --accept needs a --because of its own, in the same order")
    made = [Exempted(rule.strip(), " ".join(because.split())) for rule, because in zip(rules, reasons, strict=True)]
    if any(not exempted.because for exempted in made):
        fail("--because: a reason is needed; it is kept with the letter")
    return made


def _weigh(texts: Sequence[ReviewedText], word: Word, *, many: bool) -> Word:
    """Print the findings, and ask the open questions. Ends the program while anything is left. Returns the answers."""
    weighed = weigh_texts(texts, word)
    if weighed.problems:
        stop(weighed.problems)
    if many:
        tell_texts(texts)
        report(gather_problems([(text, found.left) for text, found in weighed.texts]))
        for rule, because in dict.fromkeys((one.rule, one.because) for one in word.exempted):
            click.echo(f"accepted: {rule}, because {because}", err=True)
    else:
        ((text, found),) = weighed.texts
        _tell(text, found)
        if len(found.left) == len(found.asked) and _at_the_keyboard():
            return word._replace(confirmed=[*word.confirmed, *_asked_one_by_one(text, found)])
    _stop_if_left([problem for _, found in weighed.texts for problem in found.left])
    return word


def _stop_if_left(left: Sequence[Problem]) -> None:
    """End the program while there are errors, or questions without an answer."""
    wrong = len(errors(left))
    asked = list(dict.fromkeys(place_of(found) for found in left if found.severity is Severity.QUESTION))
    if wrong:
        click.echo(f"not approved: {counted(wrong, 'error')} {_stand(wrong)} in the way", err=True)
    elif asked:
        confirm = " ".join(f"--confirm {place}" for place in asked)
        what = f"{counted(len(asked), 'question')} {'need' if len(asked) > 1 else 'needs'} your word"
        click.echo(f"not approved: {what}; where each is meant as it stands: {confirm}", err=True)
    if wrong or asked:
        stop([])


def _stand(count: int) -> str:
    return "stand" if count > 1 else "stands"


def _at_the_keyboard() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked_one_by_one(text: ReviewedText, weighed: Weighed) -> list[str]:
    """The places of the questions, each answered by a person with yes. Ends the program at the first no."""
    places = []
    for place in dict.fromkeys(map(place_of, weighed.asked)):
        mine = [found for found in weighed.asked if place_of(found) == place]
        words = next((passage.text for passage in text.review.passages if mine[0] in passage.findings), "")
        click.echo(f"\n{place}  {words}".rstrip(), err=True)
        for found in mine:
            click.echo(f"  {found.message}", err=True)
        if not click.confirm("  Is it meant as it stands?", default=False, err=True):
            click.echo("not approved: change the letter, and review it again", err=True)
            stop([])
        places.append(place)
    return places


def _tell(text: ReviewedText, weighed: Weighed) -> None:
    notes = [found for found in text.review.problems if found.severity is Severity.NOTE]
    report(sorted([*weighed.left, *notes]))
    for found in weighed.accepted:
        click.echo(f"accepted: {found}", err=True)
    for found, words in weighed.answered:
        click.echo(f"confirmed: {place_of(found)} {words}", err=True)


def _say(approved: Approved, office: Office, target: Path, output: str | None, by: str, *, many: bool) -> None:
    """Print where the final copies are, and which letters they are."""

    def shown(path: Path) -> str:
        return str(path) if output else office.path_of(str(path.relative_to(office.folder)))

    if not many:
        for entry, path in zip(approved.entries, approved.paths, strict=True):
            click.echo(f"{shown(path)}: letter {entry.number}, approved by {by}")
    elif approved.entries:
        first, last = approved.entries[0].number, approved.entries[-1].number
        count = len(approved.entries)
        which = f"{count} letters, {first} to {last}" if count > 1 else f"letter {first}"
        click.echo(f"{shown(target)}: {which}, approved by {by}")


def _print(path: str, ready: Sequence[Ready], workspace: Workspace, *, both_sides: bool) -> None:
    """Write the print document of the approved letters. Ends the program where it cannot be written."""
    texts = [(one.letter, one.text.large_print) for one in ready]
    try:
        write_print(path, texts, partial(wanted, ready), workspace, copy=Copy.FINAL, both_sides=both_sides)
    except ProblemsFound as found:
        stop(found.problems)
