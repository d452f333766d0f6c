"""What the member did, does or will do: as the office decided it, and as it was entered for this reader."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.decisions import Decision, How
from drafter.factbase.model import Action
from drafter.letter import dates
from drafter.letter.acts import is_perfect
from drafter.letter.decided import decided
from drafter.letter.tree import Kind, Segment
from drafter.letter.vocabulary import Desk

BLANK = "[DECIDE: "  # how what nobody has decided begins, for whoever reads a draft


def acts_of(desk: Desk) -> Iterator[tuple[Segment, ...]]:
    """A sentence for each thing that the constituent wants done; a visible blank where nobody has decided."""
    for id_ in desk.request.wants:
        action = desk.base.actions[id_]
        decision = decided(id_, action.subject, desk.office, desk.request.date)
        yield (Segment(said_of(action, decision, desk), Kind.ACT),)


def said_of(action: Action, decision: Decision | None, desk: Desk) -> str:
    """What a letter says of an action, as one sentence."""
    if decision is None:
        return f"{BLANK}whether to {action.ask}]."
    match decision.how:
        case How.DONE:
            return f"I {action.done} {dates.day_of(decision.on, desk.request.date)}."
        case How.WILL:
            return f"I will {action.ask}."
        case How.WILL_NOT:
            return f"I will not {action.ask}: {decision.reason.rstrip('.')}."


def did_for_reader(desk: Desk) -> Iterator[tuple[Segment, ...]]:
    """A sentence for each thing that the member did for this reader; "have written" goes with no day."""
    for did in desk.request.did:
        day = "" if is_perfect(did.what) else f" {dates.day_of(did.on, desk.request.date)}"
        yield (Segment(f"I {did.what}{day}.", Kind.ACT),)
