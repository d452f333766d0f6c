"""``drafter review``."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from drafter.batch.members import is_batch
from drafter.batch.reviewed import ReviewedText, keep_seen, seen_of
from drafter.cli.common import FOUND, as_json, json_option, open_workspace, report, stop, width_of
from drafter.cli.reading import (
    count_findings,
    reviewed,
    reviewed_again,
    tell_how_to_correct,
    tell_texts,
    write_sheet,
)
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.files.atomic import write_atomically
from drafter.letter.acts import read_did
from drafter.letter.request import Did
from drafter.problems import Problem
from drafter.review.mending import changed_passages, mended
from drafter.review.model import Passage, Review, SentenceStatus
from drafter.workspace import Workspace

_HEADING = "heading"


@click.command("review")
@click.argument("file", metavar="FILE")
@json_option
@click.option("--sheet", metavar="FILE.html", help="Write the sign-off sheet: one page for whoever signs.")
@click.option("--open", "open_", is_flag=True, help="Write the sheet and open it in the browser.")
@click.option("--large-print", is_flag=True, help="Set the sheet in large print.")
@click.option("--mend", is_flag=True, help="Write a copy in which sentences are put right that can be.")
@click.option(
    "--did",
    "acts",
    multiple=True,
    metavar="TEXT",
    help="Enter, in the copy, what the member did for this reader: 'wrote to the Minister 2018-02-03'.",
)
@click.option("--force", is_flag=True, help="Replace the sheet, or the mended copy, if there is one.")
@click.pass_obj
def command(
    office_folder: str | None,
    file: str,
    json_: bool,
    sheet: str | None,
    open_: bool,
    large_print: bool,
    mend: bool,
    acts: tuple[str, ...],
    force: bool,
) -> None:
    """Read a letter back, as it was edited in Word, LibreOffice or a text editor, and tell what each sentence rests on.

    Exit code 1 while anything is an error. A place in a Word file is a paragraph and a sentence of it. FILE may be a
    batch, a folder or a ZIP file: each of its texts is reviewed once.

    With --mend a copy is written beside the letter ('letter.mended.docx'): in it the claims have their own words
    again, and whose word they are is said. It is a draft, to be read and reviewed; the letter stays as it is. --did
    writes such a copy too: what was done for this reader is entered in it, and may then be said.
    """
    workspace = open_workspace(office_folder)
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    many = is_batch(Path(file))
    if (mend or acts) and many:
        raise click.UsageError(f"{'--mend' if mend else '--did'} is for one letter, and not for a batch")
    texts, workspace = reviewed(file, workspace, today)
    did = _entered(acts, texts[0].review.letter.date)
    if did:
        texts = reviewed_again(file, workspace, today, did)
    keep_seen(texts, workspace)
    if json_:
        counts = [{"letters": len(text.group.members)} if many else {} for text in texts]
        made = [
            {**_as_json(text.name, text.review), "seen": seen_of([text], workspace), **count}
            for text, count in zip(texts, counts, strict=True)
        ]
        as_json(made if many else made[0])
    elif many:
        tell_texts(texts)
    else:
        _print_whole(texts[0].review)
    if not json_:
        click.echo(f"seen: {seen_of(texts, workspace)}")
    if sheet or open_:
        for text in texts:
            name = _numbered(sheet, text.number) if sheet and len(texts) > 1 else sheet
            beside = f"{file.rstrip('/')}-text-{text.number}" if many else file
            write_sheet(
                beside, name, text.review, workspace, large_print=large_print, force=force, open_=open_, aside=json_
            )
    if mend or did:
        _mend(Path(file).with_suffix(texts[0].ending), texts[0], workspace, did, force=force, aside=json_)
    if any(text.review.errors for text in texts):
        sys.exit(FOUND)


def _entered(acts: Sequence[str], day: date) -> list[Did]:
    """What the member did for this reader. Ends the program where any of it may not stand in a letter of this day."""
    read = [read_did(act, day) for act in acts]
    odd = [one for one in read if isinstance(one, Problem)]
    if odd:
        stop(odd)
    return [one for one in read if isinstance(one, Did)]


def _mend(
    file: Path, text: ReviewedText, workspace: Workspace, did: Sequence[Did], *, force: bool, aside: bool
) -> None:
    """Write the copy in which all sentences are put right that can be. Shows each, before and after."""
    from drafter.drafting import draft_of  # late: only a mended copy is drafted

    told = list(changed_passages(text.review))
    if not told and not did:
        click.echo("nothing to mend: there are no words of the fact base's that put a sentence right", err=aside)
        return
    letter = mended(text.review, workspace)
    target = file.with_name(f"{file.stem}.mended{file.suffix}")
    form = draft_of(letter, file.suffix.lower(), workspace, large_print=text.large_print)
    data = form.filled(letter.particulars)
    problem = write_atomically(target, data, str(target), replace=force)
    if problem is not None:
        report([problem])
        sys.exit(FOUND)
    for passage, anew in told:
        click.echo(f"{passage.where.line}:{passage.where.column}  was  {passage.text}", err=aside)
        click.echo(f"{'':<{len(str(passage.where.line)) + len(str(passage.where.column)) + 1}}  is   {anew}", err=aside)
    done = [f"{counted(len(told), 'sentence')} put right"] if told else []
    done += [f"'{one.what}' entered, of {day_in_words(one.on)}" for one in did]
    click.echo(f"{target}: {'; '.join(done)}; read it, and review it again", err=aside)


def _numbered(sheet: str, number: int) -> str:
    """The name of the sheet for each text of a batch: sheet-1.html, sheet-2.html."""
    path = Path(sheet)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _print_whole(reviewed: Review) -> None:
    mailing = reviewed.letter.mailing
    if mailing is not None:
        click.echo(f"to {mailing.to}: {mailing.subject}")
    for passage in reviewed.passages:
        _print(passage)
    for fact in reviewed.left_out:
        click.echo(f"left out of the draft: {fact}")
    report(reviewed.problems)
    tell_how_to_correct([reviewed])
    click.echo(_summary(reviewed))


def _print(passage: Passage) -> None:
    """Print one sentence: its kind, its words and its facts, in lines no longer than the terminal's."""
    what = _HEADING if passage.heading and passage.standing is not SentenceStatus.NEW else str(passage.standing)
    facts = f"  [{', '.join(passage.facts)}]" if passage.facts else ""
    place = f"{passage.where.line}:{passage.where.column}"
    click.echo(
        textwrap.fill(
            f"{place:<7} {what:<9} {passage.text}{facts}",
            width_of(sys.stdout, 110),
            subsequent_indent=" " * 18,
            break_on_hyphens=False,
            break_long_words=False,
        )
    )


def _summary(reviewed: Review) -> str:
    count = {standing: sum(p.standing is standing for p in reviewed.passages) for standing in SentenceStatus}
    parts = [f"{number} {standing}" for standing, number in count.items() if number]
    said = count_findings(reviewed)
    number = len(reviewed.passages)
    return f"{counted(number, 'sentence')}: {', '.join(parts) or 'none'}; {said}"


def _as_json(file: str, reviewed: Review) -> dict[str, Any]:
    """The review for another program."""
    from drafter.review.sheet.card import parts_of  # late: most reviews are for people

    return {
        "file": file,
        "date": reviewed.letter.date.isoformat(),
        "topics": list(reviewed.letter.topics),
        "asks": list(reviewed.letter.asks),
        "fears": list(reviewed.letter.fears),
        "wants": list(reviewed.letter.wants),
        "drafted_by": reviewed.record.version if reviewed.record else None,
        "sentences": [
            {
                "text": passage.text,
                "is": str(passage.standing),
                "facts": list(passage.facts),
                "parts": [
                    {"is": str(part.kind), "text": part.text, "fact": part.fact or None, "source": part.source or None}
                    for part in parts_of(passage)
                ],
                "against": passage.against or None,
                "mend": "".join(part.text for part in passage.mend) or None,
                "line": passage.where.line,
                "column": passage.where.column,
                "findings": [found.as_json() for found in passage.findings],
            }
            for passage in reviewed.passages
        ],
        "findings": [found.as_json() for found in reviewed.general],
        "left_out": list(reviewed.left_out),
        "errors": len(reviewed.errors),
        "questions": len(reviewed.questions),
    }
