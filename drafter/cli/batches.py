"""Letters reviewed, one or a batch: each distinct text once, with how many letters have it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import click

from drafter.batch.members import Group, Member, groups, is_batch
from drafter.cli.batch_shown import answers
from drafter.cli.common import cache_folder, report, stop
from drafter.cli.reading import read_file, read_letter, shelf_of
from drafter.files import write_atomically
from drafter.formats import format_of, written_as
from drafter.letter.request import Did
from drafter.letter.returned import Returned
from drafter.letter.tree import Particulars
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.review.model import Review
from drafter.review.reviewing import review
from drafter.review.seen import Shown, changed, digest_of, read, read_digest, shown, written
from drafter.review.standing import Shelf

_MOST_CHANGES = 12  # that are told


@dataclass(frozen=True)
class ReviewedText:
    """One text of a batch: the review of the first letter that has it, and all that do. ``name`` is that file's."""

    number: int
    name: str
    group: Group
    review: Review

    @property
    def ending(self) -> str:
        """The ending of its final copies: what came back in another program's format goes out as Word's."""
        return written_as(format_of(self.name).ending)

    @property
    def about(self) -> str:
        """How many letters have it, from which file on, and what it is."""
        letter, count = self.review.letter, len(self.group.members)
        what = [answers(letter) or "no topic", f"position {letter.position}" if letter.position else ""]
        what += [letter.length, "edited" if self.group.members[0].reader is None else ""]
        letters = f"{count} letters, the first {self.group.file}" if count > 1 else self.group.file
        return f"{letters}: {'; '.join(filter(None, what))}"

    def readers(self) -> Iterator[tuple[str, Particulars]]:
        """The files, and whom each letter is to."""
        for member in self.group.members:
            yield member.file, member.reader or self.review.letter.particulars


def _on_paper(name: str, returned: Returned) -> bool:
    """Whether a letter goes out on the letterhead, or one that is set on it goes with it."""
    return format_of(name).letterhead or bool(returned.mail and returned.mail.attached)


def _reviewed(returned: Returned, shelf: Shelf, name: str, today: date, **given: Any) -> Review:
    """The review; that an e-mail has nobody to go to is an error, which a letter that never was one has not."""
    made = review(returned, shelf, name, today, **given)
    if not format_of(name).addressed or made.letter.mailing or any(f.rule == "other-recipient" for f in made.general):
        return made
    hint = "draft it from the constituent's message, or with --email"
    problem = Problem(Where(name), "no-recipient", "has no address that it could be sent to", hint)
    return replace(made, general=tuple(sorted((*made.general, problem))))


def review_texts(given: str, office: Office, today: date, did: Sequence[Did] = ()) -> tuple[list[ReviewedText], Shelf]:
    """Review a letter, or each text of a batch once; ends the program where they cannot be read.

    ``did`` is what the member did for the reader of a single letter, beside what its record tells.
    """
    if not is_batch(Path(given)):
        data = read_file(given)
        found, name = [Group(data, [Member(Path(given).name, None)])], given
        returned = read_letter(name, data)
        shelf = shelf_of(office, word=_on_paper(name, returned))
        return [ReviewedText(1, name, found[0], _reviewed(returned, shelf, name, today, did=did))], shelf
    try:
        found, problems = groups(Path(given), given)
    except ProblemsFound as broken:
        stop(broken.problems)
    report(problems)
    names = [f"{given.rstrip('/')}/{group.file}" for group in found]
    letters = [read_letter(name, group.first) for name, group in zip(names, found, strict=True)]
    shelf = shelf_of(office, word=any(map(_on_paper, names, letters)))
    texts = [
        ReviewedText(number, name, group, _reviewed(returned, shelf, name, today, many=len(group.members) > 1))
        for number, (name, returned, group) in enumerate(zip(names, letters, found, strict=True), 1)
    ]
    return texts, shelf


def told(texts: Sequence[ReviewedText]) -> None:
    """Say of each text who has it, and then what was found: what many texts have in common is told once."""
    for text in texts:
        click.echo(f"text {text.number} of {len(texts)}, {text.about}: {counted(text.review)}")
    for found in gathered([(text, text.review.problems) for text in texts]):
        click.echo(f"  {found}")
    count = sum(len(text.group.members) for text in texts)
    letters = f"{count} letter{'s' if count > 1 else ''} of {len(texts)} text{'s' if len(texts) > 1 else ''}"
    click.echo(f"{letters}: {counted(*(text.review for text in texts))}")


def gathered(found: Sequence[tuple[ReviewedText, Sequence[Problem]]]) -> list[Problem]:
    """What was found in texts, each thing once, where it was found first, with how many more texts it is in."""
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
    where = f" (and in {more} more text{'s' if more > 1 else ''})" if more else ""
    return replace(problem, message=f"{problem.message}{where}")


def _of_batch(problem: Problem, name: str) -> Problem:
    """A finding whose hint speaks of the batch, and not of the one letter that was looked at."""
    return replace(problem, hint=problem.hint.replace(name, str(PurePosixPath(name).parent)))


def counted(*reviews: Review) -> str:
    """How many errors, questions and notes there are: "1 error, 2 questions, 0 notes"."""
    found = [problem for review in reviews for problem in review.problems]
    kinds = (("error", Severity.ERROR), ("question", Severity.QUESTION), ("note", Severity.NOTE))
    counts = [(name, sum(problem.severity is severity for problem in found)) for name, severity in kinds]
    return ", ".join(f"{count} {name}{'s' if count != 1 else ''}" for name, count in counts)


def seen_of(texts: Sequence[ReviewedText], shelf: Shelf) -> str:
    """The digest of what a review showed, of all texts together."""
    return digest_of(_shown(texts, shelf))


def keep_seen(texts: Sequence[ReviewedText], shelf: Shelf) -> None:
    """Remember what was shown, by hashes alone: should a letter change before it is approved, it can be told what did.

    What cannot be kept is not: that something changed is told all the same.
    """
    cache = cache_folder()
    if cache is not None:
        things = _shown(texts, shelf)
        write_atomically(cache / f"seen-{digest_of(things)}", written(things).encode(), "seen", replace=True)


def not_as_seen(typed: str, texts: Sequence[ReviewedText], shelf: Shelf) -> Problem | None:
    """That a letter is not the one that somebody saw, and what changed since, as far as it is remembered here."""
    things = _shown(texts, shelf)
    digest, seen = digest_of(things), read_digest(typed)
    if seen == digest:
        return None
    cache, told_ = cache_folder(), ""
    if not seen:
        told_ = "what was typed is no digest, which looks like ab12-cd34-ef56"
    elif cache is not None:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            then = read((cache / f"seen-{seen}").read_text("utf-8"))
            told_ = "; ".join(list(changed(then, things))[:_MOST_CHANGES])
    message = f"is {digest} now, and not '{typed.strip()[:40]}'{f': {told_}' if told_ else ''}"
    hint = "read it again: 'drafter review' shows it as it is, with what it is now"
    return Problem(Where(texts[0].name), "not-as-seen", message, hint)


def _shown(texts: Sequence[ReviewedText], shelf: Shelf) -> list[Shown]:
    several = len(texts) > 1
    return [
        Shown(f"{text.group.file} {one.name}" if several else one.name, one.hash)
        for text in texts
        for one in shown(text.review, shelf)
    ]
