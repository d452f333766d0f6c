"""What is known of any sentence: how it begins, and whether a claim is told as past, or without a tag."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from drafter.factbase.claims import AUXILIARIES, Verb, parse
from drafter.factbase.model import Fact, FactBase, FactKind, Side
from drafter.letter.frames import Voice

MOST_BARE = 2  # sentences running without a tag
OPENERS = ("Also", "Besides")  # before a sentence that would begin as the one before it does
STATUS_NEW, NEW = 45, 185  # days within which what a document says is told in its own tense
_TWO_WORDS = frozenset(("the", "a", "an", "in", "on", "as", "no", "last", "this", "i", "you", "please", "mr", "if"))
_THEN = frozenset((*AUXILIARIES.values(),))


def is_past(fact: Fact, base: FactBase, day: date) -> bool:
    """Whether a letter of a day tells a claim as of its day: it may have passed, or its document is no longer new."""
    age = (day - base.sources[fact.source].issued.latest).days
    overdue = fact.review_by is not None and fact.review_by < day
    return overdue or age > (STATUS_NEW if fact.kind is FactKind.STATUS else NEW)


@lru_cache(maxsize=4096)
def sounds_reported(claim: str) -> tuple[bool, bool]:
    """Whether a claim sounds reported, so that it can stand without a tag of its own: as it stands, and in the past.

    'Would' and 'should' do, and what happened on a day ('was published in August'); 'is' does not, but 'was' does.
    """
    pieces = parse(claim).pieces
    words = {word for piece in pieces if isinstance(piece, str) for word in piece.split()}
    verbs = [piece for piece in pieces if isinstance(piece, Verb)]
    now = bool(words & {"would", "should"}) or not verbs
    return now, now or any(verb.then in _THEN for verb in verbs)


def may_stand_bare(facts: Sequence[Fact], voice: Voice, base: FactBase, *, past: bool) -> bool:
    """Whether a sentence of these claims may go on without a tag from one of the same speaker.

    Not what a party's paper says, nor what says that there is something, where it does not sound reported: both would
    sound like this letter's own word.
    """
    if not voice.own or base.sources[voice.source].side is Side.PARTY:
        return False
    reported = all(sounds_reported(fact.claim)[past] for fact in facts)
    return reported or (not past and not facts[0].claim.startswith("there "))


def lower(text: str) -> str:
    """The text as it stands within a sentence."""
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """The text as a sentence begins."""
    return text[:1].upper() + text[1:]


def opening_of(text: str) -> str:
    """What a sentence begins with, for the ear: one word, or two where the first says little."""
    words = text.casefold().replace(",", "").split(maxsplit=2)
    return " ".join(words[:2] if words[0] in _TWO_WORDS else words[:1])
