"""The recipient: the name and address as they stand on the letter, the greeting, and the close."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from drafter.english.salutations import FAITHFULLY, GREETINGS, NO_ONE, SINCERELY, TO_NO_ONE
from drafter.english.words import clean_line
from drafter.frozen import dataclass
from drafter.patterns import late_pattern

if TYPE_CHECKING:
    from drafter.english.names import NameReading

LONGEST_LINE: Final = 200
MOST_LINES: Final = 12
QUOTES: Final = {'"': '"', "“": "”"}


# The form of postcodes, without the list of real ones: the post finds an invented one.
_POSTCODE: Final = late_pattern(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
_POSTCODE_END: Final = late_pattern(r"[0-9][A-Z]{2}\b", re.IGNORECASE)
# A house number that stands alone ("14", "14a", "12-14", "2/1"), and what may follow it on its line.
_HOUSE: Final = late_pattern(r"\d{1,5}[A-Z]?(?: ?[-/\u2013] ?\d{1,5}[A-Z]?)?", re.IGNORECASE)
_STREET: Final = late_pattern(r"[^\W\d_]|\d+(?:st|nd|rd|th)\b", re.IGNORECASE)

_DIGIT: Final = late_pattern(r"\d")
_NUMBERED: Final = late_pattern(r"\b\d{1,5}[A-Z]?(?: ?[-/\u2013] ?\d{1,5}[A-Z]?)?[\s,]+[^\W\d_]{2,}", re.IGNORECASE)
_BEHIND_A_DASH: Final = late_pattern(r"\s[-\u2013\u2014]+\s|[\[\]{}<>]")
_SHOUTED: Final = 3  # letters of a surname in capitals; a shorter one may be initials
_BFPO: Final = late_pattern(r"\bBFPO ?\d", re.IGNORECASE)


class Unusable(ValueError):
    """A name or address that cannot be used. The message is one plain sentence, without what was typed."""

    @property
    def as_problem(self) -> str:
        """The sentence in the style of problems: no capital, no full stop."""
        text = str(self)
        return text[:1].lower() + text[1:].rstrip(".")


class UnusableName(Unusable):
    """A name that no letter can be addressed to."""


class UnusableAddress(Unusable):
    """An address that does not fit on an envelope."""


@dataclass(frozen=True)
class Correspondent:
    """The recipient of a letter. All fields are clean: each text is one line, and what was typed is data."""

    name: str
    address: tuple[str, ...]
    salutation: str
    close: str

    @property
    def addressee(self) -> tuple[str, ...]:
        """The name and address lines as they stand on the letter."""
        return (self.name, *self.address)


def correspondent(name: str, address: str = "", salutation: str = "") -> Correspondent:
    """The recipient, from what was typed. ``salutation`` replaces the greeting that would follow from the name."""
    said = clean_line(name).strip(" ,;")
    if said[:1] in QUOTES and said[-1:] == QUOTES[said[:1]]:  # quotation marks left over from a table
        said = said[1:-1].strip(" ,;")
    if not any(map(str.isalnum, said)):
        raise UnusableName("The name has no letter or digit in it.")
    if len(said) > LONGEST_LINE:
        raise UnusableName(f"The name has {len(said)} characters; at most {LONGEST_LINE} can be used.")
    reading = _reader_of_names()(said)
    greeting = _typed_greeting(salutation) or ("" if said.casefold() in TO_NO_ONE else reading.greeting) or NO_ONE
    if not any(map(str.isalnum, greeting)):  # only letters after a name: "OBE"
        greeting = said
    close = FAITHFULLY if greeting.casefold() in TO_NO_ONE else SINCERELY
    return Correspondent(reading.name, _lines(address), f"Dear {greeting}", close)


def why_odd(to: Correspondent) -> str:
    """Why a recipient's name may not be meant as it is, without the name; empty where nothing is odd."""
    from drafter.english.names import TITLES, is_not_written_to, names_others  # late, as the reader of names is below

    greeting = to.salutation.removeprefix("Dear ")
    words = greeting.split()
    if is_like_an_address(to.name):
        return "has an address in it"
    if is_not_written_to(to.name):
        return "says that somebody is dead, or is not to be written to"
    if _BEHIND_A_DASH.search(to.name):
        return "has more behind it than a name"
    if names_others(greeting):
        return "names others without a name, and so does the greeting"
    if len(words) > 2 and words[1].casefold().strip(".") in TITLES:
        return "has two titles, and both are in the greeting"
    if words and words[-1].islower() and words[-1] in to.name.split():  # and not 'Dear resident', as was typed
        return "has a surname in small letters, and so has the greeting"
    if len(words) > 1 and _is_shouted(words[-1]) and words[-1] in to.name.split():
        return "has a surname in capitals, and so has the greeting"
    return ""


def _is_shouted(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) >= _SHOUTED


@cache
def _reader_of_names() -> Callable[[str], NameReading]:
    from drafter.english.names import read_name  # late: a letter that comes back already has its greeting

    return read_name


def postcodes(text: str) -> list[str]:
    """The postcodes in a text, in order, in the post's own form."""
    return [" ".join(halves).upper() for halves in _POSTCODE.findall(text)]


def has_two_postcodes(text: str) -> bool:
    """Whether a text has postcodes of two places."""
    # Their ends are looked for first, since that is quick: each postcode has one of its own.
    return len(_POSTCODE_END.findall(text)) > 1 and len(set(postcodes(text))) > 1


def is_like_an_address(address: str) -> bool:
    """Whether a text has a postcode, or a number and a street."""
    if not _DIGIT.search(address):  # true of most names
        return False
    return bool(postcodes(address) or _BFPO.search(address) or _NUMBERED.search(address))


def postcode(addressee: Sequence[str]) -> str:
    """The last postcode in an address; empty if there is none."""
    for line in reversed(addressee):
        if found := postcodes(line):
            return found[-1]
    return ""


def _typed_greeting(salutation: str) -> str:
    """A typed salutation without its "Dear" and its comma; empty if none was typed."""
    if not salutation:
        return ""
    words = clean_line(salutation).rstrip(" ,:;").split()
    if words[:1] and words[0].casefold() == "my" and words[1:2] and words[1].casefold() == "dear":
        words = words[1:]
    if words and words[0].casefold().rstrip(",") in GREETINGS:
        words = words[1:]
    greeting = " ".join(words)
    if len(greeting) > LONGEST_LINE:
        raise UnusableName(f"The salutation has {len(greeting)} characters; at most {LONGEST_LINE} can be used.")
    return greeting if any(map(str.isalnum, greeting)) else ""


def _lines(address: str) -> tuple[str, ...]:
    """The lines of an address. A single line is divided at its commas."""
    typed = address.replace("\\r", "").replace("\\n", "\n").splitlines()
    lines = [line for text in typed if (line := clean_line(text).strip(" ,"))]
    if len(lines) == 1:
        lines = [line for text in lines[0].split(",") if (line := text.strip())]
    lines = _joined(lines)
    if len(lines) > MOST_LINES:
        raise UnusableAddress(f"The address has {len(lines)} lines; at most {MOST_LINES} can be used.")
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise UnusableAddress(f"A line of the address has more than {LONGEST_LINE} characters.")
    return tuple(lines)


def _joined(lines: list[str]) -> list[str]:
    """The lines, with a bare house number put before its street: "14, Market Row" is one line."""
    joined: list[str] = []
    for line in lines:
        if joined and _HOUSE.fullmatch(joined[-1]) and _STREET.match(line) and not _POSTCODE.match(line):
            joined.append(f"{joined.pop()} {line}")
        else:
            joined.append(line)
    return joined
