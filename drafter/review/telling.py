"""What must hold of a paragraph beyond the laws of every letter: tenses, tags and joins, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from drafter.factbase.model import Fact, FactBase
from drafter.letter.frames import Voice, silences
from drafter.letter.laws import Breach
from drafter.letter.sentences import is_past, may_stand_bare
from drafter.letter.tree import Kind, Segment
from drafter.letter.vocabulary import Desk
from drafter.review.align import Aligned
from drafter.review.known import CLAIMS, EITHER, Form, Role

_BUT, _SO, _YET = "but", "so", "yet"
_GAPS = frozenset((Role.HEAD, Role.WHOLE))


class Heard(NamedTuple):
    """A sentence as the phrases that it is made of, with its number in the paragraph."""

    number: int
    segments: tuple[Segment, ...]
    forms: tuple[Form, ...]


def told_wrongly(sentences: Sequence[Aligned], desk: Desk) -> Iterator[Breach]:
    """What a paragraph tells otherwise than any letter would."""
    heard = [Heard(number, one.heard, one.forms) for number, one in enumerate(sentences)]
    yield from _of_tenses(heard, desk)
    yield from _of_mixed_tenses(heard)
    yield from _of_tags(heard, desk.base)
    yield from _of_joins(heard, desk.base)
    yield from _of_gaps(heard)


def _of_tenses(heard: Sequence[Heard], desk: Desk) -> Iterator[Breach]:
    """What an old document says is told as of its day, and not as if it were so now."""
    for number, segments, _ in heard:
        for segment in segments:
            if segment.kind is not Kind.CLAIM or segment.past:
                continue
            fact = desk.base.facts[segment.fact]
            if is_past(fact, desk.base, desk.day.date):
                message = f"tells '{fact.id}' as if it were so today: what it rests on is of another day"
                yield Breach("told-as-now", message, number)


def _of_mixed_tenses(heard: Sequence[Heard]) -> Iterator[Breach]:
    """A claim is told in the tense of its frame: 'he says that it had' says something else than 'he says it has'."""
    tense = EITHER
    for number, segments, forms in heard:
        for form in forms:
            if form.role is Role.FRAME:
                tense = form.tense
            elif form.role in CLAIMS and not form.tense & tense:
                message = f"tells '{form.fact}' in another tense than the words that say whose it is"
                yield Breach("other-tense", message, number, form.fact)
        if not any(s.kind in {Kind.CLAIM, Kind.FRAME, Kind.JOIN, Kind.ANSWER, Kind.GAP} for s in segments):
            tense = EITHER


def _of_tags(heard: Sequence[Heard], base: FactBase) -> Iterator[Breach]:
    """A claim without a frame must sound reported, and goes on with what was said, not with what was asked."""
    voice: Voice | None = None
    told = False  # whether the sentence before tells a claim
    for number, segments, forms in heard:
        framed = next((form.voice for form in reversed(forms) if form.role is Role.FRAME), None)
        claims = [form for form in forms if form.role in CLAIMS]
        if framed is not None:
            voice = framed
        elif claims:
            facts = [base.facts[form.fact] for form in claims]
            past = all(s.past for s in segments if s.kind is Kind.CLAIM)
            may = voice is not None and told and may_stand_bare(facts, voice, base, past=past)
            if voice is not None and voice.asks:
                message = f"'{claims[0].fact}' follows a question that was put, as if it had been said"
                yield Breach("untagged", message, number)
            elif not may and claims[0].role is not Role.THEY:
                yield Breach("untagged", f"'{facts[0].id}' is told as if it were this office that says so", number)
        told = bool(claims)


def _of_joins(heard: Sequence[Heard], base: FactBase) -> Iterator[Breach]:
    """'But', 'and so' and 'yet' say something of two claims, which the fact base must say too."""
    told: list[str] = []
    for number, _, forms in heard:
        words: set[str] = set()
        for form in forms:
            if form.role in {Role.JOIN, Role.OPENER}:
                words = set(form.keys)
            elif form.role in CLAIMS:
                fact = base.facts[form.fact]
                for word in sorted(words & {_BUT, _SO, _YET}):
                    if not _is_so(word, fact, told, base):
                        message = f"'{word}' before '{fact.id}' says of two claims what the fact base does not"
                        yield Breach("unfounded-join", message, number)
                words = set()
                told.append(fact.id)


def _is_so(word: str, fact: Fact, told: Sequence[str], base: FactBase) -> bool:
    last = told[-1] if told else ""
    if word == _BUT:
        return fact.but_after in told
    if word == _SO:
        return bool(last) and fact.so_after == last
    return any(fact.id in rub.yet and set(rub.first) & set(told) for rub in base.subjects[fact.subject].rubs)


def _of_gaps(heard: Sequence[Heard]) -> Iterator[Breach]:
    """Who is said not to say something must have spoken in the paragraph; 'he' must be whoever speaks."""
    spoke: set[tuple[str, str]] = set()
    names: set[str] = set()
    last: tuple[str, str] = ("", "")
    for number, segments, forms in heard:
        head = next((form for form in forms if form.role in _GAPS and form.kind == "gap"), None)
        if head is not None and head.voice is not None:
            pronoun = head.keys[0] == head.voice.speaker.pronoun
            if head.voice.key not in spoke or (pronoun and last != head.voice.key):
                message = f"{head.voice.speaker.full} does not speak before this, and is said not to say something"
                yield Breach("no-speaker", message, number)
        elif head is not None and not _all_spoke(head, names):
            message = f"'{head.text}' names others than have spoken before it"
            yield Breach("no-speaker", message, number)
        told = [form.voice.key for form in forms if form.role in CLAIMS and form.voice is not None]
        names |= {form.voice.speaker.short for form in forms if form.role in CLAIMS and form.voice is not None}
        spoke.update(told)
        if told:
            last = told[-1]
        elif not all(s.kind in {Kind.GAP, Kind.JOIN} for s in segments):
            last = ("", "")


def _all_spoke(head: Form, names: set[str]) -> bool:
    """Whether the speakers who are said not to say something have spoken: the two named, or the several meant."""
    if head.keys[0] == "neither":
        return head.text in {silent for pair in permutations(names, 2) for silent in _neither(pair)}
    return "these" not in head.keys or len(names) > 2


def _neither(pair: Sequence[str]) -> Iterator[str]:
    """How two who do not say something are told of, as the head of a gap and as a sentence."""
    for old in (False, True):
        yield from (text.removesuffix(" so") for text in silences(pair, 2, "so", old=old))
        yield from (f"{text}." for text in silences(pair, 2, "", old=old))


def answered(sentences: Sequence[Aligned], answers: Mapping[str, frozenset[str]], told: set[str]) -> Iterator[Breach]:
    """A question that is said to be left open, in a letter that answers it. ``answers`` are the facts that do."""
    for number, one in enumerate(sentences):
        for form in one.forms:
            known = sorted(answers.get(" ".join(form.keys), frozenset()) & told)
            if form.role is Role.ASKED and form.of == "gap" and known:
                message = f"says that '{form.text}' is left open; '{known[0]}' answers it"
                yield Breach("gap-answered", message, number)
