"""What a member did: claimed in a letter only where the office has entered it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_AUXILIARY = r"(?:'ve|\u2019ve|'d|\u2019d| have| had| was| were| did)?"
_ADVERBS = (
    r"(?:,? (?:\w+ly|also|already|once|never|always|too|then|just|therefore|again|myself|very|and|both|long)\b,?)*"
)
_FELT = "sorry|glad|sad|grateful|delighted|concerned|pleased|interested|saddened|surprised|relieved|disappointed|moved"
_SAID = re.compile(rf"\b(?:I|[Ww]e){_AUXILIARY}{_ADVERBS} (\w+)")
_MINE = re.compile(
    r"\b[Mm]y (?:\w+ )?(?:vote|signature|motion|question|letter|speech|petition|amendment|meeting|campaign)s?\b"
)
_AMONG = re.compile(
    rf"\b(?:I|[Ww]e) was\b(?!(?: very| so)? (?:{_FELT}))"
    r"|\bI am (?:a|an|one of the|the) (?:\w+ )?(?:signator|sponsor|member|chair|author|co-)\w*"
)
# Past forms that do not end in -ed; what is believed, felt, hoped and thought is a view at any time.
_PAST = frozenset(
    """
    met spoke spoken wrote written told put held made fought cast went came gave took sent led brought sought
    stood sat ran began did said saw laid drew won lost rose broke chose built left kept
    """.split()
)
_VIEWS = frozenset(
    "believed hoped wanted welcomed feared supported opposed shared wished need agreed indeed".split()
) | set(_FELT.split("|"))


def claimed_acts(text: str, entered: Iterable[str]) -> Iterator[str]:
    """The acts that a text claims in the first person, those sentences apart that the office has entered."""
    for sentence in entered:
        text = text.replace(sentence, " " * len(sentence))
    for match in _SAID.finditer(text):
        word = match[1].casefold()
        if word in _PAST or (word.endswith("ed") and word not in _VIEWS):
            yield match[0]
    for pattern in (_MINE, _AMONG):
        yield from (match[0] for match in pattern.finditer(text))
