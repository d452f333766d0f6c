"""The sentences that letters will say of a fact, so that whoever edits it need not imagine them."""

from __future__ import annotations

from datetime import date

from drafter.factbase.model import Fact, FactBase
from drafter.letter.abbreviations import in_full
from drafter.letter.clauses import Clauses
from drafter.letter.frames import Place, frames, voice_of
from drafter.letter.sentences import upper
from drafter.letter.typography import typeset


def sentences_of(fact: Fact, base: FactBase, day: date) -> tuple[str, str]:
    """What a letter of a day says of a fact: alone, and after another claim of the same speaker."""
    subject = base.subjects[fact.subject]
    issued = base.sources[fact.source].issued.latest
    past = day > (fact.review_by or day) or (day - issued).days > 185
    claim = Clauses(subject, day).told(fact.claim, past=past).text
    known = list(frames(voice_of(fact, base), base, day, told_past=past))
    alone = next(frame for frame in known if frame.place is Place.LEAD)
    after = next(frame for frame in known if frame.place is Place.MORE)
    texts = (f"{upper(frame.text)}{claim}." for frame in (alone, after))
    first, second = (typeset(in_full(text, subject.abbreviations)) for text in texts)
    return first, second
