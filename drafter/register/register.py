"""The register, open: letters entered, looked up, verified, and their names purged."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Self

from sqlalchemy import update

from drafter.problems import Problem, ProblemsFound
from drafter.register import head as heads
from drafter.register import reading
from drafter.register.address import Address
from drafter.register.database import Database, open_database
from drafter.register.entering import enter, unusable
from drafter.register.faults import told
from drafter.register.keys import Key, KeyPlace
from drafter.register.making import bring_up, make_file
from drafter.register.model import Approval, Constituent, Entry
from drafter.register.reading import Wanted
from drafter.register.rows import texts
from drafter.register.tables import letters
from drafter.register.verifying import verify

PATIENCE = 10.0
_PAGE = 500


@dataclass(frozen=True)
class Register:
    """An open register. Whatever a database or its driver says becomes ProblemsFound; each call is a transaction."""

    database: Database
    key: Key

    @property
    def name(self) -> str:
        """How problems call it; never with a password."""
        return self.database.name

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.database.engine.dispose()

    def enter(self, approvals: Sequence[Approval]) -> list[Entry]:
        """Enter letters, all or none, and return them as kept. Raises ProblemsFound; of its kinds, OutcomeUnknown where
        the connection broke at the last moment, and ``settled`` will tell.
        """
        wrong = [problem for approval in approvals for problem in unusable(approval, self.name)]
        if wrong:
            raise ProblemsFound(dict.fromkeys(wrong))
        if not approvals:
            return []
        with self.database.writing() as connection:
            return enter(connection, self.key, approvals, self.name)

    def settled(self, digests: Sequence[str]) -> dict[str, Entry]:
        """Which of these SHA-256 are entered, once nobody is entering anything any more: what is not there now will
        not come by a transaction that was under way.
        """
        with self.database.writing() as connection:
            heads.hold(connection)
            return reading.by_digests(connection, digests, self.name)

    def by_sha256(self, sha256: str) -> Entry | None:
        """The letter whose final copy has this SHA-256, in hex."""
        return self._only(Wanted(sha256=sha256)) if sha256 else None

    def by_number(self, number: int) -> Entry | None:
        """The letter of a number."""
        return self._only(Wanted(number=number)) if 0 < number < 2**31 else None

    def by_reference(self, reference: str) -> list[Entry]:
        """The letters of one of the office's references, newest first."""
        return list(self.letters(Wanted(reference=reference))) if reference else []

    def letters(self, wanted: Wanted | None = None) -> Iterator[Entry]:
        """Letters, newest first; a few hundred are read at a time, so that nobody waits for the reader."""
        below = 0
        while True:
            with self.database.reading() as connection:
                entries = reading.some(connection, wanted or Wanted(), self.name, below=below, most=_PAGE)
            yield from entries
            if len(entries) < _PAGE:
                return
            below = entries[-1].number

    def relied_on(self, fact: str, fingerprint: str | None = None) -> list[Entry]:
        """The letters that say a fact, in these words of it or in any, newest first; of their facts only that one."""
        with self.database.reading() as connection:
            return reading.some(connection, Wanted(fact=fact, fingerprint=fingerprint or ""), self.name, only=fact)

    def corrections(self) -> list[tuple[int, int, date]]:
        """Every letter that corrects one: its number, that of the letter it corrects, and the day of its approval."""
        with self.database.reading() as connection:
            return reading.corrections(connection)

    def sent(self) -> dict[str, list[tuple[int, date, tuple[str, ...]]]]:
        """Every letter that corrects none, by whom it is to: its number, the day of its approval, its topics."""
        found: dict[str, list[tuple[int, date, tuple[str, ...]]]] = {}
        with self.database.reading() as connection:
            for constituent, number, at, topics in reading.sent(connection):
                found.setdefault(constituent, []).append((number, date.fromisoformat(at[:10]), texts(topics)))
        return found

    def counts(self, facts: Collection[str]) -> dict[str, int]:
        """In how many letters each fact is said."""
        with self.database.reading() as connection:
            return reading.counts(connection, facts)

    def constituent(self, name: str, postcode: str) -> str:
        """What the register keeps of a constituent, to look for letters by."""
        return self.key.constituent(Constituent(name, postcode))

    def verify(self) -> list[Problem]:
        """Everything that shows that the register is not as it was entered."""
        problems: list[Problem] = []
        try:
            with self.database.reading() as connection:
                problems.extend(verify(connection, self.key, self.name, in_file=self.database.path is not None))
        except ProblemsFound as found:  # reading broke off; what was found until then is told too
            problems += [problem for problem in found.problems if problem not in problems]
        return problems

    def total(self) -> int:
        """How many letters there are."""
        with self.database.reading() as connection:
            return reading.total(connection)

    def names_before(self, before: date) -> int:
        """How many letters dated before a day have a name."""
        with self.database.reading() as connection:
            return reading.names_before(connection, before)

    def purge(self, before: date) -> int:
        """Empty the names of letters dated before a day; how many had one. Nothing else of them changes."""
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

    def _only(self, wanted: Wanted) -> Entry | None:
        with self.database.reading() as connection:
            return next(iter(reading.some(connection, wanted, self.name, most=1)), None)

    def _vacuum(self) -> None:
        """PostgreSQL keeps the rows as they were until this."""
        with told(self.name), self.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM letters")


def open_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register:
    """Open the register, and make it where there is none yet.

    Raises ProblemsFound for a server that is away, a key that is missing or another's, a register that is locked for
    longer than ``patience`` seconds, damaged, cut off, or newer than this program.
    """
    if address.path is not None and not address.path.exists():
        make_file(address, keys, patience)
    register = _open(address, keys, patience, make=True)
    assert register is not None
    return register


def find_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register | None:
    """As ``open_register``; ``None`` where there is none yet, and then nothing is made."""
    if address.path is not None and not address.path.exists():
        return None
    return _open(address, keys, patience, make=False)


def _open(address: Address, keys: KeyPlace, patience: float, *, make: bool) -> Register | None:
    database = open_database(address, patience)
    with told(address.name):
        key = bring_up(database, keys, make=make)
    return Register(database, key) if key is not None else None
