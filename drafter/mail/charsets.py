"""Bytes of mail as text, whatever is declared of them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from drafter.documents.decoding import decode
from drafter.documents.extracted import Refused

# In these, bytes that are ASCII do not stand for themselves.
_STATEFUL: Final = re.compile(r"utf-?16|utf-?32|utf-?7|iso-?2022|hz")
_LATIN: Final = "cp1252"


def text_of(data: bytes, declared: str) -> str:
    """Bytes as text: by what is declared where that tells, else as UTF-8, else as what was meant most likely."""
    name = declared.strip("'\" ").lower()
    if _STATEFUL.match(name):
        try:
            return without_controls(data.decode(codecs.lookup(name).name))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        text, _ = decode(data, name)
    except Refused:  # whatever it is, what can be read of it is read
        text = data.decode(_LATIN, "replace")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text with a space for each sign that is none, and its lines ended as ours are."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
