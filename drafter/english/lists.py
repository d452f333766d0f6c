"""Lists of English words and phrases, kept as data and read once.

A file of ``drafter/english/data`` holds lists of one kind. Each list stands below its name in square brackets, and a
line that begins with ``#`` is a comment::

    # Written for drafter ...
    [streets]
    road street lane
    [greetings]
    good morning | good day
    hello, {title}

Spaces divide the entries of a list of words. Line ends, and bars with a space on either side, divide those of a list of
phrases. A phrase may be a part of a pattern: ``parents?``, ``heart (?:attack|failure)``. ``{title}`` in a phrase stands
for all phrases of the list with that name in the same file, with bars between them; a phrase that is only ``{title}``
stands for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from drafter.frozen import dataclass

_FOLDER: Final = Path(__file__).with_name("data")
_HEADING: Final = re.compile(r"^\[([^\]\n]+)\]\n", re.MULTILINE)
_COMMENT: Final = re.compile(r"^#.*\n", re.MULTILINE)
_OTHER: Final = re.compile(r"\{([a-z][a-z -]*)\}")


@dataclass(frozen=True)
class Lists:
    """The lists of one file, by name."""

    texts: Mapping[str, str]

    def words(self, name: str) -> frozenset[str]:
        """The words of a list, in no order."""
        return frozenset(self.texts[name].split())

    def phrases(self, name: str) -> tuple[str, ...]:
        """The phrases of a list, in the order of the file."""
        entries = self.texts[name].replace("\n", " | ").split(" | ")
        return tuple(phrase for entry in entries if entry for phrase in self._meant(entry))

    def _meant(self, entry: str) -> tuple[str, ...]:
        """What an entry stands for: itself, or the phrases of another list."""
        if "{" not in entry:
            return (entry,)
        if whole := _OTHER.fullmatch(entry):
            return self.phrases(whole[1])
        return (_OTHER.sub(lambda other: self.either(other[1]), entry),)

    def either(self, name: str) -> str:
        """The phrases of a list with bars between, for a pattern that puts its own brackets around them."""
        return "|".join(self.phrases(name))

    def pattern(self, name: str) -> str:
        """Any one of the phrases of a list, as a part of a pattern."""
        return f"(?:{self.either(name)})"

    def first(self, *names: str) -> str:
        """A look ahead for the first letters of the phrases of some lists, as a part of a pattern: at most places of a
        text no phrase is then tried. Each phrase must begin with one plain letter.
        """
        return f"(?=[{''.join(sorted({phrase[0] for name in names for phrase in self.phrases(name)}))}])"


@cache
def lists(file: str) -> Lists:
    """The lists of a file, which is named without its ending: ``names``."""
    text = (_FOLDER / f"{file}.txt").read_text("utf-8")
    _, *parts = _HEADING.split(_COMMENT.sub("", text))
    return Lists({name: body.strip("\n") for name, body in zip(parts[::2], parts[1::2], strict=True)})
