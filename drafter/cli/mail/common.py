"""What the commands on the post share."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from drafter.cli.common import fail, report, stop
from drafter.cli.registers import find_register_of
from drafter.factbase.model import FactBase
from drafter.files import TEMPORARY
from drafter.letter.known_as import forms_of
from drafter.mail.answered import Answers, Known, Sent
from drafter.mail.decisions import FILE as DECISIONS
from drafter.mail.decisions import read_decisions
from drafter.mail.kept import Kept
from drafter.mail.piles import Pile
from drafter.mail.sorting import IGNORED, Sorting, open_store
from drafter.mail.store import FILE, KEY, LEAST, Store
from drafter.mail.topics import Matter, Recognised, Recogniser
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where, errors

NOT_THERE = "not there"


@contextmanager
def opened(folder: str, *, make: bool = False) -> Iterator[Store]:
    """The store of a sorting; ends the program where there is none, or it cannot be used."""
    path = Path(folder)
    if make and not _may_hold(path):
        message = "is there already, and is no sorting"
        stop([Problem(Where(folder), "not-a-sorting", message, "name a new folder, or the one of a sorting")])
    if not make and not (path / FILE).exists():
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
    """Whether a sorting may lie in a folder: one does, or nothing is there."""
    try:
        mine = (path / FILE).exists() or (path / DECISIONS).exists()
        return not path.exists() or mine or (path.is_dir() and all(map(_is_begun, path.iterdir())))
    except OSError:
        return True  # opening it says why not


def _is_begun(path: Path) -> bool:
    """Whether it is what a sorting that was killed at its beginning has left."""
    return path.name in {IGNORED, ".lock"} or path.name.startswith(TEMPORARY)


def _unusable(folder: str, failure: Exception) -> Problem:
    reason = (getattr(failure, "strerror", None) or str(failure)).lower()
    where = Where(f"{folder}/{FILE}")
    hint = (
        "is another sorting at work on it?" if "locked" in reason else "delete it, and sort again: decisions are kept"
    )
    return Problem(where, "unusable-sorting", f"cannot be used: {reason}", hint)


def sorting_of(store: Store, folder: str, base: FactBase, office: Office) -> Sorting:
    """The sorted post with what was decided; ends the program where the decisions are wrong."""
    decisions, problems = read_decisions(Path(folder), folder.rstrip("/"), base)
    if errors(problems):
        stop(problems)
    settled = frozenset(one.action for one in office.decisions)
    return Sorting.of(store, decisions, Recogniser.of(base), office.without_address, answers_of(office), settled)


def answers_of(office: Office) -> Answers | None:
    """The letters that were approved; none where nothing was yet. Ends the program where the register cannot be read:
    who was answered already would be answered again.
    """
    try:
        register = find_register_of(office)
        if register is None:
            return None
        with register:
            looked = register.sent()
            report([*register.wrong, *looked.refused])
            sent: dict[str, list[Sent]] = {}
            for entry in reversed(looked.entries):
                day = entry.approved_at.date()  # of UTC
                sent.setdefault(str(entry.constituent), []).append(Sent(entry.number, day, entry.topics))
            today = date.today()  # noqa: DTZ011 - the office's own day is meant
            return Answers(sent, partial(_known, register.constituent), today)
    except ProblemsFound as found:
        stop(found.problems)


def _known(hashed: Callable[[str, str], str], name: str, postcode: str) -> Known:
    """By what the register may know somebody: it keeps neither name nor postcode."""
    forms = forms_of(name)
    same, perhaps = ([hashed(form, postcode) for form in some] for some in (forms.same, forms.perhaps))
    return Known(frozenset(same), frozenset(perhaps) - frozenset(same))


def message_of(store: Store, key: str, folder: str) -> Kept:
    """The message of a key or a number; ends the program where none has it, or more than one may be meant."""
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
    """The key of a campaign's first message; ends the program where no campaign is called so, or more than one."""
    seeds = [group.seed for group in store.groups()]
    found = [seed for seed in seeds if len(key) >= len(KEY) + LEAST and seed.startswith(key.removeprefix(KEY))]
    if len(found) != 1:
        fail(f"{'more than one campaign begins with' if found else 'there is no campaign'} '{key}' in {folder}")
    return found[0]


def piles_told(counts: Counter[Pile]) -> Iterator[str]:
    """How many messages lie in each pile, a line for each."""
    yield from (f"  {pile}: {counts[pile]}" for pile in Pile if counts[pile])


def topics_told(recognised: Recognised, indent: str = "  ") -> Iterator[str]:
    """What a message is about, and what it asks, fears and wants done: and by which words that is known."""
    about = f" ({'; '.join(recognised.evidence)})" if recognised.evidence else ""
    yield f"{indent}about the subject: {recognised.about}{about}"
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


def matter_told(matter: Matter) -> str:
    """In one line what a campaign or a message is to be answered on."""
    parts = [", ".join(matter.topics) or "no topic that is known"]
    parts += [
        f"{name} {', '.join(ids)}"
        for name, ids in (("asks", matter.asks), ("fears", matter.fears), ("wants", matter.wants))
        if ids
    ]
    return "; ".join(parts)
