"""Deciding what is to become of messages and campaigns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from drafter.cli.common import (
    complete_subject,
    complete_topic,
    fail,
    name_and_address,
    open_workspace,
    report,
    sound_facts,
    stop,
    subject_named,
)
from drafter.cli.draft import odd_address
from drafter.cli.facts.common import name_of
from drafter.cli.mail.common import campaign_of, message_of, opened, piles_told, sorting_of
from drafter.english.messages import counted
from drafter.facts.model import FactBase
from drafter.facts.names import NameKind, known_as, wrong_name
from drafter.files.located_yaml import Value
from drafter.inbox.decisions import CONCERNS, Do, decide, unknown
from drafter.inbox.piles import Pile, TriagedMessage
from drafter.inbox.store import KEY, Store
from drafter.inbox.triage import Sorting
from drafter.letter.recipient import Unusable, correspondent
from drafter.letter.request import Length
from drafter.office import NO_POSITION
from drafter.problems import nearest
from drafter.workspace import Workspace

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
        if answer and not because and any(_is_dangerous(one, messages) for one in sorting.laid()):
            fail(f"a message of the pile '{Pile.DANGER}' is answered only with --because, which says what was done")
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


def _is_dangerous(laid: TriagedMessage, messages: list[str]) -> bool:
    return laid.pile is Pile.DANGER and laid.kept.read.key in messages


def _of_pile(pile: str, but: list[str], sorting: Sorting) -> list[str]:
    """The messages of a pile, with some left out. Ends the program where there are none."""
    found = [one.kept.read.key for one in sorting.laid() if one.pile == pile and one.kept.read.key not in but]
    return found or fail(f"nothing lies in the pile '{pile}'")


def _shown(value: Value) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
