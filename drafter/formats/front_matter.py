"""The record of a draft in front matter: YAML between dashes, above a text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from drafter.files import located_yaml
from drafter.files.located_yaml import Document
from drafter.files.yaml_text import Layout, Written, lines_of
from drafter.formats.copies import own_of
from drafter.formats.markdown.shown import odd_fields
from drafter.formats.remembered import BY_FIELD, DONE, TABLE, Odd, read_values, said_text, text_of
from drafter.letter.record import HELD, HISTORY, Record
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, Severity

_SAID_KEY: Final = "facts"
_ABOVE: Final = (
    "topics", "asks", "fears", "wants", "did", "thanks", "position", "length", "large_print", "corrects",
    "corrects_fact", "reader", "sentences", "version",
)  # fmt: skip
_MOST_TOLD: Final = 20  # most problems to report: each one is looked up in the text again
# One line for each field. Everything is in quotation marks, except plain words, days, and what is kept about facts.
_LAYOUT: Final = Layout(
    width=sys.maxsize,
    bare=re.compile(rf"[A-Za-z][A-Za-z0-9 /-]*|\d{{4}}-\d{{2}}-\d{{2}}|[0-9A-Za-z]+ (?:{HELD}|{HISTORY})", re.ASCII),
)


def front_matter(letter: Letter, record: Record | None) -> str:
    """The front matter of a file: YAML between dashes, which ends with a line feed."""
    told: list[tuple[str, Written]] = [
        ("title", letter.subject_line),
        ("author", letter.office),
        ("date", letter.date.isoformat()),
        ("lang", "en-GB"),
        ("reference", letter.reference),
    ]
    if record is not None:
        keys = {one.field: one.key for one in (*TABLE, DONE)}
        told += [(keys[field], text_of(getattr(record, field))) for field in _ABOVE]
        told.append((_SAID_KEY, {said.fact: said_text(said) for said in record.said}))
    lines = [line for key, value in told if value or key == "topics" for line in lines_of(key, value, 0, _LAYOUT)]
    return "\n".join(["---", *lines, "---", ""])


def front_matter_of_reader(reader: ReaderDetails) -> dict[str, str]:
    """The lines that a draft's front matter keeps about its reader, by field."""
    own = {"reference": reader.reference, **own_of(reader)}
    keys = {BY_FIELD[field].key: value for field, value in own.items()}
    return {key: "\n".join(lines_of(key, value, 0, _LAYOUT)) for key, value in keys.items() if key and value}


def read_front_matter(front: str, name: str, above: int, body: str = "") -> tuple[Record | None, list[Problem]]:
    """The record in front matter with ``above`` lines of the file over it, and ``body`` under it.

    ``None`` if no version of drafter is named, or if the YAML is broken (an error). A field with a wrong value stays
    empty (a warning).
    """
    document, problems = located_yaml.parse_yaml("\n" * above + front, name)
    if document is None or document.root is None:
        return None, problems
    root = document.root
    if not isinstance(root, dict):
        place = document.where()
        return None, [Problem(place, "odd-record", "the front matter holds no fields", "write a name and a colon")]
    shown = [
        Problem(document.where(field), "two-texts", f"'{field}' {why}", "take it out of the lines above the letter")
        for field, why in odd_fields(root, body)
    ][:_MOST_TOLD]
    if root.get(BY_FIELD["version"].key) is None:
        return None, shown
    said = root.get(_SAID_KEY)
    record, odd = read_values(
        {one.field: root.get(one.key) for one in (*TABLE, DONE)}, said if isinstance(said, dict) else {}
    )
    if said is not None and not isinstance(said, dict):
        odd.append(Odd("said", None, "must be facts, each with a fingerprint and 'held' or 'history'"))
    return record, [*shown, *_odd_fields(odd[:_MOST_TOLD], document)]


def _odd_fields(odd: Sequence[Odd], document: Document) -> Iterator[Problem]:
    keys = {one.field: one.key for one in (*TABLE, DONE)} | {"said": _SAID_KEY}
    for one in odd:
        key = keys[one.field]
        place = document.where_key(key, one.key) if isinstance(one.key, str) else document.where(key)
        message = f"what stands under '{key}' {one.what}"
        hint = "what the draft remembered there is lost; draft it anew, or put back what stood there"
        yield Problem(place, "odd-record", message, hint, Severity.WARNING)
