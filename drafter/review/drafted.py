"""What the draft told its reader besides facts, and the letter that came back no longer does.

A caveat that is taken out leaves no trace in the letter, and approved words that were moved look like any others. So a
letter that has not all its sentences in their order is composed again from its record, and so it is for another date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from drafter.english.lists import lists
from drafter.english.messages import shortened
from drafter.facts.edtf import month_in_words
from drafter.facts.model import bare
from drafter.formats.copies import hashes_of
from drafter.letter.clauses import ago, asked_then, ways_of_answering
from drafter.letter.in_short import CANNOT_TELL, shorts_of
from drafter.letter.recipient import Correspondent
from drafter.letter.record import Record, sentence_hash, sentences_of
from drafter.letter.request import Length
from drafter.letter.templates import TemplateContext
from drafter.letter.tree import Kind, Letter, Paragraph, Sentence, introduces
from drafter.patterns import late_pattern
from drafter.problems import Problem, ProblemsFound, Where
from drafter.review.model import Passage
from drafter.review.placed import IT, Bound, Placing, compared, is_led_astray, is_own, is_polite, known_way, not_drafted

# How a sentence begins that leans on the one before it.
_LEANS: Final = late_pattern(rf"(?:this|that|these|those|{IT}(?! would\b))\b", re.IGNORECASE)


def against_draft(
    record: Record,
    passages: Sequence[Passage],
    desk: TemplateContext,
    to: Correspondent,
    name: str,
    bound: Callable[[str], Bound],
) -> Iterator[Problem]:
    """The caveats of the draft that the letter lacks, and approved words that the draft has elsewhere, or nowhere.

    ``desk`` is the desk when the letter was made, and ``to`` is whom it is addressed to: how much room it has depends
    on both. ``bound`` tells to what in a letter approved words are bound. Where the letter would not be composed again
    as it was (its facts or templates have changed), its words are held against the record alone.
    """
    if _has_all_in_place(record, passages) and not any(is_led_astray(one, desk) for one in passages):
        return
    letter = _again(record, desk, to)
    if letter is None:
        yield from _in_no_record(record, passages, bound)
        yield from _out_of_correction(record, passages, name)
        return
    abbreviations = desk.base.abbreviations

    def same(text: str) -> str:
        return f" {compared(text, abbreviations)} "

    drafted = {compared(sentence.text, abbreviations) for sentence in letter.sentences()}
    said = " . ".join(f" {known_way(passage.text, drafted, abbreviations)} " for passage in passages)
    gaps = " . ".join(same(passage.text) for passage in passages if _kinds(passage) & {Kind.GAP})
    told = {fact for passage in passages for fact in passage.facts}
    for sentence in _caveats(letter, told, desk):
        open_ = _left_open(sentence.text, desk, same) if sentence.all_of(Kind.GAP, Kind.JOIN) else ()
        if not any(same(way) in said for way in ways_of_answering(sentence.text)) and not _any_in(open_, gaps, same):
            message = f"the draft said \u201c{shortened(sentence.text)}\u201d, and the letter no longer does"
            yield Problem(Where(name), "caveat-left-out", message, "put it back where it stood")
    yield from Placing(desk, bound).misplaced(passages, letter, _hashes(record))


def _has_all_in_place(record: Record, passages: Sequence[Passage]) -> bool:
    """Whether a letter tells and says all that its draft does, in the draft's order, and nothing else that is approved.

    That is so of most letters, and takes far less than composing one again.
    """
    told = ((one.facts, one.text) for one in passages if one.facts or is_own(one) or _names_speaker(one))
    return bool(record.sentences) and sentences_of(told) == record.sentences


def _hashes(record: Record) -> frozenset[str]:
    """The hashes of the draft's sentences."""
    return frozenset(re.findall("......", record.sentences))


def _in_no_record(record: Record, passages: Sequence[Passage], bound: Callable[[str], Bound]) -> Iterator[Problem]:
    """The approved words that a record knows nothing of."""
    drafted = _hashes(record)
    for passage in passages if drafted else ():
        anywhere = is_polite(passage) and bound(passage.text) is Bound.NOTHING
        if is_own(passage) and sentence_hash(passage.text) not in drafted and not anywhere:
            yield not_drafted(passage)


def _out_of_correction(record: Record, passages: Sequence[Passage], name: str) -> Iterator[Problem]:
    """Sentences of a correction's draft that are gone, and nothing stands in their place: each tells its reader what is
    wrong, or how far.
    """
    if not record.corrects:
        return
    here = {sentence_hash(" ".join(one.facts) or one.text) for one in passages if not one.heading}
    drafted = _hashes(record)
    gone = len(drafted - here) - len(here - drafted)
    if gone > 0:
        sentences = "a sentence" if gone == 1 else f"{gone} sentences"
        message = f"the draft of this correction had {sentences} more"
        yield Problem(Where(name), "caveat-left-out", message, "put back what is gone, unless it need not be said")


def redated(record: Record, day: date, desk: TemplateContext, to: Correspondent) -> str:
    """What makes a letter wrong on another day than it was drafted for; empty where it would say the same that day.

    A letter that cannot be composed again as it was can be held against nothing, and then this is empty too.
    """
    then = _again(record, desk, to)
    if then is None:
        return ""
    now = _composed(replace(record, date=day), desk, to, then.topics)
    if now is None:
        return "on that day there would be no such letter"
    before, after = ({said.fact for said in letter.said} for letter in (then, now))
    changed = next(iter(sorted(before - after) or sorted(after - before)), "")
    if changed:
        verb = "no longer tell" if changed in before else "tell"
        return f"on that day a letter would {verb} '{changed}'"
    told, tells = (
        {one.text for one in letter.sentences() if one.all_of(Kind.ANSWER, Kind.GAP, Kind.JOIN)}
        for letter in (then, now)
    )
    other = next(iter(sorted(tells - told) or sorted(told - tells)), "")
    if other:
        verb = "say" if other in tells else "no longer say"
        return f"on that day a letter would {verb} \u201c{shortened(other)}\u201d"
    held = next((a.fact for a, b in zip(then.said, now.said, strict=True) if a.held != b.held), "")
    return f"on that day '{held}' stands differently" if held else ""


def _kinds(passage: Passage) -> set[Kind]:
    return {segment.kind for segment in passage.segments}


def _names_speaker(passage: Passage) -> bool:
    """Whether a sentence only says whose words the next ones are, or those of most of the letter."""
    return introduces(passage.segments) or _kinds(passage) == {Kind.BASIS}


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
    then = {(one.fact, one.fingerprint) for one in record.said}
    implied = {bare(concern).rpartition(".")[0] for concern in (*record.asks, *record.fears)}
    named = desk.request.topics
    ways = dict.fromkeys((named, tuple(topic for topic in named if bare(topic) not in implied)))
    made = [letter for topics in ways if (letter := _composed(record, desk, to, topics)) is not None]
    same = [letter for letter in made if {(one.fact, one.fingerprint) for one in letter.said} == then]
    return next((one for one in same if hashes_of(one) == record.sentences), next(iter(same), None))


def _composed(record: Record, desk: TemplateContext, to: Correspondent, topics: tuple[str, ...]) -> Letter | None:
    """The letter that a record asks for, on the record's day; ``None`` where there is none."""
    from drafter.letter.compose import compose  # late: a letter that has all its sentences is not composed again

    if record.date is None or record.corrects or record.length not in set(Length):
        return None
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
        return compose(request, desk.base, desk.templates, desk.office).letter
    except ProblemsFound:
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
    if sentence.all_of(Kind.GAP, Kind.JOIN) or (CANNOT_TELL in sentence.text and any(shorts_of(sentence.segments))):
        return True
    rests = {segment.fact for segment in sentence.segments if segment.kind is Kind.ANSWER}
    return (
        sentence.all_of(Kind.ANSWER, Kind.JOIN) and bool(_admits().search(sentence.text)) and not rests.isdisjoint(told)
    )
