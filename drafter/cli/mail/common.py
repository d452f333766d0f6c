"""What the commands on the post share."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from drafter.cli.common import fail, report, stop
from drafter.files.atomic import TEMPORARY
from drafter.files.system import reason_of
from drafter.inbox.answered import ApprovedLetters, approved_letters_for
from drafter.inbox.decisions import FILE as DECISIONS
from drafter.inbox.decisions import read_message_decisions
from drafter.inbox.model import STORE
from drafter.inbox.piles import Pile
from drafter.inbox.report import by_subject_told
from drafter.inbox.store import KEY, LEAST, Store, StoredMessage
from drafter.inbox.topics import Recognised, Recogniser
from drafter.inbox.triage import IGNORED, Sorting, open_store
from drafter.letter.acts import settled
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.register.opening import find
from drafter.workspace import Workspace

NOT_THERE = "not there"


@contextmanager
def opened(folder: str, *, make: bool = False) -> Iterator[Store]:
    """The store of a sorting. Ends the program where there is none, or it cannot be used."""
    path = Path(folder)
    if make and not _may_hold(path):
        message = "is there already, and is no sorting"
        stop([Problem(Where(folder), "not-a-sorting", message, "name a new folder, or the one of a sorting")])
    if not make and not (path / STORE).exists():
        message = "holds no sorted post"
        stop([Problem(Where(folder), "no-sorting", message, "'drafter mail sort POST -o FOLDER' makes one")])
    try:
        store = open_store(path, make=make)
    except (OSError, sqlite3.Error) as failure:
        stop([_unusable(folder, failure)])
    kept = False
    try:
        try:
            yield store
            kept = True
        finally:
            store.close(keep=kept)
    except sqlite3.Error as failure:
        stop([_unusable(folder, failure)])


def _may_hold(path: Path) -> bool:
    """Whether a folder may hold a sorting: it holds one already, or is empty."""
    try:
        mine = (path / STORE).exists() or (path / DECISIONS).exists()
        return not path.exists() or mine or (path.is_dir() and all(map(_is_begun, path.iterdir())))
    except OSError:
        return True  # opening it will say why not


def _is_begun(path: Path) -> bool:
    """Whether the folder holds only what a sorting left that was killed at its beginning."""
    return path.name in {IGNORED, ".lock"} or path.name.startswith(TEMPORARY)


def _may_use(folder: Path) -> bool:
    """Whether this user may read and write a sorting, and the folder that it is in."""
    store = folder / STORE
    try:
        return os.access(folder, os.R_OK | os.W_OK | os.X_OK) and (
            not store.exists() or os.access(store, os.R_OK | os.W_OK)
        )
    except OSError:
        return False


def _unusable(folder: str, failure: Exception) -> Problem:
    reason = reason_of(failure)
    where = Where(f"{folder}/{STORE}")
    hint = "delete it, and sort again: decisions are kept"
    if "locked" in reason:
        hint = "is another sorting at work on it?"
    elif not _may_use(Path(folder)):
        hint = "this user lacks a permission on it, or on its folder"
    return Problem(where, "unusable-sorting", f"cannot be used: {reason}", hint)


def sorting_of(store: Store, folder: str, workspace: Workspace) -> Sorting:
    """The sorted post with staff's decisions. Ends the program where these are wrong."""
    decisions, problems = read_message_decisions(Path(folder), folder.rstrip("/"), workspace.base)
    if errors(problems):
        stop(problems)
    office = workspace.office
    base = workspace.base
    answers = _approved_letters(workspace)
    return Sorting.of(store, decisions, Recogniser.of(base), office.without_address, answers, settled(office, base))


def _approved_letters(workspace: Workspace) -> ApprovedLetters | None:
    """The approved letters; none where there is no register yet. Ends the program where the register cannot be read,
    since people would then be answered twice.
    """
    try:
        register = find(workspace.office, workspace.environment)
        if register is None:
            return None
        today = date.today()  # noqa: DTZ011 - the office's own day is meant
        with register:
            answers, problems = approved_letters_for(register, workspace.base, today)
    except ProblemsFound as found:
        stop(found.problems)
    report(problems)
    return answers


def message_of(store: Store, key: str, folder: str) -> StoredMessage:
    """The message with a key or a number. Ends the program where there is none, or several may be meant."""
    found = store.by_key(key)
    found += [kept for kept in store.by_number(key) if kept.n not in {one.n for one in found}]
    if len(key) < LEAST and not found:
        if key.isdigit():
            fail(f"there is no message number {key} in {folder}")
        fail(f"'{key}' is too short: of a key at least {LEAST} letters are needed")
    if not found:
        fail(f"there is no message '{key}' in {folder}")
    if len(found) > 1:
        some = ", ".join(kept.read.key for kept in found[:3])
        fail(f"more than one message in {folder} has the number, or a key that begins with '{key}': {some}")
    return found[0]


def campaign_of(store: Store, key: str, folder: str) -> str:
    """The key of a campaign's first message. Ends the program where no campaign has this name, or several have it."""
    seeds = [group.seed for group in store.groups()]
    found = [seed for seed in seeds if len(key) >= len(KEY) + LEAST and seed.startswith(key.removeprefix(KEY))]
    if len(found) != 1:
        fail(f"{'more than one campaign begins with' if found else 'there is no campaign'} '{key}' in {folder}")
    return found[0]


def piles_told(counts: Counter[Pile], by_subject: Mapping[Pile, Counter[str]] = {}) -> Iterator[str]:
    """How many messages lie in each pile, one line for each pile; and on which subjects, where there are several."""
    for pile in Pile:
        if counts[pile]:
            told = by_subject_told(by_subject.get(pile, Counter()))
            yield f"  {pile}: {counts[pile]}{f' ({told})' if told else ''}"


def topics_told(recognised: Recognised, indent: str = "  ") -> Iterator[str]:
    """What a message is about, what it asks, fears and wants done, and the words that show it."""
    about = f" ({'; '.join(recognised.evidence)})" if recognised.evidence else ""
    yield f"{indent}about the subject: {recognised.about}{about}"
    if recognised.doubt:
        yield f"{indent}  {recognised.doubt}"
    for one in recognised.each:
        yield f"{indent}on {one.subject}:"
        yield from list(topics_told(one, f"{indent}  "))[1:]
    for name, some in (
        ("topic", recognised.topics),
        ("asks", recognised.asks),
        ("fears", recognised.fears),
        ("wants", recognised.wants),
    ):
        for found in some:
            sure = "sure" if found.sure else "unsure"
            rests = "; ".join(found.evidence)
            yield f"{indent}{name}: {found.id}, {sure} ({found.sureness:.0%}), by: {rests}"
    yield from unread_told(recognised, indent)


def unread_told(recognised: Recognised, indent: str = "  ") -> Iterator[str]:
    """The questions that are none of the known ones, and passages on other business."""
    yield from (f"{indent}asks something that no topic knows: '{text}'" for text in recognised.unread)
    yield from (f"{indent}on another matter: '{text}'" for text in recognised.beside)
