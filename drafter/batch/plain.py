"""Rows with nothing odd in them, as most rows of most lists: one look shows that no check of a row would find anything.

What is not surely plain is left to ``drafter.batch.list``, which checks each cell and says what is wrong. A row that is
plain here is read there in the same way, and without a problem; only that takes three times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from drafter.batch.columns import (
    ADDRESS,
    FORENAME,
    NAME,
    REFERENCE,
    SALUTATION,
    SURNAME,
    SURNAME_FIRST,
    TITLE,
    Columns,
)
from drafter.batch.spoilt import CODE, ODD_WORDS, is_nothing
from drafter.batch.tables import EMPTY, Cell, CellKind
from drafter.english.names import may_be_not_written_to, plain_greeting
from drafter.english.salutations import SINCERELY, TO_NO_ONE
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.recipient import Correspondent
from drafter.patterns import late_pattern

# A line of an address: words of two letters or more, which a number may precede or follow. So it is no house number
# alone, and nothing in it is the end of a postcode.
_WORD: Final = r"[A-Za-z][A-Za-z.']+"
_NUMBER: Final = r"\d{1,5}[A-Za-z]?"
_LINE: Final = rf"(?:{_NUMBER} )?{_WORD}(?:[ -]{_WORD})*(?: {_NUMBER})?"
_ADDRESS_LINE: Final = late_pattern(_LINE)
# A whole address in one cell, by what stands between its lines; and one whose postcode has its own cell.
_ADDRESS: Final = {sign: late_pattern(rf"(?:{_LINE}{sign}){{1,6}}(?:{_LINE} )?{CODE}") for sign in (", ", "\n")}
_PLACE: Final = {sign: late_pattern(rf"{_LINE}(?:{sign}{_LINE}){{0,6}}") for sign in (", ", "\n")}
_CODE: Final = late_pattern(CODE)
_REFERENCE: Final = late_pattern(r"[A-Za-z]{0,8}[-/ ]?\d{1,9}(?:[-/]\d{1,9})?")
_LONGEST: Final = 150  # characters of a name or an address
_BETWEEN: Final = "\0"  # cells: nothing that is looked for stands across it
_OF_NAMES: Final = frozenset((NAME, TITLE, FORENAME, SURNAME, SURNAME_FIRST))
_PARTS: Final = (TITLE, FORENAME, SURNAME)


class Reader(NamedTuple):
    """Whom a plain row names."""

    to: Correspondent
    reference: str


@dataclass(frozen=True, slots=True)
class PlainRows:
    """What a list's columns are, for this look; the columns count from 0.

    ``name`` are those of the name's parts, ``address`` those of the lines of the address, the postcode's among them, or
    the one that holds it ``whole``; ``postcode`` and ``reference`` are -1 for none. All these are ``used``. ``others``
    are all but the name's in which a note may stand; those of ``empty`` must be so.
    """

    width: int
    name: tuple[int, ...]
    address: tuple[int, ...]
    whole: bool
    postcode: int
    reference: int
    used: tuple[int, ...]
    others: tuple[int, ...]
    empty: tuple[int, ...]

    @classmethod
    def of(cls, columns: Columns, of_text: Collection[int], flags: Collection[int]) -> PlainRows | None:
        """``None`` where no row of such columns counts as plain. ``of_text`` are the columns that are not looked at,
        ``flags`` those that say that nobody writes to a person.
        """
        fields, width = columns.fields, len(columns.headings)
        named = _OF_NAMES & fields.keys()
        whole = ADDRESS in fields
        address = (fields[ADDRESS],) if whole else columns.address
        known = named in ({NAME}, set(_PARTS)) and whole != bool(columns.address)
        if not known or not all(columns.headings) or not (whole or columns.postcode in address):
            return None
        name = tuple(fields[field] for field in _PARTS if field in fields) or (fields[NAME],)
        empty = (*((fields[SALUTATION],) if SALUTATION in fields else ()), *flags)
        others = tuple(at for at in range(width) if at not in {*of_text, *name, *empty})
        reference = fields.get(REFERENCE, -1)
        used = tuple({*name, *address, columns.postcode, reference} - {-1})
        return cls(width, name, address, whole, columns.postcode, reference, used, others, empty)

    def reader(self, cells: Sequence[Cell]) -> Reader | None:
        """Whom a row names, if it is plain in all but the columns that are not looked at."""
        if len(cells) != self.width:
            return None
        for at in self.used:
            if cells[at].kind is not CellKind.TEXT:
                return None
        for at in self.empty:
            if cells[at] != EMPTY:
                return None
        name = " ".join([cells[at].text for at in self.name])
        greeting, lines = _greeting(name), self._address(cells)
        reference = cells[self.reference].text if self.reference >= 0 else ""
        if not greeting or not lines or (reference and not _REFERENCE.fullmatch(reference)):
            return None
        # The name is looked at as it is on the letter, since a note may stand across its parts.
        if may_be_not_written_to(_BETWEEN.join([name, *[cells[at].text for at in self.others]])):
            return None
        return Reader(Correspondent(name, lines, f"Dear {greeting}", SINCERELY), reference)

    def _address(self, cells: Sequence[Cell]) -> tuple[str, ...]:
        """The lines of a plain address; none where it is not plain."""
        texts = [cells[at].text for at in self.address]
        code = cells[self.postcode].text if self.postcode >= 0 else ""
        if max(map(len, texts)) > _LONGEST or (self.postcode >= 0 and not _CODE.fullmatch(code)):
            return ()
        if self.whole:
            text = texts[0]
            sign = "\n" if "\n" in text else ", "
            if not code:
                return tuple(text.split(sign)) if _ADDRESS[sign].fullmatch(text) else ()
            return (*text.split(sign), code) if _PLACE[sign].fullmatch(text) and not is_nothing(text) else ()
        lines = [text for text in texts if text]
        plain = all(_ADDRESS_LINE.fullmatch(text) and not is_nothing(text) for text in lines if text is not code)
        return tuple(lines) if plain and len(lines) > 1 else ()


def _greeting(name: str) -> str:
    """The words after "Dear" for a name in which nothing is odd; empty for any other."""
    greeting = plain_greeting(name)
    if not greeting or not name.isascii() or len(name) > _LONGEST:
        return ""
    small = name.lower()
    if "test" in small or "total" in small or small in TO_NO_ONE or greeting.lower() in TO_NO_ONE:
        return ""
    return greeting if ODD_WORDS.isdisjoint(small.replace(".", " ").split()) else ""
