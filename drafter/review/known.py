"""The phrases that an office can vouch for, of which the sentences of its letters are made.

A claim in every way in which a letter of the day may tell it, the frames of whoever speaks, joins, answers, gaps; and
whole sentences: courtesies, the member's views and acts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import permutations
from typing import NamedTuple

from drafter.factbase.edtf import day_in_words
from drafter.factbase.model import Abbreviation, Fact, FactBase, Subject
from drafter.letter.acting import did_for_reader, said_of
from drafter.letter.clauses import Clauses, is_plural, shared, subject_of
from drafter.letter.decided import decided
from drafter.letter.frames import Voice, frames, says_nothing, voice_of
from drafter.letter.realise import OPENERS
from drafter.letter.vocabulary import MANY, Desk, about, filled
from drafter.office import Office
from drafter.review.tokens import Atom, atoms, bare

ECHOES = (("You ask", "Your letter asks"), ("You fear", "You are worried"))
_GAPS_OF_NONE = ("I have found no paper that says", "no paper that I have found says")
_GAPS_OF_ALL = ("nothing that I quote here", "none of the papers quoted here", "neither of them", "none of them")
_JOINS = (
    ", and that", "; and that", ", but that", ", and so that", ", and", ", but", ", and so", " and", " and so", " but",
    ",",
)  # fmt: skip


class Role(StrEnum):
    """What part of a sentence a phrase may be."""

    WHOLE = "whole"  # a sentence by itself
    OPENER = "opener"  # 'On the regulations,' or 'Yet'
    ANSWER = "answer"  # before a colon
    FRAME = "frame"
    CLAIM = "claim"
    JOIN = "join"
    HEAD = "head"  # 'You ask', 'He did not say': before what is asked
    ASKED = "asked"  # a question or a fear, with 'You ask'; a gap's question


class Form(NamedTuple):
    """One phrase. ``keys`` are its words as they are compared; ``kind`` is what a letter's segment is then.

    ``of`` is, of a head, the kind of what may follow it, and of what follows, the same.
    """

    text: str
    keys: tuple[str, ...]
    role: Role
    kind: str
    fact: str = ""
    source: str = ""
    dated: bool = False
    past: bool = False
    of: str = ""
    how: str = ""


@dataclass
class Known:
    """Phrases, found by what they begin with; claims also by what they are like."""

    abbreviations: tuple[Abbreviation, ...]
    _by_opening: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_word: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _by_fact: dict[str, list[Form]] = field(default_factory=lambda: defaultdict(list))
    _seen: set[tuple[tuple[str, ...], Role, str, str, bool]] = field(default_factory=set)

    def add(self, text: str, role: Role, kind: str, **details: object) -> None:
        """Take one more phrase in."""
        keys = tuple(atom.key for atom in atoms(text, self.abbreviations))
        form = Form(text, keys, role, kind, **details)  # type: ignore[arg-type]
        mark = (keys, role, form.fact, form.source, form.past)
        if not keys or mark in self._seen:
            return
        self._seen.add(mark)
        self._by_opening[keys[0]].append(form)
        if role is Role.CLAIM:
            self._by_fact[form.fact].append(form)
            for word in set(filter(None, map(bare, keys))):
                self._by_word[word].append(form)

    def of(self, fact: str) -> Sequence[Form]:
        """The ways in which a fact may be told."""
        return self._by_fact.get(fact, ())

    def at(self, text: Sequence[Atom], place: int, roles: Iterable[Role]) -> list[Form]:
        """The phrases of these roles that stand at a place, the longest first."""
        wanted = set(roles)
        found = [
            form
            for form in self._by_opening.get(text[place].key, ())
            if form.role in wanted
            and place + len(form.keys) <= len(text)
            and all(text[place + n].key == key for n, key in enumerate(form.keys))
        ]
        return sorted(found, key=lambda form: -len(form.keys))

    def like(self, text: Sequence[Atom], most: int = 6) -> list[str]:
        """The facts that share most of the rarer words with these, best first; a rare word counts for more."""
        counts: Counter[str] = Counter()
        facts = max(1, len(self._by_fact))
        for word in {bare(atom.key) for atom in text}:
            holding = {form.fact for form in self._by_word.get(word, ())}
            if len(holding) * 3 > max(30, facts):  # it tells nothing
                continue
            for fact in holding:
                counts[fact] += 1000 // (1 + len(holding))
        return [fact for fact, _ in counts.most_common(most)]


def add_facts(known: Known, facts: Iterable[Fact], desk: Desk) -> None:
    """Take in every way in which a letter of the desk's day may tell these facts, and who says them."""
    facts = list(facts)
    alike: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    voices: dict[Voice, None] = {}
    for fact in facts:
        voice = voice_of(fact, desk.base)
        voices[voice] = None
        subject = subject_of(fact.claim)
        if subject:
            alike[fact.source, subject].append(fact)
        for told in Clauses(desk.base.subjects[fact.subject], desk.day.date).every(fact.claim):
            _add_claim(known, fact, told.text)
            if told.subject:
                _add_claim(known, fact, told.predicate)
                if is_plural(subject):
                    _add_claim(known, fact, f"they {told.predicate}")
    for mine in alike.values():
        _add_shared(known, mine, desk)
    for voice in voices:
        for past in (False, True):
            for frame in frames(voice, desk.base, desk.day.date, told_past=past):
                known.add(
                    frame.text, Role.FRAME, "frame", source=voice.source, dated=frame.dated, past=past, of=voice.key[1]
                )
        for name in (voice.speaker.pronoun, voice.speaker.short):
            for past in (False, True):
                head = says_nothing(name, "", told_past=past)
                known.add(head, Role.HEAD, "gap", source=voice.source, of="gap")


def _add_claim(known: Known, fact: Fact, text: str) -> None:
    known.add(text, Role.CLAIM, "claim", fact=fact.id, source=fact.source)


def _add_shared(known: Known, facts: Sequence[Fact], desk: Desk) -> None:
    """What is left of a claim after another with the same subject: 'will set out how A and how B'."""
    if len(facts) < 2:
        return
    told = [(f, list(Clauses(desk.base.subjects[f.subject], desk.day.date).every(f.claim))) for f in facts]
    for fact, ways in told:
        for other, others in told:
            if other.id == fact.id:
                continue
            for way in ways:
                for before in others:
                    rest = shared(before.predicate, way.predicate)
                    if rest != way.predicate:
                        _add_claim(known, fact, rest)


@dataclass(frozen=True)
class Correcting:
    """What a correction may name: days of earlier letters, and the sentences of them that it quotes."""

    days: tuple[date, ...] = ()
    sentences: tuple[str, ...] = ()


def add_own_words(known: Known, desk: Desk, correcting: Correcting) -> None:
    """Take in what the office says of its own: approved courtesies, questions and answers, acts; and joins."""
    base, office, day = desk.base, desk.office, desk.day.date
    for subject in base.subjects.values():
        for text in _courtesies(subject, base, office, correcting):
            ends = text.endswith((".", "?", "!", "\u201d", '"'))
            known.add(text if ends else f"{text},", Role.WHOLE if ends else Role.OPENER, "courtesy" if ends else "join")
        for question in subject.open_questions:
            known.add(question, Role.ASKED, "gap", of="gap")
        for rub in subject.rubs:
            known.add(rub.question, Role.WHOLE, "gap")
        for answer in subject.answers:
            for told in Clauses(subject, day).every(answer.text):
                known.add(f"{told.text}:", Role.ANSWER, "answer", fact=answer.rests_on)
    for topic in base.topics.values():
        for kind, concerns in (("question", topic.questions), ("fear", topic.fears)):
            for concern in concerns:
                known.add(concern.text, Role.ASKED, "courtesy", of=kind)
    for kind, heads in zip(("question", "fear"), ECHOES, strict=True):
        for head in heads:
            known.add(head, Role.HEAD, "courtesy", of=kind)
    for head in _GAPS_OF_NONE:
        known.add(head, Role.HEAD, "gap", of="gap")
    for who in _GAPS_OF_ALL:
        for says in ("says", "said"):
            known.add(f"{who} {says}", Role.HEAD, "gap", of="gap")
    for join in _JOINS:
        known.add(join, Role.JOIN, "join")
    for opener in ("Yet", "But", *(f"{word}," for word in OPENERS)):
        known.add(opener, Role.OPENER, "join")
    for action in base.actions.values():
        known.add(said_of(action, None, desk), Role.WHOLE, "act", how="undecided")
        decision = decided(action.id, action.subject, office, day)
        if decision is not None:
            known.add(said_of(action, decision, desk), Role.WHOLE, "act")
    for (segment,) in did_for_reader(desk):
        known.add(segment.text, Role.WHOLE, "act")


def _courtesies(subject: Subject, base: FactBase, office: Office, correcting: Correcting) -> Iterator[str]:
    mine = [topic for topic in base.topics.values() if topic.subject == subject.id]
    abouts = [about(topics) for size in range(4) for topics in permutations(mine, size)]
    abouts.append(MANY)
    values = {
        "subject": [subject.name],
        "about": abouts,
        "member": [office.member],
        "constituency": [office.constituency],
        "written": [day_in_words(day) for day in correcting.days],
        "sentence": correcting.sentences,
    }
    for courtesy in subject.courtesies:
        texts = [courtesy]
        for name, options in values.items():
            if f"{{{name}}}" in courtesy:
                texts = [filled(text, {name: option}) for text in texts for option in options]
        yield from texts
