"""Whether a reader of a Word document sees its words: hidden, struck out, white on white, or too small to read.

What is told of a text stands in the document's defaults, in the styles of its table, its paragraph and its run, each
resting on another, and at the run itself. The nearest counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final
from xml.etree.ElementTree import Element

from drafter.files.ooxml import W
from drafter.frozen import NamedTuple

_VAL: Final = f"{W}val"
_OFF: Final = frozenset(("0", "false", "off", "none"))
_HEX: Final = re.compile(r"[0-9A-Fa-f]{6}")
_LIGHT: Final = 0xE8  # of 255: each of red, green and blue, for a text that paper swallows
_SMALLEST: Final = 6  # half points
_DEEPEST: Final = 20  # styles that rest on one another
_PAPER: Final = frozenset(("background1", "light1"))
_INK: Final = frozenset(("text1", "dark1"))
_PALE: Final = 0x18  # of 255: what is left of a dark colour, where it is nothing but a tint
_LOOKED_AT: Final = ("vanish", "specVanish", "strike", "dstrike", "color", "sz", "highlight", "shd")

Look = Mapping[str, Element]
"""What is said of a run, by the names of its elements; of each name the nearest."""


class Words(Enum):
    """What becomes of words."""

    READ = 0
    UNSEEN = 1
    STRUCK = 2


class Around(NamedTuple):
    """Where a paragraph stands: whether something lies behind its text, and the style of its table."""

    shaded: bool = False
    table: str = ""


class Looks:
    """The looks of one document's text. ``styles`` is the root of its styles; ``shaded`` is whether its pages are
    coloured.
    """

    def __init__(self, styles: Element | None, *, shaded: bool = False) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: Look = {}
        self._usual = ""
        self._shaded = shaded
        self._known: dict[str, Look] = {"": {}}
        self._together: dict[tuple[str, ...], Look] = {}
        self._fills: dict[str, bool] = {"": False}
        if styles is None:
            return
        for style in styles.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            self._styles.setdefault(name, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") in ("1", "true", "on"):
                self._usual = self._usual or name
        defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = _said(defaults)

    def words(self, paragraph: Element | None, run: Element | None, around: Around) -> Words:
        """What becomes of a run's words. The elements are the properties of its paragraph and its own."""
        named = _named(paragraph, "pStyle") or self._usual
        look = {**self._of_styles(around.table, named, _named(run, "rStyle")), **_said(run)}
        if is_on(look.get("vanish")) or is_on(look.get("specVanish")):
            return Words.UNSEEN
        shaded = self._shaded or around.shaded or self.is_shaded(paragraph, named) or _has_fill(look)
        if (not shaded and _is_white(look.get("color"))) or _is_small(look.get("sz")):
            return Words.UNSEEN
        return Words.STRUCK if is_on(look.get("strike")) or is_on(look.get("dstrike")) else Words.READ

    def is_shaded(self, properties: Element | None, style: str = "") -> bool:
        """Whether something lies behind a paragraph, a cell or a table, by its own properties or its style's."""
        own = None if properties is None else properties.find(f"{W}shd")
        if own is not None:
            return _fills(own)
        if style not in self._fills:
            self._fills[style] = any(_fills(shd) for one in self._chain(style) for shd in one.iter(f"{W}shd"))
        return self._fills[style]

    def _of_styles(self, *names: str) -> Look:
        """The look that the defaults and some styles make together, the nearest style last."""
        if names not in self._together:
            look = dict(self._defaults)
            for name in names:
                look |= self._of_style(name)
            self._together[names] = look
        return self._together[names]

    def _of_style(self, name: str) -> Look:
        if name not in self._known:
            look: dict[str, Element] = {}
            for style in reversed(list(self._chain(name))):
                look |= _said(style.find(f"{W}rPr"))
            self._known[name] = look
        return self._known[name]

    def _chain(self, name: str) -> Iterator[Element]:
        """A style and those that it rests on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = _named(style, "basedOn")


def _said(properties: Element | None) -> dict[str, Element]:
    if properties is None:
        return {}
    found = {name: properties.find(f"{W}{name}") for name in _LOOKED_AT}
    return {name: one for name, one in found.items() if one is not None}


def _named(properties: Element | None, name: str) -> str:
    one = None if properties is None else properties.find(f"{W}{name}")
    return "" if one is None else one.get(_VAL, "")


def is_on(switch: Element | None) -> bool:
    """Whether a switch is there, and on."""
    return switch is not None and switch.get(_VAL, "true").strip().lower() not in _OFF


def _fills(shading: Element) -> bool:
    """Whether a shading is any colour but the paper's."""
    if shading.get(f"{W}themeFill"):
        return shading.get(f"{W}themeFill") not in _PAPER or shading.get(f"{W}themeFillShade") is not None
    fill = shading.get(f"{W}fill", "auto")
    patterned = shading.get(_VAL, "clear") not in ("clear", "nil")
    return patterned or (_HEX.fullmatch(fill) is not None and not _is_light(fill))


def _has_fill(look: Look) -> bool:
    marked = look["highlight"].get(_VAL, "none") if "highlight" in look else "none"
    return marked not in ("none", "white") or ("shd" in look and _fills(look["shd"]))


def _is_white(colour: Element | None) -> bool:
    """Whether a text's colour is that of paper, or nearly."""
    if colour is None:
        return False
    theme = colour.get(f"{W}themeColor", "")
    if theme in _PAPER:
        return _part(colour.get(f"{W}themeShade", "FF")) >= _LIGHT
    if theme in _INK:
        return _part(colour.get(f"{W}themeTint", "FF")) <= _PALE
    said = colour.get(_VAL, "auto")
    return not theme and _HEX.fullmatch(said) is not None and _is_light(said)


def _is_light(colour: str) -> bool:
    return all(_part(colour[at : at + 2]) >= _LIGHT for at in (0, 2, 4))


def _part(text: str) -> int:
    try:
        return int(text, 16)
    except ValueError:
        return 0xFF


def _is_small(size: Element | None) -> bool:
    said = "" if size is None else size.get(_VAL, "").strip()
    return said.isdecimal() and int(said[:6]) <= _SMALLEST
