"""Connections to both databases, the tables, and registers that are new, older, or of another shape."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Executable,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from drafter.extras import missing_extra
from drafter.files.atomic import locked, make_private, sync_folder, take_place
from drafter.files.system import reason_of
from drafter.frozen import NamedTuple, dataclass
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register import head as heads
from drafter.register.address import Address
from drafter.register.keys import Key, KeyPlace, missing_key, wrong_key
from drafter.register.rows import NEWEST, VERSION_TABLE, meta, metadata

# Shape: whether a register's file has the tables, columns and indexes that drafter makes, and no others.
#
# Queries depend on them: a column of another type, or an index with another order, may hide a sound row.

_HINT = "restore it from a backup"


class IndexShape(NamedTuple):
    """An index: the name that drafter gave it, empty for one that comes with a key, and its columns in order."""

    name: str
    is_unique: bool
    columns: tuple[str, ...]


class Shape(NamedTuple):
    """A table. ``columns`` hold name, type, whether a value is required, place in the key, and the kind of hidden
    column.
    """

    is_strict: bool
    has_rowid: bool
    columns: tuple[tuple[str, str, bool, int, int], ...]
    indexes: frozenset[IndexShape]


def odd_shape(connection: Connection, name: str) -> Iterator[Problem]:
    """The parts of an SQLite file that drafter did not make, or made differently."""
    ours = {VERSION_TABLE, *metadata.tables, *(str(i.name) for t in metadata.tables.values() for i in t.indexes)}
    question = (
        "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_autoindex\\_%' ESCAPE '\\' ORDER BY name"
    )
    for kind, called in connection.exec_driver_sql(question).all():
        if called not in ours:
            yield _odd(
                name,
                f"holds {'an' if kind == 'index' else 'a'} {kind}, '{str(called)[:60]}', that drafter did not make",
            )
    for table in metadata.sorted_tables:
        if _found(connection, table.name) != _made(table):
            yield _odd(name, f"the table '{table.name}', or an index of it, is not as drafter made it")


def _odd(name: str, message: str) -> Problem:
    return Problem(Where(name), "odd-register", message, _HINT)


def _made(table: Table) -> Shape:
    """The shape of a table as drafter makes it."""
    options = table.dialect_options["sqlite"]
    keys = [column.name for column in table.primary_key]
    unique = [tuple(c.name for c in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    if len(keys) > 1 or not _is_rowid(table.c[keys[0]]):
        unique.append(tuple(keys))
    made = [IndexShape(str(one.name), bool(one.unique), tuple(c.name for c in one.columns)) for one in table.indexes]
    return Shape(
        bool(options["strict"]),
        bool(options["with_rowid"]),
        tuple((c.name, str(c.type), True, keys.index(c.name) + 1 if c.name in keys else 0, 0) for c in table.columns),
        frozenset([*made, *(IndexShape("", True, columns) for columns in unique)]),
    )


def _is_rowid(column: Column[object]) -> bool:
    """Whether a key is the number by which SQLite stores rows anyway."""
    return str(column.type) == "INTEGER"


def _found(connection: Connection, table: str) -> Shape | None:
    """The shape of a table in the file; None where there is no table of that name."""
    listed = connection.exec_driver_sql(f"PRAGMA main.table_list('{table}')").mappings().one_or_none()
    if listed is None or listed["type"] != "table":
        return None
    columns = connection.exec_driver_sql(f"PRAGMA main.table_xinfo('{table}')").mappings().all()
    indexes = connection.exec_driver_sql(f"PRAGMA main.index_list('{table}')").mappings().all()
    return Shape(
        bool(listed["strict"]),
        not listed["wr"],
        tuple((c["name"], c["type"], bool(c["notnull"]), c["pk"], c["hidden"]) for c in columns),
        frozenset(_index(connection, one["name"], one["origin"], one["unique"], one["partial"]) for one in indexes),
    )


def _index(connection: Connection, name: str, origin: str, unique: int, partial: int) -> IndexShape:
    """An index. If it sorts backwards, by other rules, or has only some rows, its columns say so."""
    quoted = name.replace("'", "''")
    columns = []
    for column in connection.exec_driver_sql(f"PRAGMA main.index_xinfo('{quoted}')").mappings():
        if column["key"]:
            odd = partial or column["desc"] or column["coll"] != "BINARY" or column["cid"] < 0
            columns.append(f"{column['name']}{' oddly' if odd else ''}")
    return IndexShape(name if origin == "c" else "", bool(unique), tuple(columns))


# Faults: what went wrong in a database, in the office's words. A driver's own message is never repeated: it may hold a
# row's data, or the name of a user whose password was refused.


class DatabaseFault(NamedTuple):
    """One way in which a database fails: a rule's id, the message, and what to do."""

    rule: str
    message: str
    hint: str = ""


class OutcomeUnknown(ProblemsFound):
    """The connection broke while the transaction was being closed. Only the database knows whether it counts."""


LOCKED = DatabaseFault("register-locked", "another process has the register and does not let go of it", "try again")
READ_ONLY = DatabaseFault("read-only-register", "the register cannot be written")
DAMAGED = DatabaseFault("damaged-register", "the register's file is damaged or cut off", "restore it from a backup")
FULL = DatabaseFault("register-full", "there is no room left for the register", "nothing was entered; make room")
UNWRITTEN = DatabaseFault("register-unwritten", "the disk failed while the register was read or written")
AWAY = DatabaseFault("register-away", "the register's server does not answer", "try again when it does")
REFUSED = DatabaseFault(
    "register-refused", "the register's server refuses this user or password, or what they asked for"
)
NO_DATABASE = DatabaseFault("register-away", "the server has no such database", "have it made: createdb")
OTHER = DatabaseFault("register-failed", "the database failed")

_SQLITE = (
    ("SQLITE_BUSY", LOCKED),
    ("SQLITE_LOCKED", LOCKED),
    ("SQLITE_READONLY", READ_ONLY),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", DAMAGED),
    ("SQLITE_FORMAT", DAMAGED),
    ("SQLITE_FULL", FULL),
    ("SQLITE_IOERR", UNWRITTEN),
    (
        "SQLITE_CANTOPEN",
        DatabaseFault(
            "register-away", "the register's file cannot be opened", "is a permission on it, or on its folder, missing?"
        ),
    ),
    ("SQLITE_PERM", READ_ONLY),
)
# PostgreSQL's codes, by their first characters; see appendix A of its manual.
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
def database_errors(name: str) -> Iterator[None]:
    """Turn whatever a database raises within the block into ProblemsFound, at the register of this name."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError, UnicodeError, OverflowError, MemoryError) as failure:
        raise ProblemsFound([problem(failure, name)]) from None


def problem(failure: BaseException, name: str) -> Problem:
    """The failure as a problem of the register."""
    fault = _fault(failure)
    return Problem(Where(name), fault.rule, fault.message, fault.hint)


def is_broken_off(failure: BaseException) -> bool:
    """Whether the failure leaves unknown what became of a transaction that was being closed."""
    if isinstance(failure, DBAPIError):
        code = getattr(failure.orig, "sqlite_errorname", "")
        return failure.connection_invalidated or _fault(failure).rule == AWAY.rule or code.startswith("SQLITE_IOERR")
    return isinstance(failure, OSError)


def _fault(failure: BaseException) -> DatabaseFault:
    origin = failure.orig if isinstance(failure, DBAPIError) else failure
    if isinstance(origin, sqlite3.Error):
        return _sqlite_fault(origin)
    if isinstance(origin, UnicodeError):  # the database holds text that nobody entered
        return DAMAGED
    if isinstance(origin, OSError):
        return DatabaseFault("register-away", f"the register cannot be opened: {reason_of(origin)}")
    code = getattr(origin, "sqlstate", None)
    if isinstance(code, str):
        found = next((fault for start, fault in _CODES if code.startswith(start)), None)
        return found or DatabaseFault(OTHER.rule, f"{OTHER.message} (code {code})")
    if type(origin).__module__.partition(".")[0] == "psycopg" and type(origin).__name__ == "OperationalError":
        return _unconnected(str(origin))
    return DatabaseFault(OTHER.rule, f"{OTHER.message} ({type(origin).__name__})")


def _sqlite_fault(failure: sqlite3.Error) -> DatabaseFault:
    code = getattr(failure, "sqlite_errorname", "")
    for start, fault in _SQLITE:
        if code.startswith(start):
            return fault
    # A table or column is missing, or text cannot be decoded: the file is no register, or is damaged.
    if code == "SQLITE_ERROR" or "decode" in str(failure) or not code:
        return DAMAGED
    return DatabaseFault(OTHER.rule, f"{OTHER.message} ({code})")


def _unconnected(message: str) -> DatabaseFault:
    """The fault for an error before there is a connection, for which the library gives no code."""
    if "authentication failed" in message or "no password supplied" in message or "pg_hba.conf" in message:
        return REFUSED
    if 'database "' in message and "does not exist" in message:
        return NO_DATABASE
    return AWAY


# Connections to both databases, and their transactions.

# Chosen by drafter: processes use this lock number to wait for each other when they make the tables.
_ADVISORY = 0x64726166746572
_BEGIN = {"register_begin": "BEGIN IMMEDIATE"}
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    # Not the write-ahead log: that is unsafe on a network drive, where an office's folder may be.
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
)


@dataclass(frozen=True)
class Database:
    """One of the two databases. ``patience`` is the number of seconds to wait for a connection or a lock."""

    engine: Engine
    name: str
    path: Path | None
    patience: float

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction in which everything stays as it was at its beginning."""
        with database_errors(self.name), self.engine.connect() as connection:
            if self.path is None:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is alone: on SQLite from its beginning, on PostgreSQL from when it locks the head.

        Raises OutcomeUnknown where the connection breaks while it is being closed.
        """
        with database_errors(self.name), self.engine.connect() as connection:
            if self.path is not None:
                connection.execution_options(**_BEGIN)
            transaction = connection.begin()
            try:
                if self.path is None:
                    milliseconds = int(self.patience * 1000)
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
                yield connection
            except BaseException:
                with database_errors(self.name):
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
        """Keep others from making or changing tables until the transaction ends."""
        if self.path is None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ADVISORY})")

    def check_whole(self, connection: Connection) -> None:
        """Raises ProblemsFound where the file is shorter than its header says. Otherwise a missing end might go
        unnoticed for years.
        """
        if self.path is not None:
            # Within a transaction, so that nobody writes the file at the same time.
            count = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            if self.path.stat().st_size != count * size:
                raise ProblemsFound([Problem(Where(self.name), DAMAGED.rule, DAMAGED.message, DAMAGED.hint)])


def file_database(path: Path, name: str, patience: float, *, make: bool = False) -> Database:
    """The database in a file. The file is made only where the caller asks for it."""
    uri = f"file:{quote(str(path))}?mode={'rwc' if make else 'rw'}"

    def connect() -> sqlite3.Connection:
        # No isolation level: otherwise the driver would begin and end transactions by its own rules.
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
    """The database on a server. Does not connect yet."""
    where = Where(address.name)
    try:
        engine = create_engine(
            address.url,
            poolclass=NullPool,
            connect_args={
                "connect_timeout": max(2, int(patience)),
                "client_encoding": "utf8",
                # A server that vanished is noticed, instead of being waited for all day.
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": max(2000, int(patience * 2000)),
                "prepare_threshold": None,
            },
        )
    except ImportError:
        message = "a register on a server needs a package that is not installed"
        raise ProblemsFound([missing_extra(where, message, "postgresql")]) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise ProblemsFound([Problem(where, "odd-register", "is no address of a database")]) from None
    return Database(engine, address.name, None, patience)


def rows_of(connection: Connection, question: Executable) -> list[tuple[Any, ...]]:
    """All rows of a query, as the driver gives them. The register's columns need no conversion."""
    result = connection.execute(question)
    assert result.cursor is not None
    return list(result.cursor.fetchall())


def open_database(address: Address, patience: float) -> Database:
    """The database at an address."""
    if address.path is not None:
        return file_database(address.path, address.name, patience)
    return server_database(address, patience)


# Making and upgrading: tables are made once, however many processes open the register at a time.


def make_file(address: Address, keys: KeyPlace, patience: float) -> None:
    """Make the file whole or not at all, unless it exists. So an empty or partial file is always damaged, never new."""
    assert address.path is not None
    path = address.path
    with database_errors(address.name):
        make_private(path.parent)
        with locked(path.parent):
            if path.exists():
                return
            key = keys.read() or keys.make()
            half = path.with_name(f".{path.name}.new")  # may be left by a process that was killed
            for left in (half, half.with_name(f"{half.name}-journal")):
                left.unlink(missing_ok=True)
            database = file_database(half, address.name, patience, make=True)
            with database.writing() as connection:
                _upgrade(connection)
                heads.begin(connection, key)
            database.engine.dispose()
            with suppress(OSError):
                half.chmod(0o600)
            _remember_none(keys, key)
            take_place(half, path)
            sync_folder(path.parent)


def bring_up(database: Database, keys: KeyPlace, *, make: bool) -> Key | None:
    """Ensure that the tables exist in this version, and that the key fits. None where there is no register yet.

    Raises ProblemsFound for a newer register, a damaged one, and a key that is missing or wrong.
    """
    record = heads.remembered(keys, None)
    with database.reading() as connection:
        database.check_whole(connection)
        found = _version(connection, database)
        if found:
            _refuse_strangers(connection, database)
        if found == NEWEST:
            return _key(connection, keys, database)
    if not found:
        heads.refuse_gone(database.name, record)
        if not make:
            return None
    _refuse_newer(found, database)
    with database.writing() as connection:
        database.lock_making(connection)
        found = _version(connection, database)  # another process may have been faster
        _refuse_newer(found, database)
        if found != NEWEST:
            if not found:
                _check_encoding(connection, database)
            key = _key(connection, keys, database) if found else keys.read() or keys.make()
            _upgrade(connection)
            if not found:
                heads.begin(connection, key)
                _remember_none(keys, key)
    with database.reading() as connection:
        key = _key(connection, keys, database)
        last, _ = heads.read_head(connection, key, database.name)
        if last is not None and not heads.witness_path(keys).exists():
            heads.remember(keys, key, last)  # an older program did not record it
        return key


def _remember_none(keys: KeyPlace, key: Key) -> None:
    """Record that there is no letter yet, before anybody can open the register. Else who opens it between the first
    letter and its record would find a register whose record is gone.
    """
    if heads.remembered(keys, key) == (None, None):
        heads.remember(keys, key, heads.ChainHead())


def _version(connection: Connection, database: Database) -> str:
    """The version of the register's tables; empty where a server has none of them."""
    if not inspect(connection).has_table(VERSION_TABLE):
        if database.path is None:
            return ""
        message = "is a file of another program's, or not whole"  # a new register is never visible half made
        raise ProblemsFound([Problem(Where(database.name), DAMAGED.rule, message, DAMAGED.hint)])
    return str(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() or "none")  # noqa: S608


def _refuse_strangers(connection: Connection, database: Database) -> None:
    """Raises ProblemsFound for anything in a database that acts or filters by itself: triggers, views, rules,
    policies.
    """
    if database.path is not None:
        question = "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index') ORDER BY name"
        found = connection.exec_driver_sql(question).all()
    else:
        ours = ", ".join(f"'{name}'" for name in (*metadata.tables, VERSION_TABLE))
        found = connection.exec_driver_sql(
            f"""
            SELECT 'trigger', t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
              WHERE NOT t.tgisinternal AND c.relname IN ({ours}) AND pg_table_is_visible(c.oid)
            UNION SELECT 'rule', r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
              WHERE c.relname IN ({ours}) AND pg_table_is_visible(c.oid)
            UNION SELECT 'policy', c.relname FROM pg_class c
              WHERE c.relname IN ({ours}) AND pg_table_is_visible(c.oid) AND (c.relrowsecurity OR c.relkind <> 'r')
            ORDER BY 2
            """  # noqa: S608  our own names
        ).all()
    if found:
        kind, name = found[0]
        message = f"holds a {kind}, '{str(name)[:60]}', that drafter did not make"
        raise ProblemsFound([Problem(Where(database.name), "odd-register", message, "restore it from a backup")])


def _refuse_newer(found: str, database: Database) -> None:
    """Refuse a version that this program does not know: a newer program made it."""
    if found and found not in _known():
        message = f"the register is of a newer version ('{found[:20]}') than this program ('{NEWEST}')"
        raise ProblemsFound([Problem(Where(database.name), "newer-register", message, "install the newer drafter")])


def _known() -> set[str]:
    folder = Path(__file__).parent / "migrations" / "versions"
    return {path.stem[1:5] for path in folder.glob("r[0-9]*.py")}


def _key(connection: Connection, keys: KeyPlace, database: Database) -> Key:
    key = keys.read()
    if key is None:
        raise ProblemsFound([missing_key(keys)])
    check = connection.execute(select(meta.c.value).where(meta.c.name == heads.CHECK)).scalar()
    if check is None:
        raise ProblemsFound([Problem(Where(database.name), DAMAGED.rule, "lacks what tells its key", DAMAGED.hint)])
    if check != key.check:
        raise ProblemsFound([wrong_key(keys)])
    return key


def _check_encoding(connection: Connection, database: Database) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        message = f"the database keeps text as {encoding}, which has not all letters"
        hint = "make one with UTF8: createdb --encoding UTF8 --template template0"
        raise ProblemsFound([Problem(Where(database.name), "odd-register", message, hint)])


def _upgrade(connection: Connection) -> None:
    """Run all missing steps, within the connection's own transaction."""
    from alembic import command  # late: only needed where a step is missing
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", (Path(__file__).parent / "migrations").as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
