"""Outlook's messages (.msg), read by python-oxmsg: its text, HTML or rich text; nothing that is attached."""

from __future__ import annotations

import io
from datetime import date
from typing import Any, Final

from drafter.mail.charsets import text_of
from drafter.mail.choosing import chosen
from drafter.mail.headers import address_in, addresses_in, day_of, decoded
from drafter.mail.html_text import Page
from drafter.mail.model import Message, Unreadable
from drafter.mail.rtf import BadlyPacked, Rich, read_rtf, unpacked

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_ID, _TEXT_PAGE = 0x1035, 0x3FDE
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FEW: Final = 12  # words: rich text may say more
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F


def read_msg(data: bytes) -> Message:
    """The message. Raises Unreadable."""
    if not data.startswith(_MAGIC):
        raise Unreadable("is not an Outlook message")
    try:
        from oxmsg import Message as Outlook  # late: few need it
    except ImportError:
        raise Unreadable("is an Outlook message, which cannot be read here yet: install drafter[mail]") from None
    try:
        message = Outlook.load(io.BytesIO(data))
        return _read(message)
    except Unreadable:
        raise
    except Exception as broken:  # noqa: BLE001 - olefile trusts its input, and raises whatever comes of that
        raise Unreadable(f"is a damaged Outlook message ({type(broken).__name__})") from None


def _read(message: Any) -> Message:
    headers = {name.lower(): value for name, value in message.message_headers.items()}
    name, address = address_in(headers.get("from"))
    text, notes = _text(message)
    if message.attachment_count:
        notes.append(f"what is attached to it ({message.attachment_count}) is not read")
    sent = message.sent_date
    return Message(
        subject=_line(message.subject),
        sender=_line(name or _property(message, _SENDER_NAME)),
        address=(address or _property(message, _SENDER_SMTP) or _smtp(_property(message, _SENDER_ADDRESS))).lower(),
        id=_line(decoded(headers.get("message-id")) or _property(message, _MESSAGE_ID)).strip("<> "),
        date=day_of(decoded(headers.get("date"))) or (date(sent.year, sent.month, sent.day) if sent else None),
        text=text,
        notes=tuple(notes),
        reply_to=addresses_in([headers["reply-to"]] if headers.get("reply-to") else None),
        references=decoded(headers.get("references")),
    )


def _text(message: Any) -> tuple[str, list[str]]:
    """The text, as plain text, HTML or rich text has it; Outlook itself writes each of them from another."""
    plain = (message.body or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    html = message.properties.binary_prop_value(_HTML)
    page = text_of(html, _charset(message)) if html else message.html_body
    told = chosen(plain, [page] if page else [])
    notes = list(told.notes)
    rich = message.properties.binary_prop_value(_RTF)
    if rich and not page and len(told.text.split()) < _FEW:
        read, more = _rich(rich)
        if read is not None:
            told = chosen(plain, [read.text if read.is_page else Page(read.text, read.hides)])
            return told.text, list(told.notes)
        notes.append(more)
    kind = str(message.message_class or "").lower()
    if not told.text.strip() and (kind.startswith("ipm.note.smime") or "encrypt" in kind):
        raise Unreadable("is encrypted or signed (S/MIME): open it in Outlook, and save it as text")
    if kind.startswith("ipm.schedule"):
        notes.append("it is an invitation to a meeting, or answers one")
    return told.text, notes


def _rich(data: bytes) -> tuple[Rich | None, str]:
    """What rich text says, or why it cannot be read."""
    try:
        return read_rtf(unpacked(data)), ""
    except ImportError:
        return None, "its text is in Outlook's rich text, which cannot be read here yet: install drafter[mail]"
    except BadlyPacked as why:
        return None, f"its text is in Outlook's rich text, which {why}: save it from Outlook as plain text"


def _charset(message: Any) -> str:
    page = message.properties.int_prop_value(_TEXT_PAGE)
    return {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1"}.get(page, f"cp{page}" if page else "")


def _property(message: Any, pid: int) -> str:
    return str(message.properties.str_prop_value(pid) or "")


def _smtp(address: str) -> str:
    """An address of the Internet's; within an office Outlook keeps one of its own kind."""
    return address if "@" in address else ""


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
