"""A claim as a letter tells it: its tense, its months from the letter's day, things and terms by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import NamedTuple

from drafter.factbase.claims import Month, Piece, Verb, parse
from drafter.factbase.model import Subject, Term, Thing
from drafter.letter import dates

_QUOTED = re.compile(r'("[^"]*"|\u201c[^\u201d]*\u201d)')


class Told(NamedTuple):
    """A claim's words: the subject and what is said of it, and what was named in them."""

    subject: str
    predicate: str
    things: frozenset[int]
    terms: frozenset[str]

    @property
    def text(self) -> str:
        """The whole clause."""
        return f"{self.subject}{self.predicate}"


@dataclass(frozen=True)
class Clauses:
    """Tells claims of one subject in a letter of one day."""

    subject: Subject
    day: date
    _memory: dict[tuple[object, ...], Told] = field(default_factory=dict, compare=False, repr=False)

    def told(
        self, claim: str, *, past: bool, known: frozenset[int] = frozenset(), near: frozenset[int] = frozenset(),
        glossed: frozenset[str] = frozenset(),
    ) -> Told:  # fmt: skip
        """A claim's words. ``known`` and ``near`` are the things that the letter and its paragraph have named,
        ``glossed`` the terms that it has explained.
        """
        key = (claim, past, known, near, glossed)
        if key not in self._memory:  # many letters are tried, most of them with the same claims
            self._memory[key] = self._told(claim, past=past, known=known, near=near, glossed=glossed)
        return self._memory[key]

    def _told(
        self, claim: str, *, past: bool, known: frozenset[int], near: frozenset[int], glossed: frozenset[str]
    ) -> Told:
        parsed = parse(claim)
        things: set[int] = set()
        terms: set[str] = set()
        parts = []
        for pieces, last in ((parsed.subject, bool(parsed.predicate)), (parsed.predicate, True)):
            text = "".join(self._piece(piece, past=past) for piece in pieces)
            text, named = self._things(text, known, near)
            text, explained = self._terms(text, glossed | terms, ends=last)
            things |= named
            terms |= explained
            parts.append(text)
        return Told(parts[0], parts[1].rstrip(), frozenset(things), frozenset(terms))

    def every(self, claim: str, tenses: Sequence[bool] = (False, True)) -> Iterator[Told]:
        """Every way in which a letter of this day may tell a claim, in these tenses: whether it is told as past."""
        seen: set[tuple[str, str]] = set()
        things = sorted(self.told(claim, past=False).things)
        terms = frozenset(term.term for term in self.subject.glossary)
        for past in tenses:
            for how in product(range(3), repeat=len(things)):
                known = frozenset(thing for thing, step in zip(things, how, strict=True) if step)
                near = frozenset(thing for thing, step in zip(things, how, strict=True) if step == 2)
                for glossed in (frozenset[str](), terms):
                    told = self.told(claim, past=past, known=known, near=near, glossed=glossed)
                    if (told.subject, told.predicate) not in seen:
                        seen.add((told.subject, told.predicate))
                        yield told

    def _piece(self, piece: Piece, *, past: bool) -> str:
        match piece:
            case Verb(now=now, then=then):
                return then if past else now
            case Month():
                return dates.month(piece, self.day)
            case _:
                return piece

    @cached_property
    def _names(self) -> tuple[tuple[str, int], ...]:
        """The names of things, the longest first."""
        names = [(name, number) for number, thing in enumerate(self.subject.things) for name in thing.names]
        return tuple(sorted(names, key=lambda pair: -len(pair[0])))

    def _things(self, text: str, known: frozenset[int], near: frozenset[int]) -> tuple[str, set[int]]:
        named: set[int] = set()
        for name, number in self._names:
            if name not in text or number in named:
                continue
            named.add(number)
            thing: Thing = self.subject.things[number]
            if number in known:
                text = text.replace(name, thing.near if number in near else thing.then, 1)
        return text, named

    def _terms(self, text: str, glossed: frozenset[str], *, ends: bool) -> tuple[str, set[str]]:
        """Terms of officialdom put plainly; ``ends`` tells whether a pause may follow the text."""
        explained: set[str] = set()
        for term in self.subject.glossary:
            if term.term not in text:
                continue
            if term.plain:
                text = _outside_quotes(text, _pattern(term), term.plain)
            elif term.term not in glossed:
                changed = self._glossed(text, term, ends=ends)
                explained |= {term.term} if changed != text else set()
                text = changed
        return text, explained

    def _glossed(self, text: str, term: Term, *, ends: bool) -> str:
        """A term and what it means, where the term ends a part of the sentence: else it would tear it apart."""
        whole = text.rstrip()
        if not ends or not re.search(rf"\b{re.escape(term.term)}\Z", whole) or '"' in whole:
            return text
        space = text[len(whole) :]
        return f"{whole}, {term.gloss},{space}" if space else f"{whole}, {term.gloss}"


def _pattern(term: Term) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(term.term)}\b")


def _outside_quotes(text: str, pattern: re.Pattern[str], instead: str) -> str:
    pieces = _QUOTED.split(text)
    return "".join(piece if number % 2 else pattern.sub(instead, piece) for number, piece in enumerate(pieces))


def subject_of(claim: str) -> str:
    """A claim's subject, as it is written; empty where it is not known."""
    return "".join(piece for piece in parse(claim).subject if isinstance(piece, str)).strip()


def is_plural(subject: str) -> bool:
    """Whether 'they' stands for a subject."""
    words = subject.casefold().split()
    head = re.split(r"\b(?:of|in|for|that|who|to|at|coming|with|on)\b", " ".join(words))[0].split()
    return (bool(head) and (head[-1].endswith("s") and not head[-1].endswith(("ss", "us", "nhs")))) or words[:1] in (
        ["those"],
        ["some"],
        ["patients"],
    )


def shared(first: str, second: str) -> str:
    """A second predicate without the beginning that it shares with the first: 'will set out how A and how B'."""
    one, two = first.split(), second.split()
    same = 0
    while same < min(len(one), len(two)) and one[same] == two[same]:
        same += 1
    while same and two[same - 1] in {"how", "that", "whether", "the", "a", "an", "to", "not", "no"}:
        same -= 1
    return " ".join(two[same:]) if same > 1 and same < len(two) else second
