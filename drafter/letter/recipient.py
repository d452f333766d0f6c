"""Who is written to: the name and address as they stand on the letter, how it begins, and how it closes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 200
MOST_LINES: Final = 12
SINCERELY: Final = "Yours sincerely"
FAITHFULLY: Final = "Yours faithfully"
NO_ONE: Final = "Sir or Madam"
TO_NO_ONE: Final = frozenset(
    ("sir", "madam", "sirs", "sir or madam", "madam or sir", "sir/madam", "madam/sir", "to whom it may concern")
)
QUOTES: Final = {'"': '"', "“": "”"}
GREETINGS: Final = frozenset(("dear", "hello", "hi", "hey", "hiya"))
# Letters and signs that are seen as nothing, though their categories are not those of invisible characters.
BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Signs of category Cf that are seen: the Arabic, Syriac and Kaithi number signs.
SEEN: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
MOST_MARKS: Final = 30  # no language puts more on one letter (Unicode Standard Annex 15, stream-safe text)


# The grammar of postcodes, without the list of those that exist: who invents one is told so by the post.
_POSTCODE: Final = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})\b", re.IGNORECASE)
# A house number that stands alone: "14", "14a", "12-14", "2/1"; and what may follow it on its line.
_HOUSE: Final = re.compile(r"\d{1,5}[A-Z]?(?: ?[-/\u2013] ?\d{1,5}[A-Z]?)?", re.IGNORECASE)
_STREET: Final = re.compile(r"[^\W\d_]|\d+(?:st|nd|rd|th)\b", re.IGNORECASE)

_NUMBERED: Final = re.compile(r"\b\d{1,5}[A-Z]?(?: ?[-/\u2013] ?\d{1,5}[A-Z]?)?[\s,]+[^\W\d_]{2,}", re.IGNORECASE)
_BFPO: Final = re.compile(r"\bBFPO ?\d", re.IGNORECASE)


class Unusable(ValueError):
    """The message is one plain sentence, without what was typed."""

    @property
    def as_problem(self) -> str:
        """The sentence as problems print theirs: no capital, no full stop."""
        text = str(self)
        return text[:1].lower() + text[1:].rstrip(".")


class UnusableName(Unusable):
    """Nobody can be written to by this name."""


class UnusableAddress(Unusable):
    """This address does not fit an envelope."""


@dataclass(frozen=True)
class Correspondent:
    """The one written to. Everything in it is clean: each text is one line, and what was typed is data."""

    name: str
    address: tuple[str, ...]
    salutation: str
    close: str

    @property
    def addressee(self) -> tuple[str, ...]:
        """The name and address lines as they stand on the letter."""
        return (self.name, *self.address)


def clean(text: str) -> str:
    """What a person typed as one line that cannot do harm: nothing unseen is left in it, and it is NFC."""
    if text.isascii() and text.isprintable():  # as most is, and then there is nothing to leave out or to put together
        return " ".join(text.split())
    folded = "".join(" " if letter.isspace() else letter for letter in text if _is_kept(letter))
    # The marks are thinned before composing, which takes the square of their number, and after: one may become two.
    return _thinned(" ".join(unicodedata.normalize("NFC", _thinned(folded)).split()))


def correspondent(name: str, address: str = "", salutation: str = "") -> Correspondent:
    """Whom to write to, from what was typed; ``salutation`` is used in place of what would follow from the name."""
    said = clean(name).strip(" ,;")
    if said[:1] in QUOTES and said[-1:] == QUOTES[said[:1]]:  # left over from a table
        said = said[1:-1].strip(" ,;")
    if not any(map(str.isalnum, said)):
        raise UnusableName("The name has no letter or digit in it.")
    if len(said) > LONGEST_LINE:
        raise UnusableName(f"The name has {len(said)} characters; at most {LONGEST_LINE} can be used.")
    from drafter.english.names import read  # late: a letter that comes back has its greeting

    reading = read(said)
    greeting = _typed_greeting(salutation) or ("" if said.casefold() in TO_NO_ONE else reading.greeting) or NO_ONE
    if not any(map(str.isalnum, greeting)):  # only letters after a name: "OBE"
        greeting = said
    close = FAITHFULLY if greeting.casefold() in TO_NO_ONE else SINCERELY
    return Correspondent(reading.name, _lines(address), f"Dear {greeting}", close)


def postcodes(text: str) -> list[str]:
    """The postcodes in a text as the post writes them, in order."""
    return [f"{match[1]} {match[2]}".upper() for match in _POSTCODE.finditer(text)]


def is_like_an_address(address: str) -> bool:
    """Whether a text has a postcode in it, or a number and a street."""
    return bool(postcodes(address) or _BFPO.search(address) or _NUMBERED.search(address))


def postcode(addressee: Sequence[str]) -> str:
    """The postcode of an address, the last there is; empty where there is none."""
    return next((found[-1] for line in reversed(addressee) if (found := postcodes(line))), "")


def _is_kept(letter: str) -> bool:
    if letter.isspace() or letter in SEEN:
        return True
    noncharacter = 0xFDD0 <= ord(letter) <= 0xFDEF or ord(letter) & 0xFFFE == 0xFFFE
    return not (noncharacter or letter in BLANKS or unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs"))


def _thinned(text: str) -> str:
    """The text with no letter under more marks than any language uses."""
    kept = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def _typed_greeting(salutation: str) -> str:
    """A typed salutation without its "Dear" and its comma; empty where none was typed."""
    if not salutation:
        return ""
    words = clean(salutation).rstrip(" ,:;").split()
    if words[:1] and words[0].casefold() == "my" and words[1:2] and words[1].casefold() == "dear":
        words = words[1:]
    if words and words[0].casefold().rstrip(",") in GREETINGS:
        words = words[1:]
    greeting = " ".join(words)
    if len(greeting) > LONGEST_LINE:
        raise UnusableName(f"The salutation has {len(greeting)} characters; at most {LONGEST_LINE} can be used.")
    return greeting if any(map(str.isalnum, greeting)) else ""


def _lines(address: str) -> tuple[str, ...]:
    """The lines of an address; one that was typed as a single line is parted at its commas."""
    typed = address.replace("\\r", "").replace("\\n", "\n").splitlines()
    lines = [line for text in typed if (line := clean(text).strip(" ,"))]
    if len(lines) == 1:
        lines = [line for text in lines[0].split(",") if (line := text.strip())]
    lines = _joined(lines)
    if len(lines) > MOST_LINES:
        raise UnusableAddress(f"The address has {len(lines)} lines; at most {MOST_LINES} can be used.")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise UnusableAddress(f"A line of the address has more than {LONGEST_LINE} characters.")
    return tuple(lines)


def _joined(lines: list[str]) -> list[str]:
    """The lines with a bare house number put before its street: "14, Market Row" is one line."""
    joined: list[str] = []
    for line in lines:
        if joined and _HOUSE.fullmatch(joined[-1]) and _STREET.match(line) and not _POSTCODE.match(line):
            joined.append(f"{joined.pop()} {line}")
        else:
            joined.append(line)
    return joined
