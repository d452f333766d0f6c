"""What a database says went wrong, in the office's words. Nothing of a driver's own message is repeated: it may hold
what is in the row, or whose password was refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from drafter.problems import Problem, ProblemsFound, Where


class Fault(NamedTuple):
    """One way in which a database fails: a rule's id, what is said, and what to do."""

    rule: str
    message: str
    hint: str = ""


class OutcomeUnknown(ProblemsFound):
    """The connection broke while the transaction was being closed: whether it counts, only the database knows."""


LOCKED = Fault("register-locked", "another process has the register and does not let go of it", "try again")
READ_ONLY = Fault("read-only-register", "the register cannot be written")
DAMAGED = Fault("damaged-register", "the register's file is damaged or cut off", "restore it from a backup")
FULL = Fault("register-full", "there is no room left for the register", "nothing was entered; make room")
UNWRITTEN = Fault("register-unwritten", "the disk failed while the register was read or written")
AWAY = Fault("register-away", "the register's server does not answer", "try again when it does")
REFUSED = Fault("register-refused", "the register's server refuses this user or password, or what they asked for")
NO_DATABASE = Fault("register-away", "the server has no such database", "have it made: createdb")
OTHER = Fault("register-failed", "the database failed")

_SQLITE = (
    ("SQLITE_BUSY", LOCKED),
    ("SQLITE_LOCKED", LOCKED),
    ("SQLITE_READONLY", READ_ONLY),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", DAMAGED),
    ("SQLITE_FORMAT", DAMAGED),
    ("SQLITE_FULL", FULL),
    ("SQLITE_IOERR", UNWRITTEN),
    ("SQLITE_CANTOPEN", Fault("register-away", "the register's file cannot be opened")),
    ("SQLITE_PERM", READ_ONLY),
)
# PostgreSQL's codes, by their beginnings; appendix A of its manual.
_CODES = (
    ("25006", READ_ONLY),
    ("55P03", LOCKED),
    ("57014", LOCKED),
    ("40", LOCKED),
    ("53100", FULL),
    ("28", REFUSED),
    ("42501", REFUSED),
    ("3D000", NO_DATABASE),
    ("08", AWAY),
    ("57P", AWAY),
    ("53", AWAY),
    ("XX", DAMAGED),
)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Whatever a database raises within becomes ProblemsFound, at the register of this name."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError, OverflowError, MemoryError) as failure:
        raise ProblemsFound([problem(failure, name)]) from None


def problem(failure: BaseException, name: str) -> Problem:
    """The failure as a problem of the register."""
    fault = _fault(failure)
    return Problem(Where(name), fault.rule, fault.message, fault.hint)


def is_broken_off(failure: BaseException) -> bool:
    """Whether the failure leaves open what became of a transaction that was being closed."""
    if isinstance(failure, DBAPIError):
        code = getattr(failure.orig, "sqlite_errorname", "")
        return failure.connection_invalidated or _fault(failure).rule == AWAY.rule or code.startswith("SQLITE_IOERR")
    return isinstance(failure, OSError)


def _fault(failure: BaseException) -> Fault:
    origin = failure.orig if isinstance(failure, DBAPIError) else failure
    if isinstance(origin, sqlite3.Error):
        return _sqlite_fault(origin)
    if isinstance(origin, UnicodeError):  # nobody entered what is not text
        return DAMAGED
    if isinstance(origin, OSError):
        return Fault("register-away", f"the register cannot be opened: {(origin.strerror or str(origin)).lower()}")
    code = getattr(origin, "sqlstate", None)
    if isinstance(code, str):
        found = next((fault for start, fault in _CODES if code.startswith(start)), None)
        return found or Fault(OTHER.rule, f"{OTHER.message} (code {code})")
    if type(origin).__module__.partition(".")[0] == "psycopg" and type(origin).__name__ == "OperationalError":
        return _unconnected(str(origin))
    return Fault(OTHER.rule, f"{OTHER.message} ({type(origin).__name__})")


def _sqlite_fault(failure: sqlite3.Error) -> Fault:
    code = getattr(failure, "sqlite_errorname", "")
    for start, fault in _SQLITE:
        if code.startswith(start):
            return fault
    # A table or a column that is not there, or text that is none: this is no register, or not any more.
    if code == "SQLITE_ERROR" or "decode" in str(failure) or not code:
        return DAMAGED
    return Fault(OTHER.rule, f"{OTHER.message} ({code})")


def _unconnected(message: str) -> Fault:
    """The library gives no code for what the server says before there is a connection."""
    if "authentication failed" in message or "no password supplied" in message or "pg_hba.conf" in message:
        return REFUSED
    if 'database "' in message and "does not exist" in message:
        return NO_DATABASE
    return AWAY
