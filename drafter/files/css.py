"""Style sheets, as far as they hide text: how the text in an element of a page looks, and whether a reader sees it."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from drafter.frozen import NamedTuple, dataclass

# Style sheets and ``style`` attributes, read only as far as they hide text.
#
# This is no full browser: declarations that are not understood are ignored, so that visible text is never taken for
# hidden.

_MOST: Final = 300_000  # characters in all style sheets of a page
_MOST_RULES: Final = 4_000
_LONGEST: Final = 200  # characters in a value
_MOST_CHECKS: Final = 500_000  # of rules against elements: a real page needs some ten thousand
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_DECLARATION: Final = re.compile(r"\s*([\w-]{1,60})\s*:\s*((?:[^;\"'()]++|\"[^\"]*+\"?|'[^']*+'?|\([^)]*+\)?|\))*+)")
_IMPORTANT: Final = re.compile(r"\s*!\s*important\s*\Z", re.IGNORECASE)
_COMPOUND: Final = re.compile(
    r"(?P<tag>\*|(?:[ovwm]:)?[a-z][\w-]*)|#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|"
    r":(?P<pseudo>root|link|visited|any-link)(?![\w(-])|"
    r"\[\s*(?P<name>[\w-]+)\s*(?:(?P<how>[~^$*|]?=)\s*(?:\"(?P<one>[^\"]*)\"|'(?P<two>[^']*)'|(?P<three>[\w-]+))\s*i?\s*)?\]",
    re.IGNORECASE,
)
_EITHER: Final = re.compile(r":(?:is|where|matches|-webkit-any|-moz-any)\(([^()]*)\)", re.IGNORECASE)
_NOT: Final = re.compile(r":not\(([^()]*)\)", re.IGNORECASE)
_MOST_EXCEPTIONS: Final = 10  # in one compound
_MOST_ALTERNATIVES: Final = 50  # of one rule's selectors
_OWN_RULES: Final = re.compile(r"[^{};]*\{[^{}]*+\}?")
_SPACES: Final = re.compile(r"\s*(>)\s*|\s+")
_WIDTH: Final = re.compile(r"(min|max)-(?:device-)?width\s*:\s*([\d.]{1,6})(px|em|rem)?", re.IGNORECASE)
_SCREEN: Final = 1_200  # CSS pixels: the width of the window in which mail is read

Declarations = Mapping[str, str]


class StyledElement(NamedTuple):
    """The details of an element that rules can refer to; ``above`` is its parent."""

    tag: str
    id: str
    classes: frozenset[str]
    attributes: Mapping[str, str | None]
    above: StyledElement | None


class _Part(NamedTuple):
    """One compound of a selector, "p.note", and whether the one to its left must be the parent itself."""

    tag: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...]
    child: bool
    others: tuple[_Part, ...] = ()  # what the element must not be


class _Rule(NamedTuple):
    """A selector's parts from the right, its weight, and its declarations."""

    parts: tuple[_Part, ...]
    weight: tuple[int, int, int, int]
    plain: Declarations
    important: Declarations


@dataclass
class Sheet:
    """The rules of a page, looked up by what the last part of their selectors names."""

    _by: dict[str, list[_Rule]] = field(default_factory=dict)
    _count: int = 0
    _checks: int = 0

    @property
    def used_up(self) -> bool:
        """Whether the rules need more work than any real page's. From then on none applies."""
        return self._checks > _MOST_CHECKS

    def __bool__(self) -> bool:
        return bool(self._by)

    def declared(self, element: StyledElement, style: str) -> dict[str, str]:
        """The declarations for an element, from the sheets and its own ``style``: the heavier wins, then the later."""
        own_plain, own_important = declarations(style) if style else ({}, {})
        if not self._by:
            return {**own_plain, **own_important}
        rules = sorted(self._matching(element), key=lambda rule: rule.weight)
        found: dict[str, str] = {}
        for rule in rules:
            found |= rule.plain
        found |= own_plain
        for rule in rules:
            found |= rule.important
        return found | own_important

    def _matching(self, element: StyledElement) -> Iterator[_Rule]:
        keys = [f"#{element.id}", *(f".{name}" for name in element.classes), element.tag, "*"]
        for key in keys:
            for rule in self._by.get(key, ()):
                if self.used_up:
                    return
                if self._fits(rule.parts, element):
                    yield rule

    def _fits(self, parts: Sequence[_Part], element: StyledElement) -> bool:
        """Whether a selector matches an element. Only the nearest fitting ancestor is tried."""
        at: StyledElement | None = element
        child = True  # the first must be the element itself
        for part in parts:
            self._checks += 1
            while at is not None and not _is(part, at):
                self._checks += 1
                at = None if child else at.above
            if at is None:
                return False
            at, child = at.above, part.child
        return True

    def add(self, css: str) -> None:
        """Add the rules of one more style sheet."""
        for selectors, body in _blocks(_plain(css[:_MOST]), 0):
            plain, important = declarations(body)
            if not (plain or important):
                continue
            for selector in _alternatives(selectors):
                parts = _parts(selector)
                if parts and self._count < _MOST_RULES:
                    self._count += 1
                    rule = _Rule(parts, (*_weight(parts), self._count), plain, important)
                    self._by.setdefault(_key(parts[0]), []).append(rule)


def _alternatives(selectors: str) -> list[str]:
    """The selectors of a rule, each without a choice within it: ":is(.a, .b) p" is two."""
    found = [selectors]
    for _ in range(_MOST_ALTERNATIVES):
        at = next((at for at, one in enumerate(found) if _EITHER.search(one)), None)
        if at is None or len(found) > _MOST_ALTERNATIVES:
            break
        match = _EITHER.search(found[at])
        assert match is not None
        before, after = found[at][: match.start()], found[at][match.end() :]
        begin, end = before.rpartition(",")[2], after.partition(",")[0]
        others = ",".join(filter(str.strip, (before.rpartition(",")[0], after.partition(",")[2])))
        choices = [f"{begin}{choice.strip()}{end}" for choice in match[1].split(",") if choice.strip()]
        found[at : at + 1] = [*choices, *([others] if others else [])]
    return [selector for one in found for selector in _apart(one)]


def _apart(selectors: str) -> list[str]:
    """Selectors, split where a comma stands outside brackets."""
    found, depth, begin = [], 0, 0
    for match in re.finditer(r"[(),]", selectors) if "(" in selectors else ():
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == "," and depth <= 0:
            found.append(selectors[begin : match.start()])
            begin = match.end()
    return [*found, selectors[begin:]] if "(" in selectors else selectors.split(",")


def _plain(css: str) -> str:
    """A sheet without comments and escapes."""
    return unescaped(_COMMENT.sub(" ", css))


def unescaped(css: str) -> str:
    """CSS with its escapes replaced by the characters that they stand for."""

    def letter(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else 0
        return (chr(number) if 0 < number < 0x11_0000 else "") if match[1] else match[2]

    return _ESCAPE.sub(letter, css) if "\\" in css else css


def _blocks(css: str, depth: int) -> Iterator[tuple[str, str]]:
    """The rules: selectors and the text in their braces, including those for the media on which mail is read."""
    at = 0
    while (opened := css.find("{", at)) >= 0:
        head = css[at:opened].rpartition(";")[2].strip().rpartition("}")[2].strip()
        end = _closing(css, opened)
        if not head.startswith("@"):
            body = css[opened + 1 : end]
            yield head, _OWN_RULES.sub("", body) if "{" in body else body
            if "{" in body and depth < 4:  # rules within a rule
                for inner, said in _blocks(body, depth + 1):
                    yield inner.replace("&", f":is({head})") if "&" in inner else f":is({head}) {inner}", said
        elif depth < 4 and _applies(head):
            yield from _blocks(css[opened + 1 : end], depth + 1)
        at = end + 1


def _closing(css: str, opened: int) -> int:
    """Where the brace that opens here is closed; the end of the sheet if it is not closed."""
    level = 0
    for match in re.compile(r"[{}]").finditer(css, opened):
        level += 1 if match[0] == "{" else -1
        if level == 0:
            return match.start()
    return len(css)


def _applies(head: str) -> bool:
    """Whether an at-rule applies where mail is read: on a screen that is not too narrow, in light colours."""
    name, _, query = head.partition(" ")
    if name.lower() in ("@layer", "@supports"):
        return not query.strip().lower().startswith("not")
    return name.lower() == "@media" and any(map(_medium, query.lower().split(",")))


def _medium(query: str) -> bool:
    if "print" in query or "speech" in query or "dark" in query or re.match(r"\s*not\b", query):
        return False
    for least, size, unit in _WIDTH.findall(query):
        width = float(size.replace(".", "", size.count(".") - 1) or 0) * (1 if unit in ("", "px") else 16)
        if (least == "min") != (width <= _SCREEN):
            return False
    rest = _WIDTH.sub("", query)
    return not re.search(r"[a-z]", re.sub(r"\b(?:only|screen|all|and|yahoo)\b", "", rest))


def _parts(selector: str) -> tuple[_Part, ...]:
    """A selector's parts from the right; empty if it holds anything that is not understood."""
    found: list[_Part] = []
    at, selector = 0, selector.strip()
    child = False
    while at < len(selector) and len(found) < 20:
        part, end = _compound(selector, at)
        if part is None:
            return ()
        found.append(part._replace(child=child))
        between = _SPACES.match(selector, end)
        at = end
        if between is None:
            break
        at, child = between.end(), bool(between[1])
    return tuple(reversed(found)) if at >= len(selector) and found else ()


def _compound(selector: str, at: int) -> tuple[_Part | None, int]:
    """The compound that begins at a place, "p.note", and where it ends; none if it is not understood."""
    tag, begins = "", at
    ids: list[str] = []
    classes: list[str] = []
    attributes: list[tuple[str, str, str]] = []
    others: list[_Part] = []
    while match := _COMPOUND.match(selector, at) or _NOT.match(selector, at):
        at = match.end()
        if match.re is _NOT:
            inner = [_parts(one) for one in match[1].split(",")]
            if any(len(parts) != 1 for parts in inner) or len(others) + len(inner) > _MOST_EXCEPTIONS:
                return None, at
            others += [parts[0] for parts in inner]
        elif match["tag"]:
            tag = match["tag"].lower()
        elif match["id"]:
            ids.append(match["id"])
        elif match["class"]:
            classes.append(match["class"])
        elif match["pseudo"]:
            tag = tag or "html" if match["pseudo"] == "root" else tag
            attributes += [("href", "", "")] if match["pseudo"] != "root" else []
        else:
            value = match["one"] or match["two"] or match["three"] or ""
            attributes.append((match["name"].lower(), match["how"] or "", value))
    part = _Part(tag, tuple(ids), tuple(classes), tuple(attributes), child=False, others=tuple(others))
    return (part if at > begins else None), at


def _weight(parts: Iterable[_Part]) -> tuple[int, int, int]:
    return (
        sum(len(part.ids) for part in parts),
        sum(len(part.classes) + len(part.attributes) for part in parts),
        sum(part.tag not in ("", "*") for part in parts),
    )


def _key(part: _Part) -> str:
    if part.ids:
        return f"#{part.ids[0]}"
    return f".{part.classes[0]}" if part.classes else part.tag or "*"


def _is(part: _Part, element: StyledElement) -> bool:
    return (
        part.tag in ("", "*", element.tag)
        and all(id_ == element.id for id_ in part.ids)
        and element.classes.issuperset(part.classes)
        and all(_has(element, *wanted) for wanted in part.attributes)
        and not any(_is(other, element) for other in part.others)
    )


def _has(element: StyledElement, name: str, how: str, value: str) -> bool:
    if name not in element.attributes:
        return False
    held = element.attributes[name] or ""
    match how:
        case "":
            return True
        case "=":
            return held == value
        case "~=":
            return value in held.split()
        case "|=":
            return held == value or held.startswith(f"{value}-")
        case "^=":
            return bool(value) and held.startswith(value)
        case "$=":
            return bool(value) and held.endswith(value)
    return bool(value) and value in held


def declarations(style: str) -> tuple[dict[str, str], dict[str, str]]:
    """The declarations by property in small letters, and the important ones among them. The last one counts."""
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for match in _DECLARATION.finditer(_plain(style) if "/*" in style or "\\" in style or "<!--" in style else style):
        said = match[2][:_LONGEST]  # a longer value is a picture's data, or an attack
        value = _IMPORTANT.sub("", said)
        kept = important if value != said else plain
        name = match[1].lower()
        kept.pop(name, None)  # so that a later shorthand also comes later
        kept[name] = value.strip().lower()
    return plain, important


# Colours as pages write them, and whether two can be told apart.

_SAME: Final = 12  # of 255: colours that differ by no more in red, green and blue look the same
_HEX: Final = re.compile(r"#([0-9a-f]{3,8})")
_BARE: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")  # as in attributes of old pages
_FUNCTION: Final = re.compile(r"(rgba?|hsla?)\(([^()]{1,80})\)")
_NUMBER: Final = re.compile(r"([+-]?\d{0,6}(?:\.\d{1,9})?)(%|deg|turn|rad|grad)?")
# Names of colours that mail uses, and all names of nearly white and nearly black ones.
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
    """Red, green and blue from 0 to 255; ``alpha`` from 0, transparent, to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


INK: Final = Colour(0, 0, 0)
PAPER: Final = Colour(255, 255, 255)
CLEAR: Final = Colour(0, 0, 0, 0.0)


def colour_of(text: str, *, legacy: bool = False) -> Colour | None:
    """The colour that is written; ``None`` if it is unknown. ``legacy`` allows ``ffffff`` without '#'."""
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
    """The visible colour where one lies over another; ``None`` if the lower one shines through and is unknown."""
    if upper.alpha >= 1:
        return upper
    if lower is None:
        return None
    mixed = (a * upper.alpha + b * (1 - upper.alpha) for a, b in zip(upper[:3], lower[:3], strict=True))
    return Colour(*mixed)


def look_alike(ink: Colour, paper: Colour) -> bool:
    """Whether a text of one colour cannot be told from the colour behind it."""
    laid = over(ink, paper)
    return laid is not None and all(abs(a - b) <= _SAME for a, b in zip(laid[:3], paper[:3], strict=True))


# Visibility: whether a reader sees the text in an element of a page.
#
# Mail hides text in many ways: not displayed, without size, in the colour of the background, off the page, in a box
# without height. An element's look follows from its parent's look and from its own declarations. Without known
# declarations it looks like its parent, and anything that is not understood leaves text visible.

_TINY: Final = 4.0  # CSS pixels: the height of letters that nobody can read any more
_THIN: Final = 2.0  # CSS pixels: the height of a line, or of a box that cuts off what does not fit
_FAR: Final = 400.0  # CSS pixels from the edge of the page
_FAR_RIGHT: Final = 3_000.0
_PLACE: Final = 600.0  # CSS pixels: the width of what mail is laid out in
_FAINT: Final = 0.1  # share of full opacity
_USUAL: Final = 16.0  # CSS pixels
_LENGTH: Final = re.compile(r"([+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))(e[+-]?\d{1,2})?\s*([a-z]{1,4}|%)?")
_UNITS: Final = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945, "rem": _USUAL,
                 "ex": 8.0, "ch": 8.0, "vw": 12.0, "vh": 8.0, "vmin": 8.0, "vmax": 12.0}  # fmt: skip
_SIZES: Final = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
                 "xx-large": 32.0, "xxx-large": 48.0, "initial": 16.0}  # fmt: skip
_FONT_SIZES: Final = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_CUTS: Final = re.compile(r"\b(?:hidden|clip|scroll|auto)\b")  # a box without height cannot be scrolled either
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
_NAMED: Final = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_MOST_NAMES: Final = 10  # in one value
_TIGHT: Final = -0.4  # of the size of the letters: they lie on one another
_CALCULATED: Final = re.compile(r"(?:calc|min|max)\(\s*([^()]*?)\s*\)")
_UNSEEN: Final = frozenset(("area", "datalist", "noembed", "noframes", "param", "rp", "template"))
_INHERITED: Final = ("inherit", "unset")
_ASKED: Final = frozenset(
    """display visibility opacity font-size font line-height color background background-color background-image
    text-indent position left right top bottom margin margin-left margin-top clip clip-path height width max-height
    max-width overflow overflow-x overflow-y mso-hide transform scale filter -webkit-filter content-visibility zoom
    letter-spacing text-decoration text-decoration-line -webkit-text-fill-color""".split()
)


# Attributes and elements that change how text looks.
LOOKS: Final = frozenset(("style", "hidden", "bgcolor", "background", "color", "size", "text", "href"))
_STRIKES: Final = frozenset(("s", "strike", "del"))
LOOKING: Final = frozenset(("mark", "dialog", *_STRIKES, *_UNSEEN))


@dataclass(frozen=True, slots=True)
class TextLook:
    """How text directly in an element looks. Sizes are CSS pixels; an unknown colour is ``None``.

    ``gone`` tells that nothing in it is seen, whatever its inner elements declare. ``struck`` tells that it is struck
    out. ``named`` are the values to which declarations refer by a name: "--none".
    """

    gone: bool = False
    visible: bool = True
    size: float = _USUAL
    line: float = _USUAL
    indent: float = 0.0
    opacity: float = 1.0
    ink: Colour | None = INK
    paper: Colour | None = PAPER
    struck: bool = False
    named: tuple[tuple[str, str], ...] = ()

    @property
    def seen(self) -> bool:
        """Whether text here is seen."""
        if self.gone or not self.visible or self.size < _TINY or self.line < _THIN or self.indent <= -_FAR:
            return False
        if self.ink is None:
            return True
        return self.ink.alpha >= _FAINT and not (self.paper is not None and look_alike(self.ink, self.paper))


PLAIN: Final = TextLook()


def look_of(above: TextLook, element: StyledElement, sheet: Sheet) -> TextLook:
    """How text in an element looks, if its parent's text looks like ``above``."""
    if above.gone:
        return above
    if element.tag in _UNSEEN:
        return replace(above, gone=True)
    attributes = element.attributes
    style = attributes.get("style") or ""
    said = sheet.declared(element, style) if style or sheet else {}
    named = above.named
    if any(name.startswith("--") for name in said):
        named = tuple({**dict(named), **{name: value for name, value in said.items() if name.startswith("--")}}.items())
        above = replace(above, named=named)
    declared = {name: _filled(value, named) for name, value in said.items() if name in _ASKED}
    # By default a 'hidden' element or a closed dialogue is not displayed, but a style may change that.
    shut = "hidden" in attributes or (element.tag == "dialog" and "open" not in attributes)
    if declared.get("display", "none" if shut else "") == "none":
        return replace(above, gone=True)
    if not declared and LOOKS.isdisjoint(attributes) and element.tag not in LOOKING:
        return above
    size = _size(above, element, declared)
    opacity = above.opacity * _opacity(declared)
    if opacity < _FAINT or _is_away(declared, size) or _is_cut(declared, size):
        return replace(above, gone=True)
    visibility = declared.get("visibility", "")
    return TextLook(
        visible=above.visible if visibility in ("", *_INHERITED) else visibility not in ("hidden", "collapse"),
        size=size,
        line=_line(above, declared, size),
        indent=_indent(above, declared, size),
        opacity=opacity,
        ink=_ink(above, element, declared),
        paper=_paper(above, element, declared),
        struck=above.struck or element.tag in _STRIKES or _is_struck(declared),
        named=named,
    )


def _is_struck(declared: Mapping[str, str]) -> bool:
    return any("line-through" in declared.get(name, "") for name in ("text-decoration", "text-decoration-line"))


def _filled(value: str, named: Iterable[tuple[str, str]]) -> str:
    """A value with what stands for its names: "var(--x, none)"."""
    for _ in range(_MOST_NAMES if "var(" in value else 0):
        if (match := _NAMED.search(value)) is None:
            break
        meant = dict(named).get(match[1], (match[2] or "").strip())
        if not meant:
            break
        value = f"{value[: match.start()]}{meant}{value[match.end() :]}"[:_LONGEST]
    return value


def _length(value: str, size: float, whole: float) -> float | None:
    """A length in CSS pixels; ``whole`` is what a percentage refers to. ``None`` if it is no length."""
    if (worked := _CALCULATED.fullmatch(value.strip())) is not None:
        value = (
            "0"
            if re.search(r"\*\s*0(?:\.0*)?(?![\d.])|(?<![\d.])0(?:\.0*)?(?:px|em|%)?\s*\*", worked[1])
            else worked[1]
        )
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


def _size(above: TextLook, element: StyledElement, declared: Mapping[str, str]) -> float:
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


def _line(above: TextLook, declared: Mapping[str, str], size: float) -> float:
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
            line = float(said) * max(size, _USUAL)  # a plain number is a multiple of the size of the letters
        elif (length := _length(said, size, size)) is not None:
            line = length
    return line


def _indent(above: TextLook, declared: Mapping[str, str], size: float) -> float:
    value = declared.get("text-indent", "").split(" ")[0]
    length = _length(value, size, 600.0) if value else None
    return above.indent if length is None else length


def _opacity(declared: Mapping[str, str]) -> float:
    said = declared.get("opacity", "")
    factor = _length(said, 0, 1.0) if said else 1.0
    if match := re.search(r"opacity\(\s*(?:opacity\s*=\s*)?([\d.]{1,6})(%?)\s*\)", _filters(declared)):
        with_filter = _length(match[1], 0, 1.0)
        if with_filter is not None:
            factor = (1.0 if factor is None else factor) * (with_filter / (100 if match[2] else 1))
    return 1.0 if factor is None else min(1.0, max(0.0, factor))


def _filters(declared: Mapping[str, str]) -> str:
    return f"{declared.get('filter', '')} {declared.get('-webkit-filter', '')}"


def _is_away(declared: Mapping[str, str], size: float) -> bool:
    """Whether an element stands off the page, is shrunk to nothing, or is hidden in Word's own way."""
    if declared.get("mso-hide", "") == "all" or declared.get("content-visibility", "") == "hidden":
        return True
    placed = declared.get("position", "static") in ("absolute", "fixed", "relative", "sticky")
    offsets = [declared.get("margin-left", ""), declared.get("margin-top", ""), *_margins(declared.get("margin", ""))]
    offsets += [part for match in _MOVED.finditer(declared.get("transform", "")) for part in match[1].split(",")]
    lengths = [length for offset in offsets if offset and (length := _length(offset, size, 0.0)) is not None]
    sides = [declared.get(side, "") for side in ("left", "top", "right", "bottom")] if placed else []
    lengths += [length for side in sides if side and (length := _length(side, size, _PLACE)) is not None]
    if any(length <= -_FAR for length in lengths) or _is_pressed(declared, size):
        return True
    if placed and any((_length(declared.get(side, ""), size, 0.0) or 0) >= _FAR_RIGHT for side in ("left", "top")):
        return True
    return bool(_SHRUNK.search(declared.get("transform", ""))) or _is_nought(declared.get("scale", ""))


def _is_pressed(declared: Mapping[str, str], size: float) -> bool:
    """Whether an element is shrunk to nothing, or its letters lie on one another."""
    zoom = _length(declared.get("zoom", ""), 0, 1.0)
    spacing = _length(declared.get("letter-spacing", ""), size, size)
    return (zoom is not None and zoom < _FAINT) or (spacing is not None and spacing <= _TIGHT * size)


def _margins(value: str) -> list[str]:
    """The left and the top margin from a shorthand for several margins."""
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
    # One per cent of the page is more than the limit for thin.
    lengths = [_length(box, size, 100 * _THIN + 100) for box in boxes if box]
    return cuts and any(length is not None and 0 <= length <= _THIN for length in lengths)


def _is_nought(value: str) -> bool:
    return bool(value) and re.fullmatch(r"0*(?:\.0+)?%?", value.split(maxsplit=1)[0]) is not None


def _ink(above: TextLook, element: StyledElement, declared: Mapping[str, str]) -> Colour | None:
    ink = above.ink
    said = element.attributes.get("color") if element.tag == "font" else None
    said = element.attributes.get("text") if element.tag == "body" else said
    if element.tag == "a" and "href" in element.attributes:
        ink = _BLUE  # a link has its own colour unless it is given another
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


def _paper(above: TextLook, element: StyledElement, declared: Mapping[str, str]) -> Colour | None:
    """The colour behind the text; ``None`` if it is unknown, as on a picture."""
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
            if paper is None:  # a picture, or an unknown colour
                return None
    return paper
