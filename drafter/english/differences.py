"""The difference between two texts, word by word, readable without colours."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.frozen import dataclass


@dataclass(frozen=True, slots=True)
class WordChange:
    """Words that were removed (``-``), added (``+``) or kept (empty)."""

    sign: str
    text: str


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """Both texts as one: without the added words it is the old one, without the removed words the new one."""
    return tuple(_pieces(old.split(), new.split()))


def _pieces(before: list[str], after: list[str]) -> Iterator[WordChange]:
    import difflib  # late: only changes to reviewed texts need it

    for kind, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield WordChange("", " ".join(before[a:b]))
            continue
        if a < b:
            yield WordChange("-", " ".join(before[a:b]))
        if c < d:
            yield WordChange("+", " ".join(after[c:d]))


def difference(old: str, new: str) -> str:
    """The difference as text: ``the [-old-]{+new+} words``."""
    marked: list[str] = []
    for piece in word_changes(old, new):
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
