"""What was read out of a file: bytes to text, and the text's paragraphs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from drafter.files.inputs import begun_as

# What was read out of a file: its paragraphs, and what it says of itself.

DETAILS = ("type", "title", "author", "publisher", "issued", "number", "url")


class Refused(Exception):
    """Why a file cannot be read, as a problem says it; never leaves this room."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule, self.hint = rule, hint


@dataclass(frozen=True, slots=True)
class Detail:
    """A proposal, and where in the file it was found ('paragraph 3', 'the page's own data')."""

    value: str
    place: str


class Contents(NamedTuple):
    """What a reader of documents finds: paragraphs, what the file's own data say, and notes.

    The names of ``own`` are those in ``DETAILS``. ``doubtful`` are pages whose columns may be read in a wrong order,
    counted from 1.
    """

    blocks: tuple[str, ...]
    own: Mapping[str, str] = MappingProxyType({})
    notes: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as read. ``blocks`` are its paragraphs, one line each, counted from 1.

    ``kind`` is the file's (``pdf``). ``found`` are proposals by the names in ``DETAILS``, ``issued`` as EDTF text;
    what was not found is not in it. ``furniture`` are numbers of blocks that seem to be nobody's statement, and
    ``counted_from`` the block that a reader would seem to call paragraph 1; both are proposals too. ``notes`` are
    sentences about the reading that a person should know; ``doubtful`` the pages whose columns may be read in a wrong
    order, from 1.
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
        """The details that the document's own text or data states; a ``type`` is our word, never the document's."""
        return tuple(name for name in DETAILS if name in self.found and name != "type")

    def as_json(self) -> dict[str, Any]:
        """For ``from_json``, across a pipe."""
        return asdict(self)


def from_json(value: dict[str, Any]) -> Extracted:
    """What ``as_json`` made."""
    return Extracted(
        kind=value["kind"],
        blocks=tuple(value["blocks"]),
        found={name: Detail(**detail) for name, detail in value["found"].items()},
        furniture=tuple(value["furniture"]),
        counted_from=value["counted_from"],
        notes=tuple(value["notes"]),
        doubtful=tuple(value["doubtful"]),
    )


# Bytes to text: UTF-8, else what the file declares, else a guess, which is told.

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What calls itself by one of these names on the web is read as Windows' own by every browser (WHATWG Encoding).
_REALLY_WINDOWS = frozenset(("ascii", "iso8859-1", "cp1252"))
_ENOUGH = 100_000  # bytes to guess from
_GUESSED = "its encoding is not stated and was guessed ({encoding}): look at accents, pounds and quotation marks"
_SAVE = "save it again with encoding UTF-8"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # but for tabs, and what ends lines and pages


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text, and a note where its encoding was guessed; line ends are kept. Refuses what is no text."""
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
    """UTF-16 that does not say so, as some programs export it: every other byte of most of it is none."""
    some = data[:_ENOUGH]
    even, odd = some[::2].count(0), some[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 4 < len(some) or min(even, odd):
        return ""
    return "utf-16-le" if odd else "utf-16-be"


def _guessed(data: bytes) -> str:
    try:
        from charset_normalizer import from_bytes  # late: few files need it
    except ImportError:
        return "cp1252"
    # Western ones first: what an office in Britain is sent; the others only where none of these reads well.
    western = ["cp1252", "iso8859_15", "mac_roman"]
    for among in (western, None):
        best = from_bytes(data[:_ENOUGH], cp_isolation=among, threshold=0.2).best()
        if best is not None:
            return str(best.encoding)
    raise Refused("not-text", "is in an encoding that cannot be told", _SAVE)


# Bytes of mail as text, whatever is declared of them.

# In these, bytes that are ASCII do not stand for themselves.
_STATEFUL: Final = re.compile(r"utf-?16|utf-?32|utf-?7|iso-?2022|hz")
_LATIN: Final = "cp1252"


def text_of(data: bytes, declared: str) -> str:
    """Bytes as text: by what is declared where that tells, else as UTF-8, else as what was meant most likely."""
    name = declared.strip("'\" ").lower()
    if _STATEFUL.match(name):
        try:
            return without_controls(data.decode(codecs.lookup(name).name))
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        text, _ = decode(data, name)
    except Refused:  # whatever it is, what can be read of it is read
        text = data.decode(_LATIN, "replace")
    return without_controls(text)


def without_controls(text: str) -> str:
    """The text with a space for each sign that is none, and its lines ended as ours are."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
