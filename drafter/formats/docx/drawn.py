"""Drawings on the paper of a letter: pictures, shapes, boxes and frames, by kind, size and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from drafter.files.ooxml import DRAWING, FALLBACK, W
from drafter.letter.returned import Drawn
from drafter.problems import Problem, Where

_WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

_VML: Final = "{urn:schemas-microsoft-com:vml}"
_MILLIMETRE: Final = 36_000.0  # in the units of a drawing

_TWIPS: Final = 56.7  # in a millimetre

_POINTS: Final = {
    "pt": 2.835,
    "in": 0.03937,
    "mm": 1.0,
    "cm": 0.1,
    "pc": 0.2362,
    "px": 3.78,
    "": 2.835,
}  # in a millimetre

_STYLED: Final = re.compile(r"\s*(left|top|margin-left|margin-top|width|height)\s*:\s*(-?[\d.]+)\s*([a-z]{0,2})\s*")

_NAMES: Final = {"picture": "a picture", "frame": "a frame", "table": "a table that floats", "chart": "a chart"}


def drawn_in(root: Element) -> Iterator[Drawn]:
    """Everything that is drawn in a header or a footer."""
    skipped = {id(one) for fallback in root.iter(FALLBACK) for one in fallback.iter()}
    for element in root.iter():
        if id(element) in skipped:
            continue
        if element.tag == f"{W}drawing":
            yield from map(_drawing, element)
        elif element.tag in {f"{W}pict", f"{W}object"}:
            yield _old(element)
        elif element.tag in {f"{W}framePr", f"{W}tblpPr"}:
            yield _floating(element)


def odd_drawings(
    drawn: Iterable[Drawn], own: Iterable[Drawn], where: Where, *, moved: bool = False
) -> Iterator[Problem]:
    """An error for each thing on a letter's paper that the letterhead does not have there.

    ``moved`` tells that another program converted the letter to Word. Such a program changes places, so that only kind
    and size are compared.
    """
    known = list(own)
    odd = (one for one in drawn if not any(one.is_as_large(each) if moved else one.is_like(each) for each in known))
    names = (_NAMES.get(one.kind, "a shape or a text box") for one in odd)
    for name in dict.fromkeys(names):
        message = (
            f"its header or footer has {name} that the office's letterhead does not have, or has elsewhere: it may lie "
            "over the letter's words"
        )
        hint = (
            "take it away in Word (Insert, Header, Edit Header); or draft the letter anew, and copy your words into it"
        )
        yield Problem(where, "other-letterhead", message, hint)


def _drawing(placed: Element) -> Drawn:
    """A drawing of the current kind."""
    data = placed.find(f"{DRAWING}graphic/{DRAWING}graphicData")
    kind = "" if data is None else data.get("uri", "").rpartition("/")[2]
    extent = placed.find(f"{_WP}extent")
    measures = [_measure(None if extent is None else extent.get(side)) / _MILLIMETRE for side in ("cx", "cy")]
    counts_from = [placed.tag.rpartition("}")[2]]
    for name in ("positionH", "positionV"):
        position = placed.find(f"{_WP}{name}")
        offset = None if position is None else position.find(f"{_WP}posOffset")
        align = None if position is None else position.find(f"{_WP}align")
        counts_from += ["" if position is None else position.get("relativeFrom", "")]
        counts_from += ["" if align is None else (align.text or "").strip()]
        measures.append(_measure(None if offset is None else offset.text) / _MILLIMETRE)
    return Drawn(kind, tuple(counts_from), tuple(measures))


def _old(element: Element) -> Drawn:
    """A drawing of the older kind, whose place is written as a style."""
    styles = [style for one in element.iter() if one.tag.startswith(_VML) and (style := one.get("style"))]
    found = {name: _measure(value) / _POINTS.get(unit, 1.0) for name, value, unit in _STYLED.findall(" ".join(styles))}
    words = re.findall(r"(?:position|mso-position-[\w-]+):[\w-]+", " ".join(styles))
    order = ("width", "height", "left", "top", "margin-left", "margin-top")
    return Drawn("old", tuple(sorted(words)), tuple(found.get(name, 0.0) for name in order))


def _floating(element: Element) -> Drawn:
    """A paragraph in a frame, or a floating table."""
    measures = {name.rpartition("}")[2]: value for name, value in element.items()}
    numbers = (_measure(measures.get(name)) / _TWIPS for name in ("w", "h", "x", "y", "tblpX", "tblpY"))
    anchors = ("hAnchor", "vAnchor", "horzAnchor", "vertAnchor", "xAlign", "yAlign", "tblpXSpec", "tblpYSpec", "wrap")
    kind = "frame" if element.tag == f"{W}framePr" else "table"
    return Drawn(kind, tuple(measures.get(name, "") for name in anchors), tuple(numbers))


def _measure(text: str | None) -> float:
    """A number; 0 if the text is no number. A number that is too large counts as very far away."""
    try:
        return max(-1e12, min(1e12, float(text or 0)))
    except ValueError:
        return 0.0
