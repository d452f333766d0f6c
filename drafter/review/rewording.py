"""A claim put as somebody put it in a letter: the words that they changed, changed in the claim itself."""

from __future__ import annotations

import difflib
import re
from datetime import date

from drafter.factbase.model import Fact, Subject
from drafter.letter.clauses import Clauses
from drafter.review.model import Passage


def said_of(passage: Passage, fact: str) -> str:
    """The words in which a sentence says a fact, without the full stop."""
    words = " ".join(segment.text.strip() for segment in passage.segments if segment.fact == fact)
    return " ".join(words.split()).rstrip(".").strip()


def reworded(fact: Fact, said: str, subject: Subject, day: date) -> str | None:
    """The claim with the words that a letter of a day exchanged; ``None`` where they have no one place in it.

    ``said`` is held against the way of telling the claim that is most like it, and only the difference is taken over,
    so that marks of verbs, subjects and months stay.
    """
    ways = dict.fromkeys(told.text for told in Clauses(subject, day).every(fact.claim))
    nearest = max(ways, key=lambda way: difflib.SequenceMatcher(None, _words(way), _words(said)).ratio())
    old, new = nearest.split(), said.split()
    claim = fact.claim
    matcher = difflib.SequenceMatcher(None, _words(nearest), _words(said), autojunk=False)
    for tag, i, j, k, n in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        first, begin = (i - 1, k - 1) if i == j and i else (i, k)  # what is put in goes with the word before it
        last, end = (j + 1, n + 1) if i == j and not i else (j, n)
        before, after = " ".join(old[first:last]), " ".join(new[begin:end])
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(before)}(?!\w)", claim)]
        if len(places) != 1:
            return None
        start, stop = places[0]
        claim = " ".join(f"{claim[:start]}{after}{claim[stop:]}".split())
    return claim if claim != fact.claim else None


def _words(text: str) -> list[str]:
    return text.casefold().split()
