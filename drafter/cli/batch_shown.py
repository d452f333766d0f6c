"""What is shown of a batch: its columns, its texts, the first letters."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from drafter.letter.tree import Letter

if TYPE_CHECKING:  # who reviews a batch makes none
    from drafter.batch.columns import Columns
    from drafter.batch.making import Batch
    from drafter.batch.texts import Planned, Text

_LETTERS = 3  # of a preview


def show_columns(columns: Columns) -> None:
    """Which column is taken for what, to standard error."""
    if columns.above:
        rows = "row above them is" if columns.above == 1 else f"{columns.above} rows above them are"
        click.echo(f"headings: row {columns.row}; the {rows} not read", err=True)
    for field, heading in columns.shown():
        click.echo(f"column {field}: '{heading}'", err=True)
    if columns.unused:
        click.echo(f"not used: {', '.join(map(repr, columns.unused))}", err=True)


def show_texts(planned: Planned) -> None:
    """The distinct texts, and how many are to have each."""
    for number, text in enumerate(planned.texts, 1):
        click.echo(f"  text {number}: {text.members} letter{'s' if text.members != 1 else ''}; {about(text)}")


def about(text: Text) -> str:
    """What a text is: what it answers, its position, its length."""
    letter = text.letter
    parts = [answers(letter) or "asks for the address"]
    parts.append(f"position {letter.position}" if letter.position else "")
    parts.append(letter.length)
    parts.append("large print" if text.large_print else "")
    return "; ".join(filter(None, parts))


def answers(letter: Letter) -> str:
    """What a letter answers, by its names: topics, questions, fears, and what the member is asked or was to do."""
    named = (("", letter.topics), ("asks ", letter.asks), ("fears ", letter.fears), ("wants ", letter.wants))
    parts = [f"{kind}{', '.join(ids)}" for kind, ids in named if ids]
    return "; ".join([*parts, *(f"did '{act}'" for act in letter.did)])


def show_preview(batch: Batch) -> None:
    """How many letters there would be, of which texts, and the first few."""
    planned = batch.plan
    click.echo(f"{planned.total} letter{'s' if planned.total != 1 else ''} would be written to {batch.name}")
    show_texts(planned)
    for number, wanted in enumerate(planned.letters(), 1):
        if number > _LETTERS:
            break
        letter = planned.texts[wanted.text].letter.to(wanted.reader)
        click.echo(f"\n{batch.file(number)}, for row {wanted.row}, text {wanted.text + 1}:\n")
        lines = [*letter.addressee, f"Our reference: {letter.reference}" if letter.reference else ""]
        click.echo("\n".join(f"  {line}" for line in lines if line))
        click.echo(f"\n  {letter.salutation},")
        for sentence, _ in zip(letter.sentences(), range(2), strict=False):
            click.echo(textwrap.fill(sentence.text, 100, initial_indent="  ", subsequent_indent="  "))
        click.echo("  ...")
