"""HTML made safe to parse: cut off where parsing would take the square of its time, or many times its memory.

Parsers of HTML build what the standard says. It has them build anew, in every paragraph, each 'b' that was never
closed, and compare each attribute of a tag with all before it; nothing that a person writes comes near these bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_DEEPEST: Final = 1_500  # elements in one another
_MOST_ATTRIBUTES: Final = 300  # of one tag
_MOST_FORMATS: Final = 100  # elements of formatting that are open at once
_MOST_REBUILT: Final = 500_000  # elements that a parser may have to build anew
_TAG: Final = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]{0,60}))")
# The rest of a tag: quotation marks mean something only behind a sign of equality.
_REST: Final = re.compile(r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?)*+(>?)")
_VALUE: Final = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)")
_RAW: Final = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "title", "textarea", "xmp")
}
# What is not counted as standing in one another: it holds nothing, or ends where the next begins.
_FLAT: Final = frozenset(
    """br hr img p li td tr th meta link input o:p area base col embed param source track wbr option dd dt""".split()
)
_FORMATS: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_CHOICE: Final = re.compile(r"<(/?)(?=(?:select|option|optgroup)\b)", re.IGNORECASE)


def tame(html: str) -> tuple[str, bool]:
    """The page up to where it is more than any letter, and whether it goes on there. What can be chosen in forms gets
    names of no meaning ("x-"): a parser looks through all that came before for each.
    """
    html = _CHOICE.sub(r"<\1x-", html)
    depth = formats = rebuilt = 0
    for start, name, closes, rest in _tags(html):
        if not name:
            return html[:start], False
        if len(rest) > _MOST_ATTRIBUTES and len(re.split(r"[\s/]+", _VALUE.sub("", rest))) > _MOST_ATTRIBUTES:
            return html[:start], True
        if name not in _FLAT:
            depth = max(0, depth - 1) if closes else depth + 1
        if name in _FORMATS:
            formats = max(0, formats - 1) if closes else formats + 1
        rebuilt += formats
        if depth > _DEEPEST or formats > _MOST_FORMATS or rebuilt > _MOST_REBUILT:
            return html[:start], True
    return html, False


def _tags(html: str) -> Iterator[tuple[int, str, bool, str]]:
    """The tags: where each begins, its name, whether it closes an element, and the rest of it.

    The last has no name if it is a comment, a tag or a script that is never closed: no program shows what follows.
    """
    at = 0
    while (match := _TAG.search(html, at)) is not None:
        if match[2] is None:
            at = html.find("-->", match.end()) + 3
            if at < 3:
                yield match.start(), "", False, ""
                return
            continue
        name, closes = match[2].lower(), bool(match[1])
        rest = _REST.match(html, match.end())
        if rest is None or not rest[1]:
            yield match.start(), "", False, ""
            return
        at = rest.end()
        yield match.start(), name, closes, rest[0]
        if name in _RAW and not closes:
            closing = _RAW[name].search(html, at)
            if closing is None:
                yield match.start(), "", False, ""
                return
            at = closing.start()
