"""Rich text as Outlook keeps it: packed, and often with a page of HTML within (MS-OXRTFCP, MS-OXRTFEX).

Our own, for the libraries that read rich text either leave out what a page within it says, or bring a parser of
grammars and the tools for macros with them. Nothing in it is run or fetched; objects and pictures are passed over.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_MOST_PACKED: Final = 2_000_000  # bytes
_MOST_RAW: Final = 8_000_000
_MOST_TEXT: Final = 2_000_000  # letters of text, or of the page in it
_DEEPEST: Final = 1_000  # groups in one another
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
    """What rich text says: as text, or as a page of HTML that it holds; whether it has text that nobody sees."""

    text: str
    is_page: bool
    hides: bool = False


class BadlyPacked(Exception):
    """Why rich text cannot be unpacked."""


def unpacked(data: bytes) -> bytes:
    """Rich text as Outlook packs it. Raises BadlyPacked, and ImportError where what unpacks it is not installed."""
    from compressed_rtf import decompress  # late: few need it

    if len(data) > _MOST_PACKED:
        raise BadlyPacked("is longer than any letter")
    try:
        raw: bytes = decompress(data)
    except Exception as broken:  # noqa: BLE001 - it raises Exception itself, and whatever comes of damaged bytes
        raise BadlyPacked(f"is damaged ({type(broken).__name__})") from None
    return raw[:_MOST_RAW]


def read_rtf(data: bytes) -> Rich:
    """What rich text says, however much of it there is."""
    reader = _Reader(data[:_MOST_RAW].decode("latin-1"))
    reader.read()
    return Rich(reader.result(), reader.page, reader.hides)


class _State(NamedTuple):
    """What holds in a group, and in those within it."""

    passed: bool = False  # no text of the letter
    tag: bool = False  # of the page within, as it was
    for_rtf: bool = False  # only for programs that do not know of the page within
    unseen: bool = False
    skip: int = 1  # signs that stand behind one of Unicode for programs that do not know that
    font: int = -1
    fonts: bool = False  # the table of fonts


class _Reader:
    """A way through rich text, without calling itself."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._state = _State()
        self._around: list[_State] = []
        self._out: list[str] = []
        self._bytes = bytearray()
        self._size = self._left = 0  # and signs that are still to be skipped
        self._charset = "cp1252"
        self._charsets: dict[int, str] = {}
        self._starred = False
        self._half = ""  # of a sign of two
        self.page = self.hides = False

    def result(self) -> str:
        """All that was read."""
        self._flush()
        text = "".join(self._out)
        return text if self.page else "\n".join(line.rstrip() for line in text.split("\n")).strip()

    def read(self) -> None:
        """To the end, or as far as a letter may go."""
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
        """Begin or end a group; whether there may be more."""
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
            self._go(state._replace(passed=True, fonts=word == "fonttbl"))
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word == "fcharset" and state.fonts:
            self._charsets[state.font] = _CHARSETS.get(number or 0, "")
        else:
            self._switch(word, number)

    def _switch(self, word: str, number: int | None) -> None:
        """What holds from here on, to the end of the group or of the text."""
        state = self._state
        if word == "fromhtml":
            self.page = True
        elif word == "ansicpg":
            self._charset = f"cp{number}"
        elif word == "htmlrtf":
            self._go(state._replace(for_rtf=number != 0))
        elif word in ("v", "plain"):
            self._go(state._replace(unseen=word == "v" and number != 0))
        elif word == "uc":
            self._go(state._replace(skip=min(max(0, number or 0), 10)))
        elif word == "f":
            self._go(state._replace(font=number or 0))

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
        skipped, self._left = text[self._left :], max(0, self._left - len(text))
        if skipped.isascii():
            self._add(skipped)
        elif self._is_text():
            self._bytes += skipped.encode("latin-1", "replace")
            self._size += len(skipped)

    def _is_text(self) -> bool:
        """Whether what comes is text of the letter; that which nobody sees is told of."""
        state = self._state
        if state.passed or (self.page and state.for_rtf and not state.tag):
            return False
        if state.unseen and not state.tag:
            self.hides = True
            return False
        return True

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
