"""What a message asks, what it fears, and what it wants done: each with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from drafter.factbase.model import FactBase
from drafter.mail.cues import Cues, Hit, parse
from drafter.mail.manner import SURE, UNSURE, Sentence, sentences
from drafter.mail.tokens import Token


class Suggestion(NamedTuple):
    """What a message seems to say: how sure that is, from 0 to 1, and the words that it rests on.

    ``id`` is a topic's, a question's or a fear's ("privatisation.run"), or an action's.
    """

    id: str
    sureness: float
    evidence: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Whether a letter may answer it without a person having looked."""
        return self.sureness >= SURE


class Said(NamedTuple):
    """What a text asks, fears and wants done, in the order in which the facts have them."""

    asks: tuple[Suggestion, ...] = ()
    fears: tuple[Suggestion, ...] = ()
    wants: tuple[Suggestion, ...] = ()

    def of_topic(self, topic: str, *, fears: bool = True) -> tuple[str, ...]:
        """The words by which a question or a fear surely raises its topic."""
        return tuple(
            words
            for one in (*self.asks, *(self.fears if fears else ()))
            if one.sure and topic_of(one.id) == topic
            for words in one.evidence
        )


def topic_of(id_: str) -> str:
    """The topic of a question or a fear."""
    return id_.partition(".")[0]


class Kind(Enum):
    """What people say of a subject."""

    ASK = "question"
    FEAR = "fear"
    WANT = "action"


class Meaning(NamedTuple):
    """What a cue stands for: a question, a fear or an action, of which subject, and how it reads in running text."""

    kind: Kind
    id: str
    subject: str
    text: str


class _Found(NamedTuple):
    hit: Hit
    meaning: Meaning
    sureness: float


@dataclass(frozen=True)
class Concerns:
    """What people ask, fear and want, made once from the facts. They have cues of their own: what is a word of them
    changes nothing of how topics are known.
    """

    cues: Cues
    meanings: tuple[Meaning, ...]
    order: Mapping[Meaning, int]

    @classmethod
    def of(cls, base: FactBase) -> Concerns:
        """The cues of every question, fear and action."""
        found = [(cue, meaning) for meaning, text in written(base) for cue in parse(text)]
        meanings = tuple(meaning for _, meaning in found)
        order = {meaning: at for at, meaning in enumerate(dict.fromkeys(meanings))}
        return cls(Cues.of(cue for cue, _ in found), meanings, order)

    def said(self, subject: str, words: list[Token], text: str, heading: int = 0) -> Said:
        """What a text says on a subject. Its first ``heading`` letters are an old subject line, and prove nothing."""
        hits = [hit for hit in self.cues.find(words) if self.meanings[hit.cue].subject == subject]
        found: list[_Found] = []
        if hits:  # most sentences hold none, and need not be looked at
            at = 0
            for sentence in sentences(words, text):
                first = at
                while at < len(hits) and hits[at].start < sentence.end:
                    at += 1
                if at > first:
                    found += self._in(sentence, hits[first:at])
        if heading:
            found = [
                one._replace(sureness=min(one.sureness, UNSURE)) if words[one.hit.start].start < heading else one
                for one in found
            ]
        return Said(*(tuple(self._told(kind, found, words, text)) for kind in Kind))

    def _in(self, sentence: Sentence, hits: Iterable[Hit]) -> Iterator[_Found]:
        """What one sentence says. Of two things of which one's words are part of the other's, the other is meant."""
        found = []
        for hit in hits:
            meaning = self.meanings[hit.cue]
            judge = {Kind.ASK: sentence.asks, Kind.FEAR: sentence.fears, Kind.WANT: sentence.requests}[meaning.kind]
            sureness = judge(hit)
            if sureness:
                found.append(_Found(hit, meaning, sureness))
        wanted = [one.hit for one in found if one.meaning.kind is Kind.WANT and one.sureness >= SURE]
        for one in found:
            kind, id_ = one.meaning.kind, one.meaning.id
            rivals = (other.hit for other in found if other.meaning.kind is kind and other.meaning.id != id_)
            if any(_part_of(one.hit, rival) for rival in rivals):
                continue
            if kind is not Kind.ASK or not any(_meet(one.hit, hit) for hit in wanted):
                yield one

    def _told(self, kind: Kind, found: Iterable[_Found], words: list[Token], text: str) -> Iterator[Suggestion]:
        by_meaning: dict[Meaning, list[_Found]] = {}
        for one in found:
            if one.meaning.kind is kind:
                by_meaning.setdefault(one.meaning, []).append(one)
        for meaning in sorted(by_meaning, key=self.order.__getitem__):
            mine = by_meaning[meaning]
            best = max(one.sureness for one in mine)
            fuller = (other for other in by_meaning if other != meaning and _says(other, meaning))
            if not any(max(one.sureness for one in by_meaning[other]) >= best for other in fuller):
                hits = [one.hit for one in mine if one.sureness == best]
                yield Suggestion(meaning.id, best, stand(hits, words, text)[:4])


def written(base: FactBase) -> Iterator[tuple[Meaning, str]]:
    """Every cue of a question, a fear or an action as it was written."""
    for topic in base.topics.values():
        for kind, concerns in ((Kind.ASK, topic.questions), (Kind.FEAR, topic.fears)):
            for concern in concerns:
                meaning = Meaning(kind, f"{topic.id}.{concern.id}", topic.subject, concern.text)
                yield from ((meaning, text) for text in concern.phrases)
    for action in base.actions.values():
        meaning = Meaning(Kind.WANT, action.id, action.subject, action.ask)
        yield from ((meaning, text) for text in action.phrases)


def named(base: FactBase, kind: Kind) -> dict[str, str]:
    """All questions, fears or actions that there are by their ids, and how each reads in running text."""
    if kind is Kind.WANT:
        return {id_: action.ask for id_, action in base.actions.items()}
    of = "questions" if kind is Kind.ASK else "fears"
    return {f"{topic.id}.{one.id}": one.text for topic in base.topics.values() for one in getattr(topic, of)}


def _part_of(one: Hit, other: Hit) -> bool:
    return other.start <= one.start and one.end <= other.end and (one.start, one.end) != (other.start, other.end)


def _meet(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _says(fuller: Meaning, other: Meaning) -> bool:
    """Whether what one says is part of what another does: who asks for a debate and a vote asks for a debate."""
    if fuller.kind is not Kind.WANT and topic_of(fuller.id) != topic_of(other.id):
        return False
    return set(other.text.split()) < set(fuller.text.split())


def stand(hits: Iterable[Hit], words: list[Token], text: str) -> tuple[str, ...]:
    """The words that hits rest on, as they stand in the text, in order, each once."""
    spans = sorted((words[hit.start].start, words[hit.end - 1].end) for hit in hits)
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(dict.fromkeys(" ".join(text[start:end].split()) for start, end in kept))
