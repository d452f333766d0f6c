"""What a message is about: its subject, the topics it raises, what it asks, fears and wants, and the words that show
it.
"""

from __future__ import annotations

import math
import pickle
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any, Final

from drafter.english.messages import listed
from drafter.facts.model import FactBase, Subject, Topic
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.concerns import (
    Concerns,
    Manner,
    MeantSentence,
    StatedConcerns,
    Suggestion,
    sentences,
    stand,
    topic_of,
    written_cues,
)
from drafter.inbox.cues import (
    STOP,
    Cue,
    CueHit,
    Cues,
    MessageToken,
    never_met,
    other_reading,
    parse_cues,
    tokens,
)
from drafter.inbox.examples import EVERYDAY, MANY, Examples, Likeness
from drafter.inbox.passing import OTHER_MATTERS, Measured, Spoken, asides, quoted
from drafter.inbox.personal import furniture
from drafter.inbox.questions import unread_questions
from drafter.problems import Problem, Where

_PHRASE, _HINT = 1.0, 0.5
_PLAIN: Final = 0.75  # a phrase in a sentence that names no subject, asks nothing and fears nothing
_APART: Final = 0.25  # what a hint adds in any sentence but the one with most evidence
_SURE: Final = 1.0
# For a topic with many examples, all evidence is weighed together. The weights were found with labelled messages
# (docs/recognising.md). One phrase is enough in a sentence that names the subject, asks or fears.
_FAR: Final = 0.9  # a phrase in any other sentence; two of them count
_EACH: Final = 0.5  # a hint; two count in the sentence that has most of them, and two elsewhere
_ALIKE, _NEXT = 0.07, 0.04  # how like the examples the most similar sentence is, and the next
_LENGTH: Final = 0.55  # a longer message holds more that tells nothing
_PAGE: Final = 100  # words
_WEAK: Final = 0.75  # a topic below this does not compete with one that is answered alone
_DOUBT: Final = 0.95  # an unsure topic gets this at most
_LINKS: Final = frozenset("of and the for in on to".split())
_BRIEF: Final = 45  # words of a message that only says what it is for or against


class About(StrEnum):
    """Whether a message is about a subject."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


class Recognised(NamedTuple):
    """What a message is about. ``subject`` is the subject's id; empty where there is none, or more than one.

    ``asks`` and ``fears`` are questions and fears of topics ("closures.when"); ``wants`` are the actions asked for.
    ``doubt`` tells why a person decides, though the message has the words of a subject. ``each`` is what it says on
    each of several subjects: it raises nothing by itself then, since none may be answered as if it were the only one.
    """

    about: About
    subject: str
    evidence: tuple[str, ...]
    topics: tuple[Suggestion, ...]
    asks: tuple[Suggestion, ...] = ()
    fears: tuple[Suggestion, ...] = ()
    wants: tuple[Suggestion, ...] = ()
    doubt: str = ""
    each: tuple[Recognised, ...] = ()
    unread: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def sure(self) -> tuple[str, ...]:
        """The topics that are sure, in the order of the message."""
        return sure(self.topics)

    @property
    def raised(self) -> tuple[str, ...]:
        """The sure questions and fears, in the order of the message."""
        return sure(sorted((*self.asks, *self.fears), key=lambda one: one.place))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of all subjects that the message seems to be about."""
        return tuple(one.subject for one in self.each) or ((self.subject,) if self.subject else ())

    @property
    def several(self) -> bool:
        """Whether it raises more than one subject, and nobody has said which is answered."""
        return bool(self.each)

    def on(self, subject: str) -> Recognised:
        """What the message says on the subject that a person chose. The choice settles every doubt of the subject."""
        found = next((one for one in (self, *self.each) if one.subject == subject), None)
        if found is None:
            return NOTHING._replace(about=About.UNSURE, subject=subject, doubt="nothing in it is of the chosen subject")
        return found._replace(about=About.YES, doubt="", each=(), unread=self.unread, beside=self.beside)

    def without(self, common: Recognised) -> Recognised:
        """The same without the unknown questions and the other business of a campaign's common text: a person looks at
        them once, and not with each message.
        """
        unread = tuple(text for text in self.unread if text not in common.unread)
        return self._replace(unread=unread, beside=tuple(text for text in self.beside if text not in common.beside))

    def among(self, subject: str) -> Recognised:
        """The same where nothing is in doubt but which subject is answered: what the message says on the chosen one."""
        return self.on(subject) if self.doubt and subject in self.subjects else self

    @property
    def all(self) -> tuple[Suggestion, ...]:
        """Everything that the message seems to say."""
        mine = (*self.topics, *self.asks, *self.fears, *self.wants)
        return mine + tuple(said for one in self.each for said in one.all)

    @property
    def unsure(self) -> tuple[Suggestion, ...]:
        """The topics that a person has to look at: those that are not sure, and all of several subjects."""
        return tuple(one for one in self.topics if not one.sure) + tuple(
            said for one in self.each for said in one.topics
        )


class Matter(NamedTuple):
    """What a letter is to answer: topics, questions, fears, and actions asked of the member."""

    topics: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    fears: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()

    @classmethod
    def of(cls, found: Recognised) -> Matter:
        """What a message surely says, where it is about the subject at all."""
        if found.about is not About.YES:
            return cls()
        return cls(found.sure, sure(found.asks), sure(found.fears), sure(found.wants))

    def on(self, topics: Container[str]) -> Matter:
        """The same without the questions and fears of other topics."""
        asks, fears = (tuple(id_ for id_ in some if topic_of(id_) in topics) for some in (self.asks, self.fears))
        return self._replace(asks=asks, fears=fears)


def sure(found: Iterable[Suggestion]) -> tuple[str, ...]:
    """The sure ones among these suggestions."""
    return tuple(one.id for one in found if one.sure)


_NOT: Final = frozenset(("not", "never", "didn't", "don't", "isn't", "wasn't", "haven't"))
_IS_NOT: Final = frozenset(("isn't", "wasn't"))
_ASKING: Final = frozenset(
    """ask asking asked write writing wrote concerned worried talk talking speak complain complaining hear bother is
    it's""".split()
)
_BE: Final = frozenset(("is", "am", "are", "it's", "i'm", "was"))
_FEARED: Final = frozenset(
    "worried worry worries fear fears afraid concerned concern frightened anxious scared".split()
)
_BACK: Final = 5  # words before "about" that may hold a denial
NOTHING: Final = Recognised(About.NO, "", (), ())
_REPLY: Final = re.compile(r"\s*(?:re|fw|fwd|aw|sv)\s*:", re.IGNORECASE)


class _Part(NamedTuple):
    """A sentence: the cues found in it, and the topics that it is like."""

    hits: list[CueHit]
    of: frozenset[str]  # ids to which the cues and the examples belong
    like: Mapping[str, Likeness]
    near: bool  # whether it asks, fears or names a subject


class _Text(NamedTuple):
    """A text with everything found in it, as a whole and by sentence."""

    words: list[MessageToken]
    text: str
    hits: list[CueHit]
    sentences: list[_Part]
    idle: frozenset[int]  # the words that every letter has


class _Spoken(NamedTuple):
    """The evidence for a topic in one sentence: its weight, and the cues."""

    weight: float
    phrases: Mapping[str, CueHit]
    hints: Mapping[str, CueHit]
    like: Likeness | None  # how like one of the examples it is
    alike: Likeness | None  # how like all examples together it is
    near: bool  # that of the sentence


class _Meaning(NamedTuple):
    """What a cue stands for, and in which way (``phrase``, ``word``, ``not``, ``beside``). ``of`` is a topic's id, or
    what ``_as_subject`` makes of a subject's: a topic may be called like its subject.
    """

    of: str
    how: str


@dataclass(frozen=True)
class Recogniser:
    """All that is needed to recognise messages, built once from the facts."""

    cues: Cues
    meanings: tuple[_Meaning, ...]
    examples: Examples
    concerns: Concerns
    topics: Mapping[str, Topic]
    subjects: Mapping[str, Subject]
    matters: Mapping[str, frozenset[str]]  # words of other matters than each subject

    @classmethod
    def of(cls, base: FactBase) -> Recogniser:
        """Build it with the cues of every subject and topic."""
        found: list[tuple[Cue, _Meaning]] = []
        for id_, how, text in _written(base):
            # 'drafter check' reports cues that cannot be read.
            found += [(cue, _Meaning(id_, how)) for cue in parse_cues(text)]
        cues = Cues.of(cue for cue, _ in found)
        meanings = tuple(meaning for _, meaning in found)

        named = Cues.of(cue for cue, meaning in found if _is_subject(meaning.of))

        def names(words: list[MessageToken]) -> set[int]:
            return {at for hit in named.find(words) for at in range(hit.start, hit.end)}

        examples, concerns = Examples.of(base, names), Concerns.of(base)
        matters = {id_: _matters(id_, found, base) for id_ in base.subjects}
        return cls(cues, meanings, examples, concerns, base.topics, base.subjects, matters)

    def __reduce__(self) -> tuple[Any, ...]:
        """For other processes, which get it with each piece of the post, and unpack it once."""
        return _unpacked, (self._packed,)

    @cached_property
    def _packed(self) -> bytes:
        return pickle.dumps([getattr(self, field.name) for field in fields(self)], pickle.HIGHEST_PROTOCOL)

    def recognise(self, subject_line: str, text: str, around: str = "") -> Recognised:
        """What a message is about, judged by its subject line and the writer's text. ``around`` is what is quoted and
        forwarded in it. That can show what the writer's words are about, but raises no topic by itself.
        """
        written = f"{subject_line}\n{text}" if subject_line else text
        beside = list(self._beside(written))
        whole = _without(written, beside)
        words = tokens(whole)
        told = self._told(words, whole)
        hits = told.hits
        beginning = len(subject_line)
        # The subject line of the mail that is answered or forwarded.
        old = beginning if _REPLY.match(subject_line) else 0
        found: list[Recognised] = []
        for subject in self.subjects.values():
            meant = self.concerns.said(subject.id, words, whole, old)
            topics = self._topics(subject.id, told, meant)
            own = [hit for hit in hits if words[hit.start].start >= beginning]
            said = any(one.sure and not self.topics[one.id].alone for one in topics)
            about, evidence = self._about(subject, hits, words, whole, said=said)
            if about is not About.NO and not self._about(subject, own, words, whole, said=said)[1] and not said:
                about = About.UNSURE  # only its subject line names the subject, and that may be an old one
            if about is About.NO and around:
                near = tokens(around)
                if self._about(subject, self.cues.find(near), near, around, said=False)[0] is About.YES:
                    about, evidence = About.YES if said else About.UNSURE, ("what it answers or forwards",)
            if about is About.YES and not text.strip():
                about = About.UNSURE  # it asks nothing
            if about is not About.NO:
                found.append(Recognised(about, subject.id, evidence, topics, *meant))
        one = self._of_all(found, told)
        if one.about is not About.NO:
            unread = tuple(map(quoted, unread_questions(self.concerns, words, whole, beginning)))
            one = one._replace(unread=unread, beside=tuple(quoted(written[start:end]) for start, end in beside))
        if one.about is About.YES:
            measured = self._told(tokens(written), written) if beside else told
            mention = self._measured(one.subject, measured, beginning, answers=bool(old)).mention
            if mention:
                name = self.subjects[one.subject].name
                doubt = f"speaks of {name} in passing (\u201c{mention}\u201d), and mostly of something else"
                return one._replace(about=About.UNSURE, doubt=doubt)
        return one

    def _beside(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text has passages that open as other business and go on to it, up to where a subject is named. What
        only names a known concern, and no other matter, may well be meant of a subject.
        """
        for aside in asides(text):
            words = tokens(text[aside.start : aside.end])
            hits = [(hit, self.meanings[hit.cue]) for hit in self.cues.find(words)]
            named = [hit.start for hit, meaning in hits if _is_subject(meaning.of) and meaning.how != "not"]
            upto = len(words)
            if named:
                upto = next((at + 1 for at in range(named[0], -1, -1) if words[at].word == STOP), 0)
            known = any(hit.start < upto and meaning.how == "phrase" for hit, meaning in hits)
            known = known or any(hit.start < upto for hit in self.concerns.cues.find(words))
            other = any(one.word in OTHER_MATTERS for one in words[:upto])
            if upto and ((other or not aside.next) if not known else (aside.firm and other)):
                yield aside.start, aside.start + words[upto - 1].end

    def _is_often(self, subject: str, told: _Text) -> bool:
        """Whether more than one sentence has a word for a subject."""
        mine = {_Meaning(_as_subject(subject), how) for how in ("phrase", "word")}
        return sum(any(self.meanings[hit.cue] in mine for hit in part.hits) for part in told.sentences) > 1

    def _measured(self, subject: str, told: _Text, beginning: int, *, answers: bool) -> Measured:
        """A message's sentences, and what each says of a subject. The first ``beginning`` letters are the subject line,
        which proves nothing where it is that of the mail that is answered.
        """
        of, words = _as_subject(subject), told.words
        covered = self._covered(of, told.hits)
        said = {at: set[str]() for at in range(len(words))}
        for hit in told.hits:
            meaning = self.meanings[hit.cue]
            if meaning.of == of and hit.start not in covered:
                said[hit.start].add("near" if meaning.how == "beside" else "names")
            elif meaning.how == "phrase" and meaning.of in self.topics and self.topics[meaning.of].subject == subject:
                said[hit.start].add("own")
        for hit in self.concerns.cues.find(words):
            if self.concerns.meanings[hit.cue].subject == subject:
                said[hit.start].add("own")
        line: Spoken | None = None
        found: list[Spoken] = []
        for sentence in sentences(words, told.text, self.concerns.named):
            places = range(sentence.start, sentence.end)
            kinds = set[str]().union(*(said[at] for at in places))
            left = [words[at].word for at in places if at not in told.idle and words[at].word != STOP]
            text = told.text[words[places[0]].start : words[places[-1]].end]
            one = Spoken(text, len(left), left, "names" in kinds, "near" in kinds, "own" in kinds)
            if words[sentence.start].start >= beginning:
                found.append(one)
            elif not answers:
                line = one if line is None else _joined(line, one)
        return Measured(line, found, self.matters[subject])

    def _of_all(self, found: Sequence[Recognised], told: _Text) -> Recognised:
        """What a message is about, from what it says on each subject that it may be about. Beside a subject that is
        sure, another counts where it is sure too, or where more than one sentence has a word for it.
        """
        surely = [one for one in found if one.about is About.YES]
        some = [one for one in found if one in surely or self._is_often(one.subject, told)] if surely else list(found)
        if len(some) < 2:
            return some[0] if some else NOTHING
        names = listed(self.subjects[one.subject].name for one in some)
        are = "is about" if surely == some else "may be about"
        doubt = f"{are} more than one subject: {names}"
        return Recognised(About.UNSURE, "", _all_evidence(some), (), doubt=doubt, each=tuple(some))

    def raised_in(self, subject: str, text: str) -> tuple[Suggestion, ...]:
        """The topics of a subject that a text raises, without asking whether the text is about the subject."""
        words = tokens(text)
        return self._topics(subject, self._told(words, text), self.concerns.said(subject, words, text))

    def said_in(self, subject: str, text: str) -> StatedConcerns:
        """What a text asks, fears and wants on a subject, without asking whether the text is about the subject."""
        return self.concerns.said(subject, tokens(text), text)

    def _told(self, words: list[MessageToken], text: str) -> _Text:
        """Search a text. Furniture of letters and words that somebody says not to ask about are left out."""
        every = self.cues.find(words)
        idle = furniture(words, text)
        named = {at for hit in every if _is_subject(self.meanings[hit.cue].of) for at in range(hit.start, hit.end)}
        denied = self._denied(words)
        skipped = idle | named | denied
        kept: list[CueHit] = []
        parts: list[_Part] = []
        at = 0
        for sentence in sentences(words, text, self.concerns.named):
            mine: list[CueHit] = []
            while at < len(every) and every[at].start < sentence.end:
                hit = every[at]
                at += 1
                if hit.start in denied:
                    continue
                mine.append(hit)
            dismissed = self._dismissed(sentence, mine)
            mine = [hit for hit in mine if self._counts(hit, sentence, idle, dismissed)]
            kept += mine
            like = self.examples.like(words, sentence.start, sentence.end, skipped | dismissed)
            like = {id_: one for id_, one in like.items() if not sentence.denies(one.words[0])}
            if mine or like:
                of = frozenset(like).union(self.meanings[hit.cue].of for hit in mine)
                parts.append(_Part(mine, of, like, self._is_near(sentence, mine)))
        return _Text(words, text, kept, parts, idle)

    def _is_near(self, sentence: MeantSentence, hits: list[CueHit]) -> bool:
        """Whether a sentence names a subject, asks something, or says that something is feared."""
        if sentence.question or any(_is_subject(self.meanings[hit.cue].of) for hit in hits):
            return True
        if sentence.carried or sentence.manners[Manner.TELL]:
            return True
        return any(sentence.tokens[at].word in _FEARED for at in range(sentence.start, sentence.end))

    def _counts(self, hit: CueHit, sentence: MeantSentence, idle: frozenset[int], dismissed: set[int]) -> bool:
        """Whether a cue counts. What names a subject always does."""
        places = range(hit.start, hit.end)
        if self.meanings[hit.cue].of not in self.topics:
            return True
        return not idle.issuperset(places) and dismissed.isdisjoint(places) and not sentence.denies(hit)

    def _dismissed(self, sentence: MeantSentence, hits: Sequence[CueHit]) -> set[int]:
        """The words of a sentence that raise no topic: what the writer is not worried about, and each fear of which the
        writer says that it is none.
        """
        found = set(sentence.at_ease)
        if hits and sentence.manners[Manner.DOUBT]:
            for fear in self.concerns.fears_in(sentence):
                if sentence.gainsays(fear):
                    found.update(range(fear.start, fear.end))
        return found

    def _denied(self, words: list[MessageToken]) -> set[int]:
        """The words that somebody says not to ask about, up to the end of the clause."""
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

    def _turned_down(self, words: list[MessageToken], at: int) -> bool:
        """Whether "about" follows words such as "I do not want to talk"."""
        before = [one.word for one in words[max(0, at - _BACK) : at]]
        near = before[len(before) - before[::-1].index(STOP) :] if STOP in before else before
        if near and near[-1] in _NOT:
            return near[-1] in _IS_NOT or (len(near) > 1 and near[-2] in _BE)
        return bool(near) and near[-1] in _ASKING and not _NOT.isdisjoint(near[:-1])

    def _about(
        self, subject: Subject, hits: list[CueHit], words: list[MessageToken], text: str, *, said: bool
    ) -> tuple[About, tuple[str, ...]]:
        """Whether a text is about a subject, and the words that show it. ``said`` is whether it surely raises one of
        the subject's concerns.
        """
        mine = _as_subject(subject.id)
        covered = self._covered(mine, hits)
        by_how: dict[str, list[CueHit]] = {"phrase": [], "word": [], "beside": [], "not": []}
        for hit in hits:
            meaning = self.meanings[hit.cue]
            if meaning.of == mine and (meaning.how == "not" or hit.start not in covered):
                by_how[meaning.how].append(hit)
        phrases = stand(by_how["phrase"], words, text)
        hinted = stand(by_how["word"], words, text)
        strange = len(by_how["not"]) + self._spelt_otherwise(by_how, words, text)
        if phrases:
            spelt = sum(hit.end - hit.start > 1 for hit in by_how["phrase"])
            if strange and not spelt:
                return About.NO, ()  # the short form stands for something else
            return (About.UNSURE if strange > len(by_how["phrase"]) else About.YES), phrases
        if not hinted or strange:
            return About.NO, ()
        beside = stand(by_how["beside"], words, text)
        return (About.YES, hinted + beside[:2]) if beside or said else (About.UNSURE, hinted)

    def _spelt_otherwise(self, by_how: Mapping[str, list[CueHit]], words: list[MessageToken], text: str) -> int:
        """How often a short form of a subject is spelt out as something else: "the Air Cadet Organisation"."""
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

    def _topics(self, subject: str, said: _Text, meant: StatedConcerns) -> tuple[Suggestion, ...]:
        """The topics that a text raises, in its order. Where one has a question or a fear, that is its place."""
        return tuple(sorted(self._raised(subject, said, meant), key=lambda one: one.place))

    def _raised(self, subject: str, said: _Text, meant: StatedConcerns) -> Iterator[Suggestion]:
        mine = [topic for topic in self.topics.values() if topic.subject == subject]
        found = [self._topic(topic, said, meant.of_topic(topic.id, fears=not topic.alone)) for topic in mine]
        raised = [one for one in found if one is not None]
        others = {one.id for one in raised if one.sure and not self.topics[one.id].alone}
        for topic, one in zip(mine, found, strict=True):
            if topic.alone and not others and (one is None or not one.sure):
                evidence = one.evidence if one else ("no other concern is raised",)
                brief = len(said.words) <= _BRIEF and "?" not in said.text
                weak = all(other.sureness < _WEAK for other in raised if other is not one)
                alone = (not raised and brief) or (one is not None and weak)
                place = one.place if one else len(said.words)
                yield Suggestion(topic.id, _SURE if alone else _HINT, evidence, place)
            elif one is not None and not (topic.alone and others and not one.sure):
                yield one

    def _topic(self, topic: Topic, said: _Text, meant: tuple[Suggestion, ...]) -> Suggestion | None:
        """A topic, if there is any evidence for it. ``meant`` are the questions and fears that raise it."""
        covered = self._covered(topic.id, said.hits)
        spoken = [self._speaks(topic.id, one, covered) for one in said.sentences if topic.id in one.of]
        parts = [one for one in spoken if one.weight]
        phrases = {text: hit for one in parts for text, hit in one.phrases.items()}
        hints = {text: hit for one in parts for text, hit in one.hints.items()}
        weight = _by_sentence(topic, parts, hints, named=bool(phrases or meant)) if parts else 0.0
        enough = meant or any((one.near and one.phrases) or (one.like and one.like.sure) for one in parts)
        likes = [one.like for one in sorted(parts, key=lambda one: -one.weight) if one.like is not None][:1]
        shown: Sequence[Likeness] = likes
        if meant:
            weight = _SURE
        elif not (enough or topic.alone) and len(topic.examples) >= MANY:
            alike = sorted((one.alike for one in spoken if one.alike is not None), key=lambda one: -one.weight)
            together = _together(parts, alike, len(said.words))
            if together >= _SURE:
                weight, shown = _SURE, likes or alike[:2]
            elif parts:
                weight = min(_DOUBT, max(_HINT, together))
        if not weight:
            return None
        rests = [*phrases.values(), *hints.values(), *(hit for one in shown for hit in one.words)]
        # Where phrases are found, they are mostly the same words.
        own = () if phrases else tuple(words for one in meant for words in one.evidence)
        evidence = tuple(dict.fromkeys((*own, *stand(rests, said.words, said.text))))[:6]
        place = min([one.place for one in meant] or [hit.start for hit in rests] or [len(said.words)])
        like = (f"like \u201c{one.example}\u201d" for one in likes)
        return Suggestion(topic.id, min(_SURE, weight), (*evidence, *like), place)

    def _speaks(self, topic: str, said: _Part, covered: set[int]) -> _Spoken:
        """The evidence for a topic in one sentence."""
        by: dict[str, dict[str, CueHit]] = {"phrase": {}, "word": {}}
        for hit in said.hits:
            meaning = self.meanings[hit.cue]
            if meaning.of == topic and meaning.how in by and not {hit.start, hit.end - 1} & covered:
                by[meaning.how].setdefault(self.cues.cues[hit.cue].text, hit)
        reached = {at for hit in by["phrase"].values() for at in range(hit.start, hit.end)}
        hints = {text: hit for text, hit in by["word"].items() if hit.start not in reached}
        hints = {text: hit for text, hit in hints.items() if not _is_part(hit, hints.values())}
        reached.update(at for hit in hints.values() for at in range(hit.start, hit.end))
        alike = said.like.get(topic)
        like = alike if alike is not None and alike.example else None
        if like is not None and (covered or reached) and not like.sure:
            left = [hit for hit in like.words if hit.start not in reached and hit.start not in covered]
            like = like if left else None
        weight = (_PHRASE if said.near else _PLAIN) * len(by["phrase"]) + _HINT * len(hints)
        if like is not None:
            weight += _PHRASE if like.sure else _HINT
        return _Spoken(weight, by["phrase"], hints, like, alike, said.near)

    def _covered(self, of: str, hits: list[CueHit]) -> set[int]:
        """The words that only look like cues of a topic or a subject."""
        mine = [hit for hit in hits if self.meanings[hit.cue] == _Meaning(of, "not")]
        return {at for hit in mine for at in range(hit.start, hit.end)}


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> Recogniser:
    return Recogniser(*pickle.loads(packed))  # noqa: S301  packed by the process that sent it


def _without(text: str, passages: Iterable[tuple[int, int]]) -> str:
    """A text with passages left blank. Everything else keeps its place."""
    for start, end in passages:
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return text


def _joined(one: Spoken, other: Spoken) -> Spoken:
    """A subject line of more than one sentence."""
    return Spoken(
        f"{one.text} {other.text}", one.size + other.size, [*one.words, *other.words],
        one.names or other.names, one.near or other.near, one.own or other.own,
    )  # fmt: skip


def _matters(subject: str, cues: Iterable[tuple[Cue, _Meaning]], base: FactBase) -> frozenset[str]:
    """The words of other matters: those that neither the subject nor a topic of it is recognised by."""
    ids = {_as_subject(subject), *(id_ for id_, topic in base.topics.items() if topic.subject == subject)}
    mine = [word for cue, meaning in cues if meaning.of in ids and meaning.how != "not" for word in cue.words]
    whole = frozenset(chain.from_iterable(word.whole for word in mine))
    begins = tuple({beginning for word in mine for beginning in word.begins})
    return frozenset(word for word in OTHER_MATTERS - whole if not word.startswith(begins))


def _all_evidence(some: Iterable[Recognised]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in some for text in one.evidence))


def _as_subject(id_: str) -> str:
    return f"{id_}/"  # as no topic is called


def _is_subject(of: str) -> bool:
    return of.endswith("/")


def _is_part(hit: CueHit, others: Iterable[CueHit]) -> bool:
    """Whether a hint is only part of another, or repeats an earlier one's words: "a firm" twice is one hint."""
    return any(
        other.start <= hit.start
        and hit.end <= other.end
        and (other.end - other.start, hit.cue) > (hit.end - hit.start, other.cue)
        for other in others
        if other is not hit
    )


def _by_sentence(topic: Topic, parts: Sequence[_Spoken], hints: Mapping[str, CueHit], *, named: bool) -> float:
    """The evidence for a topic in the strongest sentence, with a little for the others. ``named`` is whether a phrase,
    a question or a fear names the topic.
    """
    best = max(parts, key=lambda one: one.weight)
    if topic.alone:  # hints alone do not add it to other topics
        return best.weight if named or (best.like and best.like.sure) else _HINT
    others = len(hints.keys() - best.hints.keys()) + bool(best.like)
    return best.weight + _APART * min(len(parts) - 1, others)


def _together(parts: Sequence[_Spoken], alike: Sequence[Likeness], size: int) -> float:
    """The evidence for a topic in a message of ``size`` words, all weighed together. ``alike`` is sorted, highest
    first.
    """
    phrases = sum(len(one.phrases) for one in parts)
    most = max((len(one.hints) for one in parts), default=0)
    others = len({text for one in parts for text in one.hints}) - most
    like = sum(share * one.weight for share, one in zip((_ALIKE, _NEXT), alike, strict=False))
    return _FAR * min(2, phrases) + _EACH * (min(2, most) + min(2, others)) + like - _LENGTH * math.log1p(size / _PAGE)


def _is_named(places: Sequence[int], short: str, words: list[MessageToken], text: str) -> bool:
    """Whether words are a name: they have capitals, or their short form stands beside them."""
    some = [words[at] for at in places]
    if any(len(one.word) < 2 for one in some) or any(words[at].parted for at in range(places[0] + 1, places[-1] + 1)):
        return False
    if all(text[one.start].isupper() for one in some):
        return True
    beside = {words[at].word for at in range(max(0, places[0] - 2), min(len(words), places[-1] + 3))}
    return short in beside and all(one.word not in EVERYDAY for one in some)


def _written(base: FactBase) -> Iterator[tuple[str, str, str]]:
    """Every written cue, with its id and the way in which it counts."""
    for subject in base.subjects.values():
        of = _as_subject(subject.id)
        if not subject.recognised_by:
            yield from ((of, how, text) for how, text in _named(subject.name))
        for how, key in (("phrase", "phrases"), ("word", "words"), ("beside", "beside"), ("not", "not")):
            yield from ((of, how, text) for text in subject.recognised_by.get(key, ()))
    for topic in base.topics.values():
        yield from ((topic.id, "phrase", text) for text in topic.phrases)
        yield from ((topic.id, "word", text) for text in topic.words)
        yield from ((topic.id, "not", text) for text in topic.not_)


def _named(name: str) -> Iterator[tuple[str, str]]:
    """Cues from the name of a subject that has no cues of its own: the whole name, and its last word as a hint."""
    words = [one.word for one in tokens(name) if one.word != "the"]
    if not words:
        return
    singular = words[-1].removesuffix("es") if words[-1].endswith("ses") else words[-1].removesuffix("s")
    forms = "|".join(dict.fromkeys((words[-1], singular, f"{singular}s", f"{singular}es")))
    yield ("word" if len(words) == 1 or words[-2].endswith("'s") else "phrase"), " ".join([*words[:-1], forms])
    yield "word", forms


# Checks: whether every cue can be found, and whether the cues recognise the examples.

_CUES_HINT = (
    "words, 'either|or', 'begin*', '...' for a few others between; brackets hold choices side by side "
    "or of several words: '(no one|nobody) (asked|told)'"
)

_SPOKEN: Final = re.compile(r"[^\W_][\w' -]*\*?")
_SPOKEN_HINT: Final = "each is a word, a few words, or 'begin*'; no choices stand there"


def check_cues(base: FactBase, facts: str, subject: str = "") -> Iterator[Problem]:
    """Report cues that find nothing, and examples that are not recognised. ``facts`` is the facts folder's name in
    problems. With a ``subject``, only the examples of its topics are tried.
    """
    for known in base.subjects.values():
        for text in (text for texts in known.spoken_of.values() for text in texts):
            if not _SPOKEN.fullmatch(text):
                where = Where(f"{facts}/{known.id}/words.yaml")
                yield Problem(where, "odd-cue", f"nothing can be found by '{text}' of 'spoken_of'", _SPOKEN_HINT)
    for where, of, text in _all(base, facts):
        if not parse_cues(text):
            yield Problem(where, "odd-cue", f"{of}nothing can be found by '{text}'", _CUES_HINT)
        elif never := never_met(text):
            message = f"{of}nothing can be found by '{text}': no message has '{never}' as a word"
            hint = "write it as words with spaces between, and '...' in place of a comma"
            yield Problem(where, "odd-cue", message, hint)
    yield from _misread(base, facts)
    recogniser = Recogniser.of(base)
    for topic in base.topics.values():
        named = base.subjects.get(topic.subject)
        for example in topic.examples if subject in {"", topic.subject} else ():
            said = f"{named.name}: {example}" if named else example  # as in a message on the subject
            if not any(one.id == topic.id and one.sure for one in recogniser.raised_in(topic.subject, said)):
                message = f"'{topic.id}' is not surely recognised in its example '{example[:60]}'"
                yield Problem(topic.where, "lost-example", message, "add a phrase of it")


def _misread(base: FactBase, facts: str) -> Iterator[Problem]:
    """Cues that no example of their topic has, and that were perhaps meant otherwise than they are read."""
    known = [(topic.where, text, topic.examples) for topic in base.topics.values() for text in _texts_of(topic)]
    for subject in base.subjects.values():
        examples = tuple(one for topic in base.topics.values() if topic.subject == subject.id for one in topic.examples)
        where = Where(f"{facts}/{subject.id}/words.yaml")
        known += [(where, text, examples) for texts in subject.recognised_by.values() for text in texts]
    for meaning, text in written_cues(base):
        topic = base.topics.get(topic_of(meaning.id)) if meaning.id not in base.actions else None
        where = topic.where if topic is not None else base.actions[meaning.id].where
        known.append((where, text, (*topic.examples, meaning.text) if topic is not None else (meaning.text,)))
    for where, text, examples in known:
        others = other_reading(text)
        own = [[word for word in other.split() if word not in EVERYDAY] for other in others]
        if others and all(len(words) > 1 for words in own) and not _is_in(text, examples):
            pieces = text.split()
            read = " ".join(f"({piece})" if "|" in piece else piece for piece in pieces)
            message = f"'{text}' is read as '{read}', which no example has"
            yield Problem(where, "misread-cue", message, f"for either of the two, write '({'|'.join(others)})'")


def _is_in(text: str, examples: Iterable[str]) -> bool:
    found = Cues.of(parse_cues(text))
    return any(found.find(tokens(example)) for example in examples)


def _texts_of(topic: Topic) -> tuple[str, ...]:
    return (*topic.phrases, *topic.words, *topic.not_)


def _all(base: FactBase, facts: str) -> Iterator[tuple[Where, str, str]]:
    """Every cue with its place in the files, and its topic or subject where the place does not show it."""
    for subject in base.subjects.values():
        where = Where(f"{facts}/{subject.id}/words.yaml")
        yield from ((where, "", text) for texts in subject.recognised_by.values() for text in texts)
    for topic in base.topics.values():
        yield from ((topic.where, "", text) for text in _texts_of(topic))
    for meaning, text in written_cues(base):
        action = base.actions.get(meaning.id)
        where = action.where if action is not None else base.topics[topic_of(meaning.id)].where
        yield where, f"'{meaning.id}': ", text
