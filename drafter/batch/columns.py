"""Which column of a list is what: found by its heading, shown, and open to correction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from drafter.batch.tables import Row, Table
from drafter.problems import Problem, Where, nearest

NAME, TITLE, FORENAME, SURNAME, SALUTATION = "name", "title", "forename", "surname", "salutation"
ADDRESS, POSTCODE, TOPICS, POSITION, LENGTH = "address", "postcode", "topics", "position", "length"
REFERENCE, LARGE_PRINT = "reference", "large-print"
# A field of a letter, and the headings by which its column is known; what each list calls it, folded.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    NAME: ("name", "full name", "fullname", "constituent", "constituent name", "addressee", "recipient", "to", "names"),
    TITLE: ("title", "prefix", "honorific", "salutation title"),
    FORENAME: ("forename", "forenames", "first name", "firstname", "given name", "given names", "christian name"),
    SURNAME: ("surname", "last name", "lastname", "family name"),
    SALUTATION: ("salutation", "greeting", "dear"),
    ADDRESS: ("address", "postal address", "full address", "home address"),
    POSTCODE: ("postcode", "post code", "postal code"),
    TOPICS: ("topic", "topics", "concern", "concerns", "issue", "issues"),
    POSITION: ("position", "view"),
    LENGTH: ("length",),
    REFERENCE: ("reference", "ref", "our reference", "our ref", "case reference", "case number", "case"),
    LARGE_PRINT: ("large print",),
}
# Lines of an address that have columns of their own, in the order in which they stand on an envelope.
_LINES: Final = (
    re.compile(r"(?:postal |home )?address(?: line)? ?([1-9])|(?:address )?line ?([1-9])|addr(?:ess)?([1-9])"),
    re.compile(r"flat|house(?: name)?|house (?:number|no)|number|building"),
    re.compile(r"street|road|street address"),
    re.compile(r"village|locality|district|area"),
    re.compile(r"town|city|post town|town city"),
    re.compile(r"county"),
)
_FIRST_ROWS: Final = 20  # in which the headings are looked for: titles and notes may stand above them


@dataclass(frozen=True)
class Columns:
    """What each column of a list is. Numbers count from 0; ``address`` are the columns of its lines, in order.

    ``headings`` are the headings as they stand, ``row`` is theirs.
    """

    row: int
    headings: tuple[str, ...]
    fields: Mapping[str, int]
    address: tuple[int, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings of which nothing is made."""
        used = {*self.fields.values(), *self.address}
        return tuple(heading for at, heading in enumerate(self.headings) if heading and at not in used)

    def shown(self) -> list[tuple[str, str]]:
        """Pairs of a field and the heading that it is taken from, for a person to look over."""
        pairs = [(field, self.headings[at]) for field, at in self.fields.items()]
        if self.address:
            pairs.append((ADDRESS, ", ".join(self.headings[at] for at in self.address)))
        return pairs


def find_columns(table: Table, corrections: Mapping[str, str]) -> tuple[Columns | None, list[Problem]]:
    """The columns of a list. ``corrections`` say of a field the heading of its column, or nothing for none."""
    problems = [
        Problem(Where("--column"), "unknown-column", f"a letter has no '{field}'", nearest(field, HEADINGS) or _known())
        for field in corrections
        if field not in HEADINGS
    ]
    if problems:
        return None, problems
    best: Columns | None = None
    for row, _ in zip(table.rows(), range(_FIRST_ROWS), strict=False):
        found = _columns(row, corrections)
        if _names(found) and (best is None or len(found.fields) > len(best.fields)):
            best = found
    if best is None:
        best_row = next(iter(table.rows()), None)
        if best_row is None:
            return None, [Problem(Where(table.name), "empty-list", "holds nobody")]
        hint = "--column name='Heading' says which; the first row that holds anything is the headings"
        message = f"no column is headed as a name; there are: {', '.join(c.text for c in best_row.cells if c.text)}"
        return None, [Problem(Where(table.name, best_row.number, 1), "no-name-column", message[:400], hint)]
    known = {_fold(heading): heading for heading in best.headings}
    for field, heading in corrections.items():
        if heading and _fold(heading) not in known:
            hint = nearest(heading, best.headings) or f"there are: {', '.join(filter(None, best.headings))}"
            message = f"the list has no column '{heading}' for '{field}'"
            problems.append(Problem(Where("--column"), "unknown-column", message, hint))
    problems += _twice(best, table.name)
    return (None if problems else best), problems


def _known() -> str:
    return f"known: {', '.join(HEADINGS)}"


def _names(columns: Columns) -> bool:
    return NAME in columns.fields or SURNAME in columns.fields


def _columns(row: Row, corrections: Mapping[str, str]) -> Columns:
    headings = tuple(cell.text for cell in row.cells)
    folded = [_fold(heading) for heading in headings]
    fields: dict[str, int] = {}
    for field, known in HEADINGS.items():
        wanted = (_fold(corrections[field]),) if field in corrections else known
        at = next((folded.index(name) for name in wanted if name and name in folded), None)
        if at is not None and (field in corrections or at not in fields.values()):
            fields[field] = at
    taken = set(fields.values())
    lines = [] if ADDRESS in corrections else _lines(folded, taken)
    if ADDRESS in fields and lines:  # "Address", "Address 2", "Town": the first of its lines
        lines = [fields.pop(ADDRESS), *lines]
    if lines and POSTCODE in fields:
        lines.append(fields.pop(POSTCODE))
    return Columns(row.number, headings, fields, tuple(lines))


def _lines(folded: Iterable[str], taken: set[int]) -> list[int]:
    found = []
    for at, heading in enumerate(folded):
        if at in taken:
            continue
        for order, pattern in enumerate(_LINES):
            match = pattern.fullmatch(heading)
            if match:
                number = next((int(group) for group in match.groups() if group), 0)
                found.append((order, number, at))
                break
    return [at for *_, at in sorted(found)]


def _twice(columns: Columns, name: str) -> list[Problem]:
    """A heading that two columns have: of which is nobody's to guess."""
    folded = [_fold(heading) for heading in columns.headings]
    used = [*columns.fields.values(), *columns.address]
    return [
        Problem(
            Where(name, columns.row, at + 1),
            "repeated-column",
            f"two columns are headed '{columns.headings[at]}'",
            "give one of them another heading",
        )
        for at in used
        if folded.count(folded[at]) > 1
    ]


def _fold(heading: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.casefold()).split())
