"""A letter as a page (HTML), written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from typing import Final

from drafter.facts.edtf import day_in_words
from drafter.formats.copies import Copy, kind_of_span, record_of
from drafter.formats.html import Element, Node, StyleSheet, element, is_address, markup, style
from drafter.formats.pieces import bare_address, called_behind, in_a_row, one_line
from drafter.formats.plain import DRAFT, NOTES, SOURCES
from drafter.formats.remembered import read_record, values_of, values_of_reader
from drafter.frozen import NamedTuple
from drafter.letter.record import PREFIX, Record
from drafter.letter.returned import Block, Call, Mark, Returned, ReturnedNote
from drafter.letter.tree import Heading, Kind, Letter, Note, Paragraph, ReaderDetails, Run
from drafter.problems import Problem, Severity, Where

# Writing: HTML that needs no other file, for a website or within an e-mail. Every text in it is escaped.
#
# A draft keeps its record in ``meta`` elements. Spans say whose words they hold, and a note's class is the fact that it
# belongs to. A final copy has none of that.

_CSS: Final = "formats/letter.css"
_LARGE: Final = "body { font-size: 18pt; }\n.notes, .small-print, .source { font-size: 1em; }\n"


@lru_cache(maxsize=2)
def css(*, large_print: bool) -> str:
    """The style of a letter's page, the only one that such a page may have."""
    return f"\n{style(_CSS)}{_LARGE if large_print else ''}"


class PageForm(NamedTuple):
    """A page without its reader: the parts before, between and behind the reader's own details.

    ``final`` tells that it has no record.
    """

    before: str
    between: str
    behind: str
    date: str
    subject_line: str
    final: bool

    def page(self, reader: ReaderDetails) -> str:
        """The page for one reader, which ends with a line feed."""
        own = "" if self.final else metas(values_of_reader(reader, self.subject_line))
        return f"{self.before}{own}{self.between}{page_head(reader, self.date)}{self.behind}"


def page_form(letter: Letter, *, copy: Copy = Copy.CLEAN, large_print: bool = False) -> PageForm:
    """The page of a letter's text, to be filled for its readers."""
    final = copy is Copy.FINAL
    remembered = {} if final else values_of(record_of(letter, large_print=large_print))
    begins: list[Node] = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
    ]
    before = f'<!DOCTYPE html>\n<html lang="en-GB"><head>{markup(begins)}{metas(remembered)}'
    title = element("title", one_line(letter.subject_line))
    draft = element("p", DRAFT, class_="draft") if copy is Copy.REVIEWING else None
    between = (
        f"{markup([title, element('style', StyleSheet(css(large_print=large_print)))])}</head>\n<body>\n{markup(draft)}"
    )
    behind = f"{markup(list(_blocks(letter, marked=not final)))}</body>\n</html>\n"
    return PageForm(before, between, behind, day_in_words(letter.date), letter.subject_line, final)


def metas(values: Mapping[str, str]) -> str:
    """A draft's record as elements of a page's head."""
    return markup([element("meta", name=f"{PREFIX}{name}", content=value) for name, value in values.items()])


def page_head(reader: ReaderDetails, date: str) -> str:
    """The elements above the subject line, without empty ones."""
    reference, salutation = one_line(reader.reference), one_line(reader.salutation)
    return markup(
        [
            _lines(reader.above, "above"),
            _lines(reader.addressee, "address"),
            element("p", date, class_="date"),
            element("p", f"Our reference: {reference}", class_="reference") if reference else None,
            element("p", f"{salutation},", class_="salutation") if salutation else None,
        ]
    )


def _blocks(letter: Letter, *, marked: bool) -> Iterator[Node]:
    called = called_behind(letter)
    numbers = {note: number for number, note in enumerate(letter.notes, 1)}

    def said(block: Paragraph) -> list[Node]:
        return list(_paragraph(block, called, numbers, marked=marked))

    yield element("h1", one_line(letter.subject_line), class_="subject-line")
    for block in letter.body:
        yield element("h2", one_line(block.text)) if isinstance(block, Heading) else element("p", *said(block))
    yield element("p", f"{one_line(letter.close)},", class_="closing") if one_line(letter.close) else None
    yield _lines(letter.signature, "signature")
    yield [element("p", one_line(line)) for line in letter.below]
    yield [element("p", "P.S. ", *said(block)) for block in letter.postscripts]
    yield element("p", one_line(letter.small_print), class_="small-print") if one_line(letter.small_print) else None
    if letter.sources:
        yield element("h2", SOURCES)
        yield [element("p", *_runs(note.runs), class_="source") for note in letter.sources]
    if letter.notes:
        items = [
            element("li", *_runs(note.runs), id=f"note-{number}", class_=note.label if marked else "")
            for note, number in numbers.items()
        ]
        yield element("h2", NOTES, class_="notes-title")
        yield element("ol", *items, class_="notes")


def _paragraph(
    block: Paragraph, called: Mapping[str, Note], numbers: Mapping[Note, int], *, marked: bool
) -> Iterator[Node]:
    for piece in in_a_row(block, called):
        words = one_line(piece.text)
        yield " " if piece.space else None
        span = piece.kind.about.span if marked else ""
        yield element("span", words, class_=span) if span else words
        if piece.note is not None:
            number = numbers[piece.note]
            yield element("sup", element("a", f"[{number}]", href=f"#note-{number}"), class_="call")


def _lines(lines: Sequence[str], name: str) -> Element | None:
    said = [line for line in map(one_line, lines) if line]
    inner: list[Node] = []
    for line in said:
        inner += [element("br"), line] if inner else [line]
    return element("p", *inner, class_=name) if said else None


def _runs(runs: Sequence[Run]) -> list[Node]:
    made: list[Node] = []
    for run in runs:
        text: Node = run.text
        if run.url and is_address(run.url):
            text = element("a", text, href=run.url)
        made.append(element("em", text) if run.emphasis and run.text.strip() else text)
    return made


# Reading: so strict that every program shows what is read here.
#
# A browser makes something of any input, and each mail program makes something else. So nothing is guessed: whatever is
# not plainly one of a letter's own elements, closed in order, without anything that could hide, move or replace words,
# is reported. No library does this: libraries for HTML mend what they read, as browsers do.

_MOST_BYTES: Final = 500_000
_MOST_BLOCKS: Final = 2_000
_MOST_TOLD: Final = 30
_DEEPEST: Final = 40
# Possessive throughout, so that text that is no tag is found in one pass.
_ATTRIBUTE: Final = r"""\s++([A-Za-z][A-Za-z-]*+)(?:\s*+=\s*+("[^"<>]*+"|'[^'<>]*+'|[^\s"'<>=`/]++))?+"""
_TAG: Final = re.compile(rf"<(/?)([A-Za-z][A-Za-z0-9]*+)((?:{_ATTRIBUTE})*+)\s*+(?P<empty>/?)>")
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)
_DOCTYPE: Final = re.compile(r"\s*<!DOCTYPE html(?:\s++[^<>]*+)?>", re.IGNORECASE)
_FACT: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+\Z")
_CALL: Final = re.compile(r"\s*\[([1-9]\d{0,2})\]\s*")
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")

_BLOCKS: Final = frozenset(("p", "div", "h1", "h2", "h3", "h4", "li", "ul", "ol", "main", "article", "section"))
_INLINE: Final = frozenset(("span", "strong", "b", "em", "i", "u", "a", "sup"))
_HEAD: Final = frozenset(("title", "style"))
_VOID: Final = frozenset(("br", "meta"))
_PAGE: Final = frozenset(("html", "head", "body"))
_STRUCK: Final = frozenset(("s", "strike", "del"))
_PICTURES: Final = frozenset(("img", "picture", "svg", "canvas", "video", "object", "embed"))
_STYLES: Final = frozenset(
    ("above", "address", "date", "reference", "salutation", "subject-line", "closing", "signature", "small-print")
)
_META: Final = frozenset(("viewport", "generator", "author", "color-scheme"))
# The styles that an element may have: they move and hide nothing.
_HARMLESS: Final = re.compile(
    r"""(?:margin|padding)(?:-(?:top|right|bottom|left))?\s*:\s*(?:\s*(?:0|auto|\d{1,2}(?:\.\d+)?(?:px|pt|em)))+|
    text-align\s*:\s*(?:left|start|justify)|font-weight\s*:\s*(?:normal|bold|[4-7]00)|font-style\s*:\s*(?:normal|italic)|
    font-size\s*:\s*(?:(?:9|1\d|2\d)(?:\.\d+)?(?:pt|px)|medium|large)|
    font-family\s*:\s*(?:[\s,'"]*(?:calibri|arial|helvetica(?:\sneue)?|verdana|tahoma|georgia|cambria|aptos|segoe\sui|
    times\snew\sroman|liberation\ssans|liberation\sserif|sans-serif|serif)['"]?)+""",
    re.IGNORECASE | re.VERBOSE,
)


class PageRead(NamedTuple):
    """A page as a letter, and all its words in order: references to notes, the list of notes, links' addresses."""

    letter: Returned
    said: tuple[str, ...]


def read_web(data: bytes, name: str) -> tuple[Returned | None, list[Problem]]:
    """The letter in a file's bytes, or ``None`` and why. ``name`` is what problems call the file."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem(Where(name), "not-utf-8", "is not UTF-8 text", "save it with encoding UTF-8")]
    read, problems = read_page(text, name)
    return (read.letter if read else None), problems


def read_page(text: str, name: str) -> tuple[PageRead | None, list[Problem]]:
    """Like ``read_web``, for a page's text."""
    if len(text) > _MOST_BYTES:
        return None, [Problem(Where(name), "too-large", "is longer than any letter")]
    if not text.strip():
        return None, [Problem(Where(name), "empty-file", "holds nothing")]
    page = _Page(name)
    page.read(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(page.blocks) > _MOST_BLOCKS:
        return None, [Problem(Where(name), "too-large", "is longer than any letter")]
    record, odd = page.record()
    unused = [
        Problem(Where(name), "unused-note", f"note {key} is called by no sentence")
        for key in page.notes
        if key not in page.called
    ]
    oddities = tuple(sorted({*page.oddities[:_MOST_TOLD], *odd, *unused}))
    return PageRead(Returned(tuple(page.blocks), page.notes, record, oddities), tuple(" ".join(page.said).split())), []


class _Page:
    """Reads a page's tags and texts one after another."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self.notes: dict[str, ReturnedNote] = {}
        self.called: set[str] = set()
        self.oddities: list[Problem] = []
        self.said: list[str] = []
        self._name = name
        self._values: dict[str, str] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self._told: set[tuple[str, str]] = set()
        self._text = ""
        self._marks: list[Mark] = []
        self._calls: list[Call] = []
        self._spans: list[tuple[Kind | None, int]] = []
        self._sup: str | None = None
        self._links: list[tuple[str, int]] = []
        self._addresses: list[str] = []
        self._titles: list[str] = []

    def record(self) -> tuple[Record | None, list[Problem]]:
        """The page's record."""
        return read_record(self._values, self._name, "page's own meta elements")

    def read(self, text: str) -> None:
        """Read the whole page."""
        begins = _DOCTYPE.match(text)
        at = begins.end() if begins else 0
        while at < len(text):
            tag = _TAG.match(text, at) if text[at] == "<" else None
            if tag is not None:
                at = self._tag(tag, text)
            elif text[at] == "<":
                at = self._no_tag(text, at)
            else:
                ends = text.find("<", at)
                ends = len(text) if ends < 0 else ends
                self._words(unescape(text[at:ends]))
                at = ends
        self._flush()
        for unclosed, _ in self._open:
            self._unbalanced(unclosed)
        lines = {" ".join(block.text.split()) for block in self.blocks}
        if len(self._titles) > 1 or any(title not in lines for title in self._titles if title):
            self._odd(
                "hidden-text", "a title that is no line of the letter", "take it out, or write the subject line there"
            )
        missing = {call.note for block in self.blocks for call in block.calls} - self.notes.keys()
        if missing:
            self._odd("missing-note", f"calls note {min(missing)}, which is not there", "")

    # -- Tags

    def _tag(self, tag: re.Match[str], text: str) -> int:
        closing, name = bool(tag[1]), tag[2].lower()
        attributes = {m[1].lower(): unescape((m[2] or "").strip("\"'")) for m in _ATTRIBUTES.finditer(tag[3])}
        if name in _VOID:
            if not closing:
                self._void(name, attributes)
            return tag.end()
        if tag["empty"] or (closing and attributes):
            self._odd("two-texts", f"a tag <{name}> that programs read in different ways", "write it plainly")
            return tag.end()
        if closing:
            self._close(name)
            return tag.end()
        self._begin(name, attributes)
        if name in _HEAD:  # its content is no markup
            ends = text.lower().find(f"</{name}", tag.end())
            ends = len(text) if ends < 0 else ends
            if name == "title":
                self._titles.append(" ".join(unescape(text[tag.end() : ends]).split()))
            if name == "style" and text[tag.end() : ends] not in {css(large_print=large) for large in (False, True)}:
                self._odd("two-texts", "a style sheet that is not the program's own, and may hide words", "take it out")
            return ends
        return tag.end()

    def _no_tag(self, text: str, at: int) -> int:
        if text.startswith("<!--", at):
            ends = text.find("-->", at + 4)
            self._odd("two-texts", "a comment, which nobody sees, and some programs show", "take it out")
            return len(text) if ends < 0 else ends + 3
        self._odd("two-texts", "a sign '<' that begins no tag: programs read it in different ways", "write it as &lt;")
        self._words("<")
        return at + 1

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._look_at(name, attributes)
        self._unfit(name)
        if name in _BLOCKS:
            self._flush()
            if name in {"ul", "ol"} and attributes.get("class") != "notes":
                self._odd("list", "a list; the final copy has plain paragraphs", "")
        self._open.append((name, attributes))
        if name == "span":
            self._spans.append((kind_of_span(attributes.get("class", "")), len(self._text)))
        elif name == "sup":
            self._sup = ""
        elif name == "a":
            self._links.append((attributes.get("href", ""), len(self._text)))

    def _unfit(self, name: str) -> None:
        """Report an element that no letter has."""
        if len(self._open) >= _DEEPEST:
            self._odd("too-deep", "more elements inside one another than any letter has")
        if name in _STRUCK:
            self._odd("struck-out", "words that are struck out", "take them out")
        elif name in _PICTURES:
            self._odd("picture", "a picture, which the final copy does not have")
        elif name == "table":
            self._odd("table", "a table, which the final copy does not have", "write it as paragraphs")
        elif name not in _BLOCKS | _INLINE | _HEAD | _PAGE:
            self._odd("two-texts", f"an element <{name}>, which programs may show otherwise", "write plain paragraphs")

    def _close(self, name: str) -> None:
        if not self._open or self._open[-1][0] != name:
            self._unbalanced(name)
            if name not in {element for element, _ in self._open}:
                return
            while self._open[-1][0] != name:
                self._end(*self._open.pop())
        self._end(*self._open.pop())

    def _end(self, name: str, attributes: dict[str, str]) -> None:
        if name in _BLOCKS:
            self._flush(name, attributes)
        elif name == "span":
            kind, start = self._spans.pop()
            if kind is not None and self._text[start:].strip():
                self._marks.append(Mark(start, len(self._text), kind))
        elif name == "sup":
            self._call()
        elif name == "a":
            self._link(*self._links.pop())

    def _void(self, name: str, attributes: dict[str, str]) -> None:
        if name == "br":
            self._look_at(name, attributes)
            self._text = f"{self._text.rstrip(' ')}\n"
            return
        key, content = attributes.get("name", ""), attributes.get("content", "")
        kind = attributes.get("http-equiv", "").lower()
        charset = attributes.get("charset", "")
        if kind == "content-type":
            charset = content.lower().partition("charset=")[2]
        if key.startswith(PREFIX):
            self._values.setdefault(key.removeprefix(PREFIX), content)
        elif charset:
            if charset.strip().lower() != "utf-8":
                self._odd("two-texts", "says that it is in another encoding than UTF-8", "save it with encoding UTF-8")
        elif key.lower() not in _META:
            self._odd("two-texts", f"a meta element '{(key or kind)[:20]}', which no letter needs", "take it out")

    def _look_at(self, name: str, attributes: dict[str, str]) -> None:
        """Report attributes that may hide, move or replace words."""
        for key, value in attributes.items():
            if key in {"class", "id", "lang"}:
                continue
            if key == "href" and name == "a":
                continue
            if key == "style":
                wrong = [
                    one.strip() for one in value.split(";") if one.strip() and not _HARMLESS.fullmatch(one.strip())
                ]
                if wrong:
                    message = f"a style on words ('{wrong[0][:30]}') that may hide or change what is seen"
                    self._odd("hidden-text", message, "take the style out")
            elif key in {"hidden", "aria-hidden"}:
                self._odd("hidden-text", "words that are hidden", "take them out")
            elif key == "title":
                self._odd("two-texts", "a title on words, which nobody sees on paper", "take it out")
            else:
                self._odd("two-texts", f"an attribute '{key[:20]}' on <{name}>, which no letter needs", "take it out")

    # -- Words

    def _words(self, words: str) -> None:
        if self._open and self._open[-1][0] in _HEAD:
            return
        if self._sup is not None:
            self._sup += words
            return
        words = _SPACE.sub(" ", words)
        if not self._text or self._text[-1] in " \n":
            words = words.lstrip(" ")
        self._text += words

    def _call(self) -> None:
        """Take in a raised number: the reference to a note."""
        words, self._sup = self._sup or "", None
        match = _CALL.fullmatch(words)
        if match is None:
            self._words(words)
            return
        self._calls.append(Call(len(self._text.rstrip()), match[1]))
        self.called.add(match[1])

    def _link(self, href: str, start: int) -> None:
        if self._sup is not None:  # from a reference to its note
            if not href.startswith("#"):
                self._odd("two-texts", "a call of a note that leads elsewhere", "take the link out")
            return
        text = self._text[start:]
        if not is_address(href):
            self._odd("two-texts", "a link that is none of the web", "write the address out")
        elif self._in_notes() or self._in("source"):
            self._addresses.append(f"<{href}>")
        elif bare_address(text) != bare_address(href):
            hint = "write the address out where a reader needs it"
            if "://" in text or text.strip().lower().startswith("www."):
                self._odd("two-texts", "a link that leads elsewhere than it says", hint)
            else:
                self._odd("markup", "a link; the final copy keeps its text only", hint, Severity.WARNING)

    def _in_notes(self) -> bool:
        return self._in("notes", "ol")

    def _in(self, class_: str, element: str = "p") -> bool:
        return any(name == element and attributes.get("class") == class_ for name, attributes in self._open)

    def _flush(self, name: str = "", attributes: dict[str, str] | None = None) -> None:
        """End a paragraph."""
        text, marks, calls = self._text.rstrip(" \n"), self._marks, self._calls
        addresses = self._addresses
        self._text, self._marks, self._calls, self._addresses = "", [], [], []
        self._spans = [(kind, 0) for kind, _ in self._spans]
        self._links = [(href, 0) for href, _ in self._links]
        if not text.strip() and not calls:
            return
        class_ = (attributes or {}).get("class", "")
        if name == "li" and self._in_notes():
            number = str(len(self.notes) + 1)
            fact = class_ if _FACT.match(class_) else ""
            self.notes[number] = ReturnedNote(" ".join(text.split()), fact)
            self.said.append(" ".join((f"[{number}]", text, *addresses)))
            return
        self.said.append(" ".join((_said(text, calls), *addresses)))
        if (class_ == "draft" and text == DRAFT and not self.blocks) or (class_ == "notes-title" and text == NOTES):
            return
        style = (
            class_.replace("-", " ") if class_ in _STYLES else "heading" if name[:1] == "h" and name != "html" else ""
        )
        kept = tuple(mark._replace(end=min(mark.end, len(text))) for mark in marks if mark.start < len(text))
        self.blocks.append(Block(text, style, ((0, len(self.blocks) + 1, 1),), kept, tuple(calls)))

    def _unbalanced(self, name: str) -> None:
        self._odd("two-texts", f"a tag <{name[:20]}> that is not closed in order: programs mend that in different ways")

    def _odd(self, rule: str, message: str, hint: str = "", severity: Severity = Severity.OF_ITS_RULE) -> None:
        """Report a problem once, at the current paragraph."""
        if (rule, message) not in self._told:
            self._told.add((rule, message))
            self.oddities.append(Problem(Where(self._name, len(self.blocks) + 1, 1), rule, message, hint, severity))


def _said(text: str, calls: list[Call]) -> str:
    """A paragraph's words with the references to notes in their places."""
    said, at = "", 0
    for call in calls:
        said += f"{text[at : call.at]}[{call.note}]"
        at = call.at
    return said + text[at:]
