"""Whom a batch is to: the list or the sorted post that the command line names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from drafter.batch.columns import NAME, find_columns
from drafter.batch.model import Defaults, Recipients
from drafter.batch.recipients import Listed
from drafter.batch.tables import hidden_rows, open_table
from drafter.cli.batch_shown import show_columns
from drafter.cli.common import fail, report, stop
from drafter.drafting import Drafting
from drafter.problems import Problem, Where, nearest


@contextmanager
def recipients_of(
    given: str,
    defaults: Defaults,
    drafting: Drafting,
    corrections: Mapping[str, str],
    sheet: str,
    views: Mapping[str, str] = {},
) -> Iterator[Recipients]:
    """Those in a list, or in the folder of a sorting; ends the program where there is neither.

    ``views`` are the positions that letters on a subject add, where a row names none.
    """
    positions = positions_of(drafting)
    if Path(given).is_dir():
        from drafter.batch.from_post import FromPost  # late: a list needs none of it
        from drafter.cli.mail.common import opened, sorting_of

        with opened(given) as store:
            sorting = sorting_of(store, given, drafting.base, drafting.office)
            yield FromPost(sorting, defaults, positions, given, office=drafting.office.email)
        return
    table, problems = open_table(Path(given), given, sheet)
    if table is None:
        stop(problems)
    click.get_current_context().call_on_close(table.close)
    found, wrong = find_columns(table, corrections)
    if found is None:
        stop([*problems, *wrong])
    report([*problems, *hidden_rows(table, found.row)])
    show_columns(found)
    yield Listed(table, found, defaults, drafting.base, positions, views)


def positions_of(drafting: Drafting) -> tuple[str, ...]:
    """The positions of all subjects, by name."""
    named = (name for subject in drafting.base.subjects for name in drafting.templates.named(f"{subject}/positions"))
    return tuple(sorted(set(named)))


def views_of(drafting: Drafting) -> dict[str, str]:
    """What the office's letters on each subject add unless told otherwise; empty for nothing."""
    office, templates = drafting.office, drafting.templates
    return {subject: office.view(templates.named(f"{subject}/positions")) for subject in drafting.base.subjects}


def corrections_of(columns: Sequence[str]) -> dict[str, str]:
    """Which column is what, as the command line says."""
    corrections = {}
    for given in columns:
        field, equals, heading = given.partition("=")
        if not equals:
            fail(f"--column: write FIELD=HEADING, for example {NAME}='Full name'; not '{given}'")
        corrections[field.strip().lower().replace("_", "-")] = heading.strip()
    return corrections


def topics_of(topics: Sequence[str], drafting: Drafting) -> tuple[str, ...]:
    """The topics that the command line names; ends the program where there is none of that name."""
    known = drafting.base.topics
    wrong = [
        Problem(Where("--topic"), "unknown-topic", f"there is no topic '{topic}'", nearest(topic, known))
        for topic in topics
        if topic not in known
    ]
    if wrong:
        stop(wrong)
    return tuple(dict.fromkeys(topics))
