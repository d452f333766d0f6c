"""Looking into the register: listing letters, showing one, and writing all of them for another program."""

from __future__ import annotations

import csv
import io
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.common import (
    DayType,
    as_json,
    complete_fact,
    complete_topic,
    fail,
    json_option,
    name_and_address,
    open_workspace,
    sound_facts,
    stop,
    table,
)
from drafter.cli.facts.common import wrapped
from drafter.cli.letters.common import approved, end_with, entry_as_json, on_fact, refusals, stopping
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.facts.model import bare
from drafter.facts.names import NameKind, known_as, qualified, wrong_name
from drafter.files.atomic import write_atomically
from drafter.files.csv_cells import harmless
from drafter.problems import Problem, nearest
from drafter.register.model import RegisterEntry, topics_kept

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.register.store import LettersFound, Register
    from drafter.workspace import Workspace


# ``drafter letters list``.


@click.command("list")
@click.argument("words", metavar="[WORD]...", nargs=-1)
@click.option("--since", type=DayType(), metavar="DATE", help="Only letters of this day or later.")
@click.option("--until", type=DayType(), metavar="DATE", help="Only letters of this day or earlier.")
@click.option("--topic", default="", metavar="TOPIC", shell_complete=complete_topic, help="Only letters on this topic.")
@click.option("--by", default="", metavar="NAME", help="Only letters that this person approved.")
@click.option(
    "--fact",
    default="",
    metavar="ID",
    shell_complete=complete_fact,
    help="Only letters that say this fact, in whatever words.",
)
@click.option(
    "--to", "name", default="", metavar="NAME", help="Only letters to this constituent; with --postcode; or -."
)
@click.option("--postcode", default="", metavar="TEXT", help="The postcode of the constituent; or -.")
@json_option
@click.pass_obj
def list_letters(
    office_folder: str | None,
    words: tuple[str, ...],
    since: date | None,
    until: date | None,
    topic: str,
    by: str,
    fact: str,
    name: str,
    postcode: str,
    json_: bool,
) -> None:
    """List approved letters, newest first: number, date, reference, whom, topics, who approved it and when.

    With WORDs, only letters with all of them in the reference or in the name, where the office keeps names: a surname,
    a part of a name or of a reference, without regard to accents and capitals.

    The register keeps no names unless the office wants it; a constituent is found by the name, as the letter was
    addressed, and the postcode together. Options are seen by all on the machine while the program runs; with - for
    both, they are read from standard input, the name in its first line and the postcode in its second.
    """
    from drafter.english.names import forms_of  # late: the other commands on letters read no names

    given, postcode = name_and_address(name or None, None, postcode, None, options=("--to", "--postcode"))
    name = given or ""
    if bool(name.strip()) != bool(postcode.strip()):
        fail("--to and --postcode: a constituent is found by both together")
    workspace = open_workspace(office_folder)
    topic = _topic(topic, workspace)
    register = letters_of(workspace)
    looked = None
    if register is not None:
        from drafter.register.store import LetterQuery

        forms = forms_of(name) if name.strip() else None
        who = tuple(register.constituent(form, postcode) for form in (*forms.same, *forms.perhaps)) if forms else ()
        topics = _kept_names(topic, workspace)
        wanted = LetterQuery(since=since, until=until, topics=topics, by=by, fact=fact, constituents=who)
        with stopping(), register:
            # The fact may have left the fact base, and still be in letters.
            if fact and not register.counts([fact])[fact]:
                _refuse_unknown(fact, sound_facts(workspace).facts, "fact")
            if words:
                wanted = replace(wanted, numbers=tuple(_having(words, register)))
            looked = register.letters(wanted) if who or not name else None
            if looked is not None and wanted != LetterQuery():
                looked = looked._replace(refused=(*looked.refused, *register.altered()))
    entries = _answering(topic, looked.entries if looked is not None else (), workspace)
    refused = refusals(register, looked)
    if json_:
        as_json([entry_as_json(entry) for entry in entries])
        end_with(refused)
        return
    if entries:
        table(_rows(entries))
    click.echo(counted(len(entries), "letter"), err=True)
    if words and not entries and not workspace.office.keep_names:
        hint = "a reference was looked for; --to NAME with --postcode finds letters to one person"
        click.echo(f"this office keeps no names ('keep_names' in office.yaml): only {hint}", err=True)
    end_with(refused)


def _rows(entries: Sequence[RegisterEntry]) -> Iterator[tuple[str, ...]]:
    """The letters as rows of a list, with whom they went to where the office keeps names."""
    named = any(entry.name for entry in entries)
    for entry in entries:
        yield (
            str(entry.number),
            entry.letter_date.isoformat(),
            entry.reference or "-",
            *([_few_words(entry.name)] if named else []),
            ", ".join(entry.topics) or "-",
            f"{entry.by}, {entry.approved_at.astimezone():%Y-%m-%d}",
        )


_NAME = 28  # characters of a name that a line has room for


def _few_words(name: str) -> str:
    """The first words of a name."""
    return textwrap.shorten(name, _NAME, placeholder=" \u2026") or "-"


def _having(words: Iterable[str], register: Register) -> Iterator[int]:
    """The numbers of the letters that have all these words in their reference or their reader's name."""
    from drafter.english.people import fold_plain  # late, as above

    wanted = [fold_plain(word) for word in words]
    for number, reference, name in register.called():
        text = f"{reference.casefold()} {fold_plain(name)}"
        if all(word in text for word in wanted):
            yield number


def _topic(typed: str, workspace: Workspace) -> str:
    """The id of a topic, empty for none. A mistyped name must not look like "no letters found"."""
    if not typed:
        return ""
    base = sound_facts(workspace)
    (id_,) = known_as((typed,), NameKind.TOPIC, base)
    if wrong := wrong_name(id_, NameKind.TOPIC, base):
        fail(f"{wrong.message}; {wrong.hint}")
    return id_


def _answering(topic: str, entries: tuple[RegisterEntry, ...], workspace: Workspace) -> tuple[RegisterEntry, ...]:
    """The rows on a topic, whose name may have been another subject's too when they were entered; all without one."""
    return tuple(one for one in entries if topic in topics_kept(one, workspace.base)) if topic else entries


def _kept_names(topic: str, workspace: Workspace) -> tuple[str, ...]:
    """The names under which rows may have a topic: before another subject had one of the name, or while it had."""
    if not topic:
        return ()
    subject = workspace.base.topics[topic].subject
    return tuple(dict.fromkeys((topic, bare(topic), qualified(topic, subject))))


def _refuse_unknown(name: str, known: Iterable[str], what: str) -> None:
    """A mistyped name must not look like "no letters found"."""
    known = list(known)
    if name not in known:
        some = f"known are {', '.join(known[:8])} ..."
        fail(f"there is no {what} '{name}'; {nearest(name, known) or some}")


# ``drafter letters show``.


@click.command("show")
@click.argument("which", metavar="NUMBER|REFERENCE")
@json_option
@click.pass_obj
def show_letter(office_folder: str | None, which: str, json_: bool) -> None:
    """Show what is kept of a letter: whose it was, what it relied on, and what was let stand, with the reasons.

    Of several letters with one reference, all are shown, the newest first.
    """
    register = letters_of(open_workspace(office_folder))
    entries: list[RegisterEntry] = []
    refused: list[Problem] = []
    corrections: dict[int, list[RegisterEntry]] = {}
    if register is not None:
        from drafter.register.store import LetterQuery

        with stopping(), register:
            refused += register.wrong
            looked = _looked(which, register)
            entries = list(looked.entries)
            refused += looked.refused
            for entry in entries:
                correcting = register.letters(LetterQuery(corrects=entry.number))
                corrections[entry.number] = list(correcting.entries)
                refused += correcting.refused
            if not entries:
                refused += register.altered()
    if refused and not entries:
        stop(refused)
    if not entries:
        fail(f"there is no letter '{which}' in the register; 'drafter letters list' shows them all")
    if json_:
        corrected = {number: [one.number for one in by] for number, by in corrections.items()}
        as_json([{**entry_as_json(entry), "corrected_by": corrected[entry.number]} for entry in entries])
        end_with(refused)
        return
    for place, entry in enumerate(entries):
        if place:
            click.echo()
        _print(entry, corrections[entry.number])
    end_with(refused)


def _looked(which: str, register: Register) -> LettersFound:
    """The letter with a number, or the letters with a reference."""
    from drafter.register.store import LetterQuery, LettersFound

    looked = LettersFound()
    if which.isascii() and which.isdigit() and len(which) < 10 and int(which):
        looked = register.letters(LetterQuery(numbers=(int(which),)))
    return looked if looked != LettersFound() else register.by_reference(which)


def _print(entry: RegisterEntry, corrected_by: list[RegisterEntry]) -> None:
    click.echo(f"letter {entry.number} of {day_in_words(entry.letter_date)}")
    rows = (
        ("approved", approved(entry)),
        ("corrects", f"letter {entry.corrects}{on_fact(entry)}" if entry.corrects else ""),
        ("corrected by", ", ".join(f"letter {one.number}{on_fact(one)}" for one in reversed(corrected_by))),
        ("reference", entry.reference),
        ("to", entry.name),
        ("subject", entry.subject),
        ("topics", ", ".join(entry.topics)),
        ("position", entry.position),
        ("length", entry.length),
        ("file", f"{entry.kind}, sha256 {entry.sha256}"),
        ("letterhead", f"sha256 {entry.letterhead}" if entry.letterhead else ""),
        ("seen", entry.seen),
        ("drafter", entry.version),
    )
    for name, value in rows:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    if entry.acts:
        click.echo("acts:")
    for act in entry.acts:
        click.echo(wrapped(act, "  "))
    if entry.accepted:
        click.echo("let stand:")
    for accepted in entry.accepted:
        click.echo(wrapped(f"[{accepted.rule}] {accepted.because}", "  "))
    if entry.warnings:
        click.echo(wrapped(f"warnings: {', '.join(entry.warnings)}", ""))
    click.echo("facts:" if entry.facts else "no facts")
    for said in entry.facts:
        click.echo(f"  {said.fact}{'' if said.held else '  (as history)'}")
        click.echo(wrapped(said.statement, "    "))


# ``drafter letters export``.

_COLUMNS = (
    "number", "letter_date", "reference", "subject", "topics", "position", "length", "kind", "sha256", "approved_at",
    "approved_by", "name", "constituent", "facts", "exceptions", "warnings", "version", "corrects",
    "corrects_fact", "letterhead", "seen", "acts", "previous", "hash",
)  # fmt: skip


@click.command("export")
@click.option(
    "--format", "format_", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="What to write."
)
@click.option("-o", "--output", metavar="FILE", help="The file to write; else standard output.")
@click.option("--names", is_flag=True, help="With the constituents' names, where the office keeps them.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def export_letters(office_folder: str | None, format_: str, output: str | None, names: bool, force: bool) -> None:
    """Write all approved letters, oldest first: for spreadsheets as CSV, for programs as JSON."""
    register = letters_of(open_workspace(office_folder))
    found: list[dict[str, Any]] = []
    looked = None
    if register is not None:
        with stopping(), register:
            looked = register.letters()
            found = [entry_as_json(entry, names=names) for entry in looked.entries]
    found.reverse()
    text = _csv(found, names=names) if format_ == "csv" else json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    data = text.encode("utf-8")
    if output is None or output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        end_with(refusals(register, looked))
        return
    problem = write_atomically(Path(output), data, output, replace=force)
    if problem is not None:
        stop([problem])
    end_with(refusals(register, looked))
    click.echo(f"{output}: {counted(len(found), 'letter')}", err=True)


def _csv(found: Sequence[dict[str, Any]], *, names: bool) -> str:
    columns = [column for column in _COLUMNS if names or column != "name"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(entry[column]) for column in columns] for entry in found)
    return text.getvalue()


def _cell(value: Any) -> str:
    """A value as a cell; a list becomes lines in it. Anything like a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return harmless("\n".join(map(_line, value)))
    return harmless(str(value))


def _line(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    if "rule" in value:
        return f"{value['rule']}: {value['because']}"
    return f"{value['fact']} {value['fingerprint']}{'' if value['held'] else ' (as history)'}"
