"""Verbs: the past of a present form."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from drafter.english.lists import lists

# "stop", "plan": one syllable, one vowel, one consonant, which is doubled before "-ed". W, x and y never are.
_DOUBLES: Final = re.compile(r"[^aeiou]*[aeiou][bcdfgklmnprstvz]")


@cache
def irregular() -> dict[str, str]:
    """The past of each infinitive that does not make it with "-ed"."""
    return dict(pair.split("/") for pair in lists("verbs").phrases("irregular"))


@cache
def _doubled() -> frozenset[str]:
    return lists("verbs").words("doubled")


def past_of(verb: str) -> str:
    """The past of one present verb, with or without its "-s": "felt", "stopped", "received"."""
    known = irregular()
    stem = verb
    if verb not in known and verb.endswith("s") and not verb.endswith("ss"):
        stem = verb[:-1]
        if stem.endswith("ie") and stem not in known:
            stem = f"{stem[:-2]}y"
        elif stem.endswith("e") and (verb.endswith(("ches", "shes", "sses", "xes", "goes")) or stem[:-1] in known):
            stem = stem if stem in known else stem[:-1]
    if stem in known:
        return known[stem]
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return f"{stem[:-1]}ied"
    if stem in _doubled() or _DOUBLES.fullmatch(stem):
        return f"{stem}{stem[-1]}ed"
    return f"{stem}d" if stem.endswith("e") else f"{stem}ed"
