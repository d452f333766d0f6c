"""What the commands share that write drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.common import cache_folder, fail, open_facts, read_letterhead, report, stop
from drafter.drafting import Drafting
from drafter.facts.model import FactBase
from drafter.facts.unreviewed import FILE as REVIEWS
from drafter.formats import WRITERS, Form, on_paper
from drafter.formats.copies import Copy
from drafter.letter.acts import unknown_actions
from drafter.letter.templates import Templates
from drafter.letter.tree import Letter
from drafter.office import Office
from drafter.problems import Problem, Where
from drafter.sources.quotations import read_lock

if TYPE_CHECKING:
    from drafter.batch.texts import Wanted

_WORD = ".docx"


def drafting_of(office: Office) -> Drafting:
    """What the office drafts from; ends the program where its facts are not sound, or it decided what there is not."""
    base = open_facts(office)
    wrong = list(unknown_actions(office, base))
    if wrong:
        stop(wrong)
    templates = Templates.under(office.templates, office.path_of("templates"), cache_folder())
    return Drafting(office, base, templates, read_lock(office.facts), cache_folder())


def draft_of(
    letter: Letter, ending: str, base: FactBase, office: Office, *, large_print: bool = False, clean: bool = False
) -> Form:
    """A draft, to be filled for its readers. Raises ProblemsFound where the letterhead cannot be used."""
    paper = on_paper(ending, letter)
    return WRITERS[ending](
        letter,
        read_letterhead(office) if paper else b"",
        Copy.CLEAN if clean else Copy.REVIEWING,
        large_print=large_print,
        letterhead_at=Where(office.path_of(office.letterhead)),
        remarks=_remarks(letter, base, office) if paper and not clean else {},
    )


def _remarks(letter: Letter, base: FactBase, office: Office) -> Mapping[str, tuple[str, ...]]:
    from drafter.letter.remarks import remarks

    if not (office.facts / REVIEWS).exists():
        return remarks(letter, base, [])
    from drafter.cli.registers import seal_of
    from drafter.facts.reviews import read_reviews

    # What is wrong with the file of reviews is told with what is not reviewed.
    reviews, _ = read_reviews(office.facts, office.path_of("facts"), only=set(letter.claims), seal=seal_of(office))
    return remarks(letter, base, reviews)


def check_print(path: str | None, batch: str) -> None:
    """End the program where a print document could not be written, before anything else is done."""
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
    letters: Callable[[], Iterable[Wanted]],
    office: Office,
    *,
    copy: Copy,
    both_sides: bool,
) -> None:
    """Write the print document of many letters; ends the program where it cannot be written. Raises ProblemsFound."""
    from drafter.batch.members import print_batch

    homeless = sum(not wanted.reader.can_be_posted for wanted in letters())
    if homeless:
        which = f"{homeless} letters have" if homeless > 1 else "one letter has"
        message = f"{which} no postal address, and cannot be printed for the post"
        report([Problem(Where(path), "no-address", message)])
    if not any(wanted.reader.can_be_posted for wanted in letters()):
        return
    where = Where(office.path_of(office.letterhead))
    made = print_batch(
        Path(path), texts, letters, read_letterhead(office), copy=copy, both_sides=both_sides, letterhead_at=where
    )
    for name, problem in made:
        if problem is not None:
            stop([problem])
        click.echo(f"{name}: for the printer")
