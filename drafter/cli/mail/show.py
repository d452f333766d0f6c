"""``drafter mail show``."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator

import click

from drafter.cli.common import as_json, fail, json_option, open_facts, open_office
from drafter.cli.mail.common import (
    NOT_THERE,
    campaign_of,
    matter_told,
    message_of,
    opened,
    piles_told,
    sorting_of,
    topics_told,
)
from drafter.factbase.edtf import day_in_words
from drafter.mail.piles import Laid, Pile, told_to
from drafter.mail.sorting import Sorting
from drafter.mail.store import KEY
from drafter.mail.tables import as_json as told_of
from drafter.mail.tables import campaigns

_WIDTH = 110


@click.command("show", short_help="Show a sorting: its piles, a pile, a message, a campaign.")
@click.argument("folder", metavar="FOLDER")
@click.argument("key", metavar="[KEY]", default="")
@click.option("--pile", type=click.Choice([str(pile) for pile in Pile]), help="Show every message of a pile.")
@json_option
@click.pass_obj
def command(office_folder: str | None, folder: str, key: str, pile: str | None, json_: bool) -> None:
    """Show how many messages lie in each pile now, after what was decided.

    With a message's KEY, or the beginning of it: what its writer says, the pile that it lies in, and why. With a
    campaign's (campaign:...): its common text. With --pile, a few lines for each message of the pile: its key, who
    wrote and from where, and what is the writer's own in it.
    """
    if key and pile:
        fail("name a message or a campaign by its key, or a pile with --pile")
    office = open_office(office_folder)
    base = open_facts(office)
    with opened(folder) as store:  # all is read before any is told: whoever pages through it keeps nobody waiting
        sorting = sorting_of(store, folder, base, office)
        if pile:
            chosen = [laid for laid in sorting.laid() if laid.pile == pile]
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
            value, lines = {str(one): counts[one] for one in Pile}, piles_told(counts)
        told = list(lines)
    if json_:
        as_json(value)
    else:
        click.echo("\n".join(told))


def _pile(chosen: Iterable[Laid], pile: str) -> Iterator[str]:
    count = 0
    for laid in chosen:
        count += 1
        changes, read = laid.kept.changes, laid.kept.read
        own = (*changes.added, *(new for _, new in changes.changed)) if changes is not None else read.paragraphs
        name, address = told_to(laid)
        yield f"{read.key} {name or read.where}, {address or 'no address'}{f' ({laid.why})' if laid.why else ''}"
        yield from (_filled(text, "    ", "    ") for text in own)
    yield f"{count} message{'s' if count != 1 else ''} in the pile '{pile}'"


def _campaign(seed: str, sorting: Sorting) -> Iterator[str]:
    group = next(group for group in sorting.groups.values() if group.seed == seed)
    yield f"{group.key}: {group.size} messages, '{group.name}'"
    yield f"  raises: {matter_told(sorting.common[group.id])}"
    yield from piles_told(Counter(laid.pile for laid in sorting.laid() if laid.kept.campaign == group.id))
    yield from (_filled(text, "    ", "    ") for text in group.common)


def _message(laid: Laid, sorting: Sorting) -> Iterator[str]:
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
