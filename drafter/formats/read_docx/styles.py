"""The styles of a Word file, by the ids with which its paragraphs and runs name them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from drafter import ooxml

W = ooxml.W
VAL = f"{W}val"
# What is set of a text, by the tags of the elements that set it.
Properties = Mapping[str, Element]
NONE: Properties = {}
_OFF = frozenset(("0", "false", "off", "none", "no"))
ODD = "odd"  # among properties: something is said twice, or in a way that not every program reads
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MERGED = frozenset(f"{W}{name}" for name in ("ind", "spacing", "rFonts", "numPr"))  # by their parts, not whole
_MEASURE = re.compile(r"\s*([+-]?[0-9]{1,9}(?:\.[0-9]{0,9})?)\s*(mm|cm|in|pt|pc|pi|%)?\s*\Z")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


class Style(NamedTuple):
    """``name`` in small letters; whether its text is hidden, and whether its paragraphs are a list.

    ``run`` and ``paragraph`` are what it sets, with what it takes over from the styles that it rests on.
    """

    name: str
    hidden: bool = False
    listed: bool = False
    run: Properties = NONE
    paragraph: Properties = NONE


def is_on(element: Element | None) -> bool | None:
    """What a switch says; None where it is not there."""
    # What is neither on nor off each program takes as it likes: here it is on, so that it is told.
    return None if element is None else element.get(VAL, "true").strip().lower() not in _OFF


def measure(text: str | None, per_point: float) -> float | None:
    """A measure in its element's own unit, of which ``per_point`` make a point; None where it is none."""
    found = _MEASURE.match(text or "")
    if found is None:
        return None
    return float(found[1]) * (_POINTS[found[2]] * per_point if found[2] in _POINTS else 1)


def merged(below: Properties, *sets: Element | None) -> Properties:
    """What these elements set, on top of what is set already."""
    found = below
    for elements in sets:
        own: dict[str, Element] = {}
        for child in () if elements is None else elements:
            # Of two each program would take its own; LibreOffice says some things twice alike.
            if child.tag == _ALTERNATIVE or not _alike(own.get(child.tag, child), child):
                own[ODD] = child
            own[child.tag] = child
        found = stacked(found, own) if own else found
    return found


def _alike(one: Element, other: Element) -> bool:
    return one is other or ElementTree.tostring(one).strip() == ElementTree.tostring(other).strip()


def stacked(*levels: Properties) -> Properties:
    """What is set on several levels, the last of which has the last word."""
    found: dict[str, Element] = {}
    for level in levels:
        for tag, element in level.items():
            if tag in _MERGED and tag in found:
                both = Element(tag, {**found[tag].attrib, **element.attrib})
                both.extend({inner.tag: inner for inner in (*found[tag], *element)}.values())
                found[tag] = both
            else:
                found[tag] = element
    return found


class Styles:
    """The styles of a letter, looked up by their ids, as paragraphs and runs name them."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._again: dict[tuple[str, str], list[Element]] = {}
        self._known: dict[tuple[str, str], Style] = {}
        self._kinds: dict[str, set[tuple[str, str]]] = {}  # by ids in small letters
        self._default = ""
        found = None if root is None else root.find(f"{W}docDefaults")
        self.defaults = NONE if found is None else merged(NONE, *found.findall(f"{W}rPrDefault/{W}rPr"))
        self.paragraphs = NONE if found is None else merged(NONE, *found.findall(f"{W}pPrDefault/{W}pPr"))
        for element in () if root is None else root.iter(f"{W}style"):
            kind, id_ = element.get(f"{W}type", "paragraph"), element.get(f"{W}styleId", "")
            if (kind, id_) in self._elements:
                self._again.setdefault((kind, id_), []).append(element)
            self._elements.setdefault((kind, id_), element)
            self._kinds.setdefault(id_.lower(), set()).add((kind, id_))
            if element.get(f"{W}default", "") in ("1", "true", "on"):
                if kind == "paragraph" and self._default:  # of two defaults each program takes its own
                    self._again.setdefault((kind, self._default), []).append(element)
                elif kind == "paragraph":
                    self._default = id_
                elif kind == "character":  # every run is in it
                    self.defaults = merged(self.defaults, element.find(f"{W}rPr"))

    def paragraph(self, id_: str) -> Style:
        """A paragraph's style; the default one where it names none that there is."""
        known = ("paragraph", id_) in self._elements
        return self._style(("paragraph", id_ if known else self._default), Style("normal"))

    def character(self, id_: str) -> Style:
        """A run's style; one without a name where it names none that there is."""
        return self._style(("character", id_), Style(""))

    def other(self, id_: str, kind: str) -> bool:
        """Whether an id is only that of a style of another kind, or one in other letters: some programs use these."""
        kinds = self._kinds.get(id_.lower(), set())
        return bool(id_ and kinds) and (kind, id_) not in kinds

    def _style(self, key: tuple[str, str], otherwise: Style) -> Style:
        if key not in self._elements:
            return otherwise
        chain = []
        at = key
        while at in self._elements and at not in self._known and at not in chain:
            chain.append(at)
            base = self._elements[at].find(f"{W}basedOn")
            at = (at[0], "" if base is None else base.get(VAL, ""))
        below = self._known.get(at, Style("")) if at not in chain else Style("")
        for at in reversed(chain):
            below = self._known[at] = self._read(at, below)
        return self._known[key]

    def _read(self, key: tuple[str, str], below: Style) -> Style:
        element, again = self._elements[key], self._again.get(key, [])
        named = element.find(f"{W}name")
        run = merged(below.run, element.find(f"{W}rPr"))
        paragraph = merged(below.paragraph, element.find(f"{W}pPr"))
        base = element.find(f"{W}basedOn")
        odd = element.find(_ALTERNATIVE) is not None or self.other("" if base is None else base.get(VAL, ""), key[0])
        if odd or any(_sets(other) != _sets(element) for other in again):
            run = {**run, ODD: element}
        return Style(
            "" if named is None else named.get(VAL, "").lower(),
            bool(is_on(run.get(f"{W}vanish"))),
            bool(is_listed(paragraph.get(f"{W}numPr"))),
            run,
            paragraph,
        )


def _sets(style: Element) -> list[bytes]:
    return [ElementTree.tostring(child) for child in style if child.tag in (f"{W}rPr", f"{W}pPr", f"{W}basedOn")]


def is_listed(numbering: Element | None) -> bool | None:
    """Whether a paragraph's numbering makes it one of a list; None where nothing is said of it."""
    if numbering is None:
        return None
    number = numbering.find(f"{W}numId")
    return number is None or number.get(VAL, "").strip("0") != ""
