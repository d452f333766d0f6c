"""``drafter mail decide``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from drafter.cli.common import fail, open_facts, open_office, stop
from drafter.cli.facts.changing import name_of
from drafter.cli.mail.common import opened, sorting_of
from drafter.factbase.model import FactBase
from drafter.letter.correspondent import Unusable, correspondent
from drafter.letter.request import Length
from drafter.letter.templates import Templates
from drafter.located_yaml import Value
from drafter.mail.decisions import NO_POSITION, Do, decide
from drafter.mail.piles import Pile
from drafter.mail.sorting import Sorting
from drafter.mail.store import KEY, Store
from drafter.office import Office
from drafter.problems import nearest


@click.command("decide", short_help="Say what is to become of a message or a campaign.")
@click.argument("folder", metavar="FOLDER")
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@click.option("--pile", type=click.Choice([str(pile) for pile in Pile]), help="Every message that now lies in a pile.")
@click.option("--but", multiple=True, metavar="KEY", help="With --pile, a message that is left as it is; repeatable.")
@click.option("--by", required=True, metavar="NAME", help="Who decides.")
@click.option("--answer", "do", flag_value=str(Do.ANSWER), help="The batch answers it.")
@click.option("--by-hand", "do", flag_value=str(Do.BY_HAND), help="A person answers it, and the batch does not.")
@click.option("--leave", "do", flag_value=str(Do.LEAVE), help="It is not answered.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="What the answer is on; repeatable.")
@click.option("--position", metavar="NAME", help="The member's view that the answer adds; or none.")
@click.option("--length", type=click.Choice([str(length) for length in Length]), help="How much the answer says.")
@click.option("--name", metavar="TEXT", help="Who is answered.")
@click.option("--address", metavar="TEXT", help="Where.")
@click.option("--because", metavar="TEXT", help="Why; it is kept.")
@click.pass_obj
def command(
    office_folder: str | None,
    folder: str,
    keys: tuple[str, ...],
    pile: str | None,
    but: tuple[str, ...],
    by: str,
    do: str | None,
    topics: tuple[str, ...],
    position: str | None,
    length: str | None,
    name: str | None,
    address: str | None,
    because: str | None,
) -> None:
    """Decide on messages by their keys, and on campaigns by theirs (campaign:...), in decisions.yaml in FOLDER.

    What was decided holds when the post is sorted again. It is taken back by deciding otherwise. A campaign's decision
    is of those in it who wrote nothing of their own that a person should see.
    """
    if bool(keys) == bool(pile) or (but and not pile):
        fail("name messages or campaigns by their keys, or a pile with --pile; --but goes with --pile")
    by = name_of(by)
    office = open_office(office_folder)
    base = open_facts(office)
    said = _said(do, topics, position, length, name, address, because, base, office)
    with opened(folder) as store:
        messages, campaigns = _found(keys or but, store, folder)
        if pile:
            messages, campaigns = _of_pile(pile, messages, sorting_of(store, folder, base, office)), []
    if campaigns and (name or address):
        fail("--name and --address are of one writer, not of a campaign")
    if len(messages) > 1 and (name or address):
        fail("--name and --address are of one message")
    said |= {"by": by, "on": date.today().isoformat()}  # noqa: DTZ011 - the office's own day is meant
    problems = decide(Path(folder), folder.rstrip("/"), messages, campaigns, said)
    if problems:
        stop(problems)
    _tell(messages, campaigns, ", ".join(f"{field} {_shown(value)}" for field, value in said.items()), pile)


def _tell(messages: list[str], campaigns: list[str], told: str, pile: str | None) -> None:
    if pile:
        click.echo(f"{len(messages)} message{'s' if len(messages) != 1 else ''} of the pile '{pile}': {told}")
        return
    for what, some in (("message", messages), ("campaign", campaigns)):
        for key in some:
            click.echo(f"{what} {key}: {told}")


def _said(
    do: str | None,
    topics: tuple[str, ...],
    position: str | None,
    length: str | None,
    name: str | None,
    address: str | None,
    because: str | None,
    base: FactBase,
    office: Office,
) -> dict[str, Value]:
    """What was decided; ends the program where it cannot be."""
    for topic in topics:
        if topic not in base.topics:
            fail(f"--topic: there is no topic '{topic}'; {nearest(topic, base.topics) or 'drafter topics lists them'}")
    known = (NO_POSITION, *Templates.under(office.templates).named("positions"))
    if position is not None and position not in known:
        fail(f"--position: there is no position '{position}'; {nearest(position, known) or ', '.join(known)}")
    try:
        if name or address:
            correspondent(name or "A Reader", address or "")
    except Unusable as failure:
        fail(failure.as_problem)
    given: dict[str, Value] = {
        "do": do or "",
        "topics": list(dict.fromkeys(topics)),
        "position": position or "",
        "length": length or "",
        "name": name or "",
        "address": address or "",
        "because": because or "",
    }
    said: dict[str, Value] = {field: value for field, value in given.items() if value}
    if not said or set(said) == {"because"}:
        fail("say what is decided: --answer, --by-hand, --leave, --topic, --position, --length, --name or --address")
    return said


def _found(keys: tuple[str, ...], store: Store, folder: str) -> tuple[list[str], list[str]]:
    """The messages and campaigns of these keys; ends the program where one is of neither."""
    seeds = [group.seed for group in store.groups()]
    messages, campaigns = [], []
    for key in keys:
        if key.startswith(KEY):
            matching = [seed for seed in seeds if len(key) >= len(KEY) + 4 and seed.startswith(key[len(KEY) :])]
            if len(matching) != 1:
                fail(f"there is no campaign '{key}' in {folder}, or more than one whose key begins so")
            campaigns.append(matching[0])
            continue
        kept = store.by_key(key)
        if kept is None:
            fail(f"there is no message '{key}' in {folder}, or more than one whose key begins so")
        messages.append(kept.read.key)
    return messages, campaigns


def _of_pile(pile: str, but: list[str], sorting: Sorting) -> list[str]:
    """The messages of a pile but for some; ends the program where there are none."""
    found = [one.kept.read.key for one in sorting.laid() if one.pile == pile and one.kept.read.key not in but]
    return found or fail(f"nothing lies in the pile '{pile}'")


def _shown(value: Value) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
