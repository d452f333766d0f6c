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
from drafter.register import reading, verified, witness
from drafter.register.address import Address
from drafter.register.database import Database, open_database
from drafter.register.entering import enter, unusable
from drafter.register.faults import told
from drafter.register.keys import Key, KeyPlace
from drafter.register.making import bring_up, make_file
from drafter.register.model import Approval, Constituent, Entry
from drafter.register.reading import Looked, Reader, Wanted
from drafter.register.tables import letters
from drafter.register.verifying import ends, verify
from drafter.register.witness import Receipt

PATIENCE = 10.0
_PAGE = 500


@dataclass(frozen=True)
class Register:
    """An open register. Whatever a database or its driver says becomes ProblemsFound; each call is a transaction."""

    database: Database
    key: Key
    keys: KeyPlace
    wrong: tuple[Problem, ...] = ()  # with the register as a whole, as it was when it was opened

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
            entries = enter(connection, self.key, approvals, self.name)
        # Once it is certain; a run that dies before this leaves what is remembered older, and never wrong.
        witness.remember(self.keys, self.key, heads.Head(entries[-1].number, entries[-1].hash))
        return entries

    def remember(self) -> None:
        """Remember its end anew. Raises ProblemsFound."""
        with self.database.reading() as connection:
            head, odd = heads.read(connection, self.key, self.name)
        if head is None or odd is not None:
            raise ProblemsFound([odd] if odd is not None else [])
        witness.remember(self.keys, self.key, head)

    def receipt(self) -> Receipt:
        """What shows, kept elsewhere, that the register had its last letter. Raises ProblemsFound."""
        with self.database.reading() as connection:
            head, odd = heads.read(connection, self.key, self.name)
        if head is None or odd is not None:
            raise ProblemsFound([odd] if odd is not None else [])
        return witness.receipt_of(head)

    def goes_on_from(self, receipt: Receipt) -> bool:
        """Whether the letter of a receipt is in the register as it was."""
        with self.database.reading() as connection:
            return witness.goes_on_from(connection, receipt)

    def settled(self, digests: Sequence[str]) -> dict[str, Entry]:
        """Which of these SHA-256 are entered, once nobody is entering anything any more: what is not there now will
        not come by a transaction that was under way.
        """
        with self.database.writing() as connection:
            heads.hold(connection)
            return Reader(connection, self.key, self.name).by_digests(digests)

    def by_sha256(self, sha256: str) -> Entry | None:
        """The letter whose final copy has this SHA-256, in hex. Raises ProblemsFound for one that was altered."""
        return self._only(Wanted(sha256=sha256)) if sha256 else None

    def by_number(self, number: int) -> Entry | None:
        """The letter of a number. Raises ProblemsFound for one that was altered."""
        return self._only(Wanted(number=number)) if 0 < number < 2**31 else None

    def last(self) -> Entry | None:
        """The newest letter. Raises ProblemsFound for one that was altered."""
        return self._only(Wanted())

    def by_reference(self, reference: str) -> Looked:
        """The letters of one of the office's references, newest first."""
        return self.letters(Wanted(reference=reference)) if reference else Looked()

    def letters(self, wanted: Wanted | None = None) -> Looked:
        """Letters, newest first; a few hundred are read at a time, so that nobody waits for the reader."""
        entries: list[Entry] = []
        refused: list[Problem] = []
        below = 0
        while True:
            with self.database.reading() as connection:
                looked = Reader(connection, self.key, self.name).some(wanted or Wanted(), below=below, most=_PAGE)
            entries += looked.entries
            refused += looked.refused
            below = looked.more
            if not below:
                return Looked(tuple(entries), tuple(refused))

    def relied_on(self, fact: str, fingerprint: str | None = None) -> Looked:
        """The letters that say a fact, in these words of it or in any, newest first; of their facts only that one."""
        with self.database.reading() as connection:
            reader = Reader(connection, self.key, self.name)
            return reader.some(Wanted(fact=fact, fingerprint=fingerprint or ""), only=fact)

    def corrections(self) -> Looked:
        """Every letter that corrects one, newest first."""
        return self.letters(Wanted(correcting=True))

    def sent(self) -> Looked:
        """Every letter that corrects none, newest first."""
        return self.letters(Wanted(correcting=False))

    def counts(self, facts: Collection[str]) -> dict[str, int]:
        """In how many letters each fact is said."""
        with self.database.reading() as connection:
            return reading.counts(connection, facts)

    def constituent(self, name: str, postcode: str) -> str:
        """What the register keeps of a constituent, to look for letters by."""
        return self.key.constituent(Constituent(name, postcode))

    def verify(self) -> list[Problem]:
        """Everything that shows that the register is not as it was entered."""
        return _found(self._verified())

    def altered(self) -> list[Problem]:
        """What is wrong with any row at all: a look for some letters cannot find those that were altered out of it."""
        found = _found(verified.altered(self.database, self.keys, self.key))
        return [problem for problem in found if problem not in self.wrong]

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

    def _verified(self) -> Iterator[Problem]:
        with self.database.reading() as connection:
            yield from verify(connection, self.key, self.name, in_file=self.database.path is not None)

    def _only(self, wanted: Wanted) -> Entry | None:
        with self.database.reading() as connection:
            looked = Reader(connection, self.key, self.name).some(wanted, most=1)
        if looked.refused:
            raise ProblemsFound(looked.refused)
        return next(iter(looked.entries), None)

    def _vacuum(self) -> None:
        """PostgreSQL keeps the rows as they were until this."""
        with told(self.name), self.database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM letters")


def _found(problems: Iterator[Problem]) -> list[Problem]:
    """All problems; where reading breaks off, those that were found until then, and why."""
    found: list[Problem] = []
    try:
        found.extend(problems)
    except ProblemsFound as broken:
        found += [problem for problem in broken.problems if problem not in found]
    return found


def open_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register:
    """Open the register, and make it where there is none yet.

    Raises ProblemsFound for a server that is away, a key that is missing or another's, a register that is locked for
    longer than ``patience`` seconds, damaged, cut off, or newer than this program.
    """
    if address.path is not None and not address.path.exists():
        _refuse_gone(address, keys)
        make_file(address, keys, patience)
    register = _open(address, keys, patience, make=True)
    assert register is not None
    return register


def find_register(address: Address, keys: KeyPlace, *, patience: float = PATIENCE) -> Register | None:
    """As ``open_register``; ``None`` where there is none yet, and then nothing is made."""
    if address.path is not None and not address.path.exists():
        _refuse_gone(address, keys)
        return None
    return _open(address, keys, patience, make=False)


def _refuse_gone(address: Address, keys: KeyPlace) -> None:
    """Raises ProblemsFound where a letter was entered, and the register is not there: numbers do not begin again."""
    last, odd = witness.remembered(keys, None)
    if odd is not None or (last is not None and last.total):
        raise ProblemsFound([odd or witness.gone(address.name, last.total if last is not None else 0)])


def _open(address: Address, keys: KeyPlace, patience: float, *, make: bool) -> Register | None:
    database = open_database(address, patience)
    with told(address.name):
        key = bring_up(database, keys, make=make)
        if key is None:
            return None
        with database.reading() as connection:
            wrong = ends(connection, keys, key, address.name)
    return Register(database, key, keys, tuple(wrong))
