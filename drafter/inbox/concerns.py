"""What a message asks, fears and wants done, judged by how its sentences are meant, with the words that show it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property, lru_cache
from typing import Final

from drafter.english.lists import lists
from drafter.facts.model import FactBase, Subject
from drafter.facts.names import NameKind
from drafter.frozen import NamedTuple, dataclass
from drafter.inbox.cues import STOP, CueHit, Cues, MessageToken, parse_cues, tokens

# Manners: the words by which a sentence shows how it is meant. They belong to the language, not to a subject.

_WORDS: Final = lists("manner")


class Manner(Enum):
    """What the words of a sentence do."""

    TELL = auto()  # ask to be told
    NOT_TELL = auto()  # say that something is not asked
    WONDER = auto()  # say that nobody knows, or that somebody was asked
    DO = auto()  # ask for something to be done
    YOU = auto()  # the same, as a question: "will you"
    DOUBT = auto()  # say that something is not feared
    SAYS = auto()  # tell what others say
    AT_EASE = auto()  # say that the writer is not worried about what follows
    NOT_MY_WORRY = auto()  # say that the writer is not worried about what stands before


_SUBJECT: Final = "SUBJECT"  # in a cue, this stands for the words that name a subject
WORDS: Final = {manner: _WORDS.phrases(manner.name.lower().replace("_", " ")) for manner in Manner}


# Sentences: whether one asks to be told, asks for something to be done, denies, or tells what others say.
#
# The words that show it are in ``english/data/manner.txt``. They are written as cues, like those of topics.

SURE: Final = 1.0
UNSURE: Final = 0.5
_NOT: Final = _WORDS.words("not")
_BUT: Final = _WORDS.words("but")  # ends a denial
_BE: Final = _WORDS.words("be")
_OUGHT: Final = _WORDS.words("ought")
_SEE: Final = _WORDS.words("see")
_BEFORE_NOUN: Final = _WORDS.words("before a noun")
_IS_SAID: Final = _WORDS.words("is said to be")
_WHO_DOES: Final = _WORDS.words("who does")
_BEFORE: Final = _WORDS.words("before")
_OPENS: Final = _WORDS.words("opens")
_YOU: Final = _WORDS.words("the reader")
_ITEM: Final = re.compile(r"\s*(?:[-*\u2022\u00b7\u2013]|\(?[0-9a-z]{1,3}[.)])\s")
_ENDS: Final = frozenset(".?!\n")
_TURNED: Final = _WORDS.words("asks without a mark")
_ASKED_ABOUT: Final = _WORDS.words("asked about")
LEAVE: Final = _WORDS.words("asks for leave")
OURSELVES: Final = frozenset(("i", "we"))
_QUESTIONS: Final = _WORDS.words("questions")
_LONGEST: Final = 120  # words; a longer sentence without a full stop is split here


@lru_cache(maxsize=8)
def _manners(named: frozenset[str]) -> tuple[Cues, tuple[Manner, ...]]:
    """The cues of all manners. ``named`` are words that name a subject, so that "explain trams" asks to be told."""
    either = "|".join(sorted(named | {"it"}))
    every = [(manner, text.replace(_SUBJECT, either)) for manner, texts in WORDS.items() for text in texts]
    found = [(cue, manner) for manner, text in every for cue in parse_cues(text)]
    return Cues.of(cue for cue, _ in found), tuple(manner for _, manner in found)


@dataclass(frozen=True)
class MeantSentence:
    """One sentence of a text. ``start``, ``end`` and all places passed to its methods are numbers of the text's tokens.

    ``named`` are words that name a subject. ``carried`` are the manners of the line that opens a list, such as "I ask
    you to:", if this sentence is an item of that list.
    """

    tokens: Sequence[MessageToken]
    start: int
    end: int
    question: bool
    named: frozenset[str]
    carried: frozenset[Manner] = frozenset()

    @cached_property
    def manners(self) -> dict[Manner, list[CueHit]]:
        """The words of this sentence that show a manner, in order."""
        cues, meant = _manners(self.named)
        found: dict[Manner, list[CueHit]] = {manner: [] for manner in Manner}
        for hit in self.found(cues):
            found[meant[hit.cue]].append(hit)
        wondered = found[Manner.WONDER]
        found[Manner.TELL] = [one for one in found[Manner.TELL] if not any(_within(one, other) for other in wondered)]
        denied = found[Manner.NOT_TELL]
        found[Manner.TELL] = [one for one in found[Manner.TELL] if not any(_over(one, other) for other in denied)]
        return found

    def found(self, cues: Cues) -> list[CueHit]:
        """The cues of this sentence, in order. Their places are numbers of the text's tokens."""
        hits = cues.find(list(self.tokens[self.start : self.end]))
        return [CueHit(hit.cue, hit.start + self.start, hit.end + self.start) for hit in hits]

    def asks(self, hit: CueHit) -> float:
        """How sure it is that some words ask to be told something."""
        manners = self.manners
        tells = [one for one in manners[Manner.TELL] if one.start <= hit.start or one.end >= self.end - 1]
        if self.denies(hit):
            return 0.0
        if not tells and any(one.start <= hit.start for one in manners[Manner.NOT_TELL]):
            return SURE  # "I ask not who it is, but why"
        begged = [one for one in self.begged if one.start < hit.start and one.start not in self._of(hit)]
        if tells or Manner.TELL in self.carried:
            return SURE
        if self.question and not begged:
            return SURE
        if manners[Manner.WONDER] or (self._begins(hit) and self._word(hit.start) in _OPENS):
            return UNSURE
        return 0.0

    @cached_property
    def begged(self) -> list[CueHit]:
        """The words that ask the reader to do something, or for leave to: "will you", "may I ask". "Can I keep my own
        doctor?" asks for neither.
        """
        return [
            one
            for one in self.manners[Manner.YOU]
            if self._word(one.end - 1) not in OURSELVES or self._word(one.end) in LEAVE
        ]

    @cached_property
    def turned_round(self) -> bool:
        """Whether it is a question by the order of its words alone: "is it privatisation", "will the ward close"."""
        at = self.start
        while self._word(at) in _BEFORE:
            at += 1
        return self._word(at) in _TURNED and (self._word(at + 1) in _ASKED_ABOUT or self._word(at + 1) in self.named)

    def denies(self, hit: CueHit) -> bool:
        """Whether the sentence says that some words are not what is asked."""
        denials = [one for one in self.manners[Manner.NOT_TELL] if one.start <= hit.start]
        return bool(denials) and not self._taken_back(denials, hit, self.manners[Manner.TELL])

    def requests(self, hit: CueHit) -> float:
        """How sure it is that some words ask for something to be done."""
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

    def fears(self, hit: CueHit) -> float:
        """How sure it is that some words say what is feared."""
        manners = self.manners
        denials = [one for one in (*manners[Manner.DOUBT], *manners[Manner.NOT_TELL]) if one.start <= hit.start]
        if denials and not self._taken_back(denials, hit, ()):
            return 0.0
        if hit.start in self.at_ease:
            return 0.0
        near = [self._word(at) for at in range(max(self.start, hit.start - 3), hit.start)]
        if not _NOT.isdisjoint(near[-2:]) and not _BE.isdisjoint(near) and _OUGHT.isdisjoint(near):
            return 0.0
        asked = any(one.start <= hit.start for one in (*manners[Manner.TELL], *manners[Manner.WONDER]))
        told = any(one.start < hit.start for one in manners[Manner.SAYS])
        return UNSURE if self.question or self.turned_round or asked or told else SURE

    @cached_property
    def at_ease(self) -> frozenset[int]:
        """The words of which the writer says not to be worried about them, up to the end of the clause. What ministers
        are not worried about is left: it may be just what the writer fears.
        """
        found: set[int] = set()
        for hit in self.manners[Manner.AT_EASE]:
            at = hit.end
            while self._goes_on(at):
                found.add(at)
                at += 1
        for hit in self.manners[Manner.NOT_MY_WORRY]:
            at = hit.start
            while at > self.start and not self.tokens[at].parted and self._word(at - 1) not in _BUT:
                at -= 1
                found.add(at)
        return frozenset(found)

    def _goes_on(self, at: int) -> bool:
        return self._word(at) != STOP and not self.tokens[at].parted and self._word(at) not in _BUT

    def gainsays(self, hit: CueHit) -> bool:
        """Whether the writer denies that something is what some words say: "I do not think that they are a danger".
        What the writer thinks wrong, or others fail to see, is not denied.
        """
        denials = [one for one in self.manners[Manner.DOUBT] if one.start <= hit.start and self._word(one.end) != "to"]
        if self.question or not denials or self._taken_back(denials, hit, self.manners[Manner.TELL]):
            return False
        between = {self._word(at) for at in range(max(one.end for one in denials), hit.start)}
        at = hit.start - 1
        while self._word(at) in _BEFORE_NOUN:
            at -= 1
        return self._word(at) in _IS_SAID and _NOT.isdisjoint(between) and _SEE.isdisjoint(between)

    def _of(self, hit: CueHit) -> range:
        return range(hit.start, hit.end)

    def _word(self, at: int) -> str:
        return self.tokens[at].word if self.start <= at < self.end else STOP

    def _begins(self, hit: CueHit) -> bool:
        """Whether words stand at the beginning of the sentence, or of a part of it."""
        at = hit.start - 1
        while self._word(at) != STOP:
            word = self._word(at)
            if not (word in _BEFORE or word.isdigit() or len(word) <= 1 or set(word) <= set("iv")):
                return False
            at -= 1
        return True

    def _taken_back(self, denials: Sequence[CueHit], hit: CueHit, tells: Sequence[CueHit]) -> bool:
        """Whether something between a denial and the words after it cancels the denial."""
        between = range(max(one.end for one in denials), hit.start)
        return any(self._word(at) in _BUT for at in between) or any(one.start in between for one in tells)

    def _refused(self, request: CueHit, hit: CueHit) -> bool:
        """Whether a request asks for something not to be done, or is no request."""
        at = request.start
        while at > max(self.start, request.start - 2) and not self.tokens[at].parted:
            at -= 1
        turned = False
        for place in range(at, hit.start):
            word = self._word(place)
            turned = (turned or (word in _NOT and not (self.question and place > request.start))) and word not in _BUT
        return turned


def _within(one: CueHit, other: CueHit) -> bool:
    return other.start <= one.start and one.end <= other.end


def _over(one: CueHit, other: CueHit) -> bool:
    return one.start < other.end and other.start < one.end


def sentences(tokens: Sequence[MessageToken], text: str, named: frozenset[str]) -> Iterator[MeantSentence]:
    """The sentences of a text. A colon ends none, but its manners carry on to a list after it. ``named`` are words that
    name a subject.
    """
    start = 0
    carried: frozenset[Manner] = frozenset()
    first = False  # whether this is the line right after one that opens a list
    fresh = 0  # where in the text the line begins
    for at, token in enumerate((*tokens, MessageToken(STOP, len(text), len(text)))):
        goes_on = at - start < _LONGEST
        if goes_on and token.word != STOP:
            continue
        stop = text[token.start : token.end] if at < len(tokens) else "\n"
        if goes_on and not _ENDS & set(stop):
            continue
        item = bool(_ITEM.match(text, fresh))
        if not (item or first):
            carried = frozenset()
        if at > start:
            made = MeantSentence(tokens, start, at, "?" in stop, named, carried)
            yield made
            if "\n" in stop:
                line = text[fresh : token.start + stop.index("\n")].rstrip()
                first = line.endswith((":", "-", "\u2013"))
                carried = _carried(made) if first else carried
        if "\n" in stop:
            fresh = token.end
        start = at + (token.word == STOP)


def _carried(opening: MeantSentence) -> frozenset[Manner]:
    """The manners that an opening line passes on to its list: "I should like to ask:", "I ask you to:"."""
    words = [token.word for token in opening.tokens[opening.start : opening.end]]
    asks = opening.manners[Manner.TELL] or (words[-1] != "to" and not _QUESTIONS.isdisjoint(words))
    does = opening.manners[Manner.DO] or opening.manners[Manner.YOU]
    return frozenset(manner for manner, holds in ((Manner.TELL, asks), (Manner.DO, does)) if holds)


# Concerns: what a message asks, what it fears, and what it wants done.


class Suggestion(NamedTuple):
    """Something that a message seems to say: how sure that is, from 0 to 1, and the words that show it.

    ``id`` is that of a topic, a question or fear ("closures.when"), or an action. ``place`` is where it is first said:
    the number of the word.
    """

    id: str
    sureness: float
    evidence: tuple[str, ...]
    place: int = 0

    @property
    def sure(self) -> bool:
        """Whether a letter may answer it before a person has looked."""
        return self.sureness >= SURE


class StatedConcerns(NamedTuple):
    """What a text asks, fears and wants done, each in the order of the text."""

    asks: tuple[Suggestion, ...] = ()
    fears: tuple[Suggestion, ...] = ()
    wants: tuple[Suggestion, ...] = ()

    def of_topic(self, topic: str, *, fears: bool = True) -> tuple[Suggestion, ...]:
        """The questions and fears that surely raise this topic."""
        every = (*self.asks, *(self.fears if fears else ()))
        return tuple(one for one in every if one.sure and topic_of(one.id) == topic)


def topic_of(id_: str) -> str:
    """The topic of a question or a fear."""
    return id_.partition(".")[0]


class ConcernKind(Enum):
    """What people say of a subject."""

    ASK = "question"
    FEAR = "fear"
    WANT = "action"


class Meaning(NamedTuple):
    """What a cue stands for: a question, a fear or an action, its subject, and how it reads in running text."""

    kind: ConcernKind
    id: str
    subject: str
    text: str


class _Found(NamedTuple):
    hit: CueHit
    meaning: Meaning
    sureness: float


@dataclass(frozen=True)
class Concerns:
    """What people ask, fear and want, built once from the facts. These cues are separate from those of topics, so they
    never change how topics are recognised.
    """

    cues: Cues
    meanings: tuple[Meaning, ...]
    order: Mapping[Meaning, int]
    named: frozenset[str]  # words that name a subject

    @classmethod
    def of(cls, base: FactBase) -> Concerns:
        """The cues of every question, fear and action."""
        found = [(cue, meaning) for meaning, text in written_cues(base) for cue in parse_cues(text)]
        meanings = tuple(meaning for _, meaning in found)
        order = {meaning: at for at, meaning in enumerate(dict.fromkeys(meanings))}
        named = frozenset(word for subject in base.subjects.values() for word in _named(subject))
        return cls(Cues.of(cue for cue, _ in found), meanings, order, named)

    def said(self, subject: str, words: list[MessageToken], text: str, heading: int = 0) -> StatedConcerns:
        """What a text says on a subject. Its first ``heading`` letters are an old subject line, which proves
        nothing.
        """
        hits = [hit for hit in self.cues.find(words) if self.meanings[hit.cue].subject == subject]
        found: list[_Found] = []
        if hits:  # most sentences have no hit and need no look
            at = 0
            for sentence in sentences(words, text, self.named):
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
        return StatedConcerns(*(tuple(self._told(kind, found, words, text)) for kind in ConcernKind))

    def heard_in(self, sentence: MeantSentence, *, wants: bool = False) -> frozenset[int]:
        """The words of a sentence by which it asks, fears or wants something known, of any subject, sure or not; with
        ``wants`` only those by which it wants something.
        """
        found = self._in(sentence, sentence.found(self.cues))
        some = (one for one in found if not wants or one.meaning.kind is ConcernKind.WANT)
        return frozenset(at for one in some for at in range(one.hit.start, one.hit.end))

    def fears_in(self, sentence: MeantSentence) -> Iterator[CueHit]:
        """The words of a sentence by which a fear of any subject is known, whether or not it is denied."""
        return (hit for hit in sentence.found(self.cues) if self.meanings[hit.cue].kind is ConcernKind.FEAR)

    def _in(self, sentence: MeantSentence, hits: Iterable[CueHit]) -> Iterator[_Found]:
        """What one sentence says. Where one meaning's words are part of another's, only the other is meant. Of one cue
        that is found within itself only the inner words count: "what they are, what is planned" are two questions.
        """
        found = []
        every = list(hits)
        for hit in every:
            if any(other.cue == hit.cue and _part_of(other, hit) for other in every):
                continue
            meaning = self.meanings[hit.cue]
            judge = {
                ConcernKind.ASK: sentence.asks,
                ConcernKind.FEAR: sentence.fears,
                ConcernKind.WANT: sentence.requests,
            }[meaning.kind]
            sureness = judge(hit)
            if sureness:
                found.append(_Found(hit, meaning, sureness))
        wanted = [one.hit for one in found if one.meaning.kind is ConcernKind.WANT and one.sureness >= SURE]
        for one in found:
            kind, id_ = one.meaning.kind, one.meaning.id
            rivals = (other.hit for other in found if other.meaning.kind is kind and other.meaning.id != id_)
            if any(_part_of(one.hit, rival) for rival in rivals):
                continue
            if kind is not ConcernKind.ASK or not any(_over(one.hit, hit) for hit in wanted):
                yield one

    def _told(
        self, kind: ConcernKind, found: Iterable[_Found], words: list[MessageToken], text: str
    ) -> Iterator[Suggestion]:
        by_meaning: dict[Meaning, list[_Found]] = {}
        for one in found:
            if one.meaning.kind is kind:
                by_meaning.setdefault(one.meaning, []).append(one)
        places = {meaning: min(one.hit.start for one in mine) for meaning, mine in by_meaning.items()}
        # What begins with the same word stands in the order of the facts.
        for meaning in sorted(by_meaning, key=lambda one: (places[one], self.order[one])):
            mine = by_meaning[meaning]
            best = max(one.sureness for one in mine)
            fuller = (other for other in by_meaning if other != meaning and _says(other, meaning))
            if not any(max(one.sureness for one in by_meaning[other]) >= best for other in fuller):
                hits = [one.hit for one in mine if one.sureness == best]
                yield Suggestion(meaning.id, best, stand(hits, words, text)[:4], places[meaning])


def _named(subject: Subject) -> Iterator[str]:
    """The word with which a subject's name begins, in its short and its full form."""
    fulls = [one.long for one in subject.abbreviations if subject.name in (one.short, f"{one.short}s")]
    for name in (subject.name, *fulls):
        yield from [one.word for one in tokens(name) if one.word != "the"][:1]


def written_cues(base: FactBase) -> Iterator[tuple[Meaning, str]]:
    """Every cue of a question, a fear or an action, as it was written."""
    for topic in base.topics.values():
        for kind, concerns in ((ConcernKind.ASK, topic.questions), (ConcernKind.FEAR, topic.fears)):
            for concern in concerns:
                meaning = Meaning(kind, f"{topic.id}.{concern.id}", topic.subject, concern.text)
                yield from ((meaning, text) for text in concern.phrases)
    for action in base.actions.values():
        meaning = Meaning(ConcernKind.WANT, action.id, action.subject, action.ask)
        yield from ((meaning, text) for text in action.phrases)


def concerns_by_id(base: FactBase, kind: NameKind) -> dict[str, str]:
    """All questions, fears or actions by their ids, each as it reads in running text."""
    if kind is NameKind.ACTION:
        return {id_: action.ask for id_, action in base.actions.items()}
    of = "questions" if kind is NameKind.QUESTION else "fears"
    return {f"{topic.id}.{one.id}": one.text for topic in base.topics.values() for one in getattr(topic, of)}


def _part_of(one: CueHit, other: CueHit) -> bool:
    return other.start <= one.start and one.end <= other.end and (one.start, one.end) != (other.start, other.end)


def _says(fuller: Meaning, other: Meaning) -> bool:
    """Whether one meaning is part of another: who asks for a debate and a vote also asks for a debate."""
    if fuller.kind is not ConcernKind.WANT and topic_of(fuller.id) != topic_of(other.id):
        return False
    return set(other.text.split()) < set(fuller.text.split())


def stand(hits: Iterable[CueHit], words: list[MessageToken], text: str) -> tuple[str, ...]:
    """The words behind some hits, as they stand in the text, in order, without repeats."""
    spans = sorted((words[hit.start].start, words[hit.end - 1].end) for hit in hits)
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and start < kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(dict.fromkeys(" ".join(text[start:end].split()) for start, end in kept))
