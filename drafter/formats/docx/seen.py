"""Whether a reader of the page sees the words that the file holds: by size, place, colour and font."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from drafter.files.ooxml import DRAWING
from drafter.formats.docx.styles import (
    NONE,
    ODD,
    VAL,
    Finding,
    Numbering,
    Properties,
    Style,
    Styles,
    W,
    is_on,
    measure,
    merged,
    stacked,
)
from drafter.frozen import NamedTuple

# Colours: whether a text's colour can be seen on the colour behind it.

Colour = tuple[float, float, float]  # red, green and blue, from 0 to 255
WHITE: Final = (255.0, 255.0, 255.0)
BLACK: Final = (0.0, 0.0, 0.0)
_LEAST = 2.0  # contrast as web pages measure it: medium grey on white has 2.5, yellow 1.1
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})\Z")
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkblue": "000080", "darkcyan": "008080", "darkgreen": "008000",
    "darkmagenta": "800080", "darkred": "800000", "darkyellow": "808000", "darkgray": "808080", "lightgray": "C0C0C0",
}  # fmt: skip
# The names of a theme's colours in texts, in shapes, and in the theme itself.
_THEME = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
    "hyperlink": "hlink", "followedhyperlink": "folhlink",
}  # fmt: skip
_MAPPED = {"bg1": "background1", "t1": "text1", "bg2": "background2", "t2": "text2"}
_USUAL = {"dk1": BLACK, "lt1": WHITE, "dk2": (31.0, 73.0, 125.0), "lt2": (238.0, 236.0, 225.0)}
_SYSTEM = {"windowtext": BLACK, "window": WHITE}
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"


class Colours:
    """The colours of one file: its theme, and its page. ``page`` are the colours that may lie behind its text."""

    def __init__(self, theme: Element | None, settings: Element | None, background: Element | None) -> None:
        self._theme: dict[str, tuple[Colour, ...]] = {name: (colour,) for name, colour in _USUAL.items()}
        scheme = None if theme is None else theme.find(f"{DRAWING}themeElements/{DRAWING}clrScheme")
        for entry in () if scheme is None else scheme:
            self._theme[entry.tag.removeprefix(DRAWING).lower()] = tuple(_of_theme(entry))
        self._names = dict(_THEME)
        mapped = None if settings is None else settings.find(f"{W}clrSchemeMapping")
        for name, value in () if mapped is None else mapped.attrib.items():
            used = name.removeprefix(W)
            self._names[_MAPPED.get(used, used).lower()] = _THEME.get(value.lower(), value.lower())
        # The background shows on the screen if the settings say so, and some programs print it. So text must also be
        # visible on white.
        self.page = (WHITE, *(() if background is None else self._said(background, "color", "theme")))

    def are_seen(self, text: Properties, paragraph: Properties) -> bool:
        """Whether a text with these properties can be told from what is behind it."""
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
        if not said and light is not None:  # by default, text turns white on dark shading, but not on a highlight
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
        """The colours that an element may mean, by its figures and by the theme; empty if it names none."""
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
    """The contrast of two colours: from 1, if they are the same, to 21."""
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
        system = _SYSTEM.get(colour.get("val", "").lower()) if colour.tag == f"{DRAWING}sysClr" else None
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
    """Whether a text has no fill, or a transparent one."""
    if fill is None:
        return False
    through = [alpha for alpha in fill.iter(f"{W14}alpha") if alpha.get(f"{W14}val", "").strip("0")]
    return bool(through) or fill.find(f"{W14}noFill") is not None


# Fonts: whether their letters look like the letters that they stand for.

_SIGNS = frozenset(
    (
        "symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", "marlett", "mt extra", "zapfdingbats",
        "zapf dingbats", "opensymbol", "starsymbol", "monotype sorts", "bookshelf symbol 7", "adobe blank",
        "ms outlook", "ms reference specialty", "ms reference 1", "ms reference 2", "segoe mdl2 assets",
        "segoe fluent icons",
    )
)  # fmt: skip
_KINDS = (("ascii", "asciiTheme"), ("hAnsi", "hAnsiTheme"), ("cs", "cstheme"), ("eastAsia", "eastAsiaTheme"))
_SYMBOLS = "02"  # the number of the character set of symbol fonts


class Fonts:
    """The fonts of one file, from its font table and its theme."""

    def __init__(self, table: Element | None, theme: Element | None) -> None:
        self._odd = set(_SIGNS)
        for font in () if table is None else table:
            name = font.get(f"{W}name", "").lower()
            other, charset = font.find(f"{W}altName"), font.find(f"{W}charset")
            others = "" if other is None else other.get(VAL, "").lower()
            of_signs = charset is not None and charset.get(VAL, "").zfill(2) == _SYMBOLS
            # An embedded font may have any picture for any letter, and not every program uses it.
            within = any(child.tag.startswith(f"{W}embed") for child in font)
            if of_signs or within or any(one.strip() in _SIGNS for one in others.split(",")):
                self._odd.add(name)
        self._theme: dict[str, str] = {}
        scheme = None if theme is None else theme.find(f"{DRAWING}themeElements/{DRAWING}fontScheme")
        for which in ("major", "minor"):
            latin = None if scheme is None else scheme.find(f"{DRAWING}{which}Font/{DRAWING}latin")
            self._theme[which] = "" if latin is None else latin.get("typeface", "").lower()

    def are_letters(self, text: Properties) -> bool:
        """Whether a text in its fonts reads as it was typed."""
        fonts = text.get(f"{W}rFonts")
        return fonts is None or not any(self.is_odd(name) for name in self._named(fonts))

    def is_odd(self, name: str) -> bool:
        """Whether a font is a symbol font, or comes with the file."""
        return name.strip().lower() in self._odd

    def _named(self, fonts: Element) -> Iterator[str]:
        for kind, of_theme in _KINDS:
            yield fonts.get(f"{W}{kind}", "")
            yield self._theme.get(fonts.get(f"{W}{of_theme}", "")[:5].lower(), "")


# Visibility: this is the one place that decides, run by run, whether a reader sees the words of the file.
#
# Word and LibreOffice show a text according to its run, its styles and the file's defaults. The person who signs a
# letter looks at that, while the review reads the words. If the two may differ, that is an error.

_PLAIN = "in Word: select it, then Ctrl+Space (Clear All Formatting) sets it as any other text"
_PLAIN_PARAGRAPH = "in Word: select it, then Home, Styles, Clear Formatting"
_TYPE = "type the words anew"
_USUAL_SIZE = 20.0  # half points, if nothing is set
_SMALLEST = 8.0  # half points
_SMALLER = 0.6  # the share of its size that a raised or lowered letter keeps
_NARROWEST, _WIDEST = 50.0, 300.0  # per cent of a letter's width
_HIGHEST = 24.0  # half points above or below its line
_CLOSEST = 0.2  # share of the size: letters that move closer than this overlap
_APART = 600.0  # twentieths of a point between letters
_OFF = 0.5  # share of the height of a line that cuts off what does not fit
_LINE, _SHARE = 0.55, 150.0  # share of the letters' height; in 240ths of a line
_ROOM = 600.0  # twentieths of a point that a line needs: about a centimetre
_CHARACTER = 2.4  # twentieths of a point in a hundredth of a character, the unit of some indents
_COLLAPSED = "{http://schemas.microsoft.com/office/word/2012/wordml}collapsed"
_SWITCHES = ("emboss", "imprint", "outline")


class PageSize(NamedTuple):
    """The narrowest page of a file, in twentieths of a point: its width, and its left and right margins.

    ``columns`` is the number of its columns, and ``height`` the space between the upper and lower margins.
    """

    width: float
    left: float
    right: float
    columns: float
    height: float


_NO_ROOM: Final = 1_000.0  # so many columns that nothing has room in any
_WIDEST_GAP: Final = 2_000.0  # between two columns
_LARGEST: Final = 144.0  # half points
A4: Final = PageSize(11_906.0, 1_440.0, 1_440.0, 1.0, 13_958.0)


def _is_wide(divided: Element, columns: float) -> bool:
    """Whether columns may lie off the page: they have their own widths, or are far apart."""
    return bool(len(divided)) or (columns > 1 and (measure(divided.get(f"{W}space"), 20) or 0.0) > _WIDEST_GAP)


def narrowest_page(root: Element) -> PageSize:
    """The narrowest page among a document's sections."""
    widths, lefts, rights, columns, heights = [], [], [], [A4.columns], [A4.height]
    for section in root.iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        divided = section.find(f"{W}cols")
        columns.append((None if divided is None else measure(divided.get(f"{W}num"), 1)) or 1.0)
        if divided is not None and _is_wide(divided, columns[-1]):
            columns.append(_NO_ROOM)
        width, height = (None if size is None else measure(size.get(f"{W}{side}"), 20) for side in "wh")
        above = (
            sum(abs(measure(margins.get(f"{W}{side}"), 20) or 0) for side in ("top", "bottom"))
            if margins is not None
            else 0
        )
        heights += [] if height is None else [height - above]
        left, right = (
            None if margins is None else measure(margins.get(f"{W}{side}"), 20) for side in ("left", "right")
        )
        widths += [] if width is None else [width]
        lefts += [] if left is None else [left]
        rights += [] if right is None else [right]
    return PageSize(
        min(widths, default=A4.width),
        min(lefts, default=A4.left),
        min(rights, default=A4.right),
        max(columns),
        min(heights),
    )


class RunLook(NamedTuple):
    """How a run is set in the end: what is odd about it whatever its words, and their size in half points.

    ``letters`` tells whether its fonts show the words as they are typed; ``leftwards`` whether they are set to run to
    the left.
    """

    found: tuple[Finding, ...]
    size: float
    letters: bool
    leftwards: bool


class VisibilityCheck:
    """Decides for one file. Its findings have no place yet; the caller knows the place."""

    def __init__(self, styles: Styles, colours: Colours, fonts: Fonts, numbering: Numbering, page: PageSize) -> None:
        self.styles, self.fonts = styles, fonts
        self._colours, self._numbering, self._page = colours, numbering, page
        self._known: dict[object, RunLook] = {}  # by all properties of a run

    def run(
        self, paragraph: ParagraphLook, character: Style, own: Element | None, more: tuple[Element, ...], text: str
    ) -> list[Finding]:
        """What is odd about how a run's words are shown. ``more`` are properties that other elements set for it."""
        shading = paragraph.look.get(f"{W}shd")
        key = (id(paragraph.style.run), shading, paragraph.line, id(character.run), _key(own), more)
        look = self._known.get(key)
        if look is None:
            look = self._known[key] = self._look_at(paragraph, character, merged(NONE, own, *more))
        paragraph.largest = max(paragraph.largest, look.size)
        found = list(look.found)
        if not look.letters and any(map(str.isalnum, text)):
            message = "words in a font of signs, or in one that comes with the file: other words may be seen"
            hint = "set them in a usual font, and save the file without fonts of its own"
            found.append(Finding("two-texts", message, hint))
        if look.leftwards and not _runs_left(text):
            found.append(turned())
        return found

    def _look_at(self, paragraph: ParagraphLook, character: Style, direct: Properties) -> RunLook:
        levels = (self.styles.defaults, paragraph.style.run, character.run)
        look = stacked(*levels, direct)
        found = []
        if any(self._switched(levels, direct, name) for name in ("strike", "dstrike")):
            message = "words that are struck through, and that the final copy would have as any others"
            found.append(Finding("struck-out", message, "delete them, or clear 'Strikethrough'"))
        if any(self._switched(levels, direct, name) for name in ("webHidden", "specVanish")):
            message = "words that are hidden where the letter is shown in another way"
            found.append(Finding("hidden-text", message, _PLAIN))
        found += (
            Finding("unseen-text", f"words {why}, which nobody can read", _PLAIN)
            for why in self._unseen(look, paragraph)
        )
        if any(self._switched(levels, direct, name) for name in _SWITCHES) or _is_moving(look):
            message = "words in outlines, in relief or moving, which are not seen in every program"
            found.append(Finding("unseen-text", message, _PLAIN))
        if ODD in look or f"{W}eastAsianLayout" in look:
            message = "words of which it is said in more ways than one how they are set"
            found.append(Finding("two-texts", message, _PLAIN))
        return RunLook(tuple(found), _size(look), self.fonts.are_letters(look), bool(is_on(look.get(f"{W}rtl"))))

    def paragraph(self, paragraph: ParagraphLook, text: str) -> Iterator[Finding]:
        """What is odd about how a whole paragraph with words is shown."""
        look = paragraph.look
        if f"{W}framePr" in look:
            message = "a frame, which may stand anywhere on the page, or off it"
            yield Finding("two-texts", message, "in Word: right-click its border, Format Frame, Remove Frame")
        number = look.get(f"{W}numPr")
        indents = (look.get(f"{W}ind"), *self._numbering.indents(number))
        if any(map(self._is_off_page, indents)) or self._is_off_page_by_tabs(look, text):
            message = "a paragraph that stands beyond the edge of the page, or in no room at all"
            yield Finding("unseen-text", message, _PLAIN_PARAGRAPH)
        if _is_cut(look, paragraph.largest or _USUAL_SIZE):
            yield Finding(
                "unseen-text", "lines so low that their words are cut off, or lie on others", _PLAIN_PARAGRAPH
            )
        if _height(look, paragraph) > self._page.height:
            yield Finding(
                "unseen-text", "lines so high, or so far from others, that no page has room", _PLAIN_PARAGRAPH
            )
        if self._numbering.puts_words(number):
            message = "a list or a style that puts words before the paragraph, which are not read"
            yield Finding("unread-words", message, "type what it should say, without the list")
        mark = paragraph.look.get(f"{W}rPr")  # the properties of its end
        if mark is not None and any(is_on(mark.find(f"{W}{name}")) for name in ("vanish", "specVanish")):
            message = "a paragraph whose end is hidden, so that the next one seems to go on from it"
            yield Finding("hidden-text", message, "in Word: show all signs (Ctrl+*), and type the end of it anew")
        if is_on(look.get(_COLLAPSED)):
            message = "a heading under which the text is folded away"
            yield Finding(
                "two-texts", message, "in Word: right-click it, Expand All Headings; then Paragraph, clear it"
            )
        if is_on(look.get(f"{W}bidi")) and not _runs_left(text):
            yield turned()
        if ODD in look:
            message = "a paragraph of which it is said in more ways than one how it is set"
            yield Finding("two-texts", message, _PLAIN_PARAGRAPH)

    def _switched(self, levels: tuple[Properties, ...], direct: Properties, name: str) -> bool:
        """Whether a switch is on, or may be: if two styles set it, some programs take the second as an undoing."""
        tag = f"{W}{name}"
        own = is_on(direct.get(tag))
        return own if own is not None else any(is_on(level.get(tag)) for level in levels)

    def _unseen(self, look: Properties, paragraph: ParagraphLook) -> Iterator[str]:
        if not self._colours.are_seen(look, paragraph.look):
            yield "in the colour of what is behind them"
        size = _size(look)
        if not _SMALLEST <= size <= _LARGEST:
            yield "so small" if size < _SMALLEST else "so large"
        width = _value(look, "w", 1)
        if width is not None and not _NARROWEST <= width <= _WIDEST:
            yield "so narrow or so wide"
        # A line of a fixed height cuts off what does not fit; other lines grow with raised or lowered letters.
        highest = _HIGHEST if paragraph.line is None else min(_HIGHEST, _OFF * paragraph.line / 10)
        if abs(_value(look, "position", 2) or 0) > highest:
            yield "so far off their line"
        between = _value(look, "spacing", 20) or 0
        if between < -_CLOSEST * size * 10 or between > _APART:
            yield "on one another, or far apart"
        if f"{W}fitText" in look:
            yield "pressed into a width of their own"

    def _is_off_page_by_tabs(self, look: Properties, text: str) -> bool:
        stops = look.get(f"{W}tabs") if "\t" in text else None
        places = [measure(stop.get(f"{W}pos"), 20) or 0.0 for stop in (() if stops is None else stops)]
        return any(not 0 <= self._page.left + place <= self._page.width for place in places)

    def _is_off_page(self, said: Element | None) -> bool:
        indents = Element(f"{W}ind") if said is None else said
        left, right = _indent(indents, ("left", "start")), _indent(indents, ("right", "end"))
        hanging = _indent(indents, ("hanging",))
        first = -hanging if hanging else _indent(indents, ("firstLine",))
        begin, end = self._page.left + left, self._page.width - self._page.right - right
        room = (end - max(begin, begin + first)) / self._page.columns
        return min(begin, begin + first) < 0 or end > self._page.width or min(room, self._page.height) < _ROOM


class ParagraphLook:
    """How a paragraph is set: by its style, and by itself. ``largest`` is the size of its largest words so far.

    ``line`` is the height of its lines in twentieths of a point, if nothing beyond it is shown.
    """

    __slots__ = ("largest", "line", "look", "style")

    def __init__(self, style: Style, defaults: Properties, own: Element | None) -> None:
        self.style = style
        self.look = merged(stacked(defaults, style.paragraph), own)
        self.line = _exact(self.look)
        self.largest = 0.0


def _key(own: Element | None) -> object:
    """A run's properties in a form that can be compared; the element itself if they are not simple."""
    if own is None:
        return None
    return own if any(len(child) for child in own) else tuple((child.tag, *child.items()) for child in own)


def turned() -> Finding:
    """The finding that words are set to run from right to left which do not."""
    message = "words that are said to run from right to left, so that they are seen in another order"
    return Finding("two-texts", message, _TYPE)


def _runs_left(text: str) -> bool:
    """Whether a text may run from right to left: all its letters are of such a script."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return (bool(kinds & {"R", "AL"}) and "L" not in kinds) or kinds <= {"WS", "S", "B"}


def _is_moving(look: Properties) -> bool:
    effect = look.get(f"{W}effect")
    return effect is not None and effect.get(VAL, "").lower() != "none"


def _value(look: Properties, name: str, per_point: float) -> float | None:
    element = look.get(f"{W}{name}")
    return None if element is None else measure(element.get(VAL), per_point)


def _size(look: Properties) -> float:
    """The size of letters in half points; the smaller one if the letters may have two sizes."""
    size = _value(look, "sz", 2)
    size = _USUAL_SIZE if size is None else size
    if is_on(look.get(f"{W}rtl")) or is_on(look.get(f"{W}cs")):
        other = _value(look, "szCs", 2)
        size = size if other is None else min(size, other)
    raised = look.get(f"{W}vertAlign")
    return size * _SMALLER if raised is not None and raised.get(VAL, "").endswith("script") else size


def _indent(indents: Element, names: tuple[str, ...]) -> float:
    """An indent; if it is given in two ways, the one that is further from 0."""
    found = [0.0]
    for name in names:
        found.append(measure(indents.get(f"{W}{name}"), 20) or 0.0)
        found.append((measure(indents.get(f"{W}{name}Chars"), 1) or 0.0) * _CHARACTER)
    return max(found, key=abs)


def _exact(look: Properties) -> float | None:
    """The fixed height of lines in twentieths of a point, if one is set."""
    rule, line = _line(look)
    return abs(line) if line and (rule == "exact" or line < 0) else None


def _line(look: Properties) -> tuple[str, float]:
    """The height of lines: its rule, and its number; 0 if nothing is set."""
    spacing = look.get(f"{W}spacing")
    if spacing is None:
        return "auto", 0.0
    return spacing.get(f"{W}lineRule", "auto").lower(), measure(spacing.get(f"{W}line"), 20) or 0.0


def _is_cut(look: Properties, size: float) -> bool:
    exact, (rule, line) = _exact(look), _line(look)
    if exact is not None:
        return exact < _LINE * size * 10
    return rule == "auto" and 0 < line < _SHARE


def _height(look: Properties, paragraph: ParagraphLook) -> float:
    """The height that one line of a paragraph takes on the page, with the space above and below it."""
    rule, line = _line(look)
    spacing = look.get(f"{W}spacing")
    free = (None if spacing is None else measure(spacing.get(f"{W}{side}"), 20) for side in ("before", "after"))
    # For a line that follows the letters' own height, the number is in 240ths of that height.
    high = abs(line) if rule != "auto" or line < 0 else line / 240 * (paragraph.largest or _USUAL_SIZE) * 10
    return max(high, *(one or 0.0 for one in free))
