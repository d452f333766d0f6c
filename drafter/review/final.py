"""The letter as it goes out, and what is kept of it. Also what an approved letter said about a fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from drafter.catalogue import signing_of
from drafter.catalogue.model import Signing
from drafter.english.salutations import FAITHFULLY, NO_ONE
from drafter.english.words import clean_line
from drafter.facts.claims import plain
from drafter.facts.model import Fact, FactBase
from drafter.frozen import NamedTuple, dataclass
from drafter.letter import finish
from drafter.letter.correction import Earlier
from drafter.letter.recipient import Correspondent
from drafter.letter.returned import Returned
from drafter.letter.templates import Templates
from drafter.letter.tree import Letter, claims_of
from drafter.office import LIST, NONE
from drafter.problems import Problem, Severity, Where, nearest
from drafter.register.model import Accepted, RegisteredFact, RegisterEntry, topics_kept
from drafter.review.model import Review
from drafter.review.reviewing import review
from drafter.workspace import Workspace

# The final letter: made from a review without anything in its way.

_AT = "@"
_BLANK = re.compile(r"\[\s*DECIDE\b", re.IGNORECASE)
_SHOWN = 60  # letters of a sentence


class Exempted(NamedTuple):
    """An exception that an approver makes: for all findings of a rule, or (``RULE@6:1``) the one at a place."""

    rule: str
    because: str

    def covers(self, found: Problem) -> bool:
        """Whether the exception is for this finding."""
        rule, _, place = self.rule.casefold().partition(_AT)
        return found.rule == rule and (not place or place == f"{found.where.line}:{found.where.column}")


class AnsweredWith(NamedTuple):
    """A question of a review that an approver answered with "meant so". ``words`` are the sentence's."""

    found: Problem
    words: str


@dataclass(frozen=True)
class Weighed:
    """The errors and questions of a review that exceptions and answers leave open.

    ``problems`` are errors in the exceptions and answers themselves.
    """

    left: tuple[Problem, ...]
    accepted: tuple[Problem, ...]
    answered: tuple[AnsweredWith, ...]
    problems: tuple[Problem, ...]

    @property
    def asked(self) -> tuple[Problem, ...]:
        """The questions that are still open."""
        return tuple(found for found in self.left if found.severity is Severity.QUESTION)


def weigh(review: Review, exceptions: Sequence[Exempted], confirmed: Collection[str] = ()) -> Weighed:
    """Weigh a review with the exceptions that an approver makes, and the questions that they answer.

    ``confirmed`` are places ("8:5"), or the rule of a question about the whole letter.
    """
    problems = [*_odd_exceptions(review, exceptions), *_odd_answers(review, confirmed)]
    accepted = tuple(
        f for f in review.errors if signing_of(f.rule) is not Signing.NEVER and any(e.covers(f) for e in exceptions)
    )
    answered = tuple(
        AnsweredWith(found, _words_at(review, found)) for found in review.questions if place_of(found) in confirmed
    )
    done = {*accepted, *(one.found for one in answered)}
    left = (found for found in (*review.errors, *review.questions, *_blanks(review)) if found not in done)
    return Weighed(tuple(sorted(left)), accepted, answered, tuple(problems))


def place_of(found: Problem) -> str:
    """The approver's name for a finding: its line and column, or its rule where it is about the whole letter."""
    return f"{found.where.line}:{found.where.column}" if found.where.line else found.rule


def _odd_exceptions(review: Review, exceptions: Sequence[Exempted]) -> Iterator[Problem]:
    """Exceptions that nobody may make, that match nothing, or that would cover more than one error."""
    where = Where("--accept")
    rules = sorted({found.rule for found in review.errors})
    for exception in exceptions:
        rule = exception.rule.casefold().partition(_AT)[0]
        covered = [found for found in review.errors if exception.covers(found)]
        if signing_of(rule) is Signing.NEVER:
            message = f"'{rule}' cannot be accepted: what the letter says is wrong, or nobody can tell what it is"
            yield Problem(where, "no-exception", message, "mend the letter ('drafter review --mend' does what it can)")
        elif not covered:
            places = ", ".join(f"{f.where.line}:{f.where.column}" for f in review.errors if f.rule == rule)
            hint = f"it is found at {places}" if places else nearest(rule, rules)
            hint = hint or (f"there is: {', '.join(rules)}" if rules else "there is no error at all")
            yield Problem(where, "no-exception", f"there is no error '{exception.rule}' to accept", hint)
        elif len(covered) > 1 and _AT not in exception.rule:
            message = f"'{exception.rule}' would cover {len(covered)} errors, and an exception is made for one"
            each = dict.fromkeys(f"--accept {rule}{_AT}{place_of(found)}" for found in covered)
            hint = f"name each: {' '.join(each)}"
            yield Problem(where, "no-exception", message, hint)


def _odd_answers(review: Review, confirmed: Collection[str]) -> Iterator[Problem]:
    """Answers to questions that were not asked."""
    asked = list(dict.fromkeys(map(place_of, review.questions)))
    for place in confirmed:
        if place not in asked:
            hint = f"there is: {', '.join(asked)}" if asked else "nothing in this letter needs anybody's word"
            yield Problem(Where("--confirm"), "no-exception", f"no question is asked at '{place}'", hint)


def _words_at(review: Review, found: Problem) -> str:
    """The sentence with a finding; for a finding about the whole letter, the finding's own words."""
    return next((passage.text for passage in review.passages if found in passage.findings), found.message)


def _blanks(review: Review) -> Iterator[Problem]:
    """The blanks left in a letter, whatever other findings their sentences have."""
    for passage in review.passages:
        if _BLANK.search(passage.text) and not any(found.rule == "undecided" for found in passage.findings):
            message = f"holds a blank that nobody has filled in: {passage.text[:_SHOWN]}"
            yield Problem(passage.where, "undecided", message, "say what was decided, or take the sentence out")


def final_letter(review: Review, base: FactBase, templates: Templates, citations: str) -> Letter:
    """The letter as it goes out. ``citations`` is one of ``drafter.office.CITATIONS``."""
    letter = review.letter
    if citations == NONE:
        return replace(letter, notes=())
    if citations == LIST:
        return replace(letter, notes=(), sources=finish.listed(_cited(review, base), base.sources, templates))
    return letter


def _cited(review: Review, base: FactBase) -> list[Fact]:
    return [base.facts[id_] for id_ in review.facts]


def relied_on(review: Review, base: FactBase) -> tuple[RegisteredFact, ...]:
    """The facts that a letter relies on, for the register."""
    return tuple(
        RegisteredFact(said.fact, said.fingerprint, plain(base.facts[said.fact].claim), said.held)
        for said in review.letter.said
    )


def exceptions_kept(exceptions: Sequence[Exempted], answered: Sequence[AnsweredWith]) -> tuple[Accepted, ...]:
    """The exceptions and answers for the register; each answer with the words that it is about."""
    made = [Accepted(exception.rule, exception.because) for exception in exceptions]
    for found, words in answered:
        rule = f"{found.rule}{_AT}{place_of(found)}" if found.where.line else found.rule
        made.append(Accepted(rule, f"confirmed: {words}"))
    return tuple(made)


# Corrections: what an approved letter said about a fact, read from its final copy, and to whom it went.


def earlier_letter(entry: RegisterEntry, returned: Returned, fact: Fact, workspace: Workspace, name: str) -> Earlier:
    """The letter to be corrected, from the register and from its final copy.

    The sentence is the whole one of the copy. Where somebody had reworded it beyond recognition, it is the register's
    claim. Where it claims something else too, the fact's part of it is told.
    """
    reviewed = review(returned, workspace, name, entry.letter_date)
    kept = next((said.statement for said in entry.facts if said.fact == fact.id), plain(fact.claim))
    told = next((passage for passage in reviewed.passages if fact.id in passage.facts), None)
    part = dict(claims_of(told.segments)).get(fact.id, "") if told is not None and len(told.facts) > 1 else ""
    letter = reviewed.letter
    lines = [clean_line(line) for line in letter.addressee]
    to = Correspondent(
        name=lines[0] if lines else "",
        address=tuple(lines[1:]),
        salutation=clean_line(letter.salutation) or f"Dear {NO_ONE}",
        close=clean_line(letter.close) or FAITHFULLY,
    )
    base = workspace.base
    topics = tuple(topic for topic in topics_kept(entry, base) if topic in base.topics)
    return Earlier(
        entry.number,
        entry.letter_date,
        told.text if told is not None else kept,
        to,
        topics,
        clean_line(entry.reference),
        letter.mailing,
        letter.attached,
        part,
    )
