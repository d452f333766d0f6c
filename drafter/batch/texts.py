"""The distinct texts of a batch. Each is composed once, whoever gets it."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import islice
from typing import IO, Any, Final

from drafter.batch.list import Recipient, Recipients, few_bad
from drafter.drafting import draft
from drafter.formats import LetterForm
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.acts import undecided as open_actions
from drafter.letter.compose import Composed, text_key
from drafter.letter.record import answers
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, ProblemsFound, Where, errors
from drafter.workspace import Workspace

# The unit of work: some letters under a number, made only from what the piece itself holds.
#
# So any engine can make it, here, in another process or on another machine, with the same result.

LETTERS: Final = 40  # of a piece: a megabyte, which fits a processor's cache


class WantedLetter(NamedTuple):
    """One wanted letter: its row, its text (from 0), its reader."""

    row: int
    text: int
    reader: ReaderDetails


class BatchPiece(NamedTuple):
    """A piece of a batch to be made: its number from 0, the forms that it needs, and its letters."""

    number: int
    forms: Mapping[int, LetterForm]
    letters: tuple[WantedLetter, ...]


class Made(NamedTuple):
    """One letter's file: the reader's own part of it (or all of it), its row and text, and of the whole file the size,
    the hash, and the CRC-32 that a ZIP file needs.
    """

    row: int
    text: int
    own: tuple[bytes, ...]
    size: int
    sha256: str
    crc: int


class Done(NamedTuple):
    """A piece that was made."""

    number: int
    letters: tuple[Made, ...]

    @property
    def first(self) -> int:
        """The number of its first letter in the batch, from 1."""
        return self.number * LETTERS + 1


def make(task: BatchPiece) -> Done:
    """Make one piece."""
    return Done(task.number, tuple(_made(wanted, task.forms[wanted.text]) for wanted in task.letters))


def make_whole(task: BatchPiece) -> Done:
    """Make one piece with its letters in full, for a caller in this process that sends them nowhere."""
    return Done(task.number, tuple(_made(wanted, task.forms[wanted.text], whole=True) for wanted in task.letters))


def _made(wanted: WantedLetter, form: LetterForm, *, whole: bool = False) -> Made:
    own = form.own(wanted.reader)
    data = form.joined(own)
    return Made(wanted.row, wanted.text, (data,) if whole else own, len(data), form.sha256(data), form.crc(data))


def tasks(forms: Sequence[LetterForm], letters: Iterable[WantedLetter], done: int = 0) -> Iterator[BatchPiece]:
    """The pieces of a batch, without the first ``done`` ones."""
    coming = iter(letters)
    number = 0
    while some := tuple(islice(coming, LETTERS)):
        if number >= done:
            yield BatchPiece(number, {text: forms[text] for text in {wanted.text for wanted in some}}, some)
        number += 1


NOBODY = ReaderDetails((), "")


@dataclass(slots=True)
class BatchText:
    """One text: the letter without a reader, notes for the staff, and its recipients."""

    composed: Composed
    large_print: bool
    members: int = 0
    first: Recipient | None = None

    @property
    def letter(self) -> Letter:
        """The letter without a reader."""
        return self.composed.letter


@dataclass(frozen=True)
class Planned:
    """A batch before anything is made. ``digest`` tells one list from another: it covers every row, in order.

    ``homeless`` is how many have no address. The wanted letters wait in ``spool``.
    """

    texts: tuple[BatchText, ...]
    total: int
    homeless: int
    digest: str
    spool: IO[bytes]

    def letters(self) -> Iterator[WantedLetter]:
        """The wanted letters, in order, one reader at a time."""
        self.spool.seek(0)
        left = self.total
        while left > 0:
            some = pickle.load(self.spool)  # noqa: S301  written by this very process
            left -= len(some)
            for row, text, reader in some:
                yield WantedLetter(row, text, ReaderDetails(*reader))


@dataclass(slots=True)
class _Planning:
    workspace: Workspace
    texts: list[BatchText] = field(default_factory=list)
    which: dict[Hashable, int] = field(default_factory=dict)
    refused: dict[Hashable, tuple[Problem, ...]] = field(default_factory=dict)
    problems: dict[Problem, None] = field(default_factory=dict)
    _same: dict[tuple[Letter, bool], int] = field(default_factory=dict)

    def take(self, recipient: Recipient) -> int | None:
        """The number of the recipient's text; None where it cannot be composed."""
        key = _key(recipient)
        if key not in self.which:
            if key not in self.refused:
                self._compose(recipient, key)
            if key in self.refused:
                return None
        number = self.which[key]
        text = self.texts[number]
        text.members += 1
        text.first = text.first or recipient
        return number

    def _compose(self, recipient: Recipient, key: Hashable) -> None:
        try:
            composed = draft(recipient.request, self.workspace)
        except ProblemsFound as found:
            self.refused[key] = found.problems
            self.problems |= dict.fromkeys(found.problems)
            return
        letter = composed.letter.to(NOBODY)
        same = (letter, recipient.large_print)
        if same not in self._same:
            self._same[same] = len(self.texts)
            self.texts.append(BatchText(Composed(letter, composed.warnings), recipient.large_print))
        self.which[key] = self._same[same]


def plan(recipients: Recipients, workspace: Workspace, spool: IO[bytes]) -> tuple[Planned | None, list[Problem]]:
    """Read the whole list, and compose the texts that it needs. With errors there is no plan; all bad rows are reported
    together.

    ``spool`` is an empty file for the wanted letters, so that memory does not grow with the list.
    """
    planning, digest = _Planning(workspace), hashlib.sha256()
    problems: list[Problem] = []
    total = homeless = 0
    some: list[tuple[int, int, tuple[Any, ...]]] = []  # plain tuples, which are pickled quickly
    for found in few_bad(recipients.each()):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        number = planning.take(found)
        if number is None:
            continue
        reader = particulars(found)
        digest.update("\0".join((str(found.row), str(number), *_told(reader), "\n")).encode("utf-8", "replace"))
        total += 1
        homeless += not reader.can_be_posted
        some.append((found.row, number, tuple(reader)))
        if len(some) == LETTERS:
            pickle.dump(some, spool, pickle.HIGHEST_PROTOCOL)
            some = []
    pickle.dump(some, spool, pickle.HIGHEST_PROTOCOL)
    problems += planning.problems
    if errors(problems):
        return None, problems
    return Planned(tuple(planning.texts), total, homeless, digest.hexdigest(), spool), problems


def _told(reader: ReaderDetails) -> tuple[str, ...]:
    mailing = reader.mailing
    mail = (mailing.to, mailing.subject, mailing.answers, *mailing.references) if mailing is not None else ()
    return (*reader.addressee, "", reader.salutation, reader.reference, *mail)


def particulars(recipient: Recipient) -> ReaderDetails:
    """The parts of a letter that belong to its recipient alone."""
    request = recipient.request
    return ReaderDetails(request.to.addressee, request.to.salutation, request.reference, mailing=request.mailing)


def _key(recipient: Recipient) -> Hashable:
    return text_key(recipient.request), recipient.large_print


# Descriptions of a text, in a few words.


def text_about(text: BatchText) -> str:
    """What a text is: what it answers, its position, its length."""
    letter = text.letter
    parts = [answers(letter) or "asks for the address"]
    parts.append(f"position {letter.position}" if letter.position else "")
    parts.append(letter.length)
    parts.append("large print" if text.large_print else "")
    return "; ".join(filter(None, parts))


# Undecided letters: a batch is refused if its letters would wait for a decision, since nobody would find the blank in
# each of them.


def undecided_problem(planned: Planned, workspace: Workspace, name: str) -> Problem | None:
    """A problem: letters of a batch wait for decisions of the member's. One message for all, at the list's own name."""
    base, office = workspace.base, workspace.office
    missing: dict[str, None] = {}
    count = 0
    for text in planned.texts:
        letter = text.letter
        mine = open_actions(letter.wants, base, office, letter.date)
        missing |= dict.fromkeys(mine)
        count += text.members if mine else 0
    if not missing:
        return None
    asked = " and ".join(f"'{id_}' ({base.actions[id_].ask})" for id_ in missing)
    letters = "one letter answers" if count == 1 else f"{count} letters answer"
    message = f"nobody has decided on {asked}, which {letters}; nothing is written"
    return Problem(Where(name), "undecided", message, f"'drafter office decide {next(iter(missing))}' enters it")
