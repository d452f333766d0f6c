"""Those of a list who are to have a letter, row by row; and every row that cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from drafter.batch.called import Called, called
from drafter.batch.columns import Columns
from drafter.batch.model import Defaults, Recipient
from drafter.batch.reading import Reading
from drafter.batch.spoilt import has_lost_zero
from drafter.batch.tables import Table
from drafter.factbase.model import FactBase
from drafter.problems import Problem, Severity, Where

_MOST_TOLD: Final = 1_000  # bad rows that are listed: who has more has the wrong columns


@dataclass(frozen=True)
class Listed:
    """Recipients from a table. ``positions`` are those that there are; ``views`` what letters on a subject add.

    A subject without an entry in ``views`` has the position of ``defaults``.
    """

    table: Table
    columns: Columns
    defaults: Defaults
    base: FactBase
    positions: tuple[str, ...]
    views: Mapping[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # cells of names that were read before

    @cached_property
    def called(self) -> Called:
        """What cells may call topics, questions, fears and actions."""
        return called(self.base)

    def each(self) -> Iterator[Recipient | Problem]:
        """The recipients in order; in the place of a row that cannot be used what is wrong with it."""
        seen: dict[bytes, int] = {}
        telephones = set(self.columns.telephones)
        for row in self.table.rows():
            if row.number <= self.columns.row:
                continue
            for at in [at for at in telephones if at < len(row.cells) and has_lost_zero(row.cells[at].text)]:
                telephones.remove(at)  # told once: no letter has it
                message, hint = (
                    "telephone numbers have lost their first zeros",
                    "look at house numbers and references too",
                )
                yield Problem(Where(self.table.name, row.number, at + 1), "lost-zeros", message, hint, Severity.WARNING)
            made = Reading(self, row).made()
            problems = [found for found in made if isinstance(found, Problem)]
            yield from problems
            for recipient in made:
                if isinstance(recipient, Recipient) and not any(p.severity is Severity.ERROR for p in problems):
                    first = seen.setdefault(_same(recipient), row.number)
                    if first != row.number:
                        message = f"is the same as row {first}: name, address and reference"
                        hint = "take one out, or give each its reference"
                        yield Problem(Where(self.table.name, row.number, 1), "repeated-row", message, hint)
                    else:
                        yield recipient


def few_bad(recipients: Iterable[Recipient | Problem]) -> Iterator[Recipient | Problem]:
    """The recipients, and what is wrong with rows: after the first thousand bad ones nobody reads on.

    Of what is doubtful a thousand are told too, and then how many more there are.
    """
    count = doubtful = 0
    last: Problem | None = None
    for found in recipients:
        if isinstance(found, Problem) and found.severity is Severity.WARNING:
            doubtful, last = doubtful + 1, found
            if doubtful > _MOST_TOLD:
                continue
        elif isinstance(found, Problem):
            count += 1
            if count > _MOST_TOLD:
                message = f"more than {_MOST_TOLD:,} rows cannot be used; the rest is not listed"
                yield Problem(Where(found.where.path), "many-bad-rows", message, "are the columns the right ones?")
                return
        yield found
    if last is not None and doubtful > _MOST_TOLD:
        message = f"{doubtful - _MOST_TOLD:,} more cells are doubtful; they are not listed"
        hint = "are the columns the right ones?"
        yield Problem(Where(last.where.path), "many-doubtful-cells", message, hint, Severity.WARNING)


def _same(recipient: Recipient) -> bytes:
    to = recipient.request.to
    folded = "\0".join((*to.addressee, recipient.request.reference)).casefold()
    return hashlib.blake2b(" ".join(folded.split()).encode("utf-8", "replace"), digest_size=12).digest()
