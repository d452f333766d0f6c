"""Connections to either database, and the transactions that are made on them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Executable, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from drafter.problems import Problem, ProblemsFound, Where
from drafter.register.address import Address
from drafter.register.faults import DAMAGED, OutcomeUnknown, is_broken_off, problem, told

# Of drafter's own choosing; the number under which processes wait for each other to make the tables.
_ADVISORY = 0x64726166746572
_BEGIN = {"register_begin": "BEGIN IMMEDIATE"}
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # Not the write-ahead log: an office's folder may lie on a network drive, where it is not safe.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)


@dataclass(frozen=True)
class Database:
    """One of the two. ``patience`` is for how many seconds a connection or another's lock is waited for."""

    engine: Engine
    name: str
    path: Path | None
    patience: float

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction in which everything is as it was at its beginning."""
        with told(self.name), self.engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone from its beginning on SQLite; on PostgreSQL, from when it locks the head.

        Raises OutcomeUnknown where the connection breaks while it is closed.
        """
        with told(self.name), self.engine.connect() as connection:
            if self.path is not None:
                connection.execution_options(**_BEGIN)
            transaction = connection.begin()
            try:
                if self.path is None:
                    milliseconds = int(self.patience * 1000)
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
                yield connection
            except BaseException:
                with told(self.name):
                    transaction.rollback()
                raise
            try:
                transaction.commit()
            except SQLAlchemyError as failure:
                if is_broken_off(failure):
                    raise OutcomeUnknown([problem(failure, self.name)]) from None
                transaction.rollback()
                raise

    def lock_making(self, connection: Connection) -> None:
        """Let nobody else make or change tables until the transaction ends."""
        if self.path is None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")

    def check_whole(self, connection: Connection) -> None:
        """Raises ProblemsFound where the file is shorter than it says of itself; its end may be read by nobody for
        years.
        """
        if self.path is not None:
            # Within a transaction, so that nobody writes the file meanwhile.
            count = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            if self.path.stat().st_size != count * size:
                raise ProblemsFound([Problem(Where(self.name), DAMAGED.rule, DAMAGED.message, DAMAGED.hint)])


def file_database(path: Path, name: str, patience: float, *, make: bool = False) -> Database:
    """The database in a file, which is made only where that is asked for."""
    uri = f"file:{quote(str(path))}?mode={'rwc' if make else 'rw'}"

    def connect() -> sqlite3.Connection:
        # No isolation level: the driver would begin and end transactions by its own lights.
        return sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql(str(connection.get_execution_options().get("register_begin", "BEGIN")))

    return Database(engine, name, path, patience)


def server_database(address: Address, patience: float) -> Database:
    """The database on a server; nothing is asked of it yet."""
    where = Where(address.name)
    try:
        engine = create_engine(
            address.url,
            poolclass=NullPool,
            connect_args={
                "connect_timeout": max(2, int(patience)),
                "client_encoding": "utf8",
                # A server that is gone without a word is noticed, and not waited for all day.
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": max(2000, int(patience * 2000)),
                "prepare_threshold": None,
            },
        )
    except ImportError:
        message = "a register on a server needs a package that is not installed"
        hint = "pip install 'drafter[postgresql]'"
        raise ProblemsFound([Problem(where, "missing-extra", message, hint)]) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise ProblemsFound([Problem(where, "odd-register", "is no address of a database")]) from None
    return Database(engine, address.name, None, patience)


def rows_of(connection: Connection, question: Executable) -> list[tuple[Any, ...]]:
    """All rows of a question, as the driver gives them: the register's columns need no conversion."""
    result = connection.execute(question)
    assert result.cursor is not None
    return list(result.cursor.fetchall())


def open_database(address: Address, patience: float) -> Database:
    """The database at an address."""
    if address.path is not None:
        return file_database(address.path, address.name, patience)
    return server_database(address, patience)
