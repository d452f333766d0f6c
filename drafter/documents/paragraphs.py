"""Lines to paragraphs: printed lines are joined where the paragraph went on, and only there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

# What cannot be seen, and search and comparison stumble over: soft hyphen, widthless spaces, marks of direction.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"}
_ITEM = re.compile(r"(?:[-*\u2013\u2022\u25cf\u25aa\u25e6\uf0b7o]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")
_ENDS = re.compile(r"[.!?:;][\"'\u2019\u201d)\]]*\s?\d{0,3}\Z")
_HYPHENATED = re.compile(r"(\w*[a-z])-\Z")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_LEAST, _MOST = 55, 100  # letters in the lines of a text that somebody's program has wrapped


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``y`` is its height on the page in points, from below, where that is known; ``size`` its type's.

    ``starts`` says that a paragraph must begin here; ``page`` counts from 1.
    """

    text: str
    starts: bool = False
    page: int = 1
    y: float | None = None
    size: float = 0


def clean(text: str) -> str:
    """A paragraph: white space folded, nothing in it that cannot be seen."""
    text = text.translate(_INVISIBLE)
    if not text.isprintable():
        # These stand for nothing that anybody can read; a space keeps the words apart.
        text = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co"} else c for c in text)
    return " ".join(text.split())


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text: its lines, or, where a program has wrapped them, the lines joined."""
    lines = text.splitlines()
    if not _is_wrapped(lines):
        return tuple(block for line in lines if (block := clean(line)))
    blank = [True, *(not line.strip() for line in lines)]
    return joined([Line(line.rstrip(), starts=gap) for line, gap in zip(lines, blank, strict=False) if line.strip()])


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines that another follows have the lengths that wrapping leaves, and none is longer."""
    followed = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    long = [length for length in followed if length >= _LEAST]
    return len(long) >= 3 and len(long) * 2 >= len(followed) and max(map(len, lines)) <= _MOST


def joined(lines: Sequence[Line]) -> tuple[str, ...]:
    """The paragraphs that these lines were."""
    lines = [line for line in lines if line.text.strip()]
    width = _width(lines)
    leading = _leading(lines)
    known = {word.casefold() for line in lines for word in _WORDS.findall(line.text)}
    blocks: list[str] = []
    for number, line in enumerate(lines):
        text = line.text.strip().translate(_LIGATURES)
        if number and not _breaks(lines[number - 1], line, width, leading):
            blocks[-1] = _append(blocks[-1], text, known)
        else:
            blocks.append(text)
    return tuple(block for each in blocks if (block := clean(each)))


def _width(lines: Sequence[Line]) -> int:
    """How many letters a full line has: nine lines of ten are not longer."""
    lengths = sorted(len(line.text.strip()) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between two lines, by the size of their type; both in points."""
    gaps: dict[int, list[float]] = {}
    for above, below in pairwise(lines):
        if above.y is not None and below.y is not None and above.page == below.page and above.y > below.y:
            gaps.setdefault(round(below.size), []).append(above.y - below.y)
    # The lower half: there may be more gaps between paragraphs than within them.
    return {size: median(sorted(found)[: (len(found) + 1) // 2]) for size, found in gaps.items()}


def _breaks(above: Line, below: Line, width: int, leading: dict[int, float]) -> bool:
    """Whether a paragraph begins with the lower of two lines."""
    if below.starts or _ITEM.match(below.text.strip()):
        return True
    if abs(above.size - below.size) > max(above.size, below.size) * 0.08:
        return True
    said, follows = above.text.strip(), below.text.strip()
    apart = above.page != below.page or (above.y is not None and below.y is not None and below.y >= above.y)
    if apart:  # another page or column: only a sentence that is plainly in its middle goes on
        goes_on = follows[0].islower() or said.endswith(("-", ",")) or len(said) > width * 0.85
        return not goes_on or bool(_ENDS.search(said))
    if above.y is not None and below.y is not None:
        usual = leading.get(round(below.size), 0)
        if usual and above.y - below.y > usual * 1.35:
            return True
    first = follows.split(maxsplit=1)[0]
    had_room = len(said) + 1 + len(first) < width * 0.85
    heading = len(said) < width * 0.6 and not follows[0].islower() and not said.endswith(",")
    return had_room and (bool(_ENDS.search(said)) or heading)


def _append(text: str, line: str, known: set[str]) -> str:
    """The text with another line: a word that the line's end divided becomes whole again."""
    cut = _HYPHENATED.search(text)
    if text.endswith("\u00ad"):
        return text[:-1] + line
    if cut is None or not line[0].islower():
        return f"{text} {line}" if not text.endswith("-") else text + line
    rest = _WORDS.match(line)
    whole = rest[0] if rest else ""
    # A true hyphen is kept where the same word stands elsewhere with it, and nowhere without.
    with_it, without = f"{cut[1]}-{whole}".casefold(), f"{cut[1]}{whole}".casefold()
    return text + line if with_it in known and without not in known else text[:-1] + line


def without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of all pages without page numbers and running heads and feet; and one of each that was left out.

    That is what stands at the head or foot of most pages, or of three that differ in its numbers alone.
    """
    count = Counter(key for page in pages for key in {_running(line) for line in _edges(page)})
    most = max(2, (len(pages) + 1) // 2)
    often = {key for key, n in count.items() if n >= most or (n >= 3 and "#" in key and len(key) > 8)}
    kept: list[Line] = []
    left: list[Line] = []
    for page in pages:
        edges = {id(line) for line in _edges(page)}
        for line in page:
            (left if id(line) in edges and _running(line) in often else kept).append(line)
    if sum(len(line.text) for line in left) > sum(len(line.text) for line in kept):
        return [line for page in pages for line in page], ()  # pages that are alike are no heads
    return kept, tuple({_running(line): clean(line.text) for line in reversed(left)}.values())[::-1]


def _edges(page: Sequence[Line]) -> Iterable[Line]:
    return [*page[:2], *page[2:][-2:]]


def _running(line: Line) -> str:
    """A line with its numbers left out, since those of pages differ."""
    return re.sub(r"\d+|\b[ivxl]+\b", "#", clean(line.text).casefold())
