"""The letter as it goes out, and what is kept of it: made from a review that nothing stands in the way of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from drafter.factbase.claims import plain
from drafter.factbase.model import Fact, FactBase
from drafter.letter import cite
from drafter.letter.templates import Templates
from drafter.letter.tree import Letter
from drafter.office import LIST, NONE
from drafter.problems import Problem, Where, nearest
from drafter.register.model import Accepted, SaidFact
from drafter.review.model import Review

# Of these nobody can take it upon themselves: the sentence is wrong by the fact base itself, or not there yet.
NEVER = frozenset(("withdrawn-fact", "not-yet", "tracked-changes", "undecided"))
_AT = "@"
_BLANK = re.compile(r"\[\s*DECIDE\b", re.IGNORECASE)
_SHOWN = 60  # letters of a sentence


class Exempted(NamedTuple):
    """That an approver takes findings upon themselves: all of a rule, or (``RULE@6:1``) the one at a place."""

    rule: str
    because: str

    def covers(self, found: Problem) -> bool:
        """Whether it speaks of this finding."""
        rule, _, place = self.rule.casefold().partition(_AT)
        return found.rule == rule and (not place or place == f"{found.where.line}:{found.where.column}")


@dataclass(frozen=True)
class Weighed:
    """What is left of a review's errors once exceptions are made, and what is wrong with the exceptions."""

    left: tuple[Problem, ...]
    accepted: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def weigh(review: Review, exceptions: Sequence[Exempted]) -> Weighed:
    """A review's errors against the exceptions that an approver makes."""
    problems = []
    rules = sorted({found.rule for found in review.errors})
    for exception in exceptions:
        rule = exception.rule.casefold().partition(_AT)[0]
        if rule in NEVER:
            message = f"'{rule}' cannot be accepted: the sentence is wrong, or nobody can tell what it is to say"
            problems.append(Problem(Where("--accept"), "no-exception", message, "mend the letter"))
        elif not any(exception.covers(found) for found in review.errors):
            places = ", ".join(f"{f.where.line}:{f.where.column}" for f in review.errors if f.rule == rule)
            hint = f"it is found at {places}" if places else nearest(rule, rules)
            hint = hint or (f"there is: {', '.join(rules)}" if rules else "there is no error at all")
            message = f"there is no error '{exception.rule}' to accept"
            problems.append(Problem(Where("--accept"), "no-exception", message, hint))
    accepted = tuple(f for f in review.errors if f.rule not in NEVER and any(e.covers(f) for e in exceptions))
    left = (f for f in (*review.errors, *_blanks(review)) if f not in accepted)
    return Weighed(tuple(sorted(left)), accepted, tuple(problems))


def _blanks(review: Review) -> Iterator[Problem]:
    """Blanks that are left in a letter, whatever else was found of the sentence around them."""
    for passage in review.passages:
        if _BLANK.search(passage.text) and not any(found.rule == "undecided" for found in passage.findings):
            message = f"holds a blank that nobody has filled in: {passage.text[:_SHOWN]}"
            yield Problem(passage.where, "undecided", message, "say what was decided, or take the sentence out")


def final_letter(review: Review, base: FactBase, templates: Templates, citations: str) -> Letter:
    """The letter as it goes out; ``citations`` is one of ``drafter.office.CITATIONS``."""
    letter = review.letter
    if citations == NONE:
        return replace(letter, notes=())
    if citations == LIST:
        return replace(letter, notes=(), sources=cite.listed(_cited(review, base), base.sources, templates))
    return letter


def _cited(review: Review, base: FactBase) -> list[Fact]:
    return [base.facts[id_] for id_ in review.facts]


def relied_on(review: Review, base: FactBase) -> tuple[SaidFact, ...]:
    """The facts that a letter relies on, for the register."""
    return tuple(
        SaidFact(said.fact, said.fingerprint, plain(base.facts[said.fact].claim), said.held)
        for said in review.letter.said
    )


def exceptions_kept(exceptions: Sequence[Exempted]) -> tuple[Accepted, ...]:
    """The exceptions, for the register."""
    return tuple(Accepted(exception.rule, exception.because) for exception in exceptions)
