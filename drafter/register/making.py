"""A register that is new, or older than the program: its tables, made once however many open it at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, inspect, select, text

from drafter.files import locked, make_private, sync_folder
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register import head, witness
from drafter.register.address import Address
from drafter.register.database import Database, file_database
from drafter.register.faults import DAMAGED, told
from drafter.register.keys import Key, KeyPlace, missing, wrong
from drafter.register.tables import NEWEST, VERSION_TABLE, meta, metadata


def make_file(address: Address, keys: KeyPlace, patience: float) -> None:
    """Make the file whole or not at all, unless it is there. So one that is empty or half is damaged, and never new."""
    assert address.path is not None
    path = address.path
    with told(address.name):
        make_private(path.parent)
        with locked(path.parent):
            if path.exists():
                return
            key = keys.read() or keys.make()
            half = path.with_name(f".{path.name}.new")  # of a process that was killed, if it is there
            for left in (half, half.with_name(f"{half.name}-journal")):
                left.unlink(missing_ok=True)
            database = file_database(half, address.name, patience, make=True)
            with database.writing() as connection:
                _upgrade(connection)
                head.begin(connection, key)
            database.engine.dispose()
            with suppress(OSError):
                half.chmod(0o600)
            os.replace(half, path)  # noqa: PTH105 - atomic, within the lock
            sync_folder(path.parent)


def bring_up(database: Database, keys: KeyPlace, *, make: bool) -> Key | None:
    """See that the tables are there and of this version, and the key theirs; none where there is no register yet.

    Raises ProblemsFound for a newer register, a damaged one, and a key that is missing or wrong.
    """
    with database.reading() as connection:
        database.check_whole(connection)
        found = _version(connection, database)
        if found:
            _refuse_strangers(connection, database)
        if found == NEWEST:
            return _key(connection, keys, database)
    if not found:
        last, odd = witness.remembered(keys, None)
        if odd is not None or (last is not None and last.total):
            raise ProblemsFound([odd or witness.gone(database.name, last.total if last is not None else 0)])
        if not make:
            return None
    _refuse_newer(found, database)
    with database.writing() as connection:
        database.lock_making(connection)
        found = _version(connection, database)  # another may have been quicker
        _refuse_newer(found, database)
        if found != NEWEST:
            if not found:
                _check_encoding(connection, database)
            key = _key(connection, keys, database) if found else keys.read() or keys.make()
            _upgrade(connection)
            if not found:
                head.begin(connection, key)
    with database.reading() as connection:
        key = _key(connection, keys, database)
        last, _ = head.read(connection, key, database.name)
        if last is not None and not witness.path_of(keys).exists():
            witness.remember(keys, key, last)  # an older program had none
        return key


def _version(connection: Connection, database: Database) -> str:
    """The version of the register's tables; empty where a server has none of them."""
    if not inspect(connection).has_table(VERSION_TABLE):
        if database.path is None:
            return ""
        message = "is a file of another program's, or not whole"  # a new one is never seen half made
        raise ProblemsFound([Problem(Where(database.name), DAMAGED.rule, message, DAMAGED.hint)])
    return str(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar() or "none")  # noqa: S608


def _refuse_strangers(connection: Connection, database: Database) -> None:
    """Raises ProblemsFound for what acts or shows by itself within a database: triggers, views, rules, policies."""
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
            """  # noqa: S608  names of our own
        ).all()
    if found:
        kind, name = found[0]
        message = f"holds a {kind}, '{str(name)[:60]}', that drafter did not make"
        raise ProblemsFound([Problem(Where(database.name), "odd-register", message, "restore it from a backup")])


def _refuse_newer(found: str, database: Database) -> None:
    """A version that this program does not know is one that was made after it."""
    if found and found not in _known():
        message = f"the register is of a newer version ('{found[:20]}') than this program ('{NEWEST}')"
        raise ProblemsFound([Problem(Where(database.name), "newer-register", message, "install the newer drafter")])


def _known() -> set[str]:
    folder = Path(__file__).parent / "migrations" / "versions"
    return {path.stem[1:5] for path in folder.glob("r[0-9]*.py")}


def _key(connection: Connection, keys: KeyPlace, database: Database) -> Key:
    key = keys.read()
    if key is None:
        raise ProblemsFound([missing(keys)])
    check = connection.execute(select(meta.c.value).where(meta.c.name == head.CHECK)).scalar()
    if check is None:
        raise ProblemsFound([Problem(Where(database.name), DAMAGED.rule, "lacks what tells its key", DAMAGED.hint)])
    if check != key.check:
        raise ProblemsFound([wrong(keys)])
    return key


def _check_encoding(connection: Connection, database: Database) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        message = f"the database keeps text as {encoding}, which has not all letters"
        hint = "make one with UTF8: createdb --encoding UTF8 --template template0"
        raise ProblemsFound([Problem(Where(database.name), "odd-register", message, hint)])


def _upgrade(connection: Connection) -> None:
    """All steps that are missing, within the connection's own transaction."""
    from alembic import command  # late: only where there is a step to take
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", (Path(__file__).parent / "migrations").as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
