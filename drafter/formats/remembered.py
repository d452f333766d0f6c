"""What a draft remembers of how it was made, as names and values, in whatever format it travels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from drafter.files import located_yaml
from drafter.files.located_yaml import Document, Key, Value
from drafter.formats.copies import DID
from drafter.formats.pieces import clean
from drafter.letter.mailing import mailing_of
from drafter.letter.record import FACT_MARK, HELD, HISTORY, PREFIX, Record, Said, reader_of
from drafter.letter.tree import Particulars
from drafter.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from xml.etree import ElementTree

# What a draft remembers of how it was made, as names and values: Word's custom properties, what a page says of itself.
#
# Nothing of it that comes back is believed beyond its form.

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_IDS = rf"{_ID}(?:, ?{_ID})*"
_CONCERNS = rf"{_ID}\.{_ID}(?:, ?{_ID}\.{_ID})*"  # a topic's questions, or its fears
_FACT = re.compile(rf"{FACT_MARK}[1-9][0-9]{{0,4}}")
_DID = re.compile(rf"{DID}[1-9][0-9]?")
_SAID = re.compile(rf"({_ID}) ([0-9A-Za-z]{{1,128}}) ({HELD}|{HISTORY})")
_LONGEST, _LONGEST_LIST = 200, 1_000


def values_of(record: Record) -> dict[str, str]:
    """A draft's record as names and values, but for what is its reader's own; empty ones are left out."""
    values = {
        "Version": record.version,
        "Date": record.date.isoformat() if record.date else "",
        "Topics": ", ".join(record.topics),
        "Position": record.position,
        "Length": record.length,
        "LargePrint": "yes" if record.large_print else "",
        "Corrects": str(record.corrects or ""),
        "Asks": ", ".join(record.asks),
        "Fears": ", ".join(record.fears),
        "Wants": ", ".join(record.wants),
        **{f"{DID}{number}": what for number, what in enumerate(record.did, 1)},
    }
    for number, said in enumerate(record.said, 1):
        state = HELD if said.held else HISTORY
        values[f"{FACT_MARK}{number}"] = f"{said.fact} {said.fingerprint} {state}"
    return _said(values)


def values_of_reader(reader: Particulars, subject_line: str = "") -> dict[str, str]:
    """What a draft remembers of its reader; empty ones are left out. ``subject_line`` is the letter's."""
    return _said(
        {
            "Reference": reader.reference,
            "Reader": reader_of(reader.addressee, reader.salutation),
            "Mail": mailing_of(reader.mailing, subject_line),
        }
    )


def _said(values: Mapping[str, str]) -> dict[str, str]:
    cleaned = {name: clean(value).strip() for name, value in values.items()}
    return {name: value for name, value in cleaned.items() if value}


def facts(values: Mapping[str, str]) -> dict[str, Said]:
    """What each mark of a fact stands for, in the order of their numbers."""
    found = {name: _SAID.fullmatch(values[name]) for name in _numbered(values, _FACT, FACT_MARK)}
    return {name: Said(said[1], said[2], said[3] == HELD) for name, said in found.items() if said}


def read_record(
    values: Mapping[str, str], name: str, stored: str = "file's custom properties"
) -> tuple[Record | None, list[Problem]]:
    """The record, where there is one, and a warning for each value that is none; ``stored`` says where they lie."""
    said = facts(values)
    odd = [fact for fact in values if _FACT.fullmatch(fact) and fact not in said]

    def value(key: str, form: str, longest: int = _LONGEST) -> str:
        text = values.get(key, "")
        if not text or (len(text) <= longest and text.isprintable() and re.fullmatch(form, text)):
            return text
        odd.append(key)
        return ""

    day, corrects = value("Date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), value("Corrects", r"[0-9]{1,9}")
    try:
        dated = date.fromisoformat(day) if day else None
    except ValueError:
        dated = None
        odd.append("Date")
    record = Record(
        version=value("Version", r"[0-9A-Za-z.+!_-]{1,60}"),
        date=dated,
        reference=value("Reference", r".+"),
        topics=_listed(value("Topics", _IDS)),
        position=value("Position", _ID),
        length=value("Length", _ID),
        large_print=value("LargePrint", "yes|no") == "yes",
        said=tuple(said.values()),
        corrects=int(corrects or 0),
        reader=value("Reader", r"[0-9a-f]{16}"),
        asks=_listed(value("Asks", _CONCERNS, _LONGEST_LIST)),
        fears=_listed(value("Fears", _CONCERNS, _LONGEST_LIST)),
        wants=_listed(value("Wants", _IDS, _LONGEST_LIST)),
        mail=value("Mail", r"[0-9a-f]{8}(?:-[0-9a-f]{8}){2}"),
        did=tuple(filter(None, (value(key, r".+", _LONGEST_LIST) for key in _numbered(values, _DID, DID)))),
    )
    return (record if values.get("Version") else None), list(_problems(odd, name, stored))


def _numbered(values: Iterable[str], form: re.Pattern[str], beginning: str) -> list[str]:
    """The names that are of a form, in the order of their numbers."""
    return sorted(filter(form.fullmatch, values), key=lambda name: int(name.removeprefix(beginning)))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(id_.strip() for id_ in text.split(",")) if text else ()


def _problems(odd: Iterable[str], name: str, stored: str) -> Iterable[Problem]:
    for key in sorted(odd):
        message = f"what the file remembers as '{PREFIX}{key}' cannot be read"
        hint = f"it is one of the {stored}; nobody needs to edit them"
        yield Problem(Where(name), "odd-record", message, hint, Severity.WARNING)


# The record that a draft carries in its front matter.

_VERSION = re.compile(r"\d+(\.\d+)+[A-Za-z0-9.+-]*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_FACT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_SAID_IN_FRONT = re.compile(rf"([0-9A-Za-z]{{1,80}}) ({HELD}|{HISTORY})\Z")
_MOST_TOLD = 20  # each is looked up in the text again
_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}  # pandoc writes true


def read_front_matter(front: str, name: str, above: int, body: str = "") -> tuple[Record | None, list[Problem]]:
    """The record in front matter that has ``above`` lines of the file over it, and ``body`` under it.

    None where no version of drafter is named, or the YAML is broken (an error); of a value that is not what the
    field takes, the field stays empty (a warning).
    """
    from drafter.formats.markdown.shown import odd_fields  # late: only what comes back in Markdown needs it

    document, problems = located_yaml.parse("\n" * above + front, name)
    if document is None or document.root is None:
        return None, problems
    if not isinstance(document.root, dict):
        place = document.where()
        return None, [Problem(place, "odd-record", "the front matter holds no fields", "write a name and a colon")]
    fields = _Fields(document, document.root)
    shown = [
        Problem(document.where(field), "two-texts", f"'{field}' {why}", "take it out of the lines above the letter")
        for field, why in odd_fields(document.root, body)
    ][:_MOST_TOLD]
    if document.root.get("drafter") is None:
        return None, shown
    record = Record(
        version=fields.matched("drafter", _VERSION, "is no version such as 0.3.0"),
        date=fields.day("date"),
        reference=fields.text("reference"),
        topics=fields.texts("topics"),
        position=fields.text("position"),
        length=fields.text("length"),
        large_print=fields.switch("large_print"),
        said=fields.said("facts"),
        corrects=int(fields.matched("corrects", re.compile(r"[0-9]{1,9}\Z"), "is no number") or 0),
        reader=fields.matched("reader", re.compile(r"[0-9a-f]{16}\Z"), "is not what drafter wrote there"),
        asks=fields.texts("asks"),
        fears=fields.texts("fears"),
        wants=fields.texts("wants"),
        did=fields.texts("did"),
    )
    return record, [*shown, *fields.problems]


class _Fields:
    """Fields converted one by one; what is wrong with them is kept."""

    def __init__(self, document: Document, root: Mapping[str, Value]) -> None:
        self._document, self._root = document, root
        self.problems: list[Problem] = []

    def text(self, field: str) -> str:
        value = self._root.get(field)
        if value is None or isinstance(value, str):
            return " ".join((value or "").split())
        self._odd("must be a text", field)
        return ""

    def matched(self, field: str, pattern: re.Pattern[str], otherwise: str) -> str:
        value = self.text(field)
        if not value or pattern.match(value):
            return value
        self._odd(otherwise, field)
        return ""

    def day(self, field: str) -> date | None:
        value = self.matched(field, _DAY, "is no date written year-month-day")
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self._odd("is a day that the calendar does not have", field)
            return None

    def texts(self, field: str) -> tuple[str, ...]:
        value = self._root.get(field)
        items = [value] if isinstance(value, str) else value  # one alone may stand without brackets
        if items is None:
            return ()
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(" ".join(str(item).split()) for item in items)
        self._odd("must be a list of words", field)
        return ()

    def switch(self, field: str) -> bool:
        value = self.text(field).casefold()
        if value and value not in _SWITCH:
            self._odd("must be yes or no", field)
        return _SWITCH.get(value, False)

    def said(self, field: str) -> tuple[Said, ...]:
        value = self._root.get(field)
        if value is None:
            return ()
        if not isinstance(value, dict):
            self._odd("must be facts, each with a fingerprint and 'held' or 'history'", field)
            return ()
        said = []
        for fact, remembered in value.items():
            match = _SAID_IN_FRONT.match(" ".join(remembered.split())) if isinstance(remembered, str) else None
            if match and _FACT_ID.match(fact):
                said.append(Said(fact, match[1], match[2] == HELD))
            else:
                self._odd("must be a fact's id, its fingerprint and 'held' or 'history'", field, fact)
        return tuple(said)

    def _odd(self, what: str, field: str, *keys: Key) -> None:
        if len(self.problems) >= _MOST_TOLD:
            return
        place: Where = self._document.where_key(field, *keys) if keys else self._document.where(field)
        message = f"what stands under '{field}' {what}"
        hint = "what the draft remembered there is lost; draft it anew, or put back what stood there"
        self.problems.append(Problem(place, "odd-record", message, hint, Severity.WARNING))


# A draft's custom properties, as names and values.


def properties(root: ElementTree.Element | None) -> dict[str, str]:
    """The values of drafter's own properties, without the beginning of their names; of two the first."""
    found: dict[str, str] = {}
    for element in () if root is None else root:
        name = element.get("name", "")
        if name.startswith(PREFIX):
            found.setdefault(name.removeprefix(PREFIX), "".join(element.itertext()).strip())
    return found
