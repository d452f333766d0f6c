"""What in a Word text may show other words elsewhere: content controls, alternatives, what fills itself in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from drafter.formats.read_docx.fields import Finding
from drafter.formats.read_docx.styles import W, is_on

_RETYPE = "in Word: cut it, and paste it as plain text (Paste Special, Unformatted Text)"
# What a content control may say of itself without a say in its words.
_HARMLESS = frozenset(
    """
    rPr alias tag id lock placeholder temporary text richText group label tabIndex color appearance equation
    """.split()
)
# Elements in place of which a program puts what it works out itself.
FILLED: Final = tuple(
    f"{W}{name}" for name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
)
_PICTURES = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object", "contentPart", "control"))


def two_texts(message: str, hint: str = _RETYPE) -> Finding:
    """That two programs may show two texts."""
    return Finding("two-texts", message, hint)


def odd_control(control: Element) -> Finding | None:
    """What is to be said of a content control; None where it only holds the words that it shows."""
    for properties in control.findall(f"{W}sdtPr"):
        for element in properties:
            name = element.tag.rpartition("}")[2]
            if name == "dataBinding":
                return two_texts("a content control whose words come from elsewhere in the file")
            if name == "showingPlcHdr":
                if is_on(element):
                    return two_texts("a content control that nobody has filled in, and that shows what it asks for")
            elif name not in _HARMLESS:
                return two_texts("a content control whose words a program may put in itself")
    return None


def differing(alternatives: Element, taken: Element | None) -> bool:
    """Whether alternatives hold more than pictures, or pictures of which nothing is told where they are read.

    ``taken`` is the one that is read.
    """
    branches = list(alternatives)
    if any(any(map(str.strip, _outside_pictures(branch))) for branch in branches):
        return True
    read_picture = taken is not None and any(element.tag in _PICTURES for element in taken.iter())
    return not read_picture and any(len(branch) for branch in branches)


def _outside_pictures(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in _PICTURES:
            yield from _outside_pictures(child)
        yield child.tail or ""
