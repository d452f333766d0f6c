"""What the draft told its reader besides facts, and the letter that came back no longer does.

A caveat that is taken out leaves no trace in the letter. So the letter is composed again from its record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.facts.edtf import month_in_words
from drafter.facts.model import bare
from drafter.letter.clauses import ago, asked_then, ways_of_answering
from drafter.letter.recipient import Correspondent
from drafter.letter.record import Record, sentence_hash
from drafter.letter.request import Length
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph, Sentence
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where
from drafter.review.model import Passage, SentenceStatus
from drafter.review.tokens import keys

# Words that lean on the sentence before them; "it was good of you to write" does not.
_LEANS: Final = late_pattern(r"(?:this|that|these|those|it(?! (?:is|was|would|will|helps)\b))\b", re.IGNORECASE)


def against_draft(
    record: Record, passages: Sequence[Passage], desk: TemplateContext, to: Correspondent, name: str
) -> Iterator[Problem]:
    """The caveats of the draft that the letter lacks, and approved words that lean on a sentence as the draft has them
    nowhere. ``desk`` is the desk when the letter was made, and ``to`` is whom it is addressed to: how much room it has
    depends on both.

    Nothing is found where the letter would not be composed again as it was: its facts or templates have changed.
    """
    if _has_its_own_words(record, passages):
        return
    letter = _again(record, desk, to)
    if letter is None:
        return
    abbreviations = tuple(one for subject in desk.base.subjects.values() for one in subject.abbreviations)

    def same(text: str) -> str:
        return f" {' '.join(keys(text.rstrip('.!'), abbreviations))} "

    said = " . ".join(same(passage.text) for passage in passages)
    gaps = " . ".join(same(passage.text) for passage in passages if _kinds(passage) & {Kind.GAP})
    told = {fact for passage in passages for fact in passage.facts}
    for sentence in _caveats(letter, told, desk):
        open_ = _left_open(sentence.text, desk, same) if sentence.all_of(Kind.GAP, Kind.JOIN) else ()
        if not any(same(way) in said for way in ways_of_answering(sentence.text)) and not _any_in(open_, gaps, same):
            message = f"the draft said \u201c{shortened(sentence.text)}\u201d, and the letter no longer does"
            yield Problem(Where(name), "caveat-left-out", message, "put it back where it stood")
    drafted = " . ".join(same(sentence.text) for sentence in letter.sentences())
    for passage in passages:
        own = _kinds(passage) in ({Kind.COURTESY}, {Kind.GAP}) and passage.standing is SentenceStatus.COURTESY
        if passage.heading or not own or not _LEANS.match(passage.text) or same(passage.text) in drafted:
            continue
        if not _any_in(_left_open(passage.text, desk, same), drafted, same):
            message = f"\u201c{shortened(passage.text)}\u201d leans on what stands before it; the draft did not say it"
            yield Problem(passage.where, "leaning-words", message, "take it out, unless it fits here")


def _has_its_own_words(record: Record, passages: Sequence[Passage]) -> bool:
    """Whether every sentence of the draft that told no fact stands in the letter, and no other that leans on one."""
    drafted = set(re.findall("......", record.own_words))
    said = {sentence_hash(passage.text) for passage in passages}
    leaning = (passage for passage in passages if _LEANS.match(passage.text) and not passage.facts)
    return bool(drafted) and drafted <= said and all(sentence_hash(one.text) in drafted for one in leaning)


def _kinds(passage: Passage) -> set[Kind]:
    return {segment.kind for segment in passage.segments}


def _any_in(texts: Iterable[str], said: str, same: Callable[[str], str]) -> bool:
    return any(same(text) in said for text in texts)


def _left_open(text: str, desk: TemplateContext, same: Callable[[str], str]) -> tuple[str, ...]:
    """The words of the open question that a sentence holds. It is left open in many ways, and the draft's is one."""
    ways = ((question, asked_then(question)) for question in desk.subject.open_questions)
    return next((both for both in ways if _any_in(both, same(text), same)), ())


def _again(record: Record, desk: TemplateContext, to: Correspondent) -> Letter | None:
    """The letter as it was drafted; ``None`` if that cannot be told.

    The topics of its questions and fears may have been named with the request or not; its words may depend on it.
    """
    from drafter.letter.compose import compose  # late: a letter that has all its sentences is not composed again

    if record.date is None or record.corrects or record.length not in set(Length):
        return None
    then = {(one.fact, one.fingerprint) for one in record.said}
    implied = {bare(concern).partition(".")[0] for concern in (*record.asks, *record.fears)}
    named = desk.request.topics
    for topics in dict.fromkeys((named, tuple(topic for topic in named if bare(topic) not in implied))):
        request = replace(
            desk.request,
            topics=topics,
            to=to,
            date=record.date,
            position=record.position,
            length=Length(record.length),
            reference=record.reference,
            asks=record.asks,
            fears=record.fears,
            wants=record.wants,
        )
        try:
            letter = compose(request, desk.base, desk.templates, desk.office).letter
        except ProblemsFound:
            continue
        if {(one.fact, one.fingerprint) for one in letter.said} == then:
            return letter
    return None


@cache  # late: it is not needed for a letter that has all its sentences
def _admits() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lists('reader').either('admissions')})\b", re.IGNORECASE)


def _caveats(letter: Letter, told: Collection[str], desk: TemplateContext) -> Iterator[Sentence]:
    """The sentences of a letter that say what is not known, of facts that are still ``told``, or how old its papers
    are.
    """
    age = month_in_words(desk.newest(desk.subject.id)), ago(desk.newest(desk.subject.id), desk.day.date)
    for block in letter.blocks:
        aged = False
        for sentence in block.sentences if isinstance(block, Paragraph) else ():
            polite = sentence.all_of(Kind.COURTESY)
            named = all(words in sentence.text for words in age)
            aged = polite and (named or (aged and bool(_LEANS.match(sentence.text))))
            if aged or _is_caveat(sentence, told):
                yield sentence


def _is_caveat(sentence: Sentence, told: Collection[str]) -> bool:
    """Whether a sentence without a claim says what is not known, of facts that the letter still tells."""
    if sentence.all_of(Kind.GAP, Kind.JOIN):
        return True
    rests = {segment.fact for segment in sentence.segments if segment.kind is Kind.ANSWER}
    return (
        sentence.all_of(Kind.ANSWER, Kind.JOIN) and bool(_admits().search(sentence.text)) and not rests.isdisjoint(told)
    )
