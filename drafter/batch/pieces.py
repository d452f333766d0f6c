"""The unit of work: a few hundred letters under a plain number, made from nothing but what the task itself holds.

So any engine can run it, here, in another process or on another machine, and the result is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from drafter.formats import Form
from drafter.letter.tree import Particulars

LETTERS: Final = 40  # of a piece: a megabyte, which a processor has at hand


class Wanted(NamedTuple):
    """One letter that is wanted: for which row, of which text (from 0), to whom."""

    row: int
    text: int
    reader: Particulars


class Task(NamedTuple):
    """A piece of a batch to be made: its number from 0, the forms that it needs, and its letters."""

    number: int
    forms: Mapping[int, Form]
    letters: tuple[Wanted, ...]


class Made(NamedTuple):
    """One letter's file: what of it is its reader's own (or all of it), the row and the text that it is of, and of the
    whole file the size, the hash, and the CRC-32 that a ZIP file wants to know.
    """

    row: int
    text: int
    own: tuple[bytes, ...]
    size: int
    sha256: str
    crc: int


class Done(NamedTuple):
    """A piece that is made."""

    number: int
    letters: tuple[Made, ...]

    @property
    def first(self) -> int:
        """The number of its first letter in the batch, from 1."""
        return self.number * LETTERS + 1


def make(task: Task) -> Done:
    """Make one piece."""
    return Done(task.number, tuple(_made(wanted, task.forms[wanted.text]) for wanted in task.letters))


def make_whole(task: Task) -> Done:
    """Make one piece, its letters whole: for who is in this very process, and need not send them anywhere."""
    return Done(task.number, tuple(_made(wanted, task.forms[wanted.text], whole=True) for wanted in task.letters))


def _made(wanted: Wanted, form: Form, *, whole: bool = False) -> Made:
    own = form.own(wanted.reader)
    data = form.joined(own)
    sha256 = hashlib.sha256(data).hexdigest()
    return Made(wanted.row, wanted.text, (data,) if whole else own, len(data), sha256, form.crc(own))


def tasks(forms: Sequence[Form], letters: Iterable[Wanted], done: int = 0) -> Iterator[Task]:
    """The pieces of a batch, without the first ones that are ``done``."""
    coming = iter(letters)
    number = 0
    while some := tuple(islice(coming, LETTERS)):
        if number >= done:
            yield Task(number, {text: forms[text] for text in {wanted.text for wanted in some}}, some)
        number += 1
