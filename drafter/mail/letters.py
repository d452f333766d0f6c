"""Letters that somebody has typed, scanned or saved: Word's files and plain text, line by line."""

from __future__ import annotations

from drafter.documents.decoding import decode
from drafter.documents.extracted import Refused
from drafter.documents.word import word_lines
from drafter.mail.model import Message, Unreadable


def read_docx_letter(data: bytes) -> Message:
    """A letter in Word. Raises Unreadable."""
    try:
        return Message(text="\n".join(word_lines(data)))
    except Refused as refused:
        raise Unreadable(str(refused)) from None


def read_txt(data: bytes) -> Message:
    """A letter as plain text, in whatever encoding. Raises Unreadable."""
    if not data.strip():
        raise Unreadable("is empty")
    try:
        text, notes = decode(data)
    except Refused as refused:
        raise Unreadable(str(refused)) from None
    return Message(text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"), notes=notes)
