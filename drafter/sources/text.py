"""The text in a file: bytes decoded, and the result of reading a document."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, field
from types import MappingProxyType
from typing import Any, Final

from drafter.files.inputs import begun_as
from drafter.frozen import NamedTuple, dataclass

# Results: a document's paragraphs, and what it says about itself.

HIDES = "text that nobody sees was left out"
STRUCK = "text that is struck out was left out"
DETAILS = ("type", "title", "author", "publisher", "issued", "number", "url", "closes")


class Refused(Exception):
    """Why a file cannot be read, in a problem's words; never leaves this room."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


@dataclass(frozen=True, slots=True)
class Detail:
    """A proposal, and where in the file it was found ('paragraph 3', 'the page's own data')."""

    value: str
    place: str


class Contents(NamedTuple):
    """The result of a reader of documents: paragraphs, the file's own data, and notes.

    The names of ``own`` are those in ``DETAILS``. ``doubtful`` are the pages, from 1, whose columns may have been read
    in the wrong order.
    """

    blocks: tuple[str, ...]
    own: Mapping[str, str] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as read. ``blocks`` are its paragraphs, one line each, counted from 1.

    ``kind`` is the file's (``pdf``). ``found`` are proposals by the names in ``DETAILS``, with ``issued`` as EDTF text,
    and without those that were not found. ``furniture`` are the numbers of blocks that seem to be no statement of
    anybody, and ``counted_from`` is the block that a reader would probably call paragraph 1; both are also proposals.
    ``notes`` are sentences about the reading that a person should know. ``doubtful`` are the pages, from 1, whose
    columns may have been read in the wrong order.
    """

    kind: str
    blocks: tuple[str, ...]
    found: Mapping[str, Detail] = field(default_factory=dict)
    furniture: tuple[int, ...] = ()
    counted_from: int = 1
    notes: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()

    @property
    def stated(self) -> tuple[str, ...]:
        """The details that the document's own text or data gives. A ``type`` is drafter's own word."""
        return tuple(name for name in DETAILS if name in self.found and name != "type")

    def as_json(self) -> dict[str, Any]:
        """A value for ``from_json``, to be sent through a pipe."""
        return asdict(self)


def from_json(value: dict[str, Any]) -> Extracted:
    """The document from the value that ``as_json`` made."""
    return Extracted(
        kind=value["kind"],
        blocks=tuple(value["blocks"]),
        found={name: Detail(**detail) for name, detail in value["found"].items()},
        furniture=tuple(value["furniture"]),
        counted_from=value["counted_from"],
        notes=tuple(value["notes"]),
        doubtful=tuple(value["doubtful"]),
    )


# Decoding: UTF-8, otherwise the declared encoding, otherwise a guess, which is reported.

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Every browser reads these declared encodings as Windows' own (WHATWG Encoding).
_REALLY_WINDOWS = frozenset(("ascii", "iso8859-1", "cp1252"))
_ENOUGH = 100_000  # bytes to guess from
_GUESSED = "its encoding is not stated and was guessed ({encoding}): look at accents, pounds and quotation marks"
_SAVE = "save it again with encoding UTF-8"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # without tabs, line ends and page ends


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text, and a note if its encoding was guessed; line ends are kept. Raises Refused for anything but text."""
    if kind := begun_as(data):
        ending = kind.endings[0] if kind.document else ""
        hint = f"if so, give it a name that ends in {ending}" if ending else "save it as PDF, .docx or .txt"
        raise Refused("not-text", f"is {kind.called} by its content, not a text", hint)
    text, notes = _decode(data, declared)
    odd = len(_CONTROL.findall(text[:_ENOUGH]))
    if "\0" in text or odd > 3 + min(len(text), _ENOUGH) // 100:
        raise Refused("not-text", "is not a text: it holds bytes that no text has", "is its name's ending right?")
    return text, notes


def _decode(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                raise Refused("not-text", f"calls itself {encoding.upper()} and is not", _SAVE) from None
    if encoding := _without_mark(data):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding), (_GUESSED.format(encoding=encoding),)
    if b"\0" in data:
        raise Refused("not-text", "is not a text: it holds bytes that no text has", "is its name's ending right?")
    for encoding in ("utf-8", declared):
        try:
            name = codecs.lookup(encoding).name if encoding else ""
            if name and name not in {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape"}:
                return data.decode("cp1252" if name in _REALLY_WINDOWS else name), ()
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    encoding = _guessed(data)
    return data.decode(encoding, "replace"), (_GUESSED.format(encoding=encoding),)


def _without_mark(data: bytes) -> str:
    """The encoding of UTF-16 without a byte order mark, in which every other byte is mostly zero; else empty."""
    some = data[:_ENOUGH]
    even, odd = some[::2].count(0), some[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 4 < len(some) or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _guessed(data: bytes) -> str:
    if known := _plainly(data[:_ENOUGH]):
        return known
    try:
        from charset_normalizer import from_bytes  # late: few files need it
    except ImportError:
        return "cp1252"
    # Western encodings come first, because an office in Britain gets those; the others only if none of these reads
    # well.
    western = ["cp1252", "iso8859_15", "mac_roman"]
    for among in (western, None):
        best = from_bytes(data[:_ENOUGH], cp_isolation=among, threshold=0.2).best()
        if best is not None:
            return str(best.encoding)
    raise Refused("not-text", "is in an encoding that cannot be told", _SAVE)


_WESTERN = ("cp1252", "mac_roman", "cp850")  # of Windows, of the Macintosh, of DOS and old databases
_LETTERS_OF_NAMES = frozenset(
    "\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee\u00ef\u00f1\u00f2\u00f3\u00f4"
    "\u00f5\u00f6\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00ff\u00df\u0153\u0161\u017e\u00c0\u00c1\u00c2\u00c4\u00c5\u00c6\u00c7\u00c8"
    "\u00c9\u00ca\u00cb\u00cc\u00cd\u00ce\u00cf\u00d1\u00d2\u00d3\u00d4\u00d6\u00d8\u00d9\u00da\u00db\u00dc\u00dd\u0152\u0160\u0178"
    "\u017d"
)
_PARTICLE = 2  # letters before an apostrophe in a name: O\u2019Neill, Mc\u2019Gee
_ODD = re.compile(r"[^\x00-\x7f]")
_BEFORE, _BEHIND = re.compile(r"[^\W_]*\Z"), re.compile(r"[^\W_]*")
_SHORT = ("s", "t", "d", "m", "ll", "re", "ve")  # behind an apostrophe
_MOST_SIGNS = 2_000


def _plainly(data: bytes) -> str:
    """The one Western encoding in which every sign stands where such a sign stands in words; empty if there is none."""
    fits = []
    for encoding in _WESTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        signs = [match.start() for match in _ODD.finditer(text)][:_MOST_SIGNS]
        if all(_fits(text, at) for at in signs):
            fits.append(encoding)
    return fits[0] if fits else ""


def _fits(text: str, at: int) -> bool:
    """Whether a sign beyond ASCII stands where it may in a Western text: "ë" in a word, "£" before a figure."""
    sign, before, behind = text[at], text[max(0, at - 40) : at], text[at + 1 : at + 41]
    word, rest = _word(_BEFORE.search(before)), _word(_BEHIND.match(behind))
    if sign in _LETTERS_OF_NAMES:
        beside = (word[-1:] or rest[:1]).isalpha() or not (word or rest)
        small = word[-1:].islower() or (word and rest[:1].islower())
        return beside and not (sign.isupper() and small)
    if sign == "\u2019":
        return not rest or not word or len(word) <= _PARTICLE or rest.casefold() in _SHORT
    if sign in "\u2018\u201c":
        return not word
    if sign in "\u201d\u2026\u2022\u00a0\u2122\u00a9\u00ae":
        return not (word and rest)
    if sign in "\u2013\u2014\u00b7":
        return not (word[-1:].islower() and rest[:1].islower())
    if sign in "\u00a3\u20ac":
        return rest[:1].isdigit() or not (word or rest)
    return sign in "\u00bd\u00bc\u00be\u00b0\u00a7" and not (word[-1:].isalpha() or rest[:1].isalpha())


def _word(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


# Mail: its bytes as text, whatever encoding they declare.

# In these encodings ASCII bytes do not stand for themselves.
_STATEFUL: Final = re.compile(r"utf-?16|utf-?32|utf-?7|iso-?2022|hz")
_LATIN: Final = "cp1252"


def text_of(data: bytes, declared: str) -> str:
    """Bytes as text: in the declared encoding if it is usable, otherwise in UTF-8, otherwise in the likeliest one."""
    name = declared.strip("'\" ").lower()
    if _STATEFUL.match(name):
        try:
            return without_controls(data.decode(codecs.lookup(name).name))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        text, _ = _decode(data, name)  # whatever it begins with: a subject may begin with "GIF89"
    except Refused:  # read whatever can be read
        text = data.decode(_LATIN, "replace")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text with a space for each control character, and with line feeds as line ends."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
