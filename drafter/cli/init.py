"""``drafter init``: a new office, made from what somebody says of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from drafter.cli.asking import at_a_terminal, broken_off, can_ask, repeated
from drafter.cli.common import fail, report, stop
from drafter.cli.completion import how_in
from drafter.facts.model import TOPICS, WORDS
from drafter.files import located_yaml
from drafter.files.atomic import read_regular
from drafter.files.system import reason_of
from drafter.new_office import (
    LETTERHEAD,
    OfficeAnswers,
    found_office,
    in_the_way,
    read_address,
    read_constituency,
    read_email,
    read_member,
    read_office,
    read_party,
    read_side,
    read_subjects,
    read_telephone,
    read_website,
)
from drafter.office import FILE, Office, OfficeSide
from drafter.problems import Problem, UnusableAnswer, Where
from drafter.shipped import first_topic, shipped_folder

_T = TypeVar("_T")


@click.command("init")
@click.argument("folder", required=False, default=".", metavar="[FOLDER]")
@click.option("--member", metavar="NAME", help="The member's name, as it stands on letters.")
@click.option("--constituency", metavar="NAME", help="The constituency.")
@click.option(
    "--address",
    "addresses",
    multiple=True,
    metavar="'NAME: LINES'",
    help="An address of the office, its lines divided by commas: 'Westmere: 14 Market Row, Westmere, WV1 9ZZ'. "
    "Give it again for each.",
)
@click.option("--telephone", metavar="NUMBER", help="The telephone.")
@click.option("--email", metavar="ADDRESS", help="The e-mail address.")
@click.option("--website", metavar="ADDRESS", help="The website.")
@click.option("--side", metavar="SIDE", help="Where the member sits: government, opposition or none.")
@click.option("--party", metavar="NAME", help="The member's party, where the side is government or opposition.")
@click.option(
    "--subject", "subjects", multiple=True, metavar="SUBJECT", help="A subject that it answers on; all unless given."
)
@click.option("--emblem", metavar="FILE", help="A picture for the letterhead (PNG, JPEG); the initials unless given.")
@click.option("--yes", is_flag=True, help="Do not ask; what is not given is left out.")
@click.pass_obj
def command(
    office_folder: str | None,
    /,
    folder: str,
    addresses: tuple[str, ...],
    subjects: tuple[str, ...],
    emblem: str | None,
    yes: bool,
    **given: str | None,
) -> None:
    """Make a new office in FOLDER, or in the current one: office.yaml, a letterhead, and folders for what is its own.

    What no option gives is asked for. Nothing that is there is overwritten; the folder must be new or empty.
    """
    if office_folder is not None:
        fail("--office names an office that is there; 'drafter init FOLDER' makes a new one")
    if not folder.strip():
        fail("the folder has no name")
    path, name = Path(folder), os.path.normpath(folder)
    problems = in_the_way(path, name)
    if problems:
        stop(problems)
    with broken_off():
        said, picture = _asked(given, addresses, subjects, emblem, path, name, yes=yes)
    from drafter.formats.docx.new_letterhead import new_letterhead, read_emblem  # late: Word's library is slow to load

    def letterhead(office: Office) -> bytes:
        return new_letterhead(office, read_emblem(picture, office) if picture else None)

    problems = found_office(said, path, name, letterhead)
    if problems:
        stop(problems)
    _tell(said, path, name)


def _asked(
    given: dict[str, str | None], addresses: tuple[str, ...], subjects: tuple[str, ...], emblem: str | None,
    path: Path, name: str, *, yes: bool,
) -> tuple[OfficeAnswers, bytes]:  # fmt: skip
    """What was said of the office, and its picture. Ends the program where anything is wrong or missing."""
    lacking = not addresses or any(value is None for option, value in given.items() if option != "party")
    asked = Asked(asks=not yes and (lacking or at_a_terminal()) and can_ask(), may_lack=yes)
    said = _answers(asked, given, addresses, subjects)
    picture = _picture(emblem, asked)
    if asked.problems:
        report(asked.problems)
        sys.exit(2)
    _, problems = read_office(said, path, name)
    if problems:
        stop(problems)
    if asked.asks:
        _show(said)
        where = "this folder" if name == "." else repr(name)
        if not click.confirm(f"Make this office in {where}?", default=True, err=True):
            raise click.Abort
    return said, picture


@dataclass
class Asked:
    """Answers, from options or asked for. A wrong answer is asked for again; what is wrong in options is collected.

    ``may_lack`` is whether what is not given may be left out.
    """

    asks: bool
    may_lack: bool
    problems: list[Problem] = field(default_factory=list)

    def answer(
        self, option: str, given: str | None, question: str, use: Callable[[str], _T], otherwise: _T, *,
        needed: bool = False, default: str = "",
    ) -> _T:  # fmt: skip
        """What ``use`` makes of an answer; ``otherwise`` where there is none that can be used."""
        if given is None and self.asks:
            return repeated(question, use, default)
        if given is None and self.may_lack and not needed:
            return otherwise
        if given is None:
            hint = f"give it{'' if needed else ', or --yes leaves out what is not given'}"
            self.problems.append(Problem(Where(option), "missing-option", "is missing, and nobody can be asked", hint))
            return otherwise
        try:
            return use(given)
        except UnusableAnswer as failure:
            self.problems.append(Problem(Where(option), "unusable-answer", str(failure)))
            return otherwise


def _answers(
    asked: Asked, given: dict[str, str | None], addresses: tuple[str, ...], subjects: tuple[str, ...]
) -> OfficeAnswers:
    member = asked.answer("--member", given["member"], "The member's name, as on letters", read_member, "", needed=True)
    constituency = asked.answer(
        "--constituency", given["constituency"], "The constituency", read_constituency, "", needed=True
    )
    places = _places(asked, addresses)
    optional = "(Enter for none)"
    telephone = asked.answer("--telephone", given["telephone"], f"Telephone {optional}", read_telephone, "")
    email = asked.answer("--email", given["email"], f"E-mail {optional}", read_email, "")
    website = asked.answer("--website", given["website"], f"Website {optional}", read_website, "")
    before = len(asked.problems)
    side = asked.answer(
        "--side", given["side"], "Side of the House: government, opposition or none", read_side, OfficeSide.NONE,
        default=OfficeSide.NONE,
    )  # fmt: skip
    # A party is held against no side that nobody meant: this one takes any, and needs none.
    held = OfficeSide.GOVERNMENT if len(asked.problems) > before else side
    party = ""
    if side is not OfficeSide.NONE or given["party"] is not None:
        party = asked.answer(
            "--party", given["party"], "The member's party", lambda typed: read_party(typed, held), "",
            needed=side is OfficeSide.OPPOSITION,
        )  # fmt: skip
    try:
        chosen = read_subjects(subjects, shipped_subjects())
    except UnusableAnswer as failure:
        asked.problems.append(Problem(Where("--subject"), "unusable-answer", str(failure)))
        chosen = ()
    return OfficeAnswers(member, constituency, places, telephone, email, website, side, party, chosen)


def _places(asked: Asked, given: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    places: dict[str, tuple[str, ...]] = {}

    def add(typed: str) -> bool:
        """Take in one address; an empty answer ends them."""
        if typed.strip():
            name, lines = read_address(typed, places.keys())
            places[name] = lines
        return bool(typed.strip())

    given = tuple(given)
    if not given and asked.asks:
        click.echo(
            "Addresses, each in one line: 'Westmere: 14 Market Row, Westmere, WV1 9ZZ'. An empty line ends them.",
            err=True,
        )
        while repeated(f"Address {len(places) + 1}", add):
            pass
        return tuple(places.items())
    for typed in given or (None,):
        asked.answer("--address", typed, "", add, otherwise=False)
    return tuple(places.items())


def _picture(path: str | None, asked: Asked) -> bytes:
    """The picture's bytes; empty where there is none, or it cannot be used."""
    if path is None:
        return b""
    data, problems = emblem_in(path)
    asked.problems += problems
    return data


def emblem_in(path: str) -> tuple[bytes, list[Problem]]:
    """The bytes of a picture that may be an emblem, or why it may not."""
    from drafter.formats.docx.new_letterhead import is_emblem  # late, as above

    try:
        data = read_regular(Path(path))
    except OSError as failure:
        message = f"'{path}' cannot be read: {reason_of(failure)}"
        return b"", [Problem(Where("--emblem"), "unreadable-file", message)]
    return data, is_emblem(data, Where("--emblem"))


def shipped_subjects() -> tuple[str, ...]:
    """The subjects that come with drafter."""
    return tuple(sorted(found.parent.name for found in (shipped_folder() / "facts").glob(f"*/{TOPICS}")))


def _show(said: OfficeAnswers) -> None:
    rows = [("member", said.member), ("constituency", said.constituency)]
    rows += [(name, ", ".join(lines)) for name, lines in said.addresses]
    rows += [("telephone", said.telephone), ("e-mail", said.email), ("website", said.website)]
    rows += [
        ("side", f"{said.side}{f' ({said.party})' if said.party else ''}"),
        ("answers on", ", ".join(map(_told, said.subjects))),
    ]
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"  {name:<{width}}  {value or 'none'}", err=True)


def _told(subject: str) -> str:
    """A subject that came with drafter, as a person knows it."""
    from drafter.facts.reading import read_words  # late, as above
    from drafter.letter.finish import line_of

    document, problems = located_yaml.read_yaml(shipped_folder() / "facts" / subject / WORDS, WORDS)
    line = line_of(read_words(document, subject, problems)) if document is not None else subject
    return f"{line} ({subject}), which came with drafter"


def _tell(said: OfficeAnswers, path: Path, name: str) -> None:
    """What was made, and what to do next."""
    where = "this folder" if name == "." else name
    click.echo(f"{where}: the office of {said.member}")
    click.echo(f"  {FILE:<28}the office's details; change them with any editor")
    click.echo(f"  {LETTERHEAD:<28}the letterhead; look at it in Word, or put your own in its place (--adopt)")
    click.echo(
        "  facts, templates, texts     what is the office's own; facts and templates of drafter's are not copied"
    )
    click.echo("  letters                     the letters; .gitignore keeps them, and the post, out of version control")
    click.echo("next:")
    if path.resolve() != Path.cwd():
        folder = f'"{name}"' if any(map(str.isspace, name)) else name
        click.echo(f"  cd {folder}")
    click.echo("  drafter check")
    click.echo("  drafter topics")
    click.echo("  drafter subject new NAME    # a subject of your own")
    click.echo(f'  drafter draft --topic {first_topic(said.subjects) or "TOPIC"} --to "Mrs A Patel"')
    click.echo(how_in(os.environ))
