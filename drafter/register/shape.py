"""Whether a register's file has the tables, columns and indexes that drafter makes, and no others.

A look goes by them: a column of another type, or an index that sorts otherwise, may hide a row that is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, UniqueConstraint

from drafter.problems import Problem, Where
from drafter.register.tables import VERSION_TABLE, metadata

_HINT = "restore it from a backup"


class Index(NamedTuple):
    """An index by the name that drafter gave it, empty for those that come with a key; and its columns, as sorted."""

    name: str
    is_unique: bool
    columns: tuple[str, ...]


class Shape(NamedTuple):
    """A table. ``columns`` are name, type, whether it must be filled, place in the key, and how hidden."""

    is_strict: bool
    has_rowid: bool
    columns: tuple[tuple[str, str, bool, int, int], ...]
    indexes: frozenset[Index]


def odd_shape(connection: Connection, name: str) -> Iterator[Problem]:
    """What of an SQLite file drafter did not make, or not so."""
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
    """As drafter makes a table."""
    options = table.dialect_options["sqlite"]
    keys = [column.name for column in table.primary_key]
    unique = [tuple(c.name for c in one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    if len(keys) > 1 or not _is_rowid(table.c[keys[0]]):
        unique.append(tuple(keys))
    made = [Index(str(one.name), bool(one.unique), tuple(c.name for c in one.columns)) for one in table.indexes]
    return Shape(
        bool(options["strict"]),
        bool(options["with_rowid"]),
        tuple((c.name, str(c.type), True, keys.index(c.name) + 1 if c.name in keys else 0, 0) for c in table.columns),
        frozenset([*made, *(Index("", True, columns) for columns in unique)]),
    )


def _is_rowid(column: Column[object]) -> bool:
    """Whether a key is the number by which SQLite keeps the rows anyway."""
    return str(column.type) == "INTEGER"


def _found(connection: Connection, table: str) -> Shape | None:
    """As a table is; none where there is no table of that name."""
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


def _index(connection: Connection, name: str, origin: str, unique: int, partial: int) -> Index:
    """An index; one that sorts backwards or by other rules, or has some rows only, says so in its columns."""
    quoted = name.replace("'", "''")
    columns = []
    for column in connection.exec_driver_sql(f"PRAGMA main.index_xinfo('{quoted}')").mappings():
        if column["key"]:
            odd = partial or column["desc"] or column["coll"] != "BINARY" or column["cid"] < 0
            columns.append(f"{column['name']}{' oddly' if odd else ''}")
    return Index(name if origin == "c" else "", bool(unique), tuple(columns))
