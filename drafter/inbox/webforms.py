"""What a web form sends: fields with their labels, and the message in one of them.

Sites write a field after its label on one line, with or without a colon, or below its label. Pages lay fields out as
tables and lists; the reader of HTML turns these into such lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from drafter.english.addresses import ends_with_postcode, split_postcode
from drafter.english.lists import lists
from drafter.english.people import signed_by
from drafter.frozen import NamedTuple
from drafter.inbox.model import Writer

# Labels: the names of fields in forms, as web sites of every kind write them.


class Label(StrEnum):
    """The kind of a field, as far as a letter to the person who filled it in needs it."""

    TITLE = "title"
    FORENAME = "forename"
    SURNAME = "surname"
    NAME = "name"
    ADDRESS = "address"
    COUNTRY = "country"
    POSTCODE = "postcode"
    MESSAGE = "message"
    BEHALF = "behalf"  # for whom somebody else fills the form in
    OTHER = "other"  # a field that no letter needs


_FORMS: Final = lists("webforms")
_LONGEST: Final = 50
_FIELDS: Final = re.compile(
    f"{_FORMS.either('owner')}(?:{'|'.join(f'(?P<{label}>{_FORMS.either(label)})' for label in Label)})"
)
_COUNTED: Final = re.compile(r"\A(?:q(?:uestion)? ?)?\d{1,2} (?=\D)")  # "1. Name"
_ASKS: Final = re.compile(r"what is your (?:\w+ )?(?:name|address|post ?code)")  # a label only with its question mark
_ONESELF: Final = re.compile(_FORMS.either("oneself"), re.IGNORECASE)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")
_REMARK: Final = re.compile(
    r"\((?:s|required|optional|please|if |as |no |e\.?g|your|must|max|including)[^()]{0,60}\)", re.IGNORECASE
)
_SIGNS: Final = re.compile(r"[\s_*:=?.>#\u2022\u2019'\"\-\u2013\u2014]+")


@lru_cache(maxsize=4_096)  # thousands of forms and of messages in campaigns have the same lines
def label_of(text: str) -> Label | None:
    """The kind of field that a label names; ``None`` where it names none, or is only part of a sentence."""
    if not 0 < len(text) <= _LONGEST + 40:
        return None
    said = _REMARK.sub("", _HUMP.sub(" ", text.strip()))
    said = _SIGNS.sub(" ", said.replace("'s", "s").replace("\u2019s", "s").replace("/", " or ").replace("&", " and "))
    said = _COUNTED.sub("", " ".join(said.split()).casefold())
    asks = _ASKS.fullmatch(said) is not None and not text.rstrip(" *_:").endswith("?")
    match = _FIELDS.fullmatch(said) if 0 < len(said) <= _LONGEST and not asks else None
    return Label(match.lastgroup) if match is not None and match.lastgroup else None


_PARTED: Final = re.compile(r"(?P<what>[^:=|\t]{1,60}?)(?:\s*[:=|\t]|\s[-\u2013\u2014](?=\s)| {3})\**\s*(?P<value>.*)")
# Lines that only begin with a label, and have few letters after it.
_BEGUN: Final = re.compile(
    rf"(?P<what>{_FORMS.pattern('begun')})\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
_BELOW: Final = re.compile(r"\s*[A-Za-z][^:=.?!]{1,60}[:=]\s*(?:[^\s?!]++\s*+){0,4}+(?<![.?!])")  # "I agree: yes"
_HOME: Final = re.compile(
    r"(?:the )?(?:united kingdom|uk|u\.k\.|great britain|gb|england|wales|scotland)\.?", re.IGNORECASE
)
_TELLS_APART: Final = re.compile(r"[\s*_]*(?:home|main|current|residential|postal|mailing)\b", re.IGNORECASE)
_MAIL: Final = re.compile(r"[<(\[]?\S+@\S+[>)\]]?|<[^<>]*>$")
_NUMBER: Final = re.compile(r"\d{1,4}[A-Za-z]?")
_LEAST: Final = 2  # of name, address and postcode, a form has this many
_MOST_WORDS: Final = 5  # words of a line that is not a sentence
_LEAST_BEGUN: Final = 3  # lines that only begin with a label
_MOST_LINES, _LONGEST_LINE = 7, 60  # lines of an address, and letters of a line


class FilledIn(NamedTuple):
    """A form's message as lines, and the person who filled it in. Without a form: the lines as they are, and nobody."""

    lines: tuple[str, ...]
    writer: Writer | None = None


class _Field(NamedTuple):
    """A field: the line of its label, its kind, what follows on the label's line, and whether a sign separates the
    two.
    """

    at: int
    label: Label
    value: str
    parted: bool


def filled_in(lines: Sequence[str]) -> FilledIn:
    """Read a form."""
    fields = _fields(lines)
    message = next((field for field in fields if field.label is Label.MESSAGE and _holds(field, fields, lines)), None)
    end = _end_of(message, fields, lines) if message is not None else 0
    if message is not None:  # lines within the message only look like fields
        fields = [field for field in fields if field.at <= message.at or field.at >= end]
    values, used = _values(fields, lines)
    name, (address, postcode) = _name(values), _address(values)
    if sum(map(bool, (name, address, postcode))) < _LEAST:
        return FilledIn(tuple(lines))
    if message is None and not name:
        # The labels belong to a signature: who signed stands elsewhere.
        return FilledIn(tuple(_without_labels(fields, lines)))
    if message is not None:
        kept = [message.value, *lines[message.at + 1 : end]]
    else:
        kept = [line for at, line in enumerate(lines) if at not in used]
    return FilledIn(tuple(kept), Writer(name=name, address=address, postcode=postcode, doubts=_doubts(values)))


def _doubts(values: dict[Label, list[list[str]]]) -> tuple[str, ...]:
    """Why a person should look, where somebody fills in a form for somebody else."""
    whom = _first(values, Label.BEHALF).strip(" .")
    if not whom or _ONESELF.fullmatch(whom):
        return ()
    return (f'somebody writes for "{whom[:_LONGEST]}": who is answered, and where?',)


def _without_labels(fields: Sequence[_Field], lines: Sequence[str]) -> list[str]:
    """The lines with labels removed from the address, unless a label tells it from another address."""
    places = [field for field in fields if field.label in (Label.ADDRESS, Label.POSTCODE)]
    bare = {field.at: field.value for field in places if not _TELLS_APART.match(lines[field.at])}
    return [bare.get(at, line) for at, line in enumerate(lines) if bare.get(at, line) or not line.strip()]


def _values(fields: Sequence[_Field], lines: Sequence[str]) -> tuple[dict[Label, list[list[str]]], set[int]]:
    """The values of fields, messages apart, and which lines they take up."""
    values: dict[Label, list[list[str]]] = {}
    used: set[int] = set()
    for number, field in enumerate(fields):
        if field.label is Label.MESSAGE:
            continue
        end = fields[number + 1].at if number + 1 < len(fields) else len(lines)
        value, last = _value(field, lines, end)
        used.update(range(field.at, last))
        if value:
            values.setdefault(field.label, []).append(value)
    return values, used


def _fields(lines: Sequence[str]) -> list[_Field]:
    found: list[_Field] = []
    begun: list[_Field] = []
    for at, line in enumerate(lines):
        said = line.strip().strip("*_|").strip()
        if not said:
            continue
        match = _PARTED.fullmatch(said)
        if (label := label_of(said)) is not None:
            found.append(_Field(at, label, "", parted=False))
        elif match is not None and (label := label_of(match["what"])) is not None:
            found.append(_Field(at, label, match["value"].strip(" *_|"), parted=True))
        elif (match := _BEGUN.fullmatch(said)) is not None and (label := label_of(match["what"])) is not None:
            begun.append(_Field(at, label, match["value"], parted=False))
    if len({field.label for field in begun}) >= _LEAST_BEGUN:
        found = sorted([*found, *begun])
    return found


def _value(field: _Field, lines: Sequence[str], end: int) -> tuple[list[str], int]:
    """The lines of a field's value, and its end: a blank line at the latest, not counting one below the label."""
    at = field.at + 1
    value = [field.value] if field.value else []
    if not value:
        while at < end and not lines[at].strip():
            at += 1
        if at >= end:
            return [], field.at + 1
        value, at = [lines[at].strip()], at + 1
    if field.label is Label.ADDRESS:
        while at < end and len(value) < _MOST_LINES and _goes_on(value[-1], lines[at]):
            value, at = [*value, lines[at].strip()], at + 1
    return value, at


def _goes_on(before: str, line: str) -> bool:
    said = line.strip()
    return bool(said) and len(said) <= _LONGEST_LINE and said[-1] not in ".?!:" and not ends_with_postcode(before)


def _holds(field: _Field, fields: Sequence[_Field], lines: Sequence[str]) -> bool:
    """Whether a message's field has any content."""
    end = next((other.at for other in fields if other.at > field.at), len(lines))
    return bool(field.value) or any(line.strip() for line in lines[field.at + 1 : end])


def _end_of(message: _Field, fields: Sequence[_Field], lines: Sequence[str]) -> int:
    """Where a message ends: before the next field of the form, and before final lines that each hold a label and a word
    or two.
    """
    before = {field.label for field in fields if field.at < message.at}
    below = [field for field in fields if field.at > message.at]
    end = len(lines)
    for number, field in enumerate(below):
        fresh = field.label is Label.OTHER or field.label not in before
        # A lone word in the middle of a letter is no label, unless the form writes its labels so.
        alike = field.parted or not message.parted
        if field.label is not Label.MESSAGE and fresh and alike and _is_all(below[number:], lines):
            end = field.at
            break
    while end - 1 > message.at and (not lines[end - 1].strip() or _BELOW.fullmatch(lines[end - 1])):
        end -= 1
    return end


def _is_all(fields: Sequence[_Field], lines: Sequence[str]) -> bool:
    """Whether only fields follow from the first of these on, and no sentence of a letter."""
    _, used = _values(fields, lines)
    rest = (lines[at].strip() for at in range(fields[0].at, len(lines)) if at not in used)
    return not any(line.endswith((".", "?", "!")) and len(line.split()) > _MOST_WORDS for line in rest)


def _name(values: dict[Label, list[list[str]]]) -> str:
    parts = [_first(values, label) for label in (Label.TITLE, Label.FORENAME, Label.SURNAME)]
    wholes = [" ".join(filter(None, parts))] if parts[1] and parts[2] else []
    for said in (*wholes, *(_MAIL.sub("", value[0]).strip() for value in values.get(Label.NAME, ()))):
        if signed_by(said):
            titled = f"{parts[0]} {said}".strip()
            return titled if not wholes and signed_by(titled) else said
    return ""


def _first(values: dict[Label, list[list[str]]], label: Label) -> str:
    return next((value[0] for value in values.get(label, ())), "")


def _address(values: dict[Label, list[list[str]]]) -> tuple[tuple[str, ...], str]:
    """The lines of an address without its postcode, and the postcode."""
    postcode = next(
        (code for value in values.get(Label.POSTCODE, ()) if (code := split_postcode(f" {value[0]}")[1])), ""
    )
    parts: list[str] = []
    for line in (line for value in values.get(Label.ADDRESS, ()) for line in value if "@" not in line):
        bare, code = split_postcode(line)
        postcode = postcode or code
        for part in filter(None, (part.strip() for part in bare.split(","))):
            if parts and _NUMBER.fullmatch(parts[-1]):
                parts[-1] = f"{parts[-1]} {part}"
            elif part.casefold() not in {known.casefold() for known in parts} and not _HOME.fullmatch(part):
                parts.append(part)
    abroad = [value[0] for value in values.get(Label.COUNTRY, ()) if not _HOME.fullmatch(value[0])]
    return (*parts, *abroad[:1]) if parts else (), postcode
