"""A Letter to a file and back: plain tables of writers and readers, by the file name's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from drafter.formats.copies import Copy
from drafter.letter.tree import Letter
from drafter.problems import Problem, Where

if TYPE_CHECKING:  # whoever drafts reads nothing back, and waits for no more than must be
    from drafter.letter.returned import Returned


def _docx(letter: Letter, letterhead: bytes, copy: Copy, **setting: Any) -> bytes:
    from drafter.formats.docx import write_docx  # late: python-docx is the slowest thing that is imported

    return write_docx(letter, letterhead, copy=copy, **setting)


def _markdown(
    letter: Letter,
    _letterhead: bytes,
    copy: Copy,
    *,
    large_print: bool = False,
    letterhead_at: Where | None = None,
    remarks: Mapping[str, tuple[str, ...]] | None = None,
) -> bytes:
    from drafter.formats.markdown import write_markdown

    del letterhead_at, remarks  # neither has a place in plain text
    return write_markdown(letter, copy=copy, large_print=large_print).encode("utf-8")


def _read_docx(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.read_docx import read_docx

    return read_docx(data, name)


def _read_markdown(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.read_markdown import read_markdown

    return read_markdown(data, name)


# A letter, the letterhead's bytes and which copy; then by name ``large_print``, ``letterhead_at`` (its name)
# and ``remarks`` (lines for a comment on each fact, by its id): the file's bytes.
Writer = Callable[..., bytes]
WRITERS: Mapping[str, Writer] = {".docx": _docx, ".md": _markdown}

# A file's bytes, and how problems call the file: the letter as it came back, or why it cannot be read.
Reader = Callable[[bytes, str], "tuple[Returned | None, list[Problem]]"]
READERS: Mapping[str, Reader] = {".docx": _read_docx, ".md": _read_markdown}
