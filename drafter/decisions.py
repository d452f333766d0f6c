"""The member's decisions on what constituents ask, as the office entered them in ``office.yaml``."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from enum import StrEnum

from drafter.english.sentences import is_several
from drafter.files.fields import Fields
from drafter.frozen import dataclass
from drafter.patterns import late_pattern
from drafter.problems import Where

_FIRST_PERSON = late_pattern(r"\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Uu]s|[Oo]urs?|[Oo]urselves)\b")


class How(StrEnum):
    """What the member decided about an action: done, will be done, or will not be done."""

    DONE = "done"
    WILL = "will"
    WILL_NOT = "will_not"


FIELDS = ("action", "subject", *How, "decided")


@dataclass(frozen=True)
class Decision:
    """That the member did, will do or will not do what constituents ask, as the office entered it.

    ``action`` is one of the ``actions.yaml`` of ``subject``, by its name there. ``on`` is the day on which it was done,
    or decided; ``reason`` is why it will not be done, in the member's own words.
    """

    action: str
    subject: str
    how: How
    on: date
    reason: str = ""
    where: Where = field(default=Where(""), compare=False)


def read_decisions(fields: Fields) -> list[Decision]:
    """The decisions of the office, in the order of the file."""
    decisions: list[Decision] = []
    for part in fields.each("decisions"):
        decision = _decision(part)
        if decision is not None:
            _contradicts(decision, decisions, part)
            decisions.append(decision)
    return decisions


def _decision(part: Fields) -> Decision | None:
    """One entry; ``None`` if it does not say what was decided, and when."""
    part.allow(FIELDS)
    action, subject = part.text("action", required=True), part.text("subject", required=True)
    given = [how for how in How if part.value.get(how) is not None]
    if len(given) != 1:
        message = "a decision says exactly one of 'done' (a day), 'will' (yes) and 'will_not' (why)"
        part.problem("odd-decision", message)
        return None
    how, reason = given[0], ""
    if how is How.DONE:
        if part.value.get("decided") is not None:
            message = "'decided' goes with 'will' and 'will_not': what is done has its own day"
            part.problem("odd-decision", message, "decided")
        on = part.day(how, required=True)
    else:
        on = part.day("decided", required=True)
        if how is How.WILL:
            _yes(part)
        else:
            reason = _reason(part)
    name = action.removeprefix(f"{subject}/")  # the subject stands beside it
    return Decision(name, subject, how, on, reason, part.where()) if on is not None else None


def _yes(part: Fields) -> None:
    value = part.text(How.WILL, required=True)
    if value not in ("", "yes"):
        hint = "for what the member will not do, 'will_not' gives the reason"
        part.problem("odd-decision", f"'will' says yes and nothing else, not '{value}'", How.WILL, hint=hint)


def _reason(part: Fields) -> str:
    """The reason against it, in the member's own words."""
    reason = part.text(How.WILL_NOT, required=True)
    hint = "for example: 'I do not sign Early Day Motions'"
    if reason and not _FIRST_PERSON.search(reason):
        message = "'will_not' gives the member's reason in the first person"
        part.problem("odd-reason", message, How.WILL_NOT, hint=hint)
    elif is_several(reason):
        part.problem("odd-reason", "'will_not' gives the member's reason in one sentence", How.WILL_NOT, hint=hint)
    return reason


def _contradicts(decision: Decision, before: list[Decision], part: Fields) -> None:
    """Report a decision that repeats another, or contradicts it."""
    what = f"'{decision.action}'"
    for other in before:
        if (other.action, other.subject) != (decision.action, decision.subject):
            continue
        line = f"line {other.where.line}"
        earlier, later = sorted((other, decision), key=lambda one: one.on)
        if other == decision:
            message, hint = f"the decision on {what} of {decision.on} stands already in {line}", "take one of them out"
        elif other.on == decision.on:
            message, hint = f"{line} decides otherwise on {what} on the same day, {decision.on}", "keep one of them"
        elif earlier.how is How.DONE and later.how is How.WILL_NOT:
            message = f"{what} cannot be refused on {later.on}: it was done on {earlier.on} (see {line})"
            hint = "take one of them out"
        else:
            continue
        part.problem("contradictory-decisions", message, hint=hint)
        return
