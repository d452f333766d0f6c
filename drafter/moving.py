"""A subject of an office's own that gets another id, or is taken away, with all that names it: whole, or not at all.

What is to be done is written down first. If the program is killed in between, ``finish`` does the rest.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from drafter.facts.cache import FactsFolder
from drafter.facts.ids import ID
from drafter.files import located_yaml
from drafter.files.atomic import locked, sweep, write_atomically
from drafter.files.located_yaml import Key, Value
from drafter.files.system import reason_of
from drafter.files.yaml_edit import read_file, with_value, with_words
from drafter.frozen import dataclass
from drafter.letter.analysis import REST, uses
from drafter.office import FILE, MOVING, REMOVED
from drafter.problems import Problem, Where, errors
from drafter.workspace import Workspace

_HOMES: Final = ("facts", "templates")
_BEFORE: Final = f"{FILE}.before"
_NAMED_IN_TEMPLATE: Final = r"(['\"]){}/"


@dataclass(frozen=True)
class Move:
    """A subject that is renamed to ``to``; or, if it is ``away``, taken to the folder of this name in ``REMOVED``."""

    subject: str
    to: str
    away: bool = False

    def folders(self, office: Path) -> Iterator[tuple[Path, Path]]:
        """Each folder of the subject, and where it goes."""
        for home in _HOMES:
            target = office / REMOVED / self.to / home if self.away else office / home / self.to
            yield office / home / self.subject, target


# What stands against it.


def is_shipped(subject: str, workspace: Workspace) -> bool:
    """Whether a subject came with the program, even where the office has files of its own on it."""
    below = workspace.folder.below
    return below is not None and (below.folder / subject).is_dir()


def leaning_on(subject: str, workspace: Workspace) -> list[Problem]:
    """What of other subjects says, or leans on, facts of this one."""
    base = workspace.base
    mine = {fact.id for fact in base.facts.values() if fact.subject == subject}
    own = re.compile(rf"(?:\A|/)(?:facts|templates)/{re.escape(subject)}/")
    places = {
        use.where
        for fact, found in uses(workspace.templates, base).items()
        for use in found
        if fact in mine and use.how != REST and not own.search(use.where.path.replace("\\", "/"))
    }
    for fact in base.facts.values():
        if fact.subject != subject and {fact.only_after, fact.but_after, fact.so_after, fact.superseded_by} & mine:
            places.add(fact.where)
    message = f"says a fact of '{subject}', or leans on one"
    return [Problem(where, "subject-needed", message, "change that first") for where in sorted(places)]


def odd_move(move: Move, workspace: Workspace) -> list[Problem]:
    """Why a move cannot be made, as far as that can be seen before anything is written."""
    office = workspace.office
    problems: list[Problem] = []
    for source, target in move.folders(office.folder):
        if target.exists() and source.is_dir():
            name = office.path_of(*target.relative_to(office.folder).parts)
            problems.append(Problem(Where(name), "file-exists", "is there already; nothing was changed"))
    return [*problems, *_office_text(move, office.folder, office.name)[1]]


# The move itself.


def move_subject(move: Move, workspace: Workspace) -> list[Problem]:
    """Do it. Where it fails, everything is put back, and the problems say why."""
    office = workspace.office
    with locked(office.folder), locked(office.facts):
        _sweep(office.folder)
        journal = office.folder / MOVING
        said = json.dumps({"subject": move.subject, "to": move.to, "away": move.away}).encode()
        problem = write_atomically(journal, said, office.path_of(MOVING), replace=True, shared=True)
        if problem is not None:
            return [problem]
        problems = _done(move, office.folder, office.name)
        if not problems or _put_back(move, office.folder):
            journal.unlink(missing_ok=True)
        return problems


def finish(folder: Path, name: str = "") -> tuple[Move | None, list[Problem]]:
    """Do the rest of a move that was broken off in an office's folder, if there is one. ``name`` is as in ``load``."""
    journal = folder / MOVING
    with locked(folder), locked(folder / "facts"):
        move = _read(journal)
        if move is None:
            return None, []
        _sweep(folder)
        problems = _done(move, folder, name)
        if not problems:
            journal.unlink(missing_ok=True)
    return move, problems


def _sweep(folder: Path) -> None:
    """Clear away what a killed run left where this one writes."""
    for path in (folder, *(path for home in _HOMES for path in (folder / home).rglob("*") if path.is_dir())):
        sweep(path)


def _read(journal: Path) -> Move | None:
    """What a journal says; ``None`` where there is none, or none that the program wrote."""
    try:
        said = json.loads(journal.read_text("utf-8"))
        move = Move(str(said["subject"]), str(said["to"]), said["away"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return move if ID.match(move.subject) and ID.match(move.to) else None


def _done(move: Move, folder: Path, name: str) -> list[Problem]:
    """Every step that is still to be done."""
    text, problems = _office_text(move, folder, name)
    if problems:
        return problems
    called = str(Path(name, FILE))
    try:
        if move.away:
            kept = folder / REMOVED / move.to
            kept.mkdir(parents=True, exist_ok=True)
            if not (kept / _BEFORE).exists():
                (kept / _BEFORE).write_bytes((folder / FILE).read_bytes())
        for source, target in move.folders(folder):
            if source.is_dir() and not target.exists():
                os.rename(source, target)  # noqa: PTH104 - as everywhere: it says which of the two is wrong
    except OSError as failure:
        where = Where(str(Path(name, *_HOMES[:1], move.subject)))
        hint = "close what is open in it, and try again"
        return [Problem(where, "unwritable-file", f"cannot be moved: {reason_of(failure)}; nothing was changed", hint)]
    if not move.away:
        problems = _named_anew(move, folder, name)
    if not problems and text:
        problem = write_atomically(folder / FILE, text.encode("utf-8"), called, replace=True, shared=True)
        problems = [problem] if problem is not None else []
    return problems


def _put_back(move: Move, folder: Path) -> bool:
    """Undo the steps that move folders. Returns whether all is where it was."""
    try:
        for source, target in move.folders(folder):
            if target.is_dir() and not source.exists():
                os.rename(target, source)  # noqa: PTH104
        if move.away:
            kept = folder / REMOVED / move.to
            (kept / _BEFORE).unlink(missing_ok=True)
            kept.rmdir()
    except OSError:
        return False
    return move.away or not _named_anew(Move(move.to, move.subject), folder, "")


def _office_text(move: Move, folder: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of office.yaml after a move; empty where it stays as it is."""
    called = str(Path(name, FILE))
    present, problems = read_file(folder / FILE, called)
    document, found = located_yaml.parse_yaml(present, called) if not problems else (None, problems)
    if document is None:
        return "", [*found]
    changed = (
        _without(move, document) if move.away else with_words(document, lambda keys, word: _word(move, keys, word))
    )
    if changed is None:
        hint = f"change what it says of '{move.subject}' by hand first"
        return "", [Problem(Where(called), "odd-layout", "cannot be changed without touching what stands around", hint)]
    return ("" if changed == present else changed), []


def _word(move: Move, keys: tuple[Key, ...], word: str) -> str:
    """A word of office.yaml after a renaming."""
    listed = len(keys) == 2 and keys[0] == "subjects"
    decided = len(keys) == 3 and keys[0] == "decisions"
    if word == move.subject and (listed or (decided and keys[2] == "subject")):
        return move.to
    if decided and keys[2] == "action" and word.startswith(f"{move.subject}/"):
        return f"{move.to}/{word.removeprefix(f'{move.subject}/')}"
    return word


def _without(move: Move, document: located_yaml.Document) -> str | None:
    """office.yaml without a subject: not listed, and with no decisions on what is asked on it."""
    text: str | None = document.mark + document.text
    root = document.root if isinstance(document.root, dict) else {}
    for field in ("subjects", "decisions"):
        before = root.get(field)
        if not isinstance(before, list):
            continue
        after: list[Value] = [one for one in before if _subject_of(one) != move.subject]
        if after != before and text is not None:
            read, _ = located_yaml.parse_yaml(text, document.path)
            text = with_value(read, field, after) if read is not None else None
    return text


def _subject_of(item: Value) -> Value:
    return item.get("subject") if isinstance(item, dict) else item


def _named_anew(move: Move, folder: Path, name: str) -> list[Problem]:
    """Exchange the subject's id where files of facts and templates name things of it: 'parking/costs'."""
    reference = re.compile(rf"{re.escape(move.subject)}(/[a-z0-9.-]+)+")
    within = re.compile(_NAMED_IN_TEMPLATE.format(re.escape(move.subject)))

    def anew(_: tuple[Key, ...], word: str) -> str:
        return f"{move.to}{word.removeprefix(move.subject)}" if reference.fullmatch(word) else word

    for path in sorted((*folder.glob("facts/*/*.yaml"), *folder.glob("templates/**/*.j2"))):
        called = str(Path(name, path.relative_to(folder)))
        present, problems = read_file(path, called)
        if problems or f"{move.subject}/" not in present:
            continue
        if path.suffix == ".yaml":
            document, _ = located_yaml.parse_yaml(present, called)
            text = with_words(document, anew) if document is not None else None
        else:
            text = within.sub(rf"\g<1>{move.to}/", present)
        if text is not None and text != present:
            problem = write_atomically(path, text.encode("utf-8"), called, replace=True, shared=True)
            if problem is not None:
                return [problem]
    return []


def without(subject: str, workspace: Workspace) -> list[Problem]:
    """The errors that the facts would have without a subject."""
    others = tuple(id_ for id_ in workspace.base.subjects if id_ != subject)
    folder: FactsFolder = workspace.folder
    after = FactsFolder(folder.folder, folder.name, None, folder.below, others).load()
    return errors(after.problems)


def free_place(subject: str, folder: Path) -> str:
    """A free name among what was removed."""
    number, free = 1, subject
    while (folder / REMOVED / free).exists():
        number += 1
        free = f"{subject}-{number}"
    return free
