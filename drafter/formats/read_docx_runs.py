"""The text of a Word file: its paragraphs as a reader sees them, with the places of marks and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree

from drafter import ooxml
from drafter.formats.read_docx_parts import VAL, Styles, W, is_listed, is_on

Element = ElementTree.Element
_MOST_PARAGRAPHS, _MOST_CHARACTERS, _MOST_SPANS = 2_000, 200_000, 4_000
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VIEW = "position sentence"  # the name of the style, in small letters
_ID = f"{W}id"
_LONGEST_CODE = 2_000  # letters of a field's code that are looked at
_PLAIN_FIELDS = frozenset(("PAGE", "NUMPAGES", "HYPERLINK"))
_FETCHING_FIELDS = frozenset(("INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "LINK", "DDE", "DDEAUTO", "IMPORT", "RD"))
# The newer drawings, and what else today's editors understand: they show the first choice, not the fallback.
_UNDERSTOOD = frozenset(("wps", "wpg", "wpc", "wpi", "w14", "w15", "wp14", "a14", "aink", "am3d", "cx", "cx1", "v"))


class Span(NamedTuple):
    """What a bookmark stands around: from a character of one paragraph to one of the same or a later one."""

    name: str
    begin: tuple[int, int]
    end: tuple[int, int]


class Odd(NamedTuple):
    """Something that a letter cannot carry; ``paragraph`` counts from 0, or is -1 before the first."""

    paragraph: int
    rule: str
    message: str
    hint: str
    is_warning: bool = False


@dataclass(slots=True)
class Raw:
    """A paragraph, empty ones too. ``views`` are stretches in the style for the member's own words."""

    style: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    views: list[tuple[int, int]] = field(default_factory=list)
    calls: list[tuple[int, str, str]] = field(default_factory=list)  # after what, of which kind, by which id
    has_picture: bool = False
    is_listed: bool = False


@dataclass(slots=True)
class _Field:
    shown: bool
    code: str = ""
    in_code: bool = True


class Body:
    """Reads the paragraphs under an element into ``paragraphs``, and what else is there into the other fields.

    ``changes`` are the paragraphs of tracked changes, ``comments`` those of comments by their ids. Raises NotWord
    where there is more than any letter holds.
    """

    def __init__(self, root: Element, styles: Styles) -> None:
        self.paragraphs: list[Raw] = []
        self.odd: list[Odd] = []
        self.changes: list[int] = []
        self.comments: dict[str, int] = {}
        self.spans: list[Span] = []
        self._styles = styles
        self._open: dict[str, list[tuple[str, tuple[int, int]]]] = {}
        self._fields: list[_Field] = []
        self._now: Raw | None = None
        self._hidden_style = False
        self._length = 0
        self._read(root, shown=True)

    def _read(self, parent: Element, *, shown: bool) -> None:
        for child in parent:
            handler = _HANDLERS.get(child.tag)
            if handler is None:  # a container, known or not: links, smart tags, content controls
                self._read(child, shown=shown)
            elif handler is not _skip:
                handler(self, child, shown)

    @property
    def _place(self) -> tuple[int, int]:
        """Where the reading is; between paragraphs, at the beginning of the next."""
        return (len(self.paragraphs), 0) if self._now is None else (len(self.paragraphs) - 1, self._now.length)

    def _note(self, rule: str, message: str, hint: str, *, is_warning: bool = False) -> None:
        self.odd.append(Odd(len(self.paragraphs) - 1, rule, message, hint, is_warning))

    def _emit(self, text: str, *, shown: bool) -> None:
        if shown and text and self._now is not None and not any(field.in_code for field in self._fields):
            self._length += len(text)
            if self._length > _MOST_CHARACTERS:
                raise too_long()
            self._now.pieces.append(text)
            self._now.length += len(text)

    # --- paragraphs and what stands among them

    def paragraph(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        if self._now is not None:  # a paragraph within a paragraph, which Word never writes
            self._read(element, shown=shown)
            return
        if len(self.paragraphs) == _MOST_PARAGRAPHS:
            raise too_long()
        properties = element.find(f"{W}pPr")
        style, listed = self._styles.paragraph(""), None
        if properties is not None:
            named = properties.find(f"{W}pStyle")
            style = self._styles.paragraph("" if named is None else named.get(VAL, ""))
            listed = is_listed(properties.find(f"{W}numPr"))
            marks = properties.find(f"{W}rPr")
            changed = () if marks is None else [mark for mark in marks if mark.tag in _TRACKED]
            self.changes += [len(self.paragraphs)] * len(changed)
        self._now = Raw(style.name, is_listed=style.listed if listed is None else listed)
        self._hidden_style = style.hidden
        self.paragraphs.append(self._now)
        self._read(element, shown=shown)
        if any(field.in_code for field in self._fields):
            hint = "in Word: select the text, then Ctrl+Shift+F9 makes it plain text"
            self._note("field", "a field whose code has no end, so that text may be missing here", hint)
            self._fields = [field for field in self._fields if not field.in_code]
        self._now = None

    def table(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        if shown:
            self._note("table", "a table, which a letter cannot carry", "write what it says as sentences")
        for inner in element.iter():  # what begins or ends within it, and what it changes
            if inner.tag in _AROUND:
                _HANDLERS[inner.tag](self, inner, False)
            elif inner.tag in _TRACKED:
                self.changes.append(len(self.paragraphs) - 1)

    def other_text(self, _element: Element, _shown: bool) -> None:  # noqa: FBT001
        self._note("outside-link", "another file's text, put in as it is", "paste it as plain text instead")

    # --- marks

    def begin(self, element: Element, _shown: bool) -> None:  # noqa: FBT001
        name = element.get(f"{W}name", "")
        self._open.setdefault(element.get(_ID, ""), []).append((name, self._place))

    def end(self, element: Element, _shown: bool) -> None:  # noqa: FBT001
        begun = self._open.get(element.get(_ID, ""))
        if begun:
            if len(self.spans) == _MOST_SPANS:
                raise too_long()
            name, place = begun.pop()
            self.spans.append(Span(name, place, self._place))

    def comment(self, element: Element, _shown: bool) -> None:  # noqa: FBT001
        self.comments.setdefault(element.get(_ID, ""), len(self.paragraphs) - (self._now is not None))

    def call(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        if shown and self._now is not None:
            kind = element.tag.removeprefix(W).removesuffix("Reference")
            self._now.calls.append((self._now.length, kind, element.get(_ID, "")))

    # --- changes

    def inserted(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        self.changes.append(len(self.paragraphs) - 1)
        self._read(element, shown=shown)

    def deleted(self, element: Element, _shown: bool) -> None:  # noqa: FBT001
        self.changes.append(len(self.paragraphs) - 1)
        self._read(element, shown=False)

    # --- runs and what stands in them

    def run(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        properties = element.find(f"{W}rPr")
        name, hidden = "", self._hidden_style
        if properties is not None:
            named = properties.find(f"{W}rStyle")
            style = self._styles.character("" if named is None else named.get(VAL, ""))
            own = is_on(properties.find(f"{W}vanish"))
            # Where both styles hide, the one undoes the other; what the run says itself is final.
            name, hidden = style.name, (hidden != style.hidden) if own is None else own
        if hidden and shown and any((text.text or "").strip() for text in element.iter(f"{W}t")):
            hint = "in Word: select all, Font (Ctrl+D), clear 'Hidden', then delete what should not be there"
            self._note("hidden-text", "hidden text, which is left out here", hint)
        before = self._place[1]
        self._read(element, shown=shown and not hidden)
        if name == _VIEW and self._now is not None and self._now.length > before:
            views = self._now.views
            begin = views.pop()[0] if views and views[-1][1] == before else before
            views.append((begin, self._now.length))

    def text(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        text = (element.text or "").translate(_AS_SPACES)
        # Editors drop the spaces at its ends unless it says that they are meant.
        self._emit(text if element.get(_SPACE) == "preserve" else text.strip(" "), shown=shown)

    def sign(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        self._emit(_SIGNS[element.tag], shown=shown)

    def line_break(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        # A page or column that ends before the paragraph's first word is a matter of layout.
        within = self._now is not None and self._now.length > 0
        self._emit("\n" if within or element.get(f"{W}type", "textWrapping") == "textWrapping" else "", shown=shown)

    def symbol(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        try:
            sign = chr(int(element.get(f"{W}char", "")[:6], 16))
        except (ValueError, OverflowError):
            sign = ""
        # What a symbol font makes of its own numbers cannot be known; a replacement character tells that it was there.
        self._emit(sign if sign.isprintable() else "\ufffd", shown=shown)

    def ruby(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        for base in element.findall(f"{W}rubyBase"):
            self._read(base, shown=shown)

    def picture(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        if not shown or self._now is None:
            return
        self._now.has_picture = True
        boxes = [text for box in element.iter(f"{W}txbxContent") for text in box.iter(f"{W}t")]
        is_box = any((text.text or "").strip() for text in boxes)
        if is_box:
            self._note("text-box", "a text box, whose text is not read", "move its text into the letter")
        if not is_box or any(inner.tag.endswith(("}blip", "}imagedata", "}OLEObject")) for inner in element.iter()):
            self._note("picture", "a picture or an object, which a letter cannot carry", "take it out of the letter")

    def equation(self, _element: Element, shown: bool) -> None:  # noqa: FBT001
        if shown:
            self._note("equation", "an equation, which a letter cannot carry", "write it as words")

    def alternative(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        for choice in element.findall(f"{_COMPATIBLE}Choice"):
            needed = choice.get("Requires", "").split()
            if all(name in _UNDERSTOOD or name.startswith("w16") for name in needed):
                self._read(choice, shown=shown)
                return
        for fallback in element.findall(ooxml.FALLBACK)[:1]:
            self._read(fallback, shown=shown)

    # --- fields: a code, which is not shown, and its result, which is

    def simple_field(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        self._name_field(element.get(f"{W}instr", ""), shown=shown)
        self._read(element, shown=shown)

    def field_code(self, element: Element, _shown: bool) -> None:  # noqa: FBT001
        if self._fields and self._fields[-1].in_code and len(self._fields[-1].code) < _LONGEST_CODE:
            self._fields[-1].code += (element.text or "")[:_LONGEST_CODE]

    def field_sign(self, element: Element, shown: bool) -> None:  # noqa: FBT001
        kind = element.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._fields.append(_Field(shown))
        elif self._fields and kind in ("separate", "end"):
            last = self._fields[-1] if kind == "separate" else self._fields.pop()
            if last.in_code:
                last.in_code = False
                self._name_field(last.code, shown=last.shown)

    def _name_field(self, code: str, *, shown: bool) -> None:
        name = (code.split() or [""])[0].upper()
        hint = "in Word: select it, then Ctrl+Shift+F9 makes it plain text"
        if shown and name in _FETCHING_FIELDS:
            self._note("outside-link", f"a field that fetches from elsewhere ({name})", hint)
        elif shown and name not in _PLAIN_FIELDS:
            named = f" ({name})" if name.isascii() and name.isalpha() and len(name) <= len("STYLEREFERENCE") else ""
            self._note("field", f"a field{named}, whose text may change by itself", hint, is_warning=True)


def too_long() -> ooxml.NotWord:
    """For raising: there is more of something than in any letter."""
    return ooxml.NotWord("too-large", "is longer than any letter")


def _skip(_body: Body, _element: Element, _shown: bool) -> None:  # noqa: FBT001
    """Left out: properties, and what was of older ones."""


_Handler = Callable[[Body, Element, bool], None]
_AS_SPACES = str.maketrans("\t\n\r", "   ")
_SIGNS = {f"{W}{name}": sign for name, sign in (("tab", "\t"), ("ptab", "\t"), ("cr", "\n"), ("noBreakHyphen", "-"))}
_TRACKED = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_BY_NAME: dict[str, _Handler] = {
    "p": Body.paragraph, "tbl": Body.table, "altChunk": Body.other_text, "r": Body.run, "t": Body.text,
    "bookmarkStart": Body.begin, "bookmarkEnd": Body.end, "commentRangeStart": Body.comment,
    "commentReference": Body.comment, "footnoteReference": Body.call, "endnoteReference": Body.call,
    "ins": Body.inserted, "moveTo": Body.inserted, "del": Body.deleted, "moveFrom": Body.deleted,
    "br": Body.line_break, "sym": Body.symbol, "ruby": Body.ruby, "drawing": Body.picture, "pict": Body.picture,
    "object": Body.picture, "contentPart": Body.picture, "fldSimple": Body.simple_field, "fldChar": Body.field_sign,
    "instrText": Body.field_code,
    **dict.fromkeys(("pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "customXmlPr", "smartTagPr", "fldData",
                     "delText", "delInstrText", "softHyphen", "proofErr", "lastRenderedPageBreak"), _skip),
}  # fmt: skip
_HANDLERS: dict[str, _Handler] = {
    **{f"{W}{name}": handler for name, handler in _BY_NAME.items()},
    **dict.fromkeys(_SIGNS, Body.sign),
    f"{_MATH}oMath": Body.equation,
    f"{_MATH}oMathPara": Body.equation,
    f"{_COMPATIBLE}AlternateContent": Body.alternative,
}
_AROUND = frozenset(
    f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentReference")
)
