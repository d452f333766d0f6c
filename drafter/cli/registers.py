"""What the commands share that need the register of approved letters: opening it, and finishing what was broken off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from drafter.cli.common import report, stop
from drafter.facts.reviews import Seal
from drafter.files.atomic import link_within, planted, sweep
from drafter.office import Office
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register import keys, model
from drafter.register.keys import KeyPlace
from drafter.register.model import Address, address_of

if TYPE_CHECKING:  # a database's library is slow to import, and mostly there is no register to open
    from drafter.register.spool import Spool
    from drafter.register.store import Register

_KEY = "key"
APPROVED = "approved"  # where final copies go, among the letters


def place_of(office: Office) -> tuple[Address, KeyPlace]:
    """Where the office's register and its key are. Raises ProblemsFound for a setting that names no register, and
    where a link stands in their place: it may lead to another's register.
    """
    where = address_of(office, os.environ.get(model.VARIABLE, ""))
    key = KeyPlace(
        office.folder / model.FOLDER / _KEY,
        office.path_of(model.FOLDER, _KEY),
        os.environ.get(keys.VARIABLE, ""),
    )
    for path in (key.path, where.path):
        link = link_within(office.folder, path) if path is not None else None
        if link is not None:
            raise ProblemsFound([planted(os.path.relpath(link))])
    return where, key


def seal_of(office: Office, *, make: bool = False) -> Seal | None:
    """What seals reviews with the office's key; ``None`` where there is no key yet, unless it is to be made.

    Ends the program where the key cannot be used.
    """
    try:
        place = place_of(office)[1]
        key = place.read() or (place.make() if make else None)
    except ProblemsFound as found:
        stop(found.problems)
    return key.seal if key is not None else None


def find_register_of(office: Office) -> Register | None:
    """The register; ``None`` where there is none yet, and then nothing is made.

    Raises ProblemsFound, also where letters were approved and the register is gone.
    """
    where, key = place_of(office)
    if where.path is not None and not where.path.exists():
        _refuse_gone(office, where, key)
        return None
    from drafter.register.store import find_register

    return find_register(where, key)


def register_of(office: Office) -> Register:
    """The register, made where there is none yet; what runs before have left is finished, and told.

    Ends the program where the register cannot be used.
    """
    from drafter.register.spool import recover
    from drafter.register.store import open_register

    try:
        where, key = place_of(office)
        if where.path is not None and not where.path.exists():
            _refuse_gone(office, where, key)
        register = open_register(where, key)
    except ProblemsFound as found:
        stop(found.problems)
    report([*register.wrong, *_too_many(office, register)])
    if register.wrong:  # nothing is built upon a register that is not whole
        stop([])
    sweep(office.folder / model.FOLDER)
    report(recover(spool_of(office), register))
    return register


def _refuse_gone(office: Office, where: Address, key: KeyPlace) -> None:
    """Raises ProblemsFound where the register's file is not there, and something tells that it was."""
    from drafter.register.spool import FOLDER  # late: few offices have lost theirs

    approved = office.letters / APPROVED
    left = os.path.lexists(office.folder / model.FOLDER / FOLDER) or (
        approved.is_dir() and any(path.is_file() for path in approved.rglob("*") if path.name[:1] != ".")
    )
    if not left and not key.path.with_name(keys.LAST).exists():
        return
    from drafter.register.rows import gone, remembered  # late: a database's library is slow to import

    last, odd = remembered(key, None)
    if odd is not None:
        raise ProblemsFound([odd])
    if last is not None and last.total:
        raise ProblemsFound([gone(where.name, last.total)])
    if left:
        message = "letters were approved here, and the register of them is gone"
        hint = (
            "restore it from a backup, with its key; to begin anew, move "
            f"{_approved(office)} and {office.path_of(model.FOLDER, FOLDER)} elsewhere"
        )
        raise ProblemsFound([Problem(Where(where.name), "register-gone", message, hint)])


def _too_many(office: Office, register: Register) -> list[Problem]:
    from drafter.formats import WRITERS
    from drafter.register.spool import too_many

    return too_many(office.letters / APPROVED, _approved(office), register, WRITERS)


def _approved(office: Office) -> str:
    return office.path_of(str((office.letters / APPROVED).relative_to(office.folder)))


def letters_of(office: Office) -> Register | None:
    """As ``register_of``, to look something up: where there is no register yet, there is none after."""
    from drafter.register.spool import FOLDER

    try:
        register = find_register_of(office)
    except ProblemsFound as found:
        stop(found.problems)
    if register is not None:
        report(_too_many(office, register))
    if os.path.lexists(office.folder / model.FOLDER / FOLDER):
        from drafter.register.spool import recover

        report(recover(spool_of(office), register))
    return register


def spool_of(office: Office) -> Spool:
    """Where final copies wait while their letters are entered."""
    from drafter.register.spool import FOLDER, Spool

    return Spool(
        office.folder / model.FOLDER / FOLDER, office.path_of(model.FOLDER, FOLDER), office.folder, office.name
    )
