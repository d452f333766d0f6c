"""What writers say of themselves, which a letter that goes to many cannot answer: staff may add a word on it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.english.sentences import sentences_in

_WORDS: Final = lists("writers")
_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'"})
_MOST: Final = 3  # sentences that are shown


@cache  # late: a command that reads no post need not build it
def _of_self() -> re.Pattern[str]:
    between = rf"(?:(?!\b(?:{_WORDS.either('speaks of else')})\b)[^.?!;]){{0,60}}?"
    begins, tells = _WORDS.either("speaks of self"), _WORDS.either("tells of self")
    return re.compile(rf"(?<!\w)(?:{begins})\b{between}\b(?:{tells})\b", re.IGNORECASE)


def said_of_self(text: str) -> tuple[str, ...]:
    """The sentences of a message in which its writer tells who they are, what they do or what they live with; three at
    most, each shortened.
    """
    found = (one for one in sentences_in(text) if _of_self().search(one.translate(_STRAIGHT)))
    return tuple(shortened(one) for one, _ in zip(found, range(_MOST), strict=False))
