"""Fields in a Word text: a code, which is not shown, and a result, which is and may change by itself."""

from __future__ import annotations

from typing import NamedTuple

from drafter import ooxml

_PLAIN = frozenset(("PAGE", "NUMPAGES", "HYPERLINK"))
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
    __slots__ = ("code", "in_code", "shown")

    def __init__(self, *, shown: bool) -> None:
        self.shown, self.code, self.in_code = shown, "", True


class Fields:
    """The fields that are open while a text is read, one within another. ``codes`` counts those still in their code."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.codes = 0

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
                return named(last.code) if last.shown else None
        return None

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


def named(code: str) -> Finding | None:
    """What is to be said of a field with this code; None of those that a letter may have."""
    name = (code.split() or [""])[0].upper()
    if name in _PLAIN:
        return None
    if name in _FETCHING:
        return Finding("outside-link", f"a field that fetches from elsewhere ({name})", _MAKE_PLAIN)
    shown = f" ({name})" if name.isascii() and name.isalpha() and len(name) <= _LONGEST_NAME else ""
    return Finding("field", f"a field{shown}, whose text may change by itself", _MAKE_PLAIN, is_warning=True)
