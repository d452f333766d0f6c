"""Saying what messages say, before anything is sorted."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from typing import Any

import click

from drafter.cli.common import FOUND, as_json, json_option, open_workspace, report, sound_facts
from drafter.cli.mail.common import NOT_THERE, topics_told
from drafter.facts.edtf import day_in_words
from drafter.inbox.concerns import Suggestion
from drafter.inbox.danger import Danger, dangers_of, sure_ones, told
from drafter.inbox.gather import gather
from drafter.inbox.model import ParsedMessage
from drafter.inbox.parse import read_message
from drafter.inbox.personal import Personal, PublicMatter, personal
from drafter.inbox.signature import office_context
from drafter.inbox.topics import Recognised, Recogniser
from drafter.problems import Problem, Severity, Where

# ``drafter mail read``.

# Printed only where the message has them.
_OPTIONAL = ("and signed", "organisation", "reference", "also in the signature")


@click.command("read")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@json_option
@click.pass_obj
def read_messages(office_folder: str | None, paths: tuple[str, ...], json_: bool) -> None:
    """Read messages: .eml, .msg, .docx and .txt files, mboxes, Maildirs, and folders of them.

    What a message does not say is reported as not there; nothing is guessed. Exit code 1 where one cannot be read.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    recogniser, around = Recogniser.of(sound_facts(workspace)), office_context(office)
    public = PublicMatter.of(recogniser.subjects.values(), around.names)
    messages: list[dict[str, Any]] = []
    wrong = False
    count = 0
    for raw in gather(paths):
        if isinstance(raw, Problem):
            report([raw])
            wrong = wrong or raw.severity is Severity.ERROR
            continue
        count += 1
        read = read_message(raw, around)
        if read.fault:
            report([Problem(Where(read.where), "unreadable-message", read.fault)])
            wrong = True
            continue
        found = recogniser.recognise(read.subject, read.text, read.near)
        case = personal(read.paragraphs, public)
        danger = dangers_of(read)
        if json_:
            messages.append(_as_json(read, found, case, danger))
        else:
            _print(read, found, case, danger)
    if json_:
        as_json(messages)
    elif not count and not wrong:
        click.echo("no messages")
    if wrong:
        sys.exit(FOUND)


def _print(read: ParsedMessage, found: Recognised, case: Personal, danger: tuple[Danger, ...]) -> None:
    writer = read.writer
    click.echo(read.where)
    if danger:
        click.echo(f"  {'READ THIS NOW' if sure_ones(danger) else 'read this'}: {told(danger)}")
    sender = f"{read.sender} <{read.sender_address}>" if read.sender_address else read.sender
    rows = (
        ("subject", read.subject),
        ("date", day_in_words(read.date) if read.date else ""),
        ("sender", sender.strip()),
        ("signed", writer.name),
        ("and signed", writer.second),
        ("organisation", writer.organisation),
        ("address", ", ".join(writer.address)),
        ("postcode", writer.postcode),
        ("reference", read.reference),
        ("also in the signature", "; ".join(writer.rest)),
    )
    for name, value in rows:
        if value or name not in _OPTIONAL:
            click.echo(f"  {name}: {value or NOT_THERE}")
    click.echo("\n".join(topics_told(found)))
    if case.weight:
        click.echo(f"  a case of the writer's own{'' if case.likely else ', perhaps'}: {case.words}")
    parts = read.parts
    for name, lines in (("quoted", parts.quoted), ("forwarded", parts.forwarded), ("below", parts.footers)):
        if lines:
            click.echo(f"  {name}: {sum(len(line.split()) for line in lines)} words that are not the writer's")
    for doubt in writer.doubts:
        click.echo(f"  unsure: {doubt}")
    for note in read.notes:
        click.echo(f"  note: {note}")
    for paragraph in read.paragraphs:
        click.echo(textwrap.fill(paragraph, 110, initial_indent="    ", subsequent_indent="    "))
    click.echo()


def _as_json(read: ParsedMessage, found: Recognised, case: Personal, danger: tuple[Danger, ...]) -> dict[str, Any]:
    writer = read.writer
    return {
        "file": read.where,
        "key": read.key,
        "subject": read.subject or None,
        "date": read.date.isoformat() if read.date else None,
        "sender": read.sender or None,
        "email": read.sender_address or None,
        "name": writer.name or None,
        "second": writer.second or None,
        "organisation": writer.organisation or None,
        "address": list(writer.address),
        "postcode": writer.postcode or None,
        "reference": read.reference or None,
        "signature": list(writer.rest),
        "doubts": list(writer.doubts),
        "about": str(found.about),
        "subjects": list(found.subjects),
        "doubt": found.doubt or None,
        "topics": [
            {"topic": one.id, "sure": one.sure, "sureness": one.sureness, "rests_on": list(one.evidence)}
            for one in found.topics
        ],
        "asks": _suggested(found.asks),
        "fears": _suggested(found.fears),
        "wants": _suggested(found.wants),
        "unread_questions": list(found.unread),
        "other_business": list(found.beside),
        "danger": [{"kind": str(one.kind), "words": one.words, "sure": one.sure} for one in danger],
        "personal": "likely" if case.likely else "doubtful" if case.doubtful else None,
        "personal_by": list(case.evidence),
        "text": list(read.paragraphs),
        "quoted": list(read.parts.quoted),
        "forwarded": list(read.parts.forwarded),
        "below": list(read.parts.footers),
        "notes": list(read.notes),
    }


def _suggested(some: Iterable[Suggestion]) -> list[dict[str, Any]]:
    return [{"id": one.id, "sure": one.sure, "sureness": one.sureness, "rests_on": list(one.evidence)} for one in some]
