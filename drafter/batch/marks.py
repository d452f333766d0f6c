"""What the reader of spreadsheets leaves out, read from a sheet's own XML: errors, unworked formulas, hidden rows, and
the zeros that a number's format shows before it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import IO, Any
from xml.parsers import expat

from drafter.batch.cells import Kind
from drafter.ooxml import parse

_PIECE = 1 << 20


class Unreadable(Exception):
    """What is wrong with a workbook, as a problem says it."""


class Marks:
    """What the reader of sheets leaves out, read from the sheet's own XML beside it, as far as is asked for: errors and
    formulas whose value nobody has worked out, which it gives as empty, and which rows are hidden.

    ``zeros`` says of the formats that show numbers with zeros before them, as "00123", how many digits they show.
    """

    def __init__(self, file: IO[bytes], zeros: Mapping[str, int] | None = None) -> None:
        self._file = file
        self._zeros = zeros or {}
        self._wide: dict[int, dict[int, int]] = {}
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.StartDoctypeDeclHandler = _refuse_entities
        self._locals: dict[str, str] = {}
        self._odd: dict[int, dict[int, Kind]] = {}  # by row from 1, columns from 0
        self._hidden: set[int] = set()
        self._row = self._beyond = 0
        self._place = self._type = self._before = ""
        self._unworked: int | None = None

    def of(self, row: int) -> dict[int, Kind]:
        """What is odd in a row; rows are asked for in order."""
        while self._row <= row and self._read():
            pass
        return self._odd.pop(row, {})

    def digits(self, row: int) -> dict[int, int]:
        """How many digits the numbers of a row that was asked for are shown with, by column."""
        return self._wide.pop(row, {})

    def hides(self, row: int) -> bool:
        """Whether a row that was asked for is hidden."""
        return row in self._hidden

    def rest(self) -> Iterator[tuple[int, list[Any]]]:
        """The rows that were not asked for, which hold nothing but what is odd."""
        while self._read():
            pass
        yield from ((row, []) for row in sorted(self._odd))

    def _read(self) -> bool:
        piece = self._file.read(_PIECE)
        self._parser.Parse(piece)
        return bool(piece)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        # Called for every element of a sheet: ends are not listened to, nor words but those of a formula's value.
        kind = self._locals.get(name) or self._locals.setdefault(name, name.rpartition(":")[2])
        self._parser.CharacterDataHandler = None
        if kind == "c":
            place = attributes.get("r")
            self._place, self._beyond = (place, 0) if place else (self._place, self._beyond + 1)
            self._type, self._unworked = attributes.get("t", ""), None
            if self._zeros and (digits := self._zeros.get(attributes.get("s", ""))):
                self._wide.setdefault(self._row, {})[self._column()] = digits
            if self._type == "e":
                self._odd.setdefault(self._row, {})[self._column()] = Kind.ERROR
        elif kind == "f" and self._before == "c" and self._type != "e":
            self._unworked = self._column()
            self._odd.setdefault(self._row, {})[self._unworked] = Kind.UNWORKED
        elif kind == "is" or (kind == "v" and self._type == "str"):  # worked out, if to an empty text
            self._worked()
        elif kind == "v" and self._unworked is not None:
            self._parser.CharacterDataHandler = self._worked
        elif kind == "row":
            row = int(attributes.get("r", self._row + 1))
            if row <= self._row:
                raise Unreadable("has rows that do not stand in order")
            self._row, self._place, self._beyond, self._unworked = row, "", 0, None
            if attributes.get("hidden") in ("1", "true"):
                self._hidden.add(row)
        self._before = kind

    def _worked(self, words: str = "-") -> None:
        if self._unworked is not None and words.strip():
            del self._odd[self._row][self._unworked]
            self._unworked = None

    def _column(self) -> int:
        number = 0
        for letter in self._place.rstrip("0123456789"):
            number = number * 26 + ord(letter) - 64
        return number - 1 + self._beyond


def _refuse_entities(*_: object) -> None:
    raise Unreadable("declares a document type, which no workbook does")


@contextmanager
def marks_of(path: str, sheet: str) -> Iterator[Marks]:
    """The marks of a sheet; none in a file that is no workbook of Open XML."""
    with ExitStack() as open_:
        archive = open_.enter_context(zipfile.ZipFile(path)) if zipfile.is_zipfile(path) else None
        parts = {part.replace("\\", "/").casefold(): part for part in archive.namelist()} if archive else {}
        if archive is None or "_rels/.rels" not in parts:
            yield Marks(io.BytesIO())
            return
        if len(parts) < len(archive.namelist()):  # of the two, each reader would choose its own
            raise Unreadable("has two parts of one name")
        book = next(to for kind, _, to in _links(archive, parts, "") if kind.endswith("/officeDocument")).casefold()
        id_ = next(
            value
            for element in parse(archive.read(parts[book])).iter()
            if element.tag.rpartition("}")[2] == "sheet" and element.get("name") == sheet
            for key, value in element.items()
            if key.endswith("}id")
        )
        target = next(to for _, link, to in _links(archive, parts, book) if link == id_).casefold()
        styles = next((to for kind, _, to in _links(archive, parts, book) if kind.endswith("/styles")), "").casefold()
        zeros = _zeros(archive.read(parts[styles])) if styles in parts else {}
        yield Marks(open_.enter_context(archive.open(parts[target])), zeros)


def _zeros(styles: bytes) -> dict[str, int]:
    """The cell styles, by their numbers, whose format is zeros alone, and how many."""
    formats: dict[str, str] = {}
    found: dict[str, int] = {}
    for element in parse(styles):
        kind = element.tag.rpartition("}")[2]
        if kind == "numFmts":
            formats = {one.get("numFmtId", ""): one.get("formatCode", "") for one in element}
        elif kind == "cellXfs":
            codes = (formats.get(one.get("numFmtId", ""), "").partition(";")[0] for one in element)
            found = {str(at): len(code) for at, code in enumerate(codes) if re.fullmatch("0{2,20}", code)}
    return found


def _links(archive: zipfile.ZipFile, parts: Mapping[str, str], part: str) -> Iterator[tuple[str, str, str]]:
    """What a part of a package is linked with: the kind of each link, its id, and the part that it leads to."""
    folder, name = posixpath.split(part)
    for link in parse(archive.read(parts[posixpath.join(folder, "_rels", f"{name}.rels")])).iter():
        target = link.get("Target", "").replace("\\", "/")
        # Some programs write the whole path without the stroke that says so.
        whole = target.startswith("/") or target.casefold() in parts
        target = posixpath.normpath(target.lstrip("/") if whole else posixpath.join(folder, target))
        yield link.get("Type", ""), link.get("Id", ""), target
