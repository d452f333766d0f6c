"""A draft as it comes back from Word or LibreOffice. Whatever the bytes are, the result is a letter or its problems."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import ClassVar
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from drafter.files import ooxml
from drafter.formats.docx.drawn import drawn_in
from drafter.formats.docx.runs import Bookmarks, Handler, OddRun, Place, RawParagraph, Runs, too_long, two_texts
from drafter.formats.docx.seen import Colours, Fonts, ParagraphLook, VisibilityCheck, narrowest_page
from drafter.formats.docx.styles import Finding, Numbering, Styles, W, in_text, is_listed
from drafter.formats.remembered import facts, properties, read_record
from drafter.frozen import NamedTuple
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.problems import Problem, Where

# The body: a Word file's paragraphs, with the marks on them.

_MOST_PARAGRAPHS = 2_000
_ID = f"{W}id"
_TRACKED = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_BESIDE_PAGES = re.compile(r"(?i)(?!page\b|of\b|and\b)\b[^\W\d]+\b")  # any words beside a page number other than these
_AROUND = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentReference"))


class Body(Runs):
    """Reads the paragraphs under an element into ``paragraphs``, and everything else into the other fields.

    ``changes`` are the paragraphs of tracked changes, ``comments`` those of comments by their ids. Raises NotWord if
    there is more than any letter holds.
    """

    def __init__(self, root: Element, seen: VisibilityCheck) -> None:
        super().__init__(seen)
        self.comments: dict[str, int] = {}
        self.bookmarks = Bookmarks()
        self._read(root, shown=True)

    @property
    def _place(self) -> Place:
        """The current place of reading; between two paragraphs, the beginning of the next."""
        return (len(self.paragraphs), 0) if self._now is None else (len(self.paragraphs) - 1, self._now.length)

    def _paragraph(self, element: Element, shown: bool) -> None:
        if self._now is not None:  # a paragraph within a paragraph, which Word never writes
            if shown and any(map(str.strip, element.itertext())):
                self._add(two_texts("a paragraph within another, which not every program shows"))
            self._read(element, shown=shown)
            return
        if len(self.paragraphs) == _MOST_PARAGRAPHS:
            raise too_long()
        several = element.findall(f"{W}pPr")
        properties = several[0] if several else None
        named = self._named(properties, "pStyle")
        style, listed = self._styles.paragraph(named), None
        if properties is not None:
            listed = is_listed(properties.find(f"{W}numPr"))
            marks = properties.find(f"{W}rPr")
            changed = () if marks is None else [mark for mark in marks if mark.tag in _TRACKED]
            self.changes += [len(self.paragraphs)] * len(changed)
        self._now = RawParagraph(style.name, is_listed=style.listed if listed is None else listed)
        self._paragraph_look = ParagraphLook(style, self._styles.paragraphs, properties)
        self._fields.pages = False
        self.paragraphs.append(self._now)
        self._read(element, shown=shown)
        self._add(self._fields.end_codes())
        if shown and self._now.text.strip():
            self._look_at_paragraph(self._now.text)
            if len(several) > 1 or self._styles.other(named, "paragraph"):
                self._add(two_texts("a paragraph of which it is said in more ways than one how it is set"))
        self._now = None

    def _look_at_paragraph(self, text: str) -> None:
        for finding in self._seen.paragraph(self._paragraph_look, text):
            self._add(finding)
        if self._fields.pages and _BESIDE_PAGES.search(text):
            self._add(in_text())

    def _table(self, element: Element, shown: bool) -> None:
        if shown:
            self._add(Finding("table", "a table, which a letter cannot carry", "write what it says as sentences"))
        for inner in element.iter():  # marks that begin or end within it, and changes to it
            if inner.tag in _AROUND:
                self.handlers[inner.tag](self, inner, False)
            elif inner.tag in _TRACKED:
                self.changes.append(len(self.paragraphs) - 1)

    def _other_text(self, _element: Element, _shown: bool) -> None:
        self._add(Finding("outside-link", "another file's text, put in as it is", "paste it as plain text instead"))

    def _begin(self, element: Element, _shown: bool) -> None:
        self.bookmarks.begin(element.get(_ID, ""), element.get(f"{W}name", ""), self._place)

    def _end(self, element: Element, _shown: bool) -> None:
        self.bookmarks.end(element.get(_ID, ""), self._place)

    def _comment(self, element: Element, _shown: bool) -> None:
        self.comments.setdefault(element.get(_ID, ""), len(self.paragraphs) - (self._now is not None))

    handlers: ClassVar[dict[str, Handler]] = {
        **Runs.handlers,
        f"{W}p": _paragraph,
        f"{W}tbl": _table,
        f"{W}altChunk": _other_text,
        f"{W}subDoc": _other_text,
        f"{W}bookmarkStart": _begin,
        f"{W}bookmarkEnd": _end,
        f"{W}commentRangeStart": _comment,
        f"{W}commentReference": _comment,
    }


# The other parts of a Word file: which they are, and what the file fetches from elsewhere.

_TYPES = "[Content_Types].xml"
# Newer editors number their parts ("word/document2.xml").
_READ = re.compile(
    r"(?:.*/)?(?:document|styles|footnotes|endnotes|comments|commentsExtended|custom|header|footer"
    r"|theme|settings|numbering|fontTable)\d{0,3}\.xml"
)
_AROUND_PARTS = re.compile(r"(?:.*/)?(?:header|footer)\d{0,3}\.xml")
_MOST = {"officeDocument": 5_000_000, "styles": 3_000_000, "footnotes": 2_000_000, "endnotes": 2_000_000,
         "comments": 2_000_000, "commentsExtended": 2_000_000, "theme": 2_000_000, "settings": 2_000_000,
         "numbering": 2_000_000}  # fmt: skip
_MOST_OTHER, _MOST_ELEMENTS = 500_000, 200_000
_MOST_PARTS, _MOST_UNPACKED, _MOST_XML = 2_000, 200_000_000, 15_000_000
_KINDS = {"attachedTemplate": "a template", "image": "a picture", "oleObject": "an object", "aFChunk": "another text",
          "subDocument": "another text", "frame": "a frame"}  # fmt: skip
# A letter has only one of each of these.
_ONE = frozenset(("officeDocument", "styles", "numbering", "footnotes", "endnotes", "settings", "fontTable", "theme"))
_PLAIN_NAME = re.compile(r"[\w./ -]+")
# These determine how the text is shown, or what stands around it.
_SETTING = _ONE | {"header", "footer"} - {"officeDocument"}


class PartRelation(NamedTuple):
    """A relation from one part to another. ``kind`` is the last word of its type ("styles", "image")."""

    kind: str
    target: str
    outside: bool


def _place(folder: str, target: str) -> str:
    """A part's name in the file, from a relation of a part in a folder."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


class PackageParts:
    """A Word file's parts, found by their relations. Every method raises NotWord and the errors in ``BROKEN``."""

    def __init__(self, data: bytes) -> None:
        self._parts, sizes = ooxml.unpack(
            data,
            lambda name: name == _TYPES or name.endswith(".rels") or bool(_READ.fullmatch(name)),
            what="letter",
            most_parts=_MOST_PARTS,
            most_unpacked=_MOST_UNPACKED,
            most_xml=_MOST_XML,
        )
        self.names = frozenset(sizes)
        self.main = self._named("", "officeDocument", "word/document.xml")

    def tree(self, kind: str) -> ElementTree.Element | None:
        """A part by its relation's kind, or at its usual place; ``None`` if there is none."""
        if kind == "officeDocument":
            name = self.main
        elif kind == "custom-properties":
            name = self._named("", kind, "docProps/custom.xml")
        else:
            name = self._named(self.main, kind, f"word/{kind}.xml")
        return self._tree(name, _MOST.get(kind, _MOST_OTHER)) if name in self._parts else None

    def around(self) -> Iterator[ElementTree.Element]:
        """The headers and footers."""
        for name in sorted(self._parts):
            if _AROUND_PARTS.fullmatch(name):
                yield self._tree(name, _MOST_OTHER)

    def unread(self) -> list[str]:
        """The kinds of parts that are named but not read: they lie where not every program looks."""
        folder, name = posixpath.split(self.main)
        known = {part.casefold() for part in self.names}
        kinds = set()
        for kind, target, outside in self._relations(posixpath.join(folder, "_rels", f"{name}.rels")):
            place = _place(folder, target)
            # A part that does not exist shows nothing, unless a program takes its name for another part's.
            there = place.casefold() in known or not _PLAIN_NAME.fullmatch(place)
            if kind in _SETTING and not outside and there and place not in self._parts:
                kinds.add(kind)
        return sorted(kinds)

    def doubled(self) -> list[str]:
        """The kinds of parts that are named twice, each once: two programs may then read different parts."""
        found = set()
        folder, name = posixpath.split(self.main)
        for source in ("_rels/.rels", posixpath.join(folder, "_rels", f"{name}.rels")):
            targets: dict[str, set[str]] = {}
            for relation in self._relations(source):
                targets.setdefault(relation.kind, set()).add(relation.target)
            found |= {kind for kind, several in targets.items() if len(several) > 1 and kind in _ONE}
        return sorted(found)

    def types(self) -> Mapping[str, str] | None:
        """The content type of each part that has its own; ``None`` if the file does not give content types."""
        if _TYPES not in self._parts:
            return None
        root = self._tree(_TYPES, _MOST_OTHER)
        return {str(entry.get("PartName")).lstrip("/"): str(entry.get("ContentType")) for entry in root}

    def outside(self) -> list[str]:
        """What the file fetches from elsewhere when it is opened, in words, each once; links to follow do not count."""
        found = set()
        for name in self._parts:
            for relation in self._relations(name) if name.endswith(".rels") else ():
                if relation.outside and relation.kind != "hyperlink":
                    found.add(_KINDS.get(relation.kind, "something"))
        return sorted(found)

    def _named(self, source: str, kind: str, usual: str) -> str:
        folder, name = posixpath.split(source)
        for relation in self._relations(posixpath.join(folder, "_rels", f"{name}.rels")):
            if relation.kind == kind and not relation.outside:
                return _place(folder, relation.target)
        return usual

    def _relations(self, name: str) -> Iterator[PartRelation]:
        for entry in self._tree(name, _MOST_OTHER) if name in self._parts else ():
            # The strict form of Open XML has other addresses, but with the same last words.
            kind = posixpath.basename(entry.get("Type", "").replace("customProperties", "custom-properties"))
            yield PartRelation(kind, entry.get("Target", ""), entry.get("TargetMode", "").lower() == "external")

    def _tree(self, name: str, most: int) -> ElementTree.Element:
        if len(self._parts[name]) > most:
            raise ooxml.NotWord("too-large", "is longer than any letter")
        return ooxml.parse_xml(ooxml.transitional(self._parts[name]), most_elements=_MOST_ELEMENTS)


# Comments: those that people left in a Word file and have not resolved.

_OURS = "drafter"
_SHOWN = 80  # characters
_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class Comment(NamedTuple):
    """A comment, with the id by which the text refers to it."""

    id: str
    finding: Finding


def open_comments(comments: ElementTree.Element | None, extended: ElementTree.Element | None) -> Iterator[Comment]:
    """A warning for each person's comment, without names. ``extended`` says which threads are resolved."""
    done, parents = set(), {}
    for entry in () if extended is None else extended:
        paragraph = entry.get(f"{_EXTENDED}paraId", "")
        parents[paragraph] = entry.get(f"{_EXTENDED}paraIdParent", "")
        if entry.get(f"{_EXTENDED}done", "") in ("1", "true", "on"):
            done.add(paragraph)
    for comment in () if comments is None else comments.iter(f"{W}comment"):
        # Word identifies a comment by its last paragraph, and a reply by the last paragraph of the comment that it
        # answers.
        paragraph = ([""] + [inner.get(_PARAGRAPH, "") for inner in comment.iter(f"{W}p")])[-1]
        if comment.get(f"{W}author", "") == _OURS or (paragraph and done & {paragraph, parents.get(paragraph)}):
            continue
        lines = ("".join(text.text or "" for text in line.iter(f"{W}t")) for line in comment.iter(f"{W}p"))
        text = "".join(sign if sign.isprintable() else " " for sign in " ".join(lines))
        text = " ".join(text.split())
        shown = f"{text[:_SHOWN].rstrip()}..." if len(text) > _SHOWN else text
        hint = "do as it says, or resolve or delete it"
        yield Comment(comment.get(f"{W}id", ""), Finding("comment", f"a comment: '{shown}'", hint))


_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FACT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_OTHERS = {b"%PDF": "a PDF", b"{\\rtf": "an RTF file", b"<": "a web page, or XML"}
_OPEN_DOCUMENT = "META-INF/manifest.xml"
_MOST_CALLS, _LONGEST_ID = 2_000, 60
_RESAVE = "save it from Word or LibreOffice as 'Word Document (*.docx)', without a password"


def read_docx(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter, or why there is none. ``name`` is what problems call the file; nothing in it is trusted."""
    try:
        return _read(data, name), []
    except ooxml.NotWord as refused:
        problem = Problem(Where(name), refused.rule, str(refused), refused.hint)
        if refused.rule == "too-large":
            problem = Problem(Where(name), "too-large", "is longer than any letter", "is it another file?")
    except ooxml.BROKEN as broken:
        hint = "open it in Word, which may repair it, and save it again"
        problem = Problem(Where(name), "damaged-file", f"is damaged ({type(broken).__name__})", hint)
    return None, [problem]


def _read(data: bytes, name: str) -> Returned:
    parts = _opened(data)
    document = parts.tree("officeDocument")
    root = None if document is None else document.find(f"{W}body")
    if document is None or root is None:
        raise ooxml.NotWord("not-word", "is not a Word document of a known kind", _RESAVE)
    seen = _seen(parts, document)
    values = properties(parts.tree("custom-properties"))
    record, odd = read_record(values, name)
    body = Body(root, seen)
    notes, calls = _notes(body, parts, seen)
    marks = body.bookmarks.marks([raw.length for raw in body.paragraphs], facts(values))
    # A place is the number of a block. Empty paragraphs are not counted, because people do not notice them.
    holding = [int(bool(raw.text.strip() or raw.has_picture or raw.calls)) for raw in body.paragraphs]
    numbers = list(accumulate(holding))
    blocks = [
        Block(
            raw.text,
            raw.style,
            ((0, numbers[index], 1),),
            tuple(sorted(_solid(marks.get(index, set()), raw.text) | {Mark(*one) for one in raw.styled})),
            tuple(calls[index]),
        )
        for index, raw in enumerate(body.paragraphs)
        if holding[index]
    ]

    def where(index: int) -> Where:
        # A finding between two paragraphs is reported at the first of them; one before the first, at the first.
        return Where(name, max(1, numbers[min(index, len(numbers) - 1)] if numbers and index >= 0 else 1), 1)

    body.odd += _lists(body)
    body.odd += (OddRun(0, finding) for finding in _whole(parts, document))
    odd += {_problem(where(found.paragraph), found.finding): None for found in [*body.odd, *_changes(body)]}
    odd += (_problem(Where(name), finding) for finding in _around(parts))
    for comment in open_comments(parts.tree("comments"), parts.tree("commentsExtended")):
        place = where(body.comments[comment.id]) if comment.id in body.comments else Where(name)
        odd.append(_problem(place, comment.finding))
    trees = list(parts.around())
    drawn = tuple(one for tree in trees for one in drawn_in(tree))
    around = tuple(line for tree in trees for line in ooxml.lines_of(tree))
    return Returned(tuple(blocks), notes, record, tuple(sorted(odd)), around, drawn=drawn)


def _seen(parts: PackageParts, document: Element) -> VisibilityCheck:
    theme = parts.tree("theme")
    colours = Colours(theme, parts.tree("settings"), document.find(f"{W}background"))
    fonts = Fonts(parts.tree("fontTable"), theme)
    return VisibilityCheck(
        Styles(parts.tree("styles")), colours, fonts, Numbering(parts.tree("numbering")), narrowest_page(document)
    )


def _whole(parts: PackageParts, document: Element) -> Iterator[Finding]:
    """What is odd about how the whole letter is shown."""
    background = document.find(f"{W}background")
    if background is not None and len(background):
        yield Finding("picture", "a picture behind the whole page", "in Word: Design, Page Colour, No Colour")
    if parts.unread():
        kinds = ", ".join(parts.unread())
        yield two_texts(f"parts under names that not every program reads ({kinds})", _RESAVE)
    beside = [child for child in document if child.tag not in (f"{W}body", f"{W}background")]
    if len(document.findall(f"{W}body")) > 1 or parts.doubled() or any(any(one.itertext()) for one in beside):
        yield two_texts("two texts or two sets of styles in one file, of which each program may show another", _RESAVE)


def _solid(marks: Iterable[Mark], text: str) -> set[Mark]:
    """The marks without white space at their ends, which the writer also marks."""
    solid = {mark._replace(end=mark.start + len(text[mark.start : mark.end].rstrip())) for mark in marks}
    return {mark for mark in solid if mark.start < mark.end}


def _opened(data: bytes) -> PackageParts:
    if not data:
        raise ooxml.NotWord("empty-file", "holds nothing", "was it saved whole?")
    for beginning, what in _OTHERS.items():
        if data.startswith(beginning):
            raise ooxml.NotWord("not-word", f"is {what}, not a Word document", _RESAVE)
    parts = PackageParts(data)
    types = parts.types()
    if types is None:
        what = "an OpenDocument file (.odt)" if _OPEN_DOCUMENT in parts.names else "a ZIP file, but not a Word document"
        raise ooxml.NotWord("not-word", f"is {what}", _RESAVE)
    kind = types.get(parts.main, "")
    if "macroEnabled" in kind or "template" in kind:
        ending = ".dotx" if "macroEnabled" not in kind else ".dotm" if "emplate" in kind else ".docm"
        raise ooxml.NotWord("macro", f"is not a plain Word document, but of the kind of {ending} files", _RESAVE)
    if kind != _PLAIN_TYPE:
        raise ooxml.NotWord("not-word", "is not a Word document", _RESAVE)
    return parts


def _notes(body: Body, parts: PackageParts, seen: VisibilityCheck) -> tuple[dict[str, ReturnedNote], list[list[Call]]]:
    """The notes by keys in the order of their references, and each paragraph's references to notes."""
    elements: dict[tuple[str, str], Element] = {}
    for kind in ("footnote", "endnote") if any(raw.calls for raw in body.paragraphs) else ():
        root = parts.tree(f"{kind}s")
        for element in () if root is None else root:
            elements.setdefault((kind, element.get(f"{W}id", "")), element)
    known: dict[tuple[str, str], ReturnedNote] = {}
    notes: dict[str, ReturnedNote] = {}
    calls: list[list[Call]] = [[] for _ in body.paragraphs]
    count = {"footnote": 0, "endnote": 0}
    for index, raw in enumerate(body.paragraphs):
        for at, kind, id_ in raw.calls:
            if len(notes) == _MOST_CALLS:
                raise too_long()
            if (kind, id_) not in known:
                inner = Body(elements[kind, id_], seen) if (kind, id_) in elements else None
                known[kind, id_] = _note(inner)
                if inner:  # an oddity of a note is reported at its reference
                    body.odd += [OddRun(index, found.finding) for found in inner.odd]
                    body.changes += [index] * len(inner.changes)
            count[kind] += 1
            key = f"{'e' if kind == 'endnote' else ''}{count[kind]}"
            notes[key] = known[kind, id_]
            calls[index].append(Call(at, key))
    return notes, calls


def _note(inner: Body | None) -> ReturnedNote:
    text = " ".join(" ".join(raw.text for raw in inner.paragraphs).split()) if inner else ""
    bare = text.strip(" \u00a0[](){}.")
    return ReturnedNote(text, bare if len(bare) <= _LONGEST_ID and _FACT.fullmatch(bare) else "")


def _lists(body: Body) -> Iterator[OddRun]:
    """A finding at the first paragraph of each list."""
    listed = False
    for index, raw in enumerate(body.paragraphs):
        # A heading in an outline is no list item: editors give it a number that does not show.
        is_listed = raw.is_listed and not raw.style.startswith("heading")
        if is_listed and not listed and raw.length:
            message = "a list; the final copy has plain paragraphs"
            yield OddRun(index, Finding("list", message, "write it as sentences"))
        listed = is_listed


def _changes(body: Body) -> Iterator[OddRun]:
    if body.changes:
        count = len(body.changes)
        message = (
            f"{count} changes that were neither accepted nor rejected"
            if count > 1
            else ("a change that was neither accepted nor rejected")
        )
        yield OddRun(
            min(body.changes), Finding("tracked-changes", message, "in Word: Review, Accept or Reject, all changes")
        )


def _around(parts: PackageParts) -> Iterator[Finding]:
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in parts.names):
        yield Finding("macro", "holds macros, which a letter has no need of", _RESAVE)
    for what in parts.outside():
        hint = "put in its content itself, or take it out (a template: Developer, Document Template, Normal)"
        yield Finding("outside-link", f"a link to {what} outside the file, which is fetched when it is opened", hint)


def _problem(where: Where, finding: Finding) -> Problem:
    return Problem(where, finding.rule, finding.message, finding.hint, finding.severity)
