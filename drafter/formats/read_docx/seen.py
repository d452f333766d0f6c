"""Whether a reader of the page sees the words that the file holds: the one place that decides it, run by run.

Word and LibreOffice show a text by what its run sets, its styles and the file's defaults; who signs a letter looks at
that, while review reads the words. Where the two may differ, that is told as an error.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from drafter.formats.read_docx.colours import Colours
from drafter.formats.read_docx.fields import Finding
from drafter.formats.read_docx.fonts import Fonts
from drafter.formats.read_docx.numbering import Numbering
from drafter.formats.read_docx.styles import (
    NONE,
    ODD,
    VAL,
    Properties,
    Style,
    Styles,
    W,
    is_on,
    measure,
    merged,
    stacked,
)

_PLAIN = "in Word: select it, then Ctrl+Space (Clear All Formatting) sets it as any other text"
_PLAIN_PARAGRAPH = "in Word: select it, then Home, Styles, Clear Formatting"
_TYPE = "type the words anew"
_USUAL_SIZE = 20.0  # half points, where nothing is said of it
_SMALLEST = 8.0  # half points
_SMALLER = 0.6  # what is left of a letter that is set above or below the line
_NARROWEST, _WIDEST = 50.0, 300.0  # per cent of a letter's width
_HIGHEST = 24.0  # half points above or below its line
_CLOSEST = 0.2  # of its size: letters that move together by more lie on one another
_APART = 600.0  # twentieths of a point between letters
_OFF = 0.5  # of the height of a line that shows nothing beyond it
_LINE, _SHARE = 0.55, 150.0  # of the letters' height; in 240ths of a line
_ROOM = 600.0  # twentieths of a point that a line needs: about a centimetre
_CHARACTER = 2.4  # twentieths of a point in a hundredth of a character, as indents count them
_COLLAPSED = "{http://schemas.microsoft.com/office/word/2012/wordml}collapsed"
_SWITCHES = ("emboss", "imprint", "outline")


class Page(NamedTuple):
    """The narrowest page of a file, in twentieths of a point: its width, and its margins to left and right.

    ``columns`` is into how many its text is divided, and ``height`` what is left of it between the margins.
    """

    width: float
    left: float
    right: float
    columns: float
    height: float


_NO_ROOM: Final = 1_000.0  # columns, in none of which anything has room
_WIDEST_GAP: Final = 2_000.0  # between two columns
_LARGEST: Final = 144.0  # half points
A4: Final = Page(11_906.0, 1_440.0, 1_440.0, 1.0, 13_958.0)


def _is_wide(divided: Element, columns: float) -> bool:
    """Whether columns may lie off the page: they have widths of their own, or are far from one another."""
    return bool(len(divided)) or (columns > 1 and (measure(divided.get(f"{W}space"), 20) or 0.0) > _WIDEST_GAP)


def page_of(root: Element) -> Page:
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
    return Page(
        min(widths, default=A4.width),
        min(lefts, default=A4.left),
        min(rights, default=A4.right),
        max(columns),
        min(heights),
    )


class Look(NamedTuple):
    """How a run is set in the end: what is odd about that whatever its words, and the size of these in half points.

    ``letters`` is whether its fonts show them as they are typed; ``leftwards`` whether they are to run to the left.
    """

    found: tuple[Finding, ...]
    size: float
    letters: bool
    leftwards: bool


class Seen:
    """Decides for one file. What is found has no place yet; whoever reads knows it."""

    def __init__(self, styles: Styles, colours: Colours, fonts: Fonts, numbering: Numbering, page: Page) -> None:
        self.styles, self.fonts = styles, fonts
        self._colours, self._numbering, self._page = colours, numbering, page
        self._known: dict[object, Look] = {}  # by all that is set of a run

    def run(
        self, paragraph: Paragraph, character: Style, own: Element | None, more: tuple[Element, ...], text: str
    ) -> list[Finding]:
        """What is odd about how a run's words are shown. ``more`` are properties that others set for it too."""
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

    def _look_at(self, paragraph: Paragraph, character: Style, direct: Properties) -> Look:
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
        return Look(tuple(found), _size(look), self.fonts.are_letters(look), bool(is_on(look.get(f"{W}rtl"))))

    def paragraph(self, paragraph: Paragraph, text: str) -> Iterator[Finding]:
        """What is odd about how a whole paragraph, which holds words, is shown."""
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
        mark = paragraph.look.get(f"{W}rPr")  # of its end
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
        """Whether it is on, or may be: where two styles switch, one program takes the second for an undoing."""
        tag = f"{W}{name}"
        own = is_on(direct.get(tag))
        return own if own is not None else any(is_on(level.get(tag)) for level in levels)

    def _unseen(self, look: Properties, paragraph: Paragraph) -> Iterator[str]:
        if not self._colours.are_seen(look, paragraph.look):
            yield "in the colour of what is behind them"
        size = _size(look)
        if not _SMALLEST <= size <= _LARGEST:
            yield "so small" if size < _SMALLEST else "so large"
        width = _value(look, "w", 1)
        if width is not None and not _NARROWEST <= width <= _WIDEST:
            yield "so narrow or so wide"
        # What a line of a given height does not hold is cut off; others grow with what stands off them.
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


class Paragraph:
    """How a paragraph is set: by its style, and by itself. ``largest`` is the size of its largest words so far.

    ``line`` is the height of its lines in twentieths of a point, where nothing beyond it is shown.
    """

    __slots__ = ("largest", "line", "look", "style")

    def __init__(self, style: Style, defaults: Properties, own: Element | None) -> None:
        self.style = style
        self.look = merged(stacked(defaults, style.paragraph), own)
        self.line = _exact(self.look)
        self.largest = 0.0


def _key(own: Element | None) -> object:
    """What a run sets, so that it can be compared; the element itself where that is not simple."""
    if own is None:
        return None
    return own if any(len(child) for child in own) else tuple((child.tag, *child.items()) for child in own)


def turned() -> Finding:
    """That words are said to run from right to left which do not."""
    message = "words that are said to run from right to left, so that they are seen in another order"
    return Finding("two-texts", message, _TYPE)


def _runs_left(text: str) -> bool:
    """Whether a text may run from right to left: it holds such letters, and no others."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return (bool(kinds & {"R", "AL"}) and "L" not in kinds) or kinds <= {"WS", "S", "B"}


def _is_moving(look: Properties) -> bool:
    effect = look.get(f"{W}effect")
    return effect is not None and effect.get(VAL, "").lower() != "none"


def _value(look: Properties, name: str, per_point: float) -> float | None:
    element = look.get(f"{W}{name}")
    return None if element is None else measure(element.get(VAL), per_point)


def _size(look: Properties) -> float:
    """The size of letters in half points: of the smaller kind where some may be of the other."""
    size = _value(look, "sz", 2)
    size = _USUAL_SIZE if size is None else size
    if is_on(look.get(f"{W}rtl")) or is_on(look.get(f"{W}cs")):
        other = _value(look, "szCs", 2)
        size = size if other is None else min(size, other)
    raised = look.get(f"{W}vertAlign")
    return size * _SMALLER if raised is not None and raised.get(VAL, "").endswith("script") else size


def _indent(indents: Element, names: tuple[str, ...]) -> float:
    """An indent, the one that is further from naught where it is said in two ways."""
    found = [0.0]
    for name in names:
        found.append(measure(indents.get(f"{W}{name}"), 20) or 0.0)
        found.append((measure(indents.get(f"{W}{name}Chars"), 1) or 0.0) * _CHARACTER)
    return max(found, key=abs)


def _exact(look: Properties) -> float | None:
    """The height of lines, in twentieths of a point, where it is set whatever stands in them."""
    rule, line = _line(look)
    return abs(line) if line and (rule == "exact" or line < 0) else None


def _line(look: Properties) -> tuple[str, float]:
    """How high lines are: by what rule, and the number that it goes by; naught where nothing is said."""
    spacing = look.get(f"{W}spacing")
    if spacing is None:
        return "auto", 0.0
    return spacing.get(f"{W}lineRule", "auto").lower(), measure(spacing.get(f"{W}line"), 20) or 0.0


def _is_cut(look: Properties, size: float) -> bool:
    exact, (rule, line) = _exact(look), _line(look)
    if exact is not None:
        return exact < _LINE * size * 10
    return rule == "auto" and 0 < line < _SHARE


def _height(look: Properties, paragraph: Paragraph) -> float:
    """How much of a page's height one line of a paragraph takes, with what is left free above and below it."""
    rule, line = _line(look)
    spacing = look.get(f"{W}spacing")
    free = (None if spacing is None else measure(spacing.get(f"{W}{side}"), 20) for side in ("before", "after"))
    # Of a line by the letters' own height, the number is in 240ths of it.
    high = abs(line) if rule != "auto" or line < 0 else line / 240 * (paragraph.largest or _USUAL_SIZE) * 10
    return max(high, *(one or 0.0 for one in free))
