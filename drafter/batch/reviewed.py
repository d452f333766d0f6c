"""Letters that came back, one or a batch. Each distinct text is reviewed once, with a count of its letters."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final

from drafter.batch.members import Member, TextGroup, groups, is_batch
from drafter.english.messages import counted
from drafter.files.atomic import write_atomically
from drafter.files.system import open_elsewhere
from drafter.formats import format_of, written_as
from drafter.formats.reading import read_file, read_letter
from drafter.frozen import dataclass
from drafter.letter.record import answers
from drafter.letter.request import Did
from drafter.letter.returned import Returned
from drafter.letter.tree import ReaderDetails
from drafter.problems import Problem, Severity, Where
from drafter.review.model import Review
from drafter.review.reviewing import review
from drafter.review.shown import ShownItem, changes_since, read_digest, read_shown, seen_digest, shown, shown_as_text
from drafter.workspace import NO_PAPER, Part, Workspace

FOR_REVIEW: Final = (Part.FACTS, Part.REVIEWS, Part.WORD_REVIEWS)
_MOST_CHANGES: Final = 12  # changes that are listed


@dataclass(frozen=True)
class ReviewedText:
    """One text of a batch: the review of its first letter, and all letters with it. ``name`` is the first one's
    file. ``asked`` are questions to its approver that are not the letter's own, and that no review shows.
    """

    number: int
    name: str
    group: TextGroup
    review: Review
    asked: tuple[Problem, ...] = ()

    @property
    def weighing(self) -> Review:
        """The review as its approver weighs it: with the questions that are not the letter's own."""
        return replace(self.review, general=(*self.review.general, *self.asked)) if self.asked else self.review

    @property
    def ending(self) -> str:
        """The ending of its final copies. A file of another program's format goes out as a Word file."""
        return written_as(format_of(self.name).ending)

    @property
    def large_print(self) -> bool:
        """Whether it is in large print."""
        return self.review.record is not None and self.review.record.large_print

    @property
    def about(self) -> str:
        """How many letters have it, the first file, and what the text is."""
        letter, count = self.review.letter, len(self.group.members)
        what = [answers(letter) or "no topic", f"position {letter.position}" if letter.position else ""]
        what += [letter.length, "edited" if self.group.members[0].reader is None else ""]
        letters = f"{count} letters, the first {self.group.file}" if count > 1 else self.group.file
        return f"{letters}: {'; '.join(filter(None, what))}"

    def readers(self) -> Iterator[tuple[str, ReaderDetails]]:
        """The files, and the reader of each."""
        for member in self.group.members:
            yield member.file, member.reader or self.review.letter.particulars


@dataclass(frozen=True)
class CameBack:
    """A letter, or the texts of a batch, as they came back. ``problems`` are those of the files."""

    many: bool
    letters: tuple[tuple[str, TextGroup, Returned], ...]
    problems: tuple[Problem, ...]

    @property
    def on_paper(self) -> bool:
        """Whether any of them goes out on the letterhead, or is attached as a file on it."""
        return any(
            format_of(name).letterhead or bool(returned.mail and returned.mail.attached)
            for name, _, returned in self.letters
        )

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of an office that are needed to review them."""
        return (*FOR_REVIEW, Part.LETTERHEAD) if self.on_paper else FOR_REVIEW


def read_back(given: str) -> CameBack:
    """Read a letter's file, or a batch. Raises ProblemsFound where it cannot be read, and NoLetter like
    ``read_letter``.
    """
    if not is_batch(Path(given)):
        data = read_file(given)
        returned, problems = read_letter(given, data)
        if open_elsewhere(Path(given)):
            message = "is open in another program, and is read as it was saved last"
            problems = [*problems, Problem(Where(given), "open-elsewhere", message, "save it there, to be sure")]
        return CameBack(False, ((given, TextGroup(data, [Member(Path(given).name, None)]), returned),), tuple(problems))
    found, problems = groups(Path(given), given)
    letters = []
    for group in found:
        name = f"{given.rstrip('/')}/{group.file}"
        returned, more = read_letter(name, group.first)
        letters.append((name, group, returned))
        problems += more
    return CameBack(True, tuple(letters), tuple(problems))


def with_paper_of(came_back: CameBack, workspace: Workspace) -> Workspace:
    """The workspace for the review: with the office's letterhead only where a letter is on it."""
    return workspace if came_back.on_paper else workspace.holding(paper=NO_PAPER)


def review_texts(came_back: CameBack, workspace: Workspace, today: date, did: Sequence[Did] = ()) -> list[ReviewedText]:
    """Review each text once. ``workspace`` comes from ``with_paper_of``.

    ``did`` is what the member did for the reader of a single letter, in addition to its record.
    """
    return [
        ReviewedText(
            number, name, group, _reviewed(returned, workspace, name, today, many=len(group.members) > 1, did=did)
        )
        for number, (name, group, returned) in enumerate(came_back.letters, 1)
    ]


def _reviewed(returned: Returned, workspace: Workspace, name: str, today: date, **given: Any) -> Review:
    """The review. An e-mail without a recipient gets an error; a letter that never was an e-mail does not."""
    made = review(returned, workspace, name, today, **given)
    if not format_of(name).addressed or made.letter.mailing or any(f.rule == "other-recipient" for f in made.general):
        return made
    hint = "draft it from the constituent's message, or with --email"
    problem = Problem(Where(name), "no-recipient", "has no address that it could be sent to", hint)
    return replace(made, general=tuple(sorted((*made.general, problem))))


def gather_problems(found: Sequence[tuple[ReviewedText, Sequence[Problem]]]) -> list[Problem]:
    """The findings in all texts, each once, at its first place, with the number of other texts that have it."""
    first: dict[tuple[str, str, str, Severity], Problem] = {}
    texts: dict[tuple[str, str, str, Severity], set[int]] = {}
    for text, problems in found:
        for problem in problems:
            plain = _of_batch(problem, text.name)
            key = (plain.rule, plain.message, plain.hint, plain.severity)
            first.setdefault(key, plain)
            texts.setdefault(key, set()).add(text.number)
    return [_with_count(problem, len(texts[key]) - 1) for key, problem in first.items()]


def _with_count(problem: Problem, more: int) -> Problem:
    where = f" (and in {counted(more, 'more text')})" if more else ""
    return replace(problem, message=f"{problem.message}{where}")


def _of_batch(problem: Problem, name: str) -> Problem:
    """A finding with a hint about the batch instead of the one letter that was read."""
    return replace(problem, hint=problem.hint.replace(name, str(PurePosixPath(name).parent)))


# What a review showed of the texts, so that the approved letter is the one that was read.


def seen_of(texts: Sequence[ReviewedText], workspace: Workspace) -> str:
    """The digest of what a review showed, of all texts together."""
    return seen_digest(_shown(texts, workspace))


def keep_seen(texts: Sequence[ReviewedText], workspace: Workspace) -> None:
    """Keep hashes of what was shown. If a letter changes before it is approved, drafter can say what changed.

    A failure to keep them is ignored: drafter then still reports that something changed.
    """
    if workspace.cache is not None:
        things = _shown(texts, workspace)
        path = workspace.cache / f"seen-{seen_digest(things)}"
        with contextlib.suppress(OSError):  # its name is its content: what is there already need only be kept longer
            os.utime(path)
            return
        write_atomically(path, shown_as_text(things).encode(), "seen", replace=True)


def not_as_seen(typed: str, texts: Sequence[ReviewedText], workspace: Workspace) -> Problem | None:
    """A problem: a letter differs from the one that was shown. It lists the changes as far as they are kept here."""
    things = _shown(texts, workspace)
    digest, seen = seen_digest(things), read_digest(typed)
    if seen == digest:
        return None
    how = ""
    if not seen:
        how = "what was typed is no digest, which looks like ab12-cd34-ef56"
    elif workspace.cache is not None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            then = read_shown((workspace.cache / f"seen-{seen}").read_text("utf-8"))
            how = "; ".join(list(changes_since(then, things))[:_MOST_CHANGES])
    message = f"is {digest} now, and not '{typed.strip()[:40]}'{f': {how}' if how else ''}"
    hint = "read it again: 'drafter review' shows it as it is, with what it is now"
    return Problem(Where(texts[0].name), "not-as-seen", message, hint)


def _shown(texts: Sequence[ReviewedText], workspace: Workspace) -> list[ShownItem]:
    several = len(texts) > 1
    return [
        ShownItem(f"{text.group.file} {one.name}" if several else one.name, one.hash)
        for text in texts
        for one in shown(text.review, workspace)
    ]
