"""What Word's lists put in front of their paragraphs: numbers and bullets, or words that nobody typed there."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from drafter.formats.read_docx.styles import VAL, W

_MOST = 20  # descriptions of one level; a sound file has one
_PLACE = re.compile(r"%[1-9]")
# Numbers as words, or as whatever the file says of them.
_IN_WORDS = frozenset(("cardinaltext", "ordinaltext", "custom"))


class Numbering:
    """The lists of one file, by the numbers with which its paragraphs name them."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, list[Element]] = {}
        self._lists: dict[str, list[Element]] = {}
        for element in () if root is None else root:
            if element.tag == f"{W}abstractNum":
                self._abstract.setdefault(element.get(f"{W}abstractNumId", ""), []).append(element)
            elif element.tag == f"{W}num":
                self._lists.setdefault(element.get(f"{W}numId", ""), []).append(element)
        self._known: dict[tuple[str, str], tuple[bool, list[Element]]] = {}
        self._styled: dict[str, list[Element]] = {}  # by the name of a style of lists
        for elements in self._abstract.values():
            for element in elements:
                if (named := element.find(f"{W}styleLink")) is not None:
                    self._styled.setdefault(named.get(VAL, ""), []).append(element)

    def puts_words(self, properties: Element | None) -> bool:
        """Whether the list that a paragraph is in (its ``numPr``) puts letters or figures of its own before it."""
        return self._level(properties)[0]

    def indents(self, properties: Element | None) -> list[Element]:
        """How far that list may indent it."""
        return self._level(properties)[1]

    def _level(self, properties: Element | None) -> tuple[bool, list[Element]]:
        number, level = (None if properties is None else properties.find(f"{W}{name}") for name in ("numId", "ilvl"))
        if number is None:
            return False, []
        key = (number.get(VAL, ""), "" if level is None else level.get(VAL, "0"))
        if key not in self._known:
            levels = self._levels(*key)
            indents = [indent for level in levels for indent in level.findall(f"{W}pPr/{W}ind")]
            self._known[key] = (any(map(_says, levels)), indents[:_MOST])
        return self._known[key]

    def _levels(self, number: str, wanted: str) -> list[Element]:
        """Every description of that level, one of which a program takes."""
        found = []
        for used in self._lists.get(number, ()):
            found += [inner for over in used.findall(f"{W}lvlOverride") for inner in over.findall(f"{W}lvl")]
            named = used.find(f"{W}abstractNumId")
            holders = list(self._abstract.get("" if named is None else named.get(VAL, ""), ()))
            for holder in list(holders):
                if (other := holder.find(f"{W}numStyleLink")) is not None:
                    holders += self._styled.get(other.get(VAL, ""), ())
            found += [level for holder in holders for level in holder.iter(f"{W}lvl")]
        # Without a level it is the first, or the one that names the paragraph's style.
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
        # A bullet may be a letter of a font of signs: 'o' is Word's own for the second level.
        if letters > (1 if "bullet" in kinds else 0):
            return True
    return False
