"""Outlook's messages (.msg): their text, HTML or rich text. Attachments are not read."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any, Final

from drafter.extras import install
from drafter.formats.mail_headers import decoded
from drafter.frozen import NamedTuple
from drafter.inbox.email import address_in, addresses_in, chosen, sent_day
from drafter.inbox.html import HtmlPage
from drafter.inbox.model import Message, UnreadableMessage
from drafter.sources.text import text_of

# Rich text as Outlook keeps it: packed, and often with a page of HTML within (MS-OXRTFCP, MS-OXRTFEX).
#
# This is our own code. Libraries that read rich text either lose what a page within it says, or depend on a parser of
# grammars and on tools for macros. Nothing is run or fetched; objects and pictures are skipped.

_MOST_PACKED: Final = 2_000_000  # bytes
_MOST_RAW: Final = 8_000_000
_MOST_TEXT: Final = 2_000_000  # letters of text, or of the page within it
_DEEPEST: Final = 1_000  # nested groups
_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|"
    r"(?P<brace>[{}])|(?P<end>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|\\",
    re.DOTALL,
)
# Groups that hold no text of the letter.
_PASSED_OVER: Final = frozenset(
    """fonttbl colortbl stylesheet info pict object objdata themedata datastore listtable listoverridetable rsidtbl
    generator xmlnstbl latentstyles header footer headerl headerr headerf footerl footerr footerf fldinst filetbl
    revtbl bkmkstart bkmkend mhtmltag atnid atnauthor annotation""".split()
)
_SIGNS: Final = {
    "par": "\n", "line": "\n", "sect": "\n\n", "page": "\n\n", "row": "\n", "cell": " ", "nestcell": " ", "tab": "\t",
    "emdash": "\u2014", "endash": "\u2013", "bullet": "\u2022", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_ESCAPED: Final = {"~": "\u00a0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARSETS: Final = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


class Rich(NamedTuple):
    """The content of rich text: text, or a page of HTML within it, and whether it holds text that is invisible or
    struck out.
    """

    text: str
    is_page: bool
    hides: bool = False
    strikes: bool = False


class BadlyPacked(Exception):
    """Why rich text cannot be unpacked."""


def unpacked(data: bytes) -> bytes:
    """Unpack rich text that Outlook packed. Raises BadlyPacked; ImportError where the library for it is not
    installed.
    """
    from compressed_rtf import decompress  # late: few commands need it

    if len(data) > _MOST_PACKED:
        raise BadlyPacked("is longer than any letter")
    try:
        raw: bytes = decompress(data)
    except Exception as broken:  # noqa: BLE001 - it raises Exception itself, and damaged bytes may raise anything
        raise BadlyPacked(f"is damaged ({type(broken).__name__})") from None
    return raw[:_MOST_RAW]


def read_rtf(data: bytes) -> Rich:
    """Read rich text, up to the limit."""
    reader = _Reader(data[:_MOST_RAW].decode("latin-1"))
    reader.read()
    return Rich(reader.result(), reader.page, reader.hides, reader.strikes)


_USUAL_SIZE: Final = 24
_SMALLEST: Final = 6  # half points that can be read
_LIGHT: Final = 0xE8  # of 255: a text of these colours cannot be seen on paper
_MOST_COLOURS: Final = 1_000
_PRIMARY: Final = 3
_BEHIND: Final = frozenset(("highlight", "cb", "chcbpat", "cfpat", "cbpat", "clcbpat", "clcfpat"))
_STRIKES: Final = frozenset(("strike", "striked", "deleted"))


class _State(NamedTuple):
    """The state of a group, which groups within it inherit."""

    passed: bool = False  # not text of the letter
    tag: bool = False  # a tag of the page within, kept as it was
    for_rtf: bool = False  # only for programs that ignore the page within
    unseen: bool = False
    skip: int = 1  # characters after a Unicode one, for programs that do not know Unicode
    font: int = -1
    fonts: bool = False  # the table of fonts
    colours: bool = False  # the table of colours
    colour: int = 0  # of the text, and of what lies behind it, in the table of colours
    behind: int = 0
    size: int = _USUAL_SIZE  # in half points
    struck: bool = False


class _Reader:
    """Reads rich text without recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._state = _State()
        self._around: list[_State] = []
        self._out: list[str] = []
        self._bytes = bytearray()
        self._size = self._left = 0  # and characters still to be skipped
        self._charset = "cp1252"
        self._charsets: dict[int, str] = {}
        self._starred = False
        self._half = ""  # the first half of a character made of two
        self.page = self.hides = self.strikes = False
        self._colours: list[int | None] = []  # how light each is at its darkest; none where no colour is given
        self._mixed: list[int] = []

    def result(self) -> str:
        """All that was read."""
        self._flush()
        text = "".join(self._out)
        return text if self.page else "\n".join(line.rstrip() for line in text.split("\n")).strip()

    def read(self) -> None:
        """Read to the end, or to the limit for a letter."""
        at = 0
        while self._size < _MOST_TEXT and (token := _TOKEN.match(self._text, at)) is not None:
            at = token.end()
            if (word := token["word"]) is not None:
                number = int(token["number"]) if token["number"] else None
                if word == "bin":
                    at += max(0, number or 0)
                else:
                    self._word(word, number)
            elif token["hex"] is not None:
                self._byte(int(token["hex"], 16))
            elif token["brace"]:
                if not self._brace(token["brace"]):
                    return
            elif token["sign"]:
                self._sign(token["sign"])
            elif token["text"]:
                self._words(token["text"])

    def _brace(self, brace: str) -> bool:
        """Begin or end a group. Returns whether reading may go on."""
        self._left = 0
        self._starred = False
        if brace == "{":
            self._around.append(self._state)
            return len(self._around) <= _DEEPEST
        self._flush()
        if self._around:
            self._state = self._around.pop()
        return bool(self._around)

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        self._left = 0
        state = self._state
        if word == "u":
            self._unicode(number or 0)
            return
        if word == "htmltag" and self.page:
            self._go(state._replace(tag=True))
        elif word in _PASSED_OVER or (starred and word != "htmltag"):
            self._go(state._replace(passed=True, fonts=word == "fonttbl", colours=word == "colortbl"))
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == "fcharset" and state.fonts:
            self._charsets[state.font] = _CHARSETS.get(number or 0, "")
        else:
            self._switch(word, number)

    def _switch(self, word: str, number: int | None) -> None:
        """Change the state from here to the end of the group or of the text."""
        state = self._state
        if word == "fromhtml":
            self.page = True
        elif word == "ansicpg":
            self._charset = f"cp{number}"
        elif word == "htmlrtf":
            self._go(state._replace(for_rtf=number != 0))
        elif word == "uc":
            self._go(state._replace(skip=min(max(0, number or 0), 10)))
        elif word == "f":
            self._go(state._replace(font=number or 0))
        elif word in ("red", "green", "blue") and state.colours:
            self._mixed.append(number or 0)
        else:
            self._dress(word, number)

    def _dress(self, word: str, number: int | None) -> None:
        """Change how the text looks from here on."""
        state = self._state
        if word == "plain":
            plain = _State()
            self._go(state._replace(unseen=False, colour=0, behind=0, size=plain.size, struck=False))
        elif word == "v":
            self._go(state._replace(unseen=number != 0))
        elif word == "cf":
            self._go(state._replace(colour=number or 0))
        elif word in _BEHIND:
            self._go(state._replace(behind=number or 0))
        elif word == "fs":
            self._go(state._replace(size=_USUAL_SIZE if number is None else number))
        elif word in _STRIKES:
            self._go(state._replace(struck=number != 0))

    def _go(self, state: _State) -> None:
        self._flush()
        self._state = state

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in _ESCAPED:
            self._left = 0
            self._add(_ESCAPED[sign])

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._left = self._state.skip
        if 0xD800 <= code < 0xDC00:
            self._half = chr(code)
        elif 0xDC00 <= code < 0xE000:
            pair, self._half = self._half + chr(code), ""
            if len(pair) == 2:
                self._add(pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
        else:
            self._add(chr(code))

    def _byte(self, byte: int) -> None:
        if self._left:
            self._left -= 1
        elif self._is_text():
            self._bytes.append(byte)
            self._size += 1

    def _words(self, text: str) -> None:
        if self._state.colours:
            self._mix(text)
        skipped, self._left = text[self._left :], max(0, self._left - len(text))
        if skipped.isascii():
            self._add(skipped)
        elif self._is_text():
            self._bytes += skipped.encode("latin-1", "replace")
            self._size += len(skipped)

    def _is_text(self) -> bool:
        """Whether the next characters are text of the letter. Invisible text is noted."""
        state = self._state
        if state.passed or (self.page and state.for_rtf and not state.tag):
            return False
        if state.tag or (self.page and not state.unseen):  # a page has looks of its own
            return True
        if state.unseen or state.size <= _SMALLEST or (self._is_light(state.colour) and not state.behind):
            self.hides = True
            return False
        self.strikes = self.strikes or state.struck
        return not state.struck

    def _is_light(self, colour: int) -> bool:
        darkest = self._colours[colour] if 0 <= colour < len(self._colours) else None
        return darkest is not None and darkest >= _LIGHT

    def _mix(self, text: str) -> None:
        """Read the signs that end each colour of the table."""
        for _ in range(min(text.count(";"), _MOST_COLOURS - len(self._colours))):
            self._colours.append(min(self._mixed) if len(self._mixed) == _PRIMARY else None)
            self._mixed = []

    def _add(self, text: str) -> None:
        if text and self._is_text():
            self._flush()
            self._out.append(text)
            self._size += len(text)

    def _flush(self) -> None:
        if not self._bytes:
            return
        charset = self._charsets.get(self._state.font) or self._charset
        try:
            text = self._bytes.decode(charset, "replace")
        except LookupError:
            text = self._bytes.decode("cp1252", "replace")
        self._out.append(text)
        self._bytes = bytearray()


# Outlook's messages (.msg) are read by python-oxmsg.

_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MESSAGE_ID, _REFERENCES, _IN_REPLY_TO, _TEXT_PAGE = 0x1035, 0x1039, 0x1042, 0x3FDE
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FEW: Final = 12  # words; where the text has fewer, the rich text may say more
_SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS = 0x0C1A, 0x5D01, 0x0C1F


def read_msg(data: bytes) -> Message:
    """The message. Raises UnreadableMessage."""
    if not data.startswith(_MAGIC):
        raise UnreadableMessage("is not an Outlook message")
    try:
        from oxmsg import Message as Outlook  # late: few commands need it
    except ImportError:
        raise UnreadableMessage(f"is an Outlook message, which cannot be read here yet: {install('mail')}") from None
    try:
        message = Outlook.load(io.BytesIO(data))
        return _read(message)
    except UnreadableMessage:
        raise
    except Exception as broken:  # noqa: BLE001 - olefile trusts its input, so damaged files may raise anything
        raise UnreadableMessage(f"is a damaged Outlook message ({type(broken).__name__})") from None


def _read(message: Any) -> Message:
    headers = {name.lower(): value for name, value in message.message_headers.items()}
    name, address = address_in(headers.get("from"))
    text, notes = _text(message)
    if message.attachment_count:
        notes.append(f"what is attached to it ({message.attachment_count}) is not read")
    sent = message.sent_date
    return Message(
        subject=_line(message.subject),
        sender=_line(name or _property(message, _SENDER_NAME)),
        address=(address or _property(message, _SENDER_SMTP) or _smtp(_property(message, _SENDER_ADDRESS))).lower(),
        id=_line(decoded(headers.get("message-id")) or _property(message, _MESSAGE_ID)).strip("<> "),
        date=sent_day(decoded(headers.get("date"))) or (date(sent.year, sent.month, sent.day) if sent else None),
        text=text,
        notes=tuple(notes),
        reply_to=addresses_in([headers["reply-to"]] if headers.get("reply-to") else None),
        references=(
            decoded(headers.get("references"))
            or decoded(headers.get("in-reply-to"))
            or _property(message, _REFERENCES)
            or _property(message, _IN_REPLY_TO)
        ),
        automatic=decoded(headers.get("auto-submitted")).strip().lower().startswith("auto-replied"),
    )


def _text(message: Any) -> tuple[str, list[str]]:
    """The text, from plain text, HTML or rich text. Outlook makes each of them from another."""
    plain = (message.body or "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    html = message.properties.binary_prop_value(_HTML)
    page = text_of(html, _charset(message)) if html else message.html_body
    told = chosen(plain, [page] if page else [])
    notes = list(told.notes)
    rich = message.properties.binary_prop_value(_RTF)
    if rich and not page and len(told.text.split()) < _FEW:
        read, more = _rich(rich)
        if read is not None:
            told = chosen(plain, [read.text if read.is_page else HtmlPage(read.text, read.hides, strikes=read.strikes)])
            notes = list(told.notes)
        else:
            notes.append(more)
    kind = str(message.message_class or "").lower()
    if not told.text.strip() and (kind.startswith("ipm.note.smime") or "encrypt" in kind):
        raise UnreadableMessage("is encrypted or signed (S/MIME): open it in Outlook, and save it as text")
    if kind.startswith("ipm.schedule"):
        notes.append("it is an invitation to a meeting, or answers one")
    return told.text, notes


def _rich(data: bytes) -> tuple[Rich | None, str]:
    """The content of the rich text, or why it cannot be read."""
    try:
        return read_rtf(unpacked(data)), ""
    except ImportError:
        return None, f"its text is in Outlook's rich text, which cannot be read here yet: {install('mail')}"
    except BadlyPacked as why:
        return None, f"its text is in Outlook's rich text, which {why}: save it from Outlook as plain text"


def _charset(message: Any) -> str:
    page = message.properties.int_prop_value(_TEXT_PAGE)
    return {65001: "utf-8", 20127: "ascii", 28591: "iso-8859-1"}.get(page, f"cp{page}" if page else "")


def _property(message: Any, pid: int) -> str:
    return str(message.properties.str_prop_value(pid) or "")


def _smtp(address: str) -> str:
    """An Internet address. Within an office Outlook keeps addresses of its own kind instead."""
    return address if "@" in address else ""


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
