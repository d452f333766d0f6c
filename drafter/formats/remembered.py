"""What a draft remembers of how it was made, as names and values: Word's custom properties, what a page says of itself.

Nothing of it that comes back is believed beyond its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from drafter.formats.copies import DID
from drafter.formats.text import clean
from drafter.letter.mailing import mailing_of
from drafter.letter.record import FACT_MARK, HELD, HISTORY, PREFIX, Record, Said, reader_of
from drafter.letter.tree import Particulars
from drafter.problems import Problem, Severity, Where

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
