"""The headers of an e-mail as text, of a draft that came back as of one from the post."""

from __future__ import annotations

from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import Any, Final

from drafter.english.words import clean_line
from drafter.sources.text import text_of, without_controls

LONGEST: Final = 10_000  # letters of a raw header


class Cutting(Compat32):
    """A policy that cuts headers to a sane length before parsing: the time to decode one grows with its square."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The header's name and its value, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST]


CUTTING: Final = Cutting()


def header_in(mail: Message, name: str) -> str:
    """A header as text on one line. Of several the first counts: a second one was added to mislead somebody."""
    return decoded(mail.get(name))


def decoded(value: Any) -> str:
    """A raw header value as one harmless line of text, whatever encoding it declares."""
    if value is None:
        return ""
    try:
        pieces = decode_header(value[:LONGEST] if isinstance(value, str) else value)
    except (ValueError, TypeError, MessageError):
        pieces = [(str(value), None)]
    text = "".join(
        piece if isinstance(piece, str) else text_of(piece, "" if charset in (None, "unknown-8bit") else str(charset))
        for piece, charset in pieces
    )
    return clean_line(without_controls(text))
