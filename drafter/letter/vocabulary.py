"""What a letter's template may say: the functions and values that are in its reach, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from drafter.factbase.day import Day
from drafter.factbase.model import Fact, Subject, Topic
from drafter.letter.marks import Data, FactUse, Gap, Marks
from drafter.letter.request import LetterRequest
from drafter.letter.templates import TemplateMistake, Templates
from drafter.office import Office
from drafter.problems import nearest

FACT_FUNCTIONS = frozenset(("fact", "history", "one_of", "holds"))
LETTER_NAMES = FACT_FUNCTIONS | {
    "series", "overdue", "unanswered", "act", "subject", "about", "count", "topics", "constituency", "member", "old",
}  # fmt: skip
CORRECTION_NAMES = frozenset(
    ("written", "sentence", "whole", "withdrawn", "late", "instead", "subject", "member", "constituency")
)
CITATION_NAMES = frozenset(("source", "first", "issued", "undated", "locator_kind", "locator", "link"))
# A letter that rests on nothing newer than this should say so, and its drafter look for what has happened since.
OLD = timedelta(days=90)


@dataclass(frozen=True)
class Desk:
    """What lies on the desk when one letter is composed: the request, and what it may draw on."""

    request: LetterRequest
    topics: tuple[Topic, ...]
    subject: Subject
    day: Day
    templates: Templates
    office: Office

    @property
    def old(self) -> bool:
        """Whether all that can be cited on the day is old by then."""
        usable = [s.issued.latest for s in self.day.sources.values() if s.issued.latest <= self.day.date]
        return self.day.date - max(usable, default=self.day.date) > OLD


def vocabulary(desk: Desk, topics: tuple[Topic, ...], marks: Marks) -> dict[str, Any]:
    """The names of one rendering.

    ``fact(id)`` says a fact if it holds on the letter's date; ``series(name)`` says the one of a series that holds;
    ``history(id)`` says one that held once and does so no more; ``one_of(id, ...)`` says the first that holds;
    ``overdue(series)`` asks whether the fact of a series that holds should have been looked at again by then.
    ``unanswered(question)`` says that the documents leave a question open; ``act(id)`` says what the office has
    entered of the member's acts. ``holds(id)`` asks and says nothing.
    """
    day = desk.day

    def fact(id_: str) -> Markup:
        return marks.put(FactUse(id_) if day.holds(_fact(day.facts, id_)) else None)

    def history(id_: str) -> Markup:
        return marks.put(FactUse(id_) if day.is_history(_fact(day.facts, id_)) else None)

    def series(name: str) -> Markup:
        known = {f.series for f in day.facts.values() if f.series}
        if name not in known:
            hint = nearest(name, known) or f"known: {', '.join(sorted(known))}"
            raise TemplateMistake("unknown-series", f"there is no series '{name}'", hint)
        holding = day.holding.get(name)
        return marks.put(FactUse(holding.id) if holding is not None and day.holds(holding) else None)

    def overdue(name: str) -> bool:
        holding = day.holding.get(name)
        return holding is not None and holding.review_by is not None and holding.review_by < day.date

    def one_of(*ids: str) -> Markup:
        found = [id_ for id_ in ids if day.holds(_fact(day.facts, id_))]
        return marks.put(FactUse(found[0]) if found else None)

    def unanswered(question: str) -> Markup:
        return marks.put(Gap(question.strip().rstrip(".?")))

    def act(id_: str) -> Markup:
        done = next((a for a in desk.office.acts if a.id == id_ and a.on <= day.date), None)
        return marks.put(Data(done.sentence)) if done is not None else Markup("")

    functions: tuple[Callable[..., Any], ...] = (fact, history, series, overdue, one_of, unanswered, act)
    return {
        **{function.__name__: function for function in functions},
        "holds": lambda id_: day.holds(_fact(day.facts, id_)),
        "subject": desk.subject.name,
        "about": topics[0].about if len(topics) == 1 else "",
        "count": len(topics),
        "old": desk.old,
        "topics": [topic.id for topic in topics],
        "constituency": desk.office.constituency,
        "member": desk.office.member,
    }


def _fact(facts: Mapping[str, Fact], id_: object) -> Fact:
    if id_ not in facts:
        raise TemplateMistake("unknown-fact", f"there is no fact '{id_}'", nearest(str(id_), facts))
    return facts[str(id_)]
