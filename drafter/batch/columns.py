"""The columns of a list: recognised by their headings, shown to a person, and open to correction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from drafter.batch.tables import Cell, Table, TableRow
from drafter.frozen import dataclass
from drafter.patterns import late_pattern
from drafter.problems import Problem, Where, nearest

NAME, TITLE, FORENAME, SURNAME, SALUTATION = "name", "title", "forename", "surname", "salutation"
SURNAME_FIRST = "surname-first"
ADDRESS, POSTCODE, TOPICS, POSITION, LENGTH = "address", "postcode", "topics", "position", "length"
ASKS, FEARS, WANTS = "asks", "fears", "wants"
REFERENCE, LARGE_PRINT = "reference", "large-print"
EMAIL = "email"
# Each field of a letter, and the headings of its column in various lists, folded.
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    NAME: (
        "name",
        "full name",
        "fullname",
        "constituent",
        "constituent name",
        "addressee",
        "recipient",
        "to",
        "names",
        "enw",
        "enw llawn",
    ),
    SURNAME_FIRST: (
        "surname forename",
        "surname forenames",
        "surname first name",
        "last name first name",
        "surname first",
        "name surname first",
    ),
    TITLE: ("title", "prefix", "honorific", "salutation title", "teitl"),
    FORENAME: (
        "forename",
        "forenames",
        "first name",
        "firstname",
        "given name",
        "given names",
        "christian name",
        "enw cyntaf",
        "enwau cyntaf",
    ),
    SURNAME: ("surname", "last name", "lastname", "family name", "cyfenw"),
    SALUTATION: ("salutation", "greeting", "dear"),
    ADDRESS: ("address", "postal address", "full address", "home address", "addr", "cyfeiriad"),
    POSTCODE: ("postcode", "post code", "postal code", "cod post", "cod p\u00f4st"),
    TOPICS: ("topic", "topics", "concern", "concerns", "issue", "issues", "what about", "subject", "subjects"),
    ASKS: ("asks", "ask", "asks whether"),
    FEARS: ("fears", "fear", "fears that"),
    WANTS: ("wants", "want", "wants us to"),
    POSITION: ("position", "view"),
    LENGTH: ("length",),
    REFERENCE: (
        *("reference", "ref", "our reference", "our ref", "case reference", "case number", "case"),
        *("reference number", "reference no", "ref number", "ref no", "our ref no", "case ref", "case no"),
    ),
    LARGE_PRINT: ("large print",),
    EMAIL: (
        "email",
        "e mail",
        "email address",
        "e mail address",
        "e mail addresses",
        "email addresses",
        "e bost",
        "ebost",
    ),
}
# Lines of an address that have their own columns, in the order of an envelope.
_LINES: Final = (
    late_pattern(r"(?:(?:postal |home )?addr(?:ess)?(?: line)?|line|cyfeiriad) ?([1-9])"),
    late_pattern(r"flat(?: number| no)?|apartment|house(?: name)?|house (?:number|no)|number|building"),
    late_pattern(r"street|road|street address|stryd"),
    late_pattern(r"village|locality|district|area|pentref"),
    late_pattern(r"town|city|post town|town city|tref|dinas"),
    late_pattern(r"county|sir"),
)
_FLATS: Final = frozenset(("flat", "flat number", "flat no", "apartment"))
_BEYOND_STREET: Final = 3  # number of the first pattern above for a line below the street
_TELEPHONE: Final = late_pattern(
    r"(?:(?:home|work|day|daytime|evening) )?(?:tele)?phone(?: (?:number|no))?|tel(?: (?:number|no))?"
    r"|mobile(?: (?:phone|number|no))*"
)
_PLURAL: Final = late_pattern(r"\((e?s)\)")  # concern(s)
_FIRST_ROWS: Final = 20  # in which headings are looked for, since titles and notes may stand above them


@dataclass(frozen=True)
class Columns:
    """What each column of a list is. Columns count from 0. ``address`` are the columns of address lines, in order.

    ``headings`` are the headings as written, ``row`` is their row, and ``above`` the number of non-empty rows before
    it. ``postcode`` is the column of postcodes, even if it is a line of the address; -1 for none.
    """

    row: int
    headings: tuple[str, ...]
    fields: Mapping[str, int]
    address: tuple[int, ...]
    above: int = 0
    postcode: int = -1

    @cached_property
    def flats(self) -> frozenset[int]:
        """The columns of the address that hold flat numbers."""
        return frozenset(at for at in self.address if _called(self.headings[at]) in _FLATS)

    @cached_property
    def beyond_street(self) -> frozenset[int]:
        """The columns of the address below the street: villages, towns, counties, postcodes."""
        lines = ((at, _line(_called(self.headings[at]))) for at in self.address)
        return frozenset(at for at, line in lines if line is None or line[0] >= _BEYOND_STREET) | {self.postcode}

    @cached_property
    def telephones(self) -> tuple[int, ...]:
        """The columns of telephone numbers, which no letter uses."""
        return tuple(at for at, heading in enumerate(self.headings) if _TELEPHONE.fullmatch(fold_heading(heading)))

    @property
    def unused(self) -> tuple[str, ...]:
        """The headings that are not used."""
        used = {*self.fields.values(), *self.address}
        return tuple(heading for at, heading in enumerate(self.headings) if heading and at not in used)

    @property
    def known(self) -> int:
        """How many columns are recognised."""
        return len(self.fields) + len(self.address)

    @property
    def named(self) -> bool:
        """Whether the column of names is known."""
        return not self.fields.keys().isdisjoint((NAME, SURNAME, SURNAME_FIRST))

    def stray(self, cells: Sequence[Cell]) -> int | None:
        """The first cell with content but without a heading, if there is one.

        Cells left of all headings do not count, since they mostly number the rows. Text too long for its cell spills to
        the right.
        """
        for at in self._bare:
            if at < len(cells) and cells[at].text:
                return at
        return next((at for at in range(len(self.headings), len(cells)) if cells[at].text), None)

    @cached_property
    def _bare(self) -> tuple[int, ...]:
        """The columns right of the first heading that have no heading."""
        first = next((at for at, heading in enumerate(self.headings) if heading), 0)
        return tuple(at for at, heading in enumerate(self.headings) if at > first and not heading)

    def shown(self) -> list[tuple[str, str]]:
        """Pairs of a field and its heading, for a person to check."""
        pairs = [(field, self.headings[at]) for field, at in self.fields.items()]
        if self.address:
            pairs.append((ADDRESS, ", ".join(self.headings[at] for at in self.address)))
        return pairs


def find_columns(table: Table, corrections: Mapping[str, str]) -> tuple[Columns | None, list[Problem]]:
    """Find the columns of a list. ``corrections`` map a field to the heading of its column, or to nothing for none."""
    problems = [
        Problem(Where("--column"), "unknown-column", f"a letter has no '{field}'", nearest(field, HEADINGS) or _known())
        for field in corrections
        if field not in HEADINGS
    ]
    if problems:
        return None, problems
    rows = [row for row, _ in zip(table.rows(), range(_FIRST_ROWS), strict=False)]
    if not rows:
        return None, [Problem(Where(table.name), "empty-list", "holds nobody")]
    rows_read = [_columns(row, corrections, above) for above, row in enumerate(rows)]
    best = max(rows_read, key=lambda columns: (columns.known, columns.named))
    if not best.known:  # then a row with a single cell counts as a title, not as headings
        best = next((columns for columns in rows_read if sum(map(bool, columns.headings)) > 1), rows_read[0])
    known = {fold_heading(heading): heading for heading in best.headings}
    for column, heading in corrections.items():
        if heading and fold_heading(heading) not in known:
            hint = nearest(heading, best.headings) or f"there are: {', '.join(filter(None, best.headings))}"
            message = f"the list has no column '{heading}' for '{column}'"
            problems.append(Problem(Where("--column"), "unknown-column", message, hint))
    if not (problems or best.named):
        message = f"no column is headed as a name; there are: {', '.join(filter(None, best.headings))}"
        hint = "--column name='Heading' says which"
        return None, [Problem(Where(table.name, best.row, 1), "no-name-column", message[:400], hint)]
    problems += _twice(best, table.name)
    return (None if problems else best), problems


def _known() -> str:
    return f"known: {', '.join(HEADINGS)}"


def _columns(row: TableRow, corrections: Mapping[str, str], above: int) -> Columns:
    headings = tuple(cell.text for cell in row.cells)
    folded, called = [fold_heading(heading) for heading in headings], [_called(heading) for heading in headings]
    fields: dict[str, int] = {}
    for column, known in HEADINGS.items():
        names, wanted = (folded, (fold_heading(corrections[column]),)) if column in corrections else (called, known)
        at = next((names.index(name) for name in wanted if name and name in names), None)
        if at is not None and (column in corrections or at not in fields.values()):
            fields[column] = at
    taken = set(fields.values())
    lines = [] if ADDRESS in corrections else _lines(called, taken)
    if ADDRESS in fields and lines:  # "Address", "Address 2", "Town": this is the first line
        lines = [fields.pop(ADDRESS), *lines]
    postcode = fields.get(POSTCODE, -1)
    if lines and POSTCODE in fields:
        lines.append(fields.pop(POSTCODE))
    return Columns(row.number, headings, fields, tuple(lines), above, postcode)


def _lines(called: Sequence[str], taken: set[int]) -> list[int]:
    found = [(line, at) for at, heading in enumerate(called) if at not in taken and (line := _line(heading))]
    return [at for _, at in sorted(found)]


def _line(heading: str) -> tuple[int, int] | None:
    """The address line for a heading: the number of its pattern, and the line's own number if it has one."""
    for order, pattern in enumerate(_LINES):
        if match := pattern.fullmatch(heading):
            return order, next((int(group) for group in match.groups() if group), 0)
    return None


def _twice(columns: Columns, name: str) -> list[Problem]:
    """A problem: two columns have the same heading, and drafter does not guess which one is meant."""
    folded = [fold_heading(heading) for heading in columns.headings]
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


def _called(heading: str) -> str:
    """A heading folded. Of several words for one thing, as in "Subject/Concern(s)", the first."""
    parts = [fold_heading(part) for part in heading.split("/")]
    meant = {next((field for field, known in HEADINGS.items() if part in known), _line(part)) for part in parts}
    return parts[0] if len(meant) == 1 and None not in meant else fold_heading(heading)


def fold_heading(heading: str) -> str:
    """A heading in the form for looking it up: words alone, without signs, and "concern(s)" in the plural."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", _PLURAL.sub(r"\1", heading.casefold())).split())
