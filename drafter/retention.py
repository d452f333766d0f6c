"""How long an office keeps personal data, according to ``retention`` in ``office.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from drafter.english.messages import counted
from drafter.files.fields import Fields
from drafter.frozen import dataclass
from drafter.problems import nearest

FIELD: Final = "retention"
KINDS: Final = ("post", "lists", "letters", "sortings", "names")
SPAN: Final = r"([1-9]\d{0,3}) (day|week|month|year)s?"


@dataclass(frozen=True)
class Span:
    """A number of days, weeks, months or years."""

    count: int
    unit: str

    def __str__(self) -> str:
        return counted(self.count, self.unit)

    def before(self, day: date) -> date:
        """The first day whose data is still kept on a given day. Older data has been kept for longer than this span."""
        if self.unit == "day":
            return day - timedelta(days=self.count)
        if self.unit == "week":
            return day - timedelta(weeks=self.count)
        months = self.count * (12 if self.unit == "year" else 1)
        year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
        if year < 1:
            return date.min
        last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return date(year, month + 1, min(day.day, last))


def read_span(text: str) -> Span | None:
    """A span as it is written: '12 months'; ``None`` for anything else."""
    found = re.fullmatch(SPAN, text)
    return Span(int(found[1]), found[2]) if found else None


def read_retention(fields: Fields) -> tuple[tuple[str, Span], ...]:
    """The office's retention: pairs of a kind and how long it is kept, in the order of ``KINDS``."""
    found: Mapping[str, Span] = {}
    if fields.value.get(FIELD) is None:
        return ()
    inner = fields.inner(FIELD)
    for name in inner.value:
        if name not in KINDS:
            hint = nearest(name, KINDS) or f"known here: {', '.join(KINDS)}"
            inner.problem("unknown-field", f"there is no retention of '{name}'", name, hint=hint)
            continue
        text = inner.text(name, required=True)
        span = read_span(text)
        if span is not None:
            found = {**found, name: span}
        elif text:
            hint = "write a number and days, weeks, months or years: 24 months"
            inner.problem("odd-retention", f"'{text}' is no time for which something is kept", name, hint=hint)
    return tuple((kind, found[kind]) for kind in KINDS if kind in found)
