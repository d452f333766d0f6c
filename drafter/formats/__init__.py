"""A Letter to a file and back: plain tables of writers and readers, by the file name's ending."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from drafter.formats.copies import Copy
from drafter.letter.tree import Letter, Particulars
from drafter.problems import Problem, Where

if TYPE_CHECKING:  # whoever drafts reads nothing back, and waits for no more than must be
    from drafter.letter.returned import Returned


class Form(Protocol):
    """A letter's file in which only its reader is left open. It can be sent to another process.

    ``filled`` is ``joined`` of ``own``, which may be done in two places: what all files have in common need not travel.
    """

    def own(self, reader: Particulars) -> tuple[bytes, ...]:
        """What of the letter's file is not the same for every reader."""
        ...

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The letter's file, from what is a reader's own."""
        ...

    def crc(self, own: Sequence[bytes]) -> int:
        """The CRC-32 of that file."""
        ...

    def filled(self, reader: Particulars) -> bytes:
        """The letter's file, for one reader."""
        ...


class MarkdownForm(NamedTuple):
    """A letter as Markdown, for whoever reads it."""

    letter: Letter
    copy: Copy
    large_print: bool

    def own(self, reader: Particulars) -> tuple[bytes, ...]:
        """All of it: there is nothing to gain."""
        from drafter.formats.markdown import write_markdown

        text = write_markdown(self.letter.to(reader), copy=self.copy, large_print=self.large_print)
        return (text.encode("utf-8"),)

    def joined(self, own: Sequence[bytes]) -> bytes:
        """The letter's file, from what is a reader's own."""
        return own[0]

    def crc(self, own: Sequence[bytes]) -> int:
        """The CRC-32 of that file."""
        return zlib.crc32(own[0])

    def filled(self, reader: Particulars) -> bytes:
        """The letter's file, for one reader."""
        return self.joined(self.own(reader))


def _docx(letter: Letter, letterhead: bytes, copy: Copy, **setting: Any) -> Form:
    from drafter.formats.docx import docx_form  # late: python-docx is the slowest thing that is imported

    return docx_form(letter, letterhead, copy=copy, **setting)


def _markdown(
    letter: Letter,
    _letterhead: bytes,
    copy: Copy,
    *,
    large_print: bool = False,
    letterhead_at: Where | None = None,
    remarks: Mapping[str, tuple[str, ...]] | None = None,
) -> Form:
    del letterhead_at, remarks  # neither has a place in plain text
    return MarkdownForm(letter, copy, large_print)


def _read_docx(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.read_docx import read_docx

    return read_docx(data, name)


def _read_markdown(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.read_markdown import read_markdown

    return read_markdown(data, name)


# A letter, the letterhead's bytes and which copy; then by name ``large_print``, ``letterhead_at`` (its name)
# and ``remarks`` (lines for a comment on each fact, by its id): the form of the letter's file.
Writer = Callable[..., Form]
WRITERS: Mapping[str, Writer] = {".docx": _docx, ".md": _markdown}

# A file's bytes, and how problems call the file: the letter as it came back, or why it cannot be read.
Reader = Callable[[bytes, str], "tuple[Returned | None, list[Problem]]"]
READERS: Mapping[str, Reader] = {".docx": _read_docx, ".md": _read_markdown}
