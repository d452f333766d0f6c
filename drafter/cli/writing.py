"""What the commands that write drafts share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import fail, report, stop
from drafter.drafting import wrong_with_office
from drafter.formats.copies import Copy
from drafter.letter.tree import Letter
from drafter.problems import Problem, Where
from drafter.workspace import Workspace

if TYPE_CHECKING:
    from drafter.batch.texts import WantedLetter

_WORD = ".docx"


def need_for_drafting(workspace: Workspace) -> None:
    """End the program where nothing can be drafted, because of errors in the facts or in the decisions."""
    wrong = wrong_with_office(workspace)
    if wrong:
        stop(wrong)


def check_print(path: str | None, batch: str) -> None:
    """End the program early where a print document could not be written."""
    if path is None:
        return
    from drafter.batch.members import printed_at

    if Path(path).suffix.lower() != _WORD:
        fail(f"--print: a print document is a {_WORD} file, not '{path}'")
    if Path(path).resolve().parent == Path(batch).resolve():
        fail("--print: keep the print document outside of the batch's folder, where it would be taken for a letter")
    for at in printed_at(Path(path)):
        if at.exists():
            stop([Problem(Where(str(at)), "file-exists", "is there already", "give the print document another name")])
    if not Path(path).resolve().parent.is_dir():
        stop([Problem(Where(path), "unwritable-file", f"there is no folder '{Path(path).parent}'")])


def write_print(
    path: str,
    texts: Sequence[tuple[Letter, bool]],
    letters: Callable[[], Iterable[WantedLetter]],
    workspace: Workspace,
    *,
    copy: Copy,
    both_sides: bool,
) -> None:
    """Write the print document of many letters. Ends the program where it cannot be written. Raises ProblemsFound."""
    from drafter.batch.members import print_batch

    homeless = sum(not wanted.reader.can_be_posted for wanted in letters())
    if homeless:
        which = f"{homeless} letters have" if homeless > 1 else "one letter has"
        message = f"{which} no postal address, and cannot be printed for the post"
        report([Problem(Where(path), "no-address", message)])
    if not any(wanted.reader.can_be_posted for wanted in letters()):
        return
    made = print_batch(
        Path(path),
        texts,
        letters,
        workspace.letterhead,
        copy=copy,
        both_sides=both_sides,
        letterhead_at=workspace.letterhead_at,
    )
    for name, problem in made:
        if problem is not None:
            stop([problem])
        click.echo(f"{name}: for the printer")
