"""Large print: 18 points or more, sans serif, aligned left. It changes a document's styles, not its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.shared import Pt

_LARGE = 18
_LARGE_MARK = 22  # a superscript is set at two thirds of its size; a larger one would push the lines apart
_SIZE_UNLESS_SAID = 10  # points: Word's size if neither the style nor the defaults name one
_LARGE_FONT = "Arial"
_VAL = qn("w:val")


def enlarge(document: Document) -> None:
    """Change the styles, and the formatting by hand in the letterhead's own header and footer."""
    ratio = _LARGE / _size_of_text(document)
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            for element in list(part.element.iter(*_ENLARGED)):
                _ENLARGED[element.tag](element, ratio)
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH and style.base_style is None:
            style.font.size, style.font.name = style.font.size or Pt(_LARGE), _LARGE_FONT
        elif style.type == WD_STYLE_TYPE.CHARACTER and style.font.superscript:
            style.font.size = Pt(_LARGE_MARK)


def _size_of_text(document: Document) -> float:
    normal = document.styles["Normal"].font.size
    if normal:
        return float(normal.pt)
    sizes = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:sz/@w:val")
    return float(sizes[0]) / 2 if sizes else _SIZE_UNLESS_SAID


def _enlarge_size(element: Any, ratio: float) -> None:
    # Headings stay larger than the text. Notes and small print become as large as the text, and no larger.
    element.set(_VAL, str(max(2 * _LARGE, round(float(element.get(_VAL, "0")) * ratio))))


def _enlarge_space(element: Any, ratio: float) -> None:
    for name in (qn("w:before"), qn("w:after")):
        if element.get(name):
            element.set(name, str(round(float(element.get(name)) * ratio)))
    if element.get(qn("w:lineRule")) in ("exact", "atLeast"):  # lines of a fixed height would cut off large letters
        element.set(qn("w:lineRule"), "auto")
        element.set(qn("w:line"), "240")


def _plain_font(element: Any, _ratio: float) -> None:
    element.attrib.clear()
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        element.set(qn(name), _LARGE_FONT)


def _align_left(element: Any, _ratio: float) -> None:
    element.set(_VAL, "left")


_ENLARGED: dict[str, Callable[[Any, float], None]] = {
    qn("w:sz"): _enlarge_size,
    qn("w:szCs"): _enlarge_size,
    qn("w:spacing"): _enlarge_space,
    qn("w:rFonts"): _plain_font,
    qn("w:jc"): _align_left,
}
