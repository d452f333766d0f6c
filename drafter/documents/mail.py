"""E-mails saved to a file (.eml): the text, else the HTML, and the headers that say whose it is."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from drafter.documents.decoding import decode
from drafter.documents.extracted import Refused
from drafter.documents.paragraphs import clean, paragraphs_of
from drafter.documents.webpage import page_of


def read_mail(data: bytes) -> tuple[tuple[str, ...], dict[str, str], tuple[str, ...]]:
    """The paragraphs, subject, sender and day, and notes. What is attached is not read."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not any(message[name] for name in ("From", "Subject", "Date", "Received")):
        raise Refused("not-an-email", "is not an e-mail: it lacks the headers of one", "is its name's ending right?")
    own = _headers(message)
    part = message.get_body(("plain", "html"))
    if part is None:
        raise Refused("without-text", "holds no text", "save what is attached to it, and add that")
    payload = part.get_payload(decode=True)
    text, notes = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "")
    if part.get_content_subtype() == "html":
        blocks, _, more = page_of(text)
        notes = (*notes, *more)
    else:
        blocks = paragraphs_of(text)
    attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    if attached:
        notes = (*notes, f"what is attached to it ({attached}) is not read")
    return blocks, own, notes


def _headers(message: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(str(message["From"] or ""))
    try:
        # The day at the sender's place, as the header writes it.
        issued = parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else ""
    except (ValueError, OverflowError, IndexError):
        issued = ""
    return {"title": clean(str(message["Subject"] or "")), "author": clean(name or address), "issued": issued}
