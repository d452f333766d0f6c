"""Phrases: gathers those that an office's letters of a day are made of, finds them in texts, and joins them to
sentences.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import permutations, product
from typing import Any, NamedTuple

from drafter.english.lists import lists
from drafter.facts.claims import is_plural
from drafter.facts.edtf import MONTHS, day_in_words, month_in_words
from drafter.facts.model import Abbreviation, Fact, FactBase, Subject, Topic
from drafter.facts.timeline import Status
from drafter.frozen import dataclass
from drafter.letter.acts import act_in_words, decision_on, did_for_reader
from drafter.letter.analysis import read_templates
from drafter.letter.clauses import (
    ECHOES,
    NUMBERS,
    Clauses,
    Voice,
    ago,
    as_itself,
    asked_then,
    day_in_letter,
    frames,
    introductions,
    named_in_full,
    says_nothing,
    several,
    shared,
    silences,
    subject_of,
    voice_of,
    ways_of_answering,
    when_issued,
)
from drafter.letter.templates import CORRECTION, MANY, TemplateContext, Templates, filled, topics_in_words
from drafter.letter.tree import OPENERS, Kind, upper
from drafter.review.tokens import Atom, keys_with, same_words, without_marks
from drafter.sources.quotations import fold_quotation

# Known phrases: claims, frames, and the words of the office's letters, found by how they begin.

NOW, THEN, EITHER = 1, 2, 3  # the tenses that a phrase may be in


class Role(StrEnum):
    """What part of a sentence a phrase may be."""

    WHOLE = "whole"  # a sentence by itself
    OPENER = "opener"  # 'On the regulations,' or 'Yet'
    ANSWER = "answer"  # stands before a colon
    FRAME = "frame"
    CLAIM = "claim"
    THEY = "they"  # a claim whose subject was named just before
    ITSELF = "itself"  # a claim of its own speaker, right behind the frame that names it
    REST = "rest"  # the rest of a claim, after another claim with the same subject
    JOIN = "join"
    HEAD = "head"  # 'You ask', 'He did not say': stands before what is asked
    ASKED = "asked"  # a question or a fear, after 'You ask'; the question of a gap


UNDECIDED = "undecided"  # how a blank is read that still waits for a decision
CLAIMS = frozenset((Role.CLAIM, Role.THEY, Role.ITSELF, Role.REST))
_WHOLE = frozenset((Role.WHOLE, Role.ASKED))


class Phrase(NamedTuple):
    """One phrase. ``keys`` are its words as they are compared. ``kind`` is the kind of the letter's segment made from
    it.

    ``of`` links a head to the phrases that may follow it: both have the same value. Of a gap's question it is the
    question itself. ``voice`` is the speaker of a claim or a frame. ``subject`` and ``predicate`` are a claim's.
    """

    text: str
    keys: tuple[str, ...]
    role: Role
    kind: Kind
    fact: str = ""
    source: str = ""
    dated: bool = False
    tense: int = EITHER
    of: str = ""
    how: str = ""
    voice: Voice | None = None
    subject: str = ""
    predicate: str = ""


@dataclass
class PhraseIndex:
    """Phrases, found by their first words; claims also by likeness."""

    abbreviations: tuple[Abbreviation, ...]
    words: frozenset[str] = frozenset()  # words of the letter; a phrase that ends with any other word need not be added
    _by_keys: dict[tuple[str, ...], list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _sizes: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # of the phrases that begin so
    _by_word: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _unlisted: list[Phrase] = field(default_factory=list)  # claims that are not found by their words yet
    _by_fact: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _by_voice: dict[Voice, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    _answers: list[Phrase] = field(default_factory=list)
    _rests: dict[tuple[str, str], list[Phrase]] = field(default_factory=dict)
    _seen: set[tuple[object, ...]] = field(default_factory=set)
    _early: set[str] = field(default_factory=set)  # facts that nobody could tell on the letter's day yet

    def add(self, text: str, role: Role, kind: Kind, *, written: str = "", **details: object) -> None:
        """Add one more phrase. ``written`` is how people write it, where that is in other words."""
        if self.words and role in _WHOLE and self._stands_nowhere(text):
            return
        form = Phrase(text, self.keys(written or text), role, kind, **details)  # type: ignore[arg-type]
        if not form.keys:
            return
        before = len(self._seen)
        self._seen.add((form.keys, role, form.fact, form.source, form.voice, form.tense, form.of))
        if len(self._seen) == before:
            return
        self._by_keys[form.keys].append(form)
        self._sizes[form.keys[0]].add(len(form.keys))
        if role is Role.CLAIM:
            self._by_fact[form.fact].append(form)
            self._rests.clear()
            self._unlisted.append(form)
        elif role is Role.FRAME and form.voice is not None:
            self._by_voice[form.voice].append(form)
        elif role is Role.ANSWER:
            self._answers.append(form)

    def _stands_nowhere(self, text: str) -> bool:
        """Whether a phrase's last word occurs nowhere in the letter."""
        last = _last_word(text)
        return last not in self.words and last not in self._spelt_out

    def may_hold(self, text: str) -> bool:
        """Whether the letter may hold a text: it has each of its words."""
        return not self.words or self.words.issuperset(self.keys(text))

    @cached_property
    def _spelt_out(self) -> frozenset[str]:
        """The last words of abbreviated names: a letter may have the short form."""
        return frozenset(
            form.rsplit(maxsplit=1)[-1].casefold() for a in self.abbreviations for form in (a.long, a.plural, "an")
        )

    def keys(self, text: str) -> tuple[str, ...]:
        """A text's words as they are compared."""
        return self._keys(text)

    @cached_property
    def _keys(self) -> Callable[[str], tuple[str, ...]]:
        return keys_with(self.abbreviations)

    def has(self, fact: str) -> bool:
        """Whether a fact's forms were added."""
        return fact in self._by_fact

    def is_early(self, fact: str) -> bool:
        """Whether a fact begins only after the letter's day."""
        return fact in self._early

    def mark_early(self, fact: str) -> None:
        """Remember that a fact begins only after the letter's day."""
        self._early.add(fact)

    def of(self, fact: str) -> Sequence[Phrase]:
        """The ways of telling a fact as a whole clause."""
        return self._by_fact.get(fact, ())

    @property
    def voices(self) -> Sequence[Voice]:
        """The speakers whose frames were added."""
        return tuple(self._by_voice)

    def frames(self, voice: Voice | None) -> Sequence[Phrase]:
        """The frames of a speaker."""
        return self._by_voice.get(voice, ()) if voice is not None else ()

    def answers(self, facts: Iterable[str]) -> Iterator[Phrase]:
        """The answers that rest on one of these facts."""
        wanted = set(facts)
        return (form for form in self._answers if form.fact in wanted)

    def at(self, text: Sequence[Atom], place: int, roles: Iterable[Role]) -> list[Phrase]:
        """The phrases of these roles that stand at a place, the longest first."""
        wanted = set(roles)
        sizes = self._sizes.get(text[place].key, ())
        keys = tuple([atom.key for atom in text[place : place + max(sizes, default=0)]])
        return [
            form
            for size in sorted(sizes, reverse=True)
            if size <= len(keys)
            for form in self._by_keys.get(keys[:size], ())
            if form.role in wanted
        ]

    def joining(self, form: Phrase, *, framed: bool) -> Phrase:
        """The join before a claim that says nothing by itself. ``framed`` tells that a frame stands before both."""
        that = framed and form.role is not Role.REST
        text = f"{_AND} that" if that else _AND
        return Phrase(text, self.keys(text), Role.JOIN, Kind.JOIN, how="that" if that else "")

    def rests(self, before: Phrase) -> Sequence[Phrase]:
        """What may be left of the claims that share this claim's subject, if they follow it directly."""
        mark = (before.fact, before.predicate)
        if mark not in self._rests:
            self._rests[mark] = list(self._left_of(before)) if before.subject else []
        return self._rests[mark]

    def _left_of(self, before: Phrase) -> Iterator[Phrase]:
        seen: set[tuple[str, str, int]] = set()
        for fact, ways in self._by_fact.items():
            if fact == before.fact or ways[0].subject != before.subject or ways[0].voice != before.voice:
                continue
            for way in ways:
                text = shared(before.predicate, way.predicate)
                if (fact, text, way.tense) not in seen:
                    seen.add((fact, text, way.tense))
                    yield way._replace(text=text, keys=self.keys(text), role=Role.REST)

    def like(self, text: Sequence[Atom], most: int = 6) -> list[str]:
        """The facts that share most of the rarer words with these, best first. A rare word counts for more."""
        for form in self._unlisted:  # only now: of most letters nothing is unlike its phrases
            for word in filter(None, map(without_marks, form.keys)):
                self._by_word[word].add(form.fact)
        self._unlisted.clear()
        return likest({without_marks(atom.key) for atom in text}, self._by_word, len(self._by_fact), most)


@lru_cache(maxsize=10_000)
def _last_word(text: str) -> str:
    """A phrase's last word, as it is compared. Remembered, since each letter is compared with the same phrases."""
    return same_words(without_marks(fold_quotation(text).rsplit(maxsplit=1)[-1]).casefold())[-1]


def stands(form: Phrase, text: Sequence[Atom], place: int) -> bool:
    """Whether a phrase stands at a place."""
    keys, end = form.keys, place + len(form.keys)
    # The last word first: many phrases begin alike.
    return (
        end <= len(text)
        and text[end - 1].key == keys[-1]
        and all(text[place + n].key == key for n, key in enumerate(keys))
    )


def likest(words: Iterable[str], holding: dict[str, set[str]], facts: int, most: int) -> list[str]:
    """The facts that share most of the rarer words, best first. ``holding`` gives the facts that have a word."""
    counts: Counter[str] = Counter()
    for word in words:
        mine = holding.get(word, ())
        if len(mine) * 3 > max(30, facts):  # so common a word tells nothing
            continue
        for fact in mine:
            counts[fact] += 1000 // (1 + len(mine))
    # Equal ones are sorted by name, so that a letter always gets the same findings.
    return sorted(counts, key=lambda fact: (-counts[fact], fact))[:most]


# Making phrases: claims in all ways of telling them, frames, and the office's own words.

_AND = ", and"
_JOINS = (
    ", and that", "; and that", ", but that", "; but that", ", and so that", "; and so that", ", and", "; and", ", but",
    "; but", ", and so", "; and so", " and that", " but that", " and so that", " and", " and so", " but", ",",
    ";",
)  # fmt: skip
# What people put before a sentence without saying anything by it.
_CALM = ("As you may know,", "As you know,", "As you will know,", "As you may be aware,", "As you may remember,")
_ADDING = tuple(f"{upper(words)}," for words in lists("wording").phrases("adding"))
# Between two claims it says what 'but' does. Before 'the guide also says' it only goes on to something else.
_HOWEVER = "However,"
# Before a claim itself they would say of it what its document does not: that it is more, or the last word.
BEFORE_FRAMES = frozenset((*_ADDING, _HOWEVER))
_MOST_IN_ABOUT = 3


def add_facts(known: PhraseIndex, facts: Iterable[Fact], desk: TemplateContext) -> None:
    """Add every way in which a letter of the desk's day may tell these facts, with their speakers."""
    voices: dict[Voice, None] = {}
    clauses: dict[str, Clauses] = {}
    for fact in facts:
        if known.has(fact.id):
            continue
        voice = voice_of(fact, desk.base)
        if not known.frames(voice):  # else a fact that was added before has the same speaker
            voices[voice] = None
        if fact.subject not in clauses:
            clauses[fact.subject] = Clauses(desk.base.subjects[fact.subject], desk.day.date)
        _add_claim(known, fact, voice, clauses[fact.subject])
        if desk.day.in_time(fact) is Status.NOT_YET:
            known.mark_early(fact.id)
    for voice in voices:
        _add_voice(known, voice, desk)
    names = dict.fromkeys(voice.speaker.short for voice in known.voices)
    fresh = {voice.speaker.short for voice in voices}
    for pair in permutations(names, 2):
        if fresh.intersection(pair):
            _add_silences(known, pair, 2)


def _add_claim(known: PhraseIndex, fact: Fact, voice: Voice, clauses: Clauses) -> None:
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


def _add_voice(known: PhraseIndex, voice: Voice, desk: TemplateContext) -> None:
    tenses: dict[tuple[str, bool], int] = defaultdict(int)
    introducing: dict[tuple[str, bool], int] = defaultdict(int)
    for past in (False, True):
        for frame in frames(voice, desk.base, desk.day.date, told_past=past):
            tenses[frame.text, frame.dated] |= THEN if frame.past else NOW
        for frame in introductions(voice, desk.base, desk.day.date, told_past=past):
            introducing[frame.text, frame.dated] |= THEN if frame.past else NOW
    hand = _hand_of(voice, known, desk)
    _add_frames(known, voice, hand, desk, tenses)
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


def _add_frames(
    known: PhraseIndex, voice: Voice, hand: _Hand, desk: TemplateContext, tenses: Mapping[tuple[str, bool], int]
) -> None:
    """Add a speaker's frames, each as the program has it and as people write it. The program's own come first: where
    two have the same words, they count.
    """
    for (text, dated), tense in tenses.items():
        known.add(text, Role.FRAME, Kind.FRAME, source=voice.source, dated=dated, tense=tense, voice=voice)
    ahead = f"{when_issued(desk.base.sources[voice.source].issued, desk.day.date)} "
    for (text, dated), tense in tenses.items():
        # 'he said the duties' is as good as 'he said that the duties', and 'in May, he said' as 'in May he said'.
        paused = f"{ahead.rstrip()}, {text.removeprefix(ahead)}" if text.startswith(ahead) else text
        ways = [one for way in dict.fromkeys((text, paused)) for one in _as_written(way, hand)]
        for said in dict.fromkeys(one for way in ways for one in (way, way.removesuffix("that "))):
            meant = text if said.endswith("that ") else text.removesuffix("that ")
            details: dict[str, Any] = {"dated": dated, "tense": tense, "how": "short", "written": said}
            known.add(meant, Role.FRAME, Kind.FRAME, source=voice.source, voice=voice, **details)


class _Hand(NamedTuple):
    """How people write a speaker's frames: only with words that the letter has.

    ``longer`` are names in place of the short one, and ``short`` finds that. ``month`` and ``year`` are the document's.
    ``letters`` are names that "MP" may follow. ``told`` is how it is put that a member told Parliament something.
    ``article`` finds the "the" before a minister.
    """

    short: re.Pattern[str]
    longer: tuple[str, ...] = ()
    month: str = ""
    year: str = ""
    letters: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    article: re.Pattern[str] | None = None


def _hand_of(voice: Voice, known: PhraseIndex, desk: TemplateContext) -> _Hand:
    speaker, issued = voice.speaker, desk.base.sources[voice.source].issued
    led = next(frame.text for frame in frames(voice, desk.base, desk.day.date, told_past=False))
    body = _OF_A_BODY.fullmatch(fold_quotation(speaker.full))
    names = (speaker.full if speaker.full in led else speaker.later, "".join(body.groups()) if body else "")
    month, year = MONTHS[issued.latest.month - 1], str(issued.latest.year)
    of_month = issued.earliest.month == issued.latest.month and known.may_hold(month)
    of_year = issued.earliest.year == issued.latest.year and known.may_hold(year)
    peer = _PEERS.search(speaker.full) is not None
    # Ministers who answer in the Commons are members of it; a peer's name says what he is.
    member = known.may_hold("MP") and voice.happened and "Minister " in speaker.full and not peer
    commons = speaker.is_person and not peer
    return _Hand(
        re.compile(rf"\b{re.escape(speaker.short)}\b"),
        tuple(name for name in names if name and known.may_hold(name)),
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
    """What a correction may name: days of earlier letters, and sentences that it quotes from them."""

    days: tuple[date, ...] = ()
    sentences: tuple[str, ...] = ()


def add_own_words(
    known: PhraseIndex, desk: TemplateContext, correcting: Correcting, said: Sequence[Sequence[Atom]]
) -> None:
    """Add the office's own words: approved courtesies, questions and answers, acts, and joins.

    ``said`` are the letter's words, for phrases that have too many forms to try all.
    """
    add_joins(known)
    for subject in desk.base.subjects.values():
        _add_courtesies(known, subject, desk, correcting, said)
        _add_answers(known, subject, desk)
    _add_asked(known, desk.base)
    _add_acts(known, desk)


def add_joins(known: PhraseIndex) -> None:
    """Add what stands between claims, and before a sentence."""
    for join in _JOINS:
        known.add(join, Role.JOIN, Kind.JOIN, how="that" if join.endswith("that") else "")
    for opener in ("Yet", "But", _HOWEVER, *_CALM, *(f"{word}," for word in OPENERS), *_ADDING):
        known.add(opener, Role.OPENER, Kind.JOIN)


def _add_answers(known: PhraseIndex, subject: Subject, desk: TemplateContext) -> None:
    for question in subject.open_questions:
        for text in dict.fromkeys((question, asked_then(question))):
            known.add(text, Role.ASKED, Kind.GAP, of="gap")
    for rub in subject.rubs:
        known.add(rub.question, Role.WHOLE, Kind.GAP)
    for answer in subject.answers:
        fact = desk.base.facts.get(answer.rests_on[0])
        if answer.is_whole:
            for said in ways_of_answering(answer.text):
                known.add(said, Role.WHOLE, Kind.ANSWER, fact=answer.rests_on[0])
            continue
        for told in Clauses(subject, desk.day.date).every(answer.text):
            source = fact.source if fact else ""
            known.add(f"{told.text}:", Role.ANSWER, Kind.ANSWER, fact=answer.rests_on[0], source=source)


def _add_asked(known: PhraseIndex, base: FactBase) -> None:
    for topic in base.topics.values():
        for kind, concerns in (("question", topic.questions), ("fear", topic.fears)):
            for concern in concerns:
                known.add(concern.text, Role.ASKED, Kind.COURTESY, of=kind)
                whole = named_in_full(concern.text, base.subjects[topic.subject])
                known.add(whole, Role.ASKED, Kind.COURTESY, of=kind)
                if concern.directly:
                    known.add(concern.directly, Role.WHOLE, Kind.COURTESY)
    abouts = ("", *(subject.name for subject in base.subjects.values()))
    for about_, number, asked in product(abouts, range(2, len(NUMBERS) + 2), (True, False)):
        known.add(several(number, about_, asked=asked), Role.WHOLE, Kind.COURTESY)
    for kind, heads in zip(("question", "fear"), ECHOES, strict=True):
        for head in heads:
            known.add(head, Role.HEAD, Kind.COURTESY, of=kind)
    for here, papers in (((), 1), ((), 0), (("A",), 1), (("A", "B", "C"), 3)):
        _add_silences(known, here, papers)


def _add_silences(known: PhraseIndex, here: Sequence[str], papers: int) -> None:
    """Add the sentences that speakers, a letter's papers, or nobody at all, leave a question open."""
    for old in (False, True):
        for head in silences(here, papers, "so", old=old):
            known.add(head.removesuffix(" so"), Role.HEAD, Kind.GAP, of="gap")
        for whole in silences(here, papers, "", old=old):
            known.add(f"{whole}.", Role.WHOLE, Kind.GAP)


def _add_acts(known: PhraseIndex, desk: TemplateContext) -> None:
    for action in desk.base.actions.values():
        known.add(act_in_words(action, None, desk), Role.WHOLE, Kind.ACT, how=UNDECIDED)
        decision = decision_on(action.id, action.subject, desk.office, desk.day.date)
        if decision is not None:
            for said in _with_year(act_in_words(action, decision, desk), decision.on, desk):
                known.add(said, Role.WHOLE, Kind.ACT)
    for (segment,), did in zip(did_for_reader(desk), desk.request.did, strict=True):
        for said in _with_year(segment.text, did.on, desk):
            known.add(said, Role.WHOLE, Kind.ACT)
    for did in desk.request.did:  # the day need not be said
        known.add(f"I {did.what}.", Role.WHOLE, Kind.ACT)
        day = day_in_letter(did.on, desk.request.date)
        known.add(f"{day[:1].upper()}{day[1:]} I {did.what}.", Role.WHOLE, Kind.ACT)
        known.add(f"{day[:1].upper()}{day[1:]}, I {did.what}.", Role.WHOLE, Kind.ACT)


def _with_year(text: str, on: date, desk: TemplateContext) -> tuple[str, ...]:
    """An act as a letter says it, and with the year of its day, which a letter leaves out in the same year."""
    return text, text.replace(day_in_letter(on, desk.request.date), f"on {day_in_words(on)}")


def _add_courtesies(
    known: PhraseIndex, subject: Subject, desk: TemplateContext, correcting: Correcting, said: Sequence[Sequence[Atom]]
) -> None:
    values: dict[str, Sequence[str]] = {
        # A sentence that claims nothing may be said on any subject, in whichever folder it was approved.
        "subject": [one.name for one in desk.base.subjects.values()],
        "about": [topics_in_words(()), MANY, *_abouts(tuple(desk.base.topics.values()), known, said)],
        "member": [desk.office.member],
        "constituency": [desk.office.constituency],
        "newest": [month_in_words(desk.newest(one)) for one in desk.base.subjects],
        "ago": [ago(desk.newest(one), desk.day.date) for one in desk.base.subjects],
        "written": [day_in_words(day) for day in correcting.days],
        "sentence": correcting.sentences,
    }
    scoped = frozenset() if correcting.days else _of_corrections(desk.templates)
    for courtesy in subject.courtesies:
        if _plain(courtesy) in scoped:
            continue
        head, value, _ = courtesy.partition(" {question}.")
        if not value:
            head, value, _ = courtesy.partition(" {worry}.")
        if value:  # what was asked follows, in one of its own phrases
            known.add(head, Role.HEAD, Kind.COURTESY, of="fear" if "worry" in value else "question")
            continue
        texts = [courtesy]
        for name, options in values.items():
            if f"{{{name}}}" in courtesy:
                texts = [filled(text, {name: option}) for text in texts for option in options]
        for text in texts:
            ends = text.endswith((".", "?", "!", "\u201d", '"'))
            known.add(
                text if ends else f"{text},", Role.WHOLE if ends else Role.OPENER, Kind.COURTESY if ends else Kind.JOIN
            )


@lru_cache(maxsize=8)
def _of_corrections(templates: Templates) -> frozenset[str]:
    """Phrases for corrections alone: any other letter with them would speak of a letter that nobody wrote."""
    said = {_plain(piece.text) for piece in read_templates(templates, CORRECTION)[0]}
    others = " ".join(_plain(templates.text(path)) for path in templates.paths() if path != CORRECTION)
    return frozenset(text for text in said if text not in others)


def _plain(text: str) -> str:
    return " ".join(fold_quotation(text).split())


def _abouts(topics: Sequence[Topic], known: PhraseIndex, said: Sequence[Sequence[Atom]]) -> Iterator[str]:
    """The phrases for what a message is about that occur among the letter's words."""
    by_opening: dict[str, list[tuple[tuple[str, ...], Topic]]] = defaultdict(list)
    for topic in topics:
        keys = known.keys(topic.about)
        if keys:
            by_opening[keys[0]].append((keys, topic))

    def at(words: Sequence[Atom], place: int) -> Iterator[tuple[int, Topic]]:
        for keys, topic in by_opening.get(words[place].key, ()) if place < len(words) else ():
            if tuple(atom.key for atom in words[place : place + len(keys)]) == keys:
                yield place + len(keys), topic

    def chains(words: Sequence[Atom], place: int, before: tuple[Topic, ...]) -> Iterator[tuple[Topic, ...]]:
        for end, topic in at(words, place):
            if topic in before:
                continue
            here = (*before, topic)
            yield here
            if len(here) < _MOST_IN_ABOUT and end < len(words) and words[end].key in {",", "and"}:
                paused = [word.key for word in words[end : end + 2]] == [",", "and"]
                yield from chains(words, end + 1 + paused, here)

    found = dict.fromkeys(chain for words in said for place in range(len(words)) for chain in chains(words, place, ()))
    return (topics_in_words(chain) for chain in found)


# Sentences: how phrases make one. Examples are a frame and its claims, a claim that shares the subject of the one
# before, a gap.

_MOST_PHRASES, _MOST_WORDS = 24, 400  # in one sentence
_STOP = "."
_PLAIN = frozenset(("and", ";"))
_BEGIN: Mapping[Role | None, tuple[Role, ...]] = {
    None: (Role.OPENER, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.OPENER: (Role.WHOLE, Role.ANSWER, Role.FRAME, Role.CLAIM, Role.THEY, Role.HEAD),
    Role.ANSWER: (Role.FRAME,),
    Role.FRAME: (Role.CLAIM, Role.ITSELF),
    Role.HEAD: (Role.ASKED,),
    Role.ASKED: (Role.JOIN,),
    Role.WHOLE: (),
}


class Before(NamedTuple):
    """What a sentence may refer back to: the last speaker and the last subject, where there is one.

    ``anything`` is for a lone sentence whose neighbours are unknown.
    """

    voice: Voice | None = None
    subject: str = ""
    anything: bool = False

    def after(self, forms: Sequence[Phrase]) -> Before:
        """What the next sentence may refer back to."""
        if not any(form.voice for form in forms):
            return Before()
        voice = next((form.voice for form in reversed(forms) if form.voice is not None), None)
        subject = next((form.subject for form in reversed(forms) if form.role in CLAIMS), self.subject)
        return Before(voice, subject)


class _State(NamedTuple):
    """The state of reading a sentence."""

    last: Phrase | None = None
    voice: Voice | None = None
    framed: bool = False
    rests: str = ""  # the fact on which the answer just read rests
    claim: Phrase | None = None  # the last claim

    @property
    def role(self) -> Role | None:
        """The role of the last phrase read."""
        return self.last.role if self.last else None

    def key(self, place: int) -> tuple[object, ...]:
        """Everything on which the rest of the reading depends."""
        claim = (self.claim.fact, self.claim.predicate) if self.claim else None
        last = (self.last.role, self.last.of, self.last.how) if self.last else None
        return place, last, self.voice, self.framed, self.rests, claim

    def then(self, form: Phrase) -> _State:
        """The state after one more phrase."""
        told = form.role in CLAIMS
        return _State(
            form,
            form.voice or self.voice,
            self.framed or form.role is Role.FRAME,
            form.fact if form.role is Role.ANSWER else "" if told else self.rests,
            form if told else self.claim,
        )


def read_whole(words: Sequence[Atom], at: int, known: PhraseIndex, before: Before) -> tuple[Phrase, ...]:
    """The phrases of a sentence that is known to the last word, up to its full stop; empty where it is not known."""
    whole = known.at(words, at, (Role.WHOLE,))
    if whole:
        return (min(whole, key=lambda form: (-len(form.keys), form.voice != before.voice)),)
    failed: set[tuple[object, ...]] = set()

    def read(place: int, state: _State, left: int) -> tuple[Phrase, ...] | None:
        if state.role is Role.WHOLE:
            return ()
        key = state.key(place)
        if key in failed or place >= len(words) or not left or place - at > _MOST_WORDS:
            return None
        may_end = state.role in CLAIMS or state.role is Role.ASKED
        if may_end and words[place].key == _STOP and words[place].ends:
            return ()
        for form in _next(words, place, state, known, before):
            rest = read(place + len(form.keys), state.then(form), left - 1)
            if rest is not None:
                return (form, *rest)
        failed.add(key)
        return None

    return read(at, _State(), _MOST_PHRASES) or ()


def _next(words: Sequence[Atom], place: int, state: _State, known: PhraseIndex, before: Before) -> Iterator[Phrase]:
    """The phrases that may come next, the longest first."""
    role = state.role
    if role in CLAIMS:
        yield from known.at(words, place, (Role.JOIN,))
    elif role is Role.JOIN:
        if state.claim is None:
            yield from (form for form in known.at(words, place, (Role.ASKED,)) if _goes_on(form, state))
        else:
            yield from _joined(words, place, state, known)
    else:
        found = [form for form in known.at(words, place, _BEGIN[role]) if _may_begin(form, state, before)]
        # Of two phrases with the same words, the current speaker's comes first.
        yield from sorted(found, key=lambda form: (-len(form.keys), form.voice != before.voice))


def _may_begin(form: Phrase, state: _State, before: Before) -> bool:
    """Whether a phrase may stand before or as the first claim."""
    if state.last is not None and state.last.text in BEFORE_FRAMES:
        return form.role is Role.FRAME and (state.last.text != _HOWEVER or "also" in form.keys)
    if form.role is Role.ASKED:
        return state.last is not None and form.of == state.last.of
    if form.role is Role.THEY:
        return before.anything or (form.subject == before.subject and form.voice == before.voice)
    # 'He said' needs a claim of the same speaker; an answer needs the claim that it rests on.
    if form.role in {Role.CLAIM, Role.ITSELF}:
        return (not state.framed or form.voice == state.voice) and state.rests in ("", form.fact)
    return True


def _goes_on(form: Phrase, state: _State) -> bool:
    """Whether one more question may follow. A statement that papers leave something open has only one."""
    return form.of != "gap" and state.last is not None


def _joined(words: Sequence[Atom], place: int, state: _State, known: PhraseIndex) -> Iterator[Phrase]:
    """The claims that may follow a join: 'and that' begins a clause, 'and' says more about the same subject."""
    join, claim = state.last, state.claim
    if join is None or claim is None:
        return
    # 'He said that A, and B' gives both as his words, as 'He said that A. B.' does; 'but' and 'so' say more.
    plain = join.keys[-1] in _PLAIN
    clauses = bool(join.how) or plain or not state.framed or (state.voice is not None and state.voice.asks)
    found = [form for form in known.rests(claim) if stands(form, words, place)] if not join.how else []
    if clauses:
        found += [f for f in known.at(words, place, (Role.CLAIM,)) if f.voice == state.voice]
        they = known.at(words, place, (Role.THEY,))
        found += [f for f in they if f.voice == state.voice and f.subject == claim.subject]
    yield from sorted(found, key=lambda form: -len(form.keys))
