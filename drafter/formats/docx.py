"""A letter as a Word file on the office's letterhead: its styles by name, and nothing formatted by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from drafter.formats.blank import Blank
from drafter.formats.copies import Copy, record_of
from drafter.formats.footnotes import Footnotes, derived_style
from drafter.formats.marking import Marking
from drafter.formats.packing import OpenPart, Package, pack
from drafter.formats.pieces import calls
from drafter.formats.properties import CUSTOM_PART, set_properties
from drafter.formats.word_form import SLOT, WordForm
from drafter.letter.tree import Letter
from drafter.problems import Where

_LETTERHEAD = Where("the letterhead")
# Styles for whoever edits a draft, within a paragraph: the member's own words, and what is said to this reader alone.
_FOR_EDITORS = ("Position Sentence", "Reader Sentence")
_MAIN_PART = "word/document.xml"
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def write_docx(letter: Letter, letterhead: bytes, **setting: Any) -> bytes:
    """The letter's file, the same for the same letter; ``setting`` and what is raised are ``docx_form``'s."""
    return docx_form(letter, letterhead, **setting).filled(letter.particulars)


def docx_form(
    letter: Letter,
    letterhead: bytes,
    *,
    copy: Copy = Copy.CLEAN,
    large_print: bool = False,
    letterhead_at: Where = _LETTERHEAD,
    remarks: Mapping[str, Sequence[str]] | None = None,
) -> WordForm:
    """The file of a letter's text, to be filled for its readers. Raises ProblemsFound for an unusable letterhead.

    ``remarks`` are lines for a comment on each fact, by its id, in a reviewing copy.
    """
    blank = Blank.of(letterhead, letterhead_at)
    record = None if copy is Copy.FINAL else record_of(letter, large_print=large_print)
    comments = (remarks or {}) if copy is Copy.REVIEWING else {}
    marking = Marking(record, comments, calls(letter)) if record else None
    notes = Footnotes(blank.styles)
    blank.fill(SLOT + blank.text(letter, notes, marking))
    notes.add_to(blank.document)
    if marking is not None:
        for name in _FOR_EDITORS:
            derived_style(blank.document, name, "character", "", "")
        marking.add_to(blank.document)
    pid = set_properties(blank.document, letter, record)
    blank.set(copy, large_print=large_print)
    with blank.blaming():
        return WordForm(_packed(blank, remembers=pid > 0), blank.head(letter), pid)


def _packed(blank: Blank, *, remembers: bool) -> Package:
    """The document's package, in one order and without the hour, open where its reader's own words go."""
    with zipfile.ZipFile(blank.saved()) as source:
        first = {name: place for place, name in enumerate(_FIRST_PARTS)}
        # Word's own parts before what the file says about itself: programs tell a Word file by its first few names.
        names = sorted(source.namelist(), key=lambda name: (first.get(name, 2), not name.startswith("word/"), name))
        parts = {name: source.read(name) for name in names}
    opened = [_opened(name, parts.pop(name)) for name in (_MAIN_PART, *([CUSTOM_PART] if remembers else []))]
    return pack(parts, opened)


def _opened(name: str, data: bytes) -> OpenPart:
    before, *behind = data.split(SLOT.encode())
    if len(behind) != 1:
        raise ValueError(f"{name} is not open at one place")
    return OpenPart(name, before, behind[0])
