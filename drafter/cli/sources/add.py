"""``drafter sources add``."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

import click

from drafter.cli.common import FOUND, day_of, on_option, open_facts, open_office, report, stop
from drafter.cli.facts.common import wrapped
from drafter.cli.sources.details import complete, source_of
from drafter.documents.entry import entry_of
from drafter.documents.extract import extract
from drafter.documents.extracted import DETAILS, Extracted
from drafter.documents.ids import propose_id
from drafter.documents.keep import already, file_sha256, keep, registered_as, text_of
from drafter.documents.texts import sha256_of
from drafter.factbase.model import Source
from drafter.factbase.read_sources import ID, PRONOUNS, SIDES, TYPES
from drafter.office import Office
from drafter.problems import Problem, Where

_SHOWN_FIRST, _SHOWN_LAST, _SHOWN_LETTERS = 60, 10, 80


@click.command("add", short_help="Add a document: read its text, and register it.")
@click.argument("file", metavar="FILE")
@click.option("--id", "id_", default="", metavar="ID", help="The id; else one made from publisher, title or number.")
@click.option("--type", "type_", type=click.Choice(TYPES), help="What sort of document it is.")
@click.option("--title", default="", metavar="TEXT", help="Its title.")
@click.option("--author", default="", metavar="TEXT", help="Who speaks in it; the publisher's name where a body does.")
@click.option("--publisher", default="", metavar="TEXT", help="Who published it.")
@click.option("--issued", default="", metavar="DATE", help="2018-01-25, 2018-04, or 2017-11-23/2018-01-31 for a guess.")
@click.option("--number", default="", metavar="TEXT", help="Its number, as it is cited: 124049, CBP 8190.")
@click.option("--url", default="", metavar="URL", help="Where it stands on the web.")
@click.option("--speaker", default="", metavar="TEXT", help="How letters name it: 'the Health Minister Jo Lee'.")
@click.option("--short", default="", metavar="TEXT", help="How they do afterwards: 'Ms Lee'; the same unless given.")
@click.option("--pronoun", type=click.Choice(PRONOUNS), help="What stands for its speaker; 'it' unless given.")
@click.option("--side", type=click.Choice([str(side) for side in SIDES]), help="On whose side it speaks.")
@click.option("--party", default="", metavar="TEXT", help="Whose paper it is, where its side is a party's.")
@click.option("--occasion", default="", metavar="TEXT", help="What its speaker does: 'told Parliament', 'says'.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what was found and what the options say.")
@on_option
@click.pass_obj
def command(
    office_folder: str | None,
    file: str,
    id_: str,
    type_: str | None,
    title: str,
    author: str,
    publisher: str,
    issued: str,
    number: str,
    url: str,
    speaker: str,
    short: str,
    pronoun: str | None,
    side: str | None,
    party: str,
    occasion: str,
    yes: bool,
    day: date | None,
) -> None:
    """Read a document (.txt, .md, .html, .pdf, .docx, .eml), keep its text, and add its entry to facts/sources.yaml.

    What the document says of itself is shown with its place; what it does not say is asked for, or given by options.
    """
    office = open_office(office_folder)
    base = open_facts(office)
    document, problems = extract(Path(file), file)
    if document is None:
        stop(problems)
    report(problems)
    original = file_sha256(Path(file))
    digests = {original, sha256_of(text_of(document.blocks))}
    same = registered_as(document.blocks, digests, base.sources, office.texts)
    if same is not None:
        stop([already(same)])
    _show(file, document)
    given = {"type": type_ or "", "title": title, "author": author, "publisher": publisher, "issued": issued}
    given |= {"number": number, "url": url, "speaker": speaker, "short": short, "pronoun": pronoun or ""}
    given |= {"side": side or "", "party": party, "occasion": occasion}
    asks = not yes and sys.stdin.isatty()
    details, problems = complete(document, given, asks=asks)
    id_ = id_ or propose_id(details, base.sources.keys())
    if problems := [*problems, *_odd_id(id_, base.sources.keys())]:
        stop(problems)
    today = day_of(day)
    source = source_of(id_, details, document, today)
    click.echo("\nthe entry:")
    click.echo(entry_of(source), nl=False)
    if asks and not click.confirm(f"\nKeep it as '{id_}'?", default=True):
        sys.exit(FOUND)
    names = (office.path_of("facts"), office.path_of("texts"))
    problems = keep(source, document.blocks, original, office.facts, office.texts, names)
    if problems:
        stop(problems)
    _next(source, office)


def _odd_id(id_: str, taken: Collection[str]) -> list[Problem]:
    if id_ in taken:
        return [Problem(Where("--id"), "repeated-id", f"the source '{id_}' is there already", "give another")]
    if not ID.match(id_) or len(id_) > 60:
        hint = "use small letters, digits and single hyphens, 60 at most"
        return [Problem(Where("--id"), "odd-id", f"'{id_}' cannot be an id", hint)]
    return []


def _show(file: str, document: Extracted) -> None:
    """The beginnings of the paragraphs, what was found, and what was not."""
    total = len(document.blocks)
    click.echo(f"{file}: {total} paragraph{'s' if total != 1 else ''}")
    for note in document.notes:
        click.echo(f"note: {note}")
    for number, block in enumerate(document.blocks, 1):
        if number == _SHOWN_FIRST + 1 and total > _SHOWN_FIRST + _SHOWN_LAST:
            click.echo(f"      ... {total - _SHOWN_FIRST - _SHOWN_LAST} more ...")
        if number <= _SHOWN_FIRST or number > total - _SHOWN_LAST:
            mark = "-" if number in document.furniture else " "
            rest = "..." if len(block) > _SHOWN_LETTERS else ""
            click.echo(f"{number:>4} {mark} {block[:_SHOWN_LETTERS].rstrip()}{rest}")
    if document.furniture:
        click.echo("Those marked - seem to be nobody's statement ('furniture' in the entry).")
    click.echo("\nfound:" if document.found else "")
    for name in DETAILS:
        if name in document.found:
            detail = document.found[name]
            click.echo(wrapped(f"{name}: {detail.value}  [{detail.place}]", "  "))
    missing = [name for name in DETAILS if name not in document.found]
    if missing:
        click.echo(f"not found: {', '.join(missing)}")


def _next(source: Source, office: Office) -> None:
    text, entry = office.path_of("texts", f"{source.id}.txt"), office.path_of("facts", "sources.yaml")
    click.echo(f"\nkept: {text}, and the entry at the end of {entry}")
    click.echo("next:")
    click.echo(f"  read the entry: 'counted_from' and 'furniture' are guesses ('drafter sources show {source.id}')")
    click.echo(
        f"  draw facts from it, each with its quotation: 'drafter sources coverage {source.id}' shows what is left"
    )
