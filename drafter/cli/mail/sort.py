"""Sorting the post, and showing what was sorted."""

from __future__ import annotations

import sys
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import methodcaller
from pathlib import Path

import click

from drafter.cli.common import (
    FOUND,
    as_json,
    bar,
    complete_subject,
    fail,
    json_option,
    open_workspace,
    report,
    sound_facts,
    stop,
    subject_named,
)
from drafter.cli.mail.common import (
    NOT_THERE,
    campaign_of,
    message_of,
    opened,
    piles_told,
    sorting_of,
    topics_told,
    unread_told,
)
from drafter.engines import Engine, cores, here, over_dask, over_processes, where_worth
from drafter.english.messages import counted
from drafter.extras import lacking, missing_extra
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import write_whole
from drafter.inbox.model import STORE
from drafter.inbox.piles import Pile, TriagedMessage, told_to
from drafter.inbox.report import campaigns, campaigns_csv, left_open_counted, messages_csv, summary, whole_json
from drafter.inbox.report import sorting_as_json as told_of
from drafter.inbox.signature import office_context
from drafter.inbox.store import KEY, Store
from drafter.inbox.topics import Matter, Recogniser
from drafter.inbox.triage import IGNORED, Came, Sorting, sort_post
from drafter.problems import Problem, ProblemsFound, Where, errors

# Shared by sorting and showing.


def _by_subject(sorting: Sorting) -> dict[Pile, Counter[str]]:
    """How many messages of each pile are on each subject; empty for an office with one."""
    found: dict[Pile, Counter[str]] = {}
    for laid in sorting.laid() if len(sorting.subjects) > 1 else ():
        found.setdefault(laid.pile, Counter())[sorting.on(laid)] += 1
    return found


def _matter_told(matter: Matter) -> str:
    """What the answer to a campaign or a message covers, in one line."""
    parts = [", ".join(matter.topics) or "no topic that is known"]
    parts += [
        f"{name} {', '.join(ids)}"
        for name, ids in (("asks", matter.asks), ("fears", matter.fears), ("wants", matter.wants))
        if ids
    ]
    return "; ".join(parts)


# ``drafter mail sort``.

SUMMARY = "summary.html"
_MOST = 10  # campaigns that the terminal lists


@click.command("sort")
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
def sort_messages(
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
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    engine = _engine(workers, dask)
    if missing := lacking("mail"):  # before anything is kept: a sorting keeps what it read with half of the extra
        message = f"the post cannot be sorted here yet: not installed are {', '.join(missing)}"
        stop([missing_extra(Where("mail sort"), message, "mail")])
    fresh = not (Path(output) / STORE).exists()
    with opened(output, make=True) as store:
        try:
            with bar("messages") as progress:
                done = sort_post(paths, store, Recogniser.of(base), office_context(office), engine, progress)
        except ProblemsFound as found:
            stop(found.problems)
        if not done.total and fresh:
            _throw_away(store, Path(output))
            stop(done.problems or [Problem(Where(" ".join(paths)), "no-messages", "no message lies there")])
        store.commit()  # before any result is printed or read
        sorting = sorting_of(store, output, workspace)
        _write(Path(output), sorting, summary(sorting, base, done.came, large_print=large_print))
        told = list(_told(output, sorting, done.came))
    click.echo("\n".join(told))
    problems = [*done.problems, *_shared(output, sorting)]
    report(problems)
    if open_:
        from drafter.cli.reading import show_page

        show_page(Path(output) / SUMMARY)
    if errors(done.problems):
        sys.exit(FOUND)


def _shared(folder: str, sorting: Sorting) -> Iterator[Problem]:
    """The addresses and postcodes that several writers share. A person must check whose they are before anything is
    drafted.
    """
    hint = "'drafter mail show' shows each; 'drafter mail decide --address' puts an address right"
    shared = sorting.shared
    for rule, some in (("shared-address", shared.addresses.values()), ("shared-postcode", shared.postcodes)):
        kind = rule.removeprefix("shared-")
        for one in some:
            numbers = ", ".join(map(str, one.numbers[:5])) + (" ..." if len(one.numbers) > 5 else "")
            laid = "they are laid on the pile 'unsure'" if kind == "address" else "is it theirs?"
            message = f"{len(one.numbers)} writers of different names give one {kind} (messages {numbers}): {laid}"
            yield Problem(Where(folder), rule, message, hint)


def _became(came: Came) -> Iterator[str]:
    """What became of everything that came in. The counts add up to all of it."""
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
    """Remove a sorting that holds nothing."""
    store.close(keep=False)
    for path in (folder / STORE, folder / IGNORED):
        path.unlink(missing_ok=True)
    folder.rmdir()


def _write(folder: Path, sorting: Sorting, page: str) -> None:
    """Write the files, each whole or not at all. Ends the program where one cannot be written."""
    with tempfile.TemporaryFile() as messages:
        made: tuple[tuple[str, Iterable[bytes]], ...] = (
            ("messages.csv", messages_csv(sorting, messages)),
            ("campaigns.csv", campaigns_csv(sorting)),
            ("sort.json", whole_json(sorting, messages)),
            (SUMMARY, [page.encode("utf-8", "replace")]),
        )
        for name, lines in made:
            problem = write_whole(folder / name, methodcaller("writelines", lines), str(folder / name), replace=True)
            if problem is not None:
                stop([problem])


def _engine(workers: int | None, dask: str | None) -> Engine:
    """The engine that reads the post."""
    if dask:
        return over_dask(dask)
    if workers is None:
        return where_worth(cores())
    return over_processes(workers) if workers > 1 else here


def _told(folder: str, sorting: Sorting, came: Came) -> Iterator[str]:
    counts = sorting.piles
    total = sum(counts.values())
    yield f"{counted(total, 'message')}, {came.new} of them new"
    yield f"  {came.all} came in: {', '.join(_became(came))}"
    for number, group in enumerate(islice(sorting.groups.values(), _MOST), 1):
        raised = sorting.raised[group.id].doubt or _matter_told(sorting.common[group.id])
        yield f"  campaign {number}: {group.size} messages, '{group.name}' ({raised}) [{group.key}]"
    if len(sorting.groups) > _MOST:
        yield f"  and {len(sorting.groups) - _MOST} smaller ones, in campaigns.csv"
    if counts[Pile.DANGER]:
        yield f"  READ FIRST: drafter mail show {folder.rstrip('/')} --pile {Pile.DANGER}"
    yield from piles_told(counts, _by_subject(sorting))
    if sorting.unread:
        yield f"  {sorting.unread} of them {'asks' if sorting.unread == 1 else 'ask'} something that no topic knows"
    if sorting.left_open:
        yield f"  {left_open_counted(sorting.left_open)}"
    yield f"{folder.rstrip('/')}/{SUMMARY}"


# ``drafter mail show``.

_WIDTH = 110


@click.command("show")
@click.argument("folder", metavar="FOLDER")
@click.argument("key", metavar="[KEY]", default="")
@click.option("--pile", type=click.Choice([str(pile) for pile in Pile]), help="Show every message of a pile.")
@click.option(
    "--subject", metavar="SUBJECT", shell_complete=complete_subject, help="With --pile, only those on this subject."
)
@json_option
@click.pass_obj
def show_message(
    office_folder: str | None, folder: str, key: str, pile: str | None, subject: str | None, json_: bool
) -> None:
    """Show how many messages lie in each pile now, after what was decided.

    With a message's KEY, or the beginning of it: what its writer says, the pile that it lies in, and why. With a
    campaign's (campaign:...): its common text. With --pile, a few lines for each message of the pile: its key, who
    wrote and from where, and what is the writer's own in it.
    """
    if key and pile:
        fail("name a message or a campaign by its key, or a pile with --pile")
    if subject and not pile:
        fail("--subject goes with --pile")
    workspace = open_workspace(office_folder)
    base = sound_facts(workspace)
    if subject is not None:
        subject_named(subject, base)
    # Everything is read before printing, so that a user paging through the output locks nobody out.
    with opened(folder) as store:
        sorting = sorting_of(store, folder, workspace)
        if pile:
            chosen = [laid for laid in sorting.laid() if laid.pile == pile and _is_on(subject, laid, sorting)]
            value: object = [told_of(laid, sorting) for laid in chosen] if json_ else None
            lines = _pile(chosen, pile)
        elif key.startswith(KEY):
            seed = campaign_of(store, key, folder)
            value = next(told for told in campaigns(sorting) if told["key"] == f"{KEY}{seed}")
            lines = _campaign(seed, sorting)
        elif key:
            n = message_of(store, key, folder).n
            laid = next(laid for laid in sorting.laid() if laid.kept.n == n)
            value, lines = told_of(laid, sorting), _message(laid, sorting)
        else:
            counts = Counter(laid.pile for laid in sorting.laid())
            value, lines = {str(one): counts[one] for one in Pile}, piles_told(counts, _by_subject(sorting))
        told = list(lines)
    if json_:
        as_json(value)
    else:
        click.echo("\n".join(told))


def _is_on(subject: str | None, laid: TriagedMessage, sorting: Sorting) -> bool:
    return subject is None or subject in sorting.subjects_of(laid)


def _pile(chosen: Iterable[TriagedMessage], pile: str) -> Iterator[str]:
    count = 0
    for laid in chosen:
        count += 1
        changes, read = laid.kept.changes, laid.kept.read
        own = (*changes.added, *(new for _, new in changes.changed)) if changes is not None else read.paragraphs
        name, address = told_to(laid)
        why = "; ".join(filter(None, (laid.why, laid.open_)))
        yield f"{read.key} {name or read.where}, {address or 'no address'}{f' ({why})' if why else ''}"
        yield from (_filled(text, "    ", "    ") for text in own)
    yield f"{counted(count, 'message')} in the pile '{pile}'"


def _campaign(seed: str, sorting: Sorting) -> Iterator[str]:
    group = next(group for group in sorting.groups.values() if group.seed == seed)
    yield f"{group.key}: {group.size} messages, '{group.name}'"
    yield f"  raises: {sorting.raised[group.id].doubt or _matter_told(sorting.common[group.id])}"
    yield from unread_told(sorting.raised[group.id])
    yield from piles_told(Counter(laid.pile for laid in sorting.laid() if laid.kept.campaign == group.id))
    yield from (_filled(text, "    ", "    ") for text in group.common)


def _message(laid: TriagedMessage, sorting: Sorting) -> Iterator[str]:
    kept, read, writer, decided = laid.kept, laid.kept.read, laid.kept.read.writer, laid.decision
    group = sorting.groups.get(kept.campaign)
    to = laid.to
    yield f"message {kept.n}, {read.key}: {read.where}"
    rows = (
        ("pile", f"{laid.pile}{f' ({laid.why})' if laid.why else ''}"),
        ("left open", laid.open_),
        ("campaign", f"{group.name} ({group.key})" if group else "none"),
        ("date", day_in_words(read.date) if read.date else NOT_THERE),
        ("signed", " and ".join(filter(None, (writer.name, writer.second))) or NOT_THERE),
        ("address", ", ".join(filter(None, (*writer.address, writer.postcode))) or NOT_THERE),
        ("unsure", "; ".join(writer.doubts)),
        ("subject", read.subject or NOT_THERE),
        ("decided", ", ".join(filter(None, (decided.do or decided.common, decided.by, decided.because))) or "nothing"),
        ("answer to", ", ".join(to.addressee) if to else NOT_THERE),
        ("answer on", ", ".join(laid.topics) or "nothing that is sure"),
        ("what it asks", ", ".join(laid.asks)),
        ("what it fears", ", ".join(laid.fears)),
        ("what it wants done", ", ".join(laid.wants)),
        ("position", decided.position),
        ("length", decided.length),
    )
    yield from (f"  {name}: {value}" for name, value in rows if value)
    yield from topics_told(kept.recognised)
    changes = kept.changes
    for title, texts in (("added", changes.added), ("taken out", changes.removed)) if changes else ():
        yield from (_filled(f"{title}: {text}", "  ", "    ") for text in texts)
    for old, new in changes.changed if changes else ():
        yield _filled(f"changed: {old} -> {new}", "  ", "    ")
    yield from (_filled(paragraph, "    ", "    ") for paragraph in read.paragraphs)


def _filled(text: str, first: str, others: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=others)
