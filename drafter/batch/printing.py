"""The print document of a batch: large print in one of its own, since that is a matter of a document's styles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from drafter.batch.pieces import Wanted
from drafter.files import write_whole
from drafter.formats.copies import Copy
from drafter.letter.tree import Letter, Particulars
from drafter.problems import Problem, Where

_LARGE = "-large-print"


def print_batch(
    path: Path,
    texts: Sequence[tuple[Letter, bool]],
    letters: Callable[[], Iterable[Wanted]],
    letterhead: bytes,
    *,
    copy: Copy,
    both_sides: bool,
    letterhead_at: Where,
) -> Iterator[tuple[Path, Problem | None]]:
    """Write the documents, one or two, and give their names. ``texts`` say of each whether it is in large print.

    Raises ProblemsFound where the letterhead cannot be used.
    """
    from drafter.formats.print_docx import print_form  # late: python-docx is slow to import

    for large in (False, True):
        mine = [number for number, (_, is_large) in enumerate(texts) if is_large is large]
        if not mine:
            continue
        form = print_form(
            [texts[number][0] for number in mine],
            letterhead,
            copy=copy,
            large_print=large,
            both_sides=both_sides,
            letterhead_at=letterhead_at,
        )
        named = path.with_name(f"{path.stem}{_LARGE}{path.suffix}") if large and len(mine) < len(texts) else path
        write = partial(form.write, letters=partial(_of, mine, letters))
        yield named, write_whole(named, write, str(named), replace=False)


def printed_at(path: Path) -> Iterator[Path]:
    """The files that a print document of this name may become."""
    yield path
    yield path.with_name(f"{path.stem}{_LARGE}{path.suffix}")


def _of(texts: Sequence[int], letters: Callable[[], Iterable[Wanted]]) -> Iterator[tuple[int, Particulars]]:
    """The letters of some texts that can be posted; the texts are numbered anew."""
    places = {number: place for place, number in enumerate(texts)}
    for wanted in letters():
        if wanted.text in places and wanted.reader.can_be_posted:
            yield places[wanted.text], wanted.reader
