"""``drafter`` alone: where one is, and what waits for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from drafter.cli.common import need, office_above, open_workspace, sound_facts
from drafter.facts.timeline import waiting
from drafter.formats import WRITERS
from drafter.privacy import DataKind, DataPlace, places
from drafter.workspace import Part, Workspace

_FEW = 5  # drafts that are named
_MOST = 2_000  # messages of a sorting up to which they are looked through; more take seconds


def show(given: str | None) -> None:
    """Print where the user is and what is next. Outside an office, how to begin."""
    if given is None and office_above(None) is None:
        click.echo("there is no office here, nor in any folder above\n")
        click.echo("  drafter init FOLDER             begin an office of your own")
        click.echo("  drafter --office FOLDER ...     name the office that is meant")
        click.echo("  drafter help start              the commands of a first letter, on one screen")
        click.echo("  drafter help                    the documentation, to read here")
        return
    workspace = open_workspace(given)
    office = workspace.office
    base = sound_facts(workspace)
    subjects = ", ".join(subject.name for subject in base.subjects.values())
    click.echo(f"the office of {office.member}, {office.constituency}, in {office.folder.resolve()}")
    click.echo(f"it answers on {subjects}\n")
    need(workspace, Part.REVIEWS)
    found = list(_next(workspace))
    for count, what, command in found:
        click.echo(f"{count:6}  {what}\n        {command}")
    if not found:
        click.echo("nothing waits")
    click.echo("\n'drafter --help' lists the commands, 'drafter help' the pages to read")


def _next(workspace: Workspace) -> Iterator[tuple[int, str, str]]:
    """What waits, the most pressing first: how much, what it is, and the command for it."""
    today = date.today()  # noqa: DTZ011 - the office's own day is meant
    kept = places(workspace.office.folder)
    sortings = [place for place in kept if place.kind is DataKind.SORTINGS]
    for place in sortings:
        yield from _of_sorting(place, workspace)
    post = [place for place in kept if place.kind is DataKind.POST]
    if post and not sortings:
        count = sum(len(place.files) for place in post)
        what = f"message{'s' if count != 1 else ''} in {post[0].path}, not sorted yet"
        yield count, what, f"drafter mail sort {post[0].path} -o sorted"
    drafts = _drafts(workspace)
    if drafts:
        named = ", ".join(path.name for path in drafts[:_FEW]) + (", ..." if len(drafts) > _FEW else "")
        first = workspace.office.path_of(workspace.office.letters.name, drafts[0].name)
        yield len(drafts), f"drafted and not approved: {named}", f"drafter review {first}"
    facts = waiting(workspace.on(today), {})
    if facts:
        late = sum(one.stands.is_overdue for one in facts)
        what = f"fact{'s' if len(facts) != 1 else ''} to review{f', {late} of them past their day' if late else ''}"
        yield len(facts), what, "drafter facts queue; drafter facts review --by NAME"


def _of_sorting(place: DataPlace, workspace: Workspace) -> Iterator[tuple[int, str, str]]:
    """What of a sorting nobody has answered."""
    from drafter.cli.mail.common import opened, sorting_of  # late: many offices sort no post with drafter
    from drafter.inbox.piles import ANSWERED, FOR_A_PERSON

    folder = workspace.office.path_of(place.path)
    with opened(folder) as store:
        total = store.total()
        if total > _MOST:
            yield total, f"messages in {folder}", f"drafter mail show {folder}"
            return
        counts = Counter(laid.pile for laid in sorting_of(store, folder, workspace).laid())
    person = sum(counts[pile] for pile in FOR_A_PERSON)
    if person:
        yield person, f"in {folder} for a person to look at", f"drafter mail show {folder}"
    ready = sum(counts[pile] for pile in ANSWERED)
    if ready:
        yield ready, f"in {folder} that a batch answers", f"drafter batch {folder} -o letters"


def _drafts(workspace: Workspace) -> list[Path]:
    """The drafts in the folder of letters that have no final copy of the same name, the newest first."""
    folder = workspace.office.letters
    approved = workspace.office.approved
    final = {path.stem for path in approved.glob("*")} if approved.is_dir() else set()
    found = [path for path in folder.glob("*") if path.suffix.lower() in WRITERS and path.is_file()]
    return sorted((path for path in found if path.stem not in final), key=lambda path: path.name, reverse=True)
