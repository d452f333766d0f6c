"""``drafter draft``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from drafter.cli.common import (
    DayType,
    complete_action,
    complete_fear,
    complete_position,
    complete_question,
    complete_subject,
    complete_topic,
    fail,
    far_ahead,
    name_and_address,
    open_workspace,
    options,
    report,
    stop,
    subject_named,
)
from drafter.cli.writing import need_for_drafting
from drafter.drafting import (
    NOTHING,
    AnsweredRequest,
    Taken,
    answered,
    as_known,
    at_the_setting,
    blanks,
    cited,
    draft,
    draft_of,
    not_reviewed,
    personal_page,
    position_of,
    without_view,
)
from drafter.english.messages import listed
from drafter.english.words import clean_line as cleaned
from drafter.facts.model import FactBase
from drafter.files.atomic import write_atomically
from drafter.formats import FORMATS, NAMES, PAPER, WRITERS
from drafter.frozen import dataclass
from drafter.letter.acts import read_did
from drafter.letter.mailing import Mailing, usable_address
from drafter.letter.recipient import (
    Correspondent,
    UnusableAddress,
    UnusableName,
    correspondent,
    is_like_an_address,
    why_odd,
)
from drafter.letter.request import Did, Length, LetterRequest, subjects_in, subjects_of, topics_named
from drafter.letter.thanks import read_thanks
from drafter.letter.tree import Letter
from drafter.office import ASK, WITHOUT_ADDRESS, Office
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.workspace import Workspace

# Where a draft goes: the named file, or one among the office's letters.


def ending_of(output: str | None, format_: str | None) -> str:
    """The ending of the file. Ends the program where drafter cannot write such files."""
    named = Path(output).suffix.lower() if output and output != "-" else ""
    if output and output != "-" and named not in WRITERS:
        fail(f"-o must end in {listed(WRITERS, 'or')}, or be - for standard output; not '{named or output}'")
    if format_ and named and named != f".{format_}":
        fail(f"-o names a {named} file and --format asks for .{format_}; leave one of them out")
    return named or (f".{format_}" if format_ else ".md" if output == "-" else ".docx")


def save(data: bytes, output: str | None, ending: str, letter: Letter, office: Office, *, force: bool) -> str:
    """Write the letter. Without a given name it gets the first free one. Returns the name."""
    if output:
        # For any other folder, the name may be mistyped.
        own = Path(output).resolve().parent == office.letters.resolve()
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
    """Names for the file, from the date and the topics or the reference, never from the constituent's name."""
    answered = letter.topics or letter.wants
    about = letter.reference or ("-".join(answered) if len(answered) < 4 else "several-topics")
    slug = re.sub(r"[^A-Za-z0-9]+", "-", about).strip("-")[:60] or "letter"
    stem = f"{letter.date.isoformat()}-{slug}"
    yield f"{stem}{ending}"
    for number in range(2, 100_000):
        yield f"{stem}-{number}{ending}"


def odd_address(address: str, option: str) -> Iterator[Problem]:
    """A problem where text given as an address does not look like one."""
    if address.strip() and not is_like_an_address(" ".join(address.replace("\\n", "\n").splitlines())):
        message = "looks like no address; a postcode is missing"
        yield Problem(Where(option), "odd-address", message, "is it the whole of it?", Severity.WARNING)


def odd_name(to: Correspondent, option: str) -> Iterator[Problem]:
    """A problem where a name may not be meant as it was typed."""
    why = why_odd(to)
    if why:
        yield Problem(Where(option), "odd-name", why, "is it written so?")


@dataclass(frozen=True, kw_only=True)
class Options:
    """The command line's options for a letter."""

    subject: str | None
    topics: tuple[str, ...]
    asks: tuple[str, ...]
    fears: tuple[str, ...]
    wants: tuple[str, ...]
    acts: tuple[str, ...]
    thanks: str | None
    name: str | None
    name_file: str | None
    from_: str | None
    without_address: str | None
    case_seen: bool
    address: str
    address_file: str | None
    email: str | None
    attach: str | None
    salutation: str
    day: date | None
    position: str | None
    length: str
    reference: str
    large_print: bool
    clean: bool
    output: str | None
    format_: str | None
    force: bool

    @property
    def answers(self) -> AnsweredRequest:
        """What to answer, as far as the command line says."""
        return AnsweredRequest(self.topics, self.asks, self.fears, self.wants)

    def by_id(self, base: FactBase) -> AnsweredRequest:
        """The same by id. Ends the program where there is no such subject, or something is of another one."""
        subject = self.subject or ""
        if subject:
            subject_named(subject, base)
        answers = as_known(self.answers, base, subject)
        for other in subjects_in(topics_named(answers.asks, answers.fears, answers.topics, base), answers.wants, base):
            if subject and other != subject:
                message = f"what is asked is of the subject '{other}', not of '{subject}'"
                stop([Problem(Where("--subject"), "mixed-subjects", message)])
        return answers

    def taken(self, workspace: Workspace, name: str, address: str, email: str | None) -> Taken:
        """What the constituent's message says; without a message, only what was typed.

        ``email`` is the address for an e-mail: empty for the address from which the message came, ``None`` for a letter
        on paper.
        """
        given = self.by_id(workspace.base)
        if self.from_ is None:
            answers = answered(given, None, workspace.base)
            return Taken(name, address, self.reference, *answers, Mailing(email) if email is not None else None)

        asks = (self.without_address or workspace.office.without_address) == ASK
        from drafter.cli.draft_from import taken_from  # late: most letters are drafted without the post
        from drafter.inbox.replying import Given

        said = Given(given.topics, name, address, asks, email, self.subject or "", seen=self.case_seen)
        found = taken_from(self.from_, workspace, said)
        address = address or found.address
        answers = answered(given, found.answers, workspace.base)
        reference = self.reference or found.reference
        asks = asks and not address
        return Taken(found.name, address, reference, *answers, found.mailing, asks, found.thanks, found.raised)


@click.command("draft")
@click.option(
    "--subject",
    metavar="SUBJECT",
    shell_complete=complete_subject,
    help="Of several, what it is on; with --from, what is answered.",
)
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
@click.option(
    "--thanks",
    metavar="TEXT",
    help="What to thank the reader for: 'your 24 years as a nurse'; or none.",
)
@click.option("--to", "name", metavar="NAME", help="Who is answered: 'Mrs A Patel', 'Mr and Mrs Jones', ...; or -.")
@click.option("--to-file", "name_file", metavar="FILE", help="Who is answered, from a file, or - for standard input.")
@click.option("--from", "from_", metavar="MESSAGE", help="Take from a constituent's message what is not given here.")
@click.option(
    "--without-address",
    type=click.Choice(WITHOUT_ADDRESS),
    help="Where the message gives none; else as office.yaml says.",
)
@click.option(
    "--case-seen", is_flag=True, help="Somebody has read what the message tells of a case or a danger, and sees to it."
)
@click.option("--address", default="", metavar="TEXT", help="The postal address, its lines divided by commas; or -.")
@click.option("--address-file", metavar="FILE", help="The address, from a file, or - for standard input.")
@click.option("--email", metavar="ADDRESS", help="Where an e-mail goes, where no message says.")
@click.option(
    "--attach", type=click.Choice(PAPER), help="With an e-mail, the letter as a file too, on the office's letterhead."
)
@click.option("--salutation", default="", metavar="TEXT", help="How the letter greets, where you know better.")
@click.option("--date", "day", type=DayType(), metavar="DATE", help="The letter's date; today unless given.")
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
    "-o",
    "--output",
    metavar="FILE",
    help=f"A {listed(WRITERS, 'or')} file, or - for standard output; else one in letters/.",
)
@click.option("--format", "format_", type=click.Choice(NAMES), help="The format where the file's name tells none.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
@options(Options)
def command(office_folder: str | None, chosen: Options) -> None:
    """Draft a reply to one constituent, on topics, questions, fears and wishes ('drafter topics' lists them).

    With --from, whom it is to, where, and what it answers is read from the constituent's own message. Then --topic
    stands in place of its topics; --asks, --fears and --wants add to what it says, and 'none' takes away what it says.

    In Word it is a reviewing copy: a comment on each cited sentence says what it rests on, and the header says DRAFT.
    What the member of staff should know about the letter is printed to standard error.

    Options are seen by all on the machine while the program runs: --to-file and --address-file keep a name from that.
    From standard input both may come: the name in the first line, the address in the others.
    """
    ending = ending_of(chosen.output, chosen.format_)
    name, address = name_and_address(chosen.name, chosen.name_file, chosen.address, chosen.address_file)
    report([*odd_address(address, "--address"), *far_ahead(chosen.day)])
    _check_given(chosen, name)
    by_email = FORMATS[ending].addressed
    to = _email(chosen.email, chosen.attach, asks=chosen.from_ is None, addressed=by_email)
    workspace = open_workspace(office_folder)
    need_for_drafting(workspace)
    taken = chosen.taken(workspace, name or "", address, to if by_email else None)
    day = chosen.day or date.today()  # noqa: DTZ011 - the office's own day is meant
    did, wrong = _done(chosen.acts, day)
    thanks, odd = _thanks(chosen.thanks, taken.thanks)
    wrong += odd
    request = LetterRequest(
        topics=taken.topics,
        to=_correspondent(taken.name, taken.address, chosen.salutation),
        date=day,
        length=Length(chosen.length),
        reference=cleaned(taken.reference),
        asks_address=taken.asks_address,
        asks=taken.asks,
        fears=taken.fears,
        wants=taken.wants,
        raised=taken.raised,
        did=did,
        thanks=thanks,
        mailing=taken.mailing,
        attached=f".{chosen.attach}" if chosen.attach else "",
    )
    report(odd_name(request.to, "--to"))
    request = replace(request, position=position_of(chosen.position, request, workspace))
    try:
        composed = draft(request, workspace)
        form = draft_of(composed.letter, ending, workspace, large_print=chosen.large_print, clean=chosen.clean)
    except ProblemsFound as found:
        unset = chosen.position is None
        stop([*wrong, *(at_the_setting(found, workspace.office) if unset else found.problems)])
    if wrong:
        stop(wrong)
    data = form.filled(composed.letter.particulars)
    if chosen.position is None and not request.asks_address:
        report(without_view(subjects_of(request, workspace.base), workspace))
    report([*composed.warnings, *blanks(composed.letter, workspace), *personal_page(composed.letter, ending)])
    try:
        report(not_reviewed(cited(composed, workspace.base), workspace))
    except ProblemsFound as found:
        stop(found.problems)
    if chosen.output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    click.echo(save(data, chosen.output, ending, composed.letter, workspace.office, force=chosen.force))


def _check_given(chosen: Options, name: str | None) -> None:
    """Without a message, the command line must give what to answer and a name."""
    if chosen.from_ is not None:
        return
    if chosen.without_address:
        fail("--without-address is for a message, with --from")
    if chosen.case_seen:
        fail("--case-seen is for a message, with --from")
    if not any(chosen.answers):
        raise click.UsageError("Missing option '--topic' (or '--asks', '--fears', '--wants').")
    if name is None:
        message = (
            "Missing option '--to' (or '--to-file', which keeps the name private; or '--from', to answer a message)."
        )
        raise click.UsageError(message)


def _email(given: str | None, attach: str | None, *, asks: bool, addressed: bool) -> str:
    """The e-mail address of the command line, empty for none. Ends the program where it is no address, or where it is
    missing and nothing else gives one (``asks``).
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


def _done(typed: tuple[str, ...], day: date) -> tuple[tuple[Did, ...], list[Problem]]:
    """What the member did for this reader, and problems with its wording."""
    found = [read_did(text, day) for text in typed]
    did = dict.fromkeys(one for one in found if isinstance(one, Did))
    return tuple(did), [one for one in found if isinstance(one, Problem)]


def _thanks(typed: str | None, taken: str) -> tuple[str, list[Problem]]:
    """What the reader is thanked for: as typed, else as the message says; and what is wrong with it."""
    said = taken if typed is None else "" if typed.strip().casefold() == NOTHING else read_thanks(typed)
    return ("", [said]) if isinstance(said, Problem) else (said, [])


def _correspondent(name: str, address: str, salutation: str) -> Correspondent:
    try:
        return correspondent(name, address, salutation)
    except UnusableName as failure:
        stop([Problem(Where("--to"), "unusable-name", failure.as_problem)])
    except UnusableAddress as failure:
        stop([Problem(Where("--address"), "unusable-address", failure.as_problem)])
