"""People who stand in a list twice: in the same words, or under another form of the name or the address."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from drafter.english.names import last_word_of, name_key, of_two_sexes, person_of
from drafter.frozen import NamedTuple
from drafter.letter.recipient import Correspondent, postcode
from drafter.letter.request import LetterRequest
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where

_NUMBERS: Final = late_pattern(r"\d+[a-z]?\b", re.IGNORECASE)


class _Listed(NamedTuple):
    """A person of an earlier row, by the name as it is on the letter."""

    row: int
    name: str
    reference: str


class RowsBefore:
    """The rows of a list that were read so far. ``list_name`` is the list's name in problems.

    Of each row only hashes are kept, and the name and reference where its address tells a house.
    """

    def __init__(self, list_name: str) -> None:
        self._list_name = list_name
        self._rows: dict[bytes, int] = {}
        self._houses: dict[bytes, list[_Listed]] = {}  # by house and surname

    def take(self, row: int, request: LetterRequest) -> Problem | None:
        """Take one more row. A problem where an earlier one says the same; only a warning where it may be of the same
        person.
        """
        first = self._rows.setdefault(_key(*request.to.addressee, request.reference), row)
        if first != row:
            message = f"is the same as row {first}: name, address and reference"
            return Problem(self._at(row), "repeated-row", message, "take one out, or give each its reference")
        if other := self._alike(row, request):
            message = f"may be the person of row {other}: a like name, in the same house"
            return Problem(self._at(row), "repeated-row", message, "is it?", Severity.WARNING)
        return None

    def _at(self, row: int) -> Where:
        return Where(self._list_name, row, 1)

    def _alike(self, row: int, request: LetterRequest) -> int:
        """The row of somebody who seems to be the same person; 0 for none."""
        house, reference = _house(request.to), request.reference
        if not house:
            return 0
        before = self._houses.setdefault(house, [])
        for other in before:
            may_be = not reference or not other.reference or reference == other.reference
            if may_be and _are_one(other.name, request.to.name):
                return other.row
        before.append(_Listed(row, request.to.name, reference))
        return 0


def _house(to: Correspondent) -> bytes:
    """A house and a surname in it, as one key; empty where the address has no postcode, or no number."""
    code = postcode(to.addressee)
    numbers = _NUMBERS.findall(" ".join(to.address).casefold().replace(code.casefold(), " ")) if code else []
    surname = last_word_of(to.name) if numbers else ""
    return _key(code, *numbers, surname) if surname else b""


def _key(*parts: str) -> bytes:
    """A short hash of some texts, without regard to case and to forms of apostrophes."""
    folded = name_key("\0".join(parts))
    return hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=12).digest()


def _are_one(one: str, other: str) -> bool:
    """Whether two names may be one person's: each fits the other, and no title says that one is a man's and the other
    a woman's.
    """
    if of_two_sexes(one, other):
        return False
    from drafter.english.people import is_fuller  # late: in most lists no two names are alike

    first, second = (name_key(" ".join(person_of(name).words)) for name in (one, other))
    return first == second or (" " in first and " " in second and is_fuller(first, second))
