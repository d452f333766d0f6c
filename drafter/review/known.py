"""Phrases that an office can vouch for, found by how they begin: claims, frames, and the words of its letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from drafter.documents.quotations import fold
from drafter.factbase.model import Abbreviation
from drafter.letter.clauses import shared
from drafter.letter.frames import Voice
from drafter.review.alike import alike
from drafter.review.tokens import Atom, bare, keys

NOW, THEN, EITHER = 1, 2, 3  # the tenses that a phrase may be in


class Role(StrEnum):
    """What part of a sentence a phrase may be."""

    WHOLE = "whole"  # a sentence by itself
    OPENER = "opener"  # 'On the regulations,' or 'Yet'
    ANSWER = "answer"  # before a colon
    FRAME = "frame"
    CLAIM = "claim"
    THEY = "they"  # a claim whose subject was named just before
    REST = "rest"  # what is left of a claim after another with the same subject
    JOIN = "join"
    HEAD = "head"  # 'You ask', 'He did not say': before what is asked
    ASKED = "asked"  # a question or a fear, with 'You ask'; a gap's question


UNDECIDED = "undecided"  # how a blank is read that waits for a decision
CLAIMS = frozenset((Role.CLAIM, Role.THEY, Role.REST))
_WHOLE = frozenset((Role.WHOLE, Role.ASKED))


class Form(NamedTuple):
    """One phrase. ``keys`` are its words as they are compared; ``kind`` is what a letter's segment is then.

    ``of`` is, of a head, the kind of what may follow it, and of what follows, the same; of a gap's question, itself.
    ``voice`` is whose word a claim or a frame is; ``subject`` and ``predicate`` are a claim's.
    """

    text: str
    keys: tuple[str, ...]
    role: Role
    kind: str
    fact: str = ""
    source: str = ""
    dated: bool = False
    tense: int = EITHER
    of: str = ""
    how: str = ""
    voice: Voice | None = None
    subject: str = ""
    predicate: str = ""


@dataclass
class Known:
    """Phrases, found by what they begin with; claims also by what they are like."""

    abbreviations: tuple[Abbreviation, ...]
    words: frozenset[str] = frozenset()  # of the letter: what ends with another need not be taken in whole
    _by_opening: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_fact: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_voice: dict[Voice, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _answers: list[Form] = field(default_factory=list)
    _rests: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    _seen: set[tuple[object, ...]] = field(default_factory=set)

    def add(self, text: str, role: Role, kind: str, **details: object) -> None:
        """Take one more phrase in."""
        if self.words and role in _WHOLE and self._stands_nowhere(text):
            return
        form = Form(text, self.keys(text), role, kind, **details)  # type: ignore[arg-type]
        mark = (form.keys, role, form.fact, form.source, form.voice, form.tense, form.of)
        if not form.keys or mark in self._seen:
            return
        self._seen.add(mark)
        self._by_opening[form.keys[0]].append(form)
        if role is Role.CLAIM:
            self._by_fact[form.fact].append(form)
            self._rests.clear()
            for word in filter(None, map(bare, form.keys)):
                self._by_word[word].add(form.fact)
        elif role is Role.FRAME and form.voice is not None:
            self._by_voice[form.voice].append(form)
        elif role is Role.ANSWER:
            self._answers.append(form)

    def _stands_nowhere(self, text: str) -> bool:
        """Whether a phrase's last word stands nowhere in the letter."""
        last = alike(bare(fold(text).rsplit(maxsplit=1)[-1]).casefold())[-1]
        return last not in self.words and last not in self._spelt_out

    @cached_property
    def _spelt_out(self) -> frozenset[str]:
        """The last words of what is abbreviated: a letter may have it short."""
        return frozenset(
            form.rsplit(maxsplit=1)[-1].casefold() for a in self.abbreviations for form in (a.long, a.plural, "an")
        )

    def keys(self, text: str) -> tuple[str, ...]:
        """A text's words as they are compared."""
        return keys(text, self.abbreviations)

    def has(self, fact: str) -> bool:
        """Whether a fact's forms were taken in."""
        return fact in self._by_fact

    def of(self, fact: str) -> Sequence[Form]:
        """The ways in which a fact may be told, as a whole clause."""
        return self._by_fact.get(fact, ())

    @property
    def voices(self) -> Sequence[Voice]:
        """Whose frames were taken in."""
        return tuple(self._by_voice)

    def frames(self, voice: Voice | None) -> Sequence[Form]:
        """The frames of a voice."""
        return self._by_voice.get(voice, ()) if voice is not None else ()

    def answers(self, facts: Iterable[str]) -> Iterator[Form]:
        """The answers that rest on one of these facts."""
        wanted = set(facts)
        return (form for form in self._answers if form.fact in wanted)

    def at(self, text: Sequence[Atom], place: int, roles: Iterable[Role]) -> list[Form]:
        """The phrases of these roles that stand at a place, the longest first."""
        wanted = set(roles)
        found = [
            form
            for form in self._by_opening.get(text[place].key, ())
            if form.role in wanted and stands(form, text, place)
        ]
        return sorted(found, key=lambda form: -len(form.keys))

    def rests(self, before: Form) -> Sequence[Form]:
        """What may be left of the claims that share a claim's subject, told straight after it."""
        mark = (before.fact, before.predicate)
        if mark not in self._rests:
            self._rests[mark] = list(self._left_of(before)) if before.subject else []
        return self._rests[mark]

    def _left_of(self, before: Form) -> Iterator[Form]:
        seen: set[tuple[str, str, int]] = set()
        for fact, ways in self._by_fact.items():
            if fact == before.fact or ways[0].subject != before.subject or ways[0].voice != before.voice:
                continue
            for way in ways:
                text = shared(before.predicate, way.predicate)
                if (fact, text, way.tense) not in seen:
                    seen.add((fact, text, way.tense))
                    yield way._replace(text=text, keys=self.keys(text), role=Role.REST)

    def like(self, text: Sequence[Atom], most: int = 6) -> list[str]:
        """The facts that share most of the rarer words with these, best first; a rare word counts for more."""
        return likest({bare(atom.key) for atom in text}, self._by_word, len(self._by_fact), most)


def stands(form: Form, text: Sequence[Atom], place: int) -> bool:
    """Whether a phrase stands at a place."""
    return place + len(form.keys) <= len(text) and all(text[place + n].key == key for n, key in enumerate(form.keys))


def likest(words: Iterable[str], holding: dict[str, set[str]], facts: int, most: int) -> list[str]:
    """The facts that share most of the rarer words, best first. ``holding`` are the facts that have a word."""
    counts: Counter[str] = Counter()
    for word in words:
        mine = holding.get(word, ())
        if len(mine) * 3 > max(30, facts):  # it tells nothing
            continue
        for fact in mine:
            counts[fact] += 1000 // (1 + len(mine))
    # Of two that share as much the one that is first by its name: what is told of a letter is the same each time.
    return sorted(counts, key=lambda fact: (-counts[fact], fact))[:most]
