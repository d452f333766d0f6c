"""Batches as the tests make them: small lists, and what lies in what was made of them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

HEADINGS = ("name", "address", "topics", "reference")
# Names that stand in no letter but their own, however they are encoded.
SURNAMES = (
    "Quibblesworth", "Zyrianov", "Featherstonehaugh", "Okonjo", "Brightwater", "Kettlethorpe", "Vandersloot", "Wojtyla",
    "Pemberley", "Ransome", "Thistlewick", "Umarova",
)  # fmt: skip


def row(number: int) -> tuple[str, str, str, str]:
    """A recipient, the number from 0 standing in all that is theirs."""
    surname = f"{SURNAMES[number % len(SURNAMES)]}{chr(97 + number // len(SURNAMES) % 26)}"
    topics = ("staff", "funding", "staff, funding")[number % 3]
    return f"Mrs Ada {surname}", f"{number + 1} Long Row, {surname} End, WV1 9ZZ", topics, f"EM/{number + 1}"


def write_list(path: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder or ZIP, but for the one that says nothing is to be kept in version control."""
    if path.is_dir():
        yield from ((file.name, file.read_bytes()) for file in sorted(path.iterdir()) if file.name != ".gitignore")
        return
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        yield from sorted((name, archive.read(name)) for name in archive.namelist())


def words_in(name: str, data: bytes) -> str:
    """Everything that can be read in a file: every part of a package, compressed or not."""
    if not name.endswith(".docx"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())


def strangers(text: str, own: str, names: Sequence[str]) -> list[str]:
    """The surnames in a text that are not the one that may stand there."""
    return sorted((set().union(*map(_words, text.split("\n"))) & set(names)) - {own})


@lru_cache(maxsize=200)
def _words(line: str) -> frozenset[str]:
    """The words of a line; most parts of a Word file are the same line in every letter."""
    return frozenset(re.findall(r"\w+", line))
