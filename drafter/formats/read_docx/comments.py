"""The comments that people left in a Word file, and have not resolved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

from drafter.formats.read_docx.fields import Finding
from drafter.formats.read_docx.styles import W

_OURS = "drafter"
_SHOWN = 80  # characters
_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Comment(NamedTuple):
    """A comment by the id with which the text calls it."""

    id: str
    finding: Finding


def open_comments(comments: ElementTree.Element | None, extended: ElementTree.Element | None) -> Iterator[Comment]:
    """A warning for each comment of a person's; it names nobody. ``extended`` says which threads are resolved."""
    done, parents = set(), {}
    for entry in () if extended is None else extended:
        paragraph = entry.get(f"{_EXTENDED}paraId", "")
        parents[paragraph] = entry.get(f"{_EXTENDED}paraIdParent", "")
        if entry.get(f"{_EXTENDED}done", "") in ("1", "true", "on"):
            done.add(paragraph)
    for comment in () if comments is None else comments.iter(f"{W}comment"):
        # Word knows a comment by its last paragraph, and a reply by that of the comment that it answers.
        paragraph = ([""] + [inner.get(_PARAGRAPH, "") for inner in comment.iter(f"{W}p")])[-1]
        if comment.get(f"{W}author", "") == _OURS or (paragraph and done & {paragraph, parents.get(paragraph)}):
            continue
        lines = ("".join(text.text or "" for text in line.iter(f"{W}t")) for line in comment.iter(f"{W}p"))
        text = "".join(sign if sign.isprintable() else " " for sign in " ".join(lines))
        text = " ".join(text.split())
        shown = f"{text[:_SHOWN].rstrip()}..." if len(text) > _SHOWN else text
        hint = "do as it says, or resolve or delete it"
        yield Comment(comment.get(f"{W}id", ""), Finding("comment", f"a comment: '{shown}'", hint, is_warning=True))
