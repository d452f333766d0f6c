"""Drafts as plain text, pages and e-mails told apart into their text and what in them is their reader's own.

As for Word and Markdown (``read_form.py``) nothing is believed: what is read as a reader's own must give, written anew,
the very bytes that stand there.
"""

from __future__ import annotations

import hashlib
import re
from email.parser import BytesParser
from email.policy import compat32
from html import unescape
from typing import Final

from drafter.formats.eml import ATTACHED, UNSENT, assembled, unflowed
from drafter.formats.markdown import particular_fields
from drafter.formats.plain import DRAFT, plain_head
from drafter.formats.read_eml import mailbox_in, mailing_in
from drafter.formats.read_form import Parted, parted
from drafter.formats.remembered import values_of_reader
from drafter.formats.web import metas, page_head
from drafter.letter.mailing import Mailing
from drafter.letter.tree import Particulars

_SAID: Final = "Our reference: "
_DATE: Final = re.compile(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}")
_LINE: Final = r"[^<\n]*"
_LINES: Final = rf"{_LINE}(?:<br>\n{_LINE})*"
_HEAD: Final = re.compile(
    rf'(?:<p class="address">(?P<address>{_LINES})</p>\n)?<p class="date">(?P<date>{_LINE})</p>\n'
    rf'(?:<p class="reference">{_SAID}(?P<reference>{_LINE})</p>\n)?'
    rf'<p class="salutation">(?P<salutation>{_LINE}),</p>\n'
)
_METAS: Final = re.compile(r'(?:<meta name="Drafter\.(?:Reference|Reader|Mail)" content="[^"<>\n]*">\n)+')
_SUBJECT: Final = re.compile(rf'<h1 class="subject-line">({_LINE})</h1>\n')


def part_plain(data: bytes) -> Parted | None:
    """A draft as plain text told apart."""
    try:
        front, ends, body = data.decode("utf-8").removeprefix("---\n").partition("\n---\n\n")
    except UnicodeDecodeError:
        return None
    read = _plain_head(body) if ends else None
    if read is None:
        return None
    reader, date, rest = read
    lines, own = front.split("\n"), particular_fields(reader)
    kept = [line for line in lines if line.partition(":")[0] not in ("reference", "reader")]
    if not set(own.values()) <= set(lines) or "reader" not in own or len(kept) + len(own) != len(lines):
        return None
    return Parted(reader, _hash("\n".join([*kept, "", date, rest])))


def part_web(data: bytes) -> Parted | None:
    """A draft as a page told apart."""
    try:
        return _page(data.decode("utf-8"), None)
    except UnicodeDecodeError:
        return None


def part_eml(data: bytes) -> Parted | None:
    """A draft as an e-mail told apart."""
    try:
        mail = BytesParser(policy=compat32).parsebytes(data)
        parts = [part for part in mail.walk() if not part.is_multipart()]
        payloads = [part.get_payload(decode=True) for part in parts]
        texts = [payload.decode("utf-8") for payload in payloads[:2] if isinstance(payload, bytes)]
    except (UnicodeDecodeError, ValueError, LookupError, RecursionError):
        return None
    if len(texts) != 2 or len(parts) > 3 or mail.get(UNSENT) != "1":
        return None
    plain, page = (text.replace("\r\n", "\n") for text in texts)
    mailing = mailing_in(mail)
    read = _page(page, mailing)
    if read is None or mailing is None:
        return None
    plain = unflowed(plain)
    draft = f"{DRAFT}\n\n" if plain.startswith(f"{DRAFT}\n\n") else ""
    said = _plain_head(plain.removeprefix(draft))
    subject = _SUBJECT.search(page)
    if said is None or subject is None or said[0] != read.reader._replace(mailing=None):
        return None
    sender, line, attached = mailbox_in(mail, "From"), unescape(subject[1]), None
    told = [read.text, _hash(f"{draft}{said[1]}\0{said[2]}"), *sender]
    if len(parts) == 3:
        name, file = str(parts[2].get_filename() or ""), payloads[2]
        ending = name.removeprefix(ATTACHED)
        other = parted(file, ending) if isinstance(file, bytes) else None
        if not isinstance(file, bytes) or other is None or other.reader != read.reader._replace(mailing=None):
            return None
        attached = (ending, file)
        told += [ending, other.text]
    if assembled(page, plain, read.reader, sender, line, attached) != data:
        return None
    return Parted(read.reader, _hash("\0".join(told)))


def _page(page: str, mailing: Mailing | None) -> Parted | None:
    """A page told apart; ``mailing`` is where the e-mail goes that it stands in, if it stands in one."""
    head, own, subject = _HEAD.search(page), _METAS.search(page), _SUBJECT.search(page)
    if head is None or own is None or subject is None or not own.end() < head.start() < subject.start():
        return None
    address = tuple(unescape(line) for line in head["address"].split("<br>\n")) if head["address"] is not None else ()
    reader = Particulars(address, unescape(head["salutation"]), unescape(head["reference"] or ""), (), mailing)
    if page_head(reader, head["date"]) != head[0] or metas(values_of_reader(reader, unescape(subject[1]))) != own[0]:
        return None
    rest = f"{page[: own.start()]}\0{page[own.end() : head.start()]}\0{head['date']}\0{page[head.end() :]}"
    return Parted(reader, _hash(rest))


def _plain_head(body: str) -> tuple[Particulars, str, str] | None:
    """What of a text is its reader's own, its date, and what stands below."""
    blocks = body.split("\n\n")
    at = next((at for at, block in enumerate(blocks[:2]) if _DATE.fullmatch(block)), None)
    if at is None:
        return None
    address = tuple(blocks[0].split("\n")) if at else ()
    said = blocks[at + 1 : at + 3]
    if len(said) == 2 and said[0].startswith(_SAID):
        reference, salutation, end = said[0].removeprefix(_SAID), said[1], at + 3
    else:
        reference, salutation, end = "", said[0] if said else "", at + 2
    reader = Particulars(address, salutation.removesuffix(","), reference)
    if not salutation.endswith(",") or plain_head(reader, blocks[at]) != blocks[:end]:
        return None
    return reader, blocks[at], "\n\n".join(blocks[end:])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
