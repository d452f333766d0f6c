"""Verifies that the register is as it was entered: every row, the chain, the head, and the file itself."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, cast, create_engine, func, select
from sqlalchemy.pool import StaticPool

from drafter.english.messages import counted
from drafter.files.atomic import FILE_MODE, read_regular, write_atomically
from drafter.frozen import NamedTuple
from drafter.problems import Problem, Where
from drafter.register import head as heads
from drafter.register.database import DAMAGED, Database, database_errors, odd_shape, rows_of
from drafter.register.head import not_as_remembered
from drafter.register.keys import Key, KeyPlace, canonical
from drafter.register.rows import (
    HINT,
    LATER,
    SEALED,
    altered,
    exceptions,
    fact_versions,
    has_its_name,
    is_sound,
    is_version,
    letter_facts,
    letters,
    meta,
)

# Seals: every letter is compared with its seal, in order, with as few queries as possible. Only sealed data is read.
#
# For most letters the sealed text is built without reading single facts. Where that is not possible, or the seal
# differs, the text is built again from each row, as it was when the letter was entered.

_AT_ONCE = 2_000  # letters; they take a few megabytes
_TEXTS = 500  # numbers in one query
_SEAL = re.compile("[0-9a-f]{64}")
COLUMNS = (*SEALED, *LATER, "hash", "name")  # the columns of a letter's row, as ``is_quickly_sealed`` takes them
_HELD = letter_facts.c.held
_PLACES = (func.max(letter_facts.c.place), func.sum(letter_facts.c.place), func.count())
_HOW_HELD = (func.min(_HELD), func.max(_HELD))


class Scanned(NamedTuple):
    """A letter's place in the chain, and whether its row, with its facts and exceptions, is unchanged."""

    number: int
    previous: str
    hash: str
    is_sound: bool


class Strays(NamedTuple):
    """Rows without a letter: the number of facts and of exceptions."""

    letter_facts: int = 0
    exceptions: int = 0


def scanned(
    connection: Connection, key: Key, versions: Mapping[int, str], purged: str, strays: list[Strays]
) -> Iterator[Scanned]:
    """Check each letter, in the order of the numbers. ``versions`` holds the seal of each fact's words, by its id.

    Rows that belong to no letter are added to ``strays``.
    """
    seals: dict[str, str] = {}
    for id_, seal in versions.items():
        seals |= seals_of(id_, seal)
    above: int | None = None
    while True:
        question = select(*(letters.c[name] for name in COLUMNS)).order_by(letters.c.number).limit(_AT_ONCE)
        rows = rows_of(connection, question if above is None else question.where(letters.c.number > above))
        last = rows[-1][0] if rows else None
        facts = facts_by_letter(connection, *_between(letter_facts.c.letter, above, last))
        excepted = _excepted(connection, above, last)
        found = []
        for row in rows:
            said, let = facts.pop(row[0], None), excepted.pop(row[0], ())
            is_quick = is_quickly_sealed(key, row, said, let, seals, purged)
            found.append((row, let, is_quick))
        exact = _exactly(connection, [row[0] for row, _, is_quick in found if not is_quick])
        for row, let, is_quick in found:
            named = dict(zip(COLUMNS, row, strict=True))
            held = [(place, versions.get(version, ""), held) for place, version, held in exact.get(row[0], ())]
            yield Scanned(row[0], named["previous"], named["hash"], is_quick or is_sound(key, named, held, let, purged))
        left = Strays(sum(said[3] for said in facts.values()), sum(map(len, excepted.values())))
        if any(left):
            strays.append(left)
        if not rows:
            return
        above = last


def seals_of(version: int, seal: str) -> dict[str, str]:
    """How a letter's seal writes each version of a fact's words, by the number for the version and what is held."""
    if not _SEAL.fullmatch(seal):
        return {}
    return {f"{version * 2 + held}": f'"{seal}",{held}]' for held in (0, 1)}


def is_quickly_sealed(
    key: Key,
    row: Sequence[Any],
    said: Sequence[Any] | None,
    let: Sequence[Sequence[Any]],
    seals: Mapping[str, str],
    purged: str,
) -> bool:
    """Whether a letter is as it was entered. False also where the quick way cannot tell.

    ``row`` has the ``COLUMNS``, ``said`` comes from ``facts_by_letter``, ``seals`` from ``seals_of``.
    """
    *sealed, letterhead, seen, acts, corrected, seal, name = row
    text = _text_of(sealed, (letterhead, seen), acts, corrected)
    facts = _facts_text(said, seals)
    if text is None or facts is None:
        return False
    excepted = canonical(list(map(list, let))) if let else "[]"
    number, day, name_seal = sealed[0], sealed[3], sealed[12]
    is_whole = key.seal_text(f'["letter",[{text},{facts},{excepted}]]') == seal
    return is_whole and has_its_name(key, number, name, name_seal, day, purged)


def _text_of(sealed: Sequence[Any], later: tuple[Any, Any], acts: Any, corrected: Any) -> str | None:
    """The sealed columns as JSON writes them; None where a text needs escaping."""
    number, *texts, corrects, previous = sealed
    written = (texts[5], texts[12])  # lists of topics and of warnings, which are already JSON
    try:
        topics, warnings = map(_json_text, written)
        done = canonical(acts)
        plain = "\0".join((*texts[:5], *texts[6:12], texts[13], previous, *later, corrected))
    except TypeError:
        return None
    if type(number) is not int or type(corrects) is not int:
        return None
    # The number of parts must equal the number of texts, and no part may need escaping in JSON.
    parts = plain.split("\0")
    if len(parts) != 16 or '"' in plain or "\\" in plain or not plain.isascii() or not "".join(parts).isprintable():
        return None
    before, between, after = '","'.join(parts[:5]), '","'.join(parts[5:11]), parts[11]
    text = f'[{number},"{before}",{topics},"{between}",{warnings},"{after}",{corrects},"{parts[12]}"'
    # Groups up to the last one with content, as ``row_hash`` has them.
    if any(later) or acts or corrected:
        text += f',"{parts[13]}","{parts[14]}"'
    if acts or corrected:
        text += f",{done}"
    return f'{text},"{corrected}"]' if corrected else f"{text}]"


def _facts_text(said: Sequence[Any] | None, seals: Mapping[str, str]) -> str | None:
    """A letter's facts as JSON writes them. ``said`` holds their versions with what is held, and figures that check the
    places.
    """
    if said is None:
        return "[]"
    versions, last, total, count, least, most = said
    # Numbers that are all different, at most n - 1, and have the sum of 0 to n - 1 are exactly 0 to n - 1.
    if last != count - 1 or total != count * last // 2:
        return None
    # One number can stand for the version and for what is held only if the latter is always 0 or 1.
    if least not in (0, 1) or most not in (0, 1):
        return None
    try:
        return _template(count) % tuple(map(seals.__getitem__, versions.split(",")))
    except (KeyError, TypeError):  # unknown words, or a different number of them
        return None


@functools.cache
def _template(count: int) -> str:
    return f"[{','.join(f'[{place},%s' for place in range(count))}]"


@functools.lru_cache(maxsize=10_000)
def _json_text(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(text)
    return canonical(text)


def _between(column: Any, above: int | None, last: int | None) -> Iterator[ColumnElement[bool]]:
    """Conditions for rows of letters above one number, up to another. Without a number there is no bound."""
    if above is not None:
        yield column > above
    if last is not None:
        yield column <= last


def facts_by_letter(connection: Connection, *which: ColumnElement[bool]) -> dict[int, Sequence[Any]]:
    """For each letter: its versions with what is held, in the order of their places; figures that check the places; and
    whether what is held is always 0 or 1. ``which`` are conditions on rows of ``letter_facts``.

    The database may lose that order. Then the seal does not match, and each row is checked.
    """
    one = func.aggregate_strings(cast(letter_facts.c.version * 2 + _HELD, Text), ",")
    question = select(letter_facts.c.letter, one, *_PLACES, *_HOW_HELD).where(*which).group_by(letter_facts.c.letter)
    return {letter: said for letter, *said in rows_of(connection, question)}


def _excepted(connection: Connection, above: int | None, last: int | None) -> dict[int, list[tuple[Any, ...]]]:
    """The place, rule and reason of each exception, by letter."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    columns = (exceptions.c.letter, exceptions.c.place, exceptions.c.rule, exceptions.c.because)
    question = select(*columns).order_by(exceptions.c.letter, exceptions.c.place)
    for letter, *rest in rows_of(connection, question.where(*_between(exceptions.c.letter, above, last))):
        found.setdefault(letter, []).append(tuple(rest))
    return found


def _exactly(connection: Connection, numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The place, version and what is held of each fact, for some letters."""
    found: dict[int, list[tuple[Any, ...]]] = {}
    columns = (letter_facts.c.letter, letter_facts.c.place, letter_facts.c.version, _HELD)
    question = select(*columns).order_by(letter_facts.c.letter, letter_facts.c.place)
    for start in range(0, len(numbers), _TEXTS):
        for letter, *rest in rows_of(
            connection, question.where(letter_facts.c.letter.in_(numbers[start : start + _TEXTS]))
        ):
            found.setdefault(letter, []).append(tuple(rest))
    return found


def verify_register(connection: Connection, key: Key, name: str, *, in_file: bool) -> Iterator[Problem]:
    """All problems, in the order of the letters. Everything is read in the connection's one transaction."""
    if in_file:
        said = connection.exec_driver_sql("PRAGMA integrity_check(5)").scalars().all()
        if said != ["ok"]:
            yield Problem(Where(name), DAMAGED.rule, "SQLite finds the file damaged", DAMAGED.hint)
        yield from odd_shape(connection, name)
    versions: dict[int, str] = {}
    for words in connection.execute(select(fact_versions)):
        versions[words.id] = words.hash
        if not is_version(key, words):
            message = f"the words kept of the fact '{str(words.fact)[:60]}' were altered after they were entered"
            yield Problem(Where(name), "altered-fact", message, HINT)
    head, wrong = heads.read_head(connection, key, name)
    count, last = 0, ""
    strays: list[Strays] = []
    for letter in scanned(connection, key, versions, head.purged if head is not None else "", strays):
        yield from _missing(count + 1, letter.number, name)
        is_linked = letter.previous == last if letter.number == count + 1 else True
        if not (is_linked and letter.is_sound):
            yield altered(name, letter.number)
        count, last = letter.number, letter.hash
    if wrong is not None:
        yield wrong
    elif head is not None and (head.total, head.hash) != (count, last):
        message = heads.OTHER_END
        if head.total > count:
            message = f"the last letters are missing: there is none after {count}, and {head.total} were entered"
        yield heads.wrong(name, message)
    yield from _stray(strays, name)


def ends(connection: Connection, keys: KeyPlace, key: Key, record: heads.Remembered, name: str) -> list[Problem]:
    """Problems of the register as a whole that show at its two ends, and by the record of its last letter, which was
    read before the transaction began.
    """
    head, odd = heads.read_head(connection, key, name)
    problems = [odd] if odd is not None else []
    if head is not None and odd is None:
        count, last = connection.execute(select(func.count(), func.max(letters.c.number)).select_from(letters)).one()
        seal = connection.execute(select(letters.c.hash).where(letters.c.number == last)).scalar() if last else ""
        if (count, last or 0, seal) != (head.total, head.total, head.hash):
            message = f"has {count} letters, and {head.total} were entered"
            if count == head.total:
                message = heads.OTHER_END
            problems.append(heads.wrong(name, message))
    return problems or not_as_remembered(connection, keys, record, head, name)


def _missing(first: int, number: int, name: str) -> Iterator[Problem]:
    """The missing numbers, from ``first`` to the one before ``number``."""
    if number <= first:
        return
    which = f"letter {first} is" if number == first + 1 else f"letters {first} to {number - 1} are"
    yield Problem(Where(name), "missing-letter", f"{which} missing", HINT)


def _stray(strays: Sequence[Strays], name: str) -> Iterator[Problem]:
    for table in (letter_facts.name, exceptions.name):
        count = sum(getattr(one, table) for one in strays)
        if count:
            rows = counted(count, "row")
            message = f"{table} has {rows} of letters that are not there"
            yield Problem(Where(name), "altered-letter", message, HINT)


# Files: a register in a file is verified as bytes, and sound bytes are remembered for the next time.
#
# One copy in memory is both hashed and verified, so nobody can change the file between the two. The file itself is read
# only once, to see whether it is the one that was verified. drafter remembers the SHA-256, sealed with the office's
# key. Any change to the file, even by drafter, changes that, and everything is verified again.

VERIFIED = "verified"  # a file beside the key
_WAY = 1  # the version of the verification: raise it, and everything is verified again
_LARGEST = 512_000_000  # bytes; enough for half a million letters. A larger register is verified without a copy


def altered_rows(database: Database, keys: KeyPlace, key: Key) -> Iterator[Problem]:
    """What is wrong with any row, like ``verify``. Returns at once where these very bytes were verified before.

    Raises ProblemsFound where reading breaks off.
    """
    with ExitStack() as open_until_then, database.reading() as connection:
        if is_vouched_for(connection, database, keys, key, open_until_then):
            return
        data = _copy(connection, database.path)
        if data is None:
            yield from verify_register(connection, key, database.name, in_file=database.path is not None)
            return
    digest = hashlib.sha256(data).hexdigest()
    is_sound = True
    with database_errors(database.name), closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.deserialize(data)
        engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
        with engine.connect() as connection:
            for problem in verify_register(connection, key, database.name, in_file=True):
                is_sound = False
                yield problem
    if is_sound:
        text = json.dumps({"sha256": digest, "seal": _seal(key, digest)})
        path = keys.path.with_name(VERIFIED)
        if write_atomically(path, f"{text}\n".encode(), VERIFIED, replace=True) is None:
            os.chmod(path, FILE_MODE)  # noqa: PTH101 - beside os.open


def is_vouched_for(connection: Connection, database: Database, keys: KeyPlace, key: Key, until: ExitStack) -> bool:
    """Whether every row, as this transaction sees it, is in a file whose very bytes were verified before.

    ``until`` ends after the transaction. Raises ProblemsFound where reading breaks off.
    """
    lies = _digest_where_it_lies(connection, database.path, until)
    return bool(lies) and _is_remembered(keys.path.with_name(VERIFIED), key, lies)


def _digest_where_it_lies(connection: Connection, path: Path | None, until: ExitStack) -> str:
    """The SHA-256 of the register's file, read once in this transaction; empty for a server, or a large file.

    ``until`` closes the file after the transaction: under POSIX, closing a file releases all locks that the process has
    on it, SQLite's too.
    """
    if path is None or path.stat().st_size > _LARGEST:
        return ""
    connection.execute(select(meta.c.name).limit(1)).all()  # after this first query nobody else writes the file
    return hashlib.file_digest(until.enter_context(path.open("rb")), "sha256").hexdigest()


def _copy(connection: Connection, path: Path | None) -> bytes | None:
    """The register's bytes in this transaction; None where it is on a server, or too large."""
    driver = connection.connection.driver_connection
    if path is None or not isinstance(driver, sqlite3.Connection) or path.stat().st_size > _LARGEST:
        return None
    return driver.serialize() if hasattr(driver, "serialize") else None


def _seal(key: Key, digest: str) -> str:
    return key.seal("verified", [_WAY, digest])


def _is_remembered(path: Path, key: Key, digest: str) -> bool:
    """Whether these bytes were found sound before. A record that cannot be read, or lacks this key's seal, does not
    count.
    """
    try:
        said = json.loads(read_regular(path).decode("ascii"))
        return bool(said["sha256"] == digest and said["seal"] == _seal(key, digest))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
