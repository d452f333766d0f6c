"""``drafter review``."""

from __future__ import annotations

import sys
import textwrap
from datetime import date
from typing import Any

import click

from drafter.cli.common import FOUND, as_json, json_option, open_office, report
from drafter.cli.reading import read_file, review_file
from drafter.review.model import Passage, Review, Standing

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

    Exit code 1 while anything is an error. A place in a Word file is a paragraph and a sentence of it.
    """
    office = open_office(office_folder)
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    reviewed, shelf = review_file(file, read_file(file), office, today)
    if json_:
        as_json(_as_json(file, reviewed))
    else:
        for passage in reviewed.passages:
            _print(passage)
        for fact in reviewed.left_out:
            click.echo(f"left out of the draft: {fact}")
        report(reviewed.problems)
        click.echo(_summary(reviewed))
    if sheet or open_:
        from drafter.cli.sheet import write_sheet

        write_sheet(file, sheet, reviewed, shelf, large_print=large_print, force=force, open_=open_, aside=json_)
    if reviewed.errors:
        sys.exit(FOUND)


def _print(passage: Passage) -> None:
    """One sentence: what it is, which fact, and its words, cut short unless something is to be looked at."""
    what = _HEADING if passage.heading and passage.standing is not Standing.NEW else str(passage.standing)
    text = textwrap.shorten(passage.text, 80, placeholder=" ...") if not passage.findings else passage.text
    fact = f"  [{passage.fact}]" if passage.fact else ""
    place = f"{passage.where.line}:{passage.where.column}"
    click.echo(
        textwrap.fill(
            f"{place:<7} {what:<9} {text}{fact}",
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
        "drafted_by": reviewed.record.version if reviewed.record else None,
        "sentences": [
            {
                "text": passage.text,
                "is": str(passage.standing),
                "fact": passage.fact or None,
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
