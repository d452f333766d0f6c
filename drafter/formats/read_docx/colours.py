"""The colours of a Word text and of what is behind it: whether the one can be seen on the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from drafter.formats.read_docx.styles import VAL, Properties, W

Colour = tuple[float, float, float]  # red, green and blue, from 0 to 255
WHITE: Final = (255.0, 255.0, 255.0)
BLACK: Final = (0.0, 0.0, 0.0)
_LEAST = 2.0  # of contrast, as web pages measure it: a middling grey on white has 2.5, yellow 1.1
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})\Z")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkblue": "000080", "darkcyan": "008080", "darkgreen": "008000",
    "darkmagenta": "800080", "darkred": "800000", "darkyellow": "808000", "darkgray": "808080", "lightgray": "C0C0C0",
}  # fmt: skip
# What the colours of a theme are called in texts, in shapes, and in the theme itself.
_THEME = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
    "hyperlink": "hlink", "followedhyperlink": "folhlink",
}  # fmt: skip
_MAPPED = {"bg1": "background1", "t1": "text1", "bg2": "background2", "t2": "text2"}
_USUAL = {"dk1": BLACK, "lt1": WHITE, "dk2": (31.0, 73.0, 125.0), "lt2": (238.0, 236.0, 225.0)}
_SYSTEM = {"windowtext": BLACK, "window": WHITE}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Colours:
    """The colours of one file: its theme, and its page. ``page`` is what may lie behind all of its text."""

    def __init__(self, theme: Element | None, settings: Element | None, background: Element | None) -> None:
        self._theme: dict[str, tuple[Colour, ...]] = {name: (colour,) for name, colour in _USUAL.items()}
        scheme = None if theme is None else theme.find(f"{_A}themeElements/{_A}clrScheme")
        for entry in () if scheme is None else scheme:
            self._theme[entry.tag.removeprefix(_A).lower()] = tuple(_of_theme(entry))
        self._names = dict(_THEME)
        mapped = None if settings is None else settings.find(f"{W}clrSchemeMapping")
        for name, value in () if mapped is None else mapped.attrib.items():
            used = name.removeprefix(W)
            self._names[_MAPPED.get(used, used).lower()] = _THEME.get(value.lower(), value.lower())
        # It is shown on the screen where the settings say so, and printed by some: text must be seen on white too.
        self.page = (WHITE, *(() if background is None else self._said(background, "color", "theme")))

    def are_seen(self, text: Properties, paragraph: Properties) -> bool:
        """Whether a text that is set in this way can be told from what is behind it."""
        colour = text.get(f"{W}color")
        said = () if colour is None else self._said(colour, "val", "theme")
        for effect in (text.get(f"{W14}textFill"), text.get(f"{W14}textOutline")):
            said = (*said, *(() if effect is None else self._of_effect(effect)))
        if _is_clear(text.get(f"{W14}textFill")):
            return False
        light = _named(text.get(f"{W}highlight"))
        behind = [light] if light is not None else []
        if not behind or text.get(f"{W}shd") is not None:
            behind += self._shading(text.get(f"{W}shd"))
        behind = behind or [*self._shading(paragraph.get(f"{W}shd"))] or [*self.page]
        if not said and light is not None:  # of itself, text turns white on dark shading, but not on a highlight
            said = (BLACK,)
        return all(contrast(one, other) >= _LEAST for one in said for other in behind)

    def _shading(self, shading: Element | None) -> Iterator[Colour]:
        kind = "nil" if shading is None else shading.get(VAL, "clear").lower()
        if shading is None or kind == "nil":
            return
        fill = self._said(shading, "fill", "themeFill")
        if kind == "clear":
            yield from fill
            return
        dots = self._said(shading, "color", "theme") or (BLACK,)
        yield from dots
        if kind != "solid":
            yield from fill or (WHITE,)

    def _said(self, element: Element, plain: str, theme: str) -> tuple[Colour, ...]:
        """The colours that an element may mean: by its figures, and by the theme. None where it leaves it open."""
        found = [_hex(element.get(f"{W}{plain}", ""))]
        name = element.get(f"{W}{theme}" if theme == "themeFill" else f"{W}themeColor", "").lower()
        tint, shade = (element.get(f"{W}{theme}{kind}", "") for kind in ("Tint", "Shade"))
        themed = self._theme.get(self._names.get(name, name), ())
        found += [_shaded(colour, _part(tint), _part(shade)) for colour in themed]
        return tuple(colour for colour in found if colour is not None)

    def _of_effect(self, effect: Element) -> Iterator[Colour]:
        for element in effect.iter():
            name = element.tag.removeprefix(W14)
            value = element.get(f"{W14}val", "")
            if name not in ("srgbClr", "schemeClr"):
                continue
            low = value.lower()
            colours = (_hex(value),) if name == "srgbClr" else self._theme.get(self._names.get(low, low), ())
            times = _thousandths(element.find(f"{W14}lumMod"), 1.0)
            more = _thousandths(element.find(f"{W14}lumOff"), 0.0)
            for colour in colours:
                if colour is not None:
                    red, green, blue = (min(255.0, part * times + 255 * more) for part in colour)
                    yield red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart for the eye: from 1, where they are the same, to 21."""
    first, second = sorted((_light(one), _light(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _light(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(text: str) -> Colour | None:
    found = _HEX.match(text.strip())
    if found is None:
        return None
    red, green, blue = (float(int(found[1][at : at + 2], 16)) for at in (0, 2, 4))
    return red, green, blue


def _named(highlight: Element | None) -> Colour | None:
    return None if highlight is None else _hex(_HIGHLIGHTS.get(highlight.get(VAL, "").lower(), ""))


def _of_theme(entry: Element) -> Iterator[Colour]:
    for colour in entry:
        system = _SYSTEM.get(colour.get("val", "").lower()) if colour.tag == f"{_A}sysClr" else None
        found: Iterable[Colour | None] = (system, _hex(colour.get("val", "")), _hex(colour.get("lastClr", "")))
        yield from (one for one in found if one is not None)


def _part(text: str) -> float | None:
    try:
        return int(text[:4], 16) / 255 if text else None
    except ValueError:
        return None


def _shaded(colour: Colour, tint: float | None, shade: float | None) -> Colour:
    red, green, blue = colour
    if tint is not None:
        red, green, blue = (255 - (255 - part) * tint for part in (red, green, blue))
    if shade is not None:
        red, green, blue = (part * shade for part in (red, green, blue))
    return red, green, blue


def _thousandths(element: Element | None, otherwise: float) -> float:
    text = "" if element is None else element.get(f"{W14}val", "")
    return int(text) / 100_000 if text.isascii() and text.isdigit() and len(text) < 9 else otherwise


def _is_clear(fill: Element | None) -> bool:
    """Whether a text is filled with nothing, or is seen through."""
    if fill is None:
        return False
    through = [alpha for alpha in fill.iter(f"{W14}alpha") if alpha.get(f"{W14}val", "").strip("0")]
    return bool(through) or fill.find(f"{W14}noFill") is not None
