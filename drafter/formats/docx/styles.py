"""The styles, lists and fields of a Word file, which determine how its paragraphs and runs look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from drafter.files import ooxml
from drafter.frozen import NamedTuple
from drafter.problems import Severity

# Styles, by the ids with which paragraphs and runs name them.

W = ooxml.W
VAL = f"{W}val"
# The properties of a text, by the tags of the elements that set them.
Properties = Mapping[str, Element]
NONE: Properties = {}
_OFF = frozenset(("0", "false", "off", "none", "no"))
ODD = "odd"  # marks properties that are given twice, or in a form that not every program reads
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_MERGED = frozenset(f"{W}{name}" for name in ("ind", "spacing", "rFonts", "numPr"))  # merged by attributes
_MEASURE = re.compile(r"\s*([+-]?[0-9]{1,9}(?:\.[0-9]{0,9})?)\s*(mm|cm|in|pt|pc|pi|%)?\s*\Z")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


class Style(NamedTuple):
    """A style: its name in small letters, whether its text is hidden, and whether its paragraphs are a list.

    ``run`` and ``paragraph`` are the properties that it sets, including those of the styles that it is based on.
    """

    name: str
    hidden: bool = False
    listed: bool = False
    run: Properties = NONE
    paragraph: Properties = NONE


def is_on(element: Element | None) -> bool | None:
    """The value of a switch; ``None`` if it is not there."""
    # Programs differ about a value that is neither on nor off. Here it counts as on, so that it is reported.
    return None if element is None else element.get(VAL, "true").strip().lower() not in _OFF


def measure(text: str | None, per_point: float) -> float | None:
    """A measure in its element's own unit, with ``per_point`` units to a point; ``None`` if it is no measure."""
    found = _MEASURE.match(text or "")
    if found is None:
        return None
    return float(found[1]) * (_POINTS[found[2]] * per_point if found[2] in _POINTS else 1)


def merged(below: Properties, *sets: Element | None) -> Properties:
    """The properties that these elements set, on top of those already set."""
    found = below
    for elements in sets:
        own: dict[str, Element] = {}
        for child in () if elements is None else elements:
            # If something is set twice, each program takes another one. LibreOffice itself sets some things twice
            # alike.
            if child.tag == _ALTERNATIVE or not _alike(own.get(child.tag, child), child):
                own[ODD] = child
            own[child.tag] = child
        found = stacked(found, own) if own else found
    return found


def _alike(one: Element, other: Element) -> bool:
    return one is other or ElementTree.tostring(one).strip() == ElementTree.tostring(other).strip()


def stacked(*levels: Properties) -> Properties:
    """The properties of several levels; the last level wins."""
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
    """The styles of a letter, looked up by the ids that paragraphs and runs name."""

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
                if kind == "paragraph" and self._default:  # if there are two defaults, each program takes another
                    self._again.setdefault((kind, self._default), []).append(element)
                elif kind == "paragraph":
                    self._default = id_
                elif kind == "character":  # every run has it
                    self.defaults = merged(self.defaults, element.find(f"{W}rPr"))

    def paragraph(self, id_: str) -> Style:
        """A paragraph's style; the default one if it names none, or an unknown one."""
        known = ("paragraph", id_) in self._elements
        return self._style(("paragraph", id_ if known else self._default), Style("normal"))

    def character(self, id_: str) -> Style:
        """A run's style; an empty one if it names none, or an unknown one."""
        return self._style(("character", id_), Style(""))

    def other(self, id_: str, kind: str) -> bool:
        """Whether an id is only that of a style of another kind, or differs in case: some programs use such a style."""
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
    """Whether a paragraph's numbering makes it a list item; ``None`` if there is no numbering."""
    if numbering is None:
        return None
    number = numbering.find(f"{W}numId")
    return number is None or number.get(VAL, "").strip("0") != ""


# Lists: what Word puts before their paragraphs, such as numbers, bullets, or words that nobody typed there.

_MOST_LEVELS = 20  # descriptions of one level; a sound file has one
_PLACE = re.compile(r"%[1-9]")
# Numbers as words, or in a form that the file defines.
_IN_WORDS = frozenset(("cardinaltext", "ordinaltext", "custom"))


class Numbering:
    """The lists of one file, by the numbers with which paragraphs name them."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, list[Element]] = {}
        self._lists: dict[str, list[Element]] = {}
        for element in () if root is None else root:
            if element.tag == f"{W}abstractNum":
                self._abstract.setdefault(element.get(f"{W}abstractNumId", ""), []).append(element)
            elif element.tag == f"{W}num":
                self._lists.setdefault(element.get(f"{W}numId", ""), []).append(element)
        self._known: dict[tuple[str, str], tuple[bool, list[Element]]] = {}
        self._styled: dict[str, list[Element]] = {}  # by the name of a list style
        for elements in self._abstract.values():
            for element in elements:
                if (named := element.find(f"{W}styleLink")) is not None:
                    self._styled.setdefault(named.get(VAL, ""), []).append(element)

    def puts_words(self, properties: Element | None) -> bool:
        """Whether a paragraph's list (in its ``numPr``) puts letters or figures before it."""
        return self._level(properties)[0]

    def indents(self, properties: Element | None) -> list[Element]:
        """The indents that the list may give the paragraph."""
        return self._level(properties)[1]

    def _level(self, properties: Element | None) -> tuple[bool, list[Element]]:
        number, level = (None if properties is None else properties.find(f"{W}{name}") for name in ("numId", "ilvl"))
        if number is None:
            return False, []
        key = (number.get(VAL, ""), "" if level is None else level.get(VAL, "0"))
        if key not in self._known:
            levels = self._levels(*key)
            indents = [indent for level in levels for indent in level.findall(f"{W}pPr/{W}ind")]
            self._known[key] = (any(map(_says, levels)), indents[:_MOST_LEVELS])
        return self._known[key]

    def _levels(self, number: str, wanted: str) -> list[Element]:
        """Every description of that level. A program uses one of them."""
        found = []
        for used in self._lists.get(number, ()):
            found += [inner for over in used.findall(f"{W}lvlOverride") for inner in over.findall(f"{W}lvl")]
            named = used.find(f"{W}abstractNumId")
            holders = list(self._abstract.get("" if named is None else named.get(VAL, ""), ()))
            for holder in list(holders):
                if (other := holder.find(f"{W}numStyleLink")) is not None:
                    holders += self._styled.get(other.get(VAL, ""), ())
            found += [level for holder in holders for level in holder.iter(f"{W}lvl")]
        # Without a level it is the first one, or the one that names the paragraph's style.
        return [
            level
            for level in found
            if level.get(f"{W}ilvl", "0") == (wanted or "0") or (not wanted and level.find(f"{W}pStyle") is not None)
        ]


def _says(level: Element) -> bool:
    kinds = [kind.get(VAL, "").lower() for kind in level.iter(f"{W}numFmt")]
    if _IN_WORDS & set(kinds) or level.find(f"{W}lvlPicBulletId") is not None:
        return True
    for element in level.findall(f"{W}lvlText"):
        text = _PLACE.sub("", element.get(VAL, ""))
        letters = sum(map(str.isalnum, text))
        # A bullet may be a letter of a symbol font: Word's own second level has 'o'.
        if letters > (1 if "bullet" in kinds else 0):
            return True
    return False


# Fields: a field has a code, which is not shown, and a result, which is shown and may change by itself.

_PLAIN = frozenset(("PAGE", "NUMPAGES", "HYPERLINK"))
PAGES = frozenset(("PAGE", "NUMPAGES"))  # every program counts these anew
_STORED = frozenset(("MERGEFIELD",))  # shows the file's content, until letters are merged again
_FETCHING = frozenset(
    ("INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "DDE", "DDEAUTO", "IMPORT", "RD", "DATABASE")
)
_LONGEST_CODE = 2_000  # characters of a code that are looked at
_LONGEST_NAME = 20
_MOST_OPEN = 200
_MAKE_PLAIN = "in Word: select it, then Ctrl+Shift+F9 makes it plain text"


class Finding(NamedTuple):
    """Something that a letter cannot have, without its place."""

    rule: str
    message: str
    hint: str
    severity: Severity = Severity.OF_ITS_RULE


class _Open:
    __slots__ = ("code", "holds_text", "in_code", "shown")

    def __init__(self, *, shown: bool) -> None:
        self.shown, self.code, self.in_code, self.holds_text = shown, "", True, False


class OpenFields:
    """The fields that are open while a text is read, one within another. ``codes`` counts those still in their code."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.codes = 0
        self.pages = False  # whether a page number was among them

    def sign(self, kind: str, *, shown: bool) -> Finding | None:
        """Take in a sign: a field begins, comes to its result ("separate") or ends."""
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
                return field_named(last.code)
        return None

    def hold_text(self) -> None:
        """Note that words stand within a field's code."""
        if self._open:
            self._open[-1].holds_text = True

    def add_code(self, text: str) -> None:
        """Take in a piece of the innermost field's code."""
        if self._open and self._open[-1].in_code and len(self._open[-1].code) < _LONGEST_CODE:
            self._open[-1].code += text[:_LONGEST_CODE]

    def end_codes(self) -> Finding | None:
        """End every code at the end of a paragraph: a code without an end would hide the rest of the text."""
        if not self.codes:
            return None
        self._open, self.codes = [field for field in self._open if not field.in_code], 0
        return Finding("field", "a field whose code has no end, so that text may be missing here", _MAKE_PLAIN)


def _name(code: str) -> str:
    return (code.split() or [""])[0].upper()


def is_page(code: str) -> bool:
    """Whether a field with this code shows a page number, or the number of pages."""
    return _name(code) in PAGES


def field_named(code: str) -> Finding | None:
    """The finding about a field with this code; ``None`` if a letter may have the field."""
    name = _name(code)
    if name in _PLAIN:
        return None
    if name in _FETCHING:
        return Finding("outside-link", f"a field that fetches from elsewhere ({name})", _MAKE_PLAIN)
    shown = f" ({name})" if name.isascii() and name.isalpha() and len(name) <= _LONGEST_NAME else ""
    if name in _STORED or not (name[:1].isalpha() or name[:1] in ("=", "_")):
        return Finding(
            "field", f"a field{shown}, whose text may change by itself", _MAKE_PLAIN, severity=Severity.WARNING
        )
    # A name that is no field's is a bookmark's, and shows the bookmark's words.
    return Finding("field", f"a field{shown} that is worked out anew, and may then show another text", _MAKE_PLAIN)


def in_text() -> Finding:
    """The finding that a page number stands among words."""
    message = "a number of pages among the words, which is counted anew wherever the letter is opened"
    return Finding("field", message, _MAKE_PLAIN)


def outdated() -> Finding:
    """The finding that a field is to be worked out anew when the letter is opened."""
    return Finding("field", "a field that is worked out anew when the letter is opened", _MAKE_PLAIN)
