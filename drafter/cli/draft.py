"""``drafter draft``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from drafter.cli.common import Day, fail, open_office, report, stop
from drafter.cli.writing import draft_of, drafting_of
from drafter.factbase.unreviewed import unreviewed
from drafter.files import write_atomically
from drafter.formats import WRITERS
from drafter.letter.correspondent import Correspondent, UnusableAddress, UnusableName, correspondent
from drafter.letter.correspondent import clean as cleaned
from drafter.letter.request import Length, LetterRequest
from drafter.letter.tree import Letter
from drafter.office import ASK, FILE, WITHOUT_ADDRESS, Office
from drafter.problems import Problem, ProblemsFound, Where

NO_POSITION = "none"


@click.command("draft", short_help="Draft a reply letter, every claim in it cited.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="A concern to answer; again for each.")
@click.option("--to", "name", metavar="NAME", help="Who is answered: 'Mrs A Patel', 'Mr and Mrs Jones', ...")
@click.option("--from", "from_", metavar="MESSAGE", help="Take from a constituent's message what is not given here.")
@click.option(
    "--without-address",
    type=click.Choice(WITHOUT_ADDRESS),
    help="Where the message gives none; else as office.yaml says.",
)
@click.option("--address", default="", metavar="TEXT", help="The postal address, its lines divided by commas.")
@click.option("--salutation", default="", metavar="TEXT", help="How the letter greets, where you know better.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The letter's date; today unless given.")
@click.option("--position", metavar="NAME", help="The member's view to add, from templates/positions; or none.")
@click.option(
    "--length",
    type=click.Choice([str(length) for length in Length]),
    default=str(Length.STANDARD),
    show_default=True,
    help="How much is said.",
)
@click.option("--reference", default="", metavar="REF", help="The office's own reference.")
@click.option("--large-print", is_flag=True, help="Set in 18 points.")
@click.option("--clean", is_flag=True, help="In Word, without the comments and without DRAFT in the header.")
@click.option(
    "-o", "--output", metavar="FILE", help="A .docx or .md file, or - for standard output; else one in letters/."
)
@click.option(
    "--format", "format_", type=click.Choice(["docx", "md"]), help="The format where the file's name tells none."
)
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def command(
    office_folder: str | None,
    topics: tuple[str, ...],
    name: str | None,
    from_: str | None,
    without_address: str | None,
    address: str,
    salutation: str,
    day: date | None,
    position: str | None,
    length: str,
    reference: str,
    large_print: bool,
    clean: bool,
    output: str | None,
    format_: str | None,
    force: bool,
) -> None:
    """Draft a reply to one constituent, on one or more topics ('drafter topics' lists them).

    With --from, whom it is to, where, and on what is read from the constituent's own message.

    In Word it is a reviewing copy: a comment on each cited sentence says what it rests on, and the header says DRAFT.
    What the member of staff should know about the letter is printed to standard error.
    """
    ending = _ending(output, format_)
    _check_given(topics, name, from_, without_address)
    office = open_office(office_folder)
    drafting = drafting_of(office)
    asks = False
    if from_ is not None:
        from drafter.cli.draft_from import taken_from  # late: a letter without a message needs none of it

        taken = taken_from(from_, drafting.base, office, topics, name or "")
        name, topics, reference = taken.name, taken.topics, reference or taken.reference
        address = address or taken.address
        asks = not address and (without_address or office.without_address) == ASK
    to = _correspondent(name or "", address, salutation)
    chosen = office.position if position is None else position.removesuffix(".md.j2")
    request = LetterRequest(
        topics=topics,
        to=to,
        date=day or date.today(),  # noqa: DTZ011 - the office's own day is meant
        position="" if chosen == NO_POSITION else chosen,
        length=Length(length),
        reference=cleaned(reference),
        asks_address=asks,
    )
    try:
        composed = drafting.composed(request)
        form = draft_of(composed.letter, ending, drafting.base, office, large_print=large_print, clean=clean)
    except ProblemsFound as found:
        # A default of the office's is no wrong use of the command.
        setting = Where(office.path_of(FILE))
        given = position is not None
        stop(replace(p, where=setting) if p.where.path == "--position" and not given else p for p in found.problems)
    data = form.filled(composed.letter.particulars)
    report(composed.warnings)
    report(unreviewed(office.facts, office.path_of("facts"), drafting.cited(composed)))
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    click.echo(_save(data, output, ending, composed.letter, office, force=force))


def _check_given(topics: tuple[str, ...], name: str | None, from_: str | None, without_address: str | None) -> None:
    """Without a message, topics and name must be given."""
    if from_ is not None:
        return
    if without_address:
        fail("--without-address is for a message, with --from")
    for option, given in (("--topic", topics), ("--to", name)):
        if given in (None, ()):
            raise click.UsageError(f"Missing option '{option}'.")


def _ending(output: str | None, format_: str | None) -> str:
    named = Path(output).suffix.lower() if output and output != "-" else ""
    if output and output != "-" and named not in WRITERS:
        fail(f"-o must end in {' or '.join(WRITERS)}, or be - for standard output; not '{named or output}'")
    if format_ and named and named != f".{format_}":
        fail(f"-o names a {named} file and --format asks for .{format_}; leave one of them out")
    return named or (f".{format_}" if format_ else ".md" if output == "-" else ".docx")


def _correspondent(name: str, address: str, salutation: str) -> Correspondent:
    try:
        return correspondent(name, address, salutation)
    except UnusableName as failure:
        stop([Problem(Where("--to"), "unusable-name", failure.as_problem)])
    except UnusableAddress as failure:
        stop([Problem(Where("--address"), "unusable-address", failure.as_problem)])


def _save(data: bytes, output: str | None, ending: str, letter: Letter, office: Office, *, force: bool) -> str:
    """Write the letter; without a name of its own, under the first that is free. Returns the name."""
    if output:
        own = Path(output).resolve().parent == office.letters.resolve()  # any other may be misspelt
        problem = write_atomically(Path(output), data, output, replace=force, make_folder=own)
        if problem is not None:
            stop([problem])
        return output
    for file in _names(letter, ending):
        name = office.path_of(office.letters.name, file)
        problem = write_atomically(office.letters / file, data, name, replace=False, make_folder=True)
        if problem is None:
            return name
        if problem.rule != "file-exists":
            stop([problem])
    raise AssertionError


def _names(letter: Letter, ending: str) -> Iterator[str]:
    """Names for the file, from the date and the topics or the reference: never from the constituent's name."""
    about = letter.reference or ("-".join(letter.topics) if len(letter.topics) < 4 else "several-topics")
    slug = re.sub(r"[^A-Za-z0-9]+", "-", about).strip("-")[:60] or "letter"
    stem = f"{letter.date.isoformat()}-{slug}"
    yield f"{stem}{ending}"
    for number in range(2, 100_000):
        yield f"{stem}-{number}{ending}"
