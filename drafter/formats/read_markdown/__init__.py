"""A draft letter as it comes back from a text editor, a web editor or pandoc: CommonMark with notes and spans."""

from __future__ import annotations

from drafter.letter.record import Record
from drafter.letter.returned import Returned
from drafter.problems import Problem, Severity, Where

_MOST_BYTES = 500_000
_MOST_CHARACTERS = 200_000
_MOST_LINES = 10_000
_MOST_BLOCKS = 2_000


def read_markdown(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter that a file's bytes hold; or none, and why. ``name`` is how problems call the file.

    What a letter cannot carry is among its ``oddities``: of all that stands in the file, nothing goes without a word.
    """
    if len(data) > _MOST_BYTES:
        return None, [_too_large(Where(name))]
    text, problems = _text(data, name)
    if text is None:
        return None, problems
    if len(text) > _MOST_CHARACTERS or text.count("\n") > _MOST_LINES:
        return None, [_too_large(Where(name))]
    try:
        return _read(text, name, problems)
    except RecursionError:
        return None, [Problem(Where(name), "too-deep", "holds more levels inside one another than any letter")]


def _text(data: bytes, name: str) -> tuple[str | None, list[Problem]]:
    """The text, its lines divided by line feeds; with a warning where it is not UTF-8."""
    from drafter.documents.decoding import decode
    from drafter.documents.extracted import Refused

    try:
        text, _ = decode(data, "cp1252")  # what Windows' own editors write where they do not write UTF-8
    except Refused as refusal:
        return None, [Problem(Where(name), refusal.rule, str(refusal), refusal.hint)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None, [Problem(Where(name), "empty-file", "holds nothing")]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        hint = "look at accents, pounds and quotation marks, and save the file with encoding UTF-8"
        return text, [Problem(Where(name), "not-utf-8", "is not UTF-8 text", hint, Severity.WARNING)]
    return text, []


def _read(text: str, name: str, oddities: list[Problem]) -> tuple[Returned | None, list[Problem]]:
    from drafter.formats.read_markdown.blocks import Reading  # late: markdown-it is imported with it
    from drafter.formats.read_markdown.parser import parse

    body = text.lstrip("\n")  # front matter is known only by standing first
    above = len(text) - len(body)
    parsed = parse(body)
    if parsed.refused == "too-large":
        return None, [_too_large(Where(name))]
    if parsed.refused:
        return None, [Problem(Where(name), parsed.refused, "holds more brackets than any letter")]
    record, problems = _record(body, parsed.front, name, above)
    remembered = {said.fact for said in record.said} if record else set()
    reading = Reading(name, body.split("\n"), above, remembered)
    reading.read(parsed)
    if len(reading.blocks) > _MOST_BLOCKS:
        return None, [_too_large(Where(name))]
    found = sorted({*oddities, *problems, *reading.oddities})
    return Returned(tuple(reading.blocks), reading.notes, record, tuple(found)), []


def _record(body: str, front: str | None, name: str, above: int) -> tuple[Record | None, list[Problem]]:
    from drafter.formats.read_markdown.record import read_record

    if front is not None:
        return read_record(front, name, above + 1, body[len(front) :])
    first, _, rest = body.partition("\n")
    if first.strip() == "---" and rest.split("\n", 1)[0].partition(":")[0].isidentifier():
        hint = "close it with a line of ---"
        return None, [Problem(Where(name, above + 1, 1), "broken-yaml", "begins front matter that has no end", hint)]
    return None, []


def _too_large(where: Where) -> Problem:
    return Problem(where, "too-large", "is longer than any letter")
