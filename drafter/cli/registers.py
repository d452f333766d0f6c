"""What the commands that need the register of approved letters share: opening it, and reporting its problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.cli.common import report, stop
from drafter.problems import ProblemsFound
from drafter.workspace import Workspace

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.facts.reviews import Seal
    from drafter.register.store import Register


def made_seal(workspace: Workspace) -> Seal:
    """What seals reviews with the office's key, which is made where there is none. Ends the program where it cannot be
    made.
    """
    seal, problems = workspace.make_key()
    if seal is None:
        stop(problems)
    return seal


def register_of(workspace: Workspace) -> Register:
    """The register, made where there is none yet. Finishes what earlier runs left, and reports it.

    Ends the program where the register cannot be used.
    """
    from drafter.formats import WRITERS  # late: a caller that only needs the key waits for neither
    from drafter.register import opening

    try:
        register, problems = opening.open_to_enter(workspace.office, workspace.environment, WRITERS.keys())
    except ProblemsFound as found:
        stop(found.problems)
    report(problems)
    if register is None:
        stop([])
    return register


def letters_of(workspace: Workspace) -> Register | None:
    """Like ``register_of``, but for looking something up: never makes a register."""
    from drafter.formats import WRITERS  # late: a caller that only needs the key waits for neither
    from drafter.register import opening

    try:
        register, problems = opening.open_to_read(workspace.office, workspace.environment, WRITERS.keys())
    except ProblemsFound as found:
        stop(found.problems)
    report(problems)
    return register
