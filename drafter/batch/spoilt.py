"""Cells of a list that would make a wrong letter: words for nothing, wrongly decoded text, odd postcodes.

One code for every kind of list. What a spreadsheet program made of a cell is found by ``drafter.batch.tables``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import Final

from drafter.english import damaged
from drafter.frozen import NamedTuple
from drafter.patterns import late_pattern
from drafter.problems import Severity


class CellRole(StrEnum):
    """The part of a letter that a cell becomes."""

    NAME = "name"
    SURNAME = "surname"
    SALUTATION = "salutation"
    ADDRESS = "address"
    POSTCODE = "postcode"
    REFERENCE = "reference"


class Spoilt(NamedTuple):
    """What is wrong with a cell: a rule, what the cell is, and what was probably meant."""

    rule: str
    message: str
    hint: str
    severity: Severity = Severity.OF_ITS_RULE


_NAMES: Final = frozenset((CellRole.NAME, CellRole.SURNAME, CellRole.SALUTATION))
_PLACES: Final = frozenset((CellRole.ADDRESS, CellRole.POSTCODE))
_NUMBERED: Final = _PLACES | {CellRole.REFERENCE}
# What programs and people write for nothing. Folded; each is a whole cell.
_NOTHING: Final = frozenset(
    (
        *("null", "(null)", "[null]", "<null>", "none", "nan", "nat", "<na>", "n/a", "n.a.", "n.a", "na", "\\n", "nil"),
        *("undefined", "unknown", "not known", "not given", "not provided", "not stated", "not applicable", "missing"),
        *("tbc", "tba", "tbd", "to be confirmed", "to follow", "(blank)", "blank", "empty", "(empty)", "no address"),
        *("address unknown", "unknown address", "no fixed address", "no postcode", "no name", "no title", "no surname"),
        *(
            "as above",
            "see above",
            "same",
            "same as above",
            "same address",
            "as before",
            "ditto",
            "do.",
            "idem",
            "\u3003",
        ),
        *("dk", "xx", "xxx", "xxxx", "todo", "to do", "[object object]", "false", "true"),
    )
)
_SIGNS: Final = late_pattern(r"[\W_]+")  # "-", "--", "?", "...", "*"
# Real surnames: where a surname has its own column they are accepted, with a warning.
_SURNAMES: Final = frozenset(("null", "na", "nil", "blank", "true"))
# Within a longer name a program wrote these for nothing: "Mr nan Patel", "Ann NULL".
_WITHIN: Final = frozenset(("null", "none", "nan", "n/a", "undefined", "tbc", "<na>", "unknown"))
# No name without one of these words, and without "test" in it, stands for nothing or seems to be a trial.
ODD_WORDS: Final = _WITHIN.union(*(entry.split() for entry in _NOTHING))
_WORD_ENDS: Final = late_pattern(r"[.,]")
_TRIAL: Final = late_pattern(r"(?:(?:mr|mrs|ms|miss|dr) )?test(?:ing|er)?(?: (?:test(?:ing|er)?|row|person|user|\d+))*")
# What UTF-8 looks like when read in a Windows encoding, and the sign for a lost letter.
_SUSPICIOUS: Final = late_pattern(
    "[\u00c2-\u00f4\u0102\u0103\u0192\u201a\u221a\u00ac][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u00a0-\u00bf]"
    "|\u00e2\u20ac|\u00ef\u00bb\u00bf|[\u0080-\u009f]|\u221a[\u00a9\u00a8\u00c5\u00b4]"
)
_MAY_BE_ESCAPED: Final = frozenset("&_?%=")
_LOST: Final = "\ufffd"
_ENTITY: Final = late_pattern(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_ESCAPED: Final = late_pattern(r"_x([0-9A-F]{4})_|%([0-9A-F]{2})")
_ASKED: Final = late_pattern(r"(?<=[^\W\d_])\?(?=[^\W\d_])")  # "O?Neill", "Bront?s"
_FORMULA: Final = late_pattern(r"=\s*[-+(\"$A-Za-z0-9]")
_FIRST_DAY: Final = date(1899, 12, 30)  # 1 is the day after
_DIGITS_OF_DAYS: Final = 5
_DAYS: Final = (36_526, 54_789)  # from 2000 to 2049
_DECIMAL: Final = late_pattern(r"(\d{1,6})[.,](\d+)")
_HOUSE: Final = late_pattern(r"\d{1,5} ?[a-z]?(?: ?[-/\u2013] ?\d{1,5} ?[a-z]?)?", re.IGNORECASE)
_PHONE: Final = late_pattern(r"[1-37]\d{9}|44\d{10}")
_GROUPED: Final = late_pattern(r"[ ()-]")  # what may stand between the digits

# The letters allowed at each place in the first half of a postcode. The second half has neither I nor O.
_FIRST: Final = r"[A-PR-UWYZ](?:[1-9]\d?|0|[1-9][A-HJKPSTUW])|[A-PR-UWYZ][A-HK-Y](?:[1-9]\d?|0|[1-9][ABEHMNPRVWXY])"
_SECOND: Final = r"\d[A-HJ-NP-Z]{2}"
_STRICT: Final = late_pattern(rf"(?:{_FIRST}|GIR){_SECOND}")
CODE: Final = rf"(?:{_FIRST}) {_SECOND}"
"""A postcode of a place as the post writes it, as a pattern."""
_MISTAKEN: Final = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1IL"}
_LOOKS: Final = late_pattern(r"\b([A-Z0-9]{2,4}) ?([0-9OIL][A-Z0-9]{2})\Z", re.IGNORECASE)
_LONGEST_CODE: Final = 8  # characters that the pattern above can match
_UNPACKED: Final = late_pattern(r"[^A-Z0-9]")
_FORCES: Final = late_pattern(r"BFPO ?\d{1,4}", re.IGNORECASE)
_NEW: Final = "set the column as text and type it anew"
_EMPTY: Final = "leave the cell empty, or give what belongs there"


@lru_cache(maxsize=10_000)  # a list has few different towns and titles
def spoilt(text: str, part: CellRole) -> tuple[Spoilt, ...]:
    """What is wrong with a cell's text, as a part of a letter."""
    return tuple(_spoilt(text, part)) if text else ()


def _spoilt(text: str, part: CellRole) -> Iterator[Spoilt]:
    folded = " ".join(text.casefold().split())
    if (
        (folded in _NOTHING and not (text == "Nan" and part in _NAMES))
        or _SIGNS.fullmatch(folded)
        or (folded in {"x", "0"} and part in _PLACES)
    ):
        if (
            part is CellRole.SURNAME and folded in _SURNAMES and text == text.capitalize()
        ):  # some people are called Null
            message = f"'{text[:20]}' may stand for nothing, or be a name"
            yield Spoilt("doubtful-cell", message, "look at who it is")
        else:
            yield Spoilt("no-value", f"'{text[:20]}' stands for nothing", _EMPTY)
        return
    if part in _NAMES and ("test" in folded or not _WITHIN.isdisjoint(_WORD_ENDS.sub(" ", folded).split())):
        yield from _in_name(text, folded)
    if not text.isascii() or not _MAY_BE_ESCAPED.isdisjoint(text):
        yield from _decoded(text, part)
    if part in _PLACES and _FORMULA.match(text):
        yield Spoilt("odd-cell", f"'{text[:20]}' is a formula", "give what it works out")
    if part is CellRole.ADDRESS and (day := _day_in(text)):
        hint = f"was '{day.day}-{day.month}' or '{day.day}/{day.month}' meant? {_NEW}"
        yield Spoilt("odd-cell", f"'{text}' is the number in which a spreadsheet keeps a date", hint)
    if part in _NUMBERED and (decimal := _DECIMAL.fullmatch(text)):
        whole = decimal[1] if not decimal[2].strip("0") else ""
        severity = Severity.WARNING if part is CellRole.REFERENCE else Severity.ERROR
        if whole or part is not CellRole.REFERENCE:
            hint = f"was '{whole}' meant? {_NEW}" if whole else _NEW
            yield Spoilt("odd-cell", f"'{text[:20]}' is a decimal number", hint, severity)


def is_nothing(text: str) -> bool:
    """Whether a text is one that people and programs write for nothing."""
    return text.casefold() in _NOTHING


def _day_in(text: str) -> date | None:
    """The day that a number is to spreadsheet programs, if no house in the country has such a number."""
    number = int(text) if len(text) == _DIGITS_OF_DAYS and text.isdecimal() and text.isascii() else 0
    return _FIRST_DAY + timedelta(days=number) if _DAYS[0] <= number < _DAYS[1] else None


def is_house(text: str) -> bool:
    """Whether a line is only a house number: "12", "12a", "1-2", "2/1"."""
    return _HOUSE.fullmatch(text) is not None


def has_lost_zero(text: str) -> bool:
    """Whether a British telephone number lacks its first zero or its plus."""
    return not text.startswith("0") and _PHONE.fullmatch(_GROUPED.sub("", text)) is not None


def odd_postcode(text: str, *, alone: bool) -> Spoilt | None:
    """What is wrong with a postcode. ``alone`` means that the cell holds nothing else; otherwise it is looked for at
    the end of the text.
    """
    found = _LOOKS.search(text, max(0, len(text) - _LONGEST_CODE))
    code = text if alone else found[0] if found else ""
    packed = _UNPACKED.sub("", code.upper())
    if not packed or _FORCES.fullmatch(code.strip()):
        return None
    if _STRICT.fullmatch(packed):
        written = f"{packed[:-3]} {packed[-3:]}"
        if " ".join(code.split()) == written:
            return None
        message = f"'{code[:12]}' is not written as the post writes it"
        return Spoilt("odd-postcode", message, f"was '{written}' meant?", Severity.WARNING)
    meant = [f"'{one[:-3]} {one[-3:]}'" for one in _meant(packed)]
    if meant:
        return Spoilt("odd-postcode", f"'{code[:12]}' is no postcode", f"was {' or '.join(meant[:2])} meant?")
    if not alone:
        return None
    hint = "is a letter or digit wrong? one of another country belongs in the address"
    return Spoilt("odd-postcode", f"'{code[:12]}' is no postcode of the United Kingdom", hint, Severity.WARNING)


def _meant(packed: str) -> list[str]:
    """The postcodes that a text may mean, if O was typed for 0, I or L for 1, or one zero too many; the likeliest
    first.
    """
    if not 5 <= len(packed) <= 7:
        return []
    tries = ("".join(letters) for letters in product(*(_MISTAKEN.get(letter, letter) for letter in packed)))
    found = {one for one in tries if _STRICT.fullmatch(one)}
    if without := re.fullmatch(r"([A-Z]{1,2})0(\d\d[A-Z]{2})", packed):  # "S01 2AB": S1, or SO1
        found.add(without[1] + without[2])
    return sorted((one for one in found if _STRICT.fullmatch(one)), key=lambda one: (_apart(one, packed), one))


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def _in_name(text: str, folded: str) -> Iterator[Spoilt]:
    words = text.split()
    shouted = text == text.upper()
    for word in words:
        nothing = word.strip(".,").casefold()
        if nothing not in _WITHIN or word == "Nan":  # a forename
            continue
        if nothing in _SURNAMES and len(words) > 1 and (shouted or word == word.capitalize()):
            message = f"'{word[:20]}' may stand for nothing, or be a name"
            yield Spoilt("doubtful-cell", message, "look at who it is")
        else:
            yield Spoilt("no-value", f"'{word[:20]}' stands for nothing", "take it out, or give what belongs there")
        return
    if _TRIAL.fullmatch(folded):
        message = f"'{text[:20]}' seems to be a trial"
        yield Spoilt("doubtful-cell", message, "take the row out if it is")


def _decoded(text: str, part: CellRole) -> Iterator[Spoilt]:
    """Text that a program read in a wrong encoding, or left escaped."""
    if _LOST in text:
        yield Spoilt("wrongly-decoded", "holds a letter that is lost", "type it anew, or save the list as UTF-8")
        return
    mended = undamaged(text)
    if mended != text:
        hint = f"was '{mended[:40]}' meant? save the list as UTF-8, or mend the cell"
        yield Spoilt("wrongly-decoded", f"'{text[:40]}' was decoded wrongly", hint)
    elif _SUSPICIOUS.search(text) and _is_bad(text):
        hint = "save the list as UTF-8, or type it anew"
        yield Spoilt("wrongly-decoded", f"'{text[:40]}' seems to have been decoded wrongly", hint)
    elif _ASKED.search(text) or (part in _NAMES and "?" in text):
        message = f"has a question mark within {'a name' if part in _NAMES else 'a word'}"
        hint = "was a letter with an accent, or an apostrophe, lost?"
        yield Spoilt("wrongly-decoded", message, hint, Severity.WARNING)


def undamaged(text: str) -> str:
    """The text before the damage; unchanged where nothing is wrong with it."""
    plain = text
    if _ENTITY.search(text):
        import html  # late: few lists need it

        plain = html.unescape(text)
    plain = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16)), plain) if _ESCAPED.search(plain) else plain
    plain = damaged.repaired(damaged.unescaped(plain) if "=" in plain else plain)
    if not _SUSPICIOUS.search(plain):
        return " ".join(plain.split()) if plain != text else text
    import ftfy  # late: few lists need it

    return ftfy.fix_encoding(plain)


def _is_bad(text: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(text))
