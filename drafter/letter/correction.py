"""A letter of correction, when a fact in an earlier letter no longer stands: ``templates/correction.md.j2``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from drafter.facts.edtf import day_in_words
from drafter.facts.model import Fact, FactBase
from drafter.facts.timeline import on
from drafter.frozen import dataclass
from drafter.letter.compose import realiser_of, worded
from drafter.letter.finish import finalise, rendered
from drafter.letter.mailing import Mailing
from drafter.letter.plan import Section, plans
from drafter.letter.recipient import Correspondent
from drafter.letter.request import LetterRequest
from drafter.letter.templates import CORRECTION, Marks, Tell, TemplateContext, Templates
from drafter.letter.tree import Letter
from drafter.office import Office

_PART = "correction"


@dataclass(frozen=True)
class Earlier:
    """The letter that is corrected: its number in the register, its day, and the sentence as it said it.

    ``part`` are the words of the fact, without a full stop, where the sentence claims something else too. If the
    earlier letter went by e-mail, so does the correction.
    """

    number: int
    date: date
    said: str
    to: Correspondent
    topics: tuple[str, ...]
    reference: str
    mailing: Mailing | None = None
    attached: str = ""
    part: str = ""


def compose_correction(
    earlier: Earlier, fact: Fact, day: date, base: FactBase, templates: Templates, office: Office
) -> Letter:
    """The correction of one fact in one letter. Raises ProblemsFound if the template is wrong or missing.

    In the template ``written`` is the earlier letter's day and ``sentence`` what it said; ``part`` are the words of it
    that are meant, where it says more. ``withdrawn`` tells whether the fact was found to be wrong; otherwise it was
    overtaken. ``late`` tells whether it no longer held on that day; ``stands`` whether another fact holds in its
    place, which ``instead()`` tells.
    """
    topics = tuple(base.topics[id_] for id_ in earlier.topics if id_ in base.topics)
    request = LetterRequest(tuple(t.id for t in topics), earlier.to, day, reference=earlier.reference)
    request = replace(request, mailing=earlier.mailing, attached=earlier.attached)
    desk = TemplateContext(request, topics, base.subjects[fact.subject], base, on(base, day), templates, office)
    marks = Marks()
    follower = desk.day.in_place_of(fact)
    told = (follower.id,) if follower is not None and desk.may_tell(follower) else ()
    names = {
        "written": day_in_words(earlier.date),
        "sentence": earlier.said,
        "part": earlier.part,
        "withdrawn": fact.withdrawn is not None,
        "late": not on(base, earlier.date).holds(fact),
        "instead": lambda: marks.put(Tell(told)),
        "stands": bool(told),
        "subject": desk.subject.name,
        "member": office.member,
        "constituency": office.constituency,
    }
    section = Section(_PART, "", CORRECTION, rendered(CORRECTION, names, marks, desk))
    letter = worded(next(plans((section,), desk)), desk, realiser_of(desk))
    return finalise(replace(letter, corrects=earlier.number, corrects_fact=fact.id, length=""), desk)
