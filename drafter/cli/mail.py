"""``drafter mail``: what constituents send."""

from __future__ import annotations

import sqlite3
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

import click

from drafter.cli.common import (
    FOUND,
    as_json,
    bar,
    complete_subject,
    complete_topic,
    fail,
    json_option,
    name_and_address,
    open_workspace,
    report,
    sound_facts,
    stop,
    subject_named,
)
from drafter.cli.draft import odd_address
from drafter.cli.facts.common import name_of
from drafter.cli.lazy import LazyGroup
from drafter.engines import Engine, cores, here, over_dask, over_processes, where_worth
from drafter.english.messages import counted
from drafter.extras import lacking, missing_extra
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.files.atomic import TEMPORARY, write_whole
from drafter.files.located_yaml import Value
from drafter.files.system import reason_of
from drafter.inbox.answered import ApprovedLetters, approved_letters_for
from drafter.inbox.concerns import Suggestion
from drafter.inbox.decisions import CONCERNS, Do, decide, read_message_decisions, unknown
from drafter.inbox.decisions import FILE as DECISIONS
from drafter.inbox.gather import gather
from drafter.inbox.model import STORE, ParsedMessage
from drafter.inbox.parse import read_message
from drafter.inbox.personal import Personal, PublicMatter, personal
from drafter.inbox.piles import Pile, TriagedMessage, told_to
from drafter.inbox.report import by_subject_told, campaigns, campaigns_csv, messages_csv, summary, whole_json
from drafter.inbox.report import sorting_as_json as told_of
from drafter.inbox.signature import surroundings
from drafter.inbox.store import KEY, LEAST, Store, StoredMessage
from drafter.inbox.topics import Matter, Recognised, Recogniser
from drafter.inbox.triage import IGNORED, Came, Sorting, open_store, sort_post
from drafter.letter.acts import settled
from drafter.letter.recipient import Unusable, correspondent
from drafter.letter.request import Length
from drafter.office import NO_POSITION
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors, nearest
from drafter.register.opening import find
from drafter.workspace import Workspace

COMMANDS: Mapping[str, tuple[str, str]] = {
    "read": ("drafter.cli.mail:read_messages", "Say what messages say: who wrote, from where, on what."),
    "sort": ("drafter.cli.mail:sort_messages", "Sort the post into campaigns and piles."),
    "show": ("drafter.cli.mail:show_message", "Show a sorting: its piles, a pile, a message, a campaign."),
    "decide": ("drafter.cli.mail:decide_message", "Say what is to become of a message or a campaign."),
}


@click.group("mail", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Read and sort what constituents send."""


# Shared by the commands on the post.

NOT_THERE = "not there"


@contextmanager
def opened(folder: str, *, make: bool = False) -> Iterator[Store]:
    """The store of a sorting. Ends the program where there is none, or it cannot be used."""
    path = Path(folder)
    if make and not _may_hold(path):
        message = "is there already, and is no sorting"
        stop([Problem(Where(folder), "not-a-sorting", message, "name a new folder, or the one of a sorting")])
    if not make and not (path / STORE).exists():
        message = "holds no sorted post"
        stop([Problem(Where(folder), "no-sorting", message, "'drafter mail sort POST -o FOLDER' makes one")])
    try:
        store = open_store(path, make=make)
    except (OSError, sqlite3.Error) as failure:
        stop([_unusable(folder, failure)])
    kept = False
    try:
        try:
            yield store
            kept = True
        finally:
            store.close(keep=kept)
    except sqlite3.Error as failure:
        stop([_unusable(folder, failure)])


def _may_hold(path: Path) -> bool:
    """Whether a folder may hold a sorting: it holds one already, or is empty."""
    try:
        mine = (path / STORE).exists() or (path / DECISIONS).exists()
        return not path.exists() or mine or (path.is_dir() and all(map(_is_begun, path.iterdir())))
    except OSError:
        return True  # opening it will say why not


def _is_begun(path: Path) -> bool:
    """Whether the folder holds only what a sorting left that was killed at its beginning."""
    return path.name in {IGNORED, ".lock"} or path.name.startswith(TEMPORARY)


def _unusable(folder: str, failure: Exception) -> Problem:
    reason = reason_of(failure)
    where = Where(f"{folder}/{STORE}")
    hint = (
        "is another sorting at work on it?" if "locked" in reason else "delete it, and sort again: decisions are kept"
    )
    return Problem(where, "unusable-sorting", f"cannot be used: {reason}", hint)


def sorting_of(store: Store, folder: str, workspace: Workspace) -> Sorting:
    """The sorted post with staff's decisions. Ends the program where these are wrong."""
    decisions, problems = read_message_decisions(Path(folder), folder.rstrip("/"), workspace.base)
    if errors(problems):
        stop(problems)
    office = workspace.office
    base = workspace.base
    answers = _approved_letters(workspace)
    return Sorting.of(store, decisions, Recogniser.of(base), office.without_address, answers, settled(office, base))


def _approved_letters(workspace: Workspace) -> ApprovedLetters | None:
    """The approved letters; none where there is no register yet. Ends the program where the register cannot be read,
    since people would then be answered twice.
    """
    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return None
        today = date.today()  # noqa: DTZ011 - the office's own day is meant
        with register:
            answers, problems = approved_letters_for(register, workspace.base, today)
    except ProblemsFound as found:
        stop(found.problems)
    report(problems)
    return answers


def message_of(store: Store, key: str, folder: str) -> StoredMessage:
    """The message with a key or a number. Ends the program where there is none, or several may be meant."""
    found = store.by_key(key)
    found += [kept for kept in store.by_number(key) if kept.n not in {one.n for one in found}]
    if len(key) < LEAST and not found:
        if key.isdigit():
            fail(f"there is no message number {key} in {folder}")
        fail(f"'{key}' is too short: of a key at least {LEAST} letters are needed")
    if not found:
        fail(f"there is no message '{key}' in {folder}")
    if len(found) > 1:
        some = ", ".join(kept.read.key for kept in found[:3])
        fail(f"more than one message in {folder} has the number, or a key that begins with '{key}': {some}")
    return found[0]


def campaign_of(store: Store, key: str, folder: str) -> str:
    """The key of a campaign's first message. Ends the program where no campaign has this name, or several have it."""
    seeds = [group.seed for group in store.groups()]
    found = [seed for seed in seeds if len(key) >= len(KEY) + LEAST and seed.startswith(key.removeprefix(KEY))]
    if len(found) != 1:
        fail(f"{'more than one campaign begins with' if found else 'there is no campaign'} '{key}' in {folder}")
    return found[0]


def piles_told(counts: Counter[Pile], by_subject: Mapping[Pile, Counter[str]] = {}) -> Iterator[str]:
    """How many messages lie in each pile, one line for each pile; and on which subjects, where there are several."""
    for pile in Pile:
        if counts[pile]:
            told = by_subject_told(by_subject.get(pile, Counter()))
            yield f"  {pile}: {counts[pile]}{f' ({told})' if told else ''}"


def _by_subject(sorting: Sorting) -> dict[Pile, Counter[str]]:
    """How many messages of each pile are on each subject; empty for an office with one."""
    found: dict[Pile, Counter[str]] = {}
    for laid in sorting.laid() if len(sorting.subjects) > 1 else ():
        found.setdefault(laid.pile, Counter())[sorting.on(laid)] += 1
    return found


def topics_told(recognised: Recognised, indent: str = "  ") -> Iterator[str]:
    """What a message is about, what it asks, fears and wants done, and the words that show it."""
    about = f" ({'; '.join(recognised.evidence)})" if recognised.evidence else ""
    yield f"{indent}about the subject: {recognised.about}{about}"
    if recognised.doubt:
        yield f"{indent}  {recognised.doubt}"
    for one in recognised.each:
        yield f"{indent}on {one.subject}:"
        yield from list(topics_told(one, f"{indent}  "))[1:]
    for name, some in (
        ("topic", recognised.topics),
        ("asks", recognised.asks),
        ("fears", recognised.fears),
        ("wants", recognised.wants),
    ):
        for found in some:
            sure = "sure" if found.sure else "unsure"
            rests = "; ".join(found.evidence)
            yield f"{indent}{name}: {found.id}, {sure} ({found.sureness:.0%}), by: {rests}"


def matter_told(matter: Matter) -> str:
    """What the answer to a campaign or a message covers, in one line."""
    parts = [", ".join(matter.topics) or "no topic that is known"]
    parts += [
        f"{name} {', '.join(ids)}"
        for name, ids in (("asks", matter.asks), ("fears", matter.fears), ("wants", matter.wants))
        if ids
    ]
    return "; ".join(parts)


# ``drafter mail read``.

# Printed only where the message has them.
_OPTIONAL = ("and signed", "organisation", "reference", "also in the signature")


@click.command("read")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@json_option
@click.pass_obj
def read_messages(office_folder: str | None, paths: tuple[str, ...], json_: bool) -> None:
    """Read messages: .eml, .msg, .docx and .txt files, mboxes, Maildirs, and folders of them.

    What a message does not say is reported as not there; nothing is guessed. Exit code 1 where one cannot be read.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    recogniser, around = Recogniser.of(sound_facts(workspace)), surroundings(office)
    public = PublicMatter.of(recogniser.subjects.values(), around.names)
    told: list[dict[str, Any]] = []
    wrong = False
    count = 0
    for raw in gather(paths):
        if isinstance(raw, Problem):
            report([raw])
            wrong = wrong or raw.severity is Severity.ERROR
            continue
        count += 1
        read = read_message(raw, around)
        if read.fault:
            report([Problem(Where(read.where), "unreadable-message", read.fault)])
            wrong = True
            continue
        found = recogniser.recognise(read.subject, read.text, read.near)
        case = personal(read.paragraphs, public)
        if json_:
            told.append(_as_json(read, found, case))
        else:
            _print(read, found, case)
    if json_:
        as_json(told)
    elif not count and not wrong:
        click.echo("no messages")
    if wrong:
        sys.exit(FOUND)


def _print(read: ParsedMessage, found: Recognised, case: Personal) -> None:
    writer = read.writer
    click.echo(read.where)
    sender = f"{read.sender} <{read.sender_address}>" if read.sender_address else read.sender
    rows = (
        ("subject", read.subject),
        ("date", day_in_words(read.date) if read.date else ""),
        ("sender", sender.strip()),
        ("signed", writer.name),
        ("and signed", writer.second),
        ("organisation", writer.organisation),
        ("address", ", ".join(writer.address)),
        ("postcode", writer.postcode),
        ("reference", read.reference),
        ("also in the signature", "; ".join(writer.rest)),
    )
    for name, value in rows:
        if value or name not in _OPTIONAL:
            click.echo(f"  {name}: {value or NOT_THERE}")
    click.echo("\n".join(topics_told(found)))
    if case.weight:
        click.echo(f"  a case of the writer's own{'' if case.likely else ', perhaps'}: {case.words}")
    parts = read.parts
    for name, lines in (("quoted", parts.quoted), ("forwarded", parts.forwarded), ("below", parts.footers)):
        if lines:
            click.echo(f"  {name}: {sum(len(line.split()) for line in lines)} words that are not the writer's")
    for doubt in writer.doubts:
        click.echo(f"  unsure: {doubt}")
    for note in read.notes:
        click.echo(f"  note: {note}")
    for paragraph in read.paragraphs:
        click.echo(textwrap.fill(paragraph, 110, initial_indent="    ", subsequent_indent="    "))
    click.echo()


def _as_json(read: ParsedMessage, found: Recognised, case: Personal) -> dict[str, Any]:
    writer = read.writer
    return {
        "file": read.where,
        "key": read.key,
        "subject": read.subject or None,
        "date": read.date.isoformat() if read.date else None,
        "sender": read.sender or None,
        "email": read.sender_address or None,
        "name": writer.name or None,
        "second": writer.second or None,
        "organisation": writer.organisation or None,
        "address": list(writer.address),
        "postcode": writer.postcode or None,
        "reference": read.reference or None,
        "signature": list(writer.rest),
        "doubts": list(writer.doubts),
        "about": str(found.about),
        "subjects": list(found.subjects),
        "doubt": found.doubt or None,
        "topics": [
            {"topic": one.id, "sure": one.sure, "sureness": one.sureness, "rests_on": list(one.evidence)}
            for one in found.topics
        ],
        "asks": _suggested(found.asks),
        "fears": _suggested(found.fears),
        "wants": _suggested(found.wants),
        "personal": "likely" if case.likely else "doubtful" if case.doubtful else None,
        "personal_by": list(case.evidence),
        "text": list(read.paragraphs),
        "quoted": list(read.parts.quoted),
        "forwarded": list(read.parts.forwarded),
        "below": list(read.parts.footers),
        "notes": list(read.notes),
    }


def _suggested(some: Iterable[Suggestion]) -> list[dict[str, Any]]:
    return [{"id": one.id, "sure": one.sure, "sureness": one.sureness, "rests_on": list(one.evidence)} for one in some]


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
                done = sort_post(paths, store, Recogniser.of(base), surroundings(office), engine, progress)
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
        raised = sorting.raised[group.id].doubt or matter_told(sorting.common[group.id])
        yield f"  campaign {number}: {group.size} messages, '{group.name}' ({raised}) [{group.key}]"
    if len(sorting.groups) > _MOST:
        yield f"  and {len(sorting.groups) - _MOST} smaller ones, in campaigns.csv"
    yield from piles_told(counts, _by_subject(sorting))
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
        yield f"{read.key} {name or read.where}, {address or 'no address'}{f' ({laid.why})' if laid.why else ''}"
        yield from (_filled(text, "    ", "    ") for text in own)
    yield f"{counted(count, 'message')} in the pile '{pile}'"


def _campaign(seed: str, sorting: Sorting) -> Iterator[str]:
    group = next(group for group in sorting.groups.values() if group.seed == seed)
    yield f"{group.key}: {group.size} messages, '{group.name}'"
    yield f"  raises: {sorting.raised[group.id].doubt or matter_told(sorting.common[group.id])}"
    yield from piles_told(Counter(laid.pile for laid in sorting.laid() if laid.kept.campaign == group.id))
    yield from (_filled(text, "    ", "    ") for text in group.common)


def _message(laid: TriagedMessage, sorting: Sorting) -> Iterator[str]:
    kept, read, writer, decided = laid.kept, laid.kept.read, laid.kept.read.writer, laid.decision
    group = sorting.groups.get(kept.campaign)
    to = laid.to
    yield f"message {kept.n}, {read.key}: {read.where}"
    rows = (
        ("pile", f"{laid.pile}{f' ({laid.why})' if laid.why else ''}"),
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


# ``drafter mail decide``.


@click.command("decide")
@click.argument("folder", metavar="FOLDER")
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--pile", type=click.Choice([str(pile) for pile in Pile]), help="Every message that now lies in a pile.")
@click.option("--but", multiple=True, metavar="KEY", help="With --pile, a message that is left as it is; repeatable.")
@click.option("--by", required=True, metavar="NAME", help="Who decides.")
@click.option("--answer", is_flag=True, help="The batch answers it.")
@click.option("--by-hand", is_flag=True, help="A person answers it, and the batch does not.")
@click.option("--leave", is_flag=True, help="It is not answered.")
@click.option("--subject", metavar="SUBJECT", shell_complete=complete_subject, help="Of several, which is answered.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="What the answer is on; repeatable.",
)
@click.option("--asks", multiple=True, metavar="TOPIC.QUESTION", help="What it asks besides; repeatable; or none.")
@click.option("--fears", multiple=True, metavar="TOPIC.FEAR", help="What it fears besides; repeatable; or none.")
@click.option("--wants", multiple=True, metavar="ACTION", help="What it wants done besides; repeatable; or none.")
@click.option("--position", metavar="NAME", help="The member's view that the answer adds; or none.")
@click.option("--length", type=click.Choice([str(length) for length in Length]), help="How much the answer says.")
@click.option("--name", metavar="TEXT", help="Who is answered; or -, for standard input.")
@click.option("--address", metavar="TEXT", help="Where; or -.")
@click.option("--because", metavar="TEXT", help="Why; it is kept.")
@click.pass_obj
def decide_message(
    office_folder: str | None,
    folder: str,
    keys: tuple[str, ...],
    pile: str | None,
    but: tuple[str, ...],
    by: str,
    answer: bool,
    by_hand: bool,
    leave: bool,
    subject: str | None,
    topics: tuple[str, ...],
    asks: tuple[str, ...],
    fears: tuple[str, ...],
    wants: tuple[str, ...],
    position: str | None,
    length: str | None,
    name: str | None,
    address: str | None,
    because: str | None,
) -> None:
    """Decide on messages by their keys or numbers, and on campaigns by their keys, in decisions.yaml in FOLDER.

    The number is that of messages.csv; a campaign's key begins with campaign:.

    What was decided holds when the post is sorted again. It is taken back by deciding otherwise. A campaign's decision
    is of those in it who wrote nothing of their own that a person should see.
    """
    if bool(keys) == bool(pile) or (but and not pile):
        fail("name messages or campaigns by their keys, or a pile with --pile; --but goes with --pile")
    do = [one for one, given in ((Do.ANSWER, answer), (Do.BY_HAND, by_hand), (Do.LEAVE, leave)) if given]
    if len(do) > 1:
        fail(f"--{do[0]} and --{do[1]}: only one of them can hold")
    name, where = name_and_address(name, None, address or "", None, options=("--name", "--address"))
    address = ", ".join(line.strip(" ,") for line in where.splitlines() if line.strip(" ,")) or address
    by = name_of(by)
    workspace = open_workspace(office_folder, by)
    office = workspace.office
    by = office.person(by)
    sound_facts(workspace)
    concerns = {"asks": asks, "fears": fears, "wants": wants}
    said = _said(do[0] if do else None, subject, topics, concerns, position, length, name, address, because, workspace)
    with opened(folder) as store:
        messages, campaigns = _found(keys or but, store, folder)
        sorting = sorting_of(store, folder, workspace)
        if pile:
            messages, campaigns = _of_pile(pile, messages, sorting), []
        if campaigns and (name or address):
            fail("--name and --address are of one writer, not of a campaign")
        if len(messages) > 1 and (name or address):
            fail("--name and --address are of one message")
        said |= {"by": by, "on": date.today().isoformat()}  # noqa: DTZ011 - the office's own day is meant
        # None of the letters that are there now is the answer that was decided on.
        last = sorting.answers.last if answer and sorting.answers is not None else 0
        since: dict[str, Value] = {"after": str(last)} if last else {}
        problems = decide(Path(folder), folder.rstrip("/"), messages, campaigns, said | since)
        if problems:
            stop(problems)
        told = [_decided(messages, campaigns, said, pile, sorting)]
        told += _become(messages, campaigns, sorting_of(store, folder, workspace))
    report(odd_address(address or "", "--address"))
    click.echo("\n".join(told))


def _decided(
    messages: list[str], campaigns: list[str], said: Mapping[str, Value], pile: str | None, sorting: Sorting
) -> str:
    what = ", ".join(_shown(value) if field == "do" else f"{field} {_shown(value)}" for field, value in said.items())
    if pile:
        return f"{counted(len(messages), 'message')} of the pile '{pile}': {what}"
    seeds = {group.seed for group in sorting.groups.values()}
    lines = [f"{key}: {what}{f' ({KEY}{key} is its campaign)' if key in seeds else ''}" for key in messages]
    return "\n".join([*lines, *(f"{KEY}{seed}: {what}" for seed in campaigns)])


def _become(messages: list[str], campaigns: list[str], sorting: Sorting) -> Iterator[str]:
    """Where the messages lie now. A decision can leave something open, and a campaign's decision does not cover all its
    writers.
    """
    chosen = set(messages)
    groups = {group.id: group for group in sorting.groups.values()}
    mine = {id_ for id_, group in groups.items() if group.seed in campaigns}
    found = [laid for laid in sorting.laid() if laid.kept.read.key in chosen or laid.kept.campaign in mine]
    yield f"{counted(len(found), 'message')} now lie{'s' if len(found) == 1 else ''} so:"
    yield from piles_told(Counter(laid.pile for laid in found))
    open_ = Counter(laid.why for laid in found if laid.pile is Pile.UNSURE and laid.decision.do is Do.ANSWER)
    yield from (f"  {count} of the pile '{Pile.UNSURE}': {why}" for why, count in open_.items())


def _said(
    do: str | None,
    subject: str | None,
    topics: tuple[str, ...],
    concerns: Mapping[str, tuple[str, ...]],
    position: str | None,
    length: str | None,
    name: str | None,
    address: str | None,
    because: str | None,
    workspace: Workspace,
) -> dict[str, Value]:
    """The decision from the command line. Ends the program where it is not possible."""
    topics, concerns = _by_id(subject, topics, concerns, workspace.base)
    known = (NO_POSITION, *dict.fromkeys(name for names in workspace.positions.values() for name in names))
    if position is not None and position not in known:
        fail(f"--position: there is no position '{position}'; {nearest(position, known) or ', '.join(known)}")
    try:
        if name or address:
            correspondent(name or "A Reader", address or "")
    except Unusable as failure:
        fail(failure.as_problem)
    given: dict[str, Value] = {
        "do": do or "",
        "subject": subject or "",
        "topics": list(topics),
        **{option: list(ids) for option, ids in concerns.items()},
        "position": position or "",
        "length": length or "",
        "name": name or "",
        "address": address or "",
        "because": because or "",
    }
    said: dict[str, Value] = {field: value for field, value in given.items() if value}
    if not said or set(said) == {"because"}:
        options = ", ".join(f"--{field}" for field in ("subject", "topic", *concerns, "position", "length", "name"))
        fail(f"say what is decided: --answer, --by-hand, --leave, {options} or --address")
    return said


def _by_id(
    subject: str | None, topics: tuple[str, ...], concerns: Mapping[str, tuple[str, ...]], base: FactBase
) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """What was typed, by id. Ends the program where anything is unknown, could be two things, or is of another subject
    than the one that was named.
    """
    if subject is not None:
        subject_named(subject, base)
    topics = known_as(topics, NameKind.TOPIC, base, subject or "")
    for topic in topics:
        if wrong := wrong_name(topic, NameKind.TOPIC, base, "drafter topics lists them"):
            fail(f"--topic: {wrong.message}; {wrong.hint}")
        if subject not in (None, base.topics[topic].subject):
            fail(f"--subject: '{topic}' is a topic of '{base.topics[topic].subject}', not of '{subject}'")
    found = {option: known_as(ids, CONCERNS[option], base, subject or "") for option, ids in concerns.items()}
    for option, ids in found.items():
        for wrong in unknown(option, ids, base):
            fail(f"--{option}: {wrong.message}; {wrong.hint}")
    return topics, found


def _found(keys: tuple[str, ...], store: Store, folder: str) -> tuple[list[str], list[str]]:
    """The messages and campaigns with these keys. Ends the program where a key belongs to neither."""
    messages = [message_of(store, key, folder).read.key for key in keys if not key.startswith(KEY)]
    campaigns = [campaign_of(store, key, folder) for key in keys if key.startswith(KEY)]
    return list(dict.fromkeys(messages)), list(dict.fromkeys(campaigns))


def _of_pile(pile: str, but: list[str], sorting: Sorting) -> list[str]:
    """The messages of a pile, with some left out. Ends the program where there are none."""
    found = [one.kept.read.key for one in sorting.laid() if one.pile == pile and one.kept.read.key not in but]
    return found or fail(f"nothing lies in the pile '{pile}'")


def _shown(value: Value) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
