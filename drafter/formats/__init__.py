"""A Letter to a file: a plain table of writers, by the file name's ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from drafter.letter.tree import Letter
from drafter.problems import Where


def _docx(letter: Letter, letterhead: bytes, *, large_print: bool, letterhead_at: Where) -> bytes:
    from drafter.formats.docx import write_docx  # late: python-docx is the slowest thing that is imported

    return write_docx(letter, letterhead, large_print=large_print, letterhead_at=letterhead_at)


def _markdown(letter: Letter, _letterhead: bytes, *, large_print: bool, letterhead_at: Where) -> bytes:
    from drafter.formats.markdown import write_markdown

    del large_print, letterhead_at  # the reader of a Markdown text chooses its size
    return write_markdown(letter).encode("utf-8")


# A letter, the letterhead's bytes, whether in large print, and how problems call the letterhead: the file's bytes.
Writer = Callable[..., bytes]
WRITERS: Mapping[str, Writer] = {".docx": _docx, ".md": _markdown}
