"""Letters reviewed, one or a batch: each distinct text once, with how many letters have it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

import click

from drafter.batch.members import Group, Member, groups, is_batch
from drafter.cli.common import stop
from drafter.cli.reading import read_file, read_letter, shelf_of
from drafter.letter.tree import Particulars
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound
from drafter.review.model import Review
from drafter.review.reviewing import review
from drafter.review.standing import Shelf


@dataclass(frozen=True)
class ReviewedText:
    """One text of a batch: the review of the first letter that has it, and all that do. ``name`` is that file's."""

    number: int
    name: str
    group: Group
    review: Review

    @property
    def ending(self) -> str:
        """The ending of its files."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def about(self) -> str:
        """How many letters have it, from which file on, and what it is."""
        letter, count = self.review.letter, len(self.group.members)
        what = [", ".join(letter.topics) or "no topic", f"position {letter.position}" if letter.position else ""]
        what += [letter.length, "edited" if self.group.members[0].reader is None else ""]
        letters = f"{count} letters, the first {self.group.file}" if count > 1 else self.group.file
        return f"{letters}: {'; '.join(filter(None, what))}"

    def readers(self) -> Iterator[tuple[str, Particulars]]:
        """The files, and whom each letter is to."""
        for member in self.group.members:
            yield member.file, member.reader or self.review.letter.particulars


def review_texts(given: str, office: Office, today: date) -> tuple[list[ReviewedText], Shelf]:
    """Review a letter, or each text of a batch once; ends the program where they cannot be read."""
    if not is_batch(Path(given)):
        data = read_file(given)
        found, name = [Group(data, [Member(Path(given).name, None)])], given
        shelf = shelf_of(office)
        return [ReviewedText(1, name, found[0], review(read_letter(name, data), shelf, name, today))], shelf
    try:
        found = groups(Path(given), given)
    except ProblemsFound as problems:
        stop(problems.problems)
    shelf = shelf_of(office)
    texts = []
    for number, group in enumerate(found, 1):
        name = f"{given.rstrip('/')}/{group.file}"
        texts.append(ReviewedText(number, name, group, review(read_letter(name, group.first), shelf, name, today)))
    return texts, shelf


def told(texts: list[ReviewedText]) -> None:
    """Say of each text who has it and what was found."""
    for text in texts:
        click.echo(f"text {text.number} of {len(texts)}, {text.about}")
        for found in text.review.problems:
            click.echo(f"  {_short(found, text.name)}")
    count = sum(len(text.group.members) for text in texts)
    errors, warnings = (sum(len(part) for part in parts) for parts in zip(*map(_weight, texts), strict=True))
    click.echo(
        f"{count} letter{'s' if count > 1 else ''} of {len(texts)} text{'s' if len(texts) > 1 else ''}: "
        f"{errors} error{'s' if errors != 1 else ''}, {warnings} warning{'s' if warnings != 1 else ''}"
    )


def _weight(text: ReviewedText) -> tuple[list[Problem], list[Problem]]:
    errors = list(text.review.errors)
    return errors, [found for found in text.review.problems if found not in errors]


def _short(found: Problem, name: str) -> Problem:
    """A finding without the batch's own name, which stands above."""
    path = PurePosixPath(name).name if found.where.path == name else found.where.path
    return replace(found, where=found.where._replace(path=path))
