"""The sentences that an office can vouch for: its facts in their wordings, its courtesies, its member's views."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Abbreviation, Fact, FactBase, Subject
from drafter.letter.tree import Kind
from drafter.letter.wording import GAPS
from drafter.office import Office
from drafter.review.tokens import Token, bare, tokens

STATEMENT, AGAIN, SAME = "statement", "again", "same"
_SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class Form:
    """One way of saying one thing. ``how`` is which of a fact's wordings it is: one of the above, or a fact's id.

    In the latter case it is worded for straight after that fact. ``words`` are as ``tokens`` folds them.
    """

    text: str
    words: tuple[str, ...]
    shown: tuple[str, ...]
    kind: Kind
    fact: str = ""
    how: str = ""


@dataclass
class Known:
    """Forms, found by what they begin with or by what they are like. ``longest`` is of the forms, in words."""

    abbreviations: tuple[Abbreviation, ...]
    longest: int = 0
    _by_opening: dict[tuple[str, ...], list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_word: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_fact: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, kind: Kind, fact: str = "", how: str = "") -> None:
        """Take one more form in."""
        found = tokens(text, self.abbreviations)
        form = Form(text, tuple(t.word for t in found), tuple(t.shown for t in found), kind, fact, how)
        self.longest = max(self.longest, len(form.words))
        self._by_opening[form.words[:_SHORTEST_PREFIX]].append(form)
        for word in set(filter(None, map(bare, form.words))):
            self._by_word[word].append(form)
        if fact:
            self._by_fact[fact].append(form)

    def of(self, fact: str) -> Sequence[Form]:
        """The wordings of a fact."""
        return self._by_fact.get(fact, ())

    def opening(self, text: Sequence[Token]) -> list[Form]:
        """The forms that these words begin with, the longest, and all of that length."""
        words = tuple(token.word for token in text)
        found = [
            form
            for size in (_SHORTEST_PREFIX, 1)
            for form in self._by_opening.get(words[:size], ())
            if words[: len(form.words)] == form.words
        ]
        longest = max((len(form.words) for form in found), default=0)
        return [form for form in found if len(form.words) == longest]

    def like(self, text: Sequence[Token], most: int = 8) -> list[Form]:
        """The forms that share most of the rarer words with these, best first; a rare word counts for more."""
        shared: Counter[int] = Counter()
        forms: dict[int, Form] = {}
        for word in {bare(token.word) for token in text}:
            holding = self._by_word.get(word, ())
            if len(holding) * 3 > max(30, len(self._by_word)):  # it tells nothing
                continue
            for form in holding:
                forms[id(form)] = form
                shared[id(form)] += 1000 // (1 + len(holding))
        return [forms[key] for key, _ in shared.most_common(most)]


def add_facts(known: Known, facts: Iterable[Fact]) -> None:
    """Take in every wording of these facts."""
    for fact in facts:
        known.add(fact.statement, Kind.FACT, fact.id, STATEMENT)
        for how, texts in ((AGAIN, fact.wordings.again), (SAME, fact.wordings.same)):
            for text in texts:
                known.add(text, Kind.FACT, fact.id, how)
        for other, text in fact.wordings.after.items():
            known.add(text, Kind.FACT, fact.id, other)


@dataclass(frozen=True)
class Correcting:
    """What a correction may name: days of earlier letters, and sentences that no longer stand."""

    days: tuple[date, ...] = ()
    sentences: tuple[str, ...] = ()


def add_own_words(known: Known, base: FactBase, office: Office, day: date, correcting: Correcting) -> None:
    """Take in what the office says of its own: approved courtesies, open questions, what the member has done."""
    for subject in base.subjects.values():
        for text in _courtesies(subject, base, office, correcting):
            known.add(text, Kind.COURTESY)
        for frame, question in product(GAPS, subject.open_questions):
            known.add(frame.format(question.strip().rstrip(".?")), Kind.COURTESY)
    for act in office.acts:
        if act.on <= day:
            known.add(act.sentence, Kind.POSITION)


def _courtesies(subject: Subject, base: FactBase, office: Office, correcting: Correcting) -> Iterator[str]:
    abouts = [topic.about for topic in base.topics.values() if topic.subject == subject.id]
    values = {
        "{subject}": [subject.name],
        "{about}": abouts,
        "{member}": [office.member],
        "{constituency}": [office.constituency],
        "{written}": [day_in_words(day) for day in correcting.days],
        "{sentence}": correcting.sentences,
        "{whole}": correcting.sentences,
    }
    for courtesy in subject.courtesies:
        texts = [courtesy]
        for name, options in values.items():
            if name in courtesy:
                texts = [text.replace(name, option) for text in texts for option in options]
        yield from texts
