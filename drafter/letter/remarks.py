"""Remarks on a claim, for a reviewing copy and for the editor of its fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from drafter.facts.claims import plain
from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase
from drafter.facts.timeline import FactStatus, Status, Timeline
from drafter.letter.clauses import Clauses, Place, frames, voice_of
from drafter.letter.finish import in_full, typeset
from drafter.letter.tree import Letter, is_past, upper
from drafter.letter.warnings import age_in_words

# Remarks: a claim's quotations, where they stand, its age, and who has reviewed it.


def remarks(letter: Letter, timeline: Timeline) -> Mapping[str, tuple[str, ...]]:
    """The remarks on each claim of a letter, by the fact's id. ``timeline`` is that of the letter's day."""
    citations = {fact: note.text for note in letter.notes for fact in note.facts}
    listed = {source: entry.text for entry in letter.sources for source in entry.sources}
    facts = (timeline.facts[id_] for id_ in letter.claims)
    return {
        fact.id: tuple(_lines(timeline.of(fact), citations.get(fact.id) or listed.get(fact.source, "")))
        for fact in facts
    }


def _lines(stands: FactStatus, citation: str) -> Iterator[str]:
    fact, timeline = stands.fact, stands.timeline
    # The document's words come first: a reviewer compares them with the claim.
    for cite in fact.cites:
        yield f"\u201c{cite.quote}\u201d"
    if citation:
        yield citation
    yield f"{reviewed(stands)} {aged(fact, timeline.base, timeline.date)}"
    yield f"Fact {fact.id}: {plain(fact.claim)}"


def reviewed(stands: FactStatus) -> str:
    """Who has reviewed a fact as it is now, as a sentence."""
    review = stands.review
    if review is None:
        return "Nobody has reviewed it."
    changed = ", but it was changed since" if stands.reviewed is Status.CHANGED else ""
    note = f" ({review.note})" if review.note else ""
    return f"Reviewed by {review.by} on {day_in_words(review.on)}{note}{changed}."


def aged(fact: Fact, base: FactBase, day: date) -> str:
    """A fact's age on a day, by its newest document, and the day by which it was to be reviewed, as sentences."""
    newest = max((base.sources[cite.source].issued for cite in fact.cites), key=lambda issued: issued.latest)
    age = f"{age_in_words(day - newest.latest)} older than" if day > newest.latest else "of the day of"
    due = f" To be looked at again by {day_in_words(fact.review_by)}." if fact.review_by else ""
    return f"Its document: {newest}, {age} the letter.{due}"


# Sentences: what letters will say of a fact, shown to its editor.


def sentences_of(fact: Fact, base: FactBase, day: date) -> tuple[str, str]:
    """What a letter of a day says of a fact: alone, and after another claim of the same speaker."""
    subject = base.subjects[fact.subject]
    past = is_past(fact, base, day)
    claim = Clauses(subject, day).told(fact.claim, past=past).text
    known = list(frames(voice_of(fact, base), base, day, told_past=past))
    alone = next(frame for frame in known if frame.place is Place.LEAD)
    after = next(frame for frame in known if frame.place is Place.MORE)
    texts = (f"{upper(frame.text)}{claim}." for frame in (alone, after))
    first, second = (typeset(in_full(text, subject.abbreviations)) for text in texts)
    return first, second
