"""A new fact made from what is said of it: each answer held against what there is, its claim against the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from drafter.facts.cache import FactsFolder
from drafter.facts.claims import OddMark
from drafter.facts.edit import NewFact, propose_id
from drafter.facts.edtf import day_in_words, parse_day
from drafter.facts.load import References, read_facts
from drafter.facts.model import ACTIONS, OVERRULES, TOPICS, WORDS, Citation, Fact, FactBase, FactKind, Source
from drafter.facts.tables import ID, LONGEST_QUOTE
from drafter.files import located_yaml
from drafter.problems import Problem, ProblemsFound, nearest
from drafter.sources.quotations import DocumentText, find, nearest_passage
from drafter.workspace import Workspace


class UnusableAnswer(Exception):
    """Why an answer cannot be used; ``problems`` are those that reading a file would find too."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


DRAFT = "draft"  # how the file is called of a fact that stands in none yet


def with_fact(fact: Fact, base: FactBase) -> FactBase:
    """The facts as they would be with this one."""
    return replace(base, facts={**base.facts, fact.id: fact})


def refused(problems: Sequence[Problem]) -> UnusableAnswer:
    """What reading, or a rule, finds wrong with an answer, in its own words; it is told under the answer's own name."""
    told = "\n  ".join(f"{p.message}{f'; {p.hint}' if p.hint else ''} [{p.rule}]" for p in problems)
    return UnusableAnswer(told, problems)


@dataclass(frozen=True, slots=True)
class QuotationPlaces:
    """Where a quotation may stand: every place in its text, or none where there is no text to look in."""

    source: Source
    quote: str
    found: tuple[Citation, ...]

    @property
    def looked_up(self) -> bool:
        """Whether there was a text to look in."""
        return bool(self.found)

    @property
    def only(self) -> Citation | None:
        """The place, where it is settled: the first of several in one paragraph."""
        return self.found[0] if len({cite.paragraph for cite in self.found}) == 1 else None

    @property
    def question(self) -> str:
        """What is asked where it is not."""
        if not self.found:
            return f"the text of '{self.source.id}' is not at hand; which paragraph do they stand in"
        return f"they stand in paragraphs {_places_listed(self.found)}; which is meant"


@dataclass(frozen=True, slots=True)
class NewFactAnswers:
    """Turns answers into what a fact is made of; raises Unusable where that cannot be done, and
    ProblemsFound where a document cannot be read.
    """

    workspace: Workspace
    folder: FactsFolder

    @property
    def base(self) -> FactBase:
        """The facts that there are."""
        return self.workspace.base

    def known(self, text: str, known: Iterable[str], noun: str) -> str:
        """One of a few words."""
        known = [str(word) for word in known]
        if text not in known:
            hint = nearest(text, known) or f"known: {', '.join(known)}"
            raise UnusableAnswer(f"there is no {noun} '{text}'; {hint}" if text else f"a {noun} is needed; {hint}")
        return text

    def topics(self, text: str) -> tuple[str, ...]:
        """Topics of one subject, between commas."""
        found = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
        if not found:
            raise UnusableAnswer("a topic is needed")
        for topic in found:
            self.known(topic, self.base.topics, "topic")
        if len({self.base.topics[topic].subject for topic in found}) > 1:
            raise UnusableAnswer("the topics are of different subjects")
        return found

    def source(self, text: str) -> Source:
        """A document."""
        return self.base.sources[self.known(text, self.base.sources, "document")]

    def quote(self, text: str, source: Source) -> QuotationPlaces:
        """A quotation, looked up; in the words of the document, which pasting may have changed."""
        if not text:
            raise UnusableAnswer("the document's own words are needed")
        if len(text.split()) > LONGEST_QUOTE:
            raise UnusableAnswer(
                f"that is {len(text.split())} words; {LONGEST_QUOTE} at most: the shortest run that carries the claim"
            )
        kept, problem = self.workspace.text_of(source)
        if problem is not None:
            raise ProblemsFound([problem])
        return QuotationPlaces(source, text, _looked_up(text, source, kept) if kept is not None else ())

    def paragraph(self, text: str, places: QuotationPlaces) -> Citation:
        """Which of the places is meant."""
        if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
            raise UnusableAnswer(f"{places.question}?" if not text else f"'{text}' is no paragraph's number")
        number = int(text)
        if not places.found:
            return Citation(places.source.id, places.quote, number)
        for cite in places.found:
            if cite.paragraph == number:
                return cite
        raise UnusableAnswer(f"they do not stand in paragraph {number}, but in {_places_listed(places.found)}")

    def claim(self, text: str, cite: Citation, occasion: str, topics: Sequence[str]) -> Fact:
        """A claim as reading it would take it, in a fact that has nothing else of its own yet; rules hold of it."""
        if not text:
            raise UnusableAnswer("what the document claims is needed, as a clause that could stand after 'said that'")
        source = self.base.sources[cite.source]
        about = [*topics, *(f.topics[0] for f in self.base.facts.values() if f.source == source.id), *self.base.topics]
        topic = next((topic for topic in about if topic in self.base.topics), "")
        if not topic:
            raise UnusableAnswer("there is no topic yet: topics.yaml of a subject names them")
        fact = NewFact(_id(text), (topic,), "", FactKind.CLAIM, text, source.issued.latest, None, cite, occasion)
        document, problems = located_yaml.parse_yaml(fact.entry(), DRAFT)
        known = References(self.base.sources, self.base.topics, self.base.subjects[self.base.topics[topic].subject])
        read = read_facts(document, known, problems) if document is not None else []
        if problems or not read:
            raise refused(problems)
        wrong = self.workspace.wrong_claim(with_fact(read[0], self.base), read[0])
        if wrong:
            raise refused(wrong)
        return read[0]

    def first_day(self, text: str, earliest: date) -> date:
        """A day on which the document was there."""
        day = self.day(text)
        if day < earliest:
            raise UnusableAnswer(f"the document is of {day_in_words(earliest)}; no letter can cite it before that")
        return day

    def review_day(self, text: str, kind: str) -> date | None:
        """A day, or none where the fact does not age."""
        if not text and kind != FactKind.CLAIM:
            raise UnusableAnswer(f"a {kind} ages: say when a person is to look again")
        return self.day(text) if text else None

    def day(self, text: str) -> date:
        """A day."""
        day = parse_day(text)
        if day is None:
            raise UnusableAnswer(f"'{text}' is no day of the calendar; write 2018-07-10 or '10 July 2018'")
        return day

    def id(self, text: str) -> str:
        """An id that is free."""
        if not ID.match(text) or len(text) > 60:
            raise UnusableAnswer("an id has small letters, digits and single hyphens, 60 at most")
        if text in self.base.facts:
            raise UnusableAnswer(f"there is a fact '{text}' already, at {self.base.facts[text].where}")
        return text

    def file(self, text: str, subject: str) -> Path:
        """A file of facts of the subject's folder: its name, or a path to it."""
        home = self.folder.folder / subject
        name = Path(text).name
        if Path(text).parent not in {Path(), Path(self.folder.name, subject)}:
            raise UnusableAnswer(f"'{text}' is not in {self.folder.name}/{subject}, where these facts are")
        if not name.endswith(".yaml"):
            name = f"{name}.yaml"
        if name.startswith(".") or name in {TOPICS, WORDS, ACTIONS, OVERRULES}:
            raise UnusableAnswer(f"'{name}' is no file for facts")
        return home / name


def _id(claim: str) -> str:
    try:
        return propose_id(claim, ())
    except OddMark:
        return "fact"


def _looked_up(quote: str, source: Source, text: DocumentText) -> tuple[Citation, ...]:
    places = find(quote, text)
    if not places:
        number, passage = nearest_passage(quote, text.blocks)
        near = f"; the nearest is, in paragraph {number}: \u201c{passage}\u201d" if number else ""
        raise UnusableAnswer(f"these words do not stand in '{source.id}'{near}")
    usable = [place for place in places if place.paragraph not in source.furniture]
    if not usable:
        raise UnusableAnswer(f"these words stand only in page furniture of '{source.id}', which is nobody's statement")
    often = {p.paragraph for p in usable if p.occurrence > 1}
    return tuple(
        Citation(
            source.id,
            " ".join(text.blocks[p.paragraph - 1][p.start : p.end].replace("\u00ad", "").split()),
            p.paragraph,
            p.occurrence if p.paragraph in often else 0,
        )
        for p in usable
    )


def _places_listed(places: Iterable[Citation]) -> str:
    return ", ".join(dict.fromkeys(str(place.paragraph) for place in places))
