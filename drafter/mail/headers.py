"""The headers of mail as text: who sent it, when, about what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from email.errors import MessageError
from email.header import decode_header
from email.message import Message as Mail
from email.policy import Compat32
from email.utils import getaddresses, parseaddr, parsedate_tz
from typing import Any, Final

from drafter.mail.charsets import text_of, without_controls

_ISO: Final = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?![\d-])")
_LONGEST: Final = 10_000  # letters of a header, as it travels


class Cutting(Compat32):
    """Headers cut to a sane length as they are parsed: the time that decoding one takes grows with its square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The name and the value."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST]


CUTTING: Final = Cutting()


def header(mail: Mail, name: str) -> str:
    """A header as text on one line; of several, the first: who adds a second adds it for somebody to be misled."""
    return decoded(mail.get(name))


def decoded(value: Any) -> str:
    """The value of a header, as it travels, as text on one line."""
    if value is None:
        return ""
    try:
        pieces = decode_header(value[:_LONGEST] if isinstance(value, str) else value)
    except (ValueError, TypeError, MessageError):
        pieces = [(str(value), None)]
    text = "".join(
        piece if isinstance(piece, str) else text_of(piece, "" if charset in (None, "unknown-8bit") else str(charset))
        for piece, charset in pieces
    )
    return " ".join(without_controls(text).split())


def address_in(value: Any) -> tuple[str, str]:
    """The name and address in a header; empty where it is nested deeper than any."""
    name, address = "", ""
    # As it travels: a comma within a name is encoded. Programs that know no better encode the whole.
    for text in (value[:_LONGEST] if isinstance(value, str) else "", decoded(value)):
        try:
            name, address = parseaddr(text)
        except RecursionError:
            name, address = "", ""
        if "@" in address:
            break
    return decoded(name), address.strip()


def addresses_in(values: Sequence[Any] | None) -> tuple[str, ...]:
    """The addresses in headers of one name, each once; what is none is left out."""
    texts = [value[:_LONGEST] for value in values or () if isinstance(value, str)]
    try:
        pairs = getaddresses(texts)
    except (RecursionError, ValueError, IndexError):
        return ()
    return tuple(dict.fromkeys(address.strip().lower() for _, address in pairs if "@" in address))


def day_of(text: str) -> date | None:
    """The day of a Date header at the sender's place; some programs write it as ISO 8601 does."""
    try:
        if iso := _ISO.match(text):
            return date(*map(int, iso.groups()))
        parsed = parsedate_tz(text)
        return date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
