"""Whether a message is about a subject, which topics it raises, and what it asks, fears and wants: each with the words
that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from drafter.factbase.model import FactBase, Subject, Topic
from drafter.mail.concerns import Concerns, Said, Suggestion, stand, topic_of
from drafter.mail.cues import Cue, Cues, Hit, parse
from drafter.mail.examples import Examples
from drafter.mail.manner import sentences
from drafter.mail.tokens import Token, tokens

_PHRASE, _WORD, _EXAMPLE = 1.0, 0.5, 0.5
_SURE: Final = 1.0


class About(StrEnum):
    """Whether a message is about a subject."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Recognised(NamedTuple):
    """What a message is about. ``subject`` is the subject's id; empty where it is about none.

    ``asks`` and ``fears`` are questions and fears of topics ("privatisation.run"), ``wants`` the actions asked for.
    """

    about: About
    subject: str
    evidence: tuple[str, ...]
    topics: tuple[Suggestion, ...]
    asks: tuple[Suggestion, ...] = ()
    fears: tuple[Suggestion, ...] = ()
    wants: tuple[Suggestion, ...] = ()

    @property
    def sure(self) -> tuple[str, ...]:
        """The topics that are sure, in the order in which the facts have them."""
        return sure(self.topics)

    @property
    def all(self) -> tuple[Suggestion, ...]:
        """All that it seems to say."""
        return (*self.topics, *self.asks, *self.fears, *self.wants)


class Matter(NamedTuple):
    """What a letter is to answer: topics, questions, fears, and actions that the member is asked for."""

    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Recognised) -> Matter:
        """What of a message is sure, where it is about the subject at all."""
        if found.about is not About.YES:
            return cls()
        return cls(found.sure, sure(found.asks), sure(found.fears), sure(found.wants))

    def on(self, topics: Container[str]) -> Matter:
        """The same without the questions and fears of other topics."""
        asks, fears = (tuple(id_ for id_ in some if topic_of(id_) in topics) for some in (self.asks, self.fears))
        return self._replace(asks=asks, fears=fears)


def sure(found: Iterable[Suggestion]) -> tuple[str, ...]:
    """Of what a message seems to say what is sure."""
    return tuple(one.id for one in found if one.sure)


_NOT: Final = frozenset(("not", "never", "didn't", "don't", "isn't", "wasn't", "haven't"))
_ASKING: Final = frozenset(("ask", "asking", "asked", "write", "writing", "wrote", "concerned", "worried"))
NOTHING: Final = Recognised(About.NO, "", (), ())
_REPLY: Final = re.compile(r"\s*(?:re|fw|fwd|aw|sv)\s*:", re.IGNORECASE)


class _Meaning(NamedTuple):
    """What a cue stands for: a topic or a subject, how (``phrase``, ``word``, ``not``, ``beside``)."""

    of: str
    how: str


@dataclass(frozen=True)
class Recogniser:
    """What messages are held against, made once from the facts."""

    cues: Cues
    meanings: tuple[_Meaning, ...]
    examples: Examples
    concerns: Concerns
    topics: Mapping[str, Topic]
    subjects: Mapping[str, Subject]

    @classmethod
    def of(cls, base: FactBase) -> Recogniser:
        """The cues of every subject and topic."""
        found: list[tuple[Cue, _Meaning]] = []
        for id_, how, text in _written(base):
            found += [(cue, _Meaning(id_, how)) for cue in parse(text)]  # 'drafter check' tells of what stands for none
        return cls(
            Cues.of(cue for cue, _ in found),
            tuple(meaning for _, meaning in found),
            Examples.of(base),
            Concerns.of(base),
            base.topics,
            base.subjects,
        )

    def recognise(self, subject_line: str, text: str, around: str = "") -> Recognised:
        """What a message is about: its subject line and what its writer says. ``around`` is what is quoted and
        forwarded in it, which can tell what the writer's words are about, and raises nothing by itself.
        """
        whole = f"{subject_line}\n{text}" if subject_line else text
        words = tokens(whole)
        hits = self._meant(self.cues.find(words), words, whole)
        beginning = len(subject_line)
        old = beginning if _REPLY.match(subject_line) else 0  # the subject line of what is answered or forwarded
        best = NOTHING
        for subject in self.subjects.values():
            meant = self.concerns.said(subject.id, words, whole, old)
            topics = tuple(self._topics(subject.id, hits, meant, words, whole))
            own = [hit for hit in hits if words[hit.start].start >= beginning]
            said = any(found.sure and not self.topics[found.id].alone for found in topics)
            about, evidence = self._about(subject, hits, words, whole, said=said)
            if about is not About.NO and not self._about(subject, own, words, whole, said=said)[1] and not said:
                about = About.UNSURE  # only its subject line says so, and that may be an old one
            if about is About.NO and around:
                near = tokens(around)
                if self._about(subject, self.cues.find(near), near, around, said=False)[0] is About.YES:
                    about, evidence = About.YES if said else About.UNSURE, ("what it answers or forwards",)
            if about is About.YES and not text.strip():
                about = About.UNSURE  # nothing is asked
            if about is not About.NO and best.about is not About.YES:
                best = Recognised(about, subject.id, evidence, topics, *meant)
        return best

    def raised_in(self, subject: str, text: str) -> tuple[Suggestion, ...]:
        """The topics of a subject that a text raises, whatever it is about."""
        words = tokens(text)
        hits, meant = self._meant(self.cues.find(words), words, text), self.concerns.said(subject, words, text)
        return tuple(self._topics(subject, hits, meant, words, text))

    def said_in(self, subject: str, text: str) -> Said:
        """What a text asks, fears and wants on a subject, whatever it is about."""
        return self.concerns.said(subject, tokens(text), text)

    def _meant(self, hits: list[Hit], words: list[Token], text: str) -> list[Hit]:
        """The hits without those that somebody says not to ask about, to the end of that clause; what a sentence says
        not to be asked raises no topic.
        """
        denied: set[int] = set()
        for at, token in enumerate(words):
            if token.word == "about" and at > 1 and words[at - 1].word in _ASKING and words[at - 2].word in _NOT:
                end = at + 1
                while end < len(words) and words[end].word != "\n" and not words[end].parted and end not in denied:
                    denied.add(end)
                    end += 1
        hits = [hit for hit in hits if hit.start not in denied] if denied else hits
        return list(self._asked(hits, words, text))

    def _asked(self, hits: list[Hit], words: list[Token], text: str) -> Iterator[Hit]:
        at = 0
        for sentence in sentences(words, text):
            while at < len(hits) and hits[at].start < sentence.end:
                hit = hits[at]
                if self.meanings[hit.cue].of not in self.topics or not sentence.denies(hit):
                    yield hit
                at += 1

    def _about(
        self, subject: Subject, hits: list[Hit], words: list[Token], text: str, *, said: bool
    ) -> tuple[About, tuple[str, ...]]:
        """Whether it is about a subject, and by which words; ``said``: it surely raises one of its concerns."""
        covered = self._covered(subject.id, hits)
        by_how: dict[str, list[Hit]] = {"phrase": [], "word": [], "beside": [], "not": []}
        for hit in hits:
            meaning = self.meanings[hit.cue]
            if meaning.of == subject.id and (meaning.how == "not" or hit.start not in covered):
                by_how[meaning.how].append(hit)
        phrases = stand(by_how["phrase"], words, text)
        hinted = stand(by_how["word"], words, text)
        strange = len(by_how["not"])
        if phrases:
            return (About.UNSURE if strange > len(by_how["phrase"]) else About.YES), phrases
        if not hinted or strange:
            return About.NO, ()
        beside = stand(by_how["beside"], words, text)
        return (About.YES, hinted + beside[:2]) if beside or said else (About.UNSURE, hinted)

    def _topics(
        self, subject: str, hits: list[Hit], meant: Said, words: list[Token], text: str
    ) -> Iterator[Suggestion]:
        mine = [topic for topic in self.topics.values() if topic.subject == subject]
        like = self.examples.like(words)
        of: dict[str, list[Hit]] = {topic.id: [] for topic in mine}
        for hit in hits:
            its = self.meanings[hit.cue].of
            if its in of:
                of[its].append(hit)
        found = [
            self._topic(topic, of[topic.id], meant.of_topic(topic.id), words, text, like.get(topic.id, ()))
            for topic in mine
        ]
        raised = [one for one in found if one is not None]
        others = {one.id for one in raised if one.sure and not self.topics[one.id].alone}
        for topic, one in zip(mine, found, strict=True):
            if topic.alone and not others and (one is None or not one.sure):
                evidence = one.evidence if one else ("no other concern is raised",)
                alone = (not raised and "?" not in text) or (one is not None and len(raised) == 1)
                yield Suggestion(topic.id, _SURE if alone else _WORD, evidence)
            elif one is not None:
                yield one

    def _topic(
        self,
        topic: Topic,
        hits: list[Hit],
        meant: tuple[str, ...],
        words: list[Token],
        text: str,
        like: tuple[str, ...],
    ) -> Suggestion | None:
        """A topic, if anything speaks for it; ``meant`` are the words by which a question or a fear raises it."""
        covered = self._covered(topic.id, hits)
        mine: dict[str, dict[str, Hit]] = {"phrase": {}, "word": {}}
        for hit in hits:
            how = self.meanings[hit.cue].how
            if how in mine and hit.start not in covered:
                mine[how].setdefault(self.cues.cues[hit.cue].text, hit)
        reached = {at for hit in mine["phrase"].values() for at in range(hit.start, hit.end)}
        hints = [hit for hit in mine["word"].values() if hit.start not in reached]
        phrases = list(mine["phrase"].values())
        meant = () if phrases else meant  # which mostly say the same
        score = _PHRASE * (len(phrases) + len(meant)) + _WORD * len(hints) + _EXAMPLE * len(like[:1])
        if not score:
            return None
        shown = tuple(dict.fromkeys((*meant, *stand([*phrases, *hints], words, text))))
        return Suggestion(topic.id, min(1.0, score), (*shown[:6], *(f"like \u201c{one}\u201d" for one in like[:1])))

    def _covered(self, of: str, hits: list[Hit]) -> set[int]:
        """The words that only look like cues of a topic or a subject."""
        mine = [hit for hit in hits if self.meanings[hit.cue] == _Meaning(of, "not")]
        return {at for hit in mine for at in range(hit.start, hit.end)}


def _written(base: FactBase) -> Iterator[tuple[str, str, str]]:
    """Every cue as it was written, with what it is of and how."""
    for subject in base.subjects.values():
        for how, key in (("phrase", "phrases"), ("word", "words"), ("beside", "beside"), ("not", "not")):
            yield from ((subject.id, how, text) for text in subject.recognised_by.get(key, ()))
    for topic in base.topics.values():
        yield from ((topic.id, "phrase", text) for text in topic.phrases)
        yield from ((topic.id, "word", text) for text in topic.words)
        yield from ((topic.id, "not", text) for text in topic.not_)
