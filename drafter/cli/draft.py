"""``drafter draft``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import click

from drafter.cli.common import Day, fail, open_office, report, stop
from drafter.cli.completing import (
    complete_action,
    complete_fear,
    complete_position,
    complete_question,
    complete_topic,
)
from drafter.cli.draft_named import Named, named
from drafter.cli.draft_saving import ending_of, save
from drafter.cli.draft_to import name_and_address, odd_address
from drafter.cli.registers import seal_of
from drafter.cli.writing import draft_of, drafting_of
from drafter.drafting import Drafting
from drafter.factbase.unreviewed import unreviewed
from drafter.formats import FORMATS, NAMES, PAPER, WRITERS, one_of
from drafter.letter.concerns import subjects_of
from drafter.letter.correspondent import Correspondent, UnusableAddress, UnusableName, correspondent
from drafter.letter.correspondent import clean as cleaned
from drafter.letter.decided import undecided
from drafter.letter.did import read_did
from drafter.letter.mailing import Mailing, usable_address
from drafter.letter.request import Did, Length, LetterRequest
from drafter.letter.tree import Letter
from drafter.office import ASK, FILE, NO_POSITION, WITHOUT_ADDRESS
from drafter.problems import Problem, ProblemsFound, Severity, Where


@click.command("draft", short_help="Draft a reply letter, every claim in it cited.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topic,
    help="A concern to answer; again for each.",
)
@click.option(
    "--asks",
    multiple=True,
    metavar="TOPIC.QUESTION",
    shell_complete=complete_question,
    help="What the constituent asks; again for each.",
)
@click.option(
    "--fears",
    multiple=True,
    metavar="TOPIC.FEAR",
    shell_complete=complete_fear,
    help="What the constituent fears; again for each.",
)
@click.option(
    "--wants",
    multiple=True,
    metavar="ACTION",
    shell_complete=complete_action,
    help="What the member is asked to do; again for each.",
)
@click.option(
    "--did",
    "acts",
    multiple=True,
    metavar="TEXT",
    help="What the member did for this reader: 'wrote to the Minister 2018-02-03'.",
)
@click.option("--to", "name", metavar="NAME", help="Who is answered: 'Mrs A Patel', 'Mr and Mrs Jones', ...; or -.")
@click.option("--to-file", "name_file", metavar="FILE", help="Who is answered, from a file, or - for standard input.")
@click.option("--from", "from_", metavar="MESSAGE", help="Take from a constituent's message what is not given here.")
@click.option(
    "--without-address",
    type=click.Choice(WITHOUT_ADDRESS),
    help="Where the message gives none; else as office.yaml says.",
)
@click.option("--address", default="", metavar="TEXT", help="The postal address, its lines divided by commas; or -.")
@click.option("--address-file", metavar="FILE", help="The address, from a file, or - for standard input.")
@click.option("--email", metavar="ADDRESS", help="Where an e-mail goes, where no message says.")
@click.option(
    "--attach", type=click.Choice(PAPER), help="With an e-mail, the letter as a file too, on the office's letterhead."
)
@click.option("--salutation", default="", metavar="TEXT", help="How the letter greets, where you know better.")
@click.option("--date", "day", type=Day(), metavar="DATE", help="The letter's date; today unless given.")
@click.option(
    "--position",
    metavar="NAME",
    shell_complete=complete_position,
    help="The member's view to add, from the subject's positions; or none.",
)
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
    "-o", "--output", metavar="FILE", help=f"A {one_of(WRITERS)} file, or - for standard output; else one in letters/."
)
@click.option("--format", "format_", type=click.Choice(NAMES), help="The format where the file's name tells none.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def command(
    office_folder: str | None,
    topics: tuple[str, ...],
    asks: tuple[str, ...],
    fears: tuple[str, ...],
    wants: tuple[str, ...],
    acts: tuple[str, ...],
    name: str | None,
    name_file: str | None,
    from_: str | None,
    without_address: str | None,
    address: str,
    address_file: str | None,
    email: str | None,
    attach: str | None,
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
    """Draft a reply to one constituent, on topics, questions, fears and wishes ('drafter topics' lists them).

    With --from, whom it is to, where, and what it answers is read from the constituent's own message. Then --topic
    stands in place of its topics; --asks, --fears and --wants add to what it says, and 'none' takes away what it says.

    In Word it is a reviewing copy: a comment on each cited sentence says what it rests on, and the header says DRAFT.
    What the member of staff should know about the letter is printed to standard error.

    Options are seen by all on the machine while the program runs: --to-file and --address-file keep a name from that.
    From standard input both may come: the name in the first line, the address in the others.
    """
    ending = ending_of(output, format_)
    name, address = name_and_address(name, name_file, address, address_file)
    report(odd_address(address, "--address"))
    given = Named(topics, asks, fears, wants)
    _check_given(given, name, from_, without_address)
    by_email = FORMATS[ending].addressed
    to = _email(email, attach, asks=from_ is None, addressed=by_email)
    office = open_office(office_folder)
    drafting = drafting_of(office)
    taken, asks_address = None, False
    if from_ is not None:
        from drafter.cli.draft_from import taken_from  # late: a letter without a message needs none of it

        taken = taken_from(
            from_,
            drafting.base,
            office,
            topics,
            name or "",
            address=address,
            asks=(without_address or office.without_address) == ASK,
            email=to if by_email else None,
        )
        name, reference = taken.name, reference or taken.reference
        address = address or taken.address
        asks_address = not address and (without_address or office.without_address) == ASK
    letter_day = day or date.today()  # noqa: DTZ011 - the office's own day is meant
    did, wrong = _done(acts, letter_day)
    answers = named(given, taken, drafting.base)
    request = LetterRequest(
        topics=answers.topics,
        to=_correspondent(name or "", address, salutation),
        date=letter_day,
        length=Length(length),
        reference=cleaned(reference),
        asks_address=asks_address,
        asks=answers.asks,
        fears=answers.fears,
        wants=answers.wants,
        did=did,
        mailing=taken.mailing if taken is not None else Mailing(to) if by_email else None,
        attached=f".{attach}" if attach else "",
    )
    request = replace(request, position=_position(position, request, drafting))
    try:
        composed = drafting.composed(request)
        form = draft_of(composed.letter, ending, drafting.base, office, large_print=large_print, clean=clean)
    except ProblemsFound as found:
        # A default of the office's is no wrong use of the command.
        setting = Where(office.path_of(FILE))
        unset = position is None
        told = [replace(p, where=setting) if p.where.path == "--position" and unset else p for p in found.problems]
        stop([*wrong, *told])
    if wrong:
        stop(wrong)
    data = form.filled(composed.letter.particulars)
    report([*composed.warnings, *_blanks(composed.letter, drafting), *_on_a_page(composed.letter, ending)])
    report(unreviewed(office.facts, office.path_of("facts"), drafting.cited(composed), seal_of(office)))
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    click.echo(save(data, output, ending, composed.letter, office, force=force))


def _check_given(given: Named, name: str | None, from_: str | None, without_address: str | None) -> None:
    """Without a message, what to answer and a name must be given."""
    if from_ is not None:
        return
    if without_address:
        fail("--without-address is for a message, with --from")
    if not any(given):
        raise click.UsageError("Missing option '--topic' (or '--asks', '--fears', '--wants').")
    if name is None:
        message = (
            "Missing option '--to' (or '--to-file', which keeps the name private; or '--from', to answer a message)."
        )
        raise click.UsageError(message)


def _email(given: str | None, attach: str | None, *, asks: bool, addressed: bool) -> str:
    """The e-mail address of the command line, empty for none; ends the program where it is no use, or is needed since
    nothing else says it (``asks``).
    """
    if not addressed:
        if given is not None or attach is not None:
            fail(f"{'--email' if given is not None else '--attach'} is for an e-mail: -o FILE.eml, or --format eml")
        return ""
    address = usable_address(given or "")
    if given is not None and not address:
        stop([Problem(Where("--email"), "no-recipient", "is no e-mail address that can be written to")])
    if asks and not address:
        stop([Problem(Where("--email"), "no-recipient", "it is not said where the e-mail goes", "--email says")])
    return address


def _blanks(letter: Letter, drafting: Drafting) -> Iterator[Problem]:
    """That a letter has blanks in it, which wait for decisions of the member's."""
    missing = undecided(letter.wants, drafting.base, drafting.office, letter.date)
    if missing:
        asked = " and ".join(f"'{id_}' ({drafting.base.actions[id_].ask})" for id_ in missing)
        count = f"{len(missing)} blanks" if len(missing) > 1 else "a blank"
        message = f"has {count} in it, '[DECIDE: ...]': nobody has decided on {asked}"
        hint = f"'drafter office decide {missing[0]}' enters it, and then draft it again"
        yield Problem(Where("the letter"), "undecided", message, hint, Severity.WARNING)


def _on_a_page(letter: Letter, ending: str) -> Iterator[Problem]:
    """That a page, which may be meant for a website, says where somebody lives."""
    if ending == ".html" and letter.particulars.can_be_posted:
        message = "the page has its reader's name and address in it, which belong on no website"
        hint = "for all to read: --to 'Residents of ...' without an address"
        yield Problem(Where("the letter"), "personal-page", message, hint, Severity.WARNING)


def _done(typed: tuple[str, ...], day: date) -> tuple[tuple[Did, ...], list[Problem]]:
    """What the member did for this reader, and what is wrong with how it was told."""
    found = [read_did(text, day) for text in typed]
    did = dict.fromkeys(one for one in found if isinstance(one, Did))
    return tuple(did), [one for one in found if isinstance(one, Problem)]


def _position(given: str | None, request: LetterRequest, drafting: Drafting) -> str:
    """The position that is asked for, or the office's own for the subject; empty for none."""
    if given is not None:
        chosen = given.removesuffix(".md.j2")
        return "" if chosen == NO_POSITION else chosen
    subjects = subjects_of(request, drafting.base)
    return drafting.office.view(drafting.templates.named(f"{subjects[0]}/positions") if subjects else ())


def _correspondent(name: str, address: str, salutation: str) -> Correspondent:
    try:
        return correspondent(name, address, salutation)
    except UnusableName as failure:
        stop([Problem(Where("--to"), "unusable-name", failure.as_problem)])
    except UnusableAddress as failure:
        stop([Problem(Where("--address"), "unusable-address", failure.as_problem)])
