"""``drafter letters show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.common import as_json, fail, json_option, open_office, stop
from drafter.cli.facts.common import wrapped
from drafter.cli.letters.common import approved, end_with, entry_as_json, stopping
from drafter.cli.registers import letters_of
from drafter.factbase.edtf import day_in_words
from drafter.problems import Problem
from drafter.register.model import Entry

if TYPE_CHECKING:  # a database's library is slow to import
    from drafter.register.reading import Looked
    from drafter.register.register import Register


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
    refused: list[Problem] = []
    corrections: dict[int, list[int]] = {}
    if register is not None:
        from drafter.register.reading import Wanted

        with stopping(), register:
            refused += register.wrong
            looked = _looked(which, register)
            entries = list(looked.entries)
            refused += looked.refused
            for entry in entries:
                correcting = register.letters(Wanted(corrects=entry.number))
                corrections[entry.number] = [one.number for one in correcting.entries]
                refused += correcting.refused
            if not entries:
                refused += register.altered()
    if refused and not entries:
        stop(refused)
    if not entries:
        fail(f"there is no letter '{which}' in the register; 'drafter letters list' shows them all")
    if json_:
        as_json([{**entry_as_json(entry), "corrected_by": corrections[entry.number]} for entry in entries])
        end_with(refused)
        return
    for place, entry in enumerate(entries):
        if place:
            click.echo()
        _print(entry, corrections[entry.number])
    end_with(refused)


def _looked(which: str, register: Register) -> Looked:
    """The letter of a number, else those of a reference."""
    from drafter.register.reading import Looked, Wanted

    looked = Looked()
    if which.isascii() and which.isdigit() and len(which) < 10 and int(which):
        looked = register.letters(Wanted(number=int(which)))
    return looked if looked != Looked() else register.by_reference(which)


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
        ("letterhead", f"sha256 {entry.letterhead}" if entry.letterhead else ""),
        ("seen", entry.seen),
        ("drafter", entry.version),
    )
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    if entry.acts:
        click.echo("acts:")
    for act in entry.acts:
        click.echo(wrapped(act, "  "))
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
