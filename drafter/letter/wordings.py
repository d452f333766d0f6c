"""Wordings: what letters say in the office's own words. A person reads each one and approves it by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from drafter.facts.claims import plain
from drafter.facts.model import FactBase, Subject
from drafter.frozen import NamedTuple
from drafter.letter.analysis import is_position, read_templates
from drafter.letter.templates import Templates

_VALUE = re.compile(r"\{\w+\}")


class WordingKind(StrEnum):
    """What a wording is in a letter, in words that people use."""

    COURTESY = "courtesy"
    QUESTION = "open question"
    ANSWER = "answer"
    RUB = "question beside claims"
    TERM = "plain words"
    VIEW = "view"
    PAPER = "line of the letterhead"
    NAME = "name of a subject"
    ASKED = "question that people ask"
    FEARED = "fear that people have"


class Wording(NamedTuple):
    """One wording. ``beside`` is what it must be read with: the claims under an answer, the term that it explains.

    ``position`` is the position of a view. A value is written as in its file: ``{subject}``.
    """

    kind: WordingKind
    text: str
    beside: tuple[str, ...] = ()
    position: str = ""

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with the words, and with the text beside them."""
        text = "\0".join((self.kind, self.text, *self.beside))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def parts(self) -> tuple[str, ...]:
        """The words between the values."""
        return parts_of(self.text)


def parts_of(text: str) -> tuple[str, ...]:
    """The words of a text between its values."""
    return tuple(part for part in map(str.strip, _VALUE.split(text)) if part.strip(".,;:?!\u201c\u201d"))


def wordings(base: FactBase) -> Iterator[Wording]:
    """The wordings in the subjects' own files, in their order."""
    for subject in base.subjects.values():
        yield from of_subject(subject, base)


def views(base: FactBase, templates: Templates) -> Iterator[Wording]:
    """The wordings in the positions, in their order."""
    for subject in base.subjects:
        for piece in read_templates(templates, f"{subject}/")[0]:
            if is_position(piece.path):
                position = piece.path.rpartition("/")[2].partition(".")[0]
                yield Wording(WordingKind.VIEW, piece.text, position=position)


def of_paper(lines: Iterable[str]) -> Iterator[Wording]:
    """The wordings on an office's letterhead, apart from its details."""
    yield from (Wording(WordingKind.PAPER, line) for line in lines)


def of_subject(subject: Subject, base: FactBase) -> Iterator[Wording]:
    """The wordings of one subject, in the order of its files."""

    def claims(ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(plain(base.facts[id_].claim) for id_ in ids if id_ in base.facts)

    yield from (Wording(WordingKind.COURTESY, text) for text in subject.courtesies)
    yield from (Wording(WordingKind.QUESTION, text) for text in subject.open_questions)
    for answer in subject.answers:
        for text in filter(None, (answer.text, *answer.shorts)):
            yield Wording(WordingKind.ANSWER, text, claims(answer.rests_on))
    for rub in subject.rubs:
        yield Wording(WordingKind.RUB, rub.question, claims((*rub.told_first, *rub.yet)))
    for term in subject.glossary:
        yield Wording(WordingKind.TERM, term.plain or term.gloss, (term.term,))
    yield from (Wording(WordingKind.NAME, text) for text in dict.fromkeys(filter(None, (subject.name, subject.line))))
    for topic in (topic for topic in base.topics.values() if topic.subject == subject.id):
        for one in topic.questions:
            yield from (Wording(WordingKind.ASKED, text) for text in (one.text, one.directly) if text)
        for one in topic.fears:
            yield Wording(WordingKind.FEARED, one.text)
            yield from (Wording(WordingKind.ASKED, text) for text in (one.directly,) if text)
