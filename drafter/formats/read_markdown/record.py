"""The record that a draft carries in its front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from drafter import located_yaml
from drafter.formats.read_markdown.shown import odd_fields
from drafter.letter.record import HELD, HISTORY, Record, Said
from drafter.located_yaml import Document, Key, Value
from drafter.problems import Problem, Severity, Where

_VERSION = re.compile(r"\d+(\.\d+)+[A-Za-z0-9.+-]*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_FACT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_SAID = re.compile(rf"([0-9A-Za-z]{{1,80}}) ({HELD}|{HISTORY})\Z")
_MOST_TOLD = 20  # each is looked up in the text again
_SWITCH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}  # pandoc writes true


def read_record(front: str, name: str, above: int, body: str = "") -> tuple[Record | None, list[Problem]]:
    """The record in front matter that has ``above`` lines of the file over it, and ``body`` under it.

    None where no version of drafter is named, or the YAML is broken (an error); of a value that is not what the
    field takes, the field stays empty (a warning).
    """
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
            match = _SAID.match(" ".join(remembered.split())) if isinstance(remembered, str) else None
            if match and _FACT.match(fact):
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
