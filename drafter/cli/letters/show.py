"""``drafter letters show``."""

from __future__ import annotations

import click

from drafter.cli.common import as_json, fail, json_option, open_office
from drafter.cli.facts.common import wrapped
from drafter.cli.letters.common import approved, entry_as_json, stopping
from drafter.cli.registers import letters_of
from drafter.factbase.edtf import day_in_words
from drafter.register.model import Entry


@click.command("show", short_help="Show everything that is kept of a letter.")
@click.argument("which", metavar="NUMBER|REFERENCE")
@json_option
@click.pass_obj
def command(office_folder: str | None, which: str, json_: bool) -> None:
    """Show what is kept of a letter: whose it was, what it relied on, and what was let stand, with the reasons.

    Of several letters with one reference, all are shown, the newest first.
    """
    register = letters_of(open_office(office_folder))
    entries: list[Entry] = []
    corrections: dict[int, list[int]] = {}
    if register is not None:
        from drafter.register.reading import Wanted

        with stopping(), register:
            if which.isascii() and which.isdigit():
                found = register.by_number(int(which)) if len(which) < 10 else None
                entries = [found] if found is not None else []
            entries = entries or register.by_reference(which)
            for entry in entries:
                corrections[entry.number] = [e.number for e in register.letters(Wanted(corrects=entry.number))]
    if not entries:
        fail(f"there is no letter '{which}' in the register; 'drafter letters list' shows them all")
    if json_:
        as_json([{**entry_as_json(entry), "corrected_by": corrections[entry.number]} for entry in entries])
        return
    for place, entry in enumerate(entries):
        if place:
            click.echo()
        _print(entry, corrections[entry.number])


def _print(entry: Entry, corrected_by: list[int]) -> None:
    click.echo(f"letter {entry.number} of {day_in_words(entry.letter_date)}")
    rows = (
        ("approved", approved(entry)),
        ("corrects", f"letter {entry.corrects}" if entry.corrects else ""),
        ("corrected by", ", ".join(f"letter {number}" for number in reversed(corrected_by))),
        ("reference", entry.reference),
        ("to", entry.name),
        ("subject", entry.subject),
        ("topics", ", ".join(entry.topics)),
        ("position", entry.position),
        ("length", entry.length),
        ("file", f"{entry.kind}, sha256 {entry.sha256}"),
        ("drafter", entry.version),
    )
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    if entry.accepted:
        click.echo("let stand:")
    for accepted in entry.accepted:
        click.echo(wrapped(f"[{accepted.rule}] {accepted.because}", "  "))
    if entry.warnings:
        click.echo(wrapped(f"warnings: {', '.join(entry.warnings)}", ""))
    click.echo("facts:" if entry.facts else "no facts")
    for said in entry.facts:
        click.echo(f"  {said.fact}{'' if said.held else '  (as history)'}")
        click.echo(wrapped(said.statement, "    "))
