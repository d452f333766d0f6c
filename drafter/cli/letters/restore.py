"""``drafter letters restore``."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import click

from drafter.batch.members import is_batch
from drafter.cli.approving import make_ready
from drafter.cli.batches import ReviewedText, review_texts
from drafter.cli.common import FOUND, open_office, report, stop
from drafter.cli.letters.common import stopping
from drafter.cli.registers import APPROVED, letters_of
from drafter.files import is_link, link_within, planted, sweep, write_atomically
from drafter.office import CITATIONS, Office
from drafter.problems import Problem, Where, errors
from drafter.review.standing import Shelf


@click.command("restore", short_help="Make a final copy again, byte for byte, from the draft that was approved.")
@click.argument("file", metavar="DRAFT")
@click.option("-o", "--output", metavar="FILE", help="Where it goes (of a batch, a folder); else letters/approved.")
@click.option("--force", is_flag=True, help="Replace a file that is there and is no approved letter.")
@click.pass_obj
def command(office_folder: str | None, file: str, output: str | None, force: bool) -> None:
    """Make final copies again that were lost or altered. DRAFT is the letter, or the batch, as it was approved.

    The copy is written only where it has the very bytes that the register knows. Where the draft, a fact, a template or
    the letterhead is another than it was then, it cannot be made; a backup of letters/approved has it.
    """
    office = open_office(office_folder)
    many = is_batch(Path(file))
    register = letters_of(office)
    if register is None:
        stop([Problem(Where(file), "not-approved", "no letter has been entered yet")])
    texts, shelf = review_texts(file, office, date.today())  # noqa: DTZ011 - the office's own day is meant
    name = Path(file).stem if many else Path(file).with_suffix(texts[0].ending).name
    target = Path(output) if output else office.letters / APPROVED / name
    folder = target if many else target.parent
    link = link_within(office.folder, folder) if output is None else None
    if link is not None:
        stop([planted(os.path.relpath(link))])
    sweep(folder)  # also where the copy is there already: the run that put it there may have been killed then
    problems: list[Problem] = []
    with stopping(), register:
        problems += register.wrong
        for one, data in _copies(texts, shelf, office):
            entry = next((found for copy in data if (found := register.by_sha256(_digest(copy))) is not None), None)
            path = target / one if many else target
            if entry is None:
                message = "makes no final copy that the register knows"
                hint = "the draft, a fact, a template or the letterhead is another than when it was approved"
                problems.append(Problem(Where(f"{file}/{one}" if many else file), "not-approved", message, hint))
                continue
            whole = next(copy for copy in data if _digest(copy) == entry.sha256)
            other = _elsewhere(office.letters / APPROVED, entry.sha256, path)
            if other is not None and output is None:
                message = f"the final copy of letter {entry.number} is there already: {other}"
                problems.append(Problem(Where(str(path)), "file-exists", message, "-o makes one more, elsewhere"))
                continue
            problem = _put(path, whole, replace=force and register.by_sha256(_digest_of(path)) is None)
            if problem is not None:
                problems.append(problem)
            else:
                click.echo(f"{path}: letter {entry.number}, as it was approved")
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def _copies(texts: list[ReviewedText], shelf: Shelf, office: Office) -> Iterator[tuple[str, list[bytes]]]:
    """Each letter's file, and its final copy in each way of citing."""
    for text in texts:
        forms = [
            make_ready(text, shelf, office, citations, "", datetime.now(UTC), (), ()).form for citations in CITATIONS
        ]
        for file, reader in text.readers():
            yield file, [form.filled(reader) for form in forms]


def _elsewhere(folder: Path, sha256: str, path: Path) -> Path | None:
    """Where among the final copies one with these bytes lies under another name."""
    found = (one for one in sorted(folder.rglob(f"*{path.suffix}")) if one != path and _digest_of(one) == sha256)
    return next(found, None)


def _put(path: Path, data: bytes, *, replace: bool) -> Problem | None:
    """Write a copy, unless it is there already."""
    if _digest_of(path) == _digest(data):
        return None
    return write_atomically(path, data, str(path), replace=replace, make_folder=True)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest_of(path: Path) -> str:
    """A file's SHA-256; empty for none, and for a link, whatever it leads to."""
    try:
        return "" if is_link(path) else _digest(path.read_bytes())
    except OSError:
        return ""
