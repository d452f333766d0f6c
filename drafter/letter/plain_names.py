"""Names that are what they seem, as most are, known at once: "Mrs Ann Hill". Reading them would say the same."""

from __future__ import annotations

import re
from typing import Final

from drafter.letter import bodies
from drafter.letter import name_words as known
from drafter.letter.name_words import fold

_PLAIN: Final = re.compile(r"(Mr|Mrs|Ms|Miss) ([A-Z][a-z]+|[A-Z]) ([A-Z][a-z]+)")
# Every word of the tables: a name that holds one of them may not be what it seems.
ODD: Final = frozenset(
    word
    for table in (known.TITLES, known.AND, known.PARTICLES, known.JOINING, known.NOT_SURNAMES, known.WRITTEN_FIRST,
                  known.AFTER_NAMES_SMALL, bodies.BODIES, bodies.BODIES_OR_NAMES, bodies.BODIES_OR_SURNAMES,
                  bodies.OF_BODIES, bodies.OFFICES, bodies.PARTNERS)
    for entry in table
    for word in (*entry.split(), *entry.replace("-", " ").split())
) | {"justice", "of", "the", "o"}  # fmt: skip


def plain_greeting(name: str) -> str:
    """What follows "Dear" for a title, a forename and a surname; empty where there is more to it."""
    plain = _PLAIN.fullmatch(name)
    if plain is None or any(fold(word) in ODD for word in plain.group(2, 3)):
        return ""
    return f"{plain[1]} {plain[3]}"
