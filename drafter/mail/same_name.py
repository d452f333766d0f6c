"""Whether two names are one person's, in full and in short."""

from __future__ import annotations

import unicodedata

from drafter.letter import name_words
from drafter.letter.known_as import plain
from drafter.letter.name_words import title_at


def is_fuller(one: str, other: str) -> bool:
    """Whether two names are one person's: every word of the shorter stands in the other, or begins a word of it."""
    # Accents and signs may be typed otherwise at the foot of a message than in its head.
    short, long = ([fold(word) for word in name.split()] for name in sorted((one, other), key=len))
    if short == long:
        return True
    own = [word for word in short if title_at([word], 0)[0] is None]
    initials = [word for word in long if title_at([word], 0)[0] is None]
    return (
        bool(own)
        and len(own) <= len(initials)
        and all(
            any(word == other or (len(word.rstrip(".")) == 1 and other.startswith(word[:1])) for other in initials)
            for word in own
        )
    ) or _is_pet_name(own, initials)


def fold(word: str) -> str:
    """A word of a name without what may be typed otherwise: case, accents, the signs for apostrophes and hyphens."""
    if word.isascii():
        return name_words.fold(word)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain(word)) if not unicodedata.combining(c))
    return name_words.fold(bare)


def _is_pet_name(own: list[str], other: list[str]) -> bool:
    """Whether "Tim" signs for "Timothy St John-Stevas", "Perry Holt" for "Peregrine Holt"."""
    if len(own) == 1 and len(other) > 1:
        return len(own[0]) > 2 and any(word.startswith(own[0]) for word in other[:-1])
    return len(own) > 1 and own[-1] in other[1:] and own[0][:2] == other[0][:2]
