"""Reads e-mails in their raw form (RFC 5322, MIME), in every encoding that real mail has, whole or cut off."""

from __future__ import annotations

import binascii
import html
import quopri
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from email.message import Message as Mail
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr, parsedate_tz
from typing import Any, Final

from drafter.english.salutations import GREETS, OTHER_GREETINGS
from drafter.english.words import any_of
from drafter.extras import install
from drafter.formats.mail_headers import CUTTING, LONGEST, decoded, header_in
from drafter.frozen import NamedTuple
from drafter.inbox.html import MOST, HtmlPage, notes_on, text_of_html
from drafter.inbox.model import Message, ParsedMessage, UnreadableMessage
from drafter.letter.mailing import (
    Mailing,
    domain_of,
    message_ids,
    nobody_reads,
    references_of,
    subject_of_reply,
    usable_address,
)
from drafter.sources.text import text_of

# Headers: who sent a mail, when, and about what, as text.

_ISO: Final = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?![\d-])")


def address_in(value: Any) -> tuple[str, str]:
    """The name and address in a header; empty where comments are nested absurdly deep."""
    name, address = "", ""
    # First the raw value, where a comma within a name is still encoded. Some programs encode the whole header, so the
    # decoded value comes second.
    for text in (value[:LONGEST] if isinstance(value, str) else "", decoded(value)):
        try:
            name, address = parseaddr(text)
        except RecursionError:
            name, address = "", ""
        if "@" in address:
            break
    return decoded(name), address.strip()


def addresses_in(values: Sequence[Any] | None) -> tuple[str, ...]:
    """The addresses in all headers of one name, each once. Anything else in them is left out."""
    texts = [value[:LONGEST] for value in values or () if isinstance(value, str)]
    try:
        pairs = getaddresses(texts)
    except (RecursionError, ValueError, IndexError):
        return ()
    return tuple(dict.fromkeys(address.strip().lower() for _, address in pairs if "@" in address))


def sent_day(text: str) -> date | None:
    """The day of a Date header at the sender's place. Some programs write the date in the form of ISO 8601."""
    try:
        if iso := _ISO.match(text):
            return date(*map(int, iso.groups()))
        parsed = parsedate_tz(text)
        return date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# Payloads: the bytes of a part as they were before transfer, whether base64 and quoted-printable are well made or not.

_OF_BASE64: Final = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_OTHER: Final = re.compile(rb"[^A-Za-z0-9+/=]")
_LEAST_LINE: Final = 20  # letters of a base64 line that may also hold other characters
_ESCAPED: Final = re.compile(rb"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_BARE: Final = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*\r?\n|\Z)")
_ENCODED: Final = re.compile(rb"=(?:20|3D|C2=|C3=|E2=80=|9[1-7]|A3)(?:\r?\n|.)|[\w,;.]=\r?\n")
_LEAST_ESCAPES: Final = 2
_COUNTED: Final = 200_000  # bytes in which characters of an encoding are counted


def payload_of(part: Mail) -> bytes:
    """The bytes of a part without inner parts. They are decoded as they look, whatever encoding is declared."""
    declared = str(part.get("Content-Transfer-Encoding") or "").strip().lower()
    if declared == "base64":
        return _from_base64(_raw(part))
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if declared != "quoted-printable" and _seems_printable(data[:_COUNTED]):
        return quopri.decodestring(data)
    return data


def _raw(part: Mail) -> bytes:
    payload = part.get_payload()
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _seems_printable(data: bytes) -> bool:
    """Whether bytes are undeclared quoted-printable: they escape what such mail escapes, and nothing else."""
    if b"=" not in data or not data.isascii():
        return False
    escapes = len(_ESCAPED.findall(data))
    return escapes >= _LEAST_ESCAPES and len(_ENCODED.findall(data)) >= _LEAST_ESCAPES and not _BARE.search(data)


def _from_base64(data: bytes) -> bytes:
    """Decode base64 up to its end, and keep any text below it, which programs on the way add."""
    lines = data.split(b"\n")
    encoded: list[bytes] = []
    for line in lines:
        said = line.strip()
        if said and not _OF_BASE64.fullmatch(said):
            bare = _OTHER.sub(b"", said)
            if b" " in said or len(bare) < _LEAST_LINE or len(bare) < 0.9 * len(said):
                break  # words: the base64 has ended
            said = bare
        encoded.append(said)
    rest = b"\n".join(lines[len(encoded) :]).strip()
    decoded = b"".join(map(_decoded, re.findall(rb"[A-Za-z0-9+/]+=*", b"".join(encoded))))
    return decoded + b"\n\n" + rest if decoded and rest else decoded or rest


def _decoded(data: bytes) -> bytes:
    bare = data.rstrip(b"=")
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))


# Alternatives: whether the plain text or the HTML holds the letter, judged by the words of both.
#
# In most mail both say the same, and the plain text is read. Some programs put only a notice into one of them, or a
# style sheet, or half of the letter.

_LEAST: Final = 3  # words that make a letter
_SAME: Final = 0.9  # the share of one text's words that the other has too, for the two to say the same
_MORE: Final = 6  # extra words that make one text the whole letter and the other a part of it
_GREETS: Final = 30  # a greeting counts as this many words
_ENOUGH: Final = 12  # words that may be a whole letter
_QUICK: Final = 300_000  # letters of HTML for the quick look before a page is parsed
_LONGEST_SENTENCE: Final = 400
_LONGEST_IN_PLACE: Final = 2_000  # letters of a notice in place of a letter
_LOOKED_AT: Final = 60_000  # letters; no more of a letter is read anyway
# Signs of a notice in place of a letter: it speaks of itself, of mail programs, or of where else to look.
_IN_PLACE: Final = re.compile(
    any_of(
        r"""\b(?:x?html|mime|multi-?part)\b|\brich[- ]text\b|\bplain[- ]?text (?:version|part|e-?mail|message|format)|
        \bbrowsers?\b|\bnavigateur\b|\bnavegador\b|\bprzegl\u0105dar\w+|\bwebbl\u00e4sare\b|\bnettleser\b|\bporwr\b|
        \b(?:web|online)[- ]?(?:version|versie|versione|ansicht)\b|\bversi\w+ (?:en ligne|web|online)\b|
        \be?-?mail[- ]?(?:client|program(?:me?|m)?|reader|software|app|application|viewer|service|system)s?\b|
        \bmailprogramm\b|\b(?:logiciel|client|programme) de (?:messagerie|courriel)\b|\bprogramma di posta\b|
        \bcliente de correo\b|\brhaglen e-?bost\b|
        \b(?:un)?subscri(?:be|bed|ption)\b|\b(?:e-?mail|mailing) preferences\b|\bmailing list\b|
        \bimages?\b.{0,30}\b(?:blocked|not (?:shown|displayed|loaded))|\benable images\b|
        \b(?:not|n't|cannot|unable to|trouble|problems?) (?:be )?(?:display|view|see|read|show)(?:ed|ing|n)?\b.{0,40}
        \b(?:e-?mail|message|newsletter|properly|correctly)\b|
        \b(?:view|read|see|open|show) (?:this|the|it|your)\b.{0,40}\b(?:online|here|on the web|website)\b|
        \bas a web[- ]?page\b|
        \bclick (?:here|below|on (?:this|the) link)\b|\bfollow (?:this|the) link\b"""
    ),
    re.IGNORECASE,
)
_GREETING: Final = re.compile(rf"^[\s>]*(?:{GREETS.pattern}|{OTHER_GREETINGS})\b", re.IGNORECASE | re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_NET: Final = re.compile(r"<?\b(?:https?|mailto|file):[^\s>]+>?|\bwww\.\S+", re.IGNORECASE)
_IMAGE: Final = re.compile(r"\[(?:cid|image|inline image|logo|photo|picture)\b[^\]\n]{0,200}\]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
_DECLARES: Final = re.compile(r"[\w-]{1,40}\s?:\s?[^\s:]")
_MEDIUM: Final = re.compile(r"@(?:import|charset)\b[^;{}\n]*;?", re.IGNORECASE)
_PAGE: Final = re.compile(
    r"\s*<(?:!doctype html|html|head|body|meta|style|div|p|table|span|font)\b[^<>]{0,2000}>", re.IGNORECASE
)
_NO_TEXT: Final = tuple(
    (begin, re.compile(end))
    for begin, end in (("<style", "</style"), ("<script", "</script"), ("<title", "</title"), ("<!--", "--!?>"))
)
_INLINE: Final = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|o:p|wbr)\b[^<>]*>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_ANY_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>")


class ChosenText(NamedTuple):
    """The text to be read, and notes for a person."""

    text: str
    notes: tuple[str, ...] = ()


def chosen(
    plain: str, pages: Sequence[str | HtmlPage], *, alternatives: bool = True, page_first: bool = False
) -> ChosenText:
    """Choose the text of a mail that has it as plain text and as pages. Either may be missing. A page is HTML, or text
    already read.

    Without ``alternatives`` the two follow one another in the mail, and both are read where they differ.
    """
    if not pages and _PAGE.match(plain):  # a program declared a page as plain text
        return chosen("", [plain], alternatives=alternatives)
    if _PAGE.match(plain):  # the same page, or another, declared as plain text
        with suppress(ImportError):
            plain = text_of_html(plain).text
    if plain.strip() and (not pages or _says_the_same(plain, pages)):
        return _plain_alone(plain)
    try:
        read = list(_read_pages(pages))
    except ImportError:
        told = f"it is HTML, which cannot be read here yet: {install('mail')}"
        return ChosenText(plain, (told,) if _substance(plain) < _ENOUGH else ())
    text = "\n\n".join(page.text for page in read if page.text.strip())
    notes = notes_on(read)
    if not plain.strip() or not text:
        return ChosenText(text or plain, tuple(notes) if text or not plain.strip() else ())
    page = ChosenText(text, tuple(notes))
    better = _better(plain, page)
    if better is None and not alternatives:
        both = (text, without_styles(plain)) if page_first else (without_styles(plain), text)
        return ChosenText("\n\n".join(both), page.notes)
    return better or _longer(plain, page)


def _plain_alone(plain: str) -> ChosenText:
    text = without_styles(plain)
    if not plain.strip() or len(text) > _LONGEST_IN_PLACE or _substance(text) >= _LEAST or _GREETING.search(text):
        return ChosenText(text)
    if text != plain or _IN_PLACE.search(plain) or not _words(text):
        return ChosenText(text or plain, ("it holds no letter, only what programs put in the place of one",))
    return ChosenText(text)


def _better(plain: str, page: ChosenText) -> ChosenText | None:
    """Whichever text holds the letter, or all of it; ``None`` where each holds something else."""
    bare = without_styles(plain)
    mine, its = _words(_own(bare)), _words(_own(page.text))
    both = len(mine & its)
    if both >= _SAME * len(mine):  # the page has all of the text
        return ChosenText(plain) if bare == plain and _is_whole(both, its) else page
    if both >= _SAME * len(its):
        return _plain_alone(plain)
    has, it_has = _substance(plain), _substance(page.text)
    if min(has, it_has) < _LEAST:
        return page if it_has >= has else _plain_alone(plain)
    return None


def _is_whole(both: int, words: frozenset[str]) -> bool:
    """Whether a part with so many of another's words lacks only a few of them."""
    return len(words) - both < _MORE and both >= _SAME * len(words)


def _longer(plain: str, page: ChosenText) -> ChosenText:
    """The longer of two letters, or the one that greets."""
    told = "its text and its HTML say different things: the {} is read, look at the other too"
    text = without_styles(plain)
    mine, its = _weight(text), _weight(page.text)
    notes = min(mine, its) >= _ENOUGH  # then the other one is a letter too, not a short notice
    if mine > its:
        return ChosenText(text, (told.format("text"),) if notes else ())
    return ChosenText(page.text, (*page.notes, told.format("HTML")) if notes else page.notes)


def _weight(text: str) -> int:
    return _substance(text) + _GREETS * bool(_GREETING.search(text))


def _read_pages(pages: Sequence[str | HtmlPage]) -> Iterator[HtmlPage]:
    """The pages as text, up to a limit far above any letter."""
    size = 0
    for page in pages:
        if isinstance(page, HtmlPage):
            yield page
            continue
        if size < MOST:
            yield text_of_html(page) if _ANY_TAG.search(page[:MOST]) else HtmlPage(html.unescape(page[:MOST]).strip())
        size += len(page)


def _says_the_same(plain: str, pages: Sequence[str | HtmlPage]) -> bool:
    """Whether pages have the words of the text and no more, as far as a quick look without parsing can tell."""
    text = plain[:_LOOKED_AT]
    html_of = [page for page in pages if isinstance(page, str)]
    if len(text) < len(plain) or sum(map(len, html_of)) > _QUICK or "{" in text or len(html_of) < len(pages):
        return False
    mine = _words(_own(text))
    bare = " ".join(_TAG.sub(" ", _INLINE.sub("", _seen(page))) for page in html_of)
    its = _words(html.unescape(bare))
    both = len(mine & its)
    return len(mine) >= _LEAST and both >= _SAME * len(mine) and _is_whole(both, its)


def _seen(page: str) -> str:
    """A page without most of its invisible content: one pass for each kind."""
    for begin, end in _NO_TEXT:
        low = page.lower()
        if len(low) != len(page):
            return page
        kept: list[str] = []
        at = 0
        while (start := low.find(begin, at)) >= 0:
            kept.append(page[at:start])
            close = end.search(low, start)
            at = close.end() if close else len(page)
        page = " ".join((*kept, page[at:]))
    return page


def _own(text: str) -> str:
    """The text without quoted lines."""
    return "\n".join(line for line in text[:_LOOKED_AT].split("\n") if not line.lstrip().startswith(">"))


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(_NET.sub(" ", _IMAGE.sub(" ", text))))


def _substance(text: str) -> int:
    """How many words a text has, apart from notices in place of a letter."""
    count = 0
    for said in _SENTENCE.split(_NET.sub(" ", _IMAGE.sub(" ", without_styles(_own(text))))):
        if not _IN_PLACE.search(" ".join(said.split())[:_LONGEST_SENTENCE]):
            count += len(_WORD.findall(said))
    return count


def without_styles(text: str) -> str:
    """A text without a style sheet that a program left in it."""
    if "{" not in text:
        return text
    kept: list[str] = []
    block: list[str] = []
    depth = 0
    for piece in re.split(r"([{}])", _without_comments(text)):
        if piece == "{":
            depth += 1
        if depth:
            block.append(piece)
        else:
            kept.append(piece)
        if piece == "}" and depth:
            depth -= 1
            if not depth:
                said = "".join(block)
                if _DECLARES.search(said) or not said.strip("{} \n"):
                    kept[-1:] = [_without_selector(kept[-1])] if kept else []
                else:
                    kept.append(said)
                block = []
    left = "".join((*kept, *block))
    if left == text:
        return text
    return re.sub(r"\n{3,}", "\n\n", _MEDIUM.sub("", left)).strip()


def _without_selector(before: str) -> str:
    """What stands before a CSS rule, without the rule's selector."""
    lines = before.split("\n")
    lines.pop()
    while lines and lines[-1].rstrip().endswith(","):
        lines.pop()
    return "\n".join(lines) + "\n" if lines else ""


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.split("*/", 1)[1] if "*/" in other else f"/*{other}" for other in others)


_HEADERS: Final = ("From", "Subject", "Date", "Received", "Message-ID", "To", "Return-Path")
_MOST_PARTS: Final = 300
_MOST_WITHIN: Final = 12  # levels of parts within parts: each line is compared with every open boundary
_MOST_LINES: Final = 1_000_000  # lines; thirty megabytes of attachments have half as many
_MOST_TEXT: Final = 200_000  # letters of a part's text; less than this is read of a letter
_CUT: Final = frozenset(("StartBoundaryNotFoundDefect", "CloseBoundaryNotFoundDefect", "InvalidBase64LengthDefect"))
_PAGES: Final = frozenset(("text/html", "application/xhtml+xml", "html/text"))
_PLAIN: Final = frozenset(("text/plain", "plain/text", "text/enriched", "text/markdown", "text/text", "text/x-plain"))
# Parts that programs made: electronic signatures, delivery reports, copies for watches, animated pages.
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
_ANSWERING: Final = ("X-Autoreply", "X-Autorespond", "X-Failed-Recipients")  # headers of programs that answer
_MARK: Final = re.compile(r"<param>[^<\n]{0,200}</param>|</?[A-Za-z-]{1,60}>")  # of text/enriched (RFC 1896)
_CHARSET: Final = re.compile(rb"<meta\b[^<>]{0,200}\bcharset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_BOUNDARY: Final = re.compile(rb"^--([^\s\"]{1,70})[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
_HEAD: Final = 4_000  # bytes of a page in which it declares its encoding


def _counting() -> type[Mail]:
    """A message class that stops parsing early: a mail with too many parts is not parsed to its end."""
    parts = within = 0

    class Counted(Mail):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            nonlocal parts
            parts += 1
            if parts > _MOST_PARTS + 1:
                raise UnreadableMessage(f"has more than {_MOST_PARTS} parts")
            super().__init__(*args, **kwargs)

        def get_boundary(self, failobj: Any = None) -> Any:
            nonlocal within
            within += 1
            if within > _MOST_WITHIN:
                raise UnreadableMessage(f"has more than {_MOST_WITHIN} parts with parts in them")
            return super().get_boundary(failobj)

    return Counted


def read_eml(data: bytes) -> Message:
    """Read a mail. Raises UnreadableMessage."""
    return _read(_parsed(data))


def _parsed(data: bytes) -> Mail:
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        raise UnreadableMessage(f"has more than {_MOST_LINES:,} lines")
    try:
        mail: Mail = BytesParser(_counting(), policy=CUTTING).parsebytes(data)
    except RecursionError:
        raise UnreadableMessage("has parts within parts, deeper than any mail") from None
    if not any(mail.get(name) for name in _HEADERS):
        raise UnreadableMessage("is not an e-mail: it lacks the headers of one")
    return mail


def _read(mail: Mail, *, within: bool = False) -> Message:
    """Read a parsed mail. ``within`` is whether it came attached to another."""
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
            raise UnreadableMessage(found.locked[0])
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
        subject=header_in(mail, "Subject"),
        sender=name,
        address=address.lower(),
        id=header_in(mail, "Message-ID").strip("<> "),
        date=sent_day(header_in(mail, "Date")),
        text=text,
        notes=tuple(notes),
        reply_to=addresses_in(mail.get_all("Reply-To")),
        references=header_in(mail, "References") or header_in(mail, "In-Reply-To"),
        automatic=_is_automatic(mail),
    )


def _is_automatic(mail: Mail) -> bool:
    """Whether a program answered by itself (RFC 3834), or tells that a mail did not arrive (RFC 3464)."""
    answered = header_in(mail, "Auto-Submitted").strip().lower().startswith("auto-replied")
    return answered or any(map(mail.get, _ANSWERING)) or mail.get_content_type() == "multipart/report"


def _passed_on(mail: Mail) -> Message:
    """The message within a mail that has no words of its own. Its author is the writer."""
    message = _read(mail, within=True)
    return replace(message, notes=("it came attached to another message, which says nothing", *message.notes))


@dataclass
class _Found:
    """What was found in a message beside its text. Counts attached parts, messages and texts. Also says why parts
    cannot be read, whether the message was cut off, and what a person should know.
    """

    attached: int = 0
    messages: list[Mail] = field(default_factory=list)
    files: list[Mail] = field(default_factory=list)
    locked: list[str] = field(default_factory=list)
    cut: bool = False
    parts: int = 0
    notes: list[str] = field(default_factory=list)

    def take(self, part: Mail) -> None:
        """Count one more part."""
        self.parts += 1
        if self.parts > _MOST_PARTS:
            raise UnreadableMessage(f"has more than {_MOST_PARTS} parts")
        self.cut = self.cut or any(type(defect).__name__ in _CUT for defect in part.defects)

    def sets_aside(self, part: Mail, kind: str, *, alternatives: bool) -> bool:
        """Whether a part is not text of the letter. Such parts are counted where somebody should know of them."""
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
    """The text of a part and of its inner parts. Of alternatives it takes the one that holds the letter.

    Recursive: the depth of parts is limited.
    """
    plain: list[str] = []
    pages: list[str | HtmlPage] = []
    page_first = False
    alternatives = part.get_content_type() == "multipart/alternative"
    for one in _inner(part):
        found.take(one)
        kind = one.get_content_type()
        if kind.startswith("multipart/"):
            text = _text(one, found) if one.is_multipart() else _without_boundary(one, found)
            if alternatives and text.strip():
                pages.append(HtmlPage(text))
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
    """The text of an attached part."""
    if part.get_content_type() in _PAGES:
        return chosen("", [_text_in(part)]).text
    return chosen(_plain_in(part, found), []).text


def _plain_in(part: Mail, found: _Found) -> str:
    return _bare(_unflowed(_text_in(part), part), found)


def _inner(part: Mail) -> list[Mail]:
    """The inner parts of a part, or the part itself where it has none."""
    inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
    return [one for one in inner if isinstance(one, Mail)] if isinstance(inner, list) else [part]


def _without_boundary(part: Mail, found: _Found) -> str:
    """The text of a part declared as multipart in which the declared boundary does not occur."""
    payload = payload_of(part)
    match = _BOUNDARY.search(payload)
    if match is None or part.get("X-Mended"):
        return text_of(payload[: 4 * _MOST_TEXT], "")
    head = b'X-Mended: yes\nContent-Type: %s; boundary="%s"\n\n' % (part.get_content_type().encode(), match[1])
    return _text(BytesParser(_counting(), policy=CUTTING).parsebytes(head + payload), found)


def _locked(part: Mail, kind: str) -> str | None:
    """Why only the office's own mail program can read the part that holds the letter; empty where that is not so."""
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
    """A text without the PGP armour around a signed one; empty where it is encrypted."""
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
    text = text_of(payload[: 4 * _MOST_TEXT], charset)  # four bytes a letter: text beyond the limit is never read
    return _MARK.sub("", text) if part.get_content_type() == "text/enriched" else text


def _unflowed(text: str, part: Mail) -> str:
    """The text with the lines joined that the sender's program wrapped (RFC 3676)."""
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


# Replies: an answer goes by e-mail to the one address that the message's own headers give, or nowhere.

_NAME: Final = re.compile(r"[^\W\d_]{2,}")
_NO_LETTER: Final = re.compile(r"[\W\d_]+")
_TITLES: Final = frozenset(
    "mr mrs miss ms mx dr prof professor rev reverend sir dame lord lady cllr councillor and".split()
)


class Reply(NamedTuple):
    """Where an answer goes, and what a person should check first; or why no answer can go by e-mail."""

    mailing: Mailing | None
    doubts: tuple[str, ...] = ()
    fault: str = ""


def reply_to(read: ParsedMessage, office: str, name: str = "") -> Reply:
    """Where the answer to a message goes. ``office`` is the office's own address, ``name`` is the person answered.

    Reply-To holds where it is a single address. An address in the message's text is never used.
    """
    doubts: list[str] = []
    asked = [address for address in read.reply_to if usable_address(address)]
    address = asked[0] if len(read.reply_to) == 1 and asked else ""
    if len(read.reply_to) > 1:
        doubts.append("asks for answers at several addresses; it is answered where it came from")
    elif address and not (_is_one_place(address, read.sender_address) or _is_called(address, name)):
        doubts.append(f"asks for answers at '{address}', and came from '{read.sender_address}'")
    address = address or usable_address(read.sender_address)
    if not address:
        return Reply(None, fault="gives no e-mail address that can be written to")
    if nobody_reads(address):
        return Reply(None, fault=f"came from '{address}', where nobody reads answers")
    if office and address.casefold() == office.casefold():
        return Reply(None, fault="came from the office's own address: was it passed on?")
    if name and is_others(read.sender, address, name):
        doubts.append(f"is signed by another name than '{read.sender}', from whose address it came")
    return Reply(answering(read, address), tuple(doubts))


def _is_one_place(address: str, sender: str) -> bool:
    """Whether two addresses are one mailbox, or belong to a platform that sends from an address where nobody reads.

    One provider has many people's mailboxes, so its name alone proves nothing.
    """
    if domain_of(address) != domain_of(sender):
        return False
    return nobody_reads(sender) or _mailbox(address) == _mailbox(sender)


def _mailbox(address: str) -> str:
    """The part before the domain, without what people append to tell their mail apart ("joan+mp")."""
    return address.rpartition("@")[0].partition("+")[0].casefold()


def answering(read: ParsedMessage, to: str) -> Mailing:
    """Make an answer to a message, to an address: under the same subject, in the same thread."""
    ids = message_ids(f"<{read.message_id}>")
    answers = ids[0] if ids else ""
    return Mailing(to, subject_of_reply(read.subject), answers, references_of(answers, read.references))


def is_others(sender: str, address: str, name: str) -> bool:
    """Whether neither the sender's name nor the address has a word of the name by which the writer is answered."""
    sent, signed = _name_words(sender), _name_words(name)
    if not sent or not signed:
        return False
    local = address.partition("@")[0].casefold()
    return not sent & signed and not any(word in local for word in signed)


def _is_called(address: str, name: str) -> bool:
    """Whether an address matches a name. Web forms and platforms send for people from addresses that do not.

    A part of the address must be one of the names, begin with one, or end with a surname: "ashap", "jpatel", but not
    "sasha" for "Asha".
    """
    parts = list(filter(None, _NO_LETTER.split(address.partition("@")[0].casefold())))
    signed = _name_words(name)
    surnames = tuple(word for word in signed if len(word) > 2 and name.casefold().rstrip(" .,").endswith(word))
    long = tuple(word for word in signed if len(word) > 2)
    return any(part in signed or part.startswith(long) or part.endswith(surnames) for part in parts)


def _name_words(name: str) -> set[str]:
    return {word.casefold() for word in _NAME.findall(name)} - _TITLES
