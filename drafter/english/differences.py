"""What changed between two texts, word by word, so that it can be read without colours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that went (``-``), came (``+``) or stayed (empty)."""

    sign: str
    text: str


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The two texts as one: without what came it is the old one, without what went the new one."""
    return tuple(_pieces(old.split(), new.split()))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    import difflib  # late: only what was reviewed before and changed needs it

    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("", " ".join(before[a:b]))
            continue
        if a < b:
            yield Piece("-", " ".join(before[a:b]))
        if c < d:
            yield Piece("+", " ".join(after[c:d]))


def difference(old: str, new: str) -> str:
    """The difference as text: ``the [-old-]{+new+} words``."""
    marked: list[str] = []
    for piece in pieces(old, new):
        match piece.sign:
            case "-":
                marked.append(f"[-{piece.text}-]")
            case "+" if marked and marked[-1].startswith("[-"):
                marked[-1] += f"{{+{piece.text}+}}"
            case "+":
                marked.append(f"{{+{piece.text}+}}")
            case _:
                marked.append(piece.text)
    return " ".join(marked)
