"""Finds and opens the office's register and its key, and finishes what an interrupted run left behind."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from drafter.files.atomic import link_within, planted, sweep
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Severity, Where
from drafter.register import address, keys
from drafter.register.address import Address, address_of
from drafter.register.keys import KeyPlace

if TYPE_CHECKING:  # a database's library is slow to import, and often there is no register to open
    from drafter.register.spool import Spool
    from drafter.register.store import Register

_KEY = "key"
_IN_TWO_PLACES = (
    "letters may have been approved in both; move this one elsewhere and keep it, let 'drafter letters verify' tell "
    "which final copies no letter has, and approve those again from their drafts; two places share one on a server"
)
_MOVE = "move this one elsewhere, and let 'drafter letters verify' tell whether the one that stays is the register's"


def approved_named(office: Office) -> str:
    """The name of the folder of final copies, as people are told it."""
    return office.path_of(str(office.approved.relative_to(office.folder)))


def place_of(office: Office, environment: Mapping[str, str]) -> tuple[Address, KeyPlace]:
    """The places of the office's register and its key, which environment variables may set.

    Raises ProblemsFound for a setting that names no register. Also where either place is a link, since that may lead to
    another office's register.
    """
    where = address_of(office, environment.get(address.VARIABLE, ""))
    key = KeyPlace(
        office.folder / address.FOLDER / _KEY,
        office.path_of(address.FOLDER, _KEY),
        environment.get(keys.VARIABLE, ""),
    )
    for path in (key.path, where.path):
        link = link_within(office.folder, path) if path is not None else None
        if link is not None:
            raise ProblemsFound([planted(office.path_of(*link.relative_to(office.folder).parts))])
    return where, key


def find(office: Office, environment: Mapping[str, str]) -> Register | None:
    """The register; ``None`` where there is none yet. Never makes one.

    Raises ProblemsFound, also where letters were approved and the register is gone.
    """
    where, key = place_of(office, environment)
    if where.path is not None and not where.path.exists():
        _refuse_gone(office, where, key)
        return None
    from drafter.register.store import find_register

    return find_register(where, key)


def open_to_enter(
    office: Office, environment: Mapping[str, str], endings: Collection[str]
) -> tuple[Register | None, list[Problem]]:
    """Open the register to enter letters, and make it where there is none. Returns it with messages.

    Finishes what earlier runs left. ``None`` where the register is damaged: nothing may be added to it. ``endings`` are
    those of final copies. Raises ProblemsFound where it cannot be opened.
    """
    from drafter.register.spool import recover
    from drafter.register.store import open_register

    where, key = place_of(office, environment)
    if where.path is not None and not where.path.exists():
        _refuse_gone(office, where, key)
    register = open_register(where, key)
    problems = [*register.wrong, *_too_many(office, register, endings)]
    problems += second_files(office, environment, Severity.WARNING)
    if register.wrong:
        return None, problems
    sweep(office.folder / address.FOLDER)
    return register, [*problems, *recover(spool_of(office), register)]


def open_to_read(
    office: Office, environment: Mapping[str, str], endings: Collection[str]
) -> tuple[Register | None, list[Problem]]:
    """Like ``open_to_enter``, but to read: never makes a register."""
    register = find(office, environment)
    problems = _too_many(office, register, endings) if register is not None else []
    if os.path.lexists(office.folder / address.FOLDER / address.SPOOL):
        from drafter.register.spool import recover

        problems += recover(spool_of(office), register)
    return register, problems


def spool_of(office: Office) -> Spool:
    """The folder in which final copies wait while their letters are entered."""
    from drafter.register.spool import Spool

    folder, name = office.folder / address.FOLDER / address.SPOOL, office.path_of(address.FOLDER, address.SPOOL)
    return Spool(folder, name, office.folder, office.name)


def _refuse_gone(office: Office, where: Address, key: KeyPlace) -> None:
    """Raises ProblemsFound where the register's file is missing, but something shows that there was one."""
    approved = office.approved
    left = os.path.lexists(office.folder / address.FOLDER / address.SPOOL) or (
        approved.is_dir() and any(path.is_file() for path in approved.rglob("*") if path.name[:1] != ".")
    )
    if not left and not key.path.with_name(keys.LAST).exists():
        return
    from drafter.register.head import refuse_gone, remembered  # late: a database's library is slow to import

    record = remembered(key, None)
    if where.path is not None and where.path.exists():
        return  # another process has just made it, and all that was found is of its letters
    refuse_gone(where.name, record)
    if left:
        message = "letters were approved here, and the register of them is gone"
        hint = (
            "restore it from a backup, with its key; to begin anew, move "
            f"{approved_named(office)} and {office.path_of(address.FOLDER, address.SPOOL)} elsewhere"
        )
        raise ProblemsFound([Problem(Where(where.name), "register-gone", message, hint)])


def second_files(office: Office, environment: Mapping[str, str], severity: Severity) -> list[Problem]:
    """Second registers, keys and records of the last letter that a program which synchronises the folder has left.

    Raises ProblemsFound as ``place_of`` does.
    """
    from drafter.files.synced import conflict_copy, copies_of
    from drafter.register.copies import DELETED

    where, key = place_of(office, environment)
    places = {key.path.parent: [key.path.name, keys.LAST, DELETED]}
    if where.path is not None:
        places.setdefault(where.path.parent, []).append(where.path.name)
    return [
        conflict_copy(
            office.path_of(*path.relative_to(office.folder).parts) if path.is_relative_to(office.folder) else str(path),
            original,
            _IN_TWO_PLACES if where.path is not None and original == where.path.name else _MOVE,
            severity,
        )
        for folder, originals in places.items()
        for path, original in copies_of(folder, *originals)
    ]


def _too_many(office: Office, register: Register, endings: Collection[str]) -> list[Problem]:
    from drafter.register.copies import too_many

    return too_many(office.approved, approved_named(office), register, endings)
