"""The text of a paragraph without its markup, and where each piece of it stands in the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

_FAR = 100  # lines that may hold nothing but a space that does not break, which markdown-it takes off


class Source:
    """A paragraph's source: finds the line and column of the file for a character of it."""

    def __init__(self, content: str, lines: Sequence[str], first: int, above: int) -> None:
        self.content = content
        self._starts: list[int] = []
        self._places: list[tuple[int, int, int]] = []  # white space before the line's text, its line and column
        start = 0
        opening = content.partition("\n")[0].strip()
        first = next((n for n, line in enumerate(lines[first : first + _FAR], first) if opening in line), first)
        for number, text in enumerate(content.split("\n"), first):
            line = lines[number] if number < len(lines) else ""
            body = text.lstrip(" \t")
            self._starts.append(start)
            self._places.append((len(text) - len(body), above + number + 1, _column(line, body)))
            start += len(text) + 1

    def where(self, at: int) -> tuple[int, int]:
        """The line and column, both counted from 1, of the character at ``at``."""
        number = bisect_right(self._starts, at) - 1
        before, line, column = self._places[number]
        return line, max(1, column + at - self._starts[number] - before)


def _column(line: str, body: str) -> int:
    """Where the text of a line begins after indents and marks of lists, quotations and headings."""
    line, body = line.rstrip(), body.rstrip()
    if line.endswith(body):
        return len(line) - len(body) + 1
    return max(line.rfind(body), 0) + 1  # a heading that was closed with '##' or bore attributes


class Text:
    """A paragraph's text as it grows, with its places."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._pieces: list[str] = []
        self._places: list[tuple[int, int, int]] = []
        self._end = 0  # of what was last read of the source
        self.length = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    @property
    def places(self) -> tuple[tuple[int, int, int], ...]:
        """Never without one for character 0."""
        return tuple(self._places) or ((0, *self._source.where(0)),)

    def add(self, text: str, at: int) -> None:
        """Text that stands in the source as it is, from ``at``."""
        at = max(at, self._end)  # asterisks of one run all say that they begin where the run begins
        self._end = at + len(text)
        for number, line in enumerate(text.split("\n")):
            if number:
                self._between(" ")
            self._put(line, at)
            at += len(line) + 1

    def put(self, text: str, at: int, markup: int) -> None:
        """Text that stands for ``markup`` characters of the source, as an entity's does."""
        self._put(" ".join(text.split("\n")), at)
        self._end = at + markup

    def end_line(self) -> None:
        """A line break that is meant."""
        self._between("\n")

    def space(self) -> None:
        """A line break that only wraps; none after one that is meant."""
        if self._pieces and self._pieces[-1] != "\n":
            self._between(" ")

    def solid(self) -> int:
        """The length without white space at the end."""
        length = self.length
        for piece in reversed(self._pieces):
            bare = piece.rstrip()
            length -= len(piece) - len(bare)
            if bare:
                return length
        return 0

    def drop_last(self) -> None:
        """Take back the last character."""
        self._pieces[-1] = self._pieces[-1][:-1]
        self.length -= 1

    def _put(self, text: str, at: int) -> None:
        if not text:
            return
        line, column = self._source.where(at)
        character, last_line, last_column = self._places[-1] if self._places else (0, 0, 0)
        if (last_line, last_column + self.length - character) != (line, column):
            self._places.append((self.length, line, column))
        self._append(text)

    def _between(self, text: str) -> None:
        """White space, of which a paragraph has none at its beginning."""
        if self._pieces:
            self._append(text)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self.length += len(text)
