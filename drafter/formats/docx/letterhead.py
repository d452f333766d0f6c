"""The letterhead: a Word file of the office, which is checked before it is used; and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from drafter.files import ooxml
from drafter.formats.docx.drawn import drawn_in
from drafter.letter.returned import Drawn
from drafter.office import Office
from drafter.problems import Problem, Where, nearest
from drafter.sources.quotations import fold_quotation

# Checking a letterhead: the office edits this Word file itself, so nothing in it is trusted.

_W = ooxml.W
_VAL = f"{_W}val"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TYPES, _DOCUMENT, _STYLES = "[Content_Types].xml", "word/document.xml", "word/styles.xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MOST_PARTS, _MOST_XML, _MOST_UNPACKED = 1_000, 3_000_000, 50_000_000
_HEAVY_FILE, _HEAVY_STYLES = 150_000, 100_000
_A4, _TOLERANCE = (11906, 16838), 20  # twentieths of a point
_LANGUAGE = "en-GB"
_QUOTED = 40  # characters to quote of a text that should not be there
_SLIM = "or start from the letterhead that comes with drafter: it has the styles that letters use, and no others"


def check_letterhead(data: bytes, where: Where, member: str = "") -> list[Problem]:
    """The problems of a letterhead. Nothing about it is taken for granted, neither its size nor that it is a Word file.

    With ``member`` it must show that name.
    """
    try:
        parts, sizes = ooxml.unpack(
            data,
            _is_looked_at,
            what="letterhead",
            most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED,
            most_xml=_MOST_XML,
            thorough=True,
        )
        trees = {name: _parse(parts[name]) for name in sorted(parts)}
        styles, document = _sound(trees)
    except ooxml.NotWord as refused:
        return [Problem(where, "not-a-document", str(refused), refused.hint)]
    except ooxml.BROKEN as broken:
        return [Problem(where, "not-a-document", f"is damaged ({type(broken).__name__})", ooxml.RESAVE)]
    shown = {name: tree for name, tree in trees.items() if name not in (_TYPES, _STYLES)}
    problems = missing_styles(styles, where)
    if member and not any(_bears(tree, member) for tree in shown.values()):
        message = f"does not bear the name of '{member}', the member in office.yaml"
        problems.append(Problem(where, "other-letterhead", message, "put it into the header in Word"))
    for rule, message, hint in (
        *_weight(data, sizes),
        *_paper(document),
        *_language({**shown, _STYLES: styles}),
        *_pictures(shown),
        *_text(document),
    ):
        problems.append(Problem(where, rule, message, hint))
    return sorted(problems)


def _bears(tree: ElementTree.Element, name: str) -> bool:
    text = "".join(piece.text or "" for piece in tree.iter(f"{_W}t"))
    return " ".join(fold_quotation(name).split()).casefold() in " ".join(fold_quotation(text).split()).casefold()


def _is_looked_at(name: str) -> bool:
    return name in (_TYPES, _DOCUMENT, _STYLES) or name.startswith(("word/header", "word/footer"))


def _parse(xml: bytes) -> ElementTree.Element:
    root = ooxml.parse_xml(xml)
    for parent in list(root.iter()):  # the older form of a drawing, beside the newer one
        for child in parent.findall(ooxml.FALLBACK):
            parent.remove(child)
    return root


def _sound(trees: dict[str, ElementTree.Element]) -> tuple[ElementTree.Element, ElementTree.Element]:
    """The styles and the document, if these are what Word calls a document."""
    if _TYPES not in trees or _DOCUMENT not in trees:
        raise ooxml.NotWord("not-word", "is a ZIP file, but not a Word document")
    types = {str(entry.get("ContentType")) for entry in trees[_TYPES].iter()}
    if _WORD_TYPE not in types:
        template = any("template" in entry for entry in types)
        raise ooxml.NotWord("not-word", "is a Word template (.dotx)" if template else "is not a plain Word document")
    document = trees[_DOCUMENT]
    if document.find(f"{_W}body") is None:
        raise ooxml.NotWord("not-word", "is not a Word document of the usual ('transitional') kind")
    if _STYLES not in trees:
        raise ooxml.NotWord("not-word", "has no styles")
    return trees[_STYLES], document


_Findings = Iterator[tuple[str, str, str]]


def _weight(data: bytes, sizes: dict[str, int]) -> _Findings:
    rule = "bloated-letterhead"
    if len(data) > _HEAVY_FILE:
        name, size = max(sizes.items(), key=lambda item: (item[1], item[0]))
        message = f"is {len(data) // 1000} KB, and every letter with it; the largest part is {name} ({size // 1000} KB)"
        yield rule, message, f"in Word, compress its pictures, {_SLIM}"
    if any(name.startswith("docProps/thumbnail") for name in sizes):
        hint = "in Word: File, Info, Properties, Advanced Properties, clear 'Save Thumbnails'"
        yield rule, "carries a picture of itself (a thumbnail)", hint
    if "word/stylesWithEffects.xml" in sizes:
        yield rule, "carries its styles twice (stylesWithEffects)", f"in Word: File, Info, Convert, then save, {_SLIM}"
    if sizes[_STYLES] > _HEAVY_STYLES:
        yield rule, f"has {sizes[_STYLES] // 1000} KB of styles", f"delete those that are not in use, {_SLIM}"


def _paper(document: ElementTree.Element) -> _Findings:
    sections = list(document.iter(f"{_W}sectPr"))
    for size in [section.find(f"{_W}pgSz") for section in sections] or [None]:
        sides = (0, 0) if size is None else (_number(size.get(f"{_W}w")), _number(size.get(f"{_W}h")))
        if any(abs(side - due) > _TOLERANCE for side, due in zip(sides, _A4, strict=True)):
            yield "not-a4", "its paper is not upright A4", "in Word: Layout, Size, A4"
            return


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("1000000") else 0


def _language(trees: dict[str, ElementTree.Element]) -> _Findings:
    found = {str(lang.get(_VAL)) for tree in trees.values() for lang in tree.iter(f"{_W}lang") if lang.get(_VAL)}
    if found != {_LANGUAGE}:
        named = ", ".join(sorted(found - {_LANGUAGE})) or "none"
        hint = "in Word: select all (also in the header), Review, Language, English (United Kingdom), Set As Default"
        yield "wrong-language", f"its language is not only {_LANGUAGE} (found: {named[:60]})", hint


def _pictures(trees: dict[str, ElementTree.Element]) -> _Findings:
    for name, tree in trees.items():
        bare = sum(1 for drawing in tree.iter(_DRAWING) if not _is_described(drawing))
        old = [shape for shape in tree.iter(f"{_VML}shape") if shape.find(f"{_VML}imagedata") is not None]
        bare += sum(1 for shape in old if not str(shape.get("alt", "")).strip())
        if bare:
            message = f"{bare} picture{'s' if bare > 1 else ''} in {name} without alternative text"
            yield "no-alternative-text", message, "in Word: right-click the picture, View Alt Text"


def _is_described(drawing: ElementTree.Element) -> bool:
    decorative = any(mark.get("val") in ("1", "true") for mark in drawing.iter(_DECORATIVE))
    return decorative or bool(str(drawing.get("descr", "")).strip())


def _text(document: ElementTree.Element) -> _Findings:
    text = " ".join("".join(str(piece.text or "") for piece in document.iter(f"{_W}t")).split())
    if text:
        shown = f"{text[:_QUOTED]}..." if len(text) > _QUOTED else text
        message = f"its page is not empty: '{shown}' would stand at the head of every letter"
        yield "letterhead-text", message, "move it into the header, or delete it"


# Each line of a letterhead is compared with office.yaml, so that no letter goes out on another member's paper.

RULE: Final = "other-letterhead"
HINT: Final = "put it right in Word; or name it in office.yaml, by its field or among 'letterhead_says'"
_AROUND = re.compile(r"word/(?:header|footer)\d{0,3}\.xml")
_PAGE = re.compile(r"\bpage\b[ \d]*(?:\bof\b[ \d]*)?|\bdraft\b")
# Labels of details, which are no details themselves.
_LABELS = re.compile(
    r"\b(?:tel(?:ephone)?|phone|t|e-?mail|e|web(?:site)?|w|fax|mp|member of parliament(?: for)?|house of commons"
    r"|constituency|westminster|parliamentary|office(?: of)?|address|www|https?|the|and|at|for|of)\b"
)
_SAYS = re.compile(r"[^\W_]")
_MOST = 40  # characters of a line to report


def odd_letterhead(data: bytes, office: Office, where: Where) -> list[Problem]:
    """An error for each line of a letterhead that is not the office's own; nothing if it cannot be read."""
    return [Problem(where, RULE, _message(line), HINT) for line in strange(lines_of(data), office)]


def lines_of(data: bytes) -> tuple[str, ...]:
    """The lines of a letterhead; empty if it cannot be read, which is reported where it is used."""
    lines = (line for tree in _around(data) for line in ooxml.lines_of(tree))
    return tuple(dict.fromkeys(line for line in lines if _SAYS.search(line)))


def drawn_on(data: bytes) -> tuple[Drawn, ...]:
    """The drawings on a letterhead; empty if it cannot be read."""
    return tuple(one for tree in _around(data) for one in drawn_in(tree))


def _around(data: bytes) -> list[Element]:
    """A letterhead's headers and footers."""
    try:
        parts, _ = ooxml.unpack(
            data, lambda name: bool(_AROUND.fullmatch(name)), what="letterhead", most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED, most_xml=_MOST_XML,
        )  # fmt: skip
        return [ooxml.parse_xml(parts[name]) for name in sorted(parts)]
    except (ooxml.NotWord, *ooxml.BROKEN):
        return []


def odd_around(lines: Iterable[str], office: Office, where: Where) -> Iterator[Problem]:
    """The same errors for the headers and footers of a letter that came back."""
    for line in strange(lines, office):
        yield Problem(where, RULE, f"its paper says {_message(line).removeprefix('says ')}", HINT)


def _message(line: str) -> str:
    shown = line if len(line) <= _MOST else f"{line[: _MOST - 3].rstrip()}..."
    return f"says '{shown}', which office.yaml does not have"


def strange(lines: Iterable[str], office: Office) -> list[str]:
    """The lines with anything besides the office's own details, each once."""
    return [line for line in dict.fromkeys(lines) if _SAYS.search(_left_of(line, office))]


def _left_of(line: str, office: Office) -> str:
    """The rest of a line without the office's details and their labels."""
    text = _PAGE.sub(" ", " ".join(fold_quotation(line).casefold().split()))
    for detail in _details(office):
        text = re.sub(rf"(?<!\w){re.escape(detail)}(?!\w)", " ", text)
    return _LABELS.sub(" ", text)


@lru_cache(maxsize=4)
def _details(office: Office) -> tuple[str, ...]:
    """The office's details in small letters, the longest first."""
    named = [name for name, _ in office.addresses]
    every = (*office.details, *office.signs_as, *named, *office.letterhead_says, office.party)
    folded = {" ".join(fold_quotation(one).casefold().split()) for one in every if one}
    return tuple(sorted(folded, key=lambda one: (-len(one), one)))


STYLES = (
    "Normal", "Header", "Inside Address", "Date", "Reference Line", "Salutation", "Subject Line", "Body Text",
    "Heading 2", "Closing", "Signature", "Small Print", "footnote reference", "footnote text", "Emphasis", "Hyperlink",
    "Footer",
)  # fmt: skip

_OF_CHARACTERS = frozenset(("footnote reference", "Emphasis", "Hyperlink"))


def style_ids(styles: Any) -> dict[str, str]:
    """The ids of the styles in a styles part (of either XML library), by their names in small letters."""
    found: dict[str, str] = {}
    kinds = {name.lower(): "character" if name in _OF_CHARACTERS else "paragraph" for name in STYLES}
    for style in styles.findall(f"{_W}style"):
        named = style.find(f"{_W}name")
        # Word always writes the names of its own styles in English, but upper and lower case vary.
        name = "" if named is None else str(named.get(_VAL, "")).lower()
        if style.get(f"{_W}type") == kinds.get(name, "") and style.get(f"{_W}styleId"):
            found.setdefault(name, str(style.get(f"{_W}styleId")))
    return found


def missing_styles(styles: Any, where: Where) -> list[Problem]:
    """One error for each style that letters use and the letterhead lacks."""
    have = style_ids(styles)
    every = [str(name.get(_VAL, "")) for name in styles.iter(f"{_W}name")]
    problems = []
    for name in STYLES:
        if name.lower() not in have:
            kind = "character" if name in _OF_CHARACTERS else "paragraph"
            others = [other for other in every if other not in STYLES]
            hint = nearest(name, others) or f"in Word, add a {kind} style of exactly this name"
            problems.append(Problem(where, "missing-style", f"lacks the {kind} style '{name}'", hint))
    return problems
