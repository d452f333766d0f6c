"""From steps to sentences: make candidates for each group of claims, and keep the best letter by a beam search.

Every candidate keeps the laws of ``drafter.letter.laws``. Its cost is how badly it reads: tags, repeated beginnings,
long sentences, tense. A hash of the text's own key breaks ties, so that all readers of a text get the same one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import takewhile
from typing import Any, TypeVar

from drafter.facts.claims import is_plural, plain
from drafter.facts.model import Fact, FactBase, FactKind, Side
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.clauses import (
    Clauses,
    Frame,
    Place,
    Voice,
    as_itself,
    asked_then,
    bases,
    dated_once,
    frames,
    introductions,
    own_voice,
    says_nothing,
    shared,
    silences,
    subject_of,
)
from drafter.letter.plan import Basis, Begin, HeadStep, Put, Say, Silence, Step, Yet
from drafter.letter.tree import (
    MOST_BARE,
    MOST_INTRODUCED,
    NEW,
    OPENERS,
    STATUS_NEW,
    Heading,
    Kind,
    Paragraph,
    Segment,
    Sentence,
    denies,
    is_past,
    is_told_plainly,
    lower,
    may_begin_bare,
    may_stand_bare,
    opening_of,
    promises,
    sounds_reported,
    upper,
)

BEAM = 6
_ALIKE_KEPT = 3
LONGEST = 34  # words in a sentence
_MOST_SHARING = 3  # claims that share a subject
_SHARED = 24  # most words in a clause whose claims share their subject
_LONG, _SHORT = 24, 7  # words in a sentence from which on, and below which, it has a cost
_MOST_UNDER = 3  # clauses under one frame
_AFTER_QUESTION = frozenset(("plain", "name plain"))  # right after a question there is nothing yet for "also" or "adds"
_OLD_ANSWER = 300
_ALIKE, _TOO_LONG = 8.0, 6.0
_ALIKE_PARAGRAPHS = 2.5  # for a paragraph that begins as the one before it
_PAPER_AS_PAST = 12.0  # for 'the guide said', where the guide is new: more than for any tag, and as much dearer
_SAYS_AGAIN = 1.5  # for a day that the letter has given already
_HAD = 1.0  # for 'had told Parliament in January', where 'told' and the day say as much
_ALSO_FIRST = 1.5  # for 'also' before the paragraph has said anything of this speaker
_UNREPORTED = 4.0  # for a sentence without a tag that does not sound reported: a reader takes it for the letter's word
_UNCLEAR = 9.0  # for a 'that' behind a sentence that tells more than it means
_PROMISED = 0.6  # for what was promised, told without a tag: 'it would be open to all'
_DENIED = 2.6  # for what was denied, told without a tag: a reader takes it for the letter's own assurance
_BARE, _BARE_AGAIN = 2.6, 5.0  # for a sentence without a tag, and for a second one: the speaker is far behind by then
_BARE_BASIS = 0.7  # for one of the document that the letter has said it is mostly from
_LEANING = 1.6  # for a sentence without a tag whose claim depends on the one before: it belongs in its sentence
_ACCORDING = 3.0  # for 'according to the guide, it would': the words before it do not lead a reader into the past
_WORTH_INTRODUCING = 3  # groups of claims from which on a sentence may introduce them
_INTRODUCING = 6.0  # for that sentence, and again for each that the letter has already
_SO = 0.5  # for a matter of record told as what is so, in a paragraph that has named its document
_SO_LATER = 2.0  # for the same in another paragraph of a letter that has named it: whose record is it?
_SO_FIRST = 4.5  # for the same, before the letter has named it: a reader wants to know once
_OPEN, _SEARCHED = 2, 3.0  # the first ways to say that a question is open; for the others, which speak of papers
_SMALL = frozenset(
    (
        "the a an this that these those you your it its he she they we in on at no nothing none some if so please what"
    ).split()
)
_ATTRIBUTION, _DEAR = 2.2, 9.0

Blocks = tuple["Heading | Paragraph", ...]


class ToldState(NamedTuple):
    """What the next sentence must know of the letter so far."""

    blocks: Blocks = ()
    part: str = ""
    sentences: tuple[Sentence, ...] = ()  # of the current paragraph
    cost: float = 0.0
    named: frozenset[tuple[str, str]] = frozenset()  # speakers named in full
    known: frozenset[int] = frozenset()  # things named in the letter
    near: frozenset[int] = frozenset()  # things named in this paragraph
    glossed: frozenset[str] = frozenset()
    spelt: frozenset[str] = frozenset()  # abbreviations used so far
    governor: tuple[str, str] = ("", "")  # the current speaker
    dated: frozenset[tuple[str, str]] = frozenset()  # voices whose day is given, here or in the whole letter
    speakers: tuple[tuple[str, str], ...] = ()  # of this paragraph
    bare: int = 0
    introduced: bool = False  # whether a sentence has said whose words the next ones are
    opening: str = ""
    subject: str = ""
    opener: str = ""
    answer: str = ""
    yet: bool = False
    differs: bool = False  # whether the next claim differs from the last
    last: str = ""  # the last fact told
    tense: tuple[tuple[tuple[str, str], bool], ...] = ()  # each speaker's tense in this letter
    shapes: tuple[str, ...] = ()
    occasion: str = ""  # the verb phrase last used for the speaker
    framed: bool | None = None  # whether the last frame is for claims told as past; None where it goes with both
    asked_in: bool = False  # whether the last claim was somebody's question
    silences: int = 0
    basis: tuple[str, str] = ("", "")  # the voice that most of the letter is from, once it is named


class ClaimGroup(NamedTuple):
    """Claims that share their subject, told in one clause."""

    subject: str
    facts: tuple[Fact, ...]


class Telling(NamedTuple):
    """How the claims of one step are told: in which voice and tense. ``had`` tells that they are history."""

    voice: Voice
    past: bool
    had: bool = False


class _Set(NamedTuple):
    """A sentence as it is set.

    ``also`` tells that "Also" or the like was put first, because it began as the one before. ``words`` counts
    abbreviations in their short form, and ``length`` is the cost of so many. ``last`` is the last fact that it tells.
    ``chance`` varies letters; it is the same for the same text.
    """

    sentence: Sentence
    also: bool
    opening: str
    words: int
    length: float
    shorts: frozenset[str]
    last: str
    chance: float


class _Clauses(NamedTuple):
    """Joined clauses, and the state after them."""

    known: frozenset[int]
    near: frozenset[int]
    glossed: frozenset[str]
    segments: tuple[Segment, ...]
    text: str


class _Under(NamedTuple):
    """Some claims as they stand under any frame. ``past`` is the tense of a sentence that sounds the same in both.

    ``said`` are the sentences that were made of them so far, by their frame and by what stands before it; ``None`` for
    one that is too long.
    """

    clauses: _Clauses
    segments: Sequence[Segment]
    subject: str
    past: bool | None
    said: dict[tuple[object, ...], _Set | None]


class _Counted(NamedTuple):
    """How many words a text has, and the abbreviations in it."""

    words: int
    shorts: frozenset[str]


class _Added(NamedTuple):
    """A state with one more sentence, before it is made: of many that are tried, only the best are.

    ``also`` are the fields that change besides those of every new sentence, and those that ``under`` has.
    """

    before: ToldState
    made: _Set
    cost: float
    shape: str
    also: Mapping[str, Any]
    under: _Under | None = None

    @property
    def opening(self) -> str:
        """How the new sentence begins."""
        return self.made.opening

    def state(self) -> ToldState:
        """The state itself."""
        before, made = self.before, self.made
        fields = {
            "sentences": (*before.sentences, made.sentence),
            "cost": self.cost,
            "opening": made.opening,
            "opener": "",
            "yet": False,
            "differs": False,
            "spelt": before.spelt | made.shorts,
            "last": made.last,
            "shapes": (*before.shapes, self.shape),
            "bare": 0,
            "introduced": False,
            **self.also,
        }
        if self.under is not None:
            clauses, fields["subject"] = self.under.clauses, self.under.subject
            fields.update(known=clauses.known, near=clauses.near, glossed=clauses.glossed)
        return before._replace(**fields)


@dataclass(frozen=True)
class Realiser:
    """Makes the blocks of one letter. ``key`` is the text's own, the same for all its readers.

    What it has made is remembered, also in a copy with another ``dear``.
    """

    base: FactBase
    clauses: Clauses
    key: str
    dear: bool = False  # whether saying who said it costs more than usual
    _memory: dict[object, tuple[Frame, ...]] = field(default_factory=dict, compare=False, repr=False)
    _frames_texts: dict[object, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _sentences_set: dict[object, _Set] = field(default_factory=dict, compare=False, repr=False)
    _lists: dict[object, _Clauses] = field(default_factory=dict, compare=False, repr=False)
    _texts: dict[str, _Counted] = field(default_factory=dict, compare=False, repr=False)
    _unders: dict[object, Sequence[_Under]] = field(default_factory=dict, compare=False, repr=False)
    _tenses: dict[object, bool | None] = field(default_factory=dict, compare=False, repr=False)
    _told: dict[bool, list[tuple[Step, list[ToldState]]]] = field(default_factory=dict, compare=False, repr=False)

    def blocks(self, steps: Sequence[Step]) -> Blocks:
        """The letter's blocks: the best that the beam search found."""
        # Of a letter that was too long a shorter one is tried: as far as their steps are the same, so are the states.
        told = self._told.setdefault(self.dear, [])
        same = sum(1 for _ in takewhile(lambda both: both[0] == both[1][0], zip(steps, told, strict=False)))
        del told[same:]
        beam = told[-1][1] if told else [ToldState()]
        for step in steps[same:]:
            following = [made for state in beam for made in self._made(state, step)]
            beam = [_whole(made) for made in _best(following)]
            told.append((step, beam))
        return _closed(beam[0]).blocks

    # -- One step

    def _made(self, state: ToldState, step: Step) -> Iterator[ToldState | _Added]:
        match step:
            case Begin(part=part, opener=opener):
                yield _closed(state)._replace(
                    part=part, near=frozenset(), governor=("", ""), dated=self._still(state.dated), speakers=(), bare=0,
                    subject="", opener=opener, asked_in=False,
                )  # fmt: skip
            case HeadStep(text=text, part=part):
                closed = _closed(state)
                yield closed._replace(blocks=(*closed.blocks, Heading(text, part)))
            case Yet():
                yield state._replace(yet=True)
            case Put(options=options, of=of):
                first = self._plain(state, options[0], of)
                yield first
                if first.made.also:  # another way of saying it is better than "Also, I am glad that you wrote"
                    yield from (self._plain(state, segments, of) for segments in options[1:])
            case Silence():
                yield from self._silence(state, step)
            case Basis():
                yield from self._basis(state, step.voice)
            case Say():
                yield from self._say(state, step)

    def _plain(self, state: ToldState, segments: tuple[Segment, ...], of: tuple[str, ...]) -> _Added:
        dearer = 0.0
        if of and segments[0].text.startswith("That ") and state.sentences:
            # 'A, and B. That tells us who pays': 'that' would be A too.
            dearer = _UNCLEAR * bool(set(state.sentences[-1].facts) - {*of})
        return self._add(state, segments, "plain", dearer=dearer, governor=("", ""), subject="")

    def _add(
        self,
        state: ToldState,
        segments: Sequence[Segment],
        shape: str,
        *,
        tags: float = 0,
        dearer: float = 0,
        **also: Any,
    ) -> _Added:
        """The state with one more sentence, its first letter large, and its cost. ``also`` are other changed fields."""
        made = self._set(tuple(segments), _begun(state), state.opening)
        return self._added(state, made, shape, also, tags=tags, dearer=dearer)

    def _added(
        self,
        state: ToldState,
        made: _Set,
        shape: str,
        also: Mapping[str, Any],
        *,
        tags: float = 0,
        dearer: float = 0,
        under: _Under | None = None,
    ) -> _Added:
        """The state with a sentence that was made before, and its cost."""
        cost = tags * (_DEAR if self.dear else _ATTRIBUTION) + (_ALIKE if made.also else 0.0)
        if made.shorts and (new := made.shorts - state.spelt):
            cost += _length(made.words + sum([self._long[short] for short in new]))
        else:
            cost += made.length
        cost += 0.8 * state.shapes.count(shape) if shape not in {"plain", "record", "bare"} else 0.3 * (shape == "bare")
        if not state.sentences and made.opening == _opening(state.blocks):
            cost += _ALIKE_PARAGRAPHS
        cost += made.chance * 0.6
        return _Added(state, made, state.cost + cost + dearer, shape, also, under)

    def _set(self, segments: tuple[Segment, ...], begun: str, before: str) -> _Set:
        """A sentence as it is set, with its counts.

        ``begun`` is its beginning, ``before`` that of the sentence before it.
        """
        key = (segments, begun, before)
        if key not in self._sentences_set:  # many letters are tried, mostly with the same sentences
            self._sentences_set[key] = self._newly_set(segments, begun, before)
        return self._sentences_set[key]

    def _newly_set(self, given: tuple[Segment, ...], begun: str, before: str) -> _Set:
        segments = [s for s in ((Segment(begun, Kind.JOIN), *given) if begun else given) if s.text]
        also = opening_of(segments[0].text + (segments[1].text if len(segments) > 1 else "")) == before
        also = also and not segments[-1].text.endswith("?")
        if also:
            segments = _also(segments, before)
        segments[0] = segments[0]._replace(text=upper(segments[0].text))
        sentence = Sentence(tuple(_punctuated(segments)))
        text = sentence.text
        words = len(text.split())
        return _Set(
            sentence,
            also,
            opening_of(text),
            words,
            _length(words),
            self._shorts(text),
            next((s.fact for s in reversed(segments) if s.kind is Kind.CLAIM), ""),
            self._chance(text),
        )

    def _words(self, state: ToldState, *texts: str) -> int:
        """How many words these texts have, one behind the other, with the abbreviations spelt out that come here first.

        All but the last end with a space.
        """
        counted = [self._counted(text) for text in texts]
        shorts = frozenset().union(*[one.shorts for one in counted]) - state.spelt
        return sum([one.words for one in counted]) + sum([self._long[short] for short in shorts])

    def _counted(self, text: str) -> _Counted:
        if text not in self._texts:
            self._texts[text] = _Counted(len(text.split()), self._shorts(text))
        return self._texts[text]

    def _shorts(self, text: str) -> frozenset[str]:
        """The abbreviations in a text."""
        return frozenset([short for short, pattern in self._abbreviated if short in text and pattern.search(text)])

    @cached_property
    def _abbreviated(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What finds each of these abbreviations in a text."""
        return tuple((short, re.compile(rf"\b{short}s?\b")) for short in self._long)

    @cached_property
    def _long(self) -> dict[str, int]:
        """How many words each abbreviation adds to a sentence that spells it out."""
        return {a.short: len(a.long.split()) for a in self.clauses.subject.abbreviations if not a.known}

    def _chance(self, text: str) -> float:
        return int(hashlib.sha256(f"{self.key}\n{text}".encode()).hexdigest()[:4], 16) / 0xFFFF

    def _basis(self, state: ToldState, voice: Voice) -> Iterator[_Added]:
        """The document that most of the letter is from, named with its day."""
        key, things = voice.key, self.clauses.things_in(voice.speaker.full)
        for text in bases(voice, self.base, self.clauses.day):
            named = [Segment(text, Kind.BASIS, source=voice.source, dated=True)]
            yield self._add(
                state, named, "basis", tags=1, governor=("", ""), subject="", basis=key, named=state.named | {key},
                dated=state.dated | {key}, known=state.known | things,
            )  # fmt: skip

    # -- Claims of one speaker

    def _say(self, state: ToldState, step: Say) -> Iterator[ToldState | _Added]:
        new = [fact for fact in step.facts if not self._is_past(fact)]
        if new and len(new) < len(step.facts) and not step.had:
            # The facts that still hold are told apart from those that held on the document's day: 'it was the larger'
            # would say that it is so no more.
            first = [fact for fact in step.facts if (fact in new) == (step.facts[0] in new)]
            ids = {fact.id for fact in step.facts}
            if any(fact.only_after in ids for fact in step.facts):  # what leans on another claim stays behind it
                first = list(takewhile(first.__contains__, step.facts))
            rest = [fact for fact in step.facts if fact not in first]
            for told in self._say(state, replace(step, facts=tuple(first))):
                yield from self._say(_whole(told), replace(step, facts=tuple(rest), answer=""))
            return
        past = step.had or not new
        groups = _grouped(step.facts, self._room(state, step.voice, past=past))
        if step.answer:
            state = state._replace(answer=self._answer(step))
        key = step.voice.key
        before = dict(state.tense).get(key)
        if not past and step.voice.own and before is not False:
            # Words of a certain day may also be told in reported tense, which needs fewer tags.
            plans = sum(fact.kind is FactKind.PLAN for fact in step.facts)
            anew = before is None or key not in state.speakers  # it has this cost in each paragraph
            cost = state.cost + (self._backshift(step.voice) if anew else 0) + 1.0 * plans
            dearer = state._replace(cost=cost, tense=_with(state, key, past=True))
            yield from self._tell(dearer, Telling(step.voice, past=True), groups)
        change = 0 if past or before is not True else 3
        # That a paper's claim had to be told as past says nothing of how its other claims are told.
        forced = past and not step.voice.happened
        tense = state.tense if forced else _with(state, key, past=past)
        plainly = state._replace(cost=state.cost + change, tense=tense)
        yield from self._tell(plainly, Telling(step.voice, past, step.had), groups)

    def _backshift(self, voice: Voice) -> float:
        """The cost of telling a new document's claim as past: a reader takes it to be over."""
        if not voice.happened or voice.paper:
            return _PAPER_AS_PAST * (_DEAR / _ATTRIBUTION if self.dear else 1)
        age = (self.clauses.day - self.base.sources[voice.source].issued.latest).days
        return 2.5 if age <= STATUS_NEW else 0.5

    def _tell(self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]) -> list[_Added]:
        """Every group told, sentence by sentence. Of states that have told equally many groups only the best go on."""
        waiting: dict[int, list[_Added]] = {}
        for told in range(len(groups)):
            against = groups[told].facts[0].but_after
            states = [added.state() for added in _best(waiting.pop(told, ()))] if told else [state]
            for one in states:
                differs = bool(against) and self._just_told(against, one.last)
                before = one if differs == one.differs else one._replace(differs=differs)
                # A matter of record that was told plainly is nobody's word, and nobody goes on behind it.
                goes_on = (told > 0 and before.governor == telling.voice.key) or self._goes_on(before, telling)
                for size, after in self._sentences(before, telling, groups[told:], goes_on=goes_on):
                    waiting.setdefault(told + size, []).append(after)
        return waiting.get(len(groups), [])

    def _just_told(self, fact: str, last: str) -> bool:
        """Whether the last fact told is this one, or one that leans on it."""
        return last in self.base.facts and self.base.facts[last].is_or_leans_on((fact,))

    def _goes_on(self, state: ToldState, telling: Telling) -> bool:
        """Whether this speaker is the current one and goes on."""
        key = telling.voice.key
        fresh = not (state.opener or state.yet or state.answer)
        return fresh and state.governor == key and key in state.dated

    def _sentences(
        self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup], *, goes_on: bool
    ) -> Iterator[tuple[int, _Added]]:
        """Sentences that may come next, each with how many of the groups it tells."""
        voice = telling.voice
        yield from self._plainly_told(state, telling, groups)
        if not goes_on:
            yield from self._leading(state, telling, groups)
            places = self._places(state, telling)
            yield from self._under(telling, groups, self._led(state, telling, places))
            if len(groups) >= _WORTH_INTRODUCING:
                for introduced in self._introduced(state, telling, places):
                    yield from self._bare(introduced, telling, groups)
            return
        same = state.occasion == voice.occasion
        most = MOST_INTRODUCED if state.introduced else MOST_BARE
        if state.bare < most and state.last and not voice.asks and not state.asked_in and same:
            yield from self._bare(state, telling, groups)
        yield from self._under(telling, groups, [(state, frame) for frame in self._more(state, telling)])

    def _leading(
        self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]
    ) -> Iterator[tuple[int, _Added]]:
        """Claims of the letter's basis without a tag, as the first in their paragraph that are somebody's word."""
        voice, past = telling.voice, telling.past
        if state.basis != voice.key or state.speakers or telling.had or state.opener or state.yet or state.answer:
            return
        if past and not all(self._is_past(fact) for fact in groups[0].facts):
            return  # without a tag, 'it was meant to' would be over
        may = [*takewhile(lambda group: may_begin_bare(group.facts, voice, self.base, past=past), groups)]
        led = state._replace(
            governor=voice.key, speakers=(voice.key,), occasion=voice.occasion, framed=past, introduced=False, bare=0
        )
        yield from self._bare(led, telling, may)

    def _plainly_told(
        self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]
    ) -> Iterator[tuple[int, _Added]]:
        """A matter of record, told as what is so: nobody is said to say it."""
        past = telling.past
        if telling.had or state.answer or state.introduced:
            return
        # 'He says that it will not rise. It rose by a third': a reader takes the second for his word too.
        if state.governor not in (("", ""), telling.voice.key):
            return
        if not all(is_told_plainly(fact, past=past) for fact in groups[0].facts):
            return
        clauses = self._list(state, groups[:1], past=past, link="")
        if self._words(state, clauses.text) <= LONGEST:
            mine, key = state.governor == telling.voice.key, telling.voice.key
            dearer = _SO if key in state.speakers else _SO_LATER if key in state.named else _SO_FIRST
            left: dict[str, Any] = {} if mine else {"governor": ("", ""), "framed": None, "occasion": ""}
            yield 1, self._add(
                state, _in_tense(clauses.segments, self._tense_read(groups[:1])), "record", known=clauses.known,
                near=clauses.near, glossed=clauses.glossed, subject=groups[0].subject, asked_in=False,
                bare=MOST_BARE, dearer=dearer, **left,
            )  # fmt: skip

    def _led(self, state: ToldState, telling: Telling, places: frozenset[Place]) -> list[tuple[ToldState, Frame]]:
        """The frames with which a speaker may begin, each with the state at its cost."""
        voice = telling.voice
        found = []
        for frame in self._frames(voice, past=telling.past):
            if frame.place in places and self._fits(frame, state, voice):
                again = _SAYS_AGAIN if frame.dated and Place.BACK in places else 0
                again += _ALSO_FIRST * (frame.shape == "back also" and voice.key not in state.speakers)
                again += _HAD * (frame.place is Place.HAD and voice.happened)
                found.append((state._replace(cost=state.cost + again) if again else state, frame))
        return found

    def _more(self, state: ToldState, telling: Telling) -> tuple[Frame, ...]:
        """The frames with which the current speaker may go on."""
        voice, bare = telling.voice, bool(state.bare)
        key = (voice, telling.past, state.asked_in, bare)
        if key not in self._memory:
            self._memory[key] = tuple(
                frame
                for frame in self._frames(voice, past=telling.past)
                if frame.place is Place.MORE
                and (not state.asked_in or frame.shape in _AFTER_QUESTION)
                # After a sentence without a tag 'it' would be unclear.
                and not (bare and frame.text.startswith(f"{voice.speaker.pronoun} "))
            )
        return self._memory[key]

    def _introduced(self, state: ToldState, telling: Telling, places: frozenset[Place]) -> Iterator[ToldState]:
        """The state after a sentence that says whose words the next ones are: "Here is what the guide says."."""
        voice, past = telling.voice, telling.past
        party = self.base.sources[voice.source].side is Side.PARTY
        if party or telling.had or state.opener or state.yet or state.answer or state.differs:
            return
        for frame in introductions(voice, self.base, self.clauses.day, told_past=past):
            if frame.place in places and not (frame.dated and Place.BACK in places):
                said = [Segment(frame.text, Kind.FRAME, source=voice.source, dated=frame.dated, past=past)]
                yield self._add(
                    state, said, frame.shape, tags=1, dearer=_INTRODUCING * (1 + state.shapes.count(frame.shape)),
                    subject="", introduced=True, **self._speaking(state, telling)(frame),
                ).state()  # fmt: skip

    def _places(self, state: ToldState, telling: Telling) -> frozenset[Place]:
        key = telling.voice.key
        asked = state.governor
        if state.asked_in and asked[0] == key[0] and asked != key and asked in state.dated and not telling.had:
            return self._places_unasked(state, telling) | {Place.REPLY}
        return self._places_unasked(state, telling)

    def _places_unasked(self, state: ToldState, telling: Telling) -> frozenset[Place]:
        """Where a speaker may begin who answers no question that was put just before."""
        key = telling.voice.key
        if telling.had and key not in state.speakers:  # whose day this paragraph has given needs no 'had said'
            # Where somebody said it on a day, the day alone tells that it is history.
            again = Place.AGAIN if key in state.named else Place.LEAD
            return frozenset((Place.HAD, again) if telling.voice.happened else (Place.HAD,))
        if key in state.dated:
            # A later paragraph may give the day again, but need not.
            if key in state.speakers:
                # Behind what somebody else said, or asked, 'he' might be that one.
                named = any(segment.kind is Kind.FRAME for one in state.sentences for segment in one.segments)
                here = named and state.governor in (("", ""), key) and _only_person(key, state, self.base)
                return frozenset((Place.BACK, Place.HERE) if here else (Place.BACK,))
            return frozenset((Place.BACK, Place.AGAIN))
        return frozenset((Place.AGAIN if key in state.named else Place.LEAD,))

    def _still(self, dated: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """The voices whose day a new paragraph need not repeat."""
        return frozenset(voice.key for voice in self._voices(sorted(dated)) if dated_once(voice, self.base))

    def _is_past(self, fact: Fact) -> bool:
        return is_past(fact, self.base, self.clauses.day)

    def _room(self, state: ToldState, voice: Voice, *, past: bool) -> int:
        """How many words a clause may have whose claims share their subject: the voice's full name takes some."""
        if voice.key in state.named:
            return _SHARED
        leads = [len(one.text.split()) for one in self._frames(voice, past=past) if one.place is Place.LEAD]
        return min(_SHARED, LONGEST - min(leads, default=0))

    def _answer(self, step: Say) -> str:
        old = (self.clauses.day - self.base.sources[step.voice.source].issued.latest).days > _OLD_ANSWER
        return self.clauses.told(step.answer, past=old).text

    def _frames(self, voice: Voice, *, past: bool) -> tuple[Frame, ...]:
        key = (voice, past)
        if key not in self._memory:
            self._memory[key] = tuple(frames(voice, self.base, self.clauses.day, told_past=past))
        return self._memory[key]

    def _frame_texts(self, voice: Voice, *, past: bool) -> frozenset[str]:
        key = (voice, past)
        if key not in self._frames_texts:
            introducing = introductions(voice, self.base, self.clauses.day, told_past=past)
            self._frames_texts[key] = frozenset(one.text for one in (*self._frames(voice, past=past), *introducing))
        return self._frames_texts[key]

    def _fits(self, frame: Frame, state: ToldState, voice: Voice) -> bool:
        """Whether a frame may stand here. An opener takes no further adverbial; history takes a known name."""
        if state.opener or state.yet or state.differs:
            return frame.shape not in {"ahead", "back also", "here also", "here adds", "according"}
        if state.answer:
            return frame.shape not in {"back also", "here also", "here adds", "according"}
        if frame.place in (Place.HAD, Place.REPLY):
            return frame.shape.endswith(" lead") == (voice.key not in state.named)
        return True

    def _under(
        self, telling: Telling, groups: Sequence[ClaimGroup], framed: Sequence[tuple[ToldState, Frame]]
    ) -> Iterator[tuple[int, _Added]]:
        """Some of the claims under each of these frames, in one sentence. The states differ in their costs alone."""
        if not framed:
            return
        state = framed[0][0]
        voice, past = telling.voice, telling.past
        claims = self._claims_under(state, telling, groups)
        speaking = self._speaking(state, telling)
        rests = groups[0].facts[0].id
        answer = [Segment(f"{state.answer}: ", Kind.ANSWER, rests, voice.source)] if state.answer else []
        begun = _begun(state)
        for before, frame in framed:
            speaks = {**speaking(frame), "asked_in": voice.asks}
            said = (frame.text, frame.dated, state.answer, begun, state.opening)
            for size, under in enumerate(claims, 1):
                # 'According to him A, and B' leaves open whether he said B.
                if size > 1 and frame.shape == "according":
                    break
                try:  # many states say the same
                    made = under.said[said]
                except KeyError:
                    texts = (begun, *(one.text for one in answer), frame.text, under.clauses.text)
                    told = past if under.past is None else under.past
                    head = Segment(frame.text, Kind.FRAME, source=voice.source, dated=frame.dated, past=told)
                    fits = size == 1 or self._words(state, *texts) <= LONGEST
                    segments = (*answer, head, *under.segments)
                    made = under.said[said] = self._set(segments, begun, state.opening) if fits else None
                if made is None:
                    break
                dearer = _ACCORDING if past and under.past is None and frame.shape == "according" else 0.0
                yield size, self._added(before, made, frame.shape, speaks, tags=1, dearer=dearer, under=under)

    def _claims_under(self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]) -> Sequence[_Under]:
        """The first claim, the first two and so on, as long as a sentence has room for them."""
        ids = tuple([tuple([fact.id for fact in group.facts]) for group in groups[:_MOST_UNDER]])
        key = (ids, telling, state.known, state.near, state.glossed, state.spelt)
        if key not in self._unders:
            self._unders[key] = self._newly_under(state, telling, groups)
        return self._unders[key]

    def _newly_under(self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]) -> list[_Under]:
        link = "" if telling.voice.asks else "that "
        found: list[_Under] = []
        # 'The Department of Health's guide says that the Department will ask': the frame has named it.
        named = self.clauses.things_in(telling.voice.speaker.full)
        state = state._replace(known=state.known | named, near=state.near | named)
        for size in range(1, min(_MOST_UNDER, len(groups)) + 1):
            mine = groups[:size]
            if size > 1 and _is_named_again(*mine[-2:]):
                break
            itself = as_itself(mine[0].facts[0], telling.voice)
            clauses = self._list(state, mine, past=telling.past, link=link, pronoun=itself)
            if found and self._words(state, clauses.text) > LONGEST:
                break
            past = self._tense_read(mine) if telling.voice.happened and not telling.had else None
            found.append(_Under(clauses, _in_tense(clauses.segments, past), mine[-1].subject, past, {}))
        return found

    def _speaking(self, state: ToldState, telling: Telling) -> Callable[[Frame], dict[str, Any]]:
        """The fields that change when a voice speaks, by the frame under which it does."""
        voice, past = telling.voice, telling.past
        both, dated = self._frame_texts(voice, past=not past), state.dated | {voice.key}
        always = {
            "governor": voice.key,
            "named": state.named | {voice.key},
            "speakers": state.speakers if voice.key in state.speakers else (*state.speakers, voice.key),
            "occasion": voice.occasion,
            "answer": "",
        }
        return lambda frame: {
            **always,
            "dated": dated if frame.dated else state.dated,
            "framed": None if frame.text in both else past,
        }

    def _bare(self, state: ToldState, telling: Telling, groups: Sequence[ClaimGroup]) -> Iterator[tuple[int, _Added]]:
        """Claims that sound reported, without a tag of their own."""
        past = telling.past
        if state.framed not in (None, past):
            return  # 'The guide says that A. B was so' would put B into another day
        for size in range(1, min(2, len(groups)) + 1):
            mine = groups[:size]
            if size > 1 and _is_named_again(*mine):
                break
            facts = [fact for group in mine for fact in group.facts]
            reported = all(sounds_reported(fact.claim)[past] for fact in facts)
            directly = state.introduced and not state.bare
            may = may_stand_bare(
                facts, telling.voice, self.base, past=past, introduced=state.introduced, directly=directly
            )
            again = mine[0].subject and mine[0].subject == state.subject and is_plural(mine[0].subject)
            # Without a tag, what a party's paper says would sound like this letter's own word.
            again = again and self.base.sources[telling.voice.source].side is not Side.PARTY
            again = again and (directly or not any(promises(fact.claim)[past] for fact in facts))
            # 'They are ...' continues what was said of them, and needs no reported tense.
            for pronoun in [
                *([""] if may and (reported or state.introduced or size == 1) else []),
                *(["they"] if again and size == 1 else []),
            ]:
                known, near, glossed, segments, text = self._list(state, mine, past=past, link="", pronoun=pronoun)
                if self._words(state, text) > LONGEST:
                    continue
                # 'But the Committee disputes that' is plainly of the same paper.
                clear = reported or pronoun or state.introduced or state.differs
                unreported = 0 if clear else _UNREPORTED * (1 + state.bare)
                plain = pronoun or state.introduced or state.differs
                led = state.basis == telling.voice.key
                unreported += 0 if plain else _BARE_AGAIN if state.bare else _BARE_BASIS if led else _BARE
                unreported += _LEANING if facts[0].only_after and not mine[0].subject else 0
                unreported += _PROMISED if any(promises(fact.claim)[0] for fact in facts) else 0
                unreported += (
                    _DENIED
                    if not (state.introduced or state.differs) and any(denies(fact.claim) for fact in facts)
                    else 0
                )
                sentence = _in_tense(segments, self._tense_read(mine))
                yield size, self._add(
                    state, sentence, "bare", dearer=unreported, known=known, near=near, glossed=glossed,
                    subject=mine[-1].subject, bare=state.bare + 1, introduced=state.introduced,
                )  # fmt: skip

    def _tense_read(self, groups: Sequence[ClaimGroup]) -> bool | None:
        """The tense that claims have by themselves, if their sentence sounds the same in both; whether it is past."""
        facts = [fact for group in groups for fact in group.facts]
        key = tuple([fact.id for fact in facts])
        if key not in self._tenses:
            told = ([self.clauses.told(fact.claim, past=past).text for past in (False, True)] for fact in facts)
            same = all(now == then for now, then in told)
            self._tenses[key] = any(self._is_past(fact) for fact in facts) if same else None
        return self._tenses[key]

    # -- Clauses

    def _list(
        self, state: ToldState, groups: Sequence[ClaimGroup], *, past: bool, link: str, pronoun: str = ""
    ) -> _Clauses:
        """Clauses joined: 'A, and that B', with the full stop."""
        facts = tuple(fact.id for group in groups for fact in group.facts)
        key = (state.known, state.near, state.glossed, facts, len(groups), past, link, pronoun)
        if key not in self._lists:
            self._lists[key] = self._joined(state, groups, past=past, link=link, pronoun=pronoun)
        return self._lists[key]

    def _joined(
        self, state: ToldState, groups: Sequence[ClaimGroup], *, past: bool, link: str, pronoun: str
    ) -> _Clauses:
        segments: list[Segment] = []
        for number, group in enumerate(groups):
            if number:
                word = join_of(group.facts[0], groups[number - 1].facts[-1])
                comma = "," if word == "but" or len(groups) == 2 else ";"
                segments.append(Segment(f"{comma} {word} {link}", Kind.JOIN))
            again = number and group.subject and group.subject == groups[number - 1].subject
            they = pronoun if not number else ("they" if again and is_plural(group.subject) else "")
            state, clause = self._clause(state, group, past=past, pronoun=they)
            segments += clause
        segments[-1] = segments[-1]._replace(text=f"{segments[-1].text.rstrip()}.")
        text = "".join(segment.text for segment in segments)
        return _Clauses(state.known, state.near, state.glossed, tuple(segments), text)

    def _clause(
        self, state: ToldState, group: ClaimGroup, *, past: bool, pronoun: str
    ) -> tuple[ToldState, list[Segment]]:
        """One clause. The new state knows the things that it names."""
        segments: list[Segment] = []
        before = ""
        for number, fact in enumerate(group.facts):
            told = self.clauses.told(fact.claim, past=past, known=state.known, near=state.near, glossed=state.glossed)
            state = state._replace(
                known=state.known | told.things, near=state.near | told.things, glossed=state.glossed | told.terms
            )
            text = told.text
            if number:
                word = join_of(fact, group.facts[number - 1])
                two = len(group.facts) == 2 and " and " not in before and "," not in before
                last = number == len(group.facts) - 1
                glue = f" {word} " if word != "and" or two else f", {word} " if last else ", "
                segments.append(Segment(glue, Kind.JOIN))
                text = shared(before, told.predicate)
            elif pronoun:
                text = f"{pronoun} {told.predicate}"
            before = told.predicate
            segments.append(Segment(text, Kind.CLAIM, fact.id, fact.source, past=past))
        return state, segments

    # -- Gaps

    def _silence(self, state: ToldState, step: Silence) -> Iterator[ToldState]:
        """That nobody answers a question: neither the papers of this paragraph, nor those of the letter."""
        # Whoever put a question is not expected to answer it.
        here = tuple(voice.key for voice in self._voices(state.speakers) if not voice.asks)
        names = [voice.speaker.short for voice in self._voices(here)]
        old = self._all_aged(here or state.named)
        aged = old and bool(here or state.named)
        question = "" if step.asked else asked_then(step.question) if aged else step.question
        told = state.shapes[-1] if state.sentences else ""
        # After words that are no claim 'that' would mean those.
        claimed = told == "record" or (bool(here) and told != "plain")
        options = [(option, "") for option in silences(names, len(state.named), question, claimed=claimed, old=aged)]
        for voice in self._voices(here) if len(here) == 1 else ():
            told_past = voice.happened or self._aged(voice.source)
            # After claims without a tag 'it' would be unclear.
            clear = state.governor == voice.key and not state.bare
            forms = [*([voice.speaker.pronoun] if clear else []), voice.speaker.short]
            options += [(says_nothing(form, question, told_past=told_past), voice.source) for form in forms]
        for place, (option, source) in enumerate(options):
            gap = [Segment(f"{option}.", Kind.GAP, source=source)]
            governor = state.governor if source else ("", "")
            shape = f"gap {' '.join(option.split()[:2])}"
            dearer = _SEARCHED if place >= _OPEN else 0
            yield self._add(state, gap, shape, dearer=dearer, silences=state.silences + 1, governor=governor).state()

    def _all_aged(self, keys: Iterable[tuple[str, str]]) -> bool:
        return all(self._aged(source) for source, _ in keys)

    def _aged(self, source: str) -> bool:
        return (self.clauses.day - self.base.sources[source].issued.latest).days > NEW

    def _voices(self, keys: Sequence[tuple[str, str]]) -> Iterator[Voice]:
        for source, full in keys:
            yield own_voice(self.base, source, full)


def _length(words: int) -> float:
    """The cost of a sentence of so many words."""
    if _SHORT <= words <= _LONG:
        return 0.0
    return max(0, words - _LONG) * 0.25 + max(0, _SHORT - words) * 0.3 + max(0, words - LONGEST) * _TOO_LONG


def _opening(blocks: Blocks) -> str:
    """How the last paragraph begins; empty if there is none, or a heading stands behind it."""
    last = blocks[-1] if blocks else None
    return opening_of(last.sentences[0].text) if isinstance(last, Paragraph) else ""


def _only_person(key: tuple[str, str], state: ToldState, base: FactBase) -> bool:
    """Whether 'he' can mean only this speaker: the paragraph names no other person, and holds no words about others."""
    others = any(s.kind.about.others for sentence in state.sentences for s in sentence.segments)
    return not others and all(one == key or not own_voice(base, *one).speaker.is_person for one in state.speakers)


def _whole(one: ToldState | _Added) -> ToldState:
    """The state itself."""
    return one.state() if isinstance(one, _Added) else one


_Either = TypeVar("_Either", bound="ToldState | _Added")


def _best(states: Sequence[_Either]) -> list[_Either]:
    """The best states. Only a few of them may begin their last sentence alike, to leave later sentences a choice."""
    kept: list[_Either] = []
    alike: Counter[str] = Counter()
    for state in sorted(states, key=lambda state: state.cost):
        if alike[state.opening] < _ALIKE_KEPT:
            alike[state.opening] += 1
            kept.append(state)
            if len(kept) == BEAM:
                break
    return kept


def _in_tense(segments: Sequence[Segment], past: bool | None) -> Sequence[Segment]:
    """The segments of a sentence in this tense; unchanged where none is given."""
    if past is None:
        return segments
    return [s._replace(past=past) if s.kind in {Kind.CLAIM, Kind.FRAME} else s for s in segments]


def _begun(state: ToldState) -> str:
    """The beginning of the next sentence, before its own words."""
    if state.opener:
        return f"{state.opener}, "
    return "Yet " if state.yet else "But " if state.differs else ""


def _closed(state: ToldState) -> ToldState:
    """The state with its current paragraph added to the blocks."""
    if not state.sentences:
        return state
    return state._replace(blocks=(*state.blocks, Paragraph(state.sentences, state.part)), sentences=())


def _with(state: ToldState, key: tuple[str, str], *, past: bool) -> tuple[tuple[tuple[str, str], bool], ...]:
    return (*((k, v) for k, v in state.tense if k != key), (key, past))


def _grouped(facts: Sequence[Fact], room: int) -> tuple[ClaimGroup, ...]:
    """Neighbours with the same subject share it if the clause has no more words than there is ``room`` for."""
    groups: list[ClaimGroup] = []
    for fact in facts:
        subject = subject_of(fact.claim)
        if groups and subject and groups[-1].subject == subject and _may_share(groups[-1].facts, fact, room):
            groups[-1] = ClaimGroup(subject, (*groups[-1].facts, fact))
        else:
            groups.append(ClaimGroup(subject, (fact,)))
    return tuple(groups)


def _is_named_again(before: ClaimGroup, group: ClaimGroup) -> bool:
    """Whether a sentence would name its one subject twice: 'a depot has ..., and a depot gets ...'."""
    return bool(group.subject) and group.subject == before.subject and not is_plural(group.subject)


def _may_share(facts: Sequence[Fact], fact: Fact, room: int) -> bool:
    if fact.but_after and fact.but_after != facts[-1].id:
        return False
    words, before = len(subject_of(fact.claim).split()), ""
    for one in (*facts, fact):
        said = plain(one.claim).removeprefix(subject_of(one.claim)).strip()
        words += len(shared(before, said).split())
        before = said
    return len(facts) < _MOST_SHARING and words <= room


def join_of(fact: Fact, before: Fact) -> str:
    """The word before a claim that follows another: "and", unless the fact base relates the two."""
    return "but" if fact.but_after == before.id else "and so" if fact.so_after == before.id else "and"


def _also(segments: Sequence[Segment], opening: str) -> list[Segment]:
    """A sentence with "Also" or the like put first, because it would begin as the one before does."""
    word = next(one for one in OPENERS if one.casefold() != opening)
    first = segments[0]
    begins = first.text.split(maxsplit=1)[0]
    low = begins.casefold() in _SMALL
    return [
        Segment(f"{word}, ", Kind.JOIN),
        first._replace(text=lower(first.text) if low else first.text),
        *segments[1:],
    ]


def _punctuated(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, each leading comma or semicolon moved to the segment before: a note's mark stands behind it."""
    made: list[Segment] = []
    for segment in segments:
        text = segment.text
        if made and text[:1] in {",", ";"}:
            made[-1] = made[-1]._replace(text=made[-1].text.rstrip(",") + text[0])
            segment = segment._replace(text=text[1:])  # noqa: PLW2901 - the same segment, without the sign
        made.append(segment)
    return iter(made)
