"""``drafter batch``."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.batch.columns import NAME, find_columns
from drafter.batch.list import Defaults, RecipientList, Recipients
from drafter.batch.make import Batch, in_the_way, made_already, make_batch, unfinished_head
from drafter.batch.sinks import discard
from drafter.batch.tables import hidden_rows, open_table
from drafter.batch.texts import Planned, plan, text_about, undecided_problem
from drafter.cli.common import (
    FOUND,
    DayType,
    bar,
    complete_topic,
    fail,
    far_ahead,
    open_workspace,
    options,
    report,
    stop,
)
from drafter.cli.writing import check_print, need_for_drafting, write_print
from drafter.drafting import asked_position, cited, default_view, draft_of, not_reviewed, without_view
from drafter.engines import Engine, here, over_dask, over_processes
from drafter.english.messages import counted
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.formats import FORMATS, NAMES, PAPER, LetterForm
from drafter.formats.copies import Copy
from drafter.frozen import dataclass
from drafter.letter.request import Length, subjects_in
from drafter.office import NO_POSITION
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.workspace import Workspace

if TYPE_CHECKING:
    from drafter.batch.columns import Columns
    from drafter.batch.texts import Planned


# What is shown of a batch: its columns, its texts, its first letters.

_LETTERS = 3  # letters in a preview


def show_columns(columns: Columns) -> None:
    """Print which column is taken for what, to standard error."""
    if columns.above:
        rows = "row above them is" if columns.above == 1 else f"{columns.above} rows above them are"
        click.echo(f"headings: row {columns.row}; the {rows} not read", err=True)
    for field, heading in columns.shown():
        click.echo(f"column {field}: '{heading}'", err=True)
    if columns.unused:
        click.echo(f"not used: {', '.join(map(repr, columns.unused))}", err=True)


def show_texts(planned: Planned) -> None:
    """Print the distinct texts, and the number of recipients of each."""
    for number, text in enumerate(planned.texts, 1):
        click.echo(f"  text {number}: {counted(text.members, 'letter')}; {text_about(text)}")


def show_preview(batch: Batch) -> None:
    """Print how many letters there would be, their texts, and the first few letters."""
    planned = batch.plan
    click.echo(f"{counted(planned.total, 'letter')} would be written to {batch.name}")
    show_texts(planned)
    for number, wanted in enumerate(planned.letters(), 1):
        if number > _LETTERS:
            break
        letter = planned.texts[wanted.text].letter.to(wanted.reader)
        click.echo(f"\n{batch.file(number)}, for row {wanted.row}, text {wanted.text + 1}:\n")
        lines = [*letter.addressee, f"Our reference: {letter.reference}" if letter.reference else ""]
        click.echo("\n".join(f"  {line}" for line in lines if line))
        click.echo(f"\n  {letter.salutation},")
        for sentence, _ in zip(letter.sentences(), range(2), strict=False):
            click.echo(textwrap.fill(sentence.text, 100, initial_indent="  ", subsequent_indent="  "))
        click.echo("  ...")


# Recipients: the list or the sorted post that the command line names.


@contextmanager
def recipients_of(
    given: str,
    defaults: Defaults,
    workspace: Workspace,
    corrections: Mapping[str, str],
    sheet: str,
    views: Mapping[str, str] = {},
) -> Iterator[Recipients]:
    """The recipients in a list, or in the folder of a sorting. Ends the program where it is neither.

    ``views`` are the positions that letters on a subject add where a row names none.
    """
    if Path(given).is_dir():
        from drafter.batch.from_post import FromPost  # late: a list does not need it
        from drafter.cli.mail.common import opened, sorting_of

        with opened(given) as store:
            sorting = sorting_of(store, given, workspace)
            yield FromPost(sorting, defaults, workspace.positions, given, views, office=workspace.office.email)
        return
    table, problems = open_table(Path(given), given, sheet)
    if table is None:
        stop(problems)
    click.get_current_context().call_on_close(table.close)
    found, wrong = find_columns(table, corrections)
    if found is None:
        stop([*problems, *wrong])
    report([*problems, *hidden_rows(table, found.row)])
    show_columns(found)
    yield RecipientList(table, found, defaults, workspace.base, positions_of(workspace), views)


def positions_of(workspace: Workspace) -> tuple[str, ...]:
    """The positions of all subjects, by name."""
    return tuple(sorted({name for names in workspace.positions.values() for name in names}))


def corrections_of(columns: Sequence[str]) -> dict[str, str]:
    """Which column is what, according to the command line."""
    corrections = {}
    for given in columns:
        field, equals, heading = given.partition("=")
        if not equals:
            fail(f"--column: write FIELD=HEADING, for example {NAME}='Full name'; not '{given}'")
        corrections[field.strip().lower().replace("_", "-")] = heading.strip()
    return corrections


def topics_of(topics: Sequence[str], workspace: Workspace) -> tuple[str, ...]:
    """The topics that the command line names. Ends the program where one does not exist."""
    base = workspace.base
    wrong = [wrong_name(topic, NameKind.TOPIC, base, "'drafter topics' lists them") for topic in topics]
    if any(wrong):
        stop(Problem(Where("--topic"), *one) for one in wrong if one is not None)
    return known_as(topics, NameKind.TOPIC, base)


_FEW = 10  # documents
_DATE = "date"
# Endings of a file that somebody hopes for, and would get a folder of that name.
_NO_FOLDER = frozenset((".rar", ".7z", ".tar", ".gz", ".tgz", ".pdf", ".csv", ".xlsx", *(f".{name}" for name in NAMES)))


@dataclass(frozen=True, kw_only=True)
class Options:
    """The command line's options for a batch."""

    output: str
    topics: tuple[str, ...]
    day: date | None
    position: str | None
    length: str
    large_print: bool
    clean: bool
    format_: str
    attach: str | None
    columns: tuple[str, ...]
    sheet: str
    print_: str | None
    single_sided: bool
    preview: bool
    workers: int | None
    dask: str | None
    afresh: bool

    @property
    def target(self) -> Path:
        """Where the letters go."""
        return Path(self.output)

    @property
    def ending(self) -> str:
        """The ending of the letters' files."""
        return f".{self.format_}"

    @property
    def copy(self) -> Copy:
        """The kind of copy that the letters are."""
        return Copy.CLEAN if self.clean else Copy.REVIEWING

    def defaults(self, workspace: Workspace) -> Defaults:
        """What a letter is where its row does not say. Ends the program where a topic does not exist."""
        position = NO_POSITION if self.position is None else self.position  # each subject has its own: ``views``
        return Defaults(
            topics=topics_of(self.topics, workspace),
            date=self.day or _begun_on(self.target) or date.today(),  # noqa: DTZ011 - the office's own day is meant
            position=asked_position(position),
            length=Length(self.length),
            large_print=self.large_print,
            by_email=FORMATS[self.ending].addressed,
            attached=f".{self.attach}" if self.attach else "",
        )

    def views(self, workspace: Workspace) -> dict[str, str]:
        """What the office's letters on each subject add, where the command line names no position for all of them."""
        if self.position is not None:
            return {}
        return {subject: default_view(subject, workspace) for subject in workspace.positions}


@click.command("batch")
@click.argument("recipients", metavar="RECIPIENTS")
@click.option("-o", "--output", required=True, metavar="FOLDER|FILE.zip", help="Where the letters go, made new.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="A concern, where a row names none; repeatable.",
)
@click.option("--date", "day", type=DayType(), metavar="DATE", help="The letters' date; today unless given.")
@click.option("--position", metavar="NAME", help="The member's view, where a row names none; or none.")
@click.option(
    "--length",
    type=click.Choice([str(length) for length in Length]),
    default=str(Length.STANDARD),
    show_default=True,
    help="How much is said, where a row does not say.",
)
@click.option("--large-print", is_flag=True, help="Set all in 18 points.")
@click.option("--clean", is_flag=True, help="In Word, without the comments and without DRAFT in the header.")
@click.option(
    "--format", "format_", type=click.Choice(NAMES), default=NAMES[0], show_default=True, help="Of the files."
)
@click.option(
    "--attach", type=click.Choice(PAPER), help="With each e-mail, the letter as a file too, on the office's letterhead."
)
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Which column is what, where it is not found."
)
@click.option("--sheet", default="", metavar="NAME", help="Which sheet of a spreadsheet; the first unless given.")
@click.option("--print", "print_", metavar="FILE.docx", help="Also one document of all, for the printer.")
@click.option("--single-sided", is_flag=True, help="The printer prints on one side only: no letter need begin a sheet.")
@click.option("--preview", is_flag=True, help="Show how many there would be, and the first; write nothing.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes to make them in; one unless given.")
@click.option("--dask", metavar="ADDRESS", help="Make them on the Dask cluster of a scheduler: tcp://host:8786.")
@click.option("--afresh", is_flag=True, help="Throw away what an unfinished batch of this name has made.")
@click.pass_obj
@options(Options)
def command(office_folder: str | None, chosen: Options, recipients: str) -> None:
    """Draft a letter for each of RECIPIENTS: a list (CSV, XLSX), or what 'drafter mail sort' made.

    Each letter is the one that 'drafter draft' makes for the same person. Nothing is written while any row is wrong.
    A run that was stopped goes on where it stopped, by the same command.
    """
    check_print(chosen.print_, chosen.output)
    if chosen.target.suffix.lower() in _NO_FOLDER:
        fail(f"-o names a folder, or a ZIP file: '{chosen.target.stem}' or '{chosen.target.stem}.zip'")
    if chosen.attach is not None and not FORMATS[chosen.ending].addressed:
        fail("--attach is for e-mails: --format eml")
    workspace = open_workspace(office_folder)
    if not chosen.preview:  # before any other message
        taken = in_the_way(chosen.target, chosen.output)
        if taken is not None:
            stop([taken])
    need_for_drafting(workspace)
    defaults, views = chosen.defaults(workspace), chosen.views(workspace)
    corrections = corrections_of(chosen.columns)
    with recipients_of(recipients, defaults, workspace, corrections, chosen.sheet, views) as people:
        planned, told = _plan(people, workspace, recipients)
    told += far_ahead(chosen.day)
    if chosen.position is None:
        told += without_view(_subjects(planned, workspace), workspace)
    try:
        forms = _forms(planned, chosen, workspace)
        batch = Batch(planned, forms, chosen.ending, chosen.target, chosen.output)
        if chosen.preview:
            report(told)
            show_preview(batch)
            return
        if chosen.afresh:
            discard(chosen.target)
        _make_or_find(batch, chosen, defaults.date, told)
        if chosen.print_:
            texts = [(text.letter, text.large_print) for text in planned.texts]
            both_sides = not chosen.single_sided
            write_print(chosen.print_, texts, planned.letters, workspace, copy=chosen.copy, both_sides=both_sides)
    except ProblemsFound as found:
        stop(found.problems)


def _forms(planned: Planned, chosen: Options, workspace: Workspace) -> tuple[LetterForm, ...]:
    """The form of each text. Raises ProblemsFound."""
    forms: list[LetterForm] = []
    gc.freeze()  # what is there by now is needed, and need not be searched
    for text in planned.texts:
        large_print, clean = text.large_print, chosen.clean
        forms.append(draft_of(text.letter, chosen.ending, workspace, large_print=large_print, clean=clean))
        if len(forms) % _FEW == 0:
            gc.collect()  # a document of python-docx refers to itself, so each would be kept to the end
    return tuple(forms)


def _make_or_find(batch: Batch, chosen: Options, day: date, told: Sequence[Problem]) -> None:
    """Make the missing part, and report what there is. Raises ProblemsFound."""
    total = batch.plan.total
    whole = made_already(batch)
    report(told)
    if whole:
        click.echo(f"{batch.name}: made already, {total} letters; nothing was changed")
        return
    workers = chosen.workers or 1
    engine = over_dask(chosen.dask) if chosen.dask else over_processes(workers) if workers > 1 else here
    before = _make(batch, engine, day)
    more = f", {before} of them by a run before" if before else ""
    click.echo(f"{batch.name}: {counted(total, 'letter')}{more}")
    show_texts(batch.plan)


def _begun_on(target: Path) -> date | None:
    """The date of an unfinished batch of this name: a run that continues on the next day must make the same letters."""
    try:
        return date.fromisoformat(str(unfinished_head(target).get(_DATE, "")))
    except ValueError:
        return None


def _plan(people: Recipients, workspace: Workspace, name: str) -> tuple[Planned, list[Problem]]:
    """The plan, with its messages printed. Ends the program where a row cannot be used."""
    try:
        spool = click.get_current_context().with_resource(tempfile.TemporaryFile())  # noqa: SIM115
        planned, problems = plan(people, workspace, spool)
    except ProblemsFound as found:
        stop(found.problems)
    if planned is None:
        wrong = errors(problems)
        rows = len({problem.where[:2] for problem in wrong if problem.where.line})
        report(problems)
        if rows:
            verb = "rows cannot" if rows > 1 else "row cannot"
            click.echo(f"nothing is written: {rows} {verb} be used", err=True)
        sys.exit(2 if any(p.where.path.startswith("--") for p in wrong) else FOUND)
    if not planned.total:
        report(problems)
        stop([Problem(Where(name), "empty-list", "there is nobody to write to")])
    blank = undecided_problem(planned, workspace, name)
    if blank is not None:
        stop([blank])
    told = [*problems, *(warning for text in planned.texts for warning in text.composed.warnings)]
    facts = {fact.id: fact for text in planned.texts for fact in cited(text.composed, workspace.base)}
    try:
        told += not_reviewed(list(facts.values()), workspace)
    except ProblemsFound as found:
        stop(found.problems)
    told += _without_address(planned, name)
    return planned, list(dict.fromkeys(told))


def _subjects(planned: Planned, workspace: Workspace) -> Iterator[str]:
    """The subjects of the letters that answer something."""
    for text in planned.texts:
        yield from subjects_in(text.letter.topics, text.letter.wants, workspace.base)


def _without_address(planned: Planned, name: str) -> Iterator[Problem]:
    if planned.homeless:
        which = f"{planned.homeless} of the {planned.total} have" if planned.homeless > 1 else "one has"
        message = f"{which} no postal address"
        yield Problem(Where(name), "no-address", message)


def _make(batch: Batch, engine: Engine, day: date) -> int:
    """Make the batch, with a progress bar if it is large. Raises ProblemsFound."""
    try:
        with bar("letters", batch.plan.total) as progress:
            return make_batch(batch, engine, {_DATE: day.isoformat()}, progress, lambda problem: report([problem]))
    except KeyboardInterrupt:
        click.echo(f"\nstopped; the same command goes on where this one stopped ({batch.name})", err=True)
        sys.stderr.flush()
        os._exit(FOUND)  # do not wait for the workers
