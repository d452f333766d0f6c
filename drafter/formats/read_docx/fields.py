"""Fields in a Word text: a code, which is not shown, and a result, which is and may change by itself."""

from __future__ import annotations

from typing import NamedTuple

from drafter import ooxml

_PLAIN = frozenset(("PAGE", "NUMPAGES", "HYPERLINK"))
PAGES = frozenset(("PAGE", "NUMPAGES"))  # what they show is counted anew wherever the letter is opened
_STORED = frozenset(("MERGEFIELD",))  # what it shows is what the file holds, until letters are merged again
_FETCHING = frozenset(
    ("INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "DDE", "DDEAUTO", "IMPORT", "RD", "DATABASE")
)
_LONGEST_CODE = 2_000  # letters of a code that are looked at
_LONGEST_NAME = 20
_MOST_OPEN = 200
_MAKE_PLAIN = "in Word: select it, then Ctrl+Shift+F9 makes it plain text"


class Finding(NamedTuple):
    """Something that a letter cannot carry, without its place."""

    rule: str
    message: str
    hint: str
    is_warning: bool = False


class _Open:
    __slots__ = ("code", "holds_text", "in_code", "shown")

    def __init__(self, *, shown: bool) -> None:
        self.shown, self.code, self.in_code, self.holds_text = shown, "", True, False


class Fields:
    """The fields that are open while a text is read, one within another. ``codes`` counts those still in their code."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.codes = 0
        self.pages = False  # whether a page's number was among them

    def sign(self, kind: str, *, shown: bool) -> Finding | None:
        """A field begins, comes to its result ("separate") or ends."""
        if kind == "begin":
            if len(self._open) == _MOST_OPEN:
                raise ooxml.NotWord("damaged-file", "holds fields that never end")
            self._open.append(_Open(shown=shown))
            self.codes += 1
        elif self._open and kind in ("separate", "end"):
            last = self._open[-1] if kind == "separate" else self._open.pop()
            if last.in_code:
                last.in_code = False
                self.codes -= 1
                if not last.shown:
                    return None
                self.pages = self.pages or _name(last.code) in PAGES
                if last.holds_text:
                    return Finding("field", "a field within whose code words stand, which nobody sees", _MAKE_PLAIN)
                return named(last.code)
        return None

    def hold_text(self) -> None:
        """That words stand within a field's code."""
        if self._open:
            self._open[-1].holds_text = True

    def add_code(self, text: str) -> None:
        """A piece of the innermost field's code."""
        if self._open and self._open[-1].in_code and len(self._open[-1].code) < _LONGEST_CODE:
            self._open[-1].code += text[:_LONGEST_CODE]

    def end_codes(self) -> Finding | None:
        """A paragraph ends, and with it every code: one without an end would hide the rest of the text."""
        if not self.codes:
            return None
        self._open, self.codes = [field for field in self._open if not field.in_code], 0
        return Finding("field", "a field whose code has no end, so that text may be missing here", _MAKE_PLAIN)


def _name(code: str) -> str:
    return (code.split() or [""])[0].upper()


def is_page(code: str) -> bool:
    """Whether a field with this code shows a page's number, or how many there are."""
    return _name(code) in PAGES


def named(code: str) -> Finding | None:
    """What is to be said of a field with this code; None of those that a letter may have."""
    name = _name(code)
    if name in _PLAIN:
        return None
    if name in _FETCHING:
        return Finding("outside-link", f"a field that fetches from elsewhere ({name})", _MAKE_PLAIN)
    shown = f" ({name})" if name.isascii() and name.isalpha() and len(name) <= _LONGEST_NAME else ""
    if name in _STORED or not (name[:1].isalpha() or name[:1] in ("=", "_")):
        return Finding("field", f"a field{shown}, whose text may change by itself", _MAKE_PLAIN, is_warning=True)
    # A name that is none of a field's is that of a bookmark, whose words are then shown.
    return Finding("field", f"a field{shown} that is worked out anew, and may then show another text", _MAKE_PLAIN)


def in_text() -> Finding:
    """That a page's number stands among words."""
    message = "a number of pages among the words, which is counted anew wherever the letter is opened"
    return Finding("field", message, _MAKE_PLAIN)


def outdated() -> Finding:
    """That a field is to be worked out anew when the letter is opened."""
    return Finding("field", "a field that is worked out anew when the letter is opened", _MAKE_PLAIN)
