"""Unedited drafts, split into their text and their reader's own details."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import compat32
from functools import lru_cache
from html import unescape
from typing import Final

from drafter.files import ooxml
from drafter.formats import FORMATS
from drafter.formats.docx.form import ADDRESS, REFERENCE, SALUTATION, LetterHead, particular_properties
from drafter.formats.eml import ATTACHED, UNSENT, assembled, mailbox_in, mailing_in, unflowed
from drafter.formats.front_matter import front_matter_of_reader
from drafter.formats.markdown.write import head as markdown_head
from drafter.formats.plain import DRAFT, plain_head
from drafter.formats.remembered import values_of_reader
from drafter.formats.web import metas, page_head
from drafter.frozen import NamedTuple
from drafter.letter.hidden import odd_signs
from drafter.letter.mailing import Mailing
from drafter.letter.tree import ReaderDetails

# The common text of a thousand drafts is reviewed only once. Nothing is taken on trust: the details that are read
# must give the same bytes when they are written again, and all the rest is compared by its hash.

_MAIN, _CUSTOM, _STYLES = "word/document.xml", "docProps/custom.xml", "word/styles.xml"
_MOST_PARTS, _MOST_UNPACKED = 500, 50_000_000
_RUN = r'<w:r>(?:<w:rPr><w:rtl/></w:rPr>)?<w:t xml:space="preserve">[^<]*</w:t></w:r>'
_RUNS = rf"(?:{_RUN}|<w:r><w:br/></w:r>)*"
_ANY_STYLE = '[^"]+'
_BREAK = "<w:r><w:br/></w:r>"
_TEXT = re.compile(r"<w:t [^>]*>([^<]*)</w:t>")
_PID = re.compile(r'pid="([0-9]+)" name="Drafter\.(?:Reference|Reader)"')
_SAID: Final = "Our reference: "
_DATE: Final = re.compile(r"[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}")


class SplitDraft(NamedTuple):
    """The reader of a draft, and a hash of all the rest: drafts of one text have the same hash."""

    reader: ReaderDetails
    text: str


def split_reader(data: bytes, ending: str) -> SplitDraft | None:
    """The draft in a file's bytes, split; ``None`` if it was edited, or is no draft."""
    split = FORMATS[ending].split if ending in FORMATS else None
    found = split(data) if split is not None else None
    # Odd characters in a reader's details need a report for this draft, so it is reviewed by itself.
    return None if found is not None and any(map(odd_signs, _own(found.reader))) else found


def _own(reader: ReaderDetails) -> tuple[str, ...]:
    return (*reader.above, *reader.addressee, reader.salutation, reader.reference)


def split_word(data: bytes) -> SplitDraft | None:
    """A Word file, split."""
    try:
        parts = ooxml.unpack(
            data,
            lambda _name: True,
            what="letter",
            most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED,
            most_xml=_MOST_UNPACKED,
        ).parts
        main, custom = parts.pop(_MAIN).decode(), parts.pop(_CUSTOM).decode()
        styles = _styles(parts[_STYLES])
    except (ooxml.NotWord, KeyError, *ooxml.BROKEN):
        return None
    pid = _PID.search(custom)
    found = _pattern(*styles).search(main) if styles else None
    if styles is None or found is None or pid is None:
        return None
    address, numbered, greeting = styles
    reference = "".join(_lines(found["reference"]))
    salutation = "".join(_lines(found["salutation"]))
    if not salutation.endswith(",") or not reference.startswith(_SAID if reference else ""):
        return None
    reader = ReaderDetails(tuple(_lines(found["address"])), salutation[:-1], reference.removeprefix(_SAID))
    properties = f"{particular_properties(reader, int(pid[1]))}</Properties>"
    if LetterHead(found["date"], address, numbered, greeting, "").xml(reader) != found[0] or not custom.endswith(
        properties
    ):
        return None
    digest = hashlib.sha256(f"{main[: found.start()]}\0{found['date']}\0{main[found.end() :]}".encode())
    digest.update(custom[: -len(properties)].encode())
    for name, part in sorted(parts.items()):
        digest.update(f"\0{name}\0{len(part)}\0".encode() + part)
    return SplitDraft(reader, digest.hexdigest())


@lru_cache(maxsize=4)
def _styles(part: bytes) -> tuple[str, str, str] | None:
    """The ids of the styles above a letter's text, by a letterhead's styles."""
    ids = {
        match[2].lower(): match[1]
        for match in re.finditer(r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="([^"]+)"', part.decode())
    }
    wanted = (ids.get(ADDRESS), ids.get(REFERENCE), ids.get(SALUTATION))
    return None if None in wanted else (str(wanted[0]), str(wanted[1]), str(wanted[2]))


@lru_cache(maxsize=4)
def _pattern(address: str, reference: str, salutation: str) -> re.Pattern[str]:
    def paragraph(style: str) -> str:
        return rf'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'

    return re.compile(
        rf"(?:{paragraph(re.escape(address))}(?P<address>{_RUNS})</w:p>)?"
        rf"(?P<date>{paragraph(_ANY_STYLE)}{_RUN}</w:p>)"
        rf"(?:{paragraph(re.escape(reference))}(?P<reference>{_RUNS})</w:p>)?"
        rf"{paragraph(re.escape(salutation))}(?P<salutation>{_RUNS})</w:p>"
    )


def _lines(runs: str | None) -> list[str]:
    return ["".join(map(unescape, _TEXT.findall(line))) for line in runs.split(_BREAK)] if runs else []


def split_markdown(data: bytes) -> SplitDraft | None:
    """A Markdown file, split."""
    try:
        front, _, body = data.decode("utf-8").removeprefix("---\n").partition("\n---\n\n")
    except UnicodeDecodeError:
        return None
    return _with_front_matter(front, _head(body, "\\\n", markdown_head, _plain))


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


class _Head(NamedTuple):
    """What stands at the head of a text: the reader's details and the date; and the rest of the text."""

    reader: ReaderDetails
    date: str
    rest: str


def _head(
    body: str,
    line_end: str,
    written: Callable[[ReaderDetails, str], list[str]],
    read: Callable[[str], str] = str,
) -> _Head | None:
    """The head of a text, if ``written`` gives the same. ``read`` takes the marks from a line, and ``line_end`` parts
    those of an address.
    """
    blocks = body.split("\n\n")
    at = next((at for at, block in enumerate(blocks[:2]) if _DATE.fullmatch(block)), None)
    if at is None:
        return None
    address = blocks[0].split(line_end) if at else []
    said = [read(block) for block in blocks[at + 1 : at + 3]]
    if len(said) == 2 and said[0].startswith(_SAID):
        reference, salutation, end = said[0].removeprefix(_SAID), said[1], at + 3
    else:
        reference, salutation, end = "", said[0] if said else "", at + 2
    reader = ReaderDetails(tuple(map(read, address)), salutation.removesuffix(","), reference)
    if not salutation.endswith(",") or written(reader, blocks[at]) != blocks[:end]:
        return None
    return _Head(reader, blocks[at], "\n\n".join(blocks[end:]))


def _with_front_matter(front: str, head: _Head | None) -> SplitDraft | None:
    """A draft that begins with front matter, split, if this says of the reader what the head of the text says."""
    if head is None:
        return None
    lines, own = front.split("\n"), front_matter_of_reader(head.reader)
    kept = [line for line in lines if line.partition(":")[0] not in ("reference", "reader")]
    if not set(own.values()) <= set(lines) or "reader" not in own or len(kept) + len(own) != len(lines):
        return None
    return SplitDraft(head.reader, _hash("\n".join([*kept, "", head.date, head.rest])))


# Plain text, pages and e-mails: nothing is taken on trust here either.

_LINE: Final = r"[^<\n]*"
_LINES: Final = rf"{_LINE}(?:<br>\n{_LINE})*"
_HEAD: Final = re.compile(
    rf'(?:<p class="address">(?P<address>{_LINES})</p>\n)?<p class="date">(?P<date>{_LINE})</p>\n'
    rf'(?:<p class="reference">{_SAID}(?P<reference>{_LINE})</p>\n)?'
    rf'<p class="salutation">(?P<salutation>{_LINE}),</p>\n'
)
_METAS: Final = re.compile(r'(?:<meta name="Drafter\.(?:Reference|Reader|Mail)" content="[^"<>\n]*">\n)+')
_SUBJECT: Final = re.compile(rf'<h1 class="subject-line">({_LINE})</h1>\n')


def split_plain(data: bytes) -> SplitDraft | None:
    """A draft as plain text, split."""
    try:
        front, ends, body = data.decode("utf-8").removeprefix("---\n").partition("\n---\n\n")
    except UnicodeDecodeError:
        return None
    return _with_front_matter(front, _head(body, "\n", plain_head)) if ends else None


def split_web(data: bytes) -> SplitDraft | None:
    """A draft as a page, split."""
    try:
        return _page(data.decode("utf-8"), None)
    except UnicodeDecodeError:
        return None


def split_eml(data: bytes) -> SplitDraft | None:
    """A draft as an e-mail, split."""
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
    said = _head(plain.removeprefix(draft), "\n", plain_head)
    subject = _SUBJECT.search(page)
    if said is None or subject is None or said.reader != read.reader._replace(mailing=None):
        return None
    sender, line, attached = mailbox_in(mail, "From"), unescape(subject[1]), None
    told = [read.text, _hash(f"{draft}{said.date}\0{said.rest}"), *sender]
    if len(parts) == 3:
        name, file = str(parts[2].get_filename() or ""), payloads[2]
        ending = name.removeprefix(ATTACHED)
        other = split_reader(file, ending) if isinstance(file, bytes) else None
        if not isinstance(file, bytes) or other is None or other.reader != read.reader._replace(mailing=None):
            return None
        attached = (ending, file)
        told += [ending, other.text]
    if assembled(page, plain, read.reader, sender, line, attached) != data:
        return None
    return SplitDraft(read.reader, _hash("\0".join(told)))


def _page(page: str, mailing: Mailing | None) -> SplitDraft | None:
    """A page, split. ``mailing`` is where the e-mail goes that holds the page, if one does."""
    head, own, subject = _HEAD.search(page), _METAS.search(page), _SUBJECT.search(page)
    if head is None or own is None or subject is None or not own.end() < head.start() < subject.start():
        return None
    address = tuple(unescape(line) for line in head["address"].split("<br>\n")) if head["address"] is not None else ()
    reader = ReaderDetails(address, unescape(head["salutation"]), unescape(head["reference"] or ""), (), mailing)
    if page_head(reader, head["date"]) != head[0] or metas(values_of_reader(reader, unescape(subject[1]))) != own[0]:
        return None
    rest = f"{page[: own.start()]}\0{page[own.end() : head.start()]}\0{head['date']}\0{page[head.end() :]}"
    return SplitDraft(reader, _hash(rest))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
