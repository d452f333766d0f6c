"""Frames: who said it, and when, told relative to the letter's day. The words are the program's alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drafter.factbase.claims import AUXILIARIES, past
from drafter.factbase.model import Fact, FactBase, Speaker
from drafter.letter import dates

# What a document of these types says is told of with the paper's date: 'the guide of April'.
_PAPERS = frozenset(("report", "webpage"))
_HAPPENED = frozenset(
    "told said replied answered asked announced wrote gave admitted promised confirmed explained added set".split()
)
THIS_MONTH = "this month"
# How what is asked, and what is feared, is told back: the first, and a further one.
ECHOES = (("You ask", "You also ask"), ("You are worried", "You are also worried"))
ANSWER_THAT = "answer that"
# Before several questions that are each put again: the first for two, and so on.
NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight")
_THEY = re.compile(r"\b(?:they|them)\b")
_PARTICIPLES = {"gave": "given", "wrote": "written"}
_ASKING = frozenset(("asked", "asks", "inquired"))  # before an indirect question, where no 'that' stands


class Place(StrEnum):
    """Where a frame may stand: first in a letter, again in a later paragraph, back after another speaker, going on.

    ``HAD`` tells history beside what is known since.
    """

    LEAD = "lead"
    AGAIN = "again"
    BACK = "back"
    MORE = "more"
    HAD = "had"


class Frame(NamedTuple):
    """One way of saying who said it, with a small letter at its beginning where it is no name; a space ends it.

    ``dated`` tells whether it says when; ``past`` whether it is told as of its day. ``shape`` is the same for frames
    that sound alike.
    """

    text: str
    place: Place
    shape: str
    dated: bool
    past: bool


@dataclass(frozen=True)
class Voice:
    """Whose word a claim is: a speaker in a document. Claims of one voice may stand in one sentence."""

    source: str
    speaker: Speaker
    occasion: str
    own: bool  # whether the occasion is the document's own
    reported: bool  # whether the document reports somebody else
    paper: bool  # whether its date belongs to the paper, and not to what is said

    @property
    def happened(self) -> bool:
        """Whether it was said on a day ("told Parliament"), and does not stand in a paper ("says")."""
        return self.occasion.split()[0] in _HAPPENED

    @property
    def asks(self) -> bool:
        """Whether it put a question."""
        return self.occasion.split()[0] in _ASKING

    @property
    def key(self) -> tuple[str, str]:
        """What makes two claims those of one speaker."""
        return self.source, self.speaker.full


def voice_of(fact: Fact, base: FactBase) -> Voice:
    """Whose word a fact is, and how it is told of."""
    source = base.sources[fact.source]
    paper = source.type in _PAPERS and fact.speaker is None
    return Voice(source.id, base.speaker(fact), base.occasion(fact), not fact.occasion, fact.speaker is not None, paper)


def own_voice(base: FactBase, source: str, full: str) -> Voice:
    """The voice of a document itself, or of whoever it reports under that name."""
    document = base.sources[source]
    if document.speaker.full == full:
        occasion = document.occasion
        return Voice(source, document.speaker, occasion, own=True, reported=False, paper=document.type in _PAPERS)
    fact = next(f for f in base.facts.values() if f.source == source and f.speaker and f.speaker.full == full)
    return voice_of(fact, base)


def frames(voice: Voice, base: FactBase, day: date, *, told_past: bool) -> Iterator[Frame]:
    """Every frame of a voice in a letter of a day. ``told_past``: its claims are told as of their day."""
    issued = base.sources[voice.source].issued
    when, of = dates.when(issued, day), dates.of(issued, day)
    # 'reports this month', but 'reported last month': a day that is past takes a verb that is.
    then = told_past or not (voice.paper or when == THIS_MONTH)
    now = voice.occasion if voice.happened or not then else _past(voice.occasion)
    that = "" if voice.asks else " that"
    for place, text, shape in _dated(voice, when, of, now, told_past=told_past, then=then):
        past = told_past or place is Place.HAD
        yield Frame(f"{text}{that} ", place, shape, dated=True, past=past)
    for place, text, shape in _undated(voice, now, told_past=told_past):
        joint = "" if shape == "according" else that
        yield Frame(f"{text}{joint} ", place, shape, dated=False, past=told_past)


_Made = tuple[Place, str, str]  # where it may stand, its words without 'that', and their shape


def _dated(voice: Voice, when: str, of: str, now: str, *, told_past: bool, then: bool) -> Iterator[_Made]:
    """The frames that say when: of a paper that it is of April, of what was said that it was said in April."""
    speaker, occasion = voice.speaker, voice.occasion
    had = f"had {_participle(occasion)}"
    for place, name in ((Place.LEAD, speaker.full), (Place.AGAIN, speaker.short)):
        if voice.paper:
            yield place, f"{name} {of} {now}", "of"
            if told_past:  # 'last month the guide said', but a guide that holds still says it
                yield place, f"{when} {name} {_past(occasion)}", "ahead"
            yield Place.HAD, f"{name} {of} {had}", f"had {place}"
        elif voice.reported:  # whose day is the document's: "a question that was answered in January asked ..."
            yield place, f"{name} {when} {now}", "of"
            yield Place.HAD, f"{name} {when} {had}", f"had {place}"
        else:
            yield place, f"{name} {now} {when}", "when"
            if then or voice.happened:  # 'this month the Library says' is odd
                yield place, f"{when} {name} {now}", "ahead"
            yield Place.HAD, f"{name} {had} {when}", f"had {place}"
    if voice.happened and voice.own and occasion != "said":
        yield Place.AGAIN, f"{speaker.short} said {when}", "said"


def _undated(voice: Voice, now: str, *, told_past: bool) -> Iterator[_Made]:
    """The frames that do not say when: back after another speaker, and going on."""
    name, it = voice.speaker.short, voice.speaker.pronoun
    ending = "" if it == "they" else "s"
    reported = voice.happened or told_past
    says, adds = ("said", "added") if reported else (f"say{ending}", f"add{ending}")
    if not voice.own:
        says = now
    yield Place.BACK, f"{name} {says}", "back"
    yield Place.BACK, f"{name} also {says}", "back also"
    yield Place.MORE, f"{it} also {says}", "also"
    if not voice.own:
        yield Place.MORE, f"{it} {says}", "plain"
        yield Place.MORE, f"{name} {says}", "name plain"
        yield Place.MORE, f"{name} also {says}", "name also"
    elif not voice.asks:
        yield Place.BACK, f"according to {name},", "according"
        yield Place.MORE, f"according to {name},", "according"
        yield Place.MORE, f"{it} {adds}", "adds"
        yield Place.MORE, f"{name} {adds}", "name adds"
        yield Place.MORE, f"{it} {says} too", "too"


def _past(occasion: str) -> str:
    """What a verb phrase becomes: "reported", "told Parliament"."""
    first, space, rest = occasion.partition(" ")
    if first in _HAPPENED:
        return occasion
    return f"{AUXILIARIES.get(first) or past(first)}{space}{rest}"


def _participle(occasion: str) -> str:
    first, space, rest = _past(occasion).partition(" ")
    return f"{_PARTICIPLES.get(first, first)}{space}{rest}"


def says_nothing(name: str, question: str, *, told_past: bool) -> str:
    """That somebody does not say: "He did not say who might bid elsewhere"; without a question, "answer that"."""
    does = "did" if told_past else "do" if name == "they" else "does"
    return f"{name} {does} not {f'say {question}' if question else ANSWER_THAT}"


def silences(here: Sequence[str], named: int, question: str, *, old: bool) -> Iterator[str]:
    """That nothing says it: ``here`` are the names of those who speak in the paragraph, if they are several; of a
    letter's papers; of none at all.
    """
    says = f"{'said' if old else 'says'} {question}" if question else "answered that" if old else "answers that"
    if len(here) == 2:
        yield f"neither {here[0]} nor {here[1]} {says}"
    elif here:
        yield f"none of these papers {says}"
    elif not question:  # it has just been asked
        none = "none of the papers that I quote answers that" if named else "I have found no paper that answers that"
        yield f"I cannot yet tell you, as {none}"
    elif named:
        yield f"none of the papers that I quote {says}"
        yield f"none of the papers that I quote {'let' if old else 'lets'} me tell you {question}"
    else:
        says = f"says {question}"
        yield f"I have found no paper that {says}"
        yield f"no paper that I have found {says}"


def dated_once(voice: Voice, base: FactBase) -> bool:
    """Whether it is plain which words are meant once a letter has dated them: the speaker has one document alone."""
    if voice.reported:
        return False
    return sum(source.speaker.short == voice.speaker.short for source in base.sources.values()) <= 1


def several(number: int, subject: str) -> str:
    """That several questions were asked, before they are answered one by one: in words, up to eight."""
    return f"You ask {NUMBERS[number - 2]} questions about {subject}, and I take them in turn."


def named(text: str, name: str) -> str:
    """What is asked, with the subject's name in place of the first 'they': for where nothing has named it yet."""
    return _THEY.sub(name, text, count=1)
