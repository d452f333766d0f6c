"""Which paragraphs seem to be nobody's statement: notices, links, labels, lists of contents. Proposals only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.documents.dates import only_date

_LONGEST = 400  # letters; what is longer is somebody's statement
_WHOLE = re.compile(
    r"""reticulating\ splines | loading(?:\.{3}|…)? | documents\ to\ download | view\ source | read\ more | menu | home
    | search | contents | table\ of\ contents | advertisement | top | (?:back\ to|return\ to)\ top
    | related\ (?:posts|pages|links|content|documents|articles|briefings|news|publications)
    | skip\ to\ (?:the\ )?(?:main\ )?(?:content|navigation) | (?:share|print|email|save|cite)(?:\ this(?:\ \w+)?)?
    | you\ are\ here:?.* | (?:follow|contact)\ us.* | sign\ (?:up|in).* | subscribe.* | log\ in.*
    | download(?:\ the)?\ (?:pdf|document|full).* | all\ rights\ reserved\.? | (?:©|\(c\)\ |copyright\ ©).*
    | page\ \d+(?:\ of\ \d+)? | \d{1,4} | (?:https?://|www\.)\S+ | published\ to\ gov\.uk.* | \S*\ ?portrait
    | (?:accept|reject|manage|allow)\ (?:all\ |additional\ )?cookies""",
    re.VERBOSE | re.IGNORECASE,
)
_COOKIES = re.compile(
    r"\bcookies?\b.*\b(use|uses|using|accept|acceptance|place|settings|policy|privacy|computer|site|website|collect)\b"
    r"|\b(use|uses|using|accept|place|store|about)\b.*\bcookies\b",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"you may re-?use (?:the text of )?this|.{0,60}open government licence", re.IGNORECASE)
_LABEL = re.compile(
    r"""(?:title|author|authors|publication\ date|published(?:\ on)?|last\ updated|updated|first\ published|date
    |document\ purpose|target\ audience|contact(?:\ details)?|reference|isbn|description|cross\ reference
    |action\ required|superseded\ documents|subject|from|sent|to|cc)\s*:\s.{1,200}""",
    re.VERBOSE | re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:first )?published\b.{0,60}", re.IGNORECASE)
_IN_CONTENTS = re.compile(r".{1,160}?[\s.…]+\d{1,4}\Z")
_ASKED = re.compile(r"\(?asked on .{1,80}|question (?:to|for) .{3,120}|uin \d+.{0,60}", re.IGNORECASE)
_ANSWERED_BY = re.compile(r"answered by\b.{0,80}", re.IGNORECASE)
_ANSWERED_ON = re.compile(r"(?:this question was )?answered on\b.{0,60}", re.IGNORECASE)


def furniture_of(blocks: Sequence[str], title: str = "") -> tuple[tuple[int, ...], int]:
    """The numbers of the blocks, and the number of the first that a reader would count as a paragraph."""
    found = {number for number, block in enumerate(blocks, 1) if _is_furniture(block)}
    found |= {number for number, block in enumerate(blocks[:5], 1) if title and _same(block, title)}
    found |= _cover(blocks)
    answered = _answer_head(blocks)
    found |= {n for n, b in enumerate(blocks, 1) if n in answered or (answered and _ASKED.fullmatch(b))}
    first = 1
    while first in found:
        first += 1
    if answered:
        first = max(answered) + 1
    return tuple(sorted(found)), first if first <= len(blocks) else 1


def answered_between(blocks: Sequence[str]) -> tuple[int, int]:
    """The numbers of the blocks 'Answered by' and 'answered on' of a written answer; zeros where it is none."""
    for number, block in enumerate(blocks[:40], 1):
        if _ANSWERED_BY.fullmatch(block):
            for last in range(number, min(number + 6, len(blocks)) + 1):
                if _ANSWERED_ON.fullmatch(blocks[last - 1]):
                    return number, last
    return 0, 0


def _answer_head(blocks: Sequence[str]) -> range:
    first, last = answered_between(blocks)
    return range(first, last + 1) if first else range(0)


def _is_furniture(block: str) -> bool:
    return len(block) <= _LONGEST and bool(
        _WHOLE.fullmatch(block)
        or _COOKIES.search(block)
        or _LICENCE.match(block)
        or _LABEL.fullmatch(block)
        or (_PUBLISHED.fullmatch(block) and only_date(block))
    )


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()


def _cover(blocks: Sequence[str]) -> set[int]:
    """A list of contents, and the cover before it, where nothing before it is long enough to be a paragraph."""
    for number, block in enumerate(blocks[:60], 1):
        if block.casefold() in {"contents", "table of contents"}:
            last = number
            while last < len(blocks) and _IN_CONTENTS.fullmatch(blocks[last]):
                last += 1
            cover = all(len(before) <= _LONGEST for before in blocks[:number])
            return set(range(1 if cover and last > number else number, last + 1))
    return set()
