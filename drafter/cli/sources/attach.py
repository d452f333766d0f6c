"""``drafter sources attach``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drafter.cli.common import FOUND, open_facts, open_office, report
from drafter.documents.attach import Fate, attach


@click.command("attach", short_help="Find the texts of known documents among a folder's files.")
@click.argument("folder", metavar="FOLDER")
@click.pass_obj
def command(office_folder: str | None, folder: str) -> None:
    """Look for the documents' texts among the files of a folder, whatever these are called, and keep copies.

    A document is known by its content, exactly; what only resembles one is told and left. Exit code 1 where the text
    of a document is still not at hand.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    names = (folder.rstrip("/") or folder, office.path_of("texts"))
    done = attach(Path(folder), base.sources, base.facts.values(), office.texts, names)
    width = max((len(file.name) for file in done.files), default=0)
    for file in done.files:
        said = str(file.fate)
        if file.fate is Fate.EDITION:
            said = f"not attached: perhaps another edition of {file.source} ({file.why})"
        elif file.source:
            said = f"{file.source}: {said}"
        click.echo(f"{file.name:<{width}}  {said}")
    report(done.problems)
    for id_ in done.missing if Path(folder).is_dir() else ():
        click.echo(f"{id_}: its text is not at hand, and is not among these files", err=True)
    sys.exit(FOUND if done.missing or done.problems else 0)
