"""The letterhead: a Word file of the office, which is checked before it is used; and what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from drafter.english.messages import counted, shortened
from drafter.english.names import initials_of
from drafter.files import ooxml
from drafter.formats.docx.named_styles import missing_styles
from drafter.office import Office
from drafter.patterns import late_pattern
from drafter.problems import Problem, Severity, Where
from drafter.sources.quotations import fold_quotation

if TYPE_CHECKING:
    from drafter.letter.returned import Drawn

# Checking a letterhead: the office edits this Word file itself, so nothing in it is trusted.

_W = ooxml.W
_VAL = f"{_W}val"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_TYPES, _DOCUMENT, _STYLES = "[Content_Types].xml", "word/document.xml", "word/styles.xml"
_SETTINGS: Final = "word/settings.xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MOST_PARTS, _MOST_XML, _MOST_UNPACKED = 1_000, 3_000_000, 50_000_000
_HEAVY_FILE, _HEAVY_STYLES = 150_000, 100_000
_A4, _TOLERANCE = (11906, 16838), 20  # twentieths of a point
LANGUAGE: Final = "en-GB"
_QUOTED = 40  # characters to quote of a text that should not be there
_SLIM = "or 'drafter letterhead' makes one that has the styles that letters use, and no others"


def check_letterhead(data: bytes, where: Where, member: str = "") -> list[Problem]:
    """The problems of a letterhead. Nothing about it is taken for granted, neither its size nor that it is a Word file.

    With ``member`` it must show that name.
    """
    try:
        parts, sizes = _unpack(data, _is_looked_at, thorough=True)
        trees = {name: _parse(parts[name]) for name in sorted(parts)}
        styles, document = _sound(trees)
    except ooxml.NotWord as refused:
        return [Problem(where, "not-a-document", str(refused), refused.hint)]
    except ooxml.BROKEN as broken:
        return [Problem(where, "not-a-document", f"is damaged ({type(broken).__name__})", ooxml.RESAVE)]
    shown = {name: tree for name, tree in trees.items() if name == _DOCUMENT or _AROUND.fullmatch(name)}
    problems = missing_styles(styles, where)
    if member:
        problems += _nameless(shown.values(), member, where)
    for rule, message, hint in (
        *_unsafe(trees, sizes),
        *_weight(data, sizes),
        *_paper(document),
        *_language({**shown, _STYLES: styles}),
        *_pictures(shown),
        *_text(document),
    ):
        problems.append(Problem(where, rule, message, hint))
    return sorted(problems)


def _nameless(shown: Iterable[Element], member: str, where: Where) -> list[Problem]:
    """An error if no part of a letterhead bears the member's name, in words or in what is said of a picture."""
    if any(_names(line, member) for tree in shown for line in (*ooxml.lines_of(tree), *_described(tree))):
        return []
    message = f"does not bear the name of '{member}', the member in office.yaml"
    hint = "put it into the header in Word; or into the alternative text of the picture that shows it"
    return [Problem(where, RULE, message, hint)]


def _names(text: str, member: str) -> bool:
    """Whether a text holds the member's name, with or without MP."""
    return f" {_words_of(member.removesuffix(' MP'))} " in f" {_words_of(text)} "


def _is_looked_at(name: str) -> bool:
    looked_at = name in (_TYPES, _DOCUMENT, _STYLES, _SETTINGS) or name.endswith(".rels")
    return looked_at or bool(_AROUND.fullmatch(name))


def _unpack(data: bytes, wanted: Callable[[str], bool], *, thorough: bool = False) -> ooxml.Package:
    return ooxml.unpack(
        data, wanted, what="letterhead", most_parts=_MOST_PARTS, most_unpacked=_MOST_UNPACKED, most_xml=_MOST_XML,
        thorough=thorough,
    )  # fmt: skip


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
    if any("macroEnabled" in entry for entry in types):
        raise ooxml.NotWord("not-word", "is a Word file with macros (.docm), which no letter may carry")
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


# What works by itself, or leads elsewhere, would do so in every letter.
_UNSAFE: Final = "unsafe-letterhead"
_CHANGED: Final = frozenset(
    f"{_W}{name}"
    for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange",
                 "sectPrChange", "tblPrChange", "tblPrExChange", "tcPrChange", "trPrChange", "numberingChange")
)  # fmt: skip
_COMMENTS: Final = frozenset((f"{_W}commentRangeStart", f"{_W}commentReference"))
_OTHER_FILES: Final = frozenset((f"{_W}altChunk", f"{_W}subDoc"))
_OFF: Final = frozenset(("0", "false", "off"))
_TIED: Final[Mapping[str, tuple[str, str]]] = {
    "attachedTemplate": (
        "is tied to a template in another file",
        "in Word: File, Options, Add-ins, Manage: Templates, Go; take the template's name out; save it anew",
    ),
    "image": ("shows a picture that lies in another file", "in Word: delete the picture, and insert it anew"),
}


def _unsafe(trees: Mapping[str, Element], sizes: Mapping[str, int]) -> _Findings:
    """Macros, files within the file, links, tracked changes, comments, protection, fields that change by themselves."""
    names = " ".join(sizes).lower()
    if "vbaproject" in names or "/activex/" in names or "customui/" in names:
        yield _UNSAFE, "holds macros or controls", "in Word: save it as 'Word Document (*.docx)', without macros"
    if "word/embeddings/" in names:
        yield _UNSAFE, "holds another file within it", "in Word: delete what is embedded (a sheet, a drawing)"
    for kind in dict.fromkeys(_tied(trees)):
        told = f"is linked to another file ({kind[:_QUOTED]})"
        yield _UNSAFE, *_TIED.get(kind, (told, "in Word: File, Info, Edit Links to Files, Break Link"))
    shown = [tree for name, tree in trees.items() if name == _DOCUMENT or _AROUND.fullmatch(name)]
    tags = {element.tag for tree in shown for element in tree.iter()}
    settings = trees.get(_SETTINGS)
    if tags & _CHANGED or _is_set(settings, "trackRevisions"):
        hint = "in Word: Review, Accept All Changes and Stop Tracking"
        yield _UNSAFE, "has tracked changes, or goes on tracking them", hint
    if tags & _COMMENTS:
        yield _UNSAFE, "has comments", "in Word: Review, Delete All Comments in Document"
    if tags & _OTHER_FILES:
        yield _UNSAFE, "takes in another document", "in Word: open it and save its text in the letterhead itself"
    if _is_set(settings, "documentProtection", "enforcement") or _is_set(settings, "writeProtection"):
        yield (
            _UNSAFE,
            "is protected",
            "in Word: Review, Restrict Editing, Stop Protection; File, Info, Protect Document",
        )
    sections = sum(1 for tree in shown for _ in tree.iter(f"{_W}sectPr"))
    if sections > 1:
        hint = "in Word: show the marks (Ctrl+*), and delete the section breaks"
        yield _UNSAFE, f"has {sections} sections, so that a letter would begin on a later page", hint
    yield from _fields(shown)


def _tied(trees: Mapping[str, Element]) -> Iterator[str]:
    """The kinds of what lies elsewhere; where a hyperlink leads is looked at with the lines."""
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        for relation in tree:
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            if relation.get("TargetMode") == "External" and kind != "hyperlink":
                yield kind


def _is_set(settings: Element | None, name: str, attribute: str = "val") -> bool:
    found = settings.find(f"{_W}{name}") if settings is not None else None
    return found is not None and found.get(f"{_W}{attribute}", "true" if attribute == "val" else "0") not in _OFF


def _fields(shown: Iterable[Element]) -> _Findings:
    from drafter.formats.docx.styles import field_named  # late: only a check needs it

    for tree in shown:
        codes = [str(field.get(f"{_W}instr", "")) for field in tree.iter(f"{_W}fldSimple")]
        code = ""
        for element in tree.iter():
            if element.tag == f"{_W}instrText":
                code += element.text or ""
            elif element.tag == f"{_W}fldChar" and code:
                codes.append(code)
                code = ""
        for finding in filter(None, map(field_named, codes)):
            if finding.severity is Severity.OF_ITS_RULE:
                yield _UNSAFE, f"has {finding.message}", finding.hint


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
    if found != {LANGUAGE}:
        named = ", ".join(sorted(found - {LANGUAGE})) or "none"
        hint = "in Word: select all (also in the header), Review, Language, English (United Kingdom), Set As Default"
        yield "wrong-language", f"its language is not only {LANGUAGE} (found: {named[:60]})", hint


def _pictures(trees: dict[str, ElementTree.Element]) -> _Findings:
    for name, tree in trees.items():
        bare = sum(1 for drawing in tree.iter(_DRAWING) if not _is_described(drawing))
        old = [shape for shape in tree.iter(f"{_VML}shape") if shape.find(f"{_VML}imagedata") is not None]
        bare += sum(1 for shape in old if not str(shape.get("alt", "")).strip())
        if bare:
            message = f"{counted(bare, 'picture')} in {name} without alternative text"
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
_ANEW: Final = HINT.replace("; ", ", or make it anew with 'drafter letterhead'; ", 1)
_PIECES = late_pattern(r"\s*[\u00b7\u2022|;]\s*")
_AROUND = late_pattern(r"word/(?:header|footer)\d{0,3}\.xml")
_PAGE = late_pattern(r"\b(?:page|tudalen)\b(?: ?\d{1,3}\b)?(?: ?\b(?:of|o)\b(?: ?\d{1,3}\b)?)?|\bdraft\b")
# Labels of details, which are no details themselves; the second lines are Welsh.
_LABELS = late_pattern(
    r"\b(?:tel(?:ephone)?|phone|t|e ?mail|e|web ?(?:site)?|w|fax|mp|member of parliament(?: for)?|house of commons"
    r"|constituency|westminster|parliamentary|office(?: of)?|address|the|and|at|for|of"
    r"|ff[oô]n|e ?bost|gwefan|as|aelod seneddol(?: dros)?|t[yŷ] r cyffredin|swyddfa|etholaeth|cyfeiriad|y|yr|a)\b"
)
_SAYS = late_pattern(r"[^\W_]")
_WORD = late_pattern(r"[^\W_]+")
_WEB = late_pattern(r"\b(?:https?://)?(?:www\.)?(?=[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})")
_ABROAD = late_pattern(r"(?:\+|\b00)44[\s.-]?(?:\(0\)|\(?0(?=\d))?[\s().-]{0,2}(?=\d)")
_NUMBER = late_pattern(r"(?<![\d+])\(?0(?:[\s().-]{0,3}\d){9,10}(?!\d)")
_POSTCODE = late_pattern(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b")
_EMAIL = late_pattern(r"\S+@\S+")
# What of a picture's description is a detail; other words in it may be anything.
_NAMED = late_pattern(r"\b(?!(?:The|An?) )[^\W\d_]+(?:['’-][^\W\d_]+)? MP\b")
_CONTACT = late_pattern(r"\S+@\S+|(?:\bwww\.|\bhttps?:)\S+|(?:\d[\s()-]{0,2}){9,}")
_MOST = 40  # characters of a line to report


def odd_letterhead(data: bytes, office: Office, where: Where) -> list[Problem]:
    """An error for each thing that a letterhead shows and that is not the office's own; nothing if it cannot be read.

    That is each line, on the page too; each address that a link leads to; each detail in what is said of a picture. A
    letterhead without the member's name is nobody's.
    """
    trees = _shown(data)
    lines = dict.fromkeys(line for tree in trees.values() for line in ooxml.lines_of(tree))
    problems = [Problem(where, RULE, _message(line, office), _ANEW) for line in strange(lines, office)]
    for told in dict.fromkeys(told for tree in trees.values() for told in _described(tree)):
        of_another = _NAMED.search(told) and not _names(told, office.member)
        if of_another or strange(_CONTACT.findall(told), office):
            message = f"has a picture that is said to show '{shortened(told, _MOST)}', which office.yaml does not have"
            problems.append(Problem(where, RULE, message, "put the right picture there, and describe it, in Word"))
    for link in dict.fromkeys(_links(data)):
        if strange([link.partition(":")[2] if link.startswith(("mailto:", "tel:")) else link], office):
            message = f"has a link to '{shortened(link, _MOST)}', which office.yaml does not have"
            problems.append(
                Problem(where, RULE, message, "in Word: right-click the words with the link, Edit Hyperlink")
            )
    return [*problems, *(_nameless(trees.values(), office.member, where) if trees else ())]


def lines_of(data: bytes) -> tuple[str, ...]:
    """The lines of a letterhead; empty if it cannot be read, which is reported where it is used."""
    lines = (line for tree in _around(data) for line in ooxml.lines_of(tree))
    return tuple(dict.fromkeys(line for line in lines if _SAYS.search(line)))


def drawn_on(data: bytes) -> tuple[Drawn, ...]:
    """The drawings on a letterhead; empty if it cannot be read."""
    from drafter.formats.docx.drawn import drawn_in  # late: only a letter that comes back is held against them

    return tuple(one for tree in _around(data) for one in drawn_in(tree))


def _around(data: bytes) -> list[Element]:
    """A letterhead's headers and footers."""
    return [tree for name, tree in _shown(data).items() if name != _DOCUMENT]


def _shown(data: bytes) -> dict[str, Element]:
    """A letterhead's headers, footers and page, by their parts; empty if it cannot be read."""
    return _trees(data, lambda name: name == _DOCUMENT or bool(_AROUND.fullmatch(name)))


def _trees(data: bytes, wanted: Callable[[str], bool]) -> dict[str, Element]:
    try:
        parts, _ = _unpack(data, wanted)
        return {name: ooxml.parse_xml(parts[name]) for name in sorted(parts)}
    except (ooxml.NotWord, *ooxml.BROKEN):
        return {}


def _links(data: bytes) -> Iterator[str]:
    """Where the links of a letterhead lead."""
    for tree in _trees(data, lambda name: name.startswith("word/_rels/")).values():
        for relation in tree:
            if relation.get("TargetMode") == "External" and str(relation.get("Type", "")).endswith("/hyperlink"):
                yield unquote(str(relation.get("Target", "")))


def _described(tree: Element) -> Iterator[str]:
    """What is said of the pictures of a part, for those who cannot see them."""
    for drawing in tree.iter(_DRAWING):
        yield from filter(None, (str(drawing.get(name, "")).strip() for name in ("descr", "title")))
    for shape in tree.iter(f"{_VML}shape"):
        yield from filter(None, (str(shape.get(name, "")).strip() for name in ("alt", "title")))


def odd_around(lines: Iterable[str], office: Office, where: Where) -> Iterator[Problem]:
    """The same errors for the headers and footers of a letter that came back."""
    for line in strange(lines, office):
        yield Problem(where, RULE, f"its paper {_message(line, office)}", HINT)


def _message(line: str, office: Office) -> str:
    odd = strange(_PIECES.split(line), office)  # of several details in a line those that are meant
    shown = shortened(" \u00b7 ".join(odd) or line, _MOST)
    return f"says '{shown}', which office.yaml does not have"


def strange(lines: Iterable[str], office: Office) -> list[str]:
    """The lines with anything besides the office's own details, each once."""
    return [line for line in dict.fromkeys(lines) if _SAYS.search(line) and _SAYS.search(_left_of(line, office))]


def _left_of(line: str, office: Office) -> str:
    """The words of a line without the office's details and their labels."""
    text = f" {_words_of(_PAGE.sub(' ', _folded(line)))} "
    for detail in _details(office):
        while f" {detail} " in text:
            text = text.replace(f" {detail} ", " | ")
    return _LABELS.sub(" ", text)


def _folded(text: str) -> str:
    return " ".join(fold_quotation(unicodedata.normalize("NFC", text)).casefold().split())


def _words_of(text: str) -> str:
    """A text's words alone, in small letters. Telephone numbers, web addresses and postcodes each have one form."""
    text = _WEB.sub("", _ABROAD.sub("0", _folded(text)))
    text = _NUMBER.sub(lambda found: f" {''.join(filter(str.isdigit, found[0]))} ", text)
    return " ".join(_WORD.findall(_POSTCODE.sub(r"\1 \2", text)))


@lru_cache(maxsize=4)
def _details(office: Office) -> tuple[str, ...]:
    """The office's details as words, the longest first."""
    named = [name for name, _ in office.addresses]
    every = [*office.details, *office.signs_as, *named, *office.letterhead_says, office.party]
    every += [initials_of(office.member)]
    # An address is set in lines as there is room, with or without commas.
    lines = [_folded(line) for _, mine in office.addresses for line in mine]
    codes = [code[0] for line in lines for code in _POSTCODE.finditer(line)]
    every += [piece for line in lines for piece in (*line.split(","), *codes, _POSTCODE.sub(" ", line))]
    for contact in map(_folded, (office.telephone, office.email, office.website)):
        every += [found[0] for found in _NUMBER.finditer(_ABROAD.sub("0", contact))] + _EMAIL.findall(contact)
    folded = {_words_of(one) for one in every} - {""}
    return tuple(sorted(folded, key=lambda one: (-len(one), one)))
