"""``drafter letters``: the register of approved letters."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drafter.cli.common import (
    FOUND,
    DayType,
    as_json,
    complete_fact,
    complete_topic,
    day_or_today,
    fail,
    json_option,
    name_and_address,
    on_option,
    open_workspace,
    report,
    sound_facts,
    stop,
    table,
)
from drafter.cli.facts.common import reviews_of, wrapped
from drafter.cli.lazy import LazyGroup
from drafter.cli.registers import letters_of
from drafter.english.messages import counted
from drafter.facts.edtf import day_in_words
from drafter.facts.model import bare
from drafter.facts.names import NameKind, known_as, qualified, wrong_name
from drafter.files.atomic import link_within, planted, sweep, write_atomically
from drafter.files.csv_cells import harmless
from drafter.files.digests import file_sha256, own_sha256, sha256_of
from drafter.formats import LARGEST, WRITERS
from drafter.problems import Problem, ProblemsFound, Severity, Where, errors, nearest
from drafter.register.model import RegisterEntry, fallen, topics_kept
from drafter.register.opening import APPROVED, approved_named, second_files

# Late: looking something up in the register needs nothing that reads, reviews or writes letters.
if TYPE_CHECKING:
    from drafter.register.model import Fallen
    from drafter.register.store import LettersFound, Register
    from drafter.workspace import Workspace


# ``drafter letters``.

COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": (
        "drafter.cli.letters:list_letters",
        "List approved letters by date, topic, approver, fact and constituent.",
    ),
    "show": ("drafter.cli.letters:show_letter", "Show everything that is kept of a letter."),
    "check": ("drafter.cli.letters:check_letter", "Whether a file is an approved letter, and its facts still stand."),
    "verify": (
        "drafter.cli.letters:verify_letters",
        "Whether the register, and the final copies, are as they were entered.",
    ),
    "restore": (
        "drafter.cli.letters:restore_letter",
        "Make a final copy again, byte for byte, from the draft that was approved.",
    ),
    "receipt": (
        "drafter.cli.letters:print_receipt",
        "A line to keep elsewhere, to prove later that no letter was taken.",
    ),
    "purge": ("drafter.cli.letters:purge_letters", "Empty the names of old letters."),
    "export": ("drafter.cli.letters:export_letters", "Write the register for a spreadsheet or another program."),
}


@click.group("letters", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Look into the register of approved letters: what was sent, who approved it, on what it relied."""


# Shared by the commands on letters.


@contextmanager
def stopping() -> Iterator[None]:
    """End the program with problems that the register raises."""
    try:
        yield
    except ProblemsFound as found:
        stop(found.problems)


def refusals(register: Register | None, looked: LettersFound | None) -> tuple[Problem, ...]:
    """Problems of the register as a whole, and of the letters that were looked up."""
    return (*(register.wrong if register is not None else ()), *(looked.refused if looked is not None else ()))


def end_with(problems: Iterable[Problem]) -> None:
    """Print problems, and end the program if any is an error."""
    problems = list(dict.fromkeys(problems))
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def approved(entry: RegisterEntry) -> str:
    """Who approved it and when, in the office's own time zone."""
    local = entry.approved_at.astimezone()
    return f"by {entry.by} on {day_in_words(local.date())} at {local.hour:02}:{local.minute:02}"


def entry_as_json(entry: RegisterEntry, *, names: bool = True) -> dict[str, Any]:
    """A letter for another program."""
    return {
        "number": entry.number,
        "letter_date": entry.letter_date.isoformat(),
        "reference": entry.reference or None,
        "subject": entry.subject or None,
        "topics": list(entry.topics),
        "position": entry.position or None,
        "length": entry.length or None,
        "kind": entry.kind,
        "sha256": entry.sha256,
        "approved_at": entry.approved_at.isoformat(),
        "approved_by": entry.by,
        **({"name": entry.name or None} if names else {}),
        "constituent": entry.constituent or None,
        "facts": [
            {"fact": f.fact, "fingerprint": f.fingerprint, "held": f.held, "statement": f.statement}
            for f in entry.facts
        ],
        "exceptions": [{"rule": let.rule, "because": let.because} for let in entry.accepted],
        "warnings": list(entry.warnings),
        "version": entry.version,
        "corrects": entry.corrects or None,
        "letterhead": entry.letterhead or None,
        "seen": entry.seen or None,
        "acts": list(entry.acts),
        "previous": entry.previous or None,
        "hash": entry.hash,
    }


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
    named = any(entry.name for entry in entries)
    if entries:
        table(
            (
                str(entry.number),
                entry.letter_date.isoformat(),
                entry.reference or "-",
                *([_few_words(entry.name)] if named else []),
                ", ".join(entry.topics) or "-",
                f"{entry.by}, {entry.approved_at.astimezone():%Y-%m-%d}",
            )
            for entry in entries
        )
    click.echo(counted(len(entries), "letter"), err=True)
    if words and not entries and not workspace.office.keep_names:
        hint = "a reference was looked for; --to NAME with --postcode finds letters to one person"
        click.echo(f"this office keeps no names ('keep_names' in office.yaml): only {hint}", err=True)
    end_with(refused)


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
    corrections: dict[int, list[int]] = {}
    if register is not None:
        from drafter.register.store import LetterQuery

        with stopping(), register:
            refused += register.wrong
            looked = _looked(which, register)
            entries = list(looked.entries)
            refused += looked.refused
            for entry in entries:
                correcting = register.letters(LetterQuery(corrects=entry.number))
                corrections[entry.number] = [one.number for one in correcting.entries]
                refused += correcting.refused
            if not entries:
                refused += register.altered()
    if refused and not entries:
        stop(refused)
    if not entries:
        fail(f"there is no letter '{which}' in the register; 'drafter letters list' shows them all")
    if json_:
        as_json([{**entry_as_json(entry), "corrected_by": corrections[entry.number]} for entry in entries])
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


def _print(entry: RegisterEntry, corrected_by: list[int]) -> None:
    click.echo(f"letter {entry.number} of {day_in_words(entry.letter_date)}")
    rows = (
        ("approved", approved(entry)),
        ("corrects", f"letter {entry.corrects}" if entry.corrects else ""),
        ("corrected by", ", ".join(f"letter {number}" for number in reversed(corrected_by))),
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


# ``drafter letters check``.


@click.command("check")
@click.argument("file", metavar="FILE")
@on_option
@json_option
@click.pass_obj
def check_letter(office_folder: str | None, file: str, day: date | None, json_: bool) -> None:
    """Tell whether a file is, byte for byte, a final copy that was approved, by whom and when, and whether each fact
    that it says still stands. Ends with 0 only where all of this is so.
    """
    day = day_or_today(day)
    workspace = open_workspace(office_folder)
    digest = _digest_of_file(file)
    register = letters_of(workspace)
    entry: RegisterEntry | None = None
    corrections: list[RegisterEntry] = []
    refused: list[Problem] = []
    if register is not None:
        from drafter.register.store import LetterQuery

        with stopping(), register:
            entry = register.by_sha256(digest)
            refused += register.wrong
            if entry is None:  # it may be the entry that was altered
                refused += register.altered()
            if entry is not None:
                correcting = register.letters(LetterQuery(corrects=entry.number))
                corrections = list(correcting.entries)
                refused += correcting.refused
    if entry is None:
        if json_:
            as_json({"file": file, "sha256": digest, "approved": False})
        else:
            click.echo(f"{file}: not approved: no final copy in the register has these bytes")
        report(refused)
        sys.exit(FOUND)
    sound_facts(workspace)
    reviews_of(workspace)
    then = workspace.on(day)
    found = [change for said in entry.facts for change in fallen(said, then)]
    if json_:
        as_json(_as_json(file, entry, corrections, found))
    else:
        _print_checked(file, entry, corrections, found)
    end_with(refused)
    sys.exit(FOUND if found else 0)


def _print_checked(
    file: str, entry: RegisterEntry, corrections: Sequence[RegisterEntry], found: Sequence[Fallen]
) -> None:
    click.echo(f"{file}: approved: letter {entry.number} of {day_in_words(entry.letter_date)}, {approved(entry)}")
    for correction in corrections:
        click.echo(f"it was corrected by letter {correction.number} of {day_in_words(correction.letter_date)}")
    count = len(entry.facts)
    facts = counted(count, "fact")
    broken = len({change.fact for change in found})
    if not found:
        click.echo(f"all of its {facts} still stand" if count != 1 else "its one fact still stands")
        return
    click.echo(f"of its {facts}, {broken} no longer stand{'s' if broken == 1 else ''} as said:")
    for change in found:
        click.echo(wrapped(f"'{change.fact}' {change.why} [{change.change}]", "  "))


def _as_json(
    file: str, entry: RegisterEntry, corrections: Sequence[RegisterEntry], found: Sequence[Fallen]
) -> dict[str, object]:
    return {
        "file": file,
        "sha256": entry.sha256,
        "approved": True,
        "stands": not found,
        "number": entry.number,
        "letter_date": entry.letter_date.isoformat(),
        "reference": entry.reference or None,
        "approved_by": entry.by,
        "approved_at": entry.approved_at.isoformat(),
        "corrected_by": [correction.number for correction in corrections],
        "facts": [
            {
                "fact": said.fact,
                "held": said.held,
                "changes": [
                    {"change": str(change.change), "why": change.why} for change in found if change.fact == said.fact
                ],
            }
            for said in entry.facts
        ],
    }


def _digest_of_file(file: str) -> str:
    """The file's SHA-256. Ends the program for anything that is no file, cannot be read, or is too large for a
    letter.
    """
    path = Path(file)
    try:
        status = path.stat()  # before opening it: reading a pipe or a device may never end, or never begin
        if not stat.S_ISREG(status.st_mode):
            stop([Problem(Where(file), "unreadable-file", "is no file")])
        if status.st_size > LARGEST:
            stop([Problem(Where(file), "too-large", "is larger than any letter, so it is none that was approved")])
        return file_sha256(path)
    except (OSError, ValueError) as failure:
        reason = (failure.strerror if isinstance(failure, OSError) else "") or "odd name"
        stop([Problem(Where(file), "unreadable-file", f"cannot be read: {reason.lower()}")])


# ``drafter letters verify``.


@click.command("verify")
@click.option(
    "--receipt",
    metavar="TEXT|FILE",
    help="Also hold it against a receipt of 'drafter letters receipt', as it was printed or in its file.",
)
@json_option
@click.pass_obj
def verify_letters(office_folder: str | None, receipt: str | None, json_: bool) -> None:
    """Check every letter in the register against its seal, that none is missing, the last ones included, and that each
    final copy in letters/approved is one of them, byte for byte.

    A register that is older as a whole, with its key and all, shows only by a receipt that was kept elsewhere.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    register = letters_of(workspace)
    count = copies = 0
    with stopping():
        problems = second_files(office, workspace.environment, Severity.ERROR)
    if register is not None:
        from drafter.register.copies import held_against_copies

        with stopping(), register:
            problems += register.verify()
            rules = {one.rule for one in problems}
            problems += (one for one in register.wrong if one.rule not in rules)
            problems += _of_receipt(receipt, register)
            if not errors(problems) and any(one.rule == "no-witness" for one in problems):
                register.remember()
            count = register.total()
            found, copies = held_against_copies(office.letters / APPROVED, approved_named(office), register, WRITERS)
            problems += found
    elif receipt is not None:
        problems.append(Problem(Where("--receipt"), "older-register", "there is no register at all"))
    wrong = errors(problems)
    if json_:
        as_json(
            {
                "letters": count,
                "copies": copies,
                "sound": not wrong,
                "problems": [problem.as_json() for problem in problems],
            }
        )
        sys.exit(FOUND if wrong else 0)
    if wrong:
        stop(problems)
    report(problems)
    if not count:
        click.echo("no letter has been entered yet")
        return
    click.echo(f"{counted(count, 'letter')} in the register, each as it was entered, and none missing")
    click.echo(
        f"{copies} final cop{'ies' if copies != 1 else 'y'} in {approved_named(office)}, each as it was approved"
    )


def _of_receipt(given: str | None, register: Register) -> list[Problem]:
    """What a receipt that was kept elsewhere shows."""
    if given is None:
        return []
    from drafter.register.head import read_receipt

    text = given
    try:
        if Path(given).is_file():
            text = Path(given).read_text(encoding="utf-8", errors="replace")[:100_000]
    except (OSError, ValueError):
        pass
    receipt = read_receipt(text)
    if receipt is None:
        message = "is no receipt, nor a file that holds one"
        hint = "a receipt looks like 12-ab12-34cd-56ef-7890"
        stop([Problem(Where("--receipt"), "odd-receipt", message, hint)])
    if register.goes_on_from(receipt):
        return []
    message = f"does not fit the receipt {receipt}: letter {receipt.total} is not in it as it was then"
    hint = "was the receipt mistyped? If not, the register is an older one, or another: restore it from a backup"
    return [Problem(Where(register.name), "older-register", message, hint)]


# ``drafter letters restore``.


@click.command("restore")
@click.argument("file", metavar="DRAFT")
@click.option("-o", "--output", metavar="FILE", help="Where it goes (of a batch, a folder); else letters/approved.")
@click.option("--force", is_flag=True, help="Replace a file that is there and is no approved letter.")
@click.pass_obj
def restore_letter(office_folder: str | None, file: str, output: str | None, force: bool) -> None:
    """Make final copies again that were lost or altered. DRAFT is the letter, or the batch, as it was approved.

    The copy is written only where it has the very bytes that the register knows. Where the draft, a fact, a template or
    the letterhead is another than it was then, it cannot be made; a backup of letters/approved has it.
    """
    from drafter.batch.approved import final_copies  # late: only this command of these reads letters
    from drafter.batch.members import is_batch
    from drafter.cli.reading import reviewed

    workspace = open_workspace(office_folder)
    office = workspace.office
    many = is_batch(Path(file))
    register = letters_of(workspace)
    if register is None:
        stop([Problem(Where(file), "not-approved", "no letter has been entered yet")])
    texts, workspace = reviewed(file, workspace, date.today())  # noqa: DTZ011 - the office's own day is meant
    name = Path(file).stem if many else Path(file).with_suffix(texts[0].ending).name
    target = Path(output) if output else office.letters / APPROVED / name
    folder = target if many else target.parent
    link = link_within(office.folder, folder) if output is None else None
    if link is not None:
        stop([planted(os.path.relpath(link))])
    sweep(folder)  # even where the copy exists already: the run that put it there may have been killed then
    problems: list[Problem] = []
    with stopping(), register:
        problems += register.wrong
        for one, data in final_copies(texts, workspace, datetime.now(UTC)):
            entry = next((found for copy in data if (found := register.by_sha256(sha256_of(copy))) is not None), None)
            path = target / one if many else target
            if entry is None:
                message = "makes no final copy that the register knows"
                hint = "the draft, a fact, a template or the letterhead is another than when it was approved"
                problems.append(Problem(Where(f"{file}/{one}" if many else file), "not-approved", message, hint))
                continue
            whole = next(copy for copy in data if sha256_of(copy) == entry.sha256)
            other = _elsewhere(office.letters / APPROVED, entry.sha256, path)
            if other is not None and output is None:
                message = f"the final copy of letter {entry.number} is there already: {other}"
                problems.append(Problem(Where(str(path)), "file-exists", message, "-o makes one more, elsewhere"))
                continue
            problem = _put(path, whole, replace=force and register.by_sha256(own_sha256(path)) is None)
            if problem is not None:
                problems.append(problem)
            else:
                click.echo(f"{path}: letter {entry.number}, as it was approved")
    report(problems)
    if errors(problems):
        sys.exit(FOUND)


def _elsewhere(folder: Path, sha256: str, path: Path) -> Path | None:
    """The name under which the final copies hold a file with these bytes, if it is another."""
    found = (one for one in sorted(folder.rglob(f"*{path.suffix}")) if one != path and own_sha256(one) == sha256)
    return next(found, None)


def _put(path: Path, data: bytes, *, replace: bool) -> Problem | None:
    """Write a copy, unless it is there already."""
    if own_sha256(path) == sha256_of(data):
        return None
    return write_atomically(path, data, str(path), replace=replace, make_folder=True)


# ``drafter letters receipt``.

_FILE = "receipts.txt"


@click.command("receipt")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Add it to a file, or to receipts.txt in a folder.",
)
@click.pass_obj
def print_receipt(office_folder: str | None, output: str | None) -> None:
    """Print how many letters the register holds, and the beginning of the last one's seal.

    Print it out, or keep it where whoever can write to the office's folder cannot: 'drafter letters verify --receipt'
    then shows even a register that was put back as a whole, with its key.
    """
    register = letters_of(open_workspace(office_folder))
    if register is None:
        click.echo("no letter has been entered yet", err=True)
        return
    from drafter.register.head import read_receipt  # late: a database's library is slow to import

    with stopping(), register:
        if errors(register.wrong):
            stop(register.wrong)
        receipt = register.receipt()
    now = datetime.now().astimezone()
    count = counted(receipt.total, "letter")
    line = f"{day_in_words(now.date())}, {now:%H:%M}: {count} in the register; receipt {receipt}"
    if output is None:
        click.echo(line)
        return
    if not Path(output).exists() and not Path(output).suffix:
        stop([Problem(Where(output), "unwritable-file", "there is no such folder", f"a file is named: {output}.txt")])
    path = Path(output) / _FILE if Path(output).is_dir() else Path(output)
    before = ""
    if path.exists():
        try:
            before = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            before = "?"
        if before.strip() and read_receipt(before) is None:
            stop([Problem(Where(str(path)), "file-exists", "holds something else than receipts", "give another name")])
    text = before + ("" if before.endswith("\n") or not before else "\n") + line + "\n"
    problem = write_atomically(path, text.encode("utf-8"), str(path), replace=True)
    if problem is not None:
        stop([problem])
    click.echo(f"{path}: receipt {receipt}")


# ``drafter letters purge``.


@click.command("purge")
@click.option("--before", type=DayType(), required=True, metavar="DATE", help="Letters dated before this day.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def purge_letters(office_folder: str | None, before: date, yes: bool) -> None:
    """Empty the constituents' names of letters dated before a day. All else of the letters stays, and stays sealed.

    Backups of the register still have the names.
    """
    register = letters_of(open_workspace(office_folder))
    when = day_in_words(before)
    count = 0
    if register is not None:
        with stopping(), register:
            count = register.names_before(before)
            if count:
                which = _letters(count)
                if not yes:
                    asked = f"The names of {which} dated before {when} will be gone for good. Type yes to go on"
                    if click.prompt(asked, default="", show_default=False, err=True).strip().lower() != "yes":
                        fail("nothing was changed")
                count = register.purge(before)
    click.echo(f"{_letters(count)} dated before {when}: names emptied" if count else f"no name is kept before {when}")


def _letters(count: int) -> str:
    return counted(count, "letter")


# ``drafter letters export``.

_COLUMNS = (
    "number", "letter_date", "reference", "subject", "topics", "position", "length", "kind", "sha256", "approved_at",
    "approved_by", "name", "constituent", "facts", "exceptions", "warnings", "version", "corrects", "letterhead",
    "seen", "acts", "previous", "hash",
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
