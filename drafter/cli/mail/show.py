"""``drafter mail show``."""

from __future__ import annotations

import textwrap

import click

from drafter.cli.common import as_json, fail, json_option, open_facts, open_office
from drafter.cli.mail.common import NOT_THERE, opened, print_topics, sorting_of
from drafter.factbase.edtf import day_in_words
from drafter.mail.piles import Laid, Pile, lay, name_of
from drafter.mail.sorting import Sorting
from drafter.mail.tables import as_json as told_of


@click.command("show", short_help="Show a message of a sorting, or those of a pile.")
@click.argument("folder", metavar="FOLDER")
@click.argument("key", metavar="[MESSAGE]", default="")
@click.option("--pile", type=click.Choice([str(pile) for pile in Pile]), help="Show every message of a pile.")
@json_option
@click.pass_obj
def command(office_folder: str | None, folder: str, key: str, pile: str | None, json_: bool) -> None:
    """Show a message by its key, or the beginning of it: what its writer says, the pile that it lies in, and why.

    With --pile, a few lines for each message of the pile: its key, who wrote, and what is the writer's own in it.
    """
    if bool(key) == bool(pile):
        fail("name a message by its key, or a pile with --pile")
    office = open_office(office_folder)
    base = open_facts(office)
    with opened(folder) as store:
        sorting = sorting_of(store, folder, base, office)
        if pile:
            _print_pile(sorting, Pile(pile), json_=json_)
            return
        kept = store.by_key(key)
        if kept is None:
            fail(f"there is no message '{key}' in {folder}, or more than one whose key begins so")
        group = sorting.groups.get(kept.campaign)
        decision = sorting.decisions.of(kept.read.key, group.seed if group else "")
        laid = lay(kept, decision, sorting.topics.get(kept.campaign, ()), office.without_address)
    if json_:
        as_json(told_of(laid))
        return
    _print(laid, group.name if group else "")


def _print_pile(sorting: Sorting, pile: Pile, *, json_: bool) -> None:
    chosen = (laid for laid in sorting.laid() if laid.pile is pile)
    if json_:
        as_json([told_of(laid) for laid in chosen])
        return
    count = 0
    for laid in chosen:
        count += 1
        changes, read = laid.kept.changes, laid.kept.read
        own = (*changes.added, *(new for _, new in changes.changed)) if changes is not None else read.paragraphs
        click.echo(f"{read.key} {name_of(read) or read.where}{f' ({laid.why})' if laid.why else ''}")
        for text in own:
            click.echo(textwrap.fill(text, 110, initial_indent="    ", subsequent_indent="    "))
    click.echo(f"{count} message{'s' if count != 1 else ''} in the pile '{pile}'")


def _print(laid: Laid, campaign: str) -> None:
    kept, read, writer, decided = laid.kept, laid.kept.read, laid.kept.read.writer, laid.decision
    click.echo(f"message {kept.n}, {read.key}: {read.where}")
    rows = (
        ("pile", f"{laid.pile}{f' ({laid.why})' if laid.why else ''}"),
        ("campaign", campaign or "none"),
        ("date", day_in_words(read.date) if read.date else NOT_THERE),
        ("signed", " and ".join(filter(None, (writer.name, writer.second))) or NOT_THERE),
        ("answered to", name_of(read) or NOT_THERE),
        ("address", ", ".join((*writer.address, writer.postcode)).strip(", ") or NOT_THERE),
        ("subject", read.subject or NOT_THERE),
        ("decided", ", ".join(filter(None, (decided.do or decided.common, decided.by, decided.because))) or "nothing"),
    )
    for name, value in rows:
        click.echo(f"  {name}: {value}")
    print_topics(kept.recognised)
    changes = kept.changes
    for title, texts in (("added", changes.added), ("taken out", changes.removed)) if changes else ():
        for text in texts:
            click.echo(textwrap.fill(f"{title}: {text}", 110, initial_indent="  ", subsequent_indent="    "))
    for old, new in changes.changed if changes else ():
        click.echo(textwrap.fill(f"changed: {old} -> {new}", 110, initial_indent="  ", subsequent_indent="    "))
    for paragraph in read.paragraphs:
        click.echo(textwrap.fill(paragraph, 110, initial_indent="    ", subsequent_indent="    "))
