"""``drafter sources``: the documents from which facts are drawn, and their texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import click

from drafter.cli.asking import at_a_terminal, broken_off, can_ask, repeated, typed
from drafter.cli.common import (
    FOUND,
    as_json,
    complete_source,
    day_or_today,
    fail,
    json_option,
    on_option,
    open_workspace,
    options,
    report,
    sound_facts,
    stop,
    table,
)
from drafter.cli.facts.common import wrapped
from drafter.cli.lazy import LazyGroup
from drafter.english.messages import counted
from drafter.facts.ids import why_no_id
from drafter.facts.model import SOURCE_TYPES, SOURCES, Citation, Fact, FactBase, Side, Source
from drafter.facts.tables import OCCASIONS, PRONOUNS, SIDES, TYPES
from drafter.files.atomic import write_atomically
from drafter.files.digests import file_sha256, sha256_of
from drafter.files.yaml_text import cleaned
from drafter.frozen import dataclass
from drafter.letter.finish import citation
from drafter.office import Office
from drafter.problems import Problem, UnusableAnswer, Where, nearest
from drafter.sources.adding import (
    Fate,
    already,
    attach,
    keep,
    number_runs,
    registered_as,
    source_entry,
    text_of,
)
from drafter.sources.csl import as_csl
from drafter.sources.details import propose_id, states
from drafter.sources.entry import (
    body_of,
    has_closing_day,
    known,
    publisher_of,
    side_of,
    sound_value,
    source_of,
    speaker_of,
)
from drafter.sources.extract import extract
from drafter.sources.quotations import CoverageRow, coverage, read_text
from drafter.sources.text import DETAILS, Extracted
from drafter.workspace import Workspace

# ``drafter sources``.

COMMANDS: Mapping[str, tuple[str, str]] = {
    "add": ("drafter.cli.sources:add_source", "Add a document: read its text, and register it."),
    "edit": ("drafter.cli.sources_edit:edit_source", "Change a document's entry; what is wrong is not saved."),
    "attach": ("drafter.cli.sources:attach_texts", "Find the texts of known documents among a folder's files."),
    "list": ("drafter.cli.sources:list_sources", "List the documents, and whether their texts are at hand."),
    "show": ("drafter.cli.sources:show_source", "Show one document: its details, and the facts that cite it."),
    "coverage": (
        "drafter.cli.sources:coverage_of",
        "A document paragraph by paragraph, with the facts that quote each.",
    ),
    "export": ("drafter.cli.sources:export_sources", "Write the documents' details for citation programs."),
}


@click.group("sources", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """The documents that facts are drawn from, and their texts."""


# Shared by the commands on sources.


def source_named(id_: str, base: FactBase) -> Source:
    """The source. Ends the program where there is none, and suggests the one that was probably meant."""
    source = base.sources.get(id_)
    if source is None:
        hint = nearest(id_, base.sources) or f"known: {', '.join(base.sources)}"
        fail(f"there is no source '{id_}'; {hint}")
    return source


def facts_of(source: Source, base: FactBase) -> list[Fact]:
    """The facts that cite a source, in the order of the files."""
    return [fact for fact in base.facts.values() if any(cite.source == source.id for cite in fact.cites)]


def text_state(source: Source, office: Office) -> str:
    """Whether the right text is available: 'at hand', 'missing' or 'another text'."""
    text, problem = read_text(office.texts, source, office.path_of("texts"))
    return "another text" if problem is not None else "at hand" if text is not None else "missing"


def source_as_json(source: Source, base: FactBase, office: Office) -> dict[str, Any]:
    """A source for another program."""
    return {
        "id": source.id,
        "type": source.type,
        "title": source.title,
        "author": source.author or None,
        "publisher": source.publisher,
        "issued": source.issued.text,
        "number": source.number or None,
        "URL": source.url or None,
        "closes": source.closes.isoformat() if source.closes else None,
        "speaker": source.speaker.entry,
        "side": str(source.side),
        "party": source.party or None,
        "occasion": source.occasion,
        "stated": list(source.stated),
        "known_from": source.known_from or None,
        "sha256": source.sha256 or None,
        "counted_from": source.counted_from,
        "sections": [{"paragraph": number, "title": title} for number, title in source.sections],
        "furniture": sorted(source.furniture),
        "text": text_state(source, office),
        "facts": [fact.id for fact in facts_of(source, base)],
        "where": str(source.where),
    }


# Details of a document that is added. Each was found, given by an option, or typed, and records which.

_WANTED = {
    "type": f"what sort of document it is: known: {', '.join(TYPES)}",
    "title": "its title",
    "author": "who speaks in it: give the publisher's name where a body does",
    "publisher": "who published it",
    "issued": "when it was issued: write 2018-01-25, 2018-04, or 2017-11-23/2018-01-31 for a guess",
    "number": "its number: give it as it is cited",
    "speaker": "how letters name what speaks in it: for example 'the Health Minister Jo Lee', or 'the Board's report'",
    "short": "how letters name its speaker afterwards: for example 'Ms Lee'",
    "pronoun": f"which word stands for its speaker: known: {', '.join(PRONOUNS)}",
    "side": f"on whose side it speaks: known: {', '.join(SIDES)}",
    "party": "whose paper it is: for example 'Labour'",
    "occasion": "what its speaker does in it: for example 'told Parliament', 'says' or 'reports'",
    "url": "where it stands on the web: write the address whole, from 'https://' on; Enter if it stands nowhere",
    "closes": "the last day to sign it or to answer it: write 2018-05-03; Enter if it has none",
}
_FOUND = (*DETAILS, "speaker")  # what a document may say of itself
_MAY_LACK = frozenset(("url", "closes"))  # details that many documents do not have
_NUMBERS_OF = {
    "debate": "its column, with the volume if it is known: for example 'vol 635, col 123'",
    "statutory-instrument": "its number: for example 'SI 2018/123'",
    "parliamentary-answer": "its number: for example '124049'",
}


def complete(document: Extracted, given: Mapping[str, str], *, asks: bool) -> tuple[dict[str, str], list[Problem]]:
    """The given details, and otherwise those that were found. A missing one is asked for, or becomes a problem that
    names its option.
    """
    details = {name: document.found[name].value for name in _FOUND if name in document.found}
    details |= {name: " ".join(value.split()) for name, value in given.items() if value.strip()}
    problems = []
    for name in ("issued", "url", "closes", "number"):
        value, wrong = sound_value(name, details.get(name, ""), details.get("type", ""))
        problems += [Problem(Where(f"--{name}"), "odd-value", wrong)] if wrong else []
        details[name] = value
    wanted = chain(_of_document(details, asks=asks), _of_speaker(details, asks=asks))
    for name, default in wanted:
        if details.get(name) or any(p.where.path == f"--{name}" for p in problems):
            continue
        if asks:
            details[name] = _asked(name, default, details.get("type", ""), needed=name not in _MAY_LACK)
        elif default:
            details[name] = default
        elif name not in _MAY_LACK:
            what, _, how = _wanted(name, details.get("type", "")).partition(": ")
            message = f"the document does not say {what}"
            problems.append(Problem(Where(f"--{name}"), "missing-detail", message, how or f"say it with --{name}"))
    return {name: value for name, value in details.items() if value}, problems


def _of_document(details: Mapping[str, str], *, asks: bool) -> Iterator[tuple[str, str]]:
    """What the entry says of the document itself, as far as its type needs it, with a default where there is one."""
    yield "type", ""
    type_ = SOURCE_TYPES.get(details.get("type", ""))
    needs = type_.needs if type_ is not None else ("author",)
    yield "title", ""
    if details.get("type") == "letter":  # whoever writes a letter mostly sends it too
        yield "author", ""
    yield "publisher", publisher_of(details)
    yield "issued", ""
    if "author" in needs:  # where a body speaks, it mostly publishes too; a person is never guessed
        person = details.get("type", "") in {"letter", "debate", "parliamentary-answer"}
        yield "author", details.get("publisher", "") if asks and not person else ""
    if "number" in needs:
        yield "number", ""
    if asks:
        yield "url", ""
        if has_closing_day(details):
            yield "closes", ""


def _of_speaker(details: Mapping[str, str], *, asks: bool) -> Iterator[tuple[str, str]]:
    """What letters need to name the speaker, with a default where nobody says. A person is never called 'it' by
    default.
    """
    type_ = details.get("type", "")
    full, short, pronoun, occasion = speaker_of(details)
    yield "speaker", full or (body_of(details) if asks else "")
    if details.get("speaker"):
        author = details.get("author", "")
        own = short if details["speaker"] == full else ""
        named = author and details["speaker"].endswith(f" {author}") and details["speaker"] != f"the {author}"
        yield "short", own or (author if named else details["speaker"])
    person = type_ in {"letter", "debate"} or (type_ == "parliamentary-answer" and not asks)
    yield "pronoun", pronoun or ("" if person else "it")
    yield "side", side_of(details)
    if details.get("side") == Side.PARTY:
        yield "party", ""
    if type_ in OCCASIONS:
        yield "occasion", occasion or OCCASIONS[type_]


def _wanted(name: str, type_: str) -> str:
    return _NUMBERS_OF.get(type_, _WANTED[name]) if name == "number" else _WANTED[name]


def _asked(name: str, default: str = "", type_: str = "", *, needed: bool = True) -> str:
    def use(typed: str) -> str:
        if not typed and not needed:
            return ""
        value, wrong = sound_value(name, typed, type_)
        if not value:
            raise UnusableAnswer(wrong or "something must be said here")
        return value

    if name == "type":
        for number, known in enumerate(TYPES, 1):
            click.echo(f"{number:>4}  {known}", err=True)
    return repeated(f"{name} - {_wanted(name, type_)}", use, default)


# ``drafter sources add``.

_SHOWN_FIRST, _SHOWN_LAST, _SHOWN_LETTERS = 60, 10, 80


@dataclass(frozen=True, slots=True)
class _Stated:
    """Details of the document, by the options' names."""

    type_: str | None
    title: str
    author: str
    publisher: str
    issued: str
    number: str
    url: str
    speaker: str
    short: str
    pronoun: str | None
    side: str | None
    party: str
    occasion: str
    closes: str

    def given(self) -> dict[str, str]:
        """The details by name; empty where an option was not given."""
        return {name.rstrip("_"): getattr(self, name) or "" for name in self.__slots__}


@click.command("add")
@click.argument("file", metavar="FILE")
@click.option("--id", "id_", default="", metavar="ID", help="The id; else one made from publisher, title or number.")
@click.option("--type", "type_", type=click.Choice(TYPES), help="What sort of document it is.")
@click.option("--title", default="", metavar="TEXT", help="Its title.")
@click.option("--author", default="", metavar="TEXT", help="Who speaks in it; the publisher's name where a body does.")
@click.option("--publisher", default="", metavar="TEXT", help="Who published it.")
@click.option("--issued", default="", metavar="DATE", help="2018-01-25, 2018-04, or 2017-11-23/2018-01-31 for a guess.")
@click.option("--number", default="", metavar="TEXT", help="Its number, as it is cited: 124049, CBP 8190.")
@click.option("--url", default="", metavar="URL", help="Where it stands on the web.")
@click.option("--url-stated", is_flag=True, help="The document itself gives that address.")
@click.option("--closes", default="", metavar="DATE", help="The last day to sign it or to answer it.")
@click.option("--speaker", default="", metavar="TEXT", help="How letters name it: 'the Health Minister Jo Lee'.")
@click.option("--short", default="", metavar="TEXT", help="How they do afterwards: 'Ms Lee'; the same unless given.")
@click.option("--pronoun", type=click.Choice(PRONOUNS), help="What stands for its speaker; 'it' unless given.")
@click.option("--side", type=click.Choice([str(side) for side in SIDES]), help="On whose side it speaks.")
@click.option("--party", default="", metavar="TEXT", help="Whose paper it is, where its side is a party's.")
@click.option("--occasion", default="", metavar="TEXT", help="What its speaker does: 'told Parliament', 'says'.")
@click.option("--yes", is_flag=True, help="Ask nothing: take what was found and what the options say.")
@on_option
@click.pass_obj
@options(_Stated)
def add_source(
    office_folder: str | None,
    stated: _Stated,
    file: str,
    id_: str,
    url_stated: bool,
    yes: bool,
    day: date | None,
) -> None:
    """Read a document (.txt, .md, .html, .pdf, .docx, .eml), keep its text, and add its entry to facts/sources.yaml.

    What the document says of itself is shown with its place; what it does not say is asked for, or given by options.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
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
    given = stated.given()
    # From a pipe only what is needed is asked for: a script that gives all of it may have its own use for the input.
    asks = not yes and (at_a_terminal() or (bool(complete(document, given, asks=False)[1]) and can_ask()))
    with broken_off():
        details, problems = complete(document, given, asks=asks)
    id_ = id_ or propose_id(details, base.sources.keys())
    if problems := [*problems, *_odd_id(id_, base.sources.keys())]:
        stop(problems)
    today = day_or_today(day)
    of_itself = {"url"} if url_stated or (asks and _gives_address(document, details)) else set()
    source = source_of(id_, details, document, today, of_itself)
    if not asks and (still := _still_to_come(source, today)):
        stop([Problem(Where("--issued"), "odd-value", still)])
    click.echo("\nthe entry:")
    _show_entry(source, today)
    while asks and (name := _to_change(source, document)):
        if name == "counted_from":
            document = replace(document, counted_from=_first_counted(document))
        elif name == "id":
            id_ = repeated(f"id - {_OF_ID}", lambda text: _sound_id(text, base.sources.keys()), id_)
        else:
            details[name] = _asked(name, details.get(name, ""), details["type"], needed=name not in _MAY_LACK)
        source = source_of(id_, details, document, today, of_itself)
        _show_entry(source, today)
    names = (office.path_of("facts"), office.path_of("texts"))
    problems = keep(source, document.blocks, original, office.facts, office.texts, names)
    if problems:
        stop(problems)
    _next(source, office)


def _show_entry(source: Source, today: date) -> None:
    """The entry as it is to be written, and a note where its day is still to come."""
    click.echo(source_entry(source), nl=False)
    still = _still_to_come(source, today)
    if still:
        click.echo(f"note: issued: {still}", err=True)


def _still_to_come(source: Source, today: date) -> str:
    """What is odd about a document of a day after this one; empty where nothing is."""
    if source.issued.earliest <= today:
        return ""
    return (
        f"'{source.issued.text}' is still to come, and no letter tells of a document before its day; is the year right?"
    )


def _gives_address(document: Extracted, details: Mapping[str, str]) -> bool:
    """Whether the document itself gives an address that stands in no paragraph of its text."""
    url = details.get("url", "")
    if not url or states(document, "url", url):
        return False
    return click.confirm(
        "Does the document itself give this address, say in its head or foot?", default=False, err=True
    )


_OF_ID = "its name among the documents: small letters, digits and single hyphens"


def _sound_id(text: str, taken: Collection[str]) -> str:
    wrong = _odd_id(text, taken)
    if wrong:
        raise UnusableAnswer(f"{wrong[0].message}; {wrong[0].hint}")
    return text


def _first_counted(document: Extracted) -> int:
    """The block that is counted as paragraph 1."""
    last = len(document.blocks)

    def use(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= last):
            raise UnusableAnswer(f"there are 1 to {last}")
        return int(text)

    question = "counted_from - the paragraph that a reader counts as the first: its number in the list above"
    return repeated(question, use, str(document.counted_from))


def _to_change(source: Source, document: Extracted) -> str:
    """The detail that is to be put otherwise; empty if the entry is right. Ends the program if it is not kept."""
    changes = [*_WANTED, "id", "counted_from"]
    while True:
        first = document.blocks[source.counted_from - 1]
        rest = "..." if len(first) > _SHOWN_LETTERS else ""
        click.echo("\nA reader counts as paragraph 1, by which letters cite ('counted_from' changes it):", err=True)
        click.echo(f"{source.counted_from:>4}   {first[:_SHOWN_LETTERS].rstrip()}{rest}", err=True)
        ways = "Enter keeps it, 'no' leaves it, or the name of a detail to change: id, title ..."
        question = f"Keep it as '{source.id}'? ({ways})"
        said = cleaned(typed(question, "")).casefold()
        if said in {"", "y", "yes"}:
            return ""
        if said in {"n", "no"}:
            sys.exit(FOUND)
        if said in changes:
            return said
        click.echo(f"there is no detail '{said}'; {nearest(said, changes) or known(changes)}", err=True)


def _odd_id(id_: str, taken: Collection[str]) -> list[Problem]:
    if id_ in taken:
        return [Problem(Where("--id"), "repeated-id", f"the source '{id_}' is there already", "give another")]
    why = why_no_id(id_)
    return [Problem(Where("--id"), "odd-id", f"'{id_}' cannot be an id", why)] if why else []


def _show(file: str, document: Extracted) -> None:
    """Show the first paragraphs, what was found, and what was not."""
    total = len(document.blocks)
    click.echo(f"{file}: {counted(total, 'paragraph')}")
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
    for name in _FOUND:
        if name in document.found:
            detail = document.found[name]
            click.echo(wrapped(f"{name}: {detail.value}  [{detail.place}]", "  "))
    missing = [name for name in DETAILS if name not in document.found and name != "closes"]
    if missing:
        click.echo(f"not found: {', '.join(missing)}")


def _next(source: Source, office: Office) -> None:
    text, entry = office.path_of("texts", f"{source.id}.txt"), office.path_of("facts", SOURCES)
    click.echo(f"\nkept: {text}, and the entry at the end of {entry}")
    click.echo("next:")
    click.echo(f"  read the entry: 'counted_from' and 'furniture' are guesses ('drafter sources show {source.id}')")
    click.echo(
        f"  draw facts from it, each with its quotation: 'drafter sources coverage {source.id}' shows what is left"
    )


# ``drafter sources attach``.


@click.command("attach")
@click.argument("folder", metavar="FOLDER")
@click.pass_obj
def attach_texts(office_folder: str | None, folder: str) -> None:
    """Look for the documents' texts among the files of a folder, whatever these are called, and keep copies.

    A document is known by its content, exactly; what only resembles one is told and left. Exit code 1 where the text
    of a document is still not at hand.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
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


# ``drafter sources list``.


@click.command("list")
@json_option
@click.pass_obj
def list_sources(office_folder: str | None, json_: bool) -> None:
    """List the documents: id, type, date, title, number of facts, and whether the text is at hand and the right one."""
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    if json_:
        as_json([source_as_json(source, base, office) for source in base.sources.values()])
        return
    rows = [
        (s.id, s.type, s.issued.text, f"text {text_state(s, office)}", f"{len(facts_of(s, base))} facts", s.title)
        for s in base.sources.values()
    ]
    table(rows)
    click.echo(counted(len(rows), "source"), err=True)


# ``drafter sources show``.


@click.command("show")
@click.argument("id_", metavar="ID", shell_complete=complete_source)
@json_option
@click.pass_obj
def show_source(office_folder: str | None, id_: str, json_: bool) -> None:
    """Show one document: its details and where they are from, how letters cite it, and the facts that do."""
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    source = source_named(id_, base)
    if json_:
        as_json(source_as_json(source, base, office))
        return
    _print(source, facts_of(source, base), workspace)


def _print(source: Source, facts: list[Fact], workspace: Workspace) -> None:
    office = workspace.office
    click.echo(f"{source.id}  ({source.where})")
    details = [
        ("title", source.title),
        ("author", source.author),
        ("publisher", source.publisher),
        ("issued", f"{source.issued.text} ({source.issued})"),
        ("number", source.number),
        ("URL", source.url),
        ("closes", str(source.closes or "")),
    ]
    for name, value in [("type", source.type), *details]:
        # The office chooses the type; the document never states it.
        said = (
            ""
            if name in {"type", "closes"} or not value
            else "  [stated]"
            if name in source.stated
            else "  [not stated]"
        )
        if value:
            click.echo(wrapped(f"{name}: {value}{said}", "  "))
    rest = [
        ("speaker", source.speaker.told),
        ("side", f"{source.side}{f' ({source.party})' if source.party else ''}"),
        ("occasion", source.occasion),
        ("known from", source.known_from),
        ("counted from", str(source.counted_from)),
        *((f"section from {block} on", heading) for block, heading in source.sections),
        ("furniture", ", ".join(number_runs(source.furniture))),
        ("text", f"{text_state(source, office)} ({office.path_of('texts', source.id)}.txt)"),
        ("sha256", source.sha256),
    ]
    for name, value in rest:
        if value:
            click.echo(wrapped(f"{name}: {value}", "  "))
    cites = [cite for fact in facts for cite in fact.cites if cite.source == source.id]
    cite = cites[0] if cites else Citation(source.id, "", source.counted_from)
    click.echo()
    click.echo(
        wrapped(f"cited as: {''.join(r.text for r in citation(cite, source, workspace.templates, first=True))}", "  ")
    )
    click.echo()
    for fact in facts:
        paragraphs = ", ".join(source.number_of(c.paragraph) for c in fact.cites if c.source == source.id)
        click.echo(f"  {fact.id}  [{paragraphs}]")
    click.echo(counted(len(facts), "fact"), err=True)


# ``drafter sources coverage``.


@click.command("coverage")
@click.argument("ids", nargs=-1, metavar="[ID]...", shell_complete=complete_source)
@click.option("--missing", is_flag=True, help="Only paragraphs that nobody has accounted for.")
@json_option
@click.pass_obj
def coverage_of(office_folder: str | None, ids: tuple[str, ...], missing: bool, json_: bool) -> None:
    """Show each paragraph of the documents, all or those named: the facts that quote it, or why none does.

    Exit code 1 where a paragraph is not accounted for, or a text is not at hand.
    """
    workspace = open_workspace(office_folder)
    office = workspace.office
    base = sound_facts(workspace)
    shown: dict[str, tuple[CoverageRow, ...]] = {}
    problems: list[Problem] = []
    for source in [source_named(id_, base) for id_ in ids or base.sources]:
        text, problem = read_text(office.texts, source, office.path_of("texts"))
        if text is not None:
            shown[source.id] = coverage(text, source, base.facts.values())
            continue
        where = Where(office.path_of("texts", f"{source.id}.txt"))
        hint = "'drafter sources attach FOLDER' finds it among your files"
        problems.append(problem or Problem(where, "no-text", f"the text of '{source.id}' is not at hand", hint))
    left = [row for rows in shown.values() for row in rows if not row.accounted_for]
    if json_:
        as_json({id_: [_as_json(row) for row in rows] for id_, rows in shown.items()})
    else:
        for id_, rows in shown.items():
            click.echo(id_)
            for row in rows:
                if not (missing and row.accounted_for):
                    said = ", ".join(row.facts) or row.reason or "NOT ACCOUNTED FOR"
                    click.echo(f"{base.sources[id_].number_of(row.number):>4}  {row.text[:64]:<64}  {said}")
    report(problems)
    if shown:
        click.echo(f"{len(left)} paragraphs are not accounted for", err=True)
    sys.exit(FOUND if left or problems else 0)


def _as_json(row: CoverageRow) -> dict[str, Any]:
    return {"paragraph": row.number, "facts": list(row.facts), "reason": row.reason or None}


# ``drafter sources export``.


@click.command("export")
@click.option(
    "--format",
    type=click.Choice(["csl-json"]),
    default="csl-json",
    show_default=True,
    expose_value=False,  # there is one so far
    help="The format.",
)
@click.option("-o", "--output", metavar="FILE", help="A file to write; else standard output.")
@click.option("--force", is_flag=True, help="Replace the file if there is one.")
@click.pass_obj
def export_sources(office_folder: str | None, output: str | None, force: bool) -> None:
    """Write the documents' details as CSL-JSON, which pandoc --citeproc and Zotero read."""
    base = sound_facts(open_workspace(office_folder))
    text = json.dumps(as_csl(base.sources.values()), ensure_ascii=False, indent=2) + "\n"
    if output in {None, "-"}:
        click.echo(text, nl=False)
        return
    problem = write_atomically(Path(str(output)), text.encode("utf-8"), str(output), replace=force, shared=True)
    if problem is not None:
        stop([problem])
    click.echo(output)
