"""From printed lines to paragraphs: lines of one paragraph are joined, and so are words divided at line ends."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Final

from drafter.english.sentences import CLOSERS
from drafter.frozen import dataclass
from drafter.sources.quotations import MARK

# Hyphens at line ends: which of them belong to the word itself. If that cannot be known, both readings are kept.
#
# A soft hyphen, which is invisible, marks a doubtful place: where the hyphen was removed, or right after a hyphen that
# was kept. ``drafter.sources.quotations`` accepts either reading of a quotation there, and nowhere else.

# After these a hyphen is usual in British English, although the dictionary has the word without it.
_KEEPS: Final = frozenset(("non", "self", "ex", "vice", "mid", "anti", "semi"))
_PREFIXES: Final = frozenset(
    (
        *("co", "de", "re", "pre", "post", "sub", "multi", "inter", "micro", "macro", "over", "under", "with", "after"),
        *("fore", "work", "through", "super", "trans", "counter", *_KEEPS),
    )
)
# The dictionary has American spelling for many words.
_AMERICAN: Final = (
    (re.compile(r"is(?=(?:e[ds]?|er|ers|ing|ation|ations|ational)\Z)"), "iz"),
    (re.compile(r"our(?=s?\Z|ed|ing|able|ful|ite|hood)"), "or"),
    (re.compile(r"ys(?=e[ds]?\Z|ing\Z)"), "yz"),
    (re.compile(r"entre(?=[ds]?\Z)"), "enter"),
    (re.compile(r"ll(?=ed\Z|ing\Z|er\Z)"), "l"),
    (re.compile(r"ogramme(?=s?\Z)"), "ogram"),
    (re.compile(r"nce(?=s?\Z)"), "nse"),
)
_RARE: Final = 100  # how often a short half must occur in the texts behind the dictionary


@cache
def dictionary() -> Mapping[str, int]:
    """How often each word occurs in the texts behind the dictionary; empty if there is no dictionary."""
    try:
        from spellchecker import SpellChecker  # late: it reads a hundred and sixty thousand words
    except ImportError:
        return {}
    return dict(SpellChecker("en").word_frequency.dictionary)


class WordList:
    """Knowledge of English words: a dictionary, which is read at the first doubtful hyphen unless it is given."""

    def __init__(self, known: Mapping[str, int] | None = None) -> None:
        self._given = known

    def reading(self, first: str, second: str) -> str:
        """The two halves of a word that a line's end divided, with or without the hyphen; in doubt with a mark."""
        first_, second_ = first.casefold(), second.casefold()
        whole = self._has(first_ + second_)
        both = (self._is_half(first_) or first_ in _PREFIXES) and self._is_half(second_)
        if whole and not both:
            return first + second
        if both and not whole and min(len(first), len(second)) > 3 and first_ not in _PREFIXES:
            return f"{first}-{second}"  # "price-determining"
        hyphened = first_ in _KEEPS or (first_.endswith("o") and second_.startswith("o")) or not whole
        return f"{first}-{MARK}{second}" if both and hyphened else f"{first}{MARK}{second}"

    def _is_half(self, word: str) -> bool:
        return len(word) > 1 and self._has(word, _RARE if len(word) < 5 else 1)

    def _has(self, word: str, least: int = 1) -> bool:
        spelt = {word}
        for british, american in _AMERICAN:
            spelt.add(british.sub(american, word))
        known = dictionary() if self._given is None else self._given
        return any(known.get(one, 0) >= least for one in spelt)


# Paragraphs: printed lines are joined if the paragraph went on, and only then.

# Invisible characters that disturb search and comparison: soft hyphen, spaces of no width, marks of direction.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
_LIGATURES = {ord(c): unicodedata.normalize("NFKC", c) for c in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"}
_ITEM = re.compile(r"(?:[-*\u2013\u2022\u25cf\u25aa\u25e6\uf0b7o]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s")
_ENDS = re.compile(rf"[.!?:;][{CLOSERS}]*\s?\d{{0,3}}\Z")
_HYPHENATED = re.compile(r"(\w*[a-z])-\Z")
_WORDS = re.compile(r"\w+(?:-\w+)*")
_NOTE = re.compile(r"(?:\d{1,3}|[*\u2020\u2021])[.)]?\s?[^\W\d]|\d{1,3}\s")
_DOUBT = "\uffff"  # marks a doubtful hyphen while lines are joined: no text has this character
_LONGEST = 80  # characters in a word
_LEAST, _MOST = 55, 100  # characters in the lines of a text that a program has wrapped


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line. ``y`` is its height on the page in points, from below, if it is known; ``size`` is its type's.

    ``starts`` tells that a paragraph must begin here; ``page`` counts from 1. ``full`` is how many characters a full
    line of its column has, 0 if that is not known; ``foot`` tells whether it is a note at the foot of its page.
    """

    text: str
    starts: bool = False
    page: int = 1
    y: float | None = None
    size: float = 0
    full: int = 0
    foot: bool = False


def clean_paragraph(text: str) -> str:
    """A paragraph with white space folded, and without invisible characters."""
    text = text.translate(_INVISIBLE)
    if not text.isprintable():
        # Nobody can read these characters; a space in their place keeps the words apart.
        text = "".join(" " if unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co"} else c for c in text)
    return " ".join(text.split())


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a plain text: its lines, or, if a program has wrapped them, the joined lines."""
    lines = text.splitlines()
    if not _is_wrapped(lines):
        return tuple(block for line in lines if (block := clean_paragraph(line)))
    blank = [True, *(not line.strip() for line in lines)]
    return join_lines(
        [Line(line.rstrip(), starts=gap) for line, gap in zip(lines, blank, strict=False) if line.strip()]
    )


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether most lines with another line after them have the lengths that wrapping leaves, and none is longer."""
    followed = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    long = [length for length in followed if length >= _LEAST]
    return len(long) >= 3 and len(long) * 2 >= len(followed) and max(map(len, lines)) <= _MOST


def join_lines(lines: Sequence[Line], words: WordList | None = None) -> tuple[str, ...]:
    """The paragraphs that these lines were.

    ``words`` tells whether a divided word has a hyphen of its own. Without it the word has none, unless it stands with
    a hyphen elsewhere in the text. Notes at the foot of a page come after a paragraph that goes on over the page.
    """
    lines = [line for line in lines if line.text.strip()]
    width = _width(lines)
    leading = _leading(lines)
    known = {word.casefold() for line in lines for word in _WORDS.findall(line.text)}
    blocks: list[str] = []
    feet: list[Line] = []
    before: Line | None = None
    for line in lines:
        if line.foot:
            feet.append(line)
            continue
        if before is not None and not _breaks(before, line, width, leading):
            blocks[-1] = _append(blocks[-1], _text(line), known, words)
        else:
            blocks += _feet(feet, width, leading, known, words)
            feet = []
            blocks.append(_text(line))
        before = line
    blocks += _feet(feet, width, leading, known, words)
    return tuple(block for each in blocks if (block := _cleaned(each)))


def _text(line: Line) -> str:
    return line.text.strip().translate(_LIGATURES)


def _cleaned(block: str) -> str:
    """A paragraph without invisible characters, except the marks of doubtful hyphens."""
    return MARK.join(clean_paragraph(part) for part in block.split(_DOUBT))


def _feet(
    feet: Sequence[Line], width: int, leading: dict[int, float], known: set[str], words: WordList | None
) -> list[str]:
    """The notes at the foot of a page as paragraphs: each begins with its number."""
    blocks: list[str] = []
    for number, line in enumerate(feet):
        if number and not _NOTE.match(line.text.strip()) and not _breaks(feet[number - 1], line, width, leading):
            blocks[-1] = _append(blocks[-1], _text(line), known, words)
        else:
            blocks.append(_text(line))
    return blocks


def with_feet(lines: Sequence[Line]) -> list[Line]:
    """The lines with notes marked: small type at the end of a page that begins with a number."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[round(line.size * 2)] += len(line.text)
    usual = letters.most_common(1)[0][0] / 2 if letters else 0
    told = list(lines)
    for at in range(len(told) - 1, -1, -1):
        line = told[at]
        last = at + 1 == len(told) or told[at + 1].page != line.page or told[at + 1].foot
        if last and 0 < line.size < usual * 0.93:
            told[at] = replace(line, foot=True)
    first = True
    for at, line in enumerate(told):  # only lines from the first number on are notes
        if not line.foot:
            first = True
        elif first and not _NOTE.match(line.text.strip()):
            told[at] = replace(line, foot=False)
        else:
            first = False
    return told


def _width(lines: Sequence[Line]) -> int:
    """How many characters a full line has: nine lines of ten are not longer."""
    lengths = sorted(len(line.text.strip()) for line in lines)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    """The usual distance between two lines, by the size of their type; both in points."""
    gaps: dict[int, list[float]] = {}
    for above, below in pairwise(lines):
        if above.y is not None and below.y is not None and above.page == below.page and above.y > below.y:
            gaps.setdefault(round(below.size), []).append(above.y - below.y)
    # The lower half, because there may be more gaps between paragraphs than within them.
    return {size: median(sorted(found)[: (len(found) + 1) // 2]) for size, found in gaps.items()}


def _breaks(above: Line, below: Line, width: int, leading: dict[int, float]) -> bool:
    """Whether a paragraph begins with the lower of two lines."""
    if below.starts or _ITEM.match(below.text.strip()):
        return True
    if abs(above.size - below.size) > max(above.size, below.size) * 0.08:
        return True
    said, follows = above.text.strip(), below.text.strip()
    width = above.full or width
    apart = above.page != below.page or (above.y is not None and below.y is not None and below.y >= above.y)
    if apart:  # on another page or in another column a paragraph goes on only if its sentence plainly does
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


def _append(text: str, line: str, known: set[str], words: WordList | None = None) -> str:
    """The text with another line added; a word that the line's end divided becomes whole again."""
    cut = _HYPHENATED.search(text[-_LONGEST:])  # searching the whole text would take the square of its length
    if text.endswith("\u00ad"):
        return text[:-1] + line
    if cut is None or not line[0].islower():
        return f"{text} {line}" if not text.endswith("-") else text + line
    rest = _WORDS.match(line)
    whole = rest[0] if rest else ""
    # A hyphen is kept if the same word stands elsewhere with it, and nowhere without it.
    with_it, without = f"{cut[1]}-{whole}".casefold() in known, f"{cut[1]}{whole}".casefold() in known
    if with_it != without or words is None:
        return text + line if with_it and not without else text[:-1] + line
    half = whole.partition("-")[0]
    return text[: -len(cut[0])] + words.reading(cut[1], half).replace(MARK, _DOUBT) + line[len(half) :]


def without_running(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of all pages without page numbers and running heads and feet; and one of each kind that was left out.

    A running line stands at the head or foot of most pages, or of three pages with only its numbers different.
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
        return [line for page in pages for line in page], ()  # if whole pages are alike, these are no running heads
    return kept, tuple({_running(line): clean_paragraph(line.text) for line in reversed(left)}.values())[::-1]


def _edges(page: Sequence[Line]) -> Iterable[Line]:
    return [*page[:2], *page[2:][-2:]]


def _running(line: Line) -> str:
    """A line without its numbers, because those differ from page to page."""
    return re.sub(r"\d+|\b[ivxl]+\b", "#", clean_paragraph(line.text).casefold())
