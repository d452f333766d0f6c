"""Registers for tests, and approvals to enter into them. All names are invented."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from drafter.problems import Problem, ProblemsFound
from drafter.register.address import Address
from drafter.register.keys import KeyPlace
from drafter.register.model import Accepted, Approval, Constituent, RegisteredFact, RegisterEntry
from drafter.register.spool import FinalCopy, Spool
from drafter.register.store import Register, find_register, open_register

READER = Constituent("Mrs Asha Patel", "WV1 9ZZ")
FACTS = (
    RegisteredFact("car-parks-free", "00000000000000a1", "Parking was made free in March 2019."),
    RegisteredFact("car-parks-charged", "00000000000000b2", "Trusts set the charges.", held=False),
)


def approval(number: int, **given: object) -> Approval:
    """An approval that is like no other by its number."""
    fields: dict[str, object] = {
        "approved_at": datetime(2019, 4, 1, 9, 30, tzinfo=UTC) + timedelta(minutes=number % 600),
        "by": "Tom Field",
        "letter_date": date(2019, 4, 1) + timedelta(days=number % 300),
        "reference": f"EM/{number}",
        "subject": "Hospital car parks",
        "topics": ("parking", "funding") if number % 2 else ("staff",),
        "position": "government",
        "length": "standard",
        "sha256": hashlib.sha256(copy_of(number)).hexdigest(),
        "kind": ".md",
        "constituent": READER,
        "facts": FACTS if number % 2 else FACTS[:1],
        "accepted": (Accepted("long-letter", "She asked for all of it."),) if number % 2 else (),
        "warnings": ("long-letter",),
        "version": "0.1.0",
    }
    return Approval(**{**fields, **given})  # type: ignore[arg-type]


def copy_of(number: int) -> bytes:
    """The final copy of the letter of a number."""
    return f"The letter {number}.\n".encode()


@dataclass(frozen=True)
class Place:
    """A register's place and key, with an office's folder around it."""

    folder: Path
    address: Address
    keys: KeyPlace

    def open(self, patience: float = 10) -> Register:
        return open_register(self.address, self.keys, patience=patience)

    def find(self, patience: float = 10) -> Register | None:
        return find_register(self.address, self.keys, patience=patience)

    @property
    def spool(self) -> Spool:
        return Spool(self.folder / "register" / "approving", "register/approving", self.folder)

    @property
    def letters(self) -> Path:
        return self.folder / "letters"

    def final(self, number: int, file: str = "", *, replace: bool = False, **given: object) -> FinalCopy:
        target = self.letters / (file or f"letter-{number}.md")
        return FinalCopy(approval(number, **given), copy_of(number), target, replace)

    def tamper(self, statement: str, **values: object) -> int:
        """Change the database past drafter, and past its foreign keys; how many rows."""
        url = self.address.url or f"sqlite:///{self.address.path}"
        engine = create_engine(url)
        with engine.begin() as connection:
            if self.address.url:
                connection.execute(text("SET session_replication_role = replica"))
            count = connection.execute(text(statement), values).rowcount
        engine.dispose()
        return count

    def drop(self) -> None:
        """Remove the register, its key and all letters."""
        if self.address.url:
            self.tamper("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for folder in (self.folder / "register", self.letters):
            shutil.rmtree(folder, ignore_errors=True)
        self.letters.mkdir()


def in_file(folder: Path) -> Place:
    """An office's own register, not made yet."""
    address = Address("register/letters.sqlite", folder / "register" / "letters.sqlite")
    return Place(folder, address, KeyPlace(folder / "register" / "key", "register/key"))


def problems_of(function: object, *args: object, **given: object) -> list[Problem]:
    """What a call raises; a call that raises nothing has none."""
    assert callable(function)
    try:
        function(*args, **given)
    except ProblemsFound as found:
        return list(found.problems)
    return []


def rules_of(function: object, *args: object, **given: object) -> list[str]:
    return [problem.rule for problem in problems_of(function, *args, **given)]


def sound(place: Place) -> list[RegisterEntry]:
    """The letters, oldest first, after it was seen that rows and files belong together and nothing is left over."""
    with place.open() as register:
        assert register.verify() == []
        entries = list(register.letters().entries)[::-1]
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert place.spool.is_empty()
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in place.letters.glob("*")}
    assert {entry.sha256 for entry in entries} == set(files), "a row without its file, or a file without its row"
    return entries
