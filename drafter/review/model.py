"""The types of a review's result."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from drafter.catalogue import signing_of
from drafter.catalogue.model import Signing
from drafter.frozen import dataclass
from drafter.letter.record import Record
from drafter.letter.tree import Letter, Segment, Sentence
from drafter.problems import Problem, Severity, Where


class SentenceStatus(StrEnum):
    """What a sentence that came back is based on."""

    FACT = "fact"  # it claims facts, in words that the program could have used
    REWORDED = "reworded"  # it uses other words, but the same figures, dates, names and negations
    CHANGED = "changed"  # one of these differs
    VIEW = "view"  # the member's own view, marked as such
    ACT = "act"  # what the member did, does or will do, as the office recorded it
    READER = "reader"  # said to this reader alone; claims nothing about the world
    COURTESY = "courtesy"  # approved, in exactly these words; also a statement of what papers leave open
    NEW = "new"  # on nothing known


@dataclass(frozen=True)
class Passage:
    """One sentence, or one heading, as it came back. ``segments`` are its parts as they were read.

    ``against`` is the wording with which it was compared, where it says something else; ``mend`` is the sentence that
    would be right. ``block`` numbers the letter's blocks from 0, headings included. A place in a Word file is a
    paragraph, with the number of the sentence as its column.
    """

    text: str
    standing: SentenceStatus
    where: Where
    block: int
    segments: tuple[Segment, ...] = ()
    against: str = ""
    mend: tuple[Segment, ...] = ()
    heading: bool = False
    findings: tuple[Problem, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it claims, in order."""
        return Sentence(self.segments).facts

    @property
    def may_repeat(self) -> bool:
        """Whether it may repeat a question or a fear: a view or an act may have the same words, and asks nothing."""
        return not (self.facts or self.heading or self.standing in {SentenceStatus.VIEW, SentenceStatus.ACT})


@dataclass(frozen=True)
class Review:
    """A letter that came back, sentence by sentence. ``letter`` is the version that would go out.

    ``general`` are findings about no single sentence; ``left_out`` are facts of the draft that the letter no longer
    says.
    """

    letter: Letter
    passages: tuple[Passage, ...]
    general: tuple[Problem, ...]
    left_out: tuple[str, ...]
    record: Record | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every finding, sorted by place."""
        return tuple(sorted({*self.general, *(found for passage in self.passages for found in passage.findings)}))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The findings that prevent an approval."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """The findings that a named person must answer."""
        return tuple(found for found in self.problems if found.severity is Severity.QUESTION)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the letter relies on, each once, in order."""
        return tuple(dict.fromkeys(fact for passage in self.passages for fact in passage.facts))


def weighed(found: Problem) -> Problem:
    """A finding as the signatory weighs it: an error stays an error; a warning becomes a question or a note."""
    if found.severity is not Severity.WARNING:
        return found
    asked = signing_of(found.rule) is Signing.ASKED
    return replace(found, severity=Severity.QUESTION if asked else Severity.NOTE)
