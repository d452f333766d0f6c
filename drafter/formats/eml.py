"""A letter as an unsent e-mail, written and read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.errors import MessageError
from email.header import Header
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import SMTP
from typing import TYPE_CHECKING, Final

from drafter.english.words import clean_line
from drafter.formats import FORMATS, LARGEST, READERS
from drafter.formats.copies import Copy
from drafter.formats.mail_headers import CUTTING, decoded, header_in
from drafter.formats.pieces import one_line
from drafter.formats.plain import DRAFT, paragraphs_of, plain_blocks, plain_head, returned_of
from drafter.formats.web import PageForm, PageRead, page_form, read_page
from drafter.frozen import NamedTuple
from drafter.letter.mailing import NO_MAILBOX, Mailbox, Mailing, message_ids, usable_address
from drafter.letter.returned import Returned, ReturnedMail
from drafter.letter.tree import Letter, ReaderDetails
from drafter.problems import Problem, Severity, Where

if TYPE_CHECKING:
    from drafter.formats import LetterForm


# Writing: the e-mail opens as a draft with one recipient, ready to be sent.
#
# It holds the letter twice, as plain text and as a page, of which a mail program shows one; and, if wanted, the letter
# as a file. ``X-Unsent: 1`` makes Outlook open it as a draft. It has no Date and no Message-ID: the program that sends
# it adds them, so that the same letter always gives the same bytes.
#
# The headers are written here, with the standard library's encoder (RFC 2047). The library's newer policies divide a
# long name within its quotation marks, and encode long message-ids, which then no longer name any message.

UNSENT: Final = "X-Unsent"
ATTACHED: Final = "letter"  # the name of the attached file, without its ending
_WIDTH: Final = 72
_LINE: Final = 76  # characters in a line of a header
_END: Final = "\r\n"


class EmlForm(NamedTuple):
    """An e-mail without its reader. ``blocks`` are the blocks of its plain text from the subject line on."""

    page: PageForm
    blocks: tuple[str, ...]
    sender: Mailbox
    subject_line: str
    draft: bool
    ending: str
    attached: LetterForm | None

    def filled(self, reader: ReaderDetails) -> bytes:
        """The e-mail to one reader, without a recipient if the reader's address is not known."""
        blocks = (*((DRAFT,) if self.draft else ()), *plain_head(reader, self.page.date), *self.blocks)
        return assembled(
            self.page.page(reader),
            "\n\n".join(blocks) + "\n",
            reader,
            self.sender,
            self.subject_line,
            (self.ending, self.attached.filled(reader)) if self.attached else None,
        )


def eml_form(letter: Letter, attached: LetterForm | None, *, copy: Copy, large_print: bool = False) -> EmlForm:
    """The e-mail of a letter's text, to be filled for its readers; ``attached`` is the form of the attached file."""
    return EmlForm(
        page_form(letter, copy=copy, large_print=large_print),
        tuple(plain_blocks(letter)),
        letter.sender,
        letter.subject_line,
        copy is Copy.REVIEWING,
        letter.attached,
        attached,
    )


def assembled(
    page: str,
    plain: str,
    reader: ReaderDetails,
    sender: Mailbox,
    subject_line: str,
    attached: tuple[str, bytes] | None,
) -> bytes:
    """The file: its headers, then the letter as plain text and as a page, then the attachment (ending and bytes)."""
    head = headers(reader, sender, subject_line)
    mail = EmailMessage(policy=SMTP)
    mail.set_content(flowed(plain), cte="quoted-printable", params={"format": "flowed"})
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    digest = hashlib.sha256(f"{head}\0{plain}\0{page}".encode())
    if attached is not None:
        ending, data = attached
        digest.update(data)
        main, _, sub = FORMATS[ending].media.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=f"{ATTACHED}{ending}")
    # No text can hold this boundary, because its writer cannot know the hash.
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest.hexdigest()[:32]}_{number}")
    return head.encode("ascii") + mail.as_bytes()


def headers(reader: ReaderDetails, sender: Mailbox, subject_line: str) -> str:
    """The headers, each with CR LF at its end, but without those that describe the parts."""
    mailing = reader.mailing or Mailing("")
    name = one_line(reader.addressee[0]) if reader.addressee else ""
    answers = f"<{mailing.answers}>" if mailing.answers else ""
    lines = [
        f"{UNSENT}: 1",
        f"From: {_mailbox('From', Mailbox(one_line(sender.name), sender.address))}" if sender.address else "",
        f"To: {_mailbox('To', Mailbox(name, mailing.to))}" if mailing.to else "",
        f"Subject: {_text('Subject', one_line(mailing.subject or subject_line))}",
        f"In-Reply-To: {answers}" if answers else "",
        f"References: {f'{_END} '.join(f'<{one}>' for one in mailing.references)}" if mailing.references else "",
    ]
    return "".join(f"{line}{_END}" for line in lines if line)


def flowed(text: str) -> str:
    """Text with its paragraphs wrapped in such a way that mail programs can join them again (RFC 3676)."""
    return "\n".join(piece for line in text.split("\n") for piece in _wrapped(line))


def _wrapped(line: str) -> list[str]:
    made, piece = [], ""
    for word in line.split(" "):
        if piece and len(piece) + len(word) > _WIDTH:
            made.append(piece)
            piece = ""
        piece += f"{word} "
    made.append(piece.rstrip(" "))
    return [f" {one}" if one.startswith((" ", ">", "From ")) else one for one in made]


def _text(name: str, text: str) -> str:
    """A header whose value is text."""
    if text.isascii() and text.isprintable() and "=?" not in text and len(name) + 2 + len(text) <= _LINE:
        return text
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep=_END)


def _mailbox(header: str, mailbox: Mailbox) -> str:
    """A header whose value is one name and one address."""
    if not mailbox.name:
        return mailbox.address
    if mailbox.name.isascii() and mailbox.name.isprintable() and "=?" not in mailbox.name:
        quoted = mailbox.name.replace("\\", "\\\\").replace('"', '\\"')
        return _joined(header, f'"{quoted}"', mailbox.address)
    name = Header(mailbox.name, "utf-8", maxlinelen=_LINE, header_name=header).encode(linesep=_END)
    return _joined(header, name, mailbox.address)


def _joined(header: str, name: str, address: str) -> str:
    line = f"{name} <{address}>"
    fits = len(header) + 2 + len(line) <= _LINE and _END not in name
    return line if fits else f"{name}{_END} <{address}>"


def unflowed(text: str) -> str:
    """A flowed text with its paragraphs joined again."""
    made: list[str] = []
    flowing = False
    for line in text.split("\n"):
        said = line.removeprefix(" ")
        if flowing:
            made[-1] += said
        else:
            made.append(said)
        flowing = said.endswith(" ") and said != "-- "
    return "\n".join(made)


# Reading: a draft that came back must go to one address and have the same letter in each part; else it is reported.

_MOST_LINES: Final = 400_000
_MOST_PARTS: Final = 20
_ENCODINGS: Final = frozenset(("", "us-ascii", "ascii", "utf-8", "iso-8859-1", "windows-1252"))
_KNOWN: Final = frozenset(("7bit", "8bit", "quoted-printable", "base64"))
# One mailbox. Its name is quoted, or has no characters that could make two mailboxes of it. Matched before decoding, so
# that nothing is hidden.
_ONE: Final = re.compile(r'\s*(?:("(?:[^"\\\r\n]|\\.)*+"|[^"<>,;:@\\]*+)\s*<\s*([^<>\s,;:]++)\s*>|([^<>\s,;:"]++))\s*')
# An address in one of these headers also gets the letter, or its answer.
_OTHERS: Final = ("Cc", "Bcc", "Reply-To", "Apparently-To", "Resent-To", "Resent-Cc", "Resent-Bcc", "Mail-Reply-To",
                  "Mail-Followup-To", "Disposition-Notification-To", "Return-Receipt-To", "Followup-To")  # fmt: skip
_ONCE: Final = ("From", "To", "Subject", "In-Reply-To", "References", "Content-Type", "Content-Transfer-Encoding")


def read_eml(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter in a file's bytes, or ``None`` and why. ``name`` is what problems call the file."""
    where = Where(name)
    many = len(re.findall(rb"boundary", data, re.IGNORECASE)) > _MOST_PARTS
    if len(data) > LARGEST or data.count(b"\n") > _MOST_LINES or many:
        return None, [Problem(where, "too-large", "is longer than any letter")]
    try:
        mail: Message = BytesParser(policy=CUTTING).parsebytes(data)
        parts = list(_parts(mail))
    except (RecursionError, MessageError, ValueError, LookupError):
        return None, [Problem(where, "damaged-file", "is no e-mail that can be read")]
    if not any(mail.get(header) for header in (UNSENT, "From", "To", "Subject")) or not data.strip():
        return None, [Problem(where, "damaged-file", "is not an e-mail: it lacks the headers of one")]
    if len(parts) > _MOST_PARTS:
        return None, [Problem(where, "too-large", "has more parts than any letter")]
    return _Reading(mail, parts, name).read()


def mailing_in(mail: Message) -> Mailing | None:
    """Where an e-mail goes; ``None`` unless it goes to one plain address."""
    to = mailbox_in(mail, "To").address
    answers = message_ids(str(mail.get("In-Reply-To") or ""))
    references = message_ids(str(mail.get("References") or ""))
    subject = header_in(mail, "Subject")
    return Mailing(to, subject, answers[0] if answers else "", references) if to else None


def mailbox_in(mail: Message, header: str) -> Mailbox:
    """The one name and address in a header; empty if there is none, or more than one."""
    match = _ONE.fullmatch(str(mail.get(header) or ""))
    address = usable_address(match[2] or match[3] or "") if match else ""
    if match is None or not address:
        return NO_MAILBOX
    name = (match[1] or "").strip()
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Mailbox(decoded(name), address)


def _parts(mail: Message) -> Iterator[Message]:
    """The parts that are not made of further parts."""
    waiting = [mail]
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            waiting = [*(one for one in inner if isinstance(one, Message)), *waiting]
        else:
            yield part


class _Reading:
    """Reads one e-mail."""

    def __init__(self, mail: Message, parts: Sequence[Message], name: str) -> None:
        self._mail, self._parts, self._name = mail, parts, name
        self._oddities: list[Problem] = []

    def read(self) -> tuple[Returned | None, list[Problem]]:
        """The letter, or why there is none."""
        plain = [part for part in self._parts if self._is(part, "text/plain")]
        pages = [part for part in self._parts if self._is(part, "text/html")]
        files = [part for part in self._parts if part not in plain and part not in pages]
        if len(plain) > 1 or len(pages) > 1:
            self._odd("two-texts", "holds more than one text: programs show one or the other", "leave one in it")
        if not plain and not pages:
            return None, [Problem(Where(self._name), "empty-file", "holds no text")]
        page: PageRead | None = None
        if pages:
            page, problems = read_page(self._text(pages[0]), self._name)
            if page is None:
                return None, problems
        text = self._plain(plain[0]) if plain else ""
        if page is None:
            letter = self._by_sentence(returned_of(paragraphs_of(text.split("\n")), self._name))
        else:
            letter = page.letter
            if plain:
                self._compare(tuple(text.split()), page.said, "its plain text", "its HTML")
        attached = self._attached(files, letter)
        self._headers()
        mail = ReturnedMail(mailing_in(self._mail), mailbox_in(self._mail, "From"), attached)
        oddities = tuple(sorted({*letter.oddities, *self._oddities}))
        return replace(letter, oddities=oddities, mail=mail), []

    def _is(self, part: Message, kind: str) -> bool:
        attached = part.get_content_disposition() == "attachment" or part.get_filename()
        return part.get_content_type() == kind and not attached

    def _text(self, part: Message) -> str:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        charset = str(part.get_content_charset() or "").lower()
        try:
            if charset not in _ENCODINGS:
                raise LookupError
            text = data.decode(charset or "utf-8")
        except (UnicodeDecodeError, LookupError):
            self._odd("two-texts", "is in an encoding that programs read in different ways", "save it as UTF-8")
            text = data.decode("utf-8", "replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _plain(self, part: Message) -> str:
        text = self._text(part)
        return unflowed(text) if str(part.get_param("format") or "").lower() == "flowed" else text

    def _by_sentence(self, letter: Returned) -> Returned:
        """The letter with paragraph numbers as places, as in every e-mail. Its first line may be DRAFT."""
        blocks = letter.blocks[1:] if letter.blocks and letter.blocks[0].text == DRAFT else letter.blocks
        return replace(letter, blocks=tuple(replace(b, places=((0, n, 1),)) for n, b in enumerate(blocks, 1)))

    def _compare(self, one: Sequence[str], other: Sequence[str], this: str, that: str) -> None:
        """Report if two parts differ in any word. A reader sees only one of them, and nobody knows which."""
        if one == other:
            return
        at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
        shown = [" ".join(words[at : at + 4])[:60] or "nothing more" for words in (one, other)]
        message = f"{this} says something else than {that}: \u201c{shown[0]}\u201d, and \u201c{shown[1]}\u201d"
        self._odd("two-texts", message, "change both alike, or draft it anew")

    def _attached(self, files: Sequence[Message], letter: Returned) -> str:
        """The ending of the attached letter, which must be the same letter."""
        found = ""
        for part in files:
            kind = part.get_content_type()
            ending = next(
                (e for e, one in FORMATS.items() if kind == one.media and part.get_filename() == ATTACHED + e), ""
            )
            if ending not in READERS or found:
                shown = clean_line(str(part.get_filename() or kind))[:40]
                hint = "take it out, and attach it when the final copy is sent"
                self._odd("odd-part", f"has something attached ('{shown}') that the final copy does not have", hint)
                continue
            found = ending
            payload = part.get_payload(decode=True)
            other, problems = READERS[ending](
                payload if isinstance(payload, bytes) else b"", f"{self._name}: attached letter"
            )
            if other is None:
                self._oddities += problems
                continue
            self._oddities += [
                replace(one, where=Where(self._name), message=f"the attached letter: {one.message}")
                for one in other.oddities
                if one.severity is Severity.ERROR
            ]
            mine = " ".join(block.text for block in letter.blocks).split()
            self._compare(
                " ".join(block.text for block in other.blocks).split(), mine, "the attached letter", "the e-mail"
            )
            notes = [[" ".join(note.text.split()) for note in one.notes.values()] for one in (other, letter)]
            self._compare(
                " ".join(notes[0]).split(), " ".join(notes[1]).split(), "a note of the attached letter", "the e-mail"
            )
        return found

    def _headers(self) -> None:
        """Report headers that are repeated, or that would send the letter or its answer to anyone else."""
        for header in _ONCE:
            if len(self._mail.get_all(header, [])) > 1:
                self._odd("two-texts", f"has two headers '{header}': programs take one or the other", "take one out")
        for header in _OTHERS:
            if str(self._mail.get(header) or "").strip():
                message = f"goes to others too, by its header '{header}'"
                self._odd("other-recipients", message, "a letter has one recipient: take it out")
        for part in self._parts:
            encodings = [str(value).strip().lower() for value in part.get_all("Content-Transfer-Encoding", [])]
            if len(encodings) > 1 or len(part.get_all("Content-Type", [])) > 1 or not set(encodings) <= _KNOWN:
                self._odd("two-texts", "has a part that programs decode in different ways", "draft it anew")
        if any(part.defects for part in self._mail.walk()):
            self._odd(
                "two-texts", "is not put together as e-mails are: programs mend that in different ways", "draft it anew"
            )
        to = str(self._mail.get("To") or "").strip()
        if to and mailbox_in(self._mail, "To") is NO_MAILBOX:
            message = "is to more than one address, or to none that can be read"
            self._odd("other-recipients", message, "a letter has one recipient")

    def _odd(self, rule: str, message: str, hint: str = "") -> None:
        self._oddities.append(Problem(Where(self._name), rule, message, hint))
