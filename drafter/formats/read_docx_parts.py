"""The parts of a Word file beside its text: where they are, what its styles are called, what it links to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from drafter import ooxml

W = ooxml.W
VAL = f"{W}val"
TYPES = "[Content_Types].xml"
# Newer editors number their parts ("word/document2.xml").
_READ = re.compile(r"(?:.*/)?(?:document|styles|footnotes|endnotes|comments|commentsExtended|custom)\d{0,3}\.xml")
_MOST = {"officeDocument": 5_000_000, "styles": 3_000_000, "footnotes": 2_000_000, "endnotes": 2_000_000,
         "comments": 2_000_000, "commentsExtended": 2_000_000}  # fmt: skip
_MOST_OTHER, _MOST_ELEMENTS = 500_000, 200_000
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 15_000_000
_KINDS = {"attachedTemplate": "a template", "image": "a picture", "oleObject": "an object", "aFChunk": "another text",
          "subDocument": "another text", "frame": "a frame"}  # fmt: skip
_DEEPEST_STYLE = 20  # Word's own styles rest on one another less than a dozen times
_NUMBERING = f"{W}numPr"


class Relation(NamedTuple):
    """That one part rests on another; ``kind`` is the last word of its type ("styles", "image")."""

    kind: str
    target: str
    outside: bool


class Parts:
    """A Word file's parts, by what they are to each other. Every method raises NotWord and what is in ``BROKEN``."""

    def __init__(self, data: bytes) -> None:
        self._parts, sizes = ooxml.unpack(
            data,
            lambda name: name == TYPES or name.endswith(".rels") or bool(_READ.fullmatch(name)),
            what="letter",
            most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED,
            most_xml=_MOST_XML,
        )
        self.names = frozenset(sizes)
        self.main = self._named("", "officeDocument", "word/document.xml")

    def tree(self, kind: str) -> ElementTree.Element | None:
        """A part of the letter's by its relation's kind, or where such a part usually is; None where there is none."""
        if kind == "officeDocument":
            name = self.main
        elif kind == "custom-properties":
            name = self._named("", kind, "docProps/custom.xml")
        else:
            name = self._named(self.main, kind, f"word/{kind}.xml")
        return self._tree(name, _MOST.get(kind, _MOST_OTHER)) if name in self._parts else None

    def types(self) -> Mapping[str, str]:
        """The content type of each part that has one of its own."""
        root = self._tree(TYPES, _MOST_OTHER)
        return {str(entry.get("PartName")).lstrip("/"): str(entry.get("ContentType")) for entry in root}

    def outside(self) -> list[str]:
        """What the file fetches from elsewhere when it is opened, in words, each once; links to be followed are not."""
        found = set()
        for name in self._parts:
            for relation in self._relations(name) if name.endswith(".rels") else ():
                if relation.outside and relation.kind != "hyperlink":
                    found.add(_KINDS.get(relation.kind, "something"))
        return sorted(found)

    def _named(self, source: str, kind: str, usual: str) -> str:
        folder, name = posixpath.split(source)
        for relation in self._relations(posixpath.join(folder, "_rels", f"{name}.rels")):
            if relation.kind == kind and not relation.outside:
                return posixpath.normpath(posixpath.join("/", folder, relation.target)).lstrip("/")
        return usual

    def _relations(self, name: str) -> Iterator[Relation]:
        for entry in self._tree(name, _MOST_OTHER) if name in self._parts else ():
            # The strict kind of Open XML has other addresses, but the same last words.
            kind = posixpath.basename(entry.get("Type", "").replace("customProperties", "custom-properties"))
            yield Relation(kind, entry.get("Target", ""), entry.get("TargetMode", "").lower() == "external")

    def _tree(self, name: str, most: int) -> ElementTree.Element:
        if len(self._parts[name]) > most:
            raise ooxml.NotWord("too-large", "is longer than any letter")
        return ooxml.parse(ooxml.transitional(self._parts[name]), most_elements=_MOST_ELEMENTS)


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
        for _ in range(_DEEPEST_STYLE):
            element = self._elements.get((kind, id_))
            if element is None:
                break
            if hidden is None:
                hidden = is_on(element.find(f"{W}rPr/{W}vanish"))
            if listed is None:
                listed = is_listed(element.find(f"{W}pPr/{_NUMBERING}"))
            base = element.find(f"{W}basedOn")
            id_ = "" if base is None else base.get(VAL, "")
        return Style("" if named is None else named.get(VAL, "").lower(), bool(hidden), bool(listed))


def is_listed(numbering: ElementTree.Element | None) -> bool | None:
    """Whether a paragraph's numbering makes it one of a list; None where nothing is said of it."""
    if numbering is None:
        return None
    number = numbering.find(f"{W}numId")
    return number is None or number.get(VAL, "").strip("0") != ""
