"""E-mails as they travel (RFC 5322, MIME), in every encoding that real mail has, whole or cut off."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message as Mail
from typing import Final

from drafter.mail.charsets import text_of
from drafter.mail.headers import CUTTING, address_in, day_of, header
from drafter.mail.html_text import text_of_html
from drafter.mail.model import Message, Unreadable

_HEADERS: Final = ("From", "Subject", "Date", "Received", "Message-ID", "To", "Return-Path")
_MOST_PARTS: Final = 300
_CUT: Final = frozenset(("StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect"))


def read_eml(data: bytes) -> Message:
    """The message. Raises Unreadable."""
    try:
        mail = message_from_bytes(data, policy=CUTTING)
        if not any(mail.get(name) for name in _HEADERS):
            raise Unreadable("is not an e-mail: it lacks the headers of one")
        plain, html, attached, cut = _bodies(mail)
    except RecursionError:
        raise Unreadable("has parts within parts, deeper than any mail") from None
    text, notes = _chosen(plain, html)
    if cut:
        notes.append("it was cut off: what is missing cannot be told")
    if attached:
        notes.append(f"what is attached to it ({attached}) is not read")
    name, address = address_in(mail.get("From"))
    return Message(
        subject=header(mail, "Subject"),
        sender=name,
        address=address.lower(),
        id=header(mail, "Message-ID").strip("<> "),
        date=day_of(header(mail, "Date")),
        text=text,
        notes=tuple(notes),
    )


def _bodies(mail: Mail) -> tuple[list[str], list[str], int, bool]:
    """The texts that are to be read, as plain text and as HTML; how many parts are attached; whether it was cut off."""
    plain: list[str] = []
    html: list[str] = []
    attached, cut = 0, False
    for count, part in enumerate(_parts(mail)):
        if count > _MOST_PARTS:
            raise Unreadable(f"has more than {_MOST_PARTS} parts")
        cut = cut or any(type(defect).__name__ in _CUT for defect in part.defects)
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or part.get_filename() or kind == "message/rfc822":
            attached += 1
        elif kind == "text/plain":
            plain.append(_unflowed(_text_in(part), part))
        elif kind == "text/html":
            html.append(_text_in(part))
        elif not part.is_multipart() and part.get_content_maintype() != "multipart":
            attached += 1
    return plain, html, attached, cut


def _parts(mail: Mail) -> list[Mail]:
    """The parts in order; what is in an attached message is not this writer's."""
    found: list[Mail] = []
    waiting: list[Mail] = [mail]
    while waiting and len(found) <= _MOST_PARTS + 1:
        part = waiting.pop()
        found.append(part)
        inner = part.get_payload() if part.is_multipart() and part.get_content_type() != "message/rfc822" else []
        waiting += [one for one in reversed(inner) if isinstance(one, Mail)] if isinstance(inner, list) else []
    return found


def _chosen(plain: list[str], html: list[str]) -> tuple[str, list[str]]:
    """The plain text, else that of the HTML; mail that has both says the same twice, but for plain texts that only
    say that there is HTML.
    """
    text = "\n\n".join(part for part in plain if part.strip())
    if html and len(text.split()) < 12:
        try:
            other = "\n\n".join(text_of_html(part) for part in html)
        except ImportError:
            return text, ["it is HTML, which cannot be read here yet: install drafter[mail]"]
        if len(other.split()) > len(text.split()):
            return other, []
    return text, []


def _text_in(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    return text_of(payload if isinstance(payload, bytes) else b"", str(part.get_content_charset() or ""))


def _unflowed(text: str, part: Mail) -> str:
    """The text with the lines put together that the sender's program has wrapped (RFC 3676)."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    joined: list[str] = []
    delete_space = str(part.get_param("delsp") or "").lower() == "yes"
    flowing = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        quoted = line.startswith(">")
        if flowing and joined and not quoted:
            joined[-1] += stuffed
        else:
            joined.append(line if quoted else stuffed)
        flowing = stuffed.endswith(" ") and not quoted and stuffed != "-- "
        if flowing and delete_space:
            joined[-1] = joined[-1][:-1]
    return "\n".join(joined)
