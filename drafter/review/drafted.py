"""What the draft told its reader besides facts, and the letter that came back no longer does.

A caveat that is taken out leaves no trace in the letter. So the letter is composed again from its record.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.facts.edtf import month_in_words
from drafter.letter.clauses import ago, ways_of_answering
from drafter.letter.compose import compose
from drafter.letter.record import Record
from drafter.letter.request import Length
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph, Sentence
from drafter.problems import Problem, ProblemsFound, Where
from drafter.review.model import Passage, SentenceStatus
from drafter.review.tokens import keys

_ADMITS: Final = re.compile(rf"\b(?:{lists('reader').either('admissions')})\b", re.IGNORECASE)
# Words that lean on the sentence before them; "it was good of you to write" does not.
_LEANS: Final = re.compile(r"(?:this|that|these|those|it(?! (?:is|was|would|will|helps)\b))\b", re.IGNORECASE)


def against_draft(record: Record, passages: Sequence[Passage], desk: TemplateContext, name: str) -> Iterator[Problem]:
    """The caveats of the draft that the letter lacks, and approved words that lean on a sentence as the draft has them
    nowhere. ``desk`` is the desk when the letter was made.

    Nothing is found where the letter would not be composed again as it was: its facts or templates have changed.
    """
    letter = _again(record, desk)
    if letter is None:
        return
    abbreviations = tuple(one for subject in desk.base.subjects.values() for one in subject.abbreviations)

    def same(text: str) -> str:
        return f" {' '.join(keys(text.rstrip('.!'), abbreviations))} "

    said = " . ".join(same(passage.text) for passage in passages)
    told = {fact for passage in passages for fact in passage.facts}
    for sentence in _caveats(letter, told, desk):
        if not any(same(way) in said for way in ways_of_answering(sentence.text)):
            message = f"the draft said \u201c{shortened(sentence.text)}\u201d, and the letter no longer does"
            yield Problem(Where(name), "caveat-left-out", message, "put it back where it stood")
    drafted = " . ".join(same(sentence.text) for sentence in letter.sentences())
    for passage in passages:
        own = passage.standing is SentenceStatus.COURTESY and not passage.heading and _LEANS.match(passage.text)
        if own and {s.kind for s in passage.segments} == {Kind.COURTESY} and same(passage.text) not in drafted:
            message = f"\u201c{shortened(passage.text)}\u201d leans on what stands before it; the draft did not say it"
            yield Problem(passage.where, "leaning-words", message, "take it out, unless it fits here")


def _again(record: Record, desk: TemplateContext) -> Letter | None:
    """The letter as it was drafted; ``None`` if that cannot be told."""
    if record.date is None or record.corrects or record.length not in set(Length):
        return None
    request = replace(
        desk.request,
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
        return None
    then = {(one.fact, one.fingerprint) for one in record.said}
    return letter if {(one.fact, one.fingerprint) for one in letter.said} == then else None


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
        sentence.all_of(Kind.ANSWER, Kind.JOIN) and bool(_ADMITS.search(sentence.text)) and not rests.isdisjoint(told)
    )
