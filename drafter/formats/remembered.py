"""The record of a draft as names and values, in every format.

One table lists its fields: their names in Word and on pages, their names in front matter, and their forms. When a value
comes back only its form is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from drafter.formats.copies import DID, own_of
from drafter.formats.pieces import clean_xml
from drafter.frozen import NamedTuple, dataclass
from drafter.letter.record import FACT_MARK, HELD, HISTORY, PREFIX, Record, SaidFact
from drafter.letter.tree import ReaderDetails
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from xml.etree import ElementTree

_ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NAME: Final = rf"(?:{_ID}/)?{_ID}"  # of a topic; with its subject, where another subject has the name too
_SWITCH: Final = {
    "yes": True,
    "true": True,
    "on": True,
    "no": False,
    "false": False,
    "off": False,
}  # pandoc writes true
_WORDS: Final = "must be a list of words"
_LONG: Final = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Remembered:
    """One field of a draft's record.

    ``name`` is its property in Word and on pages, ``key`` its field in front matter; if one is empty, the field is not
    kept there. ``form`` is a pattern for the text, or for each text of a list; ``otherwise`` is the message for a value
    of another form. ``longest`` is in characters, for a list as a whole.
    """

    field: str
    name: str
    key: str
    form: str
    otherwise: str
    many: bool = False
    longest: int = 200


TABLE: Final = (
    Remembered("version", "Version", "drafter", r"[0-9A-Za-z.+!_-]{1,60}", "is no version such as 0.3.0"),
    Remembered("date", "Date", "date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "is no date written year-month-day"),
    Remembered("reference", "Reference", "reference", r".+", "must be a text"),
    Remembered("topics", "Topics", "topics", _NAME, _WORDS, many=True),
    Remembered("position", "Position", "position", _ID, "is no id"),
    Remembered("length", "Length", "length", _ID, "is no length"),
    Remembered("large_print", "LargePrint", "large_print", "(?i:yes|no|true|false|on|off)", "must be yes or no"),
    Remembered("corrects", "Corrects", "corrects", r"[0-9]{1,9}", "is no number"),
    Remembered("corrects_fact", "CorrectsFact", "corrects_fact", _ID, "is no fact's id"),
    Remembered("reader", "Reader", "reader", r"[0-9a-f]{16}", "is not what drafter wrote there"),
    Remembered("asks", "Asks", "asks", rf"{_NAME}\.{_ID}", _WORDS, many=True, longest=_LONG),
    Remembered("fears", "Fears", "fears", rf"{_NAME}\.{_ID}", _WORDS, many=True, longest=_LONG),
    Remembered("wants", "Wants", "wants", _NAME, _WORDS, many=True, longest=_LONG),
    # Not by its own name in front matter: pandoc takes a field `thanks` for a note to the title, and prints it.
    Remembered("thanks", "ThankedFor", "thanked_for", r".+", "must be a text"),
    Remembered(
        "sentences", "Sentences", "sentences", r"(?:[0-9a-f]{6})+", "is not what drafter wrote there", longest=_LONG
    ),
    Remembered("mail", "Mail", "", r"[0-9a-f]{8}(?:-[0-9a-f]{8}){2}", "is not what drafter wrote there"),
)
BY_FIELD: Final = {one.field: one for one in TABLE}
# What the member did, and the facts that are told: in Word one property for each, by number; in front matter one field.
DONE: Final = Remembered("did", DID, "did", r".+", _WORDS, many=True, longest=_LONG)
_SAID: Final = late_pattern(rf"([0-9A-Za-z]{{1,128}}) ({HELD}|{HISTORY})")
_NO_FACT: Final = "must be a fact's id, its fingerprint and 'held' or 'history'"
# Fields about the reader, which differ among the copies of one text.
_OWN: Final = ("reference", "reader", "mail")
_OWN_NAMES: Final = tuple(BY_FIELD[field].name for field in _OWN)


class Odd(NamedTuple):
    """A value of the wrong form: its field, its place in a list, the id if it is about a fact; and what is wrong."""

    field: str
    key: int | str | None
    what: str


def text_of(value: object) -> str | list[str]:
    """A record's value as text, or as a list of texts; empty if there is nothing to keep."""
    match value:
        case bool():
            return "yes" if value else ""
        case date():
            return value.isoformat()
        case tuple():
            return [*value]
        case _:
            return str(value or "")


def said_text(said: SaidFact) -> str:
    """What is kept about a fact, besides its id: its fingerprint, and whether it was told as current."""
    return f"{said.fingerprint} {HELD if said.held else HISTORY}"


def read_values(values: Mapping[str, object], said: Mapping[str, object]) -> tuple[Record, list[Odd]]:
    """The record of values by field, and of what was kept about each fact. Odd values are left out."""
    odd: list[Odd] = []
    found = {one.field: _checked(one, values.get(one.field), odd) for one in (*TABLE, DONE)}
    day = None
    try:
        day = date.fromisoformat(found["date"]) if found["date"] else None
    except ValueError:
        odd.append(Odd("date", None, "is a day that the calendar does not have"))
    facts = []
    for fact, text in said.items():
        match = _SAID.fullmatch(" ".join(text.split())) if isinstance(text, str) else None
        if match and re.fullmatch(_ID, fact):
            facts.append(SaidFact(fact, match[1], match[2] == HELD))
        else:
            odd.append(Odd("said", fact, _NO_FACT))
    found |= {
        "date": day,
        "large_print": _SWITCH.get(found["large_print"].casefold(), False),
        "corrects": int(found["corrects"] or 0),
        "said": tuple(facts),
    }
    return Record(**found), odd


def _checked(one: Remembered, value: object, odd: list[Odd]) -> Any:
    """A text, or a tuple of texts, of the right form; otherwise empty, and reported in ``odd``."""
    items = [value] if isinstance(value, str) else [] if value is None else value  # a single item needs no brackets
    texts = [" ".join(item.split()) for item in items if isinstance(item, str)] if isinstance(items, list) else []
    if not isinstance(items, list) or len(texts) < len(items) or (not one.many and not isinstance(value, str | None)):
        odd.append(Odd(one.field, None, one.otherwise))
        return () if one.many else ""
    wrong = [
        number
        for number, text in enumerate(texts)
        if (text or one.many) and not (len(text) <= one.longest and re.fullmatch(one.form, text))
    ]
    if one is DONE:
        odd += [Odd(one.field, number, one.otherwise) for number in wrong]
        return tuple(text for number, text in enumerate(texts) if text and number not in wrong)
    if wrong or len(", ".join(texts)) > one.longest:
        odd.append(Odd(one.field, None, one.otherwise))
        return () if one.many else ""
    return tuple(texts) if one.many else "".join(texts)


# Names and values as texts: Word's custom properties, and what a page says about itself.


def values_of(record: Record) -> dict[str, str]:
    """A draft's record as names and values, without those about the reader and without empty ones."""
    values = {}
    for one in TABLE:
        text = text_of(getattr(record, one.field)) if one.field not in _OWN else ""
        values[one.name] = ", ".join(text) if isinstance(text, list) else text
    values |= {f"{DID}{number}": what for number, what in enumerate(record.did, 1)}
    values |= {f"{FACT_MARK}{number}": f"{said.fact} {said_text(said)}" for number, said in enumerate(record.said, 1)}
    return _cleaned(values.items())


def values_of_reader(reader: ReaderDetails, subject_line: str = "") -> dict[str, str]:
    """What a draft keeps about its reader, without empty values. ``subject_line`` is the letter's."""
    own = own_of(reader, subject_line)
    return _cleaned(zip(_OWN_NAMES, (reader.reference, own["reader"], own["mail"]), strict=True))


def _cleaned(values: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: text for name, value in values if (text := clean_xml(value).strip())}


def facts(values: Mapping[str, str]) -> dict[str, SaidFact]:
    """What is kept about each marked fact, in the order of the marks' numbers."""
    found = {}
    for name in _numbered(values, FACT_MARK, 5):
        fact, _, text = values[name].partition(" ")
        match = _SAID.fullmatch(text)
        if match and re.fullmatch(_ID, fact):
            found[name] = SaidFact(fact, match[1], match[2] == HELD)
    return found


def read_record(
    values: Mapping[str, str], name: str, stored: str = "file's custom properties"
) -> tuple[Record | None, list[Problem]]:
    """The record, if there is one, and a warning for each wrong value. ``stored`` says where the values lie."""
    unseen = [one.name for one in TABLE if not values.get(one.name, "").isprintable()]
    did = [key for key in _numbered(values, DID, 2) if values[key].isprintable()]
    said = facts(values)
    raw: dict[str, object] = {
        one.field: [*map(str.strip, values[one.name].split(","))] if one.many else values[one.name]
        for one in TABLE
        if values.get(one.name) and one.name not in unseen
    }
    record, odd = read_values({**raw, "did": [values[key] for key in did]}, {})
    record = replace(record, said=tuple(said.values()))
    wrong = unseen + [key for key in _numbered(values, FACT_MARK, 5) if key not in said]
    wrong += [key for key in _numbered(values, DID, 2) if key not in did]
    wrong += [did[one.key] if isinstance(one.key, int) else BY_FIELD[one.field].name for one in odd]
    return (record if values.get("Version") else None), list(_odd_values(wrong, name, stored))


def _numbered(values: Iterable[str], beginning: str, digits: int) -> list[str]:
    """The names that have this prefix and a number from 1 up, in the order of their numbers."""
    form = re.compile(rf"{beginning}[1-9][0-9]{{0,{digits - 1}}}")
    return sorted(filter(form.fullmatch, values), key=lambda name: int(name.removeprefix(beginning)))


def _odd_values(odd: Iterable[str], name: str, stored: str) -> Iterable[Problem]:
    for key in sorted(odd):
        message = f"what the file remembers as '{PREFIX}{key}' cannot be read"
        hint = f"it is one of the {stored}; nobody needs to edit them"
        yield Problem(Where(name), "odd-record", message, hint, Severity.WARNING)


def properties(root: ElementTree.Element | None) -> dict[str, str]:
    """The values of drafter's own properties, by their names without the prefix. The first of a name counts."""
    found: dict[str, str] = {}
    for element in () if root is None else root:
        name = element.get("name", "")
        if name.startswith(PREFIX):
            found.setdefault(name.removeprefix(PREFIX), "".join(element.itertext()).strip())
    return found
