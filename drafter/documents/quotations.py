"""A quotation in its document: word for word, or not at all.

White space, quotation marks, dashes and soft hyphens are folded, since they change on the way from page to text;
nothing else is. Where a line's end has left it in doubt whether a word has a hyphen, both readings are the document's.
A near miss is shown, never accepted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, combinations
from typing import NamedTuple

from drafter.documents.hyphens import MARK
from drafter.documents.texts import Text

_FOLD = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u00ad": None,
    }
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\S+")
_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
# A place where a word may have a hyphen, with the hyphen if the text has one; and a sign for it, which no text has.
_DOUBTFUL = re.compile(f"(?<=\\w)[-\u2010-\u2015\u2212]?{MARK}+(?=\\w)")
_HERE = "\ufdd0"
_MOST_HYPHENS = 6  # of a quotation that are left out in every way


class Place(NamedTuple):
    """Where a quotation stands: its block, which time it stands there, and its first and last character in the block.

    Blocks and occurrences count from 1; ``end`` is the character after the last.
    """

    paragraph: int
    occurrence: int
    start: int
    end: int


def fold(text: str) -> str:
    """A text with what may differ made the same."""
    return _SPACE.sub(" ", text.translate(_FOLD)).strip()


def find(quote: str, text: Text) -> tuple[Place, ...]:
    """Every place where the quotation stands, whole words only."""
    (places,) = find_all([quote], text)
    return tuple(
        Place(p.paragraph, p.occurrence, *_unfolded(text.blocks[p.paragraph - 1], p.start, p.end)) for p in places
    )


def find_all(quotes: Sequence[str], text: Text) -> list[tuple[Place, ...]]:
    """The places of many quotations in one reading of the text; positions are those of the blocks as in ``bare``."""
    from ahocorasick_rs import AhoCorasick  # late: only what looks up quotations needs it

    # A line feed ends a block, and folding leaves none: no quotation runs over two blocks.
    doubtful: set[int] = set()
    starts, parts = [0], []
    for block in text.blocks:
        part, places_ = bare(block)
        parts.append(part)
        doubtful.update(starts[-1] + place for place in places_)
        starts.append(starts[-1] + len(part) + 1)
    whole = "\n".join(parts)
    wanted = [dict(_readings(fold(quote), doubts=bool(doubtful))) for quote in quotes]
    patterns = sorted({pattern for readings in wanted for pattern in readings if pattern})
    matches = AhoCorasick(patterns).find_matches_as_indexes(whole, overlapping=True) if patterns else []
    found: dict[str, list[tuple[int, int]]] = {pattern: [] for pattern in patterns}
    for number, start, end in matches:
        if not _cuts_a_word(whole, start, end):
            found[patterns[number]].append((start, end))
    return [
        tuple(
            _places(
                sorted(
                    place
                    for pattern, hyphens in readings.items()
                    for place in found.get(pattern, ())
                    if doubtful.issuperset(place[0] + at for at in hyphens)
                ),
                starts,
            )
        )
        for readings in wanted
    ]


def _places(found: Sequence[tuple[int, int]], starts: Sequence[int]) -> Iterator[Place]:
    last, again = 0, 0
    for start, end in found:
        paragraph = bisect_right(starts, start)
        again = again + 1 if paragraph == last else 1
        last = paragraph
        yield Place(paragraph, again, start - starts[paragraph - 1], end - starts[paragraph - 1])


def bare(block: str) -> tuple[str, tuple[int, ...]]:
    """A block folded, without the hyphens that are in doubt, and the places where each of them may be."""
    if MARK not in block:
        return fold(block), ()
    parts = fold(_DOUBTFUL.sub(_HERE, block)).split(_HERE)
    return "".join(parts), tuple(accumulate(map(len, parts[:-1])))


def _readings(quote: str, *, doubts: bool) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A folded quotation as it may stand: whole, and without some of the hyphens in its words, with their places."""
    hyphens = [found.start() for found in _HYPHEN.finditer(quote)] if doubts else []
    few = len(hyphens) <= _MOST_HYPHENS
    for many in range(len(hyphens) + 1):
        if few or many in {0, 1, len(hyphens)}:
            for some in combinations(hyphens, many):
                without = "".join(letter for at, letter in enumerate(quote) if at not in some)
                yield without, tuple(at - before for before, at in enumerate(some))


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    return _joined(text, start - 1, start, -1) or _joined(text, end, end - 1, 1)


def _joined(text: str, outside: int, inside: int, step: int) -> bool:
    """Whether the character outside belongs to the word inside: a letter, a hyphen, a digit's point or sign."""
    if not 0 <= outside < len(text) or not text[inside].isalnum():
        return False
    between, beyond = text[outside], text[outside + step] if 0 <= outside + step < len(text) else " "
    if between.isalnum() or (between in "-'" and beyond.isalnum()):
        return True
    if between in ".,:/" and beyond.isdigit() and text[inside].isdigit():
        return True
    return between in "\u00a3$\u20ac%" and text[inside].isdigit()


def _unfolded(block: str, start: int, end: int) -> tuple[int, int]:
    """Positions in a block as ``bare`` has it as positions in the block itself."""
    left_out = {at for found in _DOUBTFUL.finditer(block) for at in range(*found.span())}
    positions: list[int] = []
    for index, character in enumerate(block):
        if character.isspace():
            if positions and not block[positions[-1]].isspace():
                positions.append(index)
        elif character != MARK and index not in left_out:
            positions.append(index)
    return positions[start], positions[end - 1] + 1


def nearest_passage(quote: str, blocks: Iterable[str]) -> tuple[int, str]:
    """The run of words most like the quotation, and the number of its block; ``(0, "")`` where nothing is like it."""
    import difflib  # late: only a quotation that is not there needs it

    wanted = [word.casefold() for word in _WORD.findall(fold(quote))]
    known = set(wanted)
    best: tuple[float, int, str] = (0.0, 0, "")
    for number, block in enumerate(blocks, 1):
        words = _WORD.findall(fold(block))
        low = [word.casefold() for word in words]
        hits = [index for index, word in enumerate(low) if word in known]
        if len(set(map(low.__getitem__, hits))) * 2 < len(known):
            continue
        for first in hits[:200]:
            window = low[first : first + len(wanted)]
            ratio = difflib.SequenceMatcher(None, wanted, window, autojunk=False).ratio()
            if ratio > best[0]:
                best = (ratio, number, " ".join(words[first : first + len(wanted)]))
    return (best[1], best[2]) if best[0] > 0.5 else (0, "")
