"""``drafter review``."""

from __future__ import annotations

import sys
import textwrap
from datetime import date
from pathlib import Path
from typing import Any

import click

from drafter.batch.members import is_batch
from drafter.cli.batches import review_texts, told
from drafter.cli.common import FOUND, as_json, json_option, open_office, report
from drafter.review.model import Passage, Review, Standing
from drafter.review.sheet.woven import parts_of

_HEADING = "heading"


@click.command("review", short_help="Hold a letter, as it came back, against the facts.")
@click.argument("file", metavar="FILE")
@json_option
@click.option("--sheet", metavar="FILE.html", help="Write the sign-off sheet: one page for whoever signs.")
@click.option("--open", "open_", is_flag=True, help="Write the sheet and open it in the browser.")
@click.option("--large-print", is_flag=True, help="Set the sheet in large print.")
@click.option("--force", is_flag=True, help="Replace the sheet if there is one.")
@click.pass_obj
def command(
    office_folder: str | None, file: str, json_: bool, sheet: str | None, open_: bool, large_print: bool, force: bool
) -> None:
    """Read a letter back, as it was edited in Word, LibreOffice or a text editor, and tell what each sentence rests on.

    Exit code 1 while anything is an error. A place in a Word file is a paragraph and a sentence of it. FILE may be a
    batch, a folder or a ZIP file: each of its texts is reviewed once.
    """
    office = open_office(office_folder)
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    many = is_batch(Path(file))
    texts, shelf = review_texts(file, office, today)
    if json_:
        made = [
            _as_json(text.name, text.review) | ({"letters": len(text.group.members)} if many else {}) for text in texts
        ]
        as_json(made if many else made[0])
    elif many:
        told(texts)
    else:
        _print_whole(texts[0].review)
    if sheet or open_:
        from drafter.cli.sheet import write_sheet

        for text in texts:
            name = _numbered(sheet, text.number) if sheet and len(texts) > 1 else sheet
            beside = f"{file.rstrip('/')}-text-{text.number}" if many else file
            write_sheet(
                beside, name, text.review, shelf, large_print=large_print, force=force, open_=open_, aside=json_
            )
    if any(text.review.errors for text in texts):
        sys.exit(FOUND)


def _numbered(sheet: str, number: int) -> str:
    """A sheet for each text of a batch: sheet-1.html, sheet-2.html."""
    path = Path(sheet)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _print_whole(reviewed: Review) -> None:
    for passage in reviewed.passages:
        _print(passage)
    for fact in reviewed.left_out:
        click.echo(f"left out of the draft: {fact}")
    report(reviewed.problems)
    click.echo(_summary(reviewed))


def _print(passage: Passage) -> None:
    """One sentence: what it is, which facts, and its words, cut short unless something is to be looked at."""
    what = _HEADING if passage.heading and passage.standing is not Standing.NEW else str(passage.standing)
    text = textwrap.shorten(passage.text, 80, placeholder=" ...") if not passage.findings else passage.text
    facts = f"  [{', '.join(passage.facts)}]" if passage.facts else ""
    place = f"{passage.where.line}:{passage.where.column}"
    click.echo(
        textwrap.fill(
            f"{place:<7} {what:<9} {text}{facts}",
            110,
            subsequent_indent=" " * 18,
            break_on_hyphens=False,
            break_long_words=False,
        )
    )


def _summary(reviewed: Review) -> str:
    count = {standing: sum(p.standing is standing for p in reviewed.passages) for standing in Standing}
    parts = [f"{number} {standing}" for standing, number in count.items() if number]
    errors, warnings = len(reviewed.errors), len(reviewed.problems) - len(reviewed.errors)
    said = f"{errors} error{'s' if errors != 1 else ''}, {warnings} warning{'s' if warnings != 1 else ''}"
    number = len(reviewed.passages)
    return f"{number} sentence{'s' if number != 1 else ''}: {', '.join(parts) or 'none'}; {said}"


def _as_json(file: str, reviewed: Review) -> dict[str, Any]:
    """The review for another program."""
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
                "line": passage.where.line,
                "column": passage.where.column,
                "findings": [found.as_json() for found in passage.findings],
            }
            for passage in reviewed.passages
        ],
        "findings": [found.as_json() for found in reviewed.general],
        "left_out": list(reviewed.left_out),
        "errors": len(reviewed.errors),
    }
