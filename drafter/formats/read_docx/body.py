"""The body of a Word file: its paragraphs, with the marks on them."""

from __future__ import annotations

import re
from typing import ClassVar

from drafter.formats.read_docx.controls import two_texts
from drafter.formats.read_docx.fields import Finding, in_text
from drafter.formats.read_docx.marks import Bookmarks, Place, too_long
from drafter.formats.read_docx.runs import Element, Handler, Raw, Runs
from drafter.formats.read_docx.seen import Paragraph, Seen
from drafter.formats.read_docx.styles import W, is_listed

_MOST_PARAGRAPHS = 2_000
_ID = f"{W}id"
_TRACKED = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_BESIDE_PAGES = re.compile(r"(?i)(?!page\b|of\b|and\b)\b[^\W\d]+\b")  # words that a page's number does not stand by
_AROUND = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentReference"))


class Body(Runs):
    """Reads the paragraphs under an element into ``paragraphs``, and what else is there into the other fields.

    ``changes`` are the paragraphs of tracked changes, ``comments`` those of comments by their ids. Raises NotWord
    where there is more than any letter holds.
    """

    def __init__(self, root: Element, seen: Seen) -> None:
        super().__init__(seen)
        self.comments: dict[str, int] = {}
        self.bookmarks = Bookmarks()
        self._read(root, shown=True)

    @property
    def _place(self) -> Place:
        """Where the reading is; between paragraphs, at the beginning of the next."""
        return (len(self.paragraphs), 0) if self._now is None else (len(self.paragraphs) - 1, self._now.length)

    def _paragraph(self, element: Element, shown: bool) -> None:
        if self._now is not None:  # a paragraph within a paragraph, which Word never writes
            if shown and any(map(str.strip, element.itertext())):
                self._add(two_texts("a paragraph within another, which not every program shows"))
            self._read(element, shown=shown)
            return
        if len(self.paragraphs) == _MOST_PARAGRAPHS:
            raise too_long()
        several = element.findall(f"{W}pPr")
        properties = several[0] if several else None
        named = self._named(properties, "pStyle")
        style, listed = self._styles.paragraph(named), None
        if properties is not None:
            listed = is_listed(properties.find(f"{W}numPr"))
            marks = properties.find(f"{W}rPr")
            changed = () if marks is None else [mark for mark in marks if mark.tag in _TRACKED]
            self.changes += [len(self.paragraphs)] * len(changed)
        self._now = Raw(style.name, is_listed=style.listed if listed is None else listed)
        self._paragraph_look = Paragraph(style, self._styles.paragraphs, properties)
        self._fields.pages = False
        self.paragraphs.append(self._now)
        self._read(element, shown=shown)
        self._add(self._fields.end_codes())
        if shown and self._now.text.strip():
            self._look_at_paragraph(self._now.text)
            if len(several) > 1 or self._styles.other(named, "paragraph"):
                self._add(two_texts("a paragraph of which it is said in more ways than one how it is set"))
        self._now = None

    def _look_at_paragraph(self, text: str) -> None:
        for finding in self._seen.paragraph(self._paragraph_look, text):
            self._add(finding)
        if self._fields.pages and _BESIDE_PAGES.search(text):
            self._add(in_text())

    def _table(self, element: Element, shown: bool) -> None:
        if shown:
            self._add(Finding("table", "a table, which a letter cannot carry", "write what it says as sentences"))
        for inner in element.iter():  # what begins or ends within it, and what it changes
            if inner.tag in _AROUND:
                self.handlers[inner.tag](self, inner, False)
            elif inner.tag in _TRACKED:
                self.changes.append(len(self.paragraphs) - 1)

    def _other_text(self, _element: Element, _shown: bool) -> None:
        self._add(Finding("outside-link", "another file's text, put in as it is", "paste it as plain text instead"))

    def _begin(self, element: Element, _shown: bool) -> None:
        self.bookmarks.begin(element.get(_ID, ""), element.get(f"{W}name", ""), self._place)

    def _end(self, element: Element, _shown: bool) -> None:
        self.bookmarks.end(element.get(_ID, ""), self._place)

    def _comment(self, element: Element, _shown: bool) -> None:
        self.comments.setdefault(element.get(_ID, ""), len(self.paragraphs) - (self._now is not None))

    handlers: ClassVar[dict[str, Handler]] = {
        **Runs.handlers,
        f"{W}p": _paragraph,
        f"{W}tbl": _table,
        f"{W}altChunk": _other_text,
        f"{W}subDoc": _other_text,
        f"{W}bookmarkStart": _begin,
        f"{W}bookmarkEnd": _end,
        f"{W}commentRangeStart": _comment,
        f"{W}commentReference": _comment,
    }
