"""What the commands share that need the register of approved letters: opening it, telling what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.cli.common import report, stop
from drafter.problems import ProblemsFound
from drafter.workspace import Part, Workspace

if TYPE_CHECKING:  # a database's library is slow to import, and mostly there is no register to open
    from drafter.facts.reviews import Seal
    from drafter.register.store import Register


def made_seal(workspace: Workspace) -> Seal:
    """What seals reviews with the office's key, which is made where there is none; ends the program where it cannot."""
    seal, problems = workspace.make_key()
    if seal is None:
        stop(problems)
    return seal


def need_key(workspace: Workspace) -> None:
    """End the program where the office's key cannot be used."""
    problems = workspace.problems(Part.KEY)
    if problems:
        stop(problems)


def register_of(workspace: Workspace) -> Register:
    """The register, made where there is none yet; what runs before have left is finished, and told.

    Ends the program where the register cannot be used.
    """
    from drafter.formats import WRITERS  # late: whoever only needs the key waits for neither
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
    """As ``register_of``, to look something up: where there is no register yet, there is none after."""
    from drafter.formats import WRITERS  # late: whoever only needs the key waits for neither
    from drafter.register import opening

    try:
        register, problems = opening.open_to_read(workspace.office, workspace.environment, WRITERS.keys())
    except ProblemsFound as found:
        stop(found.problems)
    report(problems)
    return register
