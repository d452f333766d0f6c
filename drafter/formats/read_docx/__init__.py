"""A draft as it comes back from Word or LibreOffice: whatever the bytes, a letter or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from drafter import ooxml
from drafter.formats.drawn import drawn_in
from drafter.formats.read_docx.body import Body
from drafter.formats.read_docx.colours import Colours
from drafter.formats.read_docx.comments import open_comments
from drafter.formats.read_docx.controls import two_texts
from drafter.formats.read_docx.fields import Finding
from drafter.formats.read_docx.fonts import Fonts
from drafter.formats.read_docx.marks import too_long
from drafter.formats.read_docx.numbering import Numbering
from drafter.formats.read_docx.parts import Parts
from drafter.formats.read_docx.record import properties
from drafter.formats.read_docx.runs import Element, Odd
from drafter.formats.read_docx.seen import Seen, page_of
from drafter.formats.read_docx.styles import Styles, W
from drafter.formats.remembered import facts, read_record
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.problems import Problem, Severity, Where

_PLAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FACT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_OTHERS = {b"%PDF": "a PDF", b"{\\rtf": "an RTF file", b"<": "a web page, or XML"}
_OPEN_DOCUMENT = "META-INF/manifest.xml"
_MOST_CALLS, _LONGEST_ID = 2_000, 60
_RESAVE = "save it from Word or LibreOffice as 'Word Document (*.docx)', without a password"


def read_docx(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter, or why there is none. ``name`` is how problems call the file; none of its content is believed."""
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
    # A place is the number of a block: of paragraphs that hold nothing, nobody would know that they are there.
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
        # What stands between two paragraphs is told at the one before; before the first, at the first.
        return Where(name, max(1, numbers[min(index, len(numbers) - 1)] if numbers and index >= 0 else 1), 1)

    body.odd += _lists(body)
    body.odd += (Odd(0, finding) for finding in _whole(parts, document))
    odd += {_problem(where(found.paragraph), found.finding): None for found in [*body.odd, *_changes(body)]}
    odd += (_problem(Where(name), finding) for finding in _around(parts))
    for comment in open_comments(parts.tree("comments"), parts.tree("commentsExtended")):
        place = where(body.comments[comment.id]) if comment.id in body.comments else Where(name)
        odd.append(_problem(place, comment.finding))
    trees = list(parts.around())
    drawn = tuple(one for tree in trees for one in drawn_in(tree))
    around = tuple(line for tree in trees for line in ooxml.lines_of(tree))
    return Returned(tuple(blocks), notes, record, tuple(sorted(odd)), around, drawn=drawn)


def _seen(parts: Parts, document: Element) -> Seen:
    theme = parts.tree("theme")
    colours = Colours(theme, parts.tree("settings"), document.find(f"{W}background"))
    fonts = Fonts(parts.tree("fontTable"), theme)
    return Seen(Styles(parts.tree("styles")), colours, fonts, Numbering(parts.tree("numbering")), page_of(document))


def _whole(parts: Parts, document: Element) -> Iterator[Finding]:
    """What is odd about how the letter is shown as a whole."""
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
    """The marks without the white space at their ends, which the writer marks too."""
    solid = {mark._replace(end=mark.start + len(text[mark.start : mark.end].rstrip())) for mark in marks}
    return {mark for mark in solid if mark.start < mark.end}


def _opened(data: bytes) -> Parts:
    if not data:
        raise ooxml.NotWord("empty-file", "holds nothing", "was it saved whole?")
    for beginning, what in _OTHERS.items():
        if data.startswith(beginning):
            raise ooxml.NotWord("not-word", f"is {what}, not a Word document", _RESAVE)
    parts = Parts(data)
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


def _notes(body: Body, parts: Parts, seen: Seen) -> tuple[dict[str, ReturnedNote], list[list[Call]]]:
    """The notes under keys in the order of their calls, and the calls of each paragraph."""
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
                if inner:  # what is odd about a note is told where it is called
                    body.odd += [Odd(index, found.finding) for found in inner.odd]
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


def _lists(body: Body) -> Iterator[Odd]:
    """A finding at the first paragraph of each list."""
    listed = False
    for index, raw in enumerate(body.paragraphs):
        # A heading in an outline is none: editors number them without a number that shows.
        is_listed = raw.is_listed and not raw.style.startswith("heading")
        if is_listed and not listed and raw.length:
            message = "a list; the final copy has plain paragraphs"
            yield Odd(index, Finding("list", message, "write it as sentences", is_warning=True))
        listed = is_listed


def _changes(body: Body) -> Iterator[Odd]:
    if body.changes:
        count = len(body.changes)
        message = (
            f"{count} changes that were neither accepted nor rejected"
            if count > 1
            else ("a change that was neither accepted nor rejected")
        )
        yield Odd(
            min(body.changes), Finding("tracked-changes", message, "in Word: Review, Accept or Reject, all changes")
        )


def _around(parts: Parts) -> Iterator[Finding]:
    if any(part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in parts.names):
        yield Finding("macro", "holds macros, which a letter has no need of", _RESAVE)
    for what in parts.outside():
        hint = "put in its content itself, or take it out (a template: Developer, Document Template, Normal)"
        yield Finding("outside-link", f"a link to {what} outside the file, which is fetched when it is opened", hint)


def _problem(where: Where, finding: Finding) -> Problem:
    severity = Severity.WARNING if finding.is_warning else Severity.ERROR
    return Problem(where, finding.rule, finding.message, finding.hint, severity)
