"""The words of the fact base as types. All are frozen; nothing here reads a file or knows what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from drafter.factbase.edtf import Issued
from drafter.problems import Where


class FactKind(StrEnum):
    """What sort of claim a fact is. All but ``claim`` age, and so must say when a person looks again."""

    CLAIM = "claim"
    STATUS = "status"
    PLAN = "plan"
    FORECAST = "forecast"


@dataclass(frozen=True)
class Source:
    """A document that facts are drawn from. Field names are those of CSL, the Citation Style Language.

    ``counted_from`` is the block of the text that a reader would count as paragraph 1; ``sections`` are pairs of the
    block that holds a heading and the heading; ``furniture`` are the blocks that are nobody's statement; ``unused``
    those that no fact is drawn from, with the reason. Blocks are the text's lines that are not blank, counted from 1.
    """

    id: str
    type: str
    title: str
    author: str
    publisher: str
    issued: Issued
    number: str
    url: str
    stated: tuple[str, ...]
    known_from: str
    sha256: str
    counted_from: int
    sections: tuple[tuple[int, str], ...]
    furniture: frozenset[int]
    unused: tuple[tuple[frozenset[int], str], ...]
    where: Where

    def locator(self, paragraph: int) -> tuple[str, str]:
        """How a reader finds a paragraph: ``("section", heading)``, ``("paragraph", "3")`` or ``("", "")``."""
        before = [heading for block, heading in self.sections if block <= paragraph]
        if before:
            return "section", before[-1]
        number = paragraph - self.counted_from + 1
        return ("paragraph", str(number)) if number > 0 else ("", "")


class Citation(NamedTuple):
    """One passage of one document: ``quote`` is word for word, ``paragraph`` the number of its block.

    ``occurrence`` says which is meant where the passage stands in its paragraph more than once; 0 says nothing.
    """

    source: str
    quote: str
    paragraph: int
    occurrence: int = 0


class Withdrawal(NamedTuple):
    """That a fact was found to be wrong, when, and why. No letter of any date says it again."""

    on: date
    reason: str


@dataclass(frozen=True)
class Wordings:
    """The forms of a fact's sentence that lean on what the letter has just said.

    ``again`` are for after the document was named somewhere above; ``same`` are for straight after a sentence in which
    the same document speaks; ``after`` are for straight after one particular fact, by its id, and may lean on it.
    Each is a whole sentence; of several, the first whose opening does not repeat is used.
    """

    again: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    after: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """One claim: its sentence, its time and what it rests on. ``start`` is the first day a letter may say it.

    ``superseded_by`` is the fact that took its place as time moved on: from that one's first day on this is history.
    """

    id: str
    subject: str
    topics: tuple[str, ...]
    series: str
    kind: FactKind
    voice: str
    statement: str
    wordings: Wordings
    start: date
    until: date | None
    review_by: date | None
    cites: tuple[Citation, ...]
    where: Where = field(compare=False)
    superseded_by: str = ""
    withdrawn: Withdrawal | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Every form of the sentence, the whole one first."""
        return (self.statement, *self.wordings.again, *self.wordings.same, *self.wordings.after.values())


@dataclass(frozen=True)
class Topic:
    """A concern that constituents raise. ``about`` follows 'about ACOs and'; ``heading`` stands over its answer.

    By the others it is known in what somebody writes: one of ``phrases`` is enough, two of ``words``; what ``not_``
    covers only looks like one. ``alone`` is for what a message is about that raises no other concern.
    """

    id: str
    subject: str
    title: str
    heading: str
    about: str
    where: Where
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    alone: bool = False


class Abbreviation(NamedTuple):
    """A short form and what it stands for, in singular and plural; ``known`` ones need not be spelt out."""

    short: str
    long: str
    plural: str
    known: bool = False


@dataclass(frozen=True)
class Subject:
    """What one folder of facts is about. ``name`` is as it stands in 'about NAME'; ``voices`` name their speakers.

    ``headings`` stand over the parts ``position`` and ``next`` of a letter that has headings. ``names`` are names that
    need no citation; ``courtesies`` and ``open_questions`` are sentences and questions of templates in which a
    person has found no claim. ``recognised_by`` is how a message is known to be about it.
    """

    id: str
    name: str
    headings: Mapping[str, str]
    abbreviations: tuple[Abbreviation, ...]
    voices: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...] = ()
    courtesies: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    recognised_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class FactBase:
    """Everything that may be said, by id; mappings keep the order of the files."""

    sources: Mapping[str, Source]
    subjects: Mapping[str, Subject]
    topics: Mapping[str, Topic]
    facts: Mapping[str, Fact]
