"""``drafter letters list``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import click

from drafter.cli.common import Day, as_json, fail, json_option, open_facts, open_office
from drafter.cli.draft_to import name_and_address
from drafter.cli.letters.common import end_with, entry_as_json, refusals, stopping, table
from drafter.cli.registers import letters_of
from drafter.letter.known_as import forms_of
from drafter.problems import nearest


@click.command("list", short_help="List approved letters by date, topic, approver, fact and constituent.")
@click.option("--since", type=Day(), metavar="DATE", help="Only letters of this day or later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only letters of this day or earlier.")
@click.option("--topic", default="", metavar="TOPIC", help="Only letters on this topic.")
@click.option("--by", default="", metavar="NAME", help="Only letters that this person approved.")
@click.option("--fact", default="", metavar="ID", help="Only letters that say this fact, in whatever words.")
@click.option(
    "--to", "name", default="", metavar="NAME", help="Only letters to this constituent; with --postcode; or -."
)
@click.option("--postcode", default="", metavar="TEXT", help="The postcode of the constituent; or -.")
@json_option
@click.pass_obj
def command(
    office_folder: str | None,
    since: date | None,
    until: date | None,
    topic: str,
    by: str,
    fact: str,
    name: str,
    postcode: str,
    json_: bool,
) -> None:
    """List approved letters, newest first: number, date, reference, topics, who approved it and when.

    The register keeps no names unless the office wants it; a constituent is found by the name, as the letter was
    addressed, and the postcode together. Options are seen by all on the machine while the program runs; with - for
    both, they are read from standard input, the name in its first line and the postcode in its second.
    """
    given, postcode = name_and_address(name or None, None, postcode, None, options=("--to", "--postcode"))
    name = given or ""
    if bool(name.strip()) != bool(postcode.strip()):
        fail("--to and --postcode: a constituent is found by both together")
    office = open_office(office_folder)
    if topic:
        _refuse_unknown(topic, open_facts(office).topics, "topic")
    register = letters_of(office)
    looked = None
    if register is not None:
        from drafter.register.reading import Wanted

        forms = forms_of(name) if name.strip() else None
        who = tuple(register.constituent(form, postcode) for form in (*forms.same, *forms.perhaps)) if forms else ()
        wanted = Wanted(since=since, until=until, topic=topic, by=by, fact=fact, constituents=who)
        with stopping(), register:
            if fact and not register.counts([fact])[fact]:  # it may have left the fact base, and still be in letters
                _refuse_unknown(fact, open_facts(office).facts, "fact")
            looked = register.letters(wanted) if who or not name else None
            if looked is not None and wanted != Wanted():
                looked = looked._replace(refused=(*looked.refused, *register.altered()))
    entries = looked.entries if looked is not None else ()
    refused = refusals(register, looked)
    if json_:
        as_json([entry_as_json(entry) for entry in entries])
        end_with(refused)
        return
    if entries:
        table(
            (
                str(entry.number),
                entry.letter_date.isoformat(),
                entry.reference or "-",
                ", ".join(entry.topics) or "-",
                f"{entry.by}, {entry.approved_at.astimezone():%Y-%m-%d}",
            )
            for entry in entries
        )
    click.echo(f"{len(entries)} letter{'s' if len(entries) != 1 else ''}", err=True)
    end_with(refused)


def _refuse_unknown(name: str, known: Iterable[str], what: str) -> None:
    """None found must not mean mistyped."""
    known = list(known)
    if name not in known:
        some = f"known are {', '.join(known[:8])} ..."
        fail(f"there is no {what} '{name}'; {nearest(name, known) or some}")
