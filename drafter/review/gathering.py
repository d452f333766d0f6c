"""Gathers the phrases that an office's letter of a day may be made of, the most likely first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import permutations
from pathlib import PurePosixPath
from typing import Any

from drafter.english.lists import lists
from drafter.english.messages import listed
from drafter.facts.claims import is_plural
from drafter.facts.edtf import MONTHS, day_in_words, month_in_words, parse_day
from drafter.facts.model import Abbreviation, Answer, Fact, FactBase, Subject
from drafter.facts.timeline import Status, Timeline, on
from drafter.frozen import NamedTuple, Same, dataclass
from drafter.letter import in_short
from drafter.letter.acts import Act, act_in_words, decision_on, did_for_reader, ways_of_telling, ways_to_come
from drafter.letter.analysis import PieceKind, read_templates
from drafter.letter.clauses import (
    DRAWS,
    ECHOES,
    Clauses,
    Voice,
    ago,
    as_itself,
    asked_then,
    bases,
    day_in_letter,
    frames,
    introductions,
    may_be_basis,
    named_in_full,
    own_voice,
    says_nothing,
    silences,
    subject_of,
    voice_of,
    ways_of_answering,
    when_issued,
    when_said,
)
from drafter.letter.plan import FOLDER as POSITIONS
from drafter.letter.returned import Block, Returned
from drafter.letter.templates import CORRECTION, MANY, SUFFIX, TemplateContext, Templates, filled, topics_in_words
from drafter.letter.thanks import thanks_in_words, with_thanks
from drafter.letter.tree import OPENERS, Kind, claims_of, is_past, upper
from drafter.patterns import late_pattern
from drafter.review.align import Aligned, align, facts_named
from drafter.review.model import SentenceStatus
from drafter.review.phrases import (
    ADDING,
    BEHIND,
    CALM,
    DIRECTLY,
    HOWEVER,
    KNOWN,
    NOW,
    OR_UNKNOWN,
    THANKED,
    THEN,
    UNDECIDED,
    UNKNOWN,
    PhraseGroup,
    PhraseIndex,
    Phrases,
    Role,
    likest,
)
from drafter.review.tokens import Atom, atoms, same_words, without_marks
from drafter.sources.quotations import fold_quotation

_STOPPED_OUTSIDE = re.compile('(?:\u201c([^\u201c\u201d]{10,2000}[^.?!])\u201d|"([^"]{10,2000}[^.?!])")(?=\\.)')
_QUOTED = re.compile('\u201c(.{10,2000}?[.?!])\u201d|"(.{10,2000}?[.?!])"', re.DOTALL)
_WORD = re.compile(r"[^\s|{}\[\]]+")
_NEAR, _MOST = 12, 400  # facts that a sentence may be like, and that all sentences of a letter may be like


def gather_phrases(returned: Returned, desk: TemplateContext) -> tuple[PhraseIndex, Every]:
    """The phrases that a letter is most likely made of, and a function for all others, which few letters need."""
    base = desk.base
    named = facts_named(returned.blocks, returned.notes)
    record = returned.record
    said = [*named, *(said.fact for said in record.said)] if record else list(named)
    likely = [base.facts[id_] for id_ in dict.fromkeys(said) if id_ in base.facts]
    known = _empty(desk)
    words = [atoms(block.text, known.abbreviations) for block in returned.blocks]
    known.words = frozenset(without_marks(key) for key in {atom.key for mine in words for atom in mine})
    add_facts(known, likely, desk)
    add_own_words(known, desk, _correcting(returned, desk), words, record.wants if record else None)
    marked = any(mark.kind is Kind.VIEW for block in returned.blocks for mark in block.marks)
    if marked:
        _add_views(known, desk)
    return known, Every(known, desk, marked)


def _empty(desk: TemplateContext) -> PhraseIndex:
    return PhraseIndex(_told(desk).abbreviations)


@dataclass(frozen=True, eq=False)
class _Told:
    """A fact base as letters of a day and a subject tell it. All that depends on these alone is made once for it.

    Where two subjects have the same ``abbreviations``, those of the letter's subject count.
    """

    base: FactBase
    day: date
    abbreviations: tuple[Abbreviation, ...]

    def made(self) -> Phrases:
        """Where phrases of such letters can be made."""
        return Phrases(self.abbreviations)

    @cached_property
    def timeline(self) -> Timeline:
        """The facts on the day, without what anybody said of them."""
        return on(self.base, self.day)

    @cached_property
    def clauses(self) -> Mapping[str, Clauses]:
        """The clauses of each subject."""
        return {id_: Clauses(subject, self.day) for id_, subject in self.base.subjects.items()}


def _told(desk: TemplateContext) -> _Told:
    return _told_on(Same(desk.base), desk.day.date, Same(desk.subject))


@lru_cache(maxsize=8)
def _told_on(base: Same[FactBase], day: date, subject: Same[Subject]) -> _Told:
    known: dict[str, Abbreviation] = {}
    for one in (subject.it, *base.it.subjects.values()):
        for abbreviation in one.abbreviations:
            known.setdefault(abbreviation.short, abbreviation)
    return _Told(base.it, day, tuple(known.values()))


@dataclass
class Every:
    """All phrases of the office. They are added on demand: those that some words are like."""

    known: PhraseIndex
    desk: TemplateContext
    views: bool  # whether the member's views were added
    _holding: Mapping[str, set[str]] = field(default_factory=dict)
    _asked: set[tuple[str, ...]] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)

    def __call__(self, unknown: Iterable[Sequence[Atom]]) -> PhraseIndex:
        """The known phrases, with those added that these sentences are like."""
        if not self.views:
            self.views = True
            _add_views(self.known, self.desk)
        facts = self.desk.base.facts
        near = dict.fromkeys(fact for words in unknown for fact in self._near(words))
        fresh = [id_ for id_ in near if id_ not in self._taken][: _MOST - len(self._taken)]
        self._taken.update(fresh)
        add_facts(self.known, (facts[id_] for id_ in fresh), self.desk)
        return self.known

    def is_past(self, fact: str) -> bool:
        """Whether a letter of the day tells a claim as of the claim's own day."""
        return is_past(self.desk.base.facts[fact], self.desk.base, self.desk.day.date)

    def _near(self, words: Sequence[Atom]) -> list[str]:
        mark = tuple(sorted({without_marks(atom.key) for atom in words}))
        if mark in self._asked:
            return []
        self._asked.add(mark)
        if not self._holding:
            self._holding = _by_word(Same(self.desk.base))
        return likest(mark, self._holding, len(self.desk.base.facts), _NEAR)


@lru_cache(maxsize=2)
def _by_word(base: Same[FactBase]) -> Mapping[str, set[str]]:
    """The facts whose claims hold a word."""
    holding: dict[str, set[str]] = defaultdict(set)
    for fact in base.it.facts.values():
        for word in _WORD.findall(fact.claim.casefold()):
            for made in same_words(without_marks(word)):
                holding[made].add(fact.id)
    return dict(holding)


def _add_views(known: PhraseIndex, desk: TemplateContext) -> None:
    known.add(_of_views(_told(desk), tuple(views_of(desk))))


@lru_cache(maxsize=64)
def _of_views(told: _Told, views: Sequence[tuple[str, str]]) -> PhraseGroup:
    made = told.made()
    for text, position in views:
        made.add(text, Role.WHOLE, Kind.VIEW, how=position)
    return made.group()


def views_of(desk: TemplateContext) -> Iterator[tuple[str, str]]:
    """The sentences of the positions' templates, each with its position's name."""
    for subject in desk.base.subjects:
        for piece in read_templates(desk.templates, f"{subject}/{POSITIONS}/")[0]:
            if piece.kind is PieceKind.WORDS:
                yield piece.text, PurePosixPath(piece.path).name.removesuffix(SUFFIX)


def _correcting(returned: Returned, desk: TemplateContext) -> Correcting:
    """What a correction names: the day of the letter that it corrects, and a quoted sentence of that letter.

    A quotation may stand only if it claims something that no longer holds.
    """
    if returned.record is None or not returned.record.corrects:
        return Correcting()
    words = [word for block in returned.blocks for word in block.text.split()]
    threes = (" ".join(words[at : at + 3]).strip(",.") for at in range(len(words)))
    days = [parse_day(three) for three in dict.fromkeys(threes) if three[:1].isdigit()]
    quoted = [match[1] or match[2] for block in returned.blocks for match in _QUOTED.finditer(block.text)]
    stopped = (match for block in returned.blocks for match in _STOPPED_OUTSIDE.finditer(block.text))
    quoted += [f"{match[1] or match[2]}." for match in stopped]
    earlier = [_as_on(desk, day) for day in dict.fromkeys(days) if day is not None and day <= desk.day.date]
    gone = {text: [part for then in earlier for part in _gone_of(text, desk, then)] for text in quoted}
    sentences = tuple(text for text, parts in gone.items() if parts)
    parts = tuple(dict.fromkeys(part for parts in gone.values() for part in parts))
    return Correcting(tuple(then.day.date for then in earlier), sentences, parts)


def _as_on(desk: TemplateContext, day: date) -> TemplateContext:
    """The desk as it was when a letter was made on another day."""
    return replace(desk, day=on(desk.base, day), request=replace(desk.request, date=day))


def _gone_of(text: str, desk: TemplateContext, then: TemplateContext) -> list[str]:
    """The parts of a sentence, as a letter of an earlier day said it, that no longer hold; none of one that is not told
    as it was then.
    """
    known = _empty(then)
    add_own_words(known, then, Correcting(), [atoms(text, known.abbreviations)])
    every = Every(known, then, views=True)
    (found,) = _alone(text, known, every) or (None,)
    if found is None or found.standing not in {SentenceStatus.FACT, SentenceStatus.REWORDED} or found.changes:
        return []
    return [part for fact, part in claims_of(found.segments) if not desk.day.holds(desk.base.facts[fact])]


def _alone(text: str, known: PhraseIndex, every: Every) -> tuple[Aligned, ...]:
    """A text read as a single sentence; empty where it is more than one."""
    block = Block(text, "", ((0, 1, 1),))
    found = align(block, {}, known, every, every.is_past, alone=True)
    return tuple(found) if len(found) == 1 else ()


# Making phrases: claims in all ways of telling them, frames, and the office's own words.

_JOINS = (
    ", and that", "; and that", ", but that", "; but that", ", and so that", "; and so that", ", and", "; and", ", but",
    "; but", ", and so", "; and so", " and that", " but that", " and so that", " and", " and so", " but", ",",
    ";",
)  # fmt: skip
_MOST_IN_ABOUT = 3


def add_facts(known: PhraseIndex, facts: Iterable[Fact], desk: TemplateContext) -> None:
    """Add every way in which a letter of the desk's day may tell these facts, with their speakers."""
    told = _told(desk)
    voices: dict[Voice, None] = {}
    for fact in facts:
        if known.has(fact.id):
            continue
        mine = _of_fact(told, fact.id)
        if not known.frames(mine.voice):  # else a fact that was added before has the same speaker
            voices[mine.voice] = None
        known.add(mine.claims)
        if mine.early:
            known.mark_early(fact.id)
    for voice in voices:
        known.add(_of_voice(told, voice, _hand_of(voice, known, told)))
    names = dict.fromkeys(voice.speaker.short for voice in known.voices)
    fresh = {voice.speaker.short for voice in voices}
    if fresh:
        known.add(_of_silences(told, tuple(pair for pair in permutations(names, 2) if fresh.intersection(pair))))


class _OfFact(NamedTuple):
    """A fact's voice, the ways of telling its claim, and whether it begins only after the letter's day."""

    voice: Voice
    claims: PhraseGroup
    early: bool


@lru_cache(maxsize=4096)
def _of_fact(told: _Told, id_: str) -> _OfFact:
    fact, made = told.base.facts[id_], told.made()
    voice = voice_of(fact, told.base)
    _add_claim(made, fact, voice, told.clauses[fact.subject])
    return _OfFact(voice, made.group(), told.timeline.in_time(fact) is Status.NOT_YET)


@lru_cache(maxsize=512)
def _of_voice(told: _Told, voice: Voice, hand: _Hand) -> PhraseGroup:
    made = told.made()
    _add_voice(made, voice, hand, told)
    return made.group()


@lru_cache(maxsize=128)
def _of_silences(told: _Told, pairs: Sequence[tuple[str, str]]) -> PhraseGroup:
    """What says of two speakers that they leave a question open."""
    made = told.made()
    for pair in pairs:
        _add_silences(made, pair, 2)
    return made.group()


def _add_claim(known: Phrases, fact: Fact, voice: Voice, clauses: Clauses) -> None:
    subject = subject_of(fact.claim)
    plural = is_plural(subject)
    itself = as_itself(fact, voice)
    tenses: dict[tuple[str, str], int] = defaultdict(int)
    for past in (False, True):
        for told in clauses.every(fact.claim, tenses=(past,)):
            tenses[told.subject, told.predicate] |= THEN if past else NOW
    for (head, predicate), tense in tenses.items():
        details: dict[str, Any] = {"fact": fact.id, "source": fact.source, "voice": voice, "tense": tense}
        mine: dict[str, Any] = {"subject": subject if head else "", "predicate": predicate}
        known.add(f"{head}{predicate}", Role.CLAIM, Kind.CLAIM, **details, **mine)
        if head and plural:
            known.add(f"they {predicate}", Role.THEY, Kind.CLAIM, **details, **mine)
        if head and itself:
            known.add(f"{itself} {predicate}", Role.ITSELF, Kind.CLAIM, **details, **mine)


def _add_voice(known: Phrases, voice: Voice, hand: _Hand, told: _Told) -> None:
    tenses: dict[tuple[str, bool], int] = defaultdict(int)
    introducing: dict[tuple[str, bool], int] = defaultdict(int)
    for past in (False, True):
        for frame in frames(voice, told.base, told.day, told_past=past):
            tenses[frame.text, frame.dated] |= THEN if frame.past else NOW
        for frame in introductions(voice, told.base, told.day, told_past=past):
            introducing[frame.text, frame.dated] |= THEN if frame.past else NOW
    _add_frames(known, voice, hand, tenses)
    for (text, dated), tense in introducing.items():
        for said in _as_written(text, hand):
            details: dict[str, Any] = {"dated": dated, "tense": tense, "source": voice.source, "voice": voice}
            known.add(upper(text), Role.WHOLE, Kind.FRAME, written=said, **details)
    for name in dict.fromkeys((voice.speaker.pronoun, voice.speaker.short)):
        for past in (False, True):
            head = says_nothing(name, "so", told_past=past).removesuffix(" so")
            known.add(head, Role.HEAD, Kind.GAP, source=voice.source, of="gap", voice=voice)
            whole = f"{says_nothing(name, '', told_past=past)}."
            known.add(whole, Role.WHOLE, Kind.GAP, source=voice.source, voice=voice)


def _add_frames(known: Phrases, voice: Voice, hand: _Hand, tenses: Mapping[tuple[str, bool], int]) -> None:
    """Add a speaker's frames, each as the program has it and as people write it. The program's own come first: where
    two have the same words, they count.
    """
    for (text, dated), tense in tenses.items():
        known.add(text, Role.FRAME, Kind.FRAME, source=voice.source, dated=dated, tense=tense, voice=voice)
    for (text, dated), tense in tenses.items():
        # 'he said the duties' is as good as 'he said that the duties', and 'in May, he said' as 'in May he said'.
        ahead = next((when for when in hand.when if text.startswith(f"{when} ")), "")
        paused = f"{ahead}, {text.removeprefix(f'{ahead} ')}" if ahead else text
        ways = [one for way in dict.fromkeys((text, paused)) for one in _as_written(way, hand)]
        for said in dict.fromkeys(one for way in ways for one in (way, way.removesuffix("that "))):
            meant = text if said.endswith("that ") else text.removesuffix("that ")
            details: dict[str, Any] = {"dated": dated, "tense": tense, "how": "short", "written": said}
            known.add(meant, Role.FRAME, Kind.FRAME, source=voice.source, voice=voice, **details)


class _Hand(NamedTuple):
    """How people write a speaker's frames: only with words that the letter has.

    ``longer`` are names in place of the short one, and ``short`` finds that. ``when`` are the ways to tell its day ("on
    25 January", "last month"), and ``other_when`` each with another that the letter may have. ``month`` and ``year``
    are the document's.
    ``letters`` are names that "MP" may follow. ``told`` is how it is put that a member told Parliament something.
    ``article`` finds the "the" before a minister.
    """

    short: re.Pattern[str]
    longer: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    other_when: tuple[tuple[str, str], ...] = ()
    month: str = ""
    year: str = ""
    letters: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    article: re.Pattern[str] | None = None


def _hand_of(voice: Voice, known: PhraseIndex, told: _Told) -> _Hand:
    speaker, issued = voice.speaker, told.base.sources[voice.source].issued
    led = next(frame.text for frame in frames(voice, told.base, told.day, told_past=False))
    body = _OF_A_BODY.fullmatch(fold_quotation(speaker.full))
    names = (speaker.full if speaker.full in led else speaker.later, "".join(body.groups()) if body else "")
    month, year = MONTHS[issued.latest.month - 1], str(issued.latest.year)
    of_month = issued.earliest.month == issued.latest.month and known.may_hold(month)
    of_year = issued.earliest.year == issued.latest.year and known.may_hold(year)
    peer = _PEERS.search(speaker.full) is not None
    ways_to_date = (when_said, when_issued) if voice.dates_itself else (when_issued,)
    when = tuple(dict.fromkeys(told_when(issued, told.day) for told_when in ways_to_date))
    # Ministers who answer in the Commons are members of it; a peer's name says what he is.
    member = known.may_hold("MP") and voice.happened and "Minister " in speaker.full and not peer
    commons = speaker.is_person and not peer
    return _Hand(
        re.compile(rf"\b{re.escape(speaker.short)}\b"),
        tuple(name for name in names if name and known.may_hold(name)),
        when,
        tuple((one, other) for one, other in permutations(when, 2) if known.may_hold(other)),
        month if of_month else "",
        year if of_year else "",
        tuple(filter(None, (speaker.full, speaker.later))) if member else (),
        tuple(filter(known.may_hold, _TOLD)) if commons else (),
        re.compile(rf"\bthe (?={re.escape(speaker.full.removeprefix('the '))}\b)") if speaker.is_person else None,
    )


_ALSO_SAYS = re.compile(r"\balso (says?|said)\b")
_OF_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?! \d)")
# How people put it that a member of the Commons told Parliament something.
_TOLD_PARLIAMENT = "told Parliament"
_TOLD = lists("wording").phrases("told parliament")
_LATELY = re.compile(r"\b(of )?(?:this|last) month\b")
_OF_A_BODY = re.compile(r"(the \w+) of .+('s \w+)")  # of a paper: 'the Department's guide'


def _as_written(frame: str, hand: _Hand) -> Iterator[str]:
    """A frame as people write it: as it is, with 'says also', with a longer name, with the month or the year, without
    'the' before a minister, or with the letters after his name.
    """
    ways = [frame, _ALSO_SAYS.sub(r"\1 also", frame)] if "also" in frame else [frame]
    ways += [hand.short.sub(name.replace("\\", ""), way) for way in ways for name in hand.longer if name not in way]
    ways += [way.replace(one, other) for way in ways for one, other in hand.other_when if one in way]
    if hand.month and "month" in frame:
        ways += [_LATELY.sub(lambda lately: f"{lately[1] or 'in '}{hand.month}", way) for way in ways]
    if hand.year:
        ways += [_OF_MONTH.sub(rf"\1 {hand.year}", way) for way in ways]
    for name in hand.letters:
        ways += [way.replace(name, f"{name} MP") for way in ways if name in way]
    ways += [way.replace(_TOLD_PARLIAMENT, told) for way in ways if _TOLD_PARLIAMENT in way for told in hand.told]
    if hand.article is not None:
        ways += [hand.article.sub("", way) for way in ways if "the " in way]
    yield from dict.fromkeys(ways)


_PEERS = re.compile(r"\b(?:Lord|Lady|Baroness|Baron|Viscount|Viscountess|Earl|Countess)\b")


@dataclass(frozen=True)
class Correcting:
    """What a correction may name: days of earlier letters, sentences that it quotes from them, and the parts of these
    that no longer hold.
    """

    days: tuple[date, ...] = ()
    sentences: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def add_own_words(
    known: PhraseIndex,
    desk: TemplateContext,
    correcting: Correcting,
    said: Sequence[Sequence[Atom]],
    wants: Collection[str] | None = None,
) -> None:
    """Add the office's own words: approved courtesies, questions and answers, acts, and joins.

    ``said`` are the letter's words, for phrases that have too many forms to try all. ``wants`` are the actions that the
    reader asked for, ``None`` where nobody knows.
    """
    told = _told(desk)
    known.add(_of_joins(told))
    values = _values(known, desk, correcting, said)
    scoped = frozenset[str]() if correcting.days else _of_corrections(desk.templates)
    for id_ in desk.base.subjects:
        known.add(_of_courtesies(told, id_, values, scoped))
        known.add(_of_answers(told, id_))
    known.add(_of_concerns(told))
    known.add(_of_bases(known, told))
    acts, topics = told.made(), desk.base.topics.values()
    _add_acts(acts, desk, wants, tuple(_abouts((point for topic in topics for point in topic.points), known, said)))
    _add_thanks(acts, desk)
    known.add(acts.group())


@lru_cache(maxsize=8)
def _of_joins(told: _Told) -> PhraseGroup:
    """What stands between claims, and before a sentence."""
    made = told.made()
    for join in _JOINS:
        made.add(join, Role.JOIN, Kind.JOIN, how="that" if join.endswith("that") else "")
    made.add(in_short.OR, Role.JOIN, Kind.JOIN, of=OR_UNKNOWN)
    made.add(in_short.BUT_UNKNOWN, Role.JOIN, Kind.JOIN, of=UNKNOWN)
    made.add(", but", Role.JOIN, Kind.JOIN, of=KNOWN)
    for head in (*in_short.HEADS, in_short.CANNOT_TELL):
        made.add(head, Role.HEAD, Kind.JOIN, of=KNOWN if head == in_short.IN_SHORT else UNKNOWN)
    for opener in ("Yet", "But", HOWEVER, *CALM, *(f"{word}," for word in OPENERS), *ADDING):
        made.add(opener, Role.OPENER, Kind.JOIN)
    return made.group()


_MAINLY = ("main", "mainly")  # one of these stands in every sentence that names a letter's basis
# How people put 'I draw mainly on', besides.
_DRAWN = ("I rely mainly on", "I have drawn mainly on", "This letter draws mainly on", "This reply draws mainly on")


def _of_bases(known: PhraseIndex, told: _Told) -> PhraseGroup:
    """What says from which document most of a letter is: of every document, if the letter has such words."""
    made = told.made()
    may = any(map(known.may_hold, _MAINLY))
    for source in told.base.sources.values() if may else ():
        voice = own_voice(told.base, source.id, source.speaker.full)
        hand = _hand_of(voice, known, told)
        for text in bases(voice, told.base, told.day) if may_be_basis(voice, told.base) else ():
            details: dict[str, Any] = {"dated": True, "source": voice.source, "voice": voice}
            for said in _as_written(text, hand):
                for written in dict.fromkeys(said.replace(DRAWS, way) for way in (DRAWS, *_DRAWN)):
                    made.add(upper(text), Role.WHOLE, Kind.BASIS, written=written, **details)
    return made.group()


@lru_cache(maxsize=64)
def _of_answers(told: _Told, subject: str) -> PhraseGroup:
    made = told.made()
    _add_answers(made, told.base.subjects[subject], told)
    return made.group()


def _add_answers(known: Phrases, subject: Subject, told: _Told) -> None:
    for question in subject.open_questions:
        for text in dict.fromkeys((question, asked_then(question))):
            known.add(text, Role.ASKED, Kind.GAP, of="gap")
    for rub in subject.rubs:
        known.add(rub.question, Role.WHOLE, Kind.GAP)
    _add_shorts(known, subject.answers)
    for answer in subject.worded_answers:
        fact = told.base.facts.get(answer.rests_on[0])
        if answer.is_whole:
            for said in ways_of_answering(answer.text):
                known.add(said, Role.WHOLE, Kind.ANSWER, fact=answer.rests_on[0])
            continue
        for way in told.clauses[subject.id].every(answer.text):
            source = fact.source if fact else ""
            known.add(f"{way.text}:", Role.ANSWER, Kind.ANSWER, fact=answer.rests_on[0], source=source)


def _add_shorts(known: Phrases, answers: Iterable[Answer]) -> None:
    """Add what a letter may answer in short, within a sentence, or what is known as one of its own."""
    for answer in answers:
        known.add(answer.cannot_tell, Role.ASKED, Kind.ANSWER, of=UNKNOWN)
        text, speaker = answer.in_short, in_short.speaker_of(answer.in_short)
        known.add(text, Role.ASKED, Kind.ANSWER, of=KNOWN, speaker=speaker)
        if speaker:
            way = in_short.behind_its_speaker(text)
            known.add(text, Role.ASKED, Kind.ANSWER, of=KNOWN, speaker=speaker, how=BEHIND, written=way)
        if text:
            known.add(f"{upper(text)}.", Role.WHOLE, Kind.ANSWER)


@lru_cache(maxsize=8)
def _of_concerns(told: _Told) -> PhraseGroup:
    """What is asked and feared, and how a letter repeats that, or says that nobody answers it."""
    made = told.made()
    _add_asked(made, told.base)
    return made.group()


def _add_asked(known: Phrases, base: FactBase) -> None:
    for topic in base.topics.values():
        for kind, concerns in (("question", topic.questions), ("fear", topic.fears)):
            for concern in concerns:
                known.add(concern.text, Role.ASKED, Kind.COURTESY, of=kind)
                whole = named_in_full(concern.text, base.subjects[topic.subject])
                known.add(whole, Role.ASKED, Kind.COURTESY, of=kind)
                if concern.directly:
                    known.add(concern.directly, Role.WHOLE, Kind.COURTESY)
                    named = named_in_full(concern.directly, base.subjects[topic.subject])
                    known.add(named, Role.WHOLE, Kind.COURTESY)
                    known.add(f"And {concern.directly}", Role.WHOLE, Kind.COURTESY)
                    question = concern.directly.removesuffix("?")
                    for join in (", and", " and"):
                        known.add(f"{question}{join}", Role.HEAD, Kind.COURTESY, of=DIRECTLY)
                    known.add(question, Role.ASKED, Kind.COURTESY, of=DIRECTLY)
    for kind, heads in zip(("question", "fear"), ECHOES, strict=True):
        for head in heads:
            known.add(head, Role.HEAD, Kind.COURTESY, of=kind)
    for here, papers in (((), 1), ((), 0), (("A",), 1), (("A", "B", "C"), 3)):
        _add_silences(known, here, papers)


def _add_silences(known: Phrases, here: Sequence[str], papers: int) -> None:
    """Add the sentences that speakers, a letter's papers, or nobody at all, leave a question open."""
    for old in (False, True):
        for head in silences(here, papers, "so", claimed=bool(here), old=old):
            known.add(head.removesuffix(" so"), Role.HEAD, Kind.GAP, of="gap")
        for whole in silences(here, papers, "", claimed=bool(here), old=old):
            known.add(f"{whole}.", Role.WHOLE, Kind.GAP)


def _add_acts(known: Phrases, desk: TemplateContext, wants: Collection[str] | None, abouts: Iterable[str]) -> None:
    told: list[Act] = []
    asked: set[str] = set()
    for action in desk.base.actions.values():
        blank = act_in_words(action, None, desk)
        known.add(blank, Role.WHOLE, Kind.ACT, how=UNDECIDED)
        decision = decision_on(action.id, action.subject, desk.office, desk.day.date)
        mine = [Act(blank, None)]
        if decision is not None:
            ways = dict.fromkeys((act_in_words(action, decision, desk), *ways_to_come(action, decision, abouts)))
            mine = [Act(text, decision.how) for way in ways for text in _as_told(way, decision.on, desk)]
        told += mine
        asked.update(act.text for act in mine if action.id in (wants or ()))
    for act, did in zip(did_for_reader(desk), desk.request.did, strict=True):
        told += (act._replace(text=text) for text in _as_told(act.text, did.on, desk))
    for text in ways_of_telling(told, None if wants is None else asked):
        known.add(text, Role.WHOLE, Kind.ACT)
        if (yes := text.replace("Yes, ", "Yes ", 1)) != text:
            known.add(text, Role.WHOLE, Kind.ACT, written=yes)
    for did in desk.request.did:  # the day need not be said
        known.add(f"I {did.what}.", Role.WHOLE, Kind.ACT)
        day = day_in_letter(did.on, desk.request.date)
        known.add(f"{day[:1].upper()}{day[1:]} I {did.what}.", Role.WHOLE, Kind.ACT)
        known.add(f"{day[:1].upper()}{day[1:]}, I {did.what}.", Role.WHOLE, Kind.ACT)


def _add_thanks(known: Phrases, desk: TemplateContext) -> None:
    if desk.request.thanks:
        courtesies = (*desk.base.courtesies, *desk.subject.courtesies)
        filled = (text.replace("{subject}", desk.subject.name) for text in courtesies)
        both = (with_thanks(text, desk.request.thanks) for text in filled if "{" not in text)
        for text in (*(segment.text for (segment,) in thanks_in_words(desk.request.thanks)), *both):
            known.add(text, Role.WHOLE, Kind.READER, how=THANKED)


_DID = late_pattern(r"I (\w+ed)\b")  # of other verbs "have" needs another form


def _as_told(text: str, on: date, desk: TemplateContext) -> Iterator[str]:
    """An act as a letter says it, with the year of its day, which a letter leaves out in the same year, and as what is
    done by now, with or without the day.
    """
    day = day_in_letter(on, desk.request.date)
    yield from (text, text.replace(day, f"on {day_in_words(on)}"))
    done = _DID.sub(r"I have \1", text, count=1)
    if done != text and day in text:
        yield from (done, done.replace(f" {day}", ""))


_ENDS_WITH_CONCERN = late_pattern(r" \{(?:bare_)?(question|worry)\}\.$")


_Values = tuple[tuple[str, tuple[str, ...]], ...]  # the names in courtesies, each with what may stand for it


def _values(
    known: PhraseIndex, desk: TemplateContext, correcting: Correcting, said: Sequence[Sequence[Atom]]
) -> _Values:
    newest = [desk.newest(one) for one in desk.base.subjects]
    abouts = _abouts((topic.about for topic in desk.base.topics.values()), known, said)
    return (
        # A sentence that claims nothing may be said on any subject, in whichever folder it was approved.
        ("subject", tuple(one.name for one in desk.base.subjects.values())),
        ("about", (topics_in_words(()), MANY, *abouts)),
        ("member", (desk.office.member,)),
        ("constituency", (desk.office.constituency,)),
        ("newest", tuple(map(month_in_words, newest))),
        ("ago", tuple(ago(day, desk.day.date) for day in newest)),
        ("written", tuple(map(day_in_words, correcting.days))),
        ("sentence", correcting.sentences),
        ("part", correcting.parts),
    )


@lru_cache(maxsize=64)
def _of_courtesies(told: _Told, subject: str, values: _Values, scoped: frozenset[str]) -> PhraseGroup:
    made = told.made()
    _add_courtesies(made, told.base.subjects[subject], values, scoped)
    return made.group()


def _add_courtesies(known: Phrases, subject: Subject, values: _Values, scoped: frozenset[str]) -> None:
    """Add a subject's courtesies but for those that are ``scoped``."""
    for courtesy in subject.courtesies:
        if _plain(courtesy) in scoped:
            continue
        asked = _ENDS_WITH_CONCERN.search(courtesy)
        texts = [courtesy[: asked.start()] if asked else courtesy]
        for name, options in values:
            if f"{{{name}}}" in courtesy:
                texts = [filled(text, {name: option}) for text in texts for option in options]
        for text in texts:
            if asked:  # what was asked follows, in one of its own phrases
                of = "fear" if asked[1] == "worry" else "question"
                for way in _ways_to_thank(text):
                    known.add(text, Role.HEAD, Kind.COURTESY, written=way, of=of)
                continue
            ends = text.endswith((".", "?", "!", "\u201d", '"'))
            known.add(
                text if ends else f"{text},", Role.WHOLE if ends else Role.OPENER, Kind.COURTESY if ends else Kind.JOIN
            )


_THANKS = tuple(way.split(" = ") for way in lists("wording").phrases("ways to thank"))


@lru_cache(maxsize=1024)
def _ways_to_thank(text: str) -> tuple[str, ...]:
    """The beginning of a sentence that repeats a question or a fear, as it is and as people write it."""
    ways = [text]
    for words, said in _THANKS:
        beginning = re.compile(rf"\b{words}\b", re.IGNORECASE)
        ways += [beginning.sub(said, way, count=1) for way in ways if beginning.search(way)]
    return tuple(dict.fromkeys(ways))


@lru_cache(maxsize=8)
def _of_corrections(templates: Templates) -> frozenset[str]:
    """Phrases for corrections alone: any other letter with them would speak of a letter that nobody wrote."""
    said = {_plain(piece.text) for piece in read_templates(templates, CORRECTION)[0]}
    others = " ".join(_plain(templates.text(path)) for path in templates.paths() if path != CORRECTION)
    return frozenset(text for text in said if text not in others)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(fold_quotation(text).split())


def _abouts(texts: Iterable[str], known: PhraseIndex, said: Sequence[Sequence[Atom]]) -> Iterator[str]:
    """The lists of what a message is about that occur among the letter's words: "private companies and profit"."""
    by_opening: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for text in dict.fromkeys(texts):
        keys = known.keys(text)
        if keys:
            by_opening[keys[0]].append((keys, text))

    def at(words: Sequence[Atom], place: int) -> Iterator[tuple[int, str]]:
        for keys, text in by_opening.get(words[place].key, ()) if place < len(words) else ():
            if tuple(atom.key for atom in words[place : place + len(keys)]) == keys:
                yield place + len(keys), text

    def chains(words: Sequence[Atom], place: int, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for end, text in at(words, place):
            if text in before:
                continue
            here = (*before, text)
            yield here
            if len(here) < _MOST_IN_ABOUT and end < len(words) and words[end].key in {",", "and"}:
                paused = [word.key for word in words[end : end + 2]] == [",", "and"]
                yield from chains(words, end + 1 + paused, here)

    found = dict.fromkeys(chain for words in said for place in range(len(words)) for chain in chains(words, place, ()))
    return map(listed, found)
