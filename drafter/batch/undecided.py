"""A batch that would say what nobody has decided yet: refused, for who would find the blank in each of its letters?"""

from __future__ import annotations

from drafter.batch.texts import Planned
from drafter.drafting import Drafting
from drafter.letter.decided import undecided as open_actions
from drafter.problems import Problem, Where


def undecided(planned: Planned, drafting: Drafting, name: str) -> Problem | None:
    """That letters of a batch wait for decisions of the member's: all of them in one line, at the list's own name."""
    base, office = drafting.base, drafting.office
    missing: dict[str, None] = {}
    count = 0
    for text in planned.texts:
        letter = text.letter
        mine = open_actions(letter.wants, base, office, letter.date)
        missing |= dict.fromkeys(mine)
        count += text.members if mine else 0
    if not missing:
        return None
    asked = " and ".join(f"'{id_}' ({base.actions[id_].ask})" for id_ in missing)
    letters = "one letter answers" if count == 1 else f"{count} letters answer"
    message = f"nobody has decided on {asked}, which {letters}; nothing is written"
    return Problem(Where(name), "undecided", message, f"'drafter office decide {next(iter(missing))}' enters it")
