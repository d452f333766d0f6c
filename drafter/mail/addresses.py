"""Postal addresses as people write them: lines up to a postcode, none of them anybody's else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from drafter.mail.patterns import any_of

_CODE: Final = re.compile(r"[,\s]*\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s{0,2}([0-9])\s?([A-Z]{2})\b[\s.,;]*\Z", re.IGNORECASE)
_STREET: Final = any_of(
    """road|street|lane|avenue|close|drive|way|place|court|gardens|gdns|terrace|crescent|row|square|hill|grove|mews|walk|
    parade|rise|yard|wharf|green|view|gate|bank|end|path|passage|quay|approach|bungalows?|estate|steps|ropewalk|cottages?|
    house|farm|lodge|barn|rectory|vicarage|villa|hall|flat|apartment|apt|room|floor|mill|manor|grange|park|school|surgery|
    hospital|centre|office|hotel|orchard|forge|chapel|church|croft|meadow|fields?|maltings|granary|almshouse|buildings?|
    c/o"""
)
_WELSH: Final = "heol|ffordd|stryd|rhodfa|l\u00f4n|maes|clos|rhiw|t\u0177"
_STREETS: Final = re.compile(
    rf"(?<![\w\-']){_STREET}(?![\w\-'])|(?<!\w)(?:{_WELSH})(?!\w)|\S (?:rd|st|ln|ave|cl|dr|pl|ct|cres|sq)\.?\Z",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"(?:(?:flat|apartment|apt|unit|room|no\.?|c/o)\s*)?\d{1,4}[A-Za-z]?(?:\s*[-/]\s*\d{1,4})?[\s,]+\S", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"[.?!][\s\"')]*$")
# Nothing in it gives back what it took: else a line of digits takes time that doubles with every few of them.
_PHONE: Final = re.compile(
    r"(?:(?:tel(?:ephone)?|phone|mob(?:ile)?|[tmhwf]|home|work|fax)?+[.:\s]*+\+?+[\d() ]{9,}+[/|,\s]*+)++\Z",
    re.IGNORECASE,
)
_NET: Final = re.compile(r"\S+@\S+\.\S+|https?://|www\.", re.IGNORECASE)
# What stands in signatures above an address and is none of it: a label, "and", whom somebody writes for, a number.
_FOREIGN: Final = re.compile(
    r"^[A-Za-z][\w ]{1,20}:|^(?:and|&)$|\b(?:to|for) (?:the|rt)\b|\bmember for\b|\b(?:charity|company) (?:no|number)\b|"
    r"\b(?:MP|CBE|OBE|MBE|KBE|DL|QC|RGN)$"
)
_LONGEST: Final = 70
_CODE_AND_MORE: Final = 120  # letters at the end of a line in which a postcode is looked for, with the signs around it


class Found(NamedTuple):
    """An address: its lines without the postcode, the postcode as the post writes it, and where it begins and ends."""

    lines: tuple[str, ...]
    postcode: str
    start: int
    end: int


def is_place(line: str) -> bool:
    """Whether a line is one of an address by its own form: a number and a street, a house's name."""
    said = line.strip(" ,.")
    if not said or len(said) > _LONGEST or _NET.search(said) or is_phone(said):
        return False
    if _NUMBERED.match(said) and any(map(str.isalpha, said)):
        return True
    words = said.split()
    return (
        len(words) <= 6
        and words[0][:1].isupper() | words[0][:1].isdigit() | (said[:1] in "\"'\u201c\u2018")
        and bool(_STREETS.search(said))
    )


def is_phone(line: str) -> bool:
    """Whether a line is a telephone number."""
    return bool(_PHONE.match(line.strip())) and sum(map(str.isdigit, line)) >= 9


def ends_with_postcode(line: str) -> bool:
    """Whether a line ends with a postcode."""
    return bool(_CODE.search(line[-_CODE_AND_MORE:]))


def split_postcode(line: str) -> tuple[str, str]:
    """A line without the postcode at its end, and that, as the post writes it."""
    before = max(0, len(line) - _CODE_AND_MORE)
    match = _CODE.search(line[before:])
    if match is None:
        return line.strip(" ,"), ""
    return line[: before + match.start()].strip(" ,."), f"{match[1]} {match[2]}{match[3]}".upper()


def address_in(lines: Sequence[str]) -> Found | None:
    """The last address in lines that follow one another."""
    for at in range(len(lines) - 1, -1, -1):
        rest, code = split_postcode(lines[at])
        if code:
            start, kept = at, [rest] if rest else []
            while start > 0 and _goes_on(lines[start - 1]) and at - start < 6:
                start -= 1
                kept.insert(0, lines[start].strip(" ,."))
            return Found(tuple(_parted(kept)), code, start, at + 1)
    return _without_postcode(lines)


def _goes_on(line: str) -> bool:
    said = line.strip()
    return (
        bool(said)
        and len(said) <= _LONGEST
        and not _SENTENCE.search(said)
        and not is_phone(said)
        and not _NET.search(said)
        and not ends_with_postcode(said)
        and (is_place(said) or not _FOREIGN.search(said))
    )


def _without_postcode(lines: Sequence[str]) -> Found | None:
    """A number and a street, and what follows it, though no postcode does; or two lines of an address together."""
    for at, line in enumerate(lines):
        numbered = _NUMBERED.match(line.strip()) and _STREETS.search(line) and len(line) <= _LONGEST
        two = is_place(line) and at + 1 < len(lines) and is_place(lines[at + 1])
        if (numbered or two) and not is_phone(line):
            end = at + 1
            while end < len(lines) and end - at < 4 and _goes_on(lines[end]) and lines[end].strip()[:1].isupper():
                end += 1
            return Found(tuple(_parted(line.strip(" ,.") for line in lines[at:end])), "", at, end)
    return None


def _parted(lines: Iterable[str]) -> list[str]:
    """The lines of an envelope: what stands on one line between commas stands on lines of its own."""
    parts = [part.strip() for line in lines for part in line.split(",") if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and re.fullmatch(r"\d{1,4}[A-Za-z]?", joined[-1]):  # "14, Market Row"
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    return joined
