"""Promises and reassurances to one reader: nothing bears them out, and whoever signs must stand by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from drafter.patterns import late_pattern

_FEELING = "(?:afraid|worried|anxious|alarmed|concerned|frightened|scared|fearful|nervous)"
_DREAD = rf"(?:worry|fear|fret|panic|despair|be {_FEELING})"
# It is kind to say that a late or an untidy letter does not matter.
_OF_THE_POST = (
    r"(?! (?:at all )?(?:about|for|if|that|over) (?:(?:the|any|this|your) (?:delay|wait|letter|reply|handwriting"
    r"|spelling|writing|typing)|not \w+ing|having|writing|replying|asking|taking|troubling|bothering|being late))"
)
# What comes out well may be hoped for, and then it is no reassurance.
_OUTCOMES: Final = late_pattern(
    r"\b(?!should not have to)(?<!should )(?:(?:need|do|should|must) )?not "
    r"(?:you |to |have to |need to |let (?:it|this|that) )*"
    rf"{_DREAD}\b{_OF_THE_POST}"
    r"|\b(?:no|little|any) (?:need|reason|cause|call|point) (?:at all )?(?:for you )?"
    rf"(?:to {_DREAD}|for (?:worry|alarm|concern|fear|anxiety)|in worrying)\b{_OF_THE_POST}"
    rf"|\b(?:nothing|little) (?:at all )?(?:for you )?to (?:fear|worry about|lose|be {_FEELING})\b"
    r"|\b(?:stop|without) worrying\b|\b(?:never|have no|without) fear\b|\bnever (?:you )?worry\b"
    r"|\b(?:all|everything|it|things|you|he|she|they) (?:will|shall|is going to|are going to) (?:all |soon |surely )*"
    r"(?:be|turn out|work out|come) (?:all |just |quite |perfectly |absolutely )*"
    r"(?:well|fine|right|alright|ok|okay|safe|looked after|taken care of)\b(?! enough)"
    r"|\b(?:good|safe|best|capable) hands\b|\byour minds? at (?:rest|ease)\b|\bsafe with (?:me|us)\b",
    re.IGNORECASE,
)
_HOPED: Final = late_pattern(r"\b(?:hope|hoping|wish|whether|if)(?: that)?(?: \w+){0,3} *\Z", re.IGNORECASE)
_VOWS: Final = late_pattern(
    r"\brest (?:assured|easy)\b|\bbe (?:re)?assured\b"
    r"|\b(?:rely|count|depend|bank) (?:up)?on (?:me|us|my|our|it|that|this)\b"
    r"|\b(?:trust|believe) (?:in )?(?:me|us)\b(?! to (?:say|tell))"
    r"|\bmy (?:solemn )?(?:word|promise|pledge|guarantee)\b(?! of (?:thanks|sympathy|comfort))"
    r"|(?<!not )\b(?:i|we) (?:do |can |will |solemnly |hereby |also )*"
    r"(?:promise|pledge|vow|swear|guarantee|undertake|assure)\b"
    r"|\b(?:am|are|is) (?:always |all )*here for you\b"
    r"|\bleave (?:it|this|that|everything|the rest) (?:all )?(?:to|with) (?:me|us)\b",
    re.IGNORECASE,
)

# What the writers say that they will do, where it binds them. Offers of help, letters and news are no more than usual.
_MEETING: Final = frozenset("ring call telephone phone contact meet see visit attend arrange make speak talk".split())
_BINDING: Final = late_pattern(
    r"(?:look (?:after|into)|let \w+ (?:\w+ )?down|be (?:there|here|at your side|by your side)"
    r"|do (?:my|our) (?:very )?(?:best|utmost)|do (?:all|everything|whatever|what)|keep (?:you|him|her|them) safe"
    r"|keep (?:my|our|this|that) (?:word|promise))\b"
)


def reassurances(said: str) -> Iterator[str]:
    """The words of a sentence that reassure, or vow something, whatever it is about. ``said`` is folded and written
    out.
    """
    yield from (found[0] for found in _VOWS.finditer(said))
    yield from (found[0] for found in _OUTCOMES.finditer(said) if not _HOPED.search(said[: found.start()]))


def is_promise(verb: str, after: Sequence[str]) -> bool:
    """Whether the writers promise something. ``after`` are the words after the verb, in lower case, without 'not'."""
    words = [word for word in after if not (word.endswith("ly") and len(word) > 4)]
    if words[:2] == ["going", "to"]:
        verb, words = "will", words[2:]
    if verb not in {"will", "shall"} or not words:
        return False
    return words[0] in _MEETING or bool(_BINDING.match(" ".join(words)))
