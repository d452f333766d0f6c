"""A letter as an e-mail that nobody has sent yet: opened, it is a draft with one recipient, ready to be sent.

It holds the letter twice, as plain text and as a page, of which a mail program shows one; and, where wanted, the letter
as a file. ``X-Unsent: 1`` is what Outlook opens as a draft. It has no Date and no Message-ID, which the program that
sends it gives it, so that the same letter gives the same bytes.

The headers are written here, with the standard library's encoder (RFC 2047): its newer policies divide a long name
within its quotation marks, and encode long message-ids, which then name no message any more.
"""

from __future__ import annotations

import hashlib
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, Final, NamedTuple

from drafter.formats.copies import Copy
from drafter.formats.plain import DRAFT, plain_blocks, plain_head
from drafter.formats.text import line_of
from drafter.formats.web import PageForm, page_form
from drafter.letter.mailing import Mailbox, Mailing
from drafter.letter.tree import Letter, Particulars

if TYPE_CHECKING:
    from drafter.formats import Form

UNSENT: Final = "X-Unsent"
ATTACHED: Final = "letter"  # the name of the file that is attached, but for its ending
_WIDTH: Final = 72
_LINE: Final = 76  # of a header
_END: Final = "\r\n"
_WORD: Final = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


class EmlForm(NamedTuple):
    """An e-mail without its reader. ``blocks`` are those of its plain text from the subject line on."""

    page: PageForm
    blocks: tuple[str, ...]
    sender: Mailbox
    subject_line: str
    draft: bool
    ending: str
    attached: Form | None

    def filled(self, reader: Particulars) -> bytes:
        """The e-mail to one reader; to nobody where it is not known where to."""
        blocks = (*((DRAFT,) if self.draft else ()), *plain_head(reader, self.page.date), *self.blocks)
        return assembled(
            self.page.page(reader),
            "\n\n".join(blocks) + "\n",
            reader,
            self.sender,
            self.subject_line,
            (self.ending, self.attached.filled(reader)) if self.attached else None,
        )


def eml_form(letter: Letter, attached: Form | None, *, copy: Copy, large_print: bool = False) -> EmlForm:
    """The e-mail of a letter's text, to be filled for its readers; ``attached`` is the form of the file with it."""
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
    reader: Particulars,
    sender: Mailbox,
    subject_line: str,
    attached: tuple[str, bytes] | None,
) -> bytes:
    """The file: its headers, then the letter as plain text and as a page, then what is attached (ending and bytes)."""
    head = headers(reader, sender, subject_line)
    mail = EmailMessage(policy=SMTP)
    mail.set_content(flowed(plain), cte="quoted-printable", params={"format": "flowed"})
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    digest = hashlib.sha256(f"{head}\0{plain}\0{page}".encode())
    if attached is not None:
        ending, data = attached
        digest.update(data)
        mail.add_attachment(data, maintype=_WORD[0], subtype=_WORD[1], filename=f"{ATTACHED}{ending}")
    # A boundary that no text can hold: who writes a text does not know its hash.
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{digest.hexdigest()[:32]}_{number}")
    return head.encode("ascii") + mail.as_bytes()


def headers(reader: Particulars, sender: Mailbox, subject_line: str) -> str:
    """The headers, each of which ends with CR LF, but for those that say what kinds of parts there are."""
    mailing = reader.mailing or Mailing("")
    name = line_of(reader.addressee[0]) if reader.addressee else ""
    answers = f"<{mailing.answers}>" if mailing.answers else ""
    lines = [
        f"{UNSENT}: 1",
        f"From: {_mailbox('From', Mailbox(line_of(sender.name), sender.address))}" if sender.address else "",
        f"To: {_mailbox('To', Mailbox(name, mailing.to))}" if mailing.to else "",
        f"Subject: {_text('Subject', line_of(mailing.subject or subject_line))}",
        f"In-Reply-To: {answers}" if answers else "",
        f"References: {f'{_END} '.join(f'<{one}>' for one in mailing.references)}" if mailing.references else "",
    ]
    return "".join(f"{line}{_END}" for line in lines if line)


def flowed(text: str) -> str:
    """Text whose paragraphs are wrapped so that programs which know how put them together again (RFC 3676)."""
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
    """A header that is text."""
    if text.isascii() and text.isprintable() and "=?" not in text and len(name) + 2 + len(text) <= _LINE:
        return text
    return Header(text, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep=_END)


def _mailbox(header: str, mailbox: Mailbox) -> str:
    """A header that is one name and one address."""
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
    """A flowed text with its paragraphs put together again."""
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
