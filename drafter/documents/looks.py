"""Whether what stands in an element of a page is seen by whoever reads the page.

Text is hidden in mail in many ways: not displayed, without size, in the colour of the paper, off the page, in a box of
no height. A look is worked out from the parent's and from what the element declares; an element that declares nothing
known looks as its parent does, and what is not understood leaves text visible.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from drafter.documents.colours import CLEAR, INK, PAPER, Colour, alike, colour_of, over
from drafter.documents.stylesheets import Element, Sheet

_TINY: Final = 4.0  # CSS pixels of a letter's height that nobody reads any more
_THIN: Final = 2.0  # CSS pixels of a line's height, or of a box that cuts off what does not fit into it
_FAR: Final = 400.0  # CSS pixels from the page's edge
_FAR_RIGHT: Final = 3_000.0
_FAINT: Final = 0.1  # of what is opaque
_USUAL: Final = 16.0  # CSS pixels
_LENGTH: Final = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(e[+-]?\d{1,2})?\s*([a-z]{1,4}|%)?")
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": _USUAL,
                 "ex": 8.0, "ch": 8.0, "vw": 12.0, "vh": 8.0, "vmin": 8.0, "vmax": 12.0}  # fmt: skip
_SIZES: Final = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
                 "xx-large": 32.0, "xxx-large": 48.0, "initial": 16.0}  # fmt: skip
_FONT_SIZES: Final = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_CUTS: Final = re.compile(r"\b(?:hidden|clip|scroll|auto)\b")  # a box of no height cannot be scrolled either
_FONT: Final = re.compile(
    r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%|pc|in|cm|mm|q|ex|ch)|0)(?:\s*/\s*([\d.]+(?:px|pt|em|rem|%)?))?(?=\s)"
)
_MOVED: Final = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)")
_SHRUNK: Final = re.compile(r"scale(?:x|y|3d)?\(\s*0*(?:\.0+)?\s*[,)]")
_CLIPPED: Final = re.compile(r"rect\(([^)]*)\)")
_INSET: Final = re.compile(r"inset\(\s*(?:100|[5-9]\d)(?:\.\d+)?%|(?:circle|ellipse)\(\s*0(?:px|%|em)?[\s,)]")
_POINT: Final = re.compile(r"polygon\(\s*(?:0(?:px|%)?[\s,]*)+\)")
_BLUE: Final = Colour(0, 0, 238)
_OF_BACKGROUNDS: Final = frozenset(
    """none initial inherit unset repeat no-repeat repeat-x repeat-y round space fixed local scroll left right top
    bottom center border-box padding-box content-box text cover contain auto""".split()
)
_UNSEEN: Final = frozenset(("area", "datalist", "noembed", "noframes", "param", "rp", "template"))
_INHERITED: Final = ("inherit", "unset")
_ASKED: Final = frozenset(
    """display visibility opacity font-size font line-height color background background-color background-image
    text-indent position left right top bottom margin margin-left margin-top clip clip-path height width max-height
    max-width overflow overflow-x overflow-y mso-hide transform scale filter content-visibility
    -webkit-text-fill-color""".split()
)


# Attributes and elements that say of themselves something of how text looks.
LOOKS: Final = frozenset(("style", "hidden", "bgcolor", "background", "color", "size", "text", "href"))
LOOKING: Final = frozenset(("mark", "dialog", *_UNSEEN))


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks that stands right in an element; sizes are CSS pixels, no colour is one that is not known.

    ``gone`` is whether nothing in it is seen, whatever is declared further within.
    """

    gone: bool = False
    visible: bool = True
    size: float = _USUAL
    line: float = _USUAL
    indent: float = 0.0
    opacity: float = 1.0
    ink: Colour | None = INK
    paper: Colour | None = PAPER

    @property
    def seen(self) -> bool:
        """Whether text here is seen."""
        if self.gone or not self.visible or self.size < _TINY or self.line < _THIN or self.indent <= -_FAR:
            return False
        if self.ink is None:
            return True
        return self.ink.alpha >= _FAINT and not (self.paper is not None and alike(self.ink, self.paper))


PLAIN: Final = Look()


def look_of(above: Look, element: Element, sheet: Sheet) -> Look:
    """How text in an element looks, whose parent's text looks like ``above``."""
    if above.gone:
        return above
    if element.tag in _UNSEEN:
        return replace(above, gone=True)
    attributes = element.attributes
    style = attributes.get("style") or ""
    declared = {
        name: value for name, value in sheet.declared(element, style).items() if name in _ASKED
    } if style or sheet else {}  # fmt: skip
    # Of itself an element is not displayed that is 'hidden', or a dialogue that is not open; a style may say otherwise.
    shut = "hidden" in attributes or (element.tag == "dialog" and "open" not in attributes)
    if declared.get("display", "none" if shut else "") == "none":
        return replace(above, gone=True)
    if not declared and LOOKS.isdisjoint(attributes) and element.tag != "mark":
        return above
    size = _size(above, element, declared)
    opacity = above.opacity * _opacity(declared)
    if opacity < _FAINT or _is_away(declared, size) or _is_cut(declared, size):
        return replace(above, gone=True)
    visibility = declared.get("visibility", "")
    return Look(
        visible=above.visible if visibility in ("", *_INHERITED) else visibility not in ("hidden", "collapse"),
        size=size,
        line=_line(above, declared, size),
        indent=_indent(above, declared, size),
        opacity=opacity,
        ink=_ink(above, element, declared),
        paper=_paper(above, element, declared),
    )


def _length(value: str, size: float, whole: float) -> float | None:
    """A length in CSS pixels; ``whole`` is what a percentage is of. ``None`` where it is none."""
    match = _LENGTH.fullmatch(value.strip())
    if match is None:
        return None
    number, unit = float(f"{match[1]}{match[2] or ''}"), match[3] or ""
    if unit == "%":
        return number * whole / 100
    if unit == "em":
        return number * size
    if not unit:
        return number
    return number * _UNITS[unit] if unit in _UNITS else None


def _size(above: Look, element: Element, declared: Mapping[str, str]) -> float:
    size = above.size
    if element.tag == "font":
        size = _FONT_SIZES.get((element.attributes.get("size") or "").strip(), size)
    for name, value in declared.items():
        said = value
        if name == "font":
            match = _FONT.search(f"{value} ")
            said = match[1] if match else ""
        elif name != "font-size":
            continue
        if said in _SIZES:
            size = _SIZES[said]
        elif said == "smaller":
            size = above.size / 1.2
        elif (length := _length(said, above.size, above.size)) is not None and length >= 0:
            size = length
    return size


def _line(above: Look, declared: Mapping[str, str], size: float) -> float:
    line = above.line
    for name, value in declared.items():
        said = value
        if name == "font":
            match = _FONT.search(f"{value} ")
            said = (match[2] if match else "") or "normal"
        elif name != "line-height":
            continue
        if said in ("normal", "initial"):
            line = _USUAL
        elif re.fullmatch(r"\d{0,4}(?:\.\d+)?", said) and said:
            line = float(said) * max(size, _USUAL)  # a plain number is of the size of the letters, whatever that is
        elif (length := _length(said, size, size)) is not None:
            line = length
    return line


def _indent(above: Look, declared: Mapping[str, str], size: float) -> float:
    value = declared.get("text-indent", "").split(" ")[0]
    length = _length(value, size, 600.0) if value else None
    return above.indent if length is None else length


def _opacity(declared: Mapping[str, str]) -> float:
    said = declared.get("opacity", "")
    factor = _length(said, 0, 1.0) if said else 1.0
    if match := re.search(r"opacity\(\s*(?:opacity\s*=\s*)?([\d.]{1,6})(%?)\s*\)", declared.get("filter", "")):
        with_filter = _length(match[1], 0, 1.0)
        if with_filter is not None:
            factor = (1.0 if factor is None else factor) * (with_filter / (100 if match[2] else 1))
    return 1.0 if factor is None else min(1.0, max(0.0, factor))


def _is_away(declared: Mapping[str, str], size: float) -> bool:
    """Whether an element stands off the page, is shrunk to nothing, or is not shown by Word's own way of hiding."""
    if declared.get("mso-hide", "") == "all" or declared.get("content-visibility", "") == "hidden":
        return True
    placed = declared.get("position", "static") in ("absolute", "fixed", "relative", "sticky")
    offsets = [declared.get("margin-left", ""), declared.get("margin-top", ""), *_margins(declared.get("margin", ""))]
    offsets += [declared.get(side, "") for side in ("left", "top", "right", "bottom")] if placed else []
    offsets += [part for match in _MOVED.finditer(declared.get("transform", "")) for part in match[1].split(",")]
    lengths = [length for offset in offsets if offset and (length := _length(offset, size, 0.0)) is not None]
    if any(length <= -_FAR for length in lengths):
        return True
    if placed and any((_length(declared.get(side, ""), size, 0.0) or 0) >= _FAR_RIGHT for side in ("left", "top")):
        return True
    return bool(_SHRUNK.search(declared.get("transform", ""))) or _is_nought(declared.get("scale", ""))


def _margins(value: str) -> list[str]:
    """The left and the upper margin of those that are told together."""
    parts = value.split()
    return [parts[0], parts[3] if len(parts) == 4 else parts[1] if len(parts) > 1 else parts[0]] if parts else []


def _is_cut(declared: Mapping[str, str], size: float) -> bool:
    """Whether an element is cut down to nothing: by a clip, or by a box without height or width."""
    path = declared.get("clip-path", "")
    if _INSET.search(path) or _POINT.search(path):
        return True
    if (match := _CLIPPED.search(declared.get("clip", ""))) and declared.get("position") in ("absolute", "fixed"):
        sides = [_length(side, size, 0.0) for side in re.split(r"[\s,]+", match[1].strip())]
        if len(sides) == 4 and None not in sides:
            top, right, bottom, left = (side or 0.0 for side in sides)
            if bottom - top <= _THIN or right - left <= _THIN:
                return True
    cuts = any(_CUTS.search(declared.get(name, "")) for name in ("overflow", "overflow-x", "overflow-y"))
    boxes = (declared.get(name, "") for name in ("height", "width", "max-height", "max-width"))
    # A hundredth of the page is more than is thin.
    lengths = [_length(box, size, 100 * _THIN + 100) for box in boxes if box]
    return cuts and any(length is not None and 0 <= length <= _THIN for length in lengths)


def _is_nought(value: str) -> bool:
    return bool(value) and re.fullmatch(r"0*(?:\.0+)?%?", value.split(maxsplit=1)[0]) is not None


def _ink(above: Look, element: Element, declared: Mapping[str, str]) -> Colour | None:
    ink = above.ink
    said = element.attributes.get("color") if element.tag == "font" else None
    said = element.attributes.get("text") if element.tag == "body" else said
    if element.tag == "a" and "href" in element.attributes:
        ink = _BLUE  # a link has a colour of its own unless it is given another
    if element.tag == "mark":
        ink = INK
    if said:
        ink = colour_of(said.strip().lower(), legacy=True)
    for name in ("color", "-webkit-text-fill-color"):
        value = declared.get(name, "")
        if value in _INHERITED or (name == "color" and value == "currentcolor"):
            ink = above.ink
        elif value not in ("", "currentcolor"):
            ink = INK if value == "initial" else colour_of(value)
    return ink


def _paper(above: Look, element: Element, declared: Mapping[str, str]) -> Colour | None:
    """The colour behind the text; not known where a picture is."""
    paper: Colour | None = CLEAR
    if element.tag == "mark":
        paper = Colour(255, 255, 0)
    if said := element.attributes.get("bgcolor"):
        paper = colour_of(said.strip().lower(), legacy=True)
    if element.attributes.get("background"):
        paper = None
    for name, value in declared.items():
        if name == "background-color" and value not in ("", "inherit"):
            paper = CLEAR if value in ("initial", "unset", "none") else colour_of(value)
        elif name == "background":
            paper = _of_background(value)
        elif name == "background-image" and value not in ("none", ""):
            paper = None
    if paper is None:
        return None
    return over(paper, above.paper)


def _of_background(value: str) -> Colour | None:
    paper: Colour | None = CLEAR
    for word in re.findall(r"[\w#.%+-]+(?:\([^)]*\))?", value):
        if word not in _OF_BACKGROUNDS and _LENGTH.fullmatch(word) is None:
            paper = colour_of(word)
            if paper is None:  # a picture, or a colour that is not known
                return None
    return paper
