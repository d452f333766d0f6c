"""How a sentence is meant: whether it asks to be told, asks for something to be done, denies, or tells what others say.

The words by which that shows are in ``manner_words.py``; they are cues as topics have them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from drafter.mail.cues import Cues, Hit, parse
from drafter.mail.manner_words import WORDS, Manner
from drafter.mail.tokens import STOP, Token

SURE: Final = 1.0
UNSURE: Final = 0.5
_NOT: Final = frozenset(
    """not no never nor don't dont didn't won't wouldn't can't cannot couldn't needn't isn't aren't wasn't
    neither nobody""".split()
)
_BUT: Final = frozenset("but only just merely simply instead".split())  # what was denied until here is not from here on
_BE: Final = frozenset("is are am was were be being it's that's they're isn't aren't wasn't weren't".split())
_OUGHT: Final = frozenset("should shouldn't must mustn't ought cannot can't let".split())
_WHO_DOES: Final = frozenset("i we they he she who people i've we've others many them".split())
_BEFORE: Final = frozenset("and also then so or to secondly thirdly finally first second third next lastly".split())
_OPENS: Final = frozenset("who whos who's what whats what's when where which how why is are will would does do".split())
_YOU: Final = frozenset("you your you'd you'll you've yourself".split())
_ITEM: Final = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013]|\(?[0-9a-z]{1,3}[.)])\s")
_ENDS: Final = frozenset(".?!\n")
_QUESTIONS: Final = frozenset(("ask", "asked", "question", "questions", "tell", "know", "explain", "say"))
_LONGEST: Final = 120  # words after which a sentence of somebody who sets no full stops is taken for another


@cache
def _manners() -> tuple[Cues, tuple[Manner, ...]]:
    found = [(cue, manner) for manner, texts in WORDS.items() for text in texts for cue in parse(text)]
    return Cues.of(cue for cue, _ in found), tuple(manner for _, manner in found)


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text; ``start`` and ``end`` are tokens of the text, and so are all places that it is asked of.

    ``carried`` are the manners of a line before it that it is an item of: "I ask you to:".
    """

    tokens: Sequence[Token]
    start: int
    end: int
    question: bool
    carried: frozenset[Manner] = frozenset()

    @cached_property
    def manners(self) -> dict[Manner, list[Hit]]:
        """The words that do something, in order."""
        cues, meant = _manners()
        found: dict[Manner, list[Hit]] = {manner: [] for manner in Manner}
        for hit in cues.find(list(self.tokens[self.start : self.end])):
            found[meant[hit.cue]].append(Hit(hit.cue, hit.start + self.start, hit.end + self.start))
        wondered = found[Manner.WONDER]
        found[Manner.TELL] = [one for one in found[Manner.TELL] if not any(_within(one, other) for other in wondered)]
        denied = found[Manner.NOT_TELL]
        found[Manner.TELL] = [one for one in found[Manner.TELL] if not any(_over(one, other) for other in denied)]
        return found

    def asks(self, hit: Hit) -> float:
        """How sure it is that words ask to be told something."""
        manners = self.manners
        tells = [one for one in manners[Manner.TELL] if one.start <= hit.start or one.end >= self.end - 1]
        if self.denies(hit):
            return 0.0
        if not tells and any(one.start <= hit.start for one in manners[Manner.NOT_TELL]):
            return SURE  # "I ask not who it is, but why"
        begged = [one for one in manners[Manner.YOU] if one.start < hit.start and one.start not in self._of(hit)]
        if tells or Manner.TELL in self.carried:
            return SURE
        if self.question and not begged:
            return SURE
        if manners[Manner.WONDER] or (self._begins(hit) and self._word(hit.start) in _OPENS):
            return UNSURE
        return 0.0

    def denies(self, hit: Hit) -> bool:
        """Whether it is said of words that they are not what is asked."""
        denials = [one for one in self.manners[Manner.NOT_TELL] if one.start <= hit.start]
        return bool(denials) and not self._taken_back(denials, hit, self.manners[Manner.TELL])

    def requests(self, hit: Hit) -> float:
        """How sure it is that words ask for something to be done."""
        manners = self.manners
        of_you = any(self._word(at) in _YOU for at in self._of(hit))
        before = [one for one in (*manners[Manner.DO], *manners[Manner.YOU]) if one.start <= hit.start]
        if self._word(hit.start - 1) in _WHO_DOES and not of_you:
            return 0.0
        if before:
            last = max(before, key=lambda one: one.start)
            return 0.0 if self._refused(last, hit) else SURE
        if self._begins(hit) or Manner.DO in self.carried or (of_you and (self.question or manners[Manner.TELL])):
            return SURE
        return UNSURE if self.question else 0.0

    def fears(self, hit: Hit) -> float:
        """How sure it is that words say what is feared."""
        manners = self.manners
        denials = [one for one in (*manners[Manner.DOUBT], *manners[Manner.NOT_TELL]) if one.start <= hit.start]
        if denials and not self._taken_back(denials, hit, ()):
            return 0.0
        near = [self._word(at) for at in range(max(self.start, hit.start - 3), hit.start)]
        if not _NOT.isdisjoint(near[-2:]) and not _BE.isdisjoint(near) and _OUGHT.isdisjoint(near):
            return 0.0
        asked = any(one.start <= hit.start for one in (*manners[Manner.TELL], *manners[Manner.WONDER]))
        told = any(one.start < hit.start for one in manners[Manner.SAYS])
        return UNSURE if self.question or asked or told else SURE

    def _of(self, hit: Hit) -> range:
        return range(hit.start, hit.end)

    def _word(self, at: int) -> str:
        return self.tokens[at].word if self.start <= at < self.end else STOP

    def _begins(self, hit: Hit) -> bool:
        """Whether words stand at the beginning of the sentence, or of a part of it."""
        at = hit.start - 1
        while self._word(at) != STOP:
            word = self._word(at)
            if not (word in _BEFORE or word.isdigit() or len(word) <= 1 or set(word) <= set("iv")):
                return False
            at -= 1
        return True

    def _taken_back(self, denials: Sequence[Hit], hit: Hit, tells: Sequence[Hit]) -> bool:
        """Whether something stands between a denial and words after it that takes it back."""
        between = range(max(one.end for one in denials), hit.start)
        return any(self._word(at) in _BUT for at in between) or any(one.start in between for one in tells)

    def _refused(self, request: Hit, hit: Hit) -> bool:
        """Whether a request is that something be not done, or none at all."""
        at = request.start
        while at > max(self.start, request.start - 2) and not self.tokens[at].parted:
            at -= 1
        turned = False
        for place in range(at, hit.start):
            word = self._word(place)
            turned = (turned or (word in _NOT and not (self.question and place > request.start))) and word not in _BUT
        return turned


def _within(one: Hit, other: Hit) -> bool:
    return other.start <= one.start and one.end <= other.end


def _over(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def sentences(tokens: Sequence[Token], text: str) -> Iterator[Sentence]:
    """The sentences of a text; a colon ends none, but what follows it in a list is carried on."""
    start = 0
    carried: frozenset[Manner] = frozenset()
    first = False  # whether this is the line right after one that opens a list
    fresh = 0  # where in the text the line begins
    for at, token in enumerate((*tokens, Token(STOP, len(text), len(text)))):
        stop = text[token.start : token.end] if at < len(tokens) else "\n"
        if (token.word != STOP or not _ENDS & set(stop)) and at - start < _LONGEST:
            continue
        item = bool(_ITEM.match(text, fresh))
        if not (item or first):
            carried = frozenset()
        if at > start:
            made = Sentence(tokens, start, at, "?" in stop, carried)
            yield made
            if "\n" in stop:
                line = text[fresh : token.start + stop.index("\n")].rstrip()
                first = line.endswith((":", "-", "\u2013"))
                carried = _carried(made) if first else carried
        if "\n" in stop:
            fresh = token.end
        start = at + (token.word == STOP)


def _carried(opening: Sentence) -> frozenset[Manner]:
    """What the items of a list do that a line opens: "I should like to ask:", "I ask you to:"."""
    words = [token.word for token in opening.tokens[opening.start : opening.end]]
    asks = opening.manners[Manner.TELL] or (words[-1] != "to" and not _QUESTIONS.isdisjoint(words))
    does = opening.manners[Manner.DO] or opening.manners[Manner.YOU]
    return frozenset(manner for manner, holds in ((Manner.TELL, asks), (Manner.DO, does)) if holds)
