"""``drafter mail sort``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO

import click

from drafter.cli.common import FOUND, open_facts, open_office, report, stop
from drafter.cli.mail.common import matter_told, opened, piles_told, sorting_of
from drafter.cli.progress import bar
from drafter.engines import Engine, cores, here, over_dask, over_processes, where_worth
from drafter.files import write_whole
from drafter.mail.sorting import IGNORED, Came, Sorting, sort_post
from drafter.mail.store import FILE, Store
from drafter.mail.summary import summary
from drafter.mail.surroundings import surroundings
from drafter.mail.tables import campaigns_csv, messages_csv, whole_json
from drafter.mail.topics import Recogniser
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors

SUMMARY = "summary.html"
_MOST = 10  # campaigns that the terminal shows


@click.command("sort", short_help="Sort the post into campaigns and piles.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "-o", "--output", required=True, metavar="FOLDER", help="Where the sorting goes; the same one again for more."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes to read them in; else one a core for many messages, and one.",
)
@click.option("--dask", metavar="ADDRESS", help="Read them on the Dask cluster of a scheduler: tcp://host:8786.")
@click.option("--large-print", is_flag=True, help="Set the summary in large print.")
@click.option("--open", "open_", is_flag=True, help="Open the summary in the browser.")
@click.pass_obj
def command(
    office_folder: str | None,
    paths: tuple[str, ...],
    output: str,
    workers: int | None,
    dask: str | None,
    large_print: bool,
    open_: bool,
) -> None:
    """Group near-identical messages, show what each writer added or took out, and lay what needs a person first.

    FOLDER then holds summary.html, messages.csv, campaigns.csv and sort.json, for 'drafter batch' to answer from. Run
    again on a grown inbox, it reads what is new, and keeps what was decided with 'drafter mail decide'. What it makes
    is the same, whichever processes read it.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    engine = _engine(workers, dask)
    fresh = not (Path(output) / FILE).exists()
    with opened(output, make=True) as store:
        try:
            with bar("messages") as progress:
                done = sort_post(paths, store, Recogniser.of(base), surroundings(office), engine, progress)
        except ProblemsFound as found:
            stop(found.problems)
        if not done.total and fresh:
            _throw_away(store, Path(output))
            stop(done.problems or [Problem(Where(" ".join(paths)), "no-messages", "no message lies there")])
        store.commit()  # before anything is told of it, or anybody reads it
        sorting = sorting_of(store, output, base, office)
        _write(Path(output), sorting, summary(sorting, base, done.came, large_print=large_print))
        told = list(_told(output, sorting, done.came))
    click.echo("\n".join(told))
    problems = [*done.problems, *_shared(output, sorting)]
    report(problems)
    if open_:
        from drafter.cli.sheet import show_page

        show_page(Path(output) / SUMMARY)
    if errors(done.problems):
        sys.exit(FOUND)


def _shared(folder: str, sorting: Sorting) -> Iterator[Problem]:
    """The addresses and postcodes that writers share: whose they are is looked at before anything is drafted."""
    hint = "'drafter mail show' shows each; 'drafter mail decide --address' puts an address right"
    shared = sorting.shared
    for rule, some in (("shared-address", shared.addresses.values()), ("shared-postcode", shared.postcodes)):
        kind = rule.removeprefix("shared-")
        for one in some:
            numbers = ", ".join(map(str, one.numbers[:5])) + (" ..." if len(one.numbers) > 5 else "")
            laid = "they are laid on the pile 'unsure'" if kind == "address" else "is it theirs?"
            message = f"{len(one.numbers)} writers of different names give one {kind} (messages {numbers}): {laid}"
            yield Problem(Where(folder), rule, message, hint, Severity.WARNING)


def _became(came: Came) -> Iterator[str]:
    """What became of what came in; the numbers come to all of it."""
    said = (
        (came.read, "read"),
        (came.unreadable, "could not be read"),
        (came.known, "known from before"),
        (came.again, "there a second time"),
        (came.left, "no post and left alone"),
        (came.unusable, "could not be opened"),
    )
    yield from (f"{count} {what}" for count, what in said if count)


def _throw_away(store: Store, folder: Path) -> None:
    """Leave no sorting of nothing behind."""
    store.close(keep=False)
    for path in (folder / FILE, folder / IGNORED):
        path.unlink(missing_ok=True)
    folder.rmdir()


def _write(folder: Path, sorting: Sorting, page: str) -> None:
    """Write the files, each whole or not at all; ends the program where one cannot be."""
    made: tuple[tuple[str, Callable[[], Iterable[bytes]]], ...] = (
        ("messages.csv", lambda: messages_csv(sorting)),
        ("campaigns.csv", lambda: campaigns_csv(sorting)),
        ("sort.json", lambda: whole_json(sorting)),
        (SUMMARY, lambda: iter([page.encode("utf-8", "replace")])),
    )
    for name, lines in made:

        def write(file: IO[bytes], lines: Callable[[], Iterable[bytes]] = lines) -> None:
            file.writelines(lines())

        problem = write_whole(folder / name, write, str(folder / name), replace=True)
        if problem is not None:
            stop([problem])


def _engine(workers: int | None, dask: str | None) -> Engine:
    """What reads the post."""
    if dask:
        return over_dask(dask)
    if workers is None:
        return where_worth(cores())
    return over_processes(workers) if workers > 1 else here


def _told(folder: str, sorting: Sorting, came: Came) -> Iterator[str]:
    counts = sorting.piles
    total = sum(counts.values())
    yield f"{total} message{'s' if total != 1 else ''}, {came.new} of them new"
    yield f"  {came.all} came in: {', '.join(_became(came))}"
    for number, group in enumerate(islice(sorting.groups.values(), _MOST), 1):
        raised = matter_told(sorting.common[group.id])
        yield f"  campaign {number}: {group.size} messages, '{group.name}' ({raised}) [{group.key}]"
    if len(sorting.groups) > _MOST:
        yield f"  and {len(sorting.groups) - _MOST} smaller ones, in campaigns.csv"
    yield from piles_told(counts)
    yield f"{folder.rstrip('/')}/{SUMMARY}"
