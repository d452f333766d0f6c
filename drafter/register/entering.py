"""Letters entered: all of a batch in one transaction, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from drafter.factbase.edtf import day_in_words
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register import head as heads
from drafter.register.keys import Key
from drafter.register.model import Accepted, Approval, Entry, SaidFact
from drafter.register.rows import entry_of, hash_of, row_of, version_hash
from drafter.register.tables import exceptions, fact_versions, letter_facts, letters

_AT_ONCE = 500  # texts in one question; SQLite has a bound, and so has patience


def unusable(approval: Approval, name: str) -> Iterator[Problem]:
    """What makes that an approval cannot be kept, or not in both databases."""
    if not re.fullmatch("[0-9a-f]{64}", approval.sha256):
        yield _odd(name, "the SHA-256 is not 64 hexadecimal digits")
    if approval.approved_at.tzinfo is None:
        yield _odd(name, "the time of approval has no zone")
    if not all(map(_is_text, _texts(approval))):
        yield _odd(name, "a text holds a character that is none")


def _is_text(text: str) -> bool:
    """Whether both databases can keep it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def enter(connection: Connection, key: Key, approvals: Sequence[Approval], name: str) -> list[Entry]:
    """Enter letters in the connection's transaction, which writes. Raises ProblemsFound, and then it is to be ended."""
    head = heads.lock(connection, key, name)
    refused = [*_there_already(connection, approvals, name), *_correcting_nothing(approvals, head.total, name)]
    if refused:
        raise ProblemsFound(refused)
    versions = _versions(connection, key, approvals)
    number, previous = head.total, head.hash
    rows: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    excepted: list[dict[str, Any]] = []
    entries: list[Entry] = []
    for approval in approvals:
        number += 1
        row = row_of(approval, number, previous, key)
        said = [(place, *versions[_words(fact)], int(fact.held)) for place, fact in enumerate(approval.facts)]
        let = [(place, *accepted) for place, accepted in enumerate(approval.accepted)]
        previous = row["hash"] = hash_of(key, row, [(place, seal, held) for place, _, seal, held in said], let)
        rows.append(row)
        facts += [{"letter": number, "place": p, "version": id_, "held": held} for p, id_, _, held in said]
        excepted += [{"letter": number, "place": p, "rule": rule, "because": why} for p, rule, why in let]
        entries.append(entry_of(row, map(SaidFact._make, approval.facts), map(Accepted._make, approval.accepted), name))
    for table, values in ((letters, rows), (letter_facts, facts), (exceptions, excepted)):
        if values:
            connection.execute(insert(table), values)
    heads.write(connection, key, heads.Head(number, previous, head.purged))
    return entries


def _there_already(connection: Connection, approvals: Sequence[Approval], name: str) -> Iterator[Problem]:
    wanted = [approval.sha256 for approval in approvals]
    for sha256 in {sha256 for sha256 in wanted if wanted.count(sha256) > 1} if len(set(wanted)) < len(wanted) else ():
        yield Problem(Where(name), "already-approved", f"one letter ({sha256[:12]}) is to be entered twice")
    columns = (letters.c.number, letters.c.approved_by, letters.c.approved_at)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found = connection.execute(select(*columns).where(letters.c.sha256.in_(some)).order_by(letters.c.number))
        for number, by, at in found:
            message = f"this letter is approved already: number {number}, by {by} on {at[:10]}"
            yield Problem(Where(name), "already-approved", message, f"'drafter letters show {number}'")


def _correcting_nothing(approvals: Sequence[Approval], count: int, name: str) -> Iterator[Problem]:
    for number, approval in enumerate(approvals, count + 1):
        if not 0 <= approval.corrects < number:
            message = f"there is no letter {approval.corrects} in the register, which this one is said to correct"
            yield Problem(Where(name), "unknown-letter", message)


def _versions(
    connection: Connection, key: Key, approvals: Sequence[Approval]
) -> dict[tuple[str, str, str], tuple[int, str]]:
    """Id and hash of the words of each fact; those that are new are entered."""
    needed = dict.fromkeys(_words(fact) for approval in approvals for fact in approval.facts)
    hashes = {version_hash(key, *words): words for words in needed}
    known: dict[tuple[str, str, str], tuple[int, str]] = {}
    some = list(hashes)
    columns = (fact_versions.c.hash, fact_versions.c.id)
    for start in range(0, len(some), _AT_ONCE):
        question = select(*columns).where(fact_versions.c.hash.in_(some[start : start + _AT_ONCE]))
        known |= {hashes[seal]: (id_, seal) for seal, id_ in connection.execute(question)}
    last = connection.execute(select(func.max(fact_versions.c.id))).scalar() or 0
    new = [(words, seal) for seal, words in hashes.items() if words not in known]
    rows = []
    for id_, (words, seal) in enumerate(new, last + 1):
        known[words] = (id_, seal)
        fact, fingerprint, statement = words
        rows.append({"id": id_, "fact": fact, "fingerprint": fingerprint, "statement": statement, "hash": seal})
    if rows:
        connection.execute(insert(fact_versions), rows)
    return known


def _words(fact: SaidFact) -> tuple[str, str, str]:
    return fact.fact, fact.fingerprint, fact.statement


def _texts(approval: Approval) -> Iterator[str]:
    yield from (approval.by, approval.kind, approval.reference, approval.subject, approval.position, approval.length)
    yield from (approval.name, approval.version, *approval.topics, *approval.warnings, *approval.acts)
    yield from (text for fact in approval.facts for text in _words(fact))
    yield from (text for accepted in approval.accepted for text in accepted)
    if isinstance(approval.constituent, str):
        yield approval.constituent


def _odd(name: str, message: str) -> Problem:
    return Problem(Where(name), "unusable-approval", message)


def entered_on(entry: Entry) -> str:
    """When and by whom a letter was approved, in words; the day is that of UTC."""
    return f"by {entry.by} on {day_in_words(entry.approved_at.date())}"
