"""E-mails as they travel (RFC 5322, MIME), in every encoding that real mail has, whole or cut off."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message as Mail
from email.parser import BytesParser
from typing import Any, Final

from drafter.mail.charsets import text_of
from drafter.mail.headers import CUTTING, address_in, addresses_in, day_of, header
from drafter.mail.html_text import MOST, Page, notes_on, text_of_html
from drafter.mail.model import Message, Unreadable

_HEADERS: Final = ("From", "Subject", "Date", "Received", "Message-ID", "To", "Return-Path")
_MOST_PARTS: Final = 300
_MOST_WITHIN: Final = 12  # parts that hold parts: each line is held against the boundary of each
_MOST_LINES: Final = 1_000_000  # thirty megabytes of what is attached have half as many
_MOST_TEXT: Final = 200_000  # letters of a part's text that are looked at, more than are read of a whole letter
_CUT: Final = frozenset(("StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect"))


def _counting() -> type[Mail]:
    """A kind of mail that stops its own parsing: what has too many parts is not parsed to its end."""
    parts = within = 0

    class Counted(Mail):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            nonlocal parts
            parts += 1
            if parts > _MOST_PARTS + 1:
                raise Unreadable(f"has more than {_MOST_PARTS} parts")
            super().__init__(*args, **kwargs)

        def get_boundary(self, failobj: Any = None) -> Any:
            nonlocal within
            within += 1
            if within > _MOST_WITHIN:
                raise Unreadable(f"has more than {_MOST_WITHIN} parts with parts in them")
            return super().get_boundary(failobj)

    return Counted


def read_eml(data: bytes) -> Message:
    """The message. Raises Unreadable."""
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        raise Unreadable(f"has more than {_MOST_LINES:,} lines")
    try:
        mail: Mail = BytesParser(_counting(), policy=CUTTING).parsebytes(data)
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
        reply_to=addresses_in(mail.get_all("Reply-To")),
        references=header(mail, "References") or header(mail, "In-Reply-To"),
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
            pages = list(_pages(html))
        except ImportError:
            return text, ["it is HTML, which cannot be read here yet: install drafter[mail]"]
        other = "\n\n".join(page.text for page in pages)
        notes = notes_on(pages)
        if len(other.split()) > len(text.split()):
            return other, notes
        if not text.strip():
            return text, notes
    return text, []


def _pages(html: list[str]) -> Iterator[Page]:
    """The pages read, up to what is more than any letter."""
    size = 0
    for part in html:
        if size < MOST:
            yield text_of_html(part)
        size += len(part)


def _text_in(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    payload = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/plain":  # of what is beyond, nothing is read: four bytes a letter at most
        payload = payload[: 4 * _MOST_TEXT]
    return text_of(payload, str(part.get_content_charset() or ""))


def _unflowed(text: str, part: Mail) -> str:
    """The text with the lines put together that the sender's program has wrapped (RFC 3676)."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    joined: list[list[str]] = []
    delete_space = str(part.get_param("delsp") or "").lower() == "yes"
    flowing = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        quoted = line.startswith(">")
        goes_on = flowing and not quoted
        flowing = stuffed.endswith(" ") and not quoted and stuffed != "-- "
        said = line if quoted else stuffed[:-1] if flowing and delete_space else stuffed
        if goes_on and joined:
            joined[-1].append(said)
        else:
            joined.append([said])
    return "\n".join("".join(pieces) for pieces in joined)
