"""What a review comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from drafter.catalogue import signing_of
from drafter.catalogue.model import Signing
from drafter.letter.record import Record
from drafter.letter.tree import Letter, Segment, Sentence
from drafter.problems import Problem, Severity, Where


class Standing(StrEnum):
    """What a sentence that came back rests on."""

    FACT = "fact"  # claims, in words that the program could have said
    REWORDED = "reworded"  # in other words, the same figures, dates, names and negations
    CHANGED = "changed"  # one of these is another
    VIEW = "view"  # the member's own, marked as such
    ACT = "act"  # what the member did, does or will do, as the office entered it
    READER = "reader"  # said to this reader alone, and claims nothing of the world
    COURTESY = "courtesy"  # approved, in these words; what papers leave unsaid, too
    NEW = "new"  # nothing


@dataclass(frozen=True)
class Passage:
    """One sentence, or one heading, as it came back. ``segments`` are what it was read as.

    ``against`` is what it was held against, where it says something else; ``mend`` the sentence that would be right.
    ``block`` numbers the letter's blocks from 0, headings included; a place in a Word file is a paragraph and, for a
    column, the number of the sentence in it.
    """

    text: str
    standing: Standing
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


@dataclass(frozen=True)
class Review:
    """A letter that came back, sentence by sentence. ``letter`` is what would go out.

    ``general`` are the findings that belong to no one sentence; ``left_out`` the facts of the draft that it says no
    more.
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
        """The findings that stand in the way of an approval."""
        return tuple(found for found in self.problems if found.severity is Severity.ERROR)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """The findings that need a named person's word."""
        return tuple(found for found in self.problems if found.severity is Severity.QUESTION)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the letter rests on, once each, in order."""
        return tuple(dict.fromkeys(fact for passage in self.passages for fact in passage.facts))


def weighed(found: Problem) -> Problem:
    """A finding as whoever signs weighs it: an error stays one, and a warning is a question or a note."""
    if found.severity is not Severity.WARNING:
        return found
    asked = signing_of(found.rule) is Signing.ASKED
    return replace(found, severity=Severity.QUESTION if asked else Severity.NOTE)
