"""The styles of a Word file, by the ids with which its paragraphs and runs name them."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree import ElementTree

from drafter import ooxml

W = ooxml.W
VAL = f"{W}val"
_DEEPEST = 20  # Word's own styles rest on one another less than a dozen times


class Style(NamedTuple):
    """``name`` in small letters; whether its text is hidden, and whether its paragraphs are a list."""

    name: str
    hidden: bool = False
    listed: bool = False


def is_on(element: ElementTree.Element | None) -> bool | None:
    """What a switch says; None where it is not there."""
    return None if element is None else element.get(VAL, "true").lower() in ("1", "true", "on")


class Styles:
    """The styles of a letter, looked up by their ids, as paragraphs and runs name them."""

    def __init__(self, root: ElementTree.Element | None) -> None:
        self._elements: dict[tuple[str, str], ElementTree.Element] = {}
        self._known: dict[tuple[str, str], Style] = {}
        self._default = ""
        for element in () if root is None else root.iter(f"{W}style"):
            kind, id_ = element.get(f"{W}type", "paragraph"), element.get(f"{W}styleId", "")
            self._elements.setdefault((kind, id_), element)
            if kind == "paragraph" and element.get(f"{W}default", "") in ("1", "true", "on"):
                self._default = self._default or id_

    def paragraph(self, id_: str) -> Style:
        """A paragraph's style; the default one where it names none that there is."""
        known = ("paragraph", id_) in self._elements
        return self._style(("paragraph", id_ if known else self._default), Style("normal"))

    def character(self, id_: str) -> Style:
        """A run's style; one without a name where it names none that there is."""
        return self._style(("character", id_), Style(""))

    def _style(self, key: tuple[str, str], otherwise: Style) -> Style:
        if key not in self._known:
            self._known[key] = self._read(*key) if key in self._elements else otherwise
        return self._known[key]

    def _read(self, kind: str, id_: str) -> Style:
        named = self._elements[kind, id_].find(f"{W}name")
        hidden = listed = None
        for _ in range(_DEEPEST):
            element = self._elements.get((kind, id_))
            if element is None:
                break
            if hidden is None:
                hidden = is_on(element.find(f"{W}rPr/{W}vanish"))
            if listed is None:
                listed = is_listed(element.find(f"{W}pPr/{W}numPr"))
            base = element.find(f"{W}basedOn")
            id_ = "" if base is None else base.get(VAL, "")
        return Style("" if named is None else named.get(VAL, "").lower(), bool(hidden), bool(listed))


def is_listed(numbering: ElementTree.Element | None) -> bool | None:
    """Whether a paragraph's numbering makes it one of a list; None where nothing is said of it."""
    if numbering is None:
        return None
    number = numbering.find(f"{W}numId")
    return number is None or number.get(VAL, "").strip("0") != ""
