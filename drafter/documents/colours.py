"""Colours as pages write them, and whether one can be told from another."""

from __future__ import annotations

import colorsys
import re
from typing import Final, NamedTuple

_SAME: Final = 12  # of 255: two colours that differ by no more in red, green and blue look the same
_HEX: Final = re.compile(r"#([0-9a-f]{3,8})")
_BARE: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")  # as attributes of old pages have them
_FUNCTION: Final = re.compile(r"(rgba?|hsla?)\(([^()]{1,80})\)")
_NUMBER: Final = re.compile(r"([+-]?\d{0,6}(?:\.\d{1,9})?)(%|deg|turn|rad|grad)?")
# Names that pages of mail use, and every name of what is nearly white or black.
_NAMES: Final = {
    "white": "ffffff", "black": "000000", "snow": "fffafa", "ivory": "fffff0", "ghostwhite": "f8f8ff",
    "whitesmoke": "f5f5f5", "floralwhite": "fffaf0", "azure": "f0ffff", "mintcream": "f5fffa", "honeydew": "f0fff0",
    "aliceblue": "f0f8ff", "seashell": "fff5ee", "oldlace": "fdf5e6", "linen": "faf0e6", "beige": "f5f5dc",
    "lavenderblush": "fff0f5", "lightyellow": "ffffe0", "lightcyan": "e0ffff", "cornsilk": "fff8dc",
    "gainsboro": "dcdcdc", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "silver": "c0c0c0", "darkgray": "a9a9a9",
    "darkgrey": "a9a9a9", "gray": "808080", "grey": "808080", "dimgray": "696969", "dimgrey": "696969",
    "red": "ff0000", "darkred": "8b0000", "maroon": "800000", "crimson": "dc143c", "green": "008000", "lime": "00ff00",
    "darkgreen": "006400", "olive": "808000", "blue": "0000ff", "navy": "000080", "darkblue": "00008b",
    "royalblue": "4169e1", "teal": "008080", "aqua": "00ffff", "cyan": "00ffff", "purple": "800080",
    "fuchsia": "ff00ff", "magenta": "ff00ff", "yellow": "ffff00", "gold": "ffd700", "orange": "ffa500",
    "brown": "a52a2a", "pink": "ffc0cb", "canvas": "ffffff", "canvastext": "000000", "windowtext": "000000",
    "window": "ffffff", "indigo": "4b0082", "midnightblue": "191970", "slategray": "708090", "steelblue": "4682b4",
    "lavender": "e6e6fa", "khaki": "f0e68c", "tan": "d2b48c", "violet": "ee82ee", "tomato": "ff6347",
}  # fmt: skip


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255; ``alpha`` from 0, clear, to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


INK: Final = Colour(0, 0, 0)
PAPER: Final = Colour(255, 255, 255)
CLEAR: Final = Colour(0, 0, 0, 0.0)


def colour_of(text: str, *, legacy: bool = False) -> Colour | None:
    """The colour that is written; ``None`` where it is none that is known. ``legacy`` allows ``ffffff`` without '#'."""
    if text == "transparent":
        return CLEAR
    digits = _NAMES.get(text, "")
    match = _HEX.fullmatch(text) or (_BARE.fullmatch(text) if legacy else None)
    digits = match[1] if match else digits
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if len(digits) in (6, 8):
        red, green, blue, alpha = (int(f"{digits}ff"[at : at + 2], 16) for at in (0, 2, 4, 6))
        return Colour(red, green, blue, alpha / 255)
    function = _FUNCTION.fullmatch(text)
    return _computed(function[1], function[2]) if function else None


def _computed(name: str, inner: str) -> Colour | None:
    parts = [_NUMBER.fullmatch(part) for part in re.split(r"[\s,/]+", inner.strip())]
    if len(parts) not in (3, 4):
        return None
    values = [(float(part[1]), part[2] or "") for part in parts if part is not None and part[1] not in ("", "+", "-")]
    if len(values) != len(parts):
        return None
    alpha = values[3][0] / (100 if values[3][1] == "%" else 1) if len(values) == 4 else 1.0
    alpha = min(1.0, max(0.0, alpha))
    if name.startswith("rgb"):
        rgb = (min(255.0, max(0.0, number * 2.55 if unit == "%" else number)) for number, unit in values[:3])
        red, green, blue = rgb
        return Colour(red, green, blue, alpha)
    hue, saturation, light = (number for number, _ in values[:3])
    hue = hue if values[0][1] == "turn" else hue / 360
    shares = (min(1.0, max(0.0, percent / 100)) for percent in (light, saturation))
    red, green, blue = colorsys.hls_to_rgb(hue % 1.0, *shares)
    return Colour(255 * red, 255 * green, 255 * blue, alpha)


def over(upper: Colour, lower: Colour | None) -> Colour | None:
    """What is seen where one colour lies over another; not known where the lower one is not and shines through."""
    if upper.alpha >= 1:
        return upper
    if lower is None:
        return None
    mixed = (a * upper.alpha + b * (1 - upper.alpha) for a, b in zip(upper[:3], lower[:3], strict=True))
    return Colour(*mixed)


def alike(ink: Colour, paper: Colour) -> bool:
    """Whether text of a colour cannot be told from what it stands on."""
    laid = over(ink, paper)
    return laid is not None and all(abs(a - b) <= _SAME for a, b in zip(laid[:3], paper[:3], strict=True))
