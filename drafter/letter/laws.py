"""The laws of every letter, checked on the segments that a reader sees. A letter that breaks one is not written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, KeysView, Mapping, Sequence
from copy import copy
from functools import cached_property, lru_cache

from drafter.english.contractions import written_out
from drafter.facts.model import Abbreviation, Answer, Concern, Fact, FactBase, FactKind, Subject, bare
from drafter.frozen import NamedTuple, Same
from drafter.letter import clauses
from drafter.letter.clauses import Voice, dated_once, named_in_full, own_voice, voice_of
from drafter.letter.in_short import CANNOT_TELL, HEADS, behind_its_speaker, shorts_of
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import (
    MOST_BARE,
    MOST_INTRODUCED,
    Heading,
    Kind,
    Letter,
    Paragraph,
    Segment,
    Sentence,
    introduces,
    is_told_plainly,
    opening_of,
)
from drafter.sources.quotations import fold_quotation


class Breach(NamedTuple):
    """A broken law: its name, the fault in words, the number of its sentence in the paragraph, and its fact."""

    law: str
    message: str
    sentence: int = 0
    fact: str = ""


def broken(letter: Letter, desk: TemplateContext) -> Iterator[Breach]:
    """The laws that a letter breaks."""
    told: set[str] = set()
    speaks, asked = Speaking(desk), Asked(desk, [bare(name) for name in (*desk.request.asks, *desk.request.fears)])
    opening = ""
    claims = frozenset(letter.claims)
    for block in letter.blocks:
        if isinstance(block, Heading):
            continue
        yield from of_paragraph(block, desk, speaks, asked, claims)
        for number, sentence in enumerate(block.sentences):
            begins = opening_of(sentence.text)
            if begins == opening and not sentence.text.endswith("?"):  # questions may run on: what, and what
                message = f"two sentences running begin with '{begins}': {sentence.text}"
                yield Breach("repeated-opening", message, number)
            opening = begins
            for id_ in sentence.facts:
                if id_ in told:
                    yield Breach("said-twice", f"'{id_}' is told twice", number)
                told.add(id_)


def of_paragraph(
    paragraph: Paragraph, desk: TemplateContext, speaks: Speaking, asked: Asked, claims: Collection[str]
) -> Iterator[Breach]:
    """The laws that one paragraph breaks.

    ``speaks`` and ``asked`` have heard the paragraphs before it; ``claims`` are those of the whole letter.
    """
    speaks.begin()
    asked.begin()
    bare, most = 0, MOST_BARE
    led = False  # whether somebody was said to speak in what follows, and nothing has ended it yet
    claimed = [id_ for sentence in paragraph.sentences for id_ in sentence.facts]
    told: Sequence[str] = ()  # the facts of the last sentence that tells any
    for number, sentence in enumerate(paragraph.sentences):
        plain = is_plain(sentence, desk.base)
        if plain:
            bare, most = 0, MOST_BARE
        elif _is_bare(sentence):
            bare += 1
            if bare > most:
                message = f"more than {most} sentences running do not say whose word they are: {sentence.text}"
                yield Breach("untagged", message, number)
        else:
            bare = 0
            most = MOST_INTRODUCED if introduces(sentence.segments) else MOST_BARE
            following = paragraph.sentences[number + 1 : number + 2]
            if introduces(sentence.segments) and not any(_is_bare(one) for one in following):
                yield Breach("introduction-alone", f"'{sentence.text}' stands without what was said", number)
        of_words = (
            *_of_answers(sentence, told, desk, claims, asked),
            *asked.hear(sentence),
            *_of_basis(sentence, claims, desk),
        )
        found = [(*one, "") for one in of_words]
        told = sentence.facts or told
        for segment in sentence.segments:
            speaks.hear(segment)
            if segment.kind.about.cited:
                if plain:
                    before = paragraph.sentences[number - 1] if number else None
                    theirs = before is not None and bool(before.facts) and not is_plain(before, desk.base)
                    behind = theirs or led
                    found += [(*one, segment.fact) for one in speaks.leave(segment, behind=behind)]
                else:
                    found += [(*one, segment.fact) for one in _of_speaker(segment, speaks, desk)]
                found += [(*one, segment.fact) for one in _of_claim(segment, claimed, claims, desk)]
        led = introduces(sentence.segments) or (led and _is_bare(sentence))
        yield from (Breach(law, message, number, fact) for law, message, fact in found)


def is_plain(sentence: Sentence, base: FactBase) -> bool:
    """Whether a sentence tells only matters of record, and does not say whose word they are."""
    cited = [segment for segment in sentence.segments if segment.kind.about.cited]
    return _is_bare(sentence) and all(is_told_plainly(base.facts[one.fact], past=one.past) for one in cited)


def _is_bare(sentence: Sentence) -> bool:
    return bool(sentence.facts) and not any(segment.kind is Kind.FRAME for segment in sentence.segments)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """A text as it is compared. Remembered, since each sentence is compared with the same answers and names."""
    low = written_out(fold_quotation(text).casefold())
    return low.replace(", and ", " and ").replace(", or ", " or ")  # 'pay, pensions, and terms'


def _of_answers(
    sentence: Sentence, told: Sequence[str], desk: TemplateContext, claims: Collection[str], asked: Asked
) -> Iterator[tuple[str, str]]:
    shorts = [*shorts_of(sentence.segments)]
    for short in shorts:
        yield from _of_short(short.text, desk, claims, asked)
    for answer in (s for s in sentence.segments if s.kind is Kind.ANSWER) if not shorts else ():
        if not sentence.facts:  # a sentence of its own
            rests = asked.answers(answer.text)
            missing = [need for need in rests[0].rests_on if need not in claims] if rests else []
            if rests and not rests[0].to and not _close(rests[0].rests_on, told, desk):
                yield "sum-elsewhere", f"'{answer.text}' does not stand behind what it rests on"
            elif missing:
                yield "answer-alone", f"'{answer.text}' rests on '{missing[0]}', which the letter does not tell"
        elif answer.fact not in sentence.facts:
            yield "answer-alone", f"the answer '{answer.text.strip()}' stands without the claim that it rests on"


def _of_short(text: str, desk: TemplateContext, claims: Collection[str], asked: Asked) -> Iterator[tuple[str, str]]:
    """What a letter answers in short must rest on what it tells, and answer what its reader raised."""
    shorts = asked.shorts(text)
    borne = [one for one in shorts if all(need in claims for need in one.rests_on) and desk.may_say(one)]
    untold = next((need for one in shorts for need in one.rests_on if need not in claims), "")
    if not borne and untold:
        yield "answer-alone", f"'{text}' rests on '{untold}', which the letter does not tell"
    elif not borne:
        yield "other-answer", f"'{text}' is an answer of another day"
    elif not any(one.is_to(asked.raised) for one in borne):
        yield "other-answer", f"'{text}' {_NOT_ASKED}"


def _of_basis(sentence: Sentence, claims: Collection[str], desk: TemplateContext) -> Iterator[tuple[str, str]]:
    told = [desk.base.facts[id_] for id_ in claims]
    for segment in sentence.segments:
        if segment.kind is Kind.BASIS and not clauses.is_mainly_of(segment.source, told):
            yield "not-mainly", f"'{sentence.text}': no more than half of what the letter tells is from there"


def _close(rests: Collection[str], told: Iterable[str], desk: TemplateContext) -> bool:
    """Whether the facts told last are some of those, or lean on one of them."""
    return any(desk.base.facts[id_].is_or_leans_on(rests) for id_ in told)


def _of_speaker(segment: Segment, speaks: Speaking, desk: TemplateContext) -> Iterator[tuple[str, str]]:
    """What a claim that is somebody's needs before it: that somebody, and the day."""
    fact = desk.base.facts[segment.fact]
    voice = voice_of(fact, desk.base)
    speaks.go_on_from_basis(voice)
    if speaks.governor != voice.key:
        yield "no-speaker", f"'{fact.id}' stands where {speaks.name or 'nobody'} speaks, not {voice.speaker.full}"
    elif voice.key not in speaks.dated:
        yield "undated-claim", f"nothing says when '{fact.id}' was said"


def _of_claim(
    segment: Segment, claimed: Sequence[str], claims: Collection[str], desk: TemplateContext
) -> Iterator[tuple[str, str]]:
    fact = desk.base.facts[segment.fact]
    for cite in fact.cites:
        source = desk.day.sources[cite.source]
        if source.issued.latest > desk.day.date:
            yield "before-document", f"'{fact.id}' rests on '{source.id}', which was not there yet"
        if not desk.may_cite(source):
            yield "other-side", f"'{fact.id}' rests on a paper of another side, '{source.id}'"
    if not desk.day.holds(fact) or desk.is_overdue(fact):
        beside = any(desk.base.facts[id_].start > fact.start for id_ in claimed)
        if fact.kind is FactKind.PLAN and not segment.past:
            yield "overtaken", f"'{fact.id}' no longer stands, and is told as if it did"
        elif not beside:
            yield "history-alone", f"'{fact.id}' no longer stands, and what is known since is not told beside it"
    yield from _beside(fact, claimed, claims, desk)


def _beside(
    fact: Fact, claimed: Sequence[str], claims: Collection[str], desk: TemplateContext
) -> Iterator[tuple[str, str]]:
    """What a claim needs beside it: the one on which it leans, and what was said against it."""
    before = claimed[: claimed.index(fact.id)][-1:]
    if fact.only_after and not _close({fact.only_after}, before, desk):
        yield "leaning-claim", f"'{fact.id}' leans on '{fact.only_after}', which does not stand before it"
    for other in desk.day.facts.values():
        if other.but_after == fact.id and other.id not in claims and desk.may_tell(other):
            yield "one-sided", f"'{fact.id}' is told without '{other.id}', which was said against it"


_NOT_ASKED = "does not answer what was asked"
_REPEATING = re.compile(r"\b(?:ask|asking|asked|worried)\b|\?$")  # in "about what is planned" nothing is asked


class _Concerns:
    """A subject's questions and fears, and the answers to them, by their words as they are compared. They are put down
    when the first sentence asks for them, for all letters on the subject.
    """

    def __init__(self, base: FactBase, subject: Subject) -> None:
        self._base, self._subject = base, subject
        self._spelt = [(short, spelt) for a in subject.abbreviations for spelt, short in _spelt(a)]
        self.abbreviated = lru_cache(maxsize=4096)(self._abbreviated)

    def _abbreviated(self, text: str) -> str:
        for short, spelt in self._spelt:
            text = text.replace(spelt, short)
        return _folded(text)

    @cached_property
    def repeating(self) -> Mapping[str, str]:
        """A sentence that repeats each question and fear, by name."""
        (ask, *_), (worry, *_) = clauses.ECHOES
        return {
            name: one.directly or f"{worry if feared else ask} {named_in_full(one.text, self._subject)}."
            for name, one, feared in self._each()
        }

    @cached_property
    def by_words(self) -> Mapping[str, frozenset[str]]:
        """The names of the questions and fears that have the same words."""
        found: dict[str, set[str]] = {}
        for name, one, _ in self._each():
            directly = one.directly.removesuffix("?")
            named = named_in_full(one.text, self._subject), named_in_full(directly, self._subject)
            for text in dict.fromkeys((one.text, directly, *named)):
                if text:
                    found.setdefault(_folded(text), set()).add(name)
        return {words: frozenset(names) for words, names in found.items()}

    def shorts(self, text: str) -> Sequence[Answer]:
        """The answers of which a letter may say these words where it begins in short."""
        return self._shorts.get(_folded(text.strip()), ())

    @cached_property
    def _shorts(self) -> Mapping[str, Sequence[Answer]]:
        found: dict[str, list[Answer]] = {}
        for answer in self._subject.answers:
            for short in answer.shorts:
                for way in filter(None, (short, behind_its_speaker(short))):
                    found.setdefault(_folded(way), []).append(answer)
        return found

    def answers(self, text: str) -> Sequence[Answer]:
        """The approved answers that a letter may say in these words."""
        folded = _folded(text)
        near = self._answers.get(clauses.core_of_answer(folded), ())
        return [one for one in near if folded in map(_folded, clauses.ways_of_answering(one.text))]

    @cached_property
    def _answers(self) -> Mapping[str, Sequence[Answer]]:
        """The approved answers by what all ways of saying them have in common: to fold all their ways would take four
        times as long.
        """
        found: dict[str, list[Answer]] = {}
        for answer in self._subject.worded_answers:
            found.setdefault(clauses.core_of_answer(_folded(answer.text)), []).append(answer)
        return found

    def _each(self) -> Iterator[tuple[str, Concern, bool]]:
        """Each question and fear with its name, and whether it is a fear."""
        for topic in self._base.topics.values():
            for one in (*topic.questions, *topic.fears) if topic.subject == self._subject.id else ():
                yield f"{bare(topic.id)}.{one.id}", one, one in topic.fears


@lru_cache(maxsize=16)
def _concerns_of(base: Same[FactBase], subject: Same[Subject]) -> _Concerns:
    return _Concerns(base.it, subject.it)


class Asked:
    """What a letter has repeated of its reader's questions and fears, heard sentence by sentence, and whether what
    answers follow are answers to that.

    An answer belongs to what was repeated last, with nothing between that answers it. In a paragraph that repeats
    nothing it may also answer a topic. ``given`` is what the reader raised, ``None`` where nobody knows: what answers
    several of it together may stand behind one of them, as it does in a draft.
    """

    def __init__(self, desk: TemplateContext, given: Collection[str] | None = None) -> None:
        self._of = _concerns_of(Same(desk.base), Same(desk.subject))
        self._desk = desk
        self._given = given
        self._last: frozenset[str] = frozenset()  # the questions and fears repeated last, by name
        self._here = False  # whether this paragraph has repeated them
        self._answered = False
        self._between = ""  # an act or a view that this paragraph has put behind them, before any answer

    def copy(self) -> Asked:
        """A copy that can be continued separately."""
        return copy(self)

    def begin(self) -> None:
        """Begin a paragraph."""
        self._here, self._between = False, ""

    def hear(self, sentence: Sentence) -> Iterator[tuple[str, str]]:
        """Take in one more sentence. It breaks a law if it answers what was not asked before it, or if something of the
        member's stands in between, which a reader takes for the answer.
        """
        own = sentence.all_of(Kind.ACT) or sentence.all_of(Kind.VIEW)
        if own and self._here and not self._answered:
            self._between = self._between or sentence.text
        elif self._between and (sentence.facts or sentence.all_of(Kind.ANSWER)):
            yield "leaning-words", f"'{self._between}' stands between a question and its answer, as if it answered it"
            self._between = ""
        if sentence.all_of(Kind.ANSWER):
            answers = [one for one in self.answers(sentence.text) if one.to]
            self._answered = True
            if answers and not any(map(self._fits, answers)):
                half = any(one.together and not self._last.isdisjoint(one.to) for one in answers)
                what = "answers several questions at once, and only one of them stands" if half else _NOT_ASKED
                yield "other-answer", f"'{sentence.text}' {what} before it"
            elif answers and not any(self._desk.may_say(one) for one in answers if self._fits(one)):
                yield "other-answer", f"'{sentence.text}' is an answer of another day"
        elif sentence.facts or any(segment.kind is Kind.GAP for segment in sentence.segments):
            self._answered = True
        elif not own and (repeated := self.repeated(sentence.text)):
            self._last = repeated if self._answered else self._last | repeated
            self._here, self._answered, self._between = True, False, ""

    def answers(self, text: str) -> Sequence[Answer]:
        """The approved answers of these words."""
        return self._of.answers(text)

    def shorts(self, text: str) -> Sequence[Answer]:
        """The answers of which these words may be said where a letter begins in short."""
        return self._of.shorts(self.abbreviated(text))

    @property
    def raised(self) -> Collection[str]:
        """The questions and fears that the reader is known to have raised; all, where nothing is known."""
        return self.concerns if self._given is None else self._given

    @property
    def concerns(self) -> KeysView[str]:
        """The subject's questions and fears, by name."""
        return self._of.repeating.keys()

    def as_repeated(self, concern: str) -> str:
        """A sentence that repeats a question or a fear."""
        return self._of.repeating[concern]

    def abbreviated(self, text: str) -> str:
        """A text as it is compared, with its abbreviations in their short form."""
        return self._of.abbreviated(text)

    def _fits(self, answer: Answer) -> bool:
        topics = not self._here and any("." not in name for name in answer.to)
        known = self._given is None or answer.is_to(self._last.union(self._given))
        return topics or (not self._last.isdisjoint(answer.to) and known)

    def repeated(self, text: str) -> frozenset[str]:
        """The questions and fears that a sentence repeats. Of two of which one holds the other it is the longer."""
        return frozenset().union(*self.each_repeated(text).values())

    def each_repeated(self, text: str) -> dict[str, frozenset[str]]:
        """The same by the words of each, since those of two topics may have the same words."""
        whole = self.abbreviated(text)
        if text.startswith((*HEADS, CANNOT_TELL)) or not _REPEATING.search(whole):
            return {}  # "I cannot yet tell you whether they will, or whether people are asked" asks nothing
        named = (words for words in self._of.by_words if words in whole)
        found = [(at.start(), words) for words in named for at in re.finditer(re.escape(words), whole)]
        each: dict[str, frozenset[str]] = {}
        for at, words in found:
            within = (start <= at and at + len(words) <= start + len(other) for start, other in found if other != words)
            if not any(within):
                each[words] = self._of.by_words[words]
        return each


def _spelt(abbreviation: Abbreviation) -> Iterator[tuple[str, str]]:
    """The ways in which a letter spells an abbreviation out, each with its short form; the longest first."""
    short = abbreviation.short
    for spelt, then in ((abbreviation.plural, f"{short}s"), (abbreviation.long, short)):
        yield from ((f"{spelt} ({then})", then), (f"{then} ({spelt})", then), (spelt, then))


class Speaking:
    """Who speaks in a letter, heard segment by segment. Each paragraph begins without a speaker.

    A frame names one. A day that was given stays valid in later paragraphs if the speaker has no other document.
    """

    def __init__(self, desk: TemplateContext) -> None:
        self._desk = desk
        self.governor: tuple[str, str] = ("", "")
        self._people: set[tuple[str, str]] = set()  # whom the paragraph has named so far, and whom 'he' may mean
        self.dated: set[tuple[str, str]] = set()
        self.basis: tuple[str, str] = ("", "")  # the voice that most of the letter is from, once that was said
        self._alone = True  # whether nobody has been said to speak in the paragraph

    def copy(self) -> Speaking:
        """A copy that can be continued separately."""
        made = Speaking(self._desk)
        made.governor, made.dated = self.governor, set(self.dated)
        made.basis, made._alone = self.basis, self._alone
        made._people = set(self._people)
        return made

    def begin(self) -> None:
        """Begin a paragraph."""
        self.governor = ("", "")
        self._alone = True
        self._people.clear()
        own = [own_voice(self._desk.base, *key) for key in sorted(self.dated) if key[0]]
        self.dated = {voice.key for voice in own if dated_once(voice, self._desk.base)}

    @property
    def name(self) -> str:
        """The full name of the current speaker; empty if there is none."""
        return self.governor[1]

    def hear(self, segment: Segment) -> None:
        """Take in one more segment."""
        if segment.kind.about.others:
            self._people.clear()
        if segment.kind.about.turns or (segment.kind is Kind.GAP and not segment.source):
            self.governor = ("", "")
        elif segment.kind is Kind.FRAME:
            self._frame(segment)
            self._alone = False
        elif segment.kind is Kind.BASIS:
            self._frame(segment)
            self.basis, self.governor = self.governor, ("", "")

    def go_on_from_basis(self, voice: Voice) -> None:
        """Where nobody else has spoken in the paragraph, a claim of the letter's basis needs no frame before it."""
        if self._alone and self.basis == voice.key and self.governor == ("", ""):
            self.governor = voice.key

    def leave(self, segment: Segment, *, behind: bool) -> Iterator[tuple[str, str]]:
        """A matter of record is told without its speaker, and behind it nobody else goes on speaking. It breaks a law
        right ``behind`` somebody else's claim, or what introduces these, for it would be taken for one of theirs.
        """
        fact = self._desk.base.facts[segment.fact]
        voice = voice_of(fact, self._desk.base)
        if behind and self.governor not in (("", ""), voice.key):
            yield "no-speaker", f"'{fact.id}' stands where {self.name} speaks, as if it were said there"
        if self.governor != voice.key:
            self.governor = ("", "")

    def _frame(self, segment: Segment) -> None:
        text = _folded(segment.text)
        before = self.governor
        named = [
            voice
            for voice in self._voices(segment.source)
            if any(_folded(name) in text for name in voice.speaker.names)
        ]
        if named:
            voice = max(named, key=lambda voice: len(voice.speaker.short))
            self.governor = voice.key
            self._people |= {voice.key} if voice.speaker.is_person else set()
        elif self.governor[0] != segment.source:
            meant = [one for one in self._voices(segment.source) if self._people == {one.key} and one.stands_in(text)]
            self.governor = meant[0].key if meant else ("", "")  # else it is a pronoun without a speaker
        issued = self._desk.day.sources[segment.source].issued
        day = self._desk.day.date
        ways = (clauses.when_issued, clauses.when_said, clauses.of_issued)
        given = any(_folded(when(issued, day)) in text for when in ways)
        # What answers a question needs no day of its own: the two stand in one document.
        if given or (before in self.dated and self._has_asked(before, segment.source)):
            self.dated.add(self.governor)

    def _has_asked(self, governor: tuple[str, str], source: str) -> bool:
        return governor[0] == source and any(one.key == governor and one.asks for one in self._voices(source))

    def _voices(self, source: str) -> Sequence[Voice]:
        return _voices_of(Same(self._desk.base), source)


@lru_cache(maxsize=512)
def _voices_of(base: Same[FactBase], source: str) -> Sequence[Voice]:
    """The voices of a document, one for each speaker."""
    voices = (voice_of(fact, base.it) for fact in base.it.facts.values() if fact.source == source)
    return tuple({voice.key: voice for voice in voices}.values())
