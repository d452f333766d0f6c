"""An invented kind of file for ``test_adding.py``: text whose lines stand in the file from the last to the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from drafter.batch.tables import Table, TableRow, cell
from drafter.inbox.model import Message
from drafter.problems import Problem
from drafter.sources.text import Contents, Refused


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8").splitlines()[::-1]


def read_document(data: bytes, _each_page: Callable[[], None]) -> Contents:
    if b"\0" in data:
        raise Refused("not-text", "is not a text", "is its name's ending right?")
    return Contents(tuple(filter(None, _lines(data))), {"title": "From the end"})


def read_message(data: bytes) -> Message:
    return Message(text="\n".join(_lines(data)))


def open_table(path: Path, name: str, _sheet: str) -> tuple[Table | None, list[Problem]]:
    def rows() -> Iterator[TableRow]:
        for number, line in enumerate(_lines(path.read_bytes()), 1):
            yield TableRow(number, tuple(map(cell, line.split("|"))))

    return Table(name, rows), []
