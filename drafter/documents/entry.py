"""A source's entry in ``facts/sources.yaml`` as text, in the layout of the entries that came with drafter."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable

from drafter.factbase.model import Source, Speaker

_WIDTH = 120
# A value in these letters alone is read back by any YAML reader as the text that it is.
_PLAIN = re.compile(r"[A-Za-z][\w ,.'()/&\u2018\u2019\u2013-]*(?<! )", re.ASCII)
_PLAIN_URL = re.compile(r"https?://[\w./?=&%+~-]+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}[-/\d]*")
_SHA256 = re.compile(r"(?=.*[a-df])[0-9a-f]{64}")  # with a letter that no number has
_OTHER_THAN_TEXT = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
_OTHER_THAN_URL = {"url": "URL"}


def entry_of(source: Source) -> str:
    """The entry, from its dash to its last line end. Empty details are left out."""
    lines = [f"- id: {source.id}", f"  type: {source.type}"]
    for name in ("title", "author", "publisher", "issued", "number", "url"):
        value = source.issued.text if name == "issued" else getattr(source, name)
        if value:
            lines.append(f"  {_OTHER_THAN_URL.get(name, name)}: {scalar(value)}")
    lines.append(f"  stated: [{', '.join(source.stated)}]")
    lines += _known_from(source.known_from)
    lines += _speaker(source.speaker)
    lines.append(f"  side: {source.side}")
    if source.party:
        lines.append(f"  party: {scalar(source.party)}")
    lines.append(f"  occasion: {scalar(source.occasion)}")
    if source.sha256:
        lines.append(f"  sha256: {scalar(source.sha256)}")
    if source.counted_from > 1:
        lines.append(f"  counted_from: {source.counted_from}")
    if source.furniture:
        lines += textwrap.wrap(
            f"furniture: [{', '.join(runs(source.furniture))}]", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    return "".join(f"{line}\n" for line in lines)


def scalar(value: str) -> str:
    """A text as a YAML value: plain where that is safe, else in double quotation marks, with JSON's escapes."""
    safe = _PLAIN.fullmatch(value) or _PLAIN_URL.fullmatch(value) or _DATE.fullmatch(value) or _SHA256.fullmatch(value)
    if safe and value.casefold() not in _OTHER_THAN_TEXT:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else _escaped(c) for c in quoted)


def runs(numbers: Iterable[int]) -> list[str]:
    """Numbers as ``1-9`` and ``15``."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return [f"{first}-{last}" if last > first else str(first) for first, last in found]


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _speaker(speaker: Speaker) -> list[str]:
    """In one line where it fits."""
    inside = ", ".join(f"{name}: {_within_braces(value)}" for name, value in speaker._asdict().items())
    line = f"  speaker: {{ {inside} }}"
    if len(line) <= _WIDTH:
        return [line]
    return ["  speaker:", *(f"    {name}: {scalar(value)}" for name, value in speaker._asdict().items())]


def _within_braces(value: str) -> str:
    """A text among others between braces, where a comma or a colon ends it unless it is in quotation marks."""
    written = scalar(value)
    return json.dumps(value, ensure_ascii=False) if written == value and set(value) & set(",:?") else written


def _known_from(text: str) -> list[str]:
    if not text:
        return []
    if not text.isprintable():
        return [f"  known_from: {scalar(text)}"]
    indent = "    "
    folded = textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return ["  known_from: >-", *folded]
