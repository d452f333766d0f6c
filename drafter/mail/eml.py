"""E-mails as they travel (RFC 5322, MIME), in every encoding that real mail has, whole or cut off."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email.message import Message as Mail
from email.parser import BytesParser
from typing import Any, Final

from drafter.mail.charsets import text_of
from drafter.mail.choosing import chosen
from drafter.mail.headers import CUTTING, address_in, addresses_in, day_of, header
from drafter.mail.html_text import Page
from drafter.mail.model import Message, Unreadable
from drafter.mail.transfer import payload_of

_HEADERS: Final = ("From", "Subject", "Date", "Received", "Message-ID", "To", "Return-Path")
_MOST_PARTS: Final = 300
_MOST_WITHIN: Final = 12  # parts that hold parts: each line is held against the boundary of each
_MOST_LINES: Final = 1_000_000  # thirty megabytes of what is attached have half as many
_MOST_TEXT: Final = 200_000  # letters of a part's text that are looked at, more than are read of a whole letter
_CUT: Final = frozenset(("StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect"))
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml", "html/text"))
_PLAIN: Final = frozenset(("text/plain", "plain/text", "text/enriched", "text/markdown", "text/text", "text/x-plain"))
# Parts that nobody wrote: signatures by machines, reports of delivery, the same for watches and moving pages.
_OF_PROGRAMS: Final = frozenset(
    """application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature application/pgp-keys
    message/delivery-status message/disposition-notification text/rfc822-headers text/x-amp-html text/watch-html
    """.split()
)
_PGP: Final = "is encrypted (PGP): open it in a mail program, and save it as text"
_SIGNED: Final = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n)*\n(.*?)\n?-----BEGIN PGP SIGNATURE-----"
    r"(?:.*?-----END PGP SIGNATURE-----|.*)",
    re.DOTALL,
)
_MARK: Final = re.compile(r"<param>[^<\n]{0,200}</param>|</?[A-Za-z-]{1,60}>")  # of text/enriched (RFC 1896)
_CHARSET: Final = re.compile(rb"<meta\b[^<>]{0,200}\bcharset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_BOUNDARY: Final = re.compile(rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
_HEAD: Final = 4_000  # bytes of a page in which it says how it is encoded


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
    return _read(_parsed(data))


def _parsed(data: bytes) -> Mail:
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        raise Unreadable(f"has more than {_MOST_LINES:,} lines")
    try:
        mail: Mail = BytesParser(_counting(), policy=CUTTING).parsebytes(data)
    except RecursionError:
        raise Unreadable("has parts within parts, deeper than any mail") from None
    if not any(mail.get(name) for name in _HEADERS):
        raise Unreadable("is not an e-mail: it lacks the headers of one")
    return mail


def _read(mail: Mail, *, within: bool = False) -> Message:
    """The message; ``within`` is whether it came attached to another."""
    found = _Found()
    found.take(mail)
    text = _text(mail, found)
    notes = list(found.notes)
    if found.cut:
        notes.append("it was cut off: what is missing cannot be told")
    if not text.strip() and not within:
        if len(found.messages) == 1 and not found.attached:
            return _passed_on(found.messages[0])
        if found.locked:
            raise Unreadable(found.locked[0])
        if len(found.files) == 1 and not found.messages:
            text = _text_of(found.files[0], found)
            found.attached -= 1
            notes.append("its letter is in a file that is attached to it")
    notes += [f"a part of it {why}" for why in dict.fromkeys(found.locked)]
    attached = found.attached + len(found.messages)
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


def _passed_on(mail: Mail) -> Message:
    """The message that another holds, which has no words of its own: whoever wrote it is the writer."""
    message = _read(mail, within=True)
    return replace(message, notes=("it came attached to another message, which says nothing", *message.notes))


@dataclass
class _Found:
    """What is found in a message beside its text: how many parts are attached, messages and texts among
    these, why parts cannot
    be read, whether the message was cut off, what a person should know.
    """

    attached: int = 0
    messages: list[Mail] = field(default_factory=list)
    files: list[Mail] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    cut: bool = False
    parts: int = 0
    notes: list[str] = field(default_factory=list)

    def take(self, part: Mail) -> None:
        """One part more."""
        self.parts += 1
        if self.parts > _MOST_PARTS:
            raise Unreadable(f"has more than {_MOST_PARTS} parts")
        self.cut = self.cut or any(type(defect).__name__ in _CUT for defect in part.defects)

    def sets_aside(self, part: Mail, kind: str, *, alternatives: bool) -> bool:
        """Whether a part is none of the text; it is then counted, where somebody should know of it."""
        if (why := _locked(part, kind)) is not None:
            self.locked.append(why)
        elif kind == "message/rfc822":
            inner = part.get_payload()
            self.messages += [mail for mail in inner if isinstance(mail, Mail)] if isinstance(inner, list) else []
        elif part.get_content_disposition() == "attachment" or part.get_filename():
            self.attached += kind not in _OF_PROGRAMS
            self.files += [part] if kind in _PAGES or kind in _PLAIN else []
        elif kind in _PAGES or kind in _PLAIN:
            return False
        else:
            self.attached += not (alternatives or kind in _OF_PROGRAMS)
        return True


def _text(part: Mail, found: _Found) -> str:
    """The text of a part, and of the parts in it: of those that say the same, the one that holds the letter.

    It calls itself as often as parts lie in one another, of which there are not many.
    """
    plain: list[str] = []
    pages: list[str | Page] = []
    page_first = False
    alternatives = part.get_content_type() == "multipart/alternative"
    for one in _inner(part):
        found.take(one)
        kind = one.get_content_type()
        if kind.startswith("multipart/"):
            text = _text(one, found) if one.is_multipart() else _without_boundary(one, found)
            if alternatives and text.strip():
                pages.append(Page(text))
            else:
                plain.append(text)
        elif found.sets_aside(one, kind, alternatives=alternatives):
            continue
        elif kind in _PAGES:
            page_first = page_first or not plain
            pages.append(_text_in(one))
        else:
            plain.append(_plain_in(one, found))
    whole = "\n\n".join(text for text in plain if text.strip())
    told = chosen(whole, pages, alternatives=alternatives, page_first=page_first)
    found.notes += (note for note in told.notes if note not in found.notes)
    return told.text


def _text_of(part: Mail, found: _Found) -> str:
    """The text of a part that is attached."""
    if part.get_content_type() in _PAGES:
        return chosen("", [_text_in(part)]).text
    return chosen(_plain_in(part, found), []).text


def _plain_in(part: Mail, found: _Found) -> str:
    return _bare(_unflowed(_text_in(part), part), found)


def _inner(part: Mail) -> list[Mail]:
    """The parts of a part, or itself where it has none."""
    inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
    return [one for one in inner if isinstance(one, Mail)] if isinstance(inner, list) else [part]


def _without_boundary(part: Mail, found: _Found) -> str:
    """The text of what says that it holds parts, in which none begins as it says."""
    payload = payload_of(part)
    match = _BOUNDARY.search(payload)
    if match is None or part.get("X-Mended"):
        return text_of(payload[: 4 * _MOST_TEXT], "")
    head = b'X-Mended: yes\nContent-Type: %s; boundary="%s"\n\n' % (part.get_content_type().encode(), match[1])
    return _text(BytesParser(_counting(), policy=CUTTING).parsebytes(head + payload), found)


def _locked(part: Mail, kind: str) -> str | None:
    """Why nobody but the office's own mail program can read a part that holds the letter."""
    name = str(part.get_filename() or "").lower()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime") or name == "smime.p7m":
        if str(part.get_param("smime-type") or "").lower() == "signed-data":
            return "is signed in a way that hides its text (S/MIME): open it in a mail program, and save it as text"
        return "is encrypted (S/MIME): open it in a mail program, and save it as text"
    if kind == "application/pgp-encrypted":
        return _PGP
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name == "winmail.dat":
        return "is Outlook's own form of a message (winmail.dat): open it in Outlook, and save it as .msg"
    if kind == "text/calendar":
        return "is an invitation to a meeting, which is not read"
    return None


def _bare(text: str, found: _Found) -> str:
    """A text without what PGP puts around one that it signed; empty where it is encrypted."""
    if "-----BEGIN PGP" not in text:
        return text
    if "-----BEGIN PGP MESSAGE-----" in text:
        found.locked.append(_PGP)
        return text.split("-----BEGIN PGP MESSAGE-----", 1)[0]
    match = _SIGNED.search(text)
    if match is None:
        return text
    return text[: match.start()] + re.sub(r"^- ", "", match[1], flags=re.MULTILINE) + text[match.end() :]


def _text_in(part: Mail) -> str:
    payload = payload_of(part)
    charset = str(part.get_content_charset() or "")
    if part.get_content_type() in _PAGES:
        said = _CHARSET.search(payload[:_HEAD]) if not charset else None
        return text_of(payload, said[1].decode("ascii") if said else charset)
    text = text_of(payload[: 4 * _MOST_TEXT], charset)  # of what is beyond nothing is read: four bytes a letter
    return _MARK.sub("", text) if part.get_content_type() == "text/enriched" else text


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
