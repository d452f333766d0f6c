"""The parts of a Word file beside its text: which they are, and what it fetches from elsewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree

from drafter import ooxml

_TYPES = "[Content_Types].xml"
# Newer editors number their parts ("word/document2.xml").
_READ = re.compile(
    r"(?:.*/)?(?:document|styles|footnotes|endnotes|comments|commentsExtended|custom|header|footer"
    r"|theme|settings|numbering|fontTable)\d{0,3}\.xml"
)
_AROUND = re.compile(r"(?:.*/)?(?:header|footer)\d{0,3}\.xml")
_MOST = {"officeDocument": 5_000_000, "styles": 3_000_000, "footnotes": 2_000_000, "endnotes": 2_000_000,
         "comments": 2_000_000, "commentsExtended": 2_000_000, "theme": 2_000_000, "settings": 2_000_000,
         "numbering": 2_000_000}  # fmt: skip
_MOST_OTHER, _MOST_ELEMENTS = 500_000, 200_000
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 15_000_000
_KINDS = {"attachedTemplate": "a template", "image": "a picture", "oleObject": "an object", "aFChunk": "another text",
          "subDocument": "another text", "frame": "a frame"}  # fmt: skip
# Of these a letter has one.
_ONE = frozenset(("officeDocument", "styles", "numbering", "footnotes", "endnotes", "settings", "fontTable", "theme"))
_PLAIN_NAME = re.compile(r"[\w./ -]+")
# These say how the text is shown, or what stands around it.
_SETTING = _ONE | {"header", "footer"} - {"officeDocument"}


class Relation(NamedTuple):
    """That one part rests on another; ``kind`` is the last word of its type ("styles", "image")."""

    kind: str
    target: str
    outside: bool


def _place(folder: str, target: str) -> str:
    """A part's name in the file, of a relation of one in a folder."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


class Parts:
    """A Word file's parts, by what they are to each other. Every method raises NotWord and what is in ``BROKEN``."""

    def __init__(self, data: bytes) -> None:
        self._parts, sizes = ooxml.unpack(
            data,
            lambda name: name == _TYPES or name.endswith(".rels") or bool(_READ.fullmatch(name)),
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

    def around(self) -> Iterator[ElementTree.Element]:
        """The headers and footers."""
        for name in sorted(self._parts):
            if _AROUND.fullmatch(name):
                yield self._tree(name, _MOST_OTHER)

    def unread(self) -> list[str]:
        """The kinds of parts that a letter names and that are not read: they lie where not every program looks."""
        folder, name = posixpath.split(self.main)
        known = {part.casefold() for part in self.names}
        kinds = set()
        for kind, target, outside in self._relations(posixpath.join(folder, "_rels", f"{name}.rels")):
            place = _place(folder, target)
            # One that is not there at all shows nothing, unless a program takes its name for another's.
            there = place.casefold() in known or not _PLAIN_NAME.fullmatch(place)
            if kind in _SETTING and not outside and there and place not in self._parts:
                kinds.add(kind)
        return sorted(kinds)

    def doubled(self) -> list[str]:
        """The kinds of parts of which a letter names two, so that each program may read another; each once."""
        found = set()
        folder, name = posixpath.split(self.main)
        for source in ("_rels/.rels", posixpath.join(folder, "_rels", f"{name}.rels")):
            targets: dict[str, set[str]] = {}
            for relation in self._relations(source):
                targets.setdefault(relation.kind, set()).add(relation.target)
            found |= {kind for kind, several in targets.items() if len(several) > 1 and kind in _ONE}
        return sorted(found)

    def types(self) -> Mapping[str, str] | None:
        """The content type of each part that has one of its own; None where the file does not speak of types."""
        if _TYPES not in self._parts:
            return None
        root = self._tree(_TYPES, _MOST_OTHER)
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
                return _place(folder, relation.target)
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
