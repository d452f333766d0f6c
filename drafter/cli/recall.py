"""``drafter recall``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import FOUND, as_json, day_of, fail, json_option, on_option, open_facts, open_office, report
from drafter.cli.facts.common import fact_named, wrapped
from drafter.cli.letters import approved, stopping, table
from drafter.cli.registers import letters_of
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase
from drafter.facts.timeline import on
from drafter.files.atomic import write_atomically
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors
from drafter.register.model import Entry

if TYPE_CHECKING:
    from drafter.review.standing import Shelf


@dataclass(frozen=True)
class _Recalled:
    """The letters that rely on a fact. ``since`` is the day from which on it should not have been said, if any."""

    fact: Fact
    why: str
    since: date | None
    entries: Sequence[Entry]
    corrections: Mapping[int, Sequence[int]]
    refused: tuple[Problem, ...] = ()

    def open(self) -> list[Entry]:
        """Those that nobody has corrected since."""
        return [entry for entry in self.entries if not self.corrections.get(entry.number)]


@click.command("recall", short_help="Which approved letters relied on a fact that no longer stands; correct them.")
@click.argument("id_", metavar="FACT")
@click.option("-o", "--output", metavar="FOLDER", help="Draft a correction of each into this folder.")
@click.option("--letters", "folders", multiple=True, metavar="FOLDER", help="Where else final copies lie; repeatable.")
@click.option("--again", is_flag=True, help="Draft a correction also of letters that were corrected already.")
@on_option
@json_option
@click.pass_obj
def command(
    office_folder: str | None,
    id_: str,
    output: str | None,
    folders: tuple[str, ...],
    again: bool,
    day: date | None,
    json_: bool,
) -> None:
    """List the approved letters that relied on a fact which was withdrawn or superseded, and draft their corrections.

    A correction is a draft like any other: it is reviewed and approved. Exit code 1 while one
    of them is not corrected.
    """
    day = day_of(day)
    office = open_office(office_folder)
    base = open_facts(office)
    recalled = _recall(fact_named(id_, base), base, office, day)
    if json_:
        as_json(_as_json(recalled))
    else:
        _print(recalled)
    report(recalled.refused)
    fallen = recalled.since is not None
    if output is not None:
        if not fallen:
            fail(f"'{id_}' still stands: there is nothing to correct")
        chosen = recalled.entries if again else recalled.open()
        problems = list(_draft_all(recalled.fact, chosen, office, Path(output), (*folders, str(office.letters)), day))
        report(problems)
        if errors(problems):
            sys.exit(FOUND)
    if errors(recalled.refused) or (fallen and recalled.open()):
        sys.exit(FOUND)


def _recall(fact: Fact, base: FactBase, office: Office, day: date) -> _Recalled:
    from drafter.review.standing import why_not

    then = on(base, day)
    follower = then.in_place_of(fact)
    since: date | None = None
    if fact.withdrawn is not None:
        since, why = fact.withdrawn.on, f"was withdrawn on {day_in_words(fact.withdrawn.on)}: {fact.withdrawn.reason}"
    elif not then.holds(fact):
        ended = fact.until if follower is None and fact.until else None
        since = follower.start if follower is not None else ended or fact.start
        why = f"no longer holds: {why_not(fact, then)}"
    else:
        why = "still stands"
    register = letters_of(office)
    entries: list[Entry] = []
    corrections: dict[int, list[int]] = {}
    refused: tuple[Problem, ...] = ()
    if register is not None:
        with stopping(), register:
            looked, correcting = register.relied_on(fact.id), register.corrections()
            refused = (*register.wrong, *dict.fromkeys((*looked.refused, *correcting.refused, *register.altered())))
            entries = list(looked.entries)
            if fact.withdrawn is None:  # what was said as history stays true when time moves on
                entries = [entry for entry in entries if any(said.held for said in entry.facts)]
            for entry in correcting.entries:
                if since is None or entry.approved_at.date() >= since:
                    corrections.setdefault(entry.corrects, []).append(entry.number)
    return _Recalled(fact, why, since, entries, corrections, refused)


def _print(recalled: _Recalled) -> None:
    click.echo(wrapped(f"'{recalled.fact.id}' {recalled.why}", ""))
    count = len(recalled.entries)
    if not count:
        click.echo("no approved letter relied on it")
        return
    days = sorted(entry.letter_date for entry in recalled.entries)
    span = f", from {day_in_words(days[0])} to {day_in_words(days[-1])}" if count > 1 else ""
    click.echo(f"{count} approved letter{'s' if count > 1 else ''} relied on it{span}:")
    table(_rows(recalled))


def _rows(recalled: _Recalled) -> Iterator[tuple[str, ...]]:
    for entry in recalled.entries:
        after = recalled.since is not None and entry.letter_date >= recalled.since
        when = "said it when it no longer held" if after and recalled.fact.withdrawn is None else ""
        corrected = recalled.corrections.get(entry.number, ())
        yield (
            f"  {entry.number}",
            entry.letter_date.isoformat(),
            entry.reference or "-",
            approved(entry),
            f"corrected by {', '.join(map(str, corrected))}" if corrected else when,
        )


def _draft_all(
    fact: Fact, entries: Sequence[Entry], office: Office, folder: Path, places: Sequence[str], day: date
) -> Iterator[Problem]:
    """Draft the correction of each letter whose final copy is found; tells of those that are not."""
    from drafter.cli.reading import shelf_of

    shelf = shelf_of(office)
    copies = _final_copies({entry.sha256 for entry in entries}, places)
    for entry in entries:
        path = copies.get(entry.sha256)
        if path is None:
            message = f"the final copy of letter {entry.number} is not there, so its correction is not drafted"
            yield Problem(Where("register"), "no-final-copy", message, "say where it lies with --letters FOLDER")
            continue
        target = folder / f"correction-of-{entry.number}{entry.kind}"
        try:
            data = _drafted(fact, entry, path, shelf, day)
        except ProblemsFound as found:
            yield from found.problems
            continue
        problem = write_atomically(target, data, str(target), replace=False, make_folder=True)
        if problem is None:
            click.echo(str(target))
        elif problem.rule == "file-exists":
            message = "is there already, and is left as it is"
            yield Problem(problem.where, problem.rule, message, severity=Severity.WARNING)
        else:
            yield problem


def _drafted(fact: Fact, entry: Entry, path: Path, shelf: Shelf, day: date) -> bytes:
    from drafter.cli.reading import read_letter
    from drafter.cli.writing import draft_of
    from drafter.letter.correction import compose_correction
    from drafter.review.final import earlier_letter

    returned = read_letter(str(path), path.read_bytes())
    earlier = earlier_letter(entry, returned, fact, shelf, str(path))
    letter = compose_correction(earlier, fact, day, shelf.base, shelf.templates, shelf.office)
    return draft_of(letter, entry.kind, shelf.base, shelf.office).filled(letter.particulars)


def _final_copies(wanted: set[str], places: Sequence[str]) -> dict[str, Path]:
    """Where the files of these SHA-256 lie, in folders and those below."""
    from drafter.cli.reading import LARGEST
    from drafter.formats import READERS

    found: dict[str, Path] = {}
    for place in places:
        for path in sorted(Path(place).rglob("*")):
            if path.suffix.lower() in READERS and path.is_file() and path.stat().st_size <= LARGEST:
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                if digest in wanted:
                    found.setdefault(digest, path)
    return found


def _as_json(recalled: _Recalled) -> dict[str, object]:
    return {
        "fact": recalled.fact.id,
        "stands": recalled.since is None,
        "why": recalled.why,
        "since": recalled.since.isoformat() if recalled.since else None,
        "letters": [
            {
                "number": entry.number,
                "letter_date": entry.letter_date.isoformat(),
                "reference": entry.reference or None,
                "approved_by": entry.by,
                "sha256": entry.sha256,
                "corrected_by": list(recalled.corrections.get(entry.number, ())),
            }
            for entry in recalled.entries
        ],
    }
