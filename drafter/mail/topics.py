"""Whether a message is about a subject, which topics it raises, and what it asks, fears and wants: each with the words
that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from drafter.factbase.model import FactBase, Subject, Topic
from drafter.mail.concerns import Concerns, Said, Suggestion, stand, topic_of
from drafter.mail.cues import Cue, Cues, Hit, parse
from drafter.mail.everyday import EVERYDAY
from drafter.mail.examples import Examples, Like
from drafter.mail.furniture import furniture
from drafter.mail.manner import Sentence, sentences
from drafter.mail.manner_words import Manner
from drafter.mail.tokens import STOP, Token, tokens

_PHRASE, _HINT = 1.0, 0.5
_PLAIN: Final = 0.75  # a phrase in a sentence that does not name the subject, asks nothing and fears nothing
_APART: Final = 0.25  # what a hint adds in another sentence than the one that says most
_SURE: Final = 1.0
_LINKS: Final = frozenset("of and the for in on to".split())
_BRIEF: Final = 45  # words of a message that says no more than what it is for or against


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
_ASKING: Final = frozenset(
    """ask asking asked write writing wrote concerned worried talk talking speak complain complaining hear bother is
    it's""".split()
)
_BE: Final = frozenset(("is", "am", "are", "it's", "i'm", "was"))
_FEARED: Final = frozenset(
    "worried worry worries fear fears afraid concerned concern frightened anxious scared".split()
)
_BACK: Final = 5  # words before "about" that may hold the denial
NOTHING: Final = Recognised(About.NO, "", (), ())
_REPLY: Final = re.compile(r"\s*(?:re|fw|fwd|aw|sv)\s*:", re.IGNORECASE)


class _Part(NamedTuple):
    """A sentence: the cues of topics found in it, and the topics that it is like."""

    hits: list[Hit]
    like: Mapping[str, Like]
    near: bool  # whether it asks something, or names a subject


class _Text(NamedTuple):
    """A text as it is held against the topics: all that was found in it, and the same by its sentences."""

    words: list[Token]
    text: str
    hits: list[Hit]
    sentences: list[_Part]


class _Spoken(NamedTuple):
    """What in one sentence speaks for a topic: how much, and by which cues."""

    weight: float
    phrases: Mapping[str, Hit]
    hints: Mapping[str, Hit]
    like: Like | None


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
        cues = Cues.of(cue for cue, _ in found)
        meanings = tuple(meaning for _, meaning in found)

        def names(words: list[Token]) -> set[int]:
            named = (hit for hit in cues.find(words) if meanings[hit.cue].of in base.subjects)
            return {at for hit in named for at in range(hit.start, hit.end)}

        return cls(cues, meanings, Examples.of(base, names), Concerns.of(base), base.topics, base.subjects)

    def recognise(self, subject_line: str, text: str, around: str = "") -> Recognised:
        """What a message is about: its subject line and what its writer says. ``around`` is what is quoted and
        forwarded in it, which can tell what the writer's words are about, and raises nothing by itself.
        """
        whole = f"{subject_line}\n{text}" if subject_line else text
        words = tokens(whole)
        told = self._told(words, whole)
        hits = told.hits
        beginning = len(subject_line)
        old = beginning if _REPLY.match(subject_line) else 0  # the subject line of what is answered or forwarded
        best = NOTHING
        for subject in self.subjects.values():
            meant = self.concerns.said(subject.id, words, whole, old)
            topics = tuple(self._topics(subject.id, told, meant))
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
        return tuple(self._topics(subject, self._told(words, text), self.concerns.said(subject, words, text)))

    def said_in(self, subject: str, text: str) -> Said:
        """What a text asks, fears and wants on a subject, whatever it is about."""
        return self.concerns.said(subject, tokens(text), text)

    def _told(self, words: list[Token], text: str) -> _Text:
        """What is found in a text: without what stands in the furniture of a letter, and without what somebody says not
        to ask about.
        """
        every = self.cues.find(words)
        idle = furniture(words, text)
        named = {at for hit in every if self.meanings[hit.cue].of in self.subjects for at in range(hit.start, hit.end)}
        denied = self._denied(words)
        skipped = idle | named | denied
        kept: list[Hit] = []
        parts: list[_Part] = []
        at = 0
        for sentence in sentences(words, text):
            mine: list[Hit] = []
            while at < len(every) and every[at].start < sentence.end:
                hit = every[at]
                at += 1
                if hit.start in denied:
                    continue
                if self.meanings[hit.cue].of in self.topics and (
                    idle.issuperset(range(hit.start, hit.end)) or sentence.denies(hit)
                ):
                    continue
                mine.append(hit)
            kept += mine
            like = self.examples.like(words, sentence.start, sentence.end, skipped)
            like = {id_: one for id_, one in like.items() if not sentence.denies(one.words[0])}
            if mine or like:
                parts.append(_Part(mine, like, self._is_near(sentence, mine)))
        return _Text(words, text, kept, parts)

    def _is_near(self, sentence: Sentence, hits: list[Hit]) -> bool:
        """Whether a sentence names a subject, asks something, or says that something is feared."""
        if sentence.question or any(self.meanings[hit.cue].of in self.subjects for hit in hits):
            return True
        if sentence.carried or sentence.manners[Manner.TELL]:
            return True
        return any(sentence.tokens[at].word in _FEARED for at in range(sentence.start, sentence.end))

    def _denied(self, words: list[Token]) -> set[int]:
        """The words that somebody says not to ask about, to the end of that clause."""
        denied: set[int] = set()
        for at, token in enumerate(words):
            if (token.word == "about" and self._turned_down(words, at)) or (
                token.word == "with" and [one.word for one in words[max(0, at - 3) : at]] == ["nothing", "to", "do"]
            ):
                end = at + 1
                while end < len(words) and words[end].word != "\n" and not words[end].parted and end not in denied:
                    denied.add(end)
                    end += 1
        return denied

    def _turned_down(self, words: list[Token], at: int) -> bool:
        """Whether "about" ends words such as "I do not want to talk about"."""
        before = [one.word for one in words[max(0, at - _BACK) : at]]
        near = before[len(before) - before[::-1].index(STOP) :] if STOP in before else before
        if near and near[-1] in _NOT:
            return len(near) > 1 and near[-2] in _BE
        return bool(near) and near[-1] in _ASKING and not _NOT.isdisjoint(near[:-1])

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
        strange = len(by_how["not"]) + self._spelt_otherwise(subject, by_how, words, text)
        if phrases:
            spelt = sum(hit.end - hit.start > 1 for hit in by_how["phrase"])
            if strange and not spelt:
                return About.NO, ()  # the short form of something else
            return (About.UNSURE if strange > len(by_how["phrase"]) else About.YES), phrases
        if not hinted or strange:
            return About.NO, ()
        beside = stand(by_how["beside"], words, text)
        return (About.YES, hinted + beside[:2]) if beside or said else (About.UNSURE, hinted)

    def _spelt_otherwise(self, subject: Subject, by_how: Mapping[str, list[Hit]], words: list[Token], text: str) -> int:
        """How often a short form that names a subject is spelt out as something else: "the Air Cadet Organisation"."""
        shorts = {words[hit.start].word.rstrip("s") for how in ("phrase", "word") for hit in by_how[how]
                  if hit.end - hit.start == 1}  # fmt: skip
        own = {at for hit in by_how["phrase"] for at in range(hit.start, hit.end)}
        found = 0
        for short in shorts:
            if 2 < len(short) < 6:
                named = [at for at, one in enumerate(words) if one.word not in _LINKS]
                initials = "".join(words[at].word[0] for at in named)
                at = initials.find(short)
                while at >= 0:
                    places = named[at : at + len(short)]
                    found += own.isdisjoint(places) and _is_named(places, short, words, text)
                    at = initials.find(short, at + 1)
        return found

    def _topics(self, subject: str, said: _Text, meant: Said) -> Iterator[Suggestion]:
        mine = [topic for topic in self.topics.values() if topic.subject == subject]
        found = [self._topic(topic, said, meant.of_topic(topic.id, fears=not topic.alone)) for topic in mine]
        raised = [one for one in found if one is not None]
        others = {one.id for one in raised if one.sure and not self.topics[one.id].alone}
        for topic, one in zip(mine, found, strict=True):
            if topic.alone and not others and (one is None or not one.sure):
                evidence = one.evidence if one else ("no other concern is raised",)
                brief = len(said.words) <= _BRIEF and "?" not in said.text
                alone = (not raised and brief) or (one is not None and len(raised) == 1)
                yield Suggestion(topic.id, _SURE if alone else _HINT, evidence)
            elif one is not None and not (topic.alone and others and not one.sure):
                yield one

    def _topic(self, topic: Topic, said: _Text, meant: tuple[str, ...]) -> Suggestion | None:
        """A topic, if anything speaks for it; ``meant`` are the words by which a question or a fear raises it."""
        covered = self._covered(topic.id, said.hits)
        parts = [self._speaks(topic.id, one, covered) for one in said.sentences]
        parts = [one for one in parts if one.weight]
        phrases = {text: hit for one in parts for text, hit in one.phrases.items()}
        hints = {text: hit for one in parts for text, hit in one.hints.items()}
        meant = () if phrases else meant  # which mostly say the same
        best = max(parts, key=lambda one: one.weight, default=None)
        if best is None and not meant:
            return None
        if topic.alone and best is not None and not (phrases or meant or (best.like and best.like.sure)):
            best = best._replace(weight=_HINT)  # hints alone do not set it beside what else is raised
        weight = _PHRASE * len(meant)
        likes: tuple[Like, ...] = ()
        if best is not None:
            apart = 0 if topic.alone else len(parts) - 1
            weight += best.weight + _APART * min(apart, len(hints.keys() - best.hints.keys()) + bool(best.like))
            likes = tuple(one.like for one in (best, *parts) if one.like is not None)[:1]
        rests = [*phrases.values(), *hints.values(), *(hit for one in likes for hit in one.words)]
        shown = tuple(dict.fromkeys((*meant, *stand(rests, said.words, said.text))))
        return Suggestion(
            topic.id, min(1.0, weight), (*shown[:6], *(f"like \u201c{one.example}\u201d" for one in likes))
        )

    def _speaks(self, topic: str, said: _Part, covered: set[int]) -> _Spoken:
        """What in one sentence speaks for a topic."""
        by: dict[str, dict[str, Hit]] = {"phrase": {}, "word": {}}
        for hit in said.hits:
            meaning = self.meanings[hit.cue]
            if meaning.of == topic and meaning.how in by and not {hit.start, hit.end - 1} & covered:
                by[meaning.how].setdefault(self.cues.cues[hit.cue].text, hit)
        reached = {at for hit in by["phrase"].values() for at in range(hit.start, hit.end)}
        hints = {text: hit for text, hit in by["word"].items() if hit.start not in reached}
        reached.update(at for hit in hints.values() for at in range(hit.start, hit.end))
        like = said.like.get(topic)
        if like is not None and (covered or reached) and not like.sure:
            left = [hit for hit in like.words if hit.start not in reached and hit.start not in covered]
            like = like if left else None
        weight = (_PHRASE if said.near else _PLAIN) * len(by["phrase"]) + _HINT * len(hints)
        if like is not None:
            weight += _PHRASE if like.sure else _HINT
        return _Spoken(weight, by["phrase"], hints, like)

    def _covered(self, of: str, hits: list[Hit]) -> set[int]:
        """The words that only look like cues of a topic or a subject."""
        mine = [hit for hit in hits if self.meanings[hit.cue] == _Meaning(of, "not")]
        return {at for hit in mine for at in range(hit.start, hit.end)}


def _is_named(places: Sequence[int], short: str, words: list[Token], text: str) -> bool:
    """Whether words are a name: written with capitals, or with their short form beside them."""
    some = [words[at] for at in places]
    if any(len(one.word) < 2 for one in some) or any(words[at].parted for at in range(places[0] + 1, places[-1] + 1)):
        return False
    if all(text[one.start].isupper() for one in some):
        return True
    beside = {words[at].word for at in range(max(0, places[0] - 2), min(len(words), places[-1] + 3))}
    return short in beside and all(one.word not in EVERYDAY for one in some)


def _written(base: FactBase) -> Iterator[tuple[str, str, str]]:
    """Every cue as it was written, with what it is of and how."""
    for subject in base.subjects.values():
        if not subject.recognised_by:
            yield from ((subject.id, how, text) for how, text in _named(subject.name))
        for how, key in (("phrase", "phrases"), ("word", "words"), ("beside", "beside"), ("not", "not")):
            yield from ((subject.id, how, text) for text in subject.recognised_by.get(key, ()))
    for topic in base.topics.values():
        yield from ((topic.id, "phrase", text) for text in topic.phrases)
        yield from ((topic.id, "word", text) for text in topic.words)
        yield from ((topic.id, "not", text) for text in topic.not_)


def _named(name: str) -> Iterator[tuple[str, str]]:
    """Cues of a subject that has none of its own, from its name: the whole of it, and the last word as a hint."""
    words = [one.word for one in tokens(name) if one.word != "the"]
    if not words:
        return
    singular = words[-1].removesuffix("es") if words[-1].endswith("ses") else words[-1].removesuffix("s")
    forms = "|".join(dict.fromkeys((words[-1], singular, f"{singular}s", f"{singular}es")))
    yield ("word" if len(words) == 1 or words[-2].endswith("'s") else "phrase"), " ".join([*words[:-1], forms])
    yield "word", forms
