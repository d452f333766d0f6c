"""The text of a Word file's paragraphs as a reader sees it, with fields, controls, notes and oddities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final
from xml.etree.ElementTree import Element

from drafter.files import ooxml
from drafter.formats.docx.seen import ParagraphLook, VisibilityCheck, turned
from drafter.formats.docx.styles import VAL, Finding, OpenFields, Style, W, field_named, is_on, is_page, outdated
from drafter.frozen import NamedTuple
from drafter.letter.record import FACT_MARK, SaidFact
from drafter.letter.returned import Mark
from drafter.letter.tree import Kind, kinds_by

# Two texts: elements that may show other words elsewhere, such as content controls, alternatives and fields.

_RETYPE = "in Word: cut it, and paste it as plain text (Paste Special, Unformatted Text)"
# Properties of a content control that do not change its words.
_HARMLESS = frozenset(
    """
    rPr alias tag id lock placeholder temporary text richText group label tabIndex color appearance equation
    """.split()
)
# Elements that a program replaces by its own result.
FILLED: Final = tuple(
    f"{W}{name}" for name in ("pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
)
_PICTURES = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object", "contentPart", "control"))


def two_texts(message: str, hint: str = _RETYPE) -> Finding:
    """The finding that two programs may show two texts."""
    return Finding("two-texts", message, hint)


def odd_control(control: Element) -> Finding | None:
    """The finding about a content control; ``None`` if it only holds the words that it shows."""
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
    """Whether alternatives differ in more than pictures, or in pictures that are not reported where they are read.

    ``taken`` is the alternative that is read.
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


# Bookmarks as marks on the paragraphs.

_NUMBER = "[1-9][0-9]{0,4}"
_AGAIN = re.compile(rf"({FACT_MARK}{_NUMBER})_{_NUMBER}")  # a further mark of the same fact
_MOST_MARKS = 10_000
Place = tuple[int, int]  # a paragraph, counted from 0, and a character in it


class _Span(NamedTuple):
    name: str
    begin: Place
    end: Place


class Bookmarks:
    """Collects bookmarks, in whatever order they begin and end. A bookmark without an end has no effect."""

    def __init__(self) -> None:
        self._open: dict[str, list[tuple[str, Place]]] = {}
        self._spans: list[_Span] = []

    def begin(self, id_: str, name: str, place: Place) -> None:
        """Begin a bookmark. If two with the same id are open, the later one ends first."""
        self._open.setdefault(id_, []).append((name, place))

    def end(self, id_: str, place: Place) -> None:
        """End a bookmark. One that has not begun is ignored."""
        if begun := self._open.get(id_):
            name, begin = begun.pop()
            self._spans.append(_Span(name, begin, place))

    def marks(self, lengths: Sequence[int], facts: Mapping[str, SaidFact]) -> dict[int, set[Mark]]:
        """The marks on each paragraph, from the paragraphs' lengths and from what the names of facts' bookmarks mean.

        A bookmark across several paragraphs gives a mark in each. Raises NotWord if there are too many.
        """
        found: dict[int, set[Mark]] = {}
        count = 0
        kinds = kinds_by("mark")
        any_mark = re.compile(rf"({'|'.join(map(re.escape, kinds))}){_NUMBER}")
        for span in self._spans:
            again, numbered = _AGAIN.fullmatch(span.name), any_mark.fullmatch(span.name)
            name = again[1] if again else span.name
            if name in facts:
                kind, fact = Kind.CLAIM, facts[name].fact
            elif numbered:
                kind, fact = kinds[numbered[1]], ""
            else:
                continue
            (first, start), (last, stop) = span.begin, span.end
            for index in range(first, min(last, len(lengths) - 1) + 1):
                begin, end = (start if index == first else 0), (stop if index == last else lengths[index])
                if begin < end:
                    found.setdefault(index, set()).add(Mark(begin, end, kind, fact))
                count += 1
                if count > _MOST_MARKS:
                    raise too_long()
        return found


def too_long() -> ooxml.NotWord:
    """The error that there is more of something than in any letter."""
    return ooxml.NotWord("too-large", "is longer than any letter")


# Runs: the text as a reader sees it, with the places of notes and of oddities.

# Reads an element. The last argument tells whether a reader sees its content.
Handler = Callable[[Any, Element, bool], None]
_MOST_CHARACTERS = 200_000
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_AS_SPACES = str.maketrans("\t\n\r", "   ")
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Extensions that today's editors understand, drawings above all: they show the first choice, not the fallback.
_UNDERSTOOD = frozenset(("wps", "wpg", "wpc", "wpi", "w14", "w15", "wp14", "a14", "aink", "am3d", "cx", "cx1", "v"))
# Elements without text: properties, including older ones, and editors' own notes.
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "customXmlPr", "smartTagPr", "fldData",
        "delInstrText", "softHyphen", "proofErr", "lastRenderedPageBreak",
    )
)  # fmt: skip
# Elements that hold text without changing how it is shown.
_CONTAINERS = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "sdtContent", "customXml", "rubyBase"))


class OddRun(NamedTuple):
    """A finding and its paragraph, counted from 0, or -1 before the first."""

    paragraph: int
    finding: Finding


class RawParagraph:
    """A paragraph, possibly empty. ``styled`` are stretches whose style tells whose words they are.

    ``calls`` are references to notes, as triples: the number of characters before, the kind ("footnote"), the id.
    """

    __slots__ = ("calls", "has_picture", "is_listed", "length", "pieces", "style", "styled")

    def __init__(self, style: str, *, is_listed: bool) -> None:
        self.style, self.is_listed = style, is_listed
        self.pieces: list[str] = []
        self.length = 0
        self.styled: list[tuple[int, int, Kind]] = []
        self.calls: list[tuple[int, str, str]] = []
        self.has_picture = False

    @property
    def text(self) -> str:
        """All of its text, with line feeds for its line breaks."""
        return "".join(self.pieces)


class Runs:
    """Reads the content of paragraphs. ``Body`` reads the paragraphs themselves."""

    def __init__(self, seen: VisibilityCheck) -> None:
        self.paragraphs: list[RawParagraph] = []
        self.odd: list[OddRun] = []
        self.changes: list[int] = []
        self._by_style = {name.lower(): kind for name, kind in kinds_by("style").items()}
        self._seen, self._styles = seen, seen.styles
        self._fields = OpenFields()
        self._now: RawParagraph | None = None
        self._paragraph_look = ParagraphLook(self._styles.paragraph(""), {}, None)
        self._controls: tuple[Element, ...] = ()  # properties that the controls around a run set for it
        self._in_run = self._vanished = False
        self._length = 0

    def _read(self, parent: Element, *, shown: bool) -> None:
        for child in parent:
            handler = self.handlers.get(child.tag)
            if handler is not None:
                handler(self, child, shown)
            elif child.tag not in _SKIPPED:  # a container, known or not
                if shown and child.tag not in _CONTAINERS and any(map(str.strip, child.itertext())):
                    self._add(two_texts("words within something that not every program shows"))
                self._read(child, shown=shown)

    def _add(self, finding: Finding | None) -> None:
        if finding is not None:
            self.odd.append(OddRun(len(self.paragraphs) - 1, finding))

    def _emit(self, text: str, *, shown: bool) -> None:
        if self._fields.codes and shown and text.strip():
            self._fields.hold_text()
        if shown and text and self._now is not None and not self._fields.codes:
            self._length += len(text)
            if self._length > _MOST_CHARACTERS:
                raise too_long()
            self._now.pieces.append(text)
            self._now.length += len(text)

    def _inserted(self, element: Element, shown: bool) -> None:
        self.changes.append(len(self.paragraphs) - 1)
        self._read(element, shown=shown)

    def _deleted(self, element: Element, _shown: bool) -> None:
        self.changes.append(len(self.paragraphs) - 1)
        self._read(element, shown=False)

    def _run(self, element: Element, shown: bool) -> None:
        properties = element.find(f"{W}rPr")
        paragraph = self._paragraph_look
        style = self._styles.character(self._named(properties, "rStyle"))
        own = None if properties is None else is_on(properties.find(f"{W}vanish"))
        # If both styles hide the text, Word shows it (the second undoes the first), but LibreOffice does not. A
        # property of the run itself is final.
        hidden = (paragraph.style.hidden != style.hidden) if own is None else own
        hidden = hidden or (own is None and bool(is_on(self._styles.defaults.get(f"{W}vanish"))))
        if shown and _says(element):
            self._look_at(element, paragraph, style)
            if own is None and paragraph.style.hidden and style.hidden:
                self._add(two_texts("words that two styles hide, which Word shows and LibreOffice does not"))
            if hidden:
                hint = "in Word: select all, Font (Ctrl+D), clear 'Hidden', then delete what should not be there"
                self._add(Finding("hidden-text", "hidden text, which is left out here", hint))
        before = 0 if self._now is None else self._now.length
        within, self._in_run, self._vanished = self._in_run, True, shown and hidden
        self._read(element, shown=shown and not hidden)
        self._in_run, self._vanished = within, False
        kind = self._by_style.get(style.name)
        if kind is not None and self._now is not None and self._now.length > before:
            styled = self._now.styled
            begin = styled.pop()[0] if styled and styled[-1][1:] == (before, kind) else before
            styled.append((begin, self._now.length, kind))

    def _look_at(self, element: Element, paragraph: ParagraphLook, style: Style) -> None:
        """Report how a run is shown, and formatting by hand that the final copy does not have."""
        several = element.findall(f"{W}rPr")
        own = several[0] if several else None
        text = "".join(text.text or "" for text in element.iter(f"{W}t"))
        for finding in self._seen.run(paragraph, style, own, self._controls, text):
            self._add(finding)
        if self._in_run or len(several) > 1 or self._styles.other(self._named(own, "rStyle"), "character"):
            self._add(two_texts("words of which it is said in more ways than one how they are set"))
        if own is not None and any(is_on(own.find(f"{W}{name}")) for name in ("b", "i")):
            message = "words set bold or italic by hand, which the final copy sets as any others"
            self._add(Finding("set-by-hand", message, "is anything lost by that?"))

    @staticmethod
    def _named(properties: Element | None, name: str) -> str:
        """The id of the style that the properties name; empty if they name none."""
        named = None if properties is None else properties.find(f"{W}{name}")
        return "" if named is None else named.get(VAL, "")

    def _text(self, element: Element, shown: bool) -> None:
        text = (element.text or "").translate(_AS_SPACES)
        if shown and (len(element) or (text.strip() and not self._in_run)):
            self._add(two_texts("words that do not stand where a letter's words stand"))
        # Editors drop spaces at the ends, unless the element says that they are intended.
        self._emit(text if element.get(_SPACE) == "preserve" else text.strip(" "), shown=shown)

    def _sign(self, element: Element, shown: bool) -> None:
        self._emit(_SIGNS[element.tag], shown=shown)

    def _line_break(self, element: Element, shown: bool) -> None:
        # A page break or column break before the paragraph's first word is only layout.
        within = self._now is not None and self._now.length > 0
        self._emit("\n" if within or element.get(f"{W}type", "textWrapping") == "textWrapping" else "", shown=shown)

    def _symbol(self, element: Element, shown: bool) -> None:
        try:
            sign = chr(int(element.get(f"{W}char", "")[:6], 16))
        except (ValueError, OverflowError):
            sign = "\ufffd"
        # The picture for a number in a symbol font is not known; a replacement character shows that something was
        # there.
        sign = sign if sign.isprintable() else "\ufffd"
        if shown and (sign == "\ufffd" or self._seen.fonts.is_odd(element.get(f"{W}font", ""))):
            self._add(two_texts("a sign out of a font of signs, which is not read", "type it, or write it as a word"))
        self._emit(sign, shown=shown)

    def _ruby(self, element: Element, shown: bool) -> None:
        if shown:
            self._add(two_texts("words above others, which are not read", "write them one behind the other"))
        for base in element.findall(f"{W}rubyBase"):
            self._read(base, shown=shown)

    def _round(self, element: Element, shown: bool) -> None:
        if shown and _says(element):
            self._add(turned())
        self._read(element, shown=shown)

    def _control(self, element: Element, shown: bool) -> None:
        self._add(odd_control(element) if shown else None)
        before = self._controls
        self._controls = (*before, *element.findall(f"{W}sdtPr/{W}rPr"))
        self._read(element, shown=shown)
        self._controls = before

    def _filled(self, _element: Element, shown: bool) -> None:
        if shown:
            self._add(two_texts("a day or a number that each program puts in for itself", "type it"))

    def _deleted_text(self, element: Element, shown: bool) -> None:
        if shown and (element.text or "").strip():
            self._add(two_texts("words that are half deleted", "delete them"))

    def _call(self, element: Element, shown: bool) -> None:
        if shown and self._now is not None and not self._fields.codes:
            kind = element.tag.removeprefix(W).removesuffix("Reference")
            self._now.calls.append((self._now.length, kind, element.get(f"{W}id", "")))

    def _picture(self, element: Element, shown: bool) -> None:
        if not shown or self._now is None:
            return
        self._now.has_picture = True
        boxes = [text for box in element.iter(f"{W}txbxContent") for text in box.iter(f"{W}t")]
        is_box = any((text.text or "").strip() for text in boxes)
        if is_box:
            self._add(Finding("text-box", "a text box, whose text is not read", "move its text into the letter"))
        if not is_box or any(inner.tag.endswith(("}blip", "}imagedata", "}OLEObject")) for inner in element.iter()):
            self._add(
                Finding("picture", "a picture or an object, which a letter cannot carry", "take it out of the letter")
            )

    def _equation(self, _element: Element, shown: bool) -> None:
        if shown:
            self._add(Finding("equation", "an equation, which a letter cannot carry", "write it as words"))

    def _alternative(self, element: Element, shown: bool) -> None:
        taken = _taken(element)
        if shown and differing(element, taken):
            self._add(two_texts("words in place of which another program shows others, or none"))
        if taken is not None:
            self._read(taken, shown=shown)

    def _simple_field(self, element: Element, shown: bool) -> None:
        code = element.get(f"{W}instr", "")
        self._add(field_named(code) if shown else None)
        self._fields.pages = self._fields.pages or (shown and is_page(code))
        self._outdated(element, shown)
        self._read(element, shown=shown)

    def _outdated(self, element: Element, shown: bool) -> None:
        if shown and element.get(f"{W}dirty", "").lower() in ("1", "true", "on"):
            self._add(outdated())

    def _field_code(self, element: Element, _shown: bool) -> None:
        self._fields.add_code(element.text or "")

    def _field_sign(self, element: Element, shown: bool) -> None:
        shown = shown or self._vanished  # a field works even if its own signs are hidden
        self._outdated(element, shown)
        self._add(self._fields.sign(element.get(f"{W}fldCharType", ""), shown=shown))

    handlers: ClassVar[dict[str, Handler]] = {
        **{
            f"{W}{name}": handler
            for name, handler in (
                ("r", _run), ("t", _text), ("br", _line_break), ("sym", _symbol), ("ruby", _ruby), ("ins", _inserted),
                ("moveTo", _inserted), ("del", _deleted), ("moveFrom", _deleted), ("footnoteReference", _call),
                ("endnoteReference", _call), ("drawing", _picture), ("pict", _picture), ("object", _picture),
                ("contentPart", _picture), ("fldSimple", _simple_field), ("fldChar", _field_sign),
                ("instrText", _field_code), ("bdo", _round), ("dir", _round), ("sdt", _control),
                ("delText", _deleted_text), ("control", _picture), ("movie", _picture),
            )
        },
        **dict.fromkeys(_SIGNS, _sign),
        **dict.fromkeys(FILLED, _filled),
        f"{_MATH}oMath": _equation,
        f"{_MATH}oMathPara": _equation,
        f"{_COMPATIBLE}AlternateContent": _alternative,
    }  # fmt: skip


def _taken(element: Element) -> Element | None:
    """The alternative that today's editors show."""
    for choice in element.findall(f"{_COMPATIBLE}Choice"):
        needed = choice.get("Requires", "").split()
        if all(name in _UNDERSTOOD or name.startswith("w16") for name in needed):
            return choice
    return element.find(ooxml.FALLBACK)


def _says(element: Element) -> bool:
    """Whether it holds any words."""
    return any((text.text or "").strip() for text in element.iter(f"{W}t"))
