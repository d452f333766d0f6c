"""``drafter sources edit``: a document's entry changed, with what that means for the facts drawn from it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from drafter.cli.asking import at_a_terminal
from drafter.cli.common import (
    FOUND,
    complete_source,
    day_or_today,
    fail,
    on_option,
    open_workspace,
    options,
    report,
    sound_facts,
    stop,
)
from drafter.cli.facts.change import EditedCopy, edited_until_right
from drafter.cli.facts.common import echo_sentences, folder_of, name_of, to_recall
from drafter.cli.sources import facts_of, source_named
from drafter.english.messages import counted, listed
from drafter.entering import enter_in_lock
from drafter.facts.cache import FactsFolder
from drafter.facts.edit import ChangeAuthor, replace_file, set_field
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase, Loaded, Source, fingerprint
from drafter.facts.tables import PRONOUNS, SIDES, STATABLE, TYPES
from drafter.files.yaml_edit import read_file
from drafter.files.yaml_text import Written
from drafter.frozen import dataclass
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.sources.details import states
from drafter.sources.entry import field_name, sound_value
from drafter.sources.text import Extracted
from drafter.workspace import Workspace

# What letters say of a document in their sentences; a note shows the rest.
_SAID = ("speaker", "occasion", "side", "party", "issued")
_NOTED = ("type", "title", "author", "publisher", "number", "url", "counted_from", "sections")
_SHOWN = 3  # facts whose sentences are shown


@dataclass(frozen=True, slots=True)
class _Changes:
    """The new values, by the options' names."""

    type_: str | None
    title: str | None
    author: str | None
    publisher: str | None
    issued: str | None
    number: str | None
    url: str | None
    closes: str | None
    speaker: str | None
    short: str | None
    pronoun: str | None
    later: str | None
    side: str | None
    party: str | None
    occasion: str | None

    def given(self) -> dict[str, str]:
        """The values that were given, without empty ones."""
        pairs = ((name.rstrip("_"), getattr(self, name)) for name in self.__slots__)
        return {name: " ".join(value.split()) for name, value in pairs if value is not None and value.strip()}


@click.command("edit")
@click.argument("id_", metavar="ID", shell_complete=complete_source)
@click.option("--type", "type_", type=click.Choice(TYPES), help="What sort of document it is.")
@click.option("--title", metavar="TEXT", help="Its title.")
@click.option("--author", metavar="TEXT", help="Who speaks in it; the publisher's name where a body does.")
@click.option("--publisher", metavar="TEXT", help="Who published it.")
@click.option("--issued", metavar="DATE", help="2018-01-25, 2018-04, or 2017-11-23/2018-01-31 for a guess.")
@click.option("--number", metavar="TEXT", help="Its number, as it is cited.")
@click.option("--url", metavar="URL", help="Where it stands on the web.")
@click.option("--closes", metavar="DATE", help="The last day to sign it or to answer it.")
@click.option("--speaker", metavar="TEXT", help="How letters name it: 'the Health Minister Jo Lee'.")
@click.option("--short", metavar="TEXT", help="How they do afterwards: 'Ms Lee'.")
@click.option("--pronoun", type=click.Choice(PRONOUNS), help="What stands for its speaker.")
@click.option("--later", metavar="TEXT", help="The full name in letters a year after it: 'the then Minister Jo Lee'.")
@click.option("--side", type=click.Choice([str(side) for side in SIDES]), help="On whose side it speaks.")
@click.option("--party", metavar="TEXT", help="Whose paper it is, where its side is a party's.")
@click.option("--occasion", metavar="TEXT", help="What its speaker does: 'told Parliament', 'says'.")
@click.option("--by", metavar="NAME", help="Who you are; your login name unless given.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@on_option
@click.pass_obj
@options(_Changes)
def edit_source(
    office_folder: str | None, changes: _Changes, id_: str, by: str | None, yes: bool, day: date | None
) -> None:
    """Change the entry of a document by options; without any, in your editor, on a copy.

    The facts are checked with the new entry, and nothing is written while anything is wrong. The quotations from the
    document are looked up again. Where letters will say something else of it, you are told of which facts, and which of
    them were reviewed as they were said before.
    """
    hand = ChangeAuthor(name_of(by), day_or_today(day))
    workspace = open_workspace(office_folder, hand.by)
    hand = replace(hand, by=workspace.office.person(hand.by))
    base = sound_facts(workspace)
    source = source_named(id_, base)
    folder = folder_of(workspace)
    if not source.where.path.startswith(f"{folder.name}/"):
        fail(f"'{source.id}' came with drafter, and its entry is not changed here; the office's own documents can be")
    path = folder.folder / Path(source.where.path).relative_to(folder.name)
    old, problems = read_file(path, folder.name_of(path))
    if problems:
        stop(problems)
    copy: EditedCopy | None = None
    given = changes.given()
    if given:
        new, after = _by_options(source, given, old, path, folder, workspace, hand.on)
    else:
        copy = _copied(folder, path, old)

        def judge(before: FactBase, loaded: Loaded, text: str) -> list[Problem]:
            changed = _of_changed(before, loaded.base)
            name = folder.name_of(path)
            return errors(loaded.problems) or workspace.wrong_facts(loaded.base, changed, name, text)

        new, after = edited_until_right(copy, source.where.line, judge)
    if new == old:
        click.echo(f"nothing was changed in {folder.name_of(path)}")
        return
    otherwise = _tell(base, after, workspace, hand.on)
    if otherwise and not yes and at_a_terminal() and not click.confirm("Write it?", default=True, err=True):
        click.echo("nothing was written", err=True)
        sys.exit(FOUND)
    problems = replace_file(folder, path, old, new, hand)
    if problems:
        report(problems)
        if copy is not None:
            copy.keep_and_end()
        sys.exit(FOUND)
    if copy is not None:
        shutil.rmtree(copy.desk, ignore_errors=True)
    click.echo(f"{folder.name_of(path)}: written")
    _verify_again(workspace.holding(base=after), [after.facts[one] for one in _of_changed(base, after)])


def _copied(folder: FactsFolder, path: Path, old: str) -> EditedCopy:
    desk = Path(tempfile.mkdtemp(prefix="drafter-"))
    copy = EditedCopy(desk, desk / path.name, folder, path, old)
    copy.file.write_bytes(old.encode())
    return copy


# By options.


def _by_options(
    source: Source, given: Mapping[str, str], old: str, path: Path, folder: FactsFolder, workspace: Workspace, day: date
) -> tuple[str, FactBase]:
    """The file's new text, and the facts with it. Ends the program where anything is wrong."""
    problems: list[Problem] = []
    sound: dict[str, str] = {}
    for name, value in given.items():
        kept, wrong = sound_value(name, value, given.get("type", source.type))
        problems += [Problem(Where(f"--{name}"), "odd-value", wrong)] if wrong else []
        sound[name] = kept
    if problems:
        stop(problems)
    name, text = folder.name_of(path), old
    for field, new in _fields(source, sound, workspace, day):
        text, problem = set_field(text, source.id, field, new, name, of_source=True)
        if problem is not None:
            stop([problem])
    loaded = folder.load({path: text})
    problems = errors(loaded.problems)
    problems = problems or workspace.wrong_facts(loaded.base, _of_changed(workspace.base, loaded.base), name, text)
    if problems:
        stop(problems)
    return text, loaded.base


def _fields(source: Source, sound: Mapping[str, str], workspace: Workspace, day: date) -> Iterator[tuple[str, Written]]:
    """The fields of the entry that change, with their values."""
    speaker = source.speaker
    full = sound.get("speaker", speaker.full)
    short = sound.get("short", speaker.short if full == speaker.full else full)
    said = {"full": full, "short": short, "pronoun": sound.get("pronoun", speaker.pronoun)}
    later = sound.get("later", speaker.later if full == speaker.full else "")
    said |= {"later": later} if later else {}
    if said != speaker.entry:
        yield "speaker", said
    own = {
        field_name(name): value for name, value in sound.items() if name not in {"speaker", "short", "pronoun", "later"}
    }
    yield from own.items()
    statable = {name: value for name, value in own.items() if name in STATABLE}
    if statable:
        kept, _ = workspace.text_of(source)
        text = Extracted("txt", kept.blocks if kept is not None else ())
        stated = [name for name, value in statable.items() if states(text, name.lower(), value)]
        new = [name for name in STATABLE if name in stated or (name in source.stated and name not in statable)]
        if tuple(new) != source.stated:
            yield "stated", new
        unstated = [name for name in statable if name not in stated]
        if unstated:
            told = f"Changed by hand on {day_in_words(day)}: {', '.join(unstated)}."
            yield "known_from", f"{source.known_from} {told}".strip()


def _of_changed(before: FactBase, after: FactBase) -> list[str]:
    """The facts, by id, that cite a document whose entry differs, or that differ themselves."""
    changed = {id_ for id_, source in after.sources.items() if _differ(before.sources.get(id_), source)}
    return [
        fact.id
        for fact in after.facts.values()
        if any(cite.source in changed for cite in fact.cites) or before.facts.get(fact.id) != fact
    ]


def _differ(old: Source | None, new: Source) -> bool:
    return old is None or replace(old, where=new.where) != new


# What the change means.


def _tell(before: FactBase, after: FactBase, workspace: Workspace, day: date) -> bool:
    """Tell what letters will say otherwise, and whose review that unsettles; whether they say anything otherwise."""
    otherwise = False
    for id_ in before.sources.keys() - after.sources.keys():
        click.echo(f"'{id_}' is there no more", err=True)
    for id_, new in after.sources.items():
        old = before.sources.get(id_)
        if old is None or not _differ(old, new):
            continue
        said = [name for name in _SAID if getattr(old, name) != getattr(new, name)]
        noted = [name for name in _NOTED if getattr(old, name) != getattr(new, name)]
        facts = facts_of(new, after)
        if said and facts:
            otherwise = True
            _tell_sentences(new, said, facts, after, workspace, day)
        elif noted and facts:
            click.echo(f"notes show another {_listed(noted)} of '{id_}'; sentences stay as they are", err=True)
    return otherwise


def _tell_sentences(
    source: Source, said: list[str], facts: list[Fact], after: FactBase, workspace: Workspace, day: date
) -> None:
    count = counted(len(facts), "fact")
    click.echo(f"letters will give another {_listed(said)} for {count} of '{source.id}':", err=True)
    for fact in facts[:_SHOWN]:
        click.echo(f"  {fact.id}", err=True)
        echo_sentences(fact, after, day, err=True)
    if len(facts) > _SHOWN:
        click.echo(f"  and {len(facts) - _SHOWN} more: {', '.join(fact.id for fact in facts[_SHOWN:])}", err=True)
    reviewed = [fact.id for fact in facts if _is_reviewed(fact, workspace)]
    if reviewed:
        click.echo(f"reviewed as they were said before, and to be looked at again: {', '.join(reviewed)}", err=True)
        click.echo(f"  drafter facts review {reviewed[0]} --by NAME", err=True)
    for fact in facts:
        letters = to_recall(fact.id, workspace)
        if letters:
            click.echo(f"{fact.id}: {letters}", err=True)


def _is_reviewed(fact: Fact, workspace: Workspace) -> bool:
    review = workspace.last_review(fact)
    return review is not None and review.fingerprint == fingerprint(fact)


def _listed(names: list[str]) -> str:
    return listed("date" if name == "issued" else "address" if name == "url" else name for name in names)


def _verify_again(workspace: Workspace, facts: list[Fact]) -> None:
    """Look the quotations up again, with the new entry."""
    if not facts:
        return
    try:
        entered = enter_in_lock(workspace, facts)
    except ProblemsFound as found:
        stop(found.problems)
    report([*entered.problems, *entered.verified.problems])
    count = len(entered.verified.lines)
    click.echo(f"{count} of {sum(len(fact.cites) for fact in facts)} quotations verified")
    missing = sorted({cite.source for fact in facts for cite in fact.cites} - entered.texts)
    if missing:
        click.echo(f"not at hand: the text of {', '.join(missing)}; then: drafter facts verify", err=True)
