"""What the commands share: finding the office, printing problems, days, progress, completion."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO, TypeAlias, TypeVar, cast

import click

from drafter import office as offices
from drafter.facts.claims import plain
from drafter.facts.edtf import calendar_day, day_in_words, parse_day
from drafter.facts.model import FactBase, Subject
from drafter.files.atomic import FOLDER_MODE, is_own
from drafter.files.system import ON_WINDOWS, reason_of
from drafter.letter.request import fears, questions
from drafter.office import NO_POSITION
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where, errors, nearest
from drafter.shipped import shipped_folder
from drafter.workspace import Part, Workspace, unsound

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Finding the office, printing problems, reading a day.

FOUND, WRONG_USE = 1, 2
YES, STOP = "yes", "stop"
_BY_NUMBERS = late_pattern(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})", re.ASCII)


def find_office(given: str | None) -> tuple[Path, str]:
    """The office's folder, and its name in problems: relative to the current directory, where editors look for
    files. Ends the program where there is none. Does first what a killed command left to be done there.
    """
    found = office_above(given)
    if found is None:
        place = f"in {Path(given)}" if given else "here or in any folder above"
        fail(
            f"there is no {offices.FILE} {place}; go to the office's folder, or name it with 'drafter --office FOLDER'"
        )
    _finish_moving(*found)
    return found


def office_above(given: str | None) -> tuple[Path, str] | None:
    """Like ``find_office``; ``None`` where there is none."""
    start = Path(given) if given else Path.cwd()
    tried = [start] if given else [start, *start.parents]
    folder = next((f for f in tried if (f / offices.FILE).is_file()), None)
    if folder is None:
        return None
    name = os.path.relpath(folder)
    return folder, "" if name == "." else name


def open_workspace(given: str | None, by: str = "", option: str = "--by") -> Workspace:
    """Open the office's folder for work. Ends the program where there is none, or where ``by``, the person acting, is
    not one of its people.
    """
    try:
        office = offices.open_office(*find_office(given))
    except ProblemsFound as found:
        stop(found.problems)
    if by and office.people and office.person(by) not in office.people:
        hint = nearest(by, office.people) or f"known: {', '.join(office.people)}"
        message = f"'{by}' is none of the people in {office.path_of(offices.FILE)}"
        stop([Problem(Where(option), "unknown-person", message, hint)])
    return Workspace(office, cache_folder(), os.environ, shipped_folder())


def _finish_moving(folder: Path, name: str) -> None:
    """Do the rest where the renaming, or the removal, of a subject was broken off."""
    if not (folder / offices.MOVING).exists():
        return
    from drafter.moving import finish  # late: hardly any run has to

    move, problems = finish(folder, name)
    if problems:
        stop(problems)
    if move is not None:
        what = "removed" if move.away else f"renamed to '{move.to}'"
        click.echo(f"an earlier run was broken off; now '{move.subject}' is {what}", err=True)


def need(workspace: Workspace, *parts: Part) -> None:
    """Report what is wrong with these parts. Ends the program where they cannot be used."""
    problems = workspace.problems(*parts)
    if errors(problems):
        stop(problems)
    report(problems)


def sound_facts(workspace: Workspace) -> FactBase:
    """The office's facts. Ends the program where any of them is wrong."""
    problems = unsound(workspace, Part.FACTS)
    if problems:
        stop(problems)
    return workspace.base


def subject_named(id_: str, base: FactBase) -> Subject:
    """The subject that ``--subject`` names. Ends the program where there is none, and suggests the one
    that was probably meant.
    """
    subject = base.subjects.get(id_)
    if subject is None:
        hint = nearest(id_, base.subjects) or f"known: {', '.join(base.subjects)}"
        stop([Problem(Where("--subject"), "unknown-subject", f"there is no subject '{id_}'", hint)])
    return subject


def cache_folder() -> Path | None:
    """The user's own folder for data that can be made again; ``None`` where it is not safe, or not wanted."""
    if os.environ.get("DRAFTER_NO_CACHE"):
        return None
    from platformdirs import user_cache_path  # late: without a cache no folder is needed

    try:
        folder = user_cache_path("drafter", appauthor=False)
        if not folder.is_absolute():  # a user without a home folder: the current directory may belong to others too
            return None
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, RuntimeError):
        return None
    # Nobody else may have put anything there. On Windows permissions do not show that, but the folder is in the user's
    # profile.
    foreign = not ON_WINDOWS and status.st_mode & 0o022
    return folder if is_own(status) and not foreign else None


def width_of(stream: TextIO, most: int) -> int:
    """How many characters a line has: those of the terminal, if the output goes to one, and ``most`` at most."""
    return min(most, max(40, shutil.get_terminal_size().columns)) if stream.isatty() else most


def report(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, one to a line; on a terminal, lines end between words."""
    for problem in problems:
        told = str(problem)
        if sys.stderr.isatty():
            width = width_of(sys.stderr, 120)
            told = textwrap.fill(told, width, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False)
        click.echo(told, err=True)


def stop(problems: Iterable[Problem]) -> NoReturn:
    """Report the problems and end: with code 2 where the command was used wrongly, otherwise with 1."""
    problems = sorted(problems)
    report(problems)
    sys.exit(WRONG_USE if any(p.where.path.startswith("--") for p in problems) else FOUND)


def fail(message: str) -> NoReturn:
    """End the program: the command was used wrongly."""
    click.echo(f"drafter: error: {message}", err=True)
    sys.exit(WRONG_USE)


def typed_yes(question: str, *, goes_on: bool) -> str:
    """The answer to a question to which only ``YES``, typed in full, means yes; ``STOP`` where the input ends.

    Both may be typed in capitals, and are returned in lower case. ``goes_on`` tells that another question follows.
    """
    more = f" ({STOP} to look at no more)" if goes_on else ""
    try:
        answer: str = click.prompt(
            f"{question} Type {YES} in full to enter that{more}:", default="", show_default=False, prompt_suffix=" "
        )
    except click.Abort:
        click.echo()
        return STOP
    answer = answer.strip()
    return answer.casefold() if answer.casefold() in (YES, STOP) else answer


def as_json(value: Any) -> None:
    """A result for another program to read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(rows: Iterable[Sequence[str]]) -> None:
    """Print rows of cells in aligned columns; nothing where there are no rows. All rows have as many cells."""
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    if rows:
        click.echo("\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows))


class DayType(click.ParamType[date]):
    """A day, written 2018-07-10 or 10 July 2018."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says how to write one."""
        if isinstance(value, date):
            return value
        day = parse_day(str(value))
        if day is None:
            self.fail(f"'{value}' {_why_no_day(str(value))}", param, ctx)
        return day


def _why_no_day(typed: str) -> str:
    """What is wrong with a typed day, and how to write one."""
    numbers = _BY_NUMBERS.fullmatch(typed)
    if numbers is None:
        return "is no day of the calendar; write 2018-07-10 or '10 July 2018'"
    first, second, year = map(int, numbers.groups())
    year += 2000 if year < 100 else 0
    days = {found for day, month in ((first, second), (second, first)) if (found := calendar_day(year, month, day))}
    if not days:
        there = f": there is no {first} {day_in_words(date(2000, second, 1)).split()[1]}" if 0 < second <= 12 else ""
        return f"is no day of the calendar{there}; write 2018-07-10 or '10 July 2018'"
    if len(days) > 1:
        return "could be read in two ways; write 2018-07-10 or '10 July 2018'"
    (only,) = days
    return f"is written with numbers alone; write {only} or '{day_in_words(only)}'"


ChosenT = TypeVar("ChosenT")


def options(kind: type[ChosenT]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Collect a command's options in one frozen dataclass, whose fields have the options' names.

    The command gets the office's folder, this value, and then by name all parameters that are no fields of it.
    """
    names = [field.name for field in fields(cast("Any", kind))]

    def gathering(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def command(office_folder: str | None, **given: Any) -> None:
            chosen = kind(**{name: given.pop(name) for name in names})
            function(office_folder, chosen, **given)

        return command

    return gathering


json_option = click.option("--json", "json_", is_flag=True, help="Print for another program to read.")
on_option = click.option("--on", "day", type=DayType(), metavar="DATE", help="The day of it; today unless given.")


def day_or_today(given: date | None) -> date:
    """The given day, which may not lie in the future, or today."""
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    if given is not None and given > today:
        fail(f"--on: {given} lies ahead")
    return given or today


_FAR = timedelta(days=366)


def far_ahead(given: date | None) -> list[Problem]:
    """What is odd about the day that a letter is to have, if it is more than a year ahead: a slip, most likely."""
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    if given is None or given - today <= _FAR:
        return []
    message = f"the letter's date, {day_in_words(given)}, lies more than a year ahead; today is {day_in_words(today)}"
    return [Problem(Where("--date"), "far-ahead", message, "is it the year that was meant?")]


# Progress bars with rate and time left, on a terminal only.

_LEAST = 500  # with fewer steps than this, a bar would vanish before anybody could read it


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar that is told what is done. Without a ``total`` it shows how many, and how fast."""
    if not sys.stderr.isatty() or (total is not None and total < _LEAST):
        yield lambda _count: None
        return
    began = time.monotonic()
    done = 0

    def rate(_item: object = None) -> str:
        return f"{done / max(time.monotonic() - began, 0.001):,.0f} a second" if done else ""

    if total is None:

        def count(number: int) -> None:
            nonlocal done
            done += number
            click.echo(f"\r{what}: {done:,}, {rate()}\033[K", err=True, nl=False)

        yield count
        click.echo("\r\033[K", err=True, nl=False)
        return
    shown: Any
    with click.progressbar(
        length=total, label=what, file=sys.stderr, show_pos=True, show_eta=True, item_show_func=rate
    ) as shown:

        def progress(number: int) -> None:
            nonlocal done
            done += number
            shown.update(number, done)

        yield progress


# Shell completion for names of the office's. Nothing here prints, whatever is wrong.

Offered: TypeAlias = Iterable[tuple[str, str]]
Completion: TypeAlias = "Callable[[click.Context, click.Parameter, str], list[CompletionItem]]"


def _completes(offer: Callable[[FactBase, Workspace], Offered]) -> Completion:
    """Completion from pairs of a word and its meaning."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                workspace = open_workspace(ctx.find_root().params.get("office"))
                pairs = list(offer(sound_facts(workspace), workspace))
        except (Exception, SystemExit):  # noqa: BLE001 - completion in a shell must not print errors
            return []
        from click.shell_completion import CompletionItem  # late: only the Tab key needs it

        return [CompletionItem(word, help=about) for word, about in pairs if word.startswith(incomplete)]

    return complete


def _positions(_: FactBase, workspace: Workspace) -> Offered:
    names = {name for named in workspace.positions.values() for name in named}
    return [(name, "") for name in (NO_POSITION, *sorted(names))]


complete_fact = _completes(lambda base, _: ((fact.id, plain(fact.claim)) for fact in base.facts.values()))
complete_source = _completes(lambda base, _: ((source.id, source.title) for source in base.sources.values()))
complete_topic = _completes(lambda base, _: ((topic.id, topic.title) for topic in base.topics.values()))
complete_question = _completes(lambda base, _: ((name, one.text) for name, one in questions(base).items()))
complete_fear = _completes(lambda base, _: ((name, one.text) for name, one in fears(base).items()))
complete_action = _completes(lambda base, _: ((action.id, action.ask) for action in base.actions.values()))
complete_subject = _completes(lambda base, _: ((subject.id, subject.name) for subject in base.subjects.values()))
complete_position = _completes(_positions)


# The reader and the address, from the command line, a file or standard input.
#
# Text on a command line appears in the machine's list of processes and in the shell's history. Text in a file or on
# standard input does not.

STANDARD_INPUT = "-"

_MOST = 10_000  # bytes; an address has a few hundred


def name_and_address(
    name: str | None,
    name_file: str | None,
    address: str,
    address_file: str | None,
    *,
    options: tuple[str, str] = ("--to-file", "--address-file"),
) -> tuple[str | None, str]:
    """The name, ``None`` where it is not given, and the address, empty where it is not given.

    Where both come from standard input, the first line is the name and the others are the address. Ends the program
    where two options give the same thing, or a file is empty. ``options`` are the command's names for the two.
    """
    for_name, for_address = options
    if name is not None and name_file is not None:
        fail("--to and --to-file both say who is answered; leave one of them out")
    if address and address_file is not None:
        fail("--address and --address-file both say where; leave one of them out")
    name_file = STANDARD_INPUT if name == STANDARD_INPUT else name_file
    address_file = STANDARD_INPUT if address == STANDARD_INPUT else address_file
    if name_file == address_file == STANDARD_INPUT:
        both = f"{for_name} and {for_address}"
        first, _, others = _read_typed(both, STANDARD_INPUT).lstrip().partition("\n")
        if not others.strip():
            fail(f"{both}: standard input has one line, which is the name; what {for_address} asks for comes after it")
        return first.strip(), others
    if name_file is not None:
        name = _read_typed(for_name, name_file).strip()
        if len(name.splitlines()) > 1:
            called = _source_named(name_file)
            fail(f"{for_name}: {called} has more than one line; a name is one, and an address goes elsewhere")
    if address_file is not None:
        address = _read_typed(for_address, address_file)
    return name, address


def _read_typed(option: str, path: str) -> str:
    try:
        if path == STANDARD_INPUT:
            if sys.stdin.isatty():
                click.echo(f"{option}: type it, and at the end Ctrl+D on a line by itself", err=True)
            data = sys.stdin.buffer.read(_MOST + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(_MOST + 1)
    except OSError as failure:
        reason = reason_of(failure)
        stop([Problem(Where(option), "unreadable-file", f"{_source_named(path)} cannot be read: {reason}")])
    if len(data) > _MOST:
        fail(f"{option}: {_source_named(path)} is longer than any name or address")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        fail(f"{option}: {_source_named(path)} is not UTF-8 text; save it with encoding UTF-8")
    if not text.strip():
        fail(f"{option}: {_source_named(path)} says nothing")
    return "\n".join(text.splitlines())


def _source_named(path: str) -> str:
    return "standard input" if path == STANDARD_INPUT else f"'{path}'"
