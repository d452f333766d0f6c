"""E-mails saved to a file (.eml): the text, otherwise the HTML, and the headers that say who sent it.

They stand by themselves, since what reads e-mails is slow to import, and most documents are none.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from drafter.sources.paragraphs import clean_paragraph, paragraphs_of
from drafter.sources.text import Contents, Refused, decode
from drafter.sources.webpage import page_text


def read_mail(data: bytes, _each_page: Callable[[], None]) -> Contents:
    """The paragraphs, the subject, sender and day, and notes. Attachments are not read. Raises Refused."""
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
        blocks, _, more = page_text(text)
        notes = (*notes, *more)
    else:
        blocks = paragraphs_of(text)
    attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    if attached:
        notes = (*notes, f"what is attached to it ({attached}) is not read")
    return Contents(blocks, own, notes)


def _headers(message: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(str(message["From"] or ""))
    try:
        # The day in the sender's time zone, as the header gives it.
        issued = parsedate_to_datetime(str(message["Date"])).date().isoformat() if message["Date"] else ""
    except (ValueError, OverflowError, IndexError):
        issued = ""
    return {
        "title": clean_paragraph(str(message["Subject"] or "")),
        "author": clean_paragraph(name or address),
        "issued": issued,
    }
