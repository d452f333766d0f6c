"""An open register: letters are entered and looked up, each as a row with the hash that seals it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from types import TracebackType
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Select, func, insert, or_, select, update

from drafter.frozen import NamedTuple, dataclass
from drafter.problems import Problem, ProblemsFound, Where
from drafter.register import head as heads
from drafter.register import verify
from drafter.register.address import Address
from drafter.register.database import Database, bring_up, database_errors, make_file, open_database, rows_of
from drafter.register.head import Receipt
from drafter.register.keys import Key, KeyPlace
from drafter.register.model import Accepted, Approval, Constituent, RegisteredFact, RegisterEntry
from drafter.register.rows import (
    altered,
    entry_of,
    exceptions,
    fact_versions,
    is_sound,
    is_version,
    letter_facts,
    letters,
    row_hash,
    row_of,
    version_hash,
)
from drafter.register.verify import COLUMNS, ends, facts_by_letter, is_quickly_sealed, seals_of, verify_register

# Entering: all letters of a batch in one transaction, or none.

_NUMBER = re.compile("[0-9]{1,18}")  # stands for a version and what is held; fits 64 bits
_AT_ONCE = 500  # texts in one query; SQLite has a limit


def unusable(approval: Approval, name: str) -> Iterator[Problem]:
    """Why an approval cannot be stored, or not in both databases."""
    if not re.fullmatch("[0-9a-f]{64}", approval.sha256):
        yield _odd(name, "the SHA-256 is not 64 hexadecimal digits")
    if approval.approved_at.tzinfo is None:
        yield _odd(name, "the time of approval has no zone")
    if not all(map(_is_text, _texts(approval))):
        yield _odd(name, "a text holds a character that is none")


def _is_text(text: str) -> bool:
    """Whether both databases can store it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def enter_letters(connection: Connection, key: Key, approvals: Sequence[Approval], name: str) -> list[RegisterEntry]:
    """Enter letters in the connection's writing transaction. Raises ProblemsFound; then the caller must end it."""
    head = heads.lock(connection, key, name)
    refused = [*_there_already(connection, approvals, name), *_correcting_nothing(approvals, head.total, name)]
    if refused:
        raise ProblemsFound(refused)
    versions = _versions(connection, key, approvals)
    number, previous = head.total, head.hash
    rows: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    excepted: list[dict[str, Any]] = []
    entries: list[RegisterEntry] = []
    for approval in approvals:
        number += 1
        row = row_of(approval, number, previous, key)
        said = [(place, *versions[_words(fact)], int(fact.held)) for place, fact in enumerate(approval.facts)]
        let = [(place, *accepted) for place, accepted in enumerate(approval.accepted)]
        previous = row["hash"] = row_hash(key, row, [(place, seal, held) for place, _, seal, held in said], let)
        rows.append(row)
        facts += [{"letter": number, "place": p, "version": id_, "held": held} for p, id_, _, held in said]
        excepted += [{"letter": number, "place": p, "rule": rule, "because": why} for p, rule, why in let]
        entries.append(
            entry_of(row, map(RegisteredFact._make, approval.facts), map(Accepted._make, approval.accepted), name)
        )
    for table, values in ((letters, rows), (letter_facts, facts), (exceptions, excepted)):
        if values:
            connection.execute(insert(table), values)
    heads.write(connection, key, heads.ChainHead(number, previous, head.purged))
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
            yield already(name, number, by, at[:10])


def already(name: str, number: int, by: str, on: str, file: str = "") -> Problem:
    """The problem of a letter that is in the register ``name`` already; ``file`` is the one of several that has it."""
    which = f"'{file}'" if file else "this letter"
    message = f"{which} is approved already: number {number}, by {by} on {on}"
    hint = f"'drafter letters show {number}'"
    hint += "; the others can be approved once it is taken out of their folder" if file else ""
    return Problem(Where(name), "already-approved", message, hint)


def _correcting_nothing(approvals: Sequence[Approval], count: int, name: str) -> Iterator[Problem]:
    for number, approval in enumerate(approvals, count + 1):
        if not 0 <= approval.corrects < number:
            message = f"there is no letter {approval.corrects} in the register, which this one is said to correct"
            yield Problem(Where(name), "unknown-letter", message)


def _versions(
    connection: Connection, key: Key, approvals: Sequence[Approval]
) -> dict[tuple[str, str, str], tuple[int, str]]:
    """The id and hash of each fact's words. New ones are entered."""
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


def _words(fact: RegisteredFact) -> tuple[str, str, str]:
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


# Looking up.


@dataclass(frozen=True, kw_only=True)
class LetterQuery:
    """The letters to look for; an empty field does not matter. ``topics`` are the names under which one may have been
    kept. ``constituents`` are keyed hashes of one person, who may be known under several forms of a name. ``numbers``
    are those of letters, ``None`` for any.
    """

    since: date | None = None
    until: date | None = None
    topics: tuple[str, ...] = ()
    by: str = ""
    fact: str = ""
    fingerprint: str = ""
    constituents: tuple[str, ...] = ()
    corrects: int = 0
    correcting: bool | None = None  # whether it corrects any letter
    reference: str = ""
    sha256: str = ""
    numbers: tuple[int, ...] | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The same as conditions on a row of ``letters``."""
        if self.since is not None:
            yield letters.c.letter_date >= self.since.isoformat()
        if self.until is not None:
            yield letters.c.letter_date <= self.until.isoformat()
        if self.correcting is not None:
            yield letters.c.corrects > 0 if self.correcting else letters.c.corrects == 0
        for column, values in (
            (letters.c.constituent, self.constituents or None),
            (letters.c.number, self.numbers),
        ):
            if values is not None:
                yield column.in_(values)
        if self.topics:
            yield or_(*(letters.c.topics.contains(json.dumps(topic), autoescape=True) for topic in self.topics))
        for column, value in (
            (letters.c.approved_by, self.by),
            (letters.c.corrects, self.corrects),
            (letters.c.reference, self.reference),
            (letters.c.sha256, self.sha256),
        ):
            if value:
                yield column == value
        if self.fact:
            yield letters.c.number.in_(self._saying())

    def _saying(self) -> Select[tuple[int]]:
        """The numbers of the letters that say the fact."""
        said = select(letter_facts.c.letter).join(fact_versions, fact_versions.c.id == letter_facts.c.version)
        said = said.where(fact_versions.c.fact == self.fact)
        return said.where(fact_versions.c.fingerprint == self.fingerprint) if self.fingerprint else said


class LettersFound(NamedTuple):
    """The letters found that are as they were entered, and problems for those that are not.

    ``more`` is the number below which there may be others, 0 where there are none.
    """

    entries: tuple[RegisterEntry, ...] = ()
    refused: tuple[Problem, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class LetterReader:
    """Reads letters in one transaction. A letter counts only if its seal matches, or its file is vouched for whole."""

    connection: Connection
    key: Key
    name: str
    vouched_for: bool = False

    def some(self, wanted: LetterQuery, *, below: int = 0, most: int = 0, only: str = "") -> LettersFound:
        """The newest of the wanted letters, with numbers ``below`` one, at most ``most``; 0 sets no bound.

        With ``only``, a fact's id, the letters come with that fact alone.
        """
        bound = [letters.c.number < below] if below else []
        looked = self._looked(*wanted.conditions(), *bound, only=only, most=most)
        count = len(looked.entries) + len(looked.refused)
        return looked if most and count == most else looked._replace(more=0)

    def by_digests(self, digests: Sequence[str]) -> dict[str, RegisterEntry]:
        """The letters whose final copies have these SHA-256. Raises ProblemsFound for an altered one."""
        found: list[RegisterEntry] = []
        for start in range(0, len(digests), _AT_ONCE):
            looked = self._looked(letters.c.sha256.in_(digests[start : start + _AT_ONCE]))
            if looked.refused:
                raise ProblemsFound(looked.refused)
            found += looked.entries
        return {entry.sha256: entry for entry in found}

    def _looked(self, *which: ColumnElement[bool], only: str = "", most: int = 0) -> LettersFound:
        """The letters that fulfil all of ``which``, newest first."""
        question = select(*(letters.c[name] for name in COLUMNS)).where(*which).order_by(letters.c.number.desc())
        rows = rows_of(self.connection, question.limit(most) if most else question)
        entries: list[RegisterEntry] = []
        refused: list[Problem] = []
        head, _ = heads.read_head(self.connection, self.key, self.name)
        purged = head.purged if head is not None else ""
        words: dict[int, _Words] = {}
        shared: dict[str, RegisteredFact] = {}
        seals: dict[str, str] = {}
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            numbers = [row[0] for row in some]
            let = self._let(numbers)
            together: dict[int, Sequence[Any]] = {}
            quick: set[int] = set()
            if not self.vouched_for:
                together = facts_by_letter(self.connection, letter_facts.c.letter.in_(numbers))
                self._learn(together.values(), words, shared, seals)
                quick = {
                    row[0]
                    for row in some
                    if is_quickly_sealed(self.key, row, together.get(row[0]), let.get(row[0], ()), seals, purged)
                }
            slowly = [number for number in numbers if number not in quick]
            exactly = self._said(slowly, words, only if self.vouched_for else "")
            for row in some:
                number, named = row[0], dict(zip(COLUMNS, row, strict=True))
                excepted = let.get(number, ())
                if number in quick:
                    said = together.get(number)
                    facts = [shared[one] for one in said[0].split(",")] if said is not None else []
                else:
                    mine = exactly.get(number, ())
                    sealed = [(place, words[version].seal, held) for place, version, held in mine]
                    if not self.vouched_for and not is_sound(self.key, named, sealed, excepted, purged):
                        refused.append(altered(self.name, number))
                        continue
                    facts = [words[version].said[bool(held)] for _, version, held in mine]
                told = [fact for fact in facts if fact.fact == only] if only else facts
                try:
                    accepted = [Accepted(rule, because) for _, rule, because in excepted]
                    entries.append(entry_of(named, told, accepted, self.name))
                except ProblemsFound as odd:
                    refused += odd.problems
        return LettersFound(tuple(entries), tuple(refused), rows[-1][0] if rows else 0)

    def _learn(
        self,
        together: Iterable[Sequence[Any]],
        words: dict[int, _Words],
        shared: dict[str, RegisteredFact],
        seals: dict[str, str],
    ) -> None:
        """Read the words of facts, as ``facts_by_letter`` gives them, and their form in seals."""
        met = {one for said in together if said[0] for one in said[0].split(",")}
        unknown = {int(one) // 2 for one in met if one not in shared and _NUMBER.fullmatch(one)}
        self._look_up(unknown - words.keys(), words)
        for version in unknown:
            for held in (0, 1):
                shared[f"{version * 2 + held}"] = words[version].said[held]
            seals |= seals_of(version, words[version].seal)

    def _said(
        self, numbers: Sequence[int], words: dict[int, _Words], only: str = ""
    ) -> dict[int, list[tuple[int, int, int]]]:
        """Place, version and held of each letter's facts, or of one alone. Their words are added to ``words``."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        if not numbers:
            return found
        columns = (letter_facts.c.letter, letter_facts.c.place, letter_facts.c.version, letter_facts.c.held)
        question = select(*columns).where(letter_facts.c.letter.in_(numbers))
        if only:
            mine = select(fact_versions.c.id).where(fact_versions.c.fact == only)
            question = question.where(letter_facts.c.version.in_(mine))
        question = question.order_by(letter_facts.c.letter, letter_facts.c.place)
        for letter, place, version, held in rows_of(self.connection, question):
            found.setdefault(letter, []).append((place, version, held))
        self._look_up({version for said in found.values() for _, version, _ in said} - words.keys(), words)
        return found

    def _look_up(self, versions: Collection[int], words: dict[int, _Words]) -> None:
        """Add versions to ``words``."""
        unknown = list(versions)
        words |= dict.fromkeys(unknown, _NONE)
        for start in range(0, len(unknown), _AT_ONCE):
            chosen = fact_versions.c.id.in_(unknown[start : start + _AT_ONCE])
            for row in self.connection.execute(select(fact_versions).where(chosen)):
                fact = RegisteredFact(row.fact, row.fingerprint, row.statement)
                seal = row.hash if is_version(self.key, row) else ""
                words[row.id] = _Words(seal, (fact._replace(held=False), fact))

    def _let(self, numbers: Sequence[int]) -> dict[int, list[tuple[int, str, str]]]:
        found: dict[int, list[tuple[int, str, str]]] = {}
        columns = (exceptions.c.letter, exceptions.c.place, exceptions.c.rule, exceptions.c.because)
        question = select(*columns).where(exceptions.c.letter.in_(numbers))
        question = question.order_by(exceptions.c.letter, exceptions.c.place)
        for letter, place, rule, because in rows_of(self.connection, question):
            found.setdefault(letter, []).append((place, rule, because))
        return found


class _Words(NamedTuple):
    """A fact's words, shared by letters, as history and as held. ``seal`` is empty where they were altered."""

    seal: str
    said: tuple[RegisteredFact, RegisteredFact]


_NONE = _Words("", (RegisteredFact("", "", ""), RegisteredFact("", "", "")))


def counts(connection: Connection, facts: Collection[str]) -> dict[str, int]:
    """The number of letters that say each fact, in any words."""
    found = dict.fromkeys(facts, 0)
    ids = list(found)
    for start in range(0, len(ids), _AT_ONCE):
        question = (
            select(fact_versions.c.fact, func.count(letter_facts.c.letter.distinct()))
            .join(letter_facts, letter_facts.c.version == fact_versions.c.id)
            .where(fact_versions.c.fact.in_(ids[start : start + _AT_ONCE]))
            .group_by(fact_versions.c.fact)
        )
        found |= dict(connection.execute(question).all())
    return found


class VersionSaid(NamedTuple):
    """A fact in the words that letters relied on: how many letters, and the day of the last of them."""

    fact: str
    fingerprint: str
    statement: str
    letters: int
    last: date


def versions_said(connection: Connection, fact: str = "") -> list[VersionSaid]:
    """Every version of one fact, or of all, that letters rely on, the one said last at the end."""
    question = (
        select(
            fact_versions.c.fact,
            fact_versions.c.fingerprint,
            fact_versions.c.statement,
            func.count(letter_facts.c.letter.distinct()),
            func.max(letters.c.letter_date),
        )
        .join(letter_facts, letter_facts.c.version == fact_versions.c.id)
        .join(letters, letters.c.number == letter_facts.c.letter)
        .group_by(fact_versions.c.id, fact_versions.c.fact, fact_versions.c.fingerprint, fact_versions.c.statement)
        .order_by(func.max(letters.c.letter_date), fact_versions.c.id)
    )
    if fact:
        question = question.where(fact_versions.c.fact == fact)
    rows = connection.execute(question).all()
    return [VersionSaid(fact, mark, words, count, date.fromisoformat(day)) for fact, mark, words, count, day in rows]


def total(connection: Connection) -> int:
    """The number of letters."""
    return int(connection.execute(select(func.count()).select_from(letters)).scalar_one())


def names_before(connection: Connection, before: date) -> int:
    """The number of letters dated before a day that have a name."""
    named = select(func.count()).where(letters.c.letter_date < before.isoformat(), letters.c.name != "")
    return int(connection.execute(named).scalar_one())


# The open register: letters are entered, looked up and verified, and their names are purged.

PATIENCE = 10.0
_PAGE = 500


@dataclass(frozen=True)
class Register:
    """An open register. Anything that a database or its driver raises becomes ProblemsFound. Each call is a
    transaction.
    """

    database: Database
    key: Key
    keys: KeyPlace
    wrong: tuple[Problem, ...] = ()  # problems of the register as a whole when it was opened

    @property
    def name(self) -> str:
        """Its name in problems; never with a password."""
        return self.database.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.database.engine.dispose()

    def enter(self, approvals: Sequence[Approval]) -> list[RegisterEntry]:
        """Enter letters, all or none, and return them as stored. Raises ProblemsFound. Where the connection broke at
        the last moment this is OutcomeUnknown, and ``settled`` tells the outcome.
        """
        wrong = [problem for approval in approvals for problem in unusable(approval, self.name)]
        if wrong:
            raise ProblemsFound(dict.fromkeys(wrong))
        if not approvals:
            return []
        with self.database.writing() as connection:
            entries = enter_letters(connection, self.key, approvals, self.name)
        # Recorded once it is certain. If a run dies before this, the record is older, never wrong.
        heads.remember(self.keys, self.key, heads.ChainHead(entries[-1].number, entries[-1].hash))
        return entries

    def remember(self) -> None:
        """Record its last letter again. Raises ProblemsFound."""
        with self.database.reading() as connection:
            head, odd = heads.read_head(connection, self.key, self.name)
        if head is None or odd is not None:
            raise ProblemsFound([odd] if odd is not None else [])
        heads.remember(self.keys, self.key, head)

    def receipt(self) -> Receipt:
        """A receipt that, stored elsewhere, shows that the register had its last letter. Raises ProblemsFound."""
        with self.database.reading() as connection:
            head, odd = heads.read_head(connection, self.key, self.name)
        if head is None or odd is not None:
            raise ProblemsFound([odd] if odd is not None else [])
        return heads.receipt_of(head)

    def goes_on_from(self, receipt: Receipt) -> bool:
        """Whether the letter of a receipt is in the register unchanged."""
        with self.database.reading() as connection:
            return heads.goes_on_from(connection, receipt)

    def settled(self, digests: Sequence[str]) -> dict[str, RegisterEntry]:
        """Which of these SHA-256 are entered. Waits until nobody is entering anything, so that no open transaction can
        add one later.
        """
        with self.database.writing() as connection:
            heads.hold(connection)
            return LetterReader(connection, self.key, self.name).by_digests(digests)

    def by_sha256(self, sha256: str) -> RegisterEntry | None:
        """The letter whose final copy has this SHA-256, in hex. Raises ProblemsFound for an altered one."""
        return self._only(LetterQuery(sha256=sha256)) if sha256 else None

    def by_number(self, number: int) -> RegisterEntry | None:
        """The letter with a number. Raises ProblemsFound for an altered one."""
        return self._only(LetterQuery(numbers=(number,))) if 0 < number < 2**31 else None

    def last(self) -> RegisterEntry | None:
        """The newest letter. Raises ProblemsFound for an altered one."""
        return self._only(LetterQuery())

    def by_reference(self, reference: str) -> LettersFound:
        """The letters with one of the office's references, newest first."""
        return self.letters(LetterQuery(reference=reference)) if reference else LettersFound()

    def letters(self, wanted: LetterQuery | None = None) -> LettersFound:
        """Letters, newest first. A few hundred are read at a time, so that other users need not wait."""
        entries: list[RegisterEntry] = []
        refused: list[Problem] = []
        below = 0
        while True:
            with self.database.reading() as connection:
                looked = LetterReader(connection, self.key, self.name).some(
                    wanted or LetterQuery(), below=below, most=_PAGE
                )
            entries += looked.entries
            refused += looked.refused
            below = looked.more
            if not below:
                return LettersFound(tuple(entries), tuple(refused))

    def relied_on(self, fact: str, fingerprint: str | None = None) -> LettersFound:
        """The letters that say a fact, in these words or in any, newest first. They come with that fact alone."""
        with self.database.reading() as connection:
            reader = LetterReader(connection, self.key, self.name)
            return reader.some(LetterQuery(fact=fact, fingerprint=fingerprint or ""), only=fact)

    def recalled(self, fact: str) -> tuple[LettersFound, LettersFound, list[Problem]]:
        """The letters that say a fact, with that fact alone; every letter that corrects one; and what is wrong with any
        row. In a file that was found sound as it is, no letter is verified once more.
        """
        with ExitStack() as open_until_then, self.database.reading() as connection:
            sound = verify.is_vouched_for(connection, self.database, self.keys, self.key, open_until_then)
            reader = LetterReader(connection, self.key, self.name, sound)
            relied, correcting = (
                reader.some(LetterQuery(fact=fact), only=fact),
                reader.some(LetterQuery(correcting=True)),
            )
        return relied, correcting, [] if sound else self.altered()

    def sent(self) -> LettersFound:
        """Every letter that corrects none, newest first."""
        return self.letters(LetterQuery(correcting=False))

    def sent_to(self, constituents: Sequence[str]) -> Iterator[RegisterEntry]:
        """The letters to these constituents, by their keyed hashes, that correct none and are as they were entered."""
        for start in range(0, len(constituents), _AT_ONCE):
            some = tuple(constituents[start : start + _AT_ONCE])
            yield from self.letters(LetterQuery(constituents=some, correcting=False)).entries

    def called(self) -> Iterator[tuple[int, str, str]]:
        """The number, the reference and the kept name of every letter, for looking through them. None is verified."""
        with self.database.reading() as connection:
            yield from rows_of(connection, select(letters.c.number, letters.c.reference, letters.c.name))

    def counts(self, facts: Collection[str]) -> dict[str, int]:
        """The number of letters that say each fact."""
        with self.database.reading() as connection:
            return counts(connection, facts)

    def versions_said(self, fact: str = "") -> list[VersionSaid]:
        """Every version of one fact, or of all, that letters rely on, the one said last at the end."""
        with self.database.reading() as connection:
            return versions_said(connection, fact)

    def constituent(self, name: str, postcode: str) -> str:
        """The keyed hash of a constituent, for looking up letters."""
        return self.key.constituent(Constituent(name, postcode))

    def verify(self) -> list[Problem]:
        """Everything that shows that the register is not as it was entered."""
        return _found(self._verified())

    def altered(self) -> list[Problem]:
        """What is wrong with any row. A search for some letters cannot see letters that an alteration removed from its
        result.
        """
        found = _found(verify.altered_rows(self.database, self.keys, self.key))
        return [problem for problem in found if problem not in self.wrong]

    def total(self) -> int:
        """The number of letters."""
        with self.database.reading() as connection:
            return total(connection)

    def names_before(self, before: date) -> int:
        """The number of letters dated before a day that have a name."""
        with self.database.reading() as connection:
            return names_before(connection, before)

    def purge(self, before: date) -> int:
        """Empty the names of letters dated before a day, and nothing else. Returns how many had one."""
        with self.database.writing() as connection:
            head = heads.lock(connection, self.key, self.name)
            emptied = connection.execute(
                update(letters).where(letters.c.letter_date < before.isoformat(), letters.c.name != "").values(name="")
            ).rowcount
            purged = max(head.purged, before.isoformat())
            heads.write(connection, self.key, head._replace(purged=purged))
        if self.database.path is None:
            self._vacuum()
        return emptied

    def _verified(self) -> Iterator[Problem]:
        with self.database.reading() as connection:
            yield from verify_register(connection, self.key, self.name, in_file=self.database.path is not None)

    def _only(self, wanted: LetterQuery) -> RegisterEntry | None:
        with self.database.reading() as connection:
            looked = LetterReader(connection, self.key, self.name).some(wanted, most=1)
        if looked.refused:
            raise ProblemsFound(looked.refused)
        return next(iter(looked.entries), None)

    def _vacuum(self) -> None:
        """Remove the old rows, which PostgreSQL keeps until then."""
        with database_errors(self.name), self.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM letters")


def _found(problems: Iterator[Problem]) -> list[Problem]:
    """All problems. Where reading breaks off, the problems up to there, and the reason."""
    found: list[Problem] = []
    try:
        found.extend(problems)
    except ProblemsFound as broken:
        found += [problem for problem in broken.problems if problem not in found]
    return found


def open_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register:
    """Open the register, and make it where there is none yet.

    Raises ProblemsFound for a server that does not answer, a key that is missing or wrong, and a register that is
    locked for longer than ``patience`` seconds, damaged, cut off, or newer than this program.
    """
    record = heads.remembered(keys, None)
    if address.path is not None and not address.path.exists():
        heads.refuse_gone(address.name, record)
        make_file(address, keys, patience)
    register = _open(address, keys, patience, make=True)
    assert register is not None
    return register


def find_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register | None:
    """Like ``open_register``, but ``None`` where there is no register. Never makes one."""
    record = heads.remembered(keys, None)
    if address.path is not None and not address.path.exists():
        heads.refuse_gone(address.name, record)
        return None
    return _open(address, keys, patience, make=False)


def _open(address: Address, keys: KeyPlace, patience: float, *, make: bool) -> Register | None:
    database = open_database(address, patience)
    with database_errors(address.name):
        key = bring_up(database, keys, make=make)
        if key is None:
            return None
        record = heads.remembered(keys, key)
        with database.reading() as connection:
            wrong = ends(connection, keys, key, record, address.name)
    return Register(database, key, keys, tuple(wrong))
