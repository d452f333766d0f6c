"""What a form on a web site sends: a label to a line, and the message behind one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from drafter.mail.addresses import split_postcode
from drafter.mail.model import Writer
from drafter.mail.patterns import any_of
from drafter.mail.people import signed_by

_LABEL: Final = re.compile(r"\s*(?P<what>[A-Za-z][A-Za-z /'\-]{1,28}(?: ?[0-9])?)\s*[:=]\s*(?P<value>.*)")
_TITLE, _FORENAME, _SURNAME = (
    ("title",),
    ("first name", "forename", "given name"),
    ("surname", "last name", "family name"),
)
_NAME: Final = ("name", "full name", "your name", "my name", "constituent", "constituent name", "from")
_ADDRESS: Final = re.compile(
    any_of(
        """(?:home |postal |my |your |full |street )?address(?: line)?(?: ?[1-9])?|town|city|county|street|
        house(?: name| number)?"""
    )
)
_POSTCODE: Final = ("postcode", "post code", "postal code", "your postcode", "my postcode")
_MESSAGE: Final = (
    "message",
    "your message",
    "comments",
    "your comments",
    "comment",
    "enquiry",
    "your enquiry",
    "letter",
)
_BELOW: Final = re.compile(r"\s*[A-Za-z][^:=.?!]{1,60}[:=]\s*(?:[^\s?!]++\s*+){0,4}+(?<![.?!])")  # "I agree: yes"
_OF_FORMS: Final = re.compile(
    any_of(
        """consent|submitted.*|ip(?: address)?|privacy.*|source|page|referrer|newsletter|marketing|sent|
        how did you hear.*"""
    )
)
_LEAST: Final = 2


class FilledIn(NamedTuple):
    """A form's own message as lines, and who filled it in; without a form the lines as they are, and nobody."""

    lines: tuple[str, ...]
    writer: Writer | None = None


def filled_in(lines: Sequence[str]) -> FilledIn:
    """What a form says."""
    labelled = [
        (at, match["what"].strip().lower(), match["value"].strip())
        for at, line in enumerate(lines)
        if (match := _LABEL.fullmatch(line))
    ]
    values: dict[str, str] = {}
    for _, what, value in labelled:
        values.setdefault(what, value)
    name, address, postcode = _name(values), _address(values), _postcode(values)
    if sum(map(bool, (name, address, postcode))) < _LEAST:
        return FilledIn(tuple(lines))
    if address and not postcode:
        bare, postcode = split_postcode(address[-1])
        address = (*address[:-1], *([bare] if bare else []))
    used = {at for at, what, _ in labelled if _is_known(what)}
    message = next(((at, value) for at, what, value in labelled if what in _MESSAGE), None)
    if message is not None:
        end = next((at for at, what, _ in labelled if at > message[0] and _is_known(what)), len(lines))
        end = _without_answers(lines, message[0], end)
        kept = [message[1], *lines[message[0] + 1 : end]]
    else:
        kept = [line for at, line in enumerate(lines) if at not in used]
    return FilledIn(tuple(kept), Writer(name=name, address=address, postcode=postcode))


def _without_answers(lines: Sequence[str], begins: int, end: int) -> int:
    """Where a message ends: before the lines at its end that are a form's, each a label and a word or two."""
    while end - 1 > begins and (not lines[end - 1].strip() or _BELOW.fullmatch(lines[end - 1])):
        end -= 1
    return end


def _is_known(what: str) -> bool:
    return what in (
        *_TITLE,
        *_FORENAME,
        *_SURNAME,
        *_NAME,
        *_POSTCODE,
        "email",
        "e-mail",
        "telephone",
        "phone",
        "subject",
    ) or bool(_ADDRESS.fullmatch(what) or _OF_FORMS.fullmatch(what))


def _name(values: dict[str, str]) -> str:
    parts = [_first(values, names) for names in (_TITLE, _FORENAME, _SURNAME)]
    said = " ".join(filter(None, parts)) if parts[1] and parts[2] else _first(values, _NAME)
    signed = signed_by(said) if said else None
    return said if signed else ""


def _first(values: dict[str, str], names: Sequence[str]) -> str:
    return next((values[name] for name in names if values.get(name)), "")


def _address(values: dict[str, str]) -> tuple[str, ...]:
    said = [value for what, value in values.items() if _ADDRESS.fullmatch(what) and value and "@" not in value]
    return tuple(part.strip() for value in said for part in value.split(",") if part.strip())


def _postcode(values: dict[str, str]) -> str:
    return split_postcode(f" {_first(values, _POSTCODE)}")[1]
