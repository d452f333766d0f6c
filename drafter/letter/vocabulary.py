"""What a letter's template may say: the functions and values that are in its reach, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from drafter.factbase.day import Day
from drafter.factbase.model import Fact, FactBase, FactKind, Side, Source, Subject, Topic
from drafter.letter.marks import Gap, InFull, Marks, Rubs, Short, SumUp, Tell, Turn, Vary
from drafter.letter.request import Length, LetterRequest
from drafter.letter.templates import TemplateMistake, Templates
from drafter.office import Office
from drafter.problems import nearest

# Functions whose arguments are facts; of 'history' and 'gap' those after the first, by name.
FACT_FUNCTIONS = frozenset(("claims", "first", "history", "answer", "holds"))
OR_SERIES = frozenset(("answer", "holds"))  # of these, functions that take the name of a series, too
CONCERN_FUNCTIONS = frozenset(("asks", "fears"))
LETTER_NAMES = FACT_FUNCTIONS | CONCERN_FUNCTIONS | {
    "series", "gap", "rub", "sum_up", "turn", "vary", "in_full", "wants", "asked", "worried", "subject", "about",
    "count", "topics", "constituency", "member", "old",
}  # fmt: skip
POSITION_NAMES = CONCERN_FUNCTIONS | {"holds", "wants", "topic", "topics", "count", "constituency", "member"}
CORRECTION_NAMES = frozenset(
    ("written", "sentence", "withdrawn", "late", "instead", "stands", "subject", "member", "constituency")
)
CITATION_NAMES = frozenset(("source", "first", "issued", "undated", "locator_kind", "locator", "link"))
# A letter that rests on nothing newer than this should say so, and its drafter look for what has happened since.
OLD = timedelta(days=90)
YEARS_OLD = timedelta(days=550)


@dataclass(frozen=True)
class Desk:
    """What lies on the desk when one letter is composed: the request, and what it may draw on."""

    request: LetterRequest
    topics: tuple[Topic, ...]
    subject: Subject
    base: FactBase
    day: Day
    templates: Templates
    office: Office

    @property
    def old(self) -> bool:
        """Whether all that can be cited on the day is years old by then."""
        usable = [s.issued.latest for s in self.day.sources.values() if s.issued.latest <= self.day.date]
        return self.day.date - max(usable, default=self.day.date) > YEARS_OLD

    def may_cite(self, source: Source) -> bool:
        """Whether a letter of this office may rest on a document: a party's paper is for that party alone."""
        return source.side is not Side.PARTY or (bool(self.office.party) and source.party == self.office.party)

    def may_tell(self, fact: Fact) -> bool:
        """Whether a fact may be told as what holds: on this day, by this side, and no plan that is overdue."""
        return self.day.holds(fact) and self._sided(fact) and not self.is_overdue(fact)

    def may_tell_of(self, fact: Fact) -> bool:
        """Whether a fact may be told as dated history: it no longer holds, or its day has passed."""
        passed = self.day.is_history(fact) or (self.day.holds(fact) and self.is_overdue(fact))
        return passed and self._sided(fact)

    def is_overdue(self, fact: Fact) -> bool:
        """Whether a plan should have been looked at again by now: whether it stands is not known."""
        return fact.kind is FactKind.PLAN and fact.review_by is not None and fact.review_by < self.day.date

    def _sided(self, fact: Fact) -> bool:
        return all(self.may_cite(self.day.sources[cite.source]) for cite in fact.cites)


@dataclass(frozen=True)
class _Says:
    """The functions of one rendering that put a mark where something is to be said."""

    desk: Desk
    marks: Marks
    values: Mapping[str, str]
    number: list[int]  # what is left of the text's number

    def claims(self, *ids: str) -> Markup:
        """Facts, told together: those that hold on the letter's date."""
        return self.marks.put(Tell(self._ids(ids)))

    def first(self, *options: Any) -> Markup:
        """The first fact that holds, or the first of several lists whose first holds."""
        lists = [self._ids(one) for one in options]
        found = next((ids for ids in lists if ids and self.desk.may_tell(self.desk.day.facts[ids[0]])), ())
        return self.marks.put(Tell(found))

    def series(self, name: str) -> Markup:
        """The fact of a series that holds."""
        known = {f.series for f in self.desk.day.facts.values() if f.series}
        if name not in known:
            hint = nearest(name, known) or f"known: {', '.join(sorted(known))}"
            raise TemplateMistake("unknown-series", f"there is no series '{name}'", hint)
        holding = self.desk.day.holding.get(name)
        return self.marks.put(Tell((holding.id,) if holding is not None else ()))

    def history(self, *ids: str, since: Any = ()) -> Markup:
        """Facts that held once, beside what is known since."""
        beside = self._ids(since)
        if not beside:
            hint = 'history("planned", since="not-launched")'
            raise TemplateMistake("history-alone", "history is told only beside what is known since", hint)
        return self.marks.put(Tell(self._ids(ids), beside))

    def answer(self, name: str) -> Markup:
        """A fact, or the one of a series that holds, after the approved answer that rests on it, if there is one."""
        if name in {f.series for f in self.desk.day.facts.values() if f.series}:
            holding = self.desk.day.holding.get(name)
            if holding is None:
                return self.marks.put(Tell(()))
            name = holding.id
        (id_,) = self._ids(name)
        return self.marks.put(Short(id_) if self.desk.subject.short_answer(id_) else Tell((id_,)))

    def sum_up(self, text: str) -> Markup:
        """An approved sentence that draws claims together; not where one of them is not told."""
        known = [one.text for one in self.desk.subject.answers if one.is_whole]
        if text.strip() not in known:
            hint = nearest(text.strip(), known) or "write it under 'answers', with the facts that it rests on"
            raise TemplateMistake("unknown-answer", f"words.yaml has no answer '{text.strip()}'", hint)
        return self.marks.put(SumUp(text.strip()))

    def gap(self, question: str, unless: Any = ()) -> Markup:
        """That the documents leave a question open, unless one of these facts is told."""
        return self.marks.put(Gap(question.strip().rstrip(".?"), self._ids(unless)))

    def rub(self, id_: str, *, answer: str = "") -> Markup:
        """Claims that rub, set side by side; ``answer`` is their first, if the answer that rests on it comes before."""
        known = {one.id: one for one in self.desk.subject.rubs}
        if id_ not in known:
            hint = nearest(id_, known) or f"known: {', '.join(known)}"
            raise TemplateMistake("unknown-rub", f"words.yaml has no rub '{id_}'", hint)
        return self.marks.put(Rubs(id_, answer))

    def turn(self, text: str) -> Markup:
        """Words before the next frame, which begins a paragraph."""
        return self.marks.put(Turn(text.strip().rstrip(",")))

    def vary(self, *texts: str) -> Markup:
        """One of several ways of saying the same, by the text's own number: neighbours say it differently."""
        which = divmod(self.number.pop(), len(texts))
        self.number.append(which[0] or which[1])
        return self.marks.put(Vary((filled(texts[which[1]], self.values),)))

    def in_full(self) -> Markup:
        """That what follows is told in letters of full length alone."""
        return self.marks.put(InFull())

    def _ids(self, given: Any) -> tuple[str, ...]:
        ids = (given,) if isinstance(given, str) else tuple(given)
        return tuple(_fact(self.desk.day.facts, id_).id for id_ in ids)


def vocabulary(desk: Desk, topics: tuple[Topic, ...], marks: Marks) -> dict[str, Any]:
    """The names of one rendering: what says something, what asks and says nothing, and a few values.

    ``topics`` are those that the template speaks of; ``asked`` is whether anything is asked or feared of them.
    """
    values = {
        "subject": desk.subject.name,
        "about": about(desk.topics),
        "constituency": desk.office.constituency,
        "member": desk.office.member,
    }
    says = _Says(desk, marks, values, [number_of(desk)])
    functions: tuple[Callable[..., Any], ...] = (
        says.claims, says.first, says.series, says.history, says.answer, says.sum_up, says.gap, says.rub, says.turn,
        says.vary, says.in_full,
    )  # fmt: skip
    concerns = (*desk.request.asks, *desk.request.fears)
    return {
        **{function.__name__: function for function in functions},
        **asking(desk, topics),
        **values,
        "count": len(topics),
        "old": desk.old,
        "worried": bool(desk.request.fears),
        "asked": any(one.partition(".")[0] in {topic.id for topic in topics} for one in concerns),
        "topics": [topic.id for topic in topics],
    }


def number_of(desk: Desk) -> int:
    """A number of the text: other topics, another day, length or side give another, far apart for near ones."""
    known = list(desk.base.topics)
    mask = sum(1 << known.index(topic.id) for topic in desk.topics)
    asked = sum(map(len, (*desk.request.asks, *desk.request.fears, *desk.request.wants)))
    side = len(desk.office.side)
    lengths = {Length.BRIEF: 0, Length.STANDARD: 1, Length.FULL: 2}
    return mask * 37 + desk.day.date.toordinal() * 53 + lengths[desk.request.length] * 29 + side * 101 + asked * 7


MANY = "so many sides of this"  # what a letter on four concerns and more is about


def about(topics: Sequence[Topic]) -> str:
    """What a letter is about, in a few words: "private companies and money"."""
    names = [topic.about for topic in topics]
    if len(names) > 3:
        return MANY
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "this"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values that it names: "about {subject}"."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def asking(desk: Desk, topics: tuple[Topic, ...]) -> dict[str, Any]:
    """The functions that ask: of the day, and of what the constituent asks, fears and wants."""

    def of(given: tuple[str, ...], kind: str) -> Callable[[str], bool]:
        def asked(id_: str) -> bool:
            known = {concern.id for topic in topics for concern in getattr(topic, kind)}
            if id_ not in known:
                hint = nearest(id_, known) or f"known: {', '.join(sorted(known)) or 'none'}"
                raise TemplateMistake("unknown-question", f"there is none '{id_}' among the {kind} of the topic", hint)
            return any(f"{topic.id}.{id_}" in given for topic in topics)

        return asked

    def holds(name: str) -> bool:
        if name in {fact.series for fact in desk.day.facts.values() if fact.series}:
            holding = desk.day.holding.get(name)
            return holding is not None and desk.may_tell(holding)
        return desk.may_tell(_fact(desk.day.facts, name))

    def wants(id_: str) -> bool:
        if id_ not in desk.base.actions:
            hint = nearest(id_, desk.base.actions)
            raise TemplateMistake("unknown-action", f"there is no action '{id_}'", hint)
        return id_ in desk.request.wants

    return {
        "holds": holds,
        "asks": of(desk.request.asks, "questions"),
        "fears": of(desk.request.fears, "fears"),
        "wants": wants,
    }


def _fact(facts: Mapping[str, Fact], id_: object) -> Fact:
    if id_ not in facts:
        raise TemplateMistake("unknown-fact", f"there is no fact '{id_}'", nearest(str(id_), facts))
    return facts[str(id_)]
