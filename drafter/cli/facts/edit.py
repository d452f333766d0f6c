"""``drafter facts edit``."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NoReturn

import click

from drafter.cli.common import FOUND, day_of, on_option, open_facts, open_office, report
from drafter.cli.facts.changing import name_of, shelf_of, uses_of, wrong_facts
from drafter.cli.facts.common import echo_sentences, fact_named
from drafter.cli.facts.editor import run_editor
from drafter.factbase.edit import Hand, Shelf, read_file, replace_file, with_change
from drafter.factbase.fingerprint import fingerprint
from drafter.factbase.model import FactBase
from drafter.files import write_atomically
from drafter.letter.used import Use
from drafter.office import Office
from drafter.problems import Problem, Where


@click.command("edit", short_help="Open a fact in your editor; what is wrong is not saved.")
@click.argument("id_", metavar="ID")
@click.option("--by", metavar="NAME", help="Who you are, for the log; your login name unless given.")
@on_option
@click.pass_obj
def command(office_folder: str | None, id_: str, by: str | None, day: date | None) -> None:
    """Open the file of a fact at its line, in $VISUAL, $EDITOR, nano or vi, on a copy.

    When the editor is left, the whole fact base is checked with the copy. Where anything is wrong it is shown, and the
    editor opened again; the file itself is written only when all is right, and only if nobody else changed it.
    """
    hand = Hand(name_of(by), day_of(day))
    office = open_office(office_folder, hand.by)
    hand = replace(hand, by=office.person(hand.by))
    base = open_facts(office)
    fact = fact_named(id_, base)
    shelf = shelf_of(office)
    path = shelf.path_of(fact)
    old, problems = read_file(path, shelf.name_of(path))
    if problems:
        report(problems)
        sys.exit(FOUND)
    desk = Path(tempfile.mkdtemp(prefix="drafter-"))
    copy = _Copy(desk, desk / path.name, shelf, path, old)
    copy.file.write_bytes(old.encode())
    new, after = _edited(copy, fact.where.line, office, uses_of(office, base))
    problems = replace_file(shelf, path, old, new, hand)
    if problems:
        report(problems)
        copy.keep_and_end()
    shutil.rmtree(desk, ignore_errors=True)
    _tell(base, after, shelf.name_of(path), hand.on)


@dataclass(frozen=True, slots=True)
class _Copy:
    """The copy that is edited. It is not thrown away before what is in it is in the facts, or kept beside them."""

    desk: Path
    file: Path
    shelf: Shelf
    path: Path
    old: str

    def keep_and_end(self) -> NoReturn:
        """Put what was edited where it is found again, say where, and end."""
        try:
            data = self.file.read_bytes()
        except OSError:
            data = self.old.encode()
        if data == self.old.encode():
            shutil.rmtree(self.desk, ignore_errors=True)
            click.echo(f"{self.shelf.name_of(self.path)} is as it was", err=True)
            sys.exit(FOUND)
        for number in range(1, 1000):
            # The ending is none that facts are read from.
            beside = self.path.with_name(f"{self.path.name}.edited{f'-{number}' if number > 1 else ''}")
            name = self.shelf.name_of(beside)
            problem = write_atomically(beside, data, name, replace=False, shared=True)
            if problem is None:
                shutil.rmtree(self.desk, ignore_errors=True)
                click.echo(f"{self.shelf.name_of(self.path)} is as it was; what you wrote is kept in {name}", err=True)
                sys.exit(FOUND)
            if problem.rule != "file-exists":
                break
        click.echo(f"{self.shelf.name_of(self.path)} is as it was; what you wrote is kept in {self.file}", err=True)
        sys.exit(FOUND)


def _edited(copy: _Copy, line: int, office: Office, used: dict[str, tuple[Use, ...]]) -> tuple[str, FactBase]:
    """What the user wrote, when it is right; ends the program where it never is."""
    name = copy.shelf.name_of(copy.path)
    while True:
        failure = run_editor(copy.file, line)
        if failure:
            click.echo(f"drafter: error: {failure}", err=True)
            copy.keep_and_end()
        if not copy.file.exists():
            click.echo("drafter: error: the editor left no file behind", err=True)
            copy.keep_and_end()
        new, problems = read_file(copy.file, name)
        if not problems:
            if new == copy.old:
                shutil.rmtree(copy.desk, ignore_errors=True)
                click.echo(f"nothing was changed in {name}")
                sys.exit(0)
            before, after, problems = with_change(copy.shelf, copy.path, new)
            changed = [id_ for id_, fact in after.facts.items() if before.facts.get(id_) != fact]
            problems = [*problems, *_gone(before, after, used, name)]
            problems = problems or wrong_facts(office, after, changed, name, new)
            if not problems:
                return new, after
        report(problems)
        if not _again():
            copy.keep_and_end()
        line = next((p.where.line for p in problems if p.where.path == name and p.where.line), line)


def _gone(before: FactBase, after: FactBase, used: dict[str, tuple[Use, ...]], name: str) -> Iterable[Problem]:
    for id_ in before.facts:
        if id_ not in after.facts and id_ in used:
            message = f"'{id_}' would be gone, and {used[id_][0].where.path}:{used[id_][0].where.line} uses it"
            yield Problem(Where(name), "fact-gone", message, f"leave it in, or 'drafter facts withdraw {id_}'")


def _again() -> bool:
    try:
        return click.confirm("Open it again?", default=True, err=True)
    except click.Abort:
        return False


def _tell(before: FactBase, after: FactBase, name: str, day: date) -> None:
    changed = [id_ for id_, fact in after.facts.items() if before.facts.get(id_) != fact]
    gone = [id_ for id_ in before.facts if id_ not in after.facts]
    click.echo(f"{name}: written; {_listed('changed', changed)}{_listed('gone', gone)}".rstrip("; "))
    for id_ in changed:
        old = before.facts.get(id_)
        if old is None or fingerprint(old) != fingerprint(after.facts[id_]):
            click.echo(f"letters say of {id_}:")
            echo_sentences(after.facts[id_], after, day)
        if old is None or old.cites != after.facts[id_].cites:
            click.echo(f"its quotations are to be looked up: drafter facts verify {id_}")
        if old is None or fingerprint(old) != fingerprint(after.facts[id_]):
            click.echo(f"it waits for review: drafter facts review {id_} --by NAME")


def _listed(what: str, ids: list[str]) -> str:
    return f"{what}: {', '.join(ids)}; " if ids else ""
