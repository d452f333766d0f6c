"""``drafter batch``."""

from __future__ import annotations

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

from drafter.batch.list import NAME, Listed, find_columns
from drafter.batch.make import Batch, in_the_way, made_already, make_batch, unfinished_head
from drafter.batch.model import NO_POSITION, Defaults, Recipients
from drafter.batch.sinks import discard, is_zip
from drafter.batch.tables import hidden_rows, open_table
from drafter.batch.texts import Planned, plan, undecided
from drafter.cli.common import FOUND, Day, bar, fail, open_office, report, stop
from drafter.cli.registers import seal_of
from drafter.cli.writing import check_print, draft_of, drafting_of, write_print
from drafter.drafting import Drafting
from drafter.engines import Engine, beside, here, over_dask, over_processes
from drafter.facts.unreviewed import unreviewed
from drafter.formats import FORMATS, NAMES, PAPER
from drafter.formats.copies import Copy
from drafter.letter.request import Length
from drafter.letter.tree import Letter
from drafter.problems import Problem, ProblemsFound, Where, errors, nearest

if TYPE_CHECKING:
    from drafter.batch.list import Columns
    from drafter.batch.texts import Planned, Text


# What is shown of a batch: its columns, its texts, the first letters.

_LETTERS = 3  # of a preview


def show_columns(columns: Columns) -> None:
    """Which column is taken for what, to standard error."""
    if columns.above:
        rows = "row above them is" if columns.above == 1 else f"{columns.above} rows above them are"
        click.echo(f"headings: row {columns.row}; the {rows} not read", err=True)
    for field, heading in columns.shown():
        click.echo(f"column {field}: '{heading}'", err=True)
    if columns.unused:
        click.echo(f"not used: {', '.join(map(repr, columns.unused))}", err=True)


def show_texts(planned: Planned) -> None:
    """The distinct texts, and how many are to have each."""
    for number, text in enumerate(planned.texts, 1):
        click.echo(f"  text {number}: {text.members} letter{'s' if text.members != 1 else ''}; {about(text)}")


def about(text: Text) -> str:
    """What a text is: what it answers, its position, its length."""
    letter = text.letter
    parts = [answers(letter) or "asks for the address"]
    parts.append(f"position {letter.position}" if letter.position else "")
    parts.append(letter.length)
    parts.append("large print" if text.large_print else "")
    return "; ".join(filter(None, parts))


def answers(letter: Letter) -> str:
    """What a letter answers, by its names: topics, questions, fears, and what the member is asked or was to do."""
    named = (("", letter.topics), ("asks ", letter.asks), ("fears ", letter.fears), ("wants ", letter.wants))
    parts = [f"{kind}{', '.join(ids)}" for kind, ids in named if ids]
    return "; ".join([*parts, *(f"did '{act}'" for act in letter.did)])


def show_preview(batch: Batch) -> None:
    """How many letters there would be, of which texts, and the first few."""
    planned = batch.plan
    click.echo(f"{planned.total} letter{'s' if planned.total != 1 else ''} would be written to {batch.name}")
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


# Whom a batch is to: the list or the sorted post that the command line names.


@contextmanager
def recipients_of(
    given: str,
    defaults: Defaults,
    drafting: Drafting,
    corrections: Mapping[str, str],
    sheet: str,
    views: Mapping[str, str] = {},
) -> Iterator[Recipients]:
    """Those in a list, or in the folder of a sorting; ends the program where there is neither.

    ``views`` are the positions that letters on a subject add, where a row names none.
    """
    positions = positions_of(drafting)
    if Path(given).is_dir():
        from drafter.batch.from_post import FromPost  # late: a list needs none of it
        from drafter.cli.mail import opened, sorting_of

        with opened(given) as store:
            sorting = sorting_of(store, given, drafting.base, drafting.office)
            yield FromPost(sorting, defaults, positions, given, office=drafting.office.email)
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
    yield Listed(table, found, defaults, drafting.base, positions, views)


def positions_of(drafting: Drafting) -> tuple[str, ...]:
    """The positions of all subjects, by name."""
    named = (name for subject in drafting.base.subjects for name in drafting.templates.named(f"{subject}/positions"))
    return tuple(sorted(set(named)))


def views_of(drafting: Drafting) -> dict[str, str]:
    """What the office's letters on each subject add unless told otherwise; empty for nothing."""
    office, templates = drafting.office, drafting.templates
    return {subject: office.view(templates.named(f"{subject}/positions")) for subject in drafting.base.subjects}


def corrections_of(columns: Sequence[str]) -> dict[str, str]:
    """Which column is what, as the command line says."""
    corrections = {}
    for given in columns:
        field, equals, heading = given.partition("=")
        if not equals:
            fail(f"--column: write FIELD=HEADING, for example {NAME}='Full name'; not '{given}'")
        corrections[field.strip().lower().replace("_", "-")] = heading.strip()
    return corrections


def topics_of(topics: Sequence[str], drafting: Drafting) -> tuple[str, ...]:
    """The topics that the command line names; ends the program where there is none of that name."""
    known = drafting.base.topics
    wrong = [
        Problem(Where("--topic"), "unknown-topic", f"there is no topic '{topic}'", nearest(topic, known))
        for topic in topics
        if topic not in known
    ]
    if wrong:
        stop(wrong)
    return tuple(dict.fromkeys(topics))


_MANY = 4_000  # files from which on it is worth while to make the next while the disk takes one
_DATE = "date"


@click.command("batch", short_help="Draft many letters at once, a file for each.")
@click.argument("recipients", metavar="RECIPIENTS")
@click.option("-o", "--output", required=True, metavar="FOLDER|FILE.zip", help="Where the letters go, made new.")
@click.option(
    "--topic", "topics", multiple=True, metavar="TOPIC", help="A concern, where a row names none; repeatable."
)
@click.option("--date", "day", type=Day(), metavar="DATE", help="The letters' date; today unless given.")
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
def command(
    office_folder: str | None,
    recipients: str,
    output: str,
    topics: tuple[str, ...],
    day: date | None,
    position: str | None,
    length: str,
    large_print: bool,
    clean: bool,
    format_: str,
    attach: str | None,
    columns: tuple[str, ...],
    sheet: str,
    print_: str | None,
    single_sided: bool,
    preview: bool,
    workers: int | None,
    dask: str | None,
    afresh: bool,
) -> None:
    """Draft a letter for each of RECIPIENTS: a list (CSV, XLSX), or what 'drafter mail sort' made.

    Each letter is the one that 'drafter draft' makes for the same person. Nothing is written while any row is wrong.
    A run that was stopped goes on where it stopped, by the same command.
    """
    check_print(print_, output)
    addressed = FORMATS[f".{format_}"].addressed
    if attach is not None and not addressed:
        fail("--attach is for e-mails: --format eml")
    office = open_office(office_folder)
    target = Path(output)
    if not preview and (taken := in_the_way(target, output)) is not None:  # before anybody is told of anything else
        stop([taken])
    drafting = drafting_of(office)
    chosen = office.view(positions_of(drafting)) if position is None else position.removesuffix(".md.j2")
    defaults = Defaults(
        topics=topics_of(topics, drafting),
        date=day or _begun_on(target) or date.today(),  # noqa: DTZ011 - the office's own day is meant
        position="" if chosen == NO_POSITION else chosen,
        length=Length(length),
        large_print=large_print,
        by_email=addressed,
        attached=f".{attach}" if attach else "",
    )
    views = views_of(drafting) if position is None else {}
    with recipients_of(recipients, defaults, drafting, corrections_of(columns), sheet, views) as people:
        planned, told = _plan(people, drafting, recipients)
    ending = f".{format_}"
    try:
        forms = tuple(
            draft_of(text.letter, ending, drafting.base, office, large_print=text.large_print, clean=clean)
            for text in planned.texts
        )
    except ProblemsFound as found:
        stop(found.problems)
    batch = Batch(planned, forms, ending, target, output)
    if preview:
        report(told)
        show_preview(batch)
        return
    try:
        if afresh:
            discard(target)
        whole = made_already(batch)
        report(told)
        if whole:
            click.echo(f"{output}: made already, {planned.total} letters; nothing was changed")
        else:
            engine = over_dask(dask) if dask else _engine(workers, target, planned.total)
            before = _make(batch, engine, defaults.date)
            more = f", {before} of them by a run before" if before else ""
            click.echo(f"{output}: {planned.total} letter{'s' if planned.total != 1 else ''}{more}")
            show_texts(planned)
        if print_:
            copy = Copy.CLEAN if clean else Copy.REVIEWING
            texts = [(text.letter, text.large_print) for text in planned.texts]
            write_print(print_, texts, planned.letters, office, copy=copy, both_sides=not single_sided)
    except ProblemsFound as found:
        stop(found.problems)


def _engine(workers: int | None, target: Path, total: int) -> Engine:
    """As many processes as are asked for; else what is quickest."""
    if workers is None and total >= _MANY and not is_zip(target):
        return beside
    return over_processes(workers) if workers is not None and workers > 1 else here


def _begun_on(target: Path) -> date | None:
    """The date of an unfinished batch of this name: who goes on the day after means the same letters."""
    try:
        return date.fromisoformat(str(unfinished_head(target).get(_DATE, "")))
    except ValueError:
        return None


def _plan(people: Recipients, drafting: Drafting, name: str) -> tuple[Planned, list[Problem]]:
    """The plan, and what there is to know of it; ends the program where a row cannot be used."""
    try:
        spool = click.get_current_context().with_resource(tempfile.TemporaryFile())  # noqa: SIM115
        planned, problems = plan(people, drafting, spool)
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
    blank = undecided(planned, drafting, name)
    if blank is not None:
        stop([blank])
    told = [*problems, *(warning for text in planned.texts for warning in text.composed.warnings)]
    cited = {fact.id: fact for text in planned.texts for fact in drafting.cited(text.composed)}
    office = drafting.office
    told += unreviewed(office.facts, office.path_of("facts"), cited.values(), seal_of(office))
    told += _without_address(planned, name)
    return planned, list(dict.fromkeys(told))


def _without_address(planned: Planned, name: str) -> Iterator[Problem]:
    if planned.homeless:
        which = f"{planned.homeless} of the {planned.total} have" if planned.homeless > 1 else "one has"
        message = f"{which} no postal address"
        yield Problem(Where(name), "no-address", message)


def _make(batch: Batch, engine: Engine, day: date) -> int:
    """Make it, under a bar where that is worth it. Raises ProblemsFound."""
    try:
        with bar("letters", batch.plan.total) as progress:
            return make_batch(batch, engine, {_DATE: day.isoformat()}, progress, lambda problem: report([problem]))
    except KeyboardInterrupt:
        click.echo(f"\nstopped; the same command goes on where this one stopped ({batch.name})", err=True)
        sys.stderr.flush()
        os._exit(FOUND)  # the workers are not waited for
