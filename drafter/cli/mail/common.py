"""What the commands on the post share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from drafter.cli.common import stop
from drafter.factbase.model import FactBase
from drafter.mail.decisions import read_decisions
from drafter.mail.sorting import Sorting, open_store
from drafter.mail.store import FILE, Store
from drafter.mail.topics import Recognised, Recogniser
from drafter.office import Office
from drafter.problems import Problem, Where, errors

NOT_THERE = "not there"


@contextmanager
def opened(folder: str, *, make: bool = False) -> Iterator[Store]:
    """The store of a sorting; ends the program where there is none, or it cannot be used."""
    path = Path(folder)
    if not make and not (path / FILE).exists():
        message = "holds no sorted post"
        stop([Problem(Where(folder), "no-sorting", message, f"'drafter mail sort PATH -o {folder}' makes it")])
    try:
        store = open_store(path, make=make)
    except (OSError, sqlite3.Error) as failure:
        stop([_unusable(folder, failure)])
    kept = False
    try:
        yield store
        kept = True
    except sqlite3.Error as failure:
        stop([_unusable(folder, failure)])
    finally:
        store.close(keep=kept)


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
    return Sorting.of(store, decisions, Recogniser.of(base), office.without_address)


def print_topics(recognised: Recognised, indent: str = "  ") -> None:
    """What a message is about, and by which words that is known."""
    about = f" ({'; '.join(recognised.evidence)})" if recognised.evidence else ""
    click.echo(f"{indent}about the subject: {recognised.about}{about}")
    for found in recognised.topics:
        sure = "sure" if found.sure else "unsure"
        rests = "; ".join(found.evidence)
        click.echo(f"{indent}topic: {found.topic}, {sure} ({found.sureness:.0%}), by: {rests}")
