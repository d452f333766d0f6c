"""What a constituent's message says for the reply to it: each thing shown, and open to change on the command line."""

from __future__ import annotations

import click

from drafter.cli.common import fail, report, stop
from drafter.drafting import Taken
from drafter.facts.edtf import day_in_words
from drafter.facts.model import FactBase
from drafter.inbox.email import Reply, answering, reply_to
from drafter.inbox.gather import gather
from drafter.inbox.model import Raw, Read
from drafter.inbox.parse import read_message
from drafter.inbox.personal import Personal, PublicMatter, personal
from drafter.inbox.piles import name_of
from drafter.inbox.signature import Surroundings, surroundings
from drafter.inbox.topics import About, Matter, Recognised, Recogniser, sure
from drafter.letter.mailing import Mailing
from drafter.office import Office
from drafter.problems import Problem, Severity, Where


def taken_from(
    path: str,
    base: FactBase,
    office: Office,
    topics: tuple[str, ...],
    name: str,
    *,
    address: str = "",
    asks: bool = False,
    email: str | None = None,
) -> Taken:
    """What a message says; ends the program where it is about nothing that there are facts on, or nobody signed it.

    ``topics`` and ``name`` are those of the command line, which hold: of other topics nothing is asked and feared.
    So does ``address``, if one stands there too; without any a letter only asks for it, where ``asks`` says so. Where
    the reply goes by e-mail, ``email`` is the address that is given; empty for where the message came from.
    """
    around = surroundings(office)
    read = _read(path, around)
    found = Recogniser.of(base).recognise(read.subject, read.text, read.near)
    raised = topics or _topics(found, path)
    if read.writer.doubts and not (name and address):
        hint = "--to and --address say who is answered, and where"
        stop(
            [
                Problem(Where(path), "unsure-writer", f"{doubt}; nothing is drafted", hint)
                for doubt in read.writer.doubts
            ]
        )
    signed = name or name_of(read)
    if not signed:
        stop(
            [
                Problem(
                    Where(path), "unsigned", "nobody has signed it, and it names no sender", "--to says who is answered"
                )
            ]
        )
    matter = Matter(raised, sure(found.asks), sure(found.fears), sure(found.wants))
    matter = matter.on(topics) if topics else matter
    postal = address or read.writer.postal
    reply = _reply(read, office, signed, email)
    click.echo(f"{path}{_written(read)}: {_reader(signed, postal, reply)}{_answered(matter, postal, asks)}", err=True)
    if postal or not asks:
        _tell(found, matter)
    _warn(path, read, personal(read.paragraphs, PublicMatter.of(base.subjects.values(), around.names)))
    return Taken(signed, read.writer.postal, read.reference, *matter, _mailing(path, reply))


def _reply(read: Read, office: Office, name: str, given: str | None) -> Reply | None:
    """Where the reply goes by e-mail: where the command line or the message says; nothing for one on paper."""
    if given is None:
        return None
    return Reply(answering(read, given)) if given else reply_to(read, office.email, name)


def _mailing(path: str, reply: Reply | None) -> Mailing | None:
    """The same, and what is doubtful about it; ends the program where it can go nowhere."""
    if reply is None:
        return None
    if reply.mailing is None:
        hint = "--email says where the reply goes, if you know"
        stop([Problem(Where(path), "no-recipient", reply.fault, hint)])
    for doubt in reply.doubts:
        report([Problem(Where(path), "doubtful-recipient", doubt, "is it the right person?")])
    return reply.mailing


def _read(path: str, around: Surroundings) -> Read:
    """The one message that is there; ends the program where there is another number of them, or it cannot be read."""
    messages: list[Raw] = []
    for found in gather([path]):
        if isinstance(found, Problem):
            if found.severity is Severity.ERROR:
                stop([found])
            continue
        messages.append(found)
        if len(messages) > 1:
            fail(f"--from: {path} holds more than one message; 'drafter mail sort' sorts them")
    if not messages:
        fail(f"--from: there is no message in {path}")
    read = read_message(messages[0], around)
    if read.fault:
        stop([Problem(Where(path), "unreadable-message", read.fault)])
    return read


def _topics(found: Recognised, path: str) -> tuple[str, ...]:
    """The topics that are sure; ends the program where none is."""
    hint = "--topic says what to answer; 'drafter topics' lists them"
    perhaps = "; ".join(f"{one.id}? ({', '.join(one.evidence[:2])})" for one in found.topics if not one.sure)
    if found.about is About.NO:
        message = "is not about anything that there are facts on; nothing is drafted"
        stop([Problem(Where(path), "other-subject", message, hint)])
    if found.about is About.UNSURE:
        message = f"may be about something else ({', '.join(found.evidence)} is all that says so); nothing is drafted"
        stop([Problem(Where(path), "unsure-subject", message, hint)])
    if not found.sure:
        message = f"what it raises is not sure: {perhaps or 'nothing is recognised'}; nothing is drafted"
        stop([Problem(Where(path), "unsure-topic", message, hint)])
    if perhaps:
        report([Problem(Where(path), "unsure-topic", f"may raise more: {perhaps}", hint, Severity.WARNING)])
    return found.sure


def _written(read: Read) -> str:
    return f", of {day_in_words(read.date)}" if read.date else ""


def _reader(name: str, postal: str, reply: Reply | None) -> str:
    """Who is answered and where, in full: it is looked at before anything is sent there."""
    lines = [part for line in postal.splitlines() if (part := line.strip(" ,"))]
    by_email = f"; by e-mail to {reply.mailing.to}" if reply is not None and reply.mailing is not None else ""
    return f"to {', '.join([name, *(lines or ['no postal address'])])}{by_email}"


def _answered(matter: Matter, postal: str, asks: bool) -> str:
    if not postal and asks:
        return "; the letter only asks for the address, and answers nothing yet"
    return f"; topics: {', '.join(matter.topics)}"


def _tell(found: Recognised, matter: Matter) -> None:
    """Say by which words what is answered was known."""
    for what, taken, seen in (
        ("", matter.topics, found.topics),
        ("asks ", matter.asks, found.asks),
        ("fears ", matter.fears, found.fears),
        ("wants ", matter.wants, found.wants),
    ):
        for one in seen:
            if one.id in taken:
                click.echo(f"  {what}{one.id}: {'; '.join(one.evidence)}", err=True)


def _warn(path: str, read: Read, case: Personal) -> None:
    """Say what a standard letter does not answer, and what was odd in the message."""
    if case.weight:
        tells = "tells" if case.likely else "may tell"
        message = f"{tells} of a case of the writer's own ({case.words}), which no standard letter answers"
        report([Problem(Where(path), "personal-case", message)])
    for note in read.notes:
        report([Problem(Where(path), "of-the-message", note)])
